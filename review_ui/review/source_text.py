"""A source without pages as its own structured text: headings, paragraphs, tables, cut where items begin and end."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.source_text import Cell, Line, PhysicalTable, Remark, Role, SourceText, Unboxed
from extract.notice import Notice
from review_ui.review.source_characters import shown
from review_ui.review.source_frames import Frame

Kind = Literal["title", "heading", "sheet", "text", "quiet", "note"]

_HEADED = frozenset({"part", "chapter", "section", "level1"})
_SEEN_ANYWAY = frozenset({"computed-number"})  # the number itself is marked


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch `[start, end)` that the same items cover. `text` is it as shown, a character for a character."""

    start: int
    end: int
    text: str
    items: tuple[str, ...] = ()
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, heading, sheet's name, piece of page furniture or note. `indent` is in em, 0 to 6."""

    kind: Kind
    start: int
    segments: tuple[Segment, ...]
    align: str = "left"
    indent: int = 0
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell and how many rows and columns it covers."""

    segments: tuple[Segment, ...]
    row_span: int
    column_span: int
    header: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table by rows; a row holds the cells that begin in it."""

    start: int
    rows: tuple[tuple[TableCell, ...], ...]
    remarks: tuple[str, ...] = ()


Block = Paragraph | Table


class Stretches:
    """The whole of a text cut into stretches that the same items cover, computed numbers apart."""

    def __init__(self, source: SourceText, placed: Iterable[Frame]) -> None:
        self._text = source.text
        covers = [(start, end, f.item) for f in placed if f.text_sha256 == source.sha256 for start, end in f.spans]
        toggles = {at for stretch in _computed(source) for at in stretch}
        opened: dict[int, list[int]] = {}
        closed: dict[int, list[int]] = {}
        for n, (start, end, _) in enumerate(covers):
            opened.setdefault(start, []).append(n)
            closed.setdefault(end, []).append(n)
        self._at = sorted({0, len(source.text), *toggles, *opened, *closed})
        self._under: list[tuple[tuple[str, ...], bool]] = []
        active: dict[int, str] = {}
        number = False
        for point in self._at:
            for n in closed.get(point, ()):
                active.pop(n, None)
            for n in opened.get(point, ()):
                active[n] = covers[n][2]
            number ^= point in toggles
            self._under.append((tuple(dict.fromkeys(active[n] for n in sorted(active))), number))

    def cut(self, start: int, end: int) -> tuple[Segment, ...]:
        """The stretches of `[start, end)`, none where it is empty."""
        out = []
        n = bisect_right(self._at, start) - 1
        while n < len(self._at) and self._at[n] < end:
            low = max(self._at[n], start)
            high = min(self._at[n + 1] if n + 1 < len(self._at) else end, end)
            if low < high:
                out.append(Segment(low, high, shown(self._text[low:high]), *self._under[n]))
            n += 1
        return tuple(out)


def _computed(source: SourceText) -> Iterator[tuple[int, int]]:
    why, at, value = source.boxes.why, 0, int(Unboxed.COMPUTED)
    while True:
        try:
            start = why.index(value, at)
        except ValueError:
            return
        at = start
        while at < len(why) and why[at] == value:
            at += 1
        yield start, at  # the next begins later: two never touch


def headings(notice: Notice) -> dict[int, Kind]:
    """Where titles of instruments and headings of 编, 章, 节 and 一、 begin in the source."""
    found: dict[int, Kind] = {}
    for node in notice.nodes():
        if node.kind in _HEADED and node.spans and (node.heading or not node.text or node.kind != "level1"):
            found[node.spans[0][0]] = "heading"
    for instrument in notice.outline.instruments:
        proof = instrument.proof.get("title")
        for evidence in proof.evidence if proof else ():
            if evidence.text_sha256 == notice.source.sha256:
                found.update({start: "title" for start, _ in evidence.spans})
    return found


