"""The review page's answers: cards, forms, decisions, conflicts, what colleagues did, who may do what."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from review_ui import ledger
from review_ui.models import DecisionRow, Person, Role, Rubric
from review_ui.review.sheets import sheet_of
from tests.web.office import settle_all

_tokens = iter(range(1, 1 << 30))
SignedIn = Callable[[str], Client]


def post(client: Client, rubric: Rubric, act: dict[str, Any], *, seen: int = 0, query: str = "", **more: Any) -> Any:
    sent = {"token": f"{next(_tokens):032x}", "seen": seen, "person": client.session["_auth_user_id"], **act, **more}
    return client.post(f"/rubrics/{rubric.pk}/decide{query}", json.dumps(sent), content_type="application/json")


def form(client: Client, rubric: Rubric, item: str, query: str) -> Any:
    return client.get(f"/rubrics/{rubric.pk}/items/{item}/form?{query}")


def text(response: HttpResponse) -> str:
    return response.content.decode()


def first(rubric: Rubric, kind: str, **wanted: Any) -> str:
    """The id of the first item of a kind."""
    items = sheet_of(rubric).items
    return next(i.id for i in items if i.kind == kind and all(getattr(i, k) == v for k, v in wanted.items()))


@pytest.fixture
def colleague(signed_in: SignedIn) -> Client:
    """李建国, with the role 经办 too."""
    Person.objects.filter(name="李建国").update(roles=[Role.CHECKER, Role.HANDLER])
    return signed_in("李建国")


# --- the page ---


def test_the_page_shows_every_item_once_in_reading_order(handler: Client, rubric: Rubric) -> None:
    page = text(handler.get(f"/rubrics/{rubric.pk}/"))
    assert re.findall(r'<article class="item[^>]*data-item="([^"]+)"', page) == [i.id for i in sheet_of(rubric).items]
    assert "总分 <b>100</b>/100" in page
    assert 'data-decide="yes"' in page


def test_the_page_has_no_inline_script_or_style(handler: Client, rubric: Rubric) -> None:
    page = text(handler.get(f"/rubrics/{rubric.pk}/"))
    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"""\s(?:style|on[a-z]+)=["']""", page) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [("李建国", "核对由经办人负责"), ("赵敏", "核对由经办人负责")],
)
def test_who_may_not_decide_reads_why_and_has_no_buttons(
    signed_in: SignedIn, rubric: Rubric, name: str, words: str
) -> None:
    page = text(signed_in(name).get(f"/rubrics/{rubric.pk}/"))
    assert words in page
    assert 'data-do="accept"' not in page
    assert 'data-do="comment"' in page


def test_what_is_published_is_for_reading(handler: Client, rubric: Rubric) -> None:
    Rubric.objects.filter(pk=rubric.pk).update(stage=Rubric.Stage.PUBLISHED)
    page = text(handler.get(f"/rubrics/{rubric.pk}/"))
    assert "已发布，不能再改动" in page
    assert 'data-do="accept"' not in page
    assert post(handler, rubric, {"act": "accept", "item": "ind-1"}).status_code == 422
    assert form(handler, rubric, "ind-1", "act=edit").status_code == 409


def test_a_signed_rubric_warns_that_a_change_voids_the_signature(handler: Client, rubric: Rubric) -> None:
    wang = Person.objects.get(name="王芳")
    ledger.act(wang, rubric.pk, {"kind": "accept", "item": "draft", "below": True}, 0, f"{next(_tokens):032x}")
    over = settle_all(rubric.pk).sha256
    ledger.act(wang, rubric.pk, {"kind": "sign", "stage": "经办", "over": over}, None, f"{next(_tokens):032x}")
    page = text(handler.get(f"/rubrics/{rubric.pk}/"))
    assert "王芳（经办）已签字；此后再有改动，签字即作废" in page


# --- filters ---


