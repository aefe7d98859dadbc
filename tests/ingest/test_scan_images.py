"""Image files as documents of their own: PNG, JPEG, BMP, TIFF with several pages; what is damaged or empty is refused."""

import io
import struct

import pytest

from corpus.errors import Unreadable
from ingest import read_bytes
from ingest.sniff import EXTENSIONS
from tests.pdf_files import PdfFile
from tests.scans import drawn, needs_ocr, packed

LINES = ["云溪区安委办关于做好考核工作的通知", "请各镇街按时报送自评材料。"]


def sheet() -> bytes:
    pdf = PdfFile()
    page = pdf.page((420, 300))
    for n, line in enumerate(LINES):
        page.text(60, 220 - 40 * n, line, 16)
    return pdf.build()


@needs_ocr
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "BMP"])
def test_an_image_is_a_document_of_one_page(kind: str) -> None:
    source = read_bytes(packed([drawn(sheet(), 0)], kind), f"通知.{kind.lower()}")
    assert source.text.split() == LINES
    assert source.document.media_type == f"image/{kind.lower()}"
    (page,) = source.document.pages
    assert (page.width, page.height) == (pytest.approx(420, abs=1), pytest.approx(300, abs=1))
    assert "mislabelled" not in {remark.code for remark in source.remarks}
    (region,) = source.regions(((0, len(LINES[0])),))
    assert region.bbox[0] == pytest.approx(60, abs=3)
    assert region.bbox[2] == pytest.approx(60 + 16 * len(LINES[0]), abs=3)


@needs_ocr
def test_each_frame_of_a_tiff_is_a_page() -> None:
    source = read_bytes(packed([drawn(sheet(), 0)] * 2, "TIFF"), "通知.tif")
    assert source.text.split() == LINES * 2
    assert [page.number for page in source.document.pages] == [1, 2]
    assert set(source.boxes.page) == {0, 1, 2}


@needs_ocr
def test_an_image_without_a_resolution_counts_as_a4() -> None:
    from PIL import Image

    out = io.BytesIO()
    Image.fromarray(drawn(sheet(), 0)).convert("L").save(out, "PNG")
    source = read_bytes(out.getvalue(), "通知.png")
    assert source.text.split() == LINES
    assert max(source.document.pages[0].width, source.document.pages[0].height) == 842


@needs_ocr
def test_white_paper_is_refused_as_such() -> None:
    import numpy as np

    with pytest.raises(Unreadable, match="没有读出文字") as caught:
        read_bytes(packed([np.full((900, 700, 3), 255, np.uint8)], "PNG"), "空白.png")
    assert caught.value.code == "ocr-nothing"


def test_without_the_extra_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    monkeypatch.setattr("ingest.scan.available", lambda: False)
    out = io.BytesIO()
    Image.new("L", (80, 60), 255).save(out, "PNG")
    with pytest.raises(Unreadable) as caught:
        read_bytes(out.getvalue(), "通知.png")
    assert caught.value.code == "ocr-missing"
    assert "pip install 'kaohe[ocr]'" in caught.value.message
    assert caught.value.message.count("。") == 1


def bitmap(width: int, height: int) -> bytes:
    """A BMP that says it is that large, and holds nothing."""
    return b"BM" + struct.pack("<IIIIiiHHIIiiII", 54, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image-damaged"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 50, "image-damaged"),
        (b"II*\x00\x08\x00\x00\x00\xff\xff", "image-damaged"),
        (bitmap(200, 200), "image-damaged"),
        (bitmap(60_000, 60_000), "image-too-large"),
    ],
)
def test_damaged_and_oversized_images_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "扫描.png")
    assert caught.value.code == code
    assert "“扫描.png”" in caught.value.message


def test_the_extensions_of_images_are_known() -> None:
    assert {"png", "jpg", "jpeg", "tif", "tiff", "bmp"} <= set(EXTENSIONS["image"])
