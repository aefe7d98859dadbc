"""The state of a draft after the decisions on it: a pure function of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, NoReturn, TypeVar, cast, get_args

from pydantic import TypeAdapter, ValidationError

from corpus.errors import Blocked
from corpus.evidence import Evidence, Proof, Proved
from extract.findings import Deadline, Grade, Rule, Subject
from rubric_builder.arithmetic import own_points
from rubric_builder.decisions import (
    KIND_NAMES,
    Accept,
    Add,
    Comment,
    Decision,
    DecisionLog,
    Edit,
    Merge,
    Part,
    Reject,
    Split,
    described,
)
from rubric_builder.draft import Criterion, Draft, Indicator
from rubric_builder.items import OWN_PARTS, ROOT, SLOTS, UNPROVED, field_name, items, slots
from rubric_builder.schema import fingerprint

Status = Literal["待核", "已采纳", "已改", "驳回"]

_R = TypeVar("_R", bound=Proved)


@dataclass(frozen=True, slots=True)
class State:
    """A draft as decided: what it says now, where each item of the original (and each new one) stands.

    `signed` are discrepancies of sums that a person has signed for, by item (stated points + discrepancy = the sum).
    `pending` are the items nobody has decided on.
    """

    draft: Draft
    status: Mapping[str, Status]
    comments: Mapping[str, tuple[Comment, ...]]
    signed: Mapping[str, Decimal]

    @property
    def pending(self) -> tuple[str, ...]:
        """Ids of the items still 待核, in reading order."""
        return tuple(item for item, status in self.status.items() if status == "待核")


def fold(draft: Draft, log: DecisionLog) -> State:
    """The state of a draft after all its decisions. Raises `Blocked` naming the decision that can't be carried out."""
    if log.draft != fingerprint(draft):
        raise Blocked("decision.draft", "决定记录是针对另一份草稿作出的，不能用在这份草稿上")
    for decision in log.decisions:
        if decision.kind == "undo" and not 1 <= decision.undoes < decision.sequence:
            _refuse(decision, f"要撤销的第{decision.undoes}条不在它之前")
    work = _Work(draft)
    for decision in log.active():
        work.apply(decision)
    return work.state()


def decide(draft: Draft, log: DecisionLog, decision: Decision) -> DecisionLog:
    """The log with one more decision that is neither stale nor impossible. Raises `Blocked`."""
    longer = log.append(decision)
    fold(draft, longer)
    return longer


def _refuse(decision: Decision, why: str) -> NoReturn:
    raise Blocked("decision.impossible", f"第{decision.sequence}条{described(decision)}不能执行：{why}")


_JOINED = ("text", "key_points", "when", "condition")  # merged by writing one after the other
_RECORDS: Mapping[str, Any] = {
    "subjects": Subject, "indicators": Indicator, "bonuses": Rule, "vetoes": Rule, "grades": Grade,
    "deadlines": Deadline, "criteria": Criterion, "children": Indicator, "rules": Rule,
}  # fmt: skip


