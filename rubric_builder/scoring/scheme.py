"""A schema made ready to compute: every item that has points, its terms, how they combine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from corpus.evidence import Evidence, Proved
from extract.findings import Grade, Rule
from rubric_builder.draft import Indicator
from rubric_builder.scoring.choices import Choice, Settings
from rubric_builder.scoring.combining import Node
from rubric_builder.scoring.conditions import Condition
from rubric_builder.scoring.terms import Term

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Part:
    """A criterion of an item (or an indicator without any), as it is read."""

    id: str
    text: str
    record: Proved
    rules: tuple[Rule, ...]
    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class ScoredItem:
    """What is scored as one: a criterion with points of its own, or all that share points.

    `full` null: no points are stated above it, so that it moves the total up or down. `start`: counted from the full
    marks, from zero, or undecided (null). `lose`, `earn`, `add`: how the terms of a kind combine. `over`: whether
    additions may go above the full marks (null: undecided). `swing`: how far it moves the total at most, either way.
    """

    id: str
    path: tuple[str, ...]
    indicator: Indicator
    top: str
    full: Decimal | None
    parts: tuple[Part, ...]
    start: Literal["full", "zero"] | None
    lose: Node
    earn: Node
    add: Node
    over: bool | None = True
    swing: Decimal | None = None
    remarks: tuple[str, ...] = ()
    decimals: int | None = None
    cite: str = ""
    terms: tuple[Term, ...] = ()

    @property
    def name(self) -> str:
        """What it is called: 规划部署 › 第2项."""
        return " › ".join(self.path)


@dataclass(frozen=True, slots=True)
class VetoTerm:
    """A veto. `grade`: the grade it leads to; `keep`: it leaves the grade as it is (both null/False: undecided)."""

    id: str
    when: str
    outcome: str
    said: str
    cite: str
    evidence: tuple[Evidence, ...]
    grade: str | None
    down: bool = False
    keep: bool = False
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class WholeTerm:
    """A rule over the whole table or the total. `term`: what the assessor gives for it; `effect`: it limits what is lost
    or added (as the trees say), multiplies, rounds, moves the total by what is given, or is only said. `top`: the
    first-level indicator that it is of; null: all. `decimals`: of a rounding."""

    id: str
    rule: Rule
    effect: Literal["lose", "add", "factor", "rounding", "moves", "said"]
    said: str
    cite: str
    evidence: tuple[Evidence, ...]
    term: Term | None = None
    top: str | None = None
    decimals: int | None = None
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What whole-table rules leave of points lost (or added): a tree over `leaves`, each `lost:` or `added:` and an item's
    id (`added:bonus`: the bonuses). `moved`: those of them that are no part of the full marks but move the total."""

    node: Node
    leaves: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A schema for one kind of unit (`group`), with the settings that hold. `tops`: first-level indicators by id.

    `terms` are the rules over the whole; `lost` and `added` what they leave of points lost and added: nothing where there
    is no such rule, two readings where it is undecided which of them holds. `conditions`: what grades ask beside points, by id.

    `blanks_count`: whether what is not filled in of deductions means that there was nothing to deduct.
    """

    title: str
    year: int | None
    scale: int | None
    group: str | None
    tops: tuple[tuple[str, str], ...]
    items: tuple[ScoredItem, ...]
    bonuses: tuple[Term, ...]
    bonus: Node
    vetoes: tuple[VetoTerm, ...]
    grades: tuple[Grade, ...]
    settings: Settings
    choices: Mapping[str, Choice]
    blanks_count: bool = False
    terms: tuple[WholeTerm, ...] = ()
    lost: tuple[Reading, ...] = ()
    added: tuple[Reading, ...] = ()
    conditions: Mapping[str, Condition] = field(default_factory=dict)

    @property
    def asked_conditions(self) -> Mapping[str, Condition]:
        """The conditions of grades that the assessor must say yes or no to, by the grade's id."""
        return {own_id: condition for own_id, condition in self.conditions.items() if condition.asks}

    @property
    def nullifiers(self) -> tuple[str, ...]:
        """Rules that leave no points at all: 总分计零分."""
        return tuple(t.id for i in self.items if i.full is None for t in i.terms if t.effect == "zero")

    @property
    def standard(self) -> Decimal:
        """标准分: all full marks."""
        return sum((item.full for item in self.items if item.full is not None), _ZERO)
