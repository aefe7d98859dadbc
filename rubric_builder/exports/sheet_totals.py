"""The totals of a score sheet as Excel formulas: what rules over the whole give back, 百分制得分, 等次."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.findings import Grade
from rubric_builder.exports.sheet_formulas import OPEN, RANKED, nested, num, text, tree_formula
from rubric_builder.scoring.asking import NO, YES
from rubric_builder.scoring.choices import BONUS_BASE, CEILING
from rubric_builder.scoring.grading import is_worst, ordered
from rubric_builder.scoring.scheme import Reading, Scheme, ScoredItem, VetoTerm


def added_formula(item: ScoredItem, cells: Mapping[str, str], inputs: Mapping[str, str]) -> str:
    """What of an item's score was added on top of it; without the leading =."""
    zeros = [f"{inputs[t.id]}={text(YES)}" for t in item.terms if t.effect == "zero"]
    factors = [cells[t.id] for t in item.terms if t.effect == "factor"]
    made = "*".join([tree_formula(item.add, cells), *factors])
    return f"IF(OR({','.join(zeros)}),0,{made})" if zeros else made


def back_formula(readings: Sequence[Reading], cells: Mapping[str, str], weight: str) -> tuple[str, str]:
    """What rules over the whole give back of points lost, or take back of points added, in the items, and of what moves
    the total; without the leading =. `weight`: what a point of an item comes to in points that move the total."""
    pairs = []
    for reading in readings:
        whole, moved = (",".join(cells[leaf] for leaf in each) or "0" for each in (reading.leaves, reading.moved))
        back = f"ROUND(SUM({whole})-{tree_formula(reading.node, cells)},9)"
        inside, outside = (back, "0") if not reading.moved else ("0", back)
        if 0 < len(reading.moved) < len(reading.leaves):
            first = f"MIN({back},ROUND(SUM({moved}),9))"
            outside = first
            if weight != "1":
                last = f"({back}-MIN({back},ROUND(SUM({whole})-SUM({moved}),9)))"
                outside = f"IF({weight}>=1,{first},{last})"
            inside = f"ROUND({back}-{outside},9)"
        pairs.append((inside, outside))
    inside, outside = pairs[0]
    if len(pairs) == 1:
        return inside, outside
    alike = ",".join(f"{a}={b}" for other in pairs[1:] for a, b in zip(pairs[0], other, strict=True))
    return f"IF(AND({alike}),{inside},NA())", f"IF(AND({alike}),{outside},NA())"


@dataclass(frozen=True, slots=True)
class TotalCells:
    """The cells that 百分制得分 is worked out from; `returned` empty where nothing is given back; `factors` by rule id."""

    actual: str
    extra: str
    due: str
    standard: str
    returned: str = ""
    factors: Mapping[str, str] = field(default_factory=dict)
    nullified: Sequence[str] = ()


def percent_formula(scheme: Scheme, at: TotalCells) -> str:
    """百分制得分."""
    actual = f"({at.actual}+{at.returned})" if at.returned else at.actual
    extra, doubts = at.extra, list[str]()
    for t in scheme.terms:
        if t.id not in at.factors:
            continue
        factor = at.factors[t.id]
        option = scheme.settings.option(t.choice.id) if t.choice else "items"
        if option is None:
            doubts.append(f"AND({extra}<>0,{factor}<>1)")
        actual, extra = f"{actual}*{factor}", f"{extra}*{factor}" if option == "all" else extra
    before = f"({actual}+{extra})*100/{at.due}"
    base = scheme.settings.option(BONUS_BASE)
    if base == "percent":
        made = f"IF({at.due}<>{at.standard},{actual}*100/{at.due}+{extra}*100/{at.standard},{before})"
    elif base is None:
        made = f"IF(AND({extra}<>0,{at.due}<>{at.standard}),NA(),{before})"
    else:
        made = before
    made = f"MAX(0,ROUND({made},9))"
    ceiling = scheme.settings.option(CEILING)
    if ceiling != "none":
        over = "100" if ceiling == "full" else "NA()"
        made = f"IF(AND({made}>100,{extra}>0),{over},{made})"
    for t in scheme.terms:
        if t.effect == "rounding" and t.decimals is not None:
            made = f"ROUND({made},{t.decimals})"
    if doubts:
        made = f"IF(OR({','.join(doubts)}),NA(),{made})"
    if at.nullified:
        made = f"IF(OR({','.join(f'{cell}={text(YES)}' for cell in at.nullified)}),0,{made})"
    needed = [at.actual, at.extra, *([at.returned] if at.returned else []), *at.factors.values()]
    numbers = ",".join(f"ISNUMBER({cell})" for cell in needed)
    opens = ",".join(f"{cell}={text(OPEN)}" for cell in needed)
    waits = f'IF(OR({opens}),{text(OPEN)},"")'
    return f'=IF({at.due}>0,IF(AND({numbers}),IFERROR({made},{text(OPEN)}),{waits}),"")'


