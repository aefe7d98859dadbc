"""Notices to the rubric draft: tables and running text, bonuses, vetoes, grades, subjects, deadlines, and the arithmetic."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus import reading
from corpus.collecting import uncollected
from corpus.evidence import Cited, Proof, prove
from extract.columns import Column, Meaning
from extract.deadlines import deadline_issues, find_deadlines
from extract.findings import Deadline, Grade, Rule, Subject
from extract.grades import find_grades
from extract.instruments import Instrument
from extract.issues import Issue
from extract.logical_tables import LogicalTable
from extract.notice import Notice
from extract.passage import Passage
from extract.rules import rule_issues
from extract.sanctions import find_bonuses, find_vetoes, sanction_issues
from extract.scale import find_scale, scale_issues
from extract.subjects import find_subjects, subject_issues
from extract.table_kinds import TableKind, read_table
from extract.table_notes import notes_in_headers
from extract.table_titles import cited_title, notes_below, title_of
from extract.unheaded_tables import RULE as UNHEADED
from rubric_builder.arithmetic import GROUP_FIELD, SCALES, computed_scale, sum_issues
from rubric_builder.branches import Branch, grow, joined, worth
from rubric_builder.clause_groups import clause_groups
from rubric_builder.draft import Draft, Indicator, Source
from rubric_builder.general_terms import Table, general_terms
from rubric_builder.groups import Group, group_of
from rubric_builder.headed_tables import put_under_headings
from rubric_builder.indicators import read_tree
from rubric_builder.items import walk_indicators
from rubric_builder.loose_points import loose_deductions, no_rubric, nodes_of
from rubric_builder.names import bare_name
from rubric_builder.note_limits import limit
from rubric_builder.rows import TableRows
from rubric_builder.source_remarks import remark_issues
from rubric_builder.table_tree import TableTree

_SAID = {
    Meaning.SERIAL: "序号", Meaning.NAME: "指标名称", Meaning.KEY_POINTS: "考核要点", Meaning.CRITERIA: "评分标准",
    Meaning.POINTS: "分值", Meaning.FIELD: "其他",
}  # fmt: skip
"""What the reviewer is told that the columns of a table without a header were taken for."""

_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")


def assessed_year(quote: str) -> int:
    """Reader `year`: the year a title speaks of. 2016 年度市级政府… → 2016. Raises ValueError."""
    found = _YEAR.search(reading.text(quote))
    if found is None:
        raise ValueError(f"no year in {quote!r}")
    return int(found.group(1))


reading.register("year", assessed_year)


@dataclass(slots=True)
class _Gathered:
    """What the notices gave so far. `groups` are the branches of each rubric, with whom it is for."""

    groups: list[tuple[list[Branch], Cited[str] | None]] = field(default_factory=list)
    bonuses: list[Rule] = field(default_factory=list)
    vetoes: list[Rule] = field(default_factory=list)
    terms: list[Rule] = field(default_factory=list)
    limits: list[Rule] = field(default_factory=list)  # what notes on tables put on each item
    totals: list[Cited[Decimal]] = field(default_factory=list)
    subjects: list[Subject] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    settled: set[str] = field(default_factory=set)  # whom a table is for that itself states what it adds up to
    homes: list[Instrument] = field(default_factory=list)  # the instruments that hold a rubric
    titles: list[Cited[str]] = field(default_factory=list)  # what their tables are called


@uncollected
def build_draft(notices: Sequence[Notice], year: int | None = None) -> Draft:
    """The draft of the rubric that the notices make together, each field with its proof; later files add to earlier ones.

    `year` overrides the one in the title. Nothing is guessed: a text without scoring gives a draft without indicators.
    """
    found = _Gathered()
    for notice in notices:
        _gather(notice, found)
    indicators = _indicators(found)
    scale = _scale(notices, found, indicators)
    grades, subjects, deadlines = _surroundings(notices, found)
    issues = [
        *found.issues,
        *_unparsed(indicators),
        *sum_issues(indicators, scale.value if scale else None, found.settled),
    ]
    if indicators and scale is None and not any(issue.code == "scale-unknown" for issue in issues):
        issues.append(
            Issue(
                code="scale-unknown",
                severity="warning",
                message="没有读到总分（百分制或千分制），一级指标分值也不齐全，请补充",
            )
        )
    if not indicators:
        issues.append(no_rubric(notices))
    titles = [i for i in reversed(found.homes or [i for n in notices for i in n.outline.instruments]) if i.title]
    title = titles[0] if titles else None
    called = list(dict.fromkeys(found.titles))
    return prove(
        Draft,
        title=Cited(title.title, title.proof["title"])
        if title and "title" in title.proof
        else (called[0] if len(called) == 1 else None),
        year=_year(year, title, found.titles, notices),
        scale=scale,
        sources=tuple(Source(document=n.source.document.sha256, text_sha256=n.source.sha256, file=n.source.document.file) for n in notices),
        subjects=subjects,
        indicators=indicators,
        bonuses=tuple(found.bonuses),
        vetoes=tuple(found.vetoes),
        grades=grades,
        deadlines=deadlines,
        terms=tuple(found.terms),
        issues=tuple(dict.fromkeys(issues)),
        evidence=(),
    )  # fmt: skip


def _gather(notice: Notice, found: _Gathered) -> None:
    found.issues.extend(notice.outline.issues)
    found.issues.extend(remark_issues(notice))
    trees: list[TableTree] = []
    taken: set[str] = set()  # nodes whose bonuses are part of an indicator
    placed: set[str] = set()  # nodes that indicators, bonuses and vetoes are made from
    for table_id in notice.tables:
        read = read_table(notice, table_id)
        if read.kind is TableKind.RUBRIC or _granted(notice, table_id, read.columns):
            trees.append(read_tree(notice, table_id, TableRows(notice, table_id, read)))
            found.issues.extend(_unsaid_names(notice, table_id, read.columns))
            limited = limit(trees[-1].branches, _notes(notice, trees[-1]))
            found.limits.extend(limited.caps)
            found.issues.extend(limited.issues)
        else:
            found.issues.append(_left_out(notice, table_id, read.kind, read.reason))
    put_under_headings(notice, trees)
    whole = _one_rubric(trees)
    tables: list[Table] = []
    for tree in trees:
        apart = None if whole else title_of(notice, tree.table, own=True) or title_of(notice, tree.table)
        _group(tree, apart, found)
        tables.append(Table(tree.table, tuple(node.id for node in notes_below(notice, tree.table)), apart))
        placed |= set(nodes_of(tree.branches))
        called = title_of(notice, tree.table, own=True)
        found.titles += [called] if called else []
        found.bonuses += tree.bonuses
        found.vetoes += tree.vetoes
        found.totals += tree.totals
        found.issues += tree.issues
        found.homes.append(notice.places[tree.table].instrument)
    if not trees:
        for instrument in notice.outline.instruments:
            for group in clause_groups(notice, instrument.nodes, cited_title(instrument)):
                found.groups.append((group.branches, group.whose))
                found.subjects += [group.subject] if group.subject else []
                found.homes.append(instrument)
                taken |= group.taken
                placed |= set(nodes_of(group.branches))
    found.bonuses += [bonus for bonus in find_bonuses(notice) if not taken & {e.node for e in bonus.evidence}]
    found.vetoes += find_vetoes(notice)
    placed |= taken
    found.issues += loose_deductions(notice, placed)  # also those beside a bonus or veto in one clause
    placed |= {e.node for rule in (*found.bonuses, *found.vetoes) for e in rule.evidence}
    found.terms += _terms(notice, tables, placed, found)
    found.issues += sanction_issues(notice)


def _terms(notice: Notice, tables: Sequence[Table], placed: Collection[str], found: _Gathered) -> Iterator[Rule]:
    """The rules over the whole of a rubric that the notice holds; none where it holds nothing to score."""
    known = (*found.bonuses, *found.vetoes, *found.limits)
    home = notice.source.document.sha256
    if tables or any(branches for branches, _ in found.groups) or known:
        bonused = {e.node for rule in found.bonuses for e in rule.evidence if e.document == home}
        yield from general_terms(notice, tables, set(placed) - bonused, bonused, known)


def _group(tree: TableTree, whose: Cited[str] | None, found: _Gathered) -> None:
    """One rubric a table; several where rows in it add up to the full marks again and again (初赛总分 100, 决赛总分 100)."""
    parts = [part for part in tree.parts if part.bears_out and part.total.value in SCALES]
    if len(parts) > 1:
        for part in parts:
            kept = [branch for branch in part.branches if branch in tree.branches]
            found.groups.append((kept, joined(whose, part.name) if whose else part.name))
        grouped = {id(branch) for part in parts for branch in part.branches}
        rest = [branch for branch in tree.branches if id(branch) not in grouped]
        if rest:
            found.groups.append((rest, whose))
        return
    found.groups.append((tree.branches, whose))
    if whose is not None and any(part.bears_out and len(tree.parts) == 1 for part in tree.parts):
        found.settled.add(whose.value)


def _unsaid_names(notice: Notice, table_id: str, columns: Sequence[Column]) -> Iterator[Issue]:
    """Where no header calls a column of names so, that one was taken for it; where there is no header, all were."""
    if any(column.rule == UNHEADED for column in columns):
        called = "；".join(
            f"{said}：第{'、'.join(str(c.index + 1) for c in columns if c.meaning is meaning)}列"
            for meaning, said in _SAID.items()
            if any(c.meaning is meaning for c in columns)
        )
        message = f"{notice.places[table_id].citation}没有表头，按各列内容判断为——{called}，请核对"
        yield Issue(code="header-unsaid", severity="warning", message=message, node=table_id)
    for column in columns:
        taken = {"name.unsaid": "指标名称", "points.unsaid": "分值"}.get(column.rule)
        if taken:
            called = f"“{column.header}”栏" if column.header else f"没有表头的第{column.index + 1}列"
            message = f"{notice.places[table_id].citation}以{called}作为{taken}，请核对"
            yield Issue(code="names-unsaid", severity="warning", message=message, node=table_id)


def _notes(notice: Notice, tree: TableTree) -> list[tuple[Passage, str]]:
    """Notes in a table or right below it, that can change the scoring of all its rows."""
    below = [(notice.passage(node.id), "表下附注") for node in notes_below(notice, tree.table)]
    heads = [(passage, "表头括注") for passage in notes_in_headers(notice, tree.table)]
    return [*heads, *((passage, "表内附注") for passage in tree.notes), *below]


def _granted(notice: Notice, table_id: str, columns: Sequence[Column]) -> bool:
    """Whether a table lists bonuses or vetoes: its title says so, and it has a column of names."""
    title = title_of(notice, table_id, own=True)
    named = any(column.meaning is Meaning.NAME for column in columns)
    return named and title is not None and group_of(bare_name(title.value)) in (Group.BONUS, Group.VETO)


def _one_rubric(trees: Sequence[TableTree]) -> bool:
    """Whether several scoring tables are one rubric; else each is for units of its own and adds up on its own."""
    if len(trees) < 2:
        return True
    if any(sum(part.bears_out and part.total.value in SCALES for part in tree.parts) > 1 for tree in trees):
        return False
    sums = [added for tree in trees if (added := sum((worth(branch) for branch in tree.branches), Decimal(0)))]
    return len(sums) < 2 or sum(sums, Decimal(0)) in SCALES or not any(s in SCALES for s in sums)


def _left_out(notice: Notice, table_id: str, kind: TableKind, reason: str) -> Issue:
    table = notice.tables[table_id]
    called = notice.places[table_id].citation + _pages(notice, table)
    if kind is TableKind.DOUBTFUL:
        return Issue(
            code="table-doubtful",
            severity="warning",
            message=f"{called}没有作为评分表读取：{reason}，请核对是否为评分表",
            node=table_id,
        )
    return Issue(code="table-left-out", severity="info", message=f"{called}没有作为评分表读取：{reason}", node=table_id)


def _pages(notice: Notice, table: LogicalTable) -> str:
    pages = [notice.source.tables[i].page for i in table.fragments if notice.source.tables[i].page]
    if not pages:
        return ""
    return f"（第{pages[0]}页）" if pages[0] == pages[-1] else f"（第{pages[0]}—{pages[-1]}页）"


def _indicators(found: _Gathered) -> tuple[Indicator, ...]:
    out: list[Indicator] = []
    for branches, whose in found.groups:
        if whose is not None:
            for branch in branches:
                branch.fields.setdefault(GROUP_FIELD, whose)
        out.extend(grow(branches, len(out) + 1))
    return tuple(out)


def _scale(notices: Sequence[Notice], found: _Gathered, indicators: Sequence[Indicator]) -> Cited[int] | None:
    """Stated in the text, else in the table's 合计 row, else what the first level adds up to exactly."""
    for notice in notices:
        stated = find_scale(notice)
        if stated is not None:
            return stated
    for total in found.totals:
        if total.value in SCALES:
            return Cited(int(total.value), total.proof)
    return computed_scale(indicators)


