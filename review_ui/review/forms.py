"""What each form in a card is filled with."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import Blocked
from review_ui.review.cards import number, sum_off
from review_ui.review.sheets import Sheet
from rubric_builder.editing import ADDABLE, RULE_KINDS, editable_fields, new_fields
from rubric_builder.items import ROOT, Item, slots
from rubric_builder.proposing import merged_preview, proposed_parts
from rubric_builder.reconciling import Balance, reconciliation

REASONS: Mapping[str, tuple[str, ...]] = {
    "edit": ("原文识别有误，按原件更正", "原文印刷有误，已与发文单位核实", "表述不清，按上下文补全", "分值读错，按原件更正"),
    "reject": ("不是考核内容", "与另一项重复", "读取有误，原文没有这一项", "上级已取消此项"),
    "split": ("原文一条含几项要求，分别计分", "两项误读成一项"),
    "merge": ("同一项被拆成几段读取", "原文为一项，误读成几项"),
    "add": ("读取时漏掉", "据补充通知增加"),
    "discrepancy": ("原文即如此，已向发文单位核实", "原文附加说明，不影响总分"),
}  # fmt: skip
"""The reasons that staff give most, by act."""

TITLES: Mapping[str, tuple[str, str]] = {
    "edit": ("修改", "提交修改"),
    "reject": ("驳回", "驳回这一项"),
    "split": ("拆分", "拆分"),
    "merge": ("合并", "合并"),
    "comment": ("批注", "写入批注"),
    "add": ("补录", "补录"),
    "discrepancy": ("签认分值差额", "签认"),
}
"""The heading of a form and the word on its button."""


@dataclass(frozen=True, slots=True)
class PlaceToAdd:
    """Where something new can go: into which field of which record, after which one; `fields` names its set of fields."""

    value: str
    words: str
    parent: str
    slot: str
    after: str
    kind: str
    fields: str


def form_of(sheet: Sheet, act: str, item_id: str, *, record: str = "", items: Sequence[str] = ()) -> dict[str, Any]:
    """The context of the form for an act on an item (`record`: on a rule or step in it; `items`: what is merged).

    Raises `Blocked` where there is no such item, or the act makes no sense on it.
    """
    target = sheet.records.get(record or item_id)
    if target is None:
        raise Blocked("item.gone", "这一项已不在（可能刚被合并或撤销），请刷新页面")
    title, button = TITLES[act]
    called = f"{title}：{target.name}" if act != "add" else title
    common = {
        "act": act,
        "item": target,
        "key": f"{act}:{' '.join(items) or target.id}",
        "title": called,
        "button": button,
        "reasons": REASONS.get(act, ()),
    }
    return {**common, **_FILLED[act](sheet, target, items)}


def balance_off(sheet: Sheet, item_id: str) -> Balance | None:
    """The sum that does not hold at an item."""
    found = reconciliation(sheet.folded.state)
    rows = (*found.whole, *found.rows, *found.below)
    return next((row for row in rows if row.id == item_id and not row.holds), None)


def _edit(sheet: Sheet, target: Item, _items: Sequence[str]) -> dict[str, Any]:
    return {"fields": editable_fields(target.record)}


def _reject(sheet: Sheet, target: Item, _items: Sequence[str]) -> dict[str, Any]:
    _needs_place(target)
    return {"below": sum(1 for item in sheet.items if item.id != target.id and _within(sheet, item.id, target.id))}


def _comment(_sheet: Sheet, _target: Item, _items: Sequence[str]) -> dict[str, Any]:
    return {}


def _discrepancy(sheet: Sheet, target: Item, _items: Sequence[str]) -> dict[str, Any]:
    balance = balance_off(sheet, target.id)
    if balance is None or balance.difference is None:
        raise Blocked("item.balanced", "这一项的分值没有差额，或已经签认")
    item = sheet.by_id[target.id]
    return {"off": str(balance.difference), "said": sum_off(item) or ""}


def _split(sheet: Sheet, target: Item, _items: Sequence[str]) -> dict[str, Any]:
    _needs_place(target)
    parts = proposed_parts(sheet.folded.state, target.id)
    scored = "points" in type(target.record).model_fields
    fields = []
    for n, part in enumerate(parts):  # the points of the whole stay with the first part unless others state their own
        own = {**({"points": None} if n and scored else {}), **part.fields}
        fields.append(editable_fields(target.record.model_copy(update=own)))
    taken = {child: n for n, part in enumerate(parts, 1) for child in part.takes}
    children = [
        {"id": item.id, "words": f"{item.name}　{_short(item)}", "part": taken.get(item.id, 1)}
        for item in sheet.folded.state.items
        if item.parent == target.id
    ]
    return {"parts": fields, "children": children}


def _merge(sheet: Sheet, target: Item, items: Sequence[str]) -> dict[str, Any]:
    if len(items) < 2 or any(item not in sheet.by_id for item in items):
        raise Blocked("item.gone", "要合并的各项已有变化，请重新选择")
    made = merged_preview(sheet.folded, tuple(items))
    merged = [sheet.by_id[item] for item in items]
    return {
        "items": items,
        "fields": editable_fields(made),
        "merged": [{"name": i.name, "points": number(i.points) or None, "text": i.text} for i in merged],
    }


def _add(sheet: Sheet, target: Item, _items: Sequence[str]) -> dict[str, Any]:
    places: list[PlaceToAdd] = []

    def put(parent: str, slot: str, after: str, words: str) -> None:
        kinds = RULE_KINDS if slot in _RULE_SLOTS else {"": ""}
        for kind, called in kinds.items():
            name = f"{slot}-{kind}" if kind else slot
            said = f"{words}：{called}" if called else words
            places.append(PlaceToAdd(f"{parent}/{slot}/{after}/{kind}", said, parent, slot, after, kind, name))

    if target.parent is not None and target.slot is not None and target.slot in ADDABLE:
        put(target.parent, target.slot, target.id, f"其后增加同级的{ADDABLE[target.slot]}")
    for slot in slots(target.record):
        if slot in ADDABLE:
            put(target.id, slot, "", f"{'全稿' if target.id == ROOT else '其下'}增加{ADDABLE[slot]}")
    if not places:
        raise Blocked("item.closed", "这一项之下和之后都不能补录")
    kinds = {
        place.fields: new_fields(place.slot, place.kind or None, sheet.records[place.parent].record) for place in places
    }
    return {"places": places, "kinds": kinds}


_RULE_SLOTS = frozenset({"rules", "bonuses", "vetoes", "terms"})


_FILLED: Mapping[str, Callable[[Sheet, Item, Sequence[str]], dict[str, Any]]] = {
    "edit": _edit, "reject": _reject, "comment": _comment, "discrepancy": _discrepancy, "split": _split,
    "merge": _merge, "add": _add,
}  # fmt: skip


def _needs_place(target: Item) -> None:
    if target.parent is None:
        raise Blocked("item.whole", "全稿不能这样处理")


def _within(sheet: Sheet, item: str, above: str) -> bool:
    at = sheet.records[item].parent
    while at is not None and at != above:
        at = sheet.records[at].parent
    return at == above


def _short(item: Item) -> str:
    said = str(getattr(item.record, "text", None) or getattr(item.record, "when", None) or "")
    return said if len(said) <= 24 else f"{said[:24]}……"
