"""Notes on tables: what they say of every item, and what is left of them."""

from decimal import Decimal

import pytest

from corpus.reading import read
from extract.reading_notice import read_notice
from extract.table_notes import NOTES, read_note
from tests.grids import source_of

EACH = [
    "注：逐项扣分，扣完为止。",
    "注：各项扣分不超过该项分值。",
    "备注：各项扣分以该项分值扣完为止，不计负分。",
    "注：每项扣完为止，不倒扣分。",
    "注：每项扣分不得超过该项标准分。",
    "说明：1.每一项扣完分数即止，不计负分。",
    "注：以上各项扣分，扣完该项分值为止。",
    "注：本表各项均为扣分制，扣完为止。",
    "注：扣分项目均扣至该项0分为止。",
    "注：考核实行倒扣分制，每小项扣分以扣完本项分值为限。",
    "〔逐项扣分，单项分值扣完为止（下同）〕",
    "以下均为扣完本项分值为止",
]
OTHERS = [
    "注：加分项累计不超过10分。",
    "注：同一事项按最高分计，不重复加分。",
    "注：本表总分100分，扣完为止。",
    "注：组织领导部分扣分，扣完为止。",
    "注：每项最多加5分。",
    "注：缺项按满分计。",
]


def sentences(text: str) -> list[tuple[str, Decimal | str | None]]:
    """Each sentence of a note with the most that an item can lose: None for all of it, `-` where it says nothing of that."""
    notice = read_notice(source_of(text))
    passage = notice.passage(next(node.id for node in notice.nodes() if node.text))
    return [(passage.text[s.start : s.end], s.cap.points if s.cap else "-") for s in read_note(passage)]


@pytest.mark.parametrize("row", NOTES, ids=lambda row: row.id)
def test_each_row_of_the_knowledge_reads_its_example(row) -> None:  # type: ignore[no-untyped-def]
    assert next(r.id for r in NOTES if r.pattern.fullmatch(row.example)) == row.id


@pytest.mark.parametrize("text", EACH)
def test_what_is_said_of_every_item(text: str) -> None:
    assert [most for _, most in sentences(text)] == [None]


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_not_said_of_every_item(text: str) -> None:
    assert [most for _, most in sentences(text)] == ["-"]


def test_a_note_is_read_sentence_by_sentence() -> None:
    assert sentences("说明：1．每项最多扣5分；2．同一事项不重复扣分。3．每项扣完为止。") == [
        ("每项最多扣5分", Decimal(5)),
        ("同一事项不重复扣分", "-"),
        ("每项扣完为止", None),
    ]


def test_the_reader_of_a_limit_reads_nothing_else() -> None:
    assert read("note-of", "逐项扣分，扣完为止") == "deduct"
    with pytest.raises(ValueError, match="no limit"):
        read("note-of", "每缺1项扣2分")
