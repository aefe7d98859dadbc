"""Points without 分 in brackets at an item's end (落实到位。（2.5）), where the indicators' points bear them out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.view import Edit
from extract.items import Item
from extract.passage import Passage
from rubric_builder.branches import Branch

_BARE = re.compile(r"\s*[（(【\[]\s*(?P<n>\d{1,3}(?:\.\d+)?)\s*[）)】\]]\s*[。；;]?\s*$")


def read_bare_points(branches: Sequence[Branch]) -> None:
    """Read the numbers as points in all indicators whose every item ends in one, if for most of them they add up."""
    candidates = [branch for branch in _all(branches) if branch.items and branch.points and _bare(branch)]
    right = [branch for branch in candidates if branch.points and _sum(branch) == branch.points.value]
    if right and 2 * len(right) > len(candidates):
        for branch in candidates:
            branch.items = [_with_points(item) for item in branch.items]


def _all(branches: Sequence[Branch]) -> Iterator[Branch]:
    for branch in branches:
        yield branch
        yield from _all(branch.children)


def _bare(branch: Branch) -> bool:
    return len(branch.items) > 1 and all(i.points is None and _BARE.search(i.passage.text) for i in branch.items)


def _sum(branch: Branch) -> Decimal:
    found = (_BARE.search(item.passage.text) for item in branch.items)
    return sum((Decimal(match["n"]) for match in found if match), Decimal(0))


def _with_points(item: Item) -> Item:
    passage, match = item.passage, _BARE.search(item.passage.text)
    if match is None:
        return item
    points = passage.cite(*match.span("n"), reader="number", rule="points.item.bare")
    rest = Passage(passage.source, passage.node, passage.citation, passage.view.edited([Edit(*match.span())]))
    return replace(item, passage=rest, points=points, apart=True)
