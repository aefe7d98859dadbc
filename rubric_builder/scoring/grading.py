"""The grade: bounds as the text includes or excludes them; a veto is never outweighed by points."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.findings import Grade
from rubric_builder.scoring.facts import Facts
from rubric_builder.scoring.results import Step
from rubric_builder.scoring.scheme import Scheme, VetoTerm

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade (null: none, or undecided), whether a veto applies, its steps, what is waited for, what is to be said."""

    grade: str | None
    vetoed: bool
    steps: tuple[Step, ...]
    open: tuple[str, ...]
    remarks: tuple[str, ...]


def graded(made: Scheme, facts: Facts, percent: Decimal | None) -> Graded:
    """The grade of a score of 100, with the unit's vetoes."""
    steps: list[Step] = []
    waits: list[str] = []
    remarks: list[str] = []
    met: list[VetoTerm] = []
    for veto in made.vetoes:
        fact = facts.found.get(veto.id)
        if fact is None and not made.blanks_count:
            waits.append(f"fact:{veto.id}")
            steps.append(Step(veto.id, f"{veto.said}：未填写；依据{veto.cite}", None, None, open=f"fact:{veto.id}"))
            continue
        holds = fact is not None and bool(fact.value)
        done = f"有此情形，{veto.outcome or '一票否决'}" if holds else "无此情形"
        steps.append(Step(veto.id, f"{veto.said}：{done}；依据{veto.cite}", None, fact))
        if holds:
            met.append(veto)
            remarks.append(f"一票否决：{veto.said}")
    reached = grade_of(made.grades, scaled(made, percent)) if percent is not None else None
    grade = reached.name if reached else None
    if reached and reached.condition:
        remarks.append(f"“{reached.name}”另有条件：{reached.condition}，须人工核定")
    if percent is not None and made.grades and reached is None:
        remarks.append("得分不在任何一个等次的范围内，请核对等次的分数界限")
    sure = [v.grade for v in met if v.grade is not None]
    worst = next((name for name in sure if is_worst(made.grades, name)), None)
    if worst is not None:  # nothing else can change it
        return Graded(worst, True, tuple(steps), (), tuple(remarks))
    waits += [v.choice for v in met if v.choice]
    if grade is not None and sure:
        grade = lowest(made.grades, [*sure, grade])
    return Graded(None if waits else grade, bool(met), tuple(steps), tuple(waits), tuple(remarks))


def scaled(made: Scheme, percent: Decimal) -> Decimal:
    """The score on the scale that the grades are bounded on: 百分制 unless a bound is above 100."""
    bounds = [b for g in made.grades for b in (g.at_least, g.above, g.below, g.at_most) if b is not None]
    if max(bounds, default=_HUNDRED) <= _HUNDRED:
        return percent
    return percent * Decimal(made.scale or made.standard) / _HUNDRED


def grade_of(grades: Sequence[Grade], value: Decimal) -> Grade | None:
    """The first grade whose bounds hold the value; one without any bound holds none."""
    for grade in grades:
        bounded = any(b is not None for b in (grade.at_least, grade.above, grade.below, grade.at_most))
        if (
            bounded
            and (grade.at_least is None or value >= grade.at_least)
            and (grade.above is None or value > grade.above)
            and (grade.below is None or value < grade.below)
            and (grade.at_most is None or value <= grade.at_most)
        ):
            return grade
    return None


def ordered(grades: Sequence[Grade]) -> list[str]:
    """Names of the grades, best first."""

    def bottom(grade: Grade) -> Decimal:
        low = grade.at_least if grade.at_least is not None else grade.above
        return Decimal(-1) if low is None else low

    return [grade.name for grade in sorted(grades, key=bottom, reverse=True)]


def lowest(grades: Sequence[Grade], names: Sequence[str]) -> str:
    """The worst of several grades; one that the schema does not grade by (不合格 beside none) is worse than all."""
    rank = {name: n for n, name in enumerate(ordered(grades))}
    return max(names, key=lambda name: rank.get(name, len(rank)))


def is_worst(grades: Sequence[Grade], name: str) -> bool:
    """Whether there is no grade below: the last one, or one that the schema does not grade by."""
    names = ordered(grades)
    return name not in names or name == names[-1]
