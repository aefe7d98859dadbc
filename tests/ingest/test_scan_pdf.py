"""Pages of a PDF without usable text: recognised page by page, in the page's own coordinates."""

import io
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import Unreadable
from corpus.source_text import Role, SourceText
from ingest import Progress, read_bytes, read_file
from tests.pdf_files import PageCanvas, PdfFile
from tests.scans import drawn, needs_ocr, packed, stamped, worn

pytestmark = needs_ocr

BODY = [
    "第一条　为压实安全生产责任，制定本办法。",
    "第二条　本办法适用于全区各镇（街道）的考核。",
    "第三条　考核实行百分制，80分以上为良好。",
]
ROWS = [
    ("考核内容", "评分标准", "分值"),
    ("组织领导", "未召开会议的，每少1次扣2分。", "10"),
    ("隐患排查", "每漏1处扣1分，扣完为止。", "15"),
]


def prose(page: PageCanvas) -> None:
    for n, line in enumerate(BODY):
        page.text(90, 720 - 30 * n, line, 16)


def table(page: PageCanvas) -> None:
    xs, ys = (80, 200, 420, 500), (700, 660, 620, 580)
    for x in xs:
        page.stroke(x, ys[0], x, ys[-1], 0.8)
    for y in ys:
        page.stroke(xs[0], y, xs[-1], y, 0.8)
    for row, y in zip(ROWS, ys, strict=False):
        for text, x in zip(row, xs, strict=False):
            page.text(x + 6, y - 26, text, 12)


def digital(*draw: Callable[[PageCanvas], None]) -> bytes:
    pdf = PdfFile()
    for one in draw:
        one(pdf.page())
    return pdf.build()


def words(text: str) -> str:
    return "".join(text.split())


def cells(source: SourceText) -> list[list[tuple[int, int, str]]]:
    return [[(c.row, c.column, words(source.text[c.start : c.end])) for c in t.cells] for t in source.tables]


def span(source: SourceText, quote: str) -> tuple[int, int]:
    at = source.text.index(quote)
    return at, at + len(quote)


@pytest.fixture(scope="module")
def original() -> SourceText:
    return read_bytes(digital(prose, table), "考核办法.pdf")


@pytest.fixture(scope="module")
def scan() -> SourceText:
    data = digital(prose, table)
    pages = [worn(stamped(drawn(data, 0), 0.5, 0.16), 3), worn(drawn(data, 1), 4)]
    return read_bytes(packed(pages), "考核办法.pdf")


def test_the_words_are_those_of_the_digital_page(scan: SourceText, original: SourceText) -> None:
    assert words(scan.text) == words(original.text)
    assert len(scan.document.pages) == 2
    assert "rapidocr" in scan.document.parser


def test_the_ruled_table_is_found_in_the_picture(scan: SourceText, original: SourceText) -> None:
    assert cells(scan) == cells(original)
    assert scan.tables[0].origin == "ruled"
    assert scan.tables[0].page == 2


def test_lines_have_their_size_and_indent(scan: SourceText, original: SourceText) -> None:
    for line, meant in zip(scan.lines, original.lines, strict=True):
        assert line.size == pytest.approx(meant.size, rel=0.1)
        if line.role is Role.BODY:
            assert line.indent == pytest.approx(meant.indent, abs=0.5)


@pytest.mark.parametrize("quote", ["压实安全生产责任", "百分制", "每少1次扣2分", "隐患排查", "15"])
def test_regions_lie_on_the_ink_of_the_skewed_page(scan: SourceText, quote: str) -> None:
    """Each box holds the ink of its words: the scan's own, askew as it is."""
    import numpy as np

    data = digital(prose, table)
    (region,) = scan.regions((span(scan, quote),))
    picture = worn(drawn(data, region.page - 1), 2 + region.page)
    scale = picture.shape[1] / scan.document.pages[0].width
    x0, top, x1, bottom = (round(v * scale) for v in region.bbox)
    dark = picture.min(axis=2) < 130
    assert dark[top:bottom, x0:x1].mean() > 0.05
    around = dark[top - 3 : bottom + 3, x0 - 3 : x1 + 3].sum()
    assert dark[top:bottom, x0:x1].sum() > 0.9 * around  # what lies around is paper
    assert np.diff(np.flatnonzero(dark[top:bottom, x0:x1].any(axis=0))).max() < 30


def test_every_character_has_its_own_box_and_how_sure_it_is(scan: SourceText) -> None:
    boxes = scan.boxes
    assert boxes.confidence is not None
    start, end = span(scan, "压实安全生产责任")
    for i in range(start, end):
        assert 12 < boxes.x1[i] - boxes.x0[i] < 20  # 16 points, drawn a little narrower or wider
        assert boxes.confidence[i] > 90
    lefts = [boxes.x0[i] for i in range(start, end)]
    assert all(b - a == pytest.approx(16, abs=1.6) for a, b in pairwise(lefts))


