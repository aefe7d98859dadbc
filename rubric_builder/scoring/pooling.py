"""What shares which points: criteria with points of their own, those that share their indicator's, a merged cell's, none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from corpus.evidence import Evidence
from rubric_builder.arithmetic import own_points
from rubric_builder.draft import Indicator
from rubric_builder.groups import Group, group_of
from rubric_builder.scoring.scheme import Part

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Pool:
    """Parts that are scored as one. `full`: their points (null: none are stated); `limit`: of what is taken off the
    total, where they are no part of the full marks (扣分项)."""

    id: str
    path: tuple[str, ...]
    indicator: Indicator
    full: Decimal | None
    parts: tuple[Part, ...]
    limit: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Loose:
    """A part without points of its own."""

    part: Part
    indicator: Indicator
    path: tuple[str, ...]
    shared: tuple[tuple[Evidence, ...], Decimal] | None = None


def pools(top: Indicator) -> tuple[Pool, ...]:
    """All that is scored under a first-level indicator, in reading order."""
    if group_of(top.name) is Group.DEDUCTION:
        return tuple(_deductions(top, ()))
    found, loose = _collect(top, ())
    return (*found, *_unpointed(loose))


def _collect(indicator: Indicator, above: tuple[str, ...]) -> tuple[list[Pool], list[_Loose]]:
    """The pools under an indicator, and what under it has no points yet."""
    path = (*above, indicator.name)
    found: list[Pool] = []
    loose: list[_Loose] = []
    for n, criterion in enumerate(indicator.criteria, 1):
        part = Part(criterion.id, criterion.text, criterion, criterion.rules)
        own = own_points(criterion)
        if own is not None:
            called = (f"第{criterion.ordinal or n}项",) if len(indicator.criteria) > 1 else ()
            found.append(Pool(criterion.id, (*path, *called), indicator, own, (part,)))
        else:
            points = criterion.points
            shared = (criterion.proof["points"].evidence, points) if points is not None else None
            loose.append(_Loose(part, indicator, path, shared))
    for child in indicator.children:
        below, without = _collect(child, path)
        found += below
        loose += without
    if not indicator.criteria and not indicator.children:
        loose.append(_Loose(_bare(indicator), indicator, path))
    if indicator.points is not None:
        return _pointed(indicator, path, found, loose), []
    return _sharing(found, loose)


def _bare(indicator: Indicator) -> Part:
    """An indicator without criteria, as a part."""
    return Part(indicator.id, indicator.key_points or indicator.name, indicator, ())


def _pointed(indicator: Indicator, path: tuple[str, ...], found: list[Pool], loose: list[_Loose]) -> list[Pool]:
    """What has no points of its own shares what the indicator has left."""
    if not loose:
        return found
    whole = indicator.points or _ZERO
    rest = whole - sum((pool.full for pool in found if pool.full is not None), _ZERO)
    parts = tuple(each.part for each in loose)
    if rest > 0:
        return [*found, Pool(indicator.id, path, indicator, rest, parts)]
    parts = (*(part for pool in found for part in pool.parts), *parts)  # nothing is left: all share the whole
    return [Pool(indicator.id, path, indicator, whole, parts)]


def _sharing(found: list[Pool], loose: list[_Loose]) -> tuple[list[Pool], list[_Loose]]:
    """Parts that a merged cell gives points together."""
    left: list[_Loose] = []
    together: dict[tuple[Evidence, ...], list[_Loose]] = {}
    for each in loose:
        if each.shared:
            together.setdefault(each.shared[0], []).append(each)
        else:
            left.append(each)
    for several in together.values():
        first = several[0]
        points = first.shared[1] if first.shared else None
        found.append(Pool(first.part.id, first.path, first.indicator, points, tuple(e.part for e in several)))
    return found, left


def _unpointed(loose: Sequence[_Loose]) -> Iterator[Pool]:
    """What has no points anywhere above it moves the total."""
    by_indicator: dict[str, list[_Loose]] = {}
    for each in loose:
        by_indicator.setdefault(each.indicator.id, []).append(each)
    for several in by_indicator.values():
        first = several[0]
        yield Pool(first.indicator.id, first.path, first.indicator, None, tuple(e.part for e in several))


def _deductions(indicator: Indicator, above: tuple[str, ...]) -> Iterator[Pool]:
    """扣分项: no part of the full marks; points beside them are the most that is taken off."""
    path = (*above, indicator.name)
    for n, criterion in enumerate(indicator.criteria, 1):
        part = Part(criterion.id, criterion.text, criterion, criterion.rules)
        called = (f"第{criterion.ordinal or n}项",) if len(indicator.criteria) > 1 else ()
        yield Pool(criterion.id, (*path, *called), indicator, None, (part,), own_points(criterion))
    for child in indicator.children:
        yield from _deductions(child, path)
    if not indicator.criteria and not indicator.children:
        yield Pool(indicator.id, path, indicator, None, (_bare(indicator),), indicator.points)
