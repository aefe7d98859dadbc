"""A physical table while it is being joined: its cells, its rows, and which of these are its header."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.source_text import PhysicalTable, SourceText
from corpus.spans import Span
from extract.columns import Meaning, is_header, meanings_of
from extract.points import points_of_cell

_SEARCHED = 6  # rows: a header stands no lower
_SCORED = re.compile(r"[扣得加计减]\s*\d+(?:\.\d+)?\s*分|不得分|扣完")
_SENTENCE = 8  # characters: a header or what is filled in beside one is shorter


@dataclass(slots=True)
class Piece:
    """A cell in the making: its place, its text in each fragment, and where the same text is printed again."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    spans: list[Span] = field(default_factory=list)
    repeats: list[Span] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The text without white space: what repeated headers and names are told by."""
        return "".join(self.text.split())

    @property
    def blank(self) -> bool:
        """Whether nothing stands in it."""
        return not self.text.strip()

    @property
    def end_row(self) -> int:
        """The first row below it."""
        return self.row + self.row_span

    def covers(self, column: int) -> bool:
        """Whether it stands in that column."""
        return self.column <= column < self.column + self.column_span


@dataclass(slots=True)
class Fragment:
    """A physical table as pieces. `titles` counts the title rows above its header, `header_rows` both together."""

    index: int
    table: PhysicalTable
    rows: int
    columns: int
    pieces: list[Piece]
    titles: int = 0
    header_rows: int = 0
    recognised: bool = False

    def starting(self, row: int) -> list[Piece]:
        """The pieces that begin in a row, from left to right."""
        return [piece for piece in self.pieces if piece.row == row]

    def row_key(self, row: int) -> tuple[str, ...]:
        """A row as it is compared with another: the texts of its pieces."""
        return tuple(piece.key for piece in self.starting(row))

    def remapped(self, places: Sequence[int]) -> None:
        """Move to a finer grid: column boundary `i` of this one is boundary `places[i]` of the other."""
        for piece in self.pieces:
            start, end = places[piece.column], places[piece.column + piece.column_span]
            piece.column, piece.column_span = start, end - start
        self.columns = places[-1]


def fragment(source: SourceText, index: int) -> Fragment:
    """The physical table with that index, its header found."""
    table = source.tables[index]
    pieces = [
        Piece(c.row, c.column, c.row_span, c.column_span, source.quote(spans), list(spans))
        for c, spans in (
            (c, tuple(s for part in c.spans for s in source.unmarked(*part)))
            for c in sorted(table.cells, key=lambda c: (c.row, c.column))
        )
    ]
    made = Fragment(index, table, table.rows, table.columns, pieces)
    if table.origin == "tabs":
        _spread_lone_cells(made)
    _find_header(made)
    return made


def _spread_lone_cells(made: Fragment) -> None:
    """In a table of tabs, a row with nothing but its first cell is one cell across all columns (a title, a section)."""
    if made.columns < 3:
        return
    by_row: dict[int, list[Piece]] = {}
    for piece in made.pieces:
        by_row.setdefault(piece.row, []).append(piece)
    gone: set[int] = set()
    for pieces in by_row.values():
        if len(pieces) > 1 and not pieces[0].blank and all(piece.blank for piece in pieces[1:]):
            pieces[0].column_span = made.columns
            gone.update(id(piece) for piece in pieces[1:])
    made.pieces = [piece for piece in made.pieces if id(piece) not in gone]


def _find_header(made: Fragment) -> None:
    for row in range(min(_SEARCHED, made.rows)):
        pieces = made.starting(row)
        if not is_header([piece.text for piece in pieces]):
            continue
        first = row
        while (
            first
            and len([p for p in made.starting(first - 1) if not p.blank]) > 1
            and _heading_like(made.starting(first - 1))
        ):
            first -= 1
        if any(_scored_row(made, above, pieces) for above in range(row)):
            return  # it goes on from a page that is missing, and the header stands in the middle
        last = max(piece.end_row for piece in pieces if not piece.blank)
        while last < made.rows and _second_header(made.starting(last), made.columns):
            last += 1
        made.titles, made.header_rows, made.recognised = first, last, True
        return
    made.header_rows = min(made.table.header_rows, made.rows - 1)


def _scored_row(made: Fragment, row: int, headers: Sequence[Piece]) -> bool:
    """Whether a row above the header has points and words where the header's columns have them: it is no title."""
    meanings = {h.column: meanings_of(h.text)[0] for h in headers if not h.blank and h.column_span == 1}
    cells = {p.column: p for p in made.starting(row) if p.column_span == 1 and not p.blank}
    points = [c for c, m in meanings.items() if m == (Meaning.POINTS,) and c in cells and points_of_cell(cells[c].text)]
    words = [c for c, p in cells.items() if c in meanings and c not in points and len(p.key) >= _SENTENCE]
    told = [c for c in words if Meaning.CRITERIA in meanings[c] and _SCORED.search(cells[c].text)]
    return bool((points and words) or told)


def _heading_like(pieces: Sequence[Piece]) -> bool:
    said = [piece for piece in pieces if not piece.blank]
    return all(len(piece.key) <= 12 and not any(c.isdigit() for c in piece.key) for piece in said)


def _second_header(pieces: Sequence[Piece], columns: int) -> bool:
    """Whether a row under a header is part of it: all that stands in it are headers too, and it is no section row."""
    said = [piece for piece in pieces if not piece.blank]
    if not said or any(piece.column_span == columns for piece in said):
        return False
    known = sum(bool(meanings_of(piece.text)[0]) for piece in said)
    short = all(len(piece.key) <= 12 and not any(c.isdigit() or c in "。；，" for c in piece.key) for piece in said)
    return (
        short
        and bool(meanings_of(said[0].text)[0])
        and 3 * known >= 2 * len(said)
        and (len(said) > 1 or len(pieces) < 3)
    )
