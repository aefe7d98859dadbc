"""Pages as they are seen: what is drawn lies where the source text says that its characters are."""

import io
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from corpus import samples
from corpus.errors import Unreadable
from corpus.source_text import SourceText
from ingest import read_bytes
from ingest.ofd.curves import arc, bezier
from ingest.ofd.fonts import by_number, glyphs_of
from ingest.page_drawing import page_drawn
from ingest.pdf.box_font import font_of
from rubric_builder.picture_fonts import font
from tests.ofd_files import OfdFile, element, ofd_from_pdf, row
from tests.shared_files import SHARED, needs_shared

DOTS = 4  # a point
WHOLE = (0, 0, 1000, 1000)  # a glyph that fills its em

needs_type = pytest.mark.skipif(font(20) is None, reason="this machine has no Chinese typeface")


def seen(data: bytes, page: int = 1, type_face: Any = None) -> Image.Image:
    return page_drawn(data, page, lambda _: DOTS, type_face)


def at(picture: Image.Image, x: float, y: float) -> Any:
    """The colour at a place in millimetres."""
    return picture.getpixel((round(x * 72 / 25.4 * DOTS), round(y * 72 / 25.4 * DOTS)))


def set_in(glyphs: bytes, *objects: str) -> bytes:
    """A page with objects, whose font 2 is embedded."""
    ofd = OfdFile()
    ofd.resources = element("Fonts", element("Font", element("FontFile", "f.ttf"), ID="2", FontName="甲"))
    ofd.parts["Doc_0/Res/f.ttf"] = glyphs
    page = ofd.page()
    for xml in objects:
        page.raw(xml)
    return ofd.build()


def words(text: str, *before: str, **attributes: str) -> str:
    given = {"Boundary": "30 40 100 12", "Font": "2", "Size": "10"} | attributes
    return element("TextObject", "".join(before) + element("TextCode", text, X="0", Y="8.6", DeltaX="g 9 10"), **given)


def path(data: str, box: str = "0 0 210 297", more: str = "", **attributes: str) -> str:
    given = {"Boundary": box, "Stroke": "false", "Fill": "true"} | attributes
    return element("PathObject", more + element("AbbreviatedData", data), **given)


# --- text -----------------------------------------------------------------------------------------------------------


def ink(picture: Image.Image) -> Image.Image:
    """White where something dark is drawn."""
    return picture.convert("L").point([255 * (v < 128) for v in range(256)])


def off_the_text(picture: Image.Image, source: SourceText, page: int, slack: float) -> int:
    """How many dark dots lie outside the boxes of the page's characters."""
    found = ink(picture)
    pen, boxes = ImageDraw.Draw(found), source.boxes
    for i in range(len(source.text)):
        if boxes.page[i] == page:
            box = (boxes.x0[i] - slack, boxes.top[i] - slack, boxes.x1[i] + slack, boxes.bottom[i] + slack)
            pen.rectangle([v * DOTS for v in box], fill=0)
    return found.histogram()[255]


def blank_characters(picture: Image.Image, source: SourceText, page: int) -> list[str]:
    """The characters of the page in whose boxes nothing is drawn."""
    found, boxes = ink(picture), source.boxes
    out = []
    for i, char in enumerate(source.text):
        if boxes.page[i] == page and not char.isspace():
            box = boxes.x0[i] * DOTS, boxes.top[i] * DOTS, boxes.x1[i] * DOTS, boxes.bottom[i] * DOTS
            out += [] if found.crop(box).getbbox() else [char]
    return out


@needs_type
def test_every_character_of_the_sample_is_drawn_in_its_box() -> None:
    data = ofd_from_pdf(samples.paths()["考核办法"].read_bytes())
    source = read_bytes(data, "考核办法.ofd")
    for page in (3, 4):  # without rules
        picture = seen(data, page, font)
        assert picture.size == (round(source.document.pages[page - 1].width * DOTS), round(source.document.pages[page - 1].height * DOTS))  # fmt: skip
        assert blank_characters(picture, source, page) == []
        assert off_the_text(picture, source, page, slack=1.5) == 0


@needs_shared
@needs_type
@pytest.mark.parametrize("name", sorted(p.name for p in (SHARED / "real").glob("*.ofd")))
def test_real_files_show(name: str) -> None:
    data = (SHARED / "real" / name).read_bytes()
    assert ink(seen(data, 1, font)).getbbox() is not None
    if "路卫发" in name:
        source = read_bytes(data, name)
        assert [c for c in blank_characters(seen(data, 2, font), source, 2) if c != "\ufffd"] == []


