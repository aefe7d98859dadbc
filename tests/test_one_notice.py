"""One notice as PDF, DOCX, OFD and scan gives one outline, one draft and one duty book: equal but for where it stands.

The slowest tests of the suite: all nineteen pages of the samples are recognised, once. `KAOHE_HEAVY=5` recognises five
more scans of each, worn in other ways.
"""

import os
from collections.abc import Callable
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
from rubric_builder.duties import build_duties
from tests.samples.forms import as_docx, as_ofd, as_pdf, as_scan, needs_office
from tests.scans import needs_ocr

pytestmark = needs_office

NAMES = list(samples.paths())
FORMS: dict[str, Callable[[str], bytes]] = {"docx": as_docx, "ofd": as_ofd}
SEEDS = [20, *range(120, 120 + int(os.environ.get("KAOHE_HEAVY") or 0))]
NOT_COMPARED = ("evidence", "proofs", "spans", "regions", "document", "sha256", "text_sha256", "file", "table", "quote")

# Words and the page of the sample that they stand on.
PLACES = {
    "考核办法": ("每半年更新1次", "区应急管", "得满分", "遵循下列原则", "瞒报、谎报", "印发"),
    "责任制实施细则": ("第二条", "第四条", "第六条", "第三章"),
}


@cache
def pdf(name: str) -> SourceText:
    return read_bytes(as_pdf(name), f"{name}.pdf")


@cache
def reference(name: str) -> dict[str, Any]:
    return said(read_notice(pdf(name)))


def said(notice: Notice) -> dict[str, Any]:
    """What is compared of a notice: outline, draft and duties without evidence, blanks and what reading left in doubt."""
    out = {
        "outline": [[i.title, i.kind, i.document_number, *map(tree, i.nodes)] for i in notice.outline.instruments],
        "document": notice.outline.document.model_dump(mode="json"),
        "draft": build_draft([notice]).model_dump(mode="json"),
        "duties": build_duties([notice]).model_dump(mode="json"),
    }
    for built in (out["draft"], out["duties"]):
        built["issues"] = [issue for issue in built["issues"] if not issue["code"].startswith("source.")]
    return {key: plain(value) for key, value in out.items()}


def tree(node: Node) -> Any:
    return node.kind, node.label, node.heading, node.text, [tree(child) for child in node.children]


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items() if key not in NOT_COMPARED}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    return "".join(value.split()) if isinstance(value, str) else value


def differences(meant: Any, found: Any, path: str = "") -> list[str]:
    """Where two values differ, said so that it can be read."""
    if meant == found:
        return []
    if isinstance(meant, dict) and isinstance(found, dict):
        keys = {**meant, **found}
        return [d for key in keys for d in differences(meant.get(key), found.get(key), f"{path}.{key}")]
    if isinstance(meant, list) and isinstance(found, list) and len(meant) == len(found):
        pairs = enumerate(zip(meant, found, strict=True))
        return [d for n, (a, b) in pairs for d in differences(a, b, f"{path}[{n}]")]
    return [f"{path}: {str(meant)[:200]!r} ≠ {str(found)[:200]!r}"]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_one_notice_in_two_digital_forms(name: str, form: str) -> None:
    source = read_bytes(FORMS[form](name), f"{name}.{form}")
    assert reference(name)["outline"]
    assert differences(reference(name), said(read_notice(source))) == []


@needs_ocr
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", NAMES)
def test_one_notice_as_a_scan(name: str, seed: int) -> None:
    source = read_bytes(as_scan(name, seed), f"{name}.pdf")
    assert differences(reference(name), said(read_notice(source))) == []
    places_agree(name, source)


def places_agree(name: str, scan: SourceText) -> None:
    """Regions lie where the same words lie on the digital page, within what the scanner shifted and turned."""
    digital = pdf(name)
    for words in PLACES[name]:
        meant, found = (s.regions(((at := s.text.index(words), at + len(words)),)) for s in (digital, scan))
        assert (found[0].page, len(found)) == (meant[0].page, len(meant)), words
        for a, b in zip(meant[0].bbox, found[0].bbox, strict=True):
            assert a == pytest.approx(b, abs=18), words
        wide, high = (found[0].bbox[2] - found[0].bbox[0]), (found[0].bbox[3] - found[0].bbox[1])
        assert wide == pytest.approx(meant[0].bbox[2] - meant[0].bbox[0], rel=0.06, abs=3), words
        assert high < 3 * (meant[0].bbox[3] - meant[0].bbox[1]), words