def test_filters_leave_what_fits_and_count_under_the_other_filters(handler: Client, rubric: Rubric) -> None:
    items = sheet_of(rubric).items
    told = handler.get(f"/rubrics/{rubric.pk}/cards", {"kind": "加分项", "status": "待核"}).json()
    assert told["html"].count("<article") == sum(1 for i in items if i.kind == "加分项")
    assert f"评分项（{sum(1 for i in items if i.kind == '评分项')}）" in told["parts"]["filters"]
    assert handler.get(f"/rubrics/{rubric.pk}/cards", {"kind": "没有这一种"}).json()["html"] == ""


# --- decisions ---


def test_accepting_answers_with_the_card_and_the_counts(handler: Client, rubric: Rubric) -> None:
    told = post(handler, rubric, {"act": "accept", "item": "ind-1"}).json()
    assert [card["id"] for card in told["cards"]] == ["ind-1"]
    assert 'data-status="已采纳"' in told["cards"][0]["html"]
    assert told["seq"] == 1
    assert "已采纳 <b>1</b>" in told["parts"]["progress"]
    assert "采纳“责任落实”" in told["parts"]["undo"]


def test_the_same_token_answers_the_same_and_does_nothing(handler: Client, rubric: Rubric) -> None:
    one = {"act": "edit", "item": "ind-1", "form": {"name": "责任体系"}, "reason": "核对原件", "token": "ab" * 16}
    before = post(handler, rubric, one).json()
    after = post(handler, rubric, one).json()
    assert before["seq"] == after["seq"] == 1
    assert DecisionRow.objects.filter(rubric=rubric).count() == 1


def test_an_edit_names_its_person_and_shows_sums_that_are_off(handler: Client, rubric: Rubric) -> None:
    item = first(rubric, "评分项")
    assert 'name="points"' in text(form(handler, rubric, item, "act=edit"))
    told = post(handler, rubric, {"act": "edit", "item": item, "form": {"points": "3"}, "reason": "原件为3分"}).json()
    changed = {card["id"]: card["html"] for card in told["cards"]}
    assert "3分" in changed[item]
    assert "子项合计" in changed[item.rpartition(".c")[0]]
    assert 'class="sum off"' in told["parts"]["balance"]


def test_a_discrepancy_is_signed_for_with_a_reason(handler: Client, rubric: Rubric) -> None:
    item = first(rubric, "评分项")
    above = item.rpartition(".c")[0]
    post(handler, rubric, {"act": "edit", "item": item, "form": {"points": "3"}, "reason": "原件为3分"})
    shown = text(form(handler, rubric, above, "act=discrepancy"))
    (off,) = re.findall('data-off="([^"]+)"', shown)
    told = post(
        handler, rubric, {"act": "accept", "item": above, "discrepancy": off, "reason": "原件如此"}, seen=1
    ).json()
    assert "差额已签认" in next(card["html"] for card in told["cards"] if card["id"] == above)
    assert form(handler, rubric, above, "act=discrepancy").status_code == 409


def test_an_edit_without_change_or_reason_is_refused(handler: Client, rubric: Rubric) -> None:
    same = {"act": "edit", "item": "ind-1", "form": {"name": "责任落实"}, "reason": "核对"}
    assert post(handler, rubric, same).json()["code"] == "edit.same"
    bare = {"act": "edit", "item": "ind-1", "form": {"name": "责任体系"}}
    refused = post(handler, rubric, bare)
    assert (refused.status_code, DecisionRow.objects.count()) == (422, 0)
    assert [card["id"] for card in refused.json()["cards"]] == ["ind-1"]


def test_a_typed_number_that_is_none_is_said_so(handler: Client, rubric: Rubric) -> None:
    wrong = post(handler, rubric, {"act": "edit", "item": "ind-1", "form": {"points": "十六"}, "reason": "核对"}).json()
    assert "“分值”应是数字" in wrong["message"]