def test_text_in_an_embedded_font_is_drawn_by_its_outlines() -> None:
    picture = seen(set_in(font_of({"安": WHOLE, "全": (0, 0, 500, 500)}), words("安全")))
    assert at(picture, 35, 45) == (0, 0, 0)
    assert at(picture, 42, 46) == (0, 0, 0)
    assert at(picture, 48, 46) == at(picture, 42, 41) == (255, 255, 255)


def test_glyphs_are_drawn_by_their_numbers_whatever_they_stand_for() -> None:
    glyphs = element("CGTransform", element("Glyphs", "2 1"), CodePosition="0", CodeCount="2", GlyphCount="2")
    data = font_of({"甲": WHOLE, "乙": (0, 0, 300, 300)}, mapped=False)
    picture = seen(set_in(data, words("安全", glyphs)))
    assert (at(picture, 35, 43), at(picture, 45, 43)) == ((255, 255, 255), (0, 0, 0))


def test_one_glyph_for_two_characters_is_drawn_once() -> None:
    glyphs = element("CGTransform", element("Glyphs", "1"), CodePosition="0", CodeCount="2", GlyphCount="1")
    picture = seen(set_in(font_of({"甲": WHOLE}), words("安全", glyphs)))
    assert (at(picture, 35, 45), at(picture, 45, 45)) == ((0, 0, 0), (255, 255, 255))


def test_colours_cover_and_turning() -> None:
    red = element("FillColor", Value="200 0 0")
    faint = element("FillColor", Value="0 0 0", Alpha="51")
    whole = font_of({"安": WHOLE})
    assert at(seen(set_in(whole, words("安", red))), 35, 45) == (200, 0, 0)
    assert at(seen(set_in(whole, words("安", faint))), 35, 45)[0] in range(200, 210)
    assert at(seen(set_in(whole, words("安", Alpha="51"))), 35, 45)[0] in range(200, 210)
    sideways = seen(set_in(font_of({"安": (0, 0, 1000, 300)}), words("安", CTM="0 1 -1 0 20 0")))
    box = ink(sideways).getbbox()
    assert box is not None
    width, height = box[2] - box[0], box[3] - box[1]
    assert height == pytest.approx(10 * 72 / 25.4 * DOTS, abs=4)
    assert width == pytest.approx(3 * 72 / 25.4 * DOTS, abs=4)


def test_text_without_a_font_is_fitted_into_its_boxes() -> None:
    ofd = OfdFile()
    ofd.page().text(30, 40, "WWWW", size=10, delta=[3.0, 3.0, 3.0])
    data = ofd.build()
    assert ink(seen(data)).getbbox() is None
    assert ink(seen(data, type_face=lambda size: None)).getbbox() is None
    box = ink(seen(data, type_face=lambda size: ImageFont.load_default(size))).getbbox()
    assert box is not None
    assert box[0] >= 29.5 * 72 / 25.4 * DOTS
    assert box[2] <= (39 + 8.5 + 0.5) * 72 / 25.4 * DOTS


@pytest.mark.parametrize("broken", [b"", b"\0\1\0\0", b"ttcf" + bytes(40), b"x" * 400, font_of({"安": WHOLE})[:150]])
def test_a_damaged_font_is_replaced(broken: bytes) -> None:
    picture = seen(set_in(broken, words("AB")), type_face=lambda size: ImageFont.load_default(size))
    assert ink(picture).getbbox() is not None


def test_a_fonts_glyphs_get_names_of_their_own() -> None:
    data = font_of({"安": WHOLE, "全": WHOLE})
    numbered = by_number(data)
    assert glyphs_of(data) == {"安": 1, "全": 2}
    assert numbered is not None
    assert list(glyphs_of(numbered).values()) == [1, 2]
    assert by_number(b"\0\1\0\0") is None


# --- paths and pictures ---------------------------------------------------------------------------------------------

