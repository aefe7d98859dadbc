"""Rules over the whole table, what counts double, what is limited each by itself, what the words leave open: computed."""

from typing import Any

import pytest

from corpus.errors import Unreadable
from corpus.evidence import Proof
from extract.findings import (
    Bonus,
    Cap,
    Coefficient,
    Conversion,
    Deduct,
    Grade,
    Highest,
    Multiple,
    Rounding,
    Rule,
    Tier,
    TierStep,
)
from rubric_builder.draft import Draft
from rubric_builder.scoring import Fact, Facts, Result, calculate, open_choices, scheme, score, settled
from rubric_builder.scoring.conditions import condition_of
from rubric_builder.scoring.ranking import ranked
from tests.scoring_schemas import CONDITIONED, FOUR, D, branch, criterion, evidence, leaf, one_item, per


def said(model: Any, words: str, **fields: Any) -> Any:
    """A rule with its sentence."""
    return model(evidence=evidence(words), **fields)


EACH = said(Deduct, "每次扣1分", points=D(1), per=per(1, "次"), when="每次")
AWARDED = said(Bonus, "每项加2分", points=D(2), per=per(1, "项"), cap=D(9), when="获表彰")


def year(*terms: Rule, moved: bool = False, **more: Any) -> Draft:
    """组织领导 60, 隐患治理 40, each losing 1 分 a case; with `moved`, a group that takes off the total."""
    tops = [
        branch(
            f"ind-{n}", name, points, leaf(f"ind-{n}.1", name, points, criterion(f"ind-{n}.1.c1", "要求", points, EACH))
        )
        for n, (name, points) in enumerate((("组织领导", "60"), ("隐患治理", "40")), 1)
    ]
    if moved:
        alone = criterion("ind-3.1.c1", "通报批评", None, EACH)
        tops.append(branch("ind-3", "扣分项", None, leaf("ind-3.1", "通报", None, alone)))
    return Draft(title="云溪区考核细则", year=2025, scale=100, indicators=tuple(tops), terms=terms, **more)


def result(draft: Draft, answers: dict[str, str] | None = None, **found: Any) -> Result:
    """The score of faults by item (a, b, c), bonuses (plus) and what is given for terms (t1 …)."""
    ids = {"a": "ind-1.1.c1.r1", "b": "ind-2.1.c1.r1", "c": "ind-3.1.c1.r1", "plus": "bonus-1"}
    ids |= {f"t{n}": f"term-{n}" for n in range(1, 9)} | {f"g{n}": f"grade-{n}" for n in range(1, 9)}
    facts = {ids[key]: Fact(value=v if isinstance(v, bool) else D(str(v)), note="核查") for key, v in found.items()}
    known = {"blank": "no_fault", "bonus.base": "actual", "total.ceiling": "full"} | (answers or {})
    return score(draft, Facts(unit="青岚镇", found=facts), settled(known))


LIMIT = said(Cap, "扣分合计最高20分", points=D(20), of="deduct")
ADDED = said(Cap, "加分合计最高3分", points=D(3), of="bonus")
ONCE = said(Highest, "同一事项就高不重复加分", of="bonus", when="同一事项")
ONE_FAULT = said(Highest, "同一问题不重复扣分，按最高扣分计", of="deduct", when="同一问题")
FACTOR = said(Coefficient, "考核得分=小计得分×质量系数", of="质量系数", base="小计得分", result="考核得分")
OF_ONE = said(Coefficient, "隐患治理得分=隐患治理小计得分×工作系数", of="工作系数", base="隐患治理小计得分")
TWO = said(Rounding, "得分保留两位小数", decimals=2)

