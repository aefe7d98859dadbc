"""An XLSX file's bytes → its source text."""

import hashlib
import re
from collections.abc import Iterable, Sequence

from corpus.source_text import Cell, Role, SourceDocument, SourceText, Unboxed, sheet_address
from corpus.spans import Span
from ingest.assemble import Assembly
from ingest.docx.parts import Parts
from ingest.limits import Limits
from ingest.messages import unreadable
from ingest.typed_lines import typed_lines
from ingest.xlsx.drawings import Overlay, read_overlay
from ingest.xlsx.places import Area
from ingest.xlsx.regions import Table, Words, regions
from ingest.xlsx.sheet import Place, Sheet
from ingest.xlsx.workbook import SheetPart, Workbook

PARSER = "xlsx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DEFAULT_NAME = re.compile(r"(?:Sheet|sheet|工作表|表)\s*\d*(?:\s*[（(]\d+[）)])?")


def read_xlsx(data: bytes, name: str, limits: Limits | None = None) -> SourceText:
    """The text of an XLSX workbook as its sheets show it: numbers in their formats, stored results of formulas.

    Each sheet begins with its name on a line of its own (but for names like Sheet1), `Role.HEADER` where words of the
    sheet's own stand above its first table; its tables follow as physical
    tables, rows ended by line ends, cells parted by tabs, line breaks inside cells kept; what stands above, between and
    below tables is lines. A table's `name` is its sheet, `at` its top left place. Sheets, rows and columns that are
    hidden are read too, with the remark "hidden-text". A sum without a stored result is worked out where it is a plain
    SUM or + over cells (`Unboxed.COMPUTED`, remark "computed-number"); any other is left blank and named. There are no pages.
    Left out, with a remark: comments, pictures, charts, what a merge covers, results that are errors.
    Raises `Unreadable` for a damaged or oversized package and for one without any text.
    """
    limits = limits or Limits()
    workbook = Workbook(Parts(data, name, limits), name)
    writer = _Writer()
    for listed in workbook.sheets():
        sheet = None if listed.skipped else workbook.sheet(listed)
        if sheet is None:
            what = listed.skipped or "内容部件缺失"
            writer.assembly.remark("object", f"工作表“{listed.name}”没有读入（{what}）", writer.here, writer.here)
        else:
            writer.sheet(listed, sheet, read_overlay(workbook.related_to(listed.part)))
    source = writer.assembly.finish(SourceDocument(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE, PARSER))
    if not source.text.strip():
        raise unreadable("no-text", name)
    return source


