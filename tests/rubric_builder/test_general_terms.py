"""计分总则: which sentences are rules over the whole, where they stand, and that each is proved."""

from decimal import Decimal

import pytest

from extract.findings import Cap, Coefficient, Conversion, Highest, Rounding, Unparsed
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.draft import Draft
from rubric_builder.exports.rule_words import rule_words
from rubric_builder.exports.score_table import score_table
from rubric_builder.folding import Folded
from rubric_builder.reviewing import review_items
from tests.builders import notice_of
from tests.rubric_builder.test_decisions import act

TABLE = [
    ["考核项目", "考核内容", "分值", "评分标准"],
    ["组织领导", "建立责任体系", "60", "未建立的，扣5分；每少1次扣2分，扣完为止"],
    ["隐患治理", "排查治理隐患", "40", "每漏1项扣1分，最高扣10分"],
]


def draft_of(*clauses: str, note: str = "", rows: list[list[str]] | None = None) -> Draft:
    """The draft of articles, a score table and a note below it; every record of it proved by all six checks."""
    articles = [("article", f"第{'一二三四五六七八'[n]}条", words) for n, words in enumerate(clauses)]
    below = [("paragraph", None, note)] if note else []
    notice = notice_of([*articles, ("table", None, rows or TABLE), *below])
    draft = build_draft([notice])
    faults = check_draft(draft, {notice.source.document.sha256: notice})
    assert [f for f in faults if f.where.startswith("term")] == []
    return draft


SENTENCES: list[tuple[str, str, type]] = [
    ("考核实行百分制，逐项扣分，单项分值扣完为止。", "扣完为止", Cap),
    ("扣分合计最高20分。", "最高扣20分", Cap),
    ("加分最高不超过10分。", "最高加10分", Cap),
    ("同一事项就高不重复加分。", "就高加分", Highest),
    ("同一事项受多级表彰的，按最高级加分，不重复计算。", "就高加分", Highest),
    ("考核得分=小计得分×质量系数。", "乘以质量系数", Coefficient),
    ("考核得分保留两位小数。", "保留2位小数", Rounding),
    ("各项得分保留一位小数。", "保留1位小数", Rounding),
    ("考核得分按百分制折算。", "折算为100分制", Conversion),
    ("有空项的，按百分制折算最终得分。", "折算为100分制", Conversion),
    ("百分制得分=实得分÷应得分×100。", "折算为100分制", Conversion),
    ("同一问题不重复扣分。", "", Unparsed),
]


@pytest.mark.parametrize(("sentence", "words", "kind"), SENTENCES)
def test_a_sentence_in_an_article(sentence: str, words: str, kind: type) -> None:
    (term,) = draft_of(sentence).terms
    assert isinstance(term, kind)
    assert words in rule_words(term)
    assert "第一条" in term.evidence[0].citation


def test_a_note_below_the_table() -> None:
    draft = draft_of(note="注：1.扣分合计最高20分；2.同一事项就高不重复加分；3.考核得分保留两位小数。")
    assert [t.kind for t in draft.terms] == ["cap", "highest", "rounding"]


def test_what_is_said_twice_is_one_term() -> None:
    assert len(draft_of("考核得分保留两位小数。", "考核得分保留两位小数。").terms) == 1


def test_what_an_item_says_stays_the_items() -> None:
    draft = draft_of("本办法自印发之日起施行。")
    assert draft.terms == ()
    assert any(isinstance(r, Cap) for i in draft.indicators for c in i.criteria for r in c.rules)


def test_a_cap_on_the_bonuses_of_a_list_is_theirs() -> None:
    draft = draft_of("对成绩突出的单位，获市级表彰的加3分，获区级表彰的加2分，加分最高不超过4分。")
    assert draft.terms == ()
    assert {b.cap for b in draft.bonuses} == {4}  # type: ignore[union-attr]  # all are bonuses


def test_once_only_beside_bonuses_is_a_term() -> None:
    draft = draft_of("获市级表彰的加3分，获区级表彰的加2分。同一事项就高不重复加分。")
    assert [t.kind for t in draft.terms] == ["highest"]


def test_a_formula_in_a_row_of_the_table() -> None:
    rows = [*TABLE, ["考核得分=小计得分×质量系数", "", "", ""]]
    assert [t.kind for t in draft_of(rows=rows).terms] == ["coefficient"]


def test_a_text_without_scoring_has_none() -> None:
    notice = notice_of([("article", "第一条", "得分保留两位小数。")])
    assert build_draft([notice]).terms == ()


# --- reviewed -------------------------------------------------------------------------------------------------------


def test_a_term_is_accepted_edited_and_rejected_like_any_other_item() -> None:
    draft = draft_of("扣分合计最高20分。", "同一事项就高不重复加分。", "考核得分保留两位小数。")
    folded = Folded.of(draft)
    assert [i.name for i in review_items(folded.state) if i.kind == "计分总则"] == [
        "计分总则1",
        "计分总则2",
        "计分总则3",
    ]
    folded = folded.then(act("accept", item="term-1", sequence=1))
    folded = folded.then(act("edit", item="term-3", sequence=2, fields={"decimals": 1}, reason="按会议决定"))
    folded = folded.then(act("reject", item="term-2", sequence=3, reason="本年度不执行"))
    terms = folded.state.draft.terms
    assert [t.kind for t in terms] == ["cap", "rounding"]
    assert terms[1].decimals == 1  # type: ignore[union-attr]  # it is the rounding
    assert terms[1].proof["decimals"].how == "human"


def test_a_term_stands_in_the_table_that_is_handed_out() -> None:
    table = score_table(draft_of("扣分合计最高20分。"))
    assert "计分总则" in [cell.text for cell in table.cells]
    assert any("扣分合计最高20分" in cell.text for cell in table.cells)


def test_an_unproved_term_blocks() -> None:
    notice = notice_of([("article", "第一条", "扣分合计最高20分。"), ("table", None, TABLE)])
    draft = build_draft([notice])
    (term,) = draft.terms
    bad = draft.model_copy(update={"terms": (term.model_copy(update={"points": Decimal(30)}),)})
    faults = check_draft(bad, {notice.source.document.sha256: notice})
    assert [f.where for f in faults] == ["term-1#points"]
