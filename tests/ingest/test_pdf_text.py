"""Characters, spaces, lines and boxes of a digital PDF."""

from collections.abc import Callable

import pytest

from corpus.source_text import Line, Role, SourceText, Unboxed
from ingest.pdf import read_pdf
from tests.pdf_files import PageCanvas, PdfFile

BODY = "云溪区安委会办公室组织开展安全生产考核工作。"


def read(pdf: PdfFile) -> SourceText:
    return read_pdf(pdf.build(), "样例.pdf")


def one_page(draw: Callable[[PageCanvas], object]) -> SourceText:
    pdf = PdfFile()
    draw(pdf.page())
    return read(pdf)


def words(source: SourceText) -> list[str]:
    return [source.text[line.start : line.end] for line in source.lines]


def box_of(source: SourceText, text: str) -> tuple[float, float, float, float]:
    start = source.text.index(text)
    boxes = [r.bbox for r in source.regions(((start, start + len(text)),))]
    x0, top, x1, bottom = zip(*boxes, strict=True)
    return min(x0), min(top), max(x1), max(bottom)


def codes(source: SourceText) -> list[str]:
    return [remark.code for remark in source.remarks]


def test_lines_pages_and_separators() -> None:
    pdf = PdfFile()
    first, _, third = pdf.page(), pdf.page(), pdf.page((842, 595))
    first.text(72, 700, "第一条 考核对象", font="F1")
    first.text(72, 670, "各街道和各部门。")
    third.text(72, 500, "第二条")
    source = read(pdf)
    assert source.text == "第一条 考核对象\n各街道和各部门。\n\f\f第二条\n"
    assert [(p.number, p.width, p.height) for p in source.document.pages] == [
        (1, 595, 842),
        (2, 595, 842),
        (3, 842, 595),
    ]
    assert [line.page for line in source.lines] == [1, 1, 3]
    separators = [i for i, page in enumerate(source.boxes.page) if not page]
    assert {source.text[i] for i in separators} == {"\n", "\f"}
    assert {source.boxes.why[i] for i in separators} == {Unboxed.SEPARATOR}
    assert (source.document.media_type, source.document.parser) == ("application/pdf", "pdf/1")


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        # the typesetter's quarter em between Chinese and digits is no space
        ([(72, "于"), (87, "2024"), (117, "年底前")], "于2024年底前"),
        # a blank that was typed stays
        ([(72, "第一条 为加强管理")], "第一条 为加强管理"),
        ([(72, "第一条　为加强管理")], "第一条　为加强管理"),
        # a tab or an indent inside a line is one space
        ([(72, "第一条"), (120, "为加强管理")], "第一条 为加强管理"),
        ([(72, "云溪区政府"), (400, "2024年3月6日")], "云溪区政府 2024年3月6日"),
        # Latin words are parted by less
        ([(72, "Safety"), (113, "first")], "Safety first"),
        ([(72, "kao"), (92.8, "he")], "kaohe"),
        # letters spaced out evenly are no words
        ([(72, "云"), (100, "溪"), (128, "区"), (156, "政"), (184, "府"), (212, "文"), (240, "件")], "云溪区政府文件"),
        ([(72, "附"), (100, "件")], "附 件"),
        # content that comes in another order than it is read
        ([(120, "为加强"), (72, "第二条"), (156, "管理")], "第二条 为加强管理"),
    ],
)  # fmt: skip
def test_spaces(pieces: list[tuple[float, str]], expected: str) -> None:
    def draw(page: PageCanvas) -> None:
        for x, text in pieces:
            if text.isascii():
                page.text(x, 700, text, font="F2")
            else:
                page.text(x, 700, text, font="F1") if not any(c.isdigit() for c in text) else mixed(page, x, 700, text)

    assert words(one_page(draw)) == [expected]


def mixed(page: PageCanvas, x: float, y: float, text: str) -> None:
    """Digits in Helvetica, half an em wide, the rest in Chinese type."""
    for char in text:
        page.text(x, y, char)
        x += 6.67 if char.isascii() else 12


def test_a_space_put_in_has_no_box() -> None:
    source = one_page(lambda page: (page.text(72, 700, "第一条"), page.text(130, 700, "为加强管理")))
    at = source.text.index(" ")
    assert (source.boxes.page[at], source.boxes.why[at]) == (0, Unboxed.SEPARATOR)


def test_blanks_at_the_ends_of_a_line_are_not_kept() -> None:
    assert words(one_page(lambda page: page.text(72, 700, "　　第一条　　"))) == ["第一条"]


