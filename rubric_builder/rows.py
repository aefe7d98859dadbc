"""A scoring table's rows and columns as the indicator tree takes them: which columns are names, which rows are sections."""

import re
from collections.abc import Iterator
from enum import StrEnum
from statistics import median

from extract.columns import TOTAL, Meaning, is_header
from extract.logical_tables import LogicalCell
from extract.notice import Notice
from extract.points import points_of_cell, points_of_item, points_of_name
from extract.table_kinds import NOTE_CELL, TableReading, cell_id
from rubric_builder.groups import Group, group_of
from rubric_builder.names import tier_of


class RowKind(StrEnum):
    """What a row is."""

    EMPTY = "empty"
    HEADER = "header"  # the header again
    SECTION = "section"  # 一、组织领导（20分） over the rows below
    TOTAL = "total"  # 合计 100
    NOTE = "note"  # 注：…
    POINTS = "points"  # （20分） alone, below the name it belongs to
    INDICATOR = "indicator"


_GRAND = re.compile(r"(?:合计|总计|汇总|总分|共计|满分)(?!得分)")
_SUBTOTAL = re.compile(r"小计(?!得分)")
_COUNTED = (RowKind.INDICATOR, RowKind.SECTION)
_NOTE = re.compile(r"(?:备?注|说明|附注|附则|特别说明|填表说明|有关说明|评分说明)\s*(?:[:：]|\d|$)|[※★*]")
SCORED = re.compile(
    r"(?:扣|得|加|计|减)\s*\d+(?:\.\d+)?\s*分|\d+(?:\.\d+)?\s*分\s*(?:[。；;）)]|$)|不得分|不计分|酌情|扣完"
)
"""What says how points go."""

_CHINESE_SERIAL = re.compile(r"[（(]?\s*[一二三四五六七八九十]{1,3}\s*[）)]?\s*[、．.]?")
_GROUP_WORD = re.compile(r"(?:[一二三四五六七八九十]{1,3}、)?[\u4e00-\u9fff]{3,12}(?:[（(][^（()）]{1,12}[）)])?")
_BARE_POINTS = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]")
_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}")  # 1.1 under 1
_FIRST_ITEM = re.compile(r"\s*(?:①|⑴|⒈|1\s*[.．、）)](?!\d)|[（(]\s*[1一]\s*[）)])")
_ITEMS = re.compile(r"(?:^|(?<=[。；;）)分]))\s*\d{1,2}\s*[.．、](?!\d)")
_TITLE = re.compile(r"(?:表|细则|标准|办法|方案|清单|体系)\s*(?:[（(][^（()）]*[）)])?\s*$")
_TEXT = (Meaning.NAME, Meaning.KEY_POINTS, Meaning.CRITERIA)


_LOOSE = ("content", "name.indicator")  # headers that call a name or what is asked


def _parts(text: str) -> list[str]:
    """The items of a cell's text."""
    return [part for part in _ITEMS.split(text) if part.strip()]


def _states_points(text: str) -> bool:
    found = points_of_item(text)
    return found is not None and found.cut is not None


