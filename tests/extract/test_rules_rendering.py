"""Every rule renders to a sentence from which the same rule is read again.

`KAOHE_HEAVY=1` runs ten thousand generated rules instead of some hundred.
"""

import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.findings import (
    Award,
    Bonus,
    Cap,
    Coefficient,
    Conversion,
    Deduct,
    Highest,
    Multiple,
    Per,
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
from extract.rules import parse_rules
from extract.rules.quantities import UNITS
from extract.rules.rendering import render
from tests.builders import passage_of
from tests.expected_rules import Wanted, exact
from tests.extract import test_rules_awards, test_rules_bonuses, test_rules_deductions, test_rules_table

EXAMPLES = 10_000 if os.environ.get("KAOHE_HEAVY") else 400

WHO = ["", "村（社区）", "企业", "主要负责人", "各成员单位", "网格员（含兼职）", "重点场所"]
FAULTS = [
    "未制定年度计划", "未按期整改隐患", "责任制不健全", "台账、记录不完整", "未落实“两个清单”", "未按《安全检查办法》开展检查",
    "应急预案缺失", "弄虚作假", "情节严重", "被区级以上通报批评", "逾期10天以上未上报", "培训覆盖率低于90%", "资料不全，且未补正",
    "未建立制度，经提醒仍未建立", "发现问题的，未跟踪整改",
]  # fmt: skip
MERITS = [
    "获市级以上表彰", "经验做法在全市推广", "按时完成年度任务", "主动排除重大险情", "创建成功", "完成任务80%以上", "工作成效明显，群众满意",
]  # fmt: skip
EVENTS = ["少", "缺", "迟报", "发生", "发现", "超出", "降低", "逾期", "增加", "低于全区平均数", "超出控制指标", "漏报"]
BASES = ["近三年平均数", "上年度死亡人数", "区下达指标", "“十四五”期间平均数"]
MEASURED = ["个百分点", "%", "万元", "小时"]
SHARED = ["整改率", "实际完成比例", "覆盖率", "（实际完成数÷应完成数）", "完成数/目标数"]
FACTORS = ["质量系数", "难度系数", "风险系数"]

scores = st.integers(1, 400).map(lambda n: Decimal(n) / 20) | st.sampled_from(
    [Decimal(n) for n in (10, 20, 50, 100, 200)]
)
units = st.sampled_from([u for u in UNITS if u not in ("单位", "方面", "环节", "问题", "年", "月", "周", "日", "届")])
fault = st.builds(lambda who, what: who + what, st.sampled_from(WHO), st.sampled_from(FAULTS))
merit = st.builds(lambda who, what: who + what, st.sampled_from(WHO), st.sampled_from(MERITS))
maybe_fault = st.none() | fault
maybe_merit = st.none() | merit
small = st.integers(1, 12).map(Decimal)


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


@st.composite
def per(draw: st.DrawFn) -> Per | None:
    """A count that stands by itself: 每次, 每人每次."""
    kind = draw(st.sampled_from(["none", "unit", "many", "twice"]))
    if kind == "none":
        return None
    if kind == "twice":
        return Per(count=Decimal(1), unit=draw(st.sampled_from(["人次", "项次", "人例", "次处", "项例"])))
    return Per(count=draw(small) if kind == "many" else Decimal(1), unit=draw(units))


@st.composite
def deducts(draw: st.DrawFn) -> Deduct:
    scope = draw(st.sampled_from([None, None, None, "total"]))
    return Deduct(points=draw(scores), per=draw(per()), when=draw(maybe_fault), scope=scope)


@st.composite
def events(draw: st.DrawFn) -> Deduct:
    """每超出2个百分点扣10分: the condition says the count."""
    event, unit = draw(st.sampled_from(EVENTS)), draw(units)
    count = draw(st.sampled_from([Decimal(n) for n in (1, 2, 5, 10)]))
    beyond: str | None = next((e for e in ("控制指标",) if e in event), None)
    said = f"每{event}{plain(count)}{unit}"
    if beyond is None and event in ("超出", "降低", "增加"):
        beyond = draw(st.none() | st.sampled_from(BASES))
    before = "" if beyond else draw(st.sampled_from(["", "专题会议", "隐患整改率"]))
    broken = draw(st.sampled_from([None, "dropped", "counted", "shared"])) if unit in MEASURED else None
    return Deduct(
        points=draw(scores), per=Per(count=count, unit=unit), beyond=beyond, when=before + said, broken=broken
    )


@st.composite
def bonuses(draw: st.DrawFn) -> Bonus:
    points = draw(st.none() | scores)
    return Bonus(
        points=points, per=draw(per()) if points else None, cap=draw(st.none() | scores), when=draw(maybe_merit)
    )


@st.composite
def awards(draw: st.DrawFn) -> Award:
    points = draw(st.none() | scores)
    return Award(points=points, per=draw(per()) if points else None, when=draw(maybe_merit))


@st.composite
def ranges(draw: st.DrawFn) -> Range:
    low, more = draw(scores), draw(scores)
    sign = draw(st.sampled_from([-1, 1]))
    ends = draw(st.sampled_from([(low, low + more), (None, low), (None, None)]))
    when = draw(maybe_fault if sign < 0 else maybe_merit)
    return Range(low=ends[0], high=ends[1], sign=sign, per=draw(per()), when=when)


@st.composite
def caps(draw: st.DrawFn) -> Cap:
    of = draw(st.sampled_from(["deduct", "bonus", "award"]))
    scope = draw(st.sampled_from([None, "item", "table", "each", "total"]))
    points = None if of != "award" and scope in (None, "item", "table") and draw(st.booleans()) else draw(scores)
    each = draw(st.sampled_from(["项", "次", "处", "人", "件"])) if scope == "each" else None
    return Cap(points=points, of=of, scope=scope, per=Per(count=Decimal(1), unit=each) if each else None)


@st.composite
def tiers(draw: st.DrawFn) -> Tier:
    """Steps of a measure, from the best down; or of grades."""
    count = draw(st.integers(2, 4))
    points = [draw(scores) for _ in range(count)]
    if draw(st.booleans()):
        names = ["评为优秀", "良好", "合格", "基本合格"][:count]
        return Tier(tiers=tuple(TierStep(when=n, points=p) for n, p in zip(names, points, strict=True)))
    of, unit = draw(st.sampled_from(["整改率", "签订率", "覆盖率"])), "%"
    edges = sorted(draw(st.lists(st.integers(10, 99), min_size=count, max_size=count, unique=True)), reverse=True)
    steps = [TierStep(when=f"{of}达到{edges[0]}%以上", points=points[0], at_least=Decimal(edges[0]))]
    for high, low, worth in zip(edges, edges[1:], points[1:], strict=False):
        said, low_in = draw(st.sampled_from([(f"{low}%—{high}%", True), (f"{low}%（含）—{high}%", True), (f"{low}%（不含）—{high}%", False)]))  # fmt: skip
        bounds: dict[str, Any] = {"at_least" if low_in else "above": Decimal(low), "at_most": Decimal(high)}
        steps.append(TierStep(when=said, points=worth, **bounds))
    return Tier(tiers=tuple(steps), of=of, unit=unit)


@st.composite
def ranks(draw: st.DrawFn) -> Rank:
    steps, place = [], 1
    for _ in range(draw(st.integers(1, 4))):
        last = place + draw(st.integers(0, 4))
        steps.append(RankStep(first=place, last=last, points=draw(scores)))
        place = last + 1
    if draw(st.booleans()):
        return Rank(tiers=(*steps, RankStep(first=place, last=None, points=draw(scores))))
    minus = draw(st.none() | scores)
    return Rank(tiers=tuple(steps), minus=minus, lowest=draw(st.none() | scores) if minus else None)


@st.composite
def proportions(draw: st.DrawFn) -> Proportion:
    if draw(st.booleans()):
        of = draw(st.none() | st.sampled_from(SHARED))
        points = draw(st.none() | scores)
        return Proportion(points=points, of=of, when=draw(st.none() | st.sampled_from(["未全部完成", "达到序时进度"])))
    full = draw(st.integers(50, 100))
    below = draw(st.none() | st.integers(10, full - 1))
    return Proportion(
        points=draw(st.none() | scores),
        of=draw(st.none() | st.sampled_from(["整改率", "应急预案备案率", "培训合格率"])),
        full_at=Decimal(full),
        zero_below=None if below is None else Decimal(below),
        minus=draw(scores),
        per=Per(count=draw(small), unit=draw(st.sampled_from(["个百分点", "%"]))),
        broken=draw(st.sampled_from([None, "dropped", "counted", "shared"])),
    )


OUTCOMES = ["不合格", "取消当年评优资格", "降低一个等次", "一票否决", "不得评为优秀等次", "不得评先评优"]
ANY_RULE = st.one_of(
    deducts(),
    events(),
    awards(),
    bonuses(),
    ranges(),
    caps(),
    tiers(),
    ranks(),
    proportions(),
    st.builds(Zero, when=maybe_fault, scope=st.sampled_from([None, "total"])),
    st.builds(Veto, when=fault.filter(lambda w: w.endswith(("批评", "作假", "整改"))), outcome=st.sampled_from(OUTCOMES)),
    st.builds(Highest, of=st.sampled_from(["deduct", "bonus", "award"]), when=st.sampled_from([None, "同一事项", "同一工作多次获奖"])),
    st.builds(
        Multiple, factor=st.sampled_from([Decimal(2), Decimal("0.5"), Decimal(3), Decimal("1.5")]),
        of=st.sampled_from(["deduct", "bonus"]), when=fault,
    ),
    st.builds(Portion, percent=st.integers(1, 100).map(Decimal), sign=st.just(-1), when=maybe_fault),
    st.builds(Portion, percent=st.integers(1, 100).map(Decimal), sign=st.just(1), when=merit),
    st.builds(
        Coefficient, of=st.sampled_from(FACTORS), base=st.sampled_from(["小计得分", "基础得分"]),
        result=st.sampled_from(["考核得分", "年度得分"]),
    ),
    st.builds(Rounding, decimals=st.integers(0, 4), scope=st.sampled_from([None, "item"])),
    st.builds(Conversion, to=st.sampled_from([Decimal(100), Decimal(1000)]), when=st.sampled_from([None, "有空项"])),
)  # fmt: skip


def values(rule: Rule) -> Wanted:
    """What a rule says; what it covers is told by the words around it."""
    return {name: value for name, value in exact(rule).items() if name != "over"}


@given(ANY_RULE)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_rule_is_read_again_from_its_sentence(rule: Rule) -> None:
    sentence = render(rule)
    assert [values(again) for again in parse_rules(passage_of(sentence))] == [values(rule)], sentence


WRITTEN = [
    sentence
    for table in (test_rules_awards, test_rules_bonuses, test_rules_deductions, test_rules_table)
    for sentence, _ in table.SENTENCES
]


@pytest.mark.parametrize("sentence", WRITTEN)
def test_what_was_read_from_a_sentence_is_read_again_from_its_canonical_one(sentence: str) -> None:
    for rule in parse_rules(passage_of(sentence)):
        if not isinstance(rule, Unparsed):
            said = render(rule)
            assert [values(again) for again in parse_rules(passage_of(said))] == [values(rule)], said


CANONICAL: list[tuple[Any, str]] = [
    (Deduct(points=Decimal(2), when="未制定规划"), "未制定规划的，扣2分"),
    (Deduct(points=Decimal("0.50"), per=Per(count=Decimal(1), unit="人次"), when="缺席"), "缺席的，每人次扣0.5分"),
    (Deduct(points=Decimal(1), per=Per(count=Decimal(1), unit="项例")), "每项每例扣1分"),
    (Range(low=Decimal(1), high=None, sign=-1), "酌情扣分，不少于1分"),
    (Proportion(points=None, of=None), "按比例得分"),
    (Rank(tiers=(RankStep(first=7, last=None, points=Decimal(1)),)), "第7名以后得1分"),
    (Cap(points=Decimal(5), of="bonus", scope="each"), "单项最高加5分"),
    (Unparsed(text="按有关规定计分"), "按有关规定计分"),
]


@pytest.mark.parametrize(("rule", "sentence"), CANONICAL, ids=[s for _, s in CANONICAL])
def test_canonical_sentences(rule: Rule, sentence: str) -> None:
    assert render(rule) == sentence
