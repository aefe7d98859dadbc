"""What a table is: a scoring rubric, a duty table, a form to fill in, a list; or one a person must look at."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.columns import Column, Meaning, meanings_of, read_columns
from extract.logical_tables import LogicalCell, LogicalTable
from extract.notice import Notice
from extract.points import points_of_cell, points_of_name
from extract.turned_tables import turned
from extract.unheaded_tables import unheaded

_SCORED = re.compile(
    r"(?:扣|得|加|计|减)\s*\d+(?:\.\d+)?\s*分|\d+(?:\.\d+)?\s*分\s*(?:[。；;）)]|$)|不得分|不计分|酌情扣|扣完为止"
)
_GRADE = re.compile(
    r"(?:优秀|良好|优良|合格|基本合格|不合格|称职|一般|较差|达标|不达标|[一二三]等奖?|[ABCDE]级?)(?:等次|等级|档)?"
)


NOTE_CELL = re.compile(r"(?:备?注|说明|附注|备考|有关说明|评分说明|计分说明)[:：]?")
"""What stands in the first cell of a row, without white space, that is a note on the table."""

_GRANTED = re.compile("加分|奖励|否决")


class TableKind(StrEnum):
    """What a table is."""

    RUBRIC = "rubric"
    DUTIES = "duties"
    GRADES = "grades"
    FORM = "form"
    LIST = "list"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table is, why (in Chinese, for staff), its columns, and the grid they are of: turned where it runs across."""

    kind: TableKind
    reason: str
    columns: tuple[Column, ...]
    table: LogicalTable


def cell_id(table_id: str, cell: LogicalCell) -> str:
    """The node id of a cell: its row and column counted from 1."""
    row, column = cell.home or (cell.row, cell.column)
    return f"{table_id}.row-{row + 1}.cell-{column + 1}"


def read_table(notice: Notice, table_id: str) -> TableReading:
    """What the table is and what its columns mean."""
    table = notice.tables[table_id]
    texts = {cell: notice.node(cell_id(table_id, cell)).text for cell in table.cells}
    if (across := turned(table, texts)) is not None:
        table, texts = across, {cell: notice.node(cell_id(table_id, cell)).text for cell in across.cells}
    headers = [
        [texts[c] for c in _column(table, i) if c.row < table.header_rows and c.column_span < table.columns]
        for i in range(table.columns)
    ]
    notes = {c.row for c in table.cells if c.column == 0 and NOTE_CELL.fullmatch("".join(texts[c].split()))}
    bodies = [
        [
            texts[c]
            for c in _column(table, i)
            if c.row >= table.header_rows and c.column_span == 1 and c.row not in notes
        ]
        for i in range(table.columns)
    ]
    columns = read_columns(headers, bodies)
    if not table.header_rows or not {c.meaning for c in columns} - {Meaning.UNKNOWN}:
        grid = [[texts[cell] for cell in row] for row in table.grid()[table.header_rows :]]
        columns = unheaded(grid, bodies, table.header_rows) or columns
    kind, reason = _kind(columns, bodies, texts, table)
    return TableReading(kind, reason, columns, table)


def _across(table: LogicalTable, texts: dict[LogicalCell, str]) -> str | None:
    """The first word of a row of points where the table runs across: 环号 1 2 3 over 分数 15 10 7."""
    if table.header_rows or table.rows > 4:
        return None
    for row in table.grid():
        cells = list(dict.fromkeys(row))
        if len(cells) >= 4 and Meaning.POINTS in meanings_of(texts[cells[0]])[0]:
            rest = [texts[cell] for cell in cells[1:] if texts[cell]]
            if len(rest) >= 3 and all(points_of_cell(text) for text in rest):
                return texts[cells[0]]
    return None


def _column(table: LogicalTable, index: int) -> list[LogicalCell]:
    return [c for c in table.cells if c.column <= index < c.column + c.column_span]


def _kind(
    columns: Sequence[Column], bodies: Sequence[Sequence[str]], texts: dict[LogicalCell, str], table: LogicalTable
) -> tuple[TableKind, str]:
    def cells(*meanings: Meaning) -> list[str]:
        return [text for column in columns if column.meaning in meanings for text in bodies[column.index] if text]

    known = {column.meaning for column in columns}
    body = [text for cell, text in texts.items() if cell.row >= table.header_rows]
    said = [text for text in body if text]
    worded = cells(Meaning.NAME, Meaning.KEY_POINTS, Meaning.CRITERIA)
    scores = [text for text in cells(Meaning.POINTS, Meaning.WEIGHT) if points_of_cell(text)]
    named = sum(points_of_name(text) is not None for text in said if len(text) <= 40)
    scored = sum(bool(_SCORED.search(text)) for text in cells(Meaning.CRITERIA, Meaning.KEY_POINTS, Meaning.NAME))
    if sum(bool(_GRADE.fullmatch(text)) for text in said) >= 2 and Meaning.CRITERIA not in known:
        return TableKind.GRADES, "是等次划分表"
    if any(column.rule == "name.sanction" and _GRANTED.search(column.header) for column in columns):
        return TableKind.RUBRIC, "列出加分项或否决项"
    if (header := _across(table, texts)) is not None:
        return TableKind.DOUBTFUL, f"“{header}”横排在一行里，不能确定是评分项还是对照表"
    if worded and (len(scores) >= 2 or (scores and table.rows - table.header_rows <= 2)):
        return TableKind.RUBRIC, "有指标和分值"
    if worded and (scored >= 2 or named >= 2 or (Meaning.CRITERIA in known and scored)):
        return TableKind.RUBRIC, "有指标和计分标准"
    if Meaning.DUTY in known:
        return TableKind.DUTIES, "是职责分工表，没有分值"
    if len(scores) >= 3:
        return TableKind.DOUBTFUL, "有分值，但没有认出指标名称栏"
    blank_share = 1 - len(said) / max(len(body), 1)
    if blank_share > 0.5 or (blank_share > 0.3 and not known - {Meaning.UNKNOWN}):
        return TableKind.FORM, "是待填写的表格"
    if known & {Meaning.POINTS, Meaning.WEIGHT, Meaning.CRITERIA} and worded:
        return TableKind.DOUBTFUL, "表头像评分表，但没有读到分值"
    if not table.header_rows or not known - {Meaning.UNKNOWN}:
        loose = sum(bool(_SCORED.search(text)) for text in said)
        if loose >= 3:
            return TableKind.DOUBTFUL, f"没有认出表头，但有{loose}处像是分值"
    return TableKind.LIST, "没有分值和计分标准"
