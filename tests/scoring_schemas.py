"""Scoring schemas of an invented district for the calculation's tests: by hand, and generated with facts to match."""

from decimal import Decimal
from typing import Any

from corpus.evidence import Evidence, Proof
from extract.findings import (
    Award,
    Bonus,
    Cap,
    Coefficient,
    Conversion,
    Deduct,
    Grade,
    Highest,
    Multiple,
    Per,
    Proportion,
    Range,
    Rank,
    RankStep,
    Rounding,
    Rule,
    Tier,
    TierStep,
    Veto,
    Zero,
)
from rubric_builder.arithmetic import GROUP_FIELD
from rubric_builder.draft import Criterion, Draft, Indicator

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


def year_with_terms() -> Draft:
    """The year with rules over the whole table, grades with conditions, and what counts double, each by itself or once."""
    draft = year_schema()
    doubled = evidence("每起扣1分")
    visits = (
        Deduct(points=D(1), per=per(1, "起"), when="发生群访事件的，每起", evidence=doubled),
        Multiple(factor=D(2), of="deduct", when="越级上访", over=doubled[0].quote, evidence=evidence("越级上访加倍扣分"),
                 proof={"over": Proof(how="literal", reader="text", rule="over", evidence=doubled)}),
    )  # fmt: skip
    hazards = (
        Deduct(points=D("0.5"), per=per(1, "处"), when="每发现1处隐患", evidence=evidence("每发现1处隐患扣0.5分")),
        Cap(points=D(2), of="deduct", scope="each", per=per(1, "次"), evidence=evidence("每次最多扣2分")),
    )
    undone = (Deduct(points=D(1), when="未落实1项", evidence=evidence("未落实1项扣1分")),)
    asked = (
        ("发生群访事件的，每起扣1分，越级上访加倍扣分。", "4", visits),
        ("每发现1处隐患扣0.5分，每次最多扣2分。", "4", hazards),
        ("上级部署要落实，未落实1项扣1分。", "2", undone),
    )
    extra = []
    for n, kind in enumerate(KINDS, 20):
        said = [criterion(f"ind-{n}.1.c{m}", t, full, *rules, ordinal=m) for m, (t, full, rules) in enumerate(asked, 1)]
        extra.append(branch(f"ind-{n}", "信访稳定", "10", leaf(f"ind-{n}.1", "信访", "10", *said), group=kind))
    return draft.model_copy(
        update={"indicators": (*draft.indicators, *extra), "terms": YEAR_TERMS, "grades": CONDITIONED, "scale": None}
    )


YEAR_TERMS: tuple[Rule, ...] = (
    Cap(points=None, of="deduct", evidence=evidence("各项逐项扣分，扣完为止")),
    Cap(points=D(30), of="deduct", evidence=evidence("扣分合计最高30分")),
    Highest(of="bonus", when="同一事项", evidence=evidence("同一事项就高不重复加分")),
    Coefficient(
        of="质量系数", base="小计得分", low=D("0.8"), high=D(1), evidence=evidence("考核得分=小计得分×质量系数")
    ),
    Conversion(to=D(100), evidence=evidence("考核得分按百分制折算")),
    Rounding(decimals=2, evidence=evidence("考核得分保留两位小数")),
)
CONDITIONED = (
    Grade(name="优秀", at_least=D(90), condition="前30%且得分90分以上", evidence=evidence("前30%且90分以上为优秀")),
    Grade(name="良好", at_least=D(80), condition="80分以上且未发生较大事故", evidence=evidence("80分以上且未发生较大事故为良好")),
    Grade(name="合格", at_least=D(60), evidence=evidence("60分以上为合格")),
    Grade(name="不合格", below=D(60), evidence=evidence("60分以下为不合格")),
)  # fmt: skip
"""优秀 hangs on the other units, 良好 on a fact."""

YEAR_ANSWERS = {
    "broken": "dropped", "limit": "none", "over": "within", "start": "zero", "bonus.base": "actual",
    "total.ceiling": "full", "veto": "良好", "blank": "unfilled", "reach": "all", "factor": "items", "quota": "rounded",
    "once": "each",
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
