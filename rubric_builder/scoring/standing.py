"""Several units' scores beside each other: 名次, and what was lost where."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubric_builder.scoring.results import ItemScore, Result, Step


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit's result with its place among those of its kind: by 百分制得分, equal scores share a place.

    `place` is null for a unit under a veto and for one whose score is not settled. `own`: its self-assessment.
    """

    result: Result
    place: int | None
    own: Result | None = None


def standings(results: Sequence[Result], own: Sequence[Result | None] = ()) -> tuple[Standing, ...]:
    """The results with their places, in the order given."""
    beside = {id(r): o for r, o in zip(results, own, strict=False)}
    out = []
    for result in results:
        place = None
        if counts(result):
            mine = result.percent or Decimal(0)
            rivals = (r for r in results if r.group == result.group and counts(r))
            place = 1 + sum(1 for r in rivals if (r.percent or Decimal(0)) > mine)
        out.append(Standing(result, place, beside.get(id(result))))
    return tuple(out)


def counts(result: Result) -> bool:
    """Whether a unit is ranked."""
    return result.percent is not None and not result.vetoed


@dataclass(frozen=True, slots=True)
class Loss:
    """An item that did not get its full marks, does not apply, is open or was judged by hand, and why."""

    item: ItemScore
    steps: tuple[Step, ...]


def losses(result: Result) -> tuple[Loss, ...]:
    """Everything that a unit may ask 凭什么 about, in reading order."""
    found = []
    for item in result.items:
        steps = tuple(s for s in item.steps if s.points or s.open or (s.by_hand and s.fact is not None and s.fact.note))
        if item.not_applicable is not None or item.lost or item.score is None or (item.full is None and item.score):
            found.append(Loss(item, steps or item.steps))
    return tuple(found)
