"""A Chinese typeface of this machine for words in pictures."""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

_FOLDERS = (
    "C:/Windows/Fonts",
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
)
_FILES = (
    "msyh.ttc", "simhei.ttf", "simsun.ttc", "simfang.ttf", "NotoSansCJK-Regular.ttc", "NotoSansCJKsc-Regular.otf",
    "SourceHanSansSC-Regular.otf", "SourceHanSansCN-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc", "uming.ttc",
    "DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "FZSSK.TTF", "FZHTK.TTF", "PingFang.ttc", "STHeiti Light.ttc",
    "NotoSerifCJK-Regular.ttc", "Songti.ttc",
)  # fmt: skip
"""Windows', Kylin's and Debian's own, the best legible first."""


@lru_cache(maxsize=1)
def font_file() -> tuple[Path, int] | None:
    """The file and the face in it (collections hold several; the simplified Chinese one is taken); None where a machine
    has no Chinese type."""
    found: dict[str, Path] = {}
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir():
            for path in sorted(root.rglob("*.[tToO][tT][cCfF]")):
                found.setdefault(path.name.casefold(), path)
    for name in _FILES:
        known = found.get(name.casefold())
        if known is not None:
            for face in _faces(known):
                return known, face
    return None


def _faces(path: Path) -> Iterator[int]:
    """The faces of a file that open and hold Chinese, simplified ones first."""
    from PIL import ImageFont

    usable: list[tuple[int, int]] = []
    for face in range(10 if path.suffix.casefold() == ".ttc" else 1):
        try:
            font = ImageFont.truetype(str(path), 20, index=face)
        except OSError:
            break
        family = font.getname()[0] or ""
        usable.append((0 if family.endswith((" SC", " CN")) and "Mono" not in family else 1, face))
    yield from (face for _, face in sorted(usable))


def font(size: int) -> Any | None:
    """A PIL font of that size in pixels, or None."""
    known = font_file()
    if known is None:
        return None
    from PIL import ImageFont

    return ImageFont.truetype(str(known[0]), size, index=known[1])
