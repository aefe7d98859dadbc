"""What PDFium says about characters is asked in bulk: as many as a page has, and nothing is left behind."""

import gc

import pytest

from ingest.pdf import read_pdf
from tests.pdf_files import PdfFile

LINE = "区安委会办公室对各镇街道安全生产责任落实情况进行考核评分"


def crowded(lines: int) -> bytes:
    pdf = PdfFile()
    page = pdf.page()
    for n in range(lines):
        page.text(40, 820 - 7 * n, LINE, size=6)
    return pdf.build()


@pytest.mark.parametrize("lines", [1, 36, 37, 38, 110])  # of 28 characters, and PDFium's own line ends: 1,024 and more
def test_a_page_of_many_characters(lines: int) -> None:
    source = read_pdf(crowded(lines), "密排.pdf")
    boxes = source.boxes
    assert source.text == f"{LINE}\n" * lines
    step = len(LINE) + 1
    for n, first in enumerate(range(0, lines * step, step)):
        for i in range(first, first + len(LINE)):
            assert boxes.x0[i] == boxes.x0[i - first]
            assert boxes.x1[i] == boxes.x1[i - first]
            assert boxes.top[i] == pytest.approx(boxes.top[i - first] + 7 * n, abs=0.01)
            assert boxes.bottom[i] == pytest.approx(boxes.bottom[i - first] + 7 * n, abs=0.01)


def test_nothing_is_left_in_a_cycle() -> None:
    data = crowded(3)
    read_pdf(data, "密排.pdf")
    gc.collect()
    gc.disable()
    try:
        read_pdf(data, "密排.pdf")
        assert gc.collect() == 0
    finally:
        gc.enable()