def test_remarks_say_what_was_recognised_and_what_was_left_out(scan: SourceText) -> None:
    remarks = [(r.code, r.text) for r in scan.remarks]
    assert [code for code, _ in remarks].count("recognised") == 2
    assert ("left-out", "第 1 页有 1 处红色印章，印章上的字没有读入") in remarks
    assert "青岚镇" not in scan.text


def test_only_the_scanned_pages_of_a_mixed_file_are_recognised(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    data = digital(prose, table)
    with PdfDocument(data) as first, PdfDocument(packed([worn(drawn(data, 1), 5)])) as second:
        first.del_page(1)
        first.import_pages(second)
        out = io.BytesIO()
        first.save(out)
    source = read_bytes(out.getvalue(), "混合.pdf")
    plain = read_bytes(digital(prose), "考核办法.pdf")
    assert source.text.startswith(plain.text.rstrip("\n"))
    confidence = source.boxes.confidence
    assert confidence is not None
    assert set(confidence[: len(plain.text) - 1]) == {100}
    assert cells(source) == cells(read_bytes(data, "考核办法.pdf"))
    assert [r.text[:5] for r in source.remarks if r.code == "recognised"] == ["第 2 页"]


def hidden_layer(words_below: list[str]) -> bytes:
    """The page of prose as a picture with an invisible layer of other words beneath."""
    from pypdfium2 import PdfDocument

    pdf = PdfFile()
    page = pdf.page()
    for n, line in enumerate(words_below):
        page.text(90, 720 - 30 * n, line, 16, mode=3)
    out = io.BytesIO()
    with PdfDocument(packed([worn(drawn(digital(prose), 0), 6)])) as scan, PdfDocument(pdf.build()) as layer:
        _lay(scan, layer)
        scan.save(out)
    return out.getvalue()


def _lay(scan: Any, layer: Any) -> None:
    """Puts the layer's page onto the scan's."""
    form = layer.page_as_xobject(0, scan)
    page = scan[0]
    page.insert_obj(form.as_pageobject())
    page.gen_content()


def test_a_wrong_layer_below_the_picture_is_not_believed() -> None:
    wrong = ["第一条为压卖安全主产责仟制定木办法", "第二条木办法话用于全区各镇街道的考核", "第二条考核卖行白分制为良好"]
    source = read_bytes(hidden_layer(wrong), "考核办法.pdf")
    assert words(source.text) == words("".join(BODY))
    assert any("识别层没有采用" in r.text for r in source.remarks)


def test_what_shows_no_text_is_said_to_show_none() -> None:
    def photograph(page: PageCanvas) -> None:
        page.raw("q 595 0 0 842 0 0 cm /Im Do Q")

    source = read_bytes(digital(prose, photograph), "考核办法.pdf")
    assert words(source.text) == words("".join(BODY))
    assert any("没有读出文字" in r.text for r in source.remarks)
    with pytest.raises(Unreadable, match="没有读出文字"):
        read_bytes(digital(photograph), "照片.pdf")


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_pages_scanned_sideways_or_upside_down(quarters: int) -> None:
    import numpy as np

    data = digital(prose)
    picture = np.ascontiguousarray(np.rot90(worn(drawn(data, 0), 8), quarters))
    source = read_bytes(packed([picture]), "考核办法.pdf")
    assert words(source.text) == words("".join(BODY))
    boxes = [region.bbox for region in source.regions((span(source, "压实安全生产责任"),))]
    wide = max(x1 for _, _, x1, _ in boxes) - min(x0 for x0, _, _, _ in boxes)
    high = max(low for _, _, _, low in boxes) - min(top for _, top, _, _ in boxes)
    assert (wide > high) == (quarters == 2)
    assert max(wide, high) == pytest.approx(8 * 16, abs=6)


def test_progress_is_told_page_by_page_from_the_child(tmp_path: Path) -> None:
    data = digital(prose)
    path = tmp_path / "扫描.pdf"
    path.write_bytes(packed([worn(drawn(data, 0), n) for n in (1, 2)]))
    heard: list[Progress] = []
    source = read_file(path, progress=heard.append)
    assert [p for p in heard if p.recognising] == [Progress(0, 2, True), Progress(1, 2, True)]
    assert heard[-1] == Progress(2, 2)
    assert source == read_bytes(path.read_bytes(), path.name)  # and what the child reads is what this process reads


def test_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """The models lie in the wheel: loading them asks for nothing."""
    import socket

    from ingest.scan import engine

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a connection was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    engine._loaded.cache_clear()
    assert words(read_bytes(packed([worn(drawn(digital(prose), 0), 9)]), "扫描.pdf").text) == words("".join(BODY))
