"""The calculation as Excel formulas, cell for cell what `rubric_builder.scoring` computes.

Excel counts in binary: 0.3 ÷ 0.1 is 2.9999…96 there. Every quotient is rounded to nine decimals before it is cut to whole
units, every sum before it is shown or compared; with the values that the cells take, that is exact.
A cell is empty ("") where a fact is missing, 待定 where it hangs on an open choice, 有误 where no number was typed.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extract.findings import Grade
from rubric_builder.scoring.amounts import (
    Amount,
    Bounds,
    ByHand,
    Chosen,
    Each,
    Factor,
    Measured,
    Once,
    Picked,
    Placed,
    Share,
)
from rubric_builder.scoring.asking import YES, Asked
from rubric_builder.scoring.choices import BONUS_BASE, CEILING
from rubric_builder.scoring.combining import Best, Capped, Leaf, Minus, Node
from rubric_builder.scoring.grading import is_worst, ordered
from rubric_builder.scoring.scheme import Scheme, ScoredItem, VetoTerm
from rubric_builder.scoring.terms import Term

OPEN, WRONG, BLANK_ITEM = "待定", "有误", "空项"


def num(value: Decimal) -> str:
    """A number as a formula has it."""
    return format(value.normalize(), "f") if value else "0"


def text(value: str) -> str:
    """A text as a formula has it."""
    return '"' + value.replace('"', '""') + '"'


def row_formula(term: Term, ask: Asked, cell: str, *, blanks_count: bool, applies: str = "") -> str:
    """本条计分: minus what is taken off, plus what is given; nothing where `applies` says 不适用."""
    blank = "0" if blanks_count and term.effect in ("lose", "zero", "add") else '""'
    amount = _amount(term.amount, ask, cell)
    if term.effect in ("lose", "zero"):
        amount = (
            f"IF(ISNUMBER({amount}),-{_bracketed(amount)},{amount})"
            if _may_be_open(term.amount)
            else f"-{_bracketed(amount)}"
        )
    guard = (
        f'OR({cell}="是",{cell}="否")'
        if isinstance(term.amount, Once)
        else "TRUE"
        if isinstance(term.amount, Picked)
        else f"ISNUMBER({cell})"
    )
    made = f'IF({cell}="",{blank},IF({guard},IFERROR({amount},{text(WRONG)}),{text(WRONG)}))'
    return f'=IF({applies}={text("不适用")},"",{made})' if applies else f"={made}"


def _may_be_open(amount: Amount) -> bool:
    return isinstance(amount, Each | Share)


def _bracketed(formula: str) -> str:
    return f"({formula})"


def _amount(amount: Amount, ask: Asked, cell: str) -> str:
    match amount:
        case Factor():
            return cell
        case Once(points=points):
            return f"IF({cell}={text(YES)},{num(points)},0)"
        case Each():
            return _each(amount, cell)
        case Chosen() | ByHand():
            return cell
        case Share():
            return _share(amount, cell)
        case Measured(steps=steps):
            return _nested([(_holds(s, cell), num(s.points)) for s in steps], "0")
        case Picked(steps=steps):
            listed = ",".join(["0", *(num(p) for _, p in steps)])
            labels = ",".join(text(label) for label in ask.labels)
            return f"INDEX({{{listed}}},MATCH({cell},{{{labels}}},0))"
        case Placed():
            return _placed(amount, cell)


def _each(amount: Each, cell: str) -> str:
    return _by_units(num(amount.points), cell, amount.count, amount.broken)


def _by_units(points: str, value: str, count: Decimal, broken: str | None) -> str:
    quotient = f"ROUND(({value})/{num(count)},9)"
    if broken == "dropped":
        return f"{points}*INT({quotient})"
    if broken == "counted":
        return f"{points}*ROUNDUP({quotient},0)"
    if broken == "shared":
        return f"{points}*({value})/{num(count)}"
    return f"IF({quotient}=INT({quotient}),{points}*{quotient},{text(OPEN)})"


def _share(amount: Share, cell: str) -> str:
    reached = amount.full_at if amount.full_at is not None else Decimal(100)
    if amount.minus is not None:
        taken = _by_units(num(amount.minus), f"{num(reached)}-{cell}", amount.count, amount.broken)
        below = f"IF(ISNUMBER({taken}),MAX({num(amount.points)}-{taken},0),{text(OPEN)})"
    elif amount.of_full_at is None:
        below = text(OPEN)
    else:
        below = f"{num(amount.points)}*{cell}/{num(reached if amount.of_full_at else Decimal(100))}"
    steps = [(f"{cell}>={num(reached)}", num(amount.points))]
    if amount.zero_below is not None:
        steps.insert(0, (f"{cell}<{num(amount.zero_below)}", "0"))
    return _nested(steps, below)


def _holds(step: Bounds, cell: str) -> str:
    tests = [
        f"{cell}{sign}{num(bound)}"
        for sign, bound in ((">=", step.at_least), (">", step.above), ("<", step.below), ("<=", step.at_most))
        if bound is not None
    ]
    return f"AND({','.join(tests)})" if tests else "TRUE"


def _placed(amount: Placed, cell: str) -> str:
    steps = []
    for place in amount.steps:
        test = f"{cell}>={place.first}" if place.last is None else f"AND({cell}>={place.first},{cell}<={place.last})"
        steps.append((test, num(place.points)))
    ended = [p for p in amount.steps if p.last is not None]
    below = "0"
    if amount.minus is not None and ended:
        last = max(ended, key=lambda p: p.last or 0)
        down = f"MAX({num(last.points)}-{num(amount.minus)}*({cell}-{last.last}),{num(amount.lowest)})"
        below = f"IF({cell}>{last.last},{down},0)"
    return _nested(steps, below)


def _nested(steps: Sequence[tuple[str, str]], otherwise: str) -> str:
    made = otherwise
    for test, value in reversed(steps):
        made = f"IF({test},{value},{made})"
    return made


# --- items ----------------------------------------------------------------------------------------------------------


def tree_formula(node: Node, cells: Mapping[str, str], sign: str = "") -> str:
    """How rules combine, over the cells of their points; `sign` - where those are negative."""
    if isinstance(node, Leaf):
        return f"{sign}{cells[node.id]}"
    parts = [tree_formula(part, cells, "-" if isinstance(node, Minus) else sign) for part in node.parts]
    if isinstance(node, Minus):
        return f"-SUM({','.join(parts)})"
    if isinstance(node, Best):
        return f"MAX({','.join(parts)})"
    if isinstance(node, Capped) and node.limit is not None:
        return f"MIN({num(node.limit)},SUM({','.join(parts)}))"
    if isinstance(node, Capped):
        return f"IF(SUM({','.join(parts)})<=0,SUM({','.join(parts)}),NA())"
    return f"SUM({','.join(parts)})" if parts else "0"


def item_formula(item: ScoredItem, cells: Mapping[str, str], inputs: Mapping[str, str], applies: str) -> str:
    """得分 of an item. `cells` hold its rules' points, `inputs` what was filled in, `applies` 适用 or 不适用."""
    lose, earn, add = (
        tree_formula(node, cells, sign) for node, sign in ((item.lose, "-"), (item.earn, ""), (item.add, ""))
    )
    if item.full is None:
        whole = f"{earn}+{add}-({lose})"
        if item.swing is not None:
            whole = f"MAX(-{num(item.swing)},MIN({num(item.swing)},{whole}))"
    elif item.start is None:
        whole = "NA()"
    else:
        full = num(item.full)
        base = f"{full}+{earn}-({lose})" if item.start == "full" else f"{earn}-({lose})"
        whole = f"MIN({full},MAX(0,{base}))"
        if any(t.effect == "add" for t in item.terms):
            whole = f"{whole}+{add}"
            if item.over is False:
                whole = f"MIN({full},{whole})"
            elif item.over is None:
                whole = f"IF({whole}>{full},NA(),{whole})"
    factors = [cells[t.id] for t in item.terms if t.effect == "factor"]
    if factors:
        whole = f"({whole})*{'*'.join(factors)}"
    listed = list(cells.values())
    count = f"COUNT({','.join(listed)})"
    opens = f"SUM({','.join(f'N({c}={text(OPEN)})' for c in listed)})"
    made = f'IF({count}<{len(listed)},IF({opens}>0,{text(OPEN)},""),IFERROR(ROUND({whole},{9 if item.decimals is None else item.decimals}),{text(OPEN)}))'
    zeros = [f"{inputs[t.id]}={text(YES)}" for t in item.terms if t.effect == "zero"]
    if zeros:
        made = f"IF(OR({','.join(zeros)}),0,{made})"
    return f"=IF({applies}={text('不适用')},{text(BLANK_ITEM)},{made})"


