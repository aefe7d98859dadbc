"""One notice: how reading it went, the file itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from review_ui.access import STAFF, allowed, notice_for, person_of
from review_ui.downloads import attachment
from review_ui.jobs import uploads
from review_ui.jobs.loading import source_of
from review_ui.jobs.store import blobs
from review_ui.models import Notice, Role
from review_ui.worklist.rows import notice_row


@allowed(*STAFF)
def notice(request: HttpRequest, notice_id: int) -> HttpResponse:
    """What was read from the file, and what a person should know of it."""
    person = person_of(request)
    found = notice_for(person, notice_id)
    source = source_of(found) if found.state == Notice.State.READ else None
    return render(
        request,
        "worklist/notice.html",
        {
            "row": notice_row(found),
            "source": source,
            "rubrics": found.rubric_set.order_by("pk"),
            "may_retry": person.has(Role.HANDLER) and found.state == Notice.State.FAILED,
        },
    )


@allowed(*STAFF)
def progress(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The notice's row, asked for again while it is read."""
    return render(request, "worklist/notice_row.html", {"row": notice_row(notice_for(person_of(request), notice_id))})


@allowed(Role.HANDLER, methods=("POST",))
def retry(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Reads a file again that could not be read."""
    uploads.retry(notice_for(person_of(request), notice_id))
    return redirect("worklist")


@allowed(*STAFF)
def original(request: HttpRequest, notice_id: int) -> HttpResponse:
    """The file as it came, to be saved, never shown in the browser."""
    found = notice_for(person_of(request), notice_id)
    response = HttpResponse(blobs().get(found.sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = attachment(found.file)
    return response
