"""The total: items and bonuses → 标准分, 应得分, 实得分, 加减分 → 百分制得分, with the rules that stand over the whole table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from extract.findings import Conversion
from rubric_builder.scoring.choices import BONUS_BASE, CEILING
from rubric_builder.scoring.combining import Cut, combine
from rubric_builder.scoring.results import ItemScore, Step, TopScore
from rubric_builder.scoring.saying import cut_step, number
from rubric_builder.scoring.scheme import Reading, Scheme, WholeTerm
from rubric_builder.scoring.terms import Effect

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)

Points = Mapping[str, Decimal | None]
Asked = tuple[dict[str, Decimal | None], tuple[Step, ...], list[str]]
"""Points of rules by id, their steps, what is waited for."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What `Result` has of it; `open`: what is waited for."""

    tops: tuple[TopScore, ...]
    standard: Decimal
    due: Decimal
    actual: Decimal | None
    returned: Decimal | None
    extra: Decimal | None
    percent: Decimal | None
    steps: tuple[Step, ...]
    open: tuple[str, ...]


def totals(made: Scheme, asked: Asked, items: Sequence[ItemScore], bonus: Decimal | None, *, nullified: bool) -> Totals:
    """The total. `asked`: what the assessor gave for rules over the whole; `bonus`: what the bonuses come to; `nullified`:
    总分计零分."""
    points, told, waiting = asked
    steps, waits = list(told), list(waiting)
    tops = tuple(_tops(made, items, points, steps))
    standard = sum((t.standard for t in tops), _ZERO)
    due = sum((t.due for t in tops), _ZERO)
    actual = summed(t.actual for t in tops)
    moved = summed(i.score for i in items if i.full is None and i.not_applicable is None)
    given = summed(_given(t, points) for t in made.terms if t.effect == "moves")
    extra = None if None in (bonus, moved, given) else (bonus or _ZERO) + (moved or _ZERO) + (given or _ZERO)
    weight = _weight(made, points, due, standard)
    pieces = points | dict(_pieces(made, items, bonus, points, weight))
    lost, added = (_back(made, each, effect, pieces, weight, steps, waits) for each, effect in _whole(made))
    returned = None if lost is None else lost[0]
    if lost is None and any(reading.moved for reading in made.lost):
        extra = None
    if extra is not None:
        extra = None if added is None else extra - sum(added) + (lost[1] if lost else _ZERO)
    percent: Decimal | None = None
    if due > 0 and actual is not None and returned is not None and extra is not None:
        percent, choice = _percent(made, actual + returned, extra, due, standard, points, steps)
        percent, choice = (_ZERO, None) if nullified else (percent, choice)
        waits += [choice] if choice else []
    return Totals(tops, standard, due, actual, returned, extra, percent, tuple(steps), tuple(waits))


def _tops(made: Scheme, items: Sequence[ItemScore], points: Points, steps: list[Step]) -> Iterator[TopScore]:
    """First-level indicators, each times its own coefficient."""
    for top_id, name in made.tops:
        own = [i for i in items if i.top == top_id and i.full is not None]
        if not own:
            continue
        standard = sum((i.full for i in own if i.full is not None), _ZERO)
        blank = sum((i.full for i in own if i.full is not None and i.not_applicable is not None), _ZERO)
        actual = summed(i.score for i in own if i.not_applicable is None)
        for t in made.terms:
            if t.effect == "factor" and t.top == top_id and actual is not None:
                actual = _times(t, actual, points, steps, f"“{name}”")
        yield TopScore(top_id, name, standard, blank, standard - blank, actual)


def _times(t: WholeTerm, value: Decimal, points: Points, steps: list[Step], what: str = "") -> Decimal | None:
    factor = points.get(t.id)
    if factor is None:
        return None
    named = t.term.verb if t.term else ""
    words = f"{what}小计{number(value)}分×{named}{number(factor)}＝{number(value * factor)}分；依据{t.cite}"
    steps.append(Step(t.id, words, value * factor - value))
    return value * factor


def _given(t: WholeTerm, points: Points) -> Decimal | None:
    value = points.get(t.id)
    return -value if value is not None and t.term is not None and t.term.effect == "lose" else value


def _weight(made: Scheme, points: Points, due: Decimal, standard: Decimal) -> Decimal | None:
    """What a point of an item comes to in points that move the total: less where only items are multiplied, more where
    those are added after putting the items on a scale of 100. None where a coefficient is missing."""
    factor = _ONE
    for t in made.terms:
        if t.effect == "factor" and t.top is None and (t.choice is None or made.settings.option(t.choice.id) != "all"):
            given = points.get(t.id)
            if given is None:
                return None
            factor *= given
    return factor * standard / due if made.settings.option(BONUS_BASE) == "percent" and due > 0 else factor


