"""How the terms of a record combine: caps and 就高 over the rules that they cover."""

from collections.abc import Mapping, Sequence

from extract.findings import Bonus, Cap, Highest, Rule
from extract.rules.coverage import covered
from rubric_builder.exports import wording
from rubric_builder.scoring.combining import Best, Capped, Leaf, Node, Total
from rubric_builder.scoring.scheme import Part
from rubric_builder.scoring.terms import Effect, Term, citation

_OF: Mapping[str, Effect] = {"deduct": "lose", "award": "earn", "bonus": "add"}


def tree(parts: Sequence[Part], effect: Effect) -> Node:
    """The terms of a kind, part by part, each cap over what stands before it."""
    nodes: list[Node] = []
    for part in parts:
        nodes += nodes_of(part.id, part.rules, {t.id: t for t in part.terms}, effect)
    return Total(tuple(nodes))


def nodes_of(own_id: str, rules: Sequence[Rule], terms: Mapping[str, Term], effect: Effect) -> list[Node]:
    """The terms of a kind of one record, caps and 就高 over those that they cover."""
    found: list[tuple[Node, frozenset[int]]] = []
    if own_id in terms and terms[own_id].effect == effect:
        found.append((Leaf(own_id), frozenset()))
    for n, rule in enumerate(rules):
        made = terms.get(rule_id(own_id, n))
        if made is not None and made.effect == effect:
            found.append((_bounded(rule, made), frozenset({n})))
    over = [n for n, rule in enumerate(rules) if isinstance(rule, Cap | Highest) and _OF[rule.of] == effect]
    for n in sorted(over, key=lambda n: (isinstance(rules[n], Cap), len(covered(rules, n)))):
        rule, reach = rules[n], set(covered(rules, n))
        if not isinstance(rule, Cap | Highest) or not reach:
            continue
        if isinstance(rule, Cap) and (rule.points is None or rule.scope == "each"):
            continue
        inside = [node for node, own in found if own & reach]
        if inside:
            at = next(i for i, (_, own) in enumerate(found) if own & reach)
            held = frozenset().union(*(own for _, own in found if own & reach))
            found = [(node, own) for node, own in found if not own & reach]
            found.insert(min(at, len(found)), (_over(rule, rule_id(own_id, n), tuple(inside)), held))
    return [node for node, _ in found]


def _bounded(rule: Rule, made: Term) -> Node:
    """A bonus with its own cap, or whose limit is to be settled."""
    leaf = Leaf(made.id)
    if isinstance(rule, Bonus) and rule.cap is not None and rule.points is not None:
        return Capped((leaf,), rule.cap, made.id, made.said, made.cite, made.evidence)
    return leaf


def rule_id(own_id: str, n: int) -> str:
    """The id of a record's rule by its place from 0, as `rubric_builder.items` gives it."""
    return f"bonus-{n + 1}" if own_id == "bonus" else f"{own_id}.r{n + 1}"


def _over(rule: Cap | Highest, own_id: str, parts: tuple[Node, ...]) -> Node:
    said = wording.sentence(rule).rstrip("，；。、 ")
    if isinstance(rule, Highest):
        return Best(parts, own_id, said, citation(rule), rule.evidence)
    return Capped(parts, rule.points, own_id, said, citation(rule), rule.evidence)
