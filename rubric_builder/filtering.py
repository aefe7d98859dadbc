"""Filters over review items, how many each would leave, and what accepting many at once takes."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import get_args

from rubric_builder.folding import Status
from rubric_builder.reviewing import ReviewItem

FLAGGED = "flagged"
"""The value of the flag filter that takes every item with an error or a warning."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show; null lets everything pass. `flag` is a flag's code or `FLAGGED`, `role` a role's id."""

    status: str | None = None
    flag: str | None = None
    confidence: str | None = None
    subject: str | None = None
    role: str | None = None
    kind: str | None = None


_VALUES: Mapping[str, Callable[[ReviewItem], Sequence[str]]] = {
    "status": lambda item: (item.status,),
    "flag": lambda item: tuple(dict.fromkeys((*([FLAGGED] if item.flagged else []), *(f.code for f in item.flags)))),
    "confidence": lambda item: (item.confidence,),
    "subject": lambda item: item.subjects,
    "role": lambda item: (item.role,) if item.role else (),
    "kind": lambda item: (item.kind,),
}
"""What each filter looks at."""


def filter_items(items: Iterable[ReviewItem], wanted: Filter) -> tuple[ReviewItem, ...]:
    """The items that pass every filter, in their order."""
    tests = [(_VALUES[f.name], value) for f in fields(wanted) if (value := getattr(wanted, f.name)) is not None]
    return tuple(item for item in items if all(value in values(item) for values, value in tests))


def facets(items: Iterable[ReviewItem], wanted: Filter = Filter()) -> Mapping[str, Mapping[str, int]]:
    """For each filter, how many items each of its values would show, the other filters staying as they are.

    >>> facets(items)["status"]   # doctest: +SKIP
    {"待核": 190, "已采纳": 22}
    """
    every = tuple(items)
    out: dict[str, Mapping[str, int]] = {}
    for name, values in _VALUES.items():
        left = filter_items(every, replace(wanted, **{name: None}))
        out[name] = dict(Counter(value for item in left for value in values(item)))
    return out


def counts(items: Iterable[ReviewItem]) -> Mapping[Status, int]:
    """How many items stand where: 待核, 已采纳, 已改, 驳回, each named even where there is none."""
    found = Counter(item.status for item in items)
    return {status: found[status] for status in get_args(Status)}


def bulk(items: Iterable[ReviewItem]) -> tuple[str, ...]:
    """The ids that accepting all of these at once takes: those still 待核 without an error or a warning."""
    return tuple(item.id for item in items if item.acceptable)
