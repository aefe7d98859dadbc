"""Tables drawn with ┌─┬│ in running text, as old collections of rules and text editors keep them."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from corpus.source_text import Cell, Line, PhysicalTable, Remark, Role, SourceText
from corpus.spans import Span

ORIGIN = "drawn"

_SAID = {
    "UP": ("UP",), "DOWN": ("DOWN",), "LEFT": ("LEFT",), "RIGHT": ("RIGHT",), "VERTICAL": ("UP", "DOWN"), "HORIZONTAL": ("LEFT", "RIGHT"),
}  # fmt: skip
_ARMS = {
    char: frozenset(arm for word in unicodedata.name(char).split() for arm in _SAID.get(word, ()))
    for char in map(chr, range(0x2500, 0x2570))
}
"""Where each box-drawing character has a stroke, by its Unicode name: ├ (VERTICAL AND RIGHT) up, down and to the right."""

_VERTICAL = frozenset(char for char, arms in _ARMS.items() if arms & {"UP", "DOWN"})
_DASHES = frozenset(char for char, arms in _ARMS.items() if arms == {"LEFT", "RIGHT"})
_PAGE_MARK = re.compile(r"[—–―\-·•\s\d第共页/，,]{1,16}|[（(]?续(?:上|前)?表[）)]?")  # between the pages of a table
_NUMBER = re.compile(r"\d+(?:\.\d+)?\s*分?")
_FEW = 3  # bands: a header, a body without rules in it, a total
_NEAR = 1  # characters by which a rule drawn by hand may miss the one above it


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A table and the extent of its lines: `cells` with their text in `parts`, `[start, end)` from corner to corner."""

    rows: int
    columns: int
    cells: tuple[Cell, ...]
    start: int
    end: int

    def physical(self) -> PhysicalTable:
        """The table as a source text keeps it."""
        return PhysicalTable(self.rows, self.columns, self.cells, self.start, self.end, origin=ORIGIN)


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A character with a vertical stroke. `ruled`: the characters right of it, up to the next one, are a rule."""

    at: int
    up: bool
    down: bool
    ruled: bool


@dataclass(slots=True)
class _Band:
    """What stands between two rules. `edges`: the x of the strokes that run through it; `said`: the text between the
    n-th and the next of them, a stretch a line; `open_above`: from x to x where no rule parts it from the band above.
    """

    edges: tuple[int, ...]
    open_above: tuple[Span, ...] = ()
    said: list[dict[int, Span]] = field(default_factory=list)  # by line: n-th stretch → its text


def drawn_tables(text: str, lines: Sequence[Span]) -> tuple[list[DrawnTable], list[Span]]:
    """The tables drawn on the lines (spans without the white space around them), in order; and the extents of what looks
    like one and could not be read.

    Rules tell rows and columns apart: a stroke goes on below the one in the same place of the line above, counted from
    the left, so that it does not matter how wide the text between is. A new stroke stands where its rule brings it.
    What is drawn otherwise (boxes side by side, boxes in boxes, strokes that end nowhere) is no table, and stays text.
    """
    out: list[DrawnTable] = []
    refused: list[Span] = []
    n = 0
    while n < len(lines):
        if text[lines[n][0]] not in _VERTICAL:
            n += 1
            continue
        drawn, last = [lines[n]], n + 1
        while last < len(lines):
            at = last
            while at < len(lines) and at < last + 3 and _PAGE_MARK.fullmatch(text, *lines[at]):
                at += 1
            if at == len(lines) or not _is_drawn(text, lines[at]) or _opens(text, lines[at]):
                break
            drawn.append(lines[at])
            last = at + 1
        found = _table(text, drawn)
        if found is not None:
            out.append(found)
        elif len(drawn) > 2:
            refused.append((drawn[0][0], drawn[-1][1]))
        n = last
    return out, refused


def say_refused(refused: Sequence[Span]) -> Iterator[Remark]:
    """A remark on each drawing that looks like a table and could not be read as one."""
    for start, end in refused:
        yield Remark("table-doubtful", "此处有用线条符号画的表，线条对不齐，没有读成表格，请对照原文件", start, end)


def with_drawn_tables(source: SourceText) -> SourceText:
    """The source text with its drawn tables as physical ones; their lines give way to those of the cells."""
    if "│" not in source.text and "┃" not in source.text and "║" not in source.text:
        return source
    body = [line for line in source.lines if line.role is Role.BODY]
    tables, refused = drawn_tables(source.text, [(line.start, line.end) for line in body])
    if not tables and not refused:
        return source
    lines = [line for line in source.lines if not any(t.start <= line.start < t.end for t in tables)]
    lines += [Line(start, end, role=Role.CELL) for t in tables for start, end in cell_lines(t)]
    return replace(
        source,
        lines=tuple(sorted(lines, key=lambda line: line.start)),
        tables=tuple(sorted((*source.tables, *(t.physical() for t in tables)), key=lambda t: (t.start, -t.end))),
        remarks=tuple(sorted((*source.remarks, *say_refused(refused)), key=lambda r: (r.start, r.end))),
    )


def cell_lines(table: DrawnTable) -> Iterator[Span]:
    """The stretches of text in a table's cells."""
    for cell in table.cells:
        yield from cell.parts


