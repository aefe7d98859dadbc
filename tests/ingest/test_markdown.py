"""Markdown: pipe tables, headings, lists; marks stay in the source and out of what is read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import codec
from corpus.errors import Unreadable
from corpus.source_text import Role, SourceText
from corpus.spans import without
from extract.reading_notice import read_notice
from ingest import read_bytes
from ingest.markdown import is_markdown
from ingest.plain import read_plain

TABLE = """# 云溪区考核细则

| 序号 | **考核项目** | 评分标准 | 分值 |
|:---:|---|---|---:|
| 1 | 组织*领导* | 1.未制定的，扣2分。<br>2.每少1次扣1分\\|次。 | 40 |
| 2 | 隐患治理 |

注：逐项扣分。
"""


def read(text: str, name: str = "细则.md") -> SourceText:
    """A Markdown text, read."""
    return read_plain(text.encode(), name)


def body(source: SourceText) -> list[str]:
    """What the body's lines say, without marks."""
    return [source.quote(source.unmarked(n.start, n.end)) for n in source.lines if n.role is Role.BODY]


def test_a_table_of_pipes() -> None:
    source = read(TABLE)
    assert source.text == TABLE
    (table,) = source.tables
    assert (table.rows, table.columns, table.header_rows, table.origin) == (3, 4, 1, "grid")
    texts = [source.quote(source.unmarked(c.start, c.end)) for c in table.cells]
    assert texts[:4] == ["序号", "考核项目", "评分标准", "分值"]
    assert texts[4:8] == ["1", "组织领导", "1.未制定的，扣2分。<br>2.每少1次扣1分|次。", "40"]
    assert texts[8:] == ["2", "隐患治理", "", ""]
    assert body(source) == ["云溪区考核细则", "注：逐项扣分。"]


LINES: list[tuple[str, str, list[str]]] = [
    ("headings", "# 细则 #\n## 一、**组织**领导\n正文。", ["细则", "一、组织领导", "正文。"]),
    ("an underlined heading", "考核细则\n===\n\n正文。", ["考核细则", "正文。"]),
    ("lists and quotations", "- 甲\n* 乙\n> 丙\n1. 丁\n- [x] 戊", ["甲", "乙", "丙", "1. 丁", "戊"]),
    ("emphasis", "**一、目标**（20分）是*重*点，~~删~~，`码`。", ["一、目标（20分）是重点，删，码。"]),
    ("a link and a picture", "见[《通知》](http://x.invalid/a_b)和![图](b.png)。", ["见《通知》和。"]),
    ("an escape", "1\\. 甲\\*乙", ["1. 甲*乙"]),
    ("a comment", "<!-- 来源\n一、假 -->\n一、真。", ["一、真。"]),
    ("a fence and a rule", "```\n# 码\n```\n---\n甲", ["# 码", "甲"]),
    ("marks that are none", "2*3*4 与 **镇 a_b_c", ["2*3*4 与 **镇 a_b_c"]),
    ("html is inert", "<script>alert(1)</script>甲", ["<script>alert(1)</script>甲"]),
]


@pytest.mark.parametrize(("text", "wanted"), [(t, w) for _, t, w in LINES], ids=[n for n, _, _ in LINES])
def test_lines(text: str, wanted: list[str]) -> None:
    source = read(text)
    assert source.text == text
    assert body(source) == wanted
    assert codec.loads(codec.dumps(source)) == source


WRAPPED: list[tuple[str, list[str]]] = [
    (
        "为深入贯彻落实上级部署，切实压实属地管理责\n任，现就有关事项通知如下：\n",
        ["为深入贯彻落实上级部署，切实压实属地管理责\n任，现就有关事项通知如下："],
    ),
    (
        "1. 每月至少组织一次检查，发现隐患\n   及时整改。\n2. 建立台账。",
        ["1. 每月至少组织一次检查，发现隐患\n   及时整改。", "2. 建立台账。"],
    ),
    ("- 镇应急办、派出所\n  要加强指导；\n- 各村配合。", ["镇应急办、派出所\n  要加强指导；", "各村配合。"]),
    ("青岚镇安全生产委员会\n2024年5月6日", ["青岚镇安全生产委员会", "2024年5月6日"]),
    (
        "一、总体要求，坚持预防为主，全面提升应急能力\n二、主要任务\n（一）演练",
        ["一、总体要求，坚持预防为主，全面提升应急能力", "二、主要任务", "（一）演练"],
    ),
    ("# 演练工作方案\n为提升能力，制定本方案", ["演练工作方案", "为提升能力，制定本方案"]),
    (
        "各镇街要成立工作专班，由主要负责人牵头负总责  \n区应急局负责",
        ["各镇街要成立工作专班，由主要负责人牵头负总责", "区应急局负责"],
    ),
    (
        "各镇街要成立工作专班，由主要负责人牵头负总责\n\n区应急局负责",
        ["各镇街要成立工作专班，由主要负责人牵头负总责", "区应急局负责"],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), WRAPPED)
def test_paragraphs_that_the_editor_broke_over_lines(text: str, wanted: list[str]) -> None:
    source = read(text)
    assert source.text == text
    assert body(source) == wanted


def test_a_broken_paragraph_is_one_clause() -> None:
    notice = read_notice(
        read("# 演练办法\n\n一、区应急局要每季度组织一次演练，并\n于季末前报告；各镇街配合，结果\n通报。\n\n二、附则。")
    )
    first = notice.outline.instruments[0].nodes[0]
    assert first.text == "区应急局要每季度组织一次演练，并于季末前报告；各镇街配合，结果通报。"
    assert notice.source.quote(first.own).count("\n") == 2


def test_marks_are_out_of_clauses_and_quotes() -> None:
    notice = read_notice(read("# 考核办法\n\n一、**组织**领导。**每月**研究一次。\n\n二、检查。"))
    (first, _) = notice.outline.instruments[0].nodes
    assert (first.label, first.text) == ("一", "组织领导。每月研究一次。")
    assert notice.passage(first.id).evidence(2, 7).quote == "领导。每月"


def test_what_is_markdown() -> None:
    assert is_markdown("甲", "a.md")
    assert is_markdown("项目 | 分值\n--- | ---\n甲 | 1", "a.txt")
    assert is_markdown("# 甲\n## 乙", "a.txt")
    assert not is_markdown("# 甲\n一、乙", "a.txt")
    assert not is_markdown("甲|乙\n丙|丁", "a.txt")
    assert read_bytes("# 甲\n".encode(), "a.markdown").document.media_type == "text/markdown"


def test_spans_without_holes() -> None:
    assert without((2, 9), [(0, 3), (5, 6), (8, 12)]) == ((3, 5), (6, 8))
    assert without((2, 4), [(0, 9)]) == ()


signs = st.text("#*_`|-<>![]()\\ \n1.甲乙:~=", max_size=60)


@settings(max_examples=120, deadline=None)
@given(signs)
def test_any_text_is_kept_and_read(text: str) -> None:
    try:
        source = read(text)
    except Unreadable:
        assert not text.strip()
        return
    assert source.text == text
    assert all(0 <= n.start < n.end <= len(text) for n in source.lines)
    assert all(a.end <= b.start for a, b in zip(source.lines, source.lines[1:], strict=False))
    assert all(a[1] <= b[0] for a, b in zip(source.marks, source.marks[1:], strict=False))
    for table in source.tables:
        places = [(c.row, c.column) for c in table.cells]
        assert places == [(r, c) for r in range(table.rows) for c in range(table.columns)]
    read_notice(source)
