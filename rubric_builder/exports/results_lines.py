"""What result documents say, before Word or Excel draw it: figures, lines of 得分明细, rows of 汇总."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.evidence import Evidence
from rubric_builder.exports import wording
from rubric_builder.exports.sheet_layout import titled
from rubric_builder.scoring.calculation import all_terms
from rubric_builder.scoring.results import Result, Step
from rubric_builder.scoring.saying import number
from rubric_builder.scoring.scheme import Scheme
from rubric_builder.scoring.standing import Standing, losses
from rubric_builder.scoring.terms import citation

PENDING = "待定"


@dataclass(frozen=True, slots=True)
class DetailLine:
    """A line of 得分明细: what item, its points, what happened, by which clause."""

    top: str
    name: str
    full: str
    score: str
    lost: str
    why: str
    clause: str


@dataclass(frozen=True, slots=True)
class SchemeTexts:
    """What a schema's rules cite: the clause in words and the evidence, by the id of the rule or item."""

    title: str
    overview: str
    clauses: Mapping[str, str]
    evidence: Mapping[str, tuple[Evidence, ...]]


def scheme_texts(scheme: Scheme) -> SchemeTexts:
    """The clauses of all rules, items, bonuses, rules over the whole, grades and vetoes."""
    clauses: dict[str, str] = {}
    evidence: dict[str, tuple[Evidence, ...]] = {}
    for item in scheme.items:
        clauses[item.id], evidence[item.id] = item.cite, item.parts[0].record.evidence
        for part in item.parts:
            for n, rule in enumerate(part.rules, 1):
                evidence[f"{part.id}.r{n}"] = rule.evidence
    for term in all_terms(scheme):
        clauses[term.id], evidence[term.id] = term.cite, term.evidence
    for each in scheme.terms:
        clauses[each.id], evidence[each.id] = each.cite, each.evidence
    for n, grade in enumerate(scheme.grades, 1):
        clauses[f"grade-{n}"], evidence[f"grade-{n}"] = citation(grade), grade.evidence
    for veto in scheme.vetoes:
        clauses[veto.id], evidence[veto.id] = veto.cite, veto.evidence
    return SchemeTexts(scheme.title, titled(scheme, "结果汇总"), clauses, evidence)


def shown(value: Decimal | None) -> str:
    """Points as printed; 待定 where they are open."""
    return PENDING if value is None else number(value)


def figures(standing: Standing) -> tuple[tuple[str, str], ...]:
    """标准分 − 空项分 = 应得分, 实得分, 加减分, 百分制得分, 等次, 名次."""
    result = standing.result
    said = [
        ("标准分", number(result.standard)), ("空项分", number(result.blank)), ("应得分", number(result.due)),
        ("实得分", shown(result.actual)), ("加减分", shown(result.extra)), ("百分制得分", shown(result.percent)),
        ("等次", grade_words(result)), ("名次", str(standing.place) if standing.place else "—"),
    ]  # fmt: skip
    return tuple(said)


def grade_words(result: Result) -> str:
    """The grade; 待定 where it is open, a dash where there is none."""
    if result.grade:
        return f"{result.grade}（一票否决）" if result.vetoed else result.grade
    return PENDING if result.open else "—"


def detail_lines(standing: Standing, texts: SchemeTexts) -> tuple[DetailLine, ...]:
    """Each lost point with its rule and its clause; then bonuses, rules over the whole and vetoes that apply."""
    result = standing.result
    names = {top.id: top.name for top in result.tops}
    lines = []
    for loss in losses(result):
        item = loss.item
        top = names.get(item.top, item.name.split(" › ")[0])
        name = item.name.removeprefix(f"{top} › ") if item.name != top else item.name
        why = _why(loss.steps) if item.not_applicable is None else f"空项：{item.not_applicable}"
        clause = _clauses([s.rule for s in loss.steps], texts) or _clauses([item.id], texts)
        if item.not_applicable is not None:
            score, lost = "空项", "—"
        else:
            score, lost = shown(item.score), shown(item.lost) if item.full is not None else "—"
        lines.append(
            DetailLine(top, name, number(item.full) if item.full is not None else "—", score, lost, why, clause)
        )
    for heading, steps in (
        ("加分项", result.bonus_steps), ("计分总则", result.total_steps), ("一票否决", result.veto_steps)
    ):  # fmt: skip
        for step in steps:
            applies = (
                bool(step.points) or bool(step.open) or (heading == "一票否决" and bool(step.fact and step.fact.value))
            )
            if applies:
                given = shown(step.points) if heading != "一票否决" else "—"
                lines.append(
                    DetailLine(heading, "", "—", given, "—", without_clause(step), _clauses([step.rule], texts))
                )
    return tuple(lines)


def without_clause(step: Step) -> str:
    """A step's sentence without the clause at its end, which stands in a column of its own."""
    return step.sentence.partition("；依据")[0]


def _why(steps: Sequence[Step]) -> str:
    said = [without_clause(step) for step in steps]
    return "\n".join(f"{n}. {words}" for n, words in enumerate(said, 1)) if len(said) > 1 else "".join(said)


def _clauses(rules: Sequence[str], texts: SchemeTexts) -> str:
    """Where rules stand, each place once; the schema itself, named above all, is left out."""
    main = f"《{texts.title}》"
    places = (texts.clauses.get(rule, "").removeprefix(main) for rule in rules)
    return "\n".join(dict.fromkeys(filter(None, places)))


def remarks(standing: Standing, scheme: Scheme) -> tuple[str, ...]:
    """What is said below a unit's figures: vetoes, conditions, what is open."""
    result = standing.result
    facts = [o for o in result.open if o.startswith("fact:")]
    said = list(result.remarks)
    if facts:
        said.append(f"尚有{len(facts)}处未填写，填写后方可定分")
    said += [f"计分约定待定：{scheme.choices[o].question}" for o in result.open if o in scheme.choices]
    if any(o.startswith("rank:") for o in result.open):
        said.append("等次与名次有关，待全部单位得分汇总、排名后评定")
    hand = [s for i in result.items for s in i.steps if s.by_hand and s.fact is not None and s.fact.value]
    if hand:
        said.append(f"其中{len(hand)}处由考评人员评定扣（得）分，理由见计分过程")
    rounded = result.percent is not None and result.percent != round(result.percent, 4)
    if rounded:
        said.append("百分制得分显示保留两位小数，等次按未舍入的得分评定")
    return tuple(said)


@dataclass(frozen=True, slots=True)
class OverviewRow:
    """A row of 汇总."""

    group: str
    unit: str
    figures: tuple[str, ...]
    tops: tuple[Decimal | None, ...]


HEADINGS = ("标准分", "空项分", "应得分", "实得分", "加减分", "百分制得分", "等次", "名次")


def overview(several: Sequence[Standing]) -> tuple[OverviewRow, ...]:
    """Rows by kind of unit, as they first come, and place; unplaced ones last, in the order given."""
    kinds = list(dict.fromkeys(s.result.group for s in several))
    ordered = sorted(enumerate(several), key=lambda x: (kinds.index(x[1].result.group), x[1].place or 10**6, x[0]))
    return tuple(
        OverviewRow(
            s.result.group or "", s.result.unit, tuple(value for _, value in figures(s)),
            tuple(top.actual for top in s.result.tops),
        )
        for _, s in ordered
    )  # fmt: skip


def signed_change(value: Decimal | None) -> str:
    """A step's change as printed: −2, +1.5, 0."""
    if value is None:
        return PENDING
    return ("＋" if value > 0 else "－" if value < 0 else "") + wording.points(abs(value))
