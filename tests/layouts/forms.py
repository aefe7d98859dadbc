"""One document of paragraphs and grids, written as text, Markdown's neighbour HTML, DOCX, PDF and XLSX (grids as in tests/grids.py)."""

from collections.abc import Callable, Iterator, Sequence
from html import escape
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Side

from tests.docx_files import docx_of, p, tbl, tc, tr
from tests.grids import Grid, grid
from tests.pdf_files import PageCanvas, PdfFile

Part = str | Grid

_THIN = Side(style="thin")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)

_SIZE, _LEAD, _PAD = 9.0, 12.0, 4.0  # points
_WIDE = (842.0, 595.0)
_LEFT, _TOP, _BOTTOM = 50.0, 545.0, 50.0


def parts_of(text: str) -> list[Part]:
    """Paragraphs and grids: lines with `|` that follow one another are a grid, any other line is a paragraph."""
    out: list[Part] = []
    rows: list[str] = []
    for line in [*text.strip().splitlines(), ""]:
        if "|" in line:
            rows.append(line)
            continue
        if rows:
            out.append(grid("\n".join(rows)))
            rows = []
        if line.strip():
            out.append(line.strip())
    return out


def _spans(rows: Grid) -> Iterator[tuple[int, int, int, int, str]]:
    """(row, column, rows, columns, text) of every cell that is its own."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            wide = next((n for n in range(1, len(row) - c + 1) if c + n == len(row) or row[c + n] != "<"), 1)
            high = next((n for n in range(1, len(rows) - r + 1) if r + n == len(rows) or rows[r + n][c] != "^"), 1)
            yield r, c, high, wide, text


def as_text(parts: Sequence[Part]) -> bytes:
    """Tables as tab-separated lines, merged cells empty, line breaks in cells lost."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, str):
            lines.append(part)
            continue
        lines.append("")
        for row in part:
            lines.append("\t".join("" if cell in ("^", "<") else cell.replace("\n", "") for cell in row))
        lines.append("")
    return "\n".join(lines).encode()


def as_html(parts: Sequence[Part]) -> bytes:
    """A saved page: paragraphs and a bordered table, spans as they are."""
    out = ["<!DOCTYPE html><html><head><meta charset='utf-8'></head><body><div id='zoom'>"]
    for n, part in enumerate(parts):
        if isinstance(part, str):
            out.append(f"<p{' align=center' if n == 0 else ''}>{escape(part)}</p>")
            continue
        rows: list[list[str]] = [[] for _ in part]
        for r, _, high, wide, text in _spans(part):
            spans = (f" rowspan={high}" if high > 1 else "") + (f" colspan={wide}" if wide > 1 else "")
            rows[r].append(f"<td{spans}>{escape(text).replace(chr(10), '<br>')}</td>")
        out.append(f"<table border=1>{''.join(f'<tr>{chr(10).join(cells)}</tr>' for cells in rows)}</table>")
    return "".join([*out, "</div></body></html>"]).encode()


def as_docx(parts: Sequence[Part]) -> bytes:
    """A Word file: merged cells by gridSpan and vMerge, line breaks in cells as paragraphs."""
    blocks: list[str] = []
    for n, part in enumerate(parts):
        if isinstance(part, str):
            blocks.append(p(escape(part), properties='<w:jc w:val="center"/>' if n == 0 else ""))
            continue
        owner = {
            (r + i, c + j): (r, c, wide, high)
            for r, c, high, wide, _ in _spans(part)
            for i in range(high)
            for j in range(wide)
        }
        rows = []
        for r, row in enumerate(part):
            cells, c = [], 0
            while c < len(row):
                top, left, wide, high = owner[r, c]
                text = part[top][left] if r == top else ""
                down = "" if high == 1 else "restart" if r == top else "continue"
                cells.append(tc(*(escape(line) for line in text.split("\n")), span=wide, down=down))
                c += wide
            rows.append(tr(*cells))
        blocks.append(tbl(*rows))
    return docx_of(*blocks)


def as_pdf(parts: Sequence[Part]) -> bytes:
    """Drawn pages: wrapped lines, every cell ruled, a row that does not fit on the next page."""
    file = PdfFile()
    page, y = file.page(_WIDE), _TOP
    for n, part in enumerate(parts):
        if isinstance(part, str):
            size = 16.0 if n == 0 else 12.0
            for line in _wrapped(part, (_WIDE[0] - 2 * _LEFT) / size):
                x = (
                    (_WIDE[0] - size * len(line)) / 2
                    if n == 0
                    else _LEFT + (2 * size if line == part[: len(line)] else 0)
                )
                if y < _BOTTOM + size:
                    page, y = file.page(_WIDE), _TOP
                page.text(x, y - size, line, size, font="F1")
                y -= size * 1.6
            continue
        page, y = _drawn(file, page, y - 6, part)
    return file.build()