def blocks(source: SourceText, placed: Iterable[Frame], headed: Mapping[int, Kind] | None = None) -> tuple[Block, ...]:
    """The text's paragraphs and tables in reading order, cut where items begin and end.

    A table inside a cell is shown as the cell's text. Every line of the source stands in exactly one block.
    """
    stretches = Stretches(source, placed)
    outer = tuple(_outer(source.tables))
    found: list[Block] = [_table(table, stretches) for table in outer]
    extents = [(table.start, table.end) for table in outer]
    free = [line for line in source.lines if not any(a <= line.start < b for a, b in extents)]
    headed = {**dict.fromkeys(_sheets(source, free), "sheet"), **(headed or {})}
    found.extend(_paragraph(group, stretches, headed) for group in _grouped(free))
    return _remarked(sorted(found, key=lambda block: block.start), source.remarks)


def _sheets(source: SourceText, free: Iterable[Line]) -> Iterator[int]:
    """Where the names of a workbook's sheets stand."""
    names = {table.name.strip() for table in source.tables} - {""}
    book = bool(names) or "sheet" in source.document.media_type
    for line in free:
        if book and (line.role is Role.HEADER or source.text[line.start : line.end] in names):
            yield line.start


def _outer(tables: Sequence[PhysicalTable]) -> Iterator[PhysicalTable]:
    reached = -1
    for table in sorted(tables, key=lambda t: (t.start, -t.end)):
        if table.start >= reached:
            yield table
            reached = max(reached, table.end)


def _grouped(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of each paragraph: up to a hard end where the format has such, else one by one."""
    hard = any(line.hard for line in lines)
    group: list[Line] = []
    for line in lines:
        if group and group[-1].role is not line.role:
            yield group
            group = []
        group.append(line)
        if line.hard or not hard:
            yield group
            group = []
    if group:
        yield group


def _paragraph(lines: Sequence[Line], stretches: Stretches, headed: Mapping[int, Kind]) -> Paragraph:
    first, last = lines[0], lines[-1]
    kind: Kind = "text"
    if headed.get(first.start) == "sheet":
        kind = "sheet"
    elif first.role.furniture:
        kind = "quiet"
    elif first.role in (Role.FOOTNOTE, Role.TEXT_BOX):
        kind = "note"
    else:
        kind = next((headed[at] for at in headed if first.start <= at < last.end), "text")
    indent = min(round(max(first.indent, 0.0) / 2) * 2, 6) if first.align == "left" else 0
    return Paragraph(kind, first.start, stretches.cut(first.start, last.end), first.align, indent)


def _table(table: PhysicalTable, stretches: Stretches) -> Table:
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for cell in table.cells:
        rows[cell.row].append(cell)
    return Table(
        table.start,
        tuple(
            tuple(
                TableCell(
                    tuple(s for part in c.spans for s in stretches.cut(*part)),
                    c.row_span,
                    c.column_span,
                    c.row < table.header_rows,
                )
                for c in sorted(row, key=lambda c: c.column)
            )
            for row in rows
        ),
    )


def _remarked(found: Sequence[Block], remarks: Sequence[Remark]) -> tuple[Block, ...]:
    """The blocks with the remarks that are about them, each sentence once a block."""
    if not found:
        return ()
    starts = [block.start for block in found]
    said: dict[int, dict[str, None]] = {}
    for remark in remarks:
        if remark.code not in _SEEN_ANYWAY:
            said.setdefault(max(bisect_right(starts, remark.start) - 1, 0), {})[remark.text] = None
    return tuple(_with(block, tuple(said.get(n, ()))) for n, block in enumerate(found))


def _with(block: Block, remarks: tuple[str, ...]) -> Block:
    if not remarks:
        return block
    shown_remarks = tuple(shown(remark) for remark in remarks)
    if isinstance(block, Table):
        return Table(block.start, block.rows, shown_remarks)
    return Paragraph(block.kind, block.start, block.segments, block.align, block.indent, shown_remarks)
