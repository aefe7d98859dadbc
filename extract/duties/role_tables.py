"""Tables of role × duty (岗位 | 职责 | 频次 | 时限) and of task × department (工作任务 | 责任单位)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

from corpus.node import Node
from extract.duties import openings
from extract.duties.binding import Bound, DutyText, Ordinal
from extract.duties.enumeration import inline_items
from extract.duties.mentions import Mentions
from extract.duties.subject_parser import SubjectParser
from extract.duties.subjects import Subject
from extract.logical_tables import LogicalTable
from extract.notice import Notice
from extract.passage import Passage

_FIRST = re.compile(r"\s*(?P<label>1)\s*[.．、](?!\d)\s*")
_PERSON = re.compile(next(row.pattern for row in openings.OPENINGS if row.id == "opening.person"))
_COLUMNS = [(row.meaning, re.compile(row.pattern)) for row in openings.TABLE_COLUMNS]


def column_meanings(headers: list[str]) -> dict[int, str]:
    """What each column holds, by its header; a column whose header says nothing is left out.

    >>> column_meanings(["序号", "岗位", "安全生产职责", "频次"])
    {1: 'role', 2: 'duty', 3: 'frequency'}
    """
    found: dict[int, str] = {}
    for column, header in enumerate(headers):
        plain = re.sub(r"\s|[（(].*?[）)]|^20\d\d年度?", "", header)
        meaning = next((m for m, pattern in _COLUMNS if pattern.fullmatch(plain)), None)
        if meaning:
            found[column] = meaning
    return found


def table_bounds(notice: Notice, node: Node, mentions: Callable[[str], Mentions]) -> Iterator[Bound]:
    """The bindings of one table; none where it is no table of duties."""
    table = notice.tables.get(node.id)
    if table is None or not table.header_rows:
        return
    headers = [_text(notice, node, table, table.header_rows - 1, column) for column in range(table.columns)]
    meanings = column_meanings(headers)
    kinds = set(meanings.values())
    if "points" in kinds or not kinds & {"duty", "measure"} or not kinds & {"role", "department"}:
        return
    who = [c for c, m in meanings.items() if m in ("role", "department")]
    tasks, groups = _tasks(meanings, headers)
    asides = [c for c, m in meanings.items() if m in ("frequency", "due")]
    seen: set[tuple[int, int, int, int]] = set()
    above_it: dict[int, tuple[Passage, int]] = {}  # the last role named in a column, and its row
    for row, what in product(range(table.header_rows, table.rows), tasks):
        above = next(((c, p) for c in reversed(groups) if (p := _passage(notice, node, table, row, c))), None)
        duty = _passage(notice, node, table, row, what)
        if duty is None and above:  # a task that says no more of itself
            (what, duty), above = above, None
        if duty is None:
            continue
        beside = tuple(p for c in asides if (p := _passage(notice, node, table, row, c)))
        own = _duties(notice, node, table, row, duty, headers)
        duties = tuple(replace(d, beside=beside, opening=above[1] if above else None) for d in own)
        unnamed = not any(_passage(notice, node, table, row, column) for column in who)
        for column in who:
            pair = (column, table.at(row, column).row, what, table.at(row, what).row)
            name = _passage(notice, node, table, row, column) if pair not in seen else None
            seen.add(pair)
            if name is not None:
                above_it[column] = name, row
            elif unnamed and meanings[column] == "role" and column in above_it:  # a merged cell copied as text
                name, first = above_it[column]
                duties = tuple(
                    d if d.ordinal else replace(d, ordinal=_numbered(notice, node, table, first, headers))
                    for d in duties
                )
            if name is not None:
                yield from (
                    Bound(s, name, "list", duties) for s in _subjects(name, mentions(name.text), meanings[column])
                )


def _tasks(meanings: dict[int, str], headers: list[str]) -> tuple[list[int], list[int]]:
    """The columns that say what is to be done, and those of the tasks they belong to: 工作任务 | 具体措施."""
    duties = [c for c, m in meanings.items() if m == "duty"]
    measures = [c for c, m in meanings.items() if m == "measure"]
    if measures and not any(re.search("职责|责任|履职", headers[c]) for c in duties):
        return measures, duties
    return duties, []


def _duties(
    notice: Notice, node: Node, table: LogicalTable, row: int, duty: Passage, headers: list[str]
) -> tuple[DutyText, ...]:
    items = inline_items(duty.text)
    if items:
        return tuple(DutyText(duty, a, b, duty.cite(*mark, rule="ordinal")) for mark, (a, b) in items)
    if first := _FIRST.match(duty.text):  # one item that is numbered all the same
        return (DutyText(duty, first.end(), len(duty.text), duty.cite(*first.span("label"), rule="ordinal")),)
    return (DutyText(duty, 0, len(duty.text), _numbered(notice, node, table, row, headers)),)


def _numbered(notice: Notice, node: Node, table: LogicalTable, row: int, headers: list[str]) -> Ordinal:
    """What the row's 序号 says; None where the table has none or the cell is empty."""
    numbered = next((c for c, header in enumerate(headers) if re.fullmatch(r"\s*序\s*号\s*", header)), None)
    ordinal = _passage(notice, node, table, row, numbered) if numbered is not None else None
    return ordinal.cite(rule="ordinal") if ordinal else None


def _subjects(name: Passage, mentions: Mentions, meaning: str) -> tuple[Subject, ...]:
    if meaning == "department":
        names = mentions.of("DEPARTMENT")
        return tuple(
            Subject(m.start, m.end, ((m.start, m.end),), organ=(m.start, m.end), kind="body", rule=m.rule)
            for m in names
        )
    subjects, end = SubjectParser(mentions, anywhere=True).enumeration(0)
    rest = name.text[end:].strip(" ：:（）()")
    if subjects and (not rest or _PERSON.match(rest)):
        return subjects
    whole = (0, len(name.text.strip()))
    return (Subject(*whole, pieces=(whole,), position=(whole,), position_class="staff", rule="column.role"),)


def _passage(notice: Notice, node: Node, table: LogicalTable, row: int, column: int) -> Passage | None:
    """The text of the cell that covers a place of the table; None where it is empty."""
    cell = table.at(row, column)
    cell_id = f"{node.id}.row-{cell.row + 1}.cell-{cell.column + 1}"
    if not cell.spans or cell_id not in notice.places:
        return None
    passage = notice.passage(cell_id, cell.spans)
    return passage if passage.text.strip() else None


def _text(notice: Notice, node: Node, table: LogicalTable, row: int, column: int) -> str:
    passage = _passage(notice, node, table, row, column)
    return passage.text if passage else ""
