"""Takes one decision from the review page and answers with what it changed."""

import json
import re
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from corpus.errors import KaoheError
from review_ui import ledger
from review_ui.access import EVERYONE, allowed, person_of, rubric_for
from review_ui.models import Person, Rubric
from review_ui.review.conflicts import alike, sides
from review_ui.review.fragments import answer, card_answer, chosen, words_of
from review_ui.review.intents import Sent, content_of, touched
from review_ui.review.sheets import Sheet, sheet_of
from rubric_builder.decisions import Add, Stale, targets, undone_in

_TOKEN = re.compile(r"[0-9a-f]{32}\Z")


@allowed(*EVERYONE, methods=("POST",))
def decide(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Takes JSON: `token`, `seen`, `person` and the act (`review_ui.review.intents`).

    200 with what changed; 409 with both versions where somebody else decided on the same; 403 where the person may not,
    422 where it can't be done, each with a sentence. The same token again gives the same answer and does nothing.
    """
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    sent = _sent(request)
    if sent is None:
        return _json({"code": "act.unknown", "message": "请求的内容无法识别，请刷新页面后重试"}, HTTPStatus.BAD_REQUEST)
    if sent["person"] != str(person.pk):
        return _json({"code": "person.other", "message": "现在登录的不是作出这些操作的人"}, HTTPStatus.FORBIDDEN)
    filters, seen = chosen(request), sent["seen"]
    try:
        done = ledger.sequence_of(rubric, sent["token"])
        if done is not None:
            folded = ledger.load(rubric)
        else:
            content = content_of(sent, rubric, sheet_of(rubric), person)
            folded = ledger.act(person, rubric_id, content, seen, sent["token"])
    except Stale as stale:
        return _stale(stale, sent, rubric, person, filters)
    except KaoheError as fault:
        status = HTTPStatus.FORBIDDEN if fault.code == "access.role" else HTTPStatus.UNPROCESSABLE_ENTITY
        return _json({"code": fault.code, "message": fault.message, **_again(sent, rubric, person, filters)}, status)
    sheet = sheet_of(rubric, folded)
    return _json(answer(sheet, person, seen, filters, **_said(sheet, done or sheet.sequence)))


def _sent(request: HttpRequest) -> dict[str, Any] | None:
    try:
        sent = json.loads(request.body)
    except ValueError:
        return None
    if not isinstance(sent, dict) or not isinstance(sent.get("seen"), int) or sent["seen"] < 0:
        return None
    if not isinstance(sent.get("token"), str) or not _TOKEN.match(sent["token"]):
        return None
    sent["person"] = str(sent.get("person"))
    return sent


def _stale(stale: Stale, sent: Sent, rubric: Rubric, person: Person, filters: dict[str, str]) -> HttpResponse:
    rubric.refresh_from_db()
    sheet = sheet_of(rubric)
    said = _again(sent, rubric, person, filters)
    if alike(stale):
        return _json({**said, "note": f"{stale.theirs.actor}已先采纳，不必再采纳"})
    if stale.mine.kind == "accept-many":
        message = (
            f"{stale.theirs.actor}刚刚{words_of(stale.theirs, sheet)}，名单已有变化，没有批量采纳；请看过新名单后再采纳"
        )
        return _json({"code": stale.code, "message": message, **said}, HTTPStatus.UNPROCESSABLE_ENTITY)
    html = render_to_string("review/conflict.html", {"sides": sides(stale, sheet)})
    return _json({"code": stale.code, "html": html, **said}, HTTPStatus.CONFLICT)


def _again(sent: Sent, rubric: Rubric, person: Person, filters: dict[str, str]) -> dict[str, Any]:
    """What changed meanwhile, and the cards of what was to be decided as they stand: the page may show them decided."""
    rubric.refresh_from_db()
    sheet = sheet_of(rubric)
    told = answer(sheet, person, sent["seen"], filters)
    told["cards"] += [
        card_answer(sheet.by_id[item], sheet)
        for item in touched(sent)
        if item in sheet.by_id and sheet.stamps[item] <= sent["seen"]
    ]
    return {**told, "order": [item.id for item in sheet.items]}


def _said(sheet: Sheet, sequence: int) -> dict[str, Any]:
    """Which card to show after a decision, and a word on it where the card does not show it by itself."""
    decisions = sheet.folded.log.decisions
    made = decisions[sequence - 1]
    about = undone_in(decisions, made)
    ids = (f"{made.parent}.add-{made.sequence}",) if isinstance(made, Add) else targets(about)
    select = next((sheet.card_of[item] for item in ids if sheet.card_of.get(item) in sheet.by_id), None)
    note = f"已撤销：{words_of(about, sheet)}" if about is not made else ""
    if made.kind in ("accept-many", "split", "merge", "add"):
        note = f"已{words_of(made, sheet)}"
    return {"note": note, "select": select}


def _json(value: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    response = JsonResponse(value, status=status)
    response["Cache-Control"] = "no-store"
    return response
