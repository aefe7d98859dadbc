"""The overview of a rubric: how the points are shared out, what is still open, what is due, who owes how much."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from review_ui.access import STAFF, allowed, person_of, rubric_for
from review_ui.models import Rubric
from review_ui.overview.findings import SEVERITIES, burdens, open_flags, rows, timeline
from review_ui.overview.shares import HEIGHT, WIDTH, pictures
from review_ui.review.sheets import sheet_of
from rubric_builder.exports.wording import points
from rubric_builder.reconciling import reconciliation


@allowed(*STAFF)
def overview(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The page."""
    rubric = rubric_for(person_of(request), rubric_id)
    if rubric.stage in (Rubric.Stage.BUILDING, Rubric.Stage.FAILED):
        return render(request, "review/not_ready.html", {"rubric": rubric}, status=HTTPStatus.CONFLICT)
    sheet = sheet_of(rubric)
    state = sheet.folded.state
    balances = reconciliation(state)
    context = {
        "rubric": rubric,
        "pictures": pictures(state.draft),
        "width": WIDTH,
        "height": HEIGHT,
        "rows": rows(balances),
        "whole": balances.whole,
        "flags": open_flags(sheet.items),
        "severities": SEVERITIES,
        "deadlines": timeline(sheet.items),
        "roles": burdens(sheet.items),
        "pending": sum(item.status == "待核" for item in sheet.items),
        "count": len(sheet.items),
        "number": points,
    }
    answer = render(request, "overview/overview.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
