"""Indicators in the making: the tree that tables and running text grow, before ids are given and totals computed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from corpus import checks
from corpus.evidence import Cited, Evidence, Proof, prove
from extract.findings import Cap, Rule
from extract.items import Item
from extract.passage import Passage
from extract.rules import parse_rules
from rubric_builder.draft import Criterion, Indicator

T = TypeVar("T")

_TAKES_OFF = re.compile(r"[扣减]|不得分|不计分")
_LOSES = ("deduct", "range", "portion")


@dataclass(slots=True, eq=False)
class Branch:
    """An indicator in the making. `rows` are the table rows it covers, `item_points` the points of items by their index
    where the table gives them in a cell of their own, `shared` those it shares with its neighbours through a merged cell.
    `levels` are rules of items that stand in columns of their own, `ways` what a column on how points are lost says of an
    item, `limits` caps that a note puts on each item; `covered` the nodes whose words stand in items of the nodes above
    them; `each` what every item is worth (15分，每项3分).
    """

    name: Cited[str]
    points: Cited[Decimal] | None = None
    key_points: Cited[str] | None = None
    fields: dict[str, Cited[str]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    item_points: dict[int, Cited[Decimal]] = field(default_factory=dict)
    shared: Cited[Decimal] | None = None
    levels: dict[int, Rule] = field(default_factory=dict)
    ways: dict[int, list[Passage]] = field(default_factory=dict)
    limits: list[Cap] = field(default_factory=list)
    children: list["Branch"] = field(default_factory=list)
    parent: "Branch | None" = None
    rows: list[int] = field(default_factory=list)
    covered: list[str] = field(default_factory=list)
    each: Cited[Decimal] | None = None

    def lineage(self) -> "list[Branch]":
        """The branch and what it stands under, outermost last."""
        out, at = [], self
        while True:
            out.append(at)
            if at.parent is None:
                return out
            at = at.parent

    def points_of(self, index: int) -> Cited[Decimal] | None:
        """The points of an item: its own, or where no item has any, those of the row that they share (`inherited`)."""
        own = self._own_points(index)
        if own is None and self.each is not None:
            return inherited(self.each)
        of_row = self.points or self.shared
        if own is None and of_row is not None and not self.children:
            alone = all(self._own_points(i) is None for i in range(len(self.items)))
            return inherited(of_row) if alone else None
        return own

    def _own_points(self, index: int) -> Cited[Decimal] | None:
        """What an item states for itself. Points said in its sentence (得3分) count where the row's points bear them out."""
        item = self.items[index]
        if item.points is not None and item.apart:
            return item.points
        if index in self.item_points:
            return self.item_points[index]
        return item.points if self.points is None or self.children or self._borne_out() else None

    def _borne_out(self) -> bool:
        """Whether the items' stated points add up to the row's; those that only take points off state none."""
        found = [item.points or self.item_points.get(i) for i, item in enumerate(self.items)]
        stated = [points.value for points in found if points is not None]
        rest = [item for item, points in zip(self.items, found, strict=True) if points is None]
        if rest and (len(stated) < 2 or not all(_TAKES_OFF.search(item.passage.text) for item in rest)):
            return False
        return self.points is not None and sum(stated) == self.points.value


def worth(branch: Branch) -> Decimal:
    """What a branch is worth as far as it is known: its points, else those of its parts, a merged cell's once."""
    if branch.points is not None:
        return branch.points.value
    shared = {child.shared.proof.evidence: child.shared.value for child in branch.children if child.shared}
    own = (points.value for i in range(len(branch.items)) if (points := branch.points_of(i)) and not branch.shared)
    return sum(shared.values(), Decimal(0)) + sum(own, Decimal(0)) + sum(map(worth, branch.children), Decimal(0))


def inherited(cited: Cited[T]) -> Cited[T]:
    """The same value, taken over from the cell or indicator it is stated for."""
    return Cited(cited.value, cited.proof.model_copy(update={"how": "inherited"}))


