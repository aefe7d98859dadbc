"""The left two columns of the review page: pictures of pages, text as read, frames, and text picked as a citation."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response

from corpus.errors import Blocked, Unreadable
from review_ui.access import STAFF, allowed, notice_for, person_of, rubric_for
from review_ui.jobs.pictures import page_png
from review_ui.models import Notice
from review_ui.review.sheets import sheet_of
from review_ui.review.source_frames import looks, shape
from review_ui.review.source_pages import Run, cells, runs
from review_ui.review.source_selection import read_spans
from review_ui.review.source_shown import drawn_frames, frames_of, read_one
from review_ui.review.source_text import Table, blocks, headings
from rubric_builder.picking import evidence_for

_WIDTH = 1240
_THUMB = 160
_FOREVER = "private, max-age=31536000, immutable"
_ASK = "private, no-cache"


@allowed(*STAFF)
def page_picture(request: HttpRequest, notice_id: int, page: int) -> HttpResponse:
    """The picture of a page, `w` pixels wide. 404 where there is none."""
    asked = request.GET.get("w", "")
    width = int(asked) if asked.isdecimal() and len(asked) < 6 else _WIDTH
    return _picture(request, notice_for(person_of(request), notice_id), page, width)


@allowed(*STAFF)
def page_thumb(request: HttpRequest, notice_id: int, page: int) -> HttpResponse:
    """The small picture of a page."""
    return _picture(request, notice_for(person_of(request), notice_id), page, _THUMB)


def _picture(request: HttpRequest, notice: Notice, page: int, width: int) -> HttpResponse:
    tag = f'"{notice.sha256[:32]}-{page}-{width}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code == 304:
        return _cached(unchanged, request, tag, notice.sha256)
    try:
        picture = page_png(notice, page, width)
    except Unreadable as fault:
        return HttpResponse(fault.message, status=404, content_type="text/plain; charset=utf-8")
    return _cached(HttpResponse(picture, content_type="image/png"), request, tag, notice.sha256)


def _cached(response: Any, request: HttpRequest, tag: str, version: str) -> HttpResponse:
    """What never changes under its address is kept for good: the address names the version it shows (`v`)."""
    named = request.GET.get("v", "")
    response["ETag"] = tag
    response["Cache-Control"] = _FOREVER if len(named) >= 12 and version.startswith(named) else _ASK
    answer: HttpResponse = response
    return answer


@allowed(*STAFF)
def page_overlay(request: HttpRequest, rubric_id: int, notice_id: int, page: int) -> HttpResponse:
    """The text of a page, for selecting over its picture: `runs` of [start, end, x, y, width, size, text, quiet], `cells`
    of tables that hold any of [start, end, x0, top, x1, bottom]."""
    rubric = rubric_for(person_of(request), rubric_id)
    try:
        _, read = read_one(rubric, notice_id)
    except Blocked as fault:
        return _fault(fault)
    tag = f'"{read.source.sha256[:32]}-{page}"'
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None and unchanged.status_code == 304:
        return _cached(unchanged, request, tag, read.source.sha256)
    found = {
        "runs": [_listed(run) for run in runs(read.source, page)],
        "cells": [[start, end, *box] for start, end, box in cells(read.source, page)],
    }
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    return _cached(answer, request, tag, read.source.sha256)


def _listed(run: Run) -> list[Any]:
    return [run.start, run.end, run.x, run.y, run.width, run.size, run.text, int(run.quiet)]


@allowed(*STAFF)
def source_text(request: HttpRequest, rubric_id: int, notice_id: int) -> HttpResponse:
    """A notice without pages as its own structured text, items marked in it."""
    rubric = rubric_for(person_of(request), rubric_id)
    try:
        row, read = read_one(rubric, notice_id)
        placed = frames_of(sheet_of(rubric), rubric)
    except Blocked as fault:
        return HttpResponse(fault.message, status=409, content_type="text/plain; charset=utf-8")
    own = [frame for frame in placed if frame.text_sha256 == read.source.sha256]
    context = {
        "blocks": blocks(read.source, own, headings(read)),
        "is_table": lambda block: isinstance(block, Table),
        "look": looks(own),
        "shape": shape([frame for frame in placed if frame.document == row.sha256]),
    }
    answer = render(request, "review/source_text.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(*STAFF)
def source_frames(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Frames and counts of undecided items; with `items` (ids, comma between) only the frames of those."""
    rubric = rubric_for(person_of(request), rubric_id)
    asked = request.GET.get("items")
    try:
        sheet = sheet_of(rubric)
        found = drawn_frames(rubric, sheet, frozenset(asked.split(",")) if asked else None)
    except Blocked as fault:
        return _fault(fault)
    answer = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    answer["Cache-Control"] = "private, no-store"
    return answer


@allowed(*STAFF, methods=("POST",))
def selection(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """What a selection is as a citation: `quote`, `citation`, the spans it was rounded to, the pages it stands on.

    Takes JSON: `notice`, `text_sha256`, `spans`. 400 for what is no selection, 409 with a sentence where it can't be
    cited. Nothing is changed by it.
    """
    rubric = rubric_for(person_of(request), rubric_id)
    try:
        asked = json.loads(request.body)
        notice_id = int(asked["notice"])
        text_sha256, spans = str(asked["text_sha256"]), asked["spans"]
    except (ValueError, TypeError, KeyError):
        return _fault(Blocked("selection.spans", "选中的内容无法识别，请刷新页面后重新选择"), 400)
    try:
        row, read = read_one(rubric, notice_id)
        if read.source.sha256 != text_sha256:
            raise Blocked("selection.stale", "原文已重新读取过，请刷新页面后重新选择")
        evidence = evidence_for(read, read_spans(spans, len(read.source.text)))
    except Blocked as fault:
        return _fault(fault)
    return JsonResponse(
        {
            "notice": row.pk,
            "text_sha256": evidence.text_sha256,
            "spans": [list(span) for span in evidence.spans],
            "quote": evidence.quote,
            "citation": evidence.citation,
            "node": evidence.node,
            "pages": sorted({region.page for region in evidence.regions}),
        },
        json_dumps_params={"ensure_ascii": True},  # a lone surrogate in a quote has no UTF-8
    )


def _fault(fault: Blocked, status: int = 409) -> HttpResponse:
    return JsonResponse({"code": fault.code, "message": fault.message}, status=status)
