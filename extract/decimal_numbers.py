"""Decimal numbering (4, 4.1, 4.2.1): which number may come next, under what it stands, and what kind of clause it makes.

Source: the rules of enterprises and of offices that write like a standard (GB/T 1.1): the number holds the whole way
down, so a number counts where it continues the last one at some depth: after 4.2.3 come 4.2.3.1, 4.2.4, 4.3 or 5.1.
"""

from collections.abc import Sequence

from corpus.node import NodeKind
from extract.open_clauses import DIVISIONS, Clause

Path = tuple[int, ...]
_LEVELS: tuple[NodeKind, ...] = ("level1", "level2", "level3", "level4", "level5")
_IN_ARTICLE: tuple[NodeKind, ...] = ("item", "subitem", "level4", "level5")
_DEEPER = {"level1": 1, "level2": 2, "level3": 3, "level4": 4}
_UNDER_ARTICLE = {"article": -1, "item": 0, "subitem": 1}
_GAP = 3  # numbers that may be missing


def opens(path: Path, above: Clause | None) -> bool:
    """Whether a number is the first under a clause that has its first number: 4.1 under 4 职责, under 4. or under 第四章."""
    return (
        len(path) == 2
        and path[1] == 1
        and above is not None
        and above.family in ("whole", "digit", "chapter", "article")
        and above.number == path[0]
    )


def skips(last: Path, path: Path) -> Path | None:
    """The first missing number where one or two stand between the last and this one at the same depth; None otherwise."""
    if not last or len(path) > len(last) or path[:-1] != last[: len(path) - 1]:
        return None
    expected = last[len(path) - 1] + 1
    return (*path[:-1], expected) if expected < path[-1] < expected + _GAP else None


def parent_of(stack: Sequence[Clause], path: Path) -> int:
    """How much of the stack of open clauses stays open above a clause so numbered."""
    for depth in range(len(stack) - 1, -1, -1):
        clause = stack[depth]
        if clause.path and len(clause.path) < len(path) and clause.path == path[: len(clause.path)]:
            return depth + 1
        if clause.family in ("whole", "digit") and clause.number == path[0]:
            return depth + 1
        if clause.family == "article":
            return depth + 1
    first = next((i for i, clause in enumerate(stack) if clause.path), len(stack))
    kept = stack[:first]
    while kept and kept[-1].kind in ("paragraph", "level4", "level5"):
        kept = kept[:-1]
    return len(kept)


def kind_under(parent: Clause | None, path: Path) -> NodeKind | None:
    """What a clause so numbered makes under its parent; None where there is no level left."""
    if parent is not None and parent.kind in ("article", "item", "subitem"):
        depth = _UNDER_ARTICLE[parent.kind] + len(path) - max(len(parent.path), 1)
        return _IN_ARTICLE[depth] if 0 <= depth < len(_IN_ARTICLE) else None
    above = _DEEPER.get(parent.kind, 0) if parent and parent.kind not in DIVISIONS else 0
    held = len(parent.path) if parent and parent.path else 1
    at = above + len(path) - held - 1
    return _LEVELS[at] if 0 <= at < len(_LEVELS) else None
