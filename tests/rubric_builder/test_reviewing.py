"""What a reviewer sees: items with flags, confidence and units; reconciliation; filters that count; bulk acceptance."""

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.findings import (
    Award,
    Bonus,
    Cap,
    Coefficient,
    Deduct,
    Highest,
    Multiple,
    Per,
    Portion,
    Proportion,
    Range,
    Rank,
    RankStep,
    Rounding,
    Tier,
    TierStep,
    Unparsed,
    Veto,
    Zero,
)
from extract.issues import Issue
from rubric_builder.confidence import HOW_SURE, how_sure
from rubric_builder.draft import Draft
from rubric_builder.exports.rule_words import rule_words
from rubric_builder.filtering import FLAGGED, Filter, bulk, counts, facets, filter_items
from rubric_builder.flagging import FLAG_NAMES
from rubric_builder.folding import Folded
from rubric_builder.reconciling import reconciliation
from rubric_builder.reviewing import KINDS, ReviewItem, review_items
from tests.drafts import reviewed_draft
from tests.rubric_builder.test_decisions import act

DRAFT, NOTICES = reviewed_draft()
EMPTY = Folded.of(DRAFT)


def after(*decisions: Any, draft: Draft = DRAFT) -> Folded:
    folded = EMPTY if draft is DRAFT else Folded.of(draft)
    for decision in decisions:
        folded = folded.then(decision)
    return folded


def seen(*decisions: Any, draft: Draft = DRAFT) -> dict[str, ReviewItem]:
    return {item.id: item for item in review_items(after(*decisions, draft=draft).state)}


def codes(item: ReviewItem) -> list[str]:
    return [flag.code for flag in item.flags]


# --- items ----------------------------------------------------------------------------------------------------------


def test_items_come_in_reading_order_with_rules_inside_theirs() -> None:
    items = review_items(EMPTY.state)
    assert [item.id for item in items][:6] == ["draft", "subject-1", "ind-1", "ind-1.1", "ind-1.1.c1", "ind-1.1.c2"]
    assert [(i.kind, i.depth, i.name) for i in items[:6]] == [
        ("全稿", 0, "全稿"), ("考核对象", 1, "镇、街道"), ("指标", 1, "组织领导"), ("指标", 2, "议事机制"),
        ("评分项", 3, "第1项"), ("评分项", 3, "第2项"),
    ]  # fmt: skip
    ruled = items[5]
    assert ruled.chips == ("扣2.5分", "扣完为止")
    assert [(rule.id, rule.text) for rule in ruled.rules] == [
        ("ind-1.1.c2.r1", "每少1次"),
        ("ind-1.1.c2.r2", "扣完为止"),
    ]
    assert (ruled.points, ruled.parent, ruled.names) == (10, "ind-1.1", ("组织领导", "议事机制", "第2项"))
    assert ruled.quote.startswith("2.主要负责同志") or "主要负责同志" in ruled.quote
    assert not any(".r" in item.id for item in items)


def test_duties_stand_under_their_role() -> None:
    items = seen()
    duty = items["role-1.duty-1"]
    assert (duty.kind, duty.role, duty.chips) == ("职责", "role-1", ("每季度至少1次",))
    assert (items["role-1"].kind, items["role-1"].role, items["ind-1"].role) == ("角色", "role-1", None)
    assert duty.citations == ("《青岚镇领导干部安全生产责任制实施细则》第二条（一）",)


def test_every_slot_has_a_kind_or_is_a_part() -> None:
    from rubric_builder.items import OWN_PARTS, SLOTS

    assert set(KINDS) - {None} | OWN_PARTS == set(SLOTS)


def test_what_is_rejected_stays_to_be_seen() -> None:
    items = seen(act("reject", item="ind-1.1"))
    assert (items["ind-1.1"].status, items["ind-1.1.c1"].status) == ("驳回", "驳回")
    assert codes(items["ind-1.1"]) == []


def test_units_come_from_the_offices_columns_and_pass_down() -> None:
    items = seen(act("add", slot="indicators", fields={"name": "附加", "fields": {"责任单位": "应急局、住建局", "完成时限": "年底"}}),
                 act("add", parent="draft.add-1", slot="children", fields={"name": "专项"}),
                 act("add", parent="draft.add-1", slot="children", fields={"name": "另项", "fields": {"考核单位": "公安分局"}}))  # fmt: skip
    assert items["draft.add-1"].subjects == items["draft.add-1.add-2"].subjects == ("应急局", "住建局")
    assert items["draft.add-1.add-3"].subjects == ("公安分局",)


# --- flags ----------------------------------------------------------------------------------------------------------


