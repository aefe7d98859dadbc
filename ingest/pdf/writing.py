"""Page contents → the source text: characters and boxes in reading order, with the separators between them."""

from array import array

from corpus.source_text import Cell, CharBoxes, PhysicalTable, Remark, Role, Unboxed
from ingest.pdf.body import measure_table
from ingest.pdf.frame import Box
from ingest.pdf.furniture import PageLine
from ingest.pdf.lines import DrawnLine
from ingest.pdf.page import PageContent
from ingest.pdf.tables import DrawnTable

_BOXED, _SEPARATOR, _GENERATED = int(Unboxed.BOXED), int(Unboxed.SEPARATOR), int(Unboxed.GENERATED)


class Writer:
    """The source text under construction.

    Every line ends with "\\n"; "\\f" stands between pages, after the last "\\n" of the page before. In a table, cells are
    separated by "\\t", rows and the lines of a cell by "\\n". All of these, and the spaces put in where a gap is seen,
    are separators: characters without a box.
    """

    def __init__(self) -> None:
        self.position = 0
        self.lines: list[PageLine] = []
        self.tables: list[PhysicalTable] = []
        self.remarks: list[Remark] = []
        self._text: list[str] = []
        self._page = array("H")
        self._columns = tuple(array("f") for _ in range(4))
        self._why = array("B")

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self._text)

    @property
    def boxes(self) -> CharBoxes:
        """The boxes of what has been written."""
        return CharBoxes(self._page, *self._columns, self._why)

    def page(self, number: int, content: PageContent) -> list[PageLine]:
        """Write a page; its lines outside tables."""
        if number > 1:
            self._separate("\f")
        outside = []
        for item in content.items:
            if isinstance(item, DrawnTable):
                self._table(item, number, content)
                self._separate("\n")
                continue
            line = self._line(item, number, content)
            if item.direction == -1:
                line.role = Role.HEADER  # a watermark belongs to the paper
                self.remark("watermark", f"第 {number} 页有斜排的文字（水印），不作正文", line.start, line.end)
            self._separate("\n")
            outside.append(line)
        return outside

    def remark(self, code: str, text: str, start: int, end: int) -> None:
        """Something that staff should know about the reading of `[start, end)`."""
        self.remarks.append(Remark(code, text, start, end))

    def _line(self, drawn: DrawnLine, number: int, content: PageContent) -> PageLine:
        start, count = self.position, len(drawn.at)
        self._text.append(drawn.text)
        self.position += count
        chars, at = content.chars, drawn.at
        frame = content.frame
        columns = (chars.x0, chars.top, chars.x1, chars.bottom)
        whole = 0 <= drawn.x0 and 0 <= drawn.top and drawn.x1 <= frame.width and drawn.bottom <= frame.height
        if whole and not content.turned and -1 not in at:
            for out, column in zip(self._columns, columns, strict=True):
                out.extend([column[i] for i in at])
            self._page.extend([number] * count)
            self._why.extend([_BOXED] * count)
        else:
            self._boxes(drawn, number, content)
        line = PageLine(start, self.position, number, drawn.x0, drawn.top, drawn.x1, drawn.bottom, drawn.size)
        self.lines.append(line)
        return line

    def _boxes(self, drawn: DrawnLine, number: int, content: PageContent) -> None:
        """The boxes of a line one by one: spaces put in have none; the others are kept on the page, and turned back."""
        chars, frame, turned = content.chars, content.frame, content.turned
        width, height = frame.width, frame.height
        for i in drawn.at:
            if i < 0:
                box, page, why = (0.0, 0.0, 0.0, 0.0), 0, _SEPARATOR
            else:
                x0, top = max(chars.x0[i], 0.0), max(chars.top[i], 0.0)
                x1, bottom = min(chars.x1[i], width), min(chars.bottom[i], height)
                if x0 <= x1 and top <= bottom:
                    box, page, why = frame.seen(turned, (x0, top, x1, bottom)), number, _BOXED
                else:
                    box, page, why = (0.0, 0.0, 0.0, 0.0), 0, _GENERATED
            for out, value in zip(self._columns, box, strict=True):
                out.append(value)
            self._page.append(page)
            self._why.append(why)

    def _separate(self, text: str) -> None:
        self._text.append(text)
        self.position += len(text)
        for out in self._columns:
            out.extend([0.0] * len(text))
        self._page.extend([0] * len(text))
        self._why.extend([_SEPARATOR] * len(text))

    def _table(self, table: DrawnTable, number: int, content: PageContent) -> None:
        """Write a table, without the line end after it."""
        grid, frame = table.grid, content.frame
        start, row = self.position, 0
        cells: list[Cell] = []
        measured: list[tuple[Box, list[PageLine]]] = []
        fresh = True
        for area, drawn in table.cells:
            if area.row > row:
                self._separate("\n" * (area.row - row))
                row, fresh = area.row, True
            if not fresh:
                self._separate("\t")
            fresh = False
            cell_start = self.position
            written: list[PageLine] = []
            for line in drawn:
                if written:
                    self._separate("\n")
                written.append(self._line(line, number, content))
                written[-1].role = Role.CELL
            box = grid.area_box(area)
            measured.append((box, written))
            seen = _rounded(frame.seen(content.turned, box))
            cells.append(Cell(area.row, area.column, cell_start, self.position, area.row_span, area.column_span, seen))
        measure_table(measured)
        outline = _rounded(frame.seen(content.turned, grid.box))
        rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
        at = tuple(round(x, 2) for x in grid.xs)
        self.tables.append(
            PhysicalTable(rows, columns, tuple(cells), start, self.position, number, outline, at, table.origin)
        )
        if table.doubtful:
            self.remark("table-doubtful", f"第 {number} 页有一张表的框线不完整，单元格的划分请对照原件核对", start, self.position)


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = box
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
