"""Joining a table's page fragments: repeated headers dropped, cut merged cells and cut rows put together again."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.source_text import PhysicalTable, Role, SourceText
from corpus.spans import Span
from extract.columns import TOTAL, Meaning, read_columns
from extract.cut_rows import Seam
from extract.table_fragments import Fragment, Piece, fragment

_CONTINUED = re.compile(r"[（(]?\s*续\s*(?:上?\s*表)?\s*[\d一二三四五六七八九十]*\s*[）)]?[：:]?")
_SHIFT = 12.0  # points: how far a column may stand from where it stood on the page before
_SAME = 5.0  # points: two rules are the same
_GAP = 14.0  # points: white space between two pieces of one table on the same page


@dataclass(slots=True)
class JoinedTable:
    """A table put together: pieces in a grid of `rows` × `columns`, of which the first `header_rows` are its header."""

    rows: int
    columns: int
    pieces: list[Piece]
    titles: int
    header_rows: int
    spans: list[Span]
    fragments: list[int]
    bottom: dict[int, Piece]  # by column, the piece that reaches its last row


def join_tables(source: SourceText) -> list[JoinedTable]:
    """The source's tables in reading order, those that are one table joined."""
    order = sorted(range(len(source.tables)), key=lambda i: source.tables[i].start)
    groups: list[list[Fragment]] = []
    dropped: dict[int, int] = {}
    words = _Words(source)
    for index in order:
        found = fragment(source, index)
        if not found.pieces:
            continue
        if groups and (header := _joins(groups[-1], found, words)) is not None:
            dropped[index] = header
            groups[-1].append(found)
        else:
            groups.append([found])
    joined = [_join(group, dropped) for group in groups]
    for table, group in zip(joined, groups, strict=True):
        if group[0].table.origin == "tabs":
            _merge_blanks(table)
    return joined


