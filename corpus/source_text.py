"""A document exactly as read: its bytes' identity, its characters, where each was drawn, its lines and ruled tables."""

from __future__ import annotations

import hashlib
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from functools import lru_cache
from typing import NamedTuple

from corpus.spans import Span, quote, without


class Unboxed(IntEnum):
    """Why a character has no box (stored where `CharBoxes.page` is 0)."""

    BOXED = 0
    FLOWED = 1  # the format has no pages (DOCX, text)
    COMPUTED = 2  # a number that Word computed: it stands in no run of the file
    SEPARATOR = 3  # a line end, tab or page break that the reader put between what was drawn
    GENERATED = 4  # drawn, but the file gives it no usable box


class Role(StrEnum):
    """What a line is on its page."""

    BODY = "body"
    CELL = "cell"  # a line inside a cell of a physical table
    HEADER = "header"
    FOOTER = "footer"
    PAGE_NUMBER = "page-number"
    FOOTNOTE = "footnote"
    TEXT_BOX = "text-box"
    NAVIGATION = "navigation"  # a web page's menus, breadcrumbs, share bars, footers

    @property
    def furniture(self) -> bool:
        """Whether the line belongs to the page and not to the text that runs over it."""
        return self in (Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER, Role.NAVIGATION)


@dataclass(frozen=True, slots=True)
class Page:
    """A real page. Width and height in PDF points, as the page is seen (rotation applied)."""

    number: int
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """The file: SHA-256 of its bytes, its name, what it is and what read it. `pages` is empty where the format has none."""

    sha256: str
    file: str
    media_type: str
    parser: str  # name and version of the reader, e.g. "pdf/1"
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True)
class CharBoxes:
    """For each character the box it was drawn in, in compact arrays.

    `page` is the page's number, 0 where there is no box; then `why` says the reason (`Unboxed`). Boxes are PDF points,
    origin at the top left of the page as seen. `confidence` (0–100, by character) only where the text was recognised.
    """

    page: array[int]  # "H"
    x0: array[float]  # "f"
    top: array[float]
    x1: array[float]
    bottom: array[float]
    why: array[int]  # "B"
    confidence: array[int] | None = None  # "B"
    _stretches: list[tuple[tuple[_Stretch, ...], list[int]]] = field(
        default_factory=list, init=False, repr=False, compare=False
    )

    @classmethod
    def none(cls, length: int, why: Unboxed = Unboxed.FLOWED) -> CharBoxes:
        """No boxes for `length` characters."""

        def zeros() -> array[float]:
            return array("f", bytes(4 * length))

        pages, reasons = array("H", bytes(2 * length)), array("B", [int(why)]) * length
        return cls(pages, zeros(), zeros(), zeros(), zeros(), reasons)

    def __len__(self) -> int:
        return len(self.page)

    def drawn(self, start: int, end: int) -> list[Drawn]:
        """Where `[start, end)` is drawn: each stretch of characters that stands on one line, else each of its characters."""
        if not self._stretches:
            found = tuple(self._found())
            self._stretches.append((found, [stretch[1] for stretch in found]))
        stretches, stops = self._stretches[0]
        out: list[Drawn] = []
        for n in range(bisect_right(stops, start), len(stops)):
            at, stop, level, whole = stretches[n]
            if at >= end:
                break
            if level and start <= at and stop <= end:
                out.append(whole)
                continue
            low, high = start if start > at else at, end if end < stop else stop
            if level:
                box = (whole[0], self.x0[low], min(self.top[low:high]), self.x1[high - 1], max(self.bottom[low:high]))
                out.append(box)
            else:
                out += self._boxes(low, high)
        return out

    def _boxes(self, start: int, stop: int) -> Sequence[Drawn]:
        """One box for characters that stand on one line, none of them stepping back; else one for each."""
        lefts, rights = self.x0[start:stop], self.x1[start:stop]
        tops, bottoms = self.top[start:stop], self.bottom[start:stop]
        if self.page[start] == self.page[stop - 1] and max(tops) < min(bottoms):
            left = min(lefts)
            if left >= lefts[0] - 1:
                return ((self.page[start], left, min(tops), max(rights), max(bottoms)),)
        return tuple(zip(self.page[start:stop], lefts, tops, rights, bottoms, strict=True))

    def _found(self) -> Iterator[_Stretch]:
        pages, at, end = self.page, 0, len(self.page)
        while at < end:
            if not pages[at]:
                at += 1
                continue
            try:
                stop = pages.index(0, at)
            except ValueError:
                stop = end
            boxes = self._boxes(at, stop)
            lefts, rights = self.x0[at:stop].tolist(), self.x1[at:stop].tolist()
            level = len(boxes) == 1 and lefts == sorted(lefts) and rights == sorted(rights)
            yield at, stop, level, boxes[0]
            at = stop


Drawn = tuple[int, float, float, float, float]
"""(page, x0, top, x1, bottom) of one or several characters."""

_Stretch = tuple[int, int, bool, Drawn]
"""Characters `[start, stop)` that all have boxes, with none before and behind; whether they stand on one line from left to
right, and their box where they do. A plain tuple: there are as many as lines."""


