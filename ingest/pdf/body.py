"""Where the text stands on the paper: the body's edges over a document, and each line's indent, room and alignment."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.source_text import Role
from ingest.pdf.frame import Box
from ingest.pdf.furniture import PageLine

_LEVEL = 3.0  # points: edges that close together are one
_SUPPORT = 0.04  # of the lines that must begin (or end) at an edge
_FEW = 20  # lines of a kind of page: fewer do not make an edge of their own
_CENTRE = 0.6  # em by which the white on both sides of a centred line differs
_FIRST_LINE = 3.0  # em: a smaller indent may be a paragraph's first line
_RIGHT = 0.4  # of the body's width: a line that begins further right and ends at the edge is set right
_PADDING = 1.0  # em between a cell's rule and its text, at most


@dataclass(frozen=True, slots=True)
class Edges:
    """The left and the right edge of the body, in points."""

    left: float
    right: float


def measure_body(pages: Sequence[tuple[float, Sequence[PageLine]]]) -> None:
    """Set indent, room and alignment of the lines outside tables. `pages`: each page's width and such lines.

    The edges are those of all pages of the same width; of left and right pages apart where their margins differ.
    """
    groups: dict[tuple[int, int], list[PageLine]] = defaultdict(list)
    for width, lines in pages:
        for line in lines:
            groups[round(width), line.page % 2].append(line)
    for width in {width for width, _ in groups}:
        odd, even = groups[width, 1], groups[width, 0]
        both = _edges(odd + even, width)
        for lines in (odd, even):
            edges = both
            if len(_text(lines)) >= _FEW:
                own = _edges(lines, width)
                if abs(own.left - both.left) > _LEVEL or abs(own.right - both.right) > _LEVEL:
                    edges = own
            for line in lines:
                _measure(line, edges)


def _text(lines: Iterable[PageLine]) -> list[PageLine]:
    return [line for line in lines if line.role is Role.BODY]


def _edges(lines: Sequence[PageLine], width: float) -> Edges:
    text = _text(lines) or list(lines)
    if not text:
        return Edges(0.0, float(width))
    least = max(2, _SUPPORT * len(text)) if len(text) > 8 else 1
    left = _edge([line.x0 for line in text], least)
    right = -_edge([-line.x1 for line in text], least)
    em = sorted(line.size for line in text)[len(text) // 2]
    if sum(right - line.x1 < em for line in text) < 3:
        # Hardly a line is full: margins are mostly alike on both sides.
        right = max(right, width - left)
    return Edges(left, right)


def _edge(positions: Sequence[float], least: float) -> float:
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
    if before >= _FIRST_LINE and abs(before - after) <= max(_CENTRE, 0.02 * (edges.right - edges.left) / em):
        line.align = "center"
    elif after < 5 and line.x0 - edges.left > _RIGHT * (edges.right - edges.left):
        line.align = "right"


def measure_table(cells: Sequence[tuple[Box, Sequence[PageLine]]]) -> None:
    """Set indent, room and alignment of the lines in a table's cells.

    They are measured from the cell's sides less the table's padding (what the leftmost line of any cell leaves), so that
    a full line has an indent of 0 and less than a character of room.
    """
    padding = min((max(line.x0 - box[0], 0.0) for box, lines in cells for line in lines), default=0.0)
    for box, lines in cells:
        if not lines:
            continue
        for line in lines:
            em = line.size or 1.0
            inset = min(padding, _PADDING * em)
            line.indent = round(max(line.x0 - box[0] - inset, 0.0) / em, 2)
            line.room = round(max(box[2] - line.x1 - inset, 0.0) / em, 2)
        if any(line.room >= 1 for line in lines) and all(abs(line.indent - line.room) <= _CENTRE for line in lines):
            align = "center"
        elif all(line.room <= 0.5 for line in lines) and any(line.indent >= 1.5 for line in lines):
            align = "right"
        else:
            continue
        for line in lines:
            line.align = align
