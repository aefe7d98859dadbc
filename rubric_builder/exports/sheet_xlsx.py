"""考评表.xlsx: one unit's score sheet — self-assessment beside on-site assessment, live formulas, every row with its clause.

Sheets: 考评表 (to fill in), 得分汇总, 依据 (quotes, linked both ways), and a hidden one that says which schema it is of.
Only the cells to fill in are unlocked. Text from documents goes in as text; formulas are ours alone.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import escape

from rubric_builder.exports import wording
from rubric_builder.exports.inert import one_line
from rubric_builder.exports.packing import MOMENT, StoredZip, deflated
from rubric_builder.exports.rubric_xlsx import print_setup, write_text
from rubric_builder.exports.sheet_formulas import item_formula, row_formula
from rubric_builder.exports.sheet_layout import (
    APPLIES,
    NOT_APPLICABLE,
    SIZE,
    SheetItem,
    SheetPlan,
    SheetRow,
    ask_words,
    pages_of,
    quotes_of,
    titled,
)
from rubric_builder.exports.sheet_places import MAIN, Places
from rubric_builder.exports.sheet_summary import summary_sheet
from rubric_builder.exports.styles import XLSX_BODY, XLSX_FORMATS
from rubric_builder.exports.wrapping import height_of
from rubric_builder.scoring.asking import Asked

SUMMARY, EVIDENCE, MARK = "得分汇总", "依据", "_kaohe"
FORMAT = "kaohe.sheet/1"

_INPUT = {"bg_color": "#FFF9E5", "locked": False, "align": "center", "font_size": SIZE}
_FORMATS: Mapping[str, Mapping[str, Any]] = {
    **XLSX_FORMATS,
    "cell": {"align": "left", "font_size": SIZE}, "middle": {"align": "center", "font_size": SIZE},
    "heading": {**XLSX_FORMATS["header"], "font_size": SIZE},
    "strong": {"align": "center", "font_size": SIZE, "font_name": "黑体"},
    "number": {"align": "center", "font_size": SIZE, "num_format": "0.##;-0.##;0"},
    "result": {"align": "center", "font_size": SIZE, "num_format": "0.##;-0.##;0", "bg_color": "#F3F5F8"},
    "input": _INPUT, "percent": {**_INPUT, "num_format": '0.###"%"'},
    "list": {**_INPUT, "num_format": "@"},
    "note": {**_INPUT, "align": "left"},
    "link": {"align": "center", "font_size": SIZE, "font_color": "#1F4E9E", "underline": 1},
    "band": {**XLSX_FORMATS["block"], "align": "left", "font_size": 10},
    "wide": {"align": "left", "border": 0}, "rate": {"align": "center", "font_size": SIZE, "num_format": "0.0%"},
}  # fmt: skip

EXCEL_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_OPEN_TO_ALL = {
    "format_columns": True, "format_rows": True, "sort": True, "autofilter": True, "insert_rows": True,
    "select_locked_cells": True, "select_unlocked_cells": True, "insert_columns": False,
}  # fmt: skip


def sheet_xlsx(plan: SheetPlan, unit: str) -> bytes:
    """The workbook for a unit. The same plan and unit give the same bytes."""
    return SheetMaker(plan).workbook(unit)


class SheetMaker:
    """The sheets of one kind of unit: drawn once, handed out under every unit's name."""

    def __init__(self, plan: SheetPlan) -> None:
        self._entries: list[tuple[zipfile.ZipInfo, bytes]] = []
        with zipfile.ZipFile(io.BytesIO(_drawn(plan, _UNIT))) as container:
            self._entries = [(entry, container.read(entry)) for entry in container.infolist()]
        self._packed = {entry.filename: deflated(content) for entry, content in self._entries}

    def workbook(self, unit: str) -> bytes:
        """The workbook for a unit."""
        name = escape(one_line(unit)).encode("utf-8")
        mark = _UNIT.encode("utf-8")
        archive = StoredZip()
        for entry, content in self._entries:
            if mark in content:
                content = content.replace(mark, name)
                archive.add(entry.filename, content, deflated(content))
            else:
                archive.add(entry.filename, content, self._packed[entry.filename])
        return archive.to_bytes()


