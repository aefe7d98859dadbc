"""What a traced item's fields say, in the office's words."""

from collections.abc import Mapping
from dataclasses import dataclass

from rubric_builder.history import shown
from rubric_builder.items import Item
from rubric_builder.tracing import Trace, Traced

_OF: Mapping[str, str] = {"deduct": "扣分", "bonus": "加分", "award": "得分"}
"""What a cap is on."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the item or of a part of it: what it is called below the item, what it says, where it comes from."""

    name: str
    value: str
    trace: Trace


def fields_of(item: Item, traced: Traced, known: Mapping[str, Item]) -> tuple[Field, ...]:
    """The traced fields in their order. `known`: every item of the schema by id."""
    above = "".join(f"{name} › " for name in item.names) or "全稿 › "
    return tuple(
        Field(trace.what.removeprefix(above), _value(known[trace.field.partition("#")[0]], trace), trace)
        for trace in traced.traces
    )


def _value(item: Item, trace: Trace) -> str:
    column, _, key = trace.field.partition("#")[2].partition(".")
    value = getattr(item.record, column)
    said = shown(value[key] if key else value)
    return _OF.get(said, said) if column == "of" else said
