"""OFD, DOCX and XLSX beside the fastest reader of each that keeps merged cells (of OFD: that reads its text).

The peers give text and tables alone; ours gives source text, lines with roles, tables, boxes where there are pages.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import process_time
from typing import Any

from corpus import samples
from ingest.limits import Limits

ROUNDS = 7
SHEET_ROWS = 2000
NOT_ALIKE = (
    "The peers give text, DOCX's and XLSX's tables too; ours gives source text with its lines, their roles and tables. "
    "OFD is no like for like: ofdkit gives runs of text in reading order, each with its start and an estimated width. Ours "
    "gives every character its box, brings rules together to tables, and looks at clips, hidden and white text, embedded "
    "fonts, pictures, seals and annotations."
)
"""What the table leaves unsaid."""


@dataclass(frozen=True, slots=True)
class Compared:
    """CPU seconds of one document: ours, the peer's."""

    what: str
    peer: str
    ours: float
    theirs: float


def compare() -> list[Compared]:
    """Every form, each in one run with its peer."""
    from ingest.docx import read_docx
    from ingest.ofd import read_ofd
    from ingest.xlsx import read_xlsx
    from tests.ofd_files import ofd_from_pdf

    paths = samples.paths()
    ofd = ofd_from_pdf(paths["考核办法"].read_bytes())
    docx = paths["责任制实施细则"].read_bytes()
    xlsx = _workbook()
    limits = Limits()
    tables: Mapping[str, tuple[str, Callable[[], Any], Callable[[], Any]]] = {
        "OFD, 12 pages": ("ofdkit", lambda: read_ofd(ofd, "样例.ofd", limits), lambda: _by_ofdkit(ofd)),
        "DOCX, the bundled 责任制实施细则": ("python-docx", lambda: read_docx(docx, "样例.docx", limits), lambda: _by_python_docx(docx)),
        f"XLSX, {SHEET_ROWS} rows": ("openpyxl", lambda: read_xlsx(xlsx, "样例.xlsx", limits), lambda: _by_openpyxl(xlsx)),
    }  # fmt: skip
    return [Compared(what, peer, *_best(ours, theirs)) for what, (peer, ours, theirs) in tables.items()]


def _best(ours: Callable[[], Any], theirs: Callable[[], Any]) -> tuple[float, float]:
    """The least of several interleaved runs of each, in seconds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for read, spent in zip((ours, theirs), times, strict=True):
            start = process_time()
            read()
            spent.append(process_time() - start)
    return min(times[0]), min(times[1])


def _by_ofdkit(data: bytes) -> str:
    import ofdkit

    with ofdkit.open(data) as file:
        return str(file.text())


def _by_python_docx(data: bytes) -> list[str]:
    from docx import Document

    document = Document(io.BytesIO(data))
    said = [paragraph.text for paragraph in document.paragraphs]
    return said + [cell.text for table in document.tables for row in table.rows for cell in row.cells]


def _by_openpyxl(data: bytes) -> tuple[list[Any], list[Any]]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    values = [value for sheet in book for row in sheet.iter_rows(values_only=True) for value in row]
    return values, [merged for sheet in book for merged in sheet.merged_cells.ranges]


def _workbook() -> bytes:
    """A scoring table in a workbook, its first column merged by fives."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("评分表")
    sheet.write_row(0, 0, ["考核项目", "考核内容", "评分标准", "分值"])
    for row in range(1, SHEET_ROWS, 5):
        sheet.merge_range(row, 0, row + 4, 0, f"第{row}类工作落实情况")
        for n in range(5):
            sheet.write_row(row + n, 1, [f"第{row + n}项工作按要求开展", "每缺少1次扣0.5分，扣完为止", 2])
    book.close()
    return out.getvalue()
