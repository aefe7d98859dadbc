"""Tables of web pages: spans, headers, items in cells; and tables that only lay a page out."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.source_text import PhysicalTable, Role, SourceText
from ingest.html import read_html
from ingest.limits import Limits


def read(body: str) -> SourceText:
    """A page with that body, read."""
    return read_html(f"<html><body>{body}</body></html>".encode(), "网页.html")


def shown(source: SourceText, table: PhysicalTable) -> list[str]:
    """Each cell as `row,column(rows×columns) text`, spans of one left out."""
    out = []
    for c in table.cells:
        size = f"({c.row_span}×{c.column_span})" if (c.row_span, c.column_span) != (1, 1) else ""
        out.append(f"{c.row},{c.column}{size} {source.text[c.start : c.end]}")
    return out


def covered(table: PhysicalTable) -> bool:
    """Whether every place is covered exactly once."""
    places = [
        (r, c) for cell in table.cells
        for r in range(cell.row, cell.row + cell.row_span) for c in range(cell.column, cell.column + cell.column_span)
    ]  # fmt: skip
    return sorted(places) == [(r, c) for r in range(table.rows) for c in range(table.columns)]


GRIDS: list[tuple[str, str, list[str], int]] = [
    (
        "spans",
        "<tr><td rowspan=2>组织领导<td>会议<td>10<tr><td>经费<td>10<tr><td colspan=2>合计<td>20",
        ["0,0(2×1) 组织领导", "0,1 会议", "0,2 10", "1,1 经费", "1,2 10", "2,0(1×2) 合计", "2,2 20"],
        0,
    ),
    ("a head", "<thead><tr><th>项目<th>分值</thead><tbody><tr><td>甲<td>5</tbody>", ["0,0 项目", "0,1 分值", "1,0 甲", "1,1 5"], 1),
    ("a foot before the body", "<tfoot><tr><td>合计<td>5</tfoot><tbody><tr><td>甲<td>5</tbody>", ["0,0 甲", "0,1 5", "1,0 合计", "1,1 5"], 0),
    ("a row of headers", "<tr><th>项目<th>分值<tr><td>甲<td>5", ["0,0 项目", "0,1 分值", "1,0 甲", "1,1 5"], 1),
    ("short rows", "<tr><td>甲<td>乙<td>丙<tr><td>丁", ["0,0 甲", "0,1 乙", "0,2 丙", "1,0 丁", "1,1 ", "1,2 "], 0),
    ("a span beyond the table", "<tr><td rowspan=9>甲<td>1<tr><td>2", ["0,0(2×1) 甲", "0,1 1", "1,1 2"], 0),
    ("a span to the end", "<tr><td rowspan=0>甲<td>1<tr><td>2<tr><td>3", ["0,0(3×1) 甲", "0,1 1", "1,1 2", "2,1 3"], 0),
    ("a span over nothing", "<tr><td colspan=5>甲<td>1<tr><td colspan=5>乙<td>2", ["0,0 甲", "0,1 1", "1,0 乙", "1,1 2"], 0),
    ("a hidden row", "<tr><td>甲<td>1<tr style='display:none'><td>密<td>9<tr><td>乙<td>2", ["0,0 甲", "0,1 1", "1,0 乙", "1,1 2"], 0),
    ("items in a cell", "<tr><td>甲<td>1.一<br>2.二<tr><td>乙<td><p>1.三</p><p>2.四</p>", ["0,0 甲", "0,1 1.一\n2.二", "1,0 乙", "1,1 1.三\n2.四"], 0),
    ("a form around the rows", "<form><tr><td>甲<td>1</tr><tr><td>乙<td>2</tr></form>", ["0,0 甲", "0,1 1", "1,0 乙", "1,1 2"], 0),
]  # fmt: skip


@pytest.mark.parametrize(("markup", "wanted", "header"), [g[1:] for g in GRIDS], ids=[g[0] for g in GRIDS])
def test_grids(markup: str, wanted: list[str], header: int) -> None:
    source = read(f"<table>{markup}</table>")
    (table,) = source.tables
    assert shown(source, table) == wanted
    assert (table.origin, table.header_rows) == ("grid", header)
    assert covered(table)
    assert all(line.role is Role.CELL for line in source.lines)


LAYOUT: list[tuple[str, str]] = [
    ("one cell", "<table><tr><td>{}</td></tr></table>"),
    ("one column", "<table><tr><td>{}</td></tr><tr><td>附注</td></tr></table>"),
    ("two columns of a page", "<table><tr><td><p>栏目</p></td><td>{}</td></tr></table>"),
    ("a presentation", "<table role='presentation'><tr><td>{}<td>甲<tr><td>乙<td>丙</table>"),
]


@pytest.mark.parametrize("around", [a for _, a in LAYOUT], ids=[n for n, _ in LAYOUT])
def test_a_table_that_lays_the_page_out_is_none(around: str) -> None:
    inner = "<p>考核细则</p><table><tr><td>项目<td>分值<tr><td>组织领导及责任落实情况<td>40<tr><td>隐患排查治理情况<td>60</table>"
    source = read(around.format(inner))
    (table,) = source.tables
    assert (table.rows, table.columns) == (3, 2)
    assert "考核细则" in [source.text[line.start : line.end] for line in source.lines if line.role is Role.BODY]


def test_a_caption_stands_before_its_table() -> None:
    source = read("<table><caption>考核评分表</caption><tr><td>甲<td>1<tr><td>乙<td>2</table>")
    assert source.text.startswith("考核评分表\n甲")
    assert source.lines[0].role is Role.BODY


def test_a_table_in_a_cell_is_a_table_of_its_own() -> None:
    inner = "<table><tr><td>一<td>二<tr><td>三<td>四</table>"
    body = f"<table><tr><td>项目名称<td>评分标准和说明<tr><td>组织领导情况<td>详见下表{inner}<tr><td>隐患治理情况<td>按月检查通报</table>"
    source = read(body)
    assert [(t.rows, t.columns) for t in source.tables] == [(3, 2), (2, 2)]
    assert [r.code for r in source.remarks] == ["nested-table"]


cells = st.tuples(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["", "甲", "1.乙<br>2.丙", "<p>丁</p>"]))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(cells, max_size=5), min_size=1, max_size=6))
def test_every_place_is_covered_once(rows: list[list[tuple[int, int, str]]]) -> None:
    markup = "".join(
        "<tr>" + "".join(f"<td rowspan={r} colspan={c}>{t}</td>" for r, c, t in row) + "</tr>" for row in rows
    )
    source = read(f"<p>表</p><table>{markup}</table>")
    assert all(covered(table) for table in source.tables)
    assert all(a.end <= b.start for a, b in zip(source.lines, source.lines[1:], strict=False))


pieces = st.sampled_from(
    ["<table>", "</table>", "<tr>", "<td rowspan=99999>", "<td colspan=-1>", "</td>", "<ol>", "<li>", "<p>", "</p>", "<br>", "<nav>",
     "</nav>", "<a href=x>", "</a>", "安全", " ", "\n", "&#0;", "&#xD800;", "&nbsp;", "<!--", "-->", "<pre>", "</pre>", "<style>p{",
     "<![CDATA[", "]]>", "<?php", "<x:y z='", "<div hidden>", "<img>", "<input value=1>", "\x00", "<caption>", "<html", "考核细则。"]
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.lists(pieces, max_size=40).map("".join) | st.binary(max_size=300).map(lambda b: b.decode("latin-1")))
def test_any_markup_gives_a_text_or_a_reason(markup: str) -> None:
    try:
        source = read_html(markup.encode("utf-8"), "网页.html", Limits())
    except Unreadable:
        return
    assert all(covered(table) for table in source.tables)
    assert all(source.text[line.start : line.end].strip() for line in source.lines)
    assert all(a.end <= b.start for a, b in zip(source.lines, source.lines[1:], strict=False))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_text_or_a_reason(data: bytes) -> None:
    try:
        read_html(b"<html>" + data, "网页.html", Limits())
    except Unreadable:
        return