class Line(NamedTuple):
    """One drawn line (PDF), one paragraph piece (DOCX, HTML) or one line of plain text: `[start, end)` without its line end.

    Lines come in reading order and never overlap; all text outside them is separators. What typographers see:
    `indent` and `room` are in em: how far the line starts right of the body's left edge (0 = flush), and how much space
    it leaves before the right edge (0 = full). `hard` says that the source format itself ends a paragraph here
    (DOCX paragraph, HTML block); a drawn or typed line is never hard.
    """

    start: int
    end: int
    page: int = 0
    role: Role = Role.BODY
    hard: bool = False
    indent: float = 0.0
    room: float = 0.0
    align: str = "left"  # "left" | "center" | "right"
    size: float = 0.0  # type size in points, 0 unknown


class Cell(NamedTuple):
    """A cell of a physical table: grid place (0-based), how many rows and columns it covers, its text `[start, end)`.

    An empty cell has `start == end`. `box` is (x0, top, x1, bottom) in points, None where the format has no pages.
    `parts` are the stretches of its text where other cells' text stands between them (a table drawn with ┌─┬│), else none.
    """

    row: int
    column: int
    start: int
    end: int
    row_span: int = 1
    column_span: int = 1
    box: tuple[float, float, float, float] | None = None
    parts: tuple[Span, ...] = ()

    @property
    def spans(self) -> tuple[Span, ...]:
        """The stretches of its text, in order."""
        return self.parts or ((self.start, self.end),)


@dataclass(frozen=True, slots=True)
class PhysicalTable:
    """A table as it stands on one page (or in a file without pages): every grid place is covered by exactly one cell.

    `[start, end)` is its extent in the source text: cells in row order, tabs between cells, line ends between rows and
    inside cells. `columns_at` are the x coordinates of the vertical rules (points), empty where unknown.
    `origin` says how it was found: "ruled", "pdfplumber", "grid" (DOCX, HTML, XLSX), "tabs", "drawn" (plain text).
    `header_rows` counts the leading rows that the file itself marks as a repeated header.
    `name` is the sheet it stands on (XLSX), and `at` the sheet's row and column, counted from 1, of its top left place.
    """

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    start: int
    end: int
    page: int = 0
    box: tuple[float, float, float, float] | None = None
    columns_at: tuple[float, ...] = ()
    origin: str = "grid"
    header_rows: int = 0
    name: str = ""
    at: tuple[int, int] = (0, 0)

    def address(self, row: int, column: int) -> str:
        """The sheet's name for a place of the grid (0-based): B12; "" where the table stands on no sheet."""
        return sheet_address(self.at[0] + row, self.at[1] + column) if self.name else ""


def sheet_address(row: int, column: int) -> str:
    """A sheet's name for a place, rows and columns counted from 1.

    >>> sheet_address(12, 2), sheet_address(4, 29)
    ('B12', 'AC4')
    """
    return f"{sheet_column(column)}{row}"


def sheet_column(column: int) -> str:
    """A sheet's name for a column, counted from 1: AC for the 29th."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reviewer should know about how the text was read, with the span it is about.

    Codes: "computed-number", "tracked-insertion", "tracked-deletion", "text-box", "footnote", "fake-bold",
    "hidden-text", "table-doubtful", "encoding", "field" … ; `text` is in Chinese, for staff.
    """

    code: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text exactly as read. Immutable; every stored span points into `text`."""

    document: SourceDocument
    text: str
    boxes: CharBoxes
    lines: tuple[Line, ...]
    tables: tuple[PhysicalTable, ...] = ()
    remarks: tuple[Remark, ...] = ()
    marks: tuple[Span, ...] = ()  # markup inside lines and cells that is not read (Markdown's ** and [](…)), sorted
    sha256: str = field(default="")

    def __post_init__(self) -> None:
        if not self.sha256:
            object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest())
        if len(self.boxes) != len(self.text):
            raise ValueError(f"{len(self.boxes)} boxes for {len(self.text)} characters")

    def quote(self, spans: tuple[Span, ...]) -> str:
        """The source at the spans, verbatim."""
        return quote(self.text, spans)

    def unmarked(self, start: int, end: int) -> tuple[Span, ...]:
        """`[start, end)` without the markup in it."""
        if not self.marks:
            return ((start, end),) if start < end else ()
        return without((start, end), self.marks)

    def regions(self, spans: tuple[Span, ...]) -> tuple[Region, ...]:
        """One box a drawn line a page for the spans, in points rounded to 1/100, in reading order."""
        out: list[Region] = []
        for start, end in spans:
            page, x0, top, x1, bottom = 0, 0.0, 0.0, 0.0, 0.0
            for p, left, high, right, low in self.boxes.drawn(start, end):
                if p == page and top <= (high + low) / 2 <= bottom and left >= x0 - 1:
                    x1 = max(x1, right)
                    x0, top, bottom = min(x0, left), min(top, high), max(bottom, low)
                    continue
                if page:
                    out.append(_region(page, x0, top, x1, bottom))
                page, x0, top, x1, bottom = p, left, high, right, low
            if page:
                out.append(_region(page, x0, top, x1, bottom))
        return tuple(out)


@dataclass(frozen=True, slots=True)
class Region:
    """A box on a page: points, origin top left."""

    page: int
    bbox: tuple[float, float, float, float]


@lru_cache(maxsize=4096)
def _hundredths(points: float) -> float:
    """Rounded to 1/100. Remembered: lines of a column begin at the same x, those of a row stand at the same height."""
    return round(points, 2)


def _region(page: int, x0: float, top: float, x1: float, bottom: float) -> Region:
    return Region(page, (_hundredths(x0), _hundredths(top), _hundredths(x1), _hundredths(bottom)))
