"""Which rules of a record another rule reaches: what a cap limits, what 就高不重复 chooses from, what is doubled."""

from collections.abc import Sequence

from corpus.evidence import Proof
from extract.findings import Cap, Highest, Multiple, Rule

KINDS = {"deduct": ("deduct", "range", "portion"), "bonus": ("bonus", "range"), "award": ("award", "proportion", "tier", "rank", "bonus", "range")}  # fmt: skip
"""The kinds of rule that take points off, add or give them; 最高得5分 limits what is added on top too."""


def covered(rules: Sequence[Rule], index: int) -> tuple[int, ...]:
    """The indices of the rules that rule `index` reaches; none where it reaches no others.

    Those whose words lie within `over`. Without it (typed by a person): with scope item all of its kind, else those
    of its kind before it, back to the cap of that kind before.
    """
    rule = rules[index]
    if not isinstance(rule, Cap | Highest | Multiple):
        return ()
    of_kind = [i for i, other in enumerate(rules) if i != index and _is(other, rule.of)]
    if rule.over is not None and (proof := rule.proof.get("over")) and proof.evidence:
        return tuple(i for i in of_kind if _within(rules[i], proof))
    if getattr(rule, "scope", None) == "item":
        return tuple(of_kind)
    after = max((i for i, o in enumerate(rules[:index]) if isinstance(o, Cap) and o.of == rule.of), default=-1)
    return tuple(i for i in of_kind if after < i < index)


def _is(rule: Rule, of: str) -> bool:
    if rule.kind not in KINDS[of]:
        return False
    sign = getattr(rule, "sign", None)
    return sign is None or (sign < 0) == (of == "deduct")


def _within(rule: Rule, over: Proof) -> bool:
    """Whether the rule's score stands within the words covered."""
    spans = [s for e in over.evidence for s in e.spans]
    documents = {(e.document, e.text_sha256) for e in over.evidence}
    own = [s for e in rule.evidence if (e.document, e.text_sha256) in documents for s in e.spans]
    return bool(own) and any(a <= own[-1][0] and own[-1][1] <= b for a, b in _closed(spans))


def _closed(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans as one, from the first to the last: line ends between them belong to neither."""
    return [(min(a for a, _ in spans), max(b for _, b in spans))] if spans else []
