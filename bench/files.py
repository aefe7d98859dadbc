"""The files that are measured: ruled scoring tables and sets of rules of any length, set with reportlab."""

from collections.abc import Iterator
from pathlib import Path

from pypdfium2 import PdfDocument
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from corpus import samples
from tests.samples import assessment, scoring
from tests.samples.compose import numeral

FACE = "STSong-Light"  # predefined, not embedded: what many government files use
WIDTH, HEIGHT = A4
LEFT, TOP, BOTTOM = 57.0, HEIGHT - 60, 70.0
COLUMNS = (62, 70, 105, 205, 39)  # points
SIZE, LEADING, PAD = 10.5, 14.5, 4.0
BODY_SIZE, BODY_LEADING = 16.0, 29.0


def wrapped(text: str, width: float, size: float) -> list[str]:
    """The text's lines at that width, broken after any character."""
    lines, line, used = [], "", 0.0
    for character in text:
        advance = pdfmetrics.stringWidth(character, FACE, size)
        if used + advance > width and line:
            lines.append(line)
            line, used = "", 0.0
        line, used = line + character, used + advance
    return [*lines, line] if line else lines


class Book:
    """A PDF being set page by page, with page numbers in the foot; `pages` counts the finished ones."""

    def __init__(self, path: Path, title: str) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FACE))
        self.canvas = Canvas(str(path), pagesize=A4)
        self.canvas.setTitle(title)
        self.pages, self.y = 0, TOP

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """One line with its baseline at y."""
        self.canvas.setFont(FACE, size)
        self.canvas.drawString(x, y, text)

    def centred(self, text: str, size: float) -> None:
        """A centred line, and the way down below it."""
        self.canvas.setFont(FACE, size)
        self.canvas.drawCentredString(WIDTH / 2, self.y - size, text)
        self.y -= 2 * size

    def turn(self) -> None:
        """Ends the page."""
        self.pages += 1
        self.canvas.setFont(FACE, 14)
        self.canvas.drawCentredString(WIDTH / 2, 40, f"— {self.pages} —")
        self.canvas.showPage()
        self.y = TOP


def _rows() -> Iterator[tuple[str, ...]]:
    """Rows without end: the sample's indicators, each time under new names."""
    turn = 0
    while True:
        turn += 1
        mark = "" if turn == 1 else f"之{numeral(turn % 100 or 1)}"
        for first in scoring.INDICATORS:
            for second in first.seconds:
                criteria = "".join(f"{i}.{item.text}（{item.points}分）\n" for i, item in enumerate(second.items, 1))
                name = f"{first.name}{mark}（{first.points}分）"
                yield name, second.name + mark, second.key_points, criteria.rstrip(), str(second.points)


def _table_page(book: Book, rows: Iterator[tuple[str, ...]], held: list[tuple[str, ...]]) -> None:
    """Fills the page with a ruled table; the row that no longer fits is held for the next page."""
    edges = [LEFT + sum(COLUMNS[:i]) for i in range(len(COLUMNS) + 1)]
    book.canvas.setLineWidth(0.5)
    top, above = book.y, ""
    book.canvas.line(edges[0], top, edges[-1], top)
    header = (*scoring.HEADER[:5],)
    while True:
        row = header if book.y == top else held.pop() if held else next(rows)
        cells = [
            [line for part in cell.split("\n") for line in wrapped(part, width - 2 * PAD, SIZE)]
            for cell, width in zip(row, COLUMNS, strict=True)
        ]
        height = max(map(len, cells)) * LEADING + 2 * PAD
        if book.y - height < BOTTOM:
            held.append(row)
            break
        merged = row[0] == above
        if merged:
            cells[0] = []
            book.canvas.line(edges[1], book.y, edges[-1], book.y)
        else:
            book.canvas.line(edges[0], book.y, edges[-1], book.y)
        above = row[0]
        for x, lines in zip(edges, cells, strict=False):
            for n, line in enumerate(lines, 1):
                book.text(x + PAD, book.y - PAD - n * LEADING + 3, line, SIZE)
        book.y -= height
    book.canvas.line(edges[0], book.y, edges[-1], book.y)
    for x in edges:
        book.canvas.line(x, top, x, book.y)


def scoring_table(path: Path, pages: int) -> Path:
    """A 考核细则 that is one ruled table over `pages` pages."""
    book = Book(path, scoring.HEADER[3])
    book.centred("云溪区2025年度安全生产工作考核细则", 18)
    rows, held = _rows(), []  # type: ignore[var-annotated]
    while book.pages < pages:
        _table_page(book, rows, held)
        book.turn()
    book.canvas.save()
    return path


def embedded_table(path: Path, pages: int) -> Path:
    """The table pages of the bundled 考核办法, set by an office program with its fonts embedded, again and again."""
    first, last = 7, 11  # of the sample
    wanted = [first - 1 + n % (last - first + 1) for n in range(pages)]
    with PdfDocument(samples.paths()["考核办法"]) as sample, PdfDocument.new() as made:
        made.import_pages(sample, wanted)
        made.save(path)
    return path


def set_of_rules(path: Path, pages: int, table_pages: int = 6) -> Path:
    """A 办法 of articles and items over `pages` pages, the last `table_pages` of them a scoring table."""
    book = Book(path, assessment.NAME)
    book.centred(assessment.NAME, 20)
    sentences = [
        text
        for _, inner in assessment.CHAPTERS
        for opening, items, closing in inner
        for text in (opening, *items, *closing)
    ]
    sentences = [text.format(count="七", indicators="按照附件执行。") for text in sentences]
    article = 0
    while book.pages < pages - table_pages:
        article += 1
        label = f"第{numeral(article % 100 or 1)}条"
        opening = f"{label}　{sentences[article % len(sentences)].rstrip('：；。')}："
        items = [
            f"（{numeral(n)}）{sentences[(article * 3 + n) % len(sentences)].rstrip('：；。')}。" for n in (1, 2, 3)
        ]
        for paragraph in (opening, *items):
            for line in wrapped("　　" + paragraph, WIDTH - 2 * LEFT - 20, BODY_SIZE):
                book.text(LEFT + 10, book.y - BODY_SIZE, line, BODY_SIZE)
                book.y -= BODY_LEADING
                if book.y < BOTTOM + BODY_LEADING:
                    book.turn()
                    if book.pages == pages - table_pages:
                        break
            if book.pages == pages - table_pages:
                break
    rows, held = _rows(), []  # type: ignore[var-annotated]
    while book.pages < pages:
        _table_page(book, rows, held)
        book.turn()
    book.canvas.save()
    return path
