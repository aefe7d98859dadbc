"""The indicator tree of a scoring table: names from its name columns and section rows, points from where they stand."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from corpus.evidence import Cited
from extract.cell_lines import is_list
from extract.issues import Issue
from extract.items import Item, split_items
from extract.logical_tables import LogicalCell
from extract.notice import Notice
from extract.passage import Passage
from extract.points import PointsFound, points_of_cell
from extract.table_kinds import cell_id
from extract.table_titles import title_of
from rubric_builder.branches import Branch, inherited, joined
from rubric_builder.groups import Group, group_of
from rubric_builder.names import read_name
from rubric_builder.rows import RowKind, TableRows
from rubric_builder.sanction_rows import as_one_group, take_out_sanctions
from rubric_builder.table_tree import TableTree, parts_of


def read_tree(notice: Notice, table_id: str, rows: TableRows) -> TableTree:
    """The indicator tree of the scoring table `table_id`."""
    return _Grower(notice, table_id, rows).grow()


class _Grower:
    def __init__(self, notice: Notice, table_id: str, rows: TableRows) -> None:
        self._notice, self._rows = notice, rows
        self._tree = TableTree(table_id)
        self._sections: list[tuple[int, Branch]] = []
        self._section_ids: set[int] = set()
        self._path: list[Branch | None] = [None] * len(rows.names)
        self._keys: dict[int, str] = {}  # id(branch) → its name as it is compared
        self._targets: dict[int, Branch] = {}  # row → the deepest branch it belongs to
        self._items_at: dict[int, dict[str, list[int]]] = {}  # id(branch) → cell → places of its items
        self._opened: set[int] = set()  # section rows that say something of their own
        self._totalled: list[tuple[int, Passage, Cited[Decimal]]] = []  # how many branches stand above a total row
        self._passages: dict[LogicalCell, Passage] = {}

    def grow(self) -> TableTree:
        """The tree, row by row; then what the columns say of it."""
        for row in self._rows.body():
            kind = self._rows.kind(row)
            if kind is RowKind.SECTION:
                self._section(row)
            elif kind is RowKind.TOTAL:
                self._total(row)
            elif kind is RowKind.NOTE:
                self._note(row)
            elif kind is RowKind.INDICATOR:
                self._indicator(row)
        self._criteria()
        for column in self._rows.points:
            self._points(column)
        self._texts()
        self._tree.parts.extend(parts_of(self._tree.branches, self._totalled))
        self._take_out_sanctions()
        return self._tree

    # --- names ---------------------------------------------------------------------------------------------------------

    def _passage(self, cell: LogicalCell) -> Passage:
        if cell not in self._passages:
            self._passages[cell] = self._notice.passage(cell_id(self._tree.table, cell))
        return self._passages[cell]

    def _branch(self, cell: LogicalCell, parent: Branch | None) -> Branch:
        name = read_name(self._passage(cell))
        made = Branch(name.cited, parent=parent)
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
        tier = read_name(self._passage(cell)).tier or label or 1
        while self._sections and self._sections[-1][0] >= tier:
            self._sections.pop()
        made = self._branch(cell, self._sections[-1][1] if self._sections else None)
        self._sections.append((tier, made))
        self._section_ids.add(id(made))
        self._path = [None] * len(self._rows.names)
        for column in self._rows.points:
            points = self._rows.grid[row][column]
            if points is not cell and (found := points_of_cell(self._rows.text(points))) and made.points is None:
                made.points = self._cite(points, found)
        own = {self._rows.section_cell(row), *(self._rows.grid[row][c] for c in self._rows.points)}
        if any(self._rows.text(c) and c not in own and c.column_span == 1 for c in self._rows.grid[row][1:]):
            self._targets[row] = made  # what the row says beside its name and points is the section's own
            made.rows.append(row)
            self._opened.add(row)

    def _indicator(self, row: int) -> None:
        """Find or make the branches the row belongs to, level by level. An empty name continues the one above."""
        fresh = False
        seen: list[LogicalCell] = []
        for depth, column in enumerate(self._rows.names):
            cell = self._rows.grid[row][column]
            if cell in seen:  # it covers both levels
                self._path[depth] = None
                continue
            seen.append(cell)
            text = self._rows.text(cell)
            here = self._path[depth]
            if not text:
                if fresh:
                    self._path[depth] = None
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
            target = self._whole_table()
        self._targets[row] = target
        for branch in target.lineage():
            branch.rows.append(row)

    def _whole_table(self) -> Branch:
        """For rows without any name: the table itself is the indicator, called what the table is called."""
        title = title_of(self._notice, self._tree.table)
        if title is None:
            first = next(c for c in self._rows.table.cells if self._rows.text(c))
            title = self._passage(first).cite(rule="name")
            self._issue("indicator-unnamed", "表内没有指标名称栏，表也没有标题，请补充指标名称", first, "warning")
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
                total = self._cite(cell, found)
                self._totalled.append((len(self._tree.branches), self._passage(label), total))
                if self._rows.is_grand_total(row):
                    self._tree.totals.append(total)
                return

    def _note(self, row: int) -> None:
        cell = next(c for c in self._rows.grid[row] if self._rows.text(c))
        self._issue("table-note", f"表内附注可能影响各项计分，请核对：{_short(self._rows.text(cell))}", cell, "info")

    # --- criteria, points, key points, fields ----------------------------------------------------------------------------

    def _criteria(self) -> None:
        column = self._rows.criteria
        if column is None:
            return
        for cell, rows in self._cells(column):
            target = self._owner(rows)
            for item in split_items(self._passage(cell)):
                target.items.append(item)
                if item.slip and item.ordinal:
                    which = f"“{target.name.value}”评分细则第{item.ordinal.value}项"
                    self._issue("ordinal-slip", f"{which}的序号与前一项不连续，请核对", cell, "warning")

    def _cells(self, column: int) -> Iterator[tuple[LogicalCell, list[int]]]:
        """The column's cells with text in indicator rows, each with those of its rows that are such."""
        done: set[tuple[int, int]] = set()
        for row in self._targets:
            cell = self._rows.grid[row][column]
            if (cell.row, cell.column) in done or not self._rows.text(cell):
                continue
            done.add((cell.row, cell.column))
            yield cell, [r for r in range(cell.row, cell.row + cell.row_span) if r in self._targets]

    def _owner(self, rows: Sequence[int]) -> Branch:
        """The deepest branch that all the rows belong to; the first row's where they share none."""
        lines = [self._targets[row].lineage() for row in rows]
        return next((b for b in lines[0] if all(b in line for line in lines)), lines[0][0])

    def _points(self, column: int) -> None:
        depth = self._rows.depth_of_points(column)
        for cell, rows in self._cells(column):
            if rows[0] in self._opened:
                continue
            text = self._rows.text(cell)
            found = points_of_cell(text)
            covered = self._covered(column, rows)
            owner = self._stated_for(covered, depth)
            group = self._group(owner or self._targets[rows[0]])
            if found is None or found.kind not in ("points", "percent", "plus") or group is Group.DEDUCTION:
                self._keep_points(column, cell, self._targets[rows[0]], found, group)
            elif group in (Group.BONUS, Group.VETO):
                self._targets[rows[0]].fields.setdefault(self._rows.header(column), self._passage(cell).cite())
            elif owner is not None:
                self._set_points(owner, self._cite(cell, found), column, cell)
                if depth is None:
                    self._share(self._cite(cell, found), covered)
            else:
                self._row_points(cell, self._cite(cell, found), rows)

    def _covered(self, column: int, rows: Sequence[int]) -> list[int]:
        """The rows a points cell speaks for: its own, and the rows below it of the same indicator that leave points empty."""
        out = list(rows)
        target = self._targets[rows[0]]
        while (
            (out[-1] + 1) in self._targets
            and self._targets[out[-1] + 1] is target
            and not self._rows.text(self._rows.grid[out[-1] + 1][column])
        ):
            out.append(out[-1] + 1)
        return out

    def _stated_for(self, rows: Sequence[int], depth: int | None) -> Branch | None:
        """The branch whose rows are exactly these (or at the given level); None where they are part of one's rows."""
        lineage = self._targets[rows[0]].lineage()
        if depth is not None:
            levels = [branch for branch in reversed(lineage) if id(branch) not in self._section_ids]
            return levels[depth] if depth < len(levels) else lineage[0]
        for branch in lineage:
            if branch.rows[0] <= rows[0] and rows[-1] <= branch.rows[-1]:
                return branch if len(branch.rows) == len(rows) else None
        return None

    def _group(self, branch: Branch) -> Group:
        found = (group_of(b.name.value) for b in branch.lineage())
        return next((g for g in found if g is not Group.SCORED), Group.SCORED)

    def _set_points(self, owner: Branch, points: Cited[Decimal], column: int, cell: LogicalCell) -> None:
        if owner.points is None:
            owner.points = points
        elif owner.points.value != points.value:
            if owner.points.proof.rule.startswith("points.name") or column == self._rows.points[0]:
                message = f"“{owner.name.value}”分值有两处且不一致：{owner.points.value}分与{points.value}分，请核对"
                self._issue("points-conflict", message, cell, "error")
            owner.fields.setdefault(self._rows.header(column), self._passage(cell).cite())

    def _keep_points(
        self, column: int, cell: LogicalCell, target: Branch, found: PointsFound | None, group: Group
    ) -> None:
        """Points that are no plain number stay word for word beside the indicator."""
        target.fields.setdefault(self._rows.header(column), self._passage(cell).cite())
        if group is Group.SCORED and not _DASH.fullmatch(self._rows.text(cell)):
            what = f"“{_short(self._rows.text(cell))}”" + (
                "是幅度，没有确定的分值" if found and found.kind == "range" else "没有读成分值"
            )
            message = f"“{target.name.value}”的{self._rows.header(column)}{what}，请核对"
            self._issue("points-unread", message, cell, "warning")

    def _row_points(self, cell: LogicalCell, points: Cited[Decimal], rows: Sequence[int]) -> None:
        """Points of a row that is only part of its indicator: those of the row's one item, or checked against its items."""
        target = self._targets[rows[0]]
        if self._share(points, rows):
            return
        here = self._items_of_rows(target, rows)
        if len(here) == 1:
            target.item_points[here[0]] = points
            return
        own = [item.points.value for i in here if (item := target.items[i]).points is not None]
        if here and len(own) == len(here):
            added = sum(own, Decimal(0))
            if added != points.value:
                row = rows[0] - self._rows.table.header_rows + 1
                message = f"“{target.name.value}”第{row}行各项分值合计{added}分，该行分值{points.value}分，请核对"
                self._issue("sum-mismatch", message, cell, "error")
            return
        part = Branch(inherited(target.name), points, parent=target, rows=list(rows))
        part.items = [target.items[i] for i in here]
        for i in reversed(here):
            del target.items[i]
        self._items_at.pop(id(target), None)
        target.children.append(part)
        for row in rows:
            self._targets[row] = part

    def _share(self, points: Cited[Decimal], rows: Sequence[int]) -> bool:
        """Whether a merged cell stands for several indicators: its points are then shared by them."""
        targets = dict.fromkeys(self._targets[row] for row in rows)
        if len(targets) < 2:
            return False
        for target in targets:
            target.shared = target.shared or points
        return True

    def _items_of_rows(self, target: Branch, rows: Sequence[int]) -> list[int]:
        """The places in `target.items` of those that stand in the rows' cells."""
        if self._rows.criteria is None:
            return []
        if id(target) not in self._items_at:
            at = self._items_at[id(target)] = {}
            for i, item in enumerate(target.items):
                at.setdefault(item.passage.node, []).append(i)
        cells = dict.fromkeys(self._rows.grid[r][self._rows.criteria] for r in rows)
        return [i for c in cells for i in self._items_at[id(target)].get(cell_id(self._tree.table, c), ())]

    def _texts(self) -> None:
        for n, column in enumerate(self._rows.keys):
            for cell, rows in self._cells(column):
                for target in dict.fromkeys(self._targets[r] for r in rows):
                    said = self._said(cell, target)
                    if n == 0 and target.key_points is None:
                        target.key_points = said
                    elif n == 0 and target.key_points is not None:
                        target.key_points = joined(target.key_points, said)
                    else:
                        self._add_field(target, column, said)
        for column in self._rows.others:
            depth = self._rows.depth_of_points(column) if self._rows.is_weight(column) else None
            for cell, rows in self._cells(column):
                targets = dict.fromkeys(self._targets[r] for r in rows)
                above = self._stated_for(rows, depth) if depth is not None else None
                for target in [above] if above else targets:
                    self._add_field(target, column, self._said(cell, target))

    def _said(self, cell: LogicalCell, target: Branch) -> Cited[str]:
        passage = self._passage(cell)
        listed = not self._notice.source.document.pages and is_list(passage.evidence().quote)
        cited: Cited[str] = passage.cite(reader="lines" if listed else "text", rule="cell")
        return cited if cell.row >= target.rows[0] else inherited(cited)

    def _add_field(self, target: Branch, column: int, said: Cited[str]) -> None:
        header, n = self._rows.header(column), 2
        name = header
        while name in target.fields:
            if target.fields[name].value == said.value:
                return
            name, n = f"{header}（{n}）", n + 1
        target.fields[name] = said

    # --- bonuses and vetoes --------------------------------------------------------------------------------------------

    def _take_out_sanctions(self) -> None:
        called = [title_of(self._notice, self._tree.table, own=True)]
        called += [self._passage(cell).cite(rule="name") for cell in self._rows.name_headers()]
        branches = as_one_group(self._tree.branches, [name for name in called if name])
        kept, bonuses, vetoes, issues = take_out_sanctions(branches, self._items, self._points_words)
        self._tree.branches, self._tree.bonuses, self._tree.vetoes = kept, bonuses, vetoes
        self._tree.issues.extend(issues)

    def _points_words(self, branch: Branch) -> Passage | None:
        """The first cell of the branch's points that says something."""
        for column in self._rows.points:
            for row in branch.rows:
                cell = self._rows.grid[row][column]
                if self._rows.text(cell) and not _DASH.fullmatch(self._rows.text(cell)):
                    return self._passage(cell)
        return None

    def _items(self, branch: Branch) -> list[Item]:
        """The branch's items; where it has none, its key points or its name are the one."""
        if branch.items:
            return branch.items
        evidence = (branch.key_points or branch.name).proof.evidence[0]
        return list(split_items(self._notice.passage(evidence.node, evidence.spans)))

    def _cite(self, cell: LogicalCell, found: PointsFound) -> Cited[Decimal]:
        cited: Cited[Decimal] = self._passage(cell).cite(
            found.start, found.end, reader="number", rule=f"points.{found.rule}"
        )
        return cited

    def _issue(self, code: str, message: str, cell: LogicalCell, severity: Literal["error", "warning", "info"]) -> None:
        node = cell_id(self._tree.table, cell)
        self._tree.issues.append(Issue(code=code, severity=severity, message=message, node=node))


_DASH = re.compile(r"[\s/／\-—–－\\无]*")


def _key(text: str) -> str:
    return "".join(text.split())


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:48]}……"
