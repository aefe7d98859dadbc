"""A workbook's text: numbers as shown, merges, hidden parts, formulas, and what is left out with a remark."""

from collections.abc import Callable
from datetime import date

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from corpus.codec import dumps, loads
from corpus.errors import Unreadable
from corpus.source_text import Cell, PhysicalTable, Role, SourceText, Unboxed
from ingest import read_bytes
from ingest.xlsx.formats import NumberFormat
from tests.docx_files import zip_of
from tests.xlsx_files import with_parts, xlsx_of

SHEET = """《云溪区考核评分表
项目 | 评分标准 | 分值
组织领导 | 未成立的扣5分 | 40
隐患治理 | 未治理的扣5分 | 60
合计 | < | =SUM(C3:C4)
"""


def read(*sheets: tuple[str, str], **how: object) -> SourceText:
    return read_bytes(xlsx_of(*sheets, **how), "评分表.xlsx")  # type: ignore[arg-type]


def rows(source: SourceText, index: int = 0) -> list[list[str]]:
    """A table's cells by rows, as they stand."""
    table = source.tables[index]
    return [[source.text[c.start : c.end] for c in table.cells if c.row == row] for row in range(table.rows)]


def remarks(source: SourceText, code: str) -> list[str]:
    return [remark.text for remark in source.remarks if remark.code == code]


def test_a_sheet_is_its_title_and_its_table() -> None:
    source = read(("2024年", SHEET))
    table = source.tables[0]
    assert [source.text[line.start : line.end] for line in source.lines if line.role is Role.BODY] == [
        "云溪区考核评分表"
    ]
    assert [source.text[line.start : line.end] for line in source.lines if line.role is Role.HEADER] == ["2024年"]
    assert (table.name, table.at, table.rows, table.columns) == ("2024年", (2, 1), 4, 3)
    assert table.address(1, 2) == "C3"
    assert rows(source)[3] == ["合计", "100"]
    assert source.document.pages == ()
    assert loads(dumps(source)) == source


def test_a_sheet_without_a_title_is_called_by_its_name_unless_that_says_nothing() -> None:
    layout = SHEET.split("\n", 1)[1]
    assert read(("街道考核表", layout)).text.startswith("街道考核表\n项目\t")
    assert read(("Sheet1", layout)).text.startswith("项目\t")


def test_merged_cells_span_and_what_they_cover_is_named() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.unmerge_cells("A2:A3")
        sheet["A3"] = "旧名称"
        sheet.merged_cells.add("A2:A3")

    source = read(("表", "类别 | 项目 | 分值\n责任 | 甲 | 1\n^ | 乙 | 2"), touch={"表": hide})
    assert next(c for c in source.tables[0].cells if source.text[c.start : c.end] == "责任").row_span == 2
    assert remarks(source, "hidden-text") == ["工作表“表” A3 被合并单元格遮住、原件不显示的文字没有读入：旧名称"]


# stored number, format, what is shown
SHOWN = [
    ("0.5", "General", "0.5"), ("20", "General", "20"), ("0.30000000000000004", "General", "0.3"), ("1.1", "General", "1.1"),
    ("0.2", "0%", "20%"), ("0.125", "0.0%", "12.5%"), ("0.125", "0%", "13%"), ("12.5", "0.00", "12.50"), ("1234.5", "#,##0.00", "1,234.50"),
    ("5", "0.0_ ", "5.0"), ("5", '0"分"', "5分"), ("-2", "0.0_);[Red]\\(0.0\\)", "(2.0)"), ("-2", "0", "-2"), ("5", "+0;-0", "+5"),
    ("0", "0;-0;", ""), ("3", "@", "3"), ("7", "000", "007"), ("2.5", "0.##", "2.5"), ("2", "0.##", "2"), ("95", '[>=90]"优秀";[>=60]"合格";"不合格"', "优秀"),
    ("45292", "yyyy/m/d", "2024/1/1"), ("45292", 'yyyy"年"m"月"d"日"', "2024年1月1日"), ("45292.75", "yyyy-mm-dd hh:mm", "2024-01-01 18:00"),
    ("45292", "aaaa", "星期一"), ("45292", "[$-804]yyyy\\-mm", "2024-01"), ("1.5", "[h]:mm", "36:00"), ("1E+30", "General", "1E+30"),
    ("0.333333333333333", "# ?/?", "0.3333333333"), ("1234567", "#,##0,", "1,235"), ("NaN", "0.0", "NaN"),
]  # fmt: skip


