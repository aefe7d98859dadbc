"""The bundled samples read once for a test run: source, notice, draft, duty book."""

from functools import cache

from corpus import samples
from extract.notice import Notice
from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.draft import Draft
from rubric_builder.duties import DutyBook, build_duties


@cache
def notice(name: str) -> Notice:
    """The sample of that name, read."""
    path = samples.paths()[name]
    return read_notice(read_bytes(path.read_bytes(), path.name))


@cache
def draft() -> Draft:
    """The draft of both samples, as the demo makes it."""
    return build_draft([notice(name) for name in samples.paths()])


@cache
def duties() -> DutyBook:
    """The duty book of the 责任制实施细则."""
    return build_duties([notice("责任制实施细则")])
