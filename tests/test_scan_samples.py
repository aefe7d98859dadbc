"""One notice as PDF and as a scan gives one outline and one draft: equal but for regions, blanks and page furniture.

The slowest tests of the suite: seven pages of the bundled 考核办法 are recognised, once.
"""

from functools import cache
from typing import Any

import pytest

from corpus import samples
from corpus.node import Node
from corpus.source_text import SourceText
from extract.notice import Notice
from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from tests.scans import needs_ocr, scanned

pytestmark = needs_ocr

PAGES = (0, 1, 2, 5, 6, 7, 8)  # the notice, two pages of articles, the end of the measures, three of the scoring table
NOT_COMPARED = ("evidence", "proofs", "spans", "regions", "document", "sha256", "text_sha256", "file", "table", "quote")


@cache
def sources() -> tuple[SourceText, SourceText]:
    """The pages as the digital PDF gives them, and as a scan of it does."""
    import io

    from pypdfium2 import PdfDocument

    data = samples.paths()["考核办法"].read_bytes()
    out = io.BytesIO()
    with PdfDocument(data) as whole, PdfDocument.new() as part:
        part.import_pages(whole, PAGES)
        part.save(out)
    return read_bytes(out.getvalue(), "考核办法.pdf"), read_bytes(scanned(data, PAGES, seed=20), "考核办法.pdf")


@cache
def notices() -> tuple[Notice, Notice]:
    digital, scan = sources()
    return read_notice(digital), read_notice(scan)


def plain(value: Any) -> Any:
    """What is compared: without evidence, with blanks left out."""
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if key not in NOT_COMPARED}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return "".join(value.split()) if isinstance(value, str) else value


def tree(node: Node) -> Any:
    return node.kind, node.label, plain(node.heading), plain(node.text), [tree(child) for child in node.children]


def test_the_outline_is_the_same() -> None:
    digital, scan = notices()
    for meant, found in zip(digital.outline.instruments, scan.outline.instruments, strict=True):
        assert (found.title, found.kind, found.document_number) == (meant.title, meant.kind, meant.document_number)
        assert [tree(node) for node in found.nodes] == [tree(node) for node in meant.nodes]
    assert plain(scan.outline.document.model_dump()) == plain(digital.outline.document.model_dump())


def test_the_draft_is_the_same() -> None:
    """But for what reading the scan left in doubt: that it is told is part of it."""
    digital, scan = (build_draft([notice]).model_dump(mode="json") for notice in notices())
    assert digital["indicators"]
    doubts = [issue for issue in scan["issues"] if issue["code"].startswith("source.")]
    scan["issues"] = [issue for issue in scan["issues"] if issue not in doubts]
    assert plain(scan) == plain(digital)


def test_every_quote_of_the_scan_is_found_on_its_page() -> None:
    """Regions lie where the same words lie on the digital page, within what the scanner shifted and turned."""
    digital, scan = sources()
    for words in ("每半年更新1次", "区应急管", "得满分", "遵循下列原则"):
        meant, found = (s.regions(((at := s.text.index(words), at + len(words)),)) for s in (digital, scan))
        assert (found[0].page, len(found)) == (meant[0].page, len(meant))
        for a, b in zip(meant[0].bbox, found[0].bbox, strict=True):
            assert a == pytest.approx(b, abs=18)
        wide, high = (found[0].bbox[2] - found[0].bbox[0]), (found[0].bbox[3] - found[0].bbox[1])
        assert wide == pytest.approx(meant[0].bbox[2] - meant[0].bbox[0], rel=0.06, abs=3)
        assert high < 3 * (meant[0].bbox[3] - meant[0].bbox[1])
