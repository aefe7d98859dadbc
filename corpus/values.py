"""The base of every value that crosses a border: frozen, validated, exact."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Value(BaseModel):
    """A frozen pydantic model that takes no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Points = Annotated[Decimal, PlainSerializer(_number, return_type=int | float, when_used="json")]
"""A score, exact. A JSON number outside (8, 0.5), `Decimal` inside."""