@pytest.mark.parametrize(("stored", "code", "shown"), SHOWN)
def test_a_number_is_read_as_it_is_shown(stored: str, code: str, shown: str) -> None:
    assert NumberFormat(code).show(stored) == shown


def test_dates_percentages_and_text_numbers_in_a_sheet() -> None:
    def style(sheet: Worksheet) -> None:
        sheet["B2"] = date(2024, 10, 31)
        sheet["B2"].number_format = 'yyyy"年"m"月"d"日"'
        sheet["C2"].number_format = "0%"

    layout = "项目 | 完成时限 | 权重 | 分值\n甲 | | 0.2 | '20\n乙 | 月底 | 0 | 0.5"
    assert rows(read(("表", layout), touch={"表": style}))[1:] == [
        ["甲", "2024年10月31日", "20%", "20"],
        ["乙", "月底", "0", "0.5"],
    ]


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    def style(sheet: Worksheet) -> None:
        sheet["B2"].number_format = "yyyy-mm-dd"

    source = read(("表", "项目 | 时限 | 分值\n甲 | 43830 | 5"), touch={"表": style}, epoch=CALENDAR_MAC_1904)
    assert rows(source)[1][1] == "2024-01-01"


# formula, what its cell reads, words of the remark ("" for none)
FORMULAS = [
    ("=SUM(C2:C3)", "12.5", "没有存结果，按各单元格相加得 12.5"),
    ("=C2+C3", "12.5", "C4 的公式 C2+C3"),
    ("=SUM(C2,C3,10)+1", "23.5", "相加"),
    ("=SUM($C$2:C3)", "12.5", "相加"),
    ("=C2*2", "", "没有存结果，按空白读入"),
    ("=SUM(其他!C2:C3)", "", "按空白读入"),
    ("=SUM([1]Sheet1!C2)", "", "按空白读入"),
    ("=C4+1", "", "按空白读入"),
    ('=WEBSERVICE("x")', "", "按空白读入"),
]


@pytest.mark.parametrize(("formula", "value", "said"), FORMULAS)
def test_only_plain_sums_are_worked_out(formula: str, value: str, said: str) -> None:
    source = read(("表", f"项目 | 评分标准 | 分值\n甲 | 未做扣1分 | 10\n乙 | 未做扣1分 | 2.5\n合计 | | {formula}"))
    cell = next(c for c in source.tables[0].cells if (c.row, c.column) == (3, 2))
    assert source.text[cell.start : cell.end] == value
    assert any(said in text for code in ("computed-number", "formula-unknown") for text in remarks(source, code))
    if value:
        assert source.boxes.why[cell.start] == Unboxed.COMPUTED


def stored(value: str, kind: str = "") -> Callable[[str, bytes], bytes]:
    """Give the one formula of a sheet a stored result."""

    def change(name: str, part: bytes) -> bytes:
        if name == "xl/workbook.xml":
            return part.replace(b'fullCalcOnLoad="1"', b"")
        part = part.replace(b"<v></v>", b"<v/>").replace(b"</f><v/>", f"</f><v>{value}</v>".encode())
        return part.replace(b'<c r="C4"', b'<c r="C4" t="%s"' % kind.encode()) if kind else part

    return change


def test_a_stored_result_is_what_is_read_and_a_stale_one_is_named() -> None:
    data = xlsx_of(("表", "项目 | 标准 | 分值\n甲 | 扣1分 | 10\n乙 | 扣1分 | 2\n合计 | | =SUM(C2:C3)"))
    fresh = read_bytes(with_parts(data, stored("12")), "表.xlsx")
    assert rows(fresh)[3][2] == "12"
    assert not fresh.remarks
    stale = read_bytes(with_parts(data, stored("100")), "表.xlsx")
    assert rows(stale)[3][2] == "100"
    assert "存的结果是 100，按各单元格相加得 12" in remarks(stale, "formula-stale")[0]


def test_an_error_is_blank_and_named() -> None:
    data = xlsx_of(("表", "项目 | 标准 | 分值\n甲 | 扣1分 | 10\n乙 | 扣1分 | 2\n率 | | =C2/0"))
    source = read_bytes(with_parts(data, stored("#DIV/0!", "e")), "表.xlsx")
    assert rows(source)[3][2] == ""
    assert remarks(source, "formula-error") == ["工作表“表” C4（#DIV/0!）的公式出错，按空白读入"]


