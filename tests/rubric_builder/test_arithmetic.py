"""Points that do not add up are named exactly: which indicator, what was found, what was expected."""

import re

import pytest

from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.arithmetic import scale_groups
from rubric_builder.building import build_draft
from rubric_builder.draft import Draft
from rubric_builder.items import walk_indicators
from tests.grids import grid, source_of
from tests.shared_files import SHARED, needs_shared

TABLE = """一级指标 | 二级指标 | 评分细则 | 分值
组织领导（40分） | 议事机制 | 1. 每季度研究1次。15分 2. 年终述职。10分 | 25
^ | 责任清单 | 1. 签订责任书。15分 | 15
隐患治理（60分） | 排查整改 | 1. 建立台账。20分 2. 整改销号。20分 | 40
^ | 事故控制 | 控制在目标以内的，得20分；每超1起扣5分，最高扣20分。 | 20"""


def draft_of(table: str) -> Draft:
    return build_draft([read_notice(source_of("云溪区考核细则", grid(table)))])


def errors(draft: Draft) -> list[str]:
    return [issue.message for issue in draft.issues if issue.severity == "error"]


def test_points_that_add_up_raise_nothing() -> None:
    draft = draft_of(TABLE)
    assert errors(draft) == []
    assert draft.scale == 100
    assert draft.proof["scale"].inputs == ("ind-1#points", "ind-2#points")


# One row each: what is changed in the table, and what is said of it.
CHANGES = [
    ("研究1次。15分", "研究1次。16分", "“组织领导›议事机制”各项细则分值合计26分（16＋10），标明分值25分，相差＋1分"),
    ("| 40\n^ | 事故", "| 30\n^ | 事故", "“隐患治理›排查整改”各项细则分值合计40分（20＋20），标明分值30分，相差＋10分"),
    ("组织领导（40分）", "组织领导（41分）", "“组织领导”下级指标分值合计40分（25＋15），标明分值41分，相差－1分"),
    ("扣20分。 | 20", "扣20分。 | 80", "“隐患治理”下级指标分值合计120分（40＋80），标明分值60分，相差＋60分；“事故控制”标明80分而细则为20分，请先核对"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), CHANGES)
def test_a_changed_number_is_named_exactly(before: str, after: str, said: str) -> None:
    assert before in TABLE
    assert said in errors(draft_of(TABLE.replace(before, after)))


def test_the_issue_points_at_the_cell() -> None:
    draft = draft_of(TABLE.replace("研究1次。15分", "研究1次。16分"))
    assert [i.node for i in draft.issues if i.code == "sum-mismatch"] == ["ins-1.tbl-1.row-2.cell-2"]


def test_a_total_row_is_the_scale_and_the_first_level_is_held_against_it() -> None:
    said = errors(draft_of(TABLE.replace("组织领导（40分）", "组织领导（41分）") + "\n合计 | < | < | 100"))
    assert said[-1] == (
        "一级指标分值合计101分，应为100分，相差＋1分：组织领导41、隐患治理60；"
        "“组织领导”标明41分，下级合计40分，按下级合计则总分相符，请先核对"
    )


def test_without_a_stated_scale_only_an_exact_sum_is_one() -> None:
    draft = draft_of(TABLE.replace("组织领导（40分）", "组织领导（41分）"))
    assert draft.scale is None
    assert any(i.code == "scale-unknown" and "合计101分" in i.message for i in draft.issues)


def test_a_cap_above_the_points_is_asked_about() -> None:
    said = [
        i.message for i in draft_of(TABLE.replace("最高扣20分", "最高扣30分")).issues if i.code == "cap-above-points"
    ]
    assert said == ["“隐患治理›事故控制”细则写明最高扣30分，超过分值20分"]


def test_a_column_of_units_does_not_split_the_sum() -> None:
    draft = draft_of(
        "考核项目 | 评分标准 | 分值 | 适用对象\n组织领导 | 未成立扣5分 | 40 | 镇街\n治理 | 未治理扣5分 | 60 | 部门"
    )
    assert len(scale_groups(draft.indicators)) == 1
    assert draft.scale == 100


@needs_shared
def test_every_changed_digit_of_the_real_rubric_is_named() -> None:
    """Each place where points stand in the seed, a tenth of them in turn (all of them take a minute)."""
    raw = next((SHARED / "seeds").glob("001_*.txt")).read_text(encoding="utf-8")
    whole = build_draft([read_notice(read_bytes(raw.encode(), "001.txt"))])
    assert (
        sum(len(i.criteria) for i in walk_indicators(whole.indicators)) + len(whole.bonuses) + len(whole.vetoes) == 91
    )
    assert len([i for i in walk_indicators(whole.indicators) if i.level == 2]) == 29
    assert (len(whole.indicators), whole.scale) == (10, 1000)
    places = [
        (record.proof["points"].evidence[0].spans[0], indicator.name)
        for indicator in walk_indicators(whole.indicators)
        for record in (indicator, *indicator.criteria)
        if record.proof["points"].how == "normalised"
    ]
    assert len(places) > 100
    for (start, end), name in places[::10]:
        digit = re.search(r"\d", raw[start:end])
        assert digit is not None
        at = start + digit.start()
        changed = raw[:at] + ("7" if raw[at] != "7" else "3") + raw[at + 1 :]
        said = errors(build_draft([read_notice(read_bytes(changed.encode(), "001.txt"))]))
        assert any(name in message for message in said), (name, raw[at - 6 : at + 4])
