"""Workbooks for tests, written as an office lays them out.

A sheet is lines of text: `|` parts cells, `^` continues the cell above and `<` the one to the left (as in `tests.grids`),
`/` is a line break in a cell, `=…` a formula without a stored result, `'20` a number stored as text, an empty line a blank
row. A line without `|` is one cell; one that begins with `《` is merged over the sheet's width and loses that mark. The
lines with `|` have borders unless the sheet's name begins with `~`, which it loses.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_THIN = Side(style="thin")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)

Touch = Callable[[Worksheet], None]


def xlsx_of(*sheets: tuple[str, str], touch: Mapping[str, Touch] | None = None, **workbook: Any) -> bytes:
    """The bytes of a workbook of (name, layout) sheets. `touch` by name does what the notation cannot."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, layout in sheets:
        sheet = book.create_sheet(name.lstrip("~"))
        _fill(sheet, layout.strip("\n").splitlines(), ruled=not name.startswith("~"))
        if touch and sheet.title in touch:
            touch[sheet.title](sheet)
    for key, value in workbook.items():
        setattr(book, key, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _fill(sheet: Worksheet, lines: list[str], *, ruled: bool) -> None:
    width = max(line.count("|") for line in lines) + 1
    grid: list[list[str]] = []
    for row, line in enumerate(lines, 1):
        texts = [text.strip() for text in line.split("|")] if "|" in line else [line.strip()]
        if len(texts) == 1 and texts[0].startswith("《"):
            texts = [texts[0][1:]] + ["<"] * (width - 1)
        grid.append(texts)
        for column, text in enumerate(texts, 1):
            cell = sheet.cell(row, column)
            if ruled and "|" in line:
                cell.border = _BORDER
            if text in ("", "^", "<"):
                continue
            if _NUMBER.fullmatch(text):
                cell.value = float(text) if "." in text else int(text)
            else:
                cell.value = text.removeprefix("'").replace("/", "\n") if not text.startswith("=") else text
    _merge(sheet, grid)


def _merge(sheet: Worksheet, grid: list[list[str]]) -> None:
    def at(row: int, column: int) -> str:
        return grid[row][column] if row < len(grid) and column < len(grid[row]) else ""

    for r, texts in enumerate(grid):
        for c, text in enumerate(texts):
            if text in ("^", "<"):
                continue
            width = next(n for n in range(1, 99) if at(r, c + n) != "<")
            height = next(n for n in range(1, 999) if at(r + n, c) != "^")
            if width > 1 or height > 1:
                sheet.merge_cells(start_row=r + 1, start_column=c + 1, end_row=r + height, end_column=c + width)


def with_parts(
    data: bytes, change: Callable[[str, bytes], bytes | None], parts: Mapping[str, bytes] | None = None
) -> bytes:
    """The package with its parts changed or dropped (None), and others added or put in their place."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            changed = change(name, old.read(name))
            if changed is not None and name not in (parts or {}):
                new.writestr(name, changed)
        for name, part in (parts or {}).items():
            new.writestr(name, part)
    return stream.getvalue()
