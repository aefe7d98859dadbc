"""The calculation: what a careful reader of the rules would work out by hand."""

from typing import Any

import pytest

from corpus.errors import Unreadable
from extract.findings import (
    Award,
    Bonus,
    Cap,
    Coefficient,
    Deduct,
    Highest,
    Portion,
    Proportion,
    Range,
    Rank,
    RankStep,
    Rounding,
    Rule,
    Tier,
    TierStep,
    Unparsed,
    Veto,
    Zero,
)
from rubric_builder.draft import Draft
from rubric_builder.scoring import Fact, Facts, ItemScore, Result, Settings, open_choices, scheme, score, settled
from tests.scoring_schemas import FOUR, D, branch, criterion, evidence, leaf, one_item, per

HAND = "按检查记录"


def fact(value: Any, note: str = HAND) -> Fact:
    return Fact(value=value if isinstance(value, bool) else D(str(value)), note=note)


def scored(draft: Draft, settings: Settings | None = None, gone: dict[str, str] | None = None, **found: Any) -> Result:
    """The result of facts by the last part of the rule's id (r1) in a schema of one criterion."""
    facts = {f"ind-1.c1.{key}": fact(value) for key, value in found.items()}
    return score(draft, Facts(unit="青岚镇", found=facts, not_applicable=gone or {}), settings or Settings())


def item(result: Result, own_id: str = "ind-1.c1") -> ItemScore:
    return next(i for i in result.items if i.id == own_id)


def deduct(points: str, **more: Any) -> Deduct:
    return Deduct(points=D(points), evidence=evidence(f"扣{points}分"), **more)


def award(points: str | None, **more: Any) -> Award:
    return Award(points=D(points) if points else None, evidence=evidence(f"得{points}分"), **more)


def cap(points: str | None, of: Any = "deduct", **more: Any) -> Cap:
    return Cap(points=D(points) if points else None, of=of, evidence=evidence(f"最多{points}分"), **more)


EACH = {"per": per(1, "次")}
LEVELS = Tier(
    tiers=(TierStep(when="国家级", points=D(3)), TierStep(when="省级", points=D(2))), evidence=evidence("国家级3分")
)
STEPS = Tier(
    tiers=(
        TierStep(when="90%以上", points=D(10), at_least=D(90)),
        TierStep(when="超过80%", points=D(6), above=D(80), below=D(90)),
    ),
    of="签订率", unit="%", evidence=evidence("90%以上得10分"),
)  # fmt: skip
RANKED = Rank(
    tiers=(RankStep(first=1, last=3, points=D(6)), RankStep(first=4, last=6, points=D(4))), minus=D("0.5"), lowest=D(3),
    evidence=evidence("前3名得6分"),
)  # fmt: skip
THRESHOLD = Proportion(
    points=None, of="签订率", full_at=D(90), minus=D("0.2"), per=per(1, "个百分点"), zero_below=D(60), broken="dropped",
    evidence=evidence("达到90%得满分"),
)  # fmt: skip