_UNIT = "\ue0a1单位\ue0a2"
"""Stands for the unit's name while a workbook is drawn; private-use characters, which no text has."""


def _drawn(plan: SheetPlan, unit: str) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # ships no types

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, EXCEL_OPTIONS)
    book.set_properties({"title": f"{unit}考评表", "author": "", "created": MOMENT})
    formats = {name: book.add_format({**XLSX_BODY, **changes}) for name, changes in _FORMATS.items()}
    sheets = {name: book.add_worksheet(name) for name in (MAIN, SUMMARY, EVIDENCE, MARK)}
    main = _Main(sheets[MAIN], formats, plan, unit)
    main.write()
    summary_sheet(sheets[SUMMARY], formats, plan, unit, main.places)
    _evidence_sheet(sheets[EVIDENCE], formats, plan, main.places)
    _mark_sheet(sheets[MARK], plan, unit)
    sheets[MAIN].activate()
    book.close()
    return out.getvalue()


class _Main:
    def __init__(self, sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, unit: str) -> None:
        self.sheet, self.formats, self.plan, self.unit = sheet, formats, plan, unit
        self.head = list(self._head())
        self.places = Places(plan, len(self.head))
        self.evidence = {row.id: n for n, row in enumerate((r for i in plan.items for r in i.rows), 2)}

    def write(self) -> None:
        """Everything."""
        sheet, columns = self.sheet, self.plan.columns
        whole = sum(c.width for c in columns)
        last = max(n for n, c in enumerate(columns) if c.width)
        for row, (text, style, size) in enumerate(self.head):
            sheet.set_row(row, height_of(text, whole, size) + 4)
            write_text(sheet, row, 0, text, self.formats[style], columns=last + 1)
        header = len(self.head)
        sheet.set_row(header, 40)
        for n, column in enumerate(columns):
            sheet.set_column(n, n, column.width or 8, None, {} if column.width else {"hidden": True})
            write_text(sheet, header, n, column.heading, self.formats["heading"])
        for row, words in self.places.bands.items():
            sheet.set_row(row, 20)
            write_text(sheet, row, 0, words, self.formats["band"], columns=last + 1)
        for item in self.plan.items:
            self._item(item)
        self._merged_names()
        self._foot(last)
        print_setup(sheet, header, reviewed=self.plan.reviewed)
        sheet.print_area(0, 0, self.places.last + 1, last)
        sheet.freeze_panes(header + 1, self.plan.at("path") + 1)
        sheet.protect("", _OPEN_TO_ALL)

    def _head(self) -> Iterator[tuple[str, str, float]]:
        scheme = self.plan.scheme
        yield titled(scheme, "评分表"), "title", 18.0
        if not self.plan.reviewed:
            yield wording.UNREVIEWED_NOTE, "unreviewed", 11.0
        group = f"（{scheme.group}）" if scheme.group else ""
        yield (
            f"被考评单位：{one_line(self.unit)}{group}　　标准分：{wording.points(scheme.standard)}分　　只填写浅黄色单元格；自评由单位填写，现场考评由考评组填写",
            "about",
            10.0,
        )

    def _put(self, row: int, code: str, text: str, style: str) -> None:
        if any(c.code == code for c in self.plan.columns):
            write_text(self.sheet, row, self.plan.at(code), text, self.formats[style])

    def _shared(self, first: int, count: int, code: str, text: str, style: str) -> None:
        if any(c.code == code for c in self.plan.columns):
            write_text(self.sheet, first, self.plan.at(code), text, self.formats[style], rows=count)

    def _item(self, item: SheetItem) -> None:
        sheet, places, plan = self.sheet, self.places, self.plan
        first, count = places.first[item.id] - 1, len(item.rows)
        scored = item.kind in ("item", "moved")
        self._shared(first, count, "text", item.text, "cell")
        self._shared(first, count, "method", item.method, "middle")
        self._shared(first, count, "full", "", "number")
        if item.full is not None:
            sheet.write_number(first, plan.at("full"), float(item.full), self.formats["number"])
        self._shared(first, count, "apply", APPLIES if scored else "", "input" if scored else "middle")
        if scored:
            sheet.data_validation(
                first, plan.at("apply"), first, plan.at("apply"),
                {"validate": "list", "source": [APPLIES, NOT_APPLICABLE], "error_title": "是否适用",
                 "error_message": "请选“适用”或“不适用”；不适用的，在扣分说明栏写明理由"},
            )  # fmt: skip
        for n, row in enumerate(item.rows):
            at = places.rows[row.id] - 1
            sheet.set_row(at, row.height)
            self._row(item, row, at)
            for code, value in (("item_id", item.id), ("top_id", item.top if n == 0 else "")):
                self._put(at, code, value, "cell")
        for code in ("self_score", "lost", "score"):
            self._shared(first, count, code, "", "result")
        if scored:
            self._scores(item, first)

    def _row(self, item: SheetItem, row: SheetRow, at: int) -> None:
        sheet, places, plan = self.sheet, self.places, self.plan
        self._put(at, "ask", ask_words(row, len(item.rows) == 1), "cell")
        style = {"percentage": "percent", "counts": "list"}.get(row.ask.kind, "input")
        for code in ("self", "site"):
            sheet.write_blank(at, plan.at(code), None, self.formats[style])
            sheet.data_validation(
                at,
                plan.at(code),
                at,
                plan.at(code),
                validation(row.ask, places.cell(code, at + 1), self._most(row, code)),
            )
        sheet.write_blank(at, plan.at("note"), None, self.formats["note"])
        for source, target in (("self", "self_points"), ("site", "points")):
            self._put(at, target, "", "result")
            if row.term is not None:
                formula = row_formula(
                    row.term,
                    row.ask,
                    places.cell(source, at + 1),
                    blanks_count=plan.scheme.blanks_count,
                    applies=places.cell("apply", places.first[item.id]) if item.item else "",
                )
                sheet.write_formula(at, plan.at(target), formula, self.formats["result"], "")
        link = f"internal:'{EVIDENCE}'!A{self.evidence[row.id]}"
        sheet.write_url(at, plan.at("link"), link, self.formats["link"], "原文", one_line(row.cite)[:250])
        self._put(at, "row_id", row.id, "cell")

    def _most(self, row: SheetRow, code: str) -> str:
        """The cell that a row can't have more than: of what counts double, all of it."""
        base = row.term.base if row.term else ""
        return self.places.cell(code, self.places.rows[base]) if base in self.places.rows and row.ask.whole else ""

    def _scores(self, item: SheetItem, first: int) -> None:
        """自评得分, 得分 and 扣分分值 of an item."""
        assert item.item is not None
        places, plan = self.places, self.plan
        applies = places.cell("apply", first + 1)
        for source, points, target in (("self", "self_points", "self_score"), ("site", "points", "score")):
            cells = {r.id: places.cell(points, places.rows[r.id]) for r in item.rows}
            inputs = {r.id: places.cell(source, places.rows[r.id]) for r in item.rows}
            formula = item_formula(item.item, cells, inputs, applies)
            self.sheet.write_formula(first, plan.at(target), formula, self.formats["result"], "")
        if item.full is not None:
            score, full = places.cell("score", first + 1), places.cell("full", first + 1)
            formula = f'=IF(ISNUMBER({score}),MAX(0,ROUND({full}-{score},9)),"")'
            self.sheet.write_formula(first, plan.at("lost"), formula, self.formats["result"], "")

    def _merged_names(self) -> None:
        """一级要素, 二级要素 and 考评要点 beside all items that they are of."""
        for code, style in (("top", "strong"), ("path", "middle"), ("key", "cell")):
            runs: list[tuple[int, int, str]] = []
            before: object = None
            for item in self.plan.items:
                said = {"top": item.top_name, "path": item.path, "key": item.key_points}[code]
                whose = item.item.indicator.id if item.item and code == "key" else said
                key = (item.kind, item.top, whose)
                start, count = self.places.first[item.id] - 1, len(item.rows)
                if key == before and runs[-1][0] + runs[-1][1] == start:
                    runs[-1] = (runs[-1][0], runs[-1][1] + count, said)
                else:
                    runs.append((start, count, said))
                before = key
            for start, count, said in runs:
                self._shared(start, count, code, said, style)

    def _foot(self, last: int) -> None:
        row = self.places.last
        said = "自评单位（盖章）：　　　　　　　　　　　　考评组长（签字）：　　　　　　　　　　　　考评人员（签字）：　　　　　　　　　　　　日期：　　　　年　　月　　日"
        self.sheet.set_row(row, 34)
        write_text(self.sheet, row, 0, said, self.formats["wide"], columns=last + 1)