def _is_drawn(text: str, line: Span) -> bool:
    return text[line[0]] in _VERTICAL and text[line[1] - 1] in _VERTICAL and line[1] - line[0] > 1


def _opens(text: str, line: Span) -> bool:
    """Whether a line is a table's upper edge: a rule from end to end with no stroke above it."""
    said = text[line[0] : line[1]]
    return len(said) > 2 and all(c in _ARMS and "UP" not in _ARMS[c] for c in said) and "DOWN" in _ARMS[said[0]]


def _strokes(text: str, line: Span) -> list[_Stroke]:
    places = [at for at in range(*line) if text[at] in _VERTICAL]
    return [
        _Stroke(
            at,
            "UP" in _ARMS[text[at]],
            "DOWN" in _ARMS[text[at]],
            all(c in _DASHES for c in text[at + 1 : after]) and after > at + 1,
        )
        for at, after in pairwise([*places, line[1]])
    ]


def _table(text: str, lines: Sequence[Span]) -> DrawnTable | None:
    if not _opens(text, lines[0]):
        return None
    bands = _bands(text, lines)
    if bands is None:
        return None
    bands = [part for band in bands for part in _rows_of(text, band, few=len(bands) <= _FEW)]
    edges = sorted({x for band in bands for x in band.edges})
    if len(bands) < 2 or len(edges) < 3:
        return None
    cells = _cells(text, bands, edges, lines[0][0])
    return DrawnTable(len(bands), len(edges) - 1, cells, lines[0][0], lines[-1][1]) if cells else None


def _bands(text: str, lines: Sequence[Span]) -> list[_Band] | None:
    """The table's bands from top to bottom; None where strokes begin or end without a rule."""
    bands: list[_Band] = []
    edges: tuple[int, ...] = ()
    known: set[int] = set()
    for line in lines:
        strokes = _strokes(text, line)
        if sum(stroke.up for stroke in strokes) != len(edges):
            return None
        places = _placed(strokes, edges, known)
        if places is None:
            return None
        known.update(places)
        spans = [(one, other) for one, other in pairwise(range(len(strokes)))]
        said = {n: (strokes[i].at + 1, strokes[j].at) for n, (i, j) in enumerate(spans) if not strokes[i].ruled}
        if any(stroke.ruled for stroke in strokes) or not bands:
            unruled = tuple((places[i], places[j]) for i, j in spans if not strokes[i].ruled)
            if bands and said:
                _say(bands[-1], {places[n]: span for n, span in said.items()})
            edges = tuple(x for x, stroke in zip(places, strokes, strict=True) if stroke.down)
            if edges:
                bands.append(_Band(edges, unruled))
        else:
            if not all(stroke.up and stroke.down for stroke in strokes):
                return None
            _say(bands[-1], {places[n]: span for n, span in said.items()})
    return bands


