"""The report on a file's scoring sentences: nothing is missing, nothing is listed twice, and each has its outcome."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.notice import Notice
from extract.reading_notice import read_notice
from extract.rules.accounting import UNSCORED, Account, Unscored, accounts
from ingest import read_file
from tests.builders import notice_of
from tests.rule_marks import marks
from tests.shared_files import SHARED, needs_shared

NOTICE = notice_of(
    [
        ("article", "第一条", "考核实行百分制，总分100分。90分以上为优秀。"),
        ("article", "第二条", "有下列情形的予以加分："),
        ("item", "（一）", "获市级表彰的，每次加1分，最高加3分；"),
        ("item", "（二）", "同一事项不重复加分。"),
        ("article", "第三条", "十分重视安全生产，充分发挥网格作用，会议不少于20分钟。"),
        ("table", None, [
            ["考核项目（30分）", "评分标准", "分值"],
            ["组织领导（10分）", "未建立机制的扣2分；每少1次会议扣0.5分，扣完为止。", "10"],
            ["隐患整改", "达到95%得5分；90%—95%得3分；低于90%不得分。按未完成比例扣分。", "20分"],
        ]),
    ],
    title="青岚镇安全生产考核细则（满分100分）",
)  # fmt: skip

WANTED: list[tuple[str, str, tuple[str, ...]]] = [
    ("青岚镇安全生产考核细则（满分100分", "other", ()),
    ("考核实行百分制，总分100分", "other", ()),
    ("90分以上为优秀", "other", ()),
    ("有下列情形的予以加分", "understood", ("有下列情形的，给予加分",)),
    ("获市级表彰的，每次加1分，最高加3分", "understood", ("获市级表彰的，每次加1分，最高加3分",)),
    ("同一事项不重复加分", "kept", ()),
    ("十分重视安全生产，充分发挥网格作用，会议不少于20分钟", "other", ()),
    ("考核项目（30分", "other", ()),
    ("组织领导（10分", "other", ()),
    ("未建立机制的扣2分", "understood", ("未建立机制的，扣2分",)),
    ("每少1次会议扣0.5分，扣完为止", "understood", ("每少1次会议的，扣0.5分", "扣完为止")),
    ("达到95%得5分", "understood", ("达到95%的，得5分；90%—95%的，得3分",)),
    ("90%—95%得3分", "understood", ()),
    ("低于90%不得分", "understood", ("低于90%的，不得分",)),
    ("按未完成比例扣分", "unparsed", ()),
    ("20分", "other", ()),
]


def test_a_notice_in_reading_order() -> None:
    found = accounts(NOTICE)
    assert [(a.text, a.outcome, a.canonical) for a in found.sentences] == WANTED
    assert found.counts == {"understood": 7, "kept": 1, "unparsed": 1, "other": 7}
    assert found.share == 7 / 9


def test_a_step_of_a_tier_says_that_it_is_part_of_the_rule_before() -> None:
    (step,) = (a for a in accounts(NOTICE).sentences if a.text == "90%—95%得3分")
    assert (step.joined, step.kinds, step.why) == (True, ("tier",), "并入上一条规则")


def test_every_sentence_cites_where_it_stands() -> None:
    for account in accounts(NOTICE).sentences:
        assert NOTICE.source.quote(account.evidence.spans) == account.evidence.quote
        assert account.evidence.citation
        assert account.outcome == "understood" or account.why


@pytest.mark.parametrize("row", UNSCORED, ids=[row.id for row in UNSCORED])
def test_a_reason_fits_its_example(row: Unscored) -> None:
    found = accounts(notice_of([("article", "第一条", f"{row.example}。")]))
    assert [account.why for account in found.sentences if account.text in row.example] in ([row.why], [])
    assert re.fullmatch(row.pattern, row.example)


def listed_once(notice: Notice) -> None:
    """Every number before 分 in the source stands in just one sentence of the report."""
    text = notice.source.text
    spans = [span for account in accounts(notice).sentences for span in account.evidence.spans]
    for found in re.finditer(r"\d ?分", text):
        holding = [span for span in spans if span[0] <= found.start() and found.end() <= span[1]]
        assert len(holding) == 1, text[max(found.start() - 20, 0) : found.end() + 5]


PIECES = st.sampled_from(
    [
        "未整改的扣2分",
        "每少1次扣0.5分",
        "得3分",
        "最高加5分",
        "90分以上为优秀",
        "（10分）",
        "会议20分钟",
        "十分重要",
        "总分100分",
        "定期会商",
    ]
)
SENTENCE = st.lists(st.tuples(PIECES, st.sampled_from("，；。、\n")), min_size=1, max_size=6).map(
    lambda parts: "".join(piece + mark for piece, mark in parts).strip()
)


@given(st.lists(SENTENCE, min_size=1, max_size=3), st.lists(st.lists(SENTENCE, min_size=2, max_size=2), max_size=3))
@settings(max_examples=80, deadline=None)
def test_nothing_is_missing_and_nothing_is_listed_twice(clauses: list[str], rows: list[list[str]]) -> None:
    table = [("table", None, [["项目（5分）", "评分标准"], *rows])] if rows else []
    articles = [("article", f"第{'一二三'[n]}条", said) for n, said in enumerate(clauses)]
    listed_once(notice_of([*articles, *table]))  # type: ignore[list-item]  # rows of a notice are of several kinds


@needs_shared
@pytest.mark.parametrize(
    "path",
    [
        p
        for p in sorted(SHARED.glob("seeds/*.txt")) + sorted(SHARED.glob("real/*"))
        if p.suffix in (".txt", ".md", ".html")
    ]
    if SHARED.is_dir()
    else [],
    ids=lambda p: p.name,
)
def test_nothing_is_missing_of_real_documents(path: Path) -> None:
    listed_once(read_notice(read_file(path)))


REAL: dict[str, str] = {
    "seeds/000*.txt": "<- | ^? | !",
    "seeds/001*.txt": "+100 | -10/2个百分点@ <-100 | -30/起 | -50/起@ <-200 | <^100 | !",
    "seeds/003*.txt": "-~",
    "seeds/004*.txt": "!",
    "real/东华*.xlsx": "*质量系数 | *质量系数 | ^2~5 | ^2~5 | ^2~5 | -2~5 | -1~5 | -5~10 | -1~5 | 0",
    "real/海关*.html": "-~",
    "real/宁海*.md": (
        "-0.5~3/例 -5/例 | -0.5/例 | -0.5/例 | -0.5/例 | -0.5/项次 | -0.5/项 | -0.5 | -0.5 | -1 | -0.5/例 | "
        "-1/项 | -5 -1/年 | -2 | -2 ^0.5/人<2 | ^0.5/例 | -0.5/例 -1/例 | -1/例 | -1/次 | -0.5/次 | ? | -2/例 | "
        "^0.5/例 ^3/例 ^2/例 ^1/例 | ^1~2/例 | -1~2/例 | ^1~5 | ^3 -3 | -2 | ^0.5/次 | ^1/项 | -1/例 | "
        "-0.5/人 -1/人 -2/人 | -1/项 | -1/例 | -1/例 | -3/例 -1/例 | -1 -1/项 -1 | ^0.5 -1 -1 | -1 | -1/项 | "
        "-1/次 | ^0.5 | -0.5/项 | -0.5 | ^0.5~1 | ^0.5/次 | -0.5/次 | ^1 | ^1 | -1 | -5/例 | -5/次 | -5/项 | "
        "-1 | -0.5/次 | ^1 ^2 ^3 -1/次 -2 | ^1 | ^1/次<3 | ^1/例 | ^1 ^2 ^3 ^4 | -1~3 | ^2 | ^1 | ^2/处 | "
        "-2/处 | -1/处 | -1/次处 | -2/处 | -2/处 | -2/例 -2 | -0.5 | -0.5 | -0.5 | ^1~2 | -1/件 -1 | -0.5/次 | "
        "-1/次 | -0.5/次 | -0.5/例 -1/例 -2/例 -5/例 x2 | -1/人次 | -1/次 | -1/例 -2 | -0.5/起 | -1/例 | -1 | "
        "-0.5/例 | -1 | -0.5 | -1 -2/例 | -1 | -0.5 | -0.5/例 | -2/例 | -2/件 -3/件 | -0.5 | -1/例 | -1/例 | "
        "-1 | -0.5/5% | ^0.5/例 ^0.5/例 | -1 | ^1 | ^1 | -1 | ^0.5~1 | -0.5/人 | -1 | ^3 ^1.5 | ? | ^1 | "
        "-1/人例 | -0.5~3 | ^1~3 | -0.5/例 | -1~3 | -1/例 | -1/例 | -1~3 | ^0.5/个 | -2~4/例 | ^1.5 | ^1 | "
        "^0.5 | ? | -1/例 | ^1 | ^0.5 | ^2 ^1 | -1 | -1 | -1 | -0.5/例 | -1/项 | -0.5~2 | -0.5~2 | "
        "-0.5~2 | -0.5~2 | -0.5 | -0.5~1 | ^2 | ^1 | -1~2 | -0.5~1 | -0.5~1 | -0.5 -0.5~1 | "
        "-0.5/例 -0.5~2 | -0.5~2 | -0.5~2 | -1/例 | -2/例 | -1/项例 | -1/项例 | -1/例 | -2/例 | -1/例 -1/例 | "
        "-1/例 -1/例 | -1/例 | -0.5~1 | -0.5/例 | -0.5/例 | -0.5~1 -0.5 -1"
    ),
    "real/石城*.html": (
        "+2 | +6 | +3 | +2 | +2 | +3 | +5 | +2 | +1 | +1 | +2 | +1 | +4 -2/次 <- | +3 | +2 | +1.5 | "
        "+1.5 | +2 | +1 | +2 | +1 | +1 | +3 | -2/例 | +1 | +1 | +1 | +3 | +1 | ? | ? | +1 | +1 | +1 | "
        "+3 | ? | +2 | ^20 ^10 | -20 -10"
    ),
}
"""What the scoring sentences of real documents say, in signs, each checked by hand against the document."""


@needs_shared
@pytest.mark.parametrize(("name", "wanted"), REAL.items(), ids=list(REAL))
def test_real_documents_say_what_was_read_by_hand(name: str, wanted: str) -> None:
    (path,) = SHARED.glob(name)
    found: list[Account] = [a for a in accounts(read_notice(read_file(path))).sentences if a.outcome != "other"]
    assert [marks(account) for account in found] == [said.strip() for said in wanted.split("|")]


def test_nearly_all_of_the_real_sentences_are_understood() -> None:
    said = [sentence.strip() for wanted in REAL.values() for sentence in wanted.split("|")]
    assert len(said) >= 200
    assert said.count("?") <= 0.05 * len(said)
