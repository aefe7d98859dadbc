"""Notices to the whole draft that is reviewed: the rubric, and the duties of every role."""

from collections.abc import Sequence

from extract.notice import Notice
from rubric_builder.building import build_draft
from rubric_builder.draft import Draft
from rubric_builder.duties import with_duties


def build_book(notices: Sequence[Notice], year: int | None = None) -> Draft:
    """`build_draft` with the duties in it. Takes about a second more the first time, when spaCy is imported."""
    return with_duties(build_draft(notices, year), notices)
