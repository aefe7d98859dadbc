"""Points at a heading's end without brackets (一、组织领导 20分, 1.会议部署……5分), where they add up."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.node import Node
from extract.points import PointsFound, points_of_name
from rubric_builder.arithmetic import SCALES

_RULED = re.compile(r"[扣加减奖得计]分?\s*\d|不得分|酌情|每\S{0,3}?\d+(?:\.\d+)?\s*分")
_LONGEST = 60  # characters: a heading with its points is no longer
_TABLES = frozenset({"table", "row", "cell"})


def ending_points(text: str) -> PointsFound | None:
    """The points without brackets at the end of a line that is a name or what is asked; None in one on how points go.

    >>> text = "组织领导20分"
    >>> text[ending_points(text).start :]
    '20分'
    """
    found = points_of_name(text.rstrip("；; ")) if len(text) <= _LONGEST and not _RULED.search(text) else None
    return found if found and found.kind == "points" and found.rule in ("name.bare", "name.led", "name.total") else None


def with_ending_points(nodes: Sequence[Node]) -> set[str]:
    """The ids of the numbered clauses whose points stand at the end without brackets, where they add up to those of the
    clause they are under, or to full marks; none where they do so in fewer families than not.
    """
    found = {node.id for family, _ in _families(nodes, None) for node in family if ending_points(_said(node))}
    right = wrong = 0
    for family, whole in _families(nodes, None) if found else ():
        stated = [_stated(node) for node in family]
        if len(family) < 2 or not any(node.id in found for node in family):
            continue
        total = sum((n for n in stated if n is not None), Decimal(0))
        if None not in stated and (total == whole if whole is not None else total in SCALES):
            right += 1
        elif whole is not None:
            wrong += 1
    return found if right and right >= wrong else set()


def _families(nodes: Sequence[Node], whole: Decimal | None) -> Iterator[tuple[list[Node], Decimal | None]]:
    """The numbered clauses side by side, with the points of the clause they are under."""
    yield [node for node in nodes if node.number is not None and node.kind != "paragraph"], whole
    for node in nodes:
        if node.kind not in _TABLES:
            yield from _families(node.children, _stated(node))


def _said(node: Node) -> str:
    return node.heading or node.text


def _stated(node: Node) -> Decimal | None:
    """The points at the end of what a clause is called, in brackets or not."""
    said = _said(node)
    found = ending_points(said) or (points_of_name(said) if len(said) <= _LONGEST else None)
    if found is None or found.kind != "points":
        return None
    return Decimal(said[found.start : found.end].rstrip("分 "))
