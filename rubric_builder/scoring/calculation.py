"""The calculation: schema + facts + settings → score. Pure, exact (`Decimal`), every step with its rule and its words."""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from corpus.errors import Unreadable
from rubric_builder.draft import Draft
from rubric_builder.scoring.amounts import Reckoned, reckon
from rubric_builder.scoring.asking import asked, fault_in
from rubric_builder.scoring.choices import BONUS_BASE, CEILING, Settings
from rubric_builder.scoring.combining import Cut, Node, combine, open_limits
from rubric_builder.scoring.compiling import scheme
from rubric_builder.scoring.facts import Facts
from rubric_builder.scoring.grading import Graded, graded
from rubric_builder.scoring.results import ItemScore, Result, Step, TopScore
from rubric_builder.scoring.saying import (
    blank_sentence,
    ceiling_sentence,
    cut_sentence,
    floor_sentence,
    number,
    sentence,
)
from rubric_builder.scoring.scheme import Scheme, ScoredItem
from rubric_builder.scoring.terms import Effect, Term

_ZERO, _HUNDRED = Decimal(0), Decimal(100)


def score(schema: Draft, facts: Facts, settings: Settings = Settings.EMPTY) -> Result:
    """A unit's score. Raises `Unreadable` for a fact that is no answer to what its rule asks, and for one of no rule."""
    return calculate(scheme(schema, facts.group, settings), facts)


def calculate(made: Scheme, facts: Facts) -> Result:
    """`score` with the schema made ready once for many units."""
    _check(made, facts)
    items = tuple(_item(made, item, facts) for item in made.items)
    bonus_points, bonus_steps, bonus_open = _terms(made, made.bonuses, facts)
    cuts: list[Cut] = []
    bonus = combine(made.bonus, bonus_points, cuts)
    bonus_steps = (*bonus_steps, *(_cut_step(cut, "add") for cut in cuts))
    undecided = (i for i in items if i.score is None)
    waits = [
        *(o for i in undecided for s in i.steps if (o := s.open)),
        *bonus_open,
        *open_limits(made.bonus, bonus_points),
    ]
    tops = tuple(_tops(made, items))
    standard = sum((t.standard for t in tops), _ZERO)
    blank = sum((t.blank for t in tops), _ZERO)
    due = standard - blank
    actual = _sum(i.score for i in items if i.full is not None and i.not_applicable is None)
    moved = _sum(i.score for i in items if i.full is None and i.not_applicable is None)
    extra = None if bonus is None or moved is None else bonus + moved
    percent: Decimal | None = None
    remarks: list[str] = []
    if due <= 0:
        remarks.append("应得分为0，无法折算百分制得分" if made.items else "方案中没有计分项目")
    elif actual is not None and extra is not None:
        percent, open_choice = _percent(made, actual, extra, due, standard)
        if any(n in facts.found and facts.found[n].value for n in made.nullifiers):
            percent, open_choice = _ZERO, None
        waits += [open_choice] if open_choice else []
    end: Graded = graded(made, facts, percent)
    waits += end.open
    remarks += end.remarks
    return Result(
        unit=facts.unit, group=made.group, items=items, tops=tops, bonus_steps=bonus_steps, veto_steps=end.steps,
        standard=standard, blank=blank, due=due, actual=actual, extra=extra, percent=percent, grade=end.grade,
        vetoed=end.vetoed, open=tuple(dict.fromkeys(waits)), remarks=tuple(remarks),
    )  # fmt: skip


def _check(made: Scheme, facts: Facts) -> None:
    """Every fact answers a rule of the schema, within its bounds."""
    terms = {t.id: t for t in all_terms(made)}
    vetoes = {v.id for v in made.vetoes}
    items = {i.id: i for i in made.items}
    for rule_id, fact in facts.found.items():
        if rule_id in vetoes:
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
                "fact.value", f"{facts.unit}的“{terms[rule_id].said}”（{rule_id}）填报值{fact.value}{fault}"
            )
        if terms[rule_id].by_hand and fact.value and not fact.note.strip():
            raise Unreadable("fact.reason", f"{facts.unit}的“{terms[rule_id].said}”（{rule_id}）由人工评定，须写明理由")
    for item_id, reason in facts.not_applicable.items():
        if item_id not in items:
            raise Unreadable("fact.unknown", f"{facts.unit}的空项“{item_id}”在方案中没有，请核对所用的方案")
        if not reason.strip():
            raise Unreadable("fact.reason", f"{facts.unit}的“{items[item_id].name}”列为空项，须写明理由")


def all_terms(made: Scheme) -> Iterator[Term]:
    """Every rule that asks for a fact, in reading order."""
    for item in made.items:
        yield from item.terms
    yield from made.bonuses


