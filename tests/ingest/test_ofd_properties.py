"""What holds for every OFD, and for every package that only looks like one."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from ingest.limits import Limits
from ingest.ofd import read_ofd
from tests.ingest.test_pdf_properties import CHARACTERS, holds
from tests.ofd_files import OfdFile, element, packed, row

LIMITS = replace(Limits(), unpacked=20 << 20)

pieces = st.lists(
    st.tuples(
        st.floats(-10, 220), st.floats(-10, 310), st.text(CHARACTERS, min_size=1, max_size=25), st.sampled_from([2.0, 3.7, 5.6, 14.0]),
        st.sampled_from([None, None, (0, 1, -1, 0), (0.7, 0.7, -0.7, 0.7), (-1, 0, 0, -1), (1, 0, 0, -1)]),
        st.sampled_from(["", "", None, "g 30 3", "1 2 3", "5 -4 5 -4"]),
    ),
    max_size=12,
)  # fmt: skip
rules = st.lists(st.tuples(st.sampled_from(range(10, 200, 20)), st.sampled_from(range(20, 290, 20)), st.integers(1, 6), st.booleans()), max_size=25)  # fmt: skip


def composed(pages: list) -> OfdFile:  # type: ignore[type-arg]  # generated values
    ofd = OfdFile()
    for words, lines in pages:
        page = ofd.page()
        for x, y, text, size, turned, delta in words:
            page.text(x, y, text, size, delta=delta, CTM=row((*turned, 0, 0)) if turned else None)
        for x, y, length, across in lines:
            page.stroke(x, y, x + 20 * length * across, y + 20 * length * (not across))
    return ofd


@settings(max_examples=60, deadline=None)
@given(pages=st.lists(st.tuples(pieces, rules), min_size=1, max_size=3))
def test_invariants(pages: list) -> None:  # type: ignore[type-arg]  # generated values
    data = composed(pages).build()
    with suppress(Unreadable):
        source = read_ofd(data, "样例.ofd", LIMITS)
        holds(source)
        assert read_ofd(data, "样例.ofd", LIMITS) == source


def rich() -> OfdFile:
    """A file with a little of everything."""
    ofd = OfdFile()
    page = ofd.page(element("PhysicalBox", "0 0 210 297") + element("ApplicationBox", "5 5 200 287"))
    clip = element(
        "Path", element("AbbreviatedData", "M 0 0 L 90 0 L 90 30 L 0 30 C"), Boundary="0 0 99 99", CTM="1 0 0 1 0 0"
    )
    clips = element("Clips", element("Clip", element("Area", clip)), TransFlag="true")
    glyphs = element("CGTransform", element("Glyphs", "7 9"), CodePosition="0", CodeCount="2", GlyphCount="2")
    page.text(30, 40, "云溪区安全生产考核细则", before=clips)
    page.text(
        30, 50, "第一条 总则", before=glyphs, CTM="1 0 0 1 0 0", HScale="0.8", CharDirection="0", ReadDirection="0"
    )
    page.text(30, 60, "第二条 分值", Visible="true", Alpha="255", DrawParam="21", delta="g 5 5")
    page.frame(30, 70, 150, 110)
    page.thin(30, 90, 150, 90)
    page.image(20, 120, 150, 100)
    page.raw(element("PageBlock", element("CompositeObject", Boundary="0 0 50 50", ResourceID="7", CTM="1 0 0 1 0 0")))
    page.templates = [("t1", "Background")]
    page.resources = element("PageRes", "Res.xml")
    ofd.template("t1").text(30, 20, "文件")
    unit = element("Content", element("CompositeObject", Boundary="0 0 50 50", ResourceID="7"))
    ofd.resources = (
        element("CompositeGraphicUnits", element("CompositeGraphicUnit", unit, ID="7", Width="9", Height="9"))
        + element(
            "DrawParams", element("DrawParam", element("FillColor", Value="0 0 0", Alpha="255"), ID="21", Relative="21")
        )
        + element("MultiMedias", element("MultiMedia", element("MediaFile", "s.png"), ID="9"))
        + element("Fonts", element("Font", element("FontFile", "f.ttf"), ID="1"))
    )
    ofd.parts |= {"Doc_0/Res/s.png": b"\x89PNG\r\n\x1a\n" + bytes(60), "Doc_0/Res/f.ttf": b"\0\1\0\0\0\1" + bytes(40)}
    ofd.annotations[0] = element("Annot", element("Remark", "批注"), Type="Stamp")
    ofd.body = element("Signatures", "/Doc_0/Signatures.xml")
    return ofd


PARTS = rich().all_parts()
XML = sorted(name for name, content in PARTS.items() if isinstance(content, str))
WILD = [
    "",
    "-1",
    "0",
    "1e308",
    "nan",
    "inf",
    "-1e6",
    "999999999",
    "x",
    "0 0 0 0",
    "1 0 0",
    "g 9 9",
    "7",
    "21",
    "t1",
    "../../x",
    "/",
    "true",
]


def wild_attribute(part: str, draw: Callable[..., object]) -> str:
    found = [m.span(1) for m in re.finditer(r'="([^"]*)"', part)]
    start, end = draw(st.sampled_from(found))  # type: ignore[misc]  # a span
    return f"{part[:start]}{draw(st.sampled_from(WILD))}{part[end:]}"


def moved_element(part: str, draw: Callable[..., object]) -> str:
    found = [m.span() for m in re.finditer(r"<ofd:(\w+)[^>]*/>|<ofd:(\w+)[^>]*>[^<]*</ofd:\2>", part)]
    if not found:
        return part
    start, end = draw(st.sampled_from(found))  # type: ignore[misc]  # a span
    piece = part[start:end]
    without = part[:start] + part[end:]
    places = [m.start() for m in re.finditer("<", without)]
    at = draw(st.sampled_from(places))
    copies = draw(st.integers(0, 3))
    return without[:at] + piece * copies + without[at:]  # type: ignore[index, operator]  # drawn numbers


def wild_text(part: str, draw: Callable[..., object]) -> str:
    found = [m.span(1) for m in re.finditer(r">([^<>]+)<", part)]
    if not found:
        return part
    start, end = draw(st.sampled_from(found))  # type: ignore[misc]  # a span
    return f"{part[:start]}{draw(st.sampled_from(WILD))}{part[end:]}"


def other_bytes(part: str, draw: Callable[..., object]) -> str:
    at = draw(st.integers(0, len(part) - 1))
    return part[:at] + draw(st.sampled_from(["<", ">", "&", "\x00", '"', "考", " ", "/"])) + part[at + 1 :]  # type: ignore[index, operator]  # drawn values


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_damaged_parts_are_read_or_refused(data: st.DataObject) -> None:
    parts = dict(PARTS)
    for _ in range(data.draw(st.integers(1, 6))):
        name = data.draw(st.sampled_from(XML))
        change = data.draw(st.sampled_from([wild_attribute, wild_attribute, wild_text, moved_element, other_bytes]))
        parts[name] = change(str(parts[name]), data.draw)
    with suppress(Unreadable):
        holds(read_ofd(packed(parts), "样例.ofd", LIMITS))


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_packages_are_read_or_refused(data: st.DataObject) -> None:
    good = bytearray(packed(PARTS))
    for _ in range(data.draw(st.integers(1, 12))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        holds(read_ofd(bytes(good), "样例.ofd", LIMITS))
