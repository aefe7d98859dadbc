"""Reading a value from a quote. Extraction gets every value by these functions, so a check can get it again.

A reading is a pure function of the quote alone. Its name stands in `Proof.reader`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from corpus.view import Edit, View

# --- text -----------------------------------------------------------------------------------------------------------

_WIDE = {
    c: chr(c - 0xFEE0)
    for c in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF05, 0xFF0B, 0xFF0E)
}
_WIDE |= {0x3000: " ", 0xA0: " "}
_RADICALS = {"⺠": "民", "⻓": "长", "⻅": "见", "⻋": "车", "⻛": "风", "⻝": "食", "⻢": "马", "⻉": "贝", "⻚": "页", "⻔": "门", "⻘": "青", "⻤": "鬼", "⻩": "黄", "⻬": "齐", "⻰": "龙", "⻣": "骨", "⻥": "鱼", "⻦": "鸟", "⻨": "麦"}  # fmt: skip
_ODD = f"\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f{''.join(map(chr, _WIDE))}"
_EDITED = re.compile(f"[<\r\n\f\v{_ODD}]")
"""What one of the rewritings below may change; most quotes have nothing of it."""


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A view step that replaces what a pattern finds; `instead` gives the words, those found where nothing changes."""

    pattern: re.Pattern[str]
    instead: Callable[[re.Match[str]], str]

    def __call__(self, text: str) -> Iterable[Edit]:
        """The edits to a view's text."""
        for match in self.pattern.finditer(text):
            words = self.instead(match)
            if words != match[0]:
                yield Edit(match.start(), match.end(), words)

    def of(self, text: str) -> str:
        """The text with the edits made."""
        return self.pattern.sub(self.instead, text)


def _plain_form(match: re.Match[str]) -> str:
    form = match[0]
    return _WIDE.get(ord(form)) or _RADICALS.get(form) or unicodedata.normalize("NFKC", form)


def _between(match: re.Match[str]) -> str:
    text, start, end = match.string, *match.span()
    return " " if _is_latin(text[start - 1 : start]) and _is_latin(text[end : end + 1]) else ""


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


folded = Rewriting(re.compile(f"[{_ODD}]"), _plain_form)
"""Kangxi radicals, compatibility ideographs, full-width digits and letters as ordinary characters."""

unmarked = Rewriting(
    re.compile(r"</?(?:ol|ul|li|p|br|div|span|b|strong|font|sup|sub)(?:\s[^<>]*)?/?>", re.I), lambda _: ""
)
"""Stray HTML markup of copied text is dropped."""

rejoined = Rewriting(re.compile(r"[ \t\u3000\xa0\r\n\f\v](?:(?<=[\r\n\f\v])|[ \t\u3000\xa0]*[\r\n\f\v])\s*"), _between)
"""Line ends are dropped; between two Latin words one becomes a space."""

_PLAINLY = (unmarked, rejoined, folded)
"""The steps of the plain reading."""


def reading_view(source: str, spans: Iterable[tuple[int, int]] | None = None) -> View:
    """The plain reading of source spans: markup dropped, wraps rejoined, forms folded."""
    view = View.of(source, None if spans is None else list(spans))
    return view.step(*_PLAINLY) if _EDITED.search(view.text) else view


def text(quote: str) -> str:
    """The quote as one line of text: that of its plain reading."""
    if _EDITED.search(quote):
        for step in _PLAINLY:
            quote = step.of(quote)
    return quote.strip()


# --- numbers --------------------------------------------------------------------------------------------------------

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_CHINESE = re.compile("[零〇○一二三四五六七八九十百千两]+")


_DIGITS = {c: n for n, row in enumerate(("零〇○", "一", "二两", "三", "四", "五", "六", "七", "八", "九")) for c in row}
_UNITS = {"十": 10, "百": 100, "千": 1000}


def chinese_number(numeral: str) -> int:
    """A Chinese numeral below ten thousand, positional or by units. Raises ValueError for anything else.

    >>> chinese_number("二○一七"), chinese_number("十"), chinese_number("一百零三")
    (2017, 10, 103)
    """
    # A dozen lines, checked in tests against cn2an, whose import costs every command a tenth of a second.
    if not _CHINESE.fullmatch(numeral):
        raise ValueError(f"not a Chinese numeral: {numeral!r}")
    if not any(c in _UNITS for c in numeral):
        return int("".join(str(_DIGITS[c]) for c in numeral))
    total = digit = 0
    for c in numeral:
        if c in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[c], 0
        else:
            digit = _DIGITS[c]
    return total + digit


def number(quote: str) -> Decimal:
    """The one number in the quote, Arabic before Chinese: 扣0.5分 → 0.5, 两次 → 2. Raises ValueError where there is none."""
    plain = text(quote)
    found = _NUMBER.search(plain.replace(" ", ""))
    if found:
        return Decimal(found.group())
    found = _CHINESE.search(plain)
    if not found:
        raise ValueError(f"no number in {quote!r}")
    return Decimal(chinese_number(found.group()))


def integer(quote: str) -> int:
    """The one whole number in the quote."""
    value = number(quote)
    if value != value.to_integral_value():
        raise ValueError(f"not a whole number: {quote!r}")
    return int(value)


# --- dates ----------------------------------------------------------------------------------------------------------

ZEROS = "零〇○◯OoОоΟο"
"""What is typed for 〇 in a year: 二O一一年 with a Latin, Greek or Cyrillic letter, 二◯一一年 with a circle."""

_DATE = re.compile(
    rf"([\d{ZEROS}一二三四五六七八九]{{4}})年([\d一二三四五六七八九十]{{1,3}})月(?:([\d一二三四五六七八九十]{{1,3}})日)?"
)
_ZERO = str.maketrans(dict.fromkeys(f"{ZEROS}0", "〇"))


def iso_date(quote: str) -> str:
    """A full date as ISO: 2017年11月9日, 二〇一一年九月二十三日, 二○一一年…, 二O一0年… Raises ValueError."""
    found = _DATE.search(re.sub(r"\s", "", text(quote)))
    if not found or not found.group(3):
        raise ValueError(f"no full date in {quote!r}")
    year, month, day = (int(g) if g.isdecimal() else chinese_number(g.translate(_ZERO)) for g in found.groups())
    return date(year, month, day).isoformat()


_BASE: Mapping[str, Callable[[str], Any]] = {
    "text": text,
    "number": number,
    "integer": integer,
    "date": iso_date,
}
"""Readings by name. Other rooms add theirs with `register` before they cite with them."""

_registered: dict[str, Callable[[str], Any]] = dict(_BASE)


def register(name: str, reader: Callable[[str], Any]) -> None:
    """Add a reading under a name of its own; the same name twice is a developer's fault."""
    if _registered.get(name, reader) is not reader:
        raise ValueError(f"reader {name!r} is registered already")
    _registered[name] = reader


def read(name: str, quote: str) -> Any:
    """The value that the named reading gives for the quote. Raises KeyError for an unknown name, ValueError where it fails."""
    return _registered[name](quote)


def read_quotes(name: str, quotes: Sequence[str]) -> Any:
    """The reading of several quotes: joined for a plain name, one value a quote for `each:NAME`.

    >>> read_quotes("each:number", ["扣2分", "扣1分"]) == (2, 1)
    True
    """
    if name.startswith("each:"):
        return tuple(read(name.removeprefix("each:"), quote) for quote in quotes)
    return read(name, "".join(quotes))
