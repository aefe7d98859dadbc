"""What a table is."""

import pytest

from extract.reading_notice import read_notice
from extract.table_kinds import TableKind, read_table
from tests.grids import grid, source_of

# One row each: a table and what it is.
TABLES = [
    (TableKind.RUBRIC, "考核项目 | 评分标准 | 分值\n组织领导 | 未成立的扣5分 | 40\n隐患治理 | 未治理的扣5分 | 60"),
    (TableKind.RUBRIC, "考核项目 | 考核要求\n组织领导（40分） | 成立机构\n隐患治理（60分） | 建立台账"),
    (TableKind.RUBRIC, "序号 | 评价指标 | 分数\n1 | 创新性 | 40\n2 | 美观性 | 60"),
    (TableKind.DUTIES, "职务 | 主要职责\n镇长 | 对本镇安全生产负总责\n副镇长 | 负责分管领域安全生产"),
    (TableKind.GRADES, "等次 | 得分\n优秀 | 90分以上\n合格 | 60分以上"),
    (TableKind.FORM, "单位名称 | | 填报人 | \n联系电话 | | 日期 | "),
    (TableKind.LIST, "序号 | 责任单位 | 完成时限\n1 | 区应急局 | 6月底\n2 | 区水利局 | 9月底"),
    (TableKind.LIST, "项目 | 本期金额 | 上期金额\n营业收入 | 4,755 | 5,699\n净利润 | 464 | 1,556"),
    (TableKind.DOUBTFUL, "甲 | 做到位得5分\n乙 | 做到位得3分\n丙 | 每少1次扣1分"),
    (TableKind.RUBRIC, "上报材料 | 应得分\n年度计划 | 5\n年度总结 | 5\n会议纪要 | 5"),
    (TableKind.DOUBTFUL, "责任单位 | 标准分\n区应急局 | 5\n区水利局 | 5\n区教育局 | 5"),
]


@pytest.mark.parametrize(("kind", "text"), TABLES)
def test_what_a_table_is(kind: TableKind, text: str) -> None:
    notice = read_notice(source_of("云溪区考核细则", grid(text)))
    assert read_table(notice, next(iter(notice.tables))).kind is kind
