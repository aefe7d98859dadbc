"""Bonuses and vetoes made ready to compute."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from extract.findings import Rule, Veto
from extract.rules.questions import FREE
from rubric_builder.draft import Draft
from rubric_builder.exports import wording
from rubric_builder.scoring.amounts import ByHand
from rubric_builder.scoring.choices import Choice, Settings, as_points, limit_choice, veto_choice
from rubric_builder.scoring.combining import Capped, Leaf, Minus, Node, Total
from rubric_builder.scoring.record_terms import record_terms
from rubric_builder.scoring.scheme import VetoTerm
from rubric_builder.scoring.terms import Term, citation
from rubric_builder.scoring.trees import nodes_of

_ZERO = Decimal(0)


def bonus_terms(
    draft: Draft, most: Decimal, settings: Settings, choices: dict[str, Choice], *, limited: bool
) -> tuple[tuple[Term, ...], Node]:
    """The rules of the bonuses and how they combine; what they leave open goes to `choices`. `limited`: a rule over all
    says how much is added at most."""
    rules = draft.bonuses
    made: dict[str, Term] = {}
    found = record_terms("bonus", rules, None, most, settings, choices)
    for own_id, one in found.terms.items():
        if one.effect in ("zero", "factor"):  # what it would leave without points stands elsewhere
            one = replace(one, effect="lose", amount=ByHand(_ZERO, most))
        made[own_id] = replace(one, effect="add") if one.effect == "earn" else one
        if one.unparsed:
            made[own_id] = replace(one, effect="add", amount=ByHand(_ZERO, most))
    record = replace(found, terms=made)
    nodes = nodes_of(record, "add", settings, choices)
    if not limited:
        nodes = tuple(_limited(node, made, settings, choices) for node in nodes)
    lost = nodes_of(record, "lose", settings, choices)
    return tuple(made.values()), Total((*nodes, *([Minus(lost)] if lost else [])))


def _limited(node: Node, made: Mapping[str, Term], settings: Settings, choices: dict[str, Choice]) -> Node:
    """An addition that nothing limits: whether it has a limit is to be settled."""
    if isinstance(node, Capped):
        return node
    if not isinstance(node, Leaf):
        return replace(node, parts=tuple(_limited(part, made, settings, choices) for part in node.parts))
    if not made[node.id].unlimited or made[node.id].base:
        return node
    one = made[node.id]
    choice = limit_choice(one.id, one.said)
    choices[choice.id] = choice
    option = settings.option(choice.id)
    if option == FREE:
        return node
    return Capped((node,), as_points(option), one.id, one.said, one.cite, one.evidence, choice.id)


def veto_term(n: int, veto: Rule, draft: Draft, settings: Settings, choices: dict[str, Choice]) -> VetoTerm:
    """A veto and the grade that it leads to."""
    own_id = f"veto-{n}"
    outcome = veto.outcome if isinstance(veto, Veto) else ""
    when = veto.when if isinstance(veto, Veto) else wording.sentence(veto)
    said = wording.sentence(veto).rstrip("，；。、 ") or when
    grades = tuple(g.name for g in draft.grades)
    named = [g for g in sorted(grades, key=len, reverse=True) if g in outcome]
    found = VetoTerm(own_id, when, outcome, said, citation(veto), veto.evidence, None)
    if "取消" not in outcome and "不得" not in outcome:
        if named:
            return replace(found, grade=named[0])
        if not grades and outcome:
            return replace(found, grade=outcome)
        if outcome == "一票否决" and "不合格" in grades:
            return replace(found, grade="不合格")
    if not grades:
        return replace(found, keep=True)
    choice = veto_choice(own_id, said, grades)
    choices[choice.id] = choice
    option = settings.option(choice.id)
    if option is None:
        return replace(found, choice=choice.id)
    return replace(found, keep=True) if option == "keep" else replace(found, grade=option)
