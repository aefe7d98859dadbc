"""The second reader of a page's tables: pdfplumber's way from rules to cells, for pages whose grids are not trusted."""

from bisect import bisect_left
from typing import Any

from ingest.pdf.frame import Box
from ingest.pdf.grids import Area, Grid
from ingest.pdf.rules import Drawing

_SNAP = 4.0


def plumbed_grids(drawn: Drawing) -> list[Grid]:
    """The grids that pdfplumber finds in the same rules; what does not cover its outline is left out."""
    from pdfplumber import table as plumber

    edges = [_edge("h", x0, y, x1, y) for y, x0, x1 in drawn.horizontal]
    edges += [_edge("v", x, top, x, bottom) for x, top, bottom in drawn.vertical]
    edges = plumber.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    cells = plumber.intersections_to_cells(plumber.edges_to_intersections(edges, _SNAP, _SNAP))
    found = [_grid(table) for table in plumber.cells_to_tables(cells)]
    grids = [grid for grid in found if grid and len(grid.areas) > 1]
    return sorted(grids, key=lambda grid: (grid.box[1], grid.box[0]))


def _edge(orientation: str, x0: float, top: float, x1: float, bottom: float) -> dict[str, Any]:
    return {
        "orientation": orientation, "object_type": "line", "x0": x0, "x1": x1, "top": top, "bottom": bottom,
        "width": x1 - x0, "height": bottom - top,
    }  # fmt: skip


def _grid(cells: list[Box]) -> Grid | None:
    """A grid from cell boxes; None where a place of it is covered by no cell, or by two."""
    xs, ys = _levels([x for c in cells for x in (c[0], c[2])]), _levels([y for c in cells for y in (c[1], c[3])])
    areas = []
    for x0, top, x1, bottom in cells:
        column, right, row, below = _at(xs, x0), _at(xs, x1), _at(ys, top), _at(ys, bottom)
        if column == right or row == below:
            return None
        areas.append(Area(row, column, below - row, right - column))
    return Grid.of(xs, ys, areas)


def _levels(values: list[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _SNAP:
            out.append(value)
    return out


def _at(levels: list[float], value: float) -> int:
    i = bisect_left(levels, value)
    return i if i < len(levels) and (i == 0 or levels[i] - value <= value - levels[i - 1]) else i - 1
