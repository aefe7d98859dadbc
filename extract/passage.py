"""A stretch of a node's text as it is read, with the way back to the source: what every finder searches and cites from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, Proof
from corpus.source_text import SourceText
from corpus.spans import Span, united
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
        stretch = self.view.text[start:end]
        end = start + len(stretch.rstrip())
        start += len(stretch) - len(stretch.lstrip())
        return Evidence.at(self.source, self.node, self.citation, self.view.to_source(start, end))

    def evidence_of(self, spans: Sequence[Span]) -> Evidence:
        """Evidence for one or several stretches of `text`, in text order."""
        if len(spans) == 1:
            return self.evidence(*spans[0])
        source = united(s for span in spans for s in self.view.to_source(*span))
        return Evidence.at(self.source, self.node, self.citation, source)

    def cite(self, start: int = 0, end: int | None = None, *, reader: str = "text", rule: str = "") -> Cited[Any]:
        """What `[start, end)` says, got by the named reading of its quote (`corpus.reading`), with its proof.

        >>> passage.cite(*match.span("points"), reader="number", rule="deduct.per").value   # doctest: +SKIP
        Decimal('10')
        """
        return cited(self.evidence(start, end), reader, rule)

    def cite_of(self, spans: Sequence[Span], reader: str, rule: str) -> Cited[Any]:
        """What several stretches say together: 获 + 市级 + 表彰."""
        return cited(self.evidence_of(spans), reader, rule)


def cited(evidence: Evidence, reader: str, rule: str) -> Cited[Any]:
    """What the evidence says, got by the named reading of its quote, with its proof."""
    proof = Proof.trusted(
        {
            "how": "literal" if reader == "text" else "normalised",
            "reader": reader,
            "rule": rule,
            "evidence": (evidence,),
            "inputs": (),
            "by": None,
            "reason": None,
        }
    )
    return Cited(reading.read(reader, evidence.quote), proof)
