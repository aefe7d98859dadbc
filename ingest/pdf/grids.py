"""Ruling lines → grids: which rules belong to one table, its rows and columns, its cells with their spans."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.pdf.frame import Box
from ingest.pdf.rules import Drawing, Rule

_TOUCH = 3.0  # points by which two rules may miss each other and still meet
_SAME = 4.0  # rows and columns are never that narrow
_OVERRUN = 6.0  # rules that reach that far beyond the outermost crossing ones leave a side open
_COVERED = 0.7  # of a place's side that must be drawn to divide it from the next
_SHEET = 0.5  # of the page's height
_MOST = 400  # rules of one table in one direction; more is a pattern or a chart


@dataclass(frozen=True, slots=True)
class Area:
    """A cell as ruled: its place in the grid and how many places it covers."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The rules of one table: `xs` and `ys` are its grid lines, `areas` its cells by row and column.

    `regular` is False where a cell was no rectangle and had to be cut. `places[row][column]` is the index of the area.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    places: tuple[tuple[int, ...], ...]
    regular: bool

    @property
    def box(self) -> Box:
        """The table's outline."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def area_box(self, area: Area) -> Box:
        """A cell's outline."""
        right, bottom = area.column + area.column_span, area.row + area.row_span
        return self.xs[area.column], self.ys[area.row], self.xs[right], self.ys[bottom]

    def at(self, x: float, y: float) -> int:
        """The index of the area that holds a point; -1 outside the table."""
        if not (self.xs[0] <= x < self.xs[-1] and self.ys[0] <= y < self.ys[-1]):
            return -1
        return self.places[bisect_right(self.ys, y) - 1][bisect_right(self.xs, x) - 1]

    @classmethod
    def of(
        cls, xs: Sequence[float], ys: Sequence[float], areas: Iterable[Area], *, regular: bool = True
    ) -> "Grid | None":
        """A grid from its cells; None unless each place is covered exactly once."""
        ordered = sorted(areas, key=lambda a: (a.row, a.column))
        rows, columns = len(ys) - 1, len(xs) - 1
        places = [[-1] * columns for _ in range(rows)]
        for index, area in enumerate(ordered):
            for row in range(area.row, area.row + area.row_span):
                for column in range(area.column, area.column + area.column_span):
                    if places[row][column] >= 0:
                        return None
                    places[row][column] = index
        if not ordered or any(-1 in row for row in places):
            return None
        return cls(tuple(xs), tuple(ys), tuple(ordered), tuple(map(tuple, places)), regular)


def grids(drawn: Drawing, page_height: float = 0.0) -> list[Grid]:
    """The grids on a page with two cells or more, from top to bottom; none lies inside another.

    A cell as wide as its table that takes up half of the page is the sheet's frame, not a cell: the text in it is the
    page's, and what is ruled above and below it are tables of their own.
    """
    found = []
    for horizontal, vertical in _crossing(drawn.horizontal, drawn.vertical):
        if max(len(horizontal), len(vertical)) <= _MOST:
            grid = _grid(*_closed(horizontal, vertical))
            if grid:
                found += [part for part in _without_sheet(grid, _SHEET * page_height) if len(part.areas) > 1]
    return sorted(
        (g for g in found if not any(_inside(g, other) for other in found)), key=lambda g: (g.box[1], g.box[0])
    )


def _without_sheet(grid: Grid, height: float) -> list[Grid]:
    """The grid, or what is above and below a cell that is the page's own frame."""
    columns = len(grid.xs) - 1
    for area in grid.areas:
        _, top, _, bottom = grid.area_box(area)
        if height and area.column_span == columns and bottom - top > height and len(grid.areas) > 1:
            above, below = (0, area.row), (area.row + area.row_span, len(grid.ys) - 1)
            parts = [_rows(grid, first, last) for first, last in (above, below) if first < last]
            return [part for part in parts if part]
    return [grid]


def _rows(grid: Grid, first: int, last: int) -> Grid | None:
    """The part of a grid from one of its lines to another that no cell crosses."""
    areas = [Area(a.row - first, *_spans(a)) for a in grid.areas if first <= a.row < last]
    return _compacted(grid.xs, grid.ys[first : last + 1], areas, grid.regular)


