"""What was found at a unit: the facts that rules are applied to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer, StrictBool

from corpus.values import Value

Found = StrictBool | Decimal | tuple[Decimal, ...]
"""Whether something holds, or a number: a count, a percentage, a rank, an amount, points chosen, the number of a step
(1 for the first, 0 for none); or a count for each of several (three at one enterprise, one at another)."""

Plain = bool | int | float | list[int | float]


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _plain(value: Found) -> Plain:
    if isinstance(value, tuple):
        return [_number(each) for each in value]
    return value if isinstance(value, bool) else _number(value)


def as_number(value: Found) -> Decimal:
    """A fact as one number: yes 1, no 0; of several counts, their sum."""
    return sum(value, Decimal(0)) if isinstance(value, tuple) else Decimal(value)


class Fact(Value):
    """One finding: its value, the assessor's note on it (points by hand need one), and where it is documented."""

    value: Annotated[Found, PlainSerializer(_plain, return_type=Plain, when_used="json")]
    note: str = ""
    source: str = ""


class Facts(Value):
    """A unit's facts by the id of the rule (`ind-1.2.c3.r1`, `term-1`), or of the item that has none (`ind-1.2.c3`); of a
    grade's condition by that of the grade.

    `group`: which of several kinds of unit in one schema it is. `not_applicable`: 空项, item ids with the reason.
    """

    unit: str
    group: str | None = None
    found: Mapping[str, Fact] = Field(default_factory=dict)
    not_applicable: Mapping[str, str] = Field(default_factory=dict)
