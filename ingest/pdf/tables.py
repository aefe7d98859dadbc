"""Grids and runs → tables: which characters stand in which cell, and whether the grid can be trusted."""

from dataclasses import dataclass

from ingest.pdf.characters import Characters
from ingest.pdf.frame import Box
from ingest.pdf.grids import Area, Grid
from ingest.pdf.lines import DrawnLine, lines
from ingest.pdf.runs import BLANK, Run

_CORE = 0.2  # of a character's width or height: a rule that near its middle goes through it
_CROSSED = 0.03  # of a table's characters that rules may go through


@dataclass(slots=True)
class DrawnTable:
    """A table on a page: its grid and each cell's lines, in the grid's order. `doubtful`: staff should look at it."""

    grid: Grid
    cells: list[tuple[Area, list[DrawnLine]]]
    origin: str = "ruled"
    doubtful: bool = False


@dataclass(slots=True)
class Placed:
    """A grid with the runs that stand in each of its cells; `crossed` of its `characters` have a rule through them."""

    grid: Grid
    cells: list[list[Run]]
    characters: int = 0
    crossed: int = 0

    @property
    def trusted(self) -> bool:
        """Whether every cell is a rectangle and the rules go between the characters, not through them."""
        return self.grid.regular and self.crossed <= max(2, _CROSSED * self.characters)

    @property
    def is_table(self) -> bool:
        """Whether two cells or more have text, or one of a single row: else it is a frame, a picture or a chart.

        A page that opens with the rest of a cut row has text in one cell.
        """
        filled = sum(any(not run.blank for run in cell) for cell in self.cells)
        return filled >= 2 or (filled == 1 and len(self.cells) > 1 and {area.row for area in self.grid.areas} == {0})

    def drawn(self, chars: Characters) -> DrawnTable:
        """The table with its cells' lines."""
        cells = [
            (area, lines(found, chars) if found else [])
            for area, found in zip(self.grid.areas, self.cells, strict=True)
        ]
        return DrawnTable(self.grid, cells, doubtful=not self.trusted)


def place(found: list[Run], grids: list[Grid], chars: Characters) -> tuple[list[Placed], list[Run]]:
    """Each run to the cell it stands in, cut where it runs on into the next cell; and the runs outside all tables.

    A grid that is no table (`Placed.is_table`) is left out: its runs stay outside.
    """
    placed, rest = [], found
    for grid in grids:
        table, rest = _placed(rest, grid, chars)
        placed.append(table)
    tables = [table for table in placed if table.is_table]
    if len(tables) < len(placed):
        return place(found, [table.grid for table in tables], chars)
    return tables, rest


def _placed(found: list[Run], grid: Grid, chars: Characters) -> tuple[Placed, list[Run]]:
    """The grid with its runs, and the runs outside it."""
    out, rest = Placed(grid, [[] for _ in grid.areas]), []
    boxes = [grid.area_box(area) for area in grid.areas]
    left, top, right, bottom = grid.box
    for run in found:
        if run.x1 <= left or run.x0 >= right or not top <= (run.top + run.bottom) / 2 < bottom:
            rest.append(run)
            continue
        for cell, piece in _pieces(run, grid, boxes, chars):
            if cell < 0:
                rest.append(piece)
                continue
            out.cells[cell].append(piece)
            if not piece.blank:
                out.characters += len(piece.at)
                out.crossed += _crossed(piece, boxes[cell], chars)
    return out, rest


def _pieces(run: Run, grid: Grid, boxes: list[Box], chars: Characters) -> list[tuple[int, Run]]:
    """The run, or the pieces of it in each cell that it stands in (-1 outside the grid)."""
    y = (run.top + run.bottom) / 2
    x0, x1 = chars.x0, chars.x1
    if run.direction not in (0, 2):
        return [(grid.at((run.x0 + run.x1) / 2, y), run)]
    first, last = run.at[0], run.at[-1]
    start, end = grid.at((x0[first] + x1[first]) / 2, y), (x0[last] + x1[last]) / 2
    if boxes[start][0] <= end < boxes[start][2] if start >= 0 else grid.at(end, y) < 0:
        return [(start, run)]
    out: list[tuple[int, Run]] = []
    for i in run.at:
        cell = grid.at((x0[i] + x1[i]) / 2, y)
        if out and out[-1][0] == cell:
            out[-1][1].at.append(i)
        else:
            out.append((cell, Run([i], 0, run.top, 0, run.bottom, run.size, run.direction, run.garbled, run.hidden)))
    kept = [(cell, piece) for cell, piece in out if any(chars.text[i] not in BLANK for i in piece.at)]
    for _, piece in kept:
        piece.x0, piece.x1 = x0[piece.at[0]], x1[piece.at[-1]]
    return kept


def _crossed(run: Run, box: Box, chars: Characters) -> int:
    """How many characters of the run a side of its cell goes through: all of them, or the first and the last."""
    left, top, right, bottom = box
    height, y = run.bottom - run.top, (run.top + run.bottom) / 2
    if y - top < _CORE * height or bottom - y < _CORE * height:
        return len(run.at)
    if run.direction not in (0, 2):
        return 0
    x0, x1, first, last = chars.x0, chars.x1, run.at[0], run.at[-1]
    count = (x0[first] + x1[first]) / 2 - left < _CORE * (x1[first] - x0[first])
    return count + (right - (x0[last] + x1[last]) / 2 < _CORE * (x1[last] - x0[last]))
