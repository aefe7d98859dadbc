"""How points follow from one fact: the arithmetic of each kind of rule, exact and without any knowledge of the schema.

`None` as points means: the text leaves open what counts, and it matters for this very fact.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Literal

from rubric_builder.exports.wording import points as said

Broken = Literal["dropped", "counted", "shared"]
"""What a started unit counts: nothing, a whole one, its share."""

_NONE, _HUNDRED = Decimal(0), Decimal(100)


@dataclass(frozen=True, slots=True)
class Once:
    """Points where something holds: 未制定的，扣2分. The fact is yes (1) or no (0)."""

    points: Decimal


@dataclass(frozen=True, slots=True)
class Each:
    """Points for every `count` units: 每超出2个百分点扣10分. `broken` null: undecided; `repeats` null: whether more than
    one counts is undecided (发现1处扣2分)."""

    points: Decimal
    count: Decimal
    unit: str
    broken: Broken | None = None
    repeats: bool | None = True


@dataclass(frozen=True, slots=True)
class Listed:
    """Points for every so many units, limited for each `of` by itself: 每处扣0.5分，每个企业最多扣2分. The fact is the
    number of units of one `of` after the other."""

    each: Each
    most: Decimal
    of: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """Points chosen by the assessor, none or within the bounds: 酌情扣1—3分. `high` null: no bound."""

    low: Decimal
    high: Decimal | None


@dataclass(frozen=True, slots=True)
class ByHand:
    """Points that the assessor gives with a reason: the text has no rule, or none that was understood.

    `low` below 0: they may be taken off as well.
    """

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """Points by a percentage: 按完成比例得分; 达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分.

    Below `full_at`, `minus` goes off for every `count` percentage points; without `minus`, the percentage of the points
    is given: of 100, or of `full_at` (`of_full_at`; null: undecided).
    """

    points: Decimal
    full_at: Decimal | None = None
    zero_below: Decimal | None = None
    minus: Decimal | None = None
    count: Decimal = Decimal(1)
    unit: str = "个百分点"
    broken: Broken | None = None
    of_full_at: bool | None = False


@dataclass(frozen=True, slots=True)
class Bounds:
    """One step of a measure, its bounds as the text includes or excludes them."""

    points: Decimal
    at_least: Decimal | None = None
    above: Decimal | None = None
    below: Decimal | None = None
    at_most: Decimal | None = None

    def without(self, value: Decimal) -> "Bounds":
        """The step without a number that it ends at."""
        if self.at_most == value:
            return replace(self, at_most=None, below=value)
        return replace(self, at_least=None, above=value) if self.at_least == value else self

    def holds(self, value: Decimal) -> bool:
        """Whether the value lies within."""
        return (
            (self.at_least is None or value >= self.at_least)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
            and (self.at_most is None or value <= self.at_most)
        )


@dataclass(frozen=True, slots=True)
class Measured:
    """Steps of a measure: 90%以上得5分，80%以上得3分. The first that holds counts; none: no points. `doubtful`: a number
    that is in two of them, undecided in which."""

    steps: tuple[Bounds, ...]
    unit: str
    doubtful: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Picked:
    """Steps told apart by their words: 国家级3分，省级2分. The fact is the number of the step, 0 for none."""

    steps: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of places: `last` null = all the rest."""

    first: int
    last: int | None
    points: Decimal


@dataclass(frozen=True, slots=True)
class Placed:
    """Points by rank: 前3名得6分; after the last step, every place further down loses `minus`, not below `lowest`."""

    steps: tuple[Place, ...]
    minus: Decimal | None = None
    lowest: Decimal = _NONE


@dataclass(frozen=True, slots=True)
class Factor:
    """What the item's points are multiplied by: 质量系数. The fact is the factor."""

    low: Decimal
    high: Decimal