@pytest.mark.parametrize("shift", [0.3, 0.9])
def test_fake_bold_letter_by_letter(shift: float) -> None:
    def draw(page: PageCanvas) -> None:
        for i, char in enumerate("任何单位"):
            page.text(72 + 16 * i, 700, char, size=16)
            page.text(72 + 16 * i + shift, 700, char, size=16)

    assert words(one_page(draw)) == ["任何单位"]


def test_fake_bold_line_by_line_is_remarked() -> None:
    def draw(page: PageCanvas) -> None:
        text = "健全安全生产责任体系的任何单位"
        page.text(72, 700, text, size=16)
        for y in range(600, 300, -20):
            page.text(72, y, BODY)
        page.text(72.6, 700.2, text, size=16)

    source = one_page(draw)
    assert words(source)[0] == "健全安全生产责任体系的任何单位"
    assert len(words(source)) == 16
    assert "fake-bold" in codes(source)
    assert "15 个字重复印了两遍" in next(r.text for r in source.remarks if r.code == "fake-bold")


def test_a_doubled_word_is_not_fake_bold() -> None:
    assert words(one_page(lambda page: page.text(72, 700, "人人有责，层层负责，常常检查"))) == [
        "人人有责，层层负责，常常检查"
    ]


def test_kangxi_forms_stay_and_pairs_are_joined() -> None:
    source = one_page(lambda page: page.text(72, 700, "AB", font="F4"))
    assert source.text == "\U00020bb7⼀\n"
    assert len(source.boxes) == 3


def test_soft_hyphens_and_zero_width_characters_are_dropped() -> None:
    def draw(page: PageCanvas) -> None:
        for x, text in [(72, "安全"), (96, "\u200b"), (96, "生产"), (120, "\u00ad"), (120, "考核")]:
            page.text(x, 700, text)

    assert words(one_page(draw)) == ["安全生产考核"]


def test_a_hyphen_at_a_lines_end_stays() -> None:
    source = one_page(lambda page: (page.text(72, 700, "GB/T 9704-", font="F2"), page.text(72, 685, "two", font="F2")))
    assert words(source) == ["GB/T 9704-", "two"]


@pytest.mark.parametrize(
    ("rotate", "expected"),
    [(0, (72, 131)), (90, (699, 72)), (180, (595 - 72 - 24, 699)), (270, (842 - 710, 595 - 72 - 24))],
)
def test_boxes_on_rotated_pages(rotate: int, expected: tuple[float, float]) -> None:
    """Text that runs with the page's own axes; the box's corner is where it is seen."""
    pdf = PdfFile()
    pdf.page(rotate=rotate).text(72, 700, "安全")
    source = read(pdf)
    page = source.document.pages[0]
    assert (page.width, page.height) == ((842, 595) if rotate % 180 else (595, 842))
    x0, top, x1, bottom = box_of(source, "安全")
    assert (x0, top) == pytest.approx(expected, abs=2)
    assert max(x1 - x0, bottom - top) == pytest.approx(24, abs=0.5)


def test_a_landscape_sheet_made_by_rotation_reads_left_to_right() -> None:
    """A4 landscape as Word prints it: the page is turned, the text is turned back."""
    pdf = PdfFile()
    page = pdf.page(rotate=90)
    page.text(100, 100, "一级指标", turned=(0, 1, -1, 0))
    page.text(100, 200, "评分标准", turned=(0, 1, -1, 0))
    page.text(130, 100, "责任体系", turned=(0, 1, -1, 0))
    source = read(pdf)
    assert words(source) == ["一级指标 评分标准", "责任体系"]
    x0, top, x1, bottom = box_of(source, "一级指标")
    assert (x0, x1 - x0, bottom - top) == pytest.approx((100, 48, 12), abs=1)
    assert top == pytest.approx(90, abs=3)


def test_a_page_printed_sideways_is_read_upright_and_boxed_as_seen() -> None:
    pdf = PdfFile()
    page = pdf.page()
    page.text(100, 100, "一级指标", turned=(0, 1, -1, 0))
    page.text(100, 200, "评分标准", turned=(0, 1, -1, 0))
    page.text(130, 100, "责任体系", turned=(0, 1, -1, 0))
    source = read(pdf)
    assert words(source) == ["一级指标 评分标准", "责任体系"]
    start = source.text.index("一级指标")
    boxes = source.boxes
    assert (boxes.x0[start], boxes.bottom[start]) == pytest.approx((90, 842 - 100), abs=3)
    assert boxes.top[start + 3] < boxes.top[start]  # it runs up the page


def test_the_crop_box_is_the_page() -> None:
    pdf = PdfFile()
    pdf.page((700, 900), origin=(50, 50), crop=(100, 100, 600, 800)).text(172, 700, "安全生产")
    source = read(pdf)
    assert (source.document.pages[0].width, source.document.pages[0].height) == (500, 700)
    x0, _, x1, bottom = box_of(source, "安全生产")
    assert (x0, x1, bottom) == pytest.approx((72, 120, 101.4), abs=1)


