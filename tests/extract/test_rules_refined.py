"""What rules say beyond points and condition: bounds, thresholds, started units, what they cover, what is left open."""

from decimal import Decimal
from typing import Any

import pytest

from corpus import reading
from corpus.evidence import Cited
from extract.findings import Cap, Deduct
from extract.rules import parse_rules, rule_issues
from extract.rules.coverage import covered
from tests.builders import passage_of
from tests.expected_rules import exact

POINT = {"count": 1, "unit": "个百分点"}

REFINED: list[tuple[str, list[dict[str, Any]]]] = [
    (
        "签订率达到95%的得5分，每降低1个百分点扣0.5分，不足1个百分点的按比例计，低于60%不得分。",
        [
            {
                "kind": "proportion", "points": 5, "of": "签订率", "full_at": 95, "zero_below": 60, "minus": 0.5,
                "per": POINT, "broken": "shared",
            }
        ],
    ),
    (
        "达到95%以上得5分；90%（含）—95%得3分；80%（不含）—90%得1分。",
        [
            {
                "kind": "tier", "unit": "%",
                "tiers": [
                    {"when": "达到95%以上", "points": 5, "at_least": 95},
                    {"when": "90%（含）—95%", "points": 3, "at_least": 90, "at_most": 95},
                    {"when": "80%（不含）—90%", "points": 1, "above": 80, "at_most": 90},
                ],
            }
        ],
    ),
    (
        "整改率在90%以上的得5分，80%以上不足90%的得3分。",
        [
            {
                "kind": "tier", "of": "整改率", "unit": "%",
                "tiers": [
                    {"when": "整改率在90%以上", "points": 5, "at_least": 90},
                    {"when": "80%以上不足90%", "points": 3, "at_least": 80, "below": 90},
                ],
            }
        ],
    ),
    (
        "同比下降10%以上的得5分，下降不足10%的得3分，上升10%以上的得1分。",  # 下降 and 上升 are not one measure
        [
            {
                "kind": "tier",
                "tiers": [
                    {"when": "同比下降10%以上", "points": 5},
                    {"when": "下降不足10%", "points": 3},
                    {"when": "上升10%以上", "points": 1},
                ],
            }
        ],
    ),
    ("第1名得6分，每后退一名减0.5分，最低得1分。", [
        {"kind": "rank", "tiers": [{"from": 1, "to": 1, "points": 6}], "minus": 0.5, "lowest": 1}
    ]),
    ("拒不整改的，从年度总分中扣5分。", [{"kind": "deduct", "points": 5, "when": "拒不整改", "scope": "total"}]),
    ("瞒报的，年度考核得分为零。", [{"kind": "zero", "when": "瞒报", "scope": "total"}]),
    ("单项分值扣完为止（下同）。", [{"kind": "cap", "of": "deduct", "scope": "table"}]),
    ("本项最多扣5分。", [{"kind": "cap", "points": 5, "of": "deduct", "scope": "item"}]),
    ("加分总分不超过5分。", [{"kind": "cap", "points": 5, "of": "bonus", "scope": "total"}]),
    ("每项最多扣2分。", [{"kind": "cap", "points": 2, "of": "deduct", "scope": "each", "per": {"count": 1, "unit": "项"}}]),
    ("考核得分保留两位小数。", [{"kind": "rounding", "decimals": 2}]),
    ("各项得分保留一位小数。", [{"kind": "rounding", "decimals": 1, "scope": "item"}]),
    ("考核得分按百分制折算。", [{"kind": "conversion", "to": 100}]),
    ("有空项的，按百分制折算最终得分。", [{"kind": "conversion", "to": 100, "when": "有空项"}]),
    ("考核总分折算成百分制。", [{"kind": "conversion", "to": 100}]),
    ("百分制得分＝实得分÷应得分×100。", [{"kind": "conversion", "to": 100}]),
    ("考核得分=小计得分×质量系数", [
        {"kind": "coefficient", "of": "质量系数", "base": "小计得分", "result": "考核得分"}
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "wanted"), REFINED, ids=[s for s, _ in REFINED])
def test_refined(sentence: str, wanted: list[dict[str, Any]]) -> None:
    assert [exact(rule) for rule in parse_rules(passage_of(sentence))] == wanted


COVERED: list[tuple[str, int, tuple[int, ...]]] = [
    ("每缺1人扣1分，最多扣5分；未部署的扣2分。", 1, (0,)),
    ("每缺1人扣1分；每少1次扣0.5分，最多扣5分。", 2, (1,)),
    ("每缺1人扣1分；每少1次扣0.5分；最多扣5分。", 2, (0, 1)),
    ("每缺1人扣1分；每少1次扣0.5分，扣完为止。", 2, (0, 1)),
    ("未部署的扣2分。每缺1人扣1分；每少1次扣0.5分，以上两项合计最多扣3分。", 3, (1, 2)),
    ("未部署的扣2分。每缺1人扣1分。以上各项最多扣3分。", 2, (0, 1)),
    ("本项最多扣3分。未部署的扣2分；每缺1人扣1分；按时完成的得5分。", 0, (1, 2)),
    ("按时完成的得5分，每迟1天扣1分，最多扣3分。", 2, (1,)),
    ("完成80%得3分，每增加5%加0.5分，最高得5分。", 2, (0, 1)),
    ("市级每个加2分，省级每个加3分，同类项目取最高分，累计加分不超过10分。", 2, (0, 1)),
    ("每起扣5分；瞒报的，加倍扣分。", 1, (0,)),
    ("酌情扣1—3分，按50%计分，最多扣2分。", 0, ()),
]


@pytest.mark.parametrize(("sentence", "index", "wanted"), COVERED, ids=[s for s, _, _ in COVERED])
def test_what_a_rule_covers(sentence: str, index: int, wanted: tuple[int, ...]) -> None:
    assert covered(parse_rules(passage_of(sentence)), index) == wanted


def test_a_cap_that_a_person_typed_covers_what_stands_before_it() -> None:
    one, two = (Deduct(points=Decimal(n)) for n in (1, 2))
    rules = (one, Cap(points=Decimal(1), of="deduct"), two, Cap(points=Decimal(5), of="deduct"))
    assert (covered(rules, 1), covered(rules, 3)) == ((0,), (2,))
    assert covered((*rules, Cap(points=Decimal(6), of="deduct", scope="item")), 4) == (0, 2)


def test_a_cap_of_the_full_marks_covers_the_whole_sentence_and_leaves_nothing_open() -> None:
    text = "每缺1人扣1分；每少1次扣0.5分，最多扣5分。"
    full: Cited[Decimal] = passage_of("5分", node="ins-1.tbl-1.row-2.cell-5").cite(reader="number")
    rules = parse_rules(passage_of(text), points=full)
    assert covered(rules, 2) == (0, 1)
    assert rule_issues(rules, None) == ()
    assert [issue.code for issue in rule_issues(parse_rules(passage_of(text)), None)] == ["rule-cap-scope"]


OPEN: list[tuple[str, list[str]]] = [
    ("视情扣分。", ["range-open"]),
    ("每超出2个百分点扣10分。", ["rule-broken-unit"]),
    ("每超出2个百分点扣10分，不足2个百分点的不计。", []),
    ("每少1次扣1分。", []),
    ("每少2次扣1分。", ["rule-broken-unit"]),
    ("同类问题重复发生的，加倍扣分。", ["rule-multiple-open"]),
    ("60%—80%得2分，80%—100%得3分。", ["rule-tier-bound"]),
    ("80%以上得3分，60%—80%得2分。", []),
    ("未落实1项扣0.5分。", ["rule-once-open"]),
    ("1人未持证上岗的，扣0.5分。", ["rule-once-open"]),
    ("一项上升扣5分，两项上升不得分。", []),
    ("缺1次扣1分，缺2次扣3分。", []),
    ("参会率低于90%的扣1分，低于80%的扣2分。", ["rule-steps-open"]),
    ("未整改的，按比例扣分。", ["rule-unparsed"]),
    ("同一事项不重复加分。", ["rule-remark"]),
]


@pytest.mark.parametrize(("sentence", "codes"), OPEN, ids=[s for s, _ in OPEN])
def test_what_is_left_open_is_asked(sentence: str, codes: list[str]) -> None:
    assert [issue.code for issue in rule_issues(parse_rules(passage_of(sentence)), None)] == codes


READINGS: list[tuple[str, str, str]] = [
    ("at-least", "完成率达到95%以上", "95"),
    ("at-least", "整改率100%", "100"),
    ("above", "超过3起", "3"),
    ("below", "低于60%", "60"),
    ("below", "90%以上不足100%", "100"),
    ("at-most", "80%至90%", "90"),
    ("bound-unit", "3起以下", "起"),
    ("percent", "分值的百分之二十", "20"),
    ("percent", "一半", "50"),
    ("factor", "1.5倍", "1.5"),
    ("factor", "减半", "0.5"),
    ("decimals", "一位小数", "1"),
    ("decimals", "整数", "0"),
    ("broken", "不足1%的按1%计", "counted"),
    ("broken", "不足1%的不扣分", "dropped"),
    ("broken", "不足1%的按比例扣分", "shared"),
    ("cap-scope", "该项扣完为止", "item"),
    ("cap-scope", "每人最多扣2分", "each"),
    ("spread-2-of-3", "1—3分", "2"),
    ("spread-3-of-3", "3—1分", "1"),
]


@pytest.mark.parametrize(("reader", "quote", "value"), READINGS, ids=[f"{r[0]} {r[1]}" for r in READINGS])
def test_readers(reader: str, quote: str, value: str) -> None:
    assert str(reading.read(reader, quote)) == value


@pytest.mark.parametrize(
    ("reader", "quote"),
    [("at-least", "低于60%"), ("below", "其余"), ("bound-unit", "持平"), ("percent", "10%—30%"), ("factor", "从重"),
     ("decimals", "四舍五入"), ("broken", "视情"), ("cap-scope", "最多扣5分"), ("spread-1-of-3", "1—2分")],
)  # fmt: skip
def test_readers_refuse_what_they_cannot_read(reader: str, quote: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        reading.read(reader, quote)
