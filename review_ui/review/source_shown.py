"""What the left two columns show of a rubric's notices: pages or text, and what on them is undecided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404

from corpus.source_text import Page
from extract.notice import Notice as ReadNotice
from review_ui.jobs.keeping import Kept
from review_ui.jobs.layout import layout_pages
from review_ui.jobs.loading import draft_of, notice_of
from review_ui.models import Notice, Rubric
from review_ui.review.sheets import Sheet, sheet_of
from review_ui.review.source_frames import Frame, drawn, frames, pending_by_page, shape
from review_ui.review.source_outline import Entry, outline

_frames: Kept[tuple[Frame, ...]] = Kept(8)


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice as its columns are laid out. `places` are what the first column lists where there are no pages;
    `layout` the count of LibreOffice's pages for a notice without pages of its own."""

    id: int
    file: str
    document: str
    text_sha256: str
    pages: tuple[Page, ...]
    pending: Mapping[int, int]
    places: tuple[Entry, ...]
    layout: int


def shown_notices(rubric: Rubric) -> tuple[ShownNotice, ...]:
    """The notices of a rubric in order, in the readings that its draft cites. Raises `Blocked` where one is missing."""
    placed = frames_of(sheet_of(rubric), rubric)
    return tuple(_shown(row, read, placed) for row, read in read_notices(rubric))


def source_context(rubric: Rubric) -> dict[str, Any]:
    """What `review/source.html` needs."""
    return {"rubric": rubric, "source_notices": shown_notices(rubric)}


def read_notices(rubric: Rubric) -> tuple[tuple[Notice, ReadNotice], ...]:
    """The rows and what was read from them, in order."""
    texts = {source.document: source.text_sha256 for source in draft_of(rubric).sources}
    rows = rubric.notices.order_by("rubricnotice__position")
    return tuple((row, notice_of(row, texts.get(row.sha256))) for row in rows)


def read_one(rubric: Rubric, notice_id: int) -> tuple[Notice, ReadNotice]:
    """One of a rubric's notices. Raises Http404 where it is none of them."""
    row = rubric.notices.filter(pk=notice_id).first()
    if row is None:
        raise Http404
    texts = {source.document: source.text_sha256 for source in draft_of(rubric).sources}
    return row, notice_of(row, texts.get(row.sha256))


def frames_of(sheet: Sheet, rubric: Rubric) -> tuple[Frame, ...]:
    """The frames of every item of a rubric, kept in memory until the next decision."""
    return _frames.get((rubric.pk, sheet.folded.log.head), lambda: frames(sheet.items))


def drawn_frames(rubric: Rubric, sheet: Sheet, items: frozenset[str] | None = None) -> dict[str, Any]:
    """Frames and counts by notice, as the page's script takes them; `items`: the frames of these alone.

    `shape` changes when anything stands elsewhere than before: then the script must ask for all of it again.
    """
    placed = frames_of(sheet, rubric)
    notices: dict[str, Any] = {}
    for row, read in read_notices(rubric):
        own = _on(placed, read)
        notices[str(row.pk)] = {
            "shape": shape(own),
            "counts": _counts(read, own),
            "frames": [drawn(frame) for frame in own if items is None or frame.item in items],
        }
    return {"sequence": sheet.sequence, "notices": notices}


def _counts(read: ReadNotice, own: Sequence[Frame]) -> Mapping[str, int]:
    if read.source.document.pages:
        return {str(page): count for page, count in pending_by_page(own).items()}
    return {str(entry.start): entry.pending for entry in outline(read, own) if entry.pending}


def _on(placed: Sequence[Frame], read: ReadNotice) -> tuple[Frame, ...]:
    return tuple(frame for frame in placed if frame.document == read.source.document.sha256)


def _shown(row: Notice, read: ReadNotice, placed: Sequence[Frame]) -> ShownNotice:
    own, pages = _on(placed, read), read.source.document.pages
    return ShownNotice(
        id=row.pk,
        file=row.file,
        document=row.sha256,
        text_sha256=read.source.sha256,
        pages=pages,
        pending=pending_by_page(own) if pages else {},
        places=() if pages else outline(read, own),
        layout=0 if pages else layout_pages(row),
    )
