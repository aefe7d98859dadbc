"""A file that begins in the middle of a scoring table: no header cell becomes a name, and what lacks its name says so."""

import io

import pytest

from corpus import samples
from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.draft import Draft
from tests.samples import scoring


def draft_of(*pages: int) -> Draft:
    """The draft of some pages (from 0) of the bundled 考核办法."""
    from pypdfium2 import PdfDocument

    out = io.BytesIO()
    with PdfDocument(samples.paths()["考核办法"].read_bytes()) as whole, PdfDocument.new() as part:
        part.import_pages(whole, pages)
        part.save(out)
    return build_draft([read_notice(read_bytes(out.getvalue(), "续页.pdf"))])


@pytest.mark.parametrize("pages", [(7,), (8,), (8, 9), (7, 8, 9, 10)])
def test_rows_whose_name_is_on_the_page_before(pages: tuple[int, ...]) -> None:
    draft = draft_of(*pages)
    cut, *named = draft.indicators
    assert cut.name not in scoring.HEADER
    assert cut.children == ()
    assert cut.criteria[0].text.startswith(cut.name)
    composed = [first.name for first in scoring.INDICATORS] + [s.name for f in scoring.INDICATORS for s in f.seconds]
    assert named
    assert all(indicator.name in composed for indicator in named)
    (issue,) = [issue for issue in draft.issues if issue.code == "indicator-cut-off"]
    assert (issue.severity, "核对是否缺页" in issue.message) == ("warning", True)


def test_a_page_that_begins_with_a_name_is_not_cut_off() -> None:
    draft = draft_of(9)
    assert [indicator.name for indicator in draft.indicators] == ["应急准备", "宣传培训"]
    assert not [issue for issue in draft.issues if issue.code == "indicator-cut-off"]