class _Work:
    """The draft taken apart: records by id, and the order of the parts in each field of each."""

    def __init__(self, draft: Draft) -> None:
        self.records: dict[str, Proved] = {}
        self.places: dict[str, tuple[str, str]] = {}
        self.parts: dict[tuple[str, str], list[str]] = {}
        self.status: dict[str, Status] = {}
        self.comments: dict[str, tuple[Comment, ...]] = {}
        self.signed: dict[str, Decimal] = {}
        for item in items(draft):
            self._hold(item.id, item.record)
            if item.parent is not None and item.slot is not None:
                self.places[item.id] = (item.parent, item.slot)
                self.parts[item.parent, item.slot].append(item.id)

    def _hold(self, own_id: str, record: Proved, status: Status = "待核") -> None:
        self.records[own_id] = record.model_copy(update=dict.fromkeys(slots(record), ()))
        self.status[own_id] = status
        for slot in slots(record):
            self.parts[own_id, slot] = []

    # --- one decision ---

    def apply(self, decision: Decision) -> None:
        match decision:
            case Accept():
                self._accept(decision)
            case Edit():
                self._edit(decision)
            case Reject():
                self._record(decision, decision.item)
                if decision.item == ROOT:
                    _refuse(decision, "不能驳回全稿")
                self.status[decision.item] = "驳回"
            case Split():
                self._split(decision)
            case Merge():
                self._merge(decision)
            case Add():
                self._add(decision)
            case Comment():
                if decision.item not in self.records:
                    _refuse(decision, f"没有“{decision.item}”这一项")
                self.comments[decision.item] = (*self.comments.get(decision.item, ()), decision)

    def _record(self, decision: Decision, item: str) -> Proved:
        """The record a decision is about; one that is gone or rejected can't be decided on."""
        if item not in self.records:
            _refuse(decision, f"没有“{item}”这一项")
        at: str | None = item
        while at is not None:
            if self.status[at] == "驳回":
                _refuse(decision, f"“{at}”已驳回，须先撤销驳回")
            if at != ROOT and at not in self.places:
                _refuse(decision, f"“{at}”已并入他项")
            at = self.places[at][0] if at in self.places else None
        return self.records[item]

    def _accept(self, decision: Accept) -> None:
        self._record(decision, decision.item)
        if decision.discrepancy is not None:
            if not (decision.reason and decision.reason.strip()):
                _refuse(decision, "签认分值差额须写明理由")
            self.signed[decision.item] = decision.discrepancy
        for item in [decision.item, *(self._below(decision.item) if decision.below else ())]:
            if self.status[item] == "待核":
                self.status[item] = "已采纳"

    def _below(self, item: str) -> list[str]:
        found: list[str] = []
        for slot in slots(self.records[item]):
            for part in self.parts[item, slot]:
                found += [part, *self._below(part)]
        return found

    def _edit(self, decision: Edit) -> None:
        record = self._record(decision, decision.item)
        self.records[decision.item] = self._with(record, decision, decision.fields, decision.evidence)
        self.status[decision.item] = "已改"

    def _split(self, decision: Split) -> None:
        whole = self._record(decision, decision.item)
        if decision.item == ROOT:
            _refuse(decision, "不能拆分全稿")
        place = self.places[decision.item]
        at = self.parts[place].index(decision.item)
        for n, part in enumerate(decision.parts, 1):
            own_id = decision.item if n == 1 else self._fresh(f"{decision.item}-{n}")
            made = self._with(whole, decision, part.fields, ()) if part.fields else whole
            if n == 1:
                self.records[own_id], self.status[own_id] = made, "已改"
                continue
            self._hold(own_id, _renamed(made, own_id), "已改")
            self.places[own_id] = place
            self.parts[place].insert(at + n - 1, own_id)
            self._take(decision, part, own_id)

    def _take(self, decision: Split, part: Part, into: str) -> None:
        for taken in part.takes:
            owner, slot = self.places.get(taken, ("", ""))
            if owner != decision.item:
                _refuse(decision, f"“{taken}”不在“{decision.item}”之下，不能分出")
            self.parts[owner, slot].remove(taken)
            self.parts[into, slot].append(taken)
            self.places[taken] = (into, slot)

    def _merge(self, decision: Merge) -> None:
        records = [self._record(decision, item) for item in decision.items]
        first, *rest = decision.items
        if len(set(decision.items)) < len(decision.items):
            _refuse(decision, "同一项写了两次")
        if ROOT in decision.items or len({self.places[item] for item in decision.items}) > 1:
            _refuse(decision, "只能合并同一处的几项")
        if len({type(r) for r in records}) > 1:
            _refuse(decision, "各项种类不同，不能合并")
        merged = records[0].model_copy(update={"evidence": _united([r.evidence for r in records])})
        changed = {**_merged(records), **decision.fields}
        for name, value in changed.items():
            cited = _united([r.proof[name].evidence for r in records if name in r.proof]) or merged.evidence
            merged = self._with(merged, decision, {name: value}, cited)
        self.records[first], self.status[first] = merged, "已改"
        for item in rest:
            self.parts[self.places.pop(item)].remove(item)
            self.status[item] = "已改"
            for slot in slots(self.records[item]):
                for part in self.parts[item, slot]:
                    self.places[part] = (first, slot)
                self.parts[first, slot] += self.parts[item, slot]

    def _add(self, decision: Add) -> None:
        parent = self._record(decision, decision.parent)
        if decision.slot not in slots(parent) or decision.slot not in _RECORDS:
            _refuse(decision, f"“{decision.parent}”之下没有“{decision.slot}”")
        if not decision.evidence and not (decision.reason and decision.reason.strip()):
            _refuse(decision, "补录须有引文，或写明理由")
        model = _RECORDS[decision.slot]
        own_id = self._fresh(f"{decision.parent}.add-{decision.sequence}")
        given = dict(decision.fields)
        if model in (Indicator, Criterion):
            given.setdefault("ordinal" if model is Criterion else "level", _default(model, parent))
            given["id"] = own_id
        try:
            record: Proved = TypeAdapter(model).validate_python({**given, "evidence": decision.evidence})
        except ValidationError as error:
            _refuse(decision, _fault(error))
        if any(getattr(record, slot) for slot in slots(record)):
            _refuse(decision, "补录的内容不能自带下级，请逐项补录")
        proof = _human(decision, decision.evidence)
        stated = [n for n in type(record).model_fields if n not in UNPROVED and n not in SLOTS and n != "fields"]
        names = [*stated, *(f"fields.{key}" for key in getattr(record, "fields", {}))]
        self._hold(own_id, record.model_copy(update={"proof": dict.fromkeys(names, proof)}), "已改")
        siblings = self.parts[decision.parent, decision.slot]
        if decision.after is not None and decision.after not in siblings:
            _refuse(decision, f"“{decision.after}”不在“{decision.parent}”之下")
        siblings.insert(siblings.index(decision.after) + 1 if decision.after else len(siblings), own_id)
        self.places[own_id] = (decision.parent, decision.slot)

    def _fresh(self, own_id: str) -> str:
        n, fresh = 2, own_id
        while fresh in self.records:
            fresh, n = f"{own_id}-{n}", n + 1
        return fresh

    def _with(self, record: _R, decision: Decision, fields: Mapping[str, Any], evidence: tuple[Evidence, ...]) -> _R:
        """The record with the fields set by a person, who is named in their proofs; they keep the old citation unless
        there is a new one."""
        values = record.model_dump()
        for name, value in fields.items():
            column = name.removeprefix("fields.")
            if column != name and "fields" in values:
                values["fields"] = {**values["fields"], column: value}
            elif name in values and name not in UNPROVED and name not in SLOTS and name != "fields":
                values[name] = value
            else:
                _refuse(decision, f"这一项没有可改的“{name}”")
        old = record.proof
        proofs = {n: _human(decision, evidence or (old[n].evidence if n in old else ())) for n in fields}
        shown = _united([record.evidence, evidence])
        try:
            made = type(record).model_validate({**values, "evidence": shown, "proof": {**old, **proofs}})
        except ValidationError as error:
            _refuse(decision, _fault(error))
        return made

    # --- the whole ---

    def state(self) -> State:
        status: dict[str, Status] = {}
        self._settle(ROOT, None, status)
        return State(cast(Draft, self._whole(ROOT)), status, self.comments, self.signed)

    def _settle(self, item: str, owner: Status | None, status: dict[str, Status]) -> None:
        """What is rejected takes its parts along; rules and steps go with the item they stand in."""
        own = self.status[item]
        follows = item in self.places and self.places[item][1] in OWN_PARTS and own == "待核"
        status[item] = "驳回" if owner == "驳回" else owner if follows and owner else own
        for slot in slots(self.records[item]):
            for part in self.parts[item, slot]:
                self._settle(part, status[item], status)

    def _whole(self, item: str) -> Proved:
        record = self.records[item]
        return record.model_copy(
            update={
                slot: tuple(self._whole(part) for part in self.parts[item, slot] if self.status[part] != "驳回")
                for slot in slots(record)
            }
        )


