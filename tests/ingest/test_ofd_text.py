"""Text objects of OFD: where their characters stand, and what they are."""

import gc
import struct

import pytest

from corpus.source_text import SourceText
from ingest.limits import Limits
from ingest.ofd import read_ofd
from ingest.ofd.fonts import characters_of
from ingest.ofd.measures import UNMOVED, numbers, offsets, placed
from tests.ofd_files import POINTS, OfdFile, element, simple


def read(ofd: OfdFile) -> SourceText:
    return read_ofd(ofd.build(), "考核细则.ofd", Limits())


def box(source: SourceText, words: str) -> list[float]:
    """The box around some words, in millimetres."""
    start = source.text.index(words)
    (region,) = source.regions(((start, start + len(words)),))
    return [round(v / POINTS, 1) for v in region.bbox]


def test_lines_in_points_from_the_top_left() -> None:
    source = read(simple("云溪区安全生产考核细则", "第一条 为落实责任，制定本细则。"))
    assert source.text == "云溪区安全生产考核细则\n第一条 为落实责任，制定本细则。\n"
    page = source.document.pages[0]
    assert (page.number, page.width, page.height) == (1, 595.28, 841.89)
    assert box(source, "云溪区") == [30, 35.7, 45, 40.7]
    assert source.document.media_type == "application/ofd"
    assert [line.size for line in source.lines] == [14.2, 14.2]


# What stands in TextObject, the text and the box of 安全 in millimetres: left, top, right, bottom.
OBJECTS = [
    ("offsets", {"delta": [5, 5, 5]}, [30, 35.7, 40, 40.7]),
    ("repeated offsets", {"delta": "g 3 5"}, [30, 35.7, 40, 40.7]),
    ("no offsets: an em each", {"delta": None}, [30, 35.7, 40, 40.7]),
    ("too few offsets", {"delta": [5]}, [30, 35.7, 40, 40.7]),
    ("offsets that are none", {"delta": "5 x nan"}, [30, 35.7, 40, 40.7]),
    ("letter-spaced", {"delta": [7, 7, 7]}, [30, 35.7, 42, 40.7]),
    ("compressed", {"delta": [4, 4, 4], "HScale": 0.8}, [30, 35.7, 38, 40.7]),
    ("a matrix that doubles", {"CTM": "2 0 0 2 0 0"}, [30, 36.4, 50, 46.4]),
    ("a matrix that shifts", {"CTM": "1 0 0 1 10 20"}, [40, 55.7, 50, 60.7]),
    ("the unit matrix", {"CTM": "1 0 0 1 0 0"}, [30, 35.7, 40, 40.7]),
    ("a stretch that can't be", {"HScale": -1}, [30, 35.7, 40, 40.7]),
    ("a damaged matrix", {"CTM": "1 0 0"}, [30, 35.7, 40, 40.7]),
]


@pytest.mark.parametrize(("given", "expected"), [o[1:] for o in OBJECTS], ids=[o[0] for o in OBJECTS])
def test_where_characters_stand(given: dict[str, object], expected: list[float]) -> None:
    ofd = OfdFile()
    ofd.page().text(30, 40, "安全生产", **given)  # type: ignore[arg-type]  # a table's values
    source = read(ofd)
    assert source.text == "安全生产\n"
    assert box(source, "安全") == expected


def code(text: str, **attributes: str) -> str:
    return element("TextCode", text, **attributes)


def text_object(*children: str, **attributes: str) -> OfdFile:
    ofd = OfdFile()
    given = {"Boundary": "30 40 100 10", "Font": "1", "Size": "5"} | attributes
    ofd.page().raw(element("TextObject", "".join(children), **given))
    return ofd


def transform(start: int, codes: int, glyphs: str) -> str:
    count = str(len(glyphs.split()))
    return element(
        "CGTransform", element("Glyphs", glyphs), CodePosition=str(start), CodeCount=str(codes), GlyphCount=count
    )