WHOLE: list[tuple[str, Draft, dict[str, Any], str]] = [
    ("below the limit", year(LIMIT), {"a": 9, "b": 8}, "83"),
    ("at the limit", year(LIMIT), {"a": 15, "b": 15}, "80"),
    ("an item is gone before the limit", year(LIMIT), {"a": 0, "b": 90}, "80"),
    ("扣完为止 changes nothing", year(said(Cap, "逐项扣分，扣完为止", points=None, of="deduct")), {"a": 3, "b": 90}, "57"),
    ("a limit of one indicator", year(LIMIT.model_copy(update={"points": D(5), "over": "隐患治理"})), {"a": 9, "b": 8}, "86"),
    ("bonuses together", year(ADDED, bonuses=(AWARDED,)), {"a": 10, "b": 0, "plus": 4}, "93"),
    ("one matter twice", year(ONCE, bonuses=(AWARDED,)), {"a": 10, "b": 0, "plus": 2, "t1": 2}, "92"),
    ("no more goes back than was added", year(ONCE, bonuses=(AWARDED,)), {"a": 10, "b": 0, "plus": 1, "t1": 5}, "90"),
    ("one fault twice", year(ONE_FAULT), {"a": 10, "b": 3, "t1": 3}, "90"),
    ("no more comes back than was lost", year(ONE_FAULT), {"a": 1, "b": 0, "t1": 3}, "100"),
    ("times a coefficient", year(FACTOR), {"a": 10, "b": 5, "t1": "0.9"}, "76.5"),
    ("one indicator times its coefficient", year(OF_ONE), {"a": 10, "b": 0, "t1": "0.9"}, "86"),
    ("rounded", year(TWO, FACTOR), {"a": 10, "b": 5, "t2": "0.987"}, "83.9"),
    ("rounded half up", year(said(Rounding, "得分取整数", decimals=0), FACTOR), {"a": 15, "b": 0, "t2": "0.9"}, "77"),
    ("put on a hundred", year(said(Conversion, "按百分制折算", to=D(100))), {"a": 10, "b": 5}, "85"),
]  # fmt: skip


@pytest.mark.parametrize(("draft", "found", "percent"), [row[1:] for row in WHOLE], ids=[row[0] for row in WHOLE])
def test_rules_over_the_whole(draft: Draft, found: dict[str, Any], percent: str) -> None:
    assert result(draft, **found).percent == D(percent)


def test_each_is_told_with_its_clause() -> None:
    told = result(year(LIMIT, FACTOR, TWO), a=15, b=15, t2="0.987").total_steps
    assert [s.rule for s in told] == ["term-2", "term-1", "term-2", "term-3"][: len(told)]
    assert "扣分合计最高20分：合计扣30分，按上限计，扣20分；依据" in told[1].sentence
    assert "小计80分×质量系数0.987＝78.96分；依据" in told[2].sentence


def test_a_factor_that_is_not_given_is_waited_for() -> None:
    open_ = result(year(FACTOR), a=1, b=0)
    assert (open_.percent, open_.open) == (None, ("fact:term-1",))


def test_items_are_rounded_where_the_text_says_items() -> None:
    half = said(Deduct, "每万元扣0.25分", points=D("0.25"), per=per(1, "万元"), when="每万元", broken="shared")
    draft = one_item("10", half).model_copy(
        update={"terms": (said(Rounding, "各项得分保留一位小数", decimals=1, scope="item"),)}
    )
    facts = Facts(unit="青岚镇", found={"ind-1.c1.r1": Fact(value=D("0.3"))})
    assert score(draft, facts).items[0].score == D("9.9")


# --- what is open ---------------------------------------------------------------------------------------------------


def ids(draft: Draft) -> set[str]:
    return {c.id for c in open_choices(draft)} - {"blank", "bonus.base", "total.ceiling"}


def test_which_deductions_a_limit_is_of_is_asked_where_there_are_two_sorts() -> None:
    draft = year(LIMIT, moved=True)
    assert ids(draft) == {"reach:term-1"}
    assert result(draft, a=15, b=15, c=25).open == ("reach:term-1",)
    assert result(draft, {"reach:term-1": "outside"}, a=15, b=15, c=25).percent == 50
    assert result(draft, {"reach:term-1": "all"}, a=15, b=15, c=25).percent == 80
    assert result(draft, a=1, b=1, c=1).percent == 97  # within it either way


