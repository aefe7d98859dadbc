"""The page 计分约定: what is asked, settling like questions together, taking back, two people at once, who may."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils.html import strip_tags

from review_ui import ledger
from review_ui.models import DecisionRow, Person, Role, Rubric
from rubric_builder.questions import open_of
from tests.web.office import settle_all

SignedIn = Callable[[str], Client]
REASON = "安委会办公室会商确定"


def page(client: Client, rubric: Rubric) -> str:
    return client.get(f"/rubrics/{rubric.pk}/choices").content.decode()


def folded(rubric: Rubric) -> Any:
    return ledger.load(Rubric.objects.get(pk=rubric.pk))


def broken(rubric: Rubric) -> list[str]:
    """The questions on started units."""
    return [q.id for q in folded(rubric).questions if q.id.startswith("broken:")]


def settle(client: Client, rubric: Rubric, *choices: str, option: str = "dropped", **more: Any) -> Any:
    form = {
        "choices": choices,
        "option": option,
        "reason": REASON,
        "seen": 0,
        "token": f"{choices}{option}"[:64],
        **more,
    }
    return client.post(f"/rubrics/{rubric.pk}/choices/settle", form, follow=True)


@pytest.fixture
def colleague(signed_in: SignedIn) -> Client:
    """李建国, with the role 经办 too."""
    Person.objects.filter(name="李建国").update(roles=[Role.CHECKER, Role.HANDLER])
    return signed_in("李建国")


def test_every_question_is_quoted_and_leads_to_its_item(handler: Client, rubric: Rubric) -> None:
    html = page(handler, rubric)
    asked = folded(rubric).questions
    assert f"还有 {len(asked)} 处未定" in html
    cards = set(re.findall(r'id="item-([^"]+)"', handler.get(f"/rubrics/{rubric.pk}/").content.decode()))
    for question in asked:
        assert f'id="{question.id}"' in html
    for link in re.findall(rf'href="/rubrics/{rubric.pk}/#item-([^"]+)"', html):
        assert link in cards
    first = next(q for q in asked if q.id.startswith("broken:"))
    said = strip_tags(html)
    assert first.choice.question in said
    assert first.item.record.evidence[0].citation in said


def test_like_questions_are_settled_together_and_taken_back_as_one(handler: Client, rubric: Rubric) -> None:
    several = broken(rubric)
    assert len(several) > 1
    told = settle(handler, rubric, *several).content.decode()
    assert f"已约定（{len(several)}处）" in told
    assert "不足1个百分点的不计" in told
    assert told.count(f"撤销同时定的 {len(several)} 处") == 1
    assert DecisionRow.objects.filter(rubric=rubric).count() == 1
    assert {s.choice for s in folded(rubric).state.draft.settings} == set(several)
    undone = handler.post(f"/rubrics/{rubric.pk}/choices/undo", {"undoes": 1, "token": "x"}, follow=True)
    assert "这几处须重新约定" in undone.content.decode()
    assert folded(rubric).state.draft.settings == ()


def test_a_number_of_points_is_an_answer_where_one_is_asked_for(handler: Client, rubric: Rubric) -> None:
    wang = Person.objects.get(name="王芳")
    for item in folded(rubric).state.items:  # what there is of bonuses has a cap in common
        if item.slot in ("bonuses", "terms"):
            reject = {"kind": "reject", "item": item.id, "reason": "已取消"}
            ledger.act(wang, rubric.pk, reject, None, f"reject-{item.id}")
    bonus = {"kind": "bonus", "points": 2, "per": {"count": 1, "unit": "项"}, "when": "获区级通报表扬"}
    add = {"kind": "add", "slot": "bonuses", "fields": bonus, "reason": "据补充通知"}
    ledger.act(wang, rubric.pk, add, None, "bonus")
    limit = next(q.id for q in folded(rubric).questions if q.id.startswith("limit:draft.add-"))
    refused = settle(handler, rubric, limit, option="points", points="", token="a")
    assert (refused.status_code, "请填分数" in refused.content.decode()) == (422, True)
    assert settle(handler, rubric, limit, option="points", points="很多", token="b").status_code == 422
    assert "最多6分" in settle(handler, rubric, limit, option="points", points="6", token="c").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"reason": " "}, "请写明理由"),
        ({"option": ""}, "请选一种办法"),
        ({"choices": []}, "请勾选"),
        ({"choices": ["broken:ind-99.r1"]}, "可能条款刚改过"),
        ({"option": "whatever"}, "不在可选的答案里"),
    ],
)
def test_what_cannot_be_settled_is_said_and_what_was_typed_stays(
    handler: Client, rubric: Rubric, more: dict[str, Any], said: str
) -> None:
    several = broken(rubric)
    told = settle(handler, rubric, *several, **more)
    assert told.status_code == 422
    html = told.content.decode()
    assert said in html
    if "choices" not in more and "reason" not in more:
        assert f'value="{REASON}"' in html
    assert DecisionRow.objects.filter(rubric=rubric).count() == 0


def test_the_same_form_sent_twice_settles_once(handler: Client, rubric: Rubric) -> None:
    one = broken(rubric)[0]
    for _ in range(2):
        assert settle(handler, rubric, one).status_code == 200
    assert DecisionRow.objects.filter(rubric=rubric).count() == 1


def test_two_people_on_the_same_question_see_both_versions(handler: Client, colleague: Client, rubric: Rubric) -> None:
    one, two, *_ = broken(rubric)
    settle(handler, rubric, one)
    clash = settle(colleague, rubric, one, option="shared", reason="与上级考核口径一致")
    assert clash.status_code == 409
    said = strip_tags(clash.content.decode())
    assert "对方的" in said
    assert "不足一个单位的不计" in said
    assert "不足一个单位的按比例计" in said
    assert settle(colleague, rubric, two, option="shared").status_code == 200, "another question is no conflict"
    seen = re.search(r'name="seen" value="(\d+)"', clash.content.decode())
    assert seen is not None
    again = settle(colleague, rubric, one, option="shared", seen=int(seen[1]) + 1, token="again")
    assert again.status_code == 200
    assert {s.choice: (s.option, s.by) for s in folded(rubric).state.draft.settings}[one] == ("shared", "李建国")


def test_only_ones_own_is_taken_back(handler: Client, colleague: Client, rubric: Rubric) -> None:
    settle(handler, rubric, broken(rubric)[0])
    assert "撤销" not in page(colleague, rubric)
    told = colleague.post(f"/rubrics/{rubric.pk}/choices/undo", {"undoes": 1}, follow=True).content.decode()
    assert "只能撤销自己作的约定" in told
    assert DecisionRow.objects.filter(rubric=rubric).count() == 1


def test_who_does_not_handle_reads_and_changes_nothing(
    handler: Client, checker: Client, issuer: Client, rubric: Rubric
) -> None:
    for client in (checker, issuer):
        html = page(client, rubric)
        assert "只供查看" in html or "核对由经办人负责" in html
        assert 'name="option"' not in html
        assert settle(client, rubric, "blank", option="no_fault").status_code == 403
    assert 'name="option"' in page(handler, rubric)


def test_a_signed_rubric_shows_what_was_settled(handler: Client, rubric: Rubric) -> None:
    ledger.act(Person.objects.get(name="王芳"), rubric.pk, {"kind": "accept", "item": "draft", "below": True}, 0, "all")
    over = settle_all(rubric.pk).sha256
    for name, stage in (("王芳", "经办"), ("李建国", "复核"), ("赵敏", "签发")):
        content = {"kind": "sign", "stage": stage, "over": over}
        ledger.act(Person.objects.get(name=name), rubric.pk, content, None, stage)
    html = page(handler, rubric)
    assert "已全部定下" in html
    assert "本稿三人已签字" in html
    assert 'name="option"' not in html
    assert not open_of(folded(rubric).questions)


def test_a_card_on_the_review_page_says_what_is_open_and_what_was_settled(handler: Client, rubric: Rubric) -> None:
    one = broken(rubric)[0]
    item = one.partition(":")[2].rpartition(".")[0]
    card = handler.get(f"/rubrics/{rubric.pk}/items/{item}/card").content.decode()
    assert f'href="choices#{one}"' in card
    assert "请作出约定" in card
    settle(handler, rubric, one)
    card = handler.get(f"/rubrics/{rubric.pk}/items/{item}/card").content.decode()
    assert "已约定" in card
    assert "（王芳）" in card


def test_the_log_and_the_list_to_undo_say_it_in_words(handler: Client, rubric: Rubric) -> None:
    settle(handler, rubric, *broken(rubric))
    audit = strip_tags(handler.get(f"/rubrics/{rubric.pk}/audit").content.decode())
    assert "不足一个计数单位的部分" in audit
    assert "不足一个单位的不计" in audit
    assert "作计分约定“不足一个计数单位的部分" in handler.get(f"/rubrics/{rubric.pk}/").content.decode()
