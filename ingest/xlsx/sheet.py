"""One sheet's XML → its cells as shown, its merges, what is ruled, what is hidden."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.xlsx.formulas import Formula, computed
from ingest.xlsx.names import S
from ingest.xlsx.places import LAST_COLUMN, LAST_ROW, Area, area, place
from ingest.xlsx.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"\s*[+\-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+\-]?\d{1,3})?\s*")
_TALLEST = 2_000  # rows or columns of a merge: what is longer ends there
_MOST_MERGED = 300_000  # rows of all merges together: those beyond are not looked at

Place = tuple[int, int]


@dataclass(slots=True)
class Note:
    """Something to be said of a place once its text stands: a remark's code and words."""

    at: Place
    code: str
    text: str


@dataclass(slots=True)
class Sheet:
    """What a sheet shows. Rows and columns count from 1; `texts` holds only what is not blank.

    `said` and `ruled` are, for each row, the columns with text and with drawn borders, as bits. `merged` are the areas
    of merged cells (of more than one place), none overlapping. `header_end` is the last row of its print titles or of
    the rows that stay in view, 0 where it has none. `errors` names the cells that show an error and are left blank.
    """

    name: str
    texts: dict[Place, str] = field(default_factory=dict)
    computed: set[Place] = field(default_factory=set)
    said: dict[int, int] = field(default_factory=dict)
    ruled: dict[int, int] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    header_end: int = 0
    errors: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def read_sheet(
    root: "Element", name: str, strings: Sequence[str], styles: Styles, *, from_1904: bool, calculated: bool = True
) -> Sheet:
    """The sheet of a worksheet part. `calculated`: the results stored for its formulas are said to hold."""
    sheet = Sheet(name)
    formulas = _read_cells(root, sheet, strings, styles, from_1904)
    _compute(sheet, formulas, calculated)
    _merge(root, sheet)
    for row, column in sheet.texts:
        sheet.said[row] = sheet.said.get(row, 0) | 1 << column
    _hidden_columns(root, sheet)
    pane = root.find(f"{S}sheetViews/{S}sheetView/{S}pane")
    if pane is not None and (pane.get("state") or "").startswith("frozen"):
        split = pane.get("ySplit") or ""
        sheet.header_end = int(split) if split.isdecimal() and int(split) <= 20 else 0
    return sheet


