"""签批: the dry run, the three signatures, sending back, publishing."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from corpus.errors import Blocked
from review_ui import ledger
from review_ui.access import STAFF, allowed, person_of, rubric_for
from review_ui.models import Person, Role, Rubric
from review_ui.signing import steps
from review_ui.signing.dry_run import dry_run
from review_ui.signing.publishing import publish_rubric
from rubric_builder.decisions import Return
from rubric_builder.folding import Folded
from rubric_builder.signatures import holding

_SIGNERS = (Role.HANDLER, Role.CHECKER, Role.ISSUER)


@allowed(*STAFF)
def signing(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The page: where the rubric stands, what holds it up, what this person may do now."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    closed = ledger.closed_because(rubric)
    if closed is not None and closed.code == "rubric.building":
        messages.error(request, closed.message)
        return redirect("worklist")
    folded = ledger.load(rubric)
    signed = holding(folded.state.signatures)
    return render(
        request,
        "signing/signing.html",
        {
            "rubric": rubric,
            "steps": steps.steps(rubric, folded),
            "due": steps.due(folded),
            "why_not": steps.why_not_sign(person, rubric, folded),
            "over": folded.sha256,
            "head": folded.log.head,
            "decisions": len(folded.log.decisions),
            "pending": rubric.counts.get("待核", 0),
            "voided": steps.voided(folded),
            "returned": folded.state.returned,
            "may_return": bool(signed) and closed is None and _may_return(person, rubric, folded),
            "may_publish": rubric.stage == Rubric.Stage.SIGNED and person.has(Role.ISSUER),
        },
    )


@allowed(*STAFF)
def checks(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The six checks, run now; a fragment of the page."""
    rubric = rubric_for(person_of(request), rubric_id)
    return render(request, "signing/checks.html", {"rubric": rubric, "run": dry_run(rubric, ledger.load(rubric))})


@allowed(*_SIGNERS, methods=("POST",))
def sign(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The next signature, over the draft that the person was shown. 签发 only where all six checks hold."""
    person = person_of(request)
    rubric = rubric_for(person, rubric_id)
    stage = request.POST.get("stage", "")
    if stage == "签发":
        run = dry_run(rubric, ledger.load(rubric))
        if not run.holds:
            messages.error(request, run.fault or "核对没有全部通过，或有计分约定未定，不能签发；请退回经办处理。")
            return redirect("signing", rubric_id)
    content = {"kind": "sign", "stage": stage, "over": request.POST.get("over", "")}
    return _act(request, person, rubric_id, content, f"{stage}签字已生效。")


@allowed(*_SIGNERS, methods=("POST",))
def send_back(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """退回, with a reason: all signatures lapse."""
    person = person_of(request)
    rubric_for(person, rubric_id)
    reason = request.POST.get("reason", "").strip()
    if not reason:
        messages.error(request, "退回须写明理由。")
        return redirect("signing", rubric_id)
    return _act(
        request, person_of(request), rubric_id, {"kind": "return", "reason": reason}, "已退回，先前的签字作废。"
    )


@allowed(Role.ISSUER, methods=("POST",))
def publish(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """Publishes what bears the three signatures."""
    person = person_of(request)
    try:
        publication = publish_rubric(person, rubric_id)
    except Blocked as error:
        messages.error(request, error.message)
        return redirect("signing", rubric_id)
    messages.success(request, "已发布。这一版不再改动；下面可以逐个下载，也可以打包下载。")
    return redirect("published", publication.pk)


def _act(request: HttpRequest, person: Person, rubric_id: int, content: dict[str, Any], done: str) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        ledger.act(
            person, rubric_id, content, int(seen) if seen.isdigit() else None, request.POST.get("token", "")[:64]
        )
    except Blocked as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("signing", rubric_id)


def _may_return(person: Person, rubric: Rubric, folded: Folded) -> bool:
    attempt = Return(actor=person.name, time=timezone.localtime().isoformat(), reason="退回")
    return ledger.why_not(person, rubric, folded, attempt) is None