def _item(made: Scheme, item: ScoredItem, facts: Facts) -> ItemScore:
    reason = facts.not_applicable.get(item.id)
    if reason is not None:
        return ItemScore(item.id, item.name, item.top, item.full, None, (), reason, item.remarks)
    points, steps, waiting = _terms(made, item.terms, facts)
    nought = next((t for t in item.terms if t.effect == "zero" and points[t.id]), None)
    total: Decimal | None = _ZERO
    more: list[Step] = []
    if nought is None:
        total, more = (None, []) if waiting else _combined(item, points)
    if total is not None:
        total, more = _factored(item, points, total, more)
    return ItemScore(item.id, item.name, item.top, item.full, total, (*steps, *more), None, item.remarks)


def _terms(
    made: Scheme, terms: Iterable[Term], facts: Facts
) -> tuple[dict[str, Decimal | None], tuple[Step, ...], list[str]]:
    """Each rule applied to its fact: its points, its step, and what is waited for."""
    points: dict[str, Decimal | None] = {}
    steps: list[Step] = []
    waiting: list[str] = []
    for term in terms:
        fact = facts.found.get(term.id)
        if fact is None:
            assumed = made.blanks_count and term.effect in ("lose", "zero", "add")
            points[term.id] = _ZERO if assumed else None
            wait = "" if assumed else f"fact:{term.id}"
            steps.append(
                Step(term.id, blank_sentence(term, assumed), _ZERO if assumed else None, None, term.by_hand, wait)
            )
            waiting += [wait] if wait else []
            continue
        got: Reckoned = reckon(term.amount, Decimal(fact.value))
        points[term.id] = got.points
        sign = -1 if term.effect in ("lose", "zero") else 1
        wait = term.choice.id if got.points is None and term.choice else ""
        change = None if got.points is None or term.effect == "factor" else sign * got.points
        steps.append(Step(term.id, sentence(term, fact, got), change, fact, term.by_hand, wait))
        waiting += [wait] if wait else []
    return points, tuple(steps), waiting


def _combined(item: ScoredItem, points: dict[str, Decimal | None]) -> tuple[Decimal | None, list[Step]]:
    """The item's score from its rules' points, within its bounds; the steps of what caps and bounds cut off."""
    steps: list[Step] = []

    def together(node: Node, effect: Effect) -> Decimal | None:
        cuts: list[Cut] = []
        value = combine(node, points, cuts)
        steps.extend(_cut_step(cut, effect) for cut in cuts)
        return value

    lost, earned, added = together(item.lose, "lose"), together(item.earn, "earn"), together(item.add, "add")
    if lost is None or earned is None or added is None:
        return None, steps
    if item.full is None:
        moved = earned + added - lost
        if item.swing is not None and abs(moved) > item.swing:
            kept = max(min(moved, item.swing), -item.swing)
            words = f"“{item.name}”合计{number(moved)}分，按上限计{number(kept)}分"
            steps.append(Step(item.id, words, kept - moved))
            return kept, steps
        return moved, steps
    if item.start is None:
        steps.append(Step(item.id, f"“{item.name}”从何处起算未定", None, open=f"start:{item.id}"))
        return None, steps
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
            return None, steps
        steps.append(Step(item.id, ceiling_sentence(item.name, whole, item.full), item.full - whole))
        whole = item.full
    return whole, steps


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


def _cut_step(cut: Cut, effect: Effect) -> Step:
    off = cut.before - cut.after
    return Step(cut.by.rule, cut_sentence(cut, effect), off if effect == "lose" else -off)


def _tops(made: Scheme, items: tuple[ItemScore, ...]) -> Iterator[TopScore]:
    for top_id, name in made.tops:
        own = [i for i in items if i.top == top_id and i.full is not None]
        if not own:
            continue
        standard = sum((i.full for i in own if i.full is not None), _ZERO)
        blank = sum((i.full for i in own if i.full is not None and i.not_applicable is not None), _ZERO)
        yield TopScore(
            top_id, name, standard, blank, standard - blank, _sum(i.score for i in own if i.not_applicable is None)
        )


def _sum(values: Iterable[Decimal | None]) -> Decimal | None:
    total = _ZERO
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _percent(
    made: Scheme, actual: Decimal, extra: Decimal, due: Decimal, standard: Decimal
) -> tuple[Decimal | None, str | None]:
    """百分制得分, and the choice that it waits for where one would change it."""
    before = (actual + extra) * _HUNDRED / due
    after = actual * _HUNDRED / due + extra * _HUNDRED / standard
    option = made.settings.option(BONUS_BASE)
    if extra and due != standard and option is None:
        return None, BONUS_BASE
    percent = max(after if option == "percent" and due != standard else before, _ZERO)
    if percent > _HUNDRED and extra > 0:
        ceiling = made.settings.option(CEILING)
        if ceiling is None:
            return None, CEILING
        percent = _HUNDRED if ceiling == "full" else percent
    return percent, None


def number_words(value: Decimal | None) -> str:
    """A result as printed; 待定 where it hangs on something."""
    return "待定" if value is None else number(value)
