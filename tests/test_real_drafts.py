"""What the real web pages, texts and lists must give as a draft: groups, points, units, sums, what is left out."""

from decimal import Decimal

from extract.findings import Award, Bonus, Cap, Deduct, Range
from rubric_builder.draft import Draft, Indicator
from rubric_builder.items import walk_indicators
from tests.shared_files import needs_shared
from tests.test_real_files import drafted


def leaves(draft: Draft) -> list[Indicator]:
    """The indicators without children."""
    return [i for i in walk_indicators(draft.indicators) if not i.children]


def codes(draft: Draft) -> set[str]:
    """The codes of what is raised."""
    return {issue.code for issue in draft.issues}


@needs_shared
def test_a_page_with_sections_in_the_serial_column() -> None:
    draft, _ = drafted("石城县2018")
    assert draft.title == "石城县2018年度河长制湖长制工作乡镇目标管理(绩效）考核细则"
    assert (draft.scale, draft.year) == (100, 2018)
    assert [i.points for i in draft.indicators] == [31, 2, 15, 45, 7, 7]  # the last: awards and deductions apart
    scored = [i for top in draft.indicators[:4] for i in top.children]
    assert [i.points for i in scored] == [5, 4, 2, 2, 11, 7, 2, 3, 7, 2, 3, 4, 5, 2, 3, 6, 4, 3, 4, 4, 4, 3, 3]
    assert [c.points for c in scored[4].criteria] == [2, 6, 3]
    assert all(isinstance(c.rules[0], Award) and c.rules[0].points == c.points for c in scored[4].criteria)
    units = [i.fields["负责考核部门"] for i in scored]
    assert units[5] == "县委宣传部、县教育局、县河长办"
    assert [unit.count("、") for unit in units].count(1) == 4
    assert not codes(draft) & {"sum-mismatch", "scale-unknown"}
    exhausted = [r for i in scored for c in i.criteria for r in c.rules if isinstance(r, Cap) and r.points is None]
    assert len(exhausted) == 1
    apart = [type(r) for c in draft.indicators[5].criteria for r in c.rules]
    assert apart == [Bonus, Bonus, Deduct, Deduct]


@needs_shared
def test_a_page_of_three_levels_with_weights() -> None:
    draft, kinds = drafted("海关检疫")
    assert list(kinds.values()) == ["rubric"]
    assert draft.scale == 100
    assert [i.fields["权重"] for i in draft.indicators] == ["50", "25", "25"]
    assert [[child.points for child in i.children] for i in draft.indicators] == [
        [75, 25], [40, 30, 10, 20], [20, 40, 20, 20, None],
    ]  # fmt: skip
    assert len(leaves(draft)) == 9 + 7 + 5 * 4 + 1
    assert not codes(draft) & {"sum-mismatch", "scale-unknown"}
    assert next(i.message for i in draft.issues if i.code == "points-missing").startswith(
        "“项目效果”下的“服务对象满意度”没有分值"
    )


@needs_shared
def test_a_list_of_deductions_in_markdown() -> None:
    draft, _ = drafted("宁海县")
    assert len(draft.indicators) == 12
    assert sum(len(i.criteria) for i in draft.indicators) == 89
    rules = [r for i in draft.indicators for c in i.criteria for r in c.rules]
    assert sum(isinstance(r, Range) for r in rules) >= 15
    assert sum(isinstance(r, Deduct) for r in rules) >= 90
    unread = [r for r in rules if r.kind == "unparsed"]
    assert len(unread) <= 8  # 分别扣1－2分 over what is not listed, and the like: kept as they stand
    assert draft.bonuses == ()  # each award is part of its group
    assert [i.criteria[0].ordinal for i in draft.indicators] == [5, *[1] * 11]


@needs_shared
def test_five_rubrics_in_numbered_lists() -> None:
    draft, _ = drafted("上海大学_企业课程报告评分标准")
    assert draft.scale == 100
    groups: dict[str, Decimal] = {}
    for indicator in draft.indicators:
        groups.setdefault(indicator.fields["适用对象"], Decimal(0))
        groups[indicator.fields["适用对象"]] += indicator.points or 0
    assert groups == {f"模板{n}": 100 for n in range(1, 6)}
    assert [s.group for s in draft.subjects] == list(groups)
    assert draft.subjects[2].members == ("职业规划",)
    assert codes(draft) == set()


@needs_shared
def test_a_table_of_parts_that_each_add_up_to_the_scale() -> None:
    draft, kinds = drafted("2023工程实践大赛")
    assert list(kinds.values()) == ["rubric", "rubric", "doubtful", "rubric", "rubric"]
    assert draft.scale == 100
    assert not codes(draft) & {"sum-mismatch", "scale-unknown"}
    (doubtful,) = (i for i in draft.issues if i.code == "table-doubtful")
    assert "（第3页）" in doubtful.message


@needs_shared
def test_regulations_give_an_honest_empty_draft() -> None:
    for name in ("党政机关公文处理工作条例", "gov_国发2019_5号"):
        draft, _ = drafted(name)
        assert (draft.indicators, draft.bonuses, draft.vetoes, draft.scale) == ((), (), (), None)
        assert [i.code for i in draft.issues if i.severity != "info"] == []
        assert "no-rubric" in codes(draft)
