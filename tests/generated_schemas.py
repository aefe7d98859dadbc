"""Generated scoring schemas with facts to match: rules of every kind, over items and over the whole table.

From a `Random`: one that Hypothesis steers (`st.randoms`), so that what fails is made small, or a seeded one, which is
fast enough for ten thousand schemas.
"""

from collections.abc import Sequence
from random import Random
from typing import Any

from corpus.evidence import Proof
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
from rubric_builder.draft import Draft, Indicator
from rubric_builder.scoring import Fact, Facts, Scheme
from rubric_builder.scoring.amounts import ByHand, Chosen, Each, Factor, Listed, Measured, Once, Picked, Placed, Share
from rubric_builder.scoring.asking import asked
from rubric_builder.scoring.calculation import all_terms
from rubric_builder.scoring.facts import as_number
from rubric_builder.scoring.terms import Term
from tests.scoring_schemas import CONDITIONED, FOUR, TITLE, D, branch, criterion, evidence, leaf, per

SCORES = [D("0.5"), D(1), D("1.5"), D(2), D("2.5"), D(3), D(5), D(10), D("0.2"), D("0.1")]
UNITS = ["次", "起", "人", "项", "个百分点", "%", "万元", "天"]
COUNTS = [D(1), D(1), D(2), D(5), D("0.5")]
WORDS = ["未制定年度计划", "台账不完整", "培训不到位", "未落实“两个清单”", "隐患逾期未整改", "=1+1", "@报送"]
LOSING = ["once", "one", "each", "zero", "range", "portion", "capped", "doubled", "limited", "repeated", "steps"]
EARNING = ["once", "each", "share", "threshold", "tier", "between", "levels", "rank", "capped"]
TERMS = [
    "floor",
    "lost",
    "added",
    "repeated",
    "repeated bonus",
    "factor",
    "factor of one",
    "rounding",
    "items rounded",
    "hundred",
    "unknown",
]


def pers(r: Random, unit: str | None = None) -> Per:
    unit = unit or r.choice(UNITS)
    count = r.choice(COUNTS)
    return Per(count=count if unit in ("个百分点", "%", "万元") else max(D(int(count)), D(1)), unit=unit)


def losing(r: Random) -> list[Rule]:
    """Rules that take points off, as one sentence has them."""
    when, points = r.choice(WORDS), r.choice(SCORES)
    said = evidence(f"{when}的，扣{points}分")
    match r.choice(LOSING):
        case "once":
            return [Deduct(points=points, when=when, evidence=said)]
        case "one":
            return [Deduct(points=points, when=f"{when}发现1处", evidence=said)]
        case "each":
            return [Deduct(points=points, per=pers(r), when=when, evidence=said)]
        case "zero":
            return [Zero(when=when, evidence=evidence(f"{when}的，不得分"))]
        case "range":
            low = r.choice([D(0), D("0.5"), D(1)])
            return [Range(low=low, high=low + 2, sign=-1, when=when, evidence=said)]
        case "portion":
            return [Portion(percent=D(50), sign=-1, when=when, evidence=said)]
        case "capped":
            return [
                Deduct(points=points, per=pers(r), when=when, evidence=said),
                Deduct(points=points, when=f"{when}情节严重", evidence=said),
                Cap(points=r.choice(SCORES) + 1, of="deduct", evidence=evidence("最多扣分")),
            ]
        case "doubled":
            cited = evidence(f"{when}，每起扣{points}分")
            factor = r.choice([D(2), D(2), D("1.5"), D("0.5")])
            more = Multiple(factor=factor, of="deduct", when="集体访", over=cited[0].quote, evidence=evidence("集体访加倍扣分"),
                            proof={"over": Proof(how="literal", reader="text", rule="over", evidence=cited)})  # fmt: skip
            return [Deduct(points=points, per=per(1, "起"), when=when, evidence=cited), more]
        case "limited":
            own = pers(r, r.choice(["处", "条", "万元"]))
            return [
                Deduct(points=points, per=own, when=when, evidence=said),
                Cap(points=D(2), of="deduct", scope="each", per=per(1, "项"), evidence=evidence("每项最多扣2分")),
            ]
        case "repeated":
            return [
                Deduct(points=points, per=pers(r, "起"), when=when, evidence=said),
                Deduct(points=D(1), per=pers(r, "次"), when=f"{when}被通报", evidence=said),
                Highest(of="deduct", when="同一事项", evidence=evidence("同一事项按最高扣分计，不重复扣分")),
            ]
        case _:
            return [
                Deduct(points=D(1), when="参会率低于90%", evidence=evidence("参会率低于90%的扣1分")),
                Deduct(points=points + 1, when="参会率低于80%", evidence=evidence("低于80%的多扣")),
            ]


