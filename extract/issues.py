"""What a reviewer must look at."""

from typing import Literal

from corpus.values import Value


class Issue(Value):
    """Something found wrong, doubtful or worth knowing. `code` is stable, `message` in Chinese, `node` where it is."""

    code: str
    severity: Literal["error", "warning", "info"]
    message: str
    node: str | None = None
