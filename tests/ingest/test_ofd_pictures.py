"""Pages of OFD without text are drawn, for the recogniser to read."""

import io
import struct
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageOps

from corpus.errors import Unreadable
from ingest.limits import Limits
from ingest.ofd import read_ofd
from ingest.ofd.document import OfdFile as Opened
from ingest.ofd.jbig2 import as_pdf, is_jbig2
from ingest.ofd.page import OfdPage
from ingest.ofd.parts import Parts
from ingest.pdf.page import TextLayer
from tests.ofd_files import OfdFile, element, row


def opened(ofd: OfdFile) -> OfdPage:
    file = Opened(Parts(ofd.build(), "扫描件.ofd", Limits()), "扫描件.ofd")
    return OfdPage(file, file.sheets[0])


def marked(mode: str = "RGB") -> Image.Image:
    """White, with a black quarter at the top left."""
    image = Image.new("RGB", (200, 280), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 99, 139), fill="black")
    return image.convert(mode)


def stored(kind: str, mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    marked(mode).save(out, kind)
    return out.getvalue()


def jbig2() -> bytes:
    """The same picture as JBIG2: one region of two-dimensional fax code, as a TIFF holds it (where black is 0, not 1)."""
    tiff = io.BytesIO()
    ImageOps.invert(marked("L")).convert("1").save(tiff, "TIFF", compression="group4", strip_size=1 << 20)
    with Image.open(tiff) as image:
        start, length = image.tag_v2[273][0], image.tag_v2[279][0]  # type: ignore[attr-defined]  # a TIFF has tags
    fax = tiff.getvalue()[start : start + length]

    def segment(number: int, kind: int, page: int, data: bytes) -> bytes:
        return struct.pack(">IBBBI", number, kind, 0, page, len(data)) + data

    page = struct.pack(">IIIIBH", 200, 280, 0, 0, 0, 0)
    region = struct.pack(">IIIIBB", 200, 280, 0, 0, 0, 1) + fax
    body = segment(0, 48, 1, page) + segment(1, 38, 1, region) + segment(2, 49, 1, b"") + segment(3, 51, 0, b"")
    return b"\x97JB2\r\n\x1a\n\x01" + struct.pack(">I", 1) + body


def with_picture(data: bytes, ctm: str | None = None) -> OfdFile:
    ofd = OfdFile()
    media = element("MultiMedia", element("MediaFile", "s.bin"), ID="9", Type="Image")
    ofd.resources = element("MultiMedias", media)
    ofd.parts["Doc_0/Res/s.bin"] = data
    ofd.page().raw(element("ImageObject", Boundary="0 0 210 297", ResourceID="9", CTM=ctm))
    return ofd


def quarters(image: Image.Image) -> str:
    """Dark (#) and light (.) at the middle of each quarter of a picture: top left, top right, bottom left, bottom right."""
    width, height = image.size
    grey = image.convert("L")
    places = [(x, y) for y in (height // 4, height * 3 // 4) for x in (width // 4, width * 3 // 4)]
    return "".join("#" if grey.getpixel(place) < 128 else "." for place in places)  # type: ignore[operator]  # grey: a number


KINDS = [("PNG", "RGB"), ("JPEG", "RGB"), ("BMP", "RGB"), ("TIFF", "1"), ("GIF", "P"), ("PNG", "RGBA"), ("PNG", "1")]


@pytest.mark.parametrize(("kind", "mode"), KINDS)
def test_a_scanned_page_is_drawn(kind: str, mode: str) -> None:
    page = opened(with_picture(stored(kind, mode)))
    assert page.content().layer is TextLayer.PICTURE
    picture = page.picture()
    assert (picture.mode, picture.size) == ("RGB", (1654, 2339))  # 200 dots an inch
    assert quarters(picture) == "#..."


def test_jbig2() -> None:
    data = jbig2()
    assert is_jbig2(data)
    assert quarters(opened(with_picture(data)).picture()) == "#..."
    for damaged in (data[:20], data[:8] + b"\0" + data[9:], data[:9]):
        with pytest.raises((ValueError, struct.error, IndexError)):
            as_pdf(damaged)
        assert quarters(opened(with_picture(damaged)).picture()) == "...."


@pytest.mark.parametrize(
    ("ctm", "expected"),
    [(None, "#..."), ("210 0 0 297 0 0", "#..."), ("-210 0 0 297 210 0", ".#.."), ("210 0 0 -297 0 297", "..#."), ("0 297 -210 0 210 0", ".#..")],
)  # fmt: skip
def test_where_a_picture_lies(ctm: str | None, expected: str) -> None:
    assert quarters(opened(with_picture(stored("PNG"), ctm)).picture()) == expected


def test_paths_are_drawn() -> None:
    ofd = OfdFile()
    fill = element("FillColor", Value="0 0 0") + element("AbbreviatedData", "M 0 0 L 105 0 L 105 148 L 0 148 C")
    ofd.page().raw(element("PathObject", fill, Boundary="105 0 105 148", Fill="true", Stroke="false"))
    assert quarters(opened(ofd).picture()) == ".#.."


def test_characters_drawn_as_outlines_are_a_picture() -> None:
    ofd = OfdFile()
    page = ofd.page()
    for i in range(400):
        data = "M 0 0 B 3 0 3 3 3 3 L 1 1.4 C"
        box = row((30 + i % 20 * 7, 40 + i // 20 * 7, 3, 3))
        page.raw(element("PathObject", element("AbbreviatedData", data), Boundary=box, Fill="true", Stroke="false"))
    assert opened(ofd).content().layer is TextLayer.PICTURE


def test_a_damaged_picture_is_left_white() -> None:
    assert quarters(opened(with_picture(stored("PNG")[:80])).picture()) == "...."


def test_the_recogniser_gets_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    got = []

    def recognised(image: Image.Image, width: float, height: float) -> Any:
        got.append((image.size, round(width), round(height)))
        raise RuntimeError("far enough")

    monkeypatch.setattr("ingest.scan.available", lambda: True)
    monkeypatch.setattr("ingest.scan.recognised_content", recognised)
    with pytest.raises(RuntimeError, match="far enough"):
        read_ofd(with_picture(stored("PNG")).build(), "扫描件.ofd", Limits())
    assert got == [((1654, 2339), 595, 842)]


def test_without_the_recogniser_a_scan_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.scan.available", lambda: False)
    with pytest.raises(Unreadable) as caught:
        read_ofd(with_picture(stored("PNG")).build(), "扫描件.ofd", Limits())
    assert caught.value.code == "ocr-missing"