def earning(r: Random) -> list[Rule]:
    """Rules that give points, as one sentence has them."""
    when, points = r.choice(WORDS), r.choice(SCORES)
    said = evidence(f"{when}得{points}分")
    match r.choice(EARNING):
        case "once":
            return [Award(points=points, when=when, evidence=said)]
        case "each":
            return [Award(points=points, per=pers(r), when=when, evidence=said)]
        case "share":
            return [Proportion(points=None, of="完成率", evidence=said)]
        case "threshold":
            return [
                Proportion(
                    points=None, of="签订率", full_at=D(90), minus=r.choice(SCORES), per=per(1, "个百分点"), zero_below=D(60),
                    evidence=said,
                )
            ]  # fmt: skip
        case "tier":
            steps = (
                TierStep(when="95%以上", points=points + 2, at_least=D(95)),
                TierStep(when="80%至95%", points=points, at_least=D(80), below=D(95)),
            )
            return [Tier(tiers=steps, of="整改率", unit="%", evidence=said)]
        case "between":
            steps = (
                TierStep(when="60%—80%", points=points, at_least=D(60), at_most=D(80)),
                TierStep(when="80%—100%", points=points + 1, at_least=D(80), at_most=D(100)),
            )
            return [Tier(tiers=steps, of="整改率", unit="%", evidence=said)]
        case "levels":
            levels = (TierStep(when="市级", points=points + 1), TierStep(when="区级，含街道", points=points))
            return [Tier(tiers=levels, evidence=said)]
        case "rank":
            tiers = (RankStep(first=1, last=3, points=points + 2), RankStep(first=4, last=6, points=points + 1))
            return [Rank(tiers=tiers, minus=D("0.5"), lowest=D("0.5"), evidence=said)]
        case _:
            return [
                Award(points=points, per=pers(r), when=when, evidence=said),
                Cap(points=D(3), of="award", evidence=evidence("最多得3分")),
            ]


def rule_lists(r: Random) -> tuple[Rule, ...]:
    rules: list[Rule] = []
    for _ in range(r.randint(0, 3)):
        rules += losing(r) if r.randint(0, 3) else earning(r)
    match r.choice(["", "", "", "unparsed", "bonus", "factor"]):
        case "unparsed":
            rules.append(Unparsed(text="视情处理", evidence=evidence("视情处理")))
        case "bonus":
            rules.append(
                Bonus(points=D(1), per=per(1, "项"), cap=D(2), when="推广经验", evidence=evidence("推广经验每项加1分"))
            )
        case "factor":
            rules.append(Coefficient(of="质量系数", low=D("0.6"), high=D(1), evidence=evidence("乘以质量系数")))
    return tuple(rules)


def whole_rules(r: Random, tops: Sequence[Indicator]) -> tuple[Rule, ...]:
    """Rules over the whole table, each kind at most once."""
    rules: list[Rule] = []
    for kind in r.sample(TERMS, r.choice([0, 0, 1, 1, 2, 3])):
        top = r.choice(tops).name
        match kind:
            case "floor":
                rules.append(Cap(points=None, of="deduct", evidence=evidence("逐项扣分，扣完为止")))
            case "lost":
                over = r.choice([None, None, top])
                points = r.choice([D(3), D(8), D(20)])
                rules.append(Cap(points=points, of="deduct", over=over, evidence=evidence(f"扣分合计最高{points}分")))
            case "added":
                rules.append(Cap(points=D(3), of="bonus", evidence=evidence("加分合计最高3分")))
            case "repeated":
                rules.append(
                    Highest(of="deduct", when="同一问题", evidence=evidence("同一问题不重复扣分，按最高扣分计"))
                )
            case "repeated bonus":
                rules.append(Highest(of="bonus", when="同一事项", evidence=evidence("同一事项就高不重复加分")))
            case "factor":
                rules.append(
                    Coefficient(of="质量系数", base="小计得分", evidence=evidence("考核得分=小计得分×质量系数"))
                )
            case "factor of one":
                said = evidence(f"{top}得分={top}小计得分×工作系数")
                rules.append(Coefficient(of="工作系数", base=f"{top}小计得分", low=D("0.8"), high=D(1), evidence=said))
            case "rounding":
                rules.append(Rounding(decimals=r.choice([0, 1, 2]), evidence=evidence("考核得分保留小数")))
            case "items rounded":
                rules.append(Rounding(decimals=1, scope="item", evidence=evidence("各项得分保留一位小数")))
            case "hundred":
                rules.append(Conversion(to=D(100), evidence=evidence("考核得分按百分制折算")))
            case _:
                rules.append(Cap(points=D(5), of="deduct", over="另表所列", evidence=evidence("另表所列最多扣5分")))
    return tuple(rules)


LADDERS = (FOUR, FOUR[:0], CONDITIONED)


