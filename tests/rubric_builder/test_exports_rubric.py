"""The score table for Excel and Word: laid out whole, merged, printable, and nothing in it that runs."""

import io
import itertools
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.evidence import Evidence
from extract.findings import Bonus, Duty, Every, Frequency, Grade, Subject, Veto
from extract.reading_notice import read_notice
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.draft import Criterion, Draft, Indicator
from rubric_builder.exports import wording
from rubric_builder.exports.inert import distinct, file_name, inert
from rubric_builder.exports.rubric_docx import rubric_docx
from rubric_builder.exports.rubric_xlsx import rubric_xlsx
from rubric_builder.exports.score_table import ScoreTable, score_table
from tests.drafts import rubric_draft, rubric_notice
from tests.grids import source_of

DRAFT = rubric_draft(rubric_notice())

EVIL = '=HYPERLINK("http://x","点")\x00\x1b\ufffe＝1+1 { PAGE } <w:t> & _x0041_ \ud800'
SAFE = '=HYPERLINK("http://x","点")＝1+1 { PAGE } <w:t> & _x0041_ '


def bare(name: str, level: int = 1, points: int | None = None, **said: Any) -> Indicator:
    """An indicator without proofs: the exports don't check."""
    return Indicator(
        id=f"ind-{name}", level=level, name=name, points=None if points is None else Decimal(points), **said
    )


def item(n: int, text: str, points: int | None = None) -> Criterion:
    return Criterion(id=f"c{n}", ordinal=n, text=text, points=None if points is None else Decimal(points))


def draft_of(*indicators: Indicator, **said: Any) -> Draft:
    return Draft(**{"title": "细则", "year": None, "scale": None, "indicators": indicators, **said})


def grid(table: ScoreTable) -> list[list[str]]:
    """The text at every grid place; a place covered twice or not at all is an error."""
    out: list[list[str | None]] = [[None] * len(table.columns) for _ in range(table.rows)]
    for cell in table.cells:
        for row, column in itertools.product(range(cell.row_span), range(cell.column_span)):
            assert out[cell.row + row][cell.column + column] is None, cell
            out[cell.row + row][cell.column + column] = cell.text
    assert all(text is not None for row in out for text in row)
    return [[text or "" for text in row] for row in out]


# --- the layout -----------------------------------------------------------------------------------------------------


def test_the_sample_is_laid_out_row_by_row() -> None:
    table = score_table(DRAFT)
    assert [c.heading for c in table.columns] == ["一级指标", "二级指标", "考核要点", "评分细则", "标准分", "依据条款"]
    assert table.main == "《云溪区2025年度安全生产工作考核细则》"
    rows = grid(table)
    assert rows[0][:3] == ["组织领导\n（40分）", "议事机制\n（25分）", "把安全生产摆上重要位置，常抓不懈。"]
    assert rows[0][3:5] == ["1. 每季度召开1次专题会议，研究本辖区突出问题。", "15"]
    assert rows[1][3:5] == ["2. 主要负责同志带队检查每年不少于4次；每少1次扣2.5分，扣完为止。", "10"]
    assert rows[6][:5] == ["合计", "合计", "合计", "合计", "100"]
    assert rows[7][0] == "加分项"
    assert rows[7][4] == "+2\n最高5分"
    assert rows[9][2] == "优秀：90分（含）以上"
    assert rows[12][2] == "镇、街道（3个）：青岚镇、石桥镇、望江街道"


