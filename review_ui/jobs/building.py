"""What a child process does with stored readings: a notice's title, a rubric's draft. It knows blobs, not the database."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from review_ui.jobs.packing import unpacked

if TYPE_CHECKING:
    from extract.notice import Notice


def title_of(reading: str) -> str:
    """The title of the notice whose reading lies in that blob; "" where it has none."""
    return _notice(reading).outline.document.title or ""


def build(readings: Sequence[str], year: int | None) -> bytes:
    """The canonical JSON of the draft, duties included, of the notices whose readings lie in these blobs, in order."""
    from rubric_builder.book import build_book
    from rubric_builder.schema import canonical

    return canonical(build_book([_notice(reading) for reading in readings], year))


def _notice(reading: str) -> "Notice":
    from extract.reading_notice import read_notice

    return read_notice(unpacked(Path(reading).read_bytes()))
