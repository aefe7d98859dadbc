"""What the pipeline finds in a text: labelled spans, free of any library."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

Label = Literal[
    "ORGAN", "POSITION", "TIER", "TITLE", "MODIFIER", "DEPARTMENT", "OBLIGATION", "PERIOD", "COUNT", "DEADLINE"
]


@dataclass(frozen=True, slots=True)
class Mention:
    """`[start, end)` of a text, what it is and the id of the knowledge row that says so."""

    label: Label
    start: int
    end: int
    rule: str = ""

    @property
    def meaning(self) -> str:
        """The middle of the row's id: `party` of `organ.party.党委`."""
        parts = self.rule.split(".")
        return parts[1] if len(parts) > 1 else ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """The mentions of a text in reading order, and where each begins."""

    text: str
    found: tuple[Mention, ...]
    _by_start: dict[tuple[Label, int], tuple[Mention, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        index: dict[tuple[Label, int], tuple[Mention, ...]] = {}
        for mention in self.found:
            key = (mention.label, mention.start)
            index[key] = (*index.get(key, ()), mention)
        object.__setattr__(self, "_by_start", index)

    def at(self, label: Label, start: int) -> Sequence[Mention]:
        """The mentions with that label that begin there, longest first."""
        return sorted(self._by_start.get((label, start), ()), key=lambda m: -m.end)

    def of(self, label: Label, start: int = 0, end: int | None = None) -> Iterator[Mention]:
        """The mentions with that label that lie inside `[start, end)`."""
        end = len(self.text) if end is None else end
        return (m for m in self.found if m.label == label and start <= m.start and m.end <= end)