def grade_formula(scheme: Scheme, percent: str, vetoes: Mapping[str, str], conditions: Mapping[str, str]) -> str:
    """等次; `vetoes` and `conditions`: their cells by the id of the veto, of the grade."""
    names = ordered(scheme.grades)
    made = text("")
    if names:
        code = _score_rank(scheme, percent, names, conditions)
        down = [
            f"IF({cell}={text(YES)},{names.index(v.grade) + 1},0)"
            for v, cell in _with_cells(scheme, vetoes)
            if v.grade in names
        ]
        listed = ",".join(text(name) for name in names)
        place = f"MAX({','.join([code, *down])})"
        made = f'IF({code}<=0,"",INDEX({{{listed}}},{place}))'
        if any(c.ranked for c in scheme.conditions.values()):
            made = f"IF({code}={_BY_PLACE},{text(RANKED)},{made})"
    waits = [f'{cell}=""' for cell in vetoes.values()] if not scheme.blanks_count else []
    waits += [f"NOT(ISNUMBER({percent}))"]
    opens = [f"{cell}={text(YES)}" for v, cell in _with_cells(scheme, vetoes) if v.choice]
    made = f"IF(OR({','.join(waits)}),{text('')},{made})"
    if opens:
        made = f"IF(OR({','.join(opens)}),{text(OPEN)},{made})"
    for veto, cell in reversed(_with_cells(scheme, vetoes)):
        if veto.grade is not None and is_worst(scheme.grades, veto.grade):
            made = f"IF({cell}={text(YES)},{text(veto.grade)},{made})"
    return f"={made}"


_BY_PLACE, _UNFILLED = "-1", "-2"


def _with_cells(scheme: Scheme, cells: Mapping[str, str]) -> list[tuple[VetoTerm, str]]:
    return [(veto, cells[veto.id]) for veto in scheme.vetoes]


def _score_rank(scheme: Scheme, percent: str, names: Sequence[str], conditions: Mapping[str, str]) -> str:
    """The place of the score's grade among all, best first, from 1; 0 for none, below where it hangs on more."""
    bounds = [b for g in scheme.grades for b in (g.at_least, g.above, g.below, g.at_most) if b is not None]
    value = percent
    if max(bounds, default=Decimal(100)) > 100:
        value = f"ROUND({percent}*{num(Decimal(scheme.scale or scheme.standard))}/100,9)"
    steps = []
    for n, grade in enumerate(scheme.grades, 1):
        condition = scheme.conditions.get(f"grade-{n}")
        test = _bounds(grade, value)
        if not test and condition is not None and (condition.rest or condition.ranked):
            test = "TRUE"
        if not test:
            continue
        place = _BY_PLACE if condition is not None and condition.ranked else str(names.index(grade.name) + 1)
        cell = conditions.get(f"grade-{n}")
        if cell:
            test, place = f"AND({test},{cell}<>{text(NO)})", f'IF({cell}="",{_UNFILLED},{place})'
        steps.append((test, place))
    return nested(steps, "0")


def _bounds(grade: Grade, value: str) -> str:
    tests = [
        f"{value}{sign}{num(bound)}"
        for sign, bound in ((">=", grade.at_least), (">", grade.above), ("<", grade.below), ("<=", grade.at_most))
        if bound is not None
    ]
    return f"AND({','.join(tests)})" if tests else ""
