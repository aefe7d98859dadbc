"""The items of a cell: ordinals that continue, texts verbatim, points from every place they stand."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.items import MARKERS, ordinal, split_items
from extract.passage import Passage
from extract.points import POINTS, points_of_cell, points_of_item, points_of_name
from tests.builders import notice_of


def passage(text: str) -> Passage:
    return notice_of([("article", "第一条", text)]).passage("ins-1.art-1")


def told(text: str) -> list[tuple[int | None, str, str | None]]:
    return [
        (i.ordinal.value if i.ordinal else None, i.text.value, str(i.points.value) if i.points else None)
        for i in split_items(passage(text))
    ]


# One row each: a cell, and its items as (ordinal, text, points).
CELLS: list[tuple[str, list[tuple[int | None, str, str | None]]]] = [
    ("1. 制定计划。8分 2. 召开会议。6分", [(1, "制定计划。", "8"), (2, "召开会议。", "6")]),
    ("1、制定计划（3分）；2、召开会议（2.5分）。", [(1, "制定计划；", "3"), (2, "召开会议。", "2.5")]),
    ("１．制定计划。８分２．召开会议。６分", [(1, "制定计划。", "8"), (2, "召开会议。", "6")]),
    ("①建立台账，得2分；②销号管理，得3分。", [(1, "建立台账，得2分；", "2"), (2, "销号管理，得3分。", "3")]),
    ("（1）成立机构。（计5分）（2）保障经费。（计4分）", [(1, "成立机构。", "5"), (2, "保障经费。", "4")]),
    ('<ol style="x"> 1. 签责任书。6分 2. 抓培训。6分 </ol>', [(1, "签责任书。", "6"), (2, "抓培训。", "6")]),
    ("1.定期检查\n2.按月通报\n3.年终考核", [(1, "定期检查", None), (2, "按月通报", None), (3, "年终考核", None)]),
    ("1. 围栏高2.5米以上。4分 2. 2024年1月3日前完成。4分", [(1, "围栏高2.5米以上。", "4"), (2, "2024年1月3日前完成。", "4")]),
    ("1. 报送附件1、2、3。4分 2. 按时公示。4分", [(1, "报送附件1、2、3。", "4"), (2, "按时公示。", "4")]),
    ("1.4月底前制定计划。（2分）2.6月底前自查。（2分）", [(1, "4月底前制定计划。", "2"), (2, "6月底前自查。", "2")]),
    ("1.2024年度计划完成5分；2.100%覆盖5分", [(1, "2024年度计划完成；", "5"), (2, "100%覆盖", "5")]),
    ("3. 每季度研究1次。8分", [(3, "每季度研究1次。", "8")]),
    ("1.5米以内的通道畅通，不畅通的扣2分。", [(None, "1.5米以内的通道畅通，不畅通的扣2分。", None)]),
    ("控制在目标以内的，100分；每超2起扣10分。", [(None, "控制在目标以内的，100分；每超2起扣10分。", None)]),
    ("按时报送的得3分，每迟1次扣0.5分，扣完为止。", [(None, "按时报送的得3分，每迟1次扣0.5分，扣完为止。", "3")]),
    ("完成率90%得5分，80%得3分。", [(None, "完成率90%得5分，80%得3分。", None)]),
    ("每条信息得0.5分，最高得2分。", [(None, "每条信息得0.5分，最高得2分。", None)]),
    ("有下列情形的扣分：1.未制定的扣2分；2.未报送的扣1分。", [(None, "有下列情形的扣分：", None), (1, "未制定的扣2分；", None), (2, "未报送的扣1分。", None)]),
    ("成立机构得2分\n保障经费得3分", [(None, "成立机构得2分", "2"), (None, "保障经费得3分", "3")]),
    ("成立机构。10分 保障经费（20分）；", [(None, "成立机构。", "10"), (None, "保障经费；", "20")]),
    ("一等奖（5分），二等奖（3分）。", [(None, "一等奖（5分），二等奖（3分）。", None)]),
    ("未成立扣2分。\n未开会扣1分。", [(None, "未成立扣2分。未开会扣1分。", None)]),
    ("（1）完善预案（2）开展演练（见（3））（3）落实值班", [(1, "完善预案", None), (2, "开展演练（见（3））", None), (3, "落实值班", None)]),
    ("镇长带队检查，\n记录齐全。", [(None, "镇长带队检查，记录齐全。", None)]),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "items"), CELLS)
def test_items_of_a_cell(text: str, items: list[tuple[int | None, str, str | None]]) -> None:
    assert told(text) == items


def test_a_number_out_of_sequence_after_points_is_reported_not_lost() -> None:
    items = split_items(passage("1. 甲事项。2分 2. 乙事项。2分 2. 丙事项。2分 4. 丁事项。2分"))
    assert [(i.ordinal.value if i.ordinal else None, i.slip) for i in items] == [
        (1, False),
        (2, False),
        (2, True),
        (4, True),
    ]


def test_an_item_cites_its_own_words_and_nothing_else() -> None:
    item = split_items(passage("1. 制定计划。8分 2. 召开会议（6分）并通报。"))[1]
    assert [e.quote for e in item.text.proof.evidence] == ["召开会议并通报。"]
    assert item.points is not None
    assert item.points.proof.evidence[0].quote == "6分"
    assert item.ordinal is not None
    assert item.ordinal.proof.evidence[0].quote == "2."


words = st.text("安全生产责任会议检查，、", min_size=2, max_size=12).map(lambda s: f"落实{s}到位。")
marks = st.sampled_from(["{}. ", "{}、", "（{}）", "{}．"])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(words, st.integers(1, 99)), min_size=1, max_size=9), marks, st.sampled_from(["", " ", "\n"]))
def test_what_was_set_item_by_item_is_read_item_by_item(items: list[tuple[str, int]], mark: str, between: str) -> None:
    text = between.join(f"{mark.format(n)}{said}{points}分" for n, (said, points) in enumerate(items, 1))
    assert told(text) == [(n, said, str(points)) for n, (said, points) in enumerate(items, 1)]


# --- the knowledge ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", POINTS, ids=lambda row: row.id)
def test_each_way_to_write_points_reads_its_example(row) -> None:  # type: ignore[no-untyped-def]
    read = {"name": points_of_name, "item": points_of_item, "cell": points_of_cell}[row.place]
    found = read(row.example)
    assert found is not None
    assert (found.rule, found.kind) == (row.id, row.kind)


@pytest.mark.parametrize("row", MARKERS, ids=lambda row: row.id)
def test_each_way_to_number_items_reads_its_example(row) -> None:  # type: ignore[no-untyped-def]
    items = split_items(passage(row.example))
    assert [(i.ordinal.value, i.text.value) for i in items if i.ordinal] == [(1, "制定计划")]
    assert items[0].ordinal is not None
    assert items[0].ordinal.proof.rule == f"marker.{row.id}"


@pytest.mark.parametrize(("quote", "value"), [("②", 2), ("（三）", 3), ("⑷", 4), ("⒌", 5), ("６．", 6), ("十一、", 11)])
def test_ordinals(quote: str, value: int) -> None:
    assert ordinal(quote) == value


@pytest.mark.parametrize(
    ("name", "rest", "points"),
    [
        ("组织领导（20分）", "组织领导", "20"),
        ("组织领导 (20)", "组织领导", "20"),
        ("组织领导【满分20分】", "组织领导", "20"),
        ("组织领导：20分", "组织领导", "20"),
        ("组织领导（占20%）", "组织领导", "20"),
        ("（20分）组织领导", "组织领导", "20"),
    ],
)
def test_points_after_a_name(name: str, rest: str, points: str) -> None:
    found = points_of_name(name)
    assert found is not None
    assert found.cut is not None
    assert name[: found.cut[0]] + name[found.cut[1] :] == rest
    assert Decimal(name[found.start : found.end].rstrip("分%")) == Decimal(points)


@pytest.mark.parametrize("name", ["组织领导", "“十三五”规划", "6S管理（试行）", "2024年度任务", "（20分）"])
def test_names_without_points(name: str) -> None:
    assert points_of_name(name) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("24", "points"), ("２４", "points"), ("（24分）", "points"), ("20%", "percent"), ("+2", "plus"), ("加5分", "plus"), ("-0.5", "minus"), ("1-3分", "range"), ("最高加100", "cap"), ("累计不超过5分", "cap"), ("—", None), ("按比例", None)],
)  # fmt: skip
def test_points_alone_in_a_cell(text: str, kind: str | None) -> None:
    found = points_of_cell(text)
    assert (found.kind if found else None) == kind


@pytest.mark.parametrize(
    "text", ["每次扣2分", "得分不低于80分", "发现1处扣 2分", "分别奖20、10分。", "扣2—3分", "每10分"]
)
def test_points_that_an_item_does_not_say_it_is_worth(text: str) -> None:
    assert points_of_item(text) is None