def test_hidden_rows_columns_and_sheets_are_read_and_named() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    def away(sheet: Worksheet) -> None:
        sheet.sheet_state = "veryHidden"

    source = read(("表", SHEET), ("底稿", SHEET), touch={"表": hide, "底稿": away})
    assert remarks(source, "hidden-text") == [
        "工作表“表” B 列是隐藏的，已读入，请核对是否应作依据",
        "工作表“表”第 3 行是隐藏的，已读入，请核对是否应作依据",
        "工作表“底稿”是隐藏的，已读入，请核对是否应作依据",
    ]
    assert rows(source)[1] == ["组织领导", "未成立的扣5分", "40"]


def test_comments_and_text_boxes() -> None:
    def remark(sheet: Worksheet) -> None:
        sheet["C3"].comment = Comment("去年是30分", "某人")

    source = read(("表", SHEET), touch={"表": remark})
    assert remarks(source, "comment") == ["工作表“表” C3 的批注没有读入"]
    assert "去年" not in source.text


def test_a_text_box_stands_at_its_sheets_end() -> None:
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:sp><xdr:txBody>'
        "<a:p><a:r><a:t>说明：逐项</a:t></a:r><a:r><a:t>扣分</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="/xl/drawing.xml"/></Relationships>'
    )
    parts = {"xl/drawing.xml": drawing.encode(), "xl/worksheets/_rels/sheet1.xml.rels": relations.encode()}
    data = with_parts(xlsx_of(("表", SHEET)), lambda name, part: part, parts=parts)
    source = read_bytes(data, "表.xlsx")
    assert source.text.endswith("\n说明：逐项扣分")
    assert source.lines[-1].role is Role.TEXT_BOX
    assert remarks(source, "text-box")


def test_rich_text_line_breaks_and_escapes() -> None:
    def enrich(sheet: Worksheet) -> None:
        sheet["B2"] = CellRichText("未", TextBlock(InlineFont(b=True), "成立"))

    layout = "项目 | 评分标准 | 分值\n组/织 | 未成立的扣5分 | 40\n隐患 | 1.甲_x000D_/2.乙 | 60"
    source = read(("表", layout), touch={"表": enrich})
    assert rows(source)[1:] == [["组\n织", "未成立", "40"], ["隐患", "1.甲\n2.乙", "60"]]
    spans = [(line.start, line.end) for line in source.lines if line.role is Role.CELL]
    assert [source.text[a:b] for a, b in spans[-3:]] == ["1.甲", "2.乙", "60"]


def test_print_titles_and_frozen_rows_are_the_header() -> None:
    def titles(sheet: Worksheet) -> None:
        sheet.print_title_rows = "2:2"

    def frozen(sheet: Worksheet) -> None:
        sheet.freeze_panes = "A3"

    assert [read(("表", SHEET), touch={"表": f}).tables[0].header_rows for f in (titles, frozen, lambda _: None)] == [
        1,
        1,
        0,
    ]


def test_no_box_and_each_grid_place_once() -> None:
    source = read(("表", "甲 | 乙 | <\n^ | 丙 | 丁\n1 | 2 | 3"))
    table: PhysicalTable = source.tables[0]
    assert table.cells[0] == Cell(0, 0, table.start, table.start + 1, 2, 1)
    places = [(c.row + i, c.column + j) for c in table.cells for i in range(c.row_span) for j in range(c.column_span)]
    assert sorted(places) == [(row, column) for row in range(3) for column in range(3)]
    assert not any(source.boxes.page)


REFUSED = [
    ("no-workbook", zip_of({"[Content_Types].xml": b"<Types/>", "xl/styles.xml": b"<x/>"})),
    ("damaged-part", zip_of({"xl/workbook.xml": b"<workbook><sheets>"})),
    ("damaged-part", zip_of({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'})),
    ("no-text", xlsx_of(("表", " | "))),
]


@pytest.mark.parametrize(("code", "data"), REFUSED, ids=["no workbook", "cut short", "entities", "blank"])
def test_what_cannot_be_read_is_refused_in_words(code: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(data, "评分表.xlsx")
    assert refusal.value.code == code
    assert "“评分表.xlsx”" in refusal.value.message
