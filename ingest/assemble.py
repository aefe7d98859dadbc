"""A source text under construction, for the formats whose text the reader itself lays out (plain text, DOCX)."""

from collections.abc import Sequence

from corpus.source_text import (
    Cell,
    CharBoxes,
    Line,
    PhysicalTable,
    Remark,
    Role,
    SourceDocument,
    SourceText,
    Unboxed,
)
from corpus.spans import Span


class Assembly:
    """Pieces of text in reading order, and the lines, tables and remarks that stand on them.

    Offsets are those of the finished text: `position` is where the next piece will begin.

    >>> a = Assembly()
    >>> a.write("1.", Unboxed.COMPUTED), a.write("总则"), a.position
    ((0, 2), (2, 4), 4)
    """

    def __init__(self) -> None:
        self.position = 0
        self._pieces: list[str] = []
        self._unflowed: list[tuple[int, int, Unboxed]] = []
        self._lines: list[Line] = []
        self._tables: list[PhysicalTable] = []
        self._remarks: list[Remark] = []
        self._marks: tuple[Span, ...] = ()

    def write(self, text: str, why: Unboxed = Unboxed.FLOWED) -> Span:
        """Append `text`; the span it took. `why` says why its characters have no box."""
        start = self.position
        if not text:
            return start, start
        self._pieces.append(text)
        self.position = end = start + len(text)
        if why is not Unboxed.FLOWED:
            self._unflowed.append((start, end, why))
        return start, end

    def separate(self, text: str) -> Span:
        """Append a line end or tab that stands in no run of the file; nothing at the very beginning."""
        return self.write(text, Unboxed.SEPARATOR) if self.position else (0, 0)

    @property
    def text(self) -> str:
        """The text so far, joined anew."""
        return "".join(self._pieces)

    @property
    def lines(self) -> int:
        """How many lines there are so far."""
        return len(self._lines)

    def extent(self, lines: int) -> Span:
        """The extent of what was written since there were `lines` lines; empty, and here, where no line was."""
        if len(self._lines) == lines:
            return self.position, self.position
        return self._lines[lines].start, self._lines[-1].end

    def line(
        self,
        start: int,
        end: int,
        *,
        role: Role = Role.BODY,
        hard: bool = False,
        indent: float = 0.0,
        room: float = 0.0,
        align: str = "left",
        size: float = 0.0,
    ) -> None:
        """A line on `[start, end)`; one without characters is left out."""
        if start < end:
            self._lines.append(Line(start, end, 0, role, hard, indent, room, align, size))

    def table(
        self,
        rows: int,
        columns: int,
        cells: Sequence[Cell],
        start: int,
        end: int,
        *,
        origin: str,
        header_rows: int = 0,
        name: str = "",
        at: tuple[int, int] = (0, 0),
    ) -> None:
        """A physical table whose cells' text has been written already."""
        self._tables.append(
            PhysicalTable(
                rows, columns, tuple(cells), start, end, origin=origin, header_rows=header_rows, name=name, at=at
            )
        )

    def remark(self, code: str, text: str, start: int, end: int) -> None:
        """Something a reviewer should know about the reading of `[start, end)`."""
        self._remarks.append(Remark(code, text, start, end))

    def mark(self, marks: Sequence[Span]) -> None:
        """The markup that stands in lines and cells and is not read: sorted, none overlapping."""
        self._marks = tuple(marks)

    def finish(self, document: SourceDocument) -> SourceText:
        """The immutable source text: lines and tables in order of their start, outer tables before inner ones."""
        boxes = CharBoxes.none(self.position)
        for start, end, why in self._unflowed:
            for i in range(start, end):  # mostly single characters
                boxes.why[i] = why
        return SourceText(
            document=document,
            text="".join(self._pieces),
            boxes=boxes,
            lines=tuple(sorted(self._lines, key=lambda line: line.start)),
            tables=tuple(sorted(self._tables, key=lambda t: (t.start, -t.end))),
            remarks=tuple(sorted(self._remarks, key=lambda r: (r.start, r.end))),
            marks=self._marks,
        )
