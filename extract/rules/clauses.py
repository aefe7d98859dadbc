"""Splitting a criterion's text: sentences (。), stretches (；), and in them clauses (，) and brackets that score."""

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from corpus.spans import Span
from extract.rules.quantities import NUMBER
from extract.rules.signals import signals

Edge = Literal["stop", "semicolon", "comma", "open", "close"]

_PAIRS = {
    "（": "）",
    "(": ")",
    "“": "”",
    "《": "》",
    "〈": "〉",
    "【": "】",
    "「": "」",
    "『": "』",
    "[": "]",
    "［": "］",
    "〔": "〕",
}
_CLOSING = {closing: opening for opening, closing in _PAIRS.items()}
_ROUND = "（(〔"
_MARKS = re.compile(r"[。！？!?\n；;，,、：:.①-⑳⑴-⒇（）()“”《》〈〉【】「」『』\[\]［］〔〕]")
_CIRCLED = re.compile("[①-⑳⑴-⒇]")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff”）)%]")
_ORDINAL_AFTER = re.compile(
    r"(?<=[。；;分止格：:])\s*(?=\d{1,2}\s*[.、．](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)])"
)
_RUN_ON = re.compile(
    r"(?:(?:\d|[扣加减得计][一二两三四五六七八九十半]|不得|不计)\s*分|为止)\s*(?=(?P<cap>扣完|最高|最多|累计|单项|该项|此项|扣至|扣到)|"
    r"未|不|无|没|每|缺|少|发生|发现|出现|因|对|凡|如|若|有|超|低于|高于|完成|按[^计]|被|获|在|建立|制定|开展|组织|落实|"
    r"情节|造成|逾期|迟报|漏报|瞒报|谎报|弄虚|经|受到|其余|其他|第[一二三\d]|排名|达到|酌情|视情)"
)
"""Where line ends stood between two sentences that had no mark: …扣2分未开展…扣1分."""
_ORDINAL = re.compile(
    r"\s*(?:\d{1,2}\s*[.．](?!\d)|\d{1,2}\s*、(?!\s*\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|\d{1,2}[）)]|[①-⑳⑴-⒇]|"
    r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])、(?![一二三四五六七八九十]+(?:[、，等名级类档])))\s*"
)


class Piece(NamedTuple):
    """A clause `[start, end)` without its marks, and the mark it comes after.

    `open` and `close` are those of a bracket that scores.
    """

    start: int
    end: int
    after: Edge


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two ；: one or several clauses; no white space, ordinal or mark is around it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """What stands between two 。."""

    stretches: tuple[Stretch, ...]

    @property
    def start(self) -> int:
        return self.stretches[0].start

    @property
    def end(self) -> int:
        return self.stretches[-1].end


def sentences(text: str) -> tuple[Sentence, ...]:
    """The text's sentences. Quotation marks, book titles and brackets that score nothing are never cut."""
    out: list[Sentence] = []
    stretches: list[Stretch] = []
    pieces: list[Piece] = []
    start, after = 0, _STOP
    for mark in (*_marks(text), _Mark(len(text), len(text), _STOP)):
        piece = _piece(text, start, mark.start, after)
        if piece:
            pieces.append(piece)
        if mark.edge in (_STOP, "semicolon") and pieces:
            stretches.append(Stretch(pieces[0].start, pieces[-1].end, tuple(pieces)))
            pieces = []
        if mark.edge == _STOP and stretches:
            out.append(Sentence(tuple(stretches)))
            stretches = []
        start, after = mark.end, mark.edge
    return tuple(out)


_STOP: Edge = "stop"


class _Mark(NamedTuple):
    start: int
    end: int
    edge: Edge


def _marks(text: str) -> list[_Mark]:
    """Where the text is cut, in order; a mark of no width stands before an ordinal or where two sentences run on."""
    kept, brackets = _pairs(text)
    found = [
        _Mark(m.start(), m.start() if edge == _STOP and _CIRCLED.match(m[0]) else m.end(), edge)
        for m in _MARKS.finditer(text)
        if (edge := brackets.get(m.start()) or _edge(text, m.start()))
    ]
    found += [_Mark(m.start(), m.end(), _STOP) for m in _ORDINAL_AFTER.finditer(text)]
    found += [_Mark(m.end(), m.end(), "comma" if m["cap"] else "semicolon") for m in _RUN_ON.finditer(text)]
    return sorted((m for m in found if not any(a <= m.start < b for a, b in kept)), key=lambda m: (m.start, m.end))


def _edge(text: str, at: int) -> Edge | None:
    mark, before, behind = text[at], text[max(at - 8, 0) : at].rstrip()[-1:], text[at + 1 : at + 2]
    if mark in "。！？!?\n" or _CIRCLED.match(mark):
        return None if mark == "。" and before.isdecimal() and behind.isdecimal() else _STOP
    if mark == ".":
        return _STOP if _IDEOGRAPH.match(before) and not (before in "）)%" and behind.isdecimal()) else None
    if mark in "；;":
        return "semicolon"
    if mark in "：:":
        return "semicolon" if before and before in "分止格" else None
    if mark in "，,":
        return None if before.isdecimal() and _THOUSANDS.match(text, at + 1) else "comma"
    if mark == "、":
        return "comma" if before == "分" and not _NEXT_POINTS.match(text, at + 1) else None
    return None


_THOUSANDS = re.compile(r"\d{3}(?!\d)")
_NEXT_POINTS = re.compile(rf"\s*{NUMBER}\s*(?:分|[、和及])")


def _pairs(text: str) -> tuple[list[Span], dict[int, Edge]]:
    """What stands between a pair of marks and is never cut (quotations, titles, brackets that score nothing), and where
    the brackets that score open and close."""
    open_at: list[tuple[str, int]] = []
    kept: list[Span] = []
    scoring: dict[int, Edge] = {}
    for m in _MARKS.finditer(text):
        if m[0] in _PAIRS:
            open_at.append((m[0], m.start()))
        opening = _CLOSING.get(m[0])
        if not any(mark == opening for mark, _ in open_at):
            continue
        while open_at[-1][0] != opening:
            open_at.pop()
        _, start = open_at.pop()
        if opening not in _ROUND or not signals(text, start + 1, m.start()):
            kept.append((start, m.end()))
        else:
            scoring |= {start: "open", m.start(): "close"}
    return kept, scoring


def _piece(text: str, start: int, end: int, after: Edge) -> Piece | None:
    """The clause without white space, and without the ordinal where a clause may begin with one."""
    if after in (_STOP, "semicolon", "open"):
        while ordinal := _ORDINAL.match(text, start, end):
            start = ordinal.end()
    while start < end and (text[start].isspace() or text[start] in "，,、。；;：:"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Piece(start, end, after) if start < end else None