def _drawn(file: PdfFile, page: PageCanvas, y: float, rows: Grid) -> tuple[PageCanvas, float]:
    longest = [max(min(len(row[c].replace("\n", "")), 60) for row in rows) ** 0.7 + 2 for c in range(len(rows[0]))]
    whole = _WIDE[0] - 2 * _LEFT
    edges = [_LEFT]
    for share in longest:
        edges.append(edges[-1] + whole * share / sum(longest))
    spans = list(_spans(rows))
    lines = {
        (r, c): [piece for line in text.split("\n") for piece in _wrapped(line, (edges[c + wide] - edges[c] - 2 * _PAD) / _SIZE)]
        for r, c, _, wide, text in spans
    }  # fmt: skip
    heights = [_LEAD + _PAD] * len(rows)
    for r, c, high, _, _ in spans:
        need = len(lines[r, c]) * _LEAD + _PAD
        lacking = need - sum(heights[r : r + high])
        if lacking > 0:
            heights[r + high - 1] += lacking
    first = 0
    while first < len(rows):
        last, bottom = first, y
        while last < len(rows) and bottom - heights[last] >= _BOTTOM:
            bottom -= heights[last]
            last += 1
        joined = {r + i for r, _, high, _, _ in spans for i in range(1, high)}
        while last < len(rows) and last in joined and last > first:
            last -= 1
        if last == first:
            page, y = file.page(_WIDE), _TOP
            continue
        tops = [y - sum(heights[first:r]) for r in range(first, last + 1)]
        for r, c, high, wide, _ in spans:
            if first <= r < last:
                top, low = tops[r - first], tops[min(r + high, last) - first]
                page.frame(edges[c], low, edges[c + wide], top)
                for i, line in enumerate(lines[r, c]):
                    page.text(edges[c] + _PAD, top - _PAD / 2 - _SIZE - i * _LEAD, line, _SIZE, font="F1")
        first, y = last, tops[-1] - 10
        if first < len(rows):
            page, y = file.page(_WIDE), _TOP
    return page, y


def _wrapped(text: str, width: float) -> list[str]:
    """Lines of so many characters, none beginning with a closing mark."""
    count, out = max(int(width), 1), []
    while text:
        end = count
        while end < len(text) and end > 1 and text[end] in "。，；、）：%":
            end -= 1
        out.append(text[:end])
        text = text[end:]
    return out


def as_xlsx(parts: Sequence[Part]) -> bytes:
    """One sheet: paragraphs as rows merged all the way across, grids with borders one below the other, numbers as such."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    width, row = max(len(part[0]) for part in parts if not isinstance(part, str)), 1
    for part in parts:
        if isinstance(part, str):
            sheet.cell(row, 1, part)
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
            row += 1
            continue
        for r, c, high, wide, text in _spans(part):
            first = sheet.cell(row + r, c + 1, float(text) if text.replace(".", "", 1).isdecimal() else text or None)
            first.alignment = Alignment(wrap_text=True)
            for at in range(high * wide):
                sheet.cell(row + r + at // wide, c + 1 + at % wide).border = _BOX
            if high * wide > 1:
                last = (row + r + high - 1, c + wide)
                sheet.merge_cells(start_row=row + r, start_column=c + 1, end_row=last[0], end_column=last[1])
        row += len(part)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def as_drawn(parts: Sequence[Part]) -> bytes:
    """Plain text with tables of ┌─┬│: cells wrapped, spans as they are, full-width spaces as filling."""
    lines: list[str] = []
    for part in parts:
        lines.extend([part, ""] if isinstance(part, str) else [*_strokes(part), ""])
    return "\n".join(lines).encode()


_JOINTS = {
    (False, True, True, False): "┐", (True, False, True, False): "┘", (False, True, False, True): "┌", (False, True, True, True): "┬",
    (True, True, False, False): "│", (True, True, True, False): "┤", (True, False, False, True): "└", (True, False, True, True): "┴",
    (True, True, False, True): "├", (True, True, True, True): "┼", (False, False, True, True): "─", (False, False, False, False): "　",
}  # fmt: skip
"""By whether strokes go up, down, left and right from it."""


def _strokes(rows: Grid) -> list[str]:
    """The lines of a drawn table; each column as wide as its words need, to 14 characters."""
    spans = list(_spans(rows))
    owner = {(r + i, c + j): (r, c) for r, c, high, wide, _ in spans for i in range(high) for j in range(wide)}
    widths = [
        max([2, *(min(len(t), 14) for _, col, _, wide, t in spans if col == c and wide == 1)])
        for c in range(len(rows[0]))
    ]
    said = {
        (r, c): [
            piece for line in t.split("\n") for piece in _wrapped(line, sum(widths[c : c + wide]) + wide - 1) or [""]
        ]
        for r, c, _, wide, t in spans
    }
    heights = [1] * len(rows)
    for r, c, high, _, _ in spans:
        lacking = len(said[r, c]) - sum(heights[r : r + high])
        heights[r + high - 1] += max(lacking, 0)
    out: list[str] = []
    for r in range(len(rows) + 1):
        out.append(_edge(owner, r, widths, len(rows)))
        for n in range(heights[r] if r < len(rows) else 0):
            line, c = "│", 0
            while c < len(widths):
                top = owner[r, c]
                end = next((k for k in range(c, len(widths)) if owner[r, k] != top), len(widths))
                at = sum(heights[top[0] : r]) + n
                words = said[top][at] if at < len(said[top]) else ""
                line += words + "　" * (sum(widths[c:end]) + end - c - 1 - len(words)) + "│"
                c = end
            out.append(line)
    return out


def _edge(owner: dict[tuple[int, int], tuple[int, int]], row: int, widths: Sequence[int], rows: int) -> str:
    """The rule above a row: only where no cell goes on through it."""
    columns = len(widths)

    def ruled(c: int) -> bool:
        return 0 <= c < columns and (row in (0, rows) or owner[row - 1, c] != owner[row, c])

    def stroke(r: int, c: int) -> bool:
        return 0 <= r < rows and (c in (0, columns) or owner[r, c - 1] != owner[r, c])

    line = ""
    for c in range(columns + 1):
        line += _JOINTS[stroke(row - 1, c), stroke(row, c), ruled(c - 1), ruled(c)]
        line += ("─" if ruled(c) else "　") * (widths[c] if c < columns else 0)
    return line


FORMS: dict[str, Callable[[Sequence[Part]], bytes]] = {
    "txt": as_text, "html": as_html, "docx": as_docx, "pdf": as_pdf, "xlsx": as_xlsx, "drawn": as_drawn,
}  # fmt: skip
"""By the extension of the file."""
