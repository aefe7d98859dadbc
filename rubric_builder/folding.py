"""The state of a draft after the decisions on it: a pure function of both, computed a decision at a time."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from corpus.errors import Blocked
from rubric_builder.applying import Change, Status, Work
from rubric_builder.decisions import Comment, Decision, DecisionLog, Return, Settle, Sign, Undo, start
from rubric_builder.draft import Draft
from rubric_builder.items import OWN_PARTS, Item
from rubric_builder.questions import Question, open_of
from rubric_builder.refusing import refuse
from rubric_builder.settling import Settled
from rubric_builder.signatures import Signature, Stage, stage_of
from rubric_builder.signing import Signed, Signing

__all__ = ["Folded", "State", "Status", "decide", "fold"]


@dataclass(frozen=True, slots=True)
class State:
    """A draft as decided: what it says now, where each item of the original (and each new one) stands.

    `items` are all of them in reading order under the ids that decisions name, what was rejected included. `signed` are
    discrepancies of sums that a person has signed for, by item (stated points + discrepancy = the sum); `answers` what was
    settled of the open choices, by the ids that decisions name.
    `signatures` holds void ones too; `returned` is the last 退回 that no new signature has followed; `changed_by` are the
    people who have a changing decision in force.
    """

    draft: Draft
    status: Mapping[str, Status]
    comments: Mapping[str, tuple[Comment, ...]]
    signed: Mapping[str, Decimal]
    answers: Mapping[str, Settled]
    items: tuple[Item, ...]
    signatures: tuple[Signature, ...]
    stage: Stage
    returned: Return | None
    changed_by: frozenset[str]

    @property
    def pending(self) -> tuple[str, ...]:
        """Ids of the items still 待核, in reading order."""
        return tuple(item for item, status in self.status.items() if status == "待核")

    @property
    def undecided(self) -> tuple[Item, ...]:
        """The items still to be decided on, rules and steps counted with the item they stand in."""
        return tuple(i for i in self.items if i.slot not in OWN_PARTS and self.status[i.id] == "待核")


@dataclass(frozen=True, eq=False)
class Folded:
    """A draft with the decisions on it carried out. It never changes: `then` gives another, in milliseconds, so that a
    server can keep the last one of each draft in memory."""

    draft: Draft
    log: DecisionLog
    _work: Work
    _past: tuple[tuple[tuple[int, ...], Work], ...]
    _signing: Signing

    @classmethod
    def of(cls, draft: Draft, log: DecisionLog | None = None) -> "Folded":
        """The draft after all decisions of the log. Raises `Blocked` naming the one that can't be carried out."""
        work = Work(draft)
        folded = cls(draft, start(draft), work, (((), work),), Signing())
        if log is None:
            return folded
        if log.draft != folded.log.draft:
            raise Blocked("decision.draft", "决定记录是针对另一份草稿作出的，不能用在这份草稿上")
        signing = folded._signing
        for n, decision in enumerate(log.decisions):
            if isinstance(decision, Undo | Sign):
                before = DecisionLog.model_construct(draft=log.draft, decisions=log.decisions[:n])
                if isinstance(decision, Sign):  # only here is it seen what the draft says meanwhile
                    folded = folded._up_to(before, signing)
                else:
                    _check_undo(before, decision)
            signing = signing.after(decision, log, folded._to_sign)
        return folded._up_to(log, signing)

    def then(self, decision: Decision) -> "Folded":
        """After one more decision. Raises `Stale` where another was made meanwhile on the same, `Blocked` where it
        can't be carried out."""
        log = self.log.append(decision)
        chained = log.decisions[-1]
        if isinstance(chained, Undo):
            _check_undo(self.log, chained)
        elif isinstance(chained, Settle):
            _check_settle(self.questions, chained)
        signing = self._signing.after(chained, log, self._to_sign)
        if isinstance(chained, Sign):
            _check_settled(self.questions, chained)
        return self._up_to(log, signing)

    @cached_property
    def state(self) -> State:
        """What the draft says now and where everything stands."""
        standing = self._work.standing()
        status = {item.id: status for item, status in standing}
        return State(
            draft=self._work.whole(),
            status=status,
            comments=self._work.comments,
            signed=self._work.signed,
            answers=self._work.answers,
            items=tuple(item for item, _ in standing),
            signatures=self._signing.signatures,
            stage=stage_of(self._signing.signatures, undecided="待核" in status.values()),
            returned=self._signing.returned,
            changed_by=self.log.changed_by(),
        )

    @property
    def changes(self) -> Mapping[int, tuple[Change, ...]]:
        """What each decision in force changed, by its sequence number."""
        return self._work.changes

    @property
    def questions(self) -> tuple[Question, ...]:
        """What the draft as it stands leaves open to a 计分约定, in reading order, with the answers in force. Computed
        once, when first asked."""
        return self._work.asked()

    @property
    def sha256(self) -> str:
        """The SHA-256 of the draft as it says now: what a signature is over. Computed once, when first asked."""
        return self._work.sha256()

    def _up_to(self, log: DecisionLog, signing: Signing) -> "Folded":
        """After a log that begins with this one's. Undoing goes back to the last work kept that has not got what is
        undone, at worst to the draft as it was found, and carries out again what followed."""
        active = [d for d in log.active() if not isinstance(d, Sign | Return)]
        numbers = tuple(d.sequence for d in active)
        held = [past for past in self._past if numbers[: len(past[0])] == past[0]]
        done, work = held[-1]
        if len(done) < len(active):
            work = work.copy()
            for decision in active[len(done) :]:
                work.apply(decision)
            held.append((numbers, work))
        return Folded(self.draft, log, work, (held[0], *held[1:][-_KEPT:]), signing)

    def _to_sign(self) -> Signed:
        return Signed(len(self.state.undecided), self.state.changed_by, self._work.sha256)


_KEPT = 8  # works of the last decisions, so that undoing one of them costs no more than making it


def fold(draft: Draft, log: DecisionLog) -> State:
    """The state of a draft after all its decisions. Raises `Blocked` naming the decision that can't be carried out."""
    return Folded.of(draft, log).state


def decide(draft: Draft, log: DecisionLog, decision: Decision) -> DecisionLog:
    """The log with one more decision that is neither stale nor impossible. Raises `Blocked`."""
    return Folded.of(draft, log).then(decision).log


def _check_settle(asked: tuple[Question, ...], decision: Settle) -> None:
    """Only when it is made: what a later program asks may differ, and a decision made stays one."""
    known = {each.id: each.choice for each in asked}
    for choice in decision.choices:
        if choice not in known:
            refuse(decision, f"方案里没有“{choice}”这一待定事项，可能条款刚改过，请刷新后再定")
        if not known[choice].allows(decision.option):
            refuse(decision, f"“{decision.option}”不在可选的答案里（{known[choice].question}）")


def _check_settled(asked: tuple[Question, ...], decision: Sign) -> None:
    left = open_of(asked)
    if left:
        titles = "、".join(dict.fromkeys(each.title for each in left))
        refuse(decision, f"还有{len(left)}处计分约定未定（{titles}），须先作出约定才能签字")


def _check_undo(log: DecisionLog, decision: Undo) -> None:
    if not 1 <= decision.undoes <= len(log.decisions):
        refuse(decision, f"要撤销的第{decision.undoes}条不在它之前")
    by = log.undone().get(decision.undoes)
    if by is not None:
        refuse(decision, f"第{decision.undoes}条已由第{by}条撤销")
