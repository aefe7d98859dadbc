"""Sentences made from templates parse to the rule they were made from; any text at all is read without a fault."""

from decimal import Decimal
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import checks
from corpus.evidence import Proved
from extract.findings import Range, Unparsed
from extract.rules import parse_rules, rule_issues, scoring_sentences
from extract.rules.phrases import PHRASES
from extract.rules.signals import SIGNALS
from tests.builders import passage_of
from tests.expected_rules import Wanted, award, between, bonus, cap, deduct, plain, share, veto, zero

WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
CHINESE = {1: "一", 2: "两", 3: "三", 5: "五", 10: "十", 15: "十五", 20: "二十"}

POINTS = st.sampled_from([0.5, 1, 1.5, 2, 3, 5, 10, 15, 20, 100])
CONDITIONS = st.sampled_from(
    [
        "未制定年度计划",
        "责任制不健全",
        "台账、记录不完整",
        "未落实“两个清单”",
        "网格员（含兼职）不到位",
        "未按《办法》报送",
    ]
)
MERITS = st.sampled_from(["获市级以上表彰", "经验做法被全区推广", "创建成功", "主动上报险情"])
EVENTS = st.sampled_from(["少", "缺", "迟报", "发现", "发生", "超出", "低", "新增", "未整改"])
UNITS = st.sampled_from(["次", "起", "人", "项", "处", "家", "天", "件", "户", "个百分点", "个", "份"])


def written(draw: st.DrawFn, number: float) -> str:
    """A number as offices write it: 2, ２, 两."""
    said = f"{number:g}"
    forms = [said, said.translate(WIDE)] + ([CHINESE[int(number)]] if number in CHINESE else [])
    return draw(st.sampled_from(forms))


def counted(number: float, unit: str) -> str:
    return f"{number:g}{unit}"