@pytest.mark.parametrize(
    "draft",
    [
        draft_of(),
        draft_of(bare("甲", points=10)),
        draft_of(bare("甲", criteria=(item(1, "一"), item(2, "二")))),
        draft_of(
            bare(
                "甲", points=10, children=(bare("乙", 2, 10, children=(bare("丙", 3, 10, criteria=(item(1, "一"),)),)),)
            ),
            bare("丁", points=5),
        ),
        draft_of(bare("甲", points=10, criteria=(item(1, "自有", 2),), children=(bare("乙", 2, 8),))),
        draft_of(bare("甲", fields={"责任单位": "区水利局"}), bare("乙", fields={"完成时限": "12月底"})),
        draft_of(vetoes=(Veto(when="瞒报", outcome="不合格"),), subjects=(Subject(group="镇"),)),
        draft_of(grades=(Grade(name="优"),)),
    ],
)
def test_any_shape_of_draft_covers_every_place_once_and_is_written(draft: Draft) -> None:
    grid(score_table(draft))
    assert rubric_xlsx(draft, reviewed=True)
    assert rubric_docx(draft, reviewed=True)


def test_rules_of_assessment_without_a_score_table_have_columns_of_their_own() -> None:
    table = score_table(DRAFT.model_copy(update={"indicators": ()}))
    assert [c.heading for c in table.columns] == ["项目", "内容", "分值", "依据条款"]
    rows = grid(table)
    assert rows[0] == ["加分项", "工作经验被市级以上推广的，每项加2分，最高加5分。", "+2\n最高5分", "第三条"]
    assert rows[2] == ["等次", "优秀：90分（含）以上", "优秀：90分（含）以上", "第二条（一）"]


def test_what_a_record_says_is_its_quotes_without_a_bare_points_cell() -> None:
    def quoted(*quotes: str) -> Veto:
        said = tuple(
            Evidence(document="d", text_sha256="t", node="n", citation="《甲》", spans=((n, n + 1),), quote=quote)
            for n, quote in enumerate(quotes)
        )
        return Veto(when="甲", outcome="乙", evidence=said)

    assert wording.sentence(quoted("发生事故的，", "不合格")) == "发生事故的，不合格"
    assert wording.sentence(quoted("工作显著的。", "每项加2分。", "100")) == "工作显著的。每项加2分。"
    assert wording.sentence(quoted("发生事故的，不合格。", "不合格")) == "发生事故的，不合格。"
    assert wording.sentence(quoted("100")) == "100"


_indicators = st.recursive(
    st.builds(lambda n, p: ("甲", n, p), st.integers(0, 3), st.none() | st.integers(0, 9)),
    lambda children: st.builds(
        lambda c, n: (tuple(c), n), st.lists(children, min_size=1, max_size=3), st.integers(0, 2)
    ),
    max_leaves=6,
)


def _built(shape: Any, level: int, names: Iterator[int]) -> Indicator:
    criteria = tuple(item(n, "文", 1) for n in range(1, shape[1] + 1))
    if isinstance(shape[0], str):
        return bare(str(next(names)), level, shape[2], criteria=criteria)
    return bare(
        str(next(names)), level, criteria=criteria, children=tuple(_built(s, level + 1, names) for s in shape[0])
    )


@given(st.lists(_indicators, min_size=1, max_size=3))
@settings(max_examples=40, deadline=None)
def test_every_tree_of_indicators_is_laid_out_without_gap_or_overlap(shapes: list[Any]) -> None:
    names = itertools.count(1)
    grid(score_table(draft_of(*(_built(shape, 1, names) for shape in shapes))))


def test_a_rule_that_stands_outside_the_criterion_is_shown_with_it() -> None:
    evidence = Evidence(
        document="d", text_sha256="t", node="n", citation="《甲》第一条", spans=((0, 9),), quote="未开展的，扣2分。"
    )
    criterion = item(1, "开展演练。", 5).model_copy(update={"rules": (Bonus(points=None, evidence=(evidence,)),)})
    rows = grid(score_table(draft_of(bare("甲", points=5, criteria=(criterion,)))))
    assert rows[0][2] == "1. 开展演练。\n未开展的，扣2分。"


# --- Excel ----------------------------------------------------------------------------------------------------------


def workbook(draft: Draft, *, reviewed: bool = True) -> Any:
    return openpyxl.load_workbook(io.BytesIO(rubric_xlsx(draft, reviewed=reviewed)))


