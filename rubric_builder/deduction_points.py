"""Points beside deductions (扣分项 10): the most that can be lost, where that is certain, else a question for the reviewer."""

from collections.abc import Sequence
from decimal import Decimal

from corpus.evidence import Cited, prove
from extract.findings import Cap, Deduct, Rule
from extract.logical_tables import LogicalCell
from extract.points import PointsFound
from extract.rules import parse_rules
from rubric_builder.branches import Branch
from rubric_builder.groups import group_row_of
from rubric_builder.growth import Growth

_OFF = "group.deduction"


def place_deduction_points(growth: Growth, column: int, cell: LogicalCell, target: Branch, found: PointsFound) -> None:
    """Limit the row's items to the points, where these cannot be those of a single loss.

    That is so where the cell says so (最高扣10), where an item loses 扣完为止, and where each single loss is smaller.
    """
    group = next((b for b in target.lineage() if group_row_of(b.name.value) == _OFF), None)
    rules = [rule for item in target.items for rule in parse_rules(item.passage)]
    points = growth.cite(cell, found)
    if group is not None and (found.kind == "cap" or _limited(rules) or _all_below(rules, points)):
        words = growth.notice.passage(group.name.proof.evidence[0].node, group.name.proof.evidence[0].spans)
        target.limits.append(prove(Cap, points=points, of=words.cite(reader="polarity", rule="cap.deduction")))
    elif any(isinstance(rule, Deduct) and rule.per is not None for rule in rules):
        said = f"“{target.name.value}”的{growth.rows.header(column)}“{growth.rows.text(cell)}”"
        growth.issue(
            "points-unread", f"{said}是最多扣的分数还是每次扣的分数，原文没有写明，只按原文保留，请核对", cell, "info"
        )


def _limited(rules: Sequence[Rule]) -> bool:
    return any(isinstance(rule, Cap) and rule.of == "deduct" and rule.points is None for rule in rules)


def _all_below(rules: Sequence[Rule], points: Cited[Decimal]) -> bool:
    """Whether there are losses that can come again, each of them smaller than the points."""
    losses = [rule for rule in rules if isinstance(rule, Deduct)]
    again = any(loss.per is not None for loss in losses)
    return again and all(loss.points < points.value for loss in losses)
