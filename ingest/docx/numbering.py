"""Automatic numbering: what Word computes and writes nowhere (ECMA-376 part 1, 17.9)."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.docx.names import MC, W, on
from ingest.docx.numerals import numeral
from ingest.docx.styles import Format, Styles, read_format, whole
from ingest.docx.symbols import bullet

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

_SUFFIX = {"tab": "\t", "space": " ", "nothing": ""}
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `text` has the places %1 … %9; `restart` is the 1-based level at which it starts anew."""

    start: int = 1
    number_format: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    hidden: bool = False
    font: str = ""
    format: Format = Format()  # noqa: RUF009 - frozen


@dataclass(frozen=True, slots=True)
class Label:
    """What Word writes before a paragraph: the number, what follows it, and the indents that the list gives."""

    text: str
    suffix: str
    format: Format


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: the key of its shared counters, its levels, and which levels it starts anew at which number."""

    counters: str
    levels: tuple[Level, ...]
    restarts: "Mapping[int, int]"


class Numbering:
    """Counts the numbered paragraphs of a document. Ask once for each paragraph, in the order of the document."""

    def __init__(self, root: "Element | None", styles: Styles) -> None:
        self._styles = styles
        self._numbers: dict[str, Element] = {}
        self._abstract: dict[str, Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            for element in root:
                if element.tag == W + "num":
                    self._numbers[element.get(W + "numId") or ""] = element
                elif element.tag == W + "abstractNum":
                    self._abstract[element.get(W + "abstractNumId") or ""] = element

    def label(self, direct: Format, style: Format) -> Label | None:
        """The label of the next paragraph, which has the format `direct` over `style`; None where it has no number."""
        number = direct.number if direct.number is not None else style.number
        if number is None or number == "0":
            return None
        found = self._list(number)
        if found is None:
            return None
        depth = self._depth(found, direct, style)
        level = found.levels[depth]
        counts = self._count(number, found, depth)
        if level.hidden:
            return None
        text = self._text(found, depth, counts)
        return Label(text, level.suffix if text else "", level.format)

    def _depth(self, found: _List, direct: Format, style: Format) -> int:
        """The paragraph's level: its own, else the one that names its style, else the style's, else the first."""
        if direct.level is not None:
            depth = direct.level
        else:
            named = [i for i, level in enumerate(found.levels) if level.style and level.style == style.style]
            depth = named[0] if named else style.level or 0
        return min(max(depth, 0), _LEVELS - 1)

    def _count(self, number: str, found: _List, depth: int) -> list[int | None]:
        counts = self._counts.setdefault(found.counters, [None] * _LEVELS)
        if (number, depth) not in self._begun:
            self._begun.add((number, depth))
            if depth in found.restarts:
                counts[depth] = None
        start = found.restarts.get(depth, found.levels[depth].start)
        current = counts[depth]
        counts[depth] = start if current is None else current + 1
        for above in range(depth):
            if counts[above] is None:  # a level that was skipped counts as begun
                counts[above] = found.restarts.get(above, found.levels[above].start)
        for below in range(depth + 1, _LEVELS):
            restart = found.levels[below].restart
            if restart is None or (restart > 0 and depth < restart):
                counts[below] = None
        return counts

    def _text(self, found: _List, depth: int, counts: list[int | None]) -> str:
        level = found.levels[depth]
        if level.number_format == "bullet":
            return bullet(level.text, level.font)

        def place(match: re.Match[str]) -> str:
            which = int(match.group(1)) - 1
            count = counts[which]
            if which > depth or count is None:
                return ""
            return numeral(count, "decimal" if level.legal else found.levels[which].number_format)

        return re.sub(r"%([1-9])", place, level.text)

    def _list(self, number: str) -> _List | None:
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str) -> _List | None:
        element = self._numbers.get(number)
        if element is None:
            return None
        identifier, abstract = self._definition(number)
        if abstract is None:
            return None
        levels = [Level()] * _LEVELS
        for child in abstract.iterchildren(W + "lvl"):
            depth = whole(child.get(W + "ilvl"))
            if depth is not None and 0 <= depth < _LEVELS:
                levels[depth] = _read_level(child)
        restarts: dict[int, int] = {}
        for override in element.iterchildren(W + "lvlOverride"):
            depth = whole(override.get(W + "ilvl"))
            if depth is None or not 0 <= depth < _LEVELS:
                continue
            own = override.find(W + "lvl")
            if own is not None:
                levels[depth] = _read_level(own)
            start = _value(override, "startOverride")
            if start is not None:
                restarts[depth] = whole(start) or 0
        return _List(identifier, tuple(levels), restarts)

    def _definition(self, number: str) -> "tuple[str, Element | None]":
        """The definition behind a list, through the numbering style that it may only link to."""
        seen: set[str] = set()
        while True:
            element = self._numbers.get(number)
            identifier = (_value(element, "abstractNumId") or "") if element is not None else ""
            abstract = self._abstract.get(identifier)
            if abstract is None or identifier in seen:
                return identifier, abstract
            seen.add(identifier)
            link = _value(abstract, "numStyleLink")
            onward = self._styles.list_number(link) if link else None
            if onward is None or abstract.find(W + "lvl") is not None:
                return identifier, abstract
            number = onward


def _read_level(element: "Element") -> Level:
    number_format = element.find(W + "numFmt")
    if number_format is None:  # a custom format, with what to do for who does not know it
        number_format = element.find(f"{MC}AlternateContent/{MC}Fallback/{W}numFmt")
    run = element.find(W + "rPr")
    fonts = run.find(W + "rFonts") if run is not None else None
    vanish = run.find(W + "vanish") if run is not None else None
    legal = element.find(W + "isLgl")
    properties = element.find(W + "pPr")
    return Level(
        start=_start(element),
        number_format=(number_format.get(W + "val") if number_format is not None else None) or "decimal",
        text=_value(element, "lvlText") or "",
        suffix=_SUFFIX.get(_value(element, "suff") or "tab", "\t"),
        restart=whole(_value(element, "lvlRestart")),
        legal=legal is not None and on(legal.get(W + "val")),
        style=_value(element, "pStyle"),
        hidden=vanish is not None and on(vanish.get(W + "val")),
        font=(fonts.get(W + "ascii") or fonts.get(W + "hAnsi") or "") if fonts is not None else "",
        format=read_format(properties),
    )


def _start(element: "Element") -> int:
    stated = whole(_value(element, "start"))
    return 0 if stated is None else stated  # the standard's default is 0


def _value(element: "Element", name: str) -> str | None:
    child = element.find(W + name)
    return child.get(W + "val") if child is not None else None