def test_a_sum_is_flagged_as_it_stands_now() -> None:
    edit = act("edit", item="ind-1.1.c1", fields={"points": 13})
    item = seen(edit)["ind-1.1"]
    assert [(f.code, f.severity, f.message) for f in item.flags] == [("sum-mismatch", "error", "子项合计23≠25")]
    assert (item.confidence, item.confidence_reason, item.acceptable) == ("低", "子项合计23≠25", False)
    signed = seen(edit, act("accept", item="ind-1.1", discrepancy=-2, reason="原件如此"))["ind-1.1"]
    assert [(f.code, f.severity) for f in signed.flags] == [("sum-signed", "info")]
    mended = seen(edit, act("edit", item="ind-1.1.c2", fields={"points": 12}))["ind-1.1"]
    assert mended.flags == ()


def test_the_scale_is_flagged_on_the_whole_draft() -> None:
    item = seen(act("edit", item="draft", fields={"scale": 110}))["draft"]
    assert ("sum-mismatch", "一级指标合计100≠110") in [(f.code, f.message) for f in item.flags]


def test_an_issue_goes_to_the_item_that_says_what_it_quotes() -> None:
    assert codes(seen()["ind-1.2.c1"]) == ["sample"]
    assert [item.id for item in seen().values() if item.flags] == ["ind-1.2.c1"]
    other = Issue(code="attachment-missing", severity="info", message="附件不在文件中", node="ins-7")
    items = seen(draft=DRAFT.model_copy(update={"issues": (other,)}))
    assert [(item.id, codes(item)) for item in items.values() if item.flags] == [("draft", ["attachment-missing"])]


def test_what_was_found_then_is_not_told_again_where_it_is_mended() -> None:
    stale = (
        Issue(code="sum-mismatch", severity="error", message="合计不符", node="ind-1.1"),
        Issue(code="scale-unknown", severity="warning", message="没有读到总分"),
    )
    items = seen(draft=DRAFT.model_copy(update={"issues": stale}))
    assert not any(item.flags for item in items.values())


def test_sentences_that_were_not_understood_and_values_without_a_citation() -> None:
    unread = act("add", parent="ind-1.1.c1", slot="rules", fields={"kind": "unparsed", "text": "视情况扣分"})
    item = seen(unread)["ind-1.1.c1"]
    assert codes(item) == ["rule-unparsed", "human-uncited"]
    assert item.chips == ("规则未读懂",)
    gone = seen(unread, act("reject", item="ind-1.1.c1.add-1"))["ind-1.1.c1"]
    assert codes(gone) == []


def test_missing_points_and_comments() -> None:
    bare = act("edit", item="ind-2.2", fields={"points": None})
    items = seen(bare, act("edit", item="ind-2.2.c1", fields={"points": None}), act("comment", item="ind-2", text="核"))
    assert codes(items["ind-2.2"]) == ["points-missing"]
    assert [(f.code, f.message) for f in items["ind-2"].flags] == [("comment", "批注1条：王芳“核”")]
    some = seen(act("edit", item="ind-1.1.c1", fields={"points": None}))["ind-1.1"]
    assert "points-missing" in codes(some)


def test_every_code_that_extraction_gives_has_a_name() -> None:
    root = Path(__file__).parents[2]
    files = [*(root / "extract").rglob("*.py"), *(root / "rubric_builder").glob("*.py")]
    given = {code for file in files for code in re.findall(r'Issue\(\s*code="([\w.-]+)"', file.read_text("utf-8"))}
    assert len(given) > 10
    assert given <= set(FLAG_NAMES)


# --- confidence -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("how", "reader", "confidence"),
    [
        ("literal", "text", "高"), ("normalised", "number", "高"), ("normalised", "due", "中"),
        ("inherited", "number", "中"), ("computed", "total", "中"), ("human", "", "高"),
    ],
)  # fmt: skip
def test_how_sure_a_reading_is(how: Any, reader: str, confidence: str) -> None:
    assert how_sure(how, reader).confidence == confidence


def test_the_table_has_a_row_for_every_way_to_get_a_value() -> None:
    assert {row.how for row in HOW_SURE} == {"literal", "normalised", "inherited", "computed", "human"}
    assert all(row.reason and row.example for row in HOW_SURE)
    assert [(row.how, row.confidence, bool(row.readers)) for row in HOW_SURE][2:4] == [
        ("normalised", "高", True),
        ("normalised", "中", False),
    ]


# --- the points -----------------------------------------------------------------------------------------------------


def test_reconciliation_of_each_first_level_indicator_and_the_whole() -> None:
    found = reconciliation(EMPTY.state)
    assert [(row.id, row.stated, row.added, row.difference) for row in found.rows] == [
        ("ind-1", 40, 40, 0),
        ("ind-2", 60, 60, 0),
    ]
    assert [(whole.id, whole.stated, whole.added) for whole in found.whole] == [("draft", 100, 100)]
    assert found.balanced
    off = reconciliation(after(act("edit", item="ind-1.1", fields={"points": 23})).state)
    assert (off.rows[0].added, off.rows[0].difference, off.rows[0].holds, off.balanced) == (38, -2, False, False)
    assert [(row.id, row.difference) for row in off.below] == [("ind-1.1", 2)]
    signed = act("accept", item="ind-1", discrepancy=-2, reason="原件如此")
    rows = reconciliation(after(act("edit", item="ind-1.1", fields={"points": 23}), signed).state).rows
    assert (rows[0].signed, rows[0].holds) == (Decimal(-2), True)


