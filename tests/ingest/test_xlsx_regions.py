"""What stands on a sheet: where tables begin and end, and what is words beside them."""

import pytest
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from corpus.source_text import Role
from ingest import read_bytes
from tests.xlsx_files import xlsx_of

# name, sheet (a name that begins with ~ has no borders), what stands on it in order: a table's range, or a line's words
LAYOUTS = [
    ("title and note outside the borders", "表", "《考核表\n项目 | 标准 | 分值\n甲 | 扣1分 | 5\n注：逐项扣完为止。", ["考核表", "A2:C3", "注：逐项扣完为止。"]),
    ("marker, title, form line", "表", "附件1\n《考核表\n项目 | 标准 | 分值\n甲 | 扣1分 | 5", ["附件1", "考核表", "A3:C4"]),
    ("no borders", "~表", "考核表\n项目 | 标准 | 分值\n甲 | 扣1分 | 5\n备注：本表由区应急局负责解释。", ["考核表", "A2:C3", "备注：本表由区应急局负责解释。"]),
    ("a section row opens the table below the header", "~表", "考核表\n项目 | 标准 | 分值\n一、组织（5分）\n甲 | 扣1分 | 5", ["考核表", "A2:C4"]),
    ("two tables below each other", "表", "甲表\n项目 | 标准 | 分值\n甲 | 扣1分 | 5\n\n乙表\n项目 | 分值 | 单位\n乙 | 5 | 村", ["甲表", "A2:C3", "乙表", "A6:C7"]),
    ("two tables, no row between, the header again", "表", "《甲表\n项目 | 标准 | 分值\n甲 | 扣1分 | 5\n《乙表\n项目 | 标准 | 分值\n乙 | 扣1分 | 5", ["甲表", "A2:C3", "乙表", "A5:C6"]),
    ("a header printed again belongs to the table", "表", "项目 | 标准 | 分值\n甲 | 扣1分 | 5\n项目 | 标准 | 分值\n乙 | 扣1分 | 5", ["A1:C4"]),
    ("a blank row between groups", "~表", "项目 | 标准 | 分值\n甲 | 扣1分 | 5\n\n乙 | 扣1分 | 5", ["A1:C4"]),
    ("side by side", "~表", "项目 | 标准 | 分值 | | 单位 | 电话\n甲 | 扣1分 | 5 | | 村 | 1\n乙 | 扣1分 | 5 | | 组 | 2", ["A1:C3", "E1:F3"]),
    ("a narrow gap before the points is no gap", "~表", "项目 | 标准 | | 分值\n甲 | 扣1分 | | 5\n乙 | 扣1分 | | 5", ["A1:D3"]),
    ("a remark at the side", "~表", "项目 | 标准 | 分值\n甲 | 扣1分 | 5 | | 待定\n乙 | 扣1分 | 5", ["A1:C3", "待定"]),
    ("only words", "~表", "各单位：\n请按表填报。", ["各单位：", "请按表填报。"]),
    ("a form's blank rows", "表", "签到表\n序号 | 姓名 | 签名\n1 | |\n2 | |\n | |\n | |", ["签到表", "A2:C6"]),
]  # fmt: skip


def regions(name: str, layout: str) -> list[str]:
    source = read_bytes(xlsx_of((name, layout)), "某表.xlsx")
    found: list[tuple[int, str]] = []
    for table in source.tables:
        last = table.address(table.rows - 1, table.columns - 1)
        found.append((table.start, f"{table.address(0, 0)}:{last}"))
    for line in source.lines:
        said = source.text[line.start : line.end]
        if line.role is Role.BODY and said != name.lstrip("~"):
            found.append((line.start, said))
    return [what for _, what in sorted(found)]


@pytest.mark.parametrize(("name", "layout", "expected"), [row[1:] for row in LAYOUTS], ids=[row[0] for row in LAYOUTS])
def test_regions(name: str, layout: str, expected: list[str]) -> None:
    assert regions(name, layout) == expected


def test_borders_and_merges_to_the_end_of_the_sheet_cost_nothing() -> None:
    def draw(sheet: Worksheet) -> None:
        thin = Side(style="thin")
        for row in range(1, 3000):
            sheet.cell(row, 1).border = Border(left=thin, right=thin, top=thin, bottom=thin)
            sheet.cell(row, 2).border = Border(left=thin, right=thin, top=thin, bottom=thin)
        sheet["XFD1048576"] = "边角"
        sheet.merged_cells.add("D1:D1048576")

    source = read_bytes(xlsx_of(("表", "项目 | 分值\n甲 | 5\n乙 | 6"), touch={"表": draw}), "某表.xlsx")
    assert [(t.rows, t.columns) for t in source.tables] == [(33, 2)]
    assert source.text.endswith("边角")


def test_a_grid_too_large_for_a_table_is_read_by_lines() -> None:
    def scatter(sheet: Worksheet) -> None:
        for i in range(1, 900):
            sheet.cell(i, i, f"第{i}")
            sheet.cell(i, i + 1, "甲")

    source = read_bytes(xlsx_of(("表", "项目 | 分值"), touch={"表": scatter}), "某表.xlsx")
    assert not source.tables
    assert "第899" in source.text
    assert {remark.code for remark in source.remarks} == {"table-doubtful"}
