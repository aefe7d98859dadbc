"""What holds for every schema and all facts. KAOHE_HEAVY=10000 tries so many of each; otherwise a hundred."""

import os
from decimal import Decimal

from hypothesis import HealthCheck, given
from hypothesis import settings as profile
from hypothesis import strategies as st

from rubric_builder.draft import Draft
from rubric_builder.scoring import Fact, Facts, Scheme, Settings, calculate, open_choices, scheme, score, settled
from rubric_builder.scoring.asking import asked, fault_in
from rubric_builder.scoring.choices import CEILING
from rubric_builder.scoring.grading import is_worst
from tests.scoring_schemas import facts, schemas, settled_all

MANY = int(os.environ.get("KAOHE_HEAVY") or 100)
_SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
tried = profile(max_examples=MANY, deadline=None, suppress_health_check=_SLOW)


@st.composite
def years(draw: st.DrawFn, blanks: bool = False) -> tuple[Draft, Settings, Scheme, Facts]:
    """A schema, what a reviewer settled of it (all or some), the scheme, facts that answer it."""
    draft = draw(schemas())
    answers = settled_all(open_choices(draft), draw)
    if blanks:
        answers = {key: value for key, value in answers.items() if draw(st.booleans())}
    settings = settled(answers)
    made = scheme(draft, None, settings)
    return draft, settings, made, draw(facts(made, blanks=blanks))


@given(years(blanks=True))
@tried
def test_every_score_lies_within_its_bounds(year: tuple[Draft, Settings, Scheme, Facts]) -> None:
    _, settings, made, found = year
    result = calculate(made, found)
    for item, scored in zip(made.items, result.items, strict=True):
        if item.full is None or scored.score is None:
            continue
        added = any(t.effect == "add" for t in item.terms)
        assert scored.score >= 0
        assert added or scored.score <= item.full
    assert result.standard - result.blank == result.due
    if result.percent is not None:
        assert result.percent >= 0
        assert result.percent <= 100 or settings.option(CEILING) == "none" or (result.extra or 0) <= 0
    if result.settled and result.due > 0:
        assert None not in (result.percent, result.actual)


@given(years(), st.data())
@tried
def test_more_faults_never_raise_the_score(year: tuple[Draft, Settings, Scheme, Facts], data: st.DataObject) -> None:
    _, _, made, found = year
    losing = [t for i in made.items for t in i.terms if t.effect in ("lose", "zero") and t.id in found.found]
    if not losing:
        return
    term = data.draw(st.sampled_from(losing))
    before = found.found[term.id]
    ask = asked(term)
    more = [Decimal(before.value) + n for n in (1, 3)] if ask.kind != "yes_no" else [True]
    worse = data.draw(st.sampled_from(more))
    if fault_in(ask, worse):
        return
    then = calculate(made, found)
    now = calculate(made, found.model_copy(update={"found": {**found.found, term.id: Fact(value=worse, note="复查")}}))
    for a, b in zip(then.items, now.items, strict=True):
        assert a.score is None or b.score is None or b.score <= a.score
    if then.percent is not None and now.percent is not None:
        assert now.percent <= then.percent


@given(years(blanks=True))
@tried
def test_the_order_of_items_does_not_matter(year: tuple[Draft, Settings, Scheme, Facts]) -> None:
    draft, settings, made, found = year
    turned = draft.model_copy(update={"indicators": tuple(reversed(draft.indicators))})
    one, other = calculate(made, found), score(turned, found, settings)
    assert {i.id: i.score for i in one.items} == {i.id: i.score for i in other.items}
    assert (one.actual, one.percent, one.grade, set(one.open)) == (
        other.actual,
        other.percent,
        other.grade,
        set(other.open),
    )


@given(years(blanks=True))
@tried
def test_a_veto_is_never_outweighed(year: tuple[Draft, Settings, Scheme, Facts]) -> None:
    _, _, made, found = year
    result = calculate(made, found)
    names = [g.name for g in made.grades]
    for veto in made.vetoes:
        fact = found.found.get(veto.id)
        if fact is None or not fact.value or veto.grade is None:
            continue
        assert result.vetoed
        if is_worst(made.grades, veto.grade):
            assert result.grade is not None
            assert is_worst(made.grades, result.grade)
        elif result.grade in names:
            assert names.index(result.grade) >= names.index(veto.grade)


@given(years(blanks=True))
@tried
def test_a_replay_gives_the_same(year: tuple[Draft, Settings, Scheme, Facts]) -> None:
    draft, settings, made, found = year
    again = Draft.model_validate_json(draft.model_dump_json(by_alias=True))
    assert calculate(made, found) == score(again, Facts.model_validate_json(found.model_dump_json()), settings)


@given(years(blanks=True))
@tried
def test_the_steps_of_an_item_add_up_to_its_score(year: tuple[Draft, Settings, Scheme, Facts]) -> None:
    _, _, made, found = year
    for item, scored in zip(made.items, calculate(made, found).items, strict=True):
        if scored.score is None or scored.not_applicable is not None or item.full is None:
            continue
        if any(t.effect == "zero" and s.points for t in item.terms for s in scored.steps if s.rule == t.id):
            continue  # no points at all: the other rules are only told
        base = item.full if item.start == "full" else Decimal(0)
        assert base + sum((s.points for s in scored.steps if s.points is not None), Decimal(0)) == scored.score
