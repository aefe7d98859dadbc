"""Regions: boxes of drawn text, whatever stretch of it is asked for, equal to those got character by character."""

from array import array

from hypothesis import given
from hypothesis import strategies as st

from corpus.source_text import CharBoxes, Region, SourceDocument, SourceText

DOCUMENT = SourceDocument("0" * 64, "某区考核细则.pdf", "application/pdf", "pdf/1")
Drawn = tuple[int, float, float, float, float]


@st.composite
def drawings(draw: st.DrawFn) -> list[Drawn | None]:
    """Lines of characters with gaps between them: uneven heights, some stepping back, some running over two pages."""
    out: list[Drawn | None] = []
    page = 1
    for n in range(draw(st.integers(1, 4))):
        x, y = draw(st.sampled_from((60.0, 72.5))), 100.0 + 20 * n
        for _ in range(draw(st.integers(0, 6))):
            page += draw(st.integers(0, 9)) == 9
            high, low = draw(st.floats(0, 3, width=32)), draw(st.sampled_from((0.0, 2.125, 9.0)))
            out.append((page, x, y + high, x + 10.03, y + 10 + low))
            x += draw(st.sampled_from((10.0, 10.375, 10.0, -14.0)))
        out += [None] * draw(st.integers(0, 2))
    return out


def source_of(drawn: list[Drawn | None]) -> SourceText:
    places = [place or (0, 0.0, 0.0, 0.0, 0.0) for place in drawn]
    pages = array("H", [place[0] for place in places])
    sides = [array("f", [place[n] for place in places]) for n in range(1, 5)]
    boxes = CharBoxes(pages, *sides, array("B", bytes(len(places))))
    return SourceText(DOCUMENT, "字" * len(places), boxes, ())


def one_by_one(source: SourceText, start: int, end: int) -> list[Region]:
    """The regions of a span, a character at a time: one that stands on the line of those before it joins them."""
    boxes, out = source.boxes, list[Region]()
    at = start
    while at < end:
        stop = at
        while stop < end and boxes.page[stop]:
            stop += 1
        for drawn in _pieces(source, at, stop):
            last = out[-1] if out else None
            page, left, high, right, low = drawn
            if (
                last
                and last.page == page
                and last.bbox[1] <= (high + low) / 2 <= last.bbox[3]
                and left >= last.bbox[0] - 1
            ):
                x0, top, x1, bottom = last.bbox
                out[-1] = Region(page, (min(x0, left), min(top, high), max(x1, right), max(bottom, low)))
            else:
                out.append(Region(page, (left, high, right, low)))
        at = stop + 1
    return [Region(r.page, tuple(round(side, 2) for side in r.bbox)) for r in out]  # type: ignore[arg-type]  # four of them


def _pieces(source: SourceText, start: int, stop: int) -> list[Drawn]:
    b = source.boxes
    each = [(b.page[i], b.x0[i], b.top[i], b.x1[i], b.bottom[i]) for i in range(start, stop)]
    lefts, tops, bottoms = ([piece[n] for piece in each] for n in (1, 2, 4))
    if each and each[0][0] == each[-1][0] and max(tops) < min(bottoms) and min(lefts) >= lefts[0] - 1:
        return [(each[0][0], min(lefts), min(tops), max(piece[3] for piece in each), max(bottoms))]
    return each


@given(drawings())
def test_regions_of_any_span_are_those_of_its_characters(drawn: list[Drawn | None]) -> None:
    source = source_of(drawn)
    for start in range(len(drawn)):
        for end in range(start + 1, len(drawn) + 1):
            assert list(source.regions(((start, end),))) == one_by_one(source, start, end)


def test_text_without_pages_has_no_regions() -> None:
    source = SourceText(DOCUMENT, "未制定的，扣2分", CharBoxes.none(8), ())
    assert source.regions(((0, 8),)) == ()
