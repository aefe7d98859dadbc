"""Columns that say what each level of achievement earns (优秀 5, 良好 4, 合格 3) as steps of the row's item."""

from corpus.evidence import prove
from extract.findings import Tier, TierStep
from extract.items import Item
from extract.logical_tables import LogicalCell
from extract.points import points_of_cell
from rubric_builder.branches import Branch
from rubric_builder.growth import Growth, short


def place_levels(growth: Growth) -> None:
    """Give each row with points by level its item and the item the steps. A row that has no item asks what it is called."""
    if len(growth.rows.levels) < 2:
        return
    for column in growth.rows.unread_levels:
        for cell, _ in growth.cells(column):
            said = f"“{growth.rows.header(column)}”栏的“{short(growth.rows.text(cell))}”"
            growth.issue("points-unread", f"{said}没有读成分值，这一档只按原文保留，请核对", cell, "warning")
    for row, branch in growth.targets.items():
        steps = [step for column in growth.rows.levels if (step := _step(growth, row, column))]
        if len(steps) < 2:
            continue
        index = _item_of(growth, row, branch)
        if index is not None:
            branch.levels[index] = prove(Tier, tiers=tuple(steps), evidence=tuple(e for s in steps for e in s.evidence))


def _step(growth: Growth, row: int, column: int) -> TierStep | None:
    cell = growth.rows.grid[row][column]
    found = points_of_cell(growth.rows.text(cell))
    if cell.row != row or found is None or found.kind != "points":
        return None
    level = growth.passage(growth.rows.level_header(column)).cite(rule="tier.column")
    return prove(TierStep, when=level, points=growth.cite(cell, found))


def _item_of(growth: Growth, row: int, branch: Branch) -> int | None:
    """The place of the row's one item; made from what is asked, else from the name, where it has none."""
    here = growth.items_of_rows(branch, [row])
    if here:
        return here[0] if len(here) == 1 else None
    cell = _asked(growth, row)
    if cell is None:
        return None
    branch.items.append(Item(None, growth.passage(cell), None, False))
    growth.moved_items(branch)
    return len(branch.items) - 1


def _asked(growth: Growth, row: int) -> LogicalCell | None:
    """The cell of the row that says what is assessed."""
    columns = [*growth.rows.keys[:1], *reversed(growth.rows.names)]
    cells = (growth.rows.grid[row][column] for column in columns)
    return next((cell for cell in cells if growth.rows.text(cell)), None)
