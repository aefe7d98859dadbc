"""A source without pages as structured text: cut where items begin and end, shown one character for one."""

from array import array
from collections.abc import Sequence
from dataclasses import replace

import pytest
from django.template.loader import render_to_string
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.source_text import (
    Cell,
    CharBoxes,
    Line,
    PhysicalTable,
    Remark,
    Role,
    SourceDocument,
    SourceText,
    Unboxed,
)
from ingest import read_bytes
from review_ui.review.source_characters import shown
from review_ui.review.source_frames import Frame, looks
from review_ui.review.source_text import Paragraph, Stretches, Table, blocks, headings
from tests.builders import notice_of
from tests.xlsx_files import xlsx_of


def source_of(
    text: str,
    lines: Sequence[Line] = (),
    tables: Sequence[PhysicalTable] = (),
    remarks: Sequence[Remark] = (),
    computed: Sequence[tuple[int, int]] = (),
) -> SourceText:
    boxes = CharBoxes.none(len(text))
    why = array("B", boxes.why)
    for start, end in computed:
        why[start:end] = array("B", [int(Unboxed.COMPUTED)] * (end - start))
    document = SourceDocument("d" * 64, "样例.docx", "text/plain", "test/1")
    return SourceText(document, text, replace(boxes, why=why), tuple(lines), tuple(tables), tuple(remarks))


def frame(source: SourceText, item: str, *spans: tuple[int, int], status: str = "待核") -> Frame:
    return Frame(item, item, status, source.document.sha256, source.sha256, spans, {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每少1次扣2分。", "每少1次扣2分。"),
        ("一\t二\n三", "一\t二\n三"),
        ("一\r二\x0b三", "一 二 三"),
        ("扣\x002分", "扣\N{REPLACEMENT CHARACTER}2分"),
        ("\ud840", "\N{REPLACEMENT CHARACTER}"),
        ("𠮷扣", "𠮷扣"),
        ("分2扣\u202e", "分2扣\N{REPLACEMENT CHARACTER}"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),  # escaped where it is put on a page
    ],
)
def test_what_a_page_can_not_hold_is_replaced_one_for_one(text: str, expected: str) -> None:
    assert shown(text) == expected
    assert len(shown(text)) == len(text)


@given(
    text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=40),
    places=st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), max_size=6),
    computed=st.tuples(st.integers(0, 40), st.integers(0, 40)),
)
@settings(max_examples=150, deadline=None)
def test_segments_hold_the_whole_text_and_exactly_the_items_over_them(
    text: str, places: list[tuple[int, int]], computed: tuple[int, int]
) -> None:
    def within(a: int, b: int) -> tuple[int, int]:
        a, b = min(a, len(text)), min(b, len(text))
        return min(a, b), max(a, b)

    spans = [span for a, b in places if (span := within(a, b))[0] < span[1]]
    low, high = within(*computed)
    source = source_of(text, computed=[(low, high)])
    placed = [frame(source, f"ind-{n}", span) for n, span in enumerate(spans)]
    segments = Stretches(source, placed).cut(0, len(text))

    assert "".join(segment.text for segment in segments) == shown(text)
    assert [s.start for s in segments[1:]] == [s.end for s in segments[:-1]]
    for segment in segments:
        for at in range(segment.start, segment.end):
            assert set(segment.items) == {f.item for f in placed if f.spans[0][0] <= at < f.spans[0][1]}
            assert segment.computed == (low <= at < high)


def test_a_stretch_of_the_text_is_cut_at_its_own_ends_too() -> None:
    source = source_of("第一条 每季度研究一次。")
    stretches = Stretches(source, [frame(source, "ind-1", (4, 8))])
    assert [(s.start, s.end, s.items) for s in stretches.cut(2, 6)] == [(2, 4, ()), (4, 6, ("ind-1",))]
    assert stretches.cut(3, 3) == ()


def test_evidence_from_another_reading_marks_nothing() -> None:
    source = source_of("每季度研究一次。")
    other = replace(frame(source, "ind-1", (0, 3)), text_sha256="e" * 64)
    assert [s.items for s in Stretches(source, [other]).cut(0, 8)] == [()]


TEXT = "云溪区考核细则\n一、组织领导\n每季度研究\n一次。\n指标\t分值\n议事\t10\n— 1 —"


def sample() -> SourceText:
    lines = [
        Line(0, 7, hard=True, align="center", size=22),
        Line(8, 14, hard=True),
        Line(15, 20, indent=2.0),
        Line(21, 24, hard=True),
        *(Line(a, b, role=Role.CELL, hard=True) for a, b in ((25, 27), (28, 30), (31, 33), (34, 36))),
        Line(37, 42, role=Role.FOOTER, hard=True),
    ]
    cells = [Cell(0, 0, 25, 27), Cell(0, 1, 28, 30), Cell(1, 0, 31, 33), Cell(1, 1, 34, 36)]
    table = PhysicalTable(2, 2, tuple(cells), 25, 36, header_rows=1)
    remarks = [
        Remark("picture", "此处是图片", 22, 22),
        Remark("picture", "此处是图片", 23, 23),
        Remark("computed-number", "编号由 Word 自动生成", 8, 10),
        Remark("table-doubtful", "表线看不准", 31, 33),
    ]
    return source_of(TEXT, lines, [table], remarks, computed=[(8, 10)])