def _human(decision: Decision, evidence: tuple[Evidence, ...]) -> Proof:
    reason = decision.reason or f"据所引原文{KIND_NAMES[decision.kind]}"
    return Proof(how="human", rule=f"decision-{decision.sequence}", evidence=evidence, by=decision.actor, reason=reason)


def _united(pieces: Sequence[tuple[Evidence, ...]]) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys(e for piece in pieces for e in piece))


def _merged(records: Sequence[Proved]) -> dict[str, Any]:
    """What merging gives by itself: texts one after the other, points added; the rest is the first record's."""
    changed: dict[str, Any] = {}
    for name in (n for n in _JOINED if n in type(records[0]).model_fields):
        texts = list(dict.fromkeys(t for t in (getattr(r, name) for r in records) if t))
        if len(texts) > 1:
            changed[name] = "".join(texts)
    points = [p for r in records if isinstance(r, Indicator | Criterion) and (p := own_points(r)) is not None]
    if len(points) == len(records):
        changed["points"] = sum(points, Decimal(0))
    return changed


def _renamed(record: Proved, own_id: str) -> Proved:
    return record.model_copy(update={"id": own_id}) if "id" in type(record).model_fields else record


def _default(model: Any, parent: Proved) -> int | None:
    if model is Criterion:
        return None
    return parent.level + 1 if isinstance(parent, Indicator) else 1


def _fault(error: ValidationError) -> str:
    first = error.errors()[0]
    name = field_name(str(first["loc"][-1])) if first["loc"] else ""
    if first["type"].startswith("union_tag"):
        kinds = "、".join(get_args(m.model_fields["kind"].annotation)[0] for m in get_args(get_args(Rule)[0]))
        return f"计分规则的 kind 应为 {kinds} 之一"
    return f"缺少“{name}”" if first["type"] == "missing" else f"“{name}”的取值不对"
