"""What holds for every PDF: boxes lie on their page, lines and tables cover the text without overlap."""

from collections import Counter
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.source_text import Role, SourceText, Unboxed
from ingest.pdf import read_pdf
from tests.pdf_files import PageCanvas, PdfFile

CHARACTERS = "安全生产责任考核细则一二三，。（）：1234567890abcXYZ　 "

pieces = st.lists(
    st.tuples(
        st.floats(-30, 620), st.floats(-30, 870), st.text(CHARACTERS, min_size=1, max_size=25),
        st.sampled_from([6.0, 10.5, 16.0, 40.0]), st.sampled_from([(1, 0, 0, 1), (1, 0, 0, 1), (1, 0, 0, 1), (0, 1, -1, 0), (0.7, 0.7, -0.7, 0.7), (-1, 0, 0, -1)]),
    ),
    max_size=12,
)  # fmt: skip
rules = st.lists(st.tuples(st.sampled_from(range(50, 560, 60)), st.sampled_from(range(60, 820, 60)), st.integers(1, 6), st.booleans()), max_size=25)  # fmt: skip


def holds(source: SourceText) -> None:
    boxes, text = source.boxes, source.text
    sizes = {page.number: (page.width, page.height) for page in source.document.pages}
    for i, page in enumerate(boxes.page):
        if page:
            width, height = sizes[page]
            assert -0.01 <= boxes.x0[i] <= boxes.x1[i] <= width + 0.01
            assert -0.01 <= boxes.top[i] <= boxes.bottom[i] <= height + 0.01
        else:
            assert boxes.why[i] != Unboxed.BOXED
    covered = Counter(i for line in source.lines for i in range(line.start, line.end))
    assert all(count == 1 for count in covered.values())
    assert list(source.lines) == sorted(source.lines, key=lambda line: line.start)
    for i, char in enumerate(text):
        assert i in covered or (boxes.why[i] == Unboxed.SEPARATOR and char in "\n\t\f")
    for line in source.lines:
        assert text[line.start : line.end].strip() == text[line.start : line.end] != ""
        assert {boxes.page[i] for i in range(line.start, line.end)} <= {0, line.page}
        assert line.indent >= 0
        assert line.room >= 0
    for table in source.tables:
        places = Counter(
            (row, column)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        )
        assert places == Counter((r, c) for r in range(table.rows) for c in range(table.columns))
        assert all(table.start <= cell.start <= cell.end <= table.end for cell in table.cells)
        inside = {i for cell in table.cells for i in range(cell.start, cell.end)}
        assert all(boxes.why[i] == Unboxed.SEPARATOR for i in range(table.start, table.end) if i not in inside)
    in_tables = {i for table in source.tables for i in range(table.start, table.end)}
    assert all((line.start in in_tables) == (line.role is Role.CELL) for line in source.lines)
    for remark in source.remarks:
        assert 0 <= remark.start <= remark.end <= len(text)


def drawn(page: PageCanvas, words: list, lines: list) -> None:  # type: ignore[type-arg]  # generated values
    for x, y, text, size, turned in words:
        page.text(x, y, text, size=size, font="F1", turned=turned)
    for x, y, length, across in lines:
        page.stroke(x, y, x + 60 * length * across, y + 60 * length * (not across))


@settings(max_examples=60, deadline=None)
@given(pages=st.lists(st.tuples(pieces, rules, st.sampled_from([0, 90, 180, 270])), min_size=1, max_size=3))
def test_invariants(pages: list) -> None:  # type: ignore[type-arg]  # generated values
    pdf = PdfFile()
    for words, lines, rotate in pages:
        drawn(pdf.page(rotate=rotate), words, lines)
    data = pdf.build()
    with suppress(Unreadable):
        source = read_pdf(data, "样例.pdf")
        holds(source)
        assert read_pdf(data, "样例.pdf") == source


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_is_read_or_refused(data: st.DataObject) -> None:
    pdf = PdfFile()
    page = pdf.page()
    page.text(72, 700, "云溪区安全生产考核细则")
    page.frame(60, 600, 400, 720)
    good = bytearray(pdf.build())
    for _ in range(data.draw(st.integers(1, 12))):
        good[data.draw(st.integers(0, len(good) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        holds(read_pdf(bytes(good), "样例.pdf"))