def _surroundings(
    notices: Iterable[Notice], found: _Gathered
) -> tuple[tuple[Grade, ...], tuple[Subject, ...], tuple[Deadline, ...]]:
    grades: list[Grade] = []
    subjects: list[Subject] = []
    deadlines: list[Deadline] = []
    for notice in notices:
        named, issues = find_grades(notice)
        grades += named
        found.issues += issues
        subjects += find_subjects(notice)
        deadlines += find_deadlines(notice)
        found.issues += (*deadline_issues(notice), *scale_issues(notice))
    subjects += [s for s in found.subjects if s.group not in {known.group for known in subjects}]
    found.issues += subject_issues(subjects)
    return tuple(grades), tuple(subjects), tuple(deadlines)


def _unparsed(indicators: Sequence[Indicator]) -> Iterator[Issue]:
    for indicator in walk_indicators(indicators):
        for criterion in indicator.criteria:
            node = criterion.evidence[0].node if criterion.evidence else None
            yield from rule_issues(criterion.rules, node)


def _year(
    given: int | None, rubric: Instrument | None, tables: Sequence[Cited[str]], notices: Sequence[Notice]
) -> Cited[int] | None:
    """The year asked for, else the one in the rubric's title, its table's, or another instrument's of the files."""
    if given is not None:
        return Cited(given, Proof(how="human", by="录入人员", reason="读取时指定考核年度"))
    instruments = [i for notice in notices for i in reversed(notice.outline.instruments)]
    titled = [i.proof["title"] for i in ([rubric] if rubric else []) if "title" in i.proof]
    titled += [title.proof for title in tables]
    titled += [i.proof["title"] for i in instruments if "title" in i.proof]
    for proof in titled:
        quote = "".join(evidence.quote for evidence in proof.evidence)
        if _YEAR.search(reading.text(quote)):
            found = Proof(how="normalised", reader="year", rule="year.title", evidence=proof.evidence)
            return Cited(assessed_year(quote), found)
    return None
