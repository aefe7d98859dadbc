"""Tables that run across, and tables without a header: what is read of them, and where they are let be."""

import pytest

from extract.columns import Meaning
from extract.notice import Notice
from extract.reading_notice import read_notice
from extract.table_kinds import TableKind, TableReading, cell_id, read_table
from extract.unheaded_tables import RULE
from tests.grids import grid, source_of


def table(text: str) -> tuple[Notice, str, TableReading]:
    notice = read_notice(source_of("考核评分表", grid(text)))
    table_id = next(iter(notice.tables))
    return notice, table_id, read_table(notice, table_id)


def test_a_table_across_is_read_turned_and_its_cells_keep_their_nodes() -> None:
    notice, table_id, read = table("指标 | 组织领导 | 隐患治理 | 宣传培训\n分值 | 30 | 50 | 20")
    assert read.kind is TableKind.RUBRIC
    assert [column.meaning for column in read.columns] == [Meaning.NAME, Meaning.POINTS]
    assert (read.table.rows, read.table.columns, read.table.header_rows) == (4, 2, 1)
    cell = read.table.at(2, 1)
    assert cell_id(table_id, cell) == f"{table_id}.row-2.cell-3"
    assert notice.passage(cell_id(table_id, cell)).text == "50"


@pytest.mark.parametrize(
    "text",
    [
        "环号 | 1 | 2 | 3 | 4\n分数 | 15 | 10 | 7 | 5",  # a table to look up
        "指标 | 1 | 2 | 3 | 4\n分值 | 15 | 10 | 7 | 5",
        "指标 | 组织领导 | 隐患治理 | 宣传培训\n分值 | 30 | 酌情 | 20",
        "指标 | 组织领导 | 隐患治理\n分值 | 30 | 70",
        "指标 | 组织领导 | 隐患治理 | 宣传培训\n说法 | 好 | 中 | 差\n分值 | 30 | 50 | 20",
    ],
)
def test_a_table_that_may_not_run_across_is_let_be(text: str) -> None:
    assert table(text)[2].table.columns == len(grid(text)[0])


def test_columns_without_a_header_by_what_they_hold() -> None:
    _, _, read = table(
        "1 | 组织领导 | 每季度召开会议研究部署安全生产工作并抓好落实 | 20 | 每少1次扣5分。 | 区应急局\n"
        "2 | 隐患治理 | 建立隐患台账并按照要求全部闭环整改到位销号 | 80 | 每有1处未整改扣4分。 | 区住建局"
    )
    assert [c.meaning for c in read.columns] == [
        Meaning.SERIAL, Meaning.NAME, Meaning.KEY_POINTS, Meaning.POINTS, Meaning.CRITERIA, Meaning.FIELD,
    ]  # fmt: skip
    assert {column.rule for column in read.columns} == {RULE}


@pytest.mark.parametrize(
    "text",
    [
        "组织领导 | 20 | 10 | 每少1次扣5分。\n隐患治理 | 80 | 30 | 每有1处扣4分。",  # which are the points?
        "组织领导 | 每少1次扣5分。 | 区应急局\n隐患治理 | 每有1处扣4分。 | 区住建局",  # none
        "组织领导 | 20 | 会议记录 | 区应急局\n隐患治理 | 80 | 整改台账 | 区住建局",  # nothing on how they go
    ],
)
def test_columns_that_could_mean_several_things_are_not_guessed(text: str) -> None:
    assert not {column.rule for column in table(text)[2].columns} & {RULE}


def test_rows_of_the_page_before_stay_rows_above_the_header() -> None:
    _, _, read = table(
        "应急演练 | 未组织演练的扣10分。 | 15\n考核项目 | 评分标准 | 分值\n安全培训 | 每少1次扣5分。 | 45\n安全宣传 | 未开展的不得分。 | 40"
    )
    assert read.table.header_rows == 0
    assert [column.meaning for column in read.columns] == [Meaning.NAME, Meaning.CRITERIA, Meaning.POINTS]


def test_what_a_form_asks_above_the_header_is_no_row() -> None:
    _, _, read = table(
        "被考核单位 | 青岚镇 | 考核时间 | 12月\n考核项目 | 评分标准 | 分值 | 得分\n安全培训 | 每少1次扣5分。 | 45 |\n安全宣传 | 未开展的不得分。 | 55 |"
    )
    assert read.table.header_rows == 2
