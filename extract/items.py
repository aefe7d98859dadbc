"""The several items of one cell or clause: 1. …8分 2. …8分, each with its ordinal, its text and its points."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus import reading
from corpus.evidence import Cited
from corpus.reading import chinese_number
from corpus.view import Edit
from extract.passage import Passage
from extract.points import points_of_item


@dataclass(frozen=True, slots=True)
class MarkerRow:
    """A way to number items. Group `n` is the number; `open` markers need a sentence's end or a line's start before them."""

    id: str
    pattern: re.Pattern[str]
    example: str


# 1.2018年… is item 1, 1.5米 is not; 1.100% is item 1.
_AFTER_DOT = r"(?:(?!\d)|(?=(?:19|20)\d\d\s*年)|(?=\d{3}\s*[%％])|(?=\d{1,2}\s*月))"
_LENIENT = re.compile(r"(?P<n>1)\s*[.．、](?=\d)")  # 1.3次以上… begins a list only where 2. follows

MARKERS: Sequence[MarkerRow] = (
    MarkerRow("digit", re.compile(rf"(?P<n>\d{{1,2}})\s*[.．、]{_AFTER_DOT}"), "1. 制定计划"),
    MarkerRow("digit-bracket", re.compile(r"[（(]\s*(?P<n>\d{1,2})\s*[）)]\s*[.．、]?"), "（1）制定计划"),
    MarkerRow("digit-half", re.compile(r"(?P<n>\d{1,2})\s*[）)]\s*[.．、]?"), "1）制定计划"),
    MarkerRow("ring", re.compile(r"(?P<n>[①-⑳])\s*[.．、]?"), "①制定计划"),
    MarkerRow("ring-bracket", re.compile(r"(?P<n>[⑴-⒇])\s*"), "⑴制定计划"),
    MarkerRow("ring-dot", re.compile(r"(?P<n>[⒈-⒛])\s*"), "⒈制定计划"),
    MarkerRow("chinese-bracket", re.compile(r"[（(]\s*(?P<n>[一二三四五六七八九十]{1,3})\s*[）)]\s*[.．、]?"), "（一）制定计划"),
    MarkerRow("chinese", re.compile(r"(?P<n>[一二三四五六七八九十]{1,3})\s*[、．.]"), "一、制定计划"),
)  # fmt: skip
"""One row a family of item numbers."""

_CLOSED = re.compile(r"(?:[。；;！!？?：:）)”》】]|\d\s*分)\s*$")  # what stands before an item that begins
_JOINED = re.compile(
    r"(?:[、，,和及与至—－\-~～]|附件|附表|[第表见])\s*$"
)  # what stands before a number in a list of numbers
_SCORED = re.compile(r"(?:\d\s*分|[（(][^（()）]*\d\s*分[）)])[。；;]?\s*$")
_APART = re.compile(
    r"(?:[。；;]\s*\d+(?:\.\d+)?\s*分[。；;]?|[。；;]\s*[（(](?:计|共|满分)?\d+(?:\.\d+)?分[）)]|[（(](?:计|共|满分)?\d+(?:\.\d+)?分[）)][。；;])\s*(?![，,、])"
)
_APART_ANY = re.compile(
    r"[（(](?:计|共|满分)?\d+(?:\.\d+)?分[）)]|[。；;]\s*\d+(?:\.\d+)?\s*分(?=[。；;\s]|$|[\u4e00-\u9fff])"
)
_NAMED = re.compile(
    r"(?:^\s*|(?<=[。；;]))[^。；;，,：:（）()\d]{2,20}[（(](?:计|共|满分)?\d+(?:\.\d+)?分[）)]\s*[。：:]"
)
"""A name with its points that opens an item: 补偿资金（4分）。…"""

_OPENING, _CLOSING = re.compile(r"[（(]"), re.compile(r"(?<!\d)[）)]|(?<=[（(]\d)[）)]|(?<=[（(]\d\d)[）)]")
_WORD = re.compile(r"[\u4e00-\u9fff]")
_LINE_END = re.compile(r"[\n\r\f\v\t]")


def ordinal(quote: str) -> int:
    """Reader `ordinal`: the whole number in a marker, also ringed: ② → 2, （三） → 3. Raises ValueError."""
    plain = unicodedata.normalize("NFKC", reading.text(quote))
    return reading.integer(plain)


reading.register("ordinal", ordinal)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its ordinal where it is numbered, its own words as a passage, its points where they stand with it.

    `apart`: the points stand apart from the sentence. `slip`: the number does not follow the one before.
    """

    ordinal: Cited[int] | None
    passage: Passage
    points: Cited[Decimal] | None
    apart: bool
    slip: bool = False

    @property
    def text(self) -> Cited[str]:
        """The item's words, verbatim, without ordinal and points that stand apart."""
        return self.passage.cite(rule="item.text")


@dataclass(frozen=True, slots=True)
class _Marker:
    start: int
    end: int
    number: int
    row: str
    slip: bool = False


def split_items(passage: Passage) -> tuple[Item, ...]:
    """The items of a cell or clause in order. Unnumbered text is one item; words before the first number are one of their own.

    A number counts as an ordinal only where an item can begin and where it continues the sequence.
    """
    text = passage.text
    if not text.strip():
        return ()
    markers = _sequence(passage)
    if not markers:
        return tuple(_item(passage, start, end, None) for start, end in _lines(passage))
    out: list[Item] = []
    if text[: markers[0].start].strip():
        out.append(_item(passage, 0, markers[0].start, None))
    for marker, end in zip(markers, [*(m.start for m in markers[1:]), len(text)], strict=True):
        if text[marker.end : end].strip():
            out.append(_item(passage, marker.end, end, marker))
    return tuple(out)


