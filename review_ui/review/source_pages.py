"""The invisible text over a page's picture: runs of characters as they were drawn, each with its offset in the source."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.source_text import Line, SourceText
from review_ui.review.source_characters import shown
from rubric_builder.page_picture import Box

_DESCENT = 0.12  # of a line's height: how far type reaches below its base line


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `[start, end)` on one line, all wide or all narrow, so that spread evenly over `width` they lie on
    those of the picture. Points, origin top left; `y` is the base line. `quiet`: a page number, header or footer."""

    start: int
    end: int
    x: float
    y: float
    width: float
    size: float
    text: str
    quiet: bool = False


def runs(source: SourceText, page: int) -> tuple[Run, ...]:
    """The runs of a page in reading order; characters that were drawn nowhere are in none."""
    return tuple(run for line in source.lines if line.page == page for run in _runs(source, line, page))


def cells(source: SourceText, page: int) -> tuple[tuple[int, int, Box], ...]:
    """The cells of a page's tables that hold text: start, end and box."""
    tables = (table for table in source.tables if table.page == page)
    return tuple(
        (cell.start, cell.end, _rounded(cell.box))
        for table in tables
        for cell in table.cells
        if cell.box is not None and cell.start < cell.end
    )


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = box
    return round(x0, 1), round(top, 1), round(x1, 1), round(bottom, 1)


def _runs(source: SourceText, line: Line, page: int) -> Iterator[Run]:
    boxes, at = source.boxes, line.start
    while at < line.end:
        if boxes.page[at] != page:
            at += 1
            continue
        start, wide = at, _wide(source.text[at])
        while at < line.end and boxes.page[at] == page and _follows(source, start, at) and _same(source, at, wide):
            at += 1
        lefts, rights = boxes.x0[start:at], boxes.x1[start:at]
        top, bottom = min(boxes.top[start:at]), max(boxes.bottom[start:at])
        size = line.size or bottom - top
        yield Run(
            start,
            at,
            round(min(lefts), 2),
            round(bottom - _DESCENT * (bottom - top), 2),
            round(max(rights) - min(lefts), 2),
            round(size, 2),
            shown(source.text[start:at]),
            line.role.furniture,
        )


def _follows(source: SourceText, start: int, at: int) -> bool:
    """Whether a character stands right of the one before it, on the same height and not far from it."""
    if at == start:
        return True
    b = source.boxes
    height = max(b.bottom[at] - b.top[at], b.bottom[at - 1] - b.top[at - 1])
    level = min(b.bottom[at], b.bottom[at - 1]) > max(b.top[at], b.top[at - 1])
    return level and b.x0[at] >= b.x0[at - 1] and b.x0[at] - b.x1[at - 1] <= 1.5 * height


def _same(source: SourceText, at: int, wide: bool) -> bool:
    return _wide(source.text[at]) == wide or source.text[at].isspace()


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WFA"