class _Words:
    """Whether words stand between two places of the text: lines that are neither furniture nor inside a table."""

    def __init__(self, source: SourceText) -> None:
        self._lines = [
            line for line in source.lines if not line.role.furniture and line.role is not Role.CELL
        ]  # fmt: skip
        self._starts = [line.start for line in self._lines]
        self._text = source.text
        self.sheets = "sheet" in source.document.media_type or source.document.parser.startswith("xls")

    def between(self, start: int, end: int) -> bool:
        for line in self._lines[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            said = self._text[line.start : line.end].strip()
            if said and not _CONTINUED.fullmatch(said):
                return True
        return False


def _joins(group: Sequence[Fragment], new: Fragment, words: _Words) -> int | None:
    """How many leading rows of `new` repeat the group's header, None where it is another table."""
    first, last = group[0], group[-1]
    before, after = last.table, new.table
    if after.start < before.end or after.page not in (before.page, before.page + 1) or words.sheets:
        return None
    if words.between(before.end, after.start):
        return None
    _padded(first, new)
    if not _columns_agree(first, new):
        return None
    repeated = _repeated(first, new)
    if not repeated:
        title = new.titles or (new.recognised and new.header_rows)
        if title or (before.origin != after.origin and "tabs" in (before.origin, after.origin)):
            return None  # it has a header of its own
        if new.table.header_rows and before.page == after.page:
            return None
    if before.page and before.page == after.page and (repeated or not _touch(before, after)):
        return None
    return repeated


def _padded(first: Fragment, new: Fragment) -> None:
    """Of lines of tabs, trailing empty cells get lost: a fragment without columns that are empty above gets them back."""
    if first.table.origin != "tabs" or new.table.origin != "tabs" or new.recognised or not first.recognised:
        return
    missing = range(new.columns, first.columns)
    body = [p for p in first.pieces if p.row >= first.header_rows and p.column_span == 1]
    if not missing or any(not piece.blank for piece in body if piece.column in missing):
        return
    wide = {p.row: p for p in new.pieces if p.column_span == new.columns > 1}
    for row in range(new.rows):
        if row in wide:
            wide[row].column_span = first.columns
        else:
            new.pieces.extend(Piece(row, column, 1, 1, "") for column in missing)
    new.columns = first.columns
    new.pieces.sort(key=lambda p: (p.row, p.column))


def _repeated(first: Fragment, new: Fragment) -> int:
    """How many leading rows of `new` repeat the titles and header of `first`, or its header alone."""
    if first.recognised:
        header = [first.row_key(r) for r in range(first.titles, first.header_rows)]
        titles = [first.row_key(r) for r in range(first.titles)]
        for lead in range(min(len(titles), new.rows) + 1):
            same = all(_same_title(new.row_key(r), titles) for r in range(lead))
            if same and [new.row_key(lead + i) for i in range(len(header))] == header:
                return lead + len(header)
        return 0
    count = 0  # a header nobody knows: leading rows that are word for word the first page's
    while (
        count < min(first.rows, new.rows, 3)
        and len(first.row_key(count)) > 1
        and first.row_key(count) == new.row_key(count)
    ):
        count += 1
    if count and sum(map(bool, first.row_key(0))) > 1:
        first.header_rows = max(first.header_rows, count)
        return count
    return 0


def _same_title(row: tuple[str, ...], titles: Sequence[tuple[str, ...]]) -> bool:
    bare = tuple(re.sub(r"[（(]续表?\d*[）)]|续表?$", "", text) for text in row)
    return bare in titles or row in titles


def _touch(before: PhysicalTable, after: PhysicalTable) -> bool:
    return before.box is not None and after.box is not None and 0 <= after.box[1] - before.box[3] <= _GAP


def _columns_agree(first: Fragment, new: Fragment) -> bool:
    """Whether the columns are the same; a fragment whose rules are part of the other's is moved to the finer grid."""
    here, there = first.table.columns_at, new.table.columns_at
    if first.columns == new.columns:
        if len(here) == len(there) == first.columns + 1 and not _repeated(first, new):
            shift = sum(b - a for a, b in zip(here, there, strict=True)) / len(here)
            return max(abs(b - a - shift) for a, b in zip(here, there, strict=True)) <= 3 * _SHIFT
        return True
    if (
        len(here) != first.table.columns + 1
        or len(there) != new.table.columns + 1
        or first.columns != first.table.columns
    ):
        return False
    fine, coarse, moved = (here, there, new) if len(here) > len(there) else (there, here, first)
    places = [min(range(len(fine)), key=lambda i: abs(fine[i] - x)) for x in coarse]
    if any(abs(fine[i] - x) > _SAME for i, x in zip(places, coarse, strict=True)) or len(set(places)) < len(places):
        return False
    if moved is first:
        return False  # what has been joined to it would have to move too
    moved.remapped(places)
    return True


# --- putting the fragments together -----------------------------------------------------------------------------------


def _join(group: Sequence[Fragment], dropped: dict[int, int]) -> JoinedTable:
    first = group[0]
    table = JoinedTable(
        first.rows, first.columns, first.pieces, first.titles, first.header_rows,
        [(first.table.start, first.table.end)], [first.index], _bottom(first.pieces, first.rows),
    )  # fmt: skip
    if len(group) > 1:
        seam = Seam(_meanings(group, dropped), first.header_rows)
        for new in group[1:]:
            _append(table, new, dropped[new.index], seam)
    return table


def _meanings(group: Sequence[Fragment], dropped: dict[int, int]) -> tuple[Meaning, ...]:
    """What the columns mean, from the first fragment's header and all fragments' cells."""
    first = group[0]
    headers: list[list[str]] = [[] for _ in range(first.columns)]
    bodies: list[list[str]] = [[] for _ in range(first.columns)]
    for made in group:
        below = first.header_rows if made is first else dropped[made.index]
        for piece in made.pieces:
            for column in range(piece.column, piece.column + piece.column_span):
                if piece.row >= below:
                    if piece.column_span == 1:
                        bodies[column].append(piece.text)
                elif made is first and piece.row >= first.titles:
                    headers[column].append(piece.text)
    return tuple(column.meaning for column in read_columns(headers, bodies))


def _append(table: JoinedTable, new: Fragment, header: int, seam: Seam) -> None:
    table.fragments.append(new.index)
    body = [piece for piece in new.pieces if piece.row >= header]
    if not body:
        return
    table.spans.append((min((p.spans[0][0] for p in body if p.spans), default=new.table.start), new.table.end))
    top = [piece for piece in body if piece.row == header]
    above, inside = table.bottom, table.rows > table.header_rows and not _adds_up(top)
    aligned = all(above[p.column].column == p.column and above[p.column].column_span == p.column_span for p in top)
    cut = aligned and inside and seam.cuts_row(above, top, table.pieces)
    offset = table.rows - header - (1 if cut else 0)
    placed: list[Piece] = []
    for piece in body:
        over = above[piece.column]
        same = inside and piece.row == header and over.column_span == piece.column_span
        if same and (cut or seam.continues_cell(over, piece, top)):
            _continue(over, piece, piece.row_span - (1 if cut else 0))
            placed.append(over)
        else:
            piece.row += offset
            table.pieces.append(piece)
            placed.append(piece)
    table.rows += new.rows - header - (1 if cut else 0)
    table.bottom = _bottom(placed, table.rows)


def _adds_up(row: Sequence[Piece]) -> bool:
    """Whether a row is a 合计 or 小计, which goes on with nothing above it."""
    return TOTAL.fullmatch(next((piece.key for piece in row if not piece.blank), "")) is not None


def _bottom(pieces: Sequence[Piece], rows: int) -> dict[int, Piece]:
    return {c: p for p in pieces if p.end_row == rows for c in range(p.column, p.column + p.column_span)}


def _continue(over: Piece, piece: Piece, rows: int) -> None:
    """`piece` is the rest of `over`, cut by the page's end; it adds `rows` rows to it."""
    if piece.key and piece.key == over.key and len(piece.key) > 1:
        over.repeats.extend(piece.spans)
    else:
        over.spans.extend(piece.spans)
        over.text += piece.text
    over.row_span += rows


# --- merged cells that plain text leaves empty ------------------------------------------------------------------------


def _merge_blanks(table: JoinedTable) -> None:
    """In a table of tabs, an empty name cell continues the cell above, and with it the row's empty points."""
    columns = range(table.columns)
    headers = [
        [p.text for p in table.pieces if table.titles <= p.row < table.header_rows and p.covers(c)] for c in columns
    ]
    bodies = [
        [p.text for p in table.pieces if p.row >= table.header_rows and p.column == c and p.column_span == 1]
        for c in columns
    ]
    seam = Seam(tuple(column.meaning for column in read_columns(headers, bodies)), table.header_rows)
    at: dict[int, Piece] = {}
    kept: list[Piece] = []
    by_row: dict[int, list[Piece]] = {}
    for piece in table.pieces:
        by_row.setdefault(piece.row, []).append(piece)
    for row in sorted(by_row):
        pieces = sorted(by_row[row], key=lambda p: p.column)
        merged = seam.blanks(pieces, at) if row > table.header_rows and not _adds_up(pieces) else set()
        for piece in pieces:
            if piece.column in merged:
                at[piece.column].row_span += piece.row_span
                continue
            kept.append(piece)
            for column in range(piece.column, piece.column + piece.column_span):
                at[column] = piece
    table.pieces = kept
