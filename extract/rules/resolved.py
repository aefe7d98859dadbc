"""What resolving gives: each clause put beside what it depends on, before fields are read from their words."""

from dataclasses import dataclass

from corpus.spans import Span
from extract.rules.grammar import Clause, Spans


@dataclass(frozen=True, slots=True)
class Single:
    """One clause that is one rule. `points`: its score, of a list its own; `cap`: the clause that caps this bonus;
    `reader`: what reads the score where it is one of those that a range shares out."""

    clause: Clause
    points: Span | None
    cap: Clause | None = None
    reader: str = "points"


@dataclass(frozen=True, slots=True)
class Capped:
    """A cap, 就高不重复 or 加倍; `of`: the words that say what it is of, `over`: those of the rules that it covers, `open`:
    the text leaves open whether it covers those before them too."""

    clause: Clause
    of: Span
    over: Span | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """A place or a level with its score. `when`: the words that name it; for 其余, the place before and 其余."""

    rule: Single
    when: Spans


@dataclass(frozen=True, slots=True)
class Steps:
    """A ranking or a tier."""

    ranking: bool
    steps: tuple[Step, ...]
    minus: Single | None = None
    lowest: Single | None = None


@dataclass(frozen=True, slots=True)
class Threshold:
    """达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分: full marks from a share on, less for each step below it.

    `of` and `full_at` are spans of the text, `nought` the clause that gives nothing below a share.
    """

    full: Single
    minus: Single
    full_at: Span
    of: Span | None
    nought: Single | None = None
    below: Span | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept verbatim: a stretch that is not understood (`doubt`), or a known remark on how scores combine."""

    span: Span
    rule: str


Resolved = Single | Capped | Steps | Threshold | Kept


def extent_of(rule: Resolved) -> Span:
    """From where the rule's condition begins to where its last score ends."""
    if isinstance(rule, Kept):
        return rule.span
    extents = [span for clause in clauses_of(rule) for span in clause.extent]
    return extents[0][0], extents[-1][1]


def clauses_of(rule: Resolved) -> list[Clause]:
    """The clauses that a rule is read from, in text order."""
    if isinstance(rule, Steps):
        return [step.rule.clause for step in rule.steps] + [s.clause for s in (rule.minus, rule.lowest) if s]
    if isinstance(rule, Threshold):
        return [s.clause for s in (rule.full, rule.minus, rule.nought) if s]
    return [] if isinstance(rule, Kept) else [rule.clause]