def unescaped(text: str) -> str:
    """Text with `_x000D_` and the like as the characters they stand for; a carriage return before a line end is dropped."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda m: "" if m[1].upper() in ("000D", "0000") else chr(int(m[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def rich_text(element: "Element | None") -> str:
    """The text of a shared or inline string, its runs joined, readings of characters left out."""
    if element is None:
        return ""
    pieces: list[str] = []
    for child in element:
        if child.tag == _T:
            pieces.append(child.text or "")
        elif child.tag == _R:
            pieces.extend(t.text or "" for t in child.iterchildren(_T))
    return unescaped("".join(pieces))


def _read_cells(
    root: "Element", sheet: Sheet, strings: Sequence[str], styles: Styles, from_1904: bool
) -> dict[Place, Formula]:
    """Fill in the texts; what formulas stand in the sheet, with the numbers stored for them."""
    formulas: dict[Place, Formula] = {}
    formats, ruled, texts = styles.formats, styles.ruled, sheet.texts
    data = root.find(S + "sheetData")
    columns: dict[str, int] = {}
    row = 0
    for row_element in data if data is not None else ():
        stated = row_element.get("r") or ""
        row = int(stated) if stated.isdecimal() and len(stated) < 8 else row + 1
        if not 1 <= row <= LAST_ROW:
            continue
        if row_element.get("hidden") in ("1", "true"):
            sheet.hidden_rows.append(row)
        column, lines = 0, 0
        for cell in row_element:
            letters = (cell.get("r") or "").rstrip("0123456789")
            if letters not in columns:
                at = place(f"{letters}1")
                columns[letters] = at[1] if at else 0
            column = columns[letters] or column + 1
            if column > LAST_COLUMN:
                break
            style = cell.get("s") or "0"
            index = int(style) if style.isdecimal() and len(style) < 7 else 0
            if index < len(ruled) and ruled[index]:
                lines |= 1 << column
            if not len(cell):
                continue
            value = formula = inline = None
            for child in cell:
                if child.tag == _V:
                    value = child.text
                elif child.tag == _F:
                    formula = child
                elif child.tag == _IS:
                    inline = child
            kind = cell.get("t")
            if kind == "s":
                number = int(value) if value and value.isdecimal() and len(value) < 9 else -1
                text = strings[number] if 0 <= number < len(strings) else ""
            elif kind == "inlineStr":
                text = rich_text(inline)
            elif kind == "str":
                text = unescaped(value or "")
            elif kind == "b":
                text = {"1": "TRUE", "0": "FALSE"}.get((value or "").strip(), "")
            elif kind == "e":
                text = ""
                sheet.errors.append(f"{_name(row, column)}（{(value or '')[:12]}）")
            elif kind == "d":
                text = (value or "").replace("T00:00:00", "").replace("T", " ").rstrip("Z")
            elif value and _NUMBER.fullmatch(value):
                text = formats[index].show(value, from_1904=from_1904) if index < len(formats) else _general(value)
            else:
                text = value or ""
            if formula is not None:
                number_format = formats[index] if index < len(formats) else None
                stored = value if kind in (None, "n", "str", "b", "e") else text
                formulas[row, column] = Formula(
                    formula.text or "", stored if stored else None, kind or "n", number_format
                )
            elif kind in (None, "n") and value and _NUMBER.fullmatch(value):
                formulas[row, column] = Formula(None, value, "n", None)
            if text and not text.isspace():
                texts[row, column] = text
        if lines:
            sheet.ruled[row] = lines
    return formulas


def _compute(sheet: Sheet, formulas: dict[Place, Formula], calculated: bool) -> None:
    """Work out the sums that were never stored, and say where a stored one is not what its cells add up to.

    Where the workbook asks to be calculated anew, a stored nought is what the writing program left there.
    """
    for at, formula in formulas.items():
        if formula.text is None or formula.kind == "e":
            continue
        called = f"{_name(*at)} 的公式 {formula.text[:40]}"
        if formula.stored is not None and (calculated or formula.kind != "n" or float(formula.stored) != 0):
            if formula.kind != "n" or "(" not in formula.text:
                continue
            again = computed(at, formulas, trust=True)
            if again is not None and abs(again - float(formula.stored)) > 1e-6:
                words = (
                    f"{called} 存的结果是 {_general(formula.stored)}，按各单元格相加得 {_general(repr(again))}，请核对"
                )
                sheet.notes.append(Note(at, "formula-stale", words))
            continue
        if formula.kind in ("str", "b"):
            continue  # an empty result
        value = computed(at, formulas, trust=False)
        if value is None and formula.stored is not None:
            continue
        if value is None:
            sheet.notes.append(
                Note(at, "formula-unknown", f"{called} 没有存结果，按空白读入，请用 Excel 或 WPS 打开并保存一次")
            )
            continue
        stored = repr(value)
        sheet.texts[at] = formula.format.show(stored) if formula.format else _general(stored)
        sheet.computed.add(at)
        sheet.notes.append(Note(at, "computed-number", f"{called} 没有存结果，按各单元格相加得 {sheet.texts[at]}"))


def _merge(root: "Element", sheet: Sheet) -> None:
    """The merged areas; what a merge covers is not shown and goes, with a remark."""
    taken: dict[int, list[Area]] = {}
    left = _MOST_MERGED
    for element in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
        found = area(element.get("ref") or "")
        if found is None or (found.top, found.left) == (found.bottom, found.right):
            continue
        found = _clipped(sheet, found)
        rows = range(found.top, found.bottom + 1)
        left -= len(rows)
        if left < 0:
            sheet.notes.append(Note((1, 1), "table-doubtful", "合并单元格过多，靠后的没有按合并读取"))
            break
        if any(a.left <= found.right and found.left <= a.right for row in rows for a in taken.get(row, ())):
            continue
        for row in rows:
            taken.setdefault(row, []).append(found)
        sheet.merged.append(found)
    if not taken:
        return
    for row, column in list(sheet.texts):
        cover = next((a for a in taken.get(row, ()) if a.left <= column <= a.right), None)
        if cover is not None and (row, column) != (cover.top, cover.left):
            text = sheet.texts.pop((row, column))
            sheet.computed.discard((row, column))
            words = f"{_name(row, column)} 被合并单元格遮住、原件不显示的文字没有读入：{text[:50]}"
            sheet.notes.append(Note((cover.top, cover.left), "hidden-text", words))


def _clipped(sheet: Sheet, found: Area) -> Area:
    """A merge down or across to where nothing is any more ends shortly after the last row and column that hold something."""
    if found.bottom - found.top < 300 and found.right - found.left < 300:
        return found
    last_row = max((row for row, _ in sheet.texts), default=1)
    last_column = max((column for _, column in sheet.texts), default=1)
    bottom = min(found.bottom, max(found.top, last_row + 1), found.top + _TALLEST)
    right = min(found.right, max(found.left, last_column + 1), found.left + _TALLEST)
    return Area(found.top, found.left, bottom, right)


def _hidden_columns(root: "Element", sheet: Sheet) -> None:
    for element in root.iterfind(f"{S}cols/{S}col"):
        if element.get("hidden") in ("1", "true"):
            first, last = element.get("min") or "", element.get("max") or ""
            if first.isdecimal() and last.isdecimal() and 1 <= int(first) <= int(last):
                sheet.hidden_columns.append((int(first), min(int(last), LAST_COLUMN)))


def _general(stored: str) -> str:
    from ingest.xlsx.formats import general

    return general(stored)


def _name(row: int, column: int) -> str:
    from corpus.source_text import sheet_address

    return sheet_address(row, column)


_V, _F, _IS, _T, _R = S + "v", S + "f", S + "is", S + "t", S + "r"
