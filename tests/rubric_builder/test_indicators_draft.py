"""The draft as a whole: title, year, several files, years of study."""

from extract.reading_notice import read_notice
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.items import walk_indicators
from tests.grids import grid, source_of

TABLE = grid(f"考核项目 | 评分标准 | 分值\n组织领导 | 未成立扣5分 | {50}\n隐患治理 | 未治理扣5分 | {50}")


def test_title_and_year_are_those_of_the_rubric() -> None:
    draft = build_draft([read_notice(source_of("云溪区2025年度安全生产考核细则", TABLE))])
    assert (draft.title, draft.year) == ("云溪区2025年度安全生产考核细则", 2025)
    assert draft.proof["year"].reader == "year"


def test_the_year_asked_for_wins_and_is_marked_as_a_persons() -> None:
    draft = build_draft([read_notice(source_of("云溪区2025年度安全生产考核细则", TABLE))], year=2026)
    assert (draft.year, draft.proof["year"].how) == (2026, "human")


def test_the_year_may_stand_over_the_table_only() -> None:
    table = [["2025年度评分表", "<", "<"], *TABLE]
    assert build_draft([read_notice(source_of("云溪区安全生产考核细则", table))]).year == 2025


def test_no_year_is_guessed() -> None:
    assert build_draft([read_notice(source_of("云溪区安全生产考核细则", TABLE))]).year is None


def test_two_files_add_up_and_ids_stay_unique() -> None:
    one = source_of("云溪区安全生产考核细则", TABLE, file="一.docx")
    half = grid("考核项目 | 评分标准 | 分值\n宣传 | 未宣传扣5分 | 500\n培训 | 未培训扣5分 | 400")
    other = source_of("云溪区消防安全考核细则", half, file="二.docx")
    notices = [read_notice(one), read_notice(other)]
    draft = build_draft(notices)
    ids = [i.id for i in walk_indicators(draft.indicators)]
    assert ids == ["ind-1", "ind-2", "ind-3", "ind-4"]
    assert [source.file for source in draft.sources] == ["一.docx", "二.docx"]
    assert draft.scale == 1000
    assert check_draft(draft, {n.source.document.sha256: n for n in notices}) == ()
