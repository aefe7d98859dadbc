"""Two people on one thing: what each of them did, side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from review_ui.review.fragments import names_of, words_of
from review_ui.review.sheets import Sheet
from rubric_builder.decisions import (
    KIND_NAMES,
    Accept,
    Add,
    Decision,
    Edit,
    Merge,
    Settle,
    Split,
    Stale,
    Undo,
    answer_in_words,
    questions_in_words,
    targets,
    undone_in,
)
from rubric_builder.history import history, shown
from rubric_builder.items import field_name


@dataclass(frozen=True, slots=True)
class Side:
    """One person's version: who did what when to which item, field by field (label, old, new), and why."""

    title: str
    who: str
    act: str
    time: str
    name: str
    changes: tuple[tuple[str, str, str], ...]
    reason: str


def sides(stale: Stale, sheet: Sheet) -> tuple[Side, Side]:
    """The colleague's version and one's own."""
    theirs, mine = stale.theirs, stale.mine
    return (
        Side(
            "对方的",
            theirs.actor,
            _act(theirs, sheet),
            _time(theirs),
            _named(theirs, sheet),
            _done(theirs, sheet),
            theirs.reason or "",
        ),
        Side("我的", mine.actor, _act(mine, sheet), "", _named(mine, sheet), _meant(mine, sheet), mine.reason or ""),
    )


def alike(stale: Stale) -> bool:
    """Whether both only accepted the same: then there is nothing to choose."""
    return all(isinstance(d, Accept) and d.discrepancy is None for d in (stale.theirs, stale.mine))


def _act(decision: Decision, sheet: Sheet) -> str:
    about = undone_in(sheet.folded.log.decisions, decision)
    if isinstance(decision, Undo) and about is not decision:
        return f"撤销了{words_of(about, sheet)}"
    return KIND_NAMES[decision.kind]


def _named(decision: Decision, sheet: Sheet) -> str:
    about = undone_in(sheet.folded.log.decisions, decision)
    return questions_in_words(about) if isinstance(about, Settle) else names_of(targets(about)[:3], sheet)


def _time(decision: Decision) -> str:
    return decision.time[:16].replace("T", " ")


def _done(decision: Decision, sheet: Sheet) -> tuple[tuple[str, str, str], ...]:
    if isinstance(decision, Settle):
        return _meant(decision, sheet)
    about = targets(undone_in(sheet.folded.log.decisions, decision))
    for item in about:
        for event in history(sheet.folded, item):
            if event.sequence == decision.sequence:
                return tuple(event.changes)
    return ()


def _meant(decision: Decision, sheet: Sheet) -> tuple[tuple[str, str, str], ...]:
    match decision:
        case Edit():
            fields, item = decision.fields, decision.item
        case Merge():
            fields, item = decision.fields, decision.items[0]
        case Split():
            return tuple((f"第{n}部分", "", _joined(part.fields)) for n, part in enumerate(decision.parts, 1))
        case Add():
            return tuple((field_name(name), "", shown(value)) for name, value in decision.fields.items())
        case Settle():
            return (("约定", "", answer_in_words(decision)),)
        case _:
            return ()
    record = sheet.records.get(item)
    return tuple((field_name(name), shown(_now(record, name)), shown(value)) for name, value in fields.items())


def _now(record: Any, name: str) -> Any:
    if record is None:
        return None
    column = name.removeprefix("fields.")
    return record.record.fields.get(column) if column != name else getattr(record.record, name, None)


def _joined(fields: Mapping[str, Any]) -> str:
    return "；".join(f"{field_name(name)}：{shown(value)}" for name, value in fields.items())
