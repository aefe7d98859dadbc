"""Rubrics in running text, whole: one for all, one a kind (模板1–5, each of 100 points), or a list of deductions and awards."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.evidence import Cited, prove
from corpus.node import Node
from extract.findings import Subject
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import ASSESSMENT_TITLE, parent_of
from extract.subjects import cite_members
from rubric_builder.arithmetic import SCALES
from rubric_builder.branches import Branch, worth
from rubric_builder.clause_indicators import add_item, read_clauses, read_head
from rubric_builder.clause_runs import Run, clause_runs
from rubric_builder.groups import Group, group_of
from rubric_builder.names import bare_name

_SCORED = re.compile(
    r"(?:[扣加得减奖罚]|扣除)\s*(?:至|到|除)?\s*\d+(?:\.\d+)?\s*(?:[、－\-—~～至]\s*\d+(?:\.\d+)?\s*)*分?|不得分|不计分|酌情[加扣]"
)
_LISTED = re.compile(r"(?:加扣分|扣加分|加减分|奖扣分?|奖惩|扣分|减分|倒扣|负面清单|计分|记分|积分|评分)")
_LEAST, _SHARE = 6, 0.7
"""So many clauses that score, and this share of all in the runs that hold them, make a list of deductions a rubric."""
_WHOM = re.compile(
    r"(?:适用|被?考核|考评|评价)(?:课程|对象|单位|范围|部门|岗位|人员|项目|专业|年级)\s*(?:为|是)?\s*[：:]\s*"
)
_COMMA = re.compile(r"\s*[，,、；;]\s*|\s*和\s*(?=\S{2,12}$)")


@dataclass(slots=True)
class ClauseGroup:
    """Branches that add up on their own. `whose`: what their heading calls them; `subject`: whom they are for.

    `taken` are the nodes whose bonuses are said in the branches' items already.
    """

    branches: list[Branch]
    whose: Cited[str] | None = None
    subject: Subject | None = None
    taken: set[str] = field(default_factory=set)


def clause_groups(notice: Notice, nodes: Sequence[Node], title: Cited[str] | None) -> list[ClauseGroup]:
    """The rubrics that the clauses of an instrument of that title make without a table; none where they score nothing."""
    runs = clause_runs(notice, nodes)
    kinds = _kinds(notice, runs)
    if kinds:
        return kinds
    branches = read_clauses(notice, nodes)
    if branches:
        return _each_whole(branches) or [ClauseGroup(branches)]
    listed = _listed(notice, runs, title)
    return [listed] if listed else []


def _kinds(notice: Notice, runs: Sequence[Run]) -> list[ClauseGroup]:
    """Runs side by side, each under a heading of its own and of clauses with points that add up to the full marks."""
    out: list[ClauseGroup] = []
    for run in runs:
        branches = [read_head(notice, node) for node in run.clauses]
        found = [branch for branch in branches if branch is not None]
        if run.heading is None or len(found) < 2 or len(found) < len(branches):
            continue
        if sum(map(worth, found), Decimal(0)) in SCALES:
            out.append(ClauseGroup(found, run.heading.cite(rule="group.heading"), _subject(notice, run)))
    return out if len(out) > 1 else []


def _each_whole(branches: Sequence[Branch]) -> list[ClauseGroup]:
    """First-level names that each have the full marks (一、乡镇考核内容（100分）二、部门考核内容（100分）): a rubric each."""
    whole = all(b.points is not None and b.points.value in SCALES and b.children and not b.items for b in branches)
    if len(branches) < 2 or not whole:
        return []
    for child in (child for branch in branches for child in branch.children):
        child.parent = None
    return [ClauseGroup(branch.children, branch.name) for branch in branches]


def _subject(notice: Notice, run: Run) -> Subject | None:
    """Whom a run is for: 适用课程：… below it, called as its heading."""
    for node in run.after:
        passage = notice.passage(node.id)
        found = _WHOM.match(passage.text)
        if found is None or run.heading is None:
            continue
        spans = _parts(passage, found.end())
        if spans:
            return prove(
                Subject,
                group=run.heading.cite(rule="subject.run"),
                members=cite_members(passage, spans, "subject.run"),
                evidence=(passage.evidence(),),
            )
    return None


def _parts(passage: Passage, start: int) -> list[tuple[int, int]]:
    text = passage.text
    stop = len(text.rstrip("。；; "))
    cuts = [m.span() for m in _COMMA.finditer(text, start, stop)]
    starts, ends = [start, *(b for _, b in cuts)], [*(a for a, _ in cuts), stop]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip()]


def _listed(notice: Notice, runs: Sequence[Run], title: Cited[str] | None) -> ClauseGroup | None:
    """A list of deductions and awards without points of the groups themselves: each run an indicator, each clause an item."""
    scoring = [run for run in runs if _share(run) >= 0.5 and not _of_bonuses(notice, run)]
    clauses = sum(len(run.clauses) for run in scoring)
    scored = sum(_scores(node) for run in scoring for node in run.clauses)
    named = title is not None and bool(_LISTED.search(title.value) or ASSESSMENT_TITLE.search(title.value))
    if scored < _LEAST or scored < _SHARE * clauses or title is None or not named:
        return None
    group = ClauseGroup([])
    for run in scoring:
        branch = Branch(run.heading.cite(rule="name") if run.heading else title)
        for node in sorted((*run.clauses, *filter(_scores, run.after)), key=lambda node: node.spans):
            add_item(notice, node, branch)
            group.taken.add(node.id)
        group.branches.append(branch)
    return group


def _of_bonuses(notice: Notice, run: Run) -> bool:
    """Whether a clause over the run says that it gives bonuses (第五条　奖励加分。): others read those."""
    above = parent_of(notice, run.clauses[0].id)
    said = re.split("[。：:]", above.text, maxsplit=1)[0] if above is not None and run.heading is None else ""
    return group_of(bare_name(said)) is Group.BONUS if said.strip() else False


def _share(run: Run) -> float:
    return sum(map(_scores, run.clauses)) / len(run.clauses)


def _scores(node: Node) -> bool:
    return bool(_SCORED.search(node.text))
