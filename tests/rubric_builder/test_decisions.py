"""Decisions on a draft: what each does, that they chain, that stale ones are refused, that the fold is pure."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from corpus.errors import Blocked, KaoheError, Unreadable
from extract.findings import Bonus
from rubric_builder.checking import check_draft
from rubric_builder.decision_file import read_decisions, write_decisions
from rubric_builder.decisions import Decision, DecisionLog, start
from rubric_builder.draft import Criterion, Draft, Indicator
from rubric_builder.folding import Folded, State, decide, fold
from rubric_builder.items import items
from rubric_builder.schema import fingerprint
from tests.drafts import rubric_draft, rubric_notice, texts_by_sha

NOTICE = rubric_notice()
DRAFT = rubric_draft(NOTICE)
KNOWN = texts_by_sha(NOTICE)
READ: TypeAdapter[Decision] = TypeAdapter(Decision)


def act(kind: str, *, actor: str = "王芳", **said: Any) -> Decision:
    """A decision; a reason is given where the kind asks for one."""
    if kind not in ("accept", "comment"):
        said.setdefault("reason", "按原件核对")
    return READ.validate_python({"kind": kind, "actor": actor, "time": "2025-03-01T09:30:00+08:00", **said})


def log_of(*decisions: Decision) -> DecisionLog:
    log = start(DRAFT)
    for decision in decisions:
        log = decide(DRAFT, log, decision)
    return log


def after(*decisions: Decision) -> State:
    return fold(DRAFT, log_of(*decisions))


def record(draft: Draft, item: str) -> Any:
    return next(i.record for i in items(draft) if i.id == item)


# --- what each decision does ----------------------------------------------------------------------------------------


def test_nothing_is_decided_at_first() -> None:
    state = fold(DRAFT, start(DRAFT))
    assert state.draft == DRAFT
    assert set(state.status.values()) == {"待核"}
    assert state.pending == tuple(item.id for item in items(DRAFT))


def test_accepting_an_item_accepts_its_rules_and_nothing_else() -> None:
    state = after(act("accept", item="ind-1.1.c2"))
    assert {item for item, status in state.status.items() if status == "已采纳"} == {
        "ind-1.1.c2",
        "ind-1.1.c2.r1",
        "ind-1.1.c2.r2",
    }


def test_accepting_with_all_below() -> None:
    state = after(act("reject", item="ind-1.2"), act("accept", item="draft", below=True))
    assert state.pending == ()
    assert state.status["ind-1.2"] == state.status["ind-1.2.c1"] == "驳回"
    assert state.status["ind-2.2.c1"] == "已采纳"


def test_an_edit_changes_the_field_and_says_who_and_why() -> None:
    state = after(act("edit", item="ind-1.1.c1", fields={"points": 15.5}, reason="原件为15.5分"))
    criterion = record(state.draft, "ind-1.1.c1")
    assert criterion.points == Decimal("15.5")
    proof = criterion.proof["points"]
    assert (proof.how, proof.by, proof.reason) == ("human", "王芳", "原件为15.5分")
    assert proof.evidence == record(DRAFT, "ind-1.1.c1").proof["points"].evidence  # still shows what the source has
    assert state.status["ind-1.1.c1"] == "已改"
    assert [f.check for f in check_draft(state.draft, KNOWN)] == [6]  # what the criteria add up to


def test_an_edit_of_a_rule_and_of_the_draft_itself() -> None:
    state = after(
        act("edit", item="ind-1.1.c2.r1", fields={"points": 3}),
        act("edit", item="draft", fields={"year": 2026, "title": "2026年度考核细则"}),
    )
    assert record(state.draft, "ind-1.1.c2.r1").points == 3
    assert (state.draft.year, state.draft.title) == (2026, "2026年度考核细则")
    assert check_draft(state.draft, KNOWN) == ()


def test_rejecting_takes_an_item_out_with_all_in_it() -> None:
    state = after(act("reject", item="ind-2"))
    assert [i.id for i in state.draft.indicators] == ["ind-1"]
    assert state.status["ind-2.1.c1"] == "驳回"


def test_a_split_keeps_the_id_for_the_first_part_and_the_citations_for_all() -> None:
    parts = [{"fields": {"points": 4}}, {"fields": {"text": "按月更新隐患台账。", "points": 16, "ordinal": 2}}]
    state = after(act("split", item="ind-2.1.c1", parts=parts))
    first, second, third = record(state.draft, "ind-2.1").criteria
    assert (first.id, second.id, third.id) == ("ind-2.1.c1", "ind-2.1.c1-2", "ind-2.1.c2")
    assert (first.points, second.points) == (4, 16)
    assert first.text == record(DRAFT, "ind-2.1.c1").text
    assert first.evidence == second.evidence == record(DRAFT, "ind-2.1.c1").evidence
    assert check_draft(state.draft, KNOWN) == ()


def test_a_split_hands_over_the_rules_that_a_part_takes() -> None:
    parts = [{"fields": {"points": 6}}, {"fields": {"points": 4}, "takes": ["ind-1.1.c2.r2"]}]
    first, second = record(after(act("split", item="ind-1.1.c2", parts=parts)).draft, "ind-1.1").criteria[1:]
    assert [r.kind for r in first.rules] == ["deduct"]
    assert [r.kind for r in second.rules] == ["cap"]


def test_merging_unites_texts_points_rules_and_citations_under_the_first_id() -> None:
    state = after(act("merge", items=["ind-1.1.c1", "ind-1.1.c2"]))
    (merged,) = record(state.draft, "ind-1.1").criteria
    one, two = record(DRAFT, "ind-1.1.c1"), record(DRAFT, "ind-1.1.c2")
    assert merged.id == "ind-1.1.c1"
    assert merged.text == one.text + two.text
    assert merged.points == 25
    assert merged.rules == two.rules
    assert set(merged.evidence) == {*one.evidence, *two.evidence}
    assert set(merged.proof["text"].evidence) == {*one.proof["text"].evidence, *two.proof["text"].evidence}
    assert check_draft(state.draft, KNOWN) == ()


def test_merging_indicators_brings_their_criteria_together() -> None:
    merged = record(after(act("merge", items=["ind-1.1", "ind-1.2"], fields={"name": "组织保障"})).draft, "ind-1.1")
    assert (merged.name, merged.points) == ("组织保障", 40)
    assert [c.id for c in merged.criteria] == ["ind-1.1.c1", "ind-1.1.c2", "ind-1.2.c1"]


def test_an_addition_rests_on_a_citation_or_on_a_written_reason() -> None:
    fields = {"text": "建立巡查台账。", "points": 0}
    cited = NOTICE.passage("ins-1.art-3").evidence()
    state = after(
        act("add", parent="ind-2.2", slot="criteria", fields=fields, reason="漏收"),
        act("add", slot="bonuses", fields={"kind": "bonus", "points": 1}, evidence=[cited], reason=None),
        act("add", slot="indicators", after="ind-1", fields={"name": "附加", "points": 0}, reason="新增"),
    )
    added = record(state.draft, "ind-2.2").criteria[-1]
    assert isinstance(added, Criterion)
    assert (added.id, added.proof["text"].by) == ("ind-2.2.add-1", "王芳")
    bonus = state.draft.bonuses[-1]
    assert isinstance(bonus, Bonus)
    assert bonus.evidence == (cited,)
    middle = state.draft.indicators[1]
    assert isinstance(middle, Indicator)
    assert (middle.name, middle.level) == ("附加", 1)
    assert check_draft(state.draft, KNOWN) == ()
    with pytest.raises(Blocked, match="引文，或写明理由"):
        after(act("add", parent="ind-2.2", slot="criteria", fields=fields, reason=" "))


def test_comments_change_nothing() -> None:
    state = after(act("comment", item="ind-1", text="与去年口径一致？"))
    assert state.draft == DRAFT
    assert [c.text for c in state.comments["ind-1"]] == ["与去年口径一致？"]
    assert state.status["ind-1"] == "待核"


def test_undoing_gives_back_what_was_and_can_be_undone() -> None:
    edit, undo, again = act("edit", item="ind-1", fields={"name": "组织"}), act("undo", undoes=1), act("undo", undoes=2)
    assert after(edit, undo).draft == DRAFT
    assert after(edit, undo).status["ind-1"] == "待核"
    assert record(after(edit, undo, again).draft, "ind-1").name == "组织"


def test_a_signed_discrepancy_lets_just_that_difference_pass() -> None:
    edit = act("edit", item="draft", fields={"scale": 110})
    state = after(edit, act("accept", item="draft", discrepancy=-10, reason="另有10分为附加项"))
    assert check_draft(state.draft, KNOWN, signed=state.signed) == ()
    with pytest.raises(Blocked, match="须写明理由"):
        after(edit, act("accept", item="draft", discrepancy=-10))


@pytest.mark.parametrize(
    ("decisions", "why"),
    [
        ([act("accept", item="ind-9")], "没有“ind-9”这一项"),
        ([act("edit", item="ind-1", fields={"colour": "红"})], "没有可改的“colour”"),
        ([act("edit", item="ind-1", fields={"id": "ind-7"})], "没有可改的“id”"),
        ([act("edit", item="ind-1", fields={"points": "许多"})], "“分值”的取值不对"),
        ([act("reject", item="ind-1"), act("edit", item="ind-1.1", fields={"points": 3})], "“ind-1”已驳回"),
        ([act("reject", item="draft")], "不能驳回全稿"),
        ([act("merge", items=["ind-1.1.c1", "ind-2.1.c1"])], "只能合并同一处"),
        ([act("merge", items=["ind-1.1.c1", "ind-1.1.c1"])], "写了两次"),
        ([act("merge", items=["ind-1.1.c1", "ind-1.1.c2"]), act("accept", item="ind-1.1.c2")], "已并入他项"),
        ([act("split", item="ind-1.1.c1", parts=[{}, {"takes": ["ind-2.1.c1"]}])], "不能分出"),
        ([act("add", slot="sources", fields={"file": "x"})], "之下没有“sources”"),
        ([act("add", slot="bonuses", fields={"kind": "prize"})], "计分规则的 kind 应为 award、"),
        ([act("add", slot="grades", fields={"at_least": 60})], "缺少“名称”"),
        ([act("undo", undoes=1)], "不在它之前"),
        (
            [
                act("add", parent="ind-1.1", slot="criteria", fields={"text": "甲"}),
                act("edit", item="ind-1.1.add-1", fields={"text": "乙"}),
                act("undo", undoes=1),
            ],
            "第2条王芳的修改",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(decisions: list[Decision], why: str) -> None:
    with pytest.raises(Blocked, match=why):
        log_of(*decisions)


# --- the log --------------------------------------------------------------------------------------------------------


def test_each_decision_is_chained_to_the_one_before() -> None:
    log = log_of(act("accept", item="ind-1"), act("accept", item="ind-2"))
    assert [d.sequence for d in log.decisions] == [1, 2]
    assert log.decisions[0].before == log.draft
    assert log.decisions[1].before == log_of(act("accept", item="ind-1")).head
    assert log.head != log_of(act("accept", item="ind-1"), act("accept", item="ind-2", actor="李岩")).head


def test_a_decision_on_what_another_changed_meanwhile_is_refused_with_both_versions() -> None:
    log = log_of(act("accept", item="ind-2"), act("edit", item="ind-1.1", fields={"points": 20}))
    late = act("edit", actor="李岩", item="ind-1.1", fields={"points": 30}, seen=1)
    with pytest.raises(Blocked, match="王芳“points＝20”；后到的：李岩“points＝30”") as refused:
        log.append(late)
    assert refused.value.exit_code == 4
    assert log.append(late.model_copy(update={"seen": 2})).decisions[-1].sequence == 3


@pytest.mark.parametrize(
    ("earlier", "late", "stale"),
    [
        (act("edit", item="ind-1.1.c1", fields={"points": 1}), act("accept", item="ind-1", below=True, seen=0), True),
        (act("edit", item="ind-1.1.c1", fields={"points": 1}), act("accept", item="ind-1", seen=0), False),
        (act("reject", item="ind-1"), act("edit", item="ind-1.1", fields={"points": 1}, seen=0), True),
        (act("accept", item="draft", below=True), act("reject", item="veto-1", seen=0), True),
        (act("comment", item="ind-1", text="？"), act("reject", item="ind-1", seen=0), False),
        (act("reject", item="ind-1"), act("comment", item="ind-1", text="！", seen=0), False),
        (act("edit", item="ind-1", fields={"points": 1}), act("reject", item="ind-10", seen=0), False),
    ],
)
def test_decisions_collide_only_where_they_are_about_the_same(earlier: Decision, late: Decision, stale: bool) -> None:
    log = start(DRAFT).append(earlier)
    if stale:
        with pytest.raises(Blocked, match="请查看新版本后重新决定"):
            log.append(late)
    else:
        assert len(log.append(late).decisions) == 2


def test_a_log_is_for_its_draft_alone() -> None:
    with pytest.raises(Blocked, match="另一份草稿"):
        fold(DRAFT.model_copy(update={"year": 1999}), log_of(act("accept", item="ind-1")))


IDS = [item.id for item in items(DRAFT)]
_ANY = st.one_of(
    st.builds(lambda i, below: act("accept", item=i, below=below), st.sampled_from(IDS), st.booleans()),
    st.builds(lambda i: act("reject", item=i), st.sampled_from(IDS[1:])),
    st.builds(lambda i, p: act("edit", item=i, fields={"points": p}), st.sampled_from(IDS), st.integers(0, 50)),
    st.builds(lambda i: act("split", item=i, parts=[{}, {}]), st.sampled_from(IDS[1:])),
    st.builds(lambda n: act("undo", undoes=n), st.integers(1, 6)),
)


@given(st.lists(_ANY, max_size=8))
@settings(max_examples=40, deadline=None)
def test_any_decisions_fold_to_a_valid_draft_and_undoing_them_all_gives_the_first(decisions: list[Decision]) -> None:
    log = start(DRAFT)
    for decision in decisions:
        try:
            log = decide(DRAFT, log, decision)
        except Blocked:
            continue
    state = fold(DRAFT, log)
    assert state == fold(DRAFT, log)
    assert Draft.model_validate_json(state.draft.model_dump_json(by_alias=True)) == state.draft
    # Undoing from the newest back never leaves one that hangs in the air.
    for decision in reversed(log.active()):
        log = decide(DRAFT, log, act("undo", undoes=decision.sequence))
    assert fold(DRAFT, log).draft == DRAFT
    assert set(fold(DRAFT, log).status.values()) == {"待核"}


# --- the file -------------------------------------------------------------------------------------------------------


def test_a_log_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    log = log_of(
        act("edit", item="ind-1.1.c1", fields={"points": 0.5}),
        act("accept", item="draft", below=True),
        act("undo", undoes=1),
    )
    path = tmp_path / "decisions.json"
    path.write_bytes(write_decisions(log))
    assert read_decisions(path, DRAFT) == log


def test_a_file_by_hand_is_numbered_and_chained_on_reading(tmp_path: Path) -> None:
    path = tmp_path / "decisions.json"
    time = "2025-03-01"
    entries = [{"kind": "accept", "actor": "王芳", "time": time, "item": item} for item in ("ind-1", "ind-2")]
    path.write_text(json.dumps({"decisions": entries}), "utf-8")
    log = read_decisions(path, DRAFT)
    assert [d.sequence for d in log.decisions] == [1, 2]
    assert log.decisions[1].before


def test_a_log_that_was_tampered_with_is_refused(tmp_path: Path) -> None:
    log = log_of(act("accept", item="ind-1"), act("accept", item="ind-2"), act("accept", item="veto-1"))
    content = json.loads(write_decisions(log))
    path = tmp_path / "decisions.json"
    for spoil in (
        lambda d: d[0].update(actor="李岩"),
        lambda d: d.pop(0),
        lambda d: d.reverse(),
        lambda d: d[1].update(sequence=7),
    ):
        spoiled = json.loads(json.dumps(content))
        spoil(spoiled["decisions"])
        path.write_text(json.dumps(spoiled), "utf-8")
        with pytest.raises(Blocked, match=r"第\d条的编号或前一条的校验值不符"):
            read_decisions(path, DRAFT)


ENTRY = {
    "kind": "edit",
    "actor": "王芳",
    "time": "2025-03-01",
    "reason": "核",
    "item": "ind-1",
    "fields": {"points": 1},
}


@pytest.mark.parametrize(
    ("content", "error", "said"),
    [
        ("{", Unreadable, "第1行第2列不是有效的 JSON"),
        ("[]", Unreadable, "没有 decisions 列表"),
        ({"decisions": [ENTRY, {**ENTRY, "kind": "approve"}]}, Unreadable, "第2条的 kind “approve”不认识"),
        ({"decisions": [{**ENTRY, "time": "昨天"}]}, Unreadable, "第1条（修改）的“time”取值“昨天”不对，应为"),
        ({"decisions": [{k: v for k, v in ENTRY.items() if k != "reason"}]}, Unreadable, "第1条（修改）缺少“reason”"),
        ({"decisions": [{**ENTRY, "note": "x"}]}, Unreadable, "第1条（修改）有不认识的“note”"),
        ({"decisions": ["采纳"]}, Unreadable, "第1条应是一个对象"),
        ({"draft": "0" * 64, "decisions": [ENTRY]}, Blocked, "针对另一份草稿"),
        ({"decisions": [ENTRY, {**ENTRY, "seen": 0}]}, Blocked, "第2条：王芳的修改"),
        ({"decisions": [{**ENTRY, "seen": 5}]}, Blocked, "第1条：.*所见版本第5条不存在"),
    ],
)
def test_a_file_that_is_wrong_is_refused_naming_the_entry(
    tmp_path: Path, content: Any, error: type[KaoheError], said: str
) -> None:
    path = tmp_path / "决定.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    with pytest.raises(error, match=said):
        read_decisions(path, DRAFT)


def test_a_missing_file_and_a_wrong_encoding(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="打不开"):
        read_decisions(tmp_path / "没有.json", DRAFT)
    (tmp_path / "gbk.json").write_bytes('{"decisions": ["王"]}'.encode("gb18030"))
    with pytest.raises(Unreadable, match="UTF-8"):
        read_decisions(tmp_path / "gbk.json", DRAFT)


# --- a decision at a time -------------------------------------------------------------------------------------------

_MORE = st.one_of(
    _ANY,
    st.builds(
        lambda some: act("accept-many", items=sorted(some)), st.sets(st.sampled_from(IDS), min_size=1, max_size=3)
    ),
    st.builds(
        lambda pair: act("merge", items=pair), st.sampled_from((["ind-1.1.c1", "ind-1.1.c2"], ["ind-1", "ind-2"]))
    ),
    st.builds(
        lambda i: act("add", parent=i, slot="criteria", fields={"text": "甲"}), st.sampled_from(("ind-1.1", "ind-2"))
    ),
    st.builds(lambda i: act("comment", item=i, text="？"), st.sampled_from(IDS)),
)


@given(st.lists(_MORE, max_size=14))
@settings(max_examples=40, deadline=None)
def test_folding_a_decision_at_a_time_is_folding_all_at_once(decisions: list[Decision]) -> None:
    folded = Folded.of(DRAFT)
    for decision in decisions:
        before = folded.state
        try:
            longer = folded.then(decision)
        except Blocked:
            assert folded.state == before  # what is refused leaves nothing behind
            continue
        assert Folded.of(DRAFT, folded.log).state == before  # nor does what follows change what was
        folded = longer
    again = Folded.of(DRAFT, folded.log)
    assert (again.state, again.sha256, again.changes) == (folded.state, folded.sha256, folded.changes)
    assert folded.sha256 == fingerprint(folded.state.draft)


def test_undoing_far_back_is_the_same_as_never_having_decided() -> None:
    """More decisions than are kept for quick undoing."""
    edits = [act("edit", item="ind-1.1.c1", fields={"points": n}) for n in range(12)]
    folded = Folded.of(DRAFT)
    for edit in (act("edit", item="ind-2", fields={"name": "治理"}), *edits):
        folded = folded.then(edit)
    undone = folded.then(act("undo", undoes=1))
    assert record(undone.state.draft, "ind-2").name == "隐患治理"
    assert record(undone.state.draft, "ind-1.1.c1").points == 11
    assert undone.then(act("undo", undoes=14)).state == folded.state
