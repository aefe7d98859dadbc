"""What holds for every schema and all facts: a few that Hypothesis steers, and with KAOHE_HEAVY=10000 so many seeds."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from extract.findings import Cap, Conversion, Rounding
from rubric_builder.draft import Draft
from rubric_builder.scoring import (
    Fact,
    Facts,
    Result,
    Scheme,
    Settings,
    calculate,
    open_choices,
    scheme,
    score,
    settled,
)
from rubric_builder.scoring.asking import asked, fault_in
from rubric_builder.scoring.calculation import all_terms
from rubric_builder.scoring.choices import CEILING
from rubric_builder.scoring.facts import Found, as_number
from rubric_builder.scoring.grading import is_worst
from rubric_builder.scoring.ranking import ranked
from rubric_builder.scoring.standing import counts
from rubric_builder.scoring.terms import Term
from tests.generated_schemas import facts, schemas, settled_all
from tests.scoring_schemas import CONDITIONED

HEAVY = int(os.environ.get("KAOHE_HEAVY") or 0)
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]

CHECKS: list[Callable[[Random, "Year"], None]] = []


@dataclass(frozen=True, slots=True)
class Year:
    """A schema, what a reviewer settled of it, the scheme, facts that answer it, the score."""

    draft: Draft
    settings: Settings
    made: Scheme
    facts: Facts
    result: Result


def a_year(r: Random) -> Year:
    """All answered, or (one in three) some choices open and some rows blank."""
    draft = schemas(r)
    blanks = r.random() < 0.3
    answers = settled_all(open_choices(draft), r)
    if blanks:
        answers = {key: value for key, value in answers.items() if r.random() < 0.6}
    settings = settled(answers)
    made = scheme(draft, None, settings)
    found = facts(r, made, blanks=blanks)
    return Year(draft, settings, made, found, calculate(made, found))


def over_many(check: Callable[[Random, Year], None]) -> Callable[[], None]:
    """The check as a test that Hypothesis steers, and as one of those over many seeds."""
    CHECKS.append(check)

    def steered(r: Random) -> None:
        check(r, a_year(r))

    steered.__name__, steered.__qualname__, steered.__doc__ = check.__name__, check.__qualname__, check.__doc__
    test: Any = given(st.randoms(use_true_random=False))(steered)
    return profile(max_examples=40, deadline=None, suppress_health_check=_SLOW)(test)  # type: ignore[no-any-return]  # Hypothesis leaves the signature open


@pytest.mark.parametrize("part", range(4))
def test_many_years(part: int) -> None:
    """Every check over each of the seeds, in four parts that may run side by side."""
    for seed in range(part, HEAVY or 20, 4):
        r = Random(seed)
        year = a_year(r)
        for check in CHECKS:
            try:
                check(r, year)
            except AssertionError as error:
                raise AssertionError(f"{check.__name__}: seed {seed}") from error


@over_many
def test_every_score_lies_within_its_bounds(r: Random, year: Year) -> None:
    made, result = year.made, year.result
    for item, scored in zip(made.items, result.items, strict=True):
        if item.full is None or scored.score is None:
            continue
        added = any(t.effect == "add" for t in item.terms)
        assert scored.score >= 0
        assert added or scored.score <= item.full
    assert result.standard - result.blank == result.due
    lost = sum((i.lost for i in result.items if i.lost is not None), Decimal(0))
    assert result.returned is None or 0 <= result.returned <= lost
    if result.percent is not None:
        assert result.percent >= 0
        beyond = any(i.over is True for i in made.items if any(t.effect == "add" for t in i.terms))
        free = year.settings.option(CEILING) == "none" or (beyond and (result.extra or 0) <= 0)
        assert result.percent <= 100 or free
    if result.settled and result.due > 0:
        assert None not in (result.percent, result.actual, result.extra, result.returned)


def _more(r: Random, term: Term, value: Found) -> Found:
    """A worse finding than there was."""
    if isinstance(value, tuple):
        return (value[0] + r.choice([1, 3]), *value[1:])
    return True if asked(term).kind == "yes_no" else Decimal(value) + r.choice([1, 3])


def _is_fault(term: Term) -> bool:
    """Whether more of it is worse: not where 减半 takes off less."""
    return term.effect in ("lose", "zero") and getattr(term.amount, "points", Decimal(1)) >= 0


@over_many
def test_more_faults_never_raise_the_score(r: Random, year: Year) -> None:
    made, found, then = year.made, year.facts, year.result
    faults = [t for t in all_terms(made) if _is_fault(t) and t.id in found.found]
    for term in r.sample(faults, min(len(faults), 2)):
        worse = _more(r, term, found.found[term.id].value)
        known = {**found.found, term.id: Fact(value=worse, note="复查")}
        base = found.found.get(term.base)
        if fault_in(asked(term), worse) or (base is not None and as_number(worse) > as_number(base.value)):
            continue
        now = calculate(made, found.model_copy(update={"found": known}))
        for a, b in zip(then.items, now.items, strict=True):
            assert a.score is None or b.score is None or b.score <= a.score
        if then.percent is not None and now.percent is not None:
            assert now.percent <= then.percent


@over_many
def test_the_order_of_items_does_not_matter(r: Random, year: Year) -> None:
    turned = year.draft.model_copy(update={"indicators": tuple(reversed(year.draft.indicators))})
    one, other = year.result, score(turned, year.facts, year.settings)
    assert {i.id: i.score for i in one.items} == {i.id: i.score for i in other.items}
    assert (one.actual, one.returned, one.extra, one.percent, one.grade, set(one.open)) == (
        other.actual, other.returned, other.extra, other.percent, other.grade, set(other.open),
    )  # fmt: skip


@over_many
def test_a_veto_is_never_outweighed(r: Random, year: Year) -> None:
    made, found, result = year.made, year.facts, year.result
    names = [g.name for g in made.grades]
    for veto in made.vetoes:
        fact = found.found.get(veto.id)
        if fact is None or not fact.value or veto.grade is None:
            continue
        assert result.vetoed
        if is_worst(made.grades, veto.grade):
            assert result.grade is not None
            assert is_worst(made.grades, result.grade)
        else:
            for name in (result.grade, *(name for _, name, _ in result.contested)):
                assert name not in names or names.index(name) >= names.index(veto.grade)


@over_many
def test_a_replay_gives_the_same(r: Random, year: Year) -> None:
    again = Draft.model_validate_json(year.draft.model_dump_json(by_alias=True))
    assert year.result == score(again, Facts.model_validate_json(year.facts.model_dump_json()), year.settings)


@over_many
def test_the_steps_of_an_item_add_up_to_its_score(r: Random, year: Year) -> None:
    for item, scored in zip(year.made.items, year.result.items, strict=True):
        if scored.score is None or scored.not_applicable is not None or item.full is None:
            continue
        if any(t.effect == "zero" and s.points for t in item.terms for s in scored.steps if s.rule == t.id):
            continue  # no points at all: the other rules are only told
        base = item.full if item.start == "full" else Decimal(0)
        assert base + sum((s.points for s in scored.steps if s.points is not None), Decimal(0)) == scored.score


@over_many
def test_rules_over_the_whole_keep_what_they_say(r: Random, year: Year) -> None:
    draft, settings, made, found, result = year.draft, year.settings, year.made, year.facts, year.result
    if result.percent is None:
        return
    weighed = any(t.effect == "factor" and t.top for t in made.terms)  # then less is lost than the items' own points
    for term in made.terms:
        if term.effect == "rounding" and term.decimals is not None:
            assert result.percent == round(result.percent, term.decimals)
        if (
            isinstance(term.rule, Cap)
            and term.rule.points is not None
            and term.effect == "lose"
            and term.choice is None
        ):
            covered = [i for i in made.items if i.start == "full" and term.top in (None, i.top)]
            if not weighed and all(i.full is not None for i in made.items if term.top in (None, i.top)):
                lost = sum(
                    (i.lost or Decimal(0) for i, o in zip(result.items, made.items, strict=True) if o in covered),
                    Decimal(0),
                )
                assert lost - (result.returned or 0) <= term.rule.points
    said = [t for t in draft.terms if not (isinstance(t, Conversion) or (isinstance(t, Cap) and t.points is None))]
    if any(isinstance(t, Rounding) and t.scope == "item" for t in said) or len(said) == len(draft.terms):
        return
    left = draft.model_copy(update={"terms": tuple(t for t in draft.terms if t not in said)})
    bare = draft.model_copy(update={"terms": ()})
    plain = found.model_copy(update={"found": {k: v for k, v in found.found.items() if not k.startswith("term-")}})
    assert (
        score(left, plain, settings).percent == score(bare, plain, settings).percent
    )  # what is only said changes nothing


@over_many
def test_places_decide_grades_as_they_say(r: Random, year: Year) -> None:
    made = year.made
    if made.grades != CONDITIONED:
        made = scheme(year.draft.model_copy(update={"grades": CONDITIONED}), None, year.settings)
    units = [facts(r, made).model_copy(update={"unit": f"第{n}单位"}) for n in range(r.randint(2, 5))]
    results = ranked(made, [_high(r, calculate(made, unit)) for unit in units])
    field = [x for x in results if counts(x)]
    best = [x for x in field if x.grade == "优秀"]
    assert len(best) * 10 <= len(field) * 3 + 10
    for one in best:
        assert all(
            (other.percent or 0) <= (one.percent or 0) or other.grade in ("优秀", None) or _barred(other)
            for other in field
        )


def _high(r: Random, result: Result) -> Result:
    """Some of the scores, lifted to where places are told apart."""
    if result.percent is None or not result.contested or r.random() < 0.3:
        return result
    return replace(result, percent=Decimal(r.randint(90, 94)))


def _barred(result: Result) -> bool:
    """Whether a unit is not among those that 优秀 is for: its own condition is not met, or a veto holds."""
    return result.vetoed or (result.percent or 0) < 90
