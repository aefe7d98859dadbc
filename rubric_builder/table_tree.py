"""What a scoring table says: its first-level branches, and the parts of it that rows of totals close."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from corpus.evidence import Cited
from extract.findings import Rule
from extract.issues import Issue
from extract.passage import Passage
from rubric_builder.branches import Branch, worth

_TOTAL_WORDS = re.compile(r"\s*(?:总\s*分|小\s*计|合\s*计|总\s*计|得\s*分|满\s*分).*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TablePart:
    """What a row that adds up (初赛总分 100) stands below: the branches since the row before that did."""

    name: Cited[str]
    total: Cited[Decimal]
    branches: tuple[Branch, ...]

    @property
    def bears_out(self) -> bool:
        """Whether the branches do add up to what the row says."""
        return sum(map(worth, self.branches), Decimal(0)) == self.total.value


@dataclass(slots=True)
class TableTree:
    """What a scoring table says: its first-level branches, bonuses, vetoes, stated totals, the notes in rows of its own
    and what needs a person.
    """

    table: str
    branches: list[Branch] = field(default_factory=list)
    bonuses: list[Rule] = field(default_factory=list)
    vetoes: list[Rule] = field(default_factory=list)
    totals: list[Cited[Decimal]] = field(default_factory=list)
    parts: list[TablePart] = field(default_factory=list)
    notes: list[Passage] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)


def parts_of(
    branches: Sequence[Branch], totalled: Sequence[tuple[int, Passage, Cited[Decimal]]]
) -> Iterator[TablePart]:
    """Each stretch of branches that a total row closes. `totalled`: for each such row how many branches stand above it,
    its first words and its number.
    """
    first = 0
    for count, label, total in totalled:
        words = _TOTAL_WORDS.search(label.text)
        end = words.start() if words and label.text[: words.start()].strip() else len(label.text)
        stretch = tuple(branches[first:count])
        if stretch:
            yield TablePart(label.part(0, end).cite(rule="group.total-row"), total, stretch)
        first = max(first, count)
