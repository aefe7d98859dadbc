"""Stated points against what the parts add up to: of every indicator, and of the first level against the scale."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rubric_builder.arithmetic import GROUP_FIELD, part_points, scale_groups
from rubric_builder.draft import Draft, Indicator
from rubric_builder.folding import State
from rubric_builder.items import ROOT, walk_indicators


@dataclass(frozen=True, slots=True)
class Balance:
    """Of the item `id`: the points it states, those its parts state (`parts`; `missing` state none).

    `signed` is the difference that a person has signed for; null where nobody has.
    """

    id: str
    name: str
    stated: Decimal | None
    parts: tuple[Decimal, ...]
    missing: int = 0
    signed: Decimal | None = None

    @property
    def added(self) -> Decimal | None:
        """What the parts add up to; null where none states points."""
        return sum(self.parts, Decimal(0)) if self.parts else None

    @property
    def difference(self) -> Decimal | None:
        """The sum less the stated points; null where there is nothing to hold together: no points stated, or parts
        missing and the others not too much already."""
        if self.stated is None or self.added is None:
            return None
        off = self.added - self.stated
        return off if not self.missing or off > 0 else None

    @property
    def holds(self) -> bool:
        """Whether it adds up, or a person has signed for just this difference."""
        return not self.difference or self.difference == self.signed


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """A row for each first-level indicator; the whole against the scale, one for each rubric of the draft.

    `below` are the indicators of deeper levels that do not add up.
    """

    rows: tuple[Balance, ...]
    whole: tuple[Balance, ...]
    below: tuple[Balance, ...]

    @property
    def balanced(self) -> bool:
        """Whether everything adds up or is signed for."""
        return all(balance.holds for balance in (*self.rows, *self.whole, *self.below))


def reconciliation(state: State) -> Reconciliation:
    """How the points stand in the draft as decided."""
    draft, signed = state.draft, state.signed
    deeper = [
        balance_of(indicator, signed.get(indicator.id))
        for top in draft.indicators
        for indicator in walk_indicators(top.children)
    ]
    return Reconciliation(
        rows=tuple(balance_of(top, signed.get(top.id)) for top in draft.indicators),
        whole=tuple(against_scale(draft, signed.get(ROOT))),
        below=tuple(balance for balance in deeper if not balance.holds),
    )


def balance_of(indicator: Indicator, signed: Decimal | None = None) -> Balance:
    """An indicator against its own parts."""
    points = part_points(indicator)
    known = tuple(p for p in points if p is not None)
    return Balance(indicator.id, indicator.name, indicator.points, known, len(points) - len(known), signed)


def against_scale(draft: Draft, signed: Decimal | None = None) -> Iterator[Balance]:
    """The first level against the scale, of each rubric that the draft holds. `name` says whom a rubric is for."""
    groups = scale_groups(draft.indicators)
    scale = None if draft.scale is None else Decimal(draft.scale)
    for group in groups:
        known = tuple(i.points for i in group if i.points is not None)
        name = group[0].fields.get(GROUP_FIELD, "") if len(groups) > 1 else ""
        yield Balance(ROOT, name or "总分", scale, known, len(group) - len(known), signed)
