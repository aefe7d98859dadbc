"""What reviewers did to a draft: an append-only log, each decision chained to the one before by its hash.

The file (`read_decisions`) is JSON:

    {"draft": "SHA-256 of the draft, may be left out",
     "decisions": [
       {"kind": "accept", "actor": "王芳", "time": "2024-03-01T09:30:00+08:00", "item": "draft", "below": true},
       {"kind": "edit", "actor": "…", "time": "…", "reason": "原文漏印小数点", "item": "ind-1.2.c3",
        "fields": {"points": 0.5}},
       {"kind": "undo", "actor": "…", "time": "…", "reason": "…", "undoes": 2}]}

`sequence`, `seen` and `before` may be left out of a file written by hand, of all entries together: the entries are then
taken in their order, each as having seen all before it. Where they stand, they must hold.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError, field_validator

from corpus.errors import Blocked, Unreadable
from corpus.evidence import Evidence
from corpus.values import Points, Value
from rubric_builder.draft import Draft
from rubric_builder.items import ROOT
from rubric_builder.json_file import read_json
from rubric_builder.schema import fingerprint


class Act(Value):
    """What every decision says: who, when (ISO 8601), why, the last sequence number that the person had seen.

    `sequence` (from 1) and `before` (hash of the decision before, of the draft for the first) are set by the log.
    """

    actor: str = Field(min_length=1)
    time: str
    reason: str | None = None
    seen: int | None = Field(default=None, ge=0)
    sequence: int = Field(default=0, ge=0)
    before: str = ""

    @field_validator("time")
    @classmethod
    def _iso(cls, value: str) -> str:
        datetime.fromisoformat(value)
        return value


class Accept(Act):
    """采纳. `below`: with all that stands in it. `discrepancy` signs for a sum so much off its stated points."""

    kind: Literal["accept"] = "accept"
    item: str
    below: bool = False
    discrepancy: Points | None = None


class Edit(Act):
    """修改 of fields. `evidence`, where given, is what the new values rest on; else they keep the old citation."""

    kind: Literal["edit"] = "edit"
    reason: str = Field(min_length=1)
    item: str
    fields: dict[str, Any] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = ()


class Reject(Act):
    """驳回 an item with all that stands in it."""

    kind: Literal["reject"] = "reject"
    reason: str = Field(min_length=1)
    item: str


class Part(Value):
    """One part of a split: its own fields, and the ids of the records it takes from the whole."""

    fields: dict[str, Any] = Field(default={})
    takes: tuple[str, ...] = ()


class Split(Act):
    """拆分 an item. The first part keeps its id, the n-th gets `{item}-{n}`; all keep its citations."""

    kind: Literal["split"] = "split"
    reason: str = Field(min_length=1)
    item: str
    parts: tuple[Part, ...] = Field(min_length=2)


class Merge(Act):
    """合并 of items of one place under the first one's id, citations united. `fields` overrides what merging gives."""

    kind: Literal["merge"] = "merge"
    reason: str = Field(min_length=1)
    items: tuple[str, ...] = Field(min_length=2)
    fields: dict[str, Any] = Field(default={})


class Add(Act):
    """补录 a record: into which field (`criteria`, `bonuses` …) of which item; after which one (null = at the end).

    It rests on a citation or on a written reason. Its id is `{parent}.add-{sequence}`.
    """

    kind: Literal["add"] = "add"
    parent: str = ROOT
    slot: str
    after: str | None = None
    fields: dict[str, Any] = Field(min_length=1)
    evidence: tuple[Evidence, ...] = ()


class Comment(Act):
    """批注. Changes nothing."""

    kind: Literal["comment"] = "comment"
    item: str
    text: str = Field(min_length=1)


class Undo(Act):
    """撤销 an earlier decision (also an undoing)."""

    kind: Literal["undo"] = "undo"
    reason: str = Field(min_length=1)
    undoes: int = Field(ge=1)


Decision = Annotated[Accept | Edit | Reject | Split | Merge | Add | Comment | Undo, Field(discriminator="kind")]
_DECISION: TypeAdapter[Decision] = TypeAdapter(Decision)

KIND_NAMES = {
    "accept": "采纳", "edit": "修改", "reject": "驳回", "split": "拆分", "merge": "合并", "add": "补录",
    "comment": "批注", "undo": "撤销",
}  # fmt: skip
"""What staff call a kind of decision."""


class DecisionLog(Value):
    """All decisions on one draft (`draft`: its SHA-256), in order. Appending gives a new log."""

    draft: str
    decisions: tuple[Decision, ...] = ()

    @property
    def head(self) -> str:
        """The hash that the next decision is chained to."""
        return fingerprint(self.decisions[-1]) if self.decisions else self.draft

    def append(self, decision: Decision) -> "DecisionLog":
        """The log with one more decision, numbered and chained.

        Raises `Blocked` where someone else decided on the same item after what the decision had seen; both versions are
        named. `seen` null means that all of the log was seen.
        """
        last = len(self.decisions)
        seen = last if decision.seen is None else decision.seen
        if seen > last:
            raise Blocked("decision.seen", f"{described(decision)}：所见版本第{seen}条不存在，决定记录只到第{last}条")
        for other in self.decisions[seen:]:
            if _collide(self.decisions, other, decision):
                raise Blocked(
                    "decision.stale",
                    f"{described(decision)}是在第{seen}条决定之后的版本上作出的，其间已有第{other.sequence}条"
                    f"{described(other)}改动了同一项，未采用。先到的：{_content(other)}；后到的：{_content(decision)}。"
                    "请查看新版本后重新决定",
                )
        chained = decision.model_copy(update={"sequence": last + 1, "seen": seen, "before": self.head})
        return DecisionLog(draft=self.draft, decisions=(*self.decisions, chained))

    def active(self) -> tuple[Decision, ...]:
        """The decisions that hold: neither undone nor themselves an undoing."""
        undone: set[int] = set()
        for decision in reversed(self.decisions):
            if isinstance(decision, Undo) and decision.sequence not in undone:
                undone.add(decision.undoes)
        return tuple(d for d in self.decisions if d.sequence not in undone and not isinstance(d, Undo))


