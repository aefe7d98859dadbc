"""What is under review, item by item, and when each item last changed: kept in memory beside the folded draft."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from review_ui.jobs.keeping import Kept
from review_ui.ledger import load
from review_ui.models import Rubric
from rubric_builder.folding import Folded
from rubric_builder.items import Item
from rubric_builder.reviewing import ReviewItem, review_items


@dataclass(frozen=True, eq=False)
class Sheet:
    """A rubric's items at one moment. `stamps` says after which decision each item's card last changed, `structure` after
    which one the items themselves or their order did: a page that has seen that number already need not be told."""

    folded: Folded
    items: tuple[ReviewItem, ...]
    stamps: Mapping[str, int]
    structure: int

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


_sheets: Kept[Sheet] = Kept(8)
_latest: dict[int, Sheet] = {}
_lock = threading.Lock()


def sheet_of(rubric: Rubric, folded: Folded | None = None) -> Sheet:
    """The rubric's sheet as it stands now, or as it stands in `folded`."""
    folded = folded or load(rubric)
    return _sheets.get((rubric.pk, folded.log.head), lambda: _made(rubric.pk, folded))


def _made(rubric_id: int, folded: Folded) -> Sheet:
    items = review_items(folded.state)
    with _lock:
        before = _latest.get(rubric_id)
        sheet = _after(before, folded, items)
        if before is None or before.sequence <= sheet.sequence or before.folded.log.draft != folded.log.draft:
            _latest[rubric_id] = sheet
            while len(_latest) > _MOST_KEPT:
                del _latest[next(iter(_latest))]
    return sheet


_MOST_KEPT = 16


def _after(before: Sheet | None, folded: Folded, items: tuple[ReviewItem, ...]) -> Sheet:
    now = len(folded.log.decisions)
    if before is None or not _goes_on(before.folded, folded):
        return Sheet(folded, items, {item.id: now for item in items}, now)
    stamps = {item.id: before.stamps[item.id] if before.by_id.get(item.id) == item else now for item in items}
    same = [item.id for item in before.items] == [item.id for item in items]
    return Sheet(folded, items, stamps, before.structure if same else now)


def _goes_on(before: Folded, after: Folded) -> bool:
    """Whether the log of one begins with that of the other."""
    seen = len(before.log.decisions)
    decisions = after.log.decisions
    if before.log.draft != after.log.draft or seen > len(decisions):
        return False
    return after.log.head == before.log.head if seen == len(decisions) else decisions[seen].before == before.log.head
