"""A draft taken apart, and what each decision does to its pieces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError

from corpus.evidence import Evidence, Proof, Proved
from extract.findings import Deadline, Duty, Grade, Rank, RankStep, Role, Rule, Subject, TierStep
from rubric_builder.answering import answered, carried, unchanged
from rubric_builder.decisions import (
    KIND_NAMES,
    Accept,
    AcceptMany,
    Add,
    Comment,
    Decision,
    Edit,
    Merge,
    Part,
    Reject,
    Settle,
    Split,
)
from rubric_builder.draft import Criterion, Draft, Indicator
from rubric_builder.items import OWN_PARTS, ROOT, SLOTS, UNPROVED, Item, field_name, items, name_of, slots, stated
from rubric_builder.merging import merged_fields
from rubric_builder.questions import Question, questions
from rubric_builder.refusing import refuse
from rubric_builder.schema import fingerprint
from rubric_builder.settling import Settled

Status = Literal["待核", "已采纳", "已改", "驳回"]

_R = TypeVar("_R", bound=Proved)


RECORDS: Mapping[str, Any] = {
    "subjects": Subject, "indicators": Indicator, "bonuses": Rule, "vetoes": Rule, "terms": Rule, "grades": Grade,
    "deadlines": Deadline, "criteria": Criterion, "children": Indicator, "rules": Rule, "roles": Role, "duties": Duty,
    "general": Duty, "accountability": Duty, "tiers": TierStep,
}  # fmt: skip
"""What kind of record stands in which field. In a rank's `tiers` it is `RankStep`."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a decision made of a field: the value before it and after. `old` is null where there was none."""

    item: str
    field: str
    old: Any
    new: Any


