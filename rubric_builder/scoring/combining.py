"""How the points of several rules combine: they add up, a cap limits their sum, only the highest counts, repeats go back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from corpus.evidence import Evidence

_ZERO = Decimal(0)


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
class Repeated:
    """All of them, less what the assessor gives back because several are one matter (the points of `rule`)."""

    parts: tuple["Node", ...]
    rule: str
    said: str = ""
    cite: str = ""
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Either:
    """Two readings of the same rules: which of them holds is undecided (`choice`)."""

    parts: tuple["Node", ...]
    choice: str


@dataclass(frozen=True, slots=True)
class Minus:
    """Points taken off among additions."""

    parts: tuple["Node", ...]


Node = Leaf | Total | Capped | Best | Repeated | Either | Minus


@dataclass(frozen=True, slots=True)
class Cut:
    """A cap or 就高 at work: what it left of what."""

    by: Capped | Best | Repeated
    before: Decimal
    after: Decimal


def combine(node: Node, points: Mapping[str, Decimal | None], cuts: list[Cut]) -> Decimal | None:
    """The points of all rules together; None where they hang on something undecided. What caps cut off goes to `cuts`."""
    if isinstance(node, Leaf):
        return points[node.id]
    if isinstance(node, Either):
        return _either(node, points, cuts)
    parts = [combine(part, points, cuts) for part in node.parts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    whole = sum(known, _ZERO)
    if isinstance(node, Best):
        after = max(known, default=_ZERO)
    elif isinstance(node, Capped):
        if node.limit is None:
            return whole if whole <= 0 else None
        after = min(whole, node.limit)
    elif isinstance(node, Repeated):
        back = points[node.rule]
        if back is None:
            return None
        after = max(whole - back, _ZERO)
    else:
        return -whole if isinstance(node, Minus) else whole
    if after != whole:
        cuts.append(Cut(node, whole, after))
    return after


def _either(node: Either, points: Mapping[str, Decimal | None], cuts: list[Cut]) -> Decimal | None:
    readings: list[tuple[Decimal | None, list[Cut]]] = []
    for part in node.parts:
        own: list[Cut] = []
        readings.append((combine(part, points, own), own))
    if len({value for value, _ in readings}) != 1:
        return None
    value, own = readings[0]
    cuts += own
    return value


def open_limits(node: Node, points: Mapping[str, Decimal | None]) -> Iterator[str]:
    """The choices on limits that the sum hangs on."""
    if isinstance(node, Leaf):
        return
    for part in node.parts:
        yield from open_limits(part, points)
    if isinstance(node, Either):
        values = [combine(part, points, []) for part in node.parts]
        if None not in values and len(set(values)) > 1:
            yield node.choice
    if isinstance(node, Capped) and node.limit is None and node.choice:
        whole = [combine(part, points, []) for part in node.parts]
        if None in whole or sum((w for w in whole if w is not None), _ZERO) > 0:
            yield node.choice
