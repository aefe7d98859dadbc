"""A scoring table while its tree grows: which row belongs to which indicator, and what the cells say."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from corpus.evidence import Cited
from extract.issues import Issue
from extract.logical_tables import LogicalCell
from extract.notice import Notice
from extract.passage import Passage
from extract.points import PointsFound
from extract.table_kinds import cell_id
from rubric_builder.branches import Branch
from rubric_builder.groups import Group, group_of
from rubric_builder.rows import TableRows
from rubric_builder.table_tree import TableTree


@dataclass(slots=True)
class Growth:
    """The tree so far. `targets`: row → the deepest branch it belongs to; `section_ids`: the `id()` of branches that
    section rows made; `opened`: section rows that say something of their own.
    """

    notice: Notice
    rows: TableRows
    tree: TableTree
    targets: dict[int, Branch] = field(default_factory=dict)
    section_ids: set[int] = field(default_factory=set)
    opened: set[int] = field(default_factory=set)
    _passages: dict[LogicalCell, Passage] = field(default_factory=dict)
    _items_at: dict[int, dict[str, list[int]]] = field(default_factory=dict)  # id(branch) → cell → places of its items

    def passage(self, cell: LogicalCell) -> Passage:
        """A cell's text with the way back to the source."""
        if cell not in self._passages:
            self._passages[cell] = self.notice.passage(cell_id(self.tree.table, cell))
        return self._passages[cell]

    def cells(self, column: int) -> Iterator[tuple[LogicalCell, list[int]]]:
        """The column's cells with text in indicator rows, each with those of its rows that are such."""
        done: set[tuple[int, int]] = set()
        for row in self.targets:
            cell = self.rows.grid[row][column]
            if (cell.row, cell.column) in done or not self.rows.text(cell):
                continue
            done.add((cell.row, cell.column))
            yield cell, [r for r in range(cell.row, cell.row + cell.row_span) if r in self.targets]

    def stated_for(self, rows: Sequence[int], depth: int | None) -> Branch | None:
        """The branch whose rows are exactly these (or at the given level); None where they are part of one's rows."""
        lineage = self.targets[rows[0]].lineage()
        if depth is not None:
            levels = [branch for branch in reversed(lineage) if id(branch) not in self.section_ids]
            return levels[depth] if depth < len(levels) else lineage[0]
        for branch in lineage:
            if branch.rows[0] <= rows[0] and rows[-1] <= branch.rows[-1]:
                return branch if len(branch.rows) == len(rows) else None
        return None

    def group(self, branch: Branch) -> Group:
        """What the branch, or what it stands under, is by its name."""
        found = (group_of(b.name.value) for b in branch.lineage())
        return next((g for g in found if g is not Group.SCORED), Group.SCORED)

    def items_of_rows(self, target: Branch, rows: Sequence[int]) -> list[int]:
        """The places in `target.items` of those that stand in the rows' cells."""
        if self.rows.criteria is None:
            return []
        if id(target) not in self._items_at:
            at = self._items_at[id(target)] = {}
            for i, item in enumerate(target.items):
                at.setdefault(item.passage.node, []).append(i)
        cells = dict.fromkeys(self.rows.grid[r][self.rows.criteria] for r in rows)
        return [i for c in cells for i in self._items_at[id(target)].get(cell_id(self.tree.table, c), ())]

    def moved_items(self, target: Branch) -> None:
        """Forget where the branch's items stood: some were taken out or put in."""
        self._items_at.pop(id(target), None)

    def cite(self, cell: LogicalCell, found: PointsFound) -> Cited[Decimal]:
        """The points found in a cell."""
        cited: Cited[Decimal] = self.passage(cell).cite(
            found.start, found.end, reader="number", rule=f"points.{found.rule}"
        )
        return cited

    def issue(self, code: str, message: str, cell: LogicalCell, severity: Literal["error", "warning", "info"]) -> None:
        """Tell the reviewer of something in a cell."""
        self.tree.issues.append(
            Issue(code=code, severity=severity, message=message, node=cell_id(self.tree.table, cell))
        )


def short(text: str) -> str:
    """A text as a message quotes it."""
    return text if len(text) <= 60 else f"{text[:48]}……"