def validation(ask: Asked, cell: str, most: str = "") -> dict[str, Any]:
    """The bounds of a cell to fill in, as Excel holds them; `most`: the cell that it can't have more than."""
    low, high = float(ask.low), float(ask.high)
    said = f"应填：{ask.prompt}"[:250]
    common = {"ignore_blank": True, "error_title": "填报有误", "error_message": said, "input_message": said}
    if ask.labels:
        return {"validate": "list", "source": list(ask.labels), **common}
    if ask.kind == "counts":
        return {"validate": "length", "criteria": "<=", "value": 200, **common}
    if most:
        return {"validate": "custom", "value": f"=AND({cell}>=0,{cell}<={most},{cell}=INT({cell}))", **common}
    if ask.kind == "points" and ask.low > 0:
        return {"validate": "custom", "value": f"=OR({cell}=0,AND({cell}>={low:g},{cell}<={high:g}))", **common}
    kind = "integer" if ask.whole else "decimal"
    return {"validate": kind, "criteria": "between", "minimum": low, "maximum": high, **common}


_EVIDENCE = (
    ("编号", 17.0, "code"), ("项目", 30.0, "text"), ("计分规则", 34.0, "text"), ("引文（原文）", 52.0, "text"),
    ("条款", 34.0, "citation"), ("页", 6.0, "points"), ("返回", 7.0, "points"),
)  # fmt: skip


