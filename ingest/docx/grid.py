"""The rows of a `w:tbl` → cells on a grid where every place is covered exactly once."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.docx.names import W, on
from ingest.docx.styles import whole

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MOST_COLUMNS = 200  # a span beyond this is damage, not a table
_TRANSPARENT = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag"))


@dataclass(slots=True)
class Slot:
    """A stretch of columns in a row. `element` is its `w:tc`, None where the file has no cell there.

    `rows` is how many rows it covers, 0 where it is covered by the cell above; then `covered` of that cell holds its
    element, whose text Word does not show.
    """

    start: int
    end: int
    element: "Element | None"
    merge: str = ""  # "", "restart" or "continue"
    rows: int = 1
    covered: "tuple[Element, ...]" = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """`rows` hold their slots from left to right; columns that no cell edge uses are left out."""

    columns: int
    rows: list[list[Slot]]
    header_rows: int
    deleted_rows: int


def read_grid(table: "Element") -> Grid:
    """The grid of a `w:tbl`; rows deleted by a tracked change or hidden are left out and counted."""
    rows: list[list[Slot]] = []
    headers: list[bool] = []
    deleted = 0
    for row in _children(table, W + "tr"):
        properties = row.find(W + "trPr")
        if properties is not None and (properties.find(W + "del") is not None or _on(properties.find(W + "hidden"))):
            deleted += 1
            continue
        slots = _slots(row, properties)
        if slots:
            rows.append(slots)
            headers.append(properties is not None and _on(properties.find(W + "tblHeader")))
    total = max((row[-1].end for row in rows), default=0)
    for slots in rows:
        if slots[-1].end < total:
            slots.append(Slot(slots[-1].end, total, None))
    columns = _compress(rows)
    _merge_down(rows)
    header_rows = next((i for i, header in enumerate(headers) if not header), len(headers))
    return Grid(columns, rows, header_rows if header_rows < len(rows) else 0, deleted)


def _slots(row: "Element", properties: "Element | None") -> list[Slot]:
    slots: list[Slot] = []
    at = _gap(properties, "gridBefore")
    if at:
        slots.append(Slot(0, at, None))
    for cell in _children(row, W + "tc"):
        span, down, across = 1, "", ""
        stated = next(iter(cell), None)
        if stated is not None and stated.tag == _TCPR:
            for child in stated:
                if child.tag == _SPAN:
                    span = min(max(whole(child.get(_VAL)) or 1, 1), _MOST_COLUMNS)
                elif child.tag == _VMERGE:
                    down = "restart" if child.get(_VAL) == "restart" else "continue"
                elif child.tag == _HMERGE:
                    across = "restart" if child.get(_VAL) == "restart" else "continue"
        if across == "continue" and slots and slots[-1].element is not None:  # the old way to span columns
            slots[-1].end = at = at + span
            slots[-1].covered += (cell,)
            continue
        slots.append(Slot(at, at + span, cell, down))
        at += span
    after = _gap(properties, "gridAfter")
    if after and slots:
        slots.append(Slot(at, at + after, None))
    return slots


def _compress(rows: list[list[Slot]]) -> int:
    """Renumber the columns so that each begins or ends some cell; how many there are."""
    edges = sorted({edge for row in rows for slot in row for edge in (slot.start, slot.end)})
    place = {edge: i for i, edge in enumerate(edges)}
    for row in rows:
        for slot in row:
            slot.start, slot.end = place[slot.start], place[slot.end]
    return max(len(edges) - 1, 0)


def _merge_down(rows: list[list[Slot]]) -> None:
    """Cells that continue the one above (same edges) become part of it; one that continues nothing stands alone."""
    above: dict[tuple[int, int], Slot] = {}
    for row in rows:
        here: dict[tuple[int, int], Slot] = {}
        for slot in row:
            edges = slot.start, slot.end
            origin = above.get(edges) if slot.merge == "continue" else None
            if origin is not None and slot.element is not None:
                slot.rows = 0
                origin.rows += 1
                origin.covered += (slot.element,)
                here[edges] = origin
            elif slot.merge:
                here[edges] = slot
        above = here


def _children(element: "Element", tag: str) -> "Iterator[Element]":
    """Children with a tag, also those inside content controls and tracked insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _TRANSPARENT:
            yield from _children(child, tag)


def _gap(properties: "Element | None", name: str) -> int:
    gap = properties.find(W + name) if properties is not None else None
    return min(max(whole(gap.get(_VAL)) or 0, 0), _MOST_COLUMNS) if gap is not None else 0


def _on(element: "Element | None") -> bool:
    return element is not None and on(element.get(_VAL))


_TCPR = W + "tcPr"
_VAL, _SPAN, _VMERGE, _HMERGE = W + "val", W + "gridSpan", W + "vMerge", W + "hMerge"
