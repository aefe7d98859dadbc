"""The calculation: schema + facts + settings → score. Pure, exact (`Decimal`), every step with its rule and its words."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from corpus.errors import Unreadable
from rubric_builder.draft import Draft
from rubric_builder.scoring.amounts import Reckoned, reckon
from rubric_builder.scoring.asking import asked, fault_in
from rubric_builder.scoring.choices import Settings
from rubric_builder.scoring.combining import Cut, Node, combine, open_limits
from rubric_builder.scoring.compiling import scheme
from rubric_builder.scoring.facts import Facts, Found, as_number
from rubric_builder.scoring.grading import Graded, graded
from rubric_builder.scoring.results import ItemScore, Result, Step
from rubric_builder.scoring.saying import (
    blank_sentence,
    ceiling_sentence,
    cut_step,
    floor_sentence,
    number,
    sentence,
)
from rubric_builder.scoring.scheme import Scheme, ScoredItem
from rubric_builder.scoring.terms import ASSUMED, Effect, Term
from rubric_builder.scoring.totals import Totals, totals

_ZERO = Decimal(0)


def score(schema: Draft, facts: Facts, settings: Settings = Settings.EMPTY) -> Result:
    """A unit's score. Raises `Unreadable` for a fact that is no answer to what its rule asks, and for one of no rule."""
    return calculate(scheme(schema, facts.group, settings), facts)


def calculate(made: Scheme, facts: Facts) -> Result:
    """`score` with the schema made ready once for many units."""
    _check(made, facts)
    items = tuple(_item(made, item, facts) for item in made.items)
    bonus_points, bonus_steps, bonus_open = term_points(made, made.bonuses, facts)
    cuts: list[Cut] = []
    bonus = combine(made.bonus, bonus_points, cuts)
    bonus_steps = (*bonus_steps, *(cut_step(cut, "add") for cut in cuts))
    undecided = (i for i in items if i.score is None)
    waits = [
        *(o for i in undecided for s in i.steps if (o := s.open)),
        *bonus_open,
        *open_limits(made.bonus, bonus_points),
    ]
    nullified = any(n in facts.found and facts.found[n].value for n in made.nullifiers)
    whole: Totals = totals(made, term_points(made, whole_asked(made), facts), items, bonus, nullified=nullified)
    waits += whole.open
    remarks: list[str] = []
    percent = whole.percent
    if whole.due <= 0:
        remarks.append("应得分为0，无法折算百分制得分" if made.items else "方案中没有计分项目")
    end: Graded = graded(made, facts, percent)
    waits += end.open
    remarks += end.remarks
    return Result(
        unit=facts.unit, group=made.group, items=items, tops=whole.tops, bonus_steps=bonus_steps, veto_steps=end.steps,
        standard=whole.standard, blank=whole.standard - whole.due, due=whole.due, actual=whole.actual, extra=whole.extra,
        percent=percent, grade=end.grade, vetoed=end.vetoed, open=tuple(dict.fromkeys(waits)), remarks=tuple(remarks),
        total_steps=(*whole.steps, *end.told), returned=whole.returned, contested=end.contested,
    )  # fmt: skip


def _check(made: Scheme, facts: Facts) -> None:
    """Every fact answers a rule of the schema, within its bounds."""
    terms = {t.id: t for t in all_terms(made)}
    vetoes = {v.id for v in made.vetoes}
    items = {i.id: i for i in made.items}
    for rule_id, fact in facts.found.items():
        if rule_id in vetoes or rule_id in made.asked_conditions:
            if not isinstance(fact.value, bool):
                raise Unreadable("fact.value", f"{facts.unit}的“{rule_id}”应填“是”或“否”")
            continue
        if rule_id not in terms:
            raise Unreadable(
                "fact.unknown", f"{facts.unit}填报的“{rule_id}”在方案中没有对应的计分规则，请核对所用的方案"
            )
        fault = fault_in(asked(terms[rule_id]), fact.value)
        if fault:
            raise Unreadable(
                "fact.value", f"{facts.unit}的“{terms[rule_id].said}”（{rule_id}）填报值{_typed(fact.value)}{fault}"
            )
        base = terms[rule_id].base
        if base in facts.found and as_number(fact.value) > as_number(facts.found[base].value):
            raise Unreadable(
                "fact.value",
                f"{facts.unit}的“{terms[rule_id].said}”（{rule_id}）填报值{as_number(fact.value)}"
                f"大于“{terms[base].said}”的{as_number(facts.found[base].value)}",
            )
        if terms[rule_id].by_hand and fact.value and not fact.note.strip():
            raise Unreadable("fact.reason", f"{facts.unit}的“{terms[rule_id].said}”（{rule_id}）由人工评定，须写明理由")
    for item_id, reason in facts.not_applicable.items():
        if item_id not in items:
            raise Unreadable("fact.unknown", f"{facts.unit}的空项“{item_id}”在方案中没有，请核对所用的方案")
        if not reason.strip():
            raise Unreadable("fact.reason", f"{facts.unit}的“{items[item_id].name}”列为空项，须写明理由")


def _typed(value: Found) -> str:
    return "、".join(map(str, value)) if isinstance(value, tuple) else str(value)


def all_terms(made: Scheme) -> Iterator[Term]:
    """Every rule that asks for a fact, in reading order."""
    for item in made.items:
        yield from item.terms
    yield from made.bonuses
    yield from whole_asked(made)


def whole_asked(made: Scheme) -> tuple[Term, ...]:
    """What the assessor gives for rules over the whole table."""
    return tuple(each.term for each in made.terms if each.term is not None)


