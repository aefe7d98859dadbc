"""Logical tables as nodes: table, rows, cells."""

from corpus import reading
from corpus.node import Node
from corpus.spans import bridged, quote
from extract.logical_tables import LogicalCell, LogicalTable


def table_node(table: LogicalTable, node_id: str, text: str) -> Node:
    """The table's node with a row node a logical row and a cell node a cell, at the row and column of its top left place.

    A row without any text has no spans.
    """
    rows = []
    beginning: list[list[LogicalCell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        beginning[cell.row].append(cell)
    for r, begun in enumerate(beginning):
        cells = [
            Node.trusted(
                {
                    "id": f"{node_id}.row-{r + 1}.cell-{c.column + 1}",
                    "kind": "cell",
                    "label": None,
                    "label_as_written": None,
                    "number": c.column + 1,
                    "heading": None,
                    "text": reading.text(quote(text, c.spans)),
                    "spans": c.spans,
                    "own": c.spans,
                    "children": (),
                }
            )
            for c in begun
        ]
        spans = bridged([s for c in cells for s in c.spans], text)
        rows.append(Node(id=f"{node_id}.row-{r + 1}", kind="row", number=r + 1, spans=spans, children=tuple(cells)))
    spans = bridged([s for row in rows for s in row.spans] + list(table.spans), text)
    return Node(id=node_id, kind="table", number=int(node_id.rpartition("-")[2]), spans=spans, children=tuple(rows))