@st.composite
def once(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    when, points = draw(CONDITIONS), draw(POINTS)
    link = draw(st.sampled_from(["的，", "，", "的", "", "的,"]))
    verb = draw(st.sampled_from(["扣", "减", "扣除", "直接扣", "一次性扣"]))
    return f"{when}{link}{verb}{written(draw, points)}分", [deduct(points, when)]


@st.composite
def each(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    when, points, unit = draw(CONDITIONS), draw(POINTS), draw(UNITS)
    link = draw(st.sampled_from(["的，", "，", "的"]))
    return f"{when}{link}每{unit}扣{written(draw, points)}分", [deduct(points, when, per=counted(1, unit))]


@st.composite
def every(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    event, count, unit, points = draw(EVENTS), draw(st.sampled_from([1, 2, 5, 10])), draw(UNITS), draw(POINTS)
    said = f"每{event}{count}{unit}"
    text, wanted = f"{said}扣{written(draw, points)}分", [deduct(points, said, per=counted(count, unit))]
    most = draw(st.sampled_from([None, "扣完为止", "最高扣", "最多扣"]))
    if most is None:
        return text, wanted
    if most == "扣完为止":
        return f"{text}，{most}", [*wanted, cap("deduct")]
    top = draw(POINTS)
    return f"{text}，{most}{written(draw, top)}分", [*wanted, cap("deduct", top)]


@st.composite
def earned(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    when, points = draw(MERITS), draw(POINTS)
    verb = draw(st.sampled_from(["得", "计", "记"]))
    return f"{when}的{verb}{written(draw, points)}分，未完成的不得分", [award(points, when), zero("未完成")]


@st.composite
def added(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    when, points, unit, top = draw(MERITS), draw(POINTS), draw(st.sampled_from(["次", "项", "篇"])), draw(POINTS)
    text = f"{when}的，每{unit}加{written(draw, points)}分，最高加{written(draw, top)}分"
    return text, [bonus(points, when, per=counted(1, unit), cap=top)]


@st.composite
def ranged(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    when, low = draw(CONDITIONS), draw(st.sampled_from([0.5, 1, 2]))
    dash = draw(st.sampled_from(["-", "—", "－", "～", "至", "–"]))
    how = draw(st.sampled_from(["", "酌情", "视情节"]))
    return f"{when}的，{how}扣{low:g}{dash}{low + 2:g}分", [between(low, low + 2, -1, when)]


@st.composite
def other(draw: st.DrawFn) -> tuple[str, list[Wanted]]:
    when = draw(CONDITIONS)
    return draw(
        st.sampled_from(
            [
                (f"{when}的，该项不得分", [zero(when)]),
                (f"{when}的，年度考核评定为不合格", [veto(when, "不合格")]),
                (f"{when}的，取消当年评优资格", [veto(when, "取消当年评优资格")]),
                ("按整改完成比例得分", [share(of="整改完成比例")]),
            ]
        )
    )


STRETCH = st.one_of(once(), each(), every(), earned(), added(), ranged(), other())


def readable(rules: tuple[Any, ...]) -> None:
    """Every field of every rule, and of their steps, reads again from its quote, and every quote is not empty."""
    for rule in rules:
        assert isinstance(rule, Proved)
        assert rule.evidence
        assert all(e.quote for e in rule.evidence)
        for name in type(rule).model_fields:
            value = getattr(rule, name)
            if name in ("kind", "evidence", "proof") or value is None:
                continue
            if name == "tiers":
                readable(value)
                continue
            assert list(checks.check_value(name, value, rule.proof[name])) == []


@given(STRETCH)
@settings(max_examples=150, deadline=None)
def test_a_stretch_parses_to_what_it_was_made_from(made: tuple[str, list[Wanted]]) -> None:
    text, wanted = made
    rules = parse_rules(passage_of(text))
    assert [plain(rule) for rule in rules] == wanted
    readable(rules)


@given(st.lists(STRETCH, min_size=2, max_size=4), st.sampled_from(["。", "。\n", "。 "]))
@settings(max_examples=60, deadline=None)
def test_sentences_do_not_disturb_each_other(made: list[tuple[str, list[Wanted]]], stop: str) -> None:
    text = stop.join(f"{n}.{said}" for n, (said, _) in enumerate(made, 1)) + "。"
    wanted = [rule for _, rules in made for rule in rules]
    assert [plain(rule) for rule in parse_rules(passage_of(text))] == wanted


PIECES = st.sampled_from(
    [row.example for row in (*PHRASES, *SIGNALS)]
    + [
        "，",
        "。",
        "；",
        "：",
        "（",
        "）",
        "“",
        "”",
        "、",
        " ",
        "\n",
        "<br>",
        "每",
        "的",
        "分别",
        "各",
        "扣",
        "加",
        "得",
        "分",
        "次",
    ]
    + [
        "0.5",
        "3",
        "十",
        "百百",
        "半",
        "%",
        "—",
        "-",
        "+",
        "/",
        "①",
        "1.",
        "一、",
        "前3名",
        "其余",
        "最高",
        "控制在计划以内",
        "第",
    ]
)


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60))
@settings(max_examples=300, deadline=None)
@example("每百百次扣3—1分")
@example("）（扣2分）（")
@example("第百百名得3分，其余得1分")
def test_any_text_is_read_without_a_fault(text: str) -> None:
    passage = passage_of(text)
    rules = parse_rules(passage)
    readable(rules)
    scored = scoring_sentences(passage)
    assert bool(rules) <= bool(scored)
    asked = [r for r in rules if isinstance(r, Unparsed) or (isinstance(r, Range) and r.low is None is r.high)]
    said = [i for i in rule_issues(rules, None) if i.code in ("rule-unparsed", "rule-remark", "range-open")]
    assert len(said) == len(asked)
    assert all(0 <= start < end <= len(passage.text) for start, end in scored)


@given(st.sampled_from([0.5, 1, 2.5]), st.integers(1, 9))
@settings(max_examples=20, deadline=None)
def test_a_score_is_exact(points: float, count: int) -> None:
    (rule,) = parse_rules(passage_of(f"每少{count}次扣{points}分"))
    assert rule.kind == "deduct"
    assert (rule.points, rule.per and rule.per.count) == (Decimal(str(points)), Decimal(count))
