"""The page 计分约定 and the acts on it: settling what the text leaves open, taking that back."""

import secrets
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corpus.errors import Blocked
from review_ui import ledger
from review_ui.access import STAFF, allowed, person_of, rubric_for
from review_ui.choices.shown import REASONS, Group, groups, lapsed
from review_ui.models import Person, Role, Rubric
from review_ui.review.conflicts import sides
from review_ui.review.rights import rights
from review_ui.review.sheets import sheet_of
from rubric_builder.decisions import Settle, Stale
from rubric_builder.folding import Folded

_POINTS = "points"
"""The option of the form that says: the number beside it."""


@allowed(*STAFF)
def choices(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Every question with its sentence, its answer and who gave it."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    if rubric.stage in (Rubric.Stage.BUILDING, Rubric.Stage.FAILED):
        return render(request, "review/not_ready.html", {"rubric": rubric}, status=HTTPStatus.CONFLICT)
    return _page(request, rubric, person, ledger.load(rubric))


@allowed(Role.HANDLER, methods=("POST",))
def settle(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """One answer to the questions that are ticked. What can't be done is said on the page, with all that was typed."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    typed = _typed(request)
    option = typed["points"].strip() if typed["option"] == _POINTS else typed["option"]
    if not typed["choices"]:
        return _again(request, rubric, person, typed, "请勾选要作约定的条款。")
    if not option:
        return _again(request, rubric, person, typed, "请选一种办法（选“最多加”的，请填分数）。")
    if not typed["reason"].strip():
        return _again(request, rubric, person, typed, "请写明理由，它会随约定一起签字、发布。")
    content = {"kind": "settle", "choices": typed["choices"], "option": option, "reason": typed["reason"].strip()}
    try:
        folded = ledger.act(person, rubric_id, content, typed["seen"], typed["token"])
    except Stale as stale:
        return _stale(request, rubric, person, typed, stale)
    except Blocked as error:
        return _again(request, rubric, person, typed, getattr(error, "why", error.message))
    messages.success(request, f"已约定（{len(typed['choices'])}处）。" + _left(folded))
    return redirect("choices", rubric_id)


@allowed(Role.HANDLER, methods=("POST",))
def undo(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Takes back one's own 计分约定, with all that it settled."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    decisions = ledger.load(rubric).log.decisions
    said = request.POST.get("undoes", "")
    number = int(said) if said.isdecimal() and len(said) < 9 else 0
    made = decisions[number - 1] if 1 <= number <= len(decisions) else None
    if not isinstance(made, Settle) or made.actor != person.name:
        messages.error(request, "只能撤销自己作的约定；对别人的约定有不同意见，请改定并写明理由。")
        return redirect("choices", rubric_id)
    content = {"kind": "undo", "undoes": number, "reason": "本人撤销"}
    try:
        ledger.act(person, rubric_id, content, None, f"unsettle-{number}-{request.POST.get('token', '')[:32]}")
    except Blocked as error:
        messages.error(request, getattr(error, "why", error.message))
    else:
        messages.success(
            request, "已撤销，这几处须重新约定。" if len(made.choices) > 1 else "已撤销，这一处须重新约定。"
        )
    return redirect("choices", rubric_id)


def _typed(request: HttpRequest) -> dict[str, Any]:
    post = request.POST
    seen = post.get("seen", "")
    return {
        "choices": list(dict.fromkeys(post.getlist("choices"))),
        "option": post.get("option", ""),
        "points": post.get("points", ""),
        "reason": post.get("reason", "")[:2000],
        "seen": int(seen) if seen.isdecimal() and len(seen) < 9 else None,
        "token": post.get("token", "")[:64] or secrets.token_hex(16),
    }


def _left(folded: Folded) -> str:
    left = sum(each.answer is None for each in folded.questions)
    return f"还有 {left} 处未定。" if left else "全部约定已作出，可以签批。"


def _stale(request: HttpRequest, rubric: Rubric, person: Person, typed: dict[str, Any], stale: Stale) -> HttpResponse:
    """Both versions, side by side: one's own can be put again, this time having seen the other."""
    rubric.refresh_from_db()
    sheet = sheet_of(rubric)
    both = {"sides": sides(stale, sheet), "typed": typed}
    return _page(request, rubric, person, sheet.folded, conflict=both, status=HTTPStatus.CONFLICT)


def _again(request: HttpRequest, rubric: Rubric, person: Person, typed: dict[str, Any], fault: str) -> HttpResponse:
    rubric.refresh_from_db()
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, rubric, person, ledger.load(rubric), typed=typed, fault=fault, status=status)


def _page(
    request: HttpRequest,
    rubric: Rubric,
    person: Person,
    folded: Folded,
    *,
    typed: dict[str, Any] | None = None,
    fault: str = "",
    conflict: dict[str, Any] | None = None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    shown = groups(folded, person)
    at = _at(shown, typed)
    context = {
        "rubric": rubric,
        "groups": shown,
        "at": at,
        "first": at or next((group.id for group in shown if group.open), ""),
        "count": sum(len(group.rows) for group in shown),
        "open": sum(group.open for group in shown),
        "lapsed": lapsed(folded),
        "rights": rights(person, rubric, folded),
        "reasons": REASONS,
        "seen": len(folded.log.decisions),
        "token": secrets.token_hex(16),
        "typed": typed,
        "fault": fault,
        "conflict": conflict,
    }
    response = render(request, "choices/choices.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _at(shown: tuple[Group, ...], typed: dict[str, Any] | None) -> str:
    """The group that something was typed for; empty where it is none of those shown."""
    wanted = set(typed["choices"]) if typed else set()
    return next((group.id for group in shown if wanted & {row.id for row in group.rows}), "")
