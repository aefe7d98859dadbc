"""Page fragments become one table: headers dropped, cut cells and rows put together, nothing lost, nothing invented."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import reading
from corpus.source_text import SourceText
from extract.logical_tables import LogicalTable, logical_tables
from tests.grids import Grid, grid, source_of

HEADER = "一级指标 | 二级指标 | 考核要点 | 评分细则 | 分值\n"


def laid_out(source: SourceText, table: LogicalTable) -> list[list[str]]:
    """The table as a grid: `^` under a merged cell, `<` right of it."""
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                out[row][column] = "^" if row > cell.row else "<"
        out[cell.row][cell.column] = reading.text(source.quote(cell.spans))
    return out


def joined(*parts: str | Grid, paged: bool = True, origin: str = "grid") -> list[list[list[str]]]:
    source = source_of(*parts, paged=paged, origin=origin)
    return [laid_out(source, table) for table in logical_tables(source)]


# One row each: what the pages show, and the one table that they are.
CUTS: list[tuple[str, list[str], str]] = [
    (
        "a row cut in the middle of a sentence, header repeated, first level cut",
        [
            HEADER + "组织领导（60分） | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.镇长带 | 40",
            HEADER + "| | 重点工作。 | 队检查。20分 | \n^ | 责任制 | 签责任书 | 1.签订责任书。20分 | 20",
        ],
        HEADER + "组织领导（60分） | 议事机制 | 定期研究重点工作。 | 1.每季度研究1次。20分 2.镇长带队检查。20分 | 40\n"
        "^ | 责任制 | 签责任书 | 1.签订责任书。20分 | 20",
    ),
    (
        "a row cut between two items, no header on the next page",
        [
            HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.带队检查。20分 | 60",
            "| | | 3.保障经费。20分 | \n隐患治理 | 台账 | 建账 | 1.建账。40分 | 40",
        ],
        HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.带队检查。20分3.保障经费。20分 | 60\n"
        "隐患治理 | 台账 | 建账 | 1.建账。40分 | 40",
    ),
    (
        "names, brackets and numbers cut by the page's end",
        [
            HEADER + "基层基础（11. | 议事机 | 定期 | 1.每季度研究1次，镇长带 | 11.",
            HEADER + "5分） | 制 | 研究 | 队检查。 | 5\n隐患治理 | 台账 | 建账 | 1.建账。 | 40",
        ],
        HEADER + "基层基础（11.5分） | 议事机制 | 定期研究 | 1.每季度研究1次，镇长带队检查。 | 11.5\n隐患治理 | 台账 | 建账 | 1.建账。 | 40",
    ),
    (
        "a new row under a merged name: it has a name and points of its own",
        [
            HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 | 20",
            HEADER + "| 责任制 | 签责任书 | 1.签订责任书。20分 | 20",
        ],
        HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 | 20\n^ | 责任制 | 签责任书 | 1.签订责任书。20分 | 20",
    ),
    (
        "a new row under a merged name: it has points of its own only",
        ["考核项目 | 评分标准 | 分值\n组织领导 | 成立机构 | 10", "考核项目 | 评分标准 | 分值\n | 保障经费 | 30"],
        "考核项目 | 评分标准 | 分值\n组织领导 | 成立机构 | 10\n^ | 保障经费 | 30",
    ),
    (
        "the merged name printed again on the next page",
        [
            HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 | 20",
            HEADER + "组织领导 | 责任制 | 签责任书 | 1.签订责任书。20分 | 20",
        ],
        HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 | 20\n^ | 责任制 | 签责任书 | 1.签订责任书。20分 | 20",
    ),
    (
        "names and points printed again on a cut row",
        [
            HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.带队检 | 40",
            HEADER + "组织领导 | 议事机制 | | 查。20分 | 40",
        ],
        HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.带队检查。20分 | 40",
    ),
    (
        "name and points set in the middle of a cut row, and so on its second page",
        [HEADER + "组织领导 | | 签责任书，压实 | 1.签订责 | ", HEADER + "| 责任制 | 责任 | 任书。20分 | 20"],
        HEADER + "组织领导 | 责任制 | 签责任书，压实责任 | 1.签订责任书。20分 | 20",
    ),
    (
        "one row over three pages",
        [
            HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.带 | 60",
            HEADER + "| | | 队检查。20分 3.保 | ",
            HEADER + "| | | 障经费。20分 | ",
        ],
        HEADER + "组织领导 | 议事机制 | 定期研究 | 1.每季度研究1次。20分 2.带队检查。20分 3.保障经费。20分 | 60",
    ),
    (
        "a section row at the top of a page",
        ["序号 | 内容 | 评分标准 | 分值\n1 | 责任制 | 未建立扣5分 | 60", "二、现场（40分） | < | < | <\n2 | 消防 | 不完好扣5分 | 40"],
        "序号 | 内容 | 评分标准 | 分值\n1 | 责任制 | 未建立扣5分 | 60\n二、现场（40分） | < | < | <\n2 | 消防 | 不完好扣5分 | 40",
    ),
    (
        "a title row on the first page only",
        ["青岚镇评分表 | < | <\n考核项目 | 评分标准 | 分值\n组织领导 | 成立机构 | 10", "考核项目 | 评分标准 | 分值\n隐患治理 | 建账 | 30"],
        "青岚镇评分表 | < | <\n考核项目 | 评分标准 | 分值\n组织领导 | 成立机构 | 10\n隐患治理 | 建账 | 30",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("pages", "whole"), [row[1:] for row in CUTS], ids=[row[0] for row in CUTS])
def test_fragments_become_the_table_they_were(pages: Sequence[str], whole: str) -> None:
    assert joined("评分细则", *(grid(page) for page in pages)) == [grid(whole)]


def test_a_repeated_name_is_kept_apart_from_the_cell_text() -> None:
    pages = [grid(page) for page in CUTS[5][1]]
    source = source_of("评分细则", *pages, paged=True)
    cell = logical_tables(source)[0].at(2, 0)
    assert source.quote(cell.spans) == "组织领导"
    assert source.quote(cell.repeats) == "组织领导"


def test_each_piece_of_a_cut_cell_is_a_span_of_its_own() -> None:
    pages = [grid(page) for page in CUTS[0][1]]
    source = source_of("评分细则", *pages, paged=True)
    table = logical_tables(source)[0]
    assert [source.text[a:b] for a, b in table.at(1, 2).spans] == ["定期研究", "重点工作。"]
    assert len(table.spans) == 2
    assert "一级指标" not in source.text[slice(*table.spans[1])], "the repeated header is outside the table's extent"


# One row each: two tables that stay two.
APART: list[tuple[str, list[str | Grid]]] = [
    ("words between", [grid(HEADER + "甲 | 乙 | 丙 | 丁。 | 5"), "附件2 部门评分表", grid(HEADER + "戊 | 己 | 庚 | 辛。 | 5")]),
    ("another header", [grid("项目 | 评分标准 | 分值\n甲 | 乙 | 5"), grid("序号 | 责任单位 | 完成时限\n1 | 区应急局 | 6月底")]),
    ("another title row", [grid("镇评分表 | < | <\n项目 | 评分标准 | 分值\n甲 | 乙 | 5"), grid("部门评分表 | < | <\n项目 | 评分标准 | 分值\n丙 | 丁 | 5")]),
    ("other columns", [grid("项目 | 评分标准 | 分值\n甲 | 乙 | 5"), grid("甲 | 乙\n丙 | 丁")]),
]  # fmt: skip


@pytest.mark.parametrize("parts", [row[1] for row in APART], ids=[row[0] for row in APART])
def test_two_tables_stay_two(parts: list[str | Grid]) -> None:
    assert len(joined(*parts)) == 2


def test_a_continued_mark_between_two_pages_is_no_words() -> None:
    first, second = (grid(HEADER + f"{name} | 乙 | 丙 | 丁。 | 5") for name in "甲戊")
    assert len(joined(first, "（续表）", second)) == 1


def test_a_fragment_with_coarser_rules_is_laid_on_the_finer_grid() -> None:
    from dataclasses import replace

    source = source_of(grid("序号 | 项目 | 分值 | 备注\n1 | 甲 | 5 | 无"), grid("以上各项 | 扣完为止"), paged=True)
    tables = (
        replace(source.tables[0], columns_at=(50.0, 90.0, 250.0, 300.0, 400.0), origin="ruled"),
        replace(source.tables[1], columns_at=(51.0, 250.5, 400.0), origin="ruled"),
    )
    table = logical_tables(replace(source, tables=tables))[0]
    assert laid_out(source, table)[2] == ["以上各项", "<", "扣完为止", "<"]


# --- plain text -------------------------------------------------------------------------------------------------------

TABS = [
    "一级指标 | 二级指标 | 评分细则 | 分值\n组织领导 | 机构 | 1.成立。5分 | 5\n | 会议 | 1.召开。5分 | 5",
    "一级指标 | 二级指标 | 评分细则 | 分值\n | 经费 | 1.保障。10分 | 10\n | | 2.公示。2分 | 2\n二、治理（20分） | | | \n台账 | 建立 | 建账 | 20",
]


def test_empty_names_in_a_table_of_tabs_continue_the_cell_above() -> None:
    whole = """一级指标 | 二级指标 | 评分细则 | 分值
        组织领导 | 机构 | 1.成立。5分 | 5
        ^ | 会议 | 1.召开。5分 | 5
        ^ | 经费 | 1.保障。10分 | 10
        ^ | ^ | 2.公示。2分 | 2
        二、治理（20分） | < | < | <
        台账 | 建立 | 建账 | 20"""
    assert joined(*(grid(part) for part in TABS), paged=False, origin="tabs") == [grid(whole)]


# --- properties -------------------------------------------------------------------------------------------------------

cells = st.lists(st.text("甲乙丙。1分 \n", max_size=4), min_size=3, max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4), st.booleans(), st.booleans())
def test_every_place_is_covered_once_and_no_word_is_lost(pages: list[Grid], paged: bool, header: bool) -> None:
    head = [["考核项目", "评分标准", "分值"]] if header else []
    source = source_of(*([*head, *page] for page in pages), paged=paged, origin="grid" if paged else "tabs")
    tables = logical_tables(source)
    for table in tables:
        covered = sorted(
            (r, c)
            for cell in table.cells
            for r in range(cell.row, cell.row + cell.row_span)
            for c in range(cell.column, cell.column + cell.column_span)
        )
        assert covered == [(r, c) for r in range(table.rows) for c in range(table.columns)]
    kept = ["".join(source.quote((*c.spans, *c.repeats)).split()) for table in tables for c in table.cells]
    there = ["".join(source.text[c.start : c.end].split()) for table in source.tables for c in table.cells]
    assert all(any(said in text for text in kept) for said in there)
