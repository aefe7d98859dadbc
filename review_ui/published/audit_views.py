"""Who did what when, and whether the record is whole."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from corpus.errors import Blocked, KaoheError
from review_ui import ledger
from review_ui.access import STAFF, allowed, person_of, rubric_for
from review_ui.models import Rubric
from review_ui.results.correcting import verified_log
from rubric_builder.history import events


@allowed(*STAFF)
def audit(request: HttpRequest, rubric_id: int) -> HttpResponse:
    """The decision log of a rubric, newest first, with the verdict on its chain."""
    rubric = rubric_for(person_of(request), rubric_id)
    try:
        folded, fault = ledger.load(rubric), ""
    except Blocked as error:
        folded, fault = None, error.message
    done = list(reversed(events(folded))) if folded else []
    page = Paginator(done, 200).get_page(request.GET.get("page"))
    names = {item.id: " › ".join(item.names) or "全稿" for item in folded.state.items} if folded else {}
    return render(
        request,
        "published/audit.html",
        {
            "rubric": rubric,
            "page": page,
            "fault": fault,
            "names": names,
            "head": folded.log.head if folded else "",
            "draft": rubric.draft_sha256,
            **_corrections(rubric),
        },
    )


def _corrections(rubric: Rubric) -> dict[str, object]:
    """How many corrections of scores there are since, and what is wrong with their chain."""
    if rubric.stage != Rubric.Stage.PUBLISHED:
        return {}
    try:
        return {"corrections": len(verified_log(rubric.publication).corrections), "corrections_fault": ""}
    except KaoheError as error:
        return {"corrections": 0, "corrections_fault": error.message}
