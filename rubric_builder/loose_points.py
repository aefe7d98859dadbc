"""Points that clauses outside any rubric take off or give: they belong to no indicator, so a person must place them."""

import re
from collections.abc import Collection, Iterator, Sequence

from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses
from rubric_builder.branches import Branch

_DEDUCTS = re.compile(
    r"(?:扣减|扣除|扣罚|倒扣|核减|扣|减)\s*(?:\d+(?:\.\d+)?|[一二三四五六七八九十]{1,3})\s*(?:[-－—–~～至]\s*\d+(?:\.\d+)?\s*)?分|酌情扣分"
)
_GIVES = re.compile(r"(?:(?<![合总共累折统])计|(?<![取获博])得|[记给])\s*\d+(?:\.\d+)?\s*分(?![以及之])")
_GENERAL = re.compile(r"扣分(?:办法|标准|细则)|得分\s*[=＝]|应得分|实得分")
_QUOTED = 60  # characters of the clause that the message quotes


def loose_deductions(notice: Notice, taken: Collection[str]) -> Iterator[Issue]:
    """One issue for each clause that takes points off and whose node is not `taken` by an indicator or a bonus."""
    for node, passage in clauses(notice, _DEDUCTS):
        if node.id in taken or not _DEDUCTS.search(passage.text) or _GENERAL.search(passage.text):
            continue
        message = f"{notice.places[node.id].citation}的扣分规定没有归入任何指标，请核对如何计入：{_brief(passage)}"
        yield Issue(code="deduction-loose", severity="warning", message=message, node=node.id)


def no_rubric(notices: Sequence[Notice]) -> Issue:
    """What is said where notices give no indicators: whether a clause gives points all the same (采用1条，计5分)."""
    for notice in notices:
        for node, passage in clauses(notice, _GIVES):
            if _GIVES.search(passage.text) and not _GENERAL.search(passage.text):
                message = f"没有读成考核指标，但{notice.places[node.id].citation}等有计分的规定，请对照原文：{_brief(passage)}"
                return Issue(code="no-rubric", severity="warning", message=message, node=node.id)
    message = "文件中没有评分表，也没有带分值的条款，没有生成考核指标"
    return Issue(code="no-rubric", severity="info", message=message)


def _brief(passage: Passage) -> str:
    said = passage.text.strip()
    return said if len(said) <= _QUOTED else f"{said[:_QUOTED]}……"


def nodes_of(branches: Sequence[Branch]) -> Iterator[str]:
    """The nodes that branches and all below them are made from."""
    for branch in branches:
        cited = [branch.name, branch.points, branch.key_points, *branch.fields.values()]
        yield from (e.node for c in cited if c is not None for e in c.proof.evidence)
        yield from (item.passage.node for item in branch.items)
        yield from branch.covered
        yield from nodes_of(branch.children)