def start(draft: Draft) -> DecisionLog:
    """The empty log of a draft."""
    return DecisionLog(draft=fingerprint(draft))


def described(decision: Decision) -> str:
    """A decision in a few words: 王芳的修改（ind-1.2）."""
    on = f"第{decision.undoes}条" if isinstance(decision, Undo) else "、".join(_targets(decision))
    return f"{decision.actor}的{KIND_NAMES[decision.kind]}（{on}）"


def _targets(decision: Decision) -> tuple[str, ...]:
    match decision:
        case Merge():
            return decision.items
        case Add():
            return (decision.parent,)
        case Undo():
            return ()
        case _:
            return (decision.item,)


def _collide(log: Sequence[Decision], one: Decision, other: Decision) -> bool:
    """Whether two decisions are about the same thing. Comments and additions disturb nobody."""
    a, b = (_undone(log, d) for d in (one, other))
    if isinstance(a, Comment | Add) or isinstance(b, Comment | Add):
        return False
    return any(_covers(a, x, y) or _covers(b, y, x) for x in _targets(a) for y in _targets(b))


def _undone(log: Sequence[Decision], decision: Decision) -> Decision:
    """What an undoing is about in the end."""
    while isinstance(decision, Undo) and decision.undoes <= len(log):
        decision = log[decision.undoes - 1]
    return decision


def _covers(decision: Decision, item: str, other: str) -> bool:
    whole = isinstance(decision, Reject | Split | Merge) or (isinstance(decision, Accept) and decision.below)
    return item == other or (whole and (item == ROOT or other.startswith((f"{item}.", f"{item}-"))))


def _content(decision: Decision) -> str:
    match decision:
        case Edit() | Merge() if decision.fields:
            said = "、".join(f"{name}＝{value}" for name, value in decision.fields.items())
        case Split():
            said = f"拆成{len(decision.parts)}项"
        case Undo():
            said = f"撤销第{decision.undoes}条"
        case _:
            said = KIND_NAMES[decision.kind]
    return f"{decision.actor}“{said}”"


# --- the file -------------------------------------------------------------------------------------------------------


def read_decisions(path: Path, draft: Draft) -> DecisionLog:
    """The decisions file for a draft.

    Raises `Unreadable` where an entry can't be read, `Blocked` where the file is for another draft, its chain of hashes
    is broken, or an entry is stale; the message names the entry.
    """
    content = read_json(path, code="decisions", called="决定文件", mend="请改正")
    entries = content.get("decisions") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise Unreadable("decisions.shape", f"决定文件“{path.name}”里没有 decisions 列表")
    log = start(draft)
    if content.get("draft") not in (None, log.draft):
        raise Blocked(
            "decisions.draft",
            f"决定文件“{path.name}”是针对另一份草稿（{str(content['draft'])[:12]}…）作出的，与本草稿（{log.draft[:12]}…）不符",
        )
    decisions = [_entry(path.name, n, entry) for n, entry in enumerate(entries, 1)]
    chained = any(d.before or d.sequence for d in decisions)
    for n, decision in enumerate(decisions, 1):
        if chained and (decision.sequence != n or decision.before != log.head):
            raise Blocked(
                "decisions.chain",
                f"决定文件“{path.name}”第{n}条的编号或前一条的校验值不符：记录被删改过，或顺序变了，不能采用",
            )
        try:
            log = log.append(decision)
        except Blocked as error:
            raise Blocked(error.code, f"决定文件“{path.name}”第{n}条：{error.message}") from None
    return log


def write_decisions(log: DecisionLog) -> bytes:
    """The log as a file that `read_decisions` reads back to an equal log."""
    return json.dumps(log.model_dump(mode="json", by_alias=True), ensure_ascii=False, indent=1).encode("utf-8")


def _entry(file: str, n: int, entry: Any) -> Decision:
    try:
        return _DECISION.validate_python(entry, strict=False)
    except ValidationError as error:
        raise Unreadable("decisions.entry", f"决定文件“{file}”第{n}条{_fault(entry, error)}") from None


def _fault(entry: Any, error: ValidationError) -> str:
    if not isinstance(entry, dict):
        return "应是一个对象 {…}"
    first = error.errors()[0]
    if first["type"] in ("union_tag_invalid", "union_tag_not_found"):
        return f"的 kind “{entry.get('kind', '')}”不认识，应为 {'、'.join(KIND_NAMES)} 之一"
    where = ".".join(str(part) for part in first["loc"][1:])
    if first["type"] == "missing":
        return f"（{KIND_NAMES[entry['kind']]}）缺少“{where}”"
    if first["type"] == "extra_forbidden":
        return f"（{KIND_NAMES[entry['kind']]}）有不认识的“{where}”"
    hint = "，应为 2024-03-01T09:30:00+08:00 这样的时间" if where == "time" else ""
    return f"（{KIND_NAMES[entry['kind']]}）的“{where}”取值“{_short(first.get('input'))}”不对{hint}"


def _short(value: Any) -> str:
    said = str(value)
    return said if len(said) <= 30 else f"{said[:30]}……"
