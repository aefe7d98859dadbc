"""明细 of a unit: every lost point with its rule, its fact and its clause, framed; and facts corrected."""

import secrets
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from corpus.errors import Blocked, KaoheError
from review_ui.access import STAFF, allowed, person_of, publication_for
from review_ui.downloads import saved_as
from review_ui.models import Publication, Role
from review_ui.published.framing import framed
from review_ui.published.reading import cited_notices
from review_ui.results.board import Board, Entry, board_of
from review_ui.results.correcting import correct
from review_ui.results.detail import Detail
from review_ui.results.forms import Asking, asking, key_of, place_of, read
from review_ui.results.history import corrections_of, lapsed, sheet_values
from review_ui.results.returned import filled_of
from review_ui.results.sheet_views import unit_for
from rubric_builder.exports.inert import file_name
from rubric_builder.exports.results_docx import detail_docx
from rubric_builder.exports.results_lines import figures, remarks, scheme_texts
from rubric_builder.exports.results_xlsx import detail_xlsx
from rubric_builder.scoring.corrections import Overtaken, Place, corrected, said_of


@allowed(*STAFF)
def unit_scores(request: HttpRequest, publication_id: int, unit_id: int) -> HttpResponse:
    """The page. `?every=1` lists all items; `?item=` says whose clause is framed beside them (else the first's)."""
    person = person_of(request)
    publication = publication_for(person, publication_id)
    unit = unit_for(publication, unit_id)
    try:
        board = board_of(publication)
    except KaoheError as error:
        return render(request, "results/unfit.html", {"publication": publication, "fault": error.message}, status=409)
    entry = _entry(board, unit_id)
    earlier = unit.sheets.select_related("uploaded_by").order_by("-pk")
    context: dict[str, Any] = {"publication": publication, "unit": unit, "entry": entry, "sheets": earlier}
    if entry.scored is None:
        return render(request, "results/unit.html", context)
    every = bool(request.GET.get("every"))
    detail = _detail(board, entry)
    sections = detail.sections(every=every)
    chosen = request.GET.get("item") or next((i.id for s in sections for i in s.items), "")
    standing = entry.scored.standing
    context |= {
        "board": board,
        "detail": detail,
        "sections": sections,
        "every": every,
        "chosen": chosen,
        "figures": figures(standing),
        "own": standing.own,
        "remarks": remarks(standing, entry.scored.scheme),
        "full_marks": sum(
            1 for i in detail.result.items if i.full is not None and i.lost == 0 and i.not_applicable is None
        ),
        "corrections": corrections_of(board, unit.name),
        "lapsed": lapsed(board, unit),
        "may_correct": person.has(Role.HANDLER),
        **_source(publication, detail, chosen),
    }
    answer = render(request, "results/unit.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@allowed(*STAFF)
def score_source(request: HttpRequest, publication_id: int, unit_id: int, item: str) -> HttpResponse:
    """The clauses behind an item, framed: a fragment of the page."""
    publication = publication_for(person_of(request), publication_id)
    unit_for(publication, unit_id)
    detail = _detail(*_scored(publication, unit_id))
    return render(request, "results/source.html", _source(publication, detail, item))


@allowed(*STAFF)
def unit_file(request: HttpRequest, publication_id: int, unit_id: int, form: str) -> HttpResponse:
    """The 得分明细 as `docx` or `xlsx`."""
    publication = publication_for(person_of(request), publication_id)
    unit_for(publication, unit_id)
    board, entry = _scored(publication, unit_id)
    if entry.scored is None or form not in ("docx", "xlsx"):
        raise Http404
    scored = entry.scored
    make = detail_docx if form == "docx" else detail_xlsx
    content = make(scored.standing, scored.scheme, scheme_texts(scored.scheme), reviewed=board.assessment.reviewed)
    return saved_as(f"{file_name(entry.unit.name)}得分明细.{form}", content)


@allowed(Role.HANDLER, methods=("GET", "POST"))
def correct_fact(request: HttpRequest, publication_id: int, unit_id: int, fact: str) -> HttpResponse:
    """The form that corrects a fact, and what it sends."""
    person = person_of(request)
    publication = publication_for(person, publication_id)
    unit = unit_for(publication, unit_id)
    board, entry = _scored(publication, unit_id)
    place = place_of(fact)
    if entry.sheet is None:
        raise Http404
    try:
        asked = _asking(board, entry, place)
    except Blocked:
        raise Http404 from None
    if request.method != "POST":
        return _form(request, publication, board, entry, asked)
    plan = board.assessment.plan(filled_of(entry.sheet).group)
    seen = request.POST.get("seen", "")
    try:
        new = None if request.POST.get("restore") else read(plan, place, request.POST.dict())
        made = correct(
            person, unit, place, new,
            reason=request.POST.get("reason", ""), sheet=request.POST.get("sheet", ""),
            seen=int(seen) if seen.isdigit() else None, token=request.POST.get("token", "")[:64],
        )  # fmt: skip
    except Overtaken as overtaken:
        board, entry = _scored(publication, unit_id)
        theirs = next(c for c in corrections_of(board) if c.correction.sequence == overtaken.theirs.sequence)
        return _form(
            request, publication, board, entry, _asking(board, entry, place), fault=overtaken.message, theirs=theirs, status=409
        )  # fmt: skip
    except KaoheError as error:
        return _form(request, publication, board, entry, asked, fault=error.message, status=422)
    messages.success(
        request,
        f"已更正，得分已重新计算（第{made.sequence}号更正）。"
        if made.new
        else "更正已撤回，恢复为考评表所填，得分已重新计算。",
    )
    item = next((i.id for i in plan.items if any(row.id == place[1] for row in i.rows)), place[1])
    return redirect(
        f"{reverse('unit_scores', args=[publication_id, unit_id])}?item={item}&every={request.POST.get('every', '')}#item-{item}"
    )


def _form(
    request: HttpRequest, publication: Publication, board: Board, entry: Entry, asked: Asking, *,
    fault: str = "", theirs: Any = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    posted = request.POST if request.method == "POST" else {}
    holding = {c.place: c for c in entry.holding}
    context = {
        "publication": publication,
        "unit": entry.unit,
        "asked": asked,
        "key": key_of(asked.place),
        "seen": len(board.log.corrections),
        "sheet": entry.sheet.sha256 if entry.sheet else "",
        "value": posted.get("value", asked.value),
        "reason": posted.get("reason", ""),
        "every": posted.get("every", request.GET.get("every", "")),
        "token": secrets.token_urlsafe(16),
        "correction": holding.get(asked.place),
        "written": sheet_values(board, entry.unit.name, asked.place),
        "fault": fault,
        "theirs": theirs,
    }
    inline = request.headers.get("HX-Request") == "true"
    return render(request, "results/correct_form.html" if inline else "results/correct.html", context, status=status)


def _detail(board: Board, entry: Entry) -> Detail:
    assert entry.scored is not None
    return Detail(entry, board.assessment.plan(entry.scored.standing.result.group))


def _asking(board: Board, entry: Entry, place: Place) -> Asking:
    assert entry.sheet is not None
    filled = filled_of(entry.sheet)
    facts = corrected(filled.site, entry.holding)
    return asking(board.assessment.plan(filled.group), place, said_of(facts, place))


def _scored(publication: Publication, unit_id: int) -> tuple[Board, Entry]:
    """The board and a unit whose sheet came back; 404 where it has not, or nothing can be computed."""
    try:
        board = board_of(publication)
    except KaoheError:
        raise Http404 from None
    entry = _entry(board, unit_id)
    if entry.scored is None:
        raise Http404
    return board, entry


def _entry(board: Board, unit_id: int) -> Entry:
    return next(entry for entry in board.entries if entry.unit.pk == unit_id)


def _source(publication: Publication, detail: Detail, item: str) -> dict[str, Any]:
    evidence = detail.evidence_of(item)
    pages, texts = framed(evidence, cited_notices(publication)) if evidence else ((), ())
    return {"pages": pages, "texts": texts, "citations": tuple(dict.fromkeys(e.citation for e in evidence))}
