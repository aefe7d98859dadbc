"""The calculation as Excel formulas, cell for cell what `rubric_builder.scoring` computes.

Excel counts in binary: 0.3 ÷ 0.1 is 2.9999…96 there. Every quotient is rounded to nine decimals before it is cut to whole
units, every sum before it is shown or compared; with the values that the cells take, that is exact.
A cell is empty ("") where a fact is missing, 待定 where it hangs on an open choice, 有误 where no number was typed, 待排名
where the grade hangs on the other units, which a sheet of one does not know.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from extract.rules.units import measured
from rubric_builder.scoring.amounts import (
    Amount,
    Bounds,
    ByHand,
    Chosen,
    Each,
    Factor,
    Listed,
    Measured,
    Once,
    Picked,
    Placed,
    Share,
)
from rubric_builder.scoring.asking import MOST_LISTED, YES, Asked
from rubric_builder.scoring.combining import Best, Capped, Either, Leaf, Minus, Node, Repeated
from rubric_builder.scoring.scheme import ScoredItem
from rubric_builder.scoring.terms import ASSUMED, Term

OPEN, WRONG, BLANK_ITEM, RANKED = "待定", "有误", "空项", "待排名"


def num(value: Decimal) -> str:
    """A number as a formula has it."""
    return format(value.normalize(), "f") if value else "0"


def text(value: str) -> str:
    """A text as a formula has it."""
    return '"' + value.replace('"', '""') + '"'


def row_formula(term: Term, ask: Asked, cell: str, *, blanks_count: bool, applies: str = "") -> str:
    """本条计分: minus what is taken off, plus what is given; nothing where `applies` says 不适用."""
    blank = "0" if blanks_count and term.effect in ASSUMED else '""'
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
        if isinstance(term.amount, Picked | Listed)
        else f"ISNUMBER({cell})"
    )
    made = f'IF({cell}="",{blank},IF({guard},IFERROR({amount},{text(WRONG)}),{text(WRONG)}))'
    return f'=IF({applies}={text("不适用")},"",{made})' if applies else f"={made}"


def _may_be_open(amount: Amount) -> bool:
    return isinstance(amount, Each | Share | Listed | Measured)


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
        case Listed():
            return _listed(amount, cell)
        case Measured(steps=steps, doubtful=doubtful):
            found = nested([(_holds(s, cell), num(s.points)) for s in steps], "0")
            return found if doubtful is None else f"IF({cell}={num(doubtful)},{text(OPEN)},{found})"
        case Picked(steps=steps):
            listed = ",".join(["0", *(num(p) for _, p in steps)])
            labels = ",".join(text(label) for label in ask.labels)
            return f"INDEX({{{listed}}},MATCH({cell},{{{labels}}},0))"
        case Placed():
            return _placed(amount, cell)


def _each(amount: Each, cell: str) -> str:
    made = _by_units(num(amount.points), cell, amount.count, amount.broken)
    return made if amount.repeats is not None else f"IF({cell}>1,{text(OPEN)},{made})"


_WIDE = 60  # characters, more than any one count has


def _listed(amount: Listed, cell: str) -> str:
    """The counts typed one behind the other taken apart, the points of each limited by itself, and added up.

    Only functions that SUMPRODUCT works out for every element: no IF, and (a+b-|a-b|)/2 for the smaller of two.
    """
    plain = f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({cell},"，","、"),",","、")," ","")'
    spread = f'SUBSTITUTE({plain},"、",REPT(" ",{_WIDE}))'
    starts = "{" + ";".join(str(n * _WIDE + 1) for n in range(MOST_LISTED)) + "}"
    counts = f'("0"&TRIM(MID({spread},{starts},{_WIDE})))'
    units = f"ROUND({counts}/{num(amount.each.count)},9)"
    broken = amount.each.broken
    whole = {"counted": f"ROUNDUP({units},0)", "shared": f"({counts}/{num(amount.each.count)})"}.get(
        broken or "", f"INT({units})"
    )
    points, most = f"({num(amount.each.points)}*{whole})", num(amount.most)
    made = f"ROUND(SUMPRODUCT(({points}+{most}-ABS({points}-{most}))/2),9)"
    return (
        made
        if broken is not None or not _can_break(amount.each)
        else f"IF(SUMPRODUCT({units}-INT({units}))>0,{text(OPEN)},{made})"
    )


def _can_break(amount: Each) -> bool:
    """Whether a number can be typed that is no whole number of units."""
    return amount.count != 1 or measured(amount.unit)


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
    return nested(steps, below)


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
    return nested(steps, below)


def nested(steps: Sequence[tuple[str, str]], otherwise: str) -> str:
    """The value behind the first test that holds."""
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
    if isinstance(node, Repeated):
        return f"MAX(0,SUM({','.join(parts)})-{cells[node.rule]})"
    if isinstance(node, Either):
        alike = [f"ROUND({parts[0]}-({other}),9)=0" for other in parts[1:]]
        return f"IF(AND({','.join(alike)}),{parts[0]},NA())"
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
