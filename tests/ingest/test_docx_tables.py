"""Tables: every place of the grid is covered exactly once."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.source_text import PhysicalTable, Role, SourceText
from ingest.docx import read_docx
from tests.docx_files import docx_of, p, tbl, tc, tr


def read(*blocks: str) -> SourceText:
    return read_docx(docx_of(*blocks), "评分细则.docx")


def drawn(source: SourceText, table: PhysicalTable) -> list[list[str]]:
    """The table as rows of texts; a place covered by the cell above or to the left is that cell's text again."""
    grid = [["?"] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                assert grid[row][column] == "?", "covered twice"
                grid[row][column] = source.text[cell.start : cell.end]
    return grid


def test_names_merged_over_rows_and_a_section_row_over_columns() -> None:
    source = read(
        tbl(
            tr(tc("一级指标"), tc("二级指标"), tc("分值")),
            tr(tc("一、组织领导（20分）", span=3)),
            tr(tc("责任体系", down="restart"), tc("领导责任"), tc("12")),
            tr(tc(down="continue"), tc("部门责任"), tc("8")),
        )
    )
    (table,) = source.tables
    assert drawn(source, table) == [
        ["一级指标", "二级指标", "分值"],
        ["一、组织领导（20分）"] * 3,
        ["责任体系", "领导责任", "12"],
        ["责任体系", "部门责任", "8"],
    ]
    assert source.text.split("\n") == [
        "一级指标\t二级指标\t分值",
        "一、组织领导（20分）",
        "责任体系\t领导责任\t12",
        "\t部门责任\t8",
    ]
    assert (table.start, table.end, table.origin) == (0, len(source.text), "grid")
    assert {line.role for line in source.lines} == {Role.CELL}


@pytest.mark.parametrize(
    ("rows", "grid"),
    [
        # a gap before and after the row's cells
        ([tr(tc("甲"), tc("乙"), tc("丙")), tr(tc("丁"), properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>')],
         [["甲", "乙", "丙"], ["", "丁", ""]]),
        # a row that ends early
        ([tr(tc("甲"), tc("乙")), tr(tc("丙"))], [["甲", "乙"], ["丙", ""]]),
        # grid columns that no edge uses
        ([tr(tc("甲", span=3), tc("乙", span=2)), tr(tc("丙", span=3), tc("丁", span=2))], [["甲", "乙"], ["丙", "丁"]]),
        # a continuation that continues nothing
        ([tr(tc("甲"), tc("乙")), tr(tc("丙", down="continue"), tc("丁"))], [["甲", "乙"], ["丙", "丁"]]),
        # a continuation under a cell of another width
        ([tr(tc("甲", down="restart", span=2), tc("乙")), tr(tc("丙", down="continue"), tc("丁"), tc("戊"))],
         [["甲", "甲", "乙"], ["丙", "丁", "戊"]]),
        # two merges one below the other
        ([tr(tc("甲", down="restart"), tc("1")), tr(tc(down="continue"), tc("2")),
          tr(tc("乙", down="restart"), tc("3")), tr(tc(down="continue"), tc("4"))],
         [["甲", "1"], ["甲", "2"], ["乙", "3"], ["乙", "4"]]),
        # a merge over rows and columns
        ([tr(tc("甲", down="restart", span=2), tc("1")), tr(tc(span=2, down="continue"), tc("2")), tr(tc("乙"), tc("丙"), tc("3"))],
         [["甲", "甲", "1"], ["甲", "甲", "2"], ["乙", "丙", "3"]]),
        # the old way to merge across
        ([tr('<w:tc><w:tcPr><w:hMerge w:val="restart"/></w:tcPr>' + p("甲") + "</w:tc>", "<w:tc><w:tcPr><w:hMerge/></w:tcPr><w:p/></w:tc>", tc("乙")),
          tr(tc("1"), tc("2"), tc("3"))], [["甲", "甲", "乙"], ["1", "2", "3"]]),
        # rows and cells inside content controls
        (["<w:sdt><w:sdtContent>" + tr(tc("甲"), "<w:sdt><w:sdtContent>" + tc("乙") + "</w:sdtContent></w:sdt>") + "</w:sdtContent></w:sdt>",
          tr(tc("丙"), tc("丁"))], [["甲", "乙"], ["丙", "丁"]]),
    ],
)  # fmt: skip
def test_grids(rows: list[str], grid: list[list[str]]) -> None:
    source = read(p("表"), tbl(*rows))
    assert drawn(source, source.tables[0]) == grid


def test_rows_marked_as_header() -> None:
    header = '<w:tblHeader w:val="true"/>'
    rows = [
        tr(tc("指标"), tc("分值"), properties=header),
        tr(tc("名称"), tc("分"), properties=header),
        tr(tc("甲"), tc("2")),
    ]
    assert read(tbl(*rows)).tables[0].header_rows == 2
    off = tr(tc("指标"), tc("分值"), properties='<w:tblHeader w:val="0"/>')
    assert read(tbl(off, rows[2])).tables[0].header_rows == 0


def test_a_row_deleted_by_a_tracked_change_is_left_out() -> None:
    source = read(tbl(tr(tc("甲"), tc("1")), tr(tc("乙"), tc("2"), properties="<w:del/>"), tr(tc("丙"), tc("3"))))
    assert drawn(source, source.tables[0]) == [["甲", "1"], ["丙", "3"]]
    assert [remark.code for remark in source.remarks] == ["tracked-deletion"]


def test_a_cells_paragraphs_are_lines_inside_it() -> None:
    source = read(tbl(tr(tc("1.制定计划。2分", "", "2.组织演练。3分"), tc("5"))))
    assert drawn(source, source.tables[0]) == [["1.制定计划。2分\n2.组织演练。3分", "5"]]
    assert [source.text[i.start : i.end] for i in source.lines] == ["1.制定计划。2分", "2.组织演练。3分", "5"]
    assert all(line.hard for line in source.lines)


def test_a_nested_table_is_text_of_its_cell_and_a_table_of_its_own() -> None:
    inner = tbl(tr(tc("第1名"), tc("6分")), tr(tc("第2名"), tc("4分")))
    source = read(tbl(tr(tc("按排名得分：", inner, ""), tc("6"))))
    outer, nested = source.tables
    assert drawn(source, outer) == [["按排名得分：\n第1名\t6分\n第2名\t4分", "6"]]
    assert drawn(source, nested) == [["第1名", "6分"], ["第2名", "4分"]]
    assert [remark.code for remark in source.remarks] == ["nested-table"]


def test_text_that_a_merge_hides_is_reported_and_not_read() -> None:
    source = read(tbl(tr(tc("甲", down="restart"), tc("1")), tr(tc("旧名", down="continue"), tc("2"))))
    assert "旧名" not in source.text
    assert [("旧名" in remark.text, remark.code) for remark in source.remarks] == [(True, "hidden-text")]


def test_a_table_of_one_cell_is_a_frame_around_text() -> None:
    source = read(tbl(tr(tc("注：", "一、扣完为止。"))))
    assert (source.text, source.tables) == ("注：\n一、扣完为止。", ())
    assert {line.role for line in source.lines} == {Role.BODY}


def test_tables_stand_between_the_paragraphs_around_them() -> None:
    source = read(p("附件1"), tbl(tr(tc(""), tc("乙"))), p("注：下同。"))
    assert source.text == "附件1\n\t乙\n注：下同。"
    empty = source.tables[0].cells[0]
    assert empty.start == empty.end == 4


@st.composite
def tables(draw: st.DrawFn) -> list[list[tuple[int, str]]]:
    """Rows of (column span, vertical merge), as careless as writers are."""
    cell = st.tuples(st.integers(1, 3), st.sampled_from(["", "restart", "continue"]))
    return draw(st.lists(st.lists(cell, min_size=1, max_size=4), min_size=1, max_size=5))


@given(tables())
@settings(max_examples=60, deadline=None)
def test_every_place_is_covered_exactly_once(rows: list[list[tuple[int, str]]]) -> None:
    xml = tbl(
        *[
            tr(*[tc(f"{i}{j}", span=span, down=down) for j, (span, down) in enumerate(row)])
            for i, row in enumerate(rows)
        ]
    )
    source = read(p("表"), xml)
    for table in source.tables:
        assert all("?" not in row for row in drawn(source, table))
        assert all(table.start <= c.start <= c.end <= table.end for c in table.cells)
