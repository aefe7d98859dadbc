"""Pages to look at: a PDF's, an OFD's or a scan's own; for what has none of its own (DOCX, text, web pages), LibreOffice's."""

from pathlib import Path

from django.conf import settings

from review_ui.jobs.files import write_whole
from review_ui.jobs.store import blobs
from review_ui.models import Notice

PDF, OFD = "application/pdf", "application/ofd"
_SECONDS = 120.0
_SUFFIXES = frozenset((".docx", ".docm", ".doc", ".wps", ".wpt", ".dot", ".rtf", ".odt", ".xlsx", ".xls", ".et", ".ods", ".html", ".htm", ".mht", ".txt"))  # fmt: skip
"""What LibreOffice is handed; it tells by content, the extension only helps."""


def layout_pages(notice: Notice) -> int:
    """How many pages there are to look at: 0 where there are none, or none yet. Never waits."""
    if drawn_as_is(notice):
        reading = notice.readings.order_by("-pk").first()
        return reading.pages if reading else 0
    try:
        return int(_count(notice).read_text("ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def layout_pdf(notice: Notice) -> Path | None:
    """The PDF whose pages stand for the notice's; None where there is none, or none yet. Never waits."""
    if notice.media_type == PDF:
        return blobs().path(notice.sha256)
    path = _place(notice)
    return path if path.is_file() else None


def drawn_as_is(notice: Notice) -> bool:
    """Whether the file itself is what is drawn: a PDF, an OFD or a picture."""
    return notice.media_type in (PDF, OFD) or notice.media_type.startswith("image/")


def lay_out(notice: Notice) -> int:
    """Has LibreOffice lay out a notice without pages of its own; returns the count of pages, 0 where it gives none.

    Takes seconds. What was tried once is not tried again.
    """
    from ingest.legacy.office import find_office
    from review_ui.jobs.pictures import count_pages

    if drawn_as_is(notice) or _count(notice).exists():
        return layout_pages(notice)
    office = find_office()
    if office is None:
        return 0
    pdf = _converted(notice, office)
    pages = 0
    if pdf is not None:
        write_whole(_place(notice), pdf)
        pages = count_pages(_place(notice))
    write_whole(_count(notice), str(pages).encode("ascii"))
    return pages


def _converted(notice: Notice, office: str) -> bytes | None:
    from ingest.legacy.office import ConversionFailed, convert

    suffix = Path(notice.file).suffix.lower()
    if suffix not in _SUFFIXES:
        return None
    try:
        return convert(office, blobs().get(notice.sha256), suffix[1:], "pdf", _SECONDS)
    except ConversionFailed:
        return None


def _place(notice: Notice) -> Path:
    return Path(settings.DATA_DIRECTORY) / "cache" / "layout" / f"{notice.sha256}.pdf"


def _count(notice: Notice) -> Path:
    return _place(notice).with_suffix(".pages")
