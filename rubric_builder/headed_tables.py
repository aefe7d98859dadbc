"""Tables under a heading with points: 一、重点工作（92分） over a table is the group that its indicators belong to."""

from collections.abc import Sequence
from decimal import Decimal

from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.points import points_of_name
from extract.table_titles import line_above
from rubric_builder.arithmetic import SCALES
from rubric_builder.branches import Branch, worth
from rubric_builder.groups import Group, group_of
from rubric_builder.names import bare_name, read_name, tier_of
from rubric_builder.table_tree import TableTree

_LENGTH = 40  # characters of a heading


def put_under_headings(notice: Notice, trees: Sequence[TableTree]) -> None:
    """Put each table's indicators under the numbered heading with points right above it.

    That is done where the table, or its first indicators, add up to the heading's points, or where two tables at least
    stand under such headings.
    A single table that does not add up stays as it is, and the reviewer is told.
    """
    headed = [(tree, heading) for tree in trees if (heading := _heading(notice, tree)) is not None]
    for tree, heading in headed:
        name = read_name(heading)
        made = Branch(name.cited, name.points)
        if made.points is None:
            continue
        total = sum(map(worth, tree.branches), Decimal(0))
        count = _count(tree.branches, made.points.value)
        if count is not None or len(headed) > 1:
            _wrap(tree, made, len(tree.branches) if count is None else count)
        else:
            said = heading.text.strip()
            message = f"表前标题“{said}”与表内分值合计{total.normalize():f}分不一致，请核对"
            tree.issues.append(Issue(code="sum-mismatch", severity="error", message=message, node=heading.node))


def _heading(notice: Notice, tree: TableTree) -> Passage | None:
    """The heading, where it is a numbered name with points that are not those of the whole."""
    said = line_above(notice, tree.table)
    several = sum(part.bears_out for part in tree.parts) > 1
    if said is None or several or not tree.branches or len(said.text) > _LENGTH:
        return None
    found = points_of_name(said.text)
    numbered = tier_of(said.text) in (1, 2) and group_of(bare_name(said.text)) is Group.SCORED
    if found is None or found.kind != "points" or not numbered:
        return None
    points = read_name(said).points
    return said if points is not None and points.value not in SCALES else None


def _count(branches: Sequence[Branch], points: Decimal) -> int | None:
    """How many of the first branches add up to the points: all, or those before the next such heading in the table."""
    total = Decimal(0)
    for count, branch in enumerate(branches, 1):
        total += worth(branch)
        if total == points:
            return count
    return None


def _wrap(tree: TableTree, made: Branch, count: int) -> None:
    inner, rest = tree.branches[:count], tree.branches[count:]
    made.children = inner
    made.rows = [row for branch in inner for row in branch.rows]
    for branch in inner:
        branch.parent = made
    tree.branches = [made, *rest]
