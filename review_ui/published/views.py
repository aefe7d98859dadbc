"""A published version: its stable page, each score and duty with its clause, the files."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from corpus.errors import Blocked
from review_ui.access import STAFF, allowed, person_of, publication_for
from review_ui.downloads import attachment
from review_ui.jobs.store import blobs
from review_ui.models import Publication, Role
from review_ui.published.fields import fields_of
from review_ui.published.framing import framed
from review_ui.published.reading import cited_notices, schema_of
from review_ui.signing.publishing import start_correction
from rubric_builder.bundle import Manifest
from rubric_builder.exports import wording
from rubric_builder.items import ROOT, items
from rubric_builder.schema import Published
from rubric_builder.tracing import NotTraceable, trace


@allowed(*STAFF)
def published(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The version as it was signed. The address stays; a newer version is pointed to."""
    publication = publication_for(person_of(request), publication_id)
    return render(
        request,
        "published/published.html",
        {
            "publication": publication,
            "schema": schema_of(publication),
            "manifest": Manifest.model_validate_json(publication.manifest),
            "files": publication.files.all(),
            "replaced_by": Publication.objects.filter(replaces=publication).first(),
            "sections": _sections(schema_of(publication)),
            "may_correct": person_of(request).has(Role.HANDLER),
        },
    )


@allowed(*STAFF)
def item(request: HttpRequest, publication_id: int, item: str) -> HttpResponse:
    """One score or duty: every field with its citation and quote, and the clauses framed."""
    publication = publication_for(person_of(request), publication_id)
    schema = schema_of(publication)
    known = {each.id: each for each in items(schema)}
    if item not in known:
        raise Http404
    try:
        traced = trace(schema, item)
    except NotTraceable:
        raise Http404 from None
    evidence = traced.evidence or known[item].record.evidence
    pages, texts = framed(evidence, cited_notices(publication))
    return render(
        request,
        "published/item.html",
        {
            "publication": publication,
            "item": known[item],
            "fields": fields_of(known[item], traced, known),
            "pages": pages,
            "texts": texts,
        },
    )


@allowed(*STAFF)
def one_file(request: HttpRequest, publication_id: int, name: str) -> HttpResponse:
    """One file of the bundle, as it was written."""
    publication = publication_for(person_of(request), publication_id)
    file = publication.files.filter(name=name).first()
    if file is None:
        raise Http404
    response = HttpResponse(blobs().get(file.sha256), content_type="application/octet-stream")
    response["Content-Disposition"] = attachment(name.rpartition("/")[2])
    return response


@allowed(*STAFF)
def as_zip(request: HttpRequest, publication_id: int) -> FileResponse:
    """The whole bundle in one ZIP."""
    publication = publication_for(person_of(request), publication_id)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in publication.files.all():
            entry = zipfile.ZipInfo(file.name, publication.published_at.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, blobs().get(file.sha256))
    packed.seek(0)
    response = FileResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = attachment(f"{publication.title or '考核细则'}（第{publication.version}版）.zip")
    return response


@allowed(Role.HANDLER, methods=("POST",))
def correct(request: HttpRequest, publication_id: int) -> HttpResponse:
    """A new version is begun to correct this one, with a reason."""
    person = person_of(request)
    publication = publication_for(person, publication_id)
    try:
        rubric = start_correction(person, publication, request.POST.get("reason", ""))
    except Blocked as error:
        messages.error(request, error.message)
        return redirect("published", publication_id)
    messages.success(request, "已开始更正：在上一版的基础上修改，重新签批后作为新版本发布。")
    return redirect("review", rubric.pk)


_SECTIONS: Mapping[str, tuple[str, Callable[[Any], str]]] = {
    "bonuses": ("加分项", wording.sentence),
    "vetoes": ("一票否决", wording.sentence),
    "terms": ("计分总则", wording.sentence),
    "grades": ("等次", wording.grade),
    "deadlines": ("时限", wording.deadline),
}


def _sections(schema: Published) -> list[tuple[str, list[tuple[str, str]]]]:
    """What stands outside of the score table: heading, then (id, line) of each record."""
    found: dict[str, list[tuple[str, str]]] = {}
    for each in items(schema):
        slot = each.slot or ""
        if slot in _SECTIONS and each.parent == ROOT:
            found.setdefault(slot, []).append((each.id, _SECTIONS[slot][1](each.record)))
    return [(_SECTIONS[slot][0], lines) for slot, lines in found.items()]
