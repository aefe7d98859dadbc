"""`kaohe trace`: from an indicator to its clauses, and to a picture of the page."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Blocked
from kaohe.loading import read, read_source
from kaohe.progress import doing
from kaohe.sources import locate
from kaohe.stored import rubric_number, stored_draft, stored_scores

if TYPE_CHECKING:
    from corpus.evidence import Evidence
    from rubric_builder.draft import Draft, Source
    from rubric_builder.scoring.record import Scores, TracedScore
    from rubric_builder.tracing import Traced


def load_rubric(file: Path, data: Path | None = None) -> "tuple[Draft, Sequence[Path]]":
    """The draft or published schema in a JSON file, or of a stored rubric's number; from any other file, the draft that
    it gives. And where its sources are kept, for a stored one."""
    number = rubric_number(file)
    if number is not None:
        return stored_draft(number, data)
    if file.suffix.lower() == ".json":
        from rubric_builder.publishing import read_draft

        return read_draft(file), ()
    from rubric_builder.building import build_draft

    return build_draft([read(file)]), ()


def scores_in(file: Path, what: str = "", data: Path | None = None) -> "tuple[Scores, Sequence[Path]] | None":
    """The scores in a scores.json, or, where a unit's score is asked for (甲街道/ind-1.2), of a stored rubric's number; and
    where its sources are kept, for a stored one. None for any other file. Raises `Unreadable`, `Blocked`."""
    number = rubric_number(file)
    if number is not None and "/" in what:
        from rubric_builder.exports.results_files import scores_of

        assessment, scored = stored_scores(number, data)
        draft, kept = stored_draft(number, data)
        said = scores_of(scored, rubric=assessment.sha256, review=assessment.review, sources=draft.sources)
        return said, kept
    if file.suffix.lower() != ".json" or not file.is_file() or b'"kaohe.scores/' not in file.read_bytes():
        return None
    from rubric_builder.scoring.record import is_scores, read_scores

    try:
        return (read_scores(file), ()) if is_scores(json.loads(file.read_bytes())) else None
    except (ValueError, RecursionError):  # whatever reads it next says what is wrong with it
        return None


def trace_unit(scores: "Scores", what: str, file: Path, image: Path | None, given: Sequence[Path]) -> "TracedScore":
    """A unit's score of an indicator (甲街道/ind-1.2); with `image`, the clauses framed on their pages."""
    from rubric_builder.scoring.record import trace_score, traced_evidence

    traced = trace_score(scores, what)
    if image is not None:
        pieces = tuple(traced_evidence(traced))
        if not pieces:
            raise Blocked("trace.nothing", f"“{what}”没有可以画出的条款")
        draw_evidence(pieces, scores.sources, file, image, given)
    return traced


def draw(traced: "Traced", draft: "Draft", rubric: Path, image: Path, given: Sequence[Path]) -> None:
    """Draws the pages (or, where the format has none, the text) that the trace rests on, the clauses framed.

    Where the evidence is of several files, the first one's is drawn. Raises Blocked where the source is not found.
    """
    draw_evidence(traced.evidence, draft.sources, rubric, image, given)


def draw_evidence(
    evidence: "Sequence[Evidence]", known: "Sequence[Source]", beside: Path, image: Path, given: Sequence[Path]
) -> None:
    """`draw` for evidence alone; `known` are the files that it may be of, looked for beside `beside` and in `given`."""
    from rubric_builder.page_picture import page_picture
    from rubric_builder.text_picture import text_picture

    first = evidence[0]
    pieces = [e for e in evidence if e.document == first.document]
    caption = "；".join(dict.fromkeys(e.citation for e in pieces[:2]))
    sources = [s for s in known if s.document == first.document]
    path = locate(sources, beside.parent, [beside, *given])[first.document]
    with doing("正在画出原文页面"):
        regions = [region for e in pieces for region in e.regions]
        if regions:
            picture = page_picture(path.read_bytes(), regions, caption=caption)
        else:
            picture = text_picture(read_source(path).text, [s for e in pieces for s in e.spans], caption=caption)
    image.write_bytes(picture)
