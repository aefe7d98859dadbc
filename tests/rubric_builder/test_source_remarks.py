"""What reading left in doubt is shown to the reviewer where it stands."""

from dataclasses import replace

import pytest

from corpus.source_text import Remark
from extract.notice import Notice
from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.flagging import FLAG_NAMES, flags_of
from rubric_builder.folding import Folded
from rubric_builder.source_remarks import DOUBTS, remark_issues

TEXT = "云溪区安全生产考核办法\n\n第一条 考核实行百分制。\n\n一、组织领导（100分）\n\n（一）未制定年度计划的，扣5分。\n"


def remarked(*remarks: Remark) -> Notice:
    return read_notice(replace(read_bytes(TEXT.encode(), "办法.txt"), remarks=remarks))


def at(words: str, code: str = "ocr-low") -> Remark:
    start = TEXT.index(words)
    return Remark(code, "说明", start, start + len(words))


def test_a_doubtful_character_is_an_issue_of_its_clause() -> None:
    notice = remarked(at("计划"), at("扣5"))
    (issue,) = remark_issues(notice)
    assert (issue.code, issue.severity) == ("source.ocr-low", "warning")
    assert "“计划”、“扣5”" in issue.message
    assert issue.node is not None
    assert "计划" in notice.node(issue.node).text


def test_the_item_with_the_doubtful_character_is_flagged_and_kept_from_bulk_acceptance() -> None:
    from rubric_builder.reviewing import review_items

    state = Folded.of(build_draft([remarked(at("扣5"))])).state
    flagged = [item for item, flags in flags_of(state).items() if any(f.code == "source.ocr-low" for f in flags)]
    assert flagged
    doubtful = [item for item in review_items(state) if item.id in flagged]
    assert all(item.confidence == "低" and not item.acceptable for item in doubtful)


def test_a_remark_about_the_file_speaks_for_itself() -> None:
    (issue,) = remark_issues(remarked(Remark("missing-part", "第 3 页引用的图元找不到", 0, 0)))
    assert (issue.node, issue.message) == (None, "第 3 页引用的图元找不到")


def test_what_needs_nobody_raises_nothing() -> None:
    assert not list(remark_issues(remarked(at("计划", "computed-number"))))


@pytest.mark.parametrize("code", DOUBTS)
def test_every_doubt_has_a_name(code: str) -> None:
    assert f"source.{code}" in FLAG_NAMES