def _spans(area: Area) -> tuple[int, int, int]:
    return area.column, area.row_span, area.column_span


def _inside(inner: Grid, outer: Grid) -> bool:
    a, b = inner.box, outer.box
    return inner is not outer and a[0] >= b[0] and a[1] >= b[1] and a[2] <= b[2] and a[3] <= b[3]


def _crossing(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules in groups that meet each other. A rule that meets no other (an underline, a head rule) is in none."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    positions = [rule[0] for rule in vertical]
    meeting = set()
    for i, (y, start, end) in enumerate(horizontal):
        for j in range(bisect_left(positions, start - _TOUCH), bisect_right(positions, end + _TOUCH)):
            _, top, bottom = vertical[j]
            if top - _TOUCH <= y <= bottom + _TOUCH:
                k = len(horizontal) + j
                meeting |= {i, k}
                parent[root(k)] = root(i)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i in sorted(meeting):
        if i < len(horizontal):
            groups[root(i)][0].append(horizontal[i])
        else:
            groups[root(i)][1].append(vertical[i - len(horizontal)])
    return [group for group in groups.values() if len(group[0]) + len(group[1]) > 2]


def _closed(horizontal: list[Rule], vertical: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules of a table with the outer ones that were not drawn, where rules run out beyond the last crossing one."""
    return horizontal + _outer(vertical, horizontal), vertical + _outer(horizontal, vertical)


def _outer(along: list[Rule], across: list[Rule]) -> list[Rule]:
    """The missing first and last rule of `across`'s direction, seen from the ends of the rules `along` the other axis."""
    out: list[Rule] = []
    for side in (1, 2):
        sign = 1 if side == 2 else -1
        edge = max(sign * rule[0] for rule in across)
        beyond = sorted((sign * rule[side], rule[0]) for rule in along if sign * rule[side] > edge + _OVERRUN)
        if len(beyond) < 2:
            continue
        level = [(end, at) for end, at in beyond if beyond[-1][0] - end <= _TOUCH]
        if len(level) >= 2:
            positions = [at for _, at in level]
            out.append((sign * level[-1][0], min(positions), max(positions)))
    return out


def _grid(horizontal: list[Rule], vertical: list[Rule]) -> Grid | None:
    if len(horizontal) < 2 or len(vertical) < 2:
        return None
    xs, ys = _levels(vertical), _levels(horizontal)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1:
        return None
    right = _divided(vertical, xs, ys)  # [line][row]: the side is drawn
    below = _divided(horizontal, ys, xs)  # [line][column]
    label = _connected(rows, columns, right, below)
    if _is_diagram(label, rows, columns, right, below):
        return None
    areas, regular = _areas(label, rows, columns)
    return _compacted(xs, ys, areas, regular)


def _levels(rules: Iterable[Rule]) -> list[float]:
    """Positions of grid lines: rules that stand close together are one; the longer ones say where."""
    out: list[float] = []
    group: list[Rule] = []
    for rule in sorted(rules):
        if group and rule[0] - group[0][0] > _SAME:
            out.append(_centre(group))
            group = []
        group.append(rule)
    return [*out, _centre(group)]


def _centre(group: list[Rule]) -> float:
    return sum(p * (b - a) for p, a, b in group) / sum(b - a for _, a, b in group)


def _divided(rules: Iterable[Rule], at: Sequence[float], across: Sequence[float]) -> list[list[bool]]:
    """For each grid line `at` and each interval of `across`: whether a rule is drawn along most of it."""
    covered = [[0.0] * (len(across) - 1) for _ in at]
    for position, start, end in rules:
        line = bisect_left(at, position)
        if line == len(at) or (line and position - at[line - 1] < at[line] - position):
            line -= 1
        row = covered[line]
        for k in range(max(bisect_right(across, start) - 1, 0), len(across) - 1):
            a, b = across[k], across[k + 1]
            if a >= end:
                break
            row[k] += (b if b < end else end) - (a if a > start else start)
    enough = [min(_COVERED * (b - a), b - a - _TOUCH) for a, b in pairwise(across)]
    return [[c >= least for c, least in zip(row, enough, strict=True)] for row in covered]


def _connected(rows: int, columns: int, right: list[list[bool]], below: list[list[bool]]) -> list[list[int]]:
    """A label for each place; places without a rule between them share one."""
    label = [[-1] * columns for _ in range(rows)]
    count = 0
    for row in range(rows):
        for column in range(columns):
            if label[row][column] >= 0:
                continue
            stack = [(row, column)]
            label[row][column] = count
            while stack:
                r, c = stack.pop()
                for r2, c2, drawn in (
                    (r, c + 1, right[c + 1][r]), (r, c - 1, right[c][r]), (r + 1, c, below[r + 1][c]), (r - 1, c, below[r][c])
                ):  # fmt: skip
                    if not drawn and 0 <= r2 < rows and 0 <= c2 < columns and label[r2][c2] < 0:
                        label[r2][c2] = count
                        stack.append((r2, c2))
            count += 1
    return label


def _is_diagram(
    label: list[list[int]], rows: int, columns: int, right: list[list[bool]], below: list[list[bool]]
) -> bool:
    """Boxes and arrows, not a table: much of what would be its outline is not drawn, and many cells stand open to the page."""
    sides = [(label[r][0], right[0][r]) for r in range(rows)] + [(label[r][-1], right[columns][r]) for r in range(rows)]
    sides += [(label[0][c], below[0][c]) for c in range(columns)] + [
        (label[-1][c], below[rows][c]) for c in range(columns)
    ]
    open_cells = {cell for cell, drawn in sides if not drawn}
    every = {cell for row in label for cell in row}
    return len(open_cells) > 0.3 * len(every)


def _areas(label: list[list[int]], rows: int, columns: int) -> tuple[list[Area], bool]:
    """Rectangles from labels; what is no rectangle is cut into strips of rows."""
    places: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in range(rows):
        for column in range(columns):
            places[label[row][column]].append((row, column))
    out, regular = [], True
    for cells in places.values():
        top, left = cells[0]
        if len(cells) == 1:
            out.append(Area(top, left, 1, 1))
            continue
        bottom = cells[-1][0]
        left, right = min(c for _, c in cells), max(c for _, c in cells)
        if len(cells) == (bottom - top + 1) * (right - left + 1):
            out.append(Area(top, left, bottom - top + 1, right - left + 1))
        else:
            regular = False
            out += _strips(cells)
    return out, regular


def _strips(cells: list[tuple[int, int]]) -> list[Area]:
    pieces: list[Area] = []
    rows: dict[int, list[int]] = defaultdict(list)
    for row, column in cells:
        rows[row].append(column)
    for row, columns in sorted(rows.items()):
        start = columns[0]
        for here, after in zip(columns, [*columns[1:], -1], strict=True):
            if after != here + 1:
                pieces.append(Area(row, start, 1, here - start + 1))
                start = after
    out: list[Area] = []
    for piece in pieces:
        above = next((a for a in out if (a.column, a.column_span, a.row + a.row_span) == (piece.column, piece.column_span, piece.row)), None)  # fmt: skip
        if above:
            out[out.index(above)] = Area(above.row, above.column, above.row_span + 1, above.column_span)
        else:
            out.append(piece)
    return out


def _compacted(xs: Sequence[float], ys: Sequence[float], areas: list[Area], regular: bool) -> Grid | None:
    """The grid without lines at which no cell begins or ends (an underline in a cell that met a rule)."""
    columns = sorted({a.column for a in areas} | {a.column + a.column_span for a in areas})
    rows = sorted({a.row for a in areas} | {a.row + a.row_span for a in areas})
    if len(columns) == len(xs) and len(rows) == len(ys):
        return Grid.of(xs, ys, areas, regular=regular)
    column, row = {v: i for i, v in enumerate(columns)}, {v: i for i, v in enumerate(rows)}
    moved = [
        Area(
            row[a.row],
            column[a.column],
            row[a.row + a.row_span] - row[a.row],
            column[a.column + a.column_span] - column[a.column],
        )
        for a in areas
    ]
    return Grid.of([xs[i] for i in columns], [ys[i] for i in rows], moved, regular=regular)
