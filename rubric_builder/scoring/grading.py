"""The grade: bounds as the text includes or excludes them; a veto is never outweighed by points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.findings import Grade
from rubric_builder.scoring.facts import Facts
from rubric_builder.scoring.results import Step
from rubric_builder.scoring.scheme import Scheme, VetoTerm

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Graded:
    """The grade (null: none, or undecided), whether a veto applies, its steps, what is waited for, what is to be said.

    `told`: the steps of grades' conditions; `contested`: where the grade hangs on the other units or on a fact that is not
    there, the grades to come to, in order (see `Result`).
    """

    grade: str | None
    vetoed: bool
    steps: tuple[Step, ...]
    open: tuple[str, ...]
    remarks: tuple[str, ...]
    told: tuple[Step, ...] = ()
    contested: tuple[tuple[str, str, str], ...] = ()


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
    told: list[Step] = []
    ladder = list(_ladder(made, facts, percent, told)) if percent is not None else []
    if percent is not None and made.grades and not ladder:
        remarks.append("得分不在任何一个等次的范围内，请核对等次的分数界限")
    sure = [v.grade for v in met if v.grade is not None]
    worst = next((name for name in sure if is_worst(made.grades, name)), None)
    if worst is not None:  # nothing else can change it
        return Graded(worst, True, tuple(steps), (), tuple(remarks), tuple(told))
    waits += [v.choice for v in met if v.choice]
    ladder = [(own_id, lowest(made.grades, [*sure, name]), wait) for own_id, name, wait in ladder]
    contested: tuple[tuple[str, str, str], ...] = ()
    if ladder and ladder[0][2]:
        contested = tuple((own_id, name, "" if wait.startswith("rank:") else wait) for own_id, name, wait in ladder)
        waits.append(ladder[0][2])
    grade = ladder[0][1] if ladder and not waits else None
    return Graded(grade, bool(met), tuple(steps), tuple(waits), tuple(remarks), tuple(told), contested)


def _ladder(made: Scheme, facts: Facts, percent: Decimal, told: list[Step]) -> Iterator[tuple[str, str, str]]:
    """The grades that a score can come to, in order, up to the first that nothing else is asked for: the grade's id, its
    name, what it waits for."""
    value = scaled(made, percent)
    for n, grade in enumerate(made.grades, 1):
        own_id = f"grade-{n}"
        condition = made.conditions.get(own_id)
        if not holds(grade, value) and not (condition and (condition.rest or condition.ranked) and not bounded(grade)):
            continue
        wait = ""
        if condition and condition.asks:
            fact = facts.found.get(own_id)
            wait = f"fact:{own_id}" if fact is None else ""
            done = "未填写" if fact is None else "符合" if fact.value else "不符合"
            told.append(Step(own_id, f"“{grade.name}”的条件“{condition.words}”：{done}", None, fact, open=wait))
            if fact is not None and not fact.value:
                continue
        if condition and condition.ranked and not wait:
            wait = f"rank:{own_id}"
        yield own_id, grade.name, wait
        if not wait:
            return


def scaled(made: Scheme, percent: Decimal) -> Decimal:
    """The score on the scale that the grades are bounded on: 百分制 unless a bound is above 100."""
    bounds = [b for g in made.grades for b in (g.at_least, g.above, g.below, g.at_most) if b is not None]
    if max(bounds, default=_HUNDRED) <= _HUNDRED:
        return percent
    return percent * Decimal(made.scale or made.standard) / _HUNDRED


def bounded(grade: Grade) -> bool:
    """Whether points bound a grade."""
    return any(b is not None for b in (grade.at_least, grade.above, grade.below, grade.at_most))


def holds(grade: Grade, value: Decimal) -> bool:
    """Whether a value is within a grade's bounds; one without any holds none."""
    return (
        bounded(grade)
        and (grade.at_least is None or value >= grade.at_least)
        and (grade.above is None or value > grade.above)
        and (grade.below is None or value < grade.below)
        and (grade.at_most is None or value <= grade.at_most)
    )


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
