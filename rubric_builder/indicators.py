"""The indicator tree of a scoring table: names from its name columns and section rows, points from where they stand."""

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.evidence import Cited
from extract.items import Item, split_items
from extract.logical_tables import LogicalCell
from extract.notice import Notice
from extract.passage import Passage
from extract.points import points_of_cell
from extract.table_titles import title_of
from rubric_builder.bare_points import read_bare_points
from rubric_builder.branches import Branch, joined
from rubric_builder.growth import Growth
from rubric_builder.level_cells import place_levels
from rubric_builder.names import is_headed, read_name
from rubric_builder.paired_points import place_paired
from rubric_builder.point_cells import DASH, place_points
from rubric_builder.rows import RowKind, TableRows
from rubric_builder.sanction_rows import as_one_group, take_out_sanctions
from rubric_builder.table_tree import TableTree, parts_of
from rubric_builder.text_cells import place_texts
from rubric_builder.ways import place_ways

_NUMBER_ALONE = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?[、．.]?")
_SENTENCE_END = re.compile("[。；;\\n]")


def read_tree(notice: Notice, table_id: str, rows: TableRows) -> TableTree:
    """The indicator tree of the scoring table `table_id`."""
    return _Grower(notice, table_id, rows).grow()


class _Grower:
    def __init__(self, notice: Notice, table_id: str, rows: TableRows) -> None:
        self._notice, self._rows = notice, rows
        self._tree = TableTree(table_id)
        self._growth = Growth(notice, rows, self._tree)
        self._sections: list[tuple[int, Branch]] = []
        self._path: list[Branch | None] = [None] * len(rows.names)
        self._headed = {column for column in rows.names if self._is_headed(column)}
        self._keys: dict[int, str] = {}  # id(branch) → its name as it is compared
        self._totalled: list[tuple[int, Passage, Cited[Decimal]]] = []  # how many branches stand above a total row

    def grow(self) -> TableTree:
        """The tree, row by row; then what the columns say of it."""
        for row in self._rows.sections_above():
            self._section(row)
        for row in self._rows.body():
            kind = self._rows.kind(row)
            if kind is RowKind.SECTION:
                self._section(row)
            elif kind is RowKind.TOTAL:
                self._total(row)
            elif kind is RowKind.NOTE:
                self._note(row)
            elif kind is RowKind.INDICATOR or (kind is RowKind.POINTS and not self._points_below(row)):
                self._indicator(row)
        self._criteria()
        place_ways(self._growth)
        place_levels(self._growth)
        place_paired(self._growth)
        for column in self._rows.points:
            place_points(self._growth, column)
        place_texts(self._growth)
        read_bare_points(self._tree.branches)
        self._tree.parts.extend(parts_of(self._tree.branches, self._totalled))
        self._take_out_sanctions()
        return self._tree

    def _is_headed(self, column: int) -> bool:
        """Whether most cells of a column of names say below the name what is asked."""
        grid, rows = self._rows.grid, self._rows
        cells = dict.fromkeys(grid[r][column] for r in rows.body() if grid[r][column].column_span == 1)
        said = [self._growth.passage(cell) for cell in cells if rows.text(cell)]
        headed = sum(map(is_headed, said))
        return headed > 0 and 3 * headed >= len(said)

    # --- names ---------------------------------------------------------------------------------------------------------

    def _branch(self, cell: LogicalCell, parent: Branch | None) -> Branch:
        name = read_name(self._growth.passage(cell), headed=cell.column in self._headed)
        made = Branch(name.cited, parent=parent)
        made.key_points = name.asked.cite(rule="cell") if name.asked else None
        if name.points is not None:
            if name.percent and self._rows.points:
                made.fields["权重"] = Cited(
                    name.points.proof.evidence[0].quote,
                    name.points.proof.model_copy(update={"how": "literal", "reader": "text"}),
                )
            else:
                made.points = name.points
        (parent.children if parent else self._tree.branches).append(made)
        self._keys[id(made)] = _key(self._rows.text(cell))
        return made

    def _section(self, row: int) -> None:
        cell = self._rows.section_cell(row)
        label = self._rows.section_label(row)
        tier = read_name(self._growth.passage(cell)).tier or label or 1
        while self._sections and self._sections[-1][0] >= tier:
            self._sections.pop()
        made = self._branch(cell, self._sections[-1][1] if self._sections else None)
        self._sections.append((tier, made))
        self._growth.section_ids.add(id(made))
        self._path = [None] * len(self._rows.names)
        for column in self._rows.points:
            points = self._rows.grid[row][column]
            if points is not cell and (found := points_of_cell(self._rows.text(points))) and made.points is None:
                made.points = self._growth.cite(points, found)
        own = {self._rows.section_cell(row), *(self._rows.grid[row][c] for c in self._rows.points)}
        if any(self._rows.text(c) and c not in own and c.column_span == 1 for c in self._rows.grid[row][1:]):
            self._growth.targets[row] = made  # what the row says beside its name and points is the section's own
            made.rows.append(row)
            self._growth.opened.add(row)

    def _indicator(self, row: int) -> None:
        """Find or make the branches the row belongs to, level by level. An empty name continues the one above."""
        fresh = False
        seen: list[LogicalCell] = []
        for depth, column in enumerate(self._rows.names):
            cell = self._rows.name_cell(row, column)
            if cell in seen:  # it covers both levels
                self._path[depth] = None
                continue
            seen.append(cell)
            text = self._rows.text(cell)
            here = self._path[depth]
            if not text:
                if fresh:
                    self._path[depth] = None
            elif here is not None and not fresh and (points := self._bare_points(cell)):
                here.points = here.points or points  # （80分） below its name, in a cell that was not merged
            elif here is not None and not fresh and _NUMBER_ALONE.fullmatch(self._keys[id(here)]):
                self._rename(here, cell)  # 一、 stands on the row above, in a cell that was not merged
            elif here is None or fresh or (self._keys[id(here)] != _key(text)):
                above = next((b for b in reversed(self._path[:depth]) if b), None) or (
                    self._sections[-1][1] if self._sections else None
                )
                self._path[depth] = self._branch(cell, above)
                self._path[depth + 1 :] = [None] * (len(self._path) - depth - 1)
                fresh = True
        target = next((b for b in reversed(self._path) if b), None) or (
            self._sections[-1][1] if self._sections else None
        )
        if target is None:
            target = self._cut_off(row) or self._whole_table()
        self._growth.targets[row] = target
        for branch in target.lineage():
            branch.rows.append(row)

    def _points_below(self, row: int) -> bool:
        """Whether the row's only cell gives the points of the name above it, that has none yet."""
        cell = next(c for c in self._rows.grid[row] if self._rows.text(c))
        depth = self._rows.names.index(cell.column) if cell.column in self._rows.names else 0
        here = self._path[depth] if depth < len(self._path) else None
        points = self._bare_points(cell)
        if here is None or here.points is not None or points is None:
            return False
        here.points = points
        return True

    def _rename(self, branch: Branch, cell: LogicalCell) -> None:
        """Call a branch whose name was only a number by what stands below it."""
        name = read_name(self._growth.passage(cell))
        branch.name, branch.points = name.cited, branch.points or name.points
        self._keys[id(branch)] = _key(self._rows.text(cell))

    def _bare_points(self, cell: LogicalCell) -> Cited[Decimal] | None:
        """The points that are all a cell of names says, with 分."""
        text = self._rows.text(cell)
        found = points_of_cell(text)
        return self._growth.cite(cell, found) if found and found.kind == "points" and "分" in text else None

    def _cut_off(self, row: int) -> Branch | None:
        """For rows above the first name, where the table goes on from a page that the file lacks: called by their own first
        words. None where the table names nothing, and where it has a title to be called by."""
        named = any(self._rows.text(self._rows.grid[r][c]) for r in self._rows.body() for c in self._rows.names)
        if not self._rows.names or (not named and title_of(self._notice, self._tree.table)):
            return None
        columns = [
            *self._rows.keys,
            *(() if self._rows.criteria is None else (self._rows.criteria,)),
            *self._rows.points,
        ]
        cell = next((c for n in columns if self._rows.text(c := self._rows.grid[row][n])), None)
        if cell is None:
            return None
        passage = self._growth.passage(cell)
        end = _SENTENCE_END.search(passage.text, 4)  # a line that was broken off may begin with a scrap
        made = Branch(passage.cite(0, end.start() if end else None, rule="name"))
        self._growth.issue(
            "indicator-cut-off",
            "表从中间开始，这几行的指标名称在前一页，文件里没有，暂以首句代称，请补充名称，并核对是否缺页",
            cell,
            "warning",
        )
        self._tree.branches.append(made)
        self._keys[id(made)] = ""
        self._path[-1] = made
        return made

    def _whole_table(self) -> Branch:
        """For rows without any name: the table itself is the indicator, called what the table is called."""
        title = title_of(self._notice, self._tree.table)
        if title is None:
            first = next(c for c in self._rows.table.cells if self._rows.text(c))
            title = self._growth.passage(first).cite(rule="name")
            self._growth.issue(
                "indicator-unnamed", "表内没有指标名称栏，表也没有标题，请补充指标名称", first, "warning"
            )
        made = Branch(title)
        self._tree.branches.append(made)
        self._sections.append((1, made))
        return made

    # --- other rows ------------------------------------------------------------------------------------------------------

    def _total(self, row: int) -> None:
        label = next(c for c in self._rows.grid[row] if self._rows.text(c))
        columns = [*self._rows.points, *range(label.column + label.column_span, self._rows.table.columns)]
        for column in columns:
            cell = self._rows.grid[row][column]
            found = points_of_cell(self._rows.text(cell))
            if found and found.kind == "points":
                total = self._growth.cite(cell, found)
                self._totalled.append((len(self._tree.branches), self._growth.passage(label), total))
                if self._rows.is_grand_total(row):
                    self._tree.totals.append(total)
                return

    def _note(self, row: int) -> None:
        said = [c for c in dict.fromkeys(self._rows.grid[row]) if self._rows.text(c)]
        self._tree.notes.extend(self._growth.passage(cell) for cell in said[1 if len(said) > 1 else 0 :])

    # --- criteria, points, key points, fields ----------------------------------------------------------------------------

    def _criteria(self) -> None:
        column = self._rows.criteria
        if column is None:
            return
        for cell, rows in self._growth.cells(column):
            target = self._owner(rows)
            items = split_items(self._growth.passage(cell))
            if len(items) > 1 and items[0].ordinal is None and items[0].passage.text.rstrip().endswith(("：", ":")):
                lead = items[0].passage.cite(rule="cell")  # 落实情况：1.… 2.… says what the items are about
                target.key_points = joined(target.key_points, lead) if target.key_points else lead
                items = items[1:]
            for item in items:
                target.items.append(item)
                if item.slip and item.ordinal:
                    which = f"“{target.name.value}”评分细则第{item.ordinal.value}项"
                    self._growth.issue("ordinal-slip", f"{which}的序号与前一项不连续，请核对", cell, "warning")

    def _owner(self, rows: Sequence[int]) -> Branch:
        """The deepest branch that all the rows belong to; the first row's where they share none."""
        lines = [self._growth.targets[row].lineage() for row in rows]
        return next((b for b in lines[0] if all(b in line for line in lines)), lines[0][0])

    # --- bonuses and vetoes --------------------------------------------------------------------------------------------

    def _take_out_sanctions(self) -> None:
        called = [title_of(self._notice, self._tree.table, own=True)]
        called += [self._growth.passage(cell).cite(rule="name") for cell in self._rows.name_headers()]
        branches = as_one_group(self._tree.branches, [name for name in called if name])
        kept, bonuses, vetoes, issues = take_out_sanctions(branches, self._items, self._points_words)
        self._tree.branches, self._tree.bonuses, self._tree.vetoes = kept, bonuses, vetoes
        self._tree.issues.extend(issues)

    def _points_words(self, branch: Branch) -> Passage | None:
        """The first cell of the branch's points that says something."""
        for column in self._rows.points:
            for row in branch.rows:
                cell = self._rows.grid[row][column]
                if self._rows.text(cell) and not DASH.fullmatch(self._rows.text(cell)):
                    return self._growth.passage(cell)
        return None

    def _items(self, branch: Branch) -> list[Item]:
        """The branch's items; where it has none, its key points or its name are the one."""
        if branch.items:
            return branch.items
        evidence = (branch.key_points or branch.name).proof.evidence[0]
        return list(split_items(self._notice.passage(evidence.node, evidence.spans)))


def _key(text: str) -> str:
    return "".join(text.split())
