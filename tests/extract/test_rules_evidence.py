"""What exactly each field of a rule cites, drawn as a ruler under the sentence."""

import pytest

from corpus import checks
from corpus.evidence import Evidence
from extract.rules import parse_rules
from tests.builders import passage_of


def cited(sentence: str, *evidence: Evidence) -> str:
    """What the evidence cites of the sentence; several stretches joined by ｜."""
    return "｜".join(sentence[start:end] for e in evidence for start, end in e.spans)


RULERS: list[tuple[str, str, int, str]] = [
    (
        "未制定年度计划的，扣２分；",
        "￣￣￣￣￣￣￣",
        0,
        "when",
    ),
    (
        "未制定年度计划的，扣２分；",
        "　　　　　　　　　　￣￣",
        0,
        "points",
    ),
    (
        "专题会议每少一次扣一分，扣完为止。",
        "　　　　￣￣￣￣",
        0,
        "per",
    ),
    (
        "专题会议每少一次扣一分，扣完为止。",
        "￣￣￣￣￣￣￣￣",
        0,
        "when",
    ),
    (
        "专题会议每少一次扣一分，扣完为止。",
        "　　　　　　　　　￣￣",
        0,
        "points",
    ),
    (
        "专题会议每少一次扣一分，扣完为止。",
        "　　　　　　　　　　　　￣",
        1,
        "of",
    ),
    (
        "台账不全的，每处酌情扣一至三分。",
        "　　　　　　　　　　　￣￣￣￣",
        0,
        "low",
    ),
    (
        "台账不全的，每处酌情扣一至三分。",
        "　　　　　　　　　　　￣￣￣￣",
        0,
        "high",
    ),
    (
        "台账不全的，每处酌情扣一至三分。",
        "　　　　　　　　　　￣",
        0,
        "sign",
    ),
    (
        "台账不全的，每处酌情扣一至三分。",
        "　　　　　　￣￣",
        0,
        "per",
    ),
    (
        "死亡人数控制在下达指标以内的，每超出一人扣五分。",
        "　　　　　　　￣￣￣￣",
        0,
        "beyond",
    ),
    (
        "瞒报、谎报事故的，年度考核一律按不合格评定。",
        "￣￣￣￣￣￣￣",
        0,
        "when",
    ),
    (
        "瞒报、谎报事故的，年度考核一律按不合格评定。",
        "　　　　　　　　　　　　　　　　￣￣￣",
        0,
        "outcome",
    ),
    (
        "按照规定时限，整改到位的按完成率得分。",
        "　　　　　　　　　　　　　￣￣￣",
        0,
        "of",
    ),
]
"""A sentence, the ruler under what is cited, which rule, which field."""


@pytest.mark.parametrize(("sentence", "ruler", "nth", "field"), RULERS, ids=[f"{r[0]}#{r[3]}" for r in RULERS])
def test_fields_cite_their_words(sentence: str, ruler: str, nth: int, field: str) -> None:
    under = "".join(c for c, mark in zip(sentence, ruler, strict=False) if mark == "￣")
    rule = parse_rules(passage_of(sentence))[nth]
    assert cited(sentence, *rule.proof[field].evidence) == under


EXTENTS: list[tuple[str, list[str]]] = [
    ("1.未建立制度的，扣2分；制度不健全的，扣1分。", ["未建立制度的，扣2分", "制度不健全的，扣1分"]),
    ("每少1次扣1分，最高扣5分。", ["每少1次扣1分", "最高扣5分"]),
    ("排名前3名得6分，其余得2分。", ["排名前3名得6分｜其余得2分"]),
    ("组织演练的，每次加1分，最高加3分。", ["组织演练的，每次加1分｜最高加3分"]),
    ("未报送的，扣2分，取消评优资格。", ["未报送的，扣2分", "未报送｜取消评优资格"]),
    ("健全工作机制（2分），落实经费（3分）。", ["健全工作机制（2分）", "落实经费（3分）"]),
    ("获省级、市级表彰的，分别加2分、1分。", ["获省级、市级表彰的，分别加2分、1分"] * 2),
]


@pytest.mark.parametrize(("sentence", "wanted"), EXTENTS, ids=[s for s, _ in EXTENTS])
def test_a_rule_shows_its_clause_with_its_condition(sentence: str, wanted: list[str]) -> None:
    assert [cited(sentence, *rule.evidence) for rule in parse_rules(passage_of(sentence))] == wanted


def test_scores_told_apart_cite_the_words_that_belong_to_each() -> None:
    sentence = "获省级、市级表彰的，分别加2分、1分。"
    first, second = parse_rules(passage_of(sentence))
    assert cited(sentence, *first.proof["when"].evidence) == "获省级｜表彰"
    assert cited(sentence, *first.proof["points"].evidence) == "2分"
    assert cited(sentence, *second.proof["when"].evidence) == "获｜市级表彰"
    assert cited(sentence, *second.proof["points"].evidence) == "1分"


def test_a_field_knows_the_row_that_found_it_and_the_reader_that_read_it() -> None:
    (rule,) = parse_rules(passage_of("每发现1处未整改的，扣1分。"))
    assert {name: (proof.rule, proof.reader) for name, proof in rule.proof.items()} == {
        "points": ("deduct.points", "points"),
        "per": ("per.event", "per"),
        "when": ("deduct.points", "text"),
    }


def test_a_changed_value_is_caught() -> None:
    (rule,) = parse_rules(passage_of("每发现1处未整改的，扣1分。"))
    assert list(checks.check_value("rule#points", 2, rule.proof["points"]))


def test_the_same_words_in_two_places_are_cited_each_where_they_stand() -> None:
    words = "未制定年度计划的，扣2分；每少1次扣0.5分，扣完为止。"
    whole = passage_of(words + words)
    one, other = (parse_rules(whole.part(at, at + len(words))) for at in (0, len(words)))
    assert [rule.kind for rule in one] == [rule.kind for rule in other] == ["deduct", "deduct", "cap"]
    for first, second in zip(one, other, strict=True):
        for name, proof in first.proof.items():
            ((start, end),) = proof.evidence[0].spans
            assert second.proof[name].evidence[0].spans == ((start + len(words), end + len(words)),)
