"""Scoring schemas of an invented district for the calculation's tests: by hand, and generated with facts to match."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from corpus.evidence import Evidence, Proof
from extract.findings import (
    Award,
    Bonus,
    Cap,
    Coefficient,
    Deduct,
    Grade,
    Per,
    Portion,
    Proportion,
    Range,
    Rank,
    RankStep,
    Rule,
    Tier,
    TierStep,
    Unparsed,
    Veto,
    Zero,
)
from rubric_builder.arithmetic import GROUP_FIELD
from rubric_builder.draft import Criterion, Draft, Indicator
from rubric_builder.scoring import Fact, Facts, Scheme
from rubric_builder.scoring.amounts import ByHand, Chosen, Each, Factor, Measured, Once, Picked, Placed, Share
from rubric_builder.scoring.asking import asked
from rubric_builder.scoring.calculation import all_terms
from rubric_builder.scoring.terms import Term

D = Decimal
TITLE = "云溪区2025年度安全生产工作考核细则"


def evidence(quote: str, place: str = "第1行") -> tuple[Evidence, ...]:
    """A piece of evidence with that quote."""
    return (
        Evidence(
            document="d" * 64, text_sha256="e" * 64, node="ins-1.tbl-1", citation=f"《{TITLE}》表1{place}",
            spans=((0, len(quote)),), quote=quote,
        ),
    )  # fmt: skip


def per(count: str | int, unit: str) -> Per:
    return Per(count=D(count), unit=unit)


def criterion(own_id: str, text: str, points: str | None, *rules: Rule, ordinal: int | None = None) -> Criterion:
    return Criterion(
        id=own_id, ordinal=ordinal, text=text, points=D(points) if points else None, rules=rules,
        evidence=evidence(text, f"“{own_id}”行"),
        proof={"points": Proof(how="normalised", evidence=evidence(f"{points}分"))} if points else {},
    )  # fmt: skip


def leaf(own_id: str, name: str, points: str | None, *criteria: Criterion, **more: Any) -> Indicator:
    return Indicator(
        id=own_id, level=own_id.count(".") + 1, name=name, points=D(points) if points else None, criteria=criteria,
        evidence=evidence(name), **more,
    )  # fmt: skip


def branch(own_id: str, name: str, points: str | None, *children: Indicator, group: str | None = None) -> Indicator:
    fields = {"fields": {GROUP_FIELD: group}, "proof": {f"fields.{GROUP_FIELD}": Proof(how="literal", rule="title")}}
    return Indicator(
        id=own_id, level=own_id.count(".") + 1, name=name, points=D(points) if points else None, children=children,
        evidence=evidence(name), **(fields if group else {}),  # type: ignore[arg-type]  # both hold what the model takes
    )  # fmt: skip


def one_item(points: str, *rules: Rule) -> Draft:
    """A schema of one criterion."""
    return Draft(
        title=TITLE, year=2025, scale=100,
        indicators=(leaf("ind-1", "隐患治理", points, criterion("ind-1.c1", "隐患排查治理", points, *rules)),),
    )  # fmt: skip


def grades(*names: tuple[str, str | None, str | None]) -> tuple[Grade, ...]:
    """Grades by name, inclusive lower bound, exclusive upper bound."""
    return tuple(
        Grade(name=name, at_least=D(low) if low else None, below=D(high) if high else None, evidence=evidence(name))
        for name, low, high in names
    )


FOUR = grades(("优秀", "90", None), ("良好", "80", "90"), ("合格", "70", "80"), ("不合格", None, "70"))


# --- generated ------------------------------------------------------------------------------------------------------

SCORES = st.sampled_from([D("0.5"), D(1), D("1.5"), D(2), D("2.5"), D(3), D(5), D(10), D("0.2"), D("0.1")])
UNITS = st.sampled_from(["次", "起", "人", "项", "个百分点", "%", "万元", "天"])
COUNTS = st.sampled_from([D(1), D(1), D(2), D(5), D("0.5")])
WORDS = st.sampled_from(
    ["未制定年度计划", "台账不完整", "培训不到位", "未落实“两个清单”", "隐患逾期未整改", "=1+1", "@报送"]
)


@st.composite
def pers(draw: st.DrawFn) -> Per:
    unit = draw(UNITS)
    count = draw(COUNTS)
    return Per(count=count if unit in ("个百分点", "%", "万元") else max(D(int(count)), D(1)), unit=unit)


@st.composite
def losing(draw: st.DrawFn) -> list[Rule]:
    when, points = draw(WORDS), draw(SCORES)
    kind = draw(st.sampled_from(["once", "each", "zero", "range", "portion", "capped"]))
    said = evidence(f"{when}的，扣{points}分")
    if kind == "once":
        return [Deduct(points=points, when=when, evidence=said)]
    if kind == "each":
        return [Deduct(points=points, per=draw(pers()), when=when, evidence=said)]
    if kind == "zero":
        return [Zero(when=when, evidence=evidence(f"{when}的，不得分"))]
    if kind == "range":
        low = draw(st.sampled_from([D(0), D("0.5"), D(1)]))
        return [Range(low=low, high=low + 2, sign=-1, when=when, evidence=said)]
    if kind == "portion":
        return [Portion(percent=D(50), sign=-1, when=when, evidence=said)]
    return [
        Deduct(points=points, per=draw(pers()), when=when, evidence=said),
        Deduct(points=points, when=f"{when}情节严重", evidence=said),
        Cap(points=draw(SCORES) + 1, of="deduct", evidence=evidence("最多扣分")),
    ]


@st.composite
def earning(draw: st.DrawFn) -> list[Rule]:
    when, points = draw(WORDS), draw(SCORES)
    kind = draw(st.sampled_from(["once", "each", "share", "threshold", "tier", "levels", "rank", "capped"]))
    said = evidence(f"{when}得{points}分")
    if kind == "once":
        return [Award(points=points, when=when, evidence=said)]
    if kind == "each":
        return [Award(points=points, per=draw(pers()), when=when, evidence=said)]
    if kind == "share":
        return [Proportion(points=None, of="完成率", evidence=said)]
    if kind == "threshold":
        return [
            Proportion(
                points=None, of="签订率", full_at=D(90), minus=draw(SCORES), per=per(1, "个百分点"), zero_below=D(60),
                evidence=said,
            )
        ]  # fmt: skip
    if kind == "tier":
        steps = (
            TierStep(when="95%以上", points=points + 2, at_least=D(95)),
            TierStep(when="80%至95%", points=points, at_least=D(80), below=D(95)),
        )
        return [Tier(tiers=steps, of="整改率", unit="%", evidence=said)]
    if kind == "levels":
        return [
            Tier(
                tiers=(TierStep(when="市级", points=points + 1), TierStep(when="区级，含街道", points=points)),
                evidence=said,
            )
        ]
    if kind == "rank":
        tiers = (RankStep(first=1, last=3, points=points + 2), RankStep(first=4, last=6, points=points + 1))
        return [Rank(tiers=tiers, minus=D("0.5"), lowest=D("0.5"), evidence=said)]
    return [
        Award(points=points, per=draw(pers()), when=when, evidence=said),
        Cap(points=D(3), of="award", evidence=evidence("最多得3分")),
    ]


@st.composite
def rule_lists(draw: st.DrawFn) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for part in draw(st.lists(st.sampled_from("llle"), max_size=3)):
        rules += draw(losing() if part == "l" else earning())
    extra = draw(st.sampled_from(["", "", "", "unparsed", "bonus", "factor"]))
    if extra == "unparsed":
        rules.append(Unparsed(text="视情处理", evidence=evidence("视情处理")))
    elif extra == "bonus":
        rules.append(
            Bonus(points=D(1), per=per(1, "项"), cap=D(2), when="推广经验", evidence=evidence("推广经验每项加1分"))
        )
    elif extra == "factor":
        rules.append(Coefficient(of="质量系数", low=D("0.6"), high=D(1), evidence=evidence("乘以质量系数")))
    return tuple(rules)


@st.composite
def schemas(draw: st.DrawFn, most: int = 4) -> Draft:
    """A schema of one to four first-level indicators, some criteria with points of their own, some sharing."""
    tops = []
    for t in range(1, draw(st.integers(1, most)) + 1):
        children = []
        for c in range(1, draw(st.integers(1, 3)) + 1):
            own_id = f"ind-{t}.{c}"
            shared = draw(st.booleans())
            criteria, whole = [], D(0)
            for n in range(1, draw(st.integers(0, 3)) + 1):
                points = draw(st.sampled_from(["2", "5", "8", "10"]))
                whole += D(points)
                rules = draw(rule_lists())
                criteria.append(
                    criterion(f"{own_id}.c{n}", f"第{n}项要求", None if shared else points, *rules, ordinal=n)
                )
            children.append(leaf(own_id, f"指标{t}-{c}", str(whole or 10), *criteria))
        total = sum((c.points or D(0) for c in children), D(0))
        tops.append(branch(f"ind-{t}", f"要素{t}", str(total), *children))
    if draw(st.booleans()):
        moved = criterion("ind-9.1.c1", "受到通报批评", None, *draw(losing()))
        tops.append(branch("ind-9", "扣分项", None, leaf("ind-9.1", "通报", None, moved)))
    bonuses: list[Rule] = []
    for _ in range(draw(st.integers(0, 2))):
        bonuses.append(
            Bonus(
                points=D(2),
                per=per(1, "项"),
                cap=draw(st.sampled_from([None, D(5)])),
                when="获表彰",
                evidence=evidence("获表彰每项加2分"),
            )
        )
    if bonuses and draw(st.booleans()):
        bonuses.append(Cap(points=D(6), of="bonus", evidence=evidence("最高加6分")))
    outcomes = draw(st.lists(st.sampled_from(["不合格", "取消评优资格", "合格"]), max_size=2))
    vetoes = tuple(
        Veto(when=f"情形{n}", outcome=o, evidence=evidence(f"情形{n}的，{o}")) for n, o in enumerate(outcomes)
    )
    return Draft(
        title=TITLE, year=2025, scale=100, indicators=tuple(tops), bonuses=tuple(bonuses), vetoes=vetoes,
        grades=draw(st.sampled_from([FOUR, FOUR[:0]])),
    )  # fmt: skip


@st.composite
def answers(draw: st.DrawFn, term: Term) -> Fact:
    """A fact that the rule allows."""
    ask = asked(term)
    note = "依据检查记录"
    match term.amount:
        case Once():
            return Fact(value=draw(st.booleans()), note=note)
        case Each() | Measured() | Share():
            most = 120 if isinstance(term.amount, Share | Measured) else 12
            value = D(draw(st.integers(0, most))) if ask.whole else D(draw(st.integers(0, most * 10))) / 10
            return Fact(value=value, note=note)
        case Factor(low=low, high=high):
            return Fact(value=draw(st.sampled_from([low, high, D("0.85")])), note=note)
        case Chosen(low=low, high=high):
            value = draw(st.sampled_from([D(0), low, high if high is not None else low + 3]))
            return Fact(value=value, note=note)
        case ByHand(low=low, high=high):
            return Fact(value=draw(st.sampled_from([D(0), low, min(high, D("1.5"))])), note=note)
        case Picked(steps=steps):
            return Fact(value=D(draw(st.integers(0, len(steps)))), note=note)
        case Placed():
            return Fact(value=D(draw(st.integers(1, 12))), note=note)


@st.composite
def facts(draw: st.DrawFn, made: Scheme, blanks: bool = False) -> Facts:
    """Facts for every rule; some items not applicable; with `blanks`, some rules left out."""
    found: dict[str, Fact] = {}
    for term in all_terms(made):
        if not blanks or draw(st.integers(0, 9)):
            found[term.id] = draw(answers(term))
    for veto in made.vetoes:
        found[veto.id] = Fact(value=draw(st.integers(0, 4)) == 0)
    gone = {i.id: "本辖区无此类企业" for i in made.items if draw(st.integers(0, 9)) == 0}
    return Facts(unit="青岚镇", group=made.group, found=found, not_applicable=gone)


def settled_all(made: Sequence[Any], draw: st.DrawFn) -> dict[str, str]:
    """An answer to every open choice."""
    return {c.id: draw(st.sampled_from([key for key, _ in c.options] + (["3"] if c.number else []))) for c in made}


# --- a year of three kinds of unit ----------------------------------------------------------------------------------

KINDS = ("街道镇", "专项监管部门", "行业主管部门")


def year_schema() -> Draft:
    """云溪区 2025: three kinds of unit, each of 100 points, rules of every kind; a bonus group, vetoes, four grades."""
    tops = [top for n, kind in enumerate(KINDS) for top in _tables(kind, 4 * n)]
    bonuses: tuple[Rule, ...] = (
        Bonus(
            points=D(2),
            per=per(1, "项"),
            cap=D(5),
            when="经验做法被市级以上推广",
            evidence=evidence("经验做法被市级以上推广的，每项加2分，最高加5分"),
        ),
        Bonus(
            points=None,
            cap=D(3),
            when="在抢险救援中成绩突出",
            evidence=evidence("在抢险救援中成绩突出的，酌情加分，最高加3分"),
        ),
        Cap(points=D(6), of="bonus", evidence=evidence("加分合计最高6分")),
    )
    vetoes = (
        Veto(
            when="发生较大以上生产安全责任事故",
            outcome="不合格",
            evidence=evidence("发生较大以上生产安全责任事故的，按不合格评定"),
        ),
        Veto(when="瞒报、谎报事故", outcome="取消评优资格", evidence=evidence("瞒报、谎报事故的，取消评优资格")),
    )
    return Draft(
        title=TITLE, year=2025, scale=100, indicators=tuple(tops), bonuses=bonuses, vetoes=vetoes, grades=FOUR,
    )  # fmt: skip


YEAR_ANSWERS = {
    "broken": "dropped", "limit": "none", "over": "within", "start": "zero", "bonus.base": "actual",
    "total.ceiling": "full", "veto": "良好", "blank": "unfilled",
}  # fmt: skip
"""How the district's office settles what its rules leave open, by the kind of choice."""


