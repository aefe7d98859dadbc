"""Tables that plain text makes of tabs."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.source_text import Cell
from corpus.spans import Span
from ingest.typed_lines import TypedLine, em

# A label set off by a tab, as word processors copy lists: not a table. A bare number is a table's 序号.
_LIST_LABEL = re.compile(
    r"[（(]?[一二三四五六七八九十百〇零\d]+[）).．、]|第[一二三四五六七八九十百〇零\d]+[编章节条款项]|[①-⑳●•·◆■□✓√\-]"
)
_CONTENTS_ENTRY = re.compile(r"第[一二三四五六七八九十百〇零\d]+[编章节条]|附件|附录|目录")
_LATER_ITEM = re.compile(r"[（(]?(?:[2-9]|[1-9]\d|[二三四五六七八九十]+)[）).．、](?!\d)|[②-⑳]")
_NUMBER = re.compile(r"[\d.]*\s*[分%％]?")
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；，]{2,30}[（(][^（）()。；]{0,8}\d+(?:\.\d+)?\s*分?[）)]")
_POINTS_BELOW = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*[分%％]?\s*[）)]")
_NAME_LINES = 4  # a name in a narrow cell takes no more lines than this
_LONG = 12.0  # em: longer than this it is a sentence and not a name


@dataclass(frozen=True, slots=True)
class TabRow:
    """One row: the spans of its cells, empty (`start == end`) where nothing stands.

    `whole`: a line without tabs between rows, one cell over all columns.
    """

    cells: tuple[Span, ...]
    whole: bool = False


@dataclass(frozen=True, slots=True)
class TabTable:
    """A run of rows of `columns` columns. `lines` are the typed lines they were read from."""

    rows: tuple[TabRow, ...]
    columns: int
    lines: tuple[TypedLine, ...]
    start: int
    end: int

    def cells(self) -> list[Cell]:
        """Single cells for every grid place, one over all columns for a row without tabs."""
        out: list[Cell] = []
        for r, row in enumerate(self.rows):
            if row.whole:
                out.append(Cell(r, 0, *row.cells[0], column_span=self.columns))
            else:
                out.extend(Cell(r, c, start, end) for c, (start, end) in enumerate(row.cells))
        return out


@dataclass(frozen=True, slots=True)
class _Row:
    lines: tuple[TypedLine, ...]
    cells: tuple[Span, ...]


def tab_tables(text: str, lines: Sequence[TypedLine]) -> list[TabTable]:
    """The tables among the lines, in order.

    A row may run over several lines where a cell holds line ends. Trailing empty cells may be missing.
    """
    tables: list[TabTable] = []
    for run in _runs(text, lines):
        columns = 1 + max(_tabs(text, line) for line in run)
        rows = _rows(text, run, columns)
        for part in _split_at_headers(text, rows):
            table = _table(text, part)
            if table is not None:
                tables.append(table)
    return tables


def _runs(text: str, lines: Sequence[TypedLine]) -> Iterator[list[TypedLine]]:
    """Stretches of lines that begin and end with a line with tabs and may hold others in between.

    Blank lines end a stretch, unless they stand between all of its rows.
    """
    block: list[TypedLine] = []
    for line in [*lines, None]:
        if line is not None and block and (not line.after_blank or _spaced(text, block, line)):
            block.append(line)
            continue
        yield from _trimmed_runs(text, block)
        block = [line] if line is not None else []


def _spaced(text: str, block: Sequence[TypedLine], line: TypedLine) -> bool:
    """Whether a table of which each row stands between blank lines goes on."""
    tabs = _tabs(text, line)
    return (
        tabs > 0 and _tabs(text, block[-1]) > 0 and all(b.after_blank for b in block) and tabs == _tabs(text, block[0])
    )


def _trimmed_runs(text: str, block: Sequence[TypedLine]) -> Iterator[list[TypedLine]]:
    run: list[TypedLine] = []
    plain = 0  # lines without tabs at the run's end
    for line in block:
        tabs = _tabs(text, line)
        if tabs:
            run.append(line)
            plain = 0
        elif run:
            run.append(line)
            plain += 1
    if run:
        yield run[: len(run) - plain]


def _rows(text: str, run: Sequence[TypedLine], columns: int) -> list[_Row]:
    """Rows of the run: each line one, but lines that only together fill the columns are one row."""
    rows: list[_Row] = []
    i = 0
    while i < len(run):
        j = _row_end(text, run, i, columns)
        cells = _cells(text, run[i:j])
        if (
            j == i + 1
            and len(cells) == 1
            and rows
            and len(rows[-1].cells) == columns
            and _goes_on(text, rows[-1], cells[0])
        ):
            last = rows[-1]
            rows[-1] = _Row((*last.lines, run[i]), (*last.cells[:-1], (last.cells[-1][0], cells[0][1])))
        else:
            rows.append(_Row(tuple(run[i:j]), cells))
        i = j
    return rows


def _row_end(text: str, run: Sequence[TypedLine], i: int, columns: int) -> int:
    """Where the row that begins at line i ends: after it, unless the next lines plainly go on with its last cell."""
    tabs = _tabs(text, run[i])
    if not tabs and (below := _points_below(text, run, i)):
        return max(below + 1, _row_end(text, run, below, columns))
    if not 0 < tabs < columns - 1:
        return i + 1
    loose = False
    for j in range(i + 1, len(run)):
        more = _tabs(text, run[j])
        tabs += more
        if tabs > columns - 1 or run[j].after_blank:
            break
        first = _cells(text, run[j : j + 1])[0]
        loose = loose or not more or _sentence(text, first)
        if tabs == columns - 1:
            return j + 1 if loose else i + 1
    return i + 1


def _points_below(text: str, run: Sequence[TypedLine], i: int) -> int:
    """The line on which the row's first cell, a name broken over lines, ends with its points: 组织领导 / （20分）⇥…; else 0."""
    for j in range(i + 1, min(i + _NAME_LINES, len(run))):
        if run[j].after_blank or _sentence(text, (run[j - 1].start, run[j - 1].end)):
            return 0
        if _tabs(text, run[j]):
            return j if _POINTS_BELOW.fullmatch(text[slice(*_cells(text, run[j : j + 1])[0])]) else 0
    return 0


