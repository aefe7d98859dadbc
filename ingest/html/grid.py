"""The rows of a `<table>` → cells on a grid where every place is covered exactly once; and tables that only lay a page out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.html.tree import tag_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_COLUMNS, _MOST_ROWS, _MOST_PLACES = 1000, 65_534, 1_000_000  # HTML 4.9.11 and .12: colspan and rowspan
_GROUPS = ("thead", "tbody", "tfoot")
_PROSE = 3  # paragraphs in one cell that make it a page's column
_LONG = 400  # characters in one cell that make it one


@dataclass(slots=True)
class GridCell:
    """A cell's place; `element` is None where the page has no cell there."""

    row: int
    column: int
    rows: int
    columns: int
    element: "Element | None"


@dataclass(frozen=True, slots=True)
class Grid:
    """`cells` in row order; `hidden_rows` were left out; `cut` says that spans were cut to the table's limits."""

    rows: int
    columns: int
    cells: tuple[GridCell, ...]
    header_rows: int
    hidden_rows: int = 0
    cut: bool = False


def read_grid(table: "Element", hidden: "Callable[[Element], bool]") -> Grid:
    """The grid of a table (HTML 4.9.12, forming a table): spans end with their row group, gaps are filled with blanks.

    Rows and columns that no cell begins in are left out.
    """
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    headers: list[bool] = []
    unshown, cut, row = 0, False, 0
    for group in _groups(table):
        shown = [r for r in group if not hidden(r)]
        unshown += len(group) - len(shown)
        last = row + len(shown)
        for element in shown:
            column = 0
            said = [c for c in element if tag_of(c) in ("td", "th") and not hidden(c)]
            for cell in said:
                while (row, column) in taken:
                    column += 1
                columns = min(_span(cell.get("colspan"), 1), _MOST_COLUMNS - column)
                if columns < 1 or len(taken) > _MOST_PLACES:
                    cut = True
                    break
                columns = next((c for c in range(1, columns) if (row, column + c) in taken), columns)
                rows = _span(cell.get("rowspan"), last - row)
                made = GridCell(row, column, min(max(rows, 1), last - row, _MOST_ROWS), columns, cell)
                taken.update((r, c) for r in range(row, row + made.rows) for c in range(column, column + columns))
                cells.append(made)
                column += columns
            headers.append(
                bool(said)
                and (
                    tag_of(_parent(element)) == "thead"
                    or (all(tag_of(c) == "th" for c in said) and all(headers) and len(said) > 1)
                )
            )
            row += 1
    return _compressed(cells, row, headers, unshown, cut)


def is_layout(table: "Element", hidden: "Callable[[Element], bool]") -> bool:
    """Whether a table only lays the page out: it frames text or other tables, and has no rows and columns of its own."""
    if (table.get("role") or "").lower() in ("presentation", "none"):
        return True
    rows = [r for group in _groups(table) for r in group if not hidden(r)]
    cells = [[c for c in r if tag_of(c) in ("td", "th")] for r in rows]
    if len(rows) < 2 or max((len(r) for r in cells), default=0) < 2:
        return True
    return _frames(table, cells)


def _frames(table: "Element", cells: "list[list[Element]]") -> bool:
    whole = _length(table)
    inner = sum(_length(t) for t in table.iterdescendants("table") if _parent_table(t) is table)
    if whole and inner > 0.5 * whole:
        return True
    if any(tag_of(c) == "th" for row in cells for c in row):
        return False
    for row in cells:
        for cell in row:
            length = _length(cell)
            prose = sum(1 for p in cell.iter("p", "h1", "h2", "h3") if _length(p) > 20)
            if length > _LONG and length > 0.6 * whole and prose >= _PROSE:
                return True
    return False


def _parent_table(element: "Element") -> "Element | None":
    return next(element.iterancestors("table"), None)


def _parent(element: "Element") -> "Element":
    parent = element.getparent()
    return element if parent is None else parent


def _length(element: "Element") -> int:
    return sum(len(re.sub(r"\s", "", text)) for text in map(str, element.itertext()) if text)


def _groups(table: "Element") -> "Iterator[list[Element]]":
    """The row groups as they are shown: the head first, the foot last; rows outside any group are one."""
    order: dict[str, list[list[Element]]] = {"thead": [], "tbody": [], "tfoot": []}
    loose: list[Element] | None = None
    for child in _rows_and_groups(table):
        tag = tag_of(child)
        if tag in _GROUPS:
            loose = None
            order[tag].append([r for r in child if tag_of(r) == "tr"])
        elif tag == "tr":
            if loose is None:
                loose = []
                order["tbody"].append(loose)
            loose.append(child)
    for name in ("thead", "tbody", "tfoot"):
        yield from order[name]


def _rows_and_groups(table: "Element") -> "Iterator[Element]":
    """A table's children, also those that a form or another stray element stands around."""
    for child in table:
        if tag_of(child) in ("form", "div", "span", "font", "center"):
            yield from _rows_and_groups(child)
        else:
            yield child


def _span(stated: str | None, whole: int) -> int:
    """What a colspan or rowspan says; 0 means to the end (`whole`)."""
    found = re.match(r"\s*\+?(\d{1,6})", stated or "")
    if not found:
        return 1
    return int(found[1]) or whole


def _compressed(cells: list[GridCell], rows: int, headers: list[bool], unshown: int, cut: bool) -> Grid:
    across = sorted({c.column for c in cells} | {c.column + c.columns for c in cells})
    down = sorted({c.row for c in cells} | {c.row + c.rows for c in cells})
    column_at, row_at = {e: i for i, e in enumerate(across)}, {e: i for i, e in enumerate(down)}
    kept = [headers[edge] for edge in down[:-1]]
    for cell in cells:
        end_row, end_column = row_at[cell.row + cell.rows], column_at[cell.column + cell.columns]
        cell.row, cell.column = row_at[cell.row], column_at[cell.column]
        cell.rows, cell.columns = end_row - cell.row, end_column - cell.column
    height, width = max(len(down) - 1, 0), max(len(across) - 1, 0)
    taken = {
        (r, c) for cell in cells for r in range(cell.row, cell.row + cell.rows) for c in range(cell.column, cell.column + cell.columns)
    }  # fmt: skip
    if height * width > _MOST_PLACES:
        return Grid(0, 0, (), 0, unshown, cut=True)
    blanks = [GridCell(r, c, 1, 1, None) for r in range(height) for c in range(width) if (r, c) not in taken]
    header_rows = next((i for i, header in enumerate(kept) if not header), len(kept))
    ordered = tuple(sorted([*cells, *blanks], key=lambda c: (c.row, c.column)))
    return Grid(height, width, ordered, header_rows if header_rows < height else 0, unshown, cut)
