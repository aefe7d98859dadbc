"""What a child process does with stored files: a notice's title, a rubric's draft, what a score sheet says. It knows
blobs, not the database."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from review_ui.jobs.packing import unpacked

if TYPE_CHECKING:
    from extract.notice import Notice
    from rubric_builder.assessment import Assessment


def title_of(reading: str) -> str:
    """The title of the notice whose reading lies in that blob; "" where it has none."""
    return _notice(reading).outline.document.title or ""


def build(readings: Sequence[str], year: int | None) -> bytes:
    """The canonical JSON of the draft, duties included, of the notices whose readings lie in these blobs, in order."""
    from rubric_builder.book import build_book
    from rubric_builder.schema import canonical

    return canonical(build_book([_notice(reading) for reading in readings], year))


def read_sheet(schema: str, sheet: str, file: str) -> tuple[str, str | None, bytes]:
    """The unit and kind of unit that a score sheet is of, and all that it says (`returned_sheets.as_json`).

    `schema` and `sheet` are the blobs of the published schema and of the sheet, `file` the sheet's own name. Raises
    `Unreadable`.
    """
    from rubric_builder.returned_sheets import as_json, read_returned

    filled = read_returned(_assessment(schema), Path(sheet).read_bytes(), file)
    return filled.unit, filled.group, as_json(filled)


@lru_cache(maxsize=2)
def _assessment(schema: str) -> "Assessment":
    from rubric_builder.assessment import Assessment
    from rubric_builder.schema import Published

    return Assessment(Published.model_validate_json(Path(schema).read_bytes()))


def _notice(reading: str) -> "Notice":
    from extract.reading_notice import read_notice

    return read_notice(unpacked(Path(reading).read_bytes()))
