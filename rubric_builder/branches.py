"""Indicators in the making: the tree that tables and running text grow, before ids are given and totals computed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus import checks
from corpus.evidence import Cited, Evidence, Proof, prove
from extract.findings import Rule
from extract.items import Item
from rubric_builder.draft import Criterion, Indicator


@dataclass(slots=True, eq=False)
class Branch:
    """An indicator in the making. `where` is what staff call its place (表1第5行); `rows` the table rows it covers.

    `summed`: its points count into its parent's (those of a 扣分项 group don't).
    """

    name: Cited[str]
    points: Cited[Decimal] | None = None
    key_points: Cited[str] | None = None
    fields: dict[str, Cited[str]] = field(default_factory=dict)
    items: list[Item] = field(default_factory=list)
    item_points: dict[int, Cited[Decimal]] = field(default_factory=dict)
    children: list["Branch"] = field(default_factory=list)
    parent: "Branch | None" = None
    rows: list[int] = field(default_factory=list)

    def lineage(self) -> "list[Branch]":
        """The branch and what it stands under, outermost last."""
        out, at = [], self
        while True:
            out.append(at)
            if at.parent is None:
                return out
            at = at.parent

    def points_of(self, index: int) -> Cited[Decimal] | None:
        """The points of an item: its own, or those of the row that holds nothing else."""
        own = self.items[index].points
        if own is not None and (self.items[index].apart or index not in self.item_points):
            return own
        if index in self.item_points:
            return self.item_points[index]
        if self.points is not None and len(self.items) == 1 and not self.children:
            return inherited(self.points)
        return None


def inherited[T](cited: Cited[T]) -> Cited[T]:
    """The same value, taken over from the cell or indicator it is stated for."""
    return Cited(cited.value, cited.proof.model_copy(update={"how": "inherited"}))
