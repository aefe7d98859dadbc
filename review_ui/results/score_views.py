"""汇总: all units, the picture, the files; and the record of corrections."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from corpus.errors import KaoheError
from review_ui.access import STAFF, allowed, person_of, publication_for
from review_ui.downloads import saved_as, zip_saved_as
from review_ui.published.reading import schema_of
from review_ui.results.board import Board, average, board_of, graded, waiting
from review_ui.results.chart import BAR, HEAD, LEFT, RIGHT, ROW, WIDTH, charts
from review_ui.results.history import events_of
from rubric_builder.exports.results_docx import overview_docx
from rubric_builder.exports.results_files import OVERVIEW, result_files
from rubric_builder.exports.results_lines import HEADINGS, figures, scheme_texts
from rubric_builder.exports.results_xlsx import overview_xlsx


@allowed(*STAFF)
def scores(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The page: a row a unit, a picture of units by first-level indicator, what is open."""
    publication = publication_for(person_of(request), publication_id)
    try:
        board = board_of(publication)
    except KaoheError as error:
        return render(request, "results/unfit.html", {"publication": publication, "fault": error.message}, status=409)
    kinds, kind = board.kinds, request.GET.get("kind", "")
    shown = board.of_kind(kind) if kind in kinds else board
    context = {
        "publication": publication,
        "board": shown,
        "headings": HEADINGS,
        "figures": figures,
        "scored": shown.scored,
        "kinds": kinds,
        "kind": kind if kind in kinds else "",
        "average": average(shown.entries),
        "grades": graded(shown.entries),
        "charts": charts(shown.scored),
        "size": {"width": WIDTH, "left": LEFT, "right": RIGHT, "row": ROW, "bar": BAR, "head": HEAD},
        "waiting": waiting(shown),
    }
    answer = render(request, "results/scores.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


@allowed(*STAFF)
def scores_file(request: HttpRequest, publication_id: int, form: str) -> HttpResponseBase:
    """The 汇总 as `xlsx` or `docx`, or everything as `zip`; of one kind of unit where `kind` says so."""
    publication = publication_for(person_of(request), publication_id)
    try:
        board = board_of(publication)
    except KaoheError as error:
        messages.error(request, error.message)
        return redirect("scores", publication_id)
    kind = request.GET.get("kind", "")
    if kind in board.kinds:
        board = board.of_kind(kind)
    else:
        kind = ""
    several = [entry.scored for entry in board.scored if entry.scored is not None]
    if form not in ("xlsx", "docx", "zip"):
        raise Http404
    if not several:
        messages.error(request, "还没有交回的考评表，没有成果可下载。")
        return redirect("scores", publication_id)
    reviewed = board.assessment.reviewed
    name = f"{publication.title or '考核'}{OVERVIEW}" + (f"（{kind}）" if kind else "")
    if form == "zip":
        files = result_files(
            several,
            rubric=board.assessment.sha256,
            review=board.assessment.review,
            sources=schema_of(publication).sources,
        )
        return zip_saved_as(f"{name}.zip", files, publication.published_at)
    make = overview_xlsx if form == "xlsx" else overview_docx
    content = make([s.standing for s in several], scheme_texts(several[0].scheme), reviewed=reviewed)
    return saved_as(f"{name}.{form}", content)


@allowed(*STAFF)
def score_log(request: HttpRequest, publication_id: int) -> HttpResponse:
    """What was handed in and corrected, newest first, with the verdict on the chain of corrections."""
    publication = publication_for(person_of(request), publication_id)
    board: Board | None = None
    fault = ""
    try:
        board = board_of(publication)
    except KaoheError as error:
        fault = error.message
    done = events_of(publication, board)
    context = {
        "publication": publication,
        "page": Paginator(done, 100).get_page(request.GET.get("page")),
        "fault": fault,
        "corrections": len(board.log.corrections) if board else 0,
        "head": board.log.head if board and board.log.corrections else "",
    }
    return render(request, "results/log.html", context)