# --- filters --------------------------------------------------------------------------------------------------------


def test_filters_count_what_they_would_show() -> None:
    items = review_items(after(act("accept", item="ind-1"), act("reject", item="role-2")).state)
    assert counts(items) == {"待核": len(items) - 3, "已采纳": 1, "已改": 0, "驳回": 2}
    found = facets(items, Filter(role="role-1"))
    assert found["status"] == {"待核": 6}
    assert found["role"] == {"role-1": 6, "role-2": 2}  # as if no role had been chosen yet
    for name, values in facets(items).items():
        for value, count in values.items():
            assert len(filter_items(items, Filter(**{name: value}))) == count
    assert [item.id for item in filter_items(items, Filter(flag=FLAGGED))] == ["ind-1.2.c1"]
    assert [item.id for item in filter_items(items, Filter(subject="石桥镇"))] == ["subject-1"]
    assert filter_items(items, Filter(kind="等次", status="已改")) == ()


def test_accepting_many_takes_the_filtered_undecided_and_unflagged() -> None:
    folded = after(act("accept", item="ind-1.1.c1"))
    shown = filter_items(review_items(folded.state), Filter(kind="评分项"))
    assert bulk(shown) == ("ind-1.1.c2", "ind-2.1.c1", "ind-2.1.c2", "ind-2.2.c1")
    accepted = folded.then(act("accept-many", items=bulk(shown)))
    assert bulk(filter_items(review_items(accepted.state), Filter(kind="评分项"))) == ()
    assert accepted.state.status["ind-1.2.c1"] == "待核"  # flagged


# --- rules in words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (Award(points=Decimal(8)), "得8分"),
        (Award(points=None), "得满分"),
        (Award(points=Decimal(2), per=Per(count=Decimal(1), unit="项")), "每1项得2分"),
        (Deduct(points=Decimal(10), per=Per(count=Decimal(2), unit="个百分点")), "每2个百分点扣10分"),
        (Zero(), "不得分"),
        (Range(low=Decimal(1), high=Decimal(3), sign=-1), "酌情扣1—3分"),
        (Range(low=None, high=Decimal(3), sign=1), "酌情加分，至多3分"),
        (Range(low=Decimal(1), high=None, sign=-1), "酌情扣1分以上"),
        (Range(low=None, high=None, sign=-1), "酌情扣分"),
        (Cap(points=None, of="deduct"), "扣完为止"),
        (Cap(points=Decimal(20), of="bonus"), "最高加20分"),
        (Proportion(points=Decimal(5), of=None), "按比例得分（5分）"),
        (Tier(tiers=(TierStep(when="国家级", points=Decimal(3)),)), "分1档得分"),
        (TierStep(when="国家级", points=Decimal(3)), "3分"),
        (Rank(tiers=()), "按名次得分（0档）"),
        (RankStep(first=1, last=3, points=Decimal(6)), "第1—3名6分"),
        (RankStep(first=1, last=1, points=Decimal(6)), "第1名6分"),
        (RankStep(first=7, last=None, points=Decimal("0.5")), "第7名以后0.5分"),
        (Bonus(points=Decimal(2), cap=Decimal(5)), "加2分，最高5分"),
        (Bonus(points=None), "加分未写明"),
        (Veto(when="发生事故", outcome="不合格"), "一票否决：不合格"),
        (Unparsed(text="视情况"), "规则未读懂"),
        (Cap(points=None, of="bonus"), "加满为止"),
        (Cap(points=Decimal(2), of="deduct", scope="each", per=Per(count=Decimal(1), unit="项")), "每1项最高扣2分"),
        (Highest(of="bonus"), "就高加分"),
        (Multiple(factor=Decimal(2), of="deduct"), "扣分按2倍计"),
        (Portion(percent=Decimal(50), sign=-1), "扣分值的50%"),
        (Portion(percent=Decimal(60), sign=1), "得分值的60%"),
        (Coefficient(of="质量系数"), "乘以质量系数"),
        (Rounding(decimals=2), "保留2位小数"),
        (Rounding(decimals=0), "取整数"),
        (
            Proportion(
                points=Decimal(5),
                of="完成率",
                full_at=Decimal(90),
                minus=Decimal("0.2"),
                per=Per(count=Decimal(1), unit="个百分点"),
            ),
            "90%得满分（5分），每1个百分点扣0.2分",
        ),
    ],
)
def test_a_rule_in_a_few_words(rule: Any, said: str) -> None:
    assert rule_words(rule) == said
