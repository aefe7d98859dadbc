"""Sets the sample documents and writes them into corpus/samples: `python -m tests.samples.compose` (needs LibreOffice).

LibreOffice can lose a mark that hangs in the right margin; tests/test_samples.py tells, and the sentence is worded anew.
"""

import tempfile
import zipfile
from pathlib import Path

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.shared import Mm

from corpus import samples
from tests.libre_office import convert
from tests.samples import assessment, responsibility, scoring
from tests.samples.numbering import number, use_numbering
from tests.samples.official_paper import NOTO, OFFICE, Paper, element

DIGITS = "〇一二三四五六七八九"
COLUMNS = (26, 28, 50, 106, 15, 22)  # millimetres
TABLE_SIZE = 12.0


def numeral(n: int) -> str:
    """A Chinese numeral below one hundred: 14 → 十四."""
    tens, ones = divmod(n, 10)
    return ("" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十") + (DIGITS[ones] if ones or not n else "")


def contents() -> tuple[str, ...]:
    """The items of the article that lists the first-level indicators with their points."""
    parts = [f"{first.name}{first.points}分" for first in scoring.INDICATORS]
    return tuple(f"{part}{'。' if part is parts[-1] else '；'}" for part in parts)


def assessment_measures() -> Paper:
    """The 考核办法: notice, measures, attachment with the scoring table, imprint."""
    a = assessment
    paper = Paper(NOTO, a.ISSUER, a.NAME)
    paper.masthead([a.ISSUER], a.DOCUMENT_NUMBER)
    paper.title(a.TITLE)
    paper.flush(a.RECIPIENTS)
    for text in a.BODY:
        paper.body(text)
    paper.signature([a.ISSUER], a.ISSUED_ON)
    paper.title([a.NAME], page_break=True)
    article = 0
    for c, (title, articles) in enumerate(a.CHAPTERS, 1):
        paper.heading(f"第{numeral(c)}章　{title}")
        for opening, items, closing in articles:
            article += 1
            paper.body(opening.format(count=numeral(len(scoring.INDICATORS))), label=f"第{numeral(article)}条")
            for i, item in enumerate(contents() if items == ("{indicators}",) else items, 1):
                paper.body(f"（{numeral(i)}）{item}")
            for text in closing:
                paper.body(text)
    paper.blank()
    paper.body(f"附件：{a.ATTACHMENT}")
    paper.section(landscape=True)
    paper.attachment_mark("附件")
    paper.title([a.ATTACHMENT], size=20)
    scoring_table(paper)
    for note in scoring.NOTES:
        paper.note(note, TABLE_SIZE)
    paper.section()
    paper.imprint(a.COPIED_TO, a.ISSUER, a.PRINTED_ON, drop=530)
    return paper


def scoring_table(paper: Paper) -> None:
    """The ruled table: merged first-level cells, a header row repeated on each page, rows that may break."""
    seconds = sum(len(first.seconds) for first in scoring.INDICATORS)
    table = paper.document.add_table(rows=seconds + 4, cols=len(COLUMNS), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    for column, width in zip(table.columns, COLUMNS, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, COLUMNS, strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER

    def put(row: int, column: int, *lines: str, to: tuple[int, int] | None = None, heading: bool = False) -> None:
        cell = table.cell(row, column)
        if to:
            cell = cell.merge(table.cell(*to))
        paper.cell(cell, lines, TABLE_SIZE, centred=heading or column not in (2, 3), heading=heading)

    for column, name in enumerate(scoring.HEADER):
        put(0, column, name, heading=True)
    row = 1
    for first in scoring.INDICATORS:
        put(row, 0, f"{first.name}（{first.points}分）", to=(row + len(first.seconds) - 1, 0))
        for second in first.seconds:
            put(row, 1, second.name)
            put(row, 2, second.key_points)
            put(row, 3, *(f"{i}.{item.text}（{item.points}分）" for i, item in enumerate(second.items, 1)))
            put(row, 4, str(second.points))
            put(row, 5, second.checked_by)
            row += 1
    put(row, 0, "合计", to=(row, 3), heading=True)
    put(row, 4, str(sum(first.points for first in scoring.INDICATORS)))
    name, key_points, items, limit, checked_by = scoring.BONUS
    for column, lines in enumerate(
        (["加分项"], [name], [key_points], [*_numbered(items), limit], ["+5"], [checked_by]),
    ):
        put(row + 1, column, *lines)
    name, key_points, items, checked_by = scoring.VETO
    for column, lines in enumerate((["否决项"], [name], [key_points], _numbered(items), ["—"], [checked_by])):
        put(row + 2, column, *lines)


def _numbered(items: tuple[str, ...]) -> list[str]:
    return [f"{i}.{item}" for i, item in enumerate(items, 1)]


def responsibility_rules() -> Paper:
    """The 责任制实施细则: chapters, articles and items numbered by Word alone."""
    r = responsibility
    paper = Paper(OFFICE, r.ISSUERS[0], r.NAME)
    use_numbering(paper.document, paper.faces.heading[0])
    paper.masthead(r.ISSUERS, r.DOCUMENT_NUMBER)
    paper.title(r.TITLE)
    paper.flush(r.RECIPIENTS)
    for text in r.BODY:
        paper.body(text)
    paper.signature(r.ISSUERS, r.ISSUED_ON)
    paper.title([r.NAME], page_break=True)
    for title, articles in r.CHAPTERS:
        number(paper.heading(title), "chapter")
        for opening, items, closing in articles:
            number(paper.body(opening), "article")
            for item in items:
                number(paper.body(item), "item")
            for text in closing:
                paper.body(text)
    return paper


def save(paper: Paper, path: Path) -> None:
    """Writes a DOCX whose bytes do not depend on the clock."""
    with tempfile.TemporaryDirectory() as scratch:
        raw = Path(scratch) / "raw.docx"
        paper.document.save(str(raw))
        with zipfile.ZipFile(raw) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
            for name in source.namelist():
                target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)


def to_pdf(docx: Path, folder: Path) -> Path:
    """Has LibreOffice set a DOCX as PDF."""
    convert([docx], "pdf", folder)
    return folder / f"{docx.stem}.pdf"


def main() -> None:
    """Writes both samples."""
    folder = samples.folder()
    save(responsibility_rules(), folder / f"{responsibility.NAME}.docx")
    with tempfile.TemporaryDirectory() as scratch:
        docx = Path(scratch) / f"{assessment.NAME}.docx"
        save(assessment_measures(), docx)
        pdf = to_pdf(docx, Path(scratch))
        (folder / pdf.name).write_bytes(pdf.read_bytes())


if __name__ == "__main__":
    main()
