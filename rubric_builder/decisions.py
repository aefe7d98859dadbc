"""What reviewers did to a draft: an append-only log, each decision chained to the one before by its hash."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator

from corpus.errors import Blocked
from corpus.evidence import Evidence
from corpus.values import Points, Value
from rubric_builder.draft import Draft
from rubric_builder.items import ROOT
from rubric_builder.schema import fingerprint
from rubric_builder.scoring.choices import about, question_of
from rubric_builder.signatures import SignStage


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


class AcceptMany(Act):
    """批量采纳: exactly these items, each still 待核, as one decision that is undone as one."""

    kind: Literal["accept-many"] = "accept-many"
    items: tuple[str, ...] = Field(min_length=1)


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


class Settle(Act):
    """计分约定: one answer to like questions that the text leaves open (`rubric_builder.scoring.choices`), by their ids; they
    are settled in one decision and undone as one. A later one on the same question takes the place of an earlier."""

    kind: Literal["settle"] = "settle"
    reason: str = Field(min_length=1)
    choices: tuple[str, ...] = Field(min_length=1)
    option: str = Field(min_length=1)


class Comment(Act):
    """批注. Changes nothing."""

    kind: Literal["comment"] = "comment"
    item: str
    text: str = Field(min_length=1)


class Undo(Act):
    """撤销 an earlier decision (also an undoing). A signature is not undone but sent back (`Return`)."""

    kind: Literal["undo"] = "undo"
    reason: str = Field(min_length=1)
    undoes: int = Field(ge=1)


class Sign(Act):
    """经办, 复核 or 签发. `over` is the SHA-256 of the folded draft as the person saw it (`Folded.sha256`)."""

    kind: Literal["sign"] = "sign"
    stage: SignStage
    over: str = Field(pattern="^[0-9a-f]{64}$")


class Return(Act):
    """退回: voids the signatures that hold."""

    kind: Literal["return"] = "return"
    reason: str = Field(min_length=1)


Decision = Annotated[
    Accept | AcceptMany | Edit | Reject | Split | Merge | Add | Settle | Comment | Undo | Sign | Return,
    Field(discriminator="kind"),
]

KIND_NAMES = {
    "accept": "采纳", "accept-many": "批量采纳", "edit": "修改", "reject": "驳回", "split": "拆分", "merge": "合并",
    "add": "补录", "settle": "计分约定", "comment": "批注", "undo": "撤销", "sign": "签字", "return": "退回",
}  # fmt: skip
"""What staff call a kind of decision."""


class Stale(Blocked):
    """Someone else decided on the same thing meanwhile (`theirs`, in the log); `mine` was not taken in."""

    def __init__(self, message: str, *, theirs: Decision, mine: Decision) -> None:
        super().__init__("decision.stale", message)
        self.theirs = theirs
        self.mine = mine


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

        Raises `Stale` where someone decided on the same item after what the decision had seen; both versions are named.
        `seen` null means that all of the log was seen.
        """
        last = len(self.decisions)
        seen = last if decision.seen is None else decision.seen
        if seen > last:
            raise Blocked("decision.seen", f"{described(decision)}：所见版本第{seen}条不存在，决定记录只到第{last}条")
        for other in self.decisions[seen:]:
            if _collide(self.decisions, other, decision):
                raise Stale(
                    f"{described(decision)}是在第{seen}条决定之后的版本上作出的，其间已有第{other.sequence}条"
                    f"{described(other)}改动了同一项，未采用。先到的：{_content(other)}；后到的：{_content(decision)}。"
                    "请查看新版本后重新决定",
                    theirs=other,
                    mine=decision,
                )
        chained = decision.model_copy(update={"sequence": last + 1, "seen": seen, "before": self.head})
        return DecisionLog(draft=self.draft, decisions=(*self.decisions, chained))

    def broken_at(self) -> int | None:
        """The first entry (from 1) that is not numbered in order and chained to the one before; null where all are.

        That the last one is as it was written shows only against a `head` that was kept apart.
        """
        before = self.draft
        for n, decision in enumerate(self.decisions, 1):
            if decision.sequence != n or decision.before != before:
                return n
            before = fingerprint(decision)
        return None

    def active(self) -> tuple[Decision, ...]:
        """The decisions that hold: neither undone nor themselves an undoing."""
        undone = self.undone()
        return tuple(d for d in self.decisions if d.sequence not in undone and not isinstance(d, Undo))

    def undone(self) -> dict[int, int]:
        """The sequence numbers of what is undone, each with that of the undoing."""
        undone: dict[int, int] = {}
        for decision in reversed(self.decisions):
            if isinstance(decision, Undo) and decision.sequence not in undone:
                undone[decision.undoes] = decision.sequence
        return undone

    def changes(self, decision: Decision) -> bool:
        """Whether a decision (in this log or new to it) may change the draft or where an item stands; then it voids
        signatures. Comments and signatures do not, nor does undoing a comment."""
        return not isinstance(undone_in(self.decisions, decision), Comment | Sign | Return)

    def changed_by(self) -> frozenset[str]:
        """The people who have a changing decision in force. Who took back a decision of their own has none in that."""
        undone = self.undone()
        return frozenset(
            d.actor
            for d in self.decisions
            if d.sequence not in undone
            and self.changes(d)
            and not (isinstance(d, Undo) and self.decisions[d.undoes - 1].actor == d.actor)
        )


