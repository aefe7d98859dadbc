"""Three people decide, sign, send back and publish in any order: what must hold after every step.

30 runs of up to 20 steps each in the suite; KAOHE_MACHINE_RUNS=2000 makes it 2,000 runs of up to 60 steps.
"""

import hashlib
import json
import os
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from pydantic import TypeAdapter

from corpus.errors import Blocked
from corpus.evidence import Proved
from rubric_builder.checking import check_draft
from rubric_builder.decision_file import parse_decisions, write_decisions
from rubric_builder.decisions import Comment, Decision, DecisionLog, Settle
from rubric_builder.draft import Indicator
from rubric_builder.folding import Folded, State
from rubric_builder.items import ROOT, SLOTS, slots, stated
from rubric_builder.publishing import freeze
from rubric_builder.questions import alike, open_of
from rubric_builder.reconciling import reconciliation
from rubric_builder.schema import Published
from rubric_builder.scoring import open_choices, settings_of
from rubric_builder.signatures import STAGES, fully_signed, holding
from tests.drafts import reviewed_draft, texts_by_sha

RUNS = int(os.environ.get("KAOHE_MACHINE_RUNS", "30"))
STEPS = 20 if RUNS <= 30 else 60

DRAFT, NOTICES = reviewed_draft()
KNOWN = texts_by_sha(*NOTICES)
EMPTY = Folded.of(DRAFT)
ITEMS = [item.id for item in EMPTY.state.items]
CITED = NOTICES[0].passage("ins-1.art-3").evidence()
PEOPLE = ("王芳", "李岩", "赵敏")
CHOICES = [*(question.id for question in EMPTY.questions), "broken:ind-1.1.c2.r1", "limit:bonus-1", "broken:ind-9"]
OPTIONS = [*sorted({key for question in EMPTY.questions for key, _ in question.choice.options}), "dropped", "5"]
READ: TypeAdapter[Decision] = TypeAdapter(Decision)

people = st.sampled_from(PEOPLE)
mostly_wang = st.sampled_from(("王芳", "王芳", "王芳", "王芳", "李岩", "赵敏"))
any_item = st.sampled_from(ITEMS)


def having(field: str) -> st.SearchStrategy[str]:
    """Items with that field, and one in a while without."""
    named = [item.id for item in EMPTY.state.items if field in type(item.record).model_fields]
    return st.sampled_from((*named, ROOT, "ind-9"))


reasons = st.sampled_from(("按原件核对", "口径调整"))
additions: list[dict[str, Any]] = [
    {"parent": "ind-1.1", "slot": "criteria", "fields": {"text": "建立台账。", "points": 0}},
    {"parent": ROOT, "slot": "bonuses", "fields": {"kind": "bonus", "points": 1}, "evidence": [CITED]},
    {"parent": "role-1", "slot": "duties", "fields": {"text": "每月带队检查。"}},
    {"parent": ROOT, "slot": "roles", "fields": {"name": "安全总监"}},
    {"parent": ROOT, "slot": "indicators", "fields": {"name": "附加", "points": 0}, "after": "ind-1"},
]
acts = st.one_of(
    st.builds(lambda item, below: {"kind": "accept", "item": item, "below": below}, any_item, st.booleans()),
    st.builds(lambda some: {"kind": "accept-many", "items": sorted(some)}, st.sets(any_item, min_size=1, max_size=4)),
    st.builds(
        lambda item, n: {"kind": "edit", "item": item, "fields": {"points": n}}, having("points"), st.integers(0, 60)
    ),
    st.builds(lambda item: {"kind": "edit", "item": item, "fields": {"text": "改写的文字。"}}, having("text")),
    st.builds(
        lambda item, n: {"kind": "edit", "item": item, "fields": {"per": {"count": n, "unit": "次"}}},
        st.sampled_from(("ind-1.1.c2.r1", "bonus-1")),
        st.integers(1, 3),
    ),
    st.builds(
        lambda item: {"kind": "edit", "item": item, "fields": {"name": "新名"}, "evidence": [CITED]}, having("name")
    ),
    st.builds(lambda item: {"kind": "reject", "item": item}, any_item),
    st.builds(lambda item: {"kind": "split", "item": item, "parts": [{}, {}]}, any_item),
    st.builds(lambda one, other: {"kind": "merge", "items": [one, other]}, any_item, any_item),
    st.sampled_from(additions).map(lambda added: {"kind": "add", **added}),
    st.builds(lambda item: {"kind": "comment", "item": item, "text": "与去年一致？"}, any_item),
    st.builds(lambda item, n: {"kind": "accept", "item": item, "discrepancy": n}, any_item, st.integers(-9, 9)),
    st.builds(
        lambda choices, option: {"kind": "settle", "choices": sorted(choices), "option": option},
        st.sets(st.sampled_from(CHOICES), min_size=1, max_size=2),
        st.sampled_from(OPTIONS),
    ),
)


