"""Tables that plain text makes of tabs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.source_text import Cell
from corpus.spans import Span
from ingest.typed_lines import TypedLine

# A label set off by a tab as word processors do it: a list, not a table. A bare number is a table's 序号.
_LIST_LABEL = re.compile(r"[（(]?[一二三四五六七八九十百〇零\d]+[）).．、]|第[一二三四五六七八九十百〇零\d]+[编章节条款项]|[①-⑳●•·◆■□✓√\-]")


@dataclass(frozen=True, slots=True)
class TabRow:
    """One row: for each column the span of its text, empty (`start == end`) where nothing stands."""

    cells: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TabTable:
    """A run of rows. `lines` are the typed lines they were read from."""

    rows: tuple[TabRow, ...]
    columns: int
    lines: tuple[TypedLine, ...]
    start: int
    end: int

    def cells(self) -> list[Cell]:
        """One single cell for every grid place."""
        return [
            Cell(r, c, start, end) for r, row in enumerate(self.rows) for c, (start, end) in enumerate(row.cells)
        ]


def tab_tables(text: str, lines: Sequence[TypedLine]) -> list[TabTable]:
    """The tables among the lines, in order."""
    tables: list[TabTable] = []
    run: list[TypedLine] = []
    for line in lines:
        if "\t" in text[line.raw_start : line.end]:
            if run and (line.after_blank or _content(text, line) == _content(text, run[0])):
                _close(text, run, tables)
                run = []
            run.append(line)
        else:
            _close(text, run, tables)
            run = []
    _close(text, run, tables)
    return tables


def _close(text: str, run: list[TypedLine], tables: list[TabTable]) -> None:
    if not run:
        return
    split = [_split(text, line) for line in run]
    columns = max(map(len, split))
    if not _is_table(text, split, columns):
        return
    rows = tuple(TabRow((*cells, *[(cells[-1][1],) * 2] * (columns - len(cells)))) for cells in split)
    tables.append(TabTable(rows, columns, tuple(run), rows[0].cells[0][0], rows[-1].cells[-1][1]))


def _split(text: str, line: TypedLine) -> list[Span]:
    """The spans between the tabs of a line, without white space around them."""
    out: list[Span] = []
    at = line.raw_start
    stop = text.find("\n", line.end)
    raw_end = len(text) if stop < 0 else stop
    for part in text[line.raw_start : raw_end].rstrip("\r\f\v").split("\t"):
        content = part.strip()
        start = at + len(part) - len(part.lstrip()) if content else at
        out.append((start, start + len(content)))
        at += len(part) + 1
    return out


def _is_table(text: str, rows: Sequence[Sequence[Span]], columns: int) -> bool:
    filled = [[(a, b) for a, b in row if a < b] for row in rows]
    if not any(len(row) > 1 for row in filled):
        return False  # tabs only indent
    if columns == 2 and all(_LIST_LABEL.fullmatch(text[row[0][0] : row[0][1]].strip()) for row in filled):
        return False  # labels, each set off by a tab
    return len(rows) > 1 or columns > 2


def _content(text: str, line: TypedLine) -> str:
    return text[line.start : line.end]
