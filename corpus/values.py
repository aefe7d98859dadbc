"""The base of every value that crosses a border: frozen, validated, exact."""

from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, PlainSerializer


class Value(BaseModel):
    """A frozen pydantic model that takes no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def trusted(cls, fields: dict[str, Any]) -> Self:
        """A value of fields that this program has just made and that need no validation; all of them must be given.

        For what is made by the thousand: less than half of the time, and equal to the validated one.
        """
        made = cls.__new__(cls)
        _put(made, "__dict__", fields)
        _put(made, "__pydantic_fields_set__", _names(cls))
        _put(made, "__pydantic_extra__", None)
        _put(made, "__pydantic_private__", None)
        return made


_put = object.__setattr__


@cache
def _names(model: type[Value]) -> set[str]:
    """All fields of a model: one set that all its trusted values share, which nothing changes (a copy takes its own)."""
    return set(model.model_fields)


def _number(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


Points = Annotated[Decimal, PlainSerializer(_number, return_type=int | float, when_used="json")]
"""A score, exact. A JSON number outside (8, 0.5), `Decimal` inside."""
