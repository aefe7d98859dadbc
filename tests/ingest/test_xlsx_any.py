"""Any workbook, however odd or damaged, is read or refused, and what is read is sound."""

import io
import re
import zipfile
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.source_text import SourceText
from ingest import read_bytes
from ingest.xlsx.formats import NumberFormat
from tests.xlsx_files import with_parts, xlsx_of

BOOK = xlsx_of(
    (
        "2024年考核表",
        "《考核表\n项目 | 标准 | 分值\n甲 | 扣1分 | 5\n^ | 扣2分 | '6\n合计 | < | =SUM(C3:C4)\n注：扣完为止。",
    ),
    ("~Sheet2", "项目 | 分值 | | 单位 | 电话\n乙 | 0.5 | | 村 | 1\n丙 | 1.5 | | 组 | 2"),
)
PARTS = [name for name in zipfile.ZipFile(io.BytesIO(BOOK)).namelist() if name.startswith("xl/")]
TEXTS = st.sampled_from(["", "项目", "分值", "一、组织（20分）", "5", "甲\n乙", "注：扣完为止", " ", "合计"])
WORDS = st.sampled_from([b"", b"0", b"1", b"-1", b"99999999999", b"A1", b"XFD1048576", b"A1:XFD1048576", b"B2:A1", b"s", b"e", b"x", b"shared", b"veryHidden", b"$1:$2", b"NaN", b"1e400", b"SUM(A1:Z99)", b"C5"])  # fmt: skip


def sound(source: SourceText) -> None:
    """Lines in order and trimmed, tables covered exactly once, remarks inside the text."""
    at = 0
    for line in source.lines:
        assert at <= line.start < line.end <= len(source.text)
        assert source.text[line.start : line.end] == source.text[line.start : line.end].strip()
        at = line.end
    end = 0
    for table in source.tables:
        assert end <= table.start <= table.end
        end = table.end
        covered = [
            (row, column)
            for c in table.cells
            for row in range(c.row, c.row + c.row_span)
            for column in range(c.column, c.column + c.column_span)
        ]
        assert sorted(covered) == [(row, column) for row in range(table.rows) for column in range(table.columns)]
        assert all(table.start <= c.start <= c.end <= table.end for c in table.cells)
    assert all(0 <= remark.start <= remark.end <= len(source.text) for remark in source.remarks)


def read_or_refuse(data: bytes) -> None:
    try:
        source = read_bytes(data, "某表.xlsx")
    except Unreadable as refusal:
        if refusal.code == "fault":
            raise
    else:
        sound(source)


@given(part=st.sampled_from(PARTS), place=st.floats(0, 1, exclude_max=True), word=WORDS)
@settings(max_examples=120, deadline=None)
def test_any_value_of_any_attribute_or_element(part: str, place: float, word: bytes) -> None:
    def change(name: str, xml: bytes) -> bytes:
        values = [m.span(1) for m in re.finditer(rb'="([^"]*)"|>([^<]+)<', xml) if m.group(1) is not None]
        if name != part or not values:
            return xml
        start, end = values[int(place * len(values))]
        return xml[:start] + word + xml[end:]

    read_or_refuse(with_parts(BOOK, change))


@given(part=st.sampled_from(PARTS), start=st.floats(0, 1), length=st.integers(1, 40))
@settings(max_examples=80, deadline=None)
def test_any_part_with_a_piece_cut_out(part: str, start: float, length: int) -> None:
    def change(name: str, xml: bytes) -> bytes | None:
        at = int(start * len(xml))
        return xml[:at] + xml[at + length :] if name == part else xml

    read_or_refuse(with_parts(BOOK, change))


@given(start=st.floats(0, 1), flipped=st.binary(min_size=1, max_size=4))
@settings(max_examples=80, deadline=None)
def test_any_package_with_bytes_changed(start: float, flipped: bytes) -> None:
    at = int(start * (len(BOOK) - 4))
    read_or_refuse(BOOK[:at] + flipped + BOOK[at + len(flipped) :])


def sheet_xml(cells: Mapping[tuple[int, int], str], merges: list[str]) -> bytes:
    rows: dict[int, list[str]] = {}
    for (row, column), text in sorted(cells.items()):
        letters = chr(64 + column)
        rows.setdefault(row, []).append(f'<c r="{letters}{row}" s="1" t="inlineStr"><is><t>{text}</t></is></c>')
    data = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in rows.items())
    merged = "".join(f'<mergeCell ref="{ref}"/>' for ref in merges)
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<worksheet xmlns="{name}"><sheetData>{data}</sheetData><mergeCells>{merged}</mergeCells></worksheet>'.encode()
    )


PLACE = st.tuples(st.integers(1, 9), st.integers(1, 8))
MERGE = st.tuples(PLACE, PLACE).map(lambda p: f"{chr(64 + p[0][1])}{p[0][0]}:{chr(64 + p[1][1])}{p[1][0]}")


@given(cells=st.dictionaries(PLACE, TEXTS, max_size=30), merges=st.lists(MERGE, max_size=4))
@settings(max_examples=150, deadline=None)
def test_any_layout_keeps_every_word(cells: dict[tuple[int, int], str], merges: list[str]) -> None:
    data = with_parts(BOOK, lambda _, part: part, parts={"xl/worksheets/sheet1.xml": sheet_xml(cells, merges)})
    source = read_bytes(data, "某表.xlsx")
    sound(source)
    if not merges:
        assert sum(map(source.text.count, "项目")) >= sum(text == "项目" for text in cells.values())
        shown = sum(len(text.split()) > 0 for text in cells.values())
        in_tables = sum(c.start < c.end for t in source.tables if t.name == "2024年考核表" for c in t.cells)
        assert in_tables <= shown


@given(
    code=st.text('0#?.,%;"[]<>=-+\\ymdhsa_*@/年月日 分G', max_size=16),
    stored=st.sampled_from(["0", "-1.5", "45292.5", "1e9", "0.25"]),
)
@settings(max_examples=300, deadline=None)
def test_any_format_shows_something(code: str, stored: str) -> None:
    NumberFormat(code).show(stored)
