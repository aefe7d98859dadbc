"""Running headers, footers and page numbers keep their text and get their role; what is body never does."""

import pytest

from corpus.source_text import Role, SourceText
from ingest.pdf import read_pdf
from tests.pdf_files import PdfFile

BODY = "云溪区安委会办公室组织开展安全生产考核工作并公布结果。"


def read(pdf: PdfFile) -> SourceText:
    return read_pdf(pdf.build(), "样例.pdf")


def document(pages: int, *, header: str = "", footer: str = "", first: str = "", lines: int = 20) -> SourceText:
    """`{n}` and `{total}` in header and footer count the pages; `first` begins the body."""
    pdf = PdfFile()
    for n in range(1, pages + 1):
        page = pdf.page()
        if header:
            page.text(90, 790, header.format(n=n, total=pages), size=9, font="F1")
        if first:
            page.text(90, 740, first.format(n=n), size=12, font="F1")
        for i in range(lines):
            page.text(90, 710 - 25 * i, f"{'一二三四五六七八九十'[i % 10]}{'甲乙丙丁戊己庚辛'[n % 8]}{BODY}")
        if footer:
            page.text(280, 50, footer.format(n=n, total=pages), size=9, font="F1")
    return read(pdf)


def roles(source: SourceText) -> dict[Role, list[str]]:
    out: dict[Role, list[str]] = {}
    for line in source.lines:
        out.setdefault(line.role, []).append(source.text[line.start : line.end])
    return out


@pytest.mark.parametrize(
    "footer",
    [
        "— {n} —", "- {n} -", "－{n}－", "–{n}–", "第{n}页", "第 {n} 页 共 {total} 页", "第{n}页，共{total}页", "第{n}页（共{total}页）",
        "{n}", "{n}/{total}", "{n} / {total}", "·{n}·", "共{total}页 第{n}页", "Page {n} of {total}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("pages", [1, 5])
def test_page_numbers(footer: str, pages: int) -> None:
    found = roles(document(pages, footer=footer))
    assert len(found[Role.PAGE_NUMBER]) == pages
    assert len(found[Role.BODY]) == 20 * pages


def test_page_numbers_left_and_right() -> None:
    pdf = PdfFile()
    for n in range(1, 7):
        page = pdf.page()
        for i in range(20):
            page.text(90, 700 - 25 * i, BODY)
        page.text(460 if n % 2 else 90, 50, f"— {n} —", font="F1")
    assert roles(read(pdf))[Role.PAGE_NUMBER] == [f"— {n} —" for n in range(1, 7)]


def test_a_document_that_begins_with_another_page_number() -> None:
    pdf = PdfFile()
    for n in range(17, 22):
        page = pdf.page()
        page.text(90, 700, BODY)
        page.text(290, 50, str(n))
    assert roles(read(pdf))[Role.PAGE_NUMBER] == ["17", "18", "19", "20", "21"]


def test_running_headers_and_footers() -> None:
    found = roles(document(6, header="云溪区安全生产考核细则", footer="云溪区应急管理局  {n}"))
    assert len(found[Role.HEADER]) == len(found[Role.FOOTER]) == 6
    assert len(found[Role.BODY]) == 120


def test_headers_of_left_and_right_pages() -> None:
    pdf = PdfFile()
    for n in range(1, 9):
        page = pdf.page()
        page.text(90, 790, "云溪区安委会文件" if n % 2 else "安全生产考核办法", size=9)
        page.text(90, 700, f"{BODY}{'一二三四五六七八'[n - 1]}")
        page.text(90, 600, f"{'一二三四五六七八'[n - 1]}{BODY}")
    assert len(roles(read(pdf))[Role.HEADER]) == 8


def test_furniture_stays_in_the_text_in_its_place() -> None:
    source = document(3, header="考核细则", footer="— {n} —", lines=1)
    first = source.text.split("\f")[0].split("\n")
    assert (first[0], first[-2]) == ("考核细则", "— 1 —")


def test_numbers_in_the_body_are_no_page_numbers() -> None:
    pdf = PdfFile()
    for n in range(1, 4):
        page = pdf.page()
        page.text(90, 700, BODY)
        page.text(90, 680, f"{n}")
        page.text(90, 660, f"— {n} —", font="F1")
        page.text(90, 640, BODY)
    assert set(roles(read(pdf))) == {Role.BODY}


def test_a_number_that_ends_a_single_page_of_text_closely_is_body() -> None:
    pdf = PdfFile()
    page = pdf.page()
    for i in range(40):
        page.text(90, 720 - 16.5 * i, BODY if i < 39 else "85")
    assert set(roles(read(pdf))) == {Role.BODY}


def test_attachments_that_open_pages_alike_are_body() -> None:
    """附件1, 附件2 … at the head of each page: the number does not count the pages, and the words are a title."""
    pdf = PdfFile()
    for n in (1, 1, 2, 2, 3, 3, 4, 4):
        page = pdf.page()
        page.text(90, 780, f"附件{n}", size=16)
        page.text(90, 700, BODY)
    assert Role.HEADER not in roles(read(pdf))


def test_a_repeated_table_header_is_the_tables() -> None:
    pdf = PdfFile()
    for n in range(1, 6):
        page = pdf.page()
        for x in (80, 240, 400):
            page.stroke(x, 700, x, 790)
        for y in (700, 745, 790):
            page.stroke(80, y, 400, y)
        page.text(90, 760, "考核项目")
        page.text(250, 760, "评分标准")
        page.text(90, 715, f"项目{'一二三四五'[n - 1]}")
        page.text(250, 715, "8", font="F1")
        page.text(290, 50, f"— {n} —", font="F1")
    found = roles(read(pdf))
    assert (len(found[Role.CELL]), len(found[Role.PAGE_NUMBER])) == (20, 5)
    assert set(found) == {Role.CELL, Role.PAGE_NUMBER}


def test_the_same_title_on_two_pages_is_no_header() -> None:
    pdf = PdfFile()
    for text in ("甲", "乙"):
        page = pdf.page()
        page.text(200, 770, "安全生产责任书", size=22)
        for i in range(10):
            page.text(90, 720 - 25 * i, text + BODY)
    assert set(roles(read(pdf))) == {Role.BODY}
