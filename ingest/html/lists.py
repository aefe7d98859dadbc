"""The numbers that a browser puts before the items of an `<ol>`."""

import re
from typing import TYPE_CHECKING

from ingest.html.styling import declarations

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
_DIGITS = "〇一二三四五六七八九"
_TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
_CHINESE = frozenset(("cjk-ideographic", "simp-chinese-informal", "simp-chinese-formal", "trad-chinese-informal", "cjk-decimal", "japanese-informal", "korean-hanja-informal"))  # fmt: skip
_OWN = re.compile(
    r"[（(]?(?:\d{1,3}|[一二三四五六七八九十]{1,3})[）)、.．]|[①-⑳⑴-⒛㈠-㈩]|第[一二三四五六七八九十\d]+[章节条款项]"
)
_MOST = 100_000


class Ordinals:
    """The counter of one `<ol>` (HTML 4.4.5 and 4.4.8: start, reversed, value)."""

    def __init__(self, element: "Element") -> None:
        self._reversed = element.get("reversed") is not None
        items = sum(1 for child in element if child.tag == "li")
        self._next = _whole(element.get("start"), items if self._reversed else 1)
        style = declarations(element.get("style") or "")
        stated = style.get("list-style-type") or next(
            (w for w in style.get("list-style", "").split() if w not in ("inside", "outside")), ""
        )
        self._kind = stated or _TYPES.get(element.get("type") or "1", "decimal")

    def label(self, item: "Element", text: str) -> str:
        """The number of the next item; "" where none is shown, or where its own words begin with one."""
        number = _whole(item.get("value"), self._next)
        self._next = number + (-1 if self._reversed else 1)
        stated = declarations(item.get("style") or "")
        kind = stated.get("list-style-type") or stated.get("list-style") or self._kind
        if kind.startswith("none") or _OWN.match(text.strip()):
            return ""
        return numeral(number, kind)


def numeral(number: int, kind: str) -> str:
    """A number as a list shows it, with its closing mark.

    >>> numeral(3, "decimal"), numeral(12, "cjk-ideographic"), numeral(4, "lower-roman"), numeral(2, "upper-alpha")
    ('3. ', '十二、', 'iv. ', 'B. ')
    """
    if kind in _CHINESE and 0 < number < 100:
        return f"{_chinese(number)}、"
    if kind.endswith(("alpha", "latin")) and number > 0:
        letters, rest = "", number
        while rest:
            rest, digit = divmod(rest - 1, 26)
            letters = chr(ord("a") + digit) + letters
        return f"{letters.upper() if kind.startswith('upper') else letters}. "
    if kind.endswith("roman") and 0 < number < 4000:
        out, rest = "", number
        for value, letter in _ROMAN:
            out, rest = out + letter * (rest // value), rest % value
        return f"{out.upper() if kind.startswith('upper') else out}. "
    return f"{number}. "


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    lead = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return lead + (_DIGITS[ones] if ones or not tens else "")


def _whole(stated: str | None, otherwise: int) -> int:
    found = re.match(r"\s*([+-]?\d{1,7})", stated or "")
    return max(-_MOST, min(int(found[1]), _MOST)) if found else otherwise