def schemas(r: Random, most: int = 4) -> Draft:
    """A schema of one to four first-level indicators, some criteria with points of their own, some sharing."""
    tops = []
    for t in range(1, r.randint(1, most) + 1):
        children = []
        for c in range(1, r.randint(1, 3) + 1):
            own_id = f"ind-{t}.{c}"
            shared = r.random() < 0.5
            criteria, whole = [], D(0)
            for n in range(1, r.randint(0, 3) + 1):
                points = r.choice(["2", "5", "8", "10"])
                whole += D(points)
                rules = rule_lists(r)
                criteria.append(
                    criterion(f"{own_id}.c{n}", f"第{n}项要求", None if shared else points, *rules, ordinal=n)
                )
            children.append(leaf(own_id, f"指标{t}-{c}", str(whole or 10), *criteria))
        total = sum((c.points or D(0) for c in children), D(0))
        tops.append(branch(f"ind-{t}", f"要素{t}", str(total), *children))
    if r.random() < 0.5:
        moved = criterion("ind-9.1.c1", "受到通报批评", None, *losing(r))
        tops.append(branch("ind-9", "扣分项", None, leaf("ind-9.1", "通报", None, moved)))
    outcomes = [r.choice(["不合格", "取消评优资格", "合格"]) for _ in range(r.randint(0, 2))]
    vetoes = tuple(
        Veto(when=f"情形{n}", outcome=o, evidence=evidence(f"情形{n}的，{o}")) for n, o in enumerate(outcomes)
    )
    return Draft(
        title=TITLE, year=2025, scale=100, indicators=tuple(tops), bonuses=_bonuses(r), vetoes=vetoes,
        grades=r.choice(LADDERS), terms=whole_rules(r, tops),
    )  # fmt: skip


def _bonuses(r: Random) -> tuple[Rule, ...]:
    bonuses: list[Rule] = []
    together = evidence("加分最高不超过4分")
    shared = r.random() < 0.3
    for _ in range(r.randint(0, 2)):
        cap = D(4) if shared else r.choice([None, D(5)])
        proof = {"cap": Proof(how="normalised", reader="number", rule="bonus.cap.shared", evidence=together)}
        bonuses.append(
            Bonus(
                points=D(2), per=per(1, "项"), cap=cap, when="获表彰", evidence=evidence("获表彰每项加2分"),
                proof=proof if shared else {},
            )
        )  # fmt: skip
    if bonuses and r.random() < 0.5:
        bonuses.append(Cap(points=D(6), of="bonus", evidence=evidence("最高加6分")))
    return tuple(bonuses)


def answer(r: Random, term: Term) -> Fact:
    """A fact that the rule allows."""
    ask = asked(term)
    note = "依据检查记录"
    match term.amount:
        case Once():
            return Fact(value=r.random() < 0.5, note=note)
        case Each() | Measured() | Share():
            most = 120 if isinstance(term.amount, Share | Measured) else 12
            value = D(r.randint(0, most)) if ask.whole else D(r.randint(0, most * 10)) / 10
            return Fact(value=value, note=note)
        case Listed():
            counts = [r.randint(0, 9) for _ in range(r.randint(1, 4))]
            return Fact(value=tuple(D(n) if ask.whole else D(n) / 2 for n in counts), note=note)
        case Factor(low=low, high=high):
            return Fact(value=r.choice([low, high, D("0.85")]), note=note)
        case Chosen(low=low, high=high):
            return Fact(value=r.choice([D(0), low, high if high is not None else low + 3]), note=note)
        case ByHand(low=low, high=high):
            return Fact(value=r.choice([D(0), low, min(high, D("1.5"))]), note=note)
        case Picked(steps=steps):
            return Fact(value=D(r.randint(0, len(steps))), note=note)
        case Placed():
            return Fact(value=D(r.randint(1, 12)), note=note)


def facts(r: Random, made: Scheme, blanks: bool = False) -> Facts:
    """Facts for every rule; some items not applicable; with `blanks`, some rules left out."""
    found: dict[str, Fact] = {}
    for term in all_terms(made):
        if blanks and not r.randint(0, 9):
            continue
        found[term.id] = answer(r, term)
    for term in all_terms(made):
        fact, base = found.get(term.id), found.get(term.base)
        if fact is not None and base is not None and as_number(fact.value) > as_number(base.value):
            found[term.id] = fact.model_copy(update={"value": base.value})
    for veto in made.vetoes:
        found[veto.id] = Fact(value=r.randint(0, 4) == 0)
    for own_id in made.asked_conditions:
        if not blanks or r.randint(0, 9):
            found[own_id] = Fact(value=r.random() < 0.7)
    gone = {i.id: "本辖区无此类企业" for i in made.items if not r.randint(0, 9)}
    return Facts(unit="青岚镇", group=made.group, found=found, not_applicable=gone)


def settled_all(made: Sequence[Any], r: Random) -> dict[str, str]:
    """An answer to every open choice."""
    return {c.id: r.choice([key for key, _ in c.options] + (["3"] if c.number else [])) for c in made}
