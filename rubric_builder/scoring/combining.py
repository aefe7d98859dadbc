"""How the points of several rules combine: they add up, a cap limits their sum, or only the highest counts."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corpus.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Leaf:
    """The points of one rule."""

    id: str


@dataclass(frozen=True, slots=True)
class Total:
    """All of them."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Capped:
    """All of them, but not more than `limit`. `limit` null: whether there is one is undecided (`choice`)."""

    parts: tuple["Node", ...]
    limit: Decimal | None
    rule: str
    said: str = ""
    cite: str = ""
    evidence: tuple[Evidence, ...] = ()
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class Best:
    """Only the highest of them."""

    parts: tuple["Node", ...]
    rule: str
    said: str = ""
    cite: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Minus:
    """Points taken off among additions."""

    parts: tuple["Node", ...]


Node = Leaf | Total | Capped | Best | Minus


@dataclass(frozen=True, slots=True)
class Cut:
    """A cap or 就高 at work: what it left of what."""

    by: Capped | Best
    before: Decimal
    after: Decimal


def combine(node: Node, points: Mapping[str, Decimal | None], cuts: list[Cut]) -> Decimal | None:
    """The points of all rules together; None where they hang on something undecided. What caps cut off goes to `cuts`."""
    if isinstance(node, Leaf):
        return points[node.id]
    parts = [combine(part, points, cuts) for part in node.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    whole = sum(known, Decimal(0))
    if isinstance(node, Best):
        after = max(known, default=Decimal(0))
    elif isinstance(node, Capped):
        if node.limit is None:
            return whole if whole <= 0 else None
        after = min(whole, node.limit)
    else:
        return -whole if isinstance(node, Minus) else whole
    if after != whole:
        cuts.append(Cut(node, whole, after))
    return after


def open_limits(node: Node, points: Mapping[str, Decimal | None]) -> Iterator[str]:
    """The choices on limits that the sum hangs on."""
    if isinstance(node, Leaf):
        return
    for part in node.parts:
        yield from open_limits(part, points)
    if isinstance(node, Capped) and node.limit is None and node.choice:
        whole = [combine(part, points, []) for part in node.parts]
        if None in whole or sum((w for w in whole if w is not None), Decimal(0)) > 0:
            yield node.choice


def leaves(node: Node) -> Iterator[str]:
    """The ids of the rules, in order."""
    if isinstance(node, Leaf):
        yield node.id
    else:
        for part in node.parts:
            yield from leaves(part)