def _goes_on(text: str, row: _Row, line: Span) -> bool:
    """Whether a line without tabs goes on with the last cell of the row before it, and is no row of its own."""
    start, end = row.cells[-1]
    # 二、…（20分） opens a row, but not below a cell that has a list of its own.
    if _NUMBER.fullmatch(text[start:end]) or (_HEADING.fullmatch(text[slice(*line)]) and "一、" not in text[start:end]):
        return False
    return _sentence(text, line)


def _sentence(text: str, span: Span) -> bool:
    content = text[span[0] : span[1]]
    return _LATER_ITEM.match(content) is not None or em(content) > _LONG or content.endswith(("。", "；"))


def _split_at_headers(text: str, rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """A header that comes again begins another table; a line without tabs just before it belongs to neither."""
    part: list[_Row] = []
    for row in rows:
        if part and len(row.cells) > 1 and _words(text, row) == _words(text, part[0]):
            while part and len(part[-1].cells) == 1:
                part.pop()
            yield part
            part = []
        part.append(row)
    yield part


def _table(text: str, rows: Sequence[_Row]) -> TabTable | None:
    filled = [[span for span in row.cells if span[0] < span[1]] for row in rows]
    if not any(len(row.cells) > 1 and len(cells) > 1 for row, cells in zip(rows, filled, strict=True)):
        return None  # tabs only indent
    columns = max(len(row.cells) for row in rows)
    while columns > 1 and all(
        len(r.cells) < columns or r.cells[columns - 1][0] == r.cells[columns - 1][1] for r in rows
    ):
        columns -= 1  # tabs at the lines' ends
    if columns < 2 or (columns == 2 and (len(rows) == 1 or _is_list(text, filled))):
        return None
    out: list[TabRow] = []
    for row in rows:
        cells = row.cells[:columns]
        if len(cells) == 1 and len(row.lines) == 1:
            out.append(TabRow(cells, whole=True))
            continue
        last = row.lines[-1].raw_end
        out.append(TabRow(cells + ((last, last),) * (columns - len(cells))))
    lines = tuple(line for row in rows for line in row.lines)
    return TabTable(tuple(out), columns, lines, out[0].cells[0][0], max(out[-1].cells[-1][1], lines[-1].end))


def _is_list(text: str, rows: Sequence[Sequence[Span]]) -> bool:
    """Labels each set off by a tab, or a table of contents."""
    first = [text[slice(*row[0])] if row else "" for row in rows]
    if all(_LIST_LABEL.fullmatch(label) for label in first):
        return True
    numbers = all(len(row) == 2 and text[slice(*row[1])].isdigit() for row in rows)
    return numbers and all(_CONTENTS_ENTRY.match(label) for label in first)


def _cells(text: str, lines: Sequence[TypedLine]) -> tuple[Span, ...]:
    """The spans between the tabs of lines that form one row, without white space around them."""
    out: list[Span] = []
    at, stop = lines[0].raw_start, lines[-1].raw_end
    for part in text[at:stop].split("\t"):
        content = part.strip()
        start = at + len(part) - len(part.lstrip()) if content else at
        out.append((start, start + len(content)))
        at += len(part) + 1
    return tuple(out)


def _tabs(text: str, line: TypedLine) -> int:
    return text.count("\t", line.raw_start, line.raw_end)


def _words(text: str, row: _Row) -> list[str]:
    return ["".join(text[start:end].split()) for start, end in row.cells]
