"""The sentences that the documents' description lists, and what full marks from elsewhere do to them."""

from decimal import Decimal

import pytest

from corpus.evidence import Cited
from extract.findings import Award, Proportion, Tier
from extract.rules import parse_rules, rule_issues, scoring_sentences
from tests.builders import passage_of
from tests.expected_rules import (
    Wanted,
    award,
    between,
    bonus,
    cap,
    deduct,
    discretion,
    found,
    highest,
    kept,
    plain,
    rank,
    share,
    veto,
    zero,
)

SENTENCES: list[tuple[str, list[Wanted]]] = [
    ("完成得8分", [award(8, "完成")]),
    ("未制定的，扣2分", [deduct(2, "未制定")]),
    ("每少1次扣0.5分，扣完为止", [deduct(0.5, "每少1次", per="1次"), cap("deduct")]),
    ("每缺一项扣1分，最多扣5分", [deduct(1, "每缺一项", per="1项"), cap("deduct", 5)]),
    ("每超出2个百分点扣10分，最高扣100分", [deduct(10, "每超出2个百分点", per="2个百分点"), cap("deduct", 100)]),
    (
        "每发生1起扣30分；每超出1起扣50分",
        [deduct(30, "每发生1起", per="1起"), deduct(50, "每超出1起", per="1起")],
    ),
    ("未公示的不得分", [zero("未公示")]),
    ("该项不得分", [zero()]),
    ("不计分", [zero()]),
    ("酌情扣1—3分", [between(1, 3, -1)]),
    ("视情扣分", [discretion(-1)]),
    (
        "达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分",
        [share(per="1个百分点")],
    ),
    ("按实际完成比例得分", [share(of="实际完成比例")]),
    ("得分＝完成率×分值", [share(of="完成率")]),
    ("排名前3名得6分，4—6名得4分，其余得2分", [rank((1, 3, 6), (4, 6, 4), (7, None, 2))]),
    ("第1名得6分，每后退一名减0.5分", [rank((1, 1, 6))]),
    (
        "获国家级、省级、市级表彰的分别加3分、2分、1分，最高加5分",
        [bonus(3, "获国家级表彰"), bonus(2, "获省级表彰"), bonus(1, "获市级表彰"), cap("bonus", 5)],
    ),
    (
        "同一项工作受多级表彰的按最高级计，不重复加分",
        [highest("bonus", "同一项工作受多级表彰")],
    ),
    ("发生较大及以上事故的一律按不合格评定", [veto("发生较大及以上事故", "不合格")]),
    ("瞒报事故的，取消评优资格", [veto("瞒报事故", "取消评优资格")]),
    ("瞒报事故的，年度考核为不合格", [veto("瞒报事故", "不合格")]),
    (
        "发生亡人事故的，结果为不合格，取消评优资格",
        [veto("发生亡人事故", "不合格"), veto("发生亡人事故", "取消评优资格")],
    ),
    ("瞒报事故的，降低一个等次", [veto("瞒报事故", "降低一个等次")]),
    ("逐项扣分，单项分值扣完为止（下同）", [cap("deduct")]),
    (
        "弄虚作假的，每发现一处扣2分，情节严重的取消年度评优资格",
        [deduct(2, "弄虚作假的，每发现一处", per="1处"), veto("情节严重", "取消年度评优资格")],
    ),
    ("取消评优资格", [kept("取消评优资格")]),  # of whom? a veto without a condition is not one
]


@pytest.mark.parametrize(("sentence", "wanted"), SENTENCES, ids=[s for s, _ in SENTENCES])
def test_specified(sentence: str, wanted: list[Wanted]) -> None:
    assert found(sentence) == wanted


def full_marks(text: str) -> Cited[Decimal]:
    return passage_of(text, node="ins-1.tbl-1.row-2.cell-5").cite(reader="number")


def test_full_marks_come_from_where_they_are_cited() -> None:
    (rule,) = parse_rules(passage_of("达到序时进度的得满分。"), points=full_marks("6"))
    assert isinstance(rule, Award)
    assert rule.points == 6
    assert rule.proof["points"].evidence[0].node == "ins-1.tbl-1.row-2.cell-5"
    assert rule.evidence[0].quote == "达到序时进度的得满分"


def test_full_marks_stand_in_for_a_share_without_a_number() -> None:
    share_of, fixed = parse_rules(passage_of("按完成比例得分；得分＝整改率×4分"), points=full_marks("6分"))
    assert isinstance(share_of, Proportion)
    assert isinstance(fixed, Proportion)
    assert (share_of.points, fixed.points) == (6, 4)


def test_full_marks_are_a_step_of_a_tier_where_they_are_known() -> None:
    sentence = "完成率在95%以上的得满分，80%—95%的得3分。"
    assert [r.kind for r in parse_rules(passage_of(sentence))] == ["award", "award"]
    (rule,) = parse_rules(passage_of(sentence), points=full_marks("6"))
    assert isinstance(rule, Tier)
    assert [step.points for step in rule.tiers] == [6, 3]


def test_a_bare_number_proves_nothing_and_is_not_used() -> None:
    (rule,) = parse_rules(passage_of("达到序时进度的得满分。"), points=Decimal(6))
    assert isinstance(rule, Award)
    assert rule.points is None


def test_no_score_no_rule() -> None:
    assert parse_rules(passage_of("定期分析安全生产形势，组织召开专题会议。")) == ()
    assert parse_rules(passage_of("")) == ()


def test_rules_come_in_text_order_over_several_sentences() -> None:
    text = "1.未召开会议的，扣1分。2.未印发纪要的，扣0.5分；未督办的不得分。"
    assert [plain(r) for r in parse_rules(passage_of(text))] == [
        deduct(1, "未召开会议"),
        deduct(0.5, "未印发纪要"),
        zero("未督办"),
    ]


def test_hard_wraps_and_line_ends_between_sentences() -> None:
    assert found("未建立隐患台\n账的，扣\n1.5分。") == [deduct(1.5, "未建立隐患台账")]
    assert found("未制定方案扣2分\n未开展演练扣1分\n扣完为止") == [
        deduct(2, "未制定方案"),
        deduct(1, "未开展演练"),
        cap("deduct"),
    ]


def test_scoring_sentences_are_the_stretches_with_a_score() -> None:
    text = "定期会商。每少1次扣1分，扣完为止；90分以上为优秀；未会商的不得分。"
    stretches = [text[start:end] for start, end in scoring_sentences(passage_of(text))]
    assert stretches == ["每少1次扣1分，扣完为止", "未会商的不得分"]


def test_what_is_kept_raises_an_issue_that_quotes_it() -> None:
    rules = parse_rules(passage_of("未整改的，按比例扣分；同一事项不重复加分。"))
    unparsed, remark = rule_issues(rules, "ins-1.art-1")
    assert (unparsed.code, unparsed.severity, unparsed.node) == ("rule-unparsed", "warning", "ins-1.art-1")
    assert "“未整改的，按比例扣分”" in unparsed.message
    assert (remark.code, remark.severity) == ("rule-remark", "info")
    assert "“同一事项不重复加分”" in remark.message
