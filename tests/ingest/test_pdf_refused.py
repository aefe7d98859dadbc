"""Files that can't be read are refused with one clear sentence; pages that can't are named."""

import pytest

from corpus.errors import Unreadable
from ingest.pdf import read_pdf
from tests.pdf_files import PageCanvas, PdfFile

BODY = "云溪区安委会办公室组织开展安全生产考核工作并公布结果。"


@pytest.fixture(autouse=True)
def without_recogniser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here the extra that recognises pictures counts as not installed; tests/ingest/test_scan_pdf.py has it."""
    monkeypatch.setattr("ingest.scan.available", lambda: False)


def picture(page: PageCanvas) -> None:
    page.raw("q 595 0 0 842 0 0 cm /Im Do Q")


def outlines(page: PageCanvas) -> None:
    for i in range(400):
        x, y = 80 + i % 20 * 20, 700 - i // 20 * 20
        page.raw(f"{x} {y} m {x + 9} {y} {x + 9} {y + 9} {x} {y + 9} c {x + 3} {y + 4} l f")


def nameless(page: PageCanvas) -> None:
    for y in range(700, 500, -20):
        page.text(72, y, "\x10\x21\x10\x22\x10\x23\x10\x24\x10\x25\x10\x26", font="F3")


def rare(page: PageCanvas) -> None:
    """A font whose way to Unicode leads elsewhere."""
    for y in range(700, 500, -20):
        page.text(72, y, "犐犆犛犔犌犕犜犃犅犇犈犉犎")


def text(page: PageCanvas) -> None:
    for y in range(700, 500, -20):
        page.text(72, y, BODY)


def refused(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read_pdf(data, "考核细则.pdf")
    assert caught.value.exit_code == 3
    assert caught.value.message.startswith("读不了“考核细则.pdf”：")
    assert caught.value.message.endswith("重试。") or caught.value.message.endswith("再试。")
    return caught.value


def pages(*draw: object) -> bytes:
    pdf = PdfFile()
    for one in draw:
        one(pdf.page())  # type: ignore[operator]  # a drawing function
    return pdf.build()


def test_encrypted() -> None:
    pdf = PdfFile()
    text(pdf.page())
    pdf.encrypted = True
    error = refused(pdf.build())
    assert (error.code, "密码" in error.message) == ("pdf-encrypted", True)


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\nnothing here\n%%EOF", pages(text)[:300]])
def test_damaged(data: bytes) -> None:
    assert refused(data).code == "pdf-damaged"


def test_no_pages() -> None:
    assert refused(PdfFile().build()).code in ("pdf-no-pages", "pdf-damaged")


@pytest.mark.parametrize(
    ("draw", "cause"), [(picture, "扫描件"), (outlines, "扫描件"), (nameless, "乱码"), (rare, "乱码")]
)
def test_most_pages_without_text(draw: object, cause: str) -> None:
    error = refused(pages(draw, draw, text, draw))
    assert error.code == "ocr-missing"
    assert "pip install 'kaohe[ocr]'" in error.message
    assert "第 1—2、4 页" in error.message
    assert cause in error.message


def test_all_pages_blank() -> None:
    error = refused(pages(lambda page: None, lambda page: None))
    assert (error.code, "每一页都没有文字" in error.message) == ("pdf-no-text", True)


@pytest.mark.parametrize("draw", [picture, outlines, nameless, rare])
def test_some_pages_without_text_are_remarked_at_their_neighbour(draw: object) -> None:
    for n, order in enumerate([(draw, text, text), (text, draw, text), (text, text, draw)], 1):
        source = read_pdf(pages(*order), "考核细则.pdf")
        assert len(source.lines) == 20
        (remark,) = source.remarks
        assert remark.code == "page-without-text"
        assert f"第 {n} 页" in remark.text
        assert 0 <= remark.start < remark.end <= len(source.text)
        assert source.text[remark.start : remark.end] in "\n\f"


def test_blank_pages_are_no_remark() -> None:
    source = read_pdf(pages(text, lambda page: None, text), "考核细则.pdf")
    assert source.remarks == ()
    assert len(source.document.pages) == 3


def test_a_stamp_on_a_scanned_page_is_kept() -> None:
    def stamped(page: PageCanvas) -> None:
        picture(page)
        page.text(400, 100, "收文日期")

    source = read_pdf(pages(text, stamped), "考核细则.pdf")
    assert "收文日期" in source.text
    assert [remark.code for remark in source.remarks] == ["page-without-text"]


def test_letters_of_a_formula_without_a_name_are_remarked() -> None:
    def formula(page: PageCanvas) -> None:
        text(page)
        page.text(72, 480, "\x10\x21\x10\x22", font="F3")

    source = read_pdf(pages(formula), "考核细则.pdf")
    assert [remark.code for remark in source.remarks] == ["garbled-text"]


def test_a_broken_cross_reference_table_is_repaired() -> None:
    data = pages(text)
    at = data.rindex(b"startxref")
    assert len(read_pdf(data[:at] + b"startxref\n17\n%%EOF\n", "考核细则.pdf").lines) == 10


def test_a_page_of_endless_drawing_is_read_in_bounded_work_and_says_so() -> None:
    def chart(page: PageCanvas) -> None:
        text(page)
        page.raw("\n".join(f"{i % 500} {i % 700} m {i % 500 + 30} {i % 700} l S" for i in range(60_000)))

    source = read_pdf(pages(chart), "考核细则.pdf")
    assert len(source.lines) == 10
    assert any(r.code == "table-doubtful" and "图形太多" in r.text for r in source.remarks)


def test_coordinates_and_sizes_beyond_any_paper() -> None:
    def wild(page: PageCanvas) -> None:
        text(page)
        page.stroke(-1e9, 300, 1e9, 300)
        page.stroke(100, -1e12, 100, 1e12)
        page.raw("1e30 0 0 1e30 0 0 cm 0 0 1 1 re S")

    assert len(read_pdf(pages(wild), "考核细则.pdf").lines) == 10


def test_a_page_without_size() -> None:
    pdf = PdfFile()
    text(pdf.page())
    pdf.page((0, 0))
    assert len(read_pdf(pdf.build(), "考核细则.pdf").document.pages) == 2