Amount = Factor | Once | Each | Listed | Chosen | ByHand | Share | Measured | Picked | Placed


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The points (null: undecided), and in words what the rule was applied to: 按2个完整单位计."""

    points: Decimal | None
    how: str = ""


def reckon(amount: Amount, value: Decimal, listed: Sequence[Decimal] = ()) -> Reckoned:
    """The points that a rule gives or takes for a fact; `listed`: that of a `Listed`.

    >>> reckon(Each(Decimal(10), Decimal(2), "个百分点", "dropped"), Decimal("5.3"))
    Reckoned(points=Decimal('20'), how='按2个完整单位计')
    """
    match amount:
        case Once():
            return Reckoned(amount.points if value else _NONE)
        case Each():
            return _each(amount, value)
        case Listed():
            return _listed(amount, listed)
        case Chosen() | ByHand() | Factor():
            return Reckoned(value)
        case Share():
            return _share(amount, value)
        case Measured():
            if amount.doubtful == value:
                return Reckoned(None, f"{said(value)}{amount.unit}归哪一档未定")
            return Reckoned(next((step.points for step in amount.steps if step.holds(value)), _NONE))
        case Picked():
            return Reckoned(amount.steps[int(value) - 1][1] if value else _NONE)
        case Placed():
            return Reckoned(_place(amount, int(value)))


def _each(amount: Each, value: Decimal) -> Reckoned:
    if amount.repeats is None and value > 1:
        return Reckoned(None, "是否逐次计分未定")
    units, how = _units(value, amount.count, amount.unit, amount.broken)
    return Reckoned(None if units is None else amount.points * units, how)


def _listed(amount: Listed, values: Sequence[Decimal]) -> Reckoned:
    """Each by itself, no more than its limit."""
    found = [_each(amount.each, value).points for value in values]
    known = [points for points in found if points is not None]
    if len(known) < len(found):
        return Reckoned(None, f"不足{said(amount.each.count)}{amount.each.unit}的部分是否计分未定")
    over = sum(1 for points in known if points > amount.most)
    how = f"共{len(values)}个" + (f"，其中{over}个按上限{said(amount.most)}分计" if over else "")
    return Reckoned(sum((min(points, amount.most) for points in known), _NONE), how)


def _units(value: Decimal, count: Decimal, unit: str, broken: Broken | None) -> tuple[Decimal | None, str]:
    whole = (value / count).to_integral_value(ROUND_FLOOR)
    rest = value - whole * count
    if not rest:
        return whole, f"按{said(whole)}个单位计" if count != 1 and value else ""
    if broken is None:
        return None, f"余下的{said(rest)}{unit}是否计分未定"
    if broken == "dropped":
        return whole, f"按{said(whole)}个完整单位计"
    if broken == "counted":
        more = (value / count).to_integral_value(ROUND_CEILING)
        return more, f"不足{said(count)}{unit}的按1个单位计，共{said(more)}个单位"
    return value / count, f"不足{said(count)}{unit}的按比例计"


def _share(amount: Share, value: Decimal) -> Reckoned:
    if amount.zero_below is not None and value < amount.zero_below:
        return Reckoned(_NONE, f"低于{said(amount.zero_below)}%")
    reached = amount.full_at if amount.full_at is not None else _HUNDRED
    if value >= reached:
        return Reckoned(amount.points, f"达到{said(reached)}%")
    if amount.minus is not None:
        units, how = _units(reached - value, amount.count, amount.unit, amount.broken)
        short = f"低{said(reached - value)}个百分点" + (f"，{how}" if how else "")
        return Reckoned(None if units is None else max(amount.points - amount.minus * units, _NONE), short)
    if amount.of_full_at is None:
        return Reckoned(None, f"未达到{said(reached)}%时按什么比例得分未定")
    base = reached if amount.of_full_at else _HUNDRED
    return Reckoned(
        amount.points * value / base,
        f"{said(amount.points)}分×{said(value)}%" + ("" if base == _HUNDRED else f"÷{said(base)}%"),
    )


def _place(amount: Placed, rank: int) -> Decimal:
    for step in amount.steps:
        if step.first <= rank and (step.last is None or rank <= step.last):
            return step.points
    ended: Sequence[Place] = [s for s in amount.steps if s.last is not None and s.last < rank]
    if amount.minus is None or not ended:
        return _NONE
    last = max(ended, key=lambda s: s.last or 0)
    return max(last.points - amount.minus * (rank - (last.last or 0)), amount.lowest)
