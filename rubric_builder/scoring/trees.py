"""How the terms of a record combine: caps and 就高 over the rules that they cover, repeated points back, 加倍 beside its base.

Where it is open which rules a cap covers, or whether two deductions both count, both readings stand side by side.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from corpus.evidence import Evidence
from corpus.reading import text
from extract.findings import Bonus, Cap, Deduct, Highest, Rule
from extract.rules.coverage import covered
from extract.rules.open_choices import Open
from rubric_builder.exports import wording
from rubric_builder.scoring.choices import Choice, Settings, put
from rubric_builder.scoring.combining import Best, Capped, Either, Leaf, Node, Repeated, Total
from rubric_builder.scoring.terms import Effect, Term, citation

_OF: Mapping[str, Effect] = {"deduct": "lose", "award": "earn", "bonus": "add"}


@dataclass(frozen=True, slots=True)
class Record:
    """Rules of one record, by the id that theirs begin with, what became of them, and what their words leave open."""

    id: str
    rules: Sequence[Rule]
    terms: Mapping[str, Term]
    questions: tuple[Open, ...] = ()


def nodes_of(record: Record, effect: Effect, settings: Settings, choices: dict[str, Choice]) -> tuple[Node, ...]:
    """The terms of a kind of one record, put together; what is open of that goes to `choices`."""
    if not any(term.effect == effect for term in record.terms.values()):
        return ()
    settled: dict[int, str] = {}
    undecided: list[tuple[Open, str]] = []
    for each in record.questions:
        if each.question in ("cap", "steps") and _effect(record.rules[each.index]) == effect:
            choice = put(each.question, rule_id(record.id, each.index), first=(), **each.words)
            choices[choice.id] = choice
            option = settings.option(choice.id)
            if option is None:
                undecided.append((each, choice.id))
            else:
                settled[each.index] = option

    def read(left: Sequence[tuple[Open, str]], answers: Mapping[int, str]) -> tuple[Node, ...]:
        if not left:
            return tuple(_together(record, effect, answers))
        (first, own_id), *rest = left
        readings = tuple(Total(read(rest, {**answers, first.index: key})) for key, _ in first.answers)
        return (Either(readings, own_id),)

    return read(undecided, settled)


def _effect(rule: Rule) -> Effect | None:
    return "lose" if isinstance(rule, Deduct) else _OF[rule.of] if isinstance(rule, Cap) else None


def _together(record: Record, effect: Effect, answers: Mapping[int, str]) -> list[Node]:
    rules, own_id = record.rules, record.id
    found: list[tuple[Node, frozenset[int]]] = []
    if own_id in record.terms and record.terms[own_id].effect == effect:
        found.append((Leaf(own_id), frozenset()))
    for n, rule in enumerate(rules):
        made = record.terms.get(rule_id(own_id, n))
        if made is not None and made.effect == effect and not made.base:
            more = tuple(Leaf(t.id) for t in record.terms.values() if t.base == made.id)
            found.append((_bounded(rule, made, more), frozenset({n})))
    for n, option in answers.items():
        if option == "worst" and isinstance(rules[n], Deduct):
            _put_over(found, {_before(rules, n), n}, partial(_worst, rules[n], rule_id(own_id, n)))
    for together in _sharing_a_cap(rules).values() if effect == "add" else ():
        _put_over(found, set(together), partial(_capped_together, rules[together[0]], rule_id(own_id, together[0])))
    over = [n for n, rule in enumerate(rules) if isinstance(rule, Cap | Highest) and _OF[rule.of] == effect]
    reaches = {n: _reach(rules, n, answers.get(n)) for n in over}
    for n in sorted(over, key=lambda n: (isinstance(rules[n], Cap), len(reaches[n]))):
        rule = rules[n]
        if not isinstance(rule, Cap | Highest) or not reaches[n]:
            continue
        if isinstance(rule, Cap) and (rule.points is None or rule.scope == "each"):
            continue
        _put_over(found, reaches[n], partial(_over, rule, rule_id(own_id, n)))
    return [node for node, _ in found]


def _put_over(
    found: list[tuple[Node, frozenset[int]]], reach: set[int], make: Callable[[tuple[Node, ...]], Node]
) -> None:
    """One node over all that is reached, at the place of the first of them."""
    inside = [(node, own) for node, own in found if own & reach]
    if inside:
        at = next(i for i, (_, own) in enumerate(found) if own & reach)
        found[:] = [(node, own) for node, own in found if not own & reach]
        held = frozenset().union(*(own for _, own in inside))
        found.insert(min(at, len(found)), (make(tuple(node for node, _ in inside)), held))


def _reach(rules: Sequence[Rule], n: int, option: str | None) -> set[int]:
    """What a cap covers; all before it back to the cap before, where that is what was settled."""
    rule = rules[n]
    if option == "all" and isinstance(rule, Cap):
        bare = rule.model_copy(update={"over": None})
        return set(covered([*rules[:n], bare, *rules[n + 1 :]], n))
    return set(covered(rules, n))


def _before(rules: Sequence[Rule], n: int) -> int:
    """The deduction with a condition before one."""
    return max((i for i, r in enumerate(rules[:n]) if isinstance(r, Deduct) and r.when), default=n)


def _worst(rule: Rule, own_id: str, parts: tuple[Node, ...]) -> Node:
    return Best(parts, own_id, f"“{_said(rule)}”与前一条同时成立", citation(rule), rule.evidence)


def _bounded(rule: Rule, made: Term, more: tuple[Node, ...]) -> Node:
    """A bonus with its own cap, or whose limit is to be settled; what multiplies it beside it."""
    leaf = Leaf(made.id)
    if isinstance(rule, Bonus) and rule.cap is not None and rule.points is not None and not shares_cap(rule):
        return Capped((leaf, *more), rule.cap, made.id, made.said, made.cite, made.evidence)
    return Total((leaf, *more)) if more else leaf


def shares_cap(rule: Rule) -> bool:
    """Whether a bonus's cap is that of several together: 加分最高不超过10分 over a list."""
    return isinstance(rule, Bonus) and "cap" in rule.proof and rule.proof["cap"].rule == "bonus.cap.shared"


