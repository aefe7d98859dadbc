"""The parts of the review page that change with each decision, and the answer that carries them to the browser."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from review_ui.models import Person
from review_ui.review.cards import card_html, number, signed_number
from review_ui.review.sheets import Sheet
from review_ui.review.source_frames import STATUS_CLASS
from rubric_builder.decisions import KIND_NAMES, AcceptMany, Decision, Return, Settle, Sign, questions_in_words, targets
from rubric_builder.filtering import FLAGGED, Filter, counts, facets, filter_items
from rubric_builder.flagging import FLAG_NAMES
from rubric_builder.reconciling import reconciliation
from rubric_builder.reviewing import ReviewItem

FILTERS: Mapping[str, str] = {
    "status": "状态", "flag": "标记", "confidence": "可信度", "kind": "种类", "subject": "责任单位", "role": "角色",
}  # fmt: skip
"""The filters by the name of their parameter, in the order shown."""

_MOST_UNDONE = 10


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as the page shows it: values with their words and how many items there are under the other filters."""

    name: str
    label: str
    chosen: str
    choices: tuple[tuple[str, str, int], ...]


def chosen(request: HttpRequest) -> dict[str, str]:
    """The filters that an address names."""
    return {name: request.GET[name] for name in FILTERS if request.GET.get(name)}


def listed(sheet: Sheet, filters: Mapping[str, str]) -> tuple[ReviewItem, ...]:
    """The items that fit the filters, in reading order."""
    return filter_items(sheet.items, Filter(**filters)) if filters else sheet.items


def shown(sheet: Sheet, person: Person, filters: Mapping[str, str]) -> dict[str, Any]:
    """What the templates of the changing parts need."""
    found = counts(sheet.items)
    return {
        "stage": sheet.folded.state.stage,
        "progress": _progress(found),
        "balance": reconciliation(sheet.folded.state),
        "number": number,
        "signed": signed_number,
        "facets": _choices(sheet, filters),
        "mine": _mine(sheet, person),
    }


PARTS = ("progress", "balance", "filters", "undo")


def parts(sheet: Sheet, person: Person, filters: Mapping[str, str]) -> dict[str, str]:
    """The changing parts as HTML, by the id of the element that holds each."""
    context = shown(sheet, person, filters)
    return {name: render_to_string(f"review/{name}.html", context) for name in PARTS}


def answer(sheet: Sheet, person: Person, since: int, filters: Mapping[str, str], **more: Any) -> dict[str, Any]:
    """What changed after decision `since`, as the page's script takes it: `seq`, `cards`, `order` where items came, went or
    moved, `parts`."""
    fitting = {item.id for item in listed(sheet, filters)}
    told: dict[str, Any] = {
        "seq": sheet.sequence,
        "cards": [card_answer(item, sheet, fits=item.id in fitting) for item in sheet.changed_since(since)],
        "parts": parts(sheet, person, filters),
        **more,
    }
    if sheet.structure > since:
        told["order"] = [item.id for item in sheet.items]
    return told


def card_answer(item: ReviewItem, sheet: Sheet, *, fits: bool = True) -> dict[str, Any]:
    """A card as the page's script takes it; `fits`: whether it is among those that the filters show."""
    return {"id": item.id, "html": card_html(item, sheet), "fits": fits}


def _progress(found: Mapping[Any, int]) -> list[dict[str, Any]]:
    total = sum(found.values()) or 1
    split, x = [], 0.0
    for status, tone in STATUS_CLASS.items():
        width = round(found.get(status, 0) * 100 / total, 3)
        split.append({"status": status, "tone": tone, "count": found.get(status, 0), "x": round(x, 3), "width": width})
        x += width
    return split


def _choices(sheet: Sheet, filters: Mapping[str, str]) -> list[Choice]:
    found = facets(sheet.items, Filter(**filters))
    roles = {item.id: item.name for item in sheet.items if item.kind == "角色"}
    words = {"role": roles, "flag": _FLAGS}
    out = []
    for name, label in FILTERS.items():
        now = filters.get(name, "")
        values = {**({now: 0} if now else {}), **found[name]}
        if not values and not filters:
            continue
        said = words.get(name, {})
        order = [*_ORDERS.get(name, said), *values]
        listed_ = sorted(values, key=order.index)
        out.append(Choice(name, label, now, tuple((value, said.get(value, value), values[value]) for value in listed_)))
    return out


_FLAGS = {FLAGGED: "须逐项核对的", **FLAG_NAMES}
_ORDERS: Mapping[str, Iterable[str]] = {"status": tuple(STATUS_CLASS), "confidence": ("低", "中", "高")}


def _mine(sheet: Sheet, person: Person) -> list[dict[str, Any]]:
    """The person's last decisions that are in force and can be undone, the newest first."""
    held = [d for d in sheet.folded.log.active() if d.actor == person.name and not isinstance(d, Sign | Return)]
    return [
        {
            "sequence": d.sequence,
            "words": words_of(d, sheet),
            "time": datetime.fromisoformat(d.time).strftime("%m-%d %H:%M"),
        }
        for d in reversed(held[-_MOST_UNDONE:])
    ]


def words_of(decision: Decision, sheet: Sheet) -> str:
    """A decision as a list shows it: 采纳“议事机制”."""
    if isinstance(decision, AcceptMany):
        return f"批量采纳 {len(decision.items)} 项"
    if isinstance(decision, Settle):
        return f"作计分约定“{questions_in_words(decision)}”"
    return f"{KIND_NAMES[decision.kind]}{names_of(targets(decision), sheet)}"


def names_of(ids: Iterable[str], sheet: Sheet) -> str:
    """Items by their names, in quotation marks."""
    names = []
    for item_id in ids:
        record = sheet.records.get(item_id)
        names.append(" › ".join(record.names[-2:]) if record and record.names else "全稿" if record else item_id)
    return "、".join(f"“{name}”" for name in names)


def done_meanwhile(sheet: Sheet, person: Person, since: int) -> str:
    """What others decided after `since`, in a sentence; empty where nobody did."""
    others = [d for d in sheet.folded.log.decisions[since:] if d.actor != person.name]
    if not others:
        return ""
    if len(others) == 1:
        return f"{others[0].actor}刚刚{words_of(others[0], sheet)}"
    return f"{'、'.join(dict.fromkeys(d.actor for d in others))}刚刚作出 {len(others)} 项决定"
