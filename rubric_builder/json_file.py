"""JSON files that staff hand in: read, or refused in one sentence."""

import json
from pathlib import Path
from typing import Any

from corpus.errors import Unreadable


def read_json(path: Path, *, code: str, called: str, mend: str) -> Any:
    """What the file holds. `called` is what staff call it (草案文件), `mend` what to do about a fault in it (请改正).

    Raises `Unreadable`, its code beginning with `code`.
    """
    try:
        return json.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise Unreadable(f"{code}.file", f"{called}“{path.name}”打不开（{error.strerror}），请检查路径") from None
    except UnicodeDecodeError:
        raise Unreadable(f"{code}.encoding", f"{called}“{path.name}”不是 UTF-8 编码的 JSON，{mend}") from None
    except json.JSONDecodeError as error:
        where = f"第{error.lineno}行第{error.colno}列"
        raise Unreadable(f"{code}.json", f"{called}“{path.name}”{where}不是有效的 JSON，{mend}") from None