def test_splitting_gives_parts_and_undoing_takes_them_back(handler: Client, rubric: Rubric) -> None:
    item = first(rubric, "评分项")
    assert text(form(handler, rubric, item, "act=split")).count('class="part"') >= 2
    parts = [
        {"form": {"text": "前半", "points": "1"}, "takes": []},
        {"form": {"text": "后半", "points": "1"}, "takes": []},
    ]
    told = post(handler, rubric, {"act": "split", "item": item, "parts": parts, "reason": "两项要求"}).json()
    assert f"{item}-2" in told["order"]
    assert {item, f"{item}-2"} <= {card["id"] for card in told["cards"]}
    back = post(handler, rubric, {"act": "undo", "undoes": 1}, seen=1).json()
    assert f"{item}-2" not in back["order"]
    assert back["select"] == item
    assert "已撤销：拆分" in back["note"]


def test_merging_shows_what_comes_of_it_and_unites_citations(handler: Client, rubric: Rubric) -> None:
    item = first(rubric, "评分项")
    other = item[: -len("1")] + "2"
    shown = text(form(handler, rubric, item, f"act=merge&items={item}&items={other}"))
    assert f'data-items="{item} {other}"' in shown
    told = post(handler, rubric, {"act": "merge", "items": [item, other], "form": {}, "reason": "同一项"}).json()
    assert other not in told["order"]
    quotes = sheet_of(Rubric.objects.get(pk=rubric.pk)).by_id[item].evidence
    assert len(quotes) >= 2


def test_adding_needs_a_citation_or_a_reason(handler: Client, rubric: Rubric) -> None:
    new = {
        "act": "add",
        "parent": "ind-1.1",
        "slot": "criteria",
        "form": {"text": "新增一项要求", "points": "1", "ordinal": ""},
    }
    assert "补录须有引文，或写明理由" in post(handler, rubric, new).json()["message"]
    told = post(handler, rubric, {**new, "reason": "据补充通知"}).json()
    assert told["select"] == "ind-1.1.add-1"
    assert "王芳，据补充通知" in next(c["html"] for c in told["cards"] if c["id"] == "ind-1.1.add-1")


def test_adding_with_a_citation_keeps_the_sources_own_words(handler: Client, rubric: Rubric) -> None:
    cited = sheet_of(rubric).by_id[first(rubric, "评分项")].evidence[0]
    notice = rubric.notices.get(sha256=cited.document)
    cite = {"notice": notice.pk, "text_sha256": cited.text_sha256, "spans": [list(span) for span in cited.spans]}
    new = {
        "act": "add",
        "parent": "ind-1.1",
        "slot": "criteria",
        "form": {"text": "新增一项", "points": "1", "ordinal": ""},
    }
    post(handler, rubric, {**new, "cite": cite})
    added = sheet_of(Rubric.objects.get(pk=rubric.pk)).by_id["ind-1.1.add-1"]
    assert added.evidence[0].quote == cited.quote
    stale = post(handler, rubric, {**new, "cite": {**cite, "text_sha256": "0" * 64}}, seen=1)
    assert stale.json()["code"] == "selection.stale"


def test_accepting_many_takes_exactly_what_was_named_and_is_undone_as_one(handler: Client, rubric: Rubric) -> None:
    named = [item.id for item in sheet_of(rubric).items if item.acceptable and item.kind == "加分项"]
    told = post(handler, rubric, {"act": "accept-many", "items": named}).json()
    assert {card["id"] for card in told["cards"]} == set(named)
    assert f"已批量采纳 {len(named)} 项" in told["note"]
    back = post(handler, rubric, {"act": "undo", "undoes": 1}, seen=1).json()
    assert all('data-status="待核"' in card["html"] for card in back["cards"])


def test_an_act_still_on_its_way_is_undone_by_its_token(handler: Client, rubric: Rubric) -> None:
    post(handler, rubric, {"act": "accept", "item": "ind-1"}, token="cd" * 16)
    told = post(handler, rubric, {"act": "undo", "token_of": "cd" * 16}).json()
    assert "已撤销：采纳“责任落实”" in told["note"]
    assert post(handler, rubric, {"act": "undo", "token_of": "ef" * 16}).json()["code"] == "undo.unsaved"


def test_nobody_undoes_what_another_decided(handler: Client, colleague: Client, rubric: Rubric) -> None:
    post(handler, rubric, {"act": "accept", "item": "ind-1"})
    assert post(colleague, rubric, {"act": "undo", "undoes": 1}, seen=1).json()["code"] == "undo.other"


