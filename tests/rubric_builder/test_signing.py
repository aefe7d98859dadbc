"""Signatures: who may sign when, what voids them, sending back; and that nothing else touches them."""

import json
from typing import Any

import pytest

from corpus.errors import Blocked
from rubric_builder.decision_file import parse_decisions, write_decisions
from rubric_builder.decisions import Stale, described
from rubric_builder.folding import Folded
from rubric_builder.signatures import fully_signed, holding
from tests.drafts import with_settings
from tests.rubric_builder.test_decisions import DRAFT as UNSETTLED
from tests.rubric_builder.test_decisions import act

DRAFT = with_settings(UNSETTLED)
EMPTY = Folded.of(DRAFT)
ALL = act("accept", item="draft", below=True)
OTHER = "0" * 64


def sign(stage: str, actor: str, over: str = "") -> tuple[str, str, str]:
    return stage, actor, over


def after(*steps: Any, folded: Folded = EMPTY) -> Folded:
    """The draft after these decisions; a signature is over what is there then, unless it says otherwise."""
    for step in steps:
        if isinstance(step, tuple):
            stage, actor, over = step
            step = act("sign", actor=actor, stage=stage, over=over or folded.sha256)
        folded = folded.then(step)
    return folded


def replayed(steps: Any) -> Folded:
    """The same with nothing refused when it is written down, and the whole log folded at once."""
    log, folded = EMPTY.log, EMPTY
    for step in steps:
        if isinstance(step, tuple):
            step = act("sign", actor=step[1], stage=step[0], over=step[2] or folded.sha256)
        log = log.append(step)
        folded = Folded.of(DRAFT, log)
    return folded


def valid(folded: Folded) -> list[tuple[str, str]]:
    return [(s.stage, s.person) for s in holding(folded.state.signatures)]


THREE = (ALL, sign("经办", "王芳"), sign("复核", "李岩"), sign("签发", "赵敏"))


def test_three_people_sign_in_turn() -> None:
    stages = [after(*THREE[:n]).state.stage for n in range(5)]
    assert stages == ["待核对", "待经办签字", "待复核", "待签发", "已签发"]
    signed = after(*THREE)
    assert valid(signed) == [("经办", "王芳"), ("复核", "李岩"), ("签发", "赵敏")]
    assert fully_signed(signed.state.signatures)
    assert {s.over for s in signed.state.signatures} == {signed.sha256}
    assert [s.decision for s in signed.state.signatures] == [2, 3, 4]
    assert signed.state.changed_by == {"王芳"}


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ([sign("经办", "王芳")], "还有19项待核"),
        ([ALL, sign("复核", "李岩")], "须先由经办人签字"),
        ([ALL, sign("经办", "王芳"), sign("经办", "李岩")], "经办已由王芳签字"),
        ([ALL, sign("经办", "王芳"), sign("签发", "李岩")], "须先由复核人签字"),
        ([ALL, sign("经办", "李岩"), sign("复核", "李岩")], "李岩已作为经办人签字，经办、复核、签发须是三个人"),
        ([ALL, sign("经办", "李岩"), sign("复核", "王芳")], "王芳对本稿作过审核决定，不能复核自己经手的内容"),
        (
            [act("edit", actor="赵敏", item="ind-1", fields={"name": "组织"}), *THREE],
            "赵敏对本稿作过审核决定，不能签发自己经手的内容",
        ),
        ([ALL, sign("经办", "王芳", OTHER)], "已不是现在的稿子"),
        ([ALL, act("return")], "无可退回"),
        ([*THREE[:2], act("undo", undoes=2)], "签字和退回不能撤销"),
        ([*THREE[:2], act("return", actor="李岩"), act("undo", undoes=3)], "签字和退回不能撤销"),
        ([*THREE, act("edit", item="ind-1", fields={"name": "组织"})], "本稿已签发，不能再改动"),
        ([*THREE, act("comment", item="ind-1", text="？")], "本稿已签发"),
        ([*THREE, act("undo", undoes=1)], "本稿已签发"),
        ([ALL, act("accept-many", items=["ind-1"])], "“ind-1”已是“已采纳”"),
        ([act("accept-many", items=["ind-1", "ind-1"])], "写了两次"),
        ([act("comment", item="ind-1", text="？"), act("undo", undoes=1), act("undo", undoes=1)], "第1条已由第2条撤销"),
    ],
)
def test_what_is_out_of_turn_is_refused(steps: list[Any], why: str) -> None:
    with pytest.raises(Blocked, match=why) as refused:
        after(*steps)
    assert (refused.value.code, refused.value.exit_code) == ("decision.impossible", 4)
    with pytest.raises(Blocked, match=why):  # so is a log that holds it all the same
        replayed(steps)