def test_whether_bonuses_are_multiplied_is_asked() -> None:
    draft = year(FACTOR, bonuses=(AWARDED,))
    assert ids(draft) == {"factor:term-1"}
    assert result(draft, a=20, b=0, plus=2, t1="0.5").open == ("factor:term-1",)
    assert result(draft, {"factor:term-1": "items"}, a=20, b=0, plus=2, t1="0.5").percent == 44
    assert result(draft, {"factor:term-1": "all"}, a=20, b=0, plus=2, t1="0.5").percent == 42
    assert result(draft, a=20, b=0, plus=0, t1="0.5").percent == 40


def test_a_limit_over_all_answers_how_much_a_bonus_adds() -> None:
    free = AWARDED.model_copy(update={"cap": None})
    assert ids(year(bonuses=(free,))) == {"limit:bonus-1"}
    assert ids(year(ADDED, bonuses=(free,))) == set()


def test_what_is_not_known_is_given_by_hand_with_a_reason() -> None:
    draft = year(LIMIT.model_copy(update={"over": "另表所列"}))
    assert result(draft, a=5, b=0, t1=-2).percent == 93
    with pytest.raises(Unreadable, match="须写明理由"):
        score(draft, Facts(unit="青岚镇", found={"term-1": Fact(value=D(2))}))


def test_a_rule_for_another_kind_of_unit_is_left_out() -> None:
    tops = tuple(
        branch(f"ind-{n}", "工作", "100", leaf(f"ind-{n}.1", "工作", "100", criterion(f"ind-{n}.1.c1", "要求", "100", EACH)), group=kind)
        for n, kind in enumerate(("街道镇", "部门"), 1)
    )  # fmt: skip
    draft = Draft(
        title="细则", year=2025, scale=100, indicators=tops, terms=(LIMIT.model_copy(update={"over": "部门"}),)
    )
    assert scheme(draft, "街道镇").terms == ()
    assert [t.id for t in scheme(draft, "部门").terms] == ["term-1"]


# --- double, each by itself, once -----------------------------------------------------------------------------------

CITED = evidence("发生信访的每例扣2分")
VISITS = Deduct(points=D(2), per=per(1, "例"), when="发生信访的每例", evidence=CITED)


def multiple(factor: str, over: bool = True) -> Multiple:
    proof = {"over": Proof(how="literal", reader="text", rule="over", evidence=CITED)}
    return Multiple(
        factor=D(factor), of="deduct", when="集体访", over=CITED[0].quote if over else None,
        evidence=evidence("集体访加倍扣分"), proof=proof if over else {},
    )  # fmt: skip


def item(draft: Draft, answers: dict[str, str] | None = None, **found: Any) -> Any:
    facts = {f"ind-1.c1.{k}": Fact(value=v, note="核查") for k, v in found.items()}
    return score(draft, Facts(unit="青岚镇", found=facts), settled(answers or {})).items[0]


@pytest.mark.parametrize(("factor", "score_"), [("2", "8"), ("1.5", "9"), ("0.5", "11"), ("3", "6")])
def test_cases_that_count_double(factor: str, score_: str) -> None:
    assert item(one_item("16", VISITS, multiple(factor)), r1=D(3), r2=D(1)).score == D(score_)


def test_more_cases_can_not_count_double_than_there_are() -> None:
    with pytest.raises(Unreadable, match="大于"):
        item(one_item("16", VISITS, multiple("2")), r1=D(3), r2=D(4))


def test_a_cap_covers_what_counts_double() -> None:
    most = Cap(points=D(5), of="deduct", evidence=evidence("最多扣5分"))
    assert item(one_item("16", VISITS, multiple("2"), most), r1=D(3), r2=D(1)).score == 11


def test_what_counts_double_without_words_on_what_is_given_by_hand() -> None:
    assert item(one_item("16", VISITS, multiple("2", over=False)), r1=D(3), r2=D("1.5")).score == D("8.5")


def test_each_is_limited_by_itself() -> None:
    most = Cap(points=D(2), of="deduct", scope="each", per=per(1, "次"), evidence=evidence("每次最多扣2分"))
    draft = one_item("10", said(Deduct, "每处扣0.5分", points=D("0.5"), per=per(1, "处"), when="每处"), most)
    scored = item(draft, r1=(D(3), D(0), D(9)))
    assert scored.score == D("6.5")
    assert "各次分别3、0、9处（核查），共3个，其中1个按上限2分计，扣3.5分" in scored.steps[0].sentence
    with pytest.raises(Unreadable, match="应逐个填写数量"):
        item(draft, r1=D(3))


