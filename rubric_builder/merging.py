"""What merging records gives by itself."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from corpus.evidence import Proved
from rubric_builder.arithmetic import own_points
from rubric_builder.draft import Criterion, Indicator

_JOINED = ("text", "key_points", "when", "condition")  # merged by writing one after the other


def merged_fields(records: Sequence[Proved]) -> dict[str, Any]:
    """The fields that change: texts one after the other, points added; the rest is the first record's."""
    changed: dict[str, Any] = {}
    for name in (n for n in _JOINED if n in type(records[0]).model_fields):
        texts = list(dict.fromkeys(t for t in (getattr(r, name) for r in records) if t))
        if len(texts) > 1:
            changed[name] = "".join(texts)
    points = [p for r in records if isinstance(r, Indicator | Criterion) and (p := own_points(r)) is not None]
    if len(points) == len(records):
        changed["points"] = sum(points, Decimal(0))
    return changed