def start(draft: Draft) -> DecisionLog:
    """The empty log of a draft."""
    return DecisionLog(draft=fingerprint(draft))


def described(decision: Decision) -> str:
    """A decision in a few words: 王芳的修改（ind-1.2）."""
    match decision:
        case Sign():
            return f"{decision.actor}的{'签发' if decision.stage == '签发' else f'{decision.stage}签字'}"
        case Return():
            return f"{decision.actor}的退回"
        case Undo():
            on = f"第{decision.undoes}条"
        case AcceptMany() if len(decision.items) > _MOST_NAMED:
            on = f"{'、'.join(decision.items[:_MOST_NAMED])}等{len(decision.items)}项"
        case Settle():
            on = questions_in_words(decision)
        case _:
            on = "、".join(targets(decision))
    return f"{decision.actor}的{KIND_NAMES[decision.kind]}（{on}）"


_MOST_NAMED = 3


def questions_in_words(decision: Settle) -> str:
    """What a 计分约定 answers: 不足一个计数单位的部分, 3处."""
    titles = dict.fromkeys(row.title if (row := question_of(choice)) else choice for choice in decision.choices)
    return "、".join(titles) + (f"，{len(decision.choices)}处" if len(decision.choices) > 1 else "")


def answer_in_words(decision: Settle) -> str:
    """Its answer, in words that fit every case."""
    row = question_of(decision.choices[0])
    said = dict(row.general_answers).get(decision.option) if row else None
    return said or (f"最多{decision.option}分" if row and row.number else decision.option)


def targets(decision: Decision) -> tuple[str, ...]:
    """The ids of the items a decision is about; of an addition, where it is added."""
    match decision:
        case Merge() | AcceptMany():
            return decision.items
        case Add():
            return (decision.parent,)
        case Settle():
            return tuple(dict.fromkeys(about(choice) for choice in decision.choices))
        case Undo() | Sign() | Return():
            return ()
        case _:
            return (decision.item,)


def _collide(log: Sequence[Decision], one: Decision, other: Decision) -> bool:
    """Whether two decisions are about the same thing. Comments and additions disturb nobody; a signature names by its
    hash what it is over. A 计分约定 is disturbed by another one on the same question and by a change of what it is about,
    not by anybody's accepting that."""
    a, b = (undone_in(log, d) for d in (one, other))
    if isinstance(a, Comment | Add) or isinstance(b, Comment | Add):
        return False
    if isinstance(a, Settle) and isinstance(b, Settle):
        return not set(a.choices).isdisjoint(b.choices)
    if isinstance(a, Settle) or isinstance(b, Settle):
        if isinstance(a, Accept | AcceptMany) or isinstance(b, Accept | AcceptMany):
            return False
        own, change = (a, b) if isinstance(a, Settle) else (b, a)
        return any(_covers(change, x, y) for x in targets(change) for y in targets(own) if y != ROOT)
    return any(_covers(a, x, y) or _covers(b, y, x) for x in targets(a) for y in targets(b))


def undone_in(log: Sequence[Decision], decision: Decision) -> Decision:
    """What an undoing is about in the end; any other decision itself."""
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
        case Settle():
            said = f"{questions_in_words(decision)}：{answer_in_words(decision)}"
        case _:
            said = KIND_NAMES[decision.kind]
    return f"{decision.actor}“{said}”"
