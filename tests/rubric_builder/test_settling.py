"""计分约定: what the text leaves open is settled by a decision, signed with the draft, carried by what is published."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from corpus.errors import Blocked
from extract.findings import Cap, Deduct
from extract.rules.questions import QUESTIONS
from rubric_builder.decision_file import parse_decisions, write_decisions
from rubric_builder.decisions import Accept, Decision, Sign, Stale, described, start
from rubric_builder.draft import Draft
from rubric_builder.folding import Folded
from rubric_builder.history import events, history
from rubric_builder.publishing import publish, read_draft
from rubric_builder.questions import alike, open_of, unasked
from rubric_builder.schema import Published, canonical, fingerprint
from rubric_builder.scoring import all_choices, open_choices, settings_of
from rubric_builder.scoring.choices import put, question_of
from rubric_builder.signatures import holding
from tests.drafts import duty_notice, duty_roles, rubric_draft, rubric_notice, settle_all, signed_log
from tests.rubric_builder.test_decisions import act
from tests.scoring_schemas import criterion, evidence, leaf, per

POINT = "个百分点"


def deduct(points: str, count: str, unit: str = POINT) -> Deduct:
    said = f"每低{count}{unit}扣{points}分"
    return Deduct(points=Decimal(points), per=per(count, unit), when=f"每低{count}{unit}", evidence=evidence(said))


def schema(*rules: Any) -> Draft:
    """Two criteria: one with the rules, one with a rule of its own."""
    two = criterion("ind-1.c2", "按期整改", "10", deduct("1", "2"))
    return Draft(
        title="云溪区2025年度安全生产工作考核细则", year=2025, scale=100,
        indicators=(leaf("ind-1", "隐患治理", "20", criterion("ind-1.c1", "隐患排查", "10", *rules), two),),
    )  # fmt: skip


DRAFT = schema(deduct("1", "1"), deduct("2", "5"))
EMPTY = Folded.of(DRAFT)
ONE, TWO, THREE = "broken:ind-1.c1.r1", "broken:ind-1.c1.r2", "broken:ind-1.c2.r1"


def settle(*choices: str, option: str = "dropped", **said: Any) -> Decision:
    said.setdefault("reason", "安委会第3次会议定")
    return act("settle", choices=list(choices), option=option, **said)


def after(*decisions: Decision, folded: Folded = EMPTY) -> Folded:
    for decision in decisions:
        folded = folded.then(decision)
    return folded


def answers(folded: Folded) -> dict[str, str]:
    """What the draft as it stands carries."""
    return {each.choice: each.option for each in folded.state.draft.settings}


def open_ids(folded: Folded) -> list[str]:
    return [each.id for each in open_of(folded.questions)]


def test_the_questions_are_those_of_the_engine_in_reading_order() -> None:
    assert [q.id for q in EMPTY.questions] == ["blank", ONE, TWO, THREE]
    assert [q.item.name for q in EMPTY.questions] == ["全稿", "计分规则1", "计分规则2", "计分规则1"]
    assert {q.choice.id for q in EMPTY.questions} == set(all_choices(DRAFT))
    assert EMPTY.questions[1].choice.question == "“每低1个百分点扣1分”：不足1个百分点的部分如何计分"


def test_like_questions_are_settled_together_in_words_that_fit_them_all() -> None:
    blank, broken = alike(EMPTY.questions)
    assert (blank.title, blank.options) == (QUESTIONS["blank"].title, QUESTIONS["blank"].options)
    assert [q.id for q in broken.questions] == [ONE, TWO, THREE]
    assert broken.options == (
        ("dropped", "不足一个单位的不计"),
        ("counted", "不足一个单位的按一个单位计"),
        ("shared", "不足一个单位的按比例计"),
    )
    folded = after(settle(*(q.id for q in broken.questions)))
    assert answers(folded) == {ONE: "dropped", TWO: "dropped", THREE: "dropped"}
    assert [q.decided for q in folded.questions] == [
        "",
        "不足1个百分点的不计",
        "不足5个百分点的不计",
        "不足2个百分点的不计",
    ]
    assert len(folded.log.decisions) == 1
    assert answers(after(act("undo", undoes=1), folded=folded)) == {}


def test_the_answer_is_signed_with_the_draft_and_names_who_gave_it() -> None:
    folded = after(settle(ONE))
    assert folded.sha256 != EMPTY.sha256
    assert folded.sha256 == fingerprint(folded.state.draft)
    (found,) = folded.state.draft.settings
    assert (found.by, found.reason, found.at) == ("王芳", "安委会第3次会议定", folded.log.decisions[0].time)
    assert after(settle(ONE, option="shared"), folded=folded).sha256 != folded.sha256
    assert after(settle(ONE, option="shared"), act("undo", undoes=2), folded=folded).sha256 == folded.sha256
    assert settings_of(folded.state.draft).option(ONE) == "dropped"


def test_a_later_answer_takes_the_place_of_an_earlier_one() -> None:
    folded = after(settle(ONE, TWO), settle(TWO, option="counted"))
    assert answers(folded) == {ONE: "dropped", TWO: "counted"}
    assert answers(after(act("undo", undoes=2), folded=folded)) == {ONE: "dropped", TWO: "dropped"}
    assert answers(after(act("undo", undoes=1), folded=folded)) == {TWO: "counted"}


@pytest.mark.parametrize(
    ("decision", "why"),
    [
        (settle("broken:ind-9.r1"), "没有“broken:ind-9.r1”这一待定事项"),
        (settle("total.ceiling", option="full"), "没有“total.ceiling”"),  # no bonus, no such question
        (settle(ONE, option="5"), "“5”不在可选的答案里"),
        (settle(ONE, "blank"), "“dropped”不在可选的答案里（评分表中"),
    ],
)
def test_what_is_not_asked_or_no_answer_is_refused(decision: Decision, why: str) -> None:
    with pytest.raises(Blocked, match=why) as refused:
        EMPTY.then(decision)
    assert refused.value.code == "decision.impossible"


def test_an_answer_stays_with_its_rule_where_one_before_it_is_rejected() -> None:
    folded = after(settle(ONE, option="counted"), settle(TWO), act("reject", item="ind-1.c1.r1"))
    (rule,) = folded.state.draft.indicators[0].criteria[0].rules
    assert rule.points == Decimal(2)  # type: ignore[union-attr]  # the second rule, now the first
    assert answers(folded) == {ONE: "dropped"}  # in the draft as it stands, where rules are counted anew
    assert [q.id for q in folded.questions if q.answer] == [TWO]  # and as decisions go on naming it
    assert not open_choices(folded.state.draft, settings_of(folded.state.draft))[1:-1]
    assert answers(after(act("undo", undoes=3), folded=folded)) == {ONE: "counted", TWO: "dropped"}


def test_an_answer_goes_along_where_its_rule_is_merged_into_another_item() -> None:
    folded = after(settle(THREE), act("merge", items=["ind-1.c1", "ind-1.c2"]))
    assert [q.id for q in folded.questions if q.answer] == [THREE]
    assert answers(folded) == {"broken:ind-1.c1.r3": "dropped"}


def test_an_answer_lapses_where_its_rule_is_changed() -> None:
    folded = after(settle(ONE, TWO), act("edit", item="ind-1.c1.r1", fields={"per": {"count": "3", "unit": POINT}}))
    assert answers(folded) == {TWO: "dropped"}
    assert ONE in open_ids(folded)
    assert "3个百分点" in folded.questions[1].choice.question
    assert answers(after(settle(ONE, option="shared"), folded=folded)) == {ONE: "shared", TWO: "dropped"}


def test_an_answer_to_what_the_text_says_meanwhile_is_ignored() -> None:
    """The question is gone where the rule says what a started unit counts; an undoing brings both back."""
    folded = after(
        settle(TWO), act("edit", item="ind-1.c1.r2", fields={"broken": "counted"}), settle("blank", option="no_fault")
    )
    assert TWO not in {q.id for q in folded.questions}
    stale = DRAFT.model_copy(update={"settings": after(settle(TWO)).state.draft.settings})
    gone = Folded.of(stale).then(act("edit", item="ind-1.c1", fields={"text": "隐患"}))
    assert unasked(gone.state.draft, gone.questions) == ()
    other = schema(deduct("1", "1")).model_copy(update={"settings": stale.settings})
    assert [each.choice for each in unasked(other, Folded.of(other).questions)] == [TWO]


def test_settling_the_same_or_changing_what_it_is_about_meanwhile_is_stale() -> None:
    mine = settle(ONE, option="shared", actor="李岩", seen=0)
    edit = act("edit", item="ind-1.c1.r1", fields={"points": "3"})
    for theirs in (settle(ONE, TWO), edit, act("reject", item="ind-1")):
        with pytest.raises(Stale) as refused:
            after(theirs).then(mine)
        assert refused.value.mine == mine
    theirs = after(settle(ONE, TWO))
    with pytest.raises(Stale, match="不足一个计数单位的部分，2处：不足一个单位的不计"):
        theirs.then(mine)
    with pytest.raises(Stale):
        theirs.then(edit.model_copy(update={"actor": "李岩", "seen": 0}))
    for theirs in (
        settle(TWO),
        act("accept", item="draft", below=True),
        act("edit", item="draft", fields={"year": 2026}),
    ):
        assert ONE not in open_ids(after(theirs, mine))


def test_signing_waits_for_every_answer_and_a_new_one_voids_it() -> None:
    accepted = after(act("accept", item="draft", below=True))
    over = accepted.sha256
    with pytest.raises(Blocked, match="还有4处计分约定未定（未填写的扣分、加分、否决情形、不足一个计数单位的部分）"):
        accepted.then(act("sign", stage="经办", over=over))
    folded = settle_all(accepted)
    signed = folded.then(act("sign", stage="经办", over=folded.sha256))
    changed = signed.then(settle(ONE, option="shared"))
    assert (len(holding(signed.state.signatures)), len(holding(changed.state.signatures))) == (1, 0)


def test_a_store_signed_before_there_were_settings_loads_and_says_what_is_missing(tmp_path: Path) -> None:
    """Its log holds signatures over a draft with open choices: it is read, but no longer published."""
    notice = rubric_notice()
    draft = rubric_draft(notice)
    folded = Folded.of(draft)
    log = start(draft).append(Accept(actor="王芳", time="2025-03-19T16:00:00+08:00", item="draft", below=True))
    over = fingerprint(Folded.of(draft, log).state.draft)
    for stage, actor in (("经办", "王芳"), ("复核", "李岩"), ("签发", "赵敏")):
        log = log.append(Sign.model_validate({"actor": actor, "time": "2025-03-20", "stage": stage, "over": over}))
    folded = Folded.of(draft, log)
    assert folded.state.stage == "已签发"
    assert over == folded.sha256 == fingerprint(draft), "nothing settled says nothing"
    with pytest.raises(Blocked, match="须作计分约定的还有3处") as refused:
        publish(draft, [notice], tmp_path / "out", by="王芳", at="2025-04-01", decisions=log)
    assert refused.value.code == "publish.open"


def test_a_draft_written_before_there_were_settings_has_the_same_hash() -> None:
    said = json.loads(canonical(DRAFT))
    del said["settings"]
    assert fingerprint(Draft.model_validate(said)) == fingerprint(DRAFT)


def test_what_is_published_carries_the_answers(tmp_path: Path) -> None:
    notice = rubric_notice()
    draft = rubric_draft(notice)
    log = signed_log(draft)
    publish(draft, [notice], tmp_path / "out", by="王芳", at="2025-04-01", decisions=log)
    rubric = read_draft(tmp_path / "out" / "rubric.json")
    assert isinstance(rubric, Published)
    assert [s.choice for s in rubric.settings] == ["blank", "bonus.base", "total.ceiling"]
    assert {(s.by, s.reason) for s in rubric.settings} == {("王芳", "按上年口径")}
    assert not open_choices(rubric, settings_of(rubric))
    assert "settings" in json.loads((tmp_path / "out" / "rubric.schema.json").read_bytes())["properties"]
    rows = list(openpyxl.load_workbook(tmp_path / "out" / "rubric.xlsx")["计分约定"].iter_rows(values_only=True))
    words = [
        [cell.text for cell in row.cells]
        for row in docx.Document(str(tmp_path / "out" / "评分细则.docx")).tables[-1].rows
    ]
    assert rows[0] == ("原文没有写明的", "约定", "约定人", "理由")
    assert rows[-1] == ("加分后总分能否超过满分", "不超过满分", "王芳", "按上年口径")
    assert [list(row) for row in rows] == words


def test_unreviewed_results_may_go_out_with_open_choices(tmp_path: Path) -> None:
    notice = rubric_notice()
    publish(rubric_draft(notice), [notice], tmp_path / "out", by="王芳", at="2025-04-01", accept_all=True)
    assert read_draft(tmp_path / "out" / "rubric.json").settings == ()
    assert "计分约定" not in openpyxl.load_workbook(tmp_path / "out" / "rubric.xlsx").sheetnames


def test_duties_alone_ask_nothing(tmp_path: Path) -> None:
    notice = duty_notice()
    source = (
        rubric_draft(rubric_notice())
        .sources[0]
        .model_copy(
            update={"document": notice.source.document.sha256, "text_sha256": notice.source.sha256, "file": "职责.txt"}
        )
    )
    draft = Draft(title=None, year=None, scale=None, roles=duty_roles(notice), sources=(source,))
    assert Folded.of(draft).questions == ()
    manifest = publish(draft, [notice], tmp_path / "a", by="王芳", at="2025-04-01", decisions=signed_log(draft))
    assert manifest.review == "已审核"


def test_a_file_of_decisions_holds_them_and_is_read_back() -> None:
    folded = after(settle(ONE, TWO), settle("blank", option="unfilled"))
    content = json.loads(write_decisions(folded.log))
    assert content["decisions"][0]["kind"] == "settle"
    assert parse_decisions(content, DRAFT, "决定") == folded.log
    with pytest.raises(Blocked, match="校验值不符"):
        parse_decisions(
            {"decisions": [{**content["decisions"][0], "option": "shared"}, content["decisions"][1]]}, DRAFT, "决定"
        )
    for wrong in ({"choices": []}, {"option": ""}, {"reason": ""}):
        entry = {
            "kind": "settle",
            "actor": "王芳",
            "time": "2025-03-01",
            "reason": "定",
            "choices": [ONE],
            "option": "dropped",
        }
        with pytest.raises(Exception, match="计分约定"):
            parse_decisions({"decisions": [{**entry, **wrong}]}, DRAFT, "决定")


def test_the_history_says_what_was_settled_in_words() -> None:
    folded = after(settle(ONE, TWO), settle("blank", option="no_fault"), settle("blank", option="unfilled"))
    assert [e.said for e in events(folded)] == [
        "约定“不足一个计数单位的部分，2处”：不足一个单位的不计",
        "约定“未填写的扣分、加分、否决情形”：未填的按没有扣分、加分、否决情形计",
        "约定“未填写的扣分、加分、否决情形”：未填的一律视为未考评，须补填",
    ]
    assert [e.sequence for e in history(folded, "ind-1.c1")] == [1]
    assert [e.sequence for e in history(folded, "ind-1.c2")] == []
    assert [e.sequence for e in history(folded, "draft")] == [2, 3]
    assert described(folded.log.decisions[0]) == "王芳的计分约定（不足一个计数单位的部分，2处）"


def test_every_question_of_the_list_is_put_in_words() -> None:
    words = {"said": "扣2分", "other": "扣3分", "count": "2次", "reached": "90", "over": "每缺1次", "bound": "80%"}
    words |= {"one": "1次", "unit": "次"}
    for key, row in QUESTIONS.items():
        choice = put(key, "ind-1", **words)
        assert question_of(choice.id) is row
        assert not set("{}") & set(choice.question + "".join(said for _, said in choice.options))
        assert len(dict(row.options)) == len(row.options) >= (1 if row.number or key == "veto" else 2)
        assert [key for key, _ in row.general_answers] == [key for key, _ in row.options]
        assert row.title
        assert row.example


def test_a_cap_without_points_of_its_own_asks_nothing() -> None:
    rules = (Deduct(points=Decimal(1), when="未整改", evidence=evidence("扣1分")), Cap(points=None, of="deduct"))
    assert [q.id for q in Folded.of(schema(*rules)).questions] == ["blank", THREE]
