"""What splitting and merging open with: parts after the sentences of a text, the merged item as it would be."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from corpus.evidence import Proved
from corpus.reading import text as read_text
from rubric_builder.decisions import Merge, Part
from rubric_builder.folding import Folded, State
from rubric_builder.items import Item

_ITEMS = re.compile(
    r"(?=(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|(?<![\d.．])\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]+、))"
)
_SENTENCES = re.compile(r"(?<=[。；！？;])")
_CLAUSES = re.compile(r"(?<=[，,])")
_POINTS = re.compile(r"[（(]?(\d+(?:\.\d+)?)\s*分[）)]?[。；;]?\s*$")
_LONG_FIELDS = ("text", "key_points", "when")


def proposed_parts(state: State, item_id: str) -> tuple[Part, ...]:
    """Two or more parts to begin with: numbered items of the text, else its sentences, else its clauses.

    A part has the points that it states; where none states any they are left to the person, so that nothing is guessed
    and nothing counted twice. A part takes the rules whose words stand in it. An item without such a text is taken in
    two, all that stands in it staying with the first. Raises KeyError for an unknown id.
    """
    item = next((i for i in state.items if i.id == item_id), None)
    if item is None:
        raise KeyError(item_id)
    name = next((n for n in _LONG_FIELDS if getattr(item.record, n, None)), None)
    pieces = list(_pieces(getattr(item.record, name))) if name else []
    if name is None or len(pieces) < 2:
        return (Part(), Part())
    rules = [i for i in state.items if i.parent == item_id and i.slot == "rules" and state.status[i.id] != "驳回"]
    scored = "points" in type(item.record).model_fields and name == "text"
    out: list[Part] = []
    for n, piece in enumerate(pieces):
        fields: dict[str, Any] = {name: piece}
        if scored:
            fields["points"] = _stated(piece)
        takes = [rule.id for rule in rules if n and _home(rule, pieces) == n]
        out.append(Part(fields=fields, takes=tuple(takes)))
    return tuple(out)


def merged_preview(folded: Folded, items: Sequence[str]) -> Proved:
    """The item that merging these gives, nothing being decided. Raises `Blocked` where they can't be merged."""
    trial = Merge(actor="预览", time="2000-01-01", reason="预览", items=tuple(items))
    return next(item.record for item in folded.then(trial).state.items if item.id == items[0])


def _pieces(text: str) -> Iterator[str]:
    for cut in (_ITEMS, _SENTENCES, _CLAUSES):
        pieces = [piece.strip() for piece in cut.split(text)]
        pieces = [piece for piece in pieces if re.search(r"[\u4e00-\u9fff]{2}", piece)]
        if len(pieces) > 1:
            yield from pieces
            return
    yield text


def _stated(piece: str) -> int | float | None:
    found = _POINTS.search(piece)
    if found is None:
        return None
    value = Decimal(found.group(1))
    return int(value) if value == value.to_integral_value() else float(value)


def _home(rule: Item, pieces: Sequence[str]) -> int:
    """The piece that a rule's words stand in; the first where none has them."""
    quotes = [read_text(evidence.quote) for evidence in rule.record.evidence]
    return next((n for n, piece in enumerate(pieces) if any(quote in piece for quote in quotes if quote)), 0)