def test_paragraphs_tables_furniture_and_remarks_stand_in_reading_order() -> None:
    found = blocks(sample(), [], {0: "title", 8: "heading"})
    kinds = [block.kind if isinstance(block, Paragraph) else "table" for block in found]
    assert kinds == ["title", "heading", "text", "table", "quiet"]
    body = found[2]
    assert isinstance(body, Paragraph)
    assert "".join(s.text for s in body.segments) == "每季度研究\n一次。"  # a soft break stays inside
    assert (body.indent, body.remarks) == (2, ("此处是图片",))
    heading = found[1]
    assert isinstance(heading, Paragraph)
    assert [(s.text, s.computed) for s in heading.segments] == [("一、", True), ("组织领导", False)]
    assert heading.remarks == ()  # the number is marked itself
    table = found[3]
    assert isinstance(table, Table)
    assert [[c.header for c in row] for row in table.rows] == [[True, True], [False, False]]
    assert table.remarks == ("表线看不准",)


def test_lines_of_plain_text_stay_lines() -> None:
    source = source_of("一、目标\n减少事故\n二、措施", [Line(0, 4), Line(5, 9), Line(10, 14)])
    assert len(blocks(source, [])) == 3


def test_a_table_in_a_cell_is_shown_as_the_cells_text() -> None:
    text = "外\t内一\t内二"
    outer = PhysicalTable(1, 2, (Cell(0, 0, 0, 1), Cell(0, 1, 2, 7)), 0, 7)
    inner = PhysicalTable(1, 2, (Cell(0, 0, 2, 4), Cell(0, 1, 5, 7)), 2, 7)
    source = source_of(text, [Line(0, 1, role=Role.CELL), Line(2, 4, role=Role.CELL)], [outer, inner])
    (only,) = blocks(source, [])
    assert isinstance(only, Table)
    assert ["".join(s.text for s in cell.segments) for cell in only.rows[0]] == ["外", "内一\t内二"]


def test_a_cell_of_a_drawn_table_is_shown_as_its_own_lines() -> None:
    text = "┌──┬──┐\n│项目│分值│\n├──┼──┤\n│应急│ 20 │\n│演练│ │\n└──┴──┘\n"
    (table,) = blocks(read_bytes(text.encode(), "标准.txt"), [])
    assert isinstance(table, Table)
    said = [["".join(s.text for s in cell.segments) for cell in row] for row in table.rows]
    assert said == [["项目", "分值"], ["应急演练", "20"]]


def test_a_workbook_is_its_sheets_each_under_its_name() -> None:
    book = xlsx_of(
        ("镇街", "《青岚镇考核表\n项目|分值|标准\n责任落实|20|每少一次扣2分\n^|10|不得分\n\n注：满分30分"),
        ("村级", "项目|分值\n宣传培训|20"),
        ("~说明", "本表由镇安委办负责解释。"),
    )
    found = blocks(read_bytes(book, "考核表.xlsx"), [])
    said = [
        (block.kind, block.segments[0].text)
        if isinstance(block, Paragraph)
        else [[(cell.segments[0].text if cell.segments else "", cell.row_span) for cell in row] for row in block.rows]
        for block in found
    ]
    assert said == [
        ("sheet", "镇街"),
        ("text", "青岚镇考核表"),
        [[("项目", 1), ("分值", 1), ("标准", 1)], [("责任落实", 2), ("20", 1), ("每少一次扣2分", 1)], [("10", 1), ("不得分", 1)]],
        ("text", "注：满分30分"),
        ("sheet", "村级"),
        [[("项目", 1), ("分值", 1)], [("宣传培训", 1), ("20", 1)]],
        ("sheet", "说明"),
        ("text", "本表由镇安委办负责解释。"),
    ]  # fmt: skip


def test_a_web_page_is_structured_text() -> None:
    page = """<html><head><meta charset="utf-8"></head><body><h1>青岚镇考核细则</h1><p>第一条　本细则适用于各村。</p>
      <table><tr><th>项目</th><th>分值</th></tr><tr><td rowspan="2">演练</td><td>5</td></tr><tr><td>15</td></tr></table></body></html>"""
    title, article, table = blocks(read_bytes(page.encode(), "细则.html"), [])
    assert isinstance(title, Paragraph)
    assert isinstance(article, Paragraph)
    assert isinstance(table, Table)
    assert [title.segments[0].text, article.segments[0].text] == ["青岚镇考核细则", "第一条　本细则适用于各村。"]
    assert [[cell.row_span for cell in row] for row in table.rows] == [[1, 1], [2, 1], [1]]


def test_headings_are_titles_and_chapters() -> None:
    notice = notice_of([("chapter", "第一章", "总则"), ("article", "第一条", "为了落实责任，制定本办法。")])
    found = headings(notice)
    title = notice.source.text.index("云溪区安全生产工作考核办法")
    chapter = notice.source.text.index("第一章")
    assert found[title] == "title"
    assert found.get(chapter) == "heading"


def test_text_from_a_document_is_inert() -> None:
    hostile = "<img src=x onerror=alert(1)>\"'&amp;{{ 7*7 }}</span><script>alert(2)</script>"
    source = source_of(hostile, [Line(0, len(hostile), hard=True)], remarks=[Remark("object", "<b>坏</b>", 0, 1)])
    placed = [frame(source, 'ind-1" onclick="alert(3)', (5, 12))]
    html = render_to_string(
        "review/source_text.html",
        {
            "blocks": blocks(source, placed),
            "is_table": lambda b: isinstance(b, Table),
            "look": looks(placed),
            "shape": "0",
        },
    )
    assert "<img" not in html
    assert "<script" not in html
    assert "<b>" not in html
    assert 'onclick="' not in html
    assert "{{ 7*7 }}" in html
