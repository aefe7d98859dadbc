"""Electronic seals and annotations: drawn where the reviewer compares, never read as the document's text."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.source_text import SourceText
from ingest.limits import Limits
from ingest.ofd import read_ofd
from ingest.ofd.document import OfdFile as Opened
from ingest.ofd.page import OfdPage
from ingest.ofd.parts import Parts
from ingest.ofd.seals import picture_in
from ingest.page_drawing import page_drawn
from tests.ofd_files import OfdFile, document, element, row, simple

BODY = "青岚镇人民政府"
RED = (210, 30, 40)
DOTS = 4  # a point


def value(tag: int, content: bytes) -> bytes:
    """A value of DER."""
    if len(content) < 128:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes(4, "big")
    return bytes((tag, 0x84)) + length + content


def sealing(kind: str, picture: bytes) -> bytes:
    """A seal as GB/T 38540 has it, as far as it matters: header, id, property, picture."""
    shown = value(0x30, value(0x16, kind.encode()) + value(4, picture) + value(2, b"\x21") + value(2, b"\x21"))
    header = value(0x30, value(0x16, b"ES") + value(2, b"\x04") + value(0x16, b"maker"))
    return value(0x30, value(0x30, header + value(0x16, b"id-1") + shown) + value(4, b"certificate"))


def disc(mode: str = "RGB") -> bytes:
    """A red square with a white middle."""
    picture = Image.new(mode, (60, 60), RED if mode == "RGB" else (*RED, 255))
    picture.paste((255,) * len(picture.getbands()) if mode == "RGB" else (0, 0, 0, 0), (20, 20, 40, 40))
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def stamped(seal: bytes, *stamps: str, value_part: bytes = b"", under: str = "") -> bytes:
    """A page with a line of text at (30, 40) mm, stamped."""
    ofd = simple(BODY)
    ofd.pages[0].raw(under)
    ofd.body = element("Signatures", "/Doc_0/Signs/Signatures.xml")
    listed = element("Signature", ID="1", Type="Seal", BaseLoc="Sign_0/Signature.xml")
    info = "".join(stamps) + element("Seal", element("BaseLoc", "Seal.esl"))
    ofd.parts["Doc_0/Signs/Signatures.xml"] = document("Signatures", listed)
    ofd.parts["Doc_0/Signs/Sign_0/Signature.xml"] = document(
        "Signature", element("SignedInfo", info) + element("SignedValue", "SignedValue.dat")
    )
    ofd.parts["Doc_0/Signs/Sign_0/Seal.esl"] = seal
    ofd.parts["Doc_0/Signs/Sign_0/SignedValue.dat"] = value_part
    return ofd.build()


def stamp(box: str = "20 20 60 60", page: str = "100", clip: str | None = None) -> str:
    return element("StampAnnot", ID="1", PageRef=page, Boundary=box, Clip=clip)


def read(data: bytes) -> SourceText:
    return read_ofd(data, "批复.ofd", Limits())


def codes(source: SourceText) -> list[str]:
    return [remark.code for remark in source.remarks]


def colour(data: bytes, x: float, y: float) -> str:
    """What is seen at a place in millimetres."""
    picture = page_drawn(data, 1, lambda _: DOTS)
    place = round(x * 72 / 25.4 * DOTS), round(y * 72 / 25.4 * DOTS)
    red, green, blue = picture.crop((*place, place[0] + 1, place[1] + 1)).tobytes()
    return "white" if min(red, green, blue) > 240 else "red" if red > 150 > max(green, blue) else "other"


def as_ofd() -> bytes:
    """The same seal as a page of OFD."""
    ofd = OfdFile((30, 30))
    page = ofd.page()
    for box in ((0, 0, 30, 10), (0, 20, 30, 10)):
        data = f"M 0 0 L {box[2]} 0 L {box[2]} {box[3]} L 0 {box[3]} C"
        fill = element("FillColor", Value="210 30 40")
        page.raw(element("PathObject", fill + element("AbbreviatedData", data), Boundary=row(box), Fill="true", Stroke="false"))  # fmt: skip
    return ofd.build()


@pytest.mark.parametrize(
    "picture", [("PNG", disc()), ("png", disc("RGBA")), ("ofd", as_ofd())], ids=["white ground", "clear ground", "OFD"]
)
def test_a_seal_is_drawn_and_not_read(picture: tuple[str, bytes]) -> None:
    data = stamped(sealing(*picture), stamp())
    assert (colour(data, 50, 25), colour(data, 50, 50), colour(data, 90, 90)) == ("red", "white", "white")
    source = read(data)
    assert source.text == BODY + "\n"
    assert codes(source) == ["signed"]
    assert "第 1 页有 1 处电子印章" in source.remarks[0].text


def test_what_is_white_in_a_seal_hides_nothing() -> None:
    under = element("PathObject", element("AbbreviatedData", "M 0 0 L 20 0 L 20 20 L 0 20 C"), Boundary="40 40 20 20", Fill="true")  # fmt: skip
    data = stamped(sealing("png", disc()), stamp("20 20 60 60"), under=under)
    assert (colour(data, 50, 50), colour(data, 25, 50)) == ("other", "red")


def test_of_a_seal_across_the_fore_edge_a_slice_is_seen() -> None:
    data = stamped(sealing("png", disc()), stamp("180 20 60 60", clip="0 0 15 60"))
    assert [colour(data, x, 25) for x in (185, 193, 197, 205)] == ["red", "red", "white", "white"]


def test_the_picture_may_stand_in_the_signed_value_alone() -> None:
    data = stamped(b"", stamp(), value_part=value(0x30, value(0x30, value(2, b"\1") + sealing("png", disc()))))
    assert colour(data, 50, 25) == "red"


@pytest.mark.parametrize(
    "seal",
    [sealing("svg", b"<svg/>"), b"", b"\x30\x84\xff\xff\xff\xff", disc()],
    ids=["svg", "none", "cut off", "bare"],
)
def test_a_seal_that_cannot_be_drawn_is_flagged(seal: bytes) -> None:
    source = read(stamped(seal, stamp()))
    assert codes(source) == ["signed", "left-out"]
    assert "画不出来" in source.remarks[1].text


def test_a_signature_that_no_page_shows() -> None:
    for data in (stamped(sealing("png", disc())), stamped(sealing("png", disc()), stamp(page="7"))):
        source = read(data)
        assert codes(source) == ["signed"]
        assert "不在页面上显示" in source.remarks[0].text


@given(st.binary(max_size=200))
def test_any_bytes_give_a_picture_or_none(data: bytes) -> None:
    found = picture_in(data)
    assert found is None or found in data


def square(colour_of: str, more: str = "") -> str:
    fill = element("FillColor", Value=colour_of)
    data = element("AbbreviatedData", "M 0 0 L 20 0 L 20 20 L 0 20 C")
    return element("PathObject", fill + data + more, Boundary="5 5 20 20", Fill="true", Stroke="false")


def annotated(visible: str | None = None) -> bytes:
    ofd = simple(BODY)
    appearance = element("Appearance", square("210 30 40"), Boundary="100 100 30 30")
    ofd.annotations[0] = element("Annot", appearance, Type="Stamp", Visible=visible)
    return ofd.build()


def test_an_annotation_is_drawn_where_it_stands() -> None:
    data = annotated()
    assert [colour(data, x, 110) for x in (103, 110, 124, 127)] == ["white", "red", "red", "white"]
    assert codes(read(data)) == ["annotation"]


def test_an_annotation_that_is_not_to_be_seen_is_not_drawn() -> None:
    assert colour(annotated("false"), 110, 110) == "white"


def test_the_recogniser_sees_neither() -> None:
    for data in (annotated(), stamped(sealing("png", disc()), stamp("100 100 30 30"))):
        file = Opened(Parts(data, "", Limits()), "")
        picture = OfdPage(file, file.sheets[0]).picture()
        assert set(picture.convert("L").tobytes()) == {255}
