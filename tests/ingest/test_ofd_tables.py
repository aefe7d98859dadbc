"""Tables of OFD: paths of every kind are rules for the same table finder that PDF has."""

import itertools
from collections.abc import Callable

import pytest

from corpus.source_text import SourceText
from ingest.limits import Limits
from ingest.ofd import read_ofd
from ingest.ofd.paths import Outline
from tests.ofd_files import OfdFile, Page, element, row

XS, YS = (20, 60, 150, 180), (30, 45, 60, 75)
WORDS = [
    ["考核项目", "评分标准", "分值"],
    ["组织领导", "未召开会议的扣2分", "10"],
    ["隐患治理", "未整改的，每处扣1分", "20"],
]


def sides() -> list[tuple[float, float, float, float]]:
    across = [(XS[0], y, XS[-1], y) for y in YS]
    return across + [(x, YS[0], x, YS[-1]) for x in XS]


def written(page: Page) -> None:
    for y, cells in zip(YS, WORDS, strict=False):
        for x, words in zip(XS, cells, strict=False):
            page.text(x + 2, y + 9, words, 4)


def path(data: str, box: str = "0 0 210 297", **attributes: str) -> str:
    return element("PathObject", element("AbbreviatedData", data), Boundary=box, **attributes)


def lines(page: Page) -> None:
    for side in sides():
        page.stroke(*side)


def thin_rectangles(page: Page) -> None:
    for side in sides():
        page.thin(*side)


def one_net(page: Page) -> None:
    page.raw(path(" ".join(f"M {row((a, b))} L {row((c, d))}" for a, b, c, d in sides())))


def one_fill(page: Page) -> None:
    parts = []
    for a, b, c, d in sides():
        c, d = c + 0.2 * (a == c), d + 0.2 * (b == d)
        parts.append(f"M {row((a, b))} L {row((c, b))} L {row((c, d))} L {row((a, d))} C")
    page.raw(path(" ".join(parts), Stroke="false", Fill="true"))


def framed_cells(page: Page) -> None:
    for x0, x1 in itertools.pairwise(XS):
        for y0, y1 in itertools.pairwise(YS):
            page.frame(x0, y0, x1, y1)


def glued(page: Page) -> None:
    page.raw(path("".join(f"M{row((a, b))}L{row((c, d))}" for a, b, c, d in sides())))


def upside_down(page: Page) -> None:
    data = " ".join(f"M {row((a, -b))} L {row((c, -d))}" for a, b, c, d in sides())
    page.raw(path(data, CTM="1 0 0 -1 0 0"))


def by_an_old_start(page: Page) -> None:
    for a, b, c, d in sides():
        page.raw(path(f"S 0 0 L {row((c - a, d - b))} C", row((a, b, c - a, d - b)), Fill="true"))


def in_a_drawing(page: Page) -> None:
    page.raw(element("CompositeObject", Boundary="20 30 160 45", ResourceID="7"))


def clipped(page: Page) -> None:
    """Rules that run on over the paper, cut back by a clip."""
    clip = element("Path", element("AbbreviatedData", "M 20 30 L 180 30 L 180 75 L 20 75 C"), Boundary="0 0 210 297")
    clips = element("Clips", element("Clip", element("Area", clip)))
    for a, b, c, d in sides():
        data = f"M {row((a, 0))} L {row((c, 297))}" if a == c else f"M {row((0, b))} L {row((210, d))}"
        content = element("AbbreviatedData", data) + clips
        page.raw(element("PathObject", content, Boundary="0 0 210 297"))


def cut_by_boundaries(page: Page) -> None:
    for a, b, c, d in sides():
        data = f"M 0 0 L {row((0, 250))}" if a == c else "M 0 0 L 190 0"
        page.raw(path(data, row((a, b, c - a, d - b))))


WAYS: list[Callable[[Page], None]] = [
    lines, thin_rectangles, one_net, one_fill, framed_cells, glued, upside_down, by_an_old_start, in_a_drawing, clipped,
    cut_by_boundaries,
]  # fmt: skip


def read(ofd: OfdFile) -> SourceText:
    return read_ofd(ofd.build(), "考核细则.ofd", Limits())


@pytest.mark.parametrize("way", WAYS, ids=[w.__name__ for w in WAYS])
def test_rules_make_a_table(way: Callable[[Page], None]) -> None:
    ofd = OfdFile()
    net = " ".join(f"M {row((a - 20, b - 30))} L {row((c - 20, d - 30))}" for a, b, c, d in sides())
    unit = element("CompositeGraphicUnit", element("Content", path(net)), ID="7")
    ofd.resources = element("CompositeGraphicUnits", unit)
    page = ofd.page()
    way(page)
    written(page)
    source = read(ofd)
    (table,) = source.tables
    assert (table.rows, table.columns, table.origin) == (3, 3, "ruled")
    assert [source.text[c.start : c.end] for c in table.cells] == [words for line in WORDS for words in line]
    assert source.remarks == ()


@pytest.mark.parametrize(
    "attributes",
    [{"Visible": "false"}, {"Alpha": "0"}, {"Stroke": "false"}],
)
def test_paths_that_are_not_seen_are_no_rules(attributes: dict[str, str]) -> None:
    ofd = OfdFile()
    page = ofd.page()
    for a, b, c, d in sides():
        page.raw(path(f"M {row((a, b))} L {row((c, d))}", **attributes))
    written(page)
    assert read(ofd).tables == ()


def test_merged_cells() -> None:
    ofd = OfdFile()
    page = ofd.page()
    for a, b, c, d in sides():
        page.stroke(XS[1] if (b, d) == (60, 60) else a, b, c, d)
    written(page)
    (table,) = read(ofd).tables
    assert [(c.row, c.column, c.row_span) for c in table.cells if c.row_span > 1] == [(1, 0, 2)]


def test_rules_in_a_template() -> None:
    ofd = OfdFile()
    lines(ofd.template("t1"))
    page = ofd.page()
    page.templates = [("t1", None)]
    written(page)
    assert len(read(ofd).tables) == 1


# Path data and the corners of its parts.
PATHS = [
    ("M 0 0 L 5 0", [[(0, 0), (5, 0)]]),
    ("S 0 0 L 5 0 C", [[(0, 0), (5, 0), (0, 0)]]),
    ("M 0 0 L 5 0 M 1 1 L 1 9", [[(0, 0), (5, 0)], [(1, 1), (1, 9)]]),
    ("m0,0l5,0", [[(0, 0), (5, 0)]]),
    ("M 0 0 B 1 1 2 1 3 0", [[(0, 0), (1, 1), (2, 1), (3, 0)]]),
    ("M 0 0 A 5 5 0 0 1 9 9", [[(0, 0), (9, 9)]]),
    ("M 0 0 L", []),
    ("L 5", []),
    ("C C", []),
    ("", []),
    ("not a path 5 5", []),
]


@pytest.mark.parametrize(("data", "expected"), PATHS, ids=[p[0] or "empty" for p in PATHS])
def test_outlines(data: str, expected: list[list[tuple[float, float]]]) -> None:
    assert [points for points, _ in Outline(data, (1, 0, 0, 1, 0, 0), 100).parts] == expected
