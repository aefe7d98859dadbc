"""Tables as their authors made them: page fragments joined, repeated headers dropped, cut cells and rows rejoined."""

from dataclasses import dataclass, field

from corpus.source_text import SourceText
from corpus.spans import Span, bridged
from extract.table_joining import JoinedTable, join_tables


@dataclass(frozen=True, slots=True, eq=False)  # cells are keys: each is itself, and no other is equal to it
class LogicalCell:
    """A cell of a logical table. `spans` is its text in the source, one span a page fragment; empty where it is empty.

    `repeats` are the places where a later page prints the same text again (a merged cell's name). `home`: row and column
    of its node, where the table is read turned.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    spans: tuple[Span, ...]
    repeats: tuple[Span, ...] = ()
    home: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class LogicalTable:
    """Every grid place is covered by exactly one cell. Rows and columns are 0-based; the first `header_rows` are headers.

    `spans` is the extent in the source, one span a fragment, without the repeated headers; `fragments` are the indices of
    the physical tables (`SourceText.tables`) it was joined from.
    """

    rows: int
    columns: int
    cells: tuple[LogicalCell, ...]
    header_rows: int
    spans: tuple[Span, ...]
    fragments: tuple[int, ...]
    _places: list[list[LogicalCell]] = field(default_factory=list, init=False, repr=False, compare=False)

    def at(self, row: int, column: int) -> LogicalCell:
        """The cell that covers a grid place."""
        if not (0 <= row < self.rows and 0 <= column < self.columns):
            raise IndexError(f"no cell covers row {row}, column {column}")
        return self.grid()[row][column]

    def grid(self) -> list[list[LogicalCell]]:
        """The cell that covers each place, by row and column; made once, not to be changed."""
        if not self._places:
            places = [[self.cells[0]] * self.columns for _ in range(self.rows)]
            for cell in self.cells:
                for row in range(cell.row, cell.row + cell.row_span):
                    places[row][cell.column : cell.column + cell.column_span] = [cell] * cell.column_span
            self._places.extend(places)
        return self._places


def logical_tables(source: SourceText) -> tuple[LogicalTable, ...]:
    """The tables of a source text in reading order, each joined from its fragments over pages."""
    return tuple(_logical(joined, source.text) for joined in join_tables(source))


def _logical(joined: JoinedTable, text: str) -> LogicalTable:
    cells = tuple(
        LogicalCell(p.row, p.column, p.row_span, p.column_span, bridged(p.spans, text), tuple(p.repeats))
        for p in sorted(joined.pieces, key=lambda p: (p.row, p.column))
    )
    spans, fragments = tuple(joined.spans), tuple(joined.fragments)
    return LogicalTable(joined.rows, joined.columns, cells, joined.header_rows, spans, fragments)