def _sharing_a_cap(rules: Sequence[Rule]) -> Mapping[tuple[Evidence, ...], list[int]]:
    """The bonuses that one sentence caps together, by where it stands."""
    found: dict[tuple[Evidence, ...], list[int]] = {}
    for n, rule in enumerate(rules):
        if shares_cap(rule):
            found.setdefault(rule.proof["cap"].evidence, []).append(n)
    return found


def _capped_together(rule: Rule, own_id: str, parts: tuple[Node, ...]) -> Node:
    assert isinstance(rule, Bonus)
    evidence = rule.proof["cap"].evidence
    said = "".join(text(e.quote) for e in evidence)
    return Capped(
        parts, rule.cap, own_id, said if "加" in said else f"加分合计{said}", wording.cited(evidence), evidence
    )


def rule_id(own_id: str, n: int) -> str:
    """The id of a record's rule by its place from 0, as `rubric_builder.items` gives it."""
    return f"bonus-{n + 1}" if own_id == "bonus" else f"{own_id}.r{n + 1}"


def _over(rule: Cap | Highest, own_id: str, parts: tuple[Node, ...]) -> Node:
    if isinstance(rule, Highest):
        if rule.when is not None:  # whether several are one matter is a fact: what is given back for it
            return Repeated(parts, own_id, _said(rule), citation(rule), rule.evidence)
        return Best(parts, own_id, _said(rule), citation(rule), rule.evidence)
    return Capped(parts, rule.points, own_id, _said(rule), citation(rule), rule.evidence)


def _said(rule: Rule) -> str:
    return wording.sentence(rule).rstrip("，；。、 ")
