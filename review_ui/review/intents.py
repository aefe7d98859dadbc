"""What the page's script sends, made into the content of a decision: fields read from forms, citations looked up."""

from collections.abc import Callable, Mapping
from typing import Any

from corpus.errors import Blocked
from corpus.evidence import Evidence, Proved
from review_ui.models import DecisionRow, Person, Rubric
from review_ui.review.sheets import Sheet
from review_ui.review.source_selection import read_spans
from review_ui.review.source_shown import read_one
from rubric_builder.editing import fields_for_new, fields_from_form
from rubric_builder.picking import evidence_for
from rubric_builder.proposing import merged_preview

Sent = Mapping[str, Any]

_BAD = Blocked("act.unknown", "请求的内容无法识别，请刷新页面后重试")


def content_of(sent: Sent, rubric: Rubric, sheet: Sheet, person: Person) -> dict[str, Any]:
    """The decision's `kind` and fields. Raises `Blocked` where something sent makes no sense or no longer holds."""
    make = _ACTS.get(_text(sent, "act"))
    if make is None:
        raise _BAD
    content = make(sent, rubric, sheet, person)
    reason = sent.get("reason")
    if reason is not None and "reason" not in content:
        content["reason"] = _limited(str(reason).strip()) or None
    return content


def touched(sent: Sent) -> tuple[str, ...]:
    """The ids that what was sent names, whether or not there are such."""
    items = sent.get("items")
    named = [sent.get("item"), *(items if isinstance(items, list) else ())]
    return tuple(item for item in named if isinstance(item, str))


def _accept(sent: Sent, *_: Any) -> dict[str, Any]:
    content = {"kind": "accept", "item": _text(sent, "item")}
    if sent.get("discrepancy") is not None:
        content["discrepancy"] = _text(sent, "discrepancy")
    return content


def _accept_many(sent: Sent, *_: Any) -> dict[str, Any]:
    return {"kind": "accept-many", "items": _texts(sent, "items")}


def _edit(sent: Sent, rubric: Rubric, sheet: Sheet, _: Person) -> dict[str, Any]:
    item = _text(sent, "item")
    fields = fields_from_form(_record(sheet, item), _form(sent))
    if not fields:
        raise Blocked("edit.same", "没有改动：各栏的内容与现在的一样")
    return {"kind": "edit", "item": item, "fields": fields, "evidence": _cited(sent, rubric)}


def _reject(sent: Sent, *_: Any) -> dict[str, Any]:
    return {"kind": "reject", "item": _text(sent, "item")}


def _split(sent: Sent, _: Rubric, sheet: Sheet, __: Person) -> dict[str, Any]:
    item = _text(sent, "item")
    record = _record(sheet, item)
    parts = sent.get("parts")
    if not isinstance(parts, list) or not all(isinstance(part, dict) for part in parts):
        raise _BAD
    made = [{"fields": fields_from_form(record, _form(part)), "takes": _texts(part, "takes")} for part in parts]
    return {"kind": "split", "item": item, "parts": made}


def _merge(sent: Sent, _: Rubric, sheet: Sheet, __: Person) -> dict[str, Any]:
    items = _texts(sent, "items")
    if len(items) < 2:
        raise _BAD
    form = _form(sent)
    fields = fields_from_form(merged_preview(sheet.folded, items), form) if form else {}
    return {"kind": "merge", "items": items, "fields": fields}


def _add(sent: Sent, rubric: Rubric, sheet: Sheet, _: Person) -> dict[str, Any]:
    slot, parent = _text(sent, "slot"), _text(sent, "parent")
    kind = _text(sent, "kind") if sent.get("kind") else None
    fields = fields_for_new(slot, _form(sent), kind, _record(sheet, parent))
    content = {
        "kind": "add",
        "parent": parent,
        "slot": slot,
        "fields": fields,
        "evidence": _cited(sent, rubric),
    }
    if sent.get("after"):
        content["after"] = _text(sent, "after")
    return content


def _comment(sent: Sent, *_: Any) -> dict[str, Any]:
    return {"kind": "comment", "item": _text(sent, "item"), "text": _limited(_text(sent, "text").strip())}


def _undo(sent: Sent, rubric: Rubric, sheet: Sheet, person: Person) -> dict[str, Any]:
    undoes = sent.get("undoes")
    if undoes is None:  # an act that was still on its way when it was taken back
        rows = DecisionRow.objects.filter(rubric=rubric, person=person, token=_text(sent, "token_of"))
        undoes = rows.values_list("sequence", flat=True).first()
        if undoes is None:
            raise Blocked("undo.unsaved", "要撤销的那一步没有保存成功，不必撤销")
    if not isinstance(undoes, int) or not 1 <= undoes <= sheet.sequence:
        raise _BAD
    if sheet.folded.log.decisions[undoes - 1].actor != person.name:
        raise Blocked("undo.other", "只能撤销自己的操作；对别人的决定有不同意见，请修改或批注")
    return {"kind": "undo", "undoes": undoes, "reason": "本人撤销"}


_ACTS: Mapping[str, Callable[[Sent, Rubric, Sheet, Person], dict[str, Any]]] = {
    "accept": _accept, "accept-many": _accept_many, "edit": _edit, "reject": _reject, "split": _split,
    "merge": _merge, "add": _add, "comment": _comment, "undo": _undo,
}  # fmt: skip


def _record(sheet: Sheet, item: str) -> Proved:
    found = sheet.records.get(item)
    if found is None:
        raise Blocked("item.gone", "这一项已不在（可能刚被合并或撤销），没有保存")
    return found.record


def _cited(sent: Sent, rubric: Rubric) -> tuple[Evidence, ...]:
    """The citation picked on the left, looked up again in the text itself."""
    cite = sent.get("cite")
    if cite is None:
        return ()
    try:
        notice, text_sha256, spans = int(cite["notice"]), str(cite["text_sha256"]), cite["spans"]
    except (TypeError, KeyError, ValueError):
        raise _BAD from None
    _, read = read_one(rubric, notice)
    if read.source.sha256 != text_sha256:
        raise Blocked("selection.stale", "原文已重新读取过，请重新选择引文")
    return (evidence_for(read, read_spans(spans, len(read.source.text))),)


def _form(sent: Sent) -> dict[str, str]:
    form = sent.get("form", {})
    if not isinstance(form, dict):
        raise _BAD
    return {str(name): _limited(str(value)) for name, value in form.items()}


def _text(sent: Sent, name: str) -> str:
    value = sent.get(name)
    if not isinstance(value, str) or not value:
        raise _BAD
    return value


def _texts(sent: Sent, name: str) -> list[str]:
    value = sent.get(name)
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise _BAD
    return value


_LONGEST = 20_000


def _limited(value: str) -> str:
    if len(value) > _LONGEST:
        raise Blocked("act.long", f"一栏的文字最多{_LONGEST}字，现为{len(value)}字，请缩短后再提交")
    return value