def _say(band: _Band, by_left: dict[int, Span]) -> None:
    """A line's stretches of text, each under the stroke left of it."""
    at = {x: n for n, x in enumerate(band.edges)}
    band.said.append({at[x]: span for x, span in by_left.items() if x in at})


def _placed(strokes: Sequence[_Stroke], edges: Sequence[int], known: set[int]) -> list[int] | None:
    """The x of each stroke: that of the one it goes on from, else as far right of the last as its rule is long."""
    out: list[int] = []
    above = iter(edges)
    for n, stroke in enumerate(strokes):
        if stroke.up:
            x = next(above)
        elif not out:
            x = 0
        elif not strokes[n - 1].ruled:
            return None
        else:
            x = out[-1] + stroke.at - strokes[n - 1].at
            near = [k for k in known if abs(k - x) <= _NEAR and k > out[-1]]
            x = min(near, key=lambda k: abs(k - x), default=x)
        if out and x <= out[-1]:
            return None
        out.append(x)
    return out


def _rows_of(text: str, band: _Band, *, few: bool) -> Iterator[_Band]:
    """The band's rows: one, unless no rule is drawn between rows that are numbered 1, 2, 3 in the first column, or that
    each are a line, with a number of their own in the same column, in a table of but a `few` bands.
    """
    lines = [[_words(text, line.get(n)) for n in range(len(band.edges) - 1)] for line in band.said]
    marked = [(n, line[0]) for n, line in enumerate(lines) if line[0]]
    counted = [int(said) for _, said in marked if said.isdecimal()]
    counts = len(counted) == len(marked) > 1 and all(b == a + 1 for a, b in pairwise(counted)) and marked[0][0] == 0
    single = (
        few
        and len(marked) == len(lines) > 1
        and any(all(map(_NUMBER.fullmatch, said)) for said in zip(*lines, strict=True))
    )
    if not counts and not single:
        yield band
        return
    starts = [n for n, _ in marked]
    for n, (first, last) in enumerate(pairwise([*starts, len(band.said)])):
        yield _Band(band.edges, band.open_above if n == 0 else (), band.said[first:last])


def _words(text: str, span: Span | None) -> str:
    return "" if span is None else "".join(text[slice(*span)].split())


def _cells(text: str, bands: Sequence[_Band], edges: Sequence[int], corner: int) -> tuple[Cell, ...]:
    """The cells; none where an area that no rule cuts is no rectangle, or where text would be left out."""
    column = {x: n for n, x in enumerate(edges)}
    owner: dict[tuple[int, int], tuple[int, int]] = {}
    areas: dict[tuple[int, int], list[int]] = {}  # top left → [rows, first column, last column]
    parts: dict[tuple[int, int], list[Span]] = {}
    for row, band in enumerate(bands):
        for n, (left, right) in enumerate(pairwise(band.edges)):
            first, last = column[left], column[right]
            goes_on = row > 0 and any(a <= left and right <= b for a, b in band.open_above)
            key = owner.get((row - 1, first), (row, first)) if goes_on else (row, first)
            if goes_on and areas.get(key, [0, -1, -1])[1:] != [first, last]:
                return ()
            areas.setdefault(key, [0, first, last])[0] += 1
            owner.update({(row, c): key for c in range(first, last)})
            for line in band.said:
                if n in line and (span := _bare(text, line[n])):
                    parts.setdefault(key, []).append(span)
    if len(owner) != len(bands) * (len(edges) - 1):
        return ()
    out: list[Cell] = []
    at = corner
    for (row, first), (rows, _, last) in sorted(areas.items()):
        said = tuple(sorted(parts.get((row, first), ())))
        at = said[0][0] if said else at
        out.append(Cell(row, first, at, said[-1][1] if said else at, rows, last - first, parts=said))
    return tuple(out)


def _bare(text: str, span: Span) -> Span | None:
    """A span without the white space around it; None where nothing else is there."""
    content = text[slice(*span)]
    start = span[0] + len(content) - len(content.lstrip())
    return (start, start + len(content.strip())) if content.strip() else None