def test_text_off_the_page_is_not_read_and_is_remarked() -> None:
    source = one_page(lambda page: (page.text(72, 700, BODY), page.text(6000, -5000, "书")))
    assert "书" not in source.text
    assert "outside-page" in codes(source)


def test_text_that_runs_over_the_edge_is_cut_to_the_page() -> None:
    source = one_page(lambda page: page.text(580, 700, "安全"))
    assert source.text == "安全\n"
    assert max(source.boxes.x1) <= 595


def test_invisible_text_beside_visible_text_is_not_read() -> None:
    def draw(page: PageCanvas) -> None:
        page.text(72, 700, BODY * 2, size=9)
        page.text(72, 650, "看不见的字", mode=3)

    source = one_page(draw)
    assert "看不见" not in source.text
    assert [(r.code, "看不见的字" in r.text) for r in source.remarks] == [("hidden-text", True)]


def test_a_recognised_layer_under_a_picture_is_read_and_remarked() -> None:
    def draw(page: PageCanvas) -> None:
        page.raw("q 595 0 0 842 0 0 cm /Im Do Q")
        for y in range(700, 500, -20):
            page.text(72, y, BODY, mode=3)

    source = one_page(draw)
    assert len(words(source)) == 10
    assert codes(source) == ["hidden-text"]


def test_superscripts_stay_in_their_line() -> None:
    source = one_page(lambda page: (page.text(72, 700, "面积"), page.text(96, 700, "100m"), page.text(122.1, 705, "2", size=7), page.text(126, 700, "以上")))  # fmt: skip
    assert words(source) == ["面积100m2以上"]


def test_a_watermark_is_furniture() -> None:
    def draw(page: PageCanvas) -> None:
        page.text(72, 700, BODY)
        page.text(72, 680, BODY)
        page.text(200, 300, "内部资料", size=40, turned=(0.7, 0.7, -0.7, 0.7))

    source = one_page(draw)
    assert words(source) == [BODY, BODY, "内部资料"]
    assert source.lines[-1].role is Role.HEADER
    assert codes(source) == ["watermark"]


def test_two_columns_are_read_one_after_the_other() -> None:
    def draw(page: PageCanvas) -> None:
        page.text(180, 760, "云溪区安全生产工作简报", size=20)
        for i in range(12):
            page.text(60, 700 - 20 * i, f"{'左甲乙丙丁戊己庚辛壬癸子'[i]}栏一行字写到栏边为止再换一行写下去")
            page.text(320, 700 - 20 * i, f"{'右甲乙丙丁戊己庚辛壬癸子'[i]}栏一行字写到栏边为止再换一行写下去")

    found = words(one_page(draw))
    assert len(found) == 25
    assert [line[0] for line in found[1:]] == list("左甲乙丙丁戊己庚辛壬癸子右甲乙丙丁戊己庚辛壬癸子")


def test_a_list_with_a_second_column_is_read_line_by_line() -> None:
    def draw(page: PageCanvas) -> None:
        for i in range(12):
            page.text(60, 700 - 20 * i, "青岚镇" if i % 2 else "云溪街道办事处")
            page.text(320, 700 - 20 * i, "优秀")

    assert set(words(one_page(draw))) == {"青岚镇 优秀", "云溪街道办事处 优秀"}


def body_line(source: SourceText, start: str) -> Line:
    return next(line for line in source.lines if source.text.startswith(start, line.start))


def test_indent_room_alignment_and_size() -> None:
    def draw(page: PageCanvas) -> None:
        page.text(90 + 9 * 16 - 6 * 11, 760, "云溪区安全生产考核办法"[:11], size=22)
        for y in (700, 600, 500):
            page.text(90 + 32, y, "第一条为落实安全生产责任制定办法它长二十四个字么"[:24], size=16)
            page.text(90, y - 28, "续行从左边缘开始写满一整行共有二十六个字才算写到了头"[:26], size=16)
            page.text(90, y - 56, "末行短。", size=16)
        page.text(90 + 16 * 15, 380, "云溪区安委会办公室印制章"[:11], size=16)

    source = one_page(draw)
    first, full, last = (body_line(source, text) for text in ("第一条", "续行", "末行"))
    assert (first.indent, full.indent, last.indent) == pytest.approx((2, 0, 0), abs=0.1)
    assert (first.room, full.room, last.room) == pytest.approx((0, 0, 22), abs=0.1)
    assert {line.align for line in (first, full, last)} == {"left"}
    assert first.size == pytest.approx(16, abs=0.2)
    assert body_line(source, "云溪区安委会").align == "right"
    assert not any(line.hard for line in source.lines)
