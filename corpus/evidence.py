"""Where a value stands in the source, and how it was got from there."""

from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from pydantic import Field

from corpus.source_text import Region, SourceText
from corpus.spans import Span
from corpus.values import Value

T = TypeVar("T")
How = Literal["literal", "normalised", "inherited", "computed", "human"]


class Evidence(Value):
    """Verbatim source text, pinned to one document and one reading of it.

    `citation` is the clause in words (《…实施细则》第五条第（二）项), `regions` one box a line a page in PDF points (empty
    where the format has no pages).
    """

    document: str
    text_sha256: str
    node: str
    citation: str
    spans: tuple[Span, ...]
    quote: str
    regions: tuple[Region, ...] = ()

    def __hash__(self) -> int:  # enough to tell pieces apart, and much cheaper than all fields with their regions
        return hash((self.document, self.node, self.spans))

    @classmethod
    def at(cls, source: SourceText, node: str, citation: str, spans: tuple[Span, ...]) -> "Evidence":
        """Evidence for spans of a source text; quote and regions are taken from it."""
        return cls.trusted(
            {
                "document": source.document.sha256,
                "text_sha256": source.sha256,
                "node": node,
                "citation": citation,
                "spans": spans,
                "quote": source.quote(spans),
                "regions": source.regions(spans),
            }
        )


class Proof(Value):
    """How a field's value was got and where it can be checked.

    `reader` names the reading in `corpus.reading` that gives the value from the quote (literal, normalised, inherited),
    or the computation that gives it from `inputs` (computed); `rule` is the id of the knowledge row that found it.
    `inputs` are paths of other fields (`ind-1.2#points`). A human value has `by` and `reason` instead of a reader.
    """

    how: How
    reader: str = ""
    rule: str = ""
    evidence: tuple[Evidence, ...] = ()
    inputs: tuple[str, ...] = ()
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Cited(Generic[T]):
    """A value with its proof."""

    value: T
    proof: Proof


class Proved(Value):
    """A record whose fields are proved one by one: `proof[field]` says where `field` comes from.

    `evidence` is what a reader of the record is shown: the clause or the cells it stands in.
    """

    evidence: tuple[Evidence, ...] = ()
    proof: dict[str, Proof] = Field(default_factory=dict)


P = TypeVar("P", bound=Proved)


def prove(model: type[P], *, evidence: tuple[Evidence, ...] | None = None, **fields: Any) -> P:
    """A record from its fields, those given as `Cited` with their proofs beside them.

    `evidence` is what a reader is shown; without it, all that the fields cite, in order and each once.
    """
    proof: dict[str, Proof] = {}
    for name, value in fields.items():
        if isinstance(value, Cited):
            proof[name], fields[name] = value.proof, value.value
    if evidence is None:
        evidence = tuple(dict.fromkeys([e for p in proof.values() for e in p.evidence]))
    return model(evidence=evidence, proof=proof, **fields)