ONE = said(Deduct, "未落实1项扣1分", points=D(1), when="未落实1项")


def test_whether_one_counts_once_is_asked() -> None:
    draft = one_item("10", ONE)
    assert "once:ind-1.c1.r1" in ids(draft)
    assert item(draft, r1=D(1)).score == 9
    assert item(draft, r1=D(3)).score is None
    assert item(draft, {"once:ind-1.c1.r1": "each"}, r1=D(3)).score == 7
    assert item(draft, {"once:ind-1.c1.r1": "once"}, r1=True).score == 9


def test_a_number_in_two_steps_is_asked() -> None:
    steps = (
        TierStep(when="60%—80%", points=D(4), at_least=D(60), at_most=D(80)),
        TierStep(when="80%—100%", points=D(10), at_least=D(80), at_most=D(100)),
    )
    draft = one_item("10", said(Tier, "60%—80%得4分，80%—100%得10分", tiers=steps, of="整改率", unit="%"))
    assert item(draft, r1=D(79)).score == 4
    assert item(draft, r1=D(80)).score is None
    assert item(draft, {"tier:ind-1.c1.r1": "first"}, r1=D(80)).score == 4
    assert item(draft, {"tier:ind-1.c1.r1": "second"}, r1=D(80)).score == 10


def test_two_deductions_of_one_measure_are_asked() -> None:
    low = said(Deduct, "低于90%的扣1分", points=D(1), when="参会率低于90%")
    lower = said(Deduct, "低于80%的扣2分", points=D(2), when="参会率低于80%")
    draft = one_item("10", low, lower)
    assert item(draft, r1=True, r2=True).score is None
    assert item(draft, r1=True, r2=False).score == 9
    assert item(draft, {"steps:ind-1.c1.r2": "worst"}, r1=True, r2=True).score == 8
    assert item(draft, {"steps:ind-1.c1.r2": "both"}, r1=True, r2=True).score == 7


def test_which_rules_a_cap_is_of_is_asked() -> None:
    first = said(Deduct, "未制定计划的扣1分", points=D(1), when="未制定计划")
    near = evidence("每缺1项扣0.5分")
    second = Deduct(
        points=D("0.5"), per=per(1, "项"), when="每缺1项", evidence=(near[0].model_copy(update={"spans": ((20, 29),)}),)
    )
    proof = {"over": Proof(how="literal", reader="text", rule="over.open", evidence=second.evidence)}
    most = Cap(points=D(2), of="deduct", over="每缺1项扣0.5分", evidence=evidence("最多扣2分"), proof=proof)
    draft = one_item("10", first, second, most)
    assert item(draft, r1=True, r2=D(6)).score is None
    assert item(draft, r1=True, r2=D(1)).score == D("8.5")
    assert item(draft, {"cap:ind-1.c1.r3": "near"}, r1=True, r2=D(6)).score == 7
    assert item(draft, {"cap:ind-1.c1.r3": "all"}, r1=True, r2=D(6)).score == 8


def test_one_matter_among_several_deductions() -> None:
    both = (
        said(Deduct, "每起扣2分", points=D(2), per=per(1, "起"), when="每起"),
        said(Deduct, "被通报的每次扣3分", points=D(3), per=per(1, "次"), when="被通报的每次"),
        said(Highest, "同一事项按最高扣分计", of="deduct", when="同一事项"),
    )
    scored = item(one_item("10", *both), r1=D(1), r2=D(1), r3=D(2))
    assert scored.score == 7
    assert any("重复计的分不计，扣3分" in s.sentence for s in scored.steps)


