"""What was done to an item, and to the whole draft: the decisions in words, for the side panel and the audit page."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus.values import Value
from extract.findings import Frequency, Per
from rubric_builder.applying import Change
from rubric_builder.decisions import (
    KIND_NAMES,
    Accept,
    AcceptMany,
    Add,
    Comment,
    Decision,
    Edit,
    Merge,
    Reject,
    Settle,
    Sign,
    Split,
    Undo,
    answer_in_words,
    questions_in_words,
    targets,
    undone_in,
)
from rubric_builder.exports.wording import frequency, points
from rubric_builder.folding import Folded
from rubric_builder.items import OWN_PARTS, ROOT, field_name


@dataclass(frozen=True, slots=True)
class Event:
    """A decision in words. `changes` are (field, before, after) where it is in force; of one that was undone, what it
    set (before is empty). `undone_by` is the sequence number of the undoing, `hash` what the next is chained to."""

    sequence: int
    kind: str
    name: str
    person: str
    time: str
    reason: str | None
    items: tuple[str, ...]
    said: str
    changes: tuple[tuple[str, str, str], ...]
    undone_by: int | None
    before: str


def events(folded: Folded) -> tuple[Event, ...]:
    """Every decision of the log, in order."""
    undone = folded.log.undone()
    return tuple(_event(decision, folded, undone.get(decision.sequence)) for decision in folded.log.decisions)


def history(folded: Folded, item_id: str) -> tuple[Event, ...]:
    """The decisions that bear on an item, oldest first: on itself and the rules in it, on what it was split from or
    merged with, on all below something around it, and the undoing of these."""
    around = _around(folded, item_id)
    own = _own(folded, item_id)
    undone = folded.log.undone()
    return tuple(
        _event(decision, folded, undone.get(decision.sequence))
        for decision in folded.log.decisions
        if _bears_on(undone_in(folded.log.decisions, decision), item_id, own, around)
    )


def _around(folded: Folded, item_id: str) -> frozenset[str]:
    parents = {item.id: item.parent for item in folded.state.items}
    found, at = set(), parents.get(item_id)
    while at is not None:
        found.add(at)
        at = parents.get(at)
    return frozenset(found or {ROOT})


def _own(folded: Folded, item_id: str) -> frozenset[str]:
    """The item and the rules and steps in it."""
    found = {item_id}
    for item in folded.state.items:  # parents stand before their parts
        if item.slot in OWN_PARTS and item.parent in found:
            found.add(item.id)
    return frozenset(found)


def _bears_on(decision: Decision, item_id: str, own: frozenset[str], around: frozenset[str]) -> bool:
    if isinstance(decision, Add):
        return item_id.startswith(f"{decision.parent}.add-{decision.sequence}")
    named = targets(decision)
    if not own.isdisjoint(named):
        return True
    if isinstance(decision, Split):
        return item_id.startswith(f"{decision.item}-")
    whole = isinstance(decision, Reject) or (isinstance(decision, Accept) and decision.below)
    return whole and not around.isdisjoint(named)


def _event(decision: Decision, folded: Folded, undone_by: int | None) -> Event:
    made = folded.changes.get(decision.sequence)
    changes = tuple(_changed(made)) if made is not None else tuple(_set(decision))
    return Event(
        sequence=decision.sequence,
        kind=decision.kind,
        name=KIND_NAMES[decision.kind],
        person=decision.actor,
        time=decision.time,
        reason=decision.reason,
        items=targets(decision),
        said=_said(decision),
        changes=changes,
        undone_by=undone_by,
        before=decision.before,
    )


def _said(decision: Decision) -> str:
    """What a decision says besides whom, when and why."""
    match decision:
        case Comment():
            return decision.text
        case Undo():
            return f"撤销第{decision.undoes}条"
        case Sign():
            return f"{decision.stage}签字，方案校验值{decision.over[:12]}…"
        case AcceptMany():
            return f"批量采纳{len(decision.items)}项"
        case Accept() if decision.discrepancy is not None:
            return f"采纳，并签认分值差额{decision.discrepancy:+}"
        case Accept():
            return "连同下级采纳" if decision.below else "采纳"
        case Settle():
            return f"约定“{questions_in_words(decision)}”：{answer_in_words(decision)}"
        case Split():
            return f"拆成{len(decision.parts)}项"
        case Merge():
            return f"{len(decision.items)}项合并为一项"
        case _:
            return KIND_NAMES[decision.kind]


def _changed(changes: tuple[Change, ...]) -> Iterator[tuple[str, str, str]]:
    several = len({change.item for change in changes}) > 1
    for change in changes:
        name = field_name(change.field)
        yield f"{change.item} {name}" if several else name, shown(change.old), shown(change.new)


def _set(decision: Decision) -> Iterator[tuple[str, str, str]]:
    fields = decision.fields if isinstance(decision, Edit | Merge | Add) else {}
    return ((field_name(name), "", shown(value)) for name, value in fields.items() if name != "kind")


def shown(value: Any) -> str:
    """A field's value in words; empty where there is none."""
    match value:
        case None:
            return ""
        case Decimal():
            return points(value)
        case Per():
            return f"{points(value.count)}{value.unit}"
        case Frequency():
            return frequency(value)
        case Value():
            return "、".join(shown(each) for _, each in value)
        case dict():
            return "、".join(shown(each) for each in value.values())
        case tuple() | list():
            return "、".join(map(shown, value))
        case _:
            return str(value)
