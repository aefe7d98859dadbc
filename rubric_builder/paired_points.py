"""Points that stand with what is asked (1.制定方案。（1分）) for the items beside it that say how they are lost."""

from collections.abc import Sequence
from decimal import Decimal

from corpus.evidence import Cited
from extract.items import Item, split_items
from extract.passage import Passage
from rubric_builder.branches import Branch
from rubric_builder.growth import Growth


def place_paired(growth: Growth) -> None:
    """Give items the points of what they belong to: cell beside cell, one each, in order and by number.

    Where the numbers do not agree, or one side has more than the other, nothing is paired.
    """
    for column in growth.rows.keys:
        for cell, rows in growth.cells(column):
            targets = dict.fromkeys(growth.targets[row] for row in rows)
            asked = _with_points(growth.passage(cell))
            if len(targets) == 1 and asked:
                target = next(iter(targets))
                _pair(target, growth.items_of_rows(target, rows), asked)


def _with_points(passage: Passage) -> list[tuple[Item, Cited[Decimal]]]:
    """The items of a cell with their points; none where one has no points of its own."""
    items = split_items(passage)
    found = [(item, item.points) for item in items if item.points is not None and item.apart]
    return found if len(found) == len(items) else []


def _pair(target: Branch, places: Sequence[int], asked: Sequence[tuple[Item, Cited[Decimal]]]) -> None:
    if len(places) != len(asked):
        return
    items = [target.items[place] for place in places]
    numbered = [
        (a.ordinal.value, b.ordinal.value) for (a, _), b in zip(asked, items, strict=True) if a.ordinal and b.ordinal
    ]
    if len(items) > 1 and any(one != other for one, other in numbered):
        return
    for place, (_, points) in zip(places, asked, strict=True):
        target.item_points.setdefault(place, points)
