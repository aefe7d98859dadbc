"""What was found at a unit: the facts that rules are applied to."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainSerializer, StrictBool

from corpus.values import Value

Found = StrictBool | Decimal
"""Whether something holds, or a number: a count, a percentage, a rank, an amount, points chosen, the number of a step
(1 for the first, 0 for none)."""


def _plain(value: Found) -> bool | int | float:
    if isinstance(value, bool):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


class Fact(Value):
    """One finding: its value, the assessor's note on it (points by hand need one), and where it is documented."""

    value: Annotated[Found, PlainSerializer(_plain, return_type=bool | int | float, when_used="json")]
    note: str = ""
    source: str = ""


class Facts(Value):
    """A unit's facts by the id of the rule (`ind-1.2.c3.r1`), or of the item that has none (`ind-1.2.c3`).

    `group`: which of several kinds of unit in one schema it is. `not_applicable`: 空项, item ids with the reason.
    """

    unit: str
    group: str | None = None
    found: Mapping[str, Fact] = Field(default_factory=dict)
    not_applicable: Mapping[str, str] = Field(default_factory=dict)