# --- totals ---------------------------------------------------------------------------------------------------------


def percent_formula(
    scheme: Scheme, actual: str, extra: str, due: str, standard: str, nullified: Sequence[str] = ()
) -> str:
    """百分制得分."""
    before = f"({actual}+{extra})*100/{due}"
    base = scheme.settings.option(BONUS_BASE)
    if base == "percent":
        made = f"IF({due}<>{standard},{actual}*100/{due}+{extra}*100/{standard},{before})"
    elif base is None:
        made = f"IF(AND({extra}<>0,{due}<>{standard}),NA(),{before})"
    else:
        made = before
    made = f"MAX(0,ROUND({made},9))"
    if nullified:
        made = f"IF(OR({','.join(f'{cell}={text(YES)}' for cell in nullified)}),0,{made})"
    ceiling = scheme.settings.option(CEILING)
    if ceiling != "none":
        over = "100" if ceiling == "full" else "NA()"
        made = f"IF(AND({made}>100,{extra}>0),{over},{made})"
    waits = f'IF(OR({actual}={text(OPEN)},{extra}={text(OPEN)}),{text(OPEN)},"")'
    return f"=IF(AND(ISNUMBER({actual}),ISNUMBER({extra}),{due}>0),IFERROR({made},{text(OPEN)}),{waits})"