class _Writer:
    """Writes sheets into an assembly and remembers where each cell came to stand."""

    def __init__(self) -> None:
        self.assembly = Assembly()
        self._spans: dict[Place, Span] = {}
        self._sheet = Sheet("")

    @property
    def here(self) -> int:
        """Where the next piece of text will begin."""
        return self.assembly.position

    def sheet(self, listed: SheetPart, sheet: Sheet, overlay: Overlay) -> None:
        """One sheet: its name, its regions, its text boxes, and the remarks on it."""
        self._sheet, self._spans = sheet, {}
        found = regions(sheet)
        if not found and not overlay.boxes:
            return
        self.assembly.separate("\n")
        start = self.here
        if not _DEFAULT_NAME.fullmatch(sheet.name) and sheet.name.strip():
            role = Role.BODY if not found or isinstance(found[0], Table) else Role.HEADER  # its title stands below
            self.assembly.line(*self.assembly.write(sheet.name.strip()), role=role, hard=True, align="center")
        for region in found:
            if self.here > start:
                self.assembly.write("\n", Unboxed.SEPARATOR)
            if isinstance(region, Table):
                self._table(region.area)
            else:
                self._words(region)
        for box in overlay.boxes:
            self._box(box, start)
        self._remarks(listed, overlay, start)

    # --- regions ---------------------------------------------------------------------------------------------------------

    def _words(self, words: Words) -> None:
        for i, column in enumerate(words.columns):
            if i:
                self.assembly.write("\t", Unboxed.SEPARATOR)
            self._text((words.row, column))
        first, last = self._spans[words.row, words.columns[0]], self._spans[words.row, words.columns[-1]]
        said = "\t".join(self._sheet.texts[words.row, column] for column in words.columns).strip()
        for start, end in _lines(said, first[0]):
            self.assembly.line(start, end, hard=True, align=self._align(words))
        if words.doubtful:
            said = "表格过大而内容稀疏，没有作为表格读取，只按行读入文字"
            self.assembly.remark("table-doubtful", said, first[0], last[1])

    def _align(self, words: Words) -> str:
        """A cell merged over several columns above a table is a title, set in the middle."""
        at = words.row, words.columns[0]
        wide = any((a.top, a.left) == at and a.right - a.left > 1 for a in self._sheet.merged)
        return "center" if wide and len(words.columns) == 1 and len(self._sheet.texts[at]) <= 40 else "left"

    def _table(self, area: Area) -> None:
        merged = {(a.top, a.left): a for a in self._sheet.merged if _inside((a.top, a.left), area)}
        covered: set[Place] = set()
        cells: list[Cell] = []
        start = self.here
        for row in range(area.top, area.bottom + 1):
            if row > area.top:
                self.assembly.write("\n", Unboxed.SEPARATOR)
            for column in range(area.left, area.right + 1):
                if column > area.left:
                    self.assembly.write("\t", Unboxed.SEPARATOR)
                if (row, column) in covered:
                    continue
                down = across = 1
                if (merge := merged.get((row, column))) is not None:
                    down = min(merge.bottom, area.bottom) - row + 1
                    across = min(merge.right, area.right) - column + 1
                    covered.update((row + i, column + j) for i in range(down) for j in range(across))
                if (row, column) not in self._sheet.texts:
                    begin = end = self.here
                else:
                    begin, end = self._text((row, column))
                    for line in _lines(self._sheet.texts[row, column].strip(), begin):
                        self.assembly.line(*line, role=Role.CELL)
                cells.append(Cell(row - area.top, column - area.left, begin, end, down, across))
        header = self._sheet.header_end - area.top + 1
        self.assembly.table(
            area.bottom - area.top + 1,
            area.right - area.left + 1,
            cells,
            start,
            self.here,
            origin="grid",
            header_rows=header if 0 < header <= min(5, area.bottom - area.top) else 0,
            name=self._sheet.name,
            at=(area.top, area.left),
        )

    def _text(self, at: Place) -> Span:
        """Write a cell; the span of its text without white space around it."""
        raw = self._sheet.texts[at]
        why = Unboxed.COMPUTED if at in self._sheet.computed else Unboxed.FLOWED
        start, end = self.assembly.write(raw, why)
        start, end = start + len(raw) - len(raw.lstrip()), end - len(raw) + len(raw.rstrip())
        self._spans[at] = start, end
        return start, end

    def _box(self, paragraphs: Sequence[str], sheet_start: int) -> None:
        if self.here > sheet_start:
            self.assembly.write("\n", Unboxed.SEPARATOR)
        start = self.here
        for i, paragraph in enumerate(paragraphs):
            if i:
                self.assembly.write("\n", Unboxed.SEPARATOR)
            self.assembly.line(*self.assembly.write(paragraph), role=Role.TEXT_BOX, hard=True)
        self.assembly.remark("text-box", "文本框里的文字，放在所在工作表的末尾", start, self.here)

    # --- remarks -----------------------------------------------------------------------------------------------------------

    def _remarks(self, listed: SheetPart, overlay: Overlay, start: int) -> None:
        sheet, remark = self._sheet, self.assembly.remark
        called = f"工作表“{sheet.name}”"
        if listed.hidden:
            remark("hidden-text", f"{called}是隐藏的，已读入，请核对是否应作依据", start, self.here)
        for first, last in _runs(sheet.hidden_rows):
            self._hidden(
                f"{called}第 {first} 行" if first == last else f"{called}第 {first}—{last} 行", rows=(first, last)
            )
        for first, last in sheet.hidden_columns:
            left, right = (sheet_address(0, c)[:-1] for c in (first, last))
            self._hidden(
                f"{called} {left} 列" if first == last else f"{called} {left}—{right} 列", columns=(first, last)
            )
        if sheet.errors:
            named = "、".join(sheet.errors[:8]) + (f"等 {len(sheet.errors)} 处" if len(sheet.errors) > 8 else "")
            remark("formula-error", f"{called} {named}的公式出错，按空白读入", start, start)
        for note in sheet.notes:
            span = self._spans.get(note.at, (start, start))
            remark(note.code, f"{called} {note.text}", *span)
        for code, words in overlay.left_out():
            remark(code, f"{called}{words}" if words[0].isdigit() else f"{called} {words}", start, start)

    def _hidden(
        self, called: str, *, rows: tuple[int, int] = (1, 1 << 21), columns: tuple[int, int] = (1, 1 << 15)
    ) -> None:
        spans = [
            span
            for (row, column), span in self._spans.items()
            if rows[0] <= row <= rows[1] and columns[0] <= column <= columns[1] and span[0] < span[1]
        ]
        if spans:
            words = f"{called}是隐藏的，已读入，请核对是否应作依据"
            self.assembly.remark("hidden-text", words, min(s for s, _ in spans), max(e for _, e in spans))


def _lines(text: str, start: int) -> Iterable[Span]:
    """The lines of a cell's text that begins at `start`."""
    if text.isprintable():
        return ((start, start + len(text)),)
    return [(start + line.start, start + line.end) for line in typed_lines(text)]


def _inside(at: Place, area: Area) -> bool:
    return area.top <= at[0] <= area.bottom and area.left <= at[1] <= area.right


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches of consecutive rows: [3, 4, 7] → (3, 4), (7, 7)."""
    out: list[tuple[int, int]] = []
    for row in rows:
        if out and row == out[-1][1] + 1:
            out[-1] = out[-1][0], row
        else:
            out.append((row, row))
    return out
