"""A selection as evidence: the smallest place that holds it, verbatim, without what surrounds it."""

import pytest

from corpus.checks import check_evidence
from corpus.errors import Blocked
from extract.notice import Head, Notice
from rubric_builder.picking import evidence_for
from tests.builders import notice_of
from tests.drafts import DUTIES, duty_notice, rubric_notice

NOTICE = duty_notice()
TEXT = NOTICE.source.text


def found(said: str, notice: Notice = NOTICE) -> tuple[int, int]:
    start = notice.source.text.index(said)
    return start, start + len(said)


@pytest.mark.parametrize(
    ("selected", "node", "quote"),
    [
        ("督促分管领域", "ins-1.art-2.item-2", "督促分管领域"),
        ("  督促分管领域；"[2:], "ins-1.art-2.item-2", "督促分管领域"),
        ("会议，协调解决", "ins-1.art-2.item-1", "会议，协调解决"),
        ("领导责任。", "ins-1.art-1", "领导责任。"),
    ],
)
def test_a_selection_within_a_clause(selected: str, node: str, quote: str) -> None:
    evidence = evidence_for(NOTICE, [found(quote)])
    assert (evidence.node, evidence.quote) == (node, quote)
    assert list(check_evidence("x", evidence, NOTICE.source, NOTICE.extents(), NOTICE.citations())) == []


def test_separators_and_white_space_at_the_ends_stay_out() -> None:
    start, end = found(DUTIES[1])
    assert evidence_for(NOTICE, [(start, end + 1)]).quote == DUTIES[1].rstrip("；")
    start, end = found("，协调解决影响安全的重大问题；")
    assert evidence_for(NOTICE, [(start, end)]).quote == "协调解决影响安全的重大问题"


def test_a_selection_over_two_items_is_cited_from_the_article() -> None:
    start, end = found(DUTIES[0])[0], found(DUTIES[1])[1]
    evidence = evidence_for(NOTICE, [(start, end)])
    assert evidence.node == "ins-1.art-2"
    assert evidence.citation == "《青岚镇领导干部安全生产责任制实施细则》第二条"
    assert evidence.quote == TEXT[start:end].rstrip("；")


def test_a_cell_of_a_table_and_a_title() -> None:
    notice = rubric_notice()
    assert evidence_for(notice, [found("逐级签订责任书", notice)]).node.endswith("tbl-1.row-3.cell-3")
    title = evidence_for(notice, [found("年度安全生产工作", notice)])
    assert (title.node, title.regions) == ("ins-1", ())


def test_what_stands_between_the_parts_of_a_clause_is_left_out() -> None:
    """A page's foot in the middle of a clause that goes on overleaf."""
    notice = notice_of([("article", "第一条", "应当按期整改并书面报告。")])
    start, end = found("应当按期整改并书面报告。", notice)
    node = notice.node("ins-1.art-1")
    whole = ((node.spans[0][0], start + 4), (start + 6, end))  # as if two characters were a page number
    place = notice.places["ins-1.art-1"]
    cut = type(place)(node.model_copy(update={"spans": whole}), place.instrument, place.ancestors, place.citation)
    instrument = place.instrument.model_copy(update={"nodes": (cut.node,)})
    outline = notice.outline.model_copy(update={"instruments": (instrument,)})
    torn = Notice(notice.source, outline, {}, {"ins-1.art-1": cut}, notice.heads)
    evidence = evidence_for(torn, [(start, end)])
    assert evidence.node == "ins-1.art-1"
    assert evidence.spans == ((start, start + 4), (start + 6, end))


@pytest.mark.parametrize(
    ("spans", "code"),
    [
        ([], "pick.empty"), ([(3, 3)], "pick.empty"), ([(0, 10**6)], "pick.empty"), ([(-5, 2)], "pick.empty"),
        ([(TEXT.index("\n"), TEXT.index("\n") + 1)], "pick.empty"),
    ],
)  # fmt: skip
def test_nothing_selected_is_refused(spans: list[tuple[int, int]], code: str) -> None:
    with pytest.raises(Blocked) as refused:
        evidence_for(NOTICE, spans)
    assert refused.value.code == code


def test_outside_of_everything_and_over_two_instruments() -> None:
    notice = notice_of(
        [("article", "第一条", "甲条文。"), ("instrument", None, "云溪区考核细则"), ("article", "第一条", "乙条文。")],
        document_number="云政发〔2025〕1号",
    )
    first, second = found("甲条文", notice), found("乙条文", notice)
    halves = {
        "ins-1": Head("《甲》", ((0, second[0] - 1),)),
        "ins-2": Head("《乙》", ((second[0] - 1, second[1] + 1),)),
    }
    apart = Notice(notice.source, notice.outline, {}, notice.places, halves)
    with pytest.raises(Blocked, match="跨了几份文件"):
        evidence_for(apart, [(first[0], second[1])])
    bare = Notice(notice.source, notice.outline, {}, notice.places, {})
    with pytest.raises(Blocked, match="不在任何条款或表格里"):
        evidence_for(bare, [found("云政发", notice)])
