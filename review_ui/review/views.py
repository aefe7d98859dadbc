"""The review page, its cards and forms, and what colleagues did meanwhile."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from corpus.errors import Blocked
from review_ui.access import STAFF, allowed, person_of, rubric_for
from review_ui.models import Rubric
from review_ui.review.cards import card_html, cards_html
from review_ui.review.forms import TITLES, form_of
from review_ui.review.fragments import answer, chosen, done_meanwhile, listed, parts, shown
from review_ui.review.rights import rights
from review_ui.review.sheets import sheet_of
from review_ui.review.source_shown import source_context
from rubric_builder.history import history

KEYS = (
    ("J K", "下一项、上一项"),
    ("A", "采纳，并转到下一个待核项"),
    ("E", "修改"),
    ("X", "驳回（须写理由）"),
    ("S", "拆分"),
    ("M", "与下一项合并；已标记几项的，合并标记的各项"),
    ("T", "标记或取消标记，供合并"),
    ("I", "补录下级或同级的一项"),
    ("D", "签认分值差额"),
    ("C", "批注"),
    ("U", "撤销我最近的一步"),
    ("N", "下一个有标记的待核项"),
    ("H", "这一项的经过"),
    ("Enter", "在表单的单行框里：提交"),
    ("Esc", "关闭表单（写了的内容会留着）"),
    ("?", "本说明"),
)
"""The keys of the page, for its help."""


@allowed(*STAFF)
def review(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The page: pages and text on the left, cards on the right. Filters in the address."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    if rubric.stage in (Rubric.Stage.BUILDING, Rubric.Stage.FAILED):
        return render(request, "review/not_ready.html", {"rubric": rubric}, status=HTTPStatus.CONFLICT)
    sheet = sheet_of(rubric)
    filters = chosen(request)
    context = {
        **source_context(rubric),
        **shown(sheet, person, filters),
        "rubric": rubric,
        "sheet": sheet,
        "rights": rights(person, rubric, sheet.folded),
        "listed": cards_html(listed(sheet, filters), sheet),
        "keys": KEYS,
    }
    response = render(request, "review/page.html", context)
    response["Cache-Control"] = "no-store"
    return response


@allowed(*STAFF)
def cards(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The cards that fit the filters: `html`, with the other changing parts of the page."""
    person = person_of(request)
    sheet = sheet_of(rubric_for(person, rubric_id))
    filters = chosen(request)
    told = {
        "seq": sheet.sequence,
        "html": cards_html(listed(sheet, filters), sheet),
        "parts": parts(sheet, person, filters),
    }
    return _fresh(JsonResponse(told))


@allowed(*STAFF)
def card(request: HttpRequest, rubric_id: int, item: str) -> HttpResponse:
    """One card as it stands."""
    sheet = sheet_of(rubric_for(person_of(request), rubric_id))
    shown_on = sheet.by_id.get(sheet.card_of.get(item, ""))
    if shown_on is None:
        raise Http404
    return _fresh(HttpResponse(card_html(shown_on, sheet)))


@allowed(*STAFF)
def item_form(request: HttpRequest, rubric_id: int, item: str) -> HttpResponse:
    """The form of an act on an item (`act`; `record`: on a rule in it; `items`: to merge), or the item's history.

    Where it can't be: 409 with the sentence as plain text.
    """
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    sheet = sheet_of(rubric)
    act = request.GET.get("act", "")
    if item not in sheet.records:
        return _refused("这一项已不在（可能刚被合并或撤销），请刷新页面")
    if act == "history":
        events = history(sheet.folded, item)
        return _fresh(render(request, "review/history.html", {"item": sheet.records[item], "events": events}))
    if act not in TITLES:
        raise Http404
    may = rights(person, rubric, sheet.folded)
    if not (may.comment if act == "comment" else may.decide):
        return _refused(may.why)
    try:
        record, items = request.GET.get("record", ""), request.GET.getlist("items")
        context = form_of(sheet, act, item, record=record, items=items)
    except Blocked as fault:
        return _refused(fault.message)
    return _fresh(render(request, "review/form.html", context))


@allowed(*STAFF)
def changes(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """What was decided after decision `since`: 204 where nothing was. To a page that can still decide (`open`) it says
    in `closed` why it can't any more."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    since = request.GET.get("since", "")
    if not since.isdecimal() or len(since) > 9:
        raise Http404
    seen = int(since)
    shut = "open" in request.GET and rubric.stage == Rubric.Stage.PUBLISHED
    if rubric.decisions <= seen and not shut:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    sheet = sheet_of(rubric)
    told = answer(sheet, person, seen, chosen(request), note=done_meanwhile(sheet, person, seen))
    may = rights(person, rubric, sheet.folded)
    return _fresh(JsonResponse({**told, "closed": "" if may.decide else may.why}))


def _refused(sentence: str) -> HttpResponse:
    response = HttpResponse(sentence, status=HTTPStatus.CONFLICT, content_type="text/plain; charset=utf-8")
    response["X-Kaohe-Message"] = "yes"
    return _fresh(response)


def _fresh(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
