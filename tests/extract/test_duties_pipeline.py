"""The spaCy pipeline: what is registered, that it keeps every character's place, and which spans it finds."""

import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.duties import department_names, knowledge, openings, periods
from extract.duties.enumeration import MARKS, inline_items
from extract.duties.pipeline import PATTERNS, RULED, TIER, mentions, pipeline


def test_what_is_registered() -> None:
    nlp = pipeline()
    assert nlp.lang == "zh"
    assert nlp.config["nlp"]["tokenizer"]["segmenter"] == "char"
    assert nlp.pipe_names == [
        "duty_phrases",
        "duty_tiers",
        "duty_titles",
        "duty_modifiers",
        "duty_periods",
        "duty_counts",
        "duty_deadlines",
        "duty_departments",
    ]
    assert [nlp.get_pipe_meta(name).factory for name in nlp.pipe_names] == [
        "span_ruler",
        *["duty_patterns"] * 6,
        "duty_departments",
    ]
    assert {label: len(rows) for label, rows in RULED.items()} == {"ORGAN": 109, "POSITION": 178, "OBLIGATION": 74}
    assert {label: len(rows) for label, rows in PATTERNS.items()} == {
        "TIER": 1,
        "TITLE": 1,
        "MODIFIER": 10,
        "PERIOD": 4,
        "COUNT": 1,
        "DEADLINE": 6,
    }


TABLES = {
    "organs": knowledge.ORGANS,
    "positions": knowledge.POSITIONS,
    "tiers": knowledge.TIER_UNITS,
    "modifiers": knowledge.MODIFIERS,
    "departments": department_names.DEPARTMENT_SUFFIXES,
    "labels": department_names.DEPARTMENT_LABELS,
    "obligations": knowledge.OBLIGATIONS,
    "general": knowledge.GENERAL_CLAUSES,
    "not duties": knowledge.NOT_DUTIES,
    "others": knowledge.OTHERS_FREQUENCY,
    "accountability": knowledge.ACCOUNTABILITY,
    "columns": openings.TABLE_COLUMNS,
    "openings": openings.OPENINGS,
    "periods": periods.PERIODS,
    "counts": periods.COUNTS,
    "deadlines": periods.DEADLINES,
    "marks": MARKS,
}


@pytest.mark.parametrize("table", TABLES)
def test_every_row_finds_its_example_and_has_an_id_of_its_own(table: str) -> None:
    rows = TABLES[table]
    assert len({row.id for row in rows}) == len(rows)
    for row in rows:
        phrase = table in ("organs", "positions", "obligations", "tiers", "departments")
        assert re.search(re.escape(row.pattern) if phrase else row.pattern, row.example), row
        assert row.meaning or table == "modifiers", row


@given(st.text("区委书记每季度至少一次 \t\n\u3000。，（）甲1\U00020000é", max_size=80))
@settings(max_examples=150, deadline=None)
def test_a_text_keeps_every_characters_place(text: str) -> None:
    doc = pipeline()(text)
    assert doc.text == text
    for span in doc.spans["duties"]:
        assert text[span.start_char : span.end_char] == span.text
    for found in mentions(text).found:
        assert 0 <= found.start < found.end <= len(text)


def longest(label: str, text: str) -> list[tuple[int, int]]:
    """The spans of a label that no other of it holds."""
    spans = {(m.start, m.end) for m in mentions(text).found if m.label == label}
    return sorted((a, b) for a, b in spans if not any((c, d) != (a, b) and c <= a and b <= d for c, d in spans))


def drawn(spans: list[tuple[int, int]], length: int) -> str:
    """A ruler: 〔－〕 under each span."""
    marks = ["　"] * length
    for start, end in spans:
        marks[start:end] = "〔" + "－" * (end - start - 2) + "〕"
    return "".join(marks).rstrip("　")


RULERS = [
    ("ORGAN",
     "市、区党委和乡镇（街道）党（工）委主要负责人",
     "　　　〔〕　　　　　　　〔－－－〕"),
    ("ORGAN",
     "区委常委会听取区政府党组、区人大常委会汇报",
     "〔〕　　　　　　〔－－〕　　〔－－－〕"),
    ("TIER",
     "市、区党委和乡镇（街道）党（工）委主要负责人",
     "〔－〕　　　〔－－－－〕"),
    ("TIER",
     "县（市、区）长每年检查乡（镇）政府两次",
     "〔－－－－〕　　　　　〔－－〕"),
    ("TITLE",
     "区长、常务副区长和县（市、区）长每年检查，长期坚持",
     "〔〕　〔－－－〕　〔－－－－－〕"),
    ("POSITION",
     "区委书记、组织部长、班子其他成员和分管负责人",
     "　　〔〕　〔－－〕　〔－－－－〕　〔－－－〕"),
    ("MODIFIER",
     "分管安全生产工作的副区长和担任区委常委的领导",
     "〔－－－－－－－〕　　　　〔－－－－－〕"),
    ("DEPARTMENT",
     "由区应急局会同区文化和旅游局、团区委负责，各部门配合",
     "　〔－－〕　　〔－－－－－〕　〔－〕"),
    ("PERIOD",
     "区每半年、镇（街道）每季度至少召开两次会议，每年述职",
     "　〔－〕　　　　　　〔－〕　　　　　　　　　〔〕"),
    ("COUNT",
     "区每半年、镇（街道）每季度至少召开两次会议，第一次述职",
     "　　　　　　　　　　　　　〔－－－－〕"),
    ("DEADLINE",
     "于12月底前报告，在结果通报后一个月内整改，到2025年底前完成",
     "　〔－－－〕　　　　〔－－－－－－－〕　　　　〔－－－－－〕"),
]  # fmt: skip


@pytest.mark.parametrize(("label", "text", "ruler"), RULERS)
def test_spans(label: str, text: str, ruler: str) -> None:
    """Brackets under the text mark the spans; full-width spaces keep them in their places."""
    assert drawn(longest(label, text), len(text)) == ruler


def test_spaces_inside_a_phrase_do_not_hide_it() -> None:
    assert longest("PERIOD", "于每 3 个月检查") == [(1, 7)]
    assert longest("POSITION", "区政府主要 负责人") == [(3, 9)]


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("1.研究；2.检查。", [("1", "研究；"), ("2", "检查。")]),
        ("（1）研究；（2）检查。", [("（1）", "研究；"), ("（2）", "检查。")]),
        ("①研究；②检查。", [("①", "研究；"), ("②", "检查。")]),
        ("一、研究；二、检查。", [("一", "研究；"), ("二", "检查。")]),
        ("1.只有一项。", []),
        ("投入1.5万元，2.5万元。", []),
        ("2.检查；3.整改。", []),
        ("研究问题：1.甲；2.乙。", []),
    ],
)
def test_inline_items(text: str, items: list[tuple[str, str]]) -> None:
    assert [(text[a:b], text[c:d]) for (a, b), (c, d) in inline_items(text)] == items


def test_tiers_match_as_a_whole() -> None:
    for words in ("市、区", "市、区两级", "乡镇（街道）", "县（市、区）", "各级", "县级以上地方各级", "村（社区）"):
        assert re.fullmatch(TIER, words), words


def test_spacy_is_imported_only_where_a_notice_is_searched() -> None:
    code = "import sys, rubric_builder.duties, extract.duties; assert 'spacy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
