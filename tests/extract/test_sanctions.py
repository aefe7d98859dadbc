"""Bonuses and vetoes in clauses, and what is neither."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.findings import Bonus
from extract.notice import Notice
from extract.sanctions import find_bonuses, find_vetoes, sanction_issues
from extract.vetoes import OUTCOMES, find_points
from tests.builders import assert_proved, notice_of

Rows = list[tuple[str, str | None, str]]


def article(text: str, *items: str) -> Rows:
    labels = ("（一）", "（二）", "（三）", "（四）")
    return [("article", "第八条", text), *(("item", label, item) for label, item in zip(labels, items, strict=False))]


def vetoes(notice: Notice) -> list[tuple[str, str]]:
    found = find_vetoes(notice)
    assert_proved(notice, *found)
    return [(v.when, v.outcome) for v in found]


def bonuses(notice: Notice) -> list[tuple[str | None, object, object]]:
    found = find_bonuses(notice)
    assert_proved(notice, *found)
    return [(b.when, b.points, b.cap) for b in found if isinstance(b, Bonus)]


SINGLE_VETOES = [
    ("严格实行“一票否决”制度，发生较大及以上火灾事故的被考核单位一律按不合格评定。", [("发生较大及以上火灾事故", "不合格")]),
    ("年度内发生2起亡人事故，或者瞒报事故的，考核结果直接定为不合格。", [("年度内发生2起亡人事故，或者瞒报事故", "不合格")]),
    ("凡拒不接受考核的，该单位年度考核结果评定为不合格，并取消主要负责人评优资格。", [("拒不接受考核", "不合格")]),
    ("发生一般事故的，降低一个等次；发生重大事故的，实行“一票否决”，取消当年评优资格。", [("发生一般事故", "降低一个等次"), ("发生重大事故", "“一票否决”，取消当年评优资格")]),
    ("注：1、年内发生亡人事故的，实行“一票否决”，取消评优资格。", [("年内发生亡人事故", "“一票否决”，取消评优资格")]),
    ("未完成整改任务的街镇，不得评为优秀等次。", [("未完成整改任务", "不得评为优秀等次")]),
    ("在自评中弄虚作假的，每发现一处扣2分，情节严重的取消评优资格。", [("在自评中弄虚作假的，每发现一处扣2分，情节严重", "取消评优资格")]),
    ("对瞒报事故的单位，年度考核得分记零分。", [("瞒报事故", "得分记零分")]),
    ("凡发生重大事故，或者一年内发生2起较大事故的县（市、区），考核结果一律评定为不合格。", [("发生重大事故，或者一年内发生2起较大事故", "不合格")]),
    ("有下列情形之一的，直接定为D级：发生较大事故的；拒不配合考核的。", [("发生较大事故的", "D级"), ("拒不配合考核的", "D级")]),
    ("有下列情形的一票否决：（1）发生较大事故的；（2）隐瞒不报的。", [("发生较大事故的", "一票否决"), ("隐瞒不报的", "一票否决")]),
    ("一票否决事项：1.发生亡人事故的；2.发生瞒报行为的。", [("发生亡人事故的", "一票否决"), ("发生瞒报行为的", "一票否决")]),
    ("发生亡人事故的；瞒报事故的；弄虚作假的，年度考核结果定为不合格。", [("发生亡人事故", "不合格"), ("瞒报事故", "不合格"), ("弄虚作假", "不合格")]),
    ("年终量化考核。一是误差率超过5%的；二是考核记分在80以下的；三是有意瞒报的，被一票否决。", [("误差率超过5%", "一票否决"), ("考核记分在80以下", "一票否决"), ("有意瞒报", "一票否决")]),
    ("未报送的，扣2分；发生较大事故的，该季度考核定为“不满意”。", [("发生较大事故", "不满意")]),
    ("造成人员死亡的，该项考核得零分。", []),
    ("连续两次排名末位的村（社区），取消年度评先评优资格，由镇党委约谈村支部书记。", [("连续两次排名末位", "取消年度评先评优资格")]),
    ("有下列情形之一的，当年等次直接确定为“差”：未整改重大隐患的；阻挠执法检查，造成后果的。", [("未整改重大隐患的", "差"), ("阻挠执法检查，造成后果的", "差")]),
    ("发生亡人火灾的，不得评为“优秀”等次；隐瞒情况的，取消评定优秀等次资格。", [("发生亡人火灾", "不得评为“优秀”等次"), ("隐瞒情况", "取消评定优秀等次资格")]),
    ("发生重大事故的县市人民政府和负有监管责任的部门，考核一律定为不合格等次。", [("发生重大事故", "不合格")]),
    ("对考核不达标的单位，取消当年评先评优资格。", []),
    # no concrete condition, at discretion, a person's, a grade, a description
    ("实行安全生产“一票否决”制度。", []),
    ("建立考核机制，实行安全生产“一票否决”。", []),
    ("对自评造假的单位，视情节轻重给予通报批评、取消评优资格等处理。", []),
    ("对因发生事故被追究责任的领导干部，取消考核评优资格。", []),
    ("得分在60分以下的评定为不合格。", []),
    ("对考核结果为不合格的单位，约谈其负责人。", []),
    ("对年度考核不合格的单位，取消当年评优资格。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SINGLE_VETOES, ids=[text[:20] for text, _ in SINGLE_VETOES])
def test_veto_in_a_sentence(text: str, expected: list[tuple[str, str]]) -> None:
    assert vetoes(notice_of(article(text))) == expected


def test_a_list_of_conditions_gives_a_veto_each() -> None:
    rows = article("有下列情形之一的，年度考核直接评定为不合格等次：", "发生重大火灾事故的；", "谎报事故的。")
    assert vetoes(notice_of(rows)) == [("发生重大火灾事故的", "不合格"), ("谎报事故的", "不合格")]


def test_a_paragraph_under_the_heading_gives_the_outcome_of_the_list() -> None:
    rows: Rows = [
        ("level1", "五", "否决情形"),
        ("paragraph", None, "凡有下列情形之一的单位，考核等次直接确定为“较差”："),
        ("level3", "1", "发生较大事故；"),
        ("level3", "2", "每发生1起一般事故扣5分。"),
    ]
    assert vetoes(notice_of(rows)) == [("发生较大事故", "较差")]


def test_an_unnumbered_line_opens_the_items_that_begin_afresh_behind_it() -> None:
    rows: Rows = [
        ("level1", "四", "等次确定"),
        ("paragraph", None, "出现以下情形之一的，不得评为优秀："),
        ("level3", "1", "发生一般亡人事故的；"),
        ("level3", "2", "重大隐患逾期未整改的。"),
        ("paragraph", None, "出现以下情形之一的，直接评为不合格："),
        ("level3", "1", "发生较大事故的；"),
        ("level3", "2", "瞒报事故的。"),
    ]
    assert vetoes(notice_of(rows)) == [
        ("发生一般亡人事故的", "不得评为优秀"),
        ("重大隐患逾期未整改的", "不得评为优秀"),
        ("发生较大事故的", "不合格"),
        ("瞒报事故的", "不合格"),
    ]


def test_a_veto_of_units_in_an_instrument_that_does_not_assess() -> None:
    rows = article("不按期整改，导致发生较大事故的，实行安全生产一票否决，并依法追究有关人员责任。")
    notice = notice_of(rows, title="云溪区安全生产约谈办法", kind="办法")
    assert vetoes(notice) == [("不按期整改，导致发生较大事故", "一票否决")]
    rows = article("建立健全责任体系，发生事故的，落实安全生产一票否决制度。")
    assert vetoes(notice_of(rows, title="云溪区安全生产约谈办法", kind="办法")) == []


def test_the_cap_of_one_item_is_not_that_of_the_others() -> None:
    rows = article(
        "有下列情形的，实行加分：", "连续三年无亡人事故的，加3分；", "举办演练的，每次加0.5分。本项加分最高不超过2分。"
    )
    assert bonuses(notice_of(rows)) == [("连续三年无亡人事故", 3, None), ("举办演练", Decimal("0.5"), 2)]


def test_an_item_that_says_its_own_outcome_keeps_it() -> None:
    rows = article(
        "有下列情形之一的，实行一票否决：", "发生重大火灾的，考核等次为不合格；", "逾期不报的，取消评优资格。"
    )
    assert vetoes(notice_of(rows)) == [("发生重大火灾", "不合格"), ("逾期不报", "取消评优资格")]


def test_a_heading_names_the_outcome_of_its_items() -> None:
    rows: Rows = [
        ("level1", "五", "一票否决事项"),
        ("level2", "（一）", "发生重大火灾事故的。"),
        ("level2", "（二）", "拒不接受考核的。"),
    ]
    assert vetoes(notice_of(rows)) == [("发生重大火灾事故的", "一票否决"), ("拒不接受考核的", "一票否决")]


def test_each_item_under_a_head_of_vetoes_is_one() -> None:
    rows = article("有下列情形的实行一票否决：", "辖区事故死亡人数超控制指标。", "年终考核未达80分。", "重大火灾。")
    assert [when for when, _ in vetoes(notice_of(rows))] == [
        "辖区事故死亡人数超控制指标",
        "年终考核未达80分",
        "重大火灾",
    ]


def test_a_bonus_whose_points_are_not_understood_is_told() -> None:
    rows = article("有下列情形的给予加分：", "每创成一个示范点的，受到市级表彰的，对责任人所在科室加0.5分。")
    codes = [issue.code for issue in sanction_issues(notice_of(rows))]
    assert codes == ["bonuses.unread"]


def test_a_responsibility_document_has_no_vetoes_of_units() -> None:
    rows = article("对因失职造成事故的党政领导干部，取消评优资格，不得晋升职务。")
    assert vetoes(notice_of(rows, title="云溪区党政领导干部安全生产责任制实施细则", kind="实施细则")) == []


def test_discretion_is_reported_and_not_read_as_a_veto() -> None:
    notice = notice_of(article("对自评造假的单位，视情节轻重给予通报批评、取消评优资格等处理。"))
    assert [(i.code, i.severity) for i in sanction_issues(notice)] == [("vetoes.discretionary", "info")]


@pytest.mark.parametrize("row", OUTCOMES, ids=[row.id for row in OUTCOMES])
def test_every_outcome_row_finds_its_example(row) -> None:  # type: ignore[no-untyped-def]
    text = row.example if "发生" in row.example else f"发生重大事故的，{row.example}。"
    found = find_vetoes(notice_of(article(text)))
    assert [v.proof["outcome"].rule for v in found] == [row.id]


def test_a_score_is_no_condition_of_a_veto() -> None:
    assert find_points("得分70分以下")
    assert not find_points("发生2起事故")


GIVEN = [
    (article("设立加分项，有下列情形之一的，经认定给予加分：", "工作经验被市级推广的；", "获市级表彰的。"), [("工作经验被市级推广的", None, None), ("获市级表彰的", None, None)]),
    (article("有下列情形之一的，每项加2分，加分累计不超过5分：", "工作经验被市级推广的；", "获市级表彰的。"), [("工作经验被市级推广的", 2, 5), ("获市级表彰的", 2, 5)]),
    (article("有以下情形的，予以加分：", "工作经验被市级推广的，加3分；", "获市级表彰的，加1分。"), [("工作经验被市级推广", 3, None), ("获市级表彰", 1, None)]),
    ([("level1", "四", "加分项（最高加5分）"), ("level2", "（一）", "创建示范街镇的，加4分；"), ("level2", "（二）", "获市级表彰的，加1分。")], [("创建示范街镇", 4, 5), ("获市级表彰", 1, 5)]),
    (article("对在抢险救援中成绩突出的单位，经认定可予以加分。"), [("在抢险救援中成绩突出", None, None)]),
    (article("获市级以上表彰的，加2分。"), [("获市级以上表彰", 2, None)]),
    (article("以下工作可以加分：获市级表彰的，加2分；新建微型消防站的，每个加1分。加分总计不超过5分。"), [("获市级表彰", 2, 5), ("新建微型消防站", 1, 5)]),
    # rewards that are no points, and sentences about how bonuses are handled
    (article("对成绩突出的单位，予以表彰奖励。"), []),
    (article("同一事项不重复加分，加分材料由各单位于年底申报。"), []),
    (article("考核设加分项和扣分项，具体见附表。"), []),
    ([("level1", "一", "组织领导（20分）"), ("level2", "（一）", "召开专题会议的，加2分。")], []),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "expected"), GIVEN, ids=[rows[0][2][:20] for rows, _ in GIVEN])
def test_bonuses(rows: Rows, expected: list[tuple[str | None, object, object]]) -> None:
    assert bonuses(notice_of(rows)) == expected


def test_a_cap_on_several_bonuses_is_told() -> None:
    notice = notice_of(GIVEN[1][0])
    found = find_bonuses(notice)
    assert {b.proof["cap"].rule for b in found} == {"bonus.cap.shared"}
    assert [i.message for i in sanction_issues(notice)] == ["2项加分合计最高5分"]


def test_what_an_item_says_is_shown_with_it() -> None:
    notice = notice_of(GIVEN[0][0])
    assert [b.evidence[0].node for b in find_bonuses(notice)] == ["ins-1.art-1.item-1", "ins-1.art-1.item-2"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["发生事故的，", "一律", "按不合格评定", "取消评优资格", "；", "。", "对", "单位", "有下列情形之一的", "给予加分", "加2分", "最高加5分", "视情节", "实行“一票否决”", "未", "得分60分以下", "为"]),
        max_size=9,
    )
)  # fmt: skip
def test_any_sentence_gives_only_what_it_says(pieces: list[str]) -> None:
    notice = notice_of(article("".join(pieces) or "考核。", "瞒报事故的；"))
    assert_proved(notice, *find_vetoes(notice), *find_bonuses(notice))


@pytest.mark.parametrize(
    "rows",
    [
        [("article", "第三条", "另设加分项，加分最高不超过5分。"), *article("予以加分：", "获国家级表彰的，加3分；", "获省级表彰的，加2分。")],
        article("予以加分：", "获国家级表彰的，加3分；", "获省级表彰的，加2分。累计最高加5分。"),
        article("获国家级表彰的，加3分；获省级表彰的，加2分。两项合计最多加5分。"),
        article("对有下列情形之一的给予加分：获国家级表彰的，加3分；获省级表彰的，奖励2分。同一事项取最高分，累计加分不超过5分。"),
    ],
)  # fmt: skip
def test_a_cap_in_another_sentence_is_that_of_all(rows: Rows) -> None:
    assert [points for _, points, cap in bonuses(notice_of(rows)) if cap == 5] == [3, 2]