class Work:
    """The draft taken apart: records by id without their parts, where each stands, the order of the parts in each field.

    `apply` changes it in place; a copy costs little, for what is held is shared and never changes.
    """

    def __init__(self, draft: Draft) -> None:
        self.records: dict[str, Proved] = {}
        self.places: dict[str, tuple[str, str]] = {}
        self.parts: dict[tuple[str, str], tuple[str, ...]] = {}
        self.status: dict[str, Status] = {}
        self.comments: dict[str, tuple[Comment, ...]] = {}
        self.signed: dict[str, Decimal] = {}
        self.answers: dict[str, Settled] = {each.choice: each for each in draft.settings}
        self.changes: dict[int, tuple[Change, ...]] = {}
        self._built: dict[str, Proved] = {}  # put together again, until something in it changes
        self._sha256: str | None = None
        self._asked: tuple[Draft, tuple[Question, ...]] | None = None
        for item in items(draft):
            self._hold(item.id, item.record)
            self._built[item.id] = item.record
            if item.parent is not None and item.slot is not None:
                self.places[item.id] = (item.parent, item.slot)
                self.parts[item.parent, item.slot] += (item.id,)

    def copy(self) -> "Work":
        """Another one that can be changed without this one changing."""
        other = object.__new__(Work)
        other.__dict__ = {k: v.copy() if isinstance(v, dict) else v for k, v in self.__dict__.items()}
        return other

    def _hold(self, own_id: str, record: Proved, status: Status = "待核") -> None:
        bare = dict.fromkeys(slots(record), ())
        self.records[own_id] = record.model_copy(update=bare) if bare else record
        self.status[own_id] = status
        for slot in slots(record):
            self.parts[own_id, slot] = ()

    def _touch(self, item: str) -> None:
        """What is put together from the item is put together anew."""
        self._sha256 = None
        at: str | None = item
        while at is not None:
            self._built.pop(at, None)
            at = self.places[at][0] if at in self.places else None

    def _changed(self, *records: str) -> None:
        """What they say is another thing now: answers to questions on it lapse."""
        self.answers = unchanged(self.answers, records)
        for item in records:
            self._touch(item)

    # --- one decision ---

    def apply(self, decision: Decision) -> None:
        match decision:
            case Accept():
                self._accept(decision)
            case AcceptMany():
                self._accept_many(decision)
            case Edit():
                self._edit(decision)
            case Reject():
                self._record(decision, decision.item)
                if decision.item == ROOT:
                    refuse(decision, "不能驳回全稿")
                self._touch(decision.item)
                self.status[decision.item] = "驳回"
            case Split():
                self._split(decision)
            case Merge():
                self._merge(decision)
            case Add():
                self._add(decision)
            case Settle():
                self.answers = answered(self.answers, decision)
                self._touch(ROOT)
            case Comment():
                if decision.item not in self.records:
                    refuse(decision, f"没有“{decision.item}”这一项")
                self.comments[decision.item] = (*self.comments.get(decision.item, ()), decision)

    def _record(self, decision: Decision, item: str) -> Proved:
        """The record a decision is about; one that is gone or rejected can't be decided on."""
        if item not in self.records:
            refuse(decision, f"没有“{item}”这一项")
        at: str | None = item
        while at is not None:
            if self.status[at] == "驳回":
                refuse(decision, f"“{at}”已驳回，须先撤销驳回")
            if at != ROOT and at not in self.places:
                refuse(decision, f"“{at}”已并入他项")
            at = self.places[at][0] if at in self.places else None
        return self.records[item]

    def _accept(self, decision: Accept) -> None:
        self._record(decision, decision.item)
        if decision.discrepancy is not None:
            if not (decision.reason and decision.reason.strip()):
                refuse(decision, "签认分值差额须写明理由")
            self.signed[decision.item] = decision.discrepancy
        for item in [decision.item, *(self._below(decision.item) if decision.below else ())]:
            if self.status[item] == "待核":
                self.status[item] = "已采纳"

    def _accept_many(self, decision: AcceptMany) -> None:
        for item in decision.items:
            self._record(decision, item)
            if self.status[item] != "待核":
                refuse(decision, f"“{item}”已是“{self.status[item]}”，或写了两次，不在待核之列")
            self.status[item] = "已采纳"

    def _below(self, item: str) -> list[str]:
        found: list[str] = []
        for slot in slots(self.records[item]):
            for part in self.parts[item, slot]:
                found += [part, *self._below(part)]
        return found

    def _edit(self, decision: Edit) -> None:
        record = self._record(decision, decision.item)
        made = self._with(record, decision, decision.fields, decision.evidence)
        self._note(decision, decision.item, record, made)
        self.records[decision.item] = made
        self._changed(decision.item)
        self.status[decision.item] = "已改"

    def _split(self, decision: Split) -> None:
        whole = self._record(decision, decision.item)
        if decision.item == ROOT:
            refuse(decision, "不能拆分全稿")
        self._changed(decision.item)
        place = self.places[decision.item]
        at = self.parts[place].index(decision.item)
        for n, part in enumerate(decision.parts, 1):
            own_id = decision.item if n == 1 else self._fresh(f"{decision.item}-{n}")
            made = self._with(whole, decision, part.fields, ()) if part.fields else whole
            self._note(decision, own_id, whole, made)
            if n == 1:
                self.records[own_id], self.status[own_id] = made, "已改"
                continue
            self._hold(own_id, _renamed(made, own_id), "已改")
            self.places[own_id] = place
            siblings = self.parts[place]
            self.parts[place] = (*siblings[: at + n - 1], own_id, *siblings[at + n - 1 :])
            self._take(decision, part, own_id)

    def _take(self, decision: Split, part: Part, into: str) -> None:
        for taken in part.takes:
            owner, slot = self.places.get(taken, ("", ""))
            if owner != decision.item:
                refuse(decision, f"“{taken}”不在“{decision.item}”之下，不能分出")
            self.parts[owner, slot] = tuple(part for part in self.parts[owner, slot] if part != taken)
            self.parts[into, slot] += (taken,)
            self.places[taken] = (into, slot)

    def _merge(self, decision: Merge) -> None:
        records = [self._record(decision, item) for item in decision.items]
        first, *rest = decision.items
        if len(set(decision.items)) < len(decision.items):
            refuse(decision, "同一项写了两次")
        if ROOT in decision.items or len({self.places[item] for item in decision.items}) > 1:
            refuse(decision, "只能合并同一处的几项")
        if len({type(r) for r in records}) > 1:
            refuse(decision, "各项种类不同，不能合并")
        merged = records[0].model_copy(update={"evidence": _united([r.evidence for r in records])})
        changed = {**merged_fields(records), **decision.fields}
        for name, value in changed.items():
            cited = _united([r.proof[name].evidence for r in records if name in r.proof]) or merged.evidence
            merged = self._with(merged, decision, {name: value}, cited)
        self._note(decision, first, records[0], merged)
        self.records[first], self.status[first] = merged, "已改"
        self._changed(*decision.items)
        for item in rest:
            place = self.places.pop(item)
            self.parts[place] = tuple(part for part in self.parts[place] if part != item)
            self.status[item] = "已改"
            for slot in slots(self.records[item]):
                for part in self.parts[item, slot]:
                    self.places[part] = (first, slot)
                self.parts[first, slot] += self.parts[item, slot]

    def _add(self, decision: Add) -> None:
        parent = self._record(decision, decision.parent)
        if decision.slot not in slots(parent):
            refuse(decision, f"“{decision.parent}”之下没有“{decision.slot}”")
        if not decision.evidence and not (decision.reason and decision.reason.strip()):
            refuse(decision, "补录须有引文，或写明理由")
        model = RECORDS[decision.slot]
        if decision.slot == "tiers":
            model = RankStep if isinstance(parent, Rank) else TierStep
        own_id = self._fresh(f"{decision.parent}.add-{decision.sequence}")
        given = dict(decision.fields)
        if model is Indicator:
            given.setdefault("level", parent.level + 1 if isinstance(parent, Indicator) else 1)
        if model in (Criterion, Duty):
            given.setdefault("ordinal", None)
        if model in (Indicator, Criterion, Role, Duty):
            given["id"] = own_id
        try:
            record: Proved = TypeAdapter(model).validate_python({**given, "evidence": decision.evidence})
        except ValidationError as error:
            refuse(decision, _fault(error))
        if any(getattr(record, slot) for slot in slots(record)):
            refuse(decision, "补录的内容不能自带下级，请逐项补录")
        proof = _human(decision, decision.evidence)
        stated = [n for n in type(record).model_fields if n not in UNPROVED and n not in SLOTS and n != "fields"]
        names = [*stated, *(f"fields.{key}" for key in getattr(record, "fields", {}))]
        self._hold(own_id, record.model_copy(update={"proof": dict.fromkeys(names, proof)}), "已改")
        self._note(decision, own_id, None, record)
        siblings = self.parts[decision.parent, decision.slot]
        if decision.after is not None and decision.after not in siblings:
            refuse(decision, f"“{decision.after}”不在“{decision.parent}”之下")
        at = siblings.index(decision.after) + 1 if decision.after else len(siblings)
        self.parts[decision.parent, decision.slot] = (*siblings[:at], own_id, *siblings[at:])
        self._touch(decision.parent)
        self.places[own_id] = (decision.parent, decision.slot)

    def _note(self, decision: Decision, item: str, old: Proved | None, new: Proved) -> None:
        """Keeps which fields the decision changed, for the history of the item."""
        before = {} if old is None else dict(stated(old))
        after = dict(stated(new))
        changed = tuple(
            Change(item, name, before.get(name), after.get(name))
            for name in dict.fromkeys((*before, *after))
            if before.get(name) != after.get(name)
        )
        self.changes[decision.sequence] = (*self.changes.get(decision.sequence, ()), *changed)

    def _fresh(self, own_id: str) -> str:
        n, fresh = 2, own_id
        while fresh in self.records:
            fresh, n = f"{own_id}-{n}", n + 1
        return fresh

    def _with(self, record: _R, decision: Decision, fields: Mapping[str, Any], evidence: tuple[Evidence, ...]) -> _R:
        """The record with the fields set by a person, who is named in their proofs; they keep the old citation unless
        there is a new one."""
        values = dict(record)
        for name, value in fields.items():
            column = name.removeprefix("fields.")
            if column != name and "fields" in values:
                values["fields"] = {**values["fields"], column: value}
            elif name in values and name not in UNPROVED and name not in SLOTS and name != "fields":
                values[name] = value
            else:
                refuse(decision, f"这一项没有可改的“{name}”")
        old = record.proof
        proofs = {n: _human(decision, evidence or (old[n].evidence if n in old else ())) for n in fields}
        shown = _united([record.evidence, evidence])
        try:
            made = type(record).model_validate({**values, "evidence": shown, "proof": {**old, **proofs}})
        except ValidationError as error:
            refuse(decision, _fault(error))
        return made

    # --- the whole ---

    def whole(self) -> Draft:
        """The draft put together again, without what was rejected."""
        return cast(Draft, self._whole(ROOT))

    def sha256(self) -> str:
        """The fingerprint of `whole`; computed once."""
        if self._sha256 is None:
            self._sha256 = fingerprint(self.whole())
        return self._sha256

    def asked(self) -> tuple[Question, ...]:
        """The questions that `whole` leaves open, settled ones too; computed once."""
        whole = self.whole()
        if self._asked is None or self._asked[0] is not whole:
            self._asked = whole, questions(whole, (item for item, status in self.standing() if status != "驳回"))
        return self._asked[1]

    def standing(self) -> list[tuple[Item, Status]]:
        """Every item with where it stands, in reading order, what was rejected included.

        What is rejected takes its parts along; rules and steps go with the item they stand in.
        """
        found = [(Item(ROOT, self.whole(), None, None, ()), self.status[ROOT])]
        self._stand(ROOT, self.status[ROOT], (), found)
        return found

    def _stand(self, owner: str, above: Status, names: tuple[str, ...], found: list[tuple[Item, Status]]) -> None:
        for slot in slots(self.records[owner]):
            own_part = slot in OWN_PARTS
            for n, part in enumerate(self.parts[owner, slot], 1):
                status = self.status[part]
                if above == "驳回" or (own_part and status == "待核"):
                    status = above
                record = self._whole(part)
                called = (*names, name_of(record, slot, n))
                found.append((Item(part, record, owner, slot, called), status))
                self._stand(part, status, called, found)

    def _whole(self, item: str) -> Proved:
        built = self._built.get(item)
        if built is None:
            record = self.records[item]
            held = {
                slot: tuple(self._whole(part) for part in self.parts[item, slot] if self.status[part] != "驳回")
                for slot in slots(record)
            }
            settings = {"settings": carried(self.answers, self._id_in_draft)} if item == ROOT else {}
            built = self._built[item] = record.model_copy(update={**held, **settings}) if held else record
        return built

    def _id_in_draft(self, item: str) -> str | None:
        """The id of a record in `whole`, where those without one of their own are numbered; null where it is not there."""
        if item == ROOT or item not in self.places or self.status[item] == "驳回":
            return ROOT if item == ROOT else None
        parent, slot = self.places[item]
        above = self._id_in_draft(parent)
        own = getattr(self.records[item], "id", None)
        if above is None or own is not None:
            return own if above is not None else None
        there = [part for part in self.parts[parent, slot] if self.status[part] != "驳回"]
        return SLOTS[slot].format(parent=above, n=there.index(item) + 1)


def _human(decision: Decision, evidence: tuple[Evidence, ...]) -> Proof:
    reason = decision.reason or f"据所引原文{KIND_NAMES[decision.kind]}"
    return Proof(how="human", rule=f"decision-{decision.sequence}", evidence=evidence, by=decision.actor, reason=reason)


def _united(pieces: Sequence[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for piece in pieces for e in piece))


def _renamed(record: Proved, own_id: str) -> Proved:
    return record.model_copy(update={"id": own_id}) if "id" in type(record).model_fields else record


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    name = field_name(str(first["loc"][-1])) if first["loc"] else ""
    if first["type"].startswith("union_tag"):
        kinds = "、".join(get_args(m.model_fields["kind"].annotation)[0] for m in get_args(get_args(Rule)[0]))
        return f"计分规则的 kind 应为 {kinds} 之一"
    return f"缺少“{name}”" if first["type"] == "missing" else f"“{name}”的取值不对"
