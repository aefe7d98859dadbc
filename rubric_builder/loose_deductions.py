"""Deductions that clauses outside any rubric lay down: they belong to no indicator, so a person must place them."""

import re
from collections.abc import Collection, Iterator, Sequence

from extract.issues import Issue
from extract.notice import Notice
from extract.running_text import clauses
from rubric_builder.branches import Branch

_DEDUCTS = re.compile(
    r"(?:扣减|扣除|扣罚|倒扣|核减|扣|减)\s*(?:\d+(?:\.\d+)?|[一二三四五六七八九十]{1,3})\s*(?:[-－—–~～至]\s*\d+(?:\.\d+)?\s*)?分|酌情扣分"
)
_GENERAL = re.compile(r"扣分(?:办法|标准|细则)|得分\s*[=＝]|应得分|实得分")
_QUOTED = 60  # characters of the clause that the message quotes


def loose_deductions(notice: Notice, taken: Collection[str]) -> Iterator[Issue]:
    """One issue for each clause that takes points off and whose node is not `taken` by an indicator or a bonus."""
    for node, passage in clauses(notice, _DEDUCTS):
        if node.id in taken or not _DEDUCTS.search(passage.text) or _GENERAL.search(passage.text):
            continue
        said = passage.text.strip()
        quoted = said if len(said) <= _QUOTED else f"{said[:_QUOTED]}……"
        message = f"{notice.places[node.id].citation}的扣分规定没有归入任何指标，请核对如何计入：{quoted}"
        yield Issue(code="deduction-loose", severity="warning", message=message, node=node.id)


def nodes_of(branches: Sequence[Branch]) -> Iterator[str]:
    """The nodes that branches and all below them are made from."""
    for branch in branches:
        cited = [branch.name, branch.points, branch.key_points, *branch.fields.values()]
        yield from (e.node for c in cited if c is not None for e in c.proof.evidence)
        yield from (item.passage.node for item in branch.items)
        yield from nodes_of(branch.children)