def grade_formula(scheme: Scheme, percent: str, vetoes: Mapping[str, str]) -> str:
    """等次; `vetoes`: the cells of the vetoes by id."""
    names = ordered(scheme.grades)
    made = text("")
    if names:
        rank = _score_rank(scheme, percent, names)
        down = [
            f"IF({cell}={text(YES)},{names.index(v.grade) + 1},0)"
            for v, cell in _with_cells(scheme, vetoes)
            if v.grade in names
        ]
        listed = ",".join(text(name) for name in names)
        place = f"MAX({','.join([rank, *down])})"
        made = f'IF({rank}=0,"",INDEX({{{listed}}},{place}))'
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


def _with_cells(scheme: Scheme, cells: Mapping[str, str]) -> list[tuple[VetoTerm, str]]:
    return [(veto, cells[veto.id]) for veto in scheme.vetoes]


def _score_rank(scheme: Scheme, percent: str, names: Sequence[str]) -> str:
    """The place of the score's grade among all, best first, from 1; 0 for none."""
    bounds = [b for g in scheme.grades for b in (g.at_least, g.above, g.below, g.at_most) if b is not None]
    value = percent
    if max(bounds, default=Decimal(100)) > 100:
        value = f"ROUND({percent}*{num(Decimal(scheme.scale or scheme.standard))}/100,9)"
    steps = [(_bounds(g, value), str(names.index(g.name) + 1)) for g in scheme.grades if _bounds(g, value)]
    return _nested(steps, "0")


def _bounds(grade: Grade, value: str) -> str:
    tests = [
        f"{value}{sign}{num(bound)}"
        for sign, bound in ((">=", grade.at_least), (">", grade.above), ("<", grade.below), ("<=", grade.at_most))
        if bound is not None
    ]
    return f"AND({','.join(tests)})" if tests else ""
