"""Tables laid out across: headers in the first column, an indicator a column, points in a row below the names."""

from collections.abc import Mapping
from dataclasses import replace

from extract.columns import TOTAL, Meaning, is_header, meanings_of
from extract.logical_tables import LogicalCell, LogicalTable
from extract.points import points_of_cell

_LEAST = 3  # indicators side by side: two columns of words and numbers are a table of the usual kind


def turned(table: LogicalTable, texts: Mapping[LogicalCell, str]) -> LogicalTable | None:
    """The table with rows for its columns, where it certainly runs across; each cell keeps its `home` in the table's nodes.

    The first column holds nothing but headers, among them one row of names and one of points; all of that row are
    numbers. Rows above that go all the way across (titles) are left out; any other such row makes it uncertain.
    """
    rows = _rows(table, texts)
    if table.columns <= _LEAST or len(rows) < 2:
        return None
    grid, first = table.grid(), rows[0]
    heads = list(dict.fromkeys(grid[row][0] for row in rows))
    said = [texts[cell] for cell in heads]
    if any(cell.column_span > 1 for cell in heads) or len(set(said)) < len(said) or not is_header(said):
        return None
    if is_header([texts[cell] for cell in dict.fromkeys(grid[first])]) or not all(
        meanings_of(text)[0] for text in said
    ):
        return None
    named = [cell for cell in heads if Meaning.NAME in meanings_of(texts[cell])[0]]
    scored = [cell for cell in heads if meanings_of(texts[cell])[0] == (Meaning.POINTS,)]
    if len(named) != 1 or len(scored) != 1 or scored[0].row_span > 1 or named[0].row != first:
        return None
    points = [texts[cell] for cell in dict.fromkeys(grid[scored[0].row][1:])]
    names = [texts[cell] for cell in dict.fromkeys(grid[named[0].row + named[0].row_span - 1][1:])]
    if len(points) < _LEAST or not all(points_of_cell(text) for text in points) or not all(names):
        return None
    if all(_is_number(name) for name in names if not TOTAL.fullmatch("".join(name.split()))):
        return None  # 1 2 3 over 15 10 7 is a table to look up
    cells = tuple(
        replace(cell, row=cell.column, column=rows.index(cell.row), row_span=cell.column_span, column_span=cell.row_span,
                home=(cell.row, cell.column))
        for cell in sorted((c for c in table.cells if c.row in rows), key=lambda c: (c.column, c.row))
    )  # fmt: skip
    return LogicalTable(table.columns, len(rows), cells, 1, table.spans, table.fragments)


def _rows(table: LogicalTable, texts: Mapping[LogicalCell, str]) -> list[int]:
    """The rows below the titles, without those that only name what is to be filled in (自评得分, all cells empty)."""
    grid = table.grid()
    wide = [row for row in range(table.rows) if len(dict.fromkeys(grid[row])) == 1 and table.columns > 1]
    first = next((row for row in range(table.rows) if row not in wide), table.rows)
    blank = [row for row in wide if row >= first and meanings_of(texts[grid[row][0]])[0][:1] == (Meaning.FILLED,)]
    return [row for row in range(first, table.rows) if row not in blank]


def _is_number(text: str) -> bool:
    return text.strip().rstrip("号.、").isdecimal()