def joined(one: Cited[str], other: Cited[str]) -> Cited[str]:
    """Two texts one after the other."""
    proof = one.proof.model_copy(update={"evidence": (*one.proof.evidence, *other.proof.evidence)})
    return Cited(one.value + other.value, proof)


def grow(branches: Sequence[Branch], first: int = 1) -> tuple[Indicator, ...]:
    """The indicators, numbered `ind-{first}` and on, points that are not stated computed from their parts.

    What an item says of all that follow (扣完为止，下同) is taken over by them.
    """
    likewise: list[Cap] = []
    return tuple(_indicator(branch, f"ind-{n}", 1, likewise) for n, branch in enumerate(branches, first))


def _indicator(branch: Branch, own_id: str, level: int, likewise: list[Cap]) -> Indicator:
    criteria = tuple(
        _criterion(branch, index, f"{own_id}.c{index + 1}", likewise) for index in range(len(branch.items))
    )
    children = tuple(
        _indicator(child, f"{own_id}.{n}", level + 1, likewise) for n, child in enumerate(branch.children, 1)
    )
    made = prove(
        Indicator, id=own_id, level=level, name=branch.name, points=branch.points or _total((*children, *criteria)),
        key_points=branch.key_points, criteria=criteria, children=children,
    )  # fmt: skip
    if not branch.fields:
        return made
    proof = {**made.proof, **{f"fields.{header}": cited.proof for header, cited in branch.fields.items()}}
    cited_at = tuple(dict.fromkeys((*made.evidence, *(e for c in branch.fields.values() for e in c.proof.evidence))))
    said = {header: cited.value for header, cited in branch.fields.items()}
    return made.model_copy(update={"fields": said, "proof": proof, "evidence": cited_at})


def _criterion(branch: Branch, index: int, own_id: str, likewise: list[Cap]) -> Criterion:
    item, points = branch.items[index], branch.points_of(index)
    rules = parse_rules(item.passage, points=points)
    for way in branch.ways.get(index, ()):
        rules = (*rules, *parse_rules(way, points=points))
    if index in branch.levels:
        rules = (*rules, branch.levels[index])
    rules = _limited(rules, [*branch.limits, *likewise])
    likewise += [_of_each(rule) for rule in rules if isinstance(rule, Cap) and rule.scope == "table"]
    return prove(Criterion, id=own_id, ordinal=item.ordinal, text=item.text, points=points, rules=rules)


def _limited(rules: tuple[Rule, ...], limits: Sequence[Cap]) -> tuple[Rule, ...]:
    """An item's rules with what limits the loss of each item, where they take points off and set no limit themselves."""
    loses = any(rule.kind in _LOSES and getattr(rule, "sign", -1) == -1 for rule in rules)
    own = [rule for rule in rules if isinstance(rule, Cap) and rule.of == "deduct"]
    stated = [limit for limit in limits if limit.points is not None]
    if not loses or any(cap.points is not None for cap in own):
        return rules
    if own:  # 扣完为止: what the table says of this one
        return (*rules, *stated[:1])
    return (*rules, *(stated or limits)[:1])


def _of_each(cap: Cap) -> Cap:
    """A cap said for the table (扣完为止，下同) as it stands on another item."""
    proof = {"of": cap.proof["of"].model_copy(update={"how": "inherited"})}
    return cap.model_copy(update={"scope": None, "over": None, "proof": proof})


def _total(parts: Sequence[Indicator | Criterion]) -> Cited[Any] | None:
    """The sum of the parts' points, those of a merged cell once; None where a part states none."""
    added: dict[str, Any] = {}
    merged: set[tuple[Evidence, ...]] = set()
    for part in parts:
        holder = part.criteria[0] if isinstance(part, Indicator) and part.points is None and part.criteria else part
        proof = holder.proof.get("points")
        if holder.points is None or proof is None or (proof.how == "inherited" and holder is part):
            return None
        if proof.how != "inherited" and holder is not part:
            return None
        if holder is part or proof.evidence not in merged:
            added[f"{holder.id}#points"] = holder.points
        merged.add(proof.evidence)
    if not added:
        return None
    return Cited(checks.total(list(added.values())), Proof(how="computed", reader="total", inputs=tuple(added)))
