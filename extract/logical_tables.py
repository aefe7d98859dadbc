"""Tables as their authors made them: page fragments joined, repeated headers dropped, cut cells and rows rejoined."""

from dataclasses import dataclass

from corpus.spans import Span


@dataclass(frozen=True, slots=True)
class LogicalCell:
    """A cell of a logical table. `spans` is its text in the source, one span a page fragment; empty where it is empty."""

    row: int
    column: int
    row_span: int
    column_span: int
    spans: tuple[Span, ...]


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

    def at(self, row: int, column: int) -> LogicalCell:
        """The cell that covers a grid place."""
        for cell in self.cells:
            if cell.row <= row < cell.row + cell.row_span and cell.column <= column < cell.column + cell.column_span:
                return cell
        raise IndexError(f"no cell covers row {row}, column {column}")