ITEMS: list[tuple[str, str, list[Rule], dict[str, Any], str]] = [
    ("once, met", "10", [deduct("2", when="未制定规划")], {"r1": True}, "8"),
    ("once, not met", "10", [deduct("2", when="未制定规划")], {"r1": False}, "10"),
    ("each", "10", [deduct("0.5", **EACH)], {"r1": 3}, "8.5"),
    ("扣完为止", "10", [deduct("3", **EACH), cap(None)], {"r1": 9}, "0"),
    ("a cap below the points", "10", [deduct("3", **EACH), cap("5")], {"r1": 9}, "5"),
    ("a cap covers what stands before it", "10", [deduct("3", **EACH), cap("5"), deduct("1", when="迟报")], {"r1": 9, "r3": True}, "4"),
    ("two caps, each its own", "20", [deduct("3", **EACH), cap("5"), deduct("2", **EACH), cap("4")], {"r1": 9, "r3": 9}, "11"),
    ("a cap over the item", "20", [deduct("3", **EACH), cap("5", scope="item"), deduct("2", **EACH)], {"r1": 9, "r3": 9}, "15"),
    ("a cap above the points", "10", [deduct("3", **EACH), cap("200")], {"r1": 9}, "0"),
    ("不得分 whatever else", "10", [Zero(when="瞒报"), deduct("1", **EACH)], {"r1": True, "r2": 0}, "0"),
    ("不得分, not met", "10", [Zero(when="瞒报"), deduct("1", **EACH)], {"r1": False, "r2": 2}, "8"),
    ("discretion", "10", [Range(low=D(1), high=D(3), sign=-1)], {"r1": 2}, "8"),
    ("discretion not used", "10", [Range(low=D(1), high=D(3), sign=-1)], {"r1": 0}, "10"),
    ("discretion without bounds", "10", [Range(low=None, high=None, sign=-1)], {"r1": 10}, "0"),
    ("full marks, then off", "100", [award("100", when="控制在以内"), deduct("10", per=per(2, "个百分点"), broken="dropped")], {"r2": "5.9"}, "80"),
    ("a started unit counts", "100", [deduct("10", per=per(2, "个百分点"), broken="counted")], {"r1": "5.3"}, "70"),
    ("a started unit's share", "100", [deduct("10", per=per(2, "个百分点"), broken="shared")], {"r1": "5"}, "75"),
    ("earned", "8", [award("8", when="完成")], {"r1": True}, "8"),
    ("not earned", "8", [award("8", when="完成")], {"r1": False}, "0"),
    ("earned each, up to the points", "8", [award("3", **EACH)], {"r1": 4}, "8"),
    ("earned each, capped", "8", [award("3", **EACH), cap("5", "award")], {"r1": 4}, "5"),
    ("the share done", "5", [Proportion(points=None, of="完成率")], {"r1": "86.5"}, "4.325"),
    ("more than all", "5", [Proportion(points=D(5), of="完成率")], {"r1": 120}, "5"),
    ("a threshold, reached", "10", [THRESHOLD], {"r1": 90}, "10"),
    ("a threshold, two points short", "10", [THRESHOLD], {"r1": "87.9"}, "9.6"),
    ("a threshold, at the bottom", "10", [THRESHOLD], {"r1": 60}, "4"),
    ("a threshold, below", "10", [THRESHOLD], {"r1": "59.9"}, "0"),
    ("a step, included", "10", [STEPS], {"r1": 90}, "10"),
    ("a step, below", "10", [STEPS], {"r1": "89.99"}, "6"),
    ("a step, excluded", "10", [STEPS], {"r1": 80}, "0"),
    ("a step by its words", "3", [LEVELS], {"r1": 2}, "2"),
    ("no step", "3", [LEVELS], {"r1": 0}, "0"),
    ("a place", "6", [RANKED], {"r1": 3}, "6"),
    ("a place further down", "6", [RANKED], {"r1": 4}, "4"),
    ("places after the last step", "6", [RANKED], {"r1": 7}, "3.5"),
    ("never below the least", "6", [RANKED], {"r1": 20}, "3"),
    ("就高", "10", [deduct("2", when="甲"), deduct("3", when="乙"), Highest(of="deduct")], {"r1": True, "r2": True}, "7"),
    ("half of the points", "10", [Portion(percent=D(50), sign=-1, when="逾期")], {"r1": True}, "5"),
    ("a coefficient", "10", [deduct("1", **EACH), Coefficient(of="质量系数")], {"r1": 2, "r2": "0.9"}, "7.2"),
    ("rounded as stated", "10", [Proportion(points=None, of="完成率"), Rounding(decimals=1)], {"r1": "86.5"}, "8.7"),
    ("not understood: by hand", "10", [deduct("1", **EACH), Unparsed(text="另行扣减")], {"r1": 1, "r2": "2.5"}, "6.5"),
    ("0.1 three times is 0.3", "10", [deduct("0.1", **EACH)], {"r1": 3}, "9.7"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("full", "rules", "found", "wanted"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS]
)
def test_an_item(full: str, rules: list[Rule], found: dict[str, Any], wanted: str) -> None:
    result = scored(one_item(full, *rules), **found)
    assert item(result).score == D(wanted)
    assert result.settled


def test_the_steps_say_what_was_applied_to_what() -> None:
    draft = one_item(
        "100",
        Deduct(
            points=D(10), per=per(2, "个百分点"), when="每超出2个百分点", evidence=evidence("每超出2个百分点扣10分")
        ),
    )
    result = scored(draft, settled({"broken:ind-1.c1.r1": "dropped"}), r1="5.3")
    (step,) = item(result).steps
    assert step.sentence == (
        "每超出2个百分点扣10分：超出5.3个百分点（按检查记录），按2个完整单位计，扣20分；依据《云溪区2025年度安全生产工作考核细则》表1第1行"
    )
    assert step.points == -20


OPEN = [
    ("a started unit", one_item("100", deduct("10", per=per(2, "个百分点"))), {"r1": "5.3"}, "broken:ind-1.c1.r1", {"dropped": "80", "counted": "70", "shared": "73.5"}),
    ("a share below what gives all", one_item("9", Proportion(points=None, of="率", full_at=D(90))), {"r1": 45}, "share:ind-1.c1.r1", {"of_hundred": "4.05", "of_full": "4.5"}),
    ("from where to count", one_item("10", award("4", when="完成"), deduct("1", **EACH)), {"r1": True, "r2": 1}, "start:ind-1.c1", {"zero": "3", "full": "9"}),
    ("additions within an item", one_item("10", deduct("1", **EACH), Bonus(points=D(3), when="推广")), {"r1": 0, "r2": True}, "over:ind-1.c1", {"within": "10", "beyond": "13"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("draft", "found", "choice", "answers"), [row[1:] for row in OPEN], ids=[row[0] for row in OPEN]
)
def test_what_the_text_leaves_open_is_settled_and_never_assumed(
    draft: Draft, found: dict[str, Any], choice: str, answers: dict[str, str]
) -> None:
    assert choice in {c.id for c in open_choices(draft)}
    result = scored(draft, **found)
    assert item(result).score is None
    assert result.percent is None
    assert choice in result.open
    for option, wanted in answers.items():
        settings = settled({choice: option})
        known = {t.id for t in scheme(draft, None, settings).items[0].terms}
        asked = {key: value for key, value in found.items() if f"ind-1.c1.{key}" in known}
        assert item(scored(draft, settings, **asked)).score == D(wanted)


def test_an_open_choice_matters_only_where_it_changes_the_score() -> None:
    result = scored(one_item("100", deduct("10", per=per(2, "个百分点"))), r1=4)
    assert item(result).score == 80
    assert result.settled


def test_settings_answer_questions_that_there_are() -> None:
    draft = one_item("10", deduct("1", per=per(2, "个百分点")))
    choices = {c.id: c for c in open_choices(draft)}
    settled({"broken:ind-1.c1.r1": "counted"}).check(choices)
    with pytest.raises(Unreadable, match="没有对应的待定事项"):
        settled({"broken:ind-9": "counted"}).check(choices)
    with pytest.raises(Unreadable, match="不在可选范围"):
        settled({"broken:ind-1.c1.r1": "向上"}).check(choices)
    with pytest.raises(ValueError, match="twice"):
        Settings(settled=settled({"blank": "no_fault"}).settled * 2)


# --- the whole ------------------------------------------------------------------------------------------------------


def graded(points: str, grades: Any = FOUR, scale: int = 100, **more: Any) -> Draft:
    """A schema where hand-given points make the score."""
    top = leaf("ind-1", "综合", points, criterion("ind-1.c1", "综合评定", points))
    return Draft(title="云溪区考核细则", year=2025, scale=scale, indicators=(top,), grades=grades, **more)


def lost(draft: Draft, value: str, settings: Settings | None = None, **facts: Any) -> Result:
    found = {"ind-1.c1": fact(value)} | {k.replace("_", "-"): fact(v) for k, v in facts.items()}
    return score(draft, Facts(unit="石桥镇", found=found), settings or Settings())


@pytest.mark.parametrize(("off", "grade"), [("10", "优秀"), ("10.01", "良好"), ("20", "良好"), ("20.01", "合格"), ("30", "合格"), ("30.01", "不合格"), ("100", "不合格")])  # fmt: skip
def test_grades_hold_their_bounds_exactly(off: str, grade: str) -> None:
    assert lost(graded("100"), off).grade == grade


@pytest.mark.parametrize(("off", "grade"), [("100", "优秀"), ("100.1", "良好")])
def test_grades_of_a_thousand_in_points_of_a_hundred(off: str, grade: str) -> None:
    assert lost(graded("1000", scale=1000), off).grade == grade


def test_what_does_not_apply_comes_off_the_full_marks() -> None:
    top = branch(
        "ind-1", "管理", "100",
        leaf("ind-1.1", "制度", "60", criterion("ind-1.1.c1", "制度", "60")),
        leaf("ind-1.2", "矿山", "40", criterion("ind-1.2.c1", "矿山", "40")),
    )  # fmt: skip
    draft = Draft(title="细则", year=2025, scale=100, indicators=(top,), grades=FOUR)
    facts = Facts(unit="石桥镇", found={"ind-1.1.c1": fact(6)}, not_applicable={"ind-1.2.c1": "无矿山企业"})
    result = score(draft, facts)
    assert (result.standard, result.blank, result.due, result.actual, result.percent) == (100, 40, 60, 54, 90)
    assert result.grade == "优秀"


def test_all_blank_gives_no_score() -> None:
    facts = Facts(unit="石桥镇", not_applicable={"ind-1.c1": "不适用"})
    result = score(graded("100"), facts)
    assert (result.percent, result.grade) == (None, None)
    assert result.remarks


BONUSES = (
    Bonus(points=D(2), per=per(1, "项"), cap=D(5), when="推广", evidence=evidence("每项加2分，最高加5分")),
    Bonus(points=None, cap=D(100), when="成绩突出", evidence=evidence("最高加100")),
)


@pytest.mark.parametrize(
    ("given", "added"), [((0, 0), "0"), ((1, 0), "2"), ((4, 0), "5"), ((4, 100), "105"), ((0, "30.5"), "30.5")]
)
def test_bonuses_and_their_caps(given: tuple[Any, Any], added: str) -> None:
    draft = graded("1000", scale=1000, grades=(), bonuses=BONUSES)
    result = lost(draft, "200", bonus_1=given[0], bonus_2=given[1])
    assert result.extra == D(added)
    assert result.percent == (800 + D(added)) / 10


def test_a_bonus_beyond_its_cap_is_refused() -> None:
    with pytest.raises(Unreadable, match="应在0至100之间"):
        lost(graded("1000", scale=1000, bonuses=BONUSES), "0", bonus_1=0, bonus_2=101)


def test_a_total_above_full_marks_waits_for_the_reviewer() -> None:
    draft = graded("100", bonuses=BONUSES)
    assert lost(draft, "1", bonus_1=2, bonus_2=0).open == ("total.ceiling",)
    assert lost(draft, "1", settled({"total.ceiling": "full"}), bonus_1=2, bonus_2=0).percent == 100
    assert lost(draft, "1", settled({"total.ceiling": "none"}), bonus_1=2, bonus_2=0).percent == 103
    assert lost(draft, "9", bonus_1=2, bonus_2=0).percent == 95


def test_an_unlimited_bonus_waits_where_it_adds() -> None:
    draft = graded("100", bonuses=(Bonus(points=D(1), per=per(1, "项"), when="推广", evidence=evidence("每项加1分")),))
    assert lost(draft, "50", bonus_1=0).settled
    assert lost(draft, "50", bonus_1=3).open == ("limit:bonus-1",)
    assert lost(draft, "50", settled({"limit:bonus-1": "none"}), bonus_1=3).percent == 53
    assert lost(draft, "50", settled({"limit:bonus-1": "2"}), bonus_1=3).percent == 52


VETOES = (
    Veto(when="发生重大事故", outcome="不合格", evidence=evidence("发生重大事故的，按不合格评定")),
    Veto(when="弄虚作假", outcome="取消评优资格", evidence=evidence("弄虚作假的，取消评优资格")),
)


def test_a_veto_is_not_outweighed() -> None:
    draft = graded("100", vetoes=VETOES, bonuses=BONUSES)
    result = lost(draft, "0", veto_1=True, veto_2=False, bonus_1=4, bonus_2=100)
    assert (result.grade, result.vetoed) == ("不合格", True)


def test_a_veto_whose_outcome_is_no_grade_waits_for_the_reviewer() -> None:
    draft = graded("100", vetoes=VETOES)
    assert lost(draft, "0", veto_1=False, veto_2=True).open == ("veto:veto-2",)
    assert lost(draft, "0", settled({"veto:veto-2": "良好"}), veto_1=False, veto_2=True).grade == "良好"
    assert lost(draft, "35", settled({"veto:veto-2": "良好"}), veto_1=False, veto_2=True).grade == "不合格"
    assert lost(draft, "0", settled({"veto:veto-2": "keep"}), veto_1=False, veto_2=True).grade == "优秀"


def test_what_is_not_filled_in_is_not_assumed() -> None:
    draft = one_item("10", deduct("1", **EACH), deduct("2", when="迟报"))
    result = scored(draft, r1=1)
    assert item(result).score is None
    assert result.open == ("fact:ind-1.c1.r2",)
    assert item(scored(draft, settled({"blank": "no_fault"}), r1=1)).score == 9


def test_points_that_several_criteria_share() -> None:
    top = leaf(
        "ind-1", "现场", "10",
        criterion("ind-1.c1", "通道", None, deduct("1", **EACH)), criterion("ind-1.c2", "设施", None, deduct("4", **EACH)),
    )  # fmt: skip
    draft = Draft(title="细则", year=2025, scale=None, indicators=(top,))
    (whole,) = scheme(draft).items
    assert (whole.id, whole.full) == ("ind-1", 10)
    found = {"ind-1.c1.r1": fact(3), "ind-1.c2.r1": fact(1)}
    assert item(score(draft, Facts(unit="某镇", found=found)), "ind-1").score == 3


def test_deductions_outside_the_full_marks_move_the_total() -> None:
    top = leaf("ind-1", "管理", "100", criterion("ind-1.c1", "管理", "100"))
    off = branch(
        "ind-2",
        "扣分项",
        None,
        leaf("ind-2.1", "通报", None, criterion("ind-2.1.c1", "受到通报", None, deduct("3", **EACH), cap("5"))),
    )
    draft = Draft(title="细则", year=2025, scale=100, indicators=(top, off), grades=FOUR)
    result = lost(draft, "6", **{"ind_2.1.c1.r1": 4})
    assert (result.standard, result.actual, result.extra, result.percent, result.grade) == (100, 94, -5, 89, "良好")


def test_the_total_never_falls_below_nought() -> None:
    top = leaf("ind-1", "管理", "100", criterion("ind-1.c1", "管理", "100"))
    off = branch(
        "ind-2",
        "扣分项",
        None,
        leaf("ind-2.1", "通报", None, criterion("ind-2.1.c1", "受到通报", None, deduct("30", **EACH))),
    )
    result = lost(Draft(title="细则", year=2025, scale=100, indicators=(top, off)), "90", **{"ind_2.1.c1.r1": 4})
    assert result.percent == 0


def test_a_group_either_way_has_its_swing() -> None:
    top = leaf("ind-1", "管理", "100", criterion("ind-1.c1", "管理", "100"))
    swing = leaf("ind-2", "特别处理（±10分）", None, criterion("ind-2.c1", "受到通报", None, deduct("6", **EACH)))
    draft = Draft(title="细则", year=2025, scale=100, indicators=(top, swing))
    assert lost(draft, "0", **{"ind_2.c1.r1": 3}).extra == -10


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"ind-1.c1.r1": fact(D("1.5"))}, "应为整数"),
        ({"ind-1.c1.r1": fact(-1)}, "应不小于0"),
        ({"ind-1.c1.r1": fact(True)}, "应填数字"),
        ({"ind-1.c1.r2": fact(2)}, "应填“是”或“否”"),
        ({"ind-1.c1.r3": fact("0.5")}, "应在1至3之间（没有则填0）"),
        ({"ind-1.c1.r4": fact(11)}, "应在0至10之间"),
        ({"ind-1.c1.r4": fact(2, "")}, "须写明理由"),
        ({"ind-7.c1.r1": fact(1)}, "没有对应的计分规则"),
    ],
)
def test_facts_that_no_rule_allows_are_refused(found: dict[str, Fact], words: str) -> None:
    rules = (deduct("1", **EACH), deduct("1", when="迟报"), Range(low=D(1), high=D(3), sign=-1), Unparsed(text="另扣"))
    with pytest.raises(Unreadable, match=words):
        score(one_item("10", *rules), Facts(unit="某镇", found=found))
