"""What a source without pages is leafed through by."""

from dataclasses import replace

from extract.reading_notice import read_notice
from ingest import read_bytes
from review_ui.review.source_frames import Frame
from review_ui.review.source_outline import outline
from tests.builders import notice_of
from tests.drafts import rubric_notice
from tests.xlsx_files import xlsx_of


def test_chapters_are_listed_with_what_begins_in_them_and_is_undecided() -> None:
    notice = notice_of([
        ("chapter", "第一章", "总则"), ("article", "第一条", "为了落实责任，制定本办法。"),
        ("chapter", "第二章", "考核方式"), ("article", "第二条", "每季度检查一次。"),
    ])  # fmt: skip
    text = notice.source.text

    def frame(item: str, said: str, status: str) -> Frame:
        at = text.index(said)
        return Frame(item, item, status, "d" * 64, notice.source.sha256, ((at, at + len(said)),), {})

    placed = [
        frame("a", "落实责任", "待核"),
        frame("b", "每季度", "待核"),
        frame("c", "检查一次", "待核"),
        frame("d", "检查", "驳回"),
    ]
    found = outline(notice, placed)
    assert [(e.label, e.depth, e.pending) for e in found] == [
        ("云溪区安全生产工作考核办法", 0, 0),
        ("第一章 总则", 1, 1),
        ("第二章 考核方式", 1, 2),
    ]
    assert [text[e.start : e.start + 3] for e in found[1:]] == ["第一章", "第二章"]


def test_articles_are_listed_where_there_are_no_chapters() -> None:
    notice = notice_of([("article", "第一条", "为了落实属地管理责任和部门监管责任，制定本办法。")])
    assert [e.label for e in outline(notice, [])] == [
        "云溪区安全生产工作考核办法",
        "第一条 为了落实属地管理责任和部门监管责任…",
    ]


def test_a_table_is_listed() -> None:
    assert "表格" in {e.label for e in outline(rubric_notice(), [])}


def test_a_table_on_a_sheet_is_listed_by_the_sheets_name() -> None:
    book = xlsx_of(("镇街", "项目|分值\n责任落实|60\n隐患治理|40"), ("村级", "项目|分值\n宣传培训|100"))
    notice = read_notice(read_bytes(book, "考核表.xlsx"))
    assert {"镇街", "村级"} <= {e.label for e in outline(notice, [])}


def test_a_table_whose_rows_are_gathered_is_listed_by_what_gathers_them() -> None:
    notice = notice_of([
        ("table", None, [["指标", "分值"], ["组织领导", "10"], ["", "20"], ["隐患治理", "70"]]),
    ])  # fmt: skip
    ((node, table),) = notice.tables.items()
    assert [e.depth for e in outline(notice, [])] == [0, 1]
    cells = [c for c in table.cells if (c.row, c.column) != (2, 0)]
    cells = [replace(c, row_span=2) if (c.row, c.column) == (1, 0) else c for c in cells]
    merged = replace(notice, tables={node: replace(table, cells=tuple(cells))})
    assert [(e.label, e.depth) for e in outline(merged, [])][2:] == [("组织领导", 2), ("隐患治理", 2)]