def test_the_sheet_is_merged_frozen_and_set_up_for_print() -> None:
    book = workbook(DRAFT)
    assert book.sheetnames == ["评分细则", "依据", "各级分值", "存疑事项"]
    sheet = book["评分细则"]
    assert sheet["A1"].value == "云溪区2025年度安全生产工作考核细则"
    assert [c.value for c in sheet[3]] == ["一级指标", "二级指标", "考核要点", "评分细则", "标准分", "依据条款"]
    merged = {str(r) for r in sheet.merged_cells.ranges}
    assert {"A1:F1", "A4:A6", "B4:B5", "C4:C5", "A7:A9", "A10:D10"} <= merged
    assert (sheet["E4"].value, sheet["E10"].value) == (15, 100)
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$3:$3"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert "&P" in sheet.oddFooter.center.text


def test_what_is_unreviewed_says_so_on_every_page() -> None:
    sheet = workbook(DRAFT, reviewed=False)["评分细则"]
    assert sheet["A2"].value.startswith("未经审核")
    assert "未经审核" in sheet.oddHeader.right.text
    assert "未经审核" not in str([c.value for row in workbook(DRAFT)["评分细则"].iter_rows() for c in row])


def test_every_proof_stands_on_the_evidence_sheet() -> None:
    rows = list(workbook(DRAFT)["依据"].iter_rows(min_row=2, values_only=True))
    said = {(row[0], row[2]): row for row in rows}
    assert said["ind-1.1.c2.r1", "分值"][3] == "扣2.5分"
    assert said["ind-1.1", "考核要点"][1] == "组织领导 › 议事机制"
    assert said["ind-1.1", "考核要点"][4].startswith("《云溪区2025年度安全生产工作考核细则》")


def test_rows_grow_with_their_text_and_beyond_excels_highest_row() -> None:
    text = "落实" * 1200
    sheet = workbook(draft_of(bare("甲", points=5, criteria=(item(1, text, 5), item(2, "短。", 0)))))["评分细则"]
    heights = {row: sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)}
    assert all(height <= 409 for height in heights.values())
    merged = next(r for r in sheet.merged_cells.ranges if (r.min_col, r.max_col) == (3, 3) and r.size["rows"] > 1)
    assert sum(heights[row] for row in range(merged.min_row, merged.max_row + 1)) > 700
    assert sheet.cell(merged.min_row, 3).value == f"1. {text}"


# --- Word -----------------------------------------------------------------------------------------------------------


def test_the_attachment_has_a_merged_table_with_a_repeated_header() -> None:
    document = docx.Document(io.BytesIO(rubric_docx(DRAFT, reviewed=False)))
    assert document.paragraphs[0].text == "云溪区2025年度安全生产工作考核细则"
    assert document.paragraphs[1].text.startswith("未经审核")
    (table,) = document.tables
    assert [c.text for c in table.rows[0].cells] == [
        "一级指标",
        "二级指标",
        "考核要点",
        "评分细则",
        "标准分",
        "依据条款",
    ]
    assert table.rows[0]._tr.xpath("w:trPr/w:tblHeader")
    assert all(row._tr.xpath("w:trPr/w:cantSplit") for row in table.rows)
    assert table.cell(1, 0)._tc is table.cell(3, 0)._tc
    section = document.sections[0]
    assert section.page_width > section.page_height
    assert section.footer.paragraphs[0].text == "　—  —　"
    assert section.header.paragraphs[0].text == "未经审核"


# --- both -----------------------------------------------------------------------------------------------------------


