"""The decision log in the database: appended once, folded as it stands, refused to whom it is not for."""

import json
import threading
from decimal import Decimal
from typing import Any

import pytest
from django.db import connections
from django.http import Http404

from corpus.errors import Blocked
from review_ui import ledger
from review_ui.models import DecisionRow, Person, Role, Rubric
from rubric_builder.decisions import Stale
from rubric_builder.folding import Folded
from tests.web.office import Office, settle_all

ACCEPT = {"kind": "accept", "item": "ind-1"}


def token(n: int) -> str:
    return f"{n:032x}"


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def act(name: str, rubric: Rubric, content: dict[str, Any], *, seen: int | None = None, n: int = 1) -> Folded:
    return ledger.act(person(name), rubric.pk, content, seen, token(n))


def test_a_decision_is_written_down_with_who_and_when(rubric: Rubric) -> None:
    folded = act("王芳", rubric, ACCEPT, seen=0)
    row = DecisionRow.objects.get(rubric=rubric)
    made = json.loads(row.body)
    assert (row.sequence, row.kind, row.person.name, made["actor"], made["seen"]) == (1, "accept", "王芳", "王芳", 0)
    assert made["time"].endswith("+08:00")
    assert row.sha256 == folded.log.head
    assert folded.state.status["ind-1"] == "已采纳"


def test_the_rubrics_row_repeats_what_the_fold_says(rubric: Rubric) -> None:
    folded = act("王芳", rubric, ACCEPT)
    rubric.refresh_from_db()
    assert (rubric.decisions, rubric.head, rubric.stage) == (1, folded.log.head, Rubric.Stage.REVIEW)
    assert rubric.counts["已采纳"] == 1
    assert sum(rubric.counts.values()) > 200
    assert sum(Decimal(str(share["points"])) for share in rubric.shares) == folded.state.draft.scale
    assert rubric.holder == person("王芳")


def test_the_same_token_is_the_same_act(rubric: Rubric) -> None:
    first = act("王芳", rubric, ACCEPT, n=7)
    again = act("王芳", rubric, ACCEPT, n=7)
    assert again.log == first.log
    assert DecisionRow.objects.filter(rubric=rubric).count() == 1


def test_what_another_process_appended_is_carried_out_on_top(rubric: Rubric) -> None:
    act("王芳", rubric, ACCEPT, n=1)
    kept = ledger._kept[rubric.pk]
    act("王芳", rubric, {"kind": "accept", "item": "ind-2"}, n=2)
    ledger._kept[rubric.pk] = kept  # as in a process that made the first only
    rubric.refresh_from_db()
    assert ledger.load(rubric).state.status["ind-2"] == "已采纳"
    ledger.forget(rubric.pk)  # as after a restart
    assert len(ledger.load(rubric).log.decisions) == 2


def test_a_row_that_was_changed_stops_everything(rubric: Rubric) -> None:
    act("王芳", rubric, ACCEPT, n=1)
    act("王芳", rubric, {"kind": "accept", "item": "ind-2"}, n=2)
    row = DecisionRow.objects.get(rubric=rubric, sequence=1)
    DecisionRow.objects.filter(pk=row.pk).update(body=row.body.replace("王芳", "李四"))
    ledger.forget(rubric.pk)
    rubric.refresh_from_db()
    with pytest.raises(Blocked) as refused:
        ledger.load(rubric)
    assert refused.value.code == "log.broken"