class Review(RuleBasedStateMachine):
    """A draft under review by three people."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = EMPTY
        self.hour = 0
        self.published: list[tuple[DecisionLog, str]] = []

    def decision(self, actor: str, **said: Any) -> Decision:
        self.hour += 1
        time = f"2025-03-{1 + self.hour // 24:02}T{self.hour % 24:02}:00:00+08:00"
        if said["kind"] != "comment":
            said.setdefault("reason", "按原件核对")
        return READ.validate_python({"actor": actor, "time": time, **said})

    def tried(self, decision: Decision) -> bool:
        """Whether it was taken in; what is refused leaves everything as it was, and says so in Chinese."""
        log = self.folded.log
        try:
            self.folded = self.folded.then(decision)
        except Blocked as refused:
            said = refused.message
        else:
            said = ""
        if said:
            assert any("\u4e00" <= c <= "\u9fff" for c in said)
            assert self.folded.log == log
            return False
        assert self.folded.log.decisions[:-1] == log.decisions  # appended, nothing else
        return True

    # --- what people do ---

    @rule(actor=mostly_wang, said=acts, reason=reasons)
    def decide(self, actor: str, said: dict[str, Any], reason: str) -> None:
        signed = holding(self.folded.state.signatures)
        decision = self.decision(actor, **said, reason=reason)
        if self.tried(decision) and not isinstance(decision, Comment):
            assert not holding(self.folded.state.signatures)
            voided = {s.decision for s in self.folded.state.signatures if s.voided_by == len(self.folded.log.decisions)}
            assert voided == {s.decision for s in signed}

    @rule(actor=mostly_wang, said=acts, keep=st.booleans())
    def decide_and_undo(self, actor: str, said: dict[str, Any], keep: bool) -> None:
        """Undoing is the inverse, and undoing the undoing gives back what was."""
        before = self.folded
        if not self.tried(self.decision(actor, **said)):
            return
        decided = self.folded
        number = len(decided.log.decisions)
        assert self.tried(self.decision(actor, kind="undo", undoes=number))
        assert told(self.folded.state) == told(before.state)
        assert self.folded.state.changed_by == before.state.changed_by
        if keep:
            assert self.tried(self.decision(actor, kind="undo", undoes=number + 1))
            assert told(self.folded.state) == told(decided.state)

    @precondition(lambda self: self.folded.log.decisions)
    @rule(actor=people, which=st.integers(0, 10_000))
    def undo(self, actor: str, which: int) -> None:
        self.tried(self.decision(actor, kind="undo", undoes=1 + which % len(self.folded.log.decisions)))

    @rule(actor=mostly_wang)
    def accept_the_rest(self, actor: str) -> None:
        if self.folded.state.pending:
            self.tried(self.decision(actor, kind="accept", item=ROOT, below=True))

    @rule(actor=mostly_wang)
    def settle_the_rest(self, actor: str) -> None:
        for group in alike(open_of(self.folded.questions)):
            choices = [each.id for each in group.questions]
            self.tried(self.decision(actor, kind="settle", choices=choices, option=group.options[0][0]))

    @rule(actor=people, stage=st.sampled_from(STAGES), stale=st.sampled_from((False, False, True)))
    def sign(self, actor: str, stage: str, stale: bool) -> None:
        state = self.folded.state
        over = hashlib.sha256(b"another draft").hexdigest() if stale else self.folded.sha256
        valid = holding(state.signatures)
        allowed = (
            not stale
            and len(valid) < len(STAGES)
            and stage == STAGES[len(valid)]
            and actor not in {s.person for s in valid}
            and (stage == "经办" or actor not in state.changed_by)
            and not state.pending
            and not open_of(self.folded.questions)
        )
        assert self.tried(self.decision(actor, kind="sign", stage=stage, over=over)) == allowed

    @rule(order=st.permutations(PEOPLE), publish=st.booleans())
    def sign_off(self, order: list[str], publish: bool) -> None:
        """All is accepted, settled and signed, as far as these people may, and published."""
        order.sort(key=lambda person: person not in self.folded.state.changed_by)
        self.accept_the_rest(order[0])
        self.settle_the_rest(order[0])
        for stage, actor in zip(STAGES, order, strict=True):
            self.sign(actor, stage, False)
        if publish and len(self.published) < 2:
            self.publish()

    @rule(actor=people)
    def send_back(self, actor: str) -> None:
        signed = holding(self.folded.state.signatures)
        assert self.tried(self.decision(actor, kind="return", reason="口径有误")) == bool(signed)
        if signed:
            assert self.folded.state.returned == self.folded.log.decisions[-1]

    @rule(late=mostly_wang, item=any_item, seen=st.integers(0, 10_000))
    def decide_on_an_old_version(self, late: str, item: str, seen: int) -> None:
        """What was decided without seeing another's edit of the same never overwrites it."""
        log = self.folded.log.decisions
        if not self.tried(self.decision("王芳", kind="edit", item=item, fields={"points": 7})):
            return
        old = seen % (len(log) + 1)
        assert not self.tried(self.decision(late, kind="edit", item=item, fields={"points": 8}, seen=old))

    @precondition(lambda self: len(self.published) < 2)
    @rule()
    def publish(self) -> None:
        state, log = self.folded.state, self.folded.log
        wanted = fully_signed(state.signatures) and not check_draft(state.draft, KNOWN, signed=state.signed)
        try:
            files = frozen(log)
        except Blocked:
            assert not wanted
            return
        assert wanted
        rubric = Published.model_validate_json(files["rubric.json"])
        assert [s.stage for s in rubric.signatures] == list(STAGES)
        assert len({s.person for s in rubric.signatures}) == 3
        assert (rubric.review, rubric.decisions_sha256) == ("已审核", log.head)
        assert not open_choices(rubric, settings_of(rubric))
        self.published.append((log, digest(files)))

    @precondition(lambda self: self.folded.log.decisions)
    @rule(which=st.integers(0, 10_000), how=st.sampled_from(("actor", "time", "reason", "drop", "swap", "forge")))
    def tamper(self, which: int, how: str) -> None:
        """Whatever is changed in the log is found."""
        content = json.loads(write_decisions(self.folded.log))
        entries = content["decisions"]
        n = which % len(entries)
        if how == "drop":
            del entries[n]
        elif how == "swap" and len(entries) > 1:
            other = (n + 1) % len(entries)
            entries[n], entries[other] = entries[other], entries[n]
        else:
            field, said = {"time": ("time", "2025-05-05"), "reason": ("reason", "另有理由")}.get(how, ("actor", "陈明"))
            entries[n] = {**entries[n], field: said}
        with pytest.raises(Blocked, match="校验值不符"):
            parse_decisions(content, DRAFT, "记录")

    # --- what holds ---

    @invariant()
    def the_fold_is_one_pure_function(self) -> None:
        again = Folded.of(DRAFT, self.folded.log)
        assert again.state == self.folded.state
        assert again.changes == self.folded.changes

    @invariant()
    def sums_are_what_they_are(self) -> None:
        found = reconciliation(self.folded.state)
        for row, top in zip(found.rows, self.folded.state.draft.indicators, strict=True):
            assert (row.id, row.stated, row.added) == (top.id, top.points, added(top))
        tops = [top.points for top in self.folded.state.draft.indicators if top.points is not None]
        assert [whole.added for whole in found.whole] == (
            [sum(tops, Decimal(0))] if tops else [None] * len(found.whole)
        )

    @invariant()
    def every_field_is_cited_or_a_persons_with_a_reason(self) -> None:
        for item in self.folded.state.items:
            for name, value in stated(item.record):
                if name == "level":
                    continue
                proof = item.record.proof.get(name) or item.record.proof.get(name.partition(".")[0])
                assert proof is not None, (item.id, name, value)
                assert proof.evidence or proof.inputs or (proof.how == "human" and proof.by and proof.reason)

    @invariant()
    def nobody_approves_their_own_work(self) -> None:
        state = self.folded.state
        valid = holding(state.signatures)
        assert [s.stage for s in valid] == list(STAGES[: len(valid)])
        assert len({s.person for s in valid}) == len(valid)
        assert not any(s.person in state.changed_by for s in valid[1:])
        assert all(s.over == self.folded.sha256 for s in valid)
        assert not (valid and state.pending)
        assert not (valid and open_of(self.folded.questions))

    @invariant()
    def an_answer_is_of_the_last_who_settled_and_of_what_is_there(self) -> None:
        state = self.folded.state
        last = {c: d for d in self.folded.log.active() if isinstance(d, Settle) for c in d.choices}
        for question in self.folded.questions:
            assert question.item.id in state.status
            if question.answer:
                settled = last[question.id]
                assert (question.answer.option, question.answer.by) == (settled.option, settled.actor)
        assert len({each.choice for each in state.draft.settings}) == len(state.draft.settings)

    @invariant()
    def every_item_stands_where_its_parent_says(self) -> None:
        state = self.folded.state
        records = {item.id: item.record for item in state.items}
        assert len(records) == len(state.items) == len(state.status)
        standing: dict[tuple[str, str], list[Proved]] = {}
        for item in state.items:
            if item.parent is not None and item.slot is not None:
                assert item.slot in slots(records[item.parent])
                if state.status[item.parent] != "驳回":  # else a part may have been rejected before or with it
                    own = standing.setdefault((item.parent, item.slot), [])
                    own += [item.record] if state.status[item.id] != "驳回" else []
        for (parent, slot), own in standing.items():
            held = getattr(records[parent], slot)
            assert len(held) == len(own)
            assert all(one is other for one, other in zip(held, own, strict=True))

    @invariant()
    def the_chain_holds(self) -> None:
        assert self.folded.log.broken_at() is None

    def teardown(self) -> None:
        """Nothing published has changed, whatever was done since."""
        for log, before in self.published:
            assert digest(frozen(log)) == before
        content = json.loads(write_decisions(self.folded.log))
        assert parse_decisions(content, DRAFT, "记录") == self.folded.log


def told(state: State) -> tuple[Any, ...]:
    """What a state says of the draft, whoever has signed it."""
    return state.draft, state.status, dict(state.comments), dict(state.signed), state.items


def added(indicator: Indicator) -> Decimal | None:
    """What an indicator's parts add up to, reckoned here again from the bare records."""
    known = [child.points for child in indicator.children if child.points is not None]
    known += [c.points for c in indicator.criteria if c.points is not None]
    return sum(known, Decimal(0)) if known else None


def frozen(log: DecisionLog) -> dict[str, bytes]:
    bundle = freeze(DRAFT, NOTICES, by="王芳", at="2025-04-01T08:00:00+08:00", decisions=log)
    return dict(bundle.with_manifest())


def digest(files: dict[str, bytes]) -> str:
    return hashlib.sha256(repr(sorted(files.items())).encode()).hexdigest()


def test_every_kind_of_item_is_in_the_draft_that_is_reviewed() -> None:
    assert {item.slot for item in EMPTY.state.items} - {None} >= set(SLOTS) - {"tiers", "deadlines", "terms"}


TestReview = Review.TestCase
TestReview.settings = settings(
    max_examples=RUNS,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