def test_text_from_documents_is_inert() -> None:
    draft = draft_of(bare(EVIL, points=1, key_points=EVIL, criteria=(item(1, EVIL, 1),)), title=EVIL)
    book = workbook(draft)
    assert not [c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert book["评分细则"]["A1"].value == SAFE
    assert not [c for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]
    raw = rubric_docx(draft, reviewed=True)
    document = docx.Document(io.BytesIO(raw))
    assert document.paragraphs[0].text == SAFE
    body = zipfile.ZipFile(io.BytesIO(raw)).read("word/document.xml").decode()
    assert "instrText" not in body
    assert "w:hyperlink" not in body


@pytest.mark.parametrize("make", [rubric_xlsx, rubric_docx])
def test_the_same_draft_gives_the_same_bytes_without_a_date_or_an_author(make: Any) -> None:
    raw = make(DRAFT, reviewed=True)
    assert raw == make(DRAFT, reviewed=True)
    container = zipfile.ZipFile(io.BytesIO(raw))
    assert {entry.date_time[0] for entry in container.infolist()} == {1980}
    core = container.read("docProps/core.xml").decode()
    assert "1980-01-01" in core
    assert "python-docx" not in core


# --- words ----------------------------------------------------------------------------------------------------------


def dec(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


@pytest.mark.parametrize(
    ("at_least", "below", "above", "at_most", "expected"),
    [
        ("90", None, None, None, "90分（含）以上"),
        ("75", "90", None, None, "75分（含）至90分（不含）"),
        (None, "60", None, None, "60分（不含）以下"),
        (None, None, "89.5", None, "89.5分（不含）以上"),
        (None, None, "60", "75", "60分（不含）至75分（含）"),
        (None, None, None, None, ""),
    ],
)
def test_bounds_say_whether_they_are_included(
    at_least: str | None, below: str | None, above: str | None, at_most: str | None, expected: str
) -> None:
    grade = Grade(name="良", at_least=dec(at_least), below=dec(below), above=dec(above), at_most=dec(at_most))
    assert wording.bounds(grade) == expected


@pytest.mark.parametrize(
    ("count", "unit", "times", "expected"),
    [
        (1, "quarter", 1, "每季度至少1次"),
        (1, "half-year", 2, "每半年至少2次"),
        (2, "year", 1, "每2年至少1次"),
        (2, "month", 1, "每2个月至少1次"),
        (10, "day", 1, "每10天至少1次"),
    ],
)
def test_frequencies_in_words(count: int, unit: Any, times: int, expected: str) -> None:
    assert wording.frequency(Frequency(at_least=times, every=Every(count=count, unit=unit))) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("2025-12-31", "2025年12月31日前"),
        ("2025-13-41", "2025-13-41"),
        ("考核结果通报后一个月内", "考核结果通报后一个月内"),
    ],
)
def test_deadlines_in_words(said: str, expected: str) -> None:
    assert wording.when_owed(Duty(id="d", ordinal=None, text="t", due=said)) == expected


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("市、区党委主要负责人", "市、区党委主要负责人"),
        ("a/b\\c", "a／b＼c"),
        ("..", "未命名"),
        ("nul.docx", "_nul.docx"),
        ("甲\n乙\x07", "甲 乙"),
        ("长" * 99, "长" * 60),
    ],
)
def test_file_names_are_safe(name: str, safe: str) -> None:
    assert file_name(name) == safe


@given(st.text())
@settings(max_examples=60, deadline=None)
def test_inert_text_can_be_written_as_xml(text: str) -> None:
    from lxml import etree

    holder = etree.Element("t")
    holder.text = inert(text)
    assert inert(inert(text)) == inert(text)


def test_names_that_differ_only_in_case_are_told_apart() -> None:
    assert list(distinct(["A", "a", "甲", "甲", "甲"])) == ["A", "a（2）", "甲", "甲（2）", "甲（3）"]


def test_points_shared_by_several_indicators_are_shown_once() -> None:
    rows = [
        ["一级指标", "二级指标", "评分细则", "分值"],
        ["组织", "会议", "少1次扣1分。", "100"],
        ["^", "责任", "未签扣2分。", "^"],
    ]
    notice = read_notice(source_of("云溪区考核细则", rows))
    draft = build_draft([notice])
    assert [c.points for i in draft.indicators[0].children for c in i.criteria] == [100, 100]
    shown = [(c.text, c.row_span) for c in score_table(draft).cells if c.style == "points"]
    assert shown == [("100", 2)]
    assert check_draft(draft, {notice.source.document.sha256: notice}) == ()
