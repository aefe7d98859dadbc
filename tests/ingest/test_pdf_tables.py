"""Physical tables from ruling lines, however they are drawn; and what looks like one and is none."""

import io
from collections.abc import Callable, Sequence
from itertools import pairwise

import pdfplumber
import pytest

from corpus.source_text import PhysicalTable, Role, SourceText
from ingest.pdf import read_pdf
from ingest.pdf.grids import grids
from ingest.pdf.plumber import plumbed_grids
from ingest.pdf.rules import Drawing
from tests.pdf_files import Canvas, PageCanvas, PdfFile

XS = [80.0, 180.0, 280.0, 420.0]
YS = [700.0, 660.0, 620.0, 560.0]  # from the top down, in PDF's coordinates
WORDS = [["一级指标", "二级指标", "分值"], ["责任体系", "党政同责", "20"], ["基础建设", "教育培训", "15"]]

Draw = Callable[[Canvas, float, float, float, float], None]


def stroke(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    page.stroke(x0, y0, x1, y1)


def thin(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    page.thin(x0, y0, x1, y1)


def twice(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    page.stroke(x0, y0, x1, y1)
    page.thin(x0 + 0.7, y0 + 0.7, x1 + 0.7, y1 + 0.7)


def dashes(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    length = max(x1 - x0, abs(y1 - y0))
    for at in range(0, int(length), 6):
        a, b = at / length, min(at + 4, length) / length
        page.stroke(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)


def dashed(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    page.raw("[4 2] 0 d")
    page.stroke(x0, y0, x1, y1)


def cell_by_cell(page: Canvas, x0: float, y0: float, x1: float, y1: float) -> None:
    """Pieces between the crossings and a small square at each, as Word writes borders."""
    across = y0 == y1
    marks = [x for x in XS if x0 <= x <= x1] if across else [y for y in reversed(YS) if min(y0, y1) <= y <= max(y0, y1)]
    for a, b in pairwise(marks):
        if across:
            page.thin(a + 0.25, y0, b - 0.25, y0)
            page.raw(f"{a - 0.25} {y0 - 0.25} .5 .5 re f")
        else:
            page.thin(x0, a + 0.25, x0, b - 0.25)


def rules(page: Canvas, draw: Draw, *, xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> None:
    for y in ys:
        draw(page, xs[0], y, xs[-1], y)
    for x in xs:
        draw(page, x, ys[-1], x, ys[0])


def fill(page: Canvas, words: list[list[str]] = WORDS, *, xs: Sequence[float] = XS, ys: Sequence[float] = YS) -> None:
    for row, cells in enumerate(words):
        for column, text in enumerate(cells):
            if text:
                page.text(xs[column] + 5, ys[row] - 16, text, size=10)


def read(pdf: PdfFile) -> SourceText:
    return read_pdf(pdf.build(), "样例.pdf")


def one_page(draw: Callable[[PageCanvas], object]) -> SourceText:
    pdf = PdfFile()
    draw(pdf.page())
    return read(pdf)


def texts(source: SourceText, table: PhysicalTable) -> list[list[str]]:
    out = [[""] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        out[cell.row][cell.column] = source.text[cell.start : cell.end]
    return out


def only_table(source: SourceText) -> PhysicalTable:
    (table,) = source.tables
    covered = [
        (row, column)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for column in range(cell.column, cell.column + cell.column_span)
    ]
    assert sorted(covered) == [(r, c) for r in range(table.rows) for c in range(table.columns)]
    return table


@pytest.mark.parametrize("draw", [stroke, thin, twice, dashes, dashed, cell_by_cell])
def test_rules_however_drawn(draw: Draw) -> None:
    source = one_page(lambda page: (rules(page, draw), fill(page)))
    table = only_table(source)
    assert texts(source, table) == WORDS
    assert source.text == "一级指标\t二级指标\t分值\n责任体系\t党政同责\t20\n基础建设\t教育培训\t15\n"
    assert (table.start, table.end, table.page, table.origin) == (0, len(source.text) - 1, 1, "ruled")
    assert table.columns_at == pytest.approx(XS, abs=1)
    assert table.box == pytest.approx((80, 142, 420, 282), abs=1)
    assert table.cells[4].box == pytest.approx((180, 182, 280, 222), abs=1)
    assert {line.role for line in source.lines} == {Role.CELL}


def test_frames_drawn_as_rectangles() -> None:
    def draw(page: PageCanvas) -> None:
        for x0, x1 in pairwise(XS):
            for y1, y0 in pairwise(YS):
                page.frame(x0, y0, x1, y1)
        fill(page)

    source = one_page(draw)
    assert texts(source, only_table(source)) == WORDS


def test_a_net_in_one_path_and_thin_rectangles_in_one_fill() -> None:
    def net(page: PageCanvas) -> None:
        page.raw(" ".join(f"{XS[0]} {y} m {XS[-1]} {y} l" for y in YS) + " " + " ".join(f"{x} {YS[-1]} m {x} {YS[0]} l" for x in XS) + " S")  # fmt: skip
        fill(page)

    def fills(page: PageCanvas) -> None:
        page.raw(" ".join(f"{XS[0]} {y} 340 .5 re" for y in YS) + " " + " ".join(f"{x} {YS[-1]} .5 140 re" for x in XS) + " f")  # fmt: skip
        fill(page)

    for draw in (net, fills):
        source = one_page(draw)
        assert texts(source, only_table(source)) == WORDS


def test_shaded_cells_add_nothing() -> None:
    def draw(page: PageCanvas) -> None:
        page.shade(XS[0], YS[1], XS[-1], YS[0])
        rules(page, stroke)
        fill(page)

    source = one_page(draw)
    assert texts(source, only_table(source)) == WORDS


def test_a_table_in_a_form_in_a_form() -> None:
    pdf = PdfFile()
    inner = pdf.form("Inner", "1 0 0 1 -20 -10")
    rules(inner, stroke)
    fill(inner)
    pdf.form("Outer").form("Inner", "0.5 0 0 0.5 40 20")
    pdf.page().form("Outer", "2 0 0 2 -60 -30")
    source = read(pdf)
    table = only_table(source)
    assert texts(source, table) == WORDS
    # 0.5 × 2 = 1; moved by (−20·0.5 + 40)·2 − 60 = 0 and (−10·0.5 + 20)·2 − 30 = 0
    assert table.columns_at == pytest.approx(XS, abs=1)


def test_merged_cells_have_spans() -> None:
    words = [["考核内容", "", "分值"], ["责任体系", "党政同责", "20"], ["", "一岗双责", "15"]]

    def draw(page: PageCanvas) -> None:
        for y in (YS[0], YS[1], YS[3]):
            stroke(page, XS[0], y, XS[-1], y)
        stroke(page, XS[1], YS[2], XS[-1], YS[2])
        for x in (XS[0], XS[2], XS[3]):
            stroke(page, x, YS[3], x, YS[0])
        stroke(page, XS[1], YS[3], XS[1], YS[1])
        fill(page, words)

    source = one_page(draw)
    table = only_table(source)
    spans = {source.text[c.start : c.end]: (c.row, c.column, c.row_span, c.column_span) for c in table.cells}
    assert spans["考核内容"] == (0, 0, 1, 2)
    assert spans["责任体系"] == (1, 0, 2, 1)
    assert spans["一岗双责"] == (2, 1, 1, 1)
    assert len(table.cells) == 7
    assert source.text == "考核内容\t分值\n责任体系\t党政同责\t20\n一岗双责\t15\n"


def test_open_sides_get_their_outer_rules() -> None:
    def draw(page: PageCanvas) -> None:
        for y in YS:
            stroke(page, XS[0], y, XS[-1], y)
        for x in XS[1:-1]:
            stroke(page, x, YS[-1], x, YS[0])
        fill(page)

    source = one_page(draw)
    table = only_table(source)
    assert texts(source, table) == WORDS
    assert table.columns_at == pytest.approx(XS, abs=1)


def test_a_table_cut_at_the_page_end_without_a_last_rule() -> None:
    def draw(page: PageCanvas) -> None:
        for y in YS[:-1]:
            stroke(page, XS[0], y, XS[-1], y)
        for x in XS:
            stroke(page, x, YS[-1], x, YS[0])
        fill(page)

    source = one_page(draw)
    assert texts(source, only_table(source)) == WORDS


def test_lines_of_a_cell_and_their_room() -> None:
    def draw(page: PageCanvas) -> None:
        rules(page, stroke)
        fill(page, [["指标", "", "分值"], ["责任", "", "20"], ["", "", "5"]])
        page.text(XS[1] + 5, YS[1] - 12, "建立健全安全生产责", size=10)
        page.text(XS[1] + 5, YS[1] - 24, "任制。8分", size=10)
        for i, char in enumerate("基础建设"):  # set vertically
            page.text(XS[0] + 45, YS[2] - 14 - 13 * i, char, size=10)

    source = one_page(draw)
    table = only_table(source)
    assert texts(source, table)[1][1] == "建立健全安全生产责\n任制。8分"
    assert texts(source, table)[2][0] == "基\n础\n建\n设"
    full, rest = (line for line in source.lines if source.text[line.start] in "建任" and line.end - line.start > 4)
    assert (full.indent, rest.indent) == (0, 0)
    assert full.room < 1 < rest.room


def test_two_tables_with_text_between() -> None:
    low = [y - 250 for y in YS]

    def draw(page: PageCanvas) -> None:
        page.text(80, 740, "附表一")
        rules(page, stroke)
        fill(page)
        page.text(80, 500, "附表二")
        rules(page, thin, ys=low)
        fill(page, ys=low)
        page.text(80, 250, "注：满分一百分。")

    source = one_page(draw)
    assert [texts(source, t) for t in source.tables] == [WORDS, WORDS]
    outside = [source.text[line.start : line.end] for line in source.lines if line.role is not Role.CELL]
    assert outside == ["附表一", "附表二", "注：满分一百分。"]
    assert source.text.index("附表一") < source.tables[0].start < source.text.index("附表二") < source.tables[1].start


def test_a_run_over_two_cells_is_cut() -> None:
    def draw(page: PageCanvas) -> None:
        rules(page, stroke)
        page.text(XS[0] + 8, YS[0] - 20, "一二三四五六七八九十甲乙", size=12)  # up to 232, the rule is at 180
        page.text(XS[0] + 8, YS[1] - 20, "责任")
        page.text(XS[2] + 8, YS[1] - 20, "20")

    source = one_page(draw)
    found = texts(source, only_table(source))
    assert found[0][:2] == ["一二三四五六七八", "九十甲乙"]


def test_rotated_page_with_a_table() -> None:
    pdf = PdfFile()
    page = pdf.page((595, 842), rotate=90)
    page.raw("q 0 1 -1 0 595 0 cm")  # drawn upright for the reader
    rules(page, stroke, ys=[y - 300 for y in YS])
    fill(page, ys=[y - 300 for y in YS])
    page.raw("Q")
    source = read(pdf)
    table = only_table(source)
    assert texts(source, table) == WORDS
    assert table.columns_at == pytest.approx(XS, abs=1)
    for cell in table.cells:
        assert cell.box is not None
        x0, top, x1, bottom = cell.box
        assert all(
            x0 <= source.boxes.x0[i] and source.boxes.x1[i] <= x1 and top <= source.boxes.top[i] and source.boxes.bottom[i] <= bottom
            for i in range(cell.start, cell.end)
            if source.boxes.page[i]
        )  # fmt: skip


def underline(page: PageCanvas) -> None:
    page.text(80, 700, "姓名：　　　　单位：")
    stroke(page, 120, 697, 200, 697)
    stroke(page, 240, 697, 320, 697)


def text_box(page: PageCanvas) -> None:
    page.frame(80, 600, 400, 700)
    page.text(90, 680, "说明：本细则由区安委会")
    page.text(90, 660, "办公室负责解释。")


def head_rule(page: PageCanvas) -> None:
    page.text(150, 760, "云溪区安全生产委员会文件", size=22)
    page.raw("1 0 0 RG")
    page.stroke(80, 700, 515, 700, 2)
    page.text(80, 660, "各成员单位：")


def chart(page: PageCanvas) -> None:
    stroke(page, 100, 400, 100, 600)
    stroke(page, 100, 400, 400, 400)
    for i in range(5):
        page.text(80, 400 + 40 * i, str(20 * i))
        stroke(page, 96, 400 + 40 * i, 400, 400 + 40 * i)
        page.shade(120 + 50 * i, 400, 150 + 50 * i, 420 + 30 * i)
        page.text(125 + 50 * i, 385, "一二三四五"[i])


def flow_chart(page: PageCanvas) -> None:
    for i, text in enumerate(("自查自评", "现场考核", "结果公布")):
        top = 700 - 90 * i
        page.frame(200, top - 40, 320, top)
        page.text(220, top - 25, text)
        if i < 2:
            stroke(page, 260, top - 40, 260, top - 90)


def page_frame(page: PageCanvas) -> None:
    page.frame(50, 50, 545, 792)
    page.text(80, 700, "承诺书")
    page.text(80, 660, "本单位承诺如下。")


@pytest.mark.parametrize("draw", [underline, text_box, head_rule, chart, flow_chart, page_frame])
def test_what_is_no_table(draw: Callable[[PageCanvas], None]) -> None:
    source = one_page(draw)
    assert source.tables == ()
    assert Role.CELL not in {line.role for line in source.lines}


def test_a_table_inside_a_page_frame() -> None:
    source = one_page(lambda page: (page.frame(50, 50, 545, 792), rules(page, stroke), fill(page)))
    assert texts(source, only_table(source)) == WORDS


def test_an_underline_in_a_cell_divides_nothing() -> None:
    def draw(page: PageCanvas) -> None:
        rules(page, stroke)
        fill(page)
        stroke(page, XS[1] + 5, YS[1] - 18, XS[1] + 45, YS[1] - 18)
        stroke(page, XS[2], YS[2] - 30, XS[2] + 60, YS[2] - 30)  # one that begins at a rule

    source = one_page(draw)
    assert texts(source, only_table(source)) == WORDS


def test_a_cell_that_is_no_rectangle_is_read_and_remarked() -> None:
    def draw(page: PageCanvas) -> None:
        for y in (YS[0], YS[3]):
            stroke(page, XS[0], y, XS[-1], y)
        stroke(page, XS[1], YS[1], XS[-1], YS[1])  # the first cell is an L
        stroke(page, XS[0], YS[2], XS[-1], YS[2])
        for x in (XS[0], XS[2], XS[3]):
            stroke(page, x, YS[3], x, YS[0])
        stroke(page, XS[1], YS[2], XS[1], YS[1])
        stroke(page, XS[1], YS[3], XS[1], YS[2])
        fill(page)

    source = one_page(draw)
    only_table(source)
    assert "table-doubtful" in {remark.code for remark in source.remarks}
    assert sorted("".join(source.text.split())) == sorted("".join(text for row in WORDS for text in row))


def test_rules_through_the_text_leave_lines_and_a_remark() -> None:
    def draw(page: PageCanvas) -> None:
        rules(page, stroke, ys=[703, 683, 663, 643])
        for i in range(4):
            page.text(84, 699 - 20 * i, "云溪区安全生产工作考核评分细则一二三", size=12)

    source = one_page(draw)
    assert source.tables == ()
    assert [remark.code for remark in source.remarks] == ["table-doubtful"]
    assert "第 1 页" in source.remarks[0].text


GRIDS = {
    "plain": lambda page: rules(page, stroke),
    "one row": lambda page: rules(page, thin, ys=YS[:2]),
    "many": lambda page: rules(page, thin, xs=[60 + 40 * i for i in range(11)], ys=[760 - 30 * i for i in range(20)]),
    "merged": lambda page: (
        [stroke(page, XS[0], y, XS[-1], y) for y in (YS[0], YS[1], YS[3])],
        stroke(page, XS[1], YS[2], XS[-1], YS[2]),
        [stroke(page, x, YS[3], x, YS[0]) for x in (XS[0], XS[2], XS[3])],
        stroke(page, XS[1], YS[3], XS[1], YS[1]),
    ),
}


@pytest.mark.parametrize("name", GRIDS)
def test_the_reference_finds_the_same_cells(name: str) -> None:
    """pdfplumber, on the same bytes."""
    pdf = PdfFile()
    page = pdf.page()
    GRIDS[name](page)
    for y in range(746, 180, -10):
        page.text(84, y, "安", size=6)
        page.text(184, y, "全", size=6)
    data = pdf.build()
    table = only_table(read_pdf(data, "样例.pdf"))
    with pdfplumber.open(io.BytesIO(data)) as reference:
        (expected,) = reference.pages[0].find_tables()
    ours = sorted(cell.box for cell in table.cells if cell.box)
    theirs = sorted(expected.cells)
    assert len(ours) == len(theirs)
    for box, other in zip(ours, theirs, strict=True):
        assert box == pytest.approx(other, abs=1)


def test_a_sheet_framed_on_every_page_is_text_under_a_small_table() -> None:
    """A letterhead ruled onto a frame around the page: the frame's inside is the page, not a cell."""

    def draw(page: PageCanvas) -> None:
        page.frame(50, 60, 545, 790)
        stroke(page, 50, 740, 545, 740)
        stroke(page, 300, 740, 300, 790)
        page.text(60, 760, "安全生产考核规定")
        page.text(310, 760, "第1版", font="F1")
        for i in range(10):
            page.text(80, 700 - 20 * i, f"第{'一二三四五六七八九十'[i]}条 本规定适用于各单位。", font="F1")

    source = one_page(draw)
    assert texts(source, only_table(source)) == [["安全生产考核规定", "第1版"]]
    assert [line.role for line in source.lines] == [Role.CELL] * 2 + [Role.BODY] * 10


def test_the_second_reader_reads_the_same_grid() -> None:
    def rule(x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float]:
        return (y0, x0, x1) if y0 == y1 else (x0, y0, y1)

    horizontal = sorted([rule(80, y, 420, y) for y in (100, 140, 240)] + [rule(180, 180, 420, 180)])
    vertical = sorted([rule(x, 100, x, 240) for x in (80, 280, 420)] + [rule(180, 140, 180, 240)])
    drawn = Drawing(horizontal, vertical)
    assert plumbed_grids(drawn) == grids(drawn)
