"""Score sheets: blank ones out, filled ones back, who has not sent one yet."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from corpus.errors import KaoheError
from review_ui.access import STAFF, allowed, person_of, publication_for
from review_ui.downloads import saved_as, zip_saved_as
from review_ui.jobs.store import blobs, writing
from review_ui.models import Person, Publication, Role, Sheet, Unit
from review_ui.results.assessing import add_units, assessment_of, remove_unit, unit_of, units_of
from review_ui.results.receiving import receive_sheet, retry_sheet
from review_ui.results.returned import current_sheets
from review_ui.results.roster import roster_of
from review_ui.worklist.upload_limit import refused_files
from rubric_builder.assessment import units_in
from rubric_builder.exports.sheet_files import sheet_files


@allowed(*STAFF)
def sheets(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The page: who is assessed, the blank sheets, the upload, what came back."""
    person = person_of(request)
    publication = publication_for(person, publication_id)
    try:
        assessment = assessment_of(publication)
        context = _roster(person, publication)
    except KaoheError as error:
        return render(request, "results/unfit.html", {"publication": publication, "fault": error.message}, status=409)
    context |= {
        "groups": [group for group in assessment.groups if group],
        "open": assessment.open,
        "limit": settings.SHEET_LIMIT >> 20,
        "replaced_by": Publication.objects.filter(replaces=publication).first(),
    }
    return render(request, "results/sheets.html", context)


@allowed(*STAFF)
def roster(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The list of units alone, asked for again while sheets are read."""
    person = person_of(request)
    return render(request, "results/roster.html", _roster(person, publication_for(person, publication_id)))


@allowed(Role.HANDLER, methods=("POST",))
def units(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Units are put on the list, one a line."""
    person = person_of(request)
    publication = publication_for(person, publication_id)
    try:
        count = add_units(person, publication, list(units_in(request.POST.get("units", ""))))
    except KaoheError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"已加入{count}个单位。")
    return redirect("sheets", publication_id)


@allowed(Role.HANDLER, methods=("POST",))
def unit_off(request: HttpRequest, publication_id: int, unit_id: int) -> HttpResponse:
    """A unit is taken off the list."""
    person = person_of(request)
    unit = unit_for(publication_for(person, publication_id), unit_id)
    try:
        remove_unit(person, unit)
    except KaoheError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"“{unit.name}”已从名单里去掉。")
    return redirect("sheets", publication_id)


@allowed(*STAFF)
def blank(request: HttpRequest, publication_id: int, unit_id: int) -> HttpResponse:
    """A unit's blank sheet."""
    publication = publication_for(person_of(request), publication_id)
    unit = unit_for(publication, unit_id)
    try:
        ((name, content),) = sheet_files(assessment_of(publication), [unit_of(unit)])
    except KaoheError as error:
        messages.error(request, error.message)
        return redirect("sheets", publication_id)
    return saved_as(name, content)


@allowed(*STAFF)
def blanks(request: HttpRequest, publication_id: int) -> HttpResponseBase:
    """All units' blank sheets in one ZIP, sent as they are made."""
    publication = publication_for(person_of(request), publication_id)
    try:
        files = sheet_files(assessment_of(publication), [unit_of(unit) for unit in units_of(publication)])
    except KaoheError as error:
        messages.error(request, error.message)
        return redirect("sheets", publication_id)
    return zip_saved_as(f"{publication.title or '考核'}考评表.zip", files, publication.published_at)


@allowed(Role.HANDLER, methods=("POST",))
def upload(request: HttpRequest, publication_id: int) -> HttpResponse:
    """Filled sheets come back, several at once; what is not taken is said by name."""
    person = person_of(request)
    publication = publication_for(person, publication_id)
    taken = 0
    for file in request.FILES.getlist("files"):
        try:
            sheet, known = receive_sheet(person, publication, file.name or "考评表.xlsx", file)
        except KaoheError as error:
            messages.error(request, error.message)
            continue
        if known:
            messages.info(request, f"“{sheet.file}”已经收下过（内容相同），没有重复收。")
        else:
            taken += 1
    for name in refused_files(request):
        messages.error(
            request, f"“{name}”超过{settings.SHEET_LIMIT >> 20} MB 的上限，没有收下；考评表不应这么大，请核对。"
        )
    if not request.FILES and not refused_files(request):
        messages.error(request, "没有选择文件。")
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"taken": taken})
    return redirect("sheets", publication_id)


@allowed(Role.HANDLER, methods=("POST",))
def again(request: HttpRequest, publication_id: int, sheet_id: int) -> HttpResponse:
    """Reads a sheet again that was refused: the list has its unit now."""
    retry_sheet(sheet_for(publication_for(person_of(request), publication_id), sheet_id))
    return redirect("sheets", publication_id)


@allowed(Role.HANDLER, methods=("POST",))
def dismiss(request: HttpRequest, publication_id: int, sheet_id: int) -> HttpResponse:
    """A refused sheet is no longer shown. (Its bytes stay, and the log says that it came.)"""
    sheet = sheet_for(publication_for(person_of(request), publication_id), sheet_id)
    with writing():
        Sheet.objects.filter(pk=sheet.pk, state=Sheet.State.FAILED).delete()
    return redirect("sheets", publication_id)


@allowed(*STAFF)
def original(request: HttpRequest, publication_id: int, sheet_id: int) -> HttpResponse:
    """A sheet as it came back."""
    sheet = sheet_for(publication_for(person_of(request), publication_id), sheet_id)
    return saved_as(sheet.file, blobs().get(sheet.sha256))


def unit_for(publication: Publication, unit_id: int) -> Unit:
    """A unit of a publication, or 404."""
    unit = publication.units.filter(pk=unit_id).first()
    if unit is None:
        raise Http404
    return unit


def sheet_for(publication: Publication, sheet_id: int) -> Sheet:
    """A sheet of a publication, or 404."""
    sheet = publication.sheets.filter(pk=sheet_id).first()
    if sheet is None:
        raise Http404
    return sheet


def _roster(person: Person, publication: Publication) -> dict[str, Any]:
    return {
        "publication": publication,
        "roster": roster_of(
            units_of(publication),
            current_sheets(publication),
            list(publication.sheets.select_related("uploaded_by", "unit")),
        ),
        "may_upload": person.has(Role.HANDLER),
    }