class TableRows:
    """The grid of a scoring table with its columns' parts settled.

    `names`: columns of indicator names, outermost first; `keys`: what is asked; `criteria`: how points go; `ways`: where
    those are items with points of their own, a column beside them on how these are lost; `points`: those of numbers;
    `levels`: what each level of achievement (优秀, 合格) earns, `unread_levels` those not in numbers; `others`: kept by
    their header. Where 一、 and 1 both stand in the serial column, the rows of 一、 are sections.
    """

    def __init__(self, notice: Notice, table_id: str, reading: TableReading) -> None:
        self.table = reading.table
        self.grid = self.table.grid()
        self._texts = {cell: notice.node(cell_id(table_id, cell)).text for cell in self.table.cells}
        self._columns = reading.columns
        by = {meaning: [c.index for c in reading.columns if c.meaning is meaning] for meaning in Meaning}
        self._serial = by[Meaning.SERIAL]
        self._headers: dict[int, bool] = {}
        serials = ["".join(t.split()) for column in self._serial for t in self._body_texts(column)]
        self._tiered = any(t.rstrip(".．、").isdecimal() for t in serials) and any(
            _CHINESE_SERIAL.fullmatch(t) for t in serials
        )
        self._parents = {t.rpartition(".")[0] for t in serials if _DOTTED.fullmatch(t)}
        self.points = by[Meaning.POINTS] or by[Meaning.WEIGHT]
        self.levels = [c for c in by[Meaning.LEVEL] if self._in_numbers(c)]
        self.unread_levels = [c for c in by[Meaning.LEVEL] if c not in self.levels and self._body_texts(c)]
        self.ways: int | None = None
        self.names, self.keys, self.criteria = self._settle(by)
        taken = {*self.names, *self.keys, *self.points, *self.levels, *self._serial, self.criteria, self.ways}
        self.others = [c.index for c in reading.columns if c.index not in taken]

    # --- columns -------------------------------------------------------------------------------------------------------

    def _settle(self, by: dict[Meaning, list[int]]) -> tuple[list[int], list[int], int | None]:
        names, keys, criteria = list(by[Meaning.NAME]), list(by[Meaning.KEY_POINTS]), list(by[Meaning.CRITERIA])
        if not criteria and keys and (names or len(keys) > 1):  # 考核要点 that says how points go is the criteria
            scored = [k for k in keys if any(SCORED.search(t) for t in self._body_texts(k))]
            if scored:
                criteria = [scored[-1]]
                keys.remove(scored[-1])
        if not criteria and len(names) > 1 and any(SCORED.search(t) for t in self._body_texts(names[-1])):
            criteria = [names.pop()]
        main = max(criteria, key=lambda c: (sum(bool(SCORED.search(t)) for t in self._body_texts(c)), c), default=None)
        worth = [c for c in criteria if c != main and self._itemised(c)]
        if main is not None and len(worth) == 1 and not self._itemised(main) and not self._paired(worth[0], main):
            self.ways, main = main, worth[0]
        keys = sorted([*keys, *(c for c in criteria if c not in (main, self.ways))])
        sections = any(self._section_like(row) for row in range(self.table.header_rows, self.table.rows))
        if names and keys and self._columns[names[-1]].rule in _LOOSE and keys[0] < names[-1]:
            keys = sorted([*keys, names.pop()])  # 考核内容 right of 考核要点 says more of it
        loose = len(names) > 1 and (self._columns[names[-1]].rule in _LOOSE or self._wordy(names[-1]))
        if loose and not self._subdivides(names[-2], names[-1]):
            keys.insert(0, names.pop())  # 考核内容 beside 考核项目, one for each
        if not names and keys and (main is not None or not sections):
            names = [keys.pop(0)]
        if main is None and names and keys and self._says_what_counts(keys[-1]):
            main = keys.pop()  # no column says how points go: what is asked is what counts
        if names and keys and not sections and self._subdivides(names[-1], keys[0]):
            names.append(keys.pop(0))
        if main is None and not names and keys:
            main = keys.pop()
        return names, keys, main

    def _body_texts(self, column: int) -> list[str]:
        cells = dict.fromkeys(self.grid[row][column] for row in range(self.table.header_rows, self.table.rows))
        return [t for c in cells if (t := self._texts[c]) and not t.endswith(("：", ":"))]

    def _in_numbers(self, column: int) -> bool:
        """Whether a column's cells are points."""
        texts = self._body_texts(column)
        read = sum((found := points_of_cell(text)) is not None and found.kind == "points" for text in texts)
        return bool(texts) and 5 * read >= 4 * len(texts)

    def _wordy(self, column: int) -> bool:
        texts = self._body_texts(column)
        return bool(texts) and median(map(len, texts)) > 14

    def _itemised(self, column: int) -> bool:
        """Whether the items of most cells that list several each state their own points (1.制定计划。8分 2.…。6分)."""
        lists = [parts for text in self._body_texts(column) if len(parts := _parts(text)) > 1]
        stated = sum(all(_states_points(part) for part in parts) for parts in lists)
        return len(lists) > 1 and 2 * stated > len(lists)

    def _paired(self, column: int, other: int) -> bool:
        """Whether the lists of two columns have as many items, cell beside cell."""
        rows = [[self._texts[self.grid[row][c]] for c in (column, other)] for row in self.body()]
        counts = [(len(_parts(one)), len(_parts(two))) for one, two in rows]
        lists = [(a, b) for a, b in counts if a > 1]
        return 2 * sum(a == b for a, b in lists) > len(lists)

    def _says_what_counts(self, column: int) -> bool:
        """Whether a column's cells are lists of items or sentences, not names."""
        texts = self._body_texts(column)
        listed = sum(bool(_FIRST_ITEM.match(text)) for text in texts)
        return bool(texts) and (2 * listed >= len(texts) or self._wordy(column))

    def _subdivides(self, name: int, key: int) -> bool:
        """Whether the key points tell apart the rows under one name, and so are names themselves; lists of items are none."""
        if any(len(_ITEMS.findall(text)) > 1 for text in self._body_texts(key)):
            return False
        names, keys = self._runs(name), self._runs(key)
        return keys >= 1.2 * names and keys > names

    def _runs(self, column: int) -> int:
        """How many different texts stand one below the other, a repeated one and a merged cell once."""
        texts = [t for t in self._body_texts(column) if not TOTAL.fullmatch("".join(t.split()))]
        return sum(one != other for one, other in zip(texts, ["", *texts], strict=False))

    def header(self, column: int) -> str:
        """The column's header as it stands."""
        return self._columns[column].header or f"第{column + 1}列"

    def level_header(self, column: int) -> LogicalCell:
        """The header cell that names the level a column is for."""
        cells = [self.grid[row][column] for row in range(self.table.header_rows)]
        return next(c for c in reversed(cells) if "".join(self._texts[c].split()) == self._columns[column].header)

    def name_headers(self) -> Iterator[LogicalCell]:
        """The header cells of the names."""
        for row in range(self.table.header_rows):
            yield from (c for i in self.names if (c := self.grid[row][i]).column_span == 1 and self._texts[c])

    def is_for_scores(self, column: int) -> bool:
        """Whether the column is left blank for the scores and remarks of each assessment, other than notes on scoring."""
        return self._columns[column].meaning is Meaning.FILLED and self._columns[column].rule != "filled.remark"

    def is_weight(self, column: int) -> bool:
        """Whether the column holds weights beside points."""
        return self._columns[column].meaning is Meaning.WEIGHT

    def depth_of_points(self, column: int) -> int | None:
        """The level a points column is for where names stand on both sides of it (一级指标｜分值｜二级指标｜分值)."""
        left = [i for i, name in enumerate(self.names) if name < column]
        if not left or not any(name > column for name in self.names):
            return None
        totals = sum(
            self.kind(row) is RowKind.TOTAL and bool(self._texts[self.grid[row][column]]) for row in self.body()
        )
        finer = len(self._body_texts(column)) - totals > len(self._body_texts(self.names[left[-1]]))
        return None if finer else left[-1]  # more numbers than names: they are those of the rows

    # --- rows ----------------------------------------------------------------------------------------------------------

    def body(self) -> Iterator[int]:
        """The rows below the header."""
        return iter(range(self.table.header_rows, self.table.rows))

    def sections_above(self) -> Iterator[int]:
        """Rows above the header that are a group's name with its points (一、重点工作（92分）), not the table's title."""
        for row in range(self.table.header_rows):
            said = self._said(row)
            text = self._texts[said[0]] if len(said) == 1 else ""
            if text and said[0].column_span == self.table.columns and tier_of(text) in (1, 2) and points_of_name(text):
                yield row

    def text(self, cell: LogicalCell) -> str:
        """A cell's text as read."""
        return self._texts[cell]

    def kind(self, row: int) -> RowKind:
        """What the row is."""
        said = self._said(row)
        if not said:
            return RowKind.EMPTY
        if self._is_header(row) or any(c.row < row and self._is_header(c.row) for c in said):
            return RowKind.HEADER
        if all(self._texts[c].endswith(("：", ":")) for c in said[-2:]) and len(said) > 1:
            return RowKind.EMPTY  # 考核组长：____ 考核人员：____
        first = self._texts[said[0]]
        bare = "".join(first.split())
        wide = said[0].column_span == self.table.columns
        if len(said) == 1 and said[0].column in (0, *self.names) and _BARE_POINTS.fullmatch(bare):
            return RowKind.POINTS
        if wide and not self.table.header_rows and self._is_title(row, first):
            return RowKind.EMPTY
        if TOTAL.fullmatch(bare) and len(said) <= 1 + len(self.points) + len(self.others):
            return RowKind.TOTAL
        if len(said) > 1 and NOTE_CELL.fullmatch(bare) and said[0].row == row:
            return RowKind.NOTE
        if len(said) == 1 and (_NOTE.match(bare) or (wide and len(bare) > 40)):
            return RowKind.NOTE
        if len(said) == 1 and wide and first.endswith(("：", ":")) and not points_of_name(first) and not tier_of(first):
            return RowKind.NOTE
        return RowKind.SECTION if self._section_like(row) else RowKind.INDICATOR

    def _is_title(self, row: int, text: str) -> bool:
        """Whether a row across a table without header is what the table is called: among the first, no group's name."""
        above = all(len(self._said(r)) == 1 for r in range(row))
        return above and not tier_of(text) and not points_of_name(text) and _TITLE.search(text) is not None

    def _is_header(self, row: int) -> bool:
        if row not in self._headers:
            texts = ["".join(self._texts[c].split()) for c in self._said(row) if c.row == row]
            known = {c.header for c in self._columns if c.meaning in _TEXT}
            self._headers[row] = any(text in known for text in texts) and is_header(texts)
        return self._headers[row]

    def is_grand_total(self, row: int) -> bool:
        """Whether a total row sums up the whole table."""
        said = self._said(row)
        first = "".join(self._texts[said[0]].split()) if said else ""
        if _SUBTOTAL.match(first):  # alone and last, it sums up all of them
            below = any(self.kind(r) in _COUNTED for r in self.body() if r > row)
            return not below and not any(self._sums_up(r) for r in self.body() if r != row)
        return _GRAND.match(first) is not None

    def _sums_up(self, row: int) -> bool:
        first = "".join(self._texts[said[0]].split()) if (said := self._said(row)) else ""
        return self.kind(row) is RowKind.TOTAL and (_SUBTOTAL.match(first) or _GRAND.match(first)) is not None

    def _said(self, row: int) -> list[LogicalCell]:
        cells = dict.fromkeys(self.grid[row])
        return [c for c in cells if self._texts[c]]

    def _section_like(self, row: int) -> bool:
        """A cell over all that is worded, or a name alone in its row with a number or points of its own."""
        begun = [c for c in self._said(row) if c.row == row]
        if len(begun) != len(self._said(row)) or not begun or begun[0].row_span > 1:
            return False
        scores = {c for i in self.points if (c := self.grid[row][i]).column_span == 1}
        serial = [c for c in begun if c.column in self._serial and c.column_span == 1]
        if serial and self._tiered and _CHINESE_SERIAL.fullmatch("".join(self._texts[serial[0]].split())):
            return True
        if serial and "".join(self._texts[serial[0]].split()) in self._parents:
            return True
        worded = [c for c in begun if c not in serial and c not in scores]
        if len(worded) != 1:
            return False
        cell = worded[0]
        text = self._texts[cell]
        if len(text) > 40 and not points_of_name(text):
            return False
        columns = [c.index for c in self._columns if c.meaning in _TEXT]
        if cell.column_span > 1 and all(cell.column <= c < cell.column + cell.column_span for c in columns):
            return True
        if serial and _CHINESE_SERIAL.fullmatch("".join(self._texts[serial[0]].split())):
            return True
        alone = cell.column <= min(columns, default=0) and self.table.columns > 2 and len(columns) > 1
        marked = tier_of(text) in (1, 2) or points_of_name(text) is not None or group_of(text) is not Group.SCORED
        return (
            alone
            and marked
            and not any(points_of_cell(self._texts[c]) for c in scores if c in begun and tier_of(text) == 0)
        )

    def name_cell(self, row: int, column: int) -> LogicalCell:
        """The cell of a name: where the first is empty, a word beside it under 序号 (加分项, the cells once merged)."""
        cell = self.grid[row][column]
        if column != self.names[0] or (self._texts[cell] and cell.row == row):
            return cell
        beside = (self.grid[row][serial] for serial in self._serial if serial == column - 1)
        return next((c for c in beside if _GROUP_WORD.fullmatch("".join(self._texts[c].split()))), cell)

    def section_cell(self, row: int) -> LogicalCell:
        """The cell that holds a section row's name."""
        scores = {c for i in self.points if (c := self.grid[row][i]).column_span == 1}
        worded = [c for c in self._said(row) if not (c.column in self._serial and c.column_span == 1)]
        return next((c for c in worded if c not in scores), (worded or self._said(row))[0])

    def section_label(self, row: int) -> int:
        """The tier of a section's number where it stands in the serial column, else 0."""
        for column in self._serial:
            text = self._texts[self.grid[row][column]]
            if text and self.grid[row][column].column_span == 1:
                return 2 if text.lstrip().startswith(("（", "(")) else 1
        return 0