def _item(made: Scheme, item: ScoredItem, facts: Facts) -> ItemScore:
    reason = facts.not_applicable.get(item.id)
    if reason is not None:
        return ItemScore(item.id, item.name, item.top, item.full, None, (), reason, item.remarks)
    points, steps, waiting = term_points(made, item.terms, facts)
    nought = next((t for t in item.terms if t.effect == "zero" and points[t.id]), None)
    total: Decimal | None = _ZERO
    more: list[Step] = []
    added: Decimal = _ZERO
    if nought is None:
        total, added, more = (None, _ZERO, []) if waiting else _combined(made, item, points)
    if total is not None:
        total, more = _factored(item, points, total, more)
        for term in item.terms:
            added *= (points[term.id] or _ZERO) if term.effect == "factor" else 1
    return ItemScore(item.id, item.name, item.top, item.full, total, (*steps, *more), None, item.remarks, added)


def term_points(
    made: Scheme, terms: Iterable[Term], facts: Facts
) -> tuple[dict[str, Decimal | None], tuple[Step, ...], list[str]]:
    """Each rule applied to its fact: its points, its step, and what is waited for."""
    points: dict[str, Decimal | None] = {}
    steps: list[Step] = []
    waiting: list[str] = []
    for term in terms:
        fact = facts.found.get(term.id)
        if fact is None:
            assumed = made.blanks_count and term.effect in ASSUMED
            points[term.id] = _ZERO if assumed else None
            wait = "" if assumed else f"fact:{term.id}"
            steps.append(
                Step(term.id, blank_sentence(term, assumed), _ZERO if assumed else None, None, term.by_hand, wait)
            )
            waiting += [wait] if wait else []
            continue
        listed = fact.value if isinstance(fact.value, tuple) else ()
        got: Reckoned = reckon(term.amount, as_number(fact.value), listed)
        points[term.id] = got.points
        sign = -1 if term.effect in ("lose", "zero") else 1
        wait = term.choice.id if got.points is None and term.choice else ""
        change = None if got.points is None or term.effect in ("factor", "repeat") else sign * got.points
        steps.append(Step(term.id, sentence(term, fact, got), change, fact, term.by_hand, wait))
        waiting += [wait] if wait else []
    return points, tuple(steps), waiting


def _combined(
    made: Scheme, item: ScoredItem, points: dict[str, Decimal | None]
) -> tuple[Decimal | None, Decimal, list[Step]]:
    """The item's score from its rules' points, within its bounds; what of it was added on top; the steps of what caps and
    bounds cut off."""
    steps: list[Step] = []

    def together(node: Node, effect: Effect) -> Decimal | None:
        cuts: list[Cut] = []
        value = combine(node, points, cuts)
        steps.extend(cut_step(cut, effect) for cut in cuts)
        return value

    lost, earned, added = together(item.lose, "lose"), together(item.earn, "earn"), together(item.add, "add")
    if lost is None or earned is None or added is None:
        waits = dict.fromkeys(o for node in (item.lose, item.earn, item.add) for o in open_limits(node, points))
        steps += [Step(item.id, made.choices[o].question, None, open=o) for o in waits]
        return None, _ZERO, steps
    if item.full is None:
        moved = earned + added - lost
        if item.swing is not None and abs(moved) > item.swing:
            kept = max(min(moved, item.swing), -item.swing)
            words = f"“{item.name}”合计{number(moved)}分，按上限计{number(kept)}分"
            steps.append(Step(item.id, words, kept - moved))
            return kept, _ZERO, steps
        return moved, _ZERO, steps
    if item.start is None:
        steps.append(Step(item.id, f"“{item.name}”从何处起算未定", None, open=f"start:{item.id}"))
        return None, _ZERO, steps
    base = (item.full if item.start == "full" else _ZERO) + earned - lost
    total = min(max(base, _ZERO), item.full)
    if base < 0:
        steps.append(
            Step(
                item.id, floor_sentence(item.name, item.full - base if item.start == "full" else lost, item.full), -base
            )
        )
    elif base > item.full:
        steps.append(Step(item.id, ceiling_sentence(item.name, base, item.full), item.full - base))
    whole = total + added
    if whole > item.full and item.over is not True:
        if item.over is None:
            steps.append(Step(item.id, f"“{item.name}”的加分能否超过标准分未定", None, open=f"over:{item.id}"))
            return None, _ZERO, steps
        steps.append(Step(item.id, ceiling_sentence(item.name, whole, item.full), item.full - whole))
        whole = item.full
    return whole, added if item.over is True else _ZERO, steps


def _factored(
    item: ScoredItem, points: dict[str, Decimal | None], total: Decimal, steps: list[Step]
) -> tuple[Decimal, list[Step]]:
    """The item's score times its coefficients, rounded where the text says so."""
    for term in item.terms:
        factor = points[term.id]
        if term.effect == "factor" and factor is not None:
            steps = [
                *steps,
                Step(
                    term.id,
                    f"{number(total)}分×{term.verb}{number(factor)}＝{number(total * factor)}分",
                    total * factor - total,
                ),
            ]
            total *= factor
    if item.decimals is not None:
        kept = total.quantize(Decimal(1).scaleb(-item.decimals), ROUND_HALF_UP)
        if kept != total:
            steps = [
                *steps,
                Step(item.id, f"{number(total)}分，保留{item.decimals}位小数，为{number(kept)}分", kept - total),
            ]
        total = kept
    return total, steps


def number_words(value: Decimal | None) -> str:
    """A result as printed; 待定 where it hangs on something."""
    return "待定" if value is None else number(value)
