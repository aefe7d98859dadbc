"""What is under review, item by item, and when each item last changed: kept in memory beside the folded draft."""

import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from review_ui.ledger import load
from review_ui.models import Rubric
from rubric_builder.folding import Folded
from rubric_builder.items import Item
from rubric_builder.reviewing import ReviewItem, review_items


@dataclass(frozen=True, eq=False)
class Sheet:
    """A rubric's items at one moment. `stamps` says after which decision each item's card last changed, `structure` after
    which one the items themselves or their order did: a page that has seen that number already need not be told. `drawn`
    holds the cards that were drawn already (`review_ui.review.cards`)."""

    folded: Folded
    items: tuple[ReviewItem, ...]
    stamps: Mapping[str, int]
    structure: int
    drawn: dict[str, str] = field(default_factory=dict)

    @property
    def sequence(self) -> int:
        """The number of the last decision."""
        return len(self.folded.log.decisions)

    @cached_property
    def by_id(self) -> Mapping[str, ReviewItem]:
        """The items by id."""
        return {item.id: item for item in self.items}

    @cached_property
    def records(self) -> Mapping[str, Item]:
        """Every record under its id, rules and steps too, which have no card of their own."""
        return {item.id: item for item in self.folded.state.items}

    @cached_property
    def card_of(self) -> Mapping[str, str]:
        """The id of the card that shows a record: its own, or that of the record it stands in."""
        shown: dict[str, str] = {}
        for item in self.folded.state.items:
            own = item.id in self.by_id or item.parent is None
            shown[item.id] = item.id if own else shown.get(item.parent or item.id, item.id)
        return shown

    def changed_since(self, sequence: int) -> tuple[ReviewItem, ...]:
        """The items whose cards changed after that decision."""
        return tuple(item for item in self.items if self.stamps[item.id] > sequence)


def sheet_of(rubric: Rubric, folded: Folded | None = None) -> Sheet:
    """The rubric's sheet as it stands now, or as it stands in `folded`."""
    folded = folded or load(rubric)
    with _lock:
        found = _sheets.get((rubric.pk, folded.log.head))
        if found is None:
            found = _sheets[rubric.pk, folded.log.head] = _made(rubric.pk, folded)
        _sheets.move_to_end((rubric.pk, folded.log.head))
        while len(_sheets) > _MOST_KEPT:
            _sheets.popitem(last=False)
    return found


_sheets: OrderedDict[tuple[int, str], Sheet] = OrderedDict()
_lock = threading.Lock()
_MOST_KEPT = 16


def _made(rubric_id: int, folded: Folded) -> Sheet:
    """The sheet, its stamps carried on from the last one before it that is kept; without one, all is as of now."""
    items = review_items(folded.state)
    now = len(folded.log.decisions)
    earlier = ((rubric_id, decision.before) for decision in reversed(folded.log.decisions))
    before = next((_sheets[key] for key in earlier if key in _sheets), None)
    if before is None:
        return Sheet(folded, items, {item.id: now for item in items}, now)
    stamps = {item.id: before.stamps[item.id] if before.by_id.get(item.id) == item else now for item in items}
    same = [item.id for item in before.items] == [item.id for item in items]
    drawn = {item: html for item, html in dict(before.drawn).items() if stamps.get(item) != now}
    return Sheet(folded, items, stamps, before.structure if same else now, drawn)