def _item(passage: Passage, start: int, end: int, marker: _Marker | None) -> Item:
    number = None
    if marker:
        number = passage.cite(marker.start, marker.end, reader="ordinal", rule=f"marker.{marker.row}")
    part = passage.part(start, end)
    found = points_of_item(part.text)
    if found is None:
        return Item(number, part, None, False, bool(marker and marker.slip))
    points = part.cite(found.start, found.end, reader="number", rule=f"points.{found.rule}")
    if found.cut:
        rest = part.view.edited([Edit(*_cut(part.text, *found.cut))])
        if rest.text.strip(" 。；;，,"):
            part = Passage(part.source, part.node, part.citation, rest)
    return Item(number, part, points, found.cut is not None, bool(marker and marker.slip))


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """What is left out with points that stand apart: not the full stop behind a bracket, unless there is one before."""
    if text[end:].strip() or not text[start:end].rstrip().endswith(("。", "；", ";", "，", ",")):
        return start, end
    before = text[:start].rstrip()
    return (start, end) if before.endswith(("。", "；", ";", "！")) else (start, end - 1)


def _sequence(passage: Passage) -> list[_Marker]:
    """The markers of the family that numbers the whole text."""
    text = passage.text
    lead = len(text) - len(text.lstrip())
    for row in MARKERS:
        first = row.pattern.match(text, lead)
        if first and (row.id != "digit-half" or text[lead] not in "（("):
            return _follow(passage, row, _Marker(lead, first.end(), _value(first["n"]), row.id))
    lenient = _LENIENT.match(text, lead)
    if lenient:
        chain = _follow(passage, MARKERS[0], _Marker(lead, lenient.end(), 1, MARKERS[0].id))
        if len(chain) > 1:
            return chain
    for row in MARKERS:
        for found in row.pattern.finditer(text):
            if _value(found["n"]) == 1 and _begins(passage, found.start()):
                chain = _follow(passage, row, _Marker(found.start(), found.end(), 1, row.id))
                if len(chain) > 1:
                    return chain
                break
    return []


def _follow(passage: Passage, row: MarkerRow, first: _Marker) -> list[_Marker]:
    chain = [first]
    for found in row.pattern.finditer(passage.text, first.end):
        number, expected = _value(found["n"]), chain[-1].number + 1
        if not _begins(passage, found.start()) and not (number == expected and _unmistakable(passage.text, found)):
            continue
        if number == expected:
            chain.append(_Marker(found.start(), found.end(), number, row.id))
        elif number in (expected - 1, expected + 1) and _SCORED.search(passage.text, 0, found.start()):
            chain.append(_Marker(found.start(), found.end(), number, row.id, slip=True))
    return chain


def _unmistakable(text: str, marker: re.Match[str]) -> bool:
    """Whether a number that no mark stands before can only be an item's: 完善预案②开展演练, 完善预案2.开展演练."""
    before, behind = text[: marker.start()].rstrip(), text[marker.end() : marker.end() + 1]
    if _JOINED.search(before) or marker["n"] in "一二三四五六七八九十":
        return False
    inside = len(_OPENING.findall(before)) > len(_CLOSING.findall(before))
    return not inside and ("①" <= marker["n"] <= "⒛" or bool(_WORD.match(before[-1:]) and _WORD.match(behind)))


def _begins(passage: Passage, at: int) -> bool:
    """Whether an item can begin there: after a sentence's end, points, white space or a line's end in the source."""
    before = passage.text[max(0, at - 12) : at]
    if not before.strip() or _CLOSED.search(before):
        return True
    if _JOINED.search(before) or before[-1:].isdigit():
        return False
    if before[-1].isspace():
        return True
    spans = passage.view.to_source(at, at + 1)
    return bool(spans) and _LINE_END.match(passage.source.text, spans[0][0] - 1) is not None


def _lines(passage: Passage) -> list[tuple[int, int]]:
    """An unnumbered text: whole, or cut behind points that stand apart, or by the line where each has points of its own."""
    text = passage.text
    named = [found.start() for found in _NAMED.finditer(text)]
    if len(named) > 1 and not text[: named[0]].strip() and len(named) == len(_APART_ANY.findall(text)):
        return _stretches(text, named[1:])
    behind = _stretches(text, [m.end() for m in _APART.finditer(text)])
    if len(behind) > 1 and len(behind) == len(_APART_ANY.findall(text)):
        return behind
    if passage.source.document.pages:
        return [(0, len(text))]  # a drawn line ends where the cell does
    ends = (match.end() for match in re.finditer(r"[。；;分）)]", text))
    cuts = [
        end
        for end in ends
        if (after := passage.view.to_source(end, end + 1)) and _LINE_END.match(passage.source.text, after[0][0] - 1)
    ]
    lines = _stretches(text, cuts)
    return lines if all(points_of_item(text[a:b]) for a, b in lines) else [(0, len(text))]


def _stretches(text: str, cuts: Sequence[int]) -> list[tuple[int, int]]:
    """The stretches between the cuts, the last one to the text's end; no cut stands where only white space follows."""
    inner = [cut for cut in cuts if text[cut:].strip()]
    return list(zip([0, *inner], [*inner, len(text)], strict=True))


def _value(numeral: str) -> int:
    plain = unicodedata.normalize("NFKC", numeral).strip("().")
    return int(plain) if plain.isdecimal() else chinese_number(plain)