@pytest.mark.parametrize(
    "sent",
    [
        {"act": "没有这样的事"}, {"act": "accept"}, {"act": "accept", "item": 5}, {"act": "accept-many", "items": "ind-1"},
        {"act": "undo", "undoes": "1"}, {"act": "undo", "undoes": 99}, {"act": "split", "item": "ind-1", "parts": 3, "reason": "x"},
        {"act": "edit", "item": "ind-1", "form": ["name"], "reason": "x"}, {"act": "add", "parent": "ind-1", "slot": "没有", "form": {}, "reason": "x"},
        {"act": "edit", "item": "ind-1", "form": {"name": "新"}, "cite": 5, "reason": "x"}, {"act": "comment", "item": "ind-1", "text": ""},
        {"act": "merge", "items": ["ind-1"], "reason": "x"}, {"act": "accept", "item": "ind-1", "discrepancy": "很多", "reason": "x"},
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    handler: Client, rubric: Rubric, sent: dict[str, Any]
) -> None:
    assert post(handler, rubric, sent).status_code == 422
    assert DecisionRow.objects.filter(rubric=rubric).count() == 0


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"seen": -1, "token": "x"}', '{"seen": 0, "token": "zz"}', "\xff"])
def test_a_body_that_is_no_decision_is_a_bad_request(handler: Client, rubric: Rubric, body: str) -> None:
    answer = handler.post(f"/rubrics/{rubric.pk}/decide", body, content_type="application/json")
    assert answer.status_code == 400


def test_the_queue_of_one_person_is_not_saved_as_another(handler: Client, rubric: Rubric) -> None:
    answer = post(handler, rubric, {"act": "accept", "item": "ind-1"}, person="999")
    assert (answer.status_code, answer.json()["code"]) == (403, "person.other")


def test_without_its_token_nothing_is_taken(rubric: Rubric) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(name="王芳"), backend="django.contrib.auth.backends.ModelBackend")
    assert post(client, rubric, {"act": "accept", "item": "ind-1"}).status_code == 403
    assert DecisionRow.objects.count() == 0


def test_a_checker_may_comment_but_not_decide(checker: Client, rubric: Rubric) -> None:
    assert post(checker, rubric, {"act": "accept", "item": "ind-1"}).status_code == 403
    told = post(checker, rubric, {"act": "comment", "item": "ind-1", "text": "请核对分值"}).json()
    assert "请核对分值" in told["cards"][0]["html"]
    assert form(checker, rubric, "ind-1", "act=edit").status_code == 409


def test_what_people_write_is_inert(handler: Client, rubric: Rubric) -> None:
    evil = "<img src=x onerror=alert(1)>”</article><script>alert(2)</script>"
    post(handler, rubric, {"act": "comment", "item": "ind-1", "text": evil})
    post(handler, rubric, {"act": "edit", "item": "ind-1", "form": {"name": evil}, "reason": evil}, seen=1)
    shown = [
        text(handler.get(f"/rubrics/{rubric.pk}/")),
        text(form(handler, rubric, "ind-1", "act=edit")),
        text(form(handler, rubric, "ind-1", "act=history")),
        handler.get(f"/rubrics/{rubric.pk}/changes?since=0").json()["cards"][0]["html"],
    ]
    for html in shown:
        assert "<script>alert" not in html
        assert "<img src=x" not in html


# --- colleagues ---


def test_two_people_on_one_item_see_both_versions(handler: Client, colleague: Client, rubric: Rubric) -> None:
    post(handler, rubric, {"act": "edit", "item": "ind-1", "form": {"name": "责任体系"}, "reason": "核对原件"})
    mine = {"act": "edit", "item": "ind-1", "form": {"name": "落实责任"}, "reason": "更通顺", "token": "12" * 16}
    conflict = post(colleague, rubric, mine)
    assert conflict.status_code == 409
    html = conflict.json()["html"]
    assert html.index("对方的") < html.index("责任体系") < html.index("我的") < html.index("落实责任")
    assert "王芳" in html
    assert "核对原件" in html
    again = post(colleague, rubric, mine, seen=conflict.json()["seq"])
    assert again.status_code == 200
    assert sheet_of(Rubric.objects.get(pk=rubric.pk)).by_id["ind-1"].name == "落实责任"


