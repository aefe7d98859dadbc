"""Whole documents: an OFD says what the PDF that it was made from says, and what another reader finds in it."""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from corpus import samples
from corpus.source_text import SourceText
from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.duties import build_duties
from tests.ofd_files import ofd_from_pdf
from tests.shared_files import SHARED, needs_shared, real_files

SAMPLES = [path for path in samples.paths().values() if path.suffix == ".pdf"]
SHARED_PDFS = sorted((SHARED / "documents").glob("*.pdf")) if SHARED.is_dir() else []
# Where the text stands on the page, and which file it is: a print driver changes both.
_APART = {"regions", "document", "sha256", "text_sha256", "box", "page", "file"}


@cache
def both(path: Path) -> tuple[SourceText, SourceText]:
    """The same document as PDF and as OFD."""
    data = path.read_bytes()
    return read_bytes(data, path.name), read_bytes(ofd_from_pdf(data), path.stem + ".ofd")


def alike(value: Any) -> Any:
    """A dumped value without regions and hashes."""
    if isinstance(value, dict):
        return {k: alike(v) for k, v in value.items() if k not in _APART}
    return [alike(inner) for inner in value] if isinstance(value, list | tuple) else value


def outline(source: SourceText) -> Any:
    return alike(read_notice(source).outline.model_dump(mode="json")["instruments"])


def draft(source: SourceText) -> Any:
    return alike(build_draft([read_notice(source)]).model_dump(mode="json"))


def duties(source: SourceText) -> Any:
    return alike(build_duties([read_notice(source)]).model_dump(mode="json"))


@pytest.mark.parametrize("path", [*SAMPLES, *SHARED_PDFS], ids=lambda path: path.stem)
@pytest.mark.parametrize("built", [outline, draft, duties])
def test_one_notice_as_pdf_and_as_ofd(path: Path, built: Any) -> None:
    pdf, ofd = both(path)
    assert ofd.text == pdf.text
    assert built(ofd) == built(pdf)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_boxes_are_those_of_the_pdf(path: Path) -> None:
    pdf, ofd = both(path)
    assert [(p.width, p.height) for p in ofd.document.pages] == [(p.width, p.height) for p in pdf.document.pages]
    for name in ("x0", "top", "x1", "bottom"):
        off = [abs(a - b) for a, b in zip(getattr(pdf.boxes, name), getattr(ofd.boxes, name), strict=True)]
        # without its font a last character's width is a guess, and so is what of its height stands above the baseline
        assert max(off) < 10, name
        assert sum(off) / len(off) < 1.5, name


PICTURES_ONLY = "扫描图片版"


def with_text(kind: str) -> list[Path]:
    return [path for path in real_files() if path.suffix == kind and not path.name.startswith(PICTURES_ONLY)]


@needs_shared
@pytest.mark.parametrize("path", with_text(".ofd"), ids=lambda path: path.stem)
def test_the_text_is_what_ofdkit_finds(path: Path) -> None:
    import ofdkit

    with ofdkit.open(path) as file:
        expected = [Counter("".join(page.text().split())) for page in file.pages]
    assert any(expected)
    source = read_bytes(path.read_bytes(), path.name)
    assert [Counter("".join(page.split())) for page in source.text.split("\f")] == expected
    drawn = sum(map(bool, source.boxes.page))
    assert drawn >= sum(page.total() for page in expected)
