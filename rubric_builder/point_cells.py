"""What the points columns of a scoring table say: an indicator's points, an item's, those that several rows share."""

import re
from collections.abc import Sequence
from decimal import Decimal

from corpus.evidence import Cited
from extract.logical_tables import LogicalCell
from extract.points import PointsFound, points_of_cell
from rubric_builder.branches import Branch, inherited
from rubric_builder.deduction_points import place_deduction_points
from rubric_builder.groups import Group
from rubric_builder.growth import Growth, short

DASH = re.compile(r"[\s/／\-—–－\\无]*")
"""What says that there is nothing: ——, /, 无."""


def place_points(growth: Growth, column: int) -> None:
    """What a column of points says, put on the branches, their items or their fields."""
    depth = growth.rows.depth_of_points(column)
    for cell, rows in growth.cells(column):
        if rows[0] in growth.opened:
            continue
        text = growth.rows.text(cell)
        found = points_of_cell(text)
        covered = _covered(growth, column, rows)
        owner = growth.stated_for(covered, depth)
        group = growth.group(owner or growth.targets[rows[0]])
        if found is None or found.kind not in ("points", "percent", "plus") or group is Group.DEDUCTION:
            _keep_points(growth, column, cell, growth.targets[rows[0]], found, group)
        elif group in (Group.BONUS, Group.VETO):
            growth.targets[rows[0]].fields.setdefault(growth.rows.header(column), growth.passage(cell).cite())
        elif owner is not None:
            points = growth.cite(cell, found)
            _set_points(growth, owner, points, column, cell)
            if depth is None:
                _share(growth, points, covered)
            elif (only := growth.targets[rows[0]]) is not owner and only.rows == owner.rows:
                only.shared = only.shared or points  # the one below it
        else:
            _row_points(growth, cell, growth.cite(cell, found), rows)


def _covered(growth: Growth, column: int, rows: Sequence[int]) -> list[int]:
    """The rows a points cell speaks for: its own, and the rows below it of the same indicator that leave points empty."""
    out = list(rows)
    target = growth.targets[rows[0]]
    while (
        (out[-1] + 1) in growth.targets
        and growth.targets[out[-1] + 1] is target
        and not growth.rows.text(growth.rows.grid[out[-1] + 1][column])
    ):
        out.append(out[-1] + 1)
    return out


def _set_points(growth: Growth, owner: Branch, points: Cited[Decimal], column: int, cell: LogicalCell) -> None:
    if owner.points is None:
        owner.points = points
    elif owner.points.value != points.value:
        if owner.points.proof.rule.startswith("points.name") or column == growth.rows.points[0]:
            message = f"“{owner.name.value}”分值有两处且不一致：{owner.points.value}分与{points.value}分，请核对"
            growth.issue("points-conflict", message, cell, "error")
        owner.fields.setdefault(growth.rows.header(column), growth.passage(cell).cite())


def _keep_points(
    growth: Growth, column: int, cell: LogicalCell, target: Branch, found: PointsFound | None, group: Group
) -> None:
    """Points that are no plain number stay word for word beside the indicator."""
    target.fields.setdefault(growth.rows.header(column), growth.passage(cell).cite())
    if group is Group.DEDUCTION and found is not None and found.kind != "range":
        place_deduction_points(growth, column, cell, target, found)
    if group is Group.SCORED and not DASH.fullmatch(growth.rows.text(cell)):
        what = f"“{short(growth.rows.text(cell))}”" + (
            "是幅度，没有确定的分值" if found and found.kind == "range" else "没有读成分值"
        )
        message = f"“{target.name.value}”的{growth.rows.header(column)}{what}，请核对"
        growth.issue("points-unread", message, cell, "warning")


def _row_points(growth: Growth, cell: LogicalCell, points: Cited[Decimal], rows: Sequence[int]) -> None:
    """Points of a row that is only part of its indicator: those of the row's one item, or checked against its items."""
    target = growth.targets[rows[0]]
    if _share(growth, points, rows):
        return
    here = growth.items_of_rows(target, rows)
    if len(here) == 1:
        target.item_points[here[0]] = points
        return
    own = [item.points.value for i in here if (item := target.items[i]).points is not None]
    if here and len(own) == len(here):
        added = sum(own, Decimal(0))
        if added != points.value:
            row = rows[0] - growth.rows.table.header_rows + 1
            message = f"“{target.name.value}”第{row}行各项分值合计{added}分，该行分值{points.value}分，请核对"
            growth.issue("sum-mismatch", message, cell, "error")
        return
    part = Branch(inherited(target.name), points, parent=target, rows=list(rows))
    part.items = [target.items[i] for i in here]
    for i in reversed(here):
        del target.items[i]
    growth.moved_items(target)
    target.children.append(part)
    for row in rows:
        growth.targets[row] = part


def _share(growth: Growth, points: Cited[Decimal], rows: Sequence[int]) -> bool:
    """Whether a merged cell stands for several indicators: its points are then shared by them."""
    targets = dict.fromkeys(growth.targets[row] for row in rows)
    if len(targets) < 2:
        return False
    for target in targets:
        target.shared = target.shared or points
    return True