CODES = [
    ("several text codes", [code("安全", X="0", Y="5", DeltaX="5"), code("生产", X="0", Y="12", DeltaX="5")], "安全\n生产\n"),
    ("the next one goes on at the same height", [code("安全", X="0", Y="5", DeltaX="5"), code("生产", X="10", DeltaX="5")], "安全生产\n"),
    ("one character a code", [code(c, X=str(5 * i), Y="5") for i, c in enumerate("安全生产")], "安全生产\n"),
    ("set downwards", [code("安全生产", X="0", Y="5", DeltaX="0 0 0", DeltaY="5 5 5")], "安\n全\n生\n产\n"),
    ("line breaks of the XML", [code("\n      安全生产\n    ", X="0", Y="5", DeltaX="5 5 5")], "安全生产\n"),
    ("spaces that are glyphs", [code("    第一条", X="0", Y="5", DeltaX="g 4 2.5 5 5")], "第一条\n"),
    ("ideographic spaces", [code("姓　　名", X="0", Y="5", DeltaX="5 5 5")], "姓　　名\n"),
    ("a gap between words", [code("乙方", X="0", Y="5", DeltaX="25")], "乙 方\n"),
    ("half-width figures", [code("2025年", X="0", Y="5", DeltaX="2.5 2.5 2.5 2.5")], "2025年\n"),
    ("no text", [code("", X="0", Y="5"), code("考核", X="0", Y="5", DeltaX="5")], "考核\n"),
    ("escaped", [code("A&amp;B&lt;5", X="0", Y="5", DeltaX="2.5 2.5 2.5 2.5")], "A&B<5\n"),
    ("a ligature's two characters", [transform(2, 2, "191"), code("office", X="0", Y="5", DeltaX="2.5 2.5 2.8 1.4 2.5")], "office\n"),
    ("a glyph for two characters, offsets by glyph", [transform(1, 2, "191"), code("安全生产", X="0", Y="5", DeltaX="5 10")], "安全生产\n"),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "expected"), [c[1:] for c in CODES], ids=[c[0] for c in CODES])
def test_text_codes(codes: list[str], expected: str) -> None:
    assert read(text_object(*codes)).text == expected


def test_characters_of_one_glyph_share_its_box() -> None:
    source = read(text_object(transform(1, 2, "191"), code("安全生产", X="0", Y="5", DeltaX="5 6")))
    assert [box(source, c)[0] for c in "安全生产"] == [30, 35, 38, 41]


def font(*pairs: tuple[int, int], form: int) -> bytes:
    """A font that has nothing but a table from characters to glyphs, one segment a character."""
    if form == 12:
        groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in pairs)
        table = struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(pairs)) + groups
    else:
        rows = [*sorted(pairs), (0xFFFF, 0)]
        codes = struct.pack(f">{len(rows)}H", *[code for code, _ in rows])
        deltas = struct.pack(f">{len(rows)}H", *[(glyph - code) & 0xFFFF for code, glyph in rows])
        table = struct.pack(">HHHHHHH", 4, 0, 0, 2 * len(rows), 0, 0, 0)
        table += codes + b"\0\0" + codes + deltas + bytes(2 * len(rows))
    cmap = struct.pack(">HHHHI", 0, 1, 3, 10 if form == 12 else 1, 12) + table
    return struct.pack(">IHHHH4sIII", 0x10000, 1, 0, 0, 0, b"cmap", 0, 28, len(cmap)) + cmap


@pytest.mark.parametrize("form", [4, 12])
def test_glyphs_without_text_are_named_by_their_font(form: int) -> None:
    data = font((ord("安"), 7), (ord("全"), 9), form=form)
    assert characters_of(data) == {7: "安", 9: "全"}
    ofd = text_object(transform(0, 2, "7 9"), code(" ", X="0", Y="5"))
    ofd.resources = element("Fonts", element("Font", element("FontFile", "f.ttf"), ID="1", FontName="甲"))
    ofd.parts["Doc_0/Res/f.ttf"] = data
    assert read(ofd).text == "安全\n"
    ofd = text_object(transform(0, 2, "7 9"))
    ofd.resources = element("Fonts", element("Font", element("FontFile", "f.ttf"), ID="1", FontName="甲"))
    ofd.parts["Doc_0/Res/f.ttf"] = data
    ofd.pages[0].text(30, 80, "考核细则由区安委办印发，请遵照执行。")
    assert read(ofd).text.startswith("安全\n")


