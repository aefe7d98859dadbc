"""What columns mean by their headers, and by what stands in them where a header can mean several things."""

import pytest

from extract.columns import HEADERS, Meaning, is_header, meanings_of, read_columns


@pytest.mark.parametrize("row", HEADERS, ids=lambda row: row.id)
def test_each_row_of_the_knowledge_reads_its_example(row) -> None:  # type: ignore[no-untyped-def]
    assert meanings_of(row.example) == (row.meanings, row.id)


def test_the_rows_are_these() -> None:
    assert [row.id for row in HEADERS] == [
        "serial", "name.level", "name.item", "name.indicator", "key-points", "content", "criteria.way", "criteria", "name.sanction", "points.due", "points",
        "weight", "level", "filled.score", "filled.period", "filled.reason", "filled.remark", "applies-to", "duty", "field.who", "field.when", "field.outcome",
        "field.proof", "field.measure",
    ]  # fmt: skip


# What offices call columns, each with what stands in them.
CALLED = [
    (Meaning.NAME, "一级指标 二级指标 三级指标 考核项目 项目 要素 类别 指标 考核内容"),
    (Meaning.KEY_POINTS, "考核要点 工作要求 目标任务 评价要点 指标说明"),
    (Meaning.CRITERIA, "评分细则 评分标准 评分办法 考核标准 计分方法 扣分标准 考评方式 考核内容及评分标准"),
    (Meaning.POINTS, "分值 标准分 标准分值 满分 应得分 各项分值 分数 分值（分） 标\n准\n分"),
    (Meaning.WEIGHT, "权重 权重（%） 指标权重"),
    (Meaning.FILLED, "自评分 得分 扣分 扣分原因 备注 考核分 实得分 考核得分 自评得分"),
    (Meaning.FIELD, "责任单位 牵头单位 考核单位 数据来源 佐证材料 完成时限 考核部门"),
    (Meaning.APPLIES_TO, "适用对象 考核对象"),
    (Meaning.DUTY, "主要职责 工作职责"),
]


@pytest.mark.parametrize(("meaning", "header"), [(m, h) for m, hs in CALLED for h in hs.split(" ")])
def test_headers_by_their_names(meaning: Meaning, header: str) -> None:
    assert meanings_of(header)[0][0] is meaning


@pytest.mark.parametrize("header", ["本报告期末", "股东名称", "一、组织领导（20分）", "持股比例", ""])
def test_other_words_are_no_headers(header: str) -> None:
    assert meanings_of(header) == ((), "")


@pytest.mark.parametrize(
    ("row", "header"),
    [
        ("序号 考核项目 评分标准 分值 得分", True),
        ("指标 权重 环节 赛程", True),
        ("营业收入 上年同期 本期", False),
        ("组织领导 1.成立机构。5分 5", False),
        ("考核项目", False),
    ],
)
def test_a_header_row_has_two_known_headers_and_half_of_all(row: str, header: bool) -> None:
    assert is_header(row.split(" ")) is header


LONG = "建立健全安全生产责任制，层层签订责任书，未签订的扣2分。"
PLAIN = "建立健全安全生产责任制，层层签订责任书并抓好落实。"

# One row each: headers, a body text for each column, and what the columns mean.
TOLD_APART = [
    ("考核项目 考核内容 评分标准 分值", ["组织领导", PLAIN, LONG, "5"], "name key-points criteria points"),
    ("考核项目 考核内容 分值", ["组织领导", LONG, "5"], "name criteria points"),
    ("序号 考核内容 评分标准 分值", ["1", "组织领导", LONG, "5"], "serial name criteria points"),
    ("项目 考核指标 责任单位", ["组织领导", LONG, "区应急局"], "name criteria field"),
    ("上报材料 评分标准", ["年度计划", "15"], "name points"),
    ("序号 上报材料 完成时限 评分标准", ["1", "年度计划", "3月底前", "15"], "serial name field points"),
    ("考核项目 上报材料 分值", ["组织领导", "年度计划", "15"], "name field points"),
    ("责任单位 分值", ["区应急局", "15"], "field points"),
    ("考核项目 应得分", ["组织领导", "5"], "name points"),
    ("考核项目 标准分 应得分 实得分", ["组织领导", "5", "5", ""], "name points filled filled"),
    ("考核项目 得分", ["组织领导", "5"], "name points"),
    ("考核项目 标准分 得分", ["组织领导", "5", ""], "name points filled"),
    ("考核项目 评分标准 考核方式", ["组织领导", LONG, "查阅资料"], "name criteria field"),
    ("检查考评项目 分值 检查考评标准 检查考评方法", ["组织领导", "5", LONG, "查阅资料"], "name points criteria field"),
    ("评定项目（权重） 评定要素 标准分值 评分标准", ["组织领导", "机构", "5", LONG], "name name points criteria"),
    (
        "项目 考核点 内容要求 分值 评分标准",
        ["组织领导", "机构", PLAIN, "5", LONG],
        "name name key-points points criteria",
    ),
    ("序号 创建标准 分值 扣分说明", ["1", PLAIN, "5", LONG], "serial key-points points criteria"),
    ("工作任务 牵头部门 目标分 计分办法", ["旧改", "住建局", "40", LONG], "key-points field points criteria"),
    ("工作任务 牵头部门 满打满算 计分办法", ["旧改", "住建局", "40", LONG], "key-points field points criteria"),
    ("项目 计量单位 标准（元）", ["检测费", "次", "300"], "name field field"),
    ("把关环节 评分标准 分值", ["组织领导", LONG, "5"], "name criteria points"),
    ("把关环节 数据来源 评分标准 分值", ["组织领导", "台账", LONG, "5"], "name field criteria points"),
]


@pytest.mark.parametrize(("headers", "body", "meanings"), TOLD_APART)
def test_what_stands_in_a_column_tells_its_meaning(headers: str, body: list[str], meanings: str) -> None:
    columns = read_columns([[header] for header in headers.split(" ")], [[text] * 3 for text in body])
    assert [column.meaning for column in columns] == meanings.split(" ")


def test_a_column_of_words_without_a_header_before_the_points_holds_names() -> None:
    columns = read_columns(
        [["项目"], ["分值"], [""], ["标准分"]], [["计划"] * 2, ["5", ""], ["月计划", "年计划"], ["3", "2"]]
    )
    assert [(column.meaning, column.rule) for column in columns] == [
        ("name", "name.item"), ("points", "points"), ("name", "name.unsaid"), ("points", "points"),
    ]  # fmt: skip


def test_short_words_under_an_unknown_header_tell_apart_the_rows_of_a_name() -> None:
    columns = read_columns(
        [["考核项目"], ["把关环节"], ["评分标准"], ["分值"]],
        [["组织领导"], ["会议部署", "经费保障"], [LONG, LONG], ["5", "5"]],
    )
    assert [(column.meaning, column.rule) for column in columns[:2]] == [("name", "name.item"), ("name", "name.unsaid")]


def test_two_header_rows_are_read_together() -> None:
    columns = read_columns([["指标", "一级"], ["考核得分", "自评"], ["分值", "分值"]], [["甲"], [""], ["5"]])
    assert [column.meaning for column in columns] == ["name", "filled", "points"]
