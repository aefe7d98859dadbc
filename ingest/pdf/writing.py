"""Page contents → the source text: characters and boxes in reading order, with the separators between them."""

from array import array
from functools import lru_cache
from operator import itemgetter
from struct import pack

from corpus.source_text import Cell, CharBoxes, PhysicalTable, Remark, Role, Unboxed
from ingest.pdf.body import measure_table
from ingest.pdf.frame import Box
from ingest.pdf.furniture import PageLine
from ingest.pdf.lines import DrawnLine
from ingest.pdf.page import PageContent
from ingest.pdf.tables import DrawnTable

_BOXED, _SEPARATOR, _GENERATED = int(Unboxed.BOXED), int(Unboxed.SEPARATOR), int(Unboxed.GENERATED)
_CELL = Role.CELL  # looking it up costs as much as the line
_CERTAIN = 100  # what was not recognised but read, and separators


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
        self._at: list[int] = []  # for each character written on the page its index there, -1 for a separator
        self._between: list[int] = []  # where those separators stand in it
        self._page = array("H")
        self._columns = tuple(array("f") for _ in range(4))
        self._why = array("B")
        self._confidence: array[int] | None = None

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self._text)

    def written(self, start: int, end: int) -> str:
        """What has been written on `[start, end)`."""
        return self.text[start:end]

    @property
    def boxes(self) -> CharBoxes:
        """The boxes of what has been written."""
        x0, top, x1, bottom = self._columns
        return CharBoxes(self._page, x0, top, x1, bottom, self._why, self._confidence)

    def page(self, number: int, content: PageContent) -> list[PageLine]:
        """Write a page; its lines outside tables."""
        if number > 1:
            self._separate("\f")
        outside, before = [], len(self.lines)
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
        self._settle(number, content, self.lines[before:])
        return outside

    def remark(self, code: str, text: str, start: int, end: int) -> None:
        """Something that staff should know about the reading of `[start, end)`."""
        self.remarks.append(Remark(code, text, start, end))

    def _line(self, drawn: DrawnLine, number: int, content: PageContent) -> PageLine:
        start = self.position
        self._text.append(drawn.text)
        if -1 in drawn.at:
            self._between += [n for n, i in enumerate(drawn.at, len(self._at)) if i < 0]
        self._at += drawn.at
        self.position += len(drawn.at)
        line = PageLine(start, self.position, number, drawn.x0, drawn.top, drawn.x1, drawn.bottom, drawn.size)
        self.lines.append(line)
        return line

    def _separate(self, text: str) -> None:
        self._text.append(text)
        for _ in text:
            self._between.append(len(self._at))
            self._at.append(-1)
        self.position += len(text)

    def _settle(self, number: int, content: PageContent, lines: list[PageLine]) -> None:
        """The boxes of all that was written on a page, in these lines."""
        at, self._at = self._at, []
        between, self._between = self._between, []
        chars = content.chars
        take = itemgetter(-1, -1, *at)  # fewer than two would give no tuple
        columns = [list(take([*column, 0.0])[2:]) for column in (chars.x0, chars.top, chars.x1, chars.bottom)]
        pages, reasons = array("H", [number]) * len(at), array("B", [_BOXED]) * len(at)
        for n in between:
            pages[n], reasons[n] = 0, _SEPARATOR
        frame = content.frame
        if lines and (
            content.turned
            or content.tilt
            or min(columns[0]) < 0
            or max(columns[2]) > frame.width
            or min([line.top for line in lines]) < 0
            or max([line.bottom for line in lines]) > frame.height
        ):
            _keep_on_page(columns, pages, reasons, content)
        for out, column in zip(self._columns, columns, strict=True):
            out.frombytes(pack(f"{len(column)}f", *column))  # an array takes floats one by one at five times the cost
        if content.confidence and self._confidence is None:
            self._confidence = array("B", [_CERTAIN]) * len(self._page)
        if self._confidence is not None:
            sure = [*(content.confidence or [_CERTAIN] * len(chars.text)), _CERTAIN]
            self._confidence.extend([sure[i] for i in at])
        self._page.extend(pages)
        self._why.extend(reasons)

    def _table(self, table: DrawnTable, number: int, content: PageContent) -> None:
        """Write a table, without the line end after it."""
        grid = table.grid
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
                written[-1].role = _CELL
            box = grid.area_box(area)
            measured.append((box, written))
            seen = _rounded(content.seen(box))
            cells.append(Cell(area.row, area.column, cell_start, self.position, area.row_span, area.column_span, seen))
        measure_table(measured)
        outline = _rounded(content.seen(grid.box))
        rows, columns = len(grid.ys) - 1, len(grid.xs) - 1
        at = tuple(round(x, 2) for x in grid.xs)
        self.tables.append(
            PhysicalTable(rows, columns, tuple(cells), start, self.position, number, outline, at, table.origin)
        )
        if table.doubtful:
            self.remark(
                "table-doubtful",
                f"第 {number} 页有一张表的框线不完整，单元格的划分请对照原件核对",
                start,
                self.position,
            )


def _keep_on_page(columns: list[list[float]], pages: "array[int]", reasons: "array[int]", content: PageContent) -> None:
    """Boxes cut at the page's edges and turned back to the page as seen; one with nothing on the page is given up."""
    frame = content.frame
    width, height = frame.width, frame.height
    for k, page in enumerate(pages):
        if not page:
            continue
        x0, top, x1, bottom = (column[k] for column in columns)
        x0, top, x1, bottom = max(x0, 0.0), max(top, 0.0), min(x1, width), min(bottom, height)
        if x0 <= x1 and top <= bottom:
            box = content.seen((x0, top, x1, bottom))
        else:
            box, pages[k], reasons[k] = (0.0, 0.0, 0.0, 0.0), 0, _GENERATED
        for column, value in zip(columns, box, strict=True):
            column[k] = value


def _rounded(box: Box) -> Box:
    x0, top, x1, bottom = box
    return _hundredths(x0), _hundredths(top), _hundredths(x1), _hundredths(bottom)


@lru_cache(maxsize=1024)  # the cells of a table share their sides
def _hundredths(side: float) -> float:
    return round(side, 2)