def _pieces(
    made: Scheme, items: Sequence[ItemScore], bonus: Decimal | None, points: Points, weight: Decimal | None
) -> Iterator[tuple[str, Decimal | None]]:
    """What was lost and added where, by the leaves of `Reading`: in an item, as its indicator's coefficient leaves it."""
    for item in items:
        known = item.score is not None or item.not_applicable is not None
        score = item.score or _ZERO
        if item.full is None:
            lost, added = max(-score, _ZERO), max(score, _ZERO)
        else:
            lost, added = (item.lost or _ZERO) if item.not_applicable is None else _ZERO, item.added
        own: Decimal | None = _ONE
        for t in made.terms if item.full is not None else ():
            if t.effect == "factor" and t.top == item.top:
                given = points.get(t.id)
                own = None if own is None or given is None else own * given
        yield f"lost:{item.id}", lost * own if known and own is not None else None
        whole = own if item.full is None else None if own is None or weight is None else own * weight
        yield f"added:{item.id}", added * whole if known and whole is not None else None
    yield "added:bonus", None if bonus is None else max(bonus, _ZERO)


def _whole(made: Scheme) -> tuple[tuple[Sequence[Reading], Effect], tuple[Sequence[Reading], Effect]]:
    return (made.lost, "lose"), (made.added, "add")


def _back(
    made: Scheme, readings: Sequence[Reading], effect: Effect, pieces: Points, weight: Decimal | None,
    steps: list[Step], waits: list[str],
) -> tuple[Decimal, Decimal] | None:  # fmt: skip
    """What goes back of points lost (or added) in the items, and of those that move the total; None where undecided.

    Where both are covered, what weighs less goes back first: else one more fault could give back more than it takes.
    """
    found: list[tuple[Decimal, Decimal]] = []
    shown: list[Cut] = []
    for n, reading in enumerate(readings):
        cuts: list[Cut] = []
        after = combine(reading.node, pieces, cuts)
        before = summed(pieces[leaf] for leaf in reading.leaves)
        moved = summed(pieces[leaf] for leaf in reading.moved)
        if after is None or before is None or moved is None:
            return None
        back, outside = before - after, _ZERO
        if reading.moved and len(reading.moved) < len(reading.leaves):
            if weight is None:
                return None
            outside = min(back, moved) if weight >= 1 else back - min(back, before - moved)
        elif reading.moved:
            outside = back
        found.append((back - outside, outside))
        shown = shown if n else cuts
    if len(set(found)) > 1:
        mine = (t.choice.id for t in made.terms if t.effect == effect and t.choice)
        waits += [own for own in mine if made.settings.option(own) is None]
        return None
    steps += [cut_step(cut, effect) for cut in shown]
    return found[0] if found else (_ZERO, _ZERO)


def _percent(
    made: Scheme, actual: Decimal, extra: Decimal, due: Decimal, standard: Decimal, points: Points, steps: list[Step]
) -> tuple[Decimal | None, str | None]:
    """百分制得分, and the choice that it waits for where one would change it."""
    for t in made.terms:
        if t.effect != "factor" or t.top is not None:
            continue
        option = made.settings.option(t.choice.id) if t.choice else "items"
        factor = points.get(t.id)
        if option is None and extra and factor not in (None, _ONE):
            return None, t.choice.id if t.choice else None
        told = _times(t, actual + extra if option == "all" else actual, points, steps)
        if told is None or factor is None:
            return None, None
        actual, extra = actual * factor, extra * factor if option == "all" else extra
    before = (actual + extra) * _HUNDRED / due
    after = actual * _HUNDRED / due + extra * _HUNDRED / standard
    option = made.settings.option(BONUS_BASE)
    if extra and due != standard and option is None:
        return None, BONUS_BASE
    percent = max(after if option == "percent" and due != standard else before, _ZERO)
    if percent > _HUNDRED and extra > 0:
        ceiling = made.settings.option(CEILING)
        if ceiling is None:
            return None, CEILING
        percent = _HUNDRED if ceiling == "full" else percent
    for t in made.terms:
        if isinstance(t.rule, Conversion):
            steps.append(
                Step(t.id, f"{t.said}：应得分{number(due)}分，折算为百分制{number(percent)}分；依据{t.cite}", None)
            )
        if t.effect == "rounding" and t.decimals is not None:
            percent = _rounded(t, t.decimals, percent, steps)
    return percent, None


def _rounded(t: WholeTerm, decimals: int, percent: Decimal, steps: list[Step]) -> Decimal:
    kept = percent.quantize(_ONE.scaleb(-decimals), ROUND_HALF_UP)
    if kept != percent:
        steps.append(Step(t.id, f"{t.said}：{_long(percent)}分为{number(kept)}分；依据{t.cite}", kept - percent))
    return kept


def _long(value: Decimal) -> str:
    """A number with more digits than are kept of it."""
    shown = number(round(value, 6))
    return shown if value == round(value, 6) else f"{round(value, 6):f}…"


def summed(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum; None where one of them is open."""
    total = _ZERO
    for value in values:
        if value is None:
            return None
        total += value
    return total