def test_ones_own_later_decision_is_no_conflict_a_colleagues_is(rubric: Rubric) -> None:
    edit = {"kind": "edit", "item": "ind-1", "fields": {"name": "责任体系"}, "reason": "核对原件"}
    act("王芳", rubric, edit, seen=0, n=1)
    act("王芳", rubric, {**edit, "fields": {"name": "责任落实"}}, seen=0, n=2)
    lijianguo = person("李建国")
    lijianguo.roles = [Role.CHECKER, Role.HANDLER]
    lijianguo.save()
    with pytest.raises(Stale) as stale:
        act("李建国", rubric, edit, seen=0, n=3)
    assert stale.value.theirs.actor == "王芳"
    assert len(act("李建国", rubric, edit, seen=2, n=3).log.decisions) == 3


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("李建国", ACCEPT, "access.role"),
        ("赵敏", {"kind": "reject", "item": "ind-1", "reason": "重复"}, "access.role"),
        ("赵敏", {"kind": "undo", "undoes": 1, "reason": "撤"}, "access.role"),
        ("王芳", {"kind": "sign", "stage": "复核", "over": "0" * 64}, "access.role"),
        ("王芳", {"kind": "return", "reason": "有误"}, "access.role"),
        ("王芳", {"kind": "accept", "item": "ind-99"}, "decision.impossible"),
    ],
)
def test_who_may_not_is_refused_in_a_sentence(rubric: Rubric, name: str, content: dict[str, Any], code: str) -> None:
    with pytest.raises(Blocked) as refused:
        act(name, rubric, content)
    assert refused.value.code == code
    assert DecisionRow.objects.filter(rubric=rubric).count() == 0


@pytest.mark.parametrize("name", ["王芳", "李建国", "赵敏"])
def test_whoever_has_an_office_may_comment(rubric: Rubric, name: str) -> None:
    folded = act(name, rubric, {"kind": "comment", "item": "ind-1", "text": "请再核对一次"})
    assert folded.state.comments["ind-1"][0].actor == name


def test_administrators_and_strangers_learn_nothing_of_a_rubric(rubric: Rubric) -> None:
    with pytest.raises(Http404):
        act("系统管理员", rubric, ACCEPT)
    rubric.people.add(person("王芳"))
    with pytest.raises(Http404):
        act("李建国", rubric, {"kind": "comment", "item": "ind-1", "text": "看看"})


@pytest.mark.parametrize(
    ("stage", "code"), [(Rubric.Stage.PUBLISHED, "rubric.published"), (Rubric.Stage.BUILDING, "rubric.building")]
)
def test_nothing_is_decided_before_a_draft_is_there_or_after_it_is_published(
    rubric: Rubric, stage: Rubric.Stage, code: str
) -> None:
    Rubric.objects.filter(pk=rubric.pk).update(stage=stage)
    with pytest.raises(Blocked) as refused:
        act("王芳", rubric, ACCEPT)
    assert refused.value.code == code


def test_signing_moves_the_stage_and_lets_go_of_the_rubric(rubric: Rubric) -> None:
    act("王芳", rubric, {"kind": "accept", "item": "draft", "below": True}, n=1)
    folded = settle_all(rubric.pk)
    rubric.refresh_from_db()
    assert rubric.stage == Rubric.Stage.HANDLER
    act("王芳", rubric, {"kind": "sign", "stage": "经办", "over": folded.sha256}, n=2)
    rubric.refresh_from_db()
    assert (rubric.stage, rubric.holder) == (Rubric.Stage.CHECKER, None)
    act("李建国", rubric, {"kind": "return", "reason": "第三项请再核对"}, n=3)
    rubric.refresh_from_db()
    assert (rubric.stage, rubric.holder) == (Rubric.Stage.HANDLER, person("王芳"))


def test_writers_at_once_are_all_written_once_and_in_a_chain(committed: Office) -> None:
    ledger.load(Rubric.objects.get(pk=committed.rubric))
    items = [f"ind-{n}" for n in range(1, 7)]
    wang = person("王芳")
    faults: list[BaseException] = []

    def write(n: int) -> None:
        try:
            for again in (1, 2):  # an answer that was lost: the same act sent twice
                ledger.act(wang, committed.rubric, {"kind": "accept", "item": items[n]}, 0, token(100 + n))
                assert again
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=write, args=(n,)) for n in range(len(items))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    rows = DecisionRow.objects.filter(rubric_id=committed.rubric)
    assert list(rows.values_list("sequence", flat=True)) == [1, 2, 3, 4, 5, 6]
    ledger.forget(committed.rubric)
    state = ledger.load(Rubric.objects.get(pk=committed.rubric)).state
    assert all(state.status[item] == "已采纳" for item in items)