RING = "M 50 50 L 150 50 L 150 150 L 50 150 C M 80 80 L 80 120 L 120 120 L 120 80 C"
BOTH = "M 50 50 L 150 50 L 150 150 L 50 150 C M 80 80 L 120 80 L 120 120 L 80 120 C"
SHAPES = [
    ("a ring", RING, {}, False), ("the same way round twice", BOTH, {}, True),
    ("counted odd and even", BOTH, {"Rule": "Even-Odd"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("data", "given", "dark"), [s[1:] for s in SHAPES], ids=[s[0] for s in SHAPES])
def test_holes(data: str, given: dict[str, str], dark: bool) -> None:
    picture = seen(set_in(b"", path(data, **given)))
    assert at(picture, 60, 60) == (0, 0, 0)
    assert (at(picture, 100, 100) == (0, 0, 0)) is dark
    assert at(picture, 30, 30) == (255, 255, 255)


def test_curves() -> None:
    disc = "M 50 100 A 50 50 0 0 1 150 100 A 50 50 0 0 1 50 100 C"
    picture = seen(set_in(b"", path(disc)))
    assert [at(picture, x, y)[0] for x, y in ((100, 55), (100, 145), (60, 60), (140, 140))] == [0, 0, 255, 255]
    assert bezier([(0, 0), (0, 8), (8, 8), (8, 0)])[3] == (4.0, 6.0)
    assert arc((0, 0), (0, 5, 0, 0, 1, 9, 9)) == [(9, 9)]


def test_what_is_clipped_off_is_not_seen() -> None:
    clip = element("Path", element("AbbreviatedData", "M 0 0 L 100 0 L 100 297 L 0 297 C"), Boundary="0 0 210 297")
    clips = element("Clips", element("Clip", element("Area", clip)))
    whole = "M 50 50 L 150 50 L 150 150 L 50 150 C"
    picture = seen(set_in(b"", path(whole, more=clips)))
    assert (at(picture, 75, 100), at(picture, 125, 100)) == ((0, 0, 0), (255, 255, 255))


def test_a_picture_that_lets_through() -> None:
    stored = io.BytesIO()
    Image.new("RGB", (20, 20), "black").save(stored, "PNG")
    ofd = OfdFile()
    ofd.resources = element("MultiMedias", element("MultiMedia", element("MediaFile", "s.png"), ID="9", Type="Image"))
    ofd.parts["Doc_0/Res/s.png"] = stored.getvalue()
    given = {"Boundary": row((50, 50, 100, 100)), "CTM": row((100, 0, 0, 100, 0, 0)), "ResourceID": "9"}
    ofd.page().raw(element("ImageObject", Alpha="51", **given))
    assert at(seen(ofd.build()), 100, 100)[0] in range(200, 210)


# --- other files ----------------------------------------------------------------------------------------------------


def pages_of(*colours: str) -> bytes:
    """A TIFF of pages at 100 dots an inch."""
    out = io.BytesIO()
    first, *others = [Image.new("RGB", (400, 600), colour) for colour in colours]
    first.save(out, "TIFF", save_all=True, append_images=others, dpi=(100, 100))
    return out.getvalue()


def test_the_pages_of_an_image_file() -> None:
    data = pages_of("red", "blue")
    assert [seen(data, page).getpixel((9, 9)) for page in (1, 2)] == [(255, 0, 0), (0, 0, 255)]
    assert seen(data).size == (288 * DOTS, 432 * DOTS)


def test_a_photo_is_turned_as_its_camera_says() -> None:
    image = Image.new("RGB", (60, 40), "white")
    image.paste("black", (0, 0, 60, 10))
    exif = Image.Exif()
    exif[0x0112] = 6
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif, dpi=(200, 200))
    picture = seen(out.getvalue())
    assert picture.height > picture.width
    assert picture.getpixel((picture.width - 5, picture.height // 2)) < (99, 99, 99)  # type: ignore[operator]  # a colour


def test_a_pdf_is_drawn_as_before() -> None:
    data = samples.paths()["考核办法"]
    both = [page_drawn(file, 1, lambda _: 1) for file in (data, data.read_bytes())]
    assert ImageChops.difference(*both).getbbox() is None


@pytest.mark.parametrize(
    ("data", "page"),
    [
        (b"", 1), (b"%PDF-1.4", 1), (b"PK\3\4 broken", 1), (b"\x89PNG\r\n\x1a\nx", 1), (pages_of("red"), 2), (pages_of("red"), 0),
        (set_in(b""), 2), (set_in(b""), 0),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_says_so(data: bytes, page: int) -> None:
    with pytest.raises(Unreadable, match=f"第{page}页画不出来"):
        seen(data, page)