@pytest.mark.parametrize(
    ("change", "voids"),
    [
        (act("edit", item="ind-1", fields={"name": "组织"}), True),
        (act("accept", item="ind-1"), True),
        (act("reject", item="veto-1"), True),
        (act("undo", undoes=1), True),
        (act("comment", item="ind-1", text="与去年一致？"), False),
    ],
)
def test_a_change_voids_the_signatures_before_it_and_says_so(change: Any, voids: bool) -> None:
    folded = after(*THREE[:3], change)
    assert valid(folded) == ([] if voids else [("经办", "王芳"), ("复核", "李岩")])
    assert [s.voided_by for s in folded.state.signatures] == ([4, 4] if voids else [None, None])


def test_undoing_a_comment_voids_nothing() -> None:
    comment = act("comment", item="ind-1", text="？")
    folded = after(ALL, comment, *THREE[1:3], act("undo", undoes=2))
    assert folded.state.stage == "待签发"
    assert folded.state.comments == {}


def test_sent_back_and_signed_again() -> None:
    back = act("return", actor="赵敏", reason="年度写错")
    folded = after(*THREE, back)
    assert folded.state.stage == "待经办签字"
    assert (folded.state.returned.reason, folded.state.returned.actor) == ("年度写错", "赵敏")  # type: ignore[union-attr]
    assert [s.voided_by for s in folded.state.signatures] == [5, 5, 5]
    again = after(act("edit", item="draft", fields={"year": 2026}), *THREE[1:], folded=folded)
    assert again.state.stage == "已签发"
    assert again.state.returned is None
    assert [s.voided_by for s in again.state.signatures] == [5, 5, 5, None, None, None]
    assert again.sha256 != folded.sha256
    assert Folded.of(DRAFT, again.log).state == again.state


def test_who_took_back_their_own_change_may_still_approve() -> None:
    folded = after(act("reject", actor="李岩", item="veto-1"), act("undo", actor="李岩", undoes=1), ALL)
    assert folded.state.changed_by == {"王芳"}
    assert after(*THREE[1:], folded=folded).state.stage == "已签发"


def test_who_undid_anothers_change_has_changed_something() -> None:
    folded = after(act("reject", item="veto-1"), act("undo", actor="李岩", undoes=1), ALL)
    assert folded.state.changed_by == {"王芳", "李岩"}
    with pytest.raises(Blocked, match="李岩对本稿作过审核决定"):
        after(*THREE[1:], folded=folded)


def test_accepting_many_is_one_decision_and_undone_as_one() -> None:
    folded = after(act("accept-many", items=["ind-1", "ind-1.1.c2", "grade-1"]))
    decided = [item for item, status in folded.state.status.items() if status == "已采纳"]
    assert decided == ["ind-1", "ind-1.1.c2", "ind-1.1.c2.r1", "ind-1.1.c2.r2", "grade-1"]
    assert len(folded.log.decisions) == 1
    assert after(act("undo", undoes=1), folded=folded).state.status == EMPTY.state.status


def test_a_stale_decision_carries_both_versions() -> None:
    folded = after(act("edit", item="ind-1", fields={"name": "甲"}))
    mine = act("edit", actor="李岩", item="ind-1", fields={"name": "乙"}, seen=0)
    with pytest.raises(Stale) as refused:
        folded.then(mine)
    assert refused.value.code == "decision.stale"
    assert (refused.value.theirs, refused.value.mine) == (folded.log.decisions[0], mine)
    many = act("accept-many", actor="李岩", items=["ind-2", "ind-1"], seen=0)
    with pytest.raises(Stale):
        folded.then(many)
    assert folded.then(act("accept-many", actor="李岩", items=["ind-2"], seen=0)).state.status["ind-2"] == "已采纳"


def test_a_signed_log_is_written_and_read_back_with_its_head() -> None:
    log = after(*THREE, act("return", actor="赵敏")).log
    content = json.loads(write_decisions(log))
    assert content["head"] == log.head
    assert parse_decisions(content, DRAFT, "记录") == log
    content["decisions"][-1]["reason"] = "改过的理由"  # the last entry: only the head shows it
    with pytest.raises(Blocked, match="末条的校验值不符"):
        parse_decisions(content, DRAFT, "记录")


def test_decisions_are_described() -> None:
    said = [described(d) for d in after(*THREE, act("return", actor="赵敏")).log.decisions]
    assert said == ["王芳的采纳（draft）", "王芳的经办签字", "李岩的复核签字", "赵敏的签发", "赵敏的退回"]
    many = act("accept-many", items=["a", "b", "c", "d"])
    assert described(many) == "王芳的批量采纳（a、b、c等4项）"
