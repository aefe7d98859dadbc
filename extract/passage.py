"""A stretch of a node's text as it is read, with the way back to the source: what every finder searches and cites from."""

from dataclasses import dataclass
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, How, Proof
from corpus.source_text import SourceText
from corpus.view import View


@dataclass(frozen=True, slots=True)
class Passage:
    """`text` is what is searched; offsets into it are turned into evidence. `node` and `citation` name where it stands."""

    source: SourceText
    node: str
    citation: str
    view: View

    @property
    def text(self) -> str:
        """The text as it is read: furniture dropped, wraps rejoined, forms folded."""
        return self.view.text

    def part(self, start: int, end: int) -> "Passage":
        """The stretch `[start, end)` of this passage as a passage of its own."""
        return Passage(self.source, self.node, self.citation, self.view.part(start, end))

    def evidence(self, start: int = 0, end: int | None = None) -> Evidence:
        """Evidence for `[start, end)` of `text`; surrounding white space is left out."""
        end = len(self.text) if end is None else end
        stretch = self.text[start:end]
        start += len(stretch) - len(stretch.lstrip())
        end -= len(stretch) - len(stretch.rstrip())
        return Evidence.at(self.source, self.node, self.citation, self.view.to_source(start, end))

    def cite(self, start: int = 0, end: int | None = None, *, reader: str = "text", rule: str = "") -> Cited[Any]:
        """What `[start, end)` says, got by the named reading of its quote (`corpus.reading`), with its proof.

        >>> passage.cite(*match.span("points"), reader="number", rule="deduct.per").value   # doctest: +SKIP
        Decimal('10')
        """
        evidence = self.evidence(start, end)
        how: How = "literal" if reader == "text" else "normalised"
        return Cited(
            reading.read(reader, evidence.quote), Proof(how=how, reader=reader, rule=rule, evidence=(evidence,))
        )
