"""The rules of one record as terms: each by itself (`terms`), and what one says about another — 加倍扣分, 每项最多扣2分."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extract.findings import Cap, Multiple, Rule
from extract.rules.coverage import covered
from extract.rules.open_choices import open_questions
from extract.rules.units import measured
from rubric_builder.exports import wording
from rubric_builder.scoring.amounts import Chosen, Each, Listed, Once
from rubric_builder.scoring.choices import Choice, Settings
from rubric_builder.scoring.terms import Term, term
from rubric_builder.scoring.trees import Record, rule_id

_ZERO = Decimal(0)


def record_terms(
    own_id: str,
    rules: Sequence[Rule],
    full: Decimal | None,
    most: Decimal,
    settings: Settings,
    choices: dict[str, Choice],
) -> Record:
    """The record with its terms by id, in text order; what they leave open goes to `choices`."""
    questions = tuple(open_questions(rules)) if rules else ()
    once = {o.index for o in questions if o.question == "once"}
    made: dict[int, Term] = {}
    for n, rule in enumerate(rules):
        one = term(rule, rule_id(own_id, n), full, most, settings, asks_once=n in once)
        if one is not None:
            made[n] = one
    for n, rule in enumerate(rules):
        if isinstance(rule, Cap) and rule.scope == "each":
            _limit_each(rule, covered(rules, n), made, full)
    out: dict[str, Term] = {}
    for n, one in made.items():
        several = list(_multiplied(rules[n], n, rules, made)) if isinstance(rules[n], Multiple) else []
        for each in several or (one,):
            out[each.id] = each
            if each.choice:
                choices[each.choice.id] = each.choice
    return Record(own_id, rules, out, questions)


def _limit_each(cap: Cap, reach: Sequence[int], made: dict[int, Term], full: Decimal | None) -> None:
    """每项最多扣2分 of one count: how many there are of it in each. Of several together: the sum is given by hand."""
    alone = [n for n in reach if n in made]
    for n in alone:
        amount = made[n].amount
        counts = isinstance(amount, Each) and amount.repeats is True and len(alone) == 1
        if counts and isinstance(amount, Each) and cap.points is not None and cap.per and cap.per.unit != amount.unit:
            made[n] = replace(made[n], amount=Listed(amount, cap.points, cap.per.unit))
        else:
            made[n] = replace(made[n], amount=Chosen(_ZERO, full), choice=None)


def _multiplied(rule: Rule, at: int, rules: Sequence[Rule], made: Mapping[int, Term]) -> Iterator[Term]:
    """加倍扣分: of each rule covered, how many of its cases count so; their points once more (or less). None where that
    can't be said of one of them: then it is given by hand."""
    assert isinstance(rule, Multiple)
    bases = [made[n] for n in covered(rules, at) if n in made]
    more = rule.factor - 1
    if rule.over is None or not bases or not all(map(_countable, bases)):
        return
    for n, base in enumerate(bases, 1):
        own_id = made[at].id if len(bases) == 1 else f"{made[at].id}.x{n}"
        amount = base.amount
        assert isinstance(amount, Each | Once)
        points = amount.points * more
        said = made[at].said if len(bases) == 1 else f"{made[at].said}（{_short(base.said)}）"
        among = f"其中{rule.when or f'计{wording.points(rule.factor)}倍的'}"
        counted = Once(points) if isinstance(amount, Once) else Each(points, Decimal(1), amount.unit)
        yield replace(made[at], id=own_id, effect=base.effect, amount=counted, said=said, verb=among, base=base.id)


def _countable(base: Term) -> bool:
    if base.effect not in ("lose", "add"):
        return False
    amount = base.amount
    if isinstance(amount, Each):
        return amount.count == 1 and not measured(amount.unit) and amount.repeats is True
    return isinstance(amount, Once)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