def _tables(kind: str, at: int) -> list[Indicator]:
    a, b, c, d = (f"ind-{at + n}" for n in (1, 2, 3, 4))
    asked = {"街道镇": "辖区企业", "专项监管部门": "监管对象", "行业主管部门": "行业领域"}[kind]

    def said(own_id: str, text: str, points: str | None, *rules: Rule, n: int | None = None) -> Criterion:
        return criterion(own_id, text, points, *rules, ordinal=n)

    leading = branch(
        a, "组织领导", "30",
        leaf(
            f"{a}.1", "责任落实", "16",
            said(f"{a}.1.c1", "党政主要负责人每季度至少主持召开1次专题会议，每少1次扣2分，扣完为止。", "8",
                 Deduct(points=D(2), per=per(1, "次"), when="每少1次", evidence=evidence("每少1次扣2分")),
                 Cap(points=None, of="deduct", evidence=evidence("扣完为止")), n=1),
            said(f"{a}.1.c2", "制定年度监管计划并印发，未制定的不得分；未分解到人的，扣1—3分。", "8",
                 Zero(when="未制定", evidence=evidence("未制定的不得分")),
                 Range(low=D(1), high=D(3), sign=-1, when="未分解到人", evidence=evidence("未分解到人的，扣1—3分")), n=2),
            key_points="落实党政同责、一岗双责，把安全生产摆上重要议事日程。", fields={"考评方式": "查阅资料"},
        ),
        leaf(f"{a}.2", "责任书签订", "14",
             said(f"{a}.2.c1", "责任书签订率达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分。", "14",
                  Proportion(points=D(14), of="签订率", full_at=D(90), minus=D("0.2"), per=per(1, "个百分点"), zero_below=D(60),
                             evidence=evidence("责任书签订率达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分")))),
        group=kind,
    )  # fmt: skip
    checking = branch(
        b, "监督检查", "34",
        leaf(f"{b}.1", f"{asked}检查", "20",
             said(f"{b}.1.c1", f"按计划完成{asked}检查，按完成比例得分。", "10",
                  Proportion(points=D(10), of="完成比例", evidence=evidence("按完成比例得分")), n=1),
             said(f"{b}.1.c2", "隐患整改率95%以上得10分，80%以上不足95%得6分，其余不得分。", "10",
                  Tier(tiers=(TierStep(when="95%以上", points=D(10), at_least=D(95)), TierStep(when="80%以上不足95%", points=D(6), at_least=D(80), below=D(95))),
                       of="隐患整改率", unit="%", evidence=evidence("隐患整改率95%以上得10分，80%以上不足95%得6分")), n=2),
             fields={"考评方式": "查阅资料、现场抽查"}),
        leaf(f"{b}.2", "现场管理", "14",
             said(f"{b}.2.c1", "安全通道堵塞的，每处扣0.5分；消防设施缺失的，每处扣1分；两项合计最多扣6分。", None,
                  Deduct(points=D("0.5"), per=per(1, "处"), when="安全通道堵塞的，每处", evidence=evidence("安全通道堵塞的，每处扣0.5分")),
                  Deduct(points=D(1), per=per(1, "处"), when="消防设施缺失的，每处", evidence=evidence("消防设施缺失的，每处扣1分")),
                  Cap(points=D(6), of="deduct", evidence=evidence("两项合计最多扣6分")), n=1),
             said(f"{b}.2.c2", "特种作业人员持证上岗，发现1人无证扣2分；=SUM(A1) 类文字照录。", None,
                  Deduct(points=D(2), per=per(1, "人"), when="发现1人无证", evidence=evidence("=SUM(A1)发现1人无证扣2分")), n=2),
             key_points="@现场检查，不打招呼。"),
        group=kind,
    )  # fmt: skip
    accidents = branch(
        c, "事故控制", "36",
        leaf(f"{c}.1", "死亡人数", "20",
             said(f"{c}.1.c1", "死亡人数控制在前三年平均数以内的得20分；每超出2个百分点扣5分，最高扣20分。", "20",
                  Award(points=D(20), when="控制在前三年平均数以内", evidence=evidence("死亡人数控制在前三年平均数以内的得20分")),
                  Deduct(points=D(5), per=per(2, "个百分点"), beyond="前三年平均数", when="每超出2个百分点", evidence=evidence("每超出2个百分点扣5分")),
                  Cap(points=D(20), of="deduct", evidence=evidence("最高扣20分")))),
        leaf(f"{c}.2", "综合排名", "10",
             said(f"{c}.2.c1", "全区排名前3名得10分，4—6名得8分，以后每后退一名减0.5分。", "10",
                  Rank(tiers=(RankStep(first=1, last=3, points=D(10)), RankStep(first=4, last=6, points=D(8))), minus=D("0.5"), lowest=D(2),
                       evidence=evidence("全区排名前3名得10分，4—6名得8分，以后每后退一名减0.5分")))),
        leaf(f"{c}.3", "信息报送", "6", said(f"{c}.3.c1", "及时、准确报送信息，由考评组综合评定。", "6")),
        group=kind,
    )  # fmt: skip
    extra = branch(
        d, "扣分项", None,
        leaf(f"{d}.1", "通报批评", None,
             said(f"{d}.1.c1", "受到市级以上通报批评的，每次扣1分，最高扣4分。", None,
                  Deduct(points=D(1), per=per(1, "次"), when="受到市级以上通报批评的，每次", evidence=evidence("受到市级以上通报批评的，每次扣1分")),
                  Cap(points=D(4), of="deduct", evidence=evidence("最高扣4分")))),
        group=kind,
    )  # fmt: skip
    return [leading, checking, accidents, extra]
