"""From rows and blobs to values: the source text and the outline of a notice, the draft of a rubric."""

from typing import TYPE_CHECKING

from corpus.errors import Blocked
from review_ui.jobs.keeping import Kept
from review_ui.jobs.packing import unpacked
from review_ui.jobs.store import blobs
from review_ui.models import Notice, Reading, Rubric

if TYPE_CHECKING:
    from corpus.source_text import SourceText
    from extract.notice import Notice as ReadNotice
    from rubric_builder.draft import Draft

_sources: "Kept[SourceText]" = Kept(24)
_notices: "Kept[ReadNotice]" = Kept(16)
_drafts: "Kept[Draft]" = Kept(8)


def source_of(notice: Notice, text_sha256: str | None = None) -> "SourceText":
    """The source text of a notice as last read, or the reading with that text hash. Kept in memory.

    Raises `Blocked` where there is no such reading, or its blob is missing or damaged.
    """
    blob = _reading(notice, text_sha256).blob
    return _sources.get(blob, lambda: unpacked(blobs().get(blob)))


def notice_of(notice: Notice, text_sha256: str | None = None) -> "ReadNotice":
    """The notice with its outline, tables and places (`extract`), as `source_of`. The first time it is computed."""
    from extract.reading_notice import read_notice

    source = source_of(notice, text_sha256)
    return _notices.get((source.document.sha256, source.sha256), lambda: read_notice(source))


def notices_of(rubric: Rubric) -> "list[ReadNotice]":
    """The notices a rubric was made from, in order, in the very readings its draft cites."""
    texts = {source.document: source.text_sha256 for source in draft_of(rubric).sources}
    rows = rubric.notices.order_by("rubricnotice__position")
    return [notice_of(row, texts.get(row.sha256)) for row in rows]


def draft_of(rubric: Rubric) -> "Draft":
    """The draft that extraction made. Kept in memory. Raises `Blocked` where it is not built yet or its blob damaged."""
    blob = rubric.draft_blob
    if not blob:
        raise Blocked("rubric.building", f"“{rubric}”还没有生成草案，请稍候")

    def make() -> "Draft":
        from rubric_builder.draft import Draft

        return Draft.model_validate_json(blobs().get(blob))

    return _drafts.get(blob, make)


def _reading(notice: Notice, text_sha256: str | None) -> Reading:
    readings = notice.readings.order_by("-pk")
    found = (readings.filter(text_sha256=text_sha256) if text_sha256 else readings).first()
    if found is None:
        raise Blocked(
            "notice.unread",
            f"“{notice.file}”还没有读完，请稍候"
            if not text_sha256
            else f"“{notice.file}”的这次读取结果缺失，请用最近的备份恢复",
        )
    return found
