"""Where the text stands on the paper: the body's edges over a document, and each line's indent, room and alignment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.source_text import Role
from ingest.pdf.frame import Box
from ingest.pdf.furniture import PageLine

_LEVEL = 3.0  # points: edges that close together are one
_SUPPORT = 0.04  # of the lines that must begin (or end) at an edge
_FEW = 20  # lines of a kind of page: fewer do not make an edge of their own
_TOO_FEW = 8  # lines of text in all: its tables show the edges as well
_CENTRE = 0.6  # em by which the white on both sides of a centred line differs
_CENTRE_NARROW = 0.8  # the same for one with much white on both sides
_HANGING = frozenset("，。、；：,.;:")
_FIRST_LINE = 3.0  # em: a smaller indent may be a paragraph's first line
_RIGHT = 0.4  # of the body's width: a line that begins further right and ends at the edge is set right
_LARGE = 1.15  # of the page's common size
_ADRIFT, _CLEAR = 14.0, 4  # points that a scanned sheet may lie off; lines that show where its edge is
_PADDING = 1.0  # em between a cell's rule and its text, at most


@dataclass(frozen=True, slots=True)
class Edges:
    """The left and the right edge of the body, in points."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class PageBody:
    """A page as it is laid out: its width, its lines outside tables, and the sides of its tables.

    `adrift`: a scanned sheet, which may lie some millimetres beside the others.
    """

    width: float
    lines: Sequence[PageLine]
    tables: Sequence[tuple[float, float]] = ()
    adrift: bool = False


def measure_body(pages: Sequence[PageBody], words: str) -> None:
    """Set indent, room and alignment of the lines outside tables.

    `words` is the source text. The edges are those of all pages of the same width; of left and right pages apart where their margins differ.
    """
    widths: dict[int, list[PageBody]] = defaultdict(list)
    for page in pages:
        widths[round(page.width)].append(page)
    for alike in widths.values():
        for parity in (0, 1):
            _bring_in([page for page in alike if page.adrift and page.lines and page.lines[0].page % 2 == parity])
    for width, alike in widths.items():
        both = _edges(alike, width, words)
        sides: dict[int, list[PageBody]] = defaultdict(list)
        for page in alike:
            sides[page.lines[0].page % 2 if page.lines else 0].append(page)
        for side in sides.values():
            edges = both
            if len(_text(side)) >= _FEW:
                own = _edges(side, width, words)
                edges = own if abs(own.left - both.left) > _LEVEL else both
            for page in side:
                for line in page.lines:
                    _measure(line, edges)
                _centre_wide(page.lines)


def _bring_in(sheets: Sequence[PageBody]) -> None:
    """Shift the lines of scanned sheets so that their left edges meet; a sheet whose edge is not clear stays."""
    edges = {}
    for index, sheet in enumerate(sheets):
        starts = [line.x0 for line in _text([sheet])]
        if len(starts) >= _CLEAR:
            edges[index] = _outermost(starts, max(2.0, len(starts) / 6))
    if not edges:
        return
    common = median(edges.values())
    for index, edge in edges.items():
        if abs(edge - common) <= _ADRIFT:
            for line in sheets[index].lines:
                line.x0, line.x1 = line.x0 + common - edge, line.x1 + common - edge


def _text(pages: Iterable[PageBody]) -> list[PageLine]:
    return [line for page in pages for line in page.lines if line.role is Role.BODY]


def _edges(pages: Sequence[PageBody], width: float, words: str) -> Edges:
    text = _text(pages)
    sides = [side for page in pages for side in page.tables]
    if len(text) < _TOO_FEW:
        starts, ends = (
            [line.x0 for line in text] + [a for a, _ in sides],
            [line.x1 for line in text] + [b for _, b in sides],
        )
        return Edges(min(starts), max(*ends, width - min(starts))) if starts else Edges(0.0, float(width))
    least = max(2.0, _SUPPORT * len(text))
    left = _outermost([line.x0 for line in text], least)
    # A mark at a line's end may hang over the edge.
    ends = [-line.x1 for line in text if words[line.end - 1] not in _HANGING] or [-line.x1 for line in text]
    right = -_outermost(ends, least)
    em = sorted(line.size for line in text)[len(text) // 2]
    if sum(abs(right - line.x1) < em for line in text) < 3:
        # Hardly a line is full: margins are mostly alike on both sides.
        right = max(right, width - left)
    return Edges(left, right)


def _outermost(positions: Sequence[float], least: float) -> float:
    """The outermost position (to the left) that enough lines share."""
    ordered = sorted(positions)
    start = 0
    for i, position in enumerate(ordered):
        while position - ordered[start] > _LEVEL:
            start += 1
        if i - start + 1 >= least:
            return ordered[start]
    return ordered[0]


def _measure(line: PageLine, edges: Edges) -> None:
    em = line.size or 1.0
    before, after = (line.x0 - edges.left) / em, (edges.right - line.x1) / em
    line.indent, line.room = round(max(before, 0.0), 2), round(max(after, 0.0), 2)
    if before >= _FIRST_LINE and abs(before - after) <= _CENTRE_NARROW:
        line.align = "center"
    elif after < 5 and line.x0 - edges.left > _RIGHT * (edges.right - edges.left):
        line.align = "right"


def _centre_wide(lines: Sequence[PageLine]) -> None:
    """The wide lines of a title, too, are centred: in a larger type, or beside a centred line of the same type."""
    sizes = sorted(line.size for line in lines)
    large = _LARGE * sizes[len(sizes) // 2] if sizes else 0.0
    for line in lines:
        if (
            line.align == "left"
            and line.size > large
            and (_is_even(line) or (line.indent > 0.25 and abs(line.indent - line.room) <= _CENTRE / 2))
        ):
            line.align = "center"
    for ordered in (lines, lines[::-1]):
        for line, beside in zip(ordered[1:], ordered, strict=False):
            if line.align == "left" and beside.align == "center" and line.size == beside.size and _is_even(line):
                line.align = "center"


def _is_even(line: PageLine) -> bool:
    """Whether a nearly full line stands in the middle: with the same white on both sides, and not a first line's indent."""
    return abs(line.indent - line.room) <= _CENTRE and line.indent > 0.25 and not 1.8 < line.indent < 2.2


def measure_table(cells: Sequence[tuple[Box, Sequence[PageLine]]]) -> None:
    """Set indent, room and alignment of the lines in a table's cells.

    They are measured from the cell's sides less the table's padding (what the leftmost line of any cell leaves), so that
    a full line has an indent of 0 and less than a character of room.
    """
    padding = max(min([line.x0 - box[0] for box, lines in cells for line in lines], default=0.0), 0.0)
    for (left, _, right, _), lines in cells:
        if not lines:
            continue
        for line in lines:
            em = line.size or 1.0
            inset = padding if padding < _PADDING * em else _PADDING * em
            before, after = line.x0 - left - inset, right - line.x1 - inset
            line.indent = round(before / em, 2) if before > 0 else 0.0
            line.room = round(after / em, 2) if after > 0 else 0.0
        most = max([line.room for line in lines])
        if most >= 1 and all(abs(line.indent - line.room) <= _CENTRE for line in lines):
            align = "center"
        elif most <= 0.5 and any(line.indent >= 1.5 for line in lines):
            align = "right"
        else:
            continue
        for line in lines:
            line.align = align