def test_bonuses_that_one_sentence_caps_together() -> None:
    together = evidence("加分最高不超过4分")
    proof = {"cap": Proof(how="normalised", reader="number", rule="bonus.cap.shared", evidence=together)}
    bonuses = tuple(
        Bonus(points=D(3), when=when, cap=D(4), evidence=evidence(when), proof=proof)
        for when in ("获市级表彰", "获区级表彰")
    )
    draft = year(bonuses=bonuses)
    facts = {"ind-1.1.c1.r1": Fact(value=D(20)), "bonus-1": Fact(value=True), "bonus-2": Fact(value=True)}
    answers = {"blank": "no_fault", "total.ceiling": "full"}
    assert score(draft, Facts(unit="青岚镇", found=facts), settled(answers)).extra == 4


# --- grades ---------------------------------------------------------------------------------------------------------

WORDS: list[tuple[str, Any]] = [
    ("前30%", (D(30), None, False, "")),
    ("前30%且不低于85分", (D(30), None, False, "")),
    ("排名前3名且得分90分以上", (None, 3, False, "")),
    ("考核排名在后10%的", (D(10), None, True, "")),
    ("80分以上且未发生较大事故", (None, None, False, "80分以上且未发生较大事故")),
    ("前30%且未发生死亡事故", (D(30), None, False, "前30%且未发生死亡事故")),
]


@pytest.mark.parametrize(("words", "wanted"), WORDS)
def test_what_a_grade_asks(words: str, wanted: Any) -> None:
    found = condition_of(Grade(name="优秀", condition=words))
    assert found is not None
    assert (found.share, found.places, found.last, found.asks) == wanted


def test_the_rest() -> None:
    found = condition_of(Grade(name="合格", condition="其余"))
    assert found is not None
    assert (found.rest, found.asks) == (True, "")
    assert condition_of(FOUR[0]) is None


def test_a_condition_that_is_not_met_leads_to_the_next_grade() -> None:
    draft = year(grades=CONDITIONED)
    assert result(draft, a=15, b=0, g2=True).grade == "良好"
    assert result(draft, a=15, b=0, g2=False).grade == "合格"
    waiting = result(draft, a=15, b=0)
    assert (waiting.grade, waiting.open) == (None, ("fact:grade-2",))


def units(*percents: int, answers: dict[str, str] | None = None) -> tuple[Result, ...]:
    """Units with these scores, ranked."""
    draft = year(grades=CONDITIONED)
    made = scheme(draft, None, settled({"blank": "no_fault"} | (answers or {})))
    several = []
    for n, percent in enumerate(percents):
        found = {"ind-1.1.c1.r1": Fact(value=D(100 - percent)), "grade-2": Fact(value=True)}
        several.append(calculate(made, Facts(unit=f"第{n}单位", found=found)))
    return ranked(made, several)


def test_places_decide_over_all_units() -> None:
    tens = units(99, 98, 97, 96, 95, 94, 93, 92, 91, 85)
    assert [r.grade for r in tens] == ["优秀"] * 3 + ["良好"] * 7
    assert {r.open for r in tens} == {()}


def test_a_fraction_of_a_place_is_asked() -> None:
    grades = [r.grade for r in units(99, 98, 97, 96, 95)]  # 1.5 places
    assert grades == [None] * 5
    assert {r.open for r in units(99, 98, 97, 96, 95)} == {("quota:grade-1",)}
    for option, best in (("dropped", 1), ("counted", 2), ("rounded", 2)):
        several = units(99, 98, 97, 96, 95, answers={"quota:grade-1": option})
        assert [r.grade for r in several].count("优秀") == best


def test_equal_scores_over_the_limit_are_for_people_to_decide() -> None:
    several = units(99, 98, 97, 97, 95, 94, 93, 92, 91, 90)
    assert [r.grade for r in several][:5] == ["优秀", "优秀", None, None, "良好"]
    assert "2个单位并列第3名" in several[2].remarks[-1]


def test_a_unit_without_a_score_keeps_places_open() -> None:
    draft = year(FACTOR, grades=CONDITIONED)
    made = scheme(draft, None, settled({"blank": "no_fault"}))
    known = {"term-1": Fact(value=D(1)), "grade-2": Fact(value=True)}
    several = ranked(made, [calculate(made, Facts(unit="甲", found=known)), calculate(made, Facts(unit="乙"))])
    assert several[0].grade is None
    assert "待乙得分确定后评定" in several[0].remarks[-1]