def _evidence_sheet(sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, places: Places) -> None:
    for column, (heading, width, _) in enumerate(_EVIDENCE):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, heading, formats["header"])
    sheet.set_row(0, 24)
    at = 1
    for item in plan.items:
        name = " › ".join(filter(None, (item.top_name, item.path)))
        for row in item.rows:
            line = (row.id, name, row.said, quotes_of(row), row.cite, pages_of(row))
            heights = [height_of(text, width, 9.0) for text, (_, width, _) in zip(line, _EVIDENCE, strict=False)]
            sheet.set_row(at, min(max(heights), 409.0))
            for column, (text, (_, _, style)) in enumerate(zip(line, _EVIDENCE, strict=False)):
                write_text(sheet, at, column, text, formats[f"small-{style}"])
            back = f"internal:'{MAIN}'!{places.cell('site', places.rows[row.id])}"
            sheet.write_url(at, len(line), back, formats["link"], "考评表")
            at += 1
    print_setup(sheet, 0, reviewed=plan.reviewed)
    sheet.protect("", _OPEN_TO_ALL)


def _mark_sheet(sheet: Any, plan: SheetPlan, unit: str) -> None:
    """Which schema, unit and kind of unit the workbook is of."""
    for row, (key, value) in enumerate(marks(plan, unit).items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.very_hidden()
    sheet.protect("")


def marks(plan: SheetPlan, unit: str) -> dict[str, str]:
    """What the hidden sheet says."""
    return {"format": FORMAT, "rubric": plan.rubric, "unit": one_line(unit), "group": plan.scheme.group or ""}
