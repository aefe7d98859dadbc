"""Pictures of pages: drawn in a child process that can be killed, kept on disk."""

from pathlib import Path

from django.conf import settings

from corpus.errors import Unreadable
from review_ui.jobs.drawing import draw, page_count
from review_ui.jobs.files import write_whole
from review_ui.jobs.keeping import Kept
from review_ui.jobs.layout import drawn_as_is, layout_pages, layout_pdf
from review_ui.jobs.store import blobs
from review_ui.jobs.workers import Lost, Workers
from review_ui.models import Notice

WIDTHS = (160, 320, 640, 960, 1240, 1600, 2480)
"""The widths in pixels that pages are drawn in; 1240 is A4 at 150 dpi."""
PREPARED = (1240, 160)
"""Those drawn as soon as a notice was read: the page as the review page shows it, and its thumbnail."""

_SECONDS = 20.0
_workers = Workers(2, memory=1 << 30)
_kept: Kept[bytes] = Kept(48)


def page_png(notice: Notice, page: int, width_px: int) -> bytes:
    """A PNG of a page (from 1): in the next of `WIDTHS` that is no less than `width_px`, else in the largest.

    Drawn once, then from the disk. Raises `Unreadable` where the notice has no such page to look at (`layout_pages`
    says how many), or it can't be drawn.
    """
    width = next((w for w in WIDTHS if w >= width_px), WIDTHS[-1])
    path = _place(notice, page, width)

    def make() -> bytes:
        if path.is_file():
            return path.read_bytes()
        picture = _draw(notice, page, width)
        write_whole(path, picture)
        return picture

    return _kept.get(path, make)


def count_pages(pdf: Path) -> int:
    """How many pages a PDF has, asked in a child; 0 where it can't be told."""
    try:
        return _workers.call(page_count, str(pdf), seconds=_SECONDS)
    except Lost:
        return 0


def close() -> None:
    """Ends the children that draw; the next picture starts new ones."""
    _workers.close()


def _draw(notice: Notice, page: int, width: int) -> bytes:
    if not 1 <= page <= layout_pages(notice):
        raise Unreadable("picture.none", f"“{notice.file}”没有第{page}页的图像")
    path = blobs().path(notice.sha256) if drawn_as_is(notice) else layout_pdf(notice)
    try:
        return _workers.call(draw, str(path), page, width, seconds=_SECONDS)
    except Lost as lost:
        raise Unreadable("picture.lost", f"“{notice.file}”第{page}页画不出来：{lost.message}") from None


def _place(notice: Notice, page: int, width: int) -> Path:
    folder = Path(settings.DATA_DIRECTORY) / "cache" / "pictures" / notice.sha256[:2]
    return folder / f"{notice.sha256}-{page}-{width}.png"
