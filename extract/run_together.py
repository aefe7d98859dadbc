"""Paragraphs that lost their line ends when a page was saved: 第一条……。第二条……：（一）……；（二）…… in one run of text.

Only a run that begins with a chapter, an article or 一、 and holds the next numbers after sentence ends is parted; a
paragraph whose author put （一）…；（二）… into one sentence stays whole.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.reading import chinese_number

_CN = "[一二三四五六七八九十百零〇]+"
_FRESH = r"(?:^|(?<=[。；：:;！？\s]))"


@dataclass(frozen=True, slots=True)
class RunRow:
    """One family of numbers in a run: `pattern` has a group `n`; `least`: how many in sequence make it a run."""

    id: str
    pattern: str
    least: int
    example: str


ROWS: tuple[RunRow, ...] = (
    RunRow("run.article", rf"{_FRESH}第\s*(?P<n>{_CN})\s*条(?!\s?(?:的|所|中|和|、|至|或|以及|规定|情形|款|项|及|与|第))", 2, "第一条……。第二条……"),
    RunRow("run.comma", rf"{_FRESH}(?P<n>[一二三四五六七八九十]{{1,3}})、(?=\S)", 3, "一、……。二、……。三、……"),
)  # fmt: skip
_DIVISION = re.compile(
    rf"{_FRESH}第\s*{_CN}\s*(?P<kind>[编章节])(?=[^。；，：]{{1,24}}?(?:第\s*{_CN}\s*[章节条]|[（(][一1][）)]|一、))"
)
_ITEM = re.compile(r"(?:(?<=[。；：:;])|(?<=分[）)])|(?<=\s))\s*[（(](?P<n>[一二三四五六七八九十]{1,3})[）)]")
_DIGIT = re.compile(r"(?:(?<=[。；：:;])|(?<=分[）)])|(?<=\s))\s*(?P<n>\d{1,2})\s*[、．.](?!\d)")
_BEGINS = re.compile(rf"\s*(?:第\s*{_CN}\s*[编章节条]|一、)")
_SPACED = re.compile(r"(?<=[。；：])[ \u3000]+(?=\S)")
_LEAST = 60  # characters: a shorter paragraph holds no two articles

_COMPILED = tuple((row, re.compile(row.pattern)) for row in ROWS)


def cuts(text: str) -> tuple[int, ...]:
    """Where a run of clauses is to be parted into paragraphs; empty where the text is one paragraph.

    >>> cuts("第一条 为了加强安全生产工作，落实责任，根据有关规定，制定本办法。第二条 本办法适用于全区。第三条 考核工作每年组织一次，由区安委会办公室实施。")
    (33, 46)
    """
    if len(text) < _LEAST or not _BEGINS.match(text):
        return ()
    for row, pattern in _COMPILED:
        starts = _in_sequence(pattern.finditer(text))
        if len(starts) < 2:
            continue
        inner = [_inside(text, low, high) for low, high in zip(starts, [*starts[1:], len(text)], strict=True)]
        if len(starts) < (2 if all(inner) else row.least):
            continue
        divisions = [m.start() for m in _DIVISION.finditer(text)] if row.id == "run.article" else []
        found = {*starts, *divisions, *(at for items in inner for at in items)}
        if all(at == 0 or text[at - 1].isspace() for at in starts):  # a space stands for each line end that was lost
            found.update(m.end() for m in _SPACED.finditer(text))
        return tuple(sorted(at for at in found if text[:at].strip()))
    return ()


def _inside(text: str, low: int, high: int) -> list[int]:
    """Where the items of one clause of a run begin, and those numbered 1、2、 of each of them."""
    items = _in_sequence(_ITEM.finditer(text, low, high))
    out = list(items) if len(items) > 1 else []
    edges = [*(out or [low]), high]
    for start, end in pairwise(edges):
        digits = _in_sequence(_DIGIT.finditer(text, start, end))
        out += digits if len(digits) > 1 else []
    return out


def _in_sequence(found: Iterator[re.Match[str]]) -> Sequence[int]:
    """Where those of the matches begin whose numbers follow each other."""
    out: list[int] = []
    last: int | None = None
    for match in found:
        number = int(match["n"]) if match["n"].isdecimal() else chinese_number(match["n"])
        if number == (1 if last is None else last + 1) or (last is None and match.re.pattern == ROWS[0].pattern):
            at = match.start()
            out.append(at + len(match.group()) - len(match.group().lstrip()))
            last = number
    return out