def test_two_who_accept_the_same_need_not_choose(handler: Client, colleague: Client, rubric: Rubric) -> None:
    post(handler, rubric, {"act": "accept", "item": "ind-1"})
    told = post(colleague, rubric, {"act": "accept", "item": "ind-1"})
    assert (told.status_code, told.json()["note"]) == (200, "王芳已先采纳，不必再采纳")
    assert DecisionRow.objects.count() == 1


def test_accepting_many_of_an_old_list_is_refused_as_a_whole(
    handler: Client, colleague: Client, rubric: Rubric
) -> None:
    post(handler, rubric, {"act": "accept", "item": "ind-1"})
    refused = post(colleague, rubric, {"act": "accept-many", "items": ["ind-1", "ind-2"]})
    assert refused.status_code == 422
    assert "名单已有变化，没有批量采纳" in refused.json()["message"]


def test_changes_say_what_colleagues_did_and_nothing_where_they_did_nothing(
    handler: Client, colleague: Client, rubric: Rubric
) -> None:
    url = f"/rubrics/{rubric.pk}/changes"
    assert handler.get(f"{url}?since=0").status_code == 204
    sheet_of(rubric)  # as the page has loaded it
    post(colleague, rubric, {"act": "accept", "item": "ind-2"})
    told = handler.get(f"{url}?since=0").json()
    assert [card["id"] for card in told["cards"]] == ["ind-2"]
    assert "order" not in told
    assert told["note"] == "李建国刚刚采纳“风险管控与隐患治理”"
    assert handler.get(f"{url}?since=1").status_code == 204
    assert handler.get(f"{url}?since=x").status_code == 404


def test_an_open_page_hears_that_the_rubric_is_published(handler: Client, rubric: Rubric) -> None:
    Rubric.objects.filter(pk=rubric.pk).update(stage=Rubric.Stage.PUBLISHED)
    url = f"/rubrics/{rubric.pk}/changes?since=0"
    assert "已发布" in handler.get(f"{url}&open=yes").json()["closed"]
    assert handler.get(url).status_code == 204


def test_after_a_restart_an_old_page_gets_every_card(handler: Client, rubric: Rubric) -> None:
    from review_ui.review import sheets

    post(handler, rubric, {"act": "accept", "item": "ind-2"})
    sheets._sheets.clear()
    told = handler.get(f"/rubrics/{rubric.pk}/changes?since=0").json()
    assert len(told["cards"]) == len(sheet_of(Rubric.objects.get(pk=rubric.pk)).items)


def test_the_history_of_an_item_is_told_in_words(handler: Client, rubric: Rubric) -> None:
    post(handler, rubric, {"act": "edit", "item": "ind-1", "form": {"name": "责任体系"}, "reason": "核对原件"})
    shown = text(form(handler, rubric, "ind-1", "act=history"))
    for words in ("王芳", "修改", "责任落实", "责任体系", "核对原件"):
        assert words in shown


@pytest.mark.parametrize("query", ["act=edit", "act=history", "act=split"])
def test_an_item_that_is_not_there_is_said_so(handler: Client, rubric: Rubric, query: str) -> None:
    answer = form(handler, rubric, "ind-99", query)
    assert (answer.status_code, answer["X-Kaohe-Message"]) == (409, "yes")
    assert handler.get(f"/rubrics/{rubric.pk}/items/ind-99/card").status_code == 404


def test_every_item_has_its_forms(handler: Client, rubric: Rubric) -> None:
    kinds: dict[str, str] = {}
    for item in sheet_of(rubric).items:
        kinds.setdefault(item.kind, item.id)
    for item_id in kinds.values():
        for act in ("edit", "reject", "split", "comment", "add", "history"):
            expected = 409 if item_id == "draft" and act in ("reject", "split") else 200
            assert form(handler, rubric, item_id, f"act={act}").status_code == expected, (item_id, act)
