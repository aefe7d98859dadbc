"""Text and names as they may stand in a file: no control characters, no name that a file system refuses."""

import re
from collections.abc import Iterable, Iterator

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSAFE = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_DEVICES = re.compile(r"(?:CON|PRN|AUX|NUL|COM\d|LPT\d)(?:\.|$)", re.I)
_LONGEST = 60  # characters: 180 bytes of UTF-8, under every file system's 255


def inert(text: str) -> str:
    """The text without what XML forbids; line ends as one newline.

    >>> inert("安全\\x00生产\\r\\n责任")
    '安全生产\\n责任'
    """
    return _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text: str) -> str:
    """`inert`, on one line: runs of white space become a space."""
    return " ".join(inert(text).split())


def file_name(text: str) -> str:
    """A name that Windows and Kylin take, without a path in it.

    >>> file_name("党委/政府: 负责人?"), file_name("CON"), file_name(" .. ")
    ('党委／政府： 负责人？', '_CON', '未命名')
    """
    name = one_line(text).translate(_UNSAFE)[:_LONGEST].strip(" .")
    if not name:
        return "未命名"
    return f"_{name}" if _DEVICES.match(name) else name


def distinct(names: Iterable[str]) -> Iterator[str]:
    """The names, a later one that equals an earlier (large and small letters alike) with a number behind."""
    taken: set[str] = set()
    for name in names:
        n, free = 2, name
        while free.casefold() in taken:
            free, n = f"{name}（{n}）", n + 1
        taken.add(free.casefold())
        yield free