@pytest.mark.parametrize(
    "data", [b"", b"\0\1\0\0", font((65, 1), form=4)[:40], font((65, 1), form=12)[:-4], b"x" * 400]
)
def test_a_damaged_font_names_nothing(data: bytes) -> None:
    assert characters_of(data) == {}


def test_a_glyph_that_nobody_names_is_remarked() -> None:
    ofd = text_object(transform(0, 1, "7"), code(" ", X="0", Y="5"))
    ofd.pages[0].text(30, 80, "考核细则由区安委办印发，请遵照执行。")
    source = read(ofd)
    assert source.text == "\ufffd\n考核细则由区安委办印发，请遵照执行。\n"
    assert [r.code for r in source.remarks] == ["garbled-text"]


def test_rotated_pages_are_laid_out_as_they_are_read() -> None:
    ofd = OfdFile()
    page = ofd.page()
    page.text(150, 30, "安全生产考核评分细则", CTM="0 1 -1 0 0 0", CharDirection="0")
    page.text(130, 30, "第二行文字在第一行下面", CTM="0 1 -1 0 0 0")
    assert read(ofd).text == "安全生产考核评分细则\n第二行文字在第一行下面\n"


def test_characters_that_are_turned_and_run_down() -> None:
    ofd = OfdFile()
    page = ofd.page()
    for x, words in ((150, "安全生产考核评分细则"), (130, "第二行文字在第一行下面")):
        page.text(x, 30, words, delta=None, ReadDirection="90", CharDirection="90")
    assert read(ofd).text == "安全生产考核评分细则\n第二行文字在第一行下面\n"


def test_what_is_printed_over_other_words_is_a_line_of_its_own() -> None:
    ofd = simple("签发人：区安委会办公室主任")
    ofd.pages[0].text(42, 39.6, "SIGN-HERE-PLEASE", delta=[2.5] * 15)
    assert sorted(read(ofd).text.split("\n")) == ["", "SIGN-HERE-PLEASE", "签发人：区安委会办公室主任"]


def test_fake_bold_is_read_once() -> None:
    ofd = simple("安全生产考核")
    ofd.pages[0].text(30.2, 40, "安全生产考核")
    source = read(ofd)
    assert source.text == "安全生产考核\n"
    assert [r.code for r in source.remarks] == ["fake-bold"]


def test_a_gap_of_a_letters_width_is_a_space() -> None:
    deltas = [3.6, 3.5, 2.2, 1.7, 1.6, 1.4, 2.4]
    assert read(text_object(code("Heaffixe", X="0", Y="5", DeltaX=" ".join(map(str, deltas))))).text == "He affixe\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("g 2 5", [5, 5]), ("1 g 2 5 2", [1, 5, 5, 2]), ("g 999999999 1", [1] * 8), ("g", []), ("1e99", []), ("", []), (None, []), ("inf", [])],
)  # fmt: skip
def test_offsets(text: str | None, expected: list[float]) -> None:
    assert offsets(text, 8) == expected


@pytest.mark.parametrize("size", ["-1", "0", "x", "nan", ""])
def test_a_size_that_can_not_be_is_that_of_common_text(size: str) -> None:
    source = read(text_object(code("安全", X="0", Y="5", DeltaX="5"), Size=size))
    assert (source.text, source.lines[0].size) == ("安全\n", 10.5)


@pytest.mark.parametrize(
    "boundary",
    ["30 40 5 6", "30,40,5,6", "30, 40, 5, 6", " 30\t40 ", "30 40 x", "30", "x 40", "30 1e9 5 6", "nan 40", "-3.5e1 .5", "", None],
)  # fmt: skip
def test_a_boundarys_corner_is_its_first_two_numbers(boundary: str | None) -> None:
    assert placed(boundary, None, UNMOVED)[4:] == (numbers(boundary, 2) or (0.0, 0.0))


def test_nothing_is_left_in_a_cycle() -> None:
    """Reading keeps the collector off: what a page leaves behind would stay until the last one."""
    data = simple("云溪区安全生产考核细则", "第一条 为落实责任，制定本细则。").build()
    read_ofd(data, "考核细则.ofd", Limits())
    gc.collect()
    gc.disable()
    try:
        read_ofd(data, "考核细则.ofd", Limits())
        assert gc.collect() == 0
    finally:
        gc.enable()
