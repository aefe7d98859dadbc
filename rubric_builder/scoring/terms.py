"""A rule of a schema as a term that computes: what fact it needs, and how points follow from it.

The one place that reads the values of `extract.findings`. What a rule does not say is a choice (`choices`); settled ones
are worked in, open ones stay beside the term and count only where they change its points.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Literal, cast

from corpus.evidence import Evidence, Proved
from extract.findings import (
    Award,
    Bonus,
    Coefficient,
    Deduct,
    Highest,
    Multiple,
    Per,
    Portion,
    Proportion,
    Range,
    Rank,
    Rule,
    Tier,
    Unparsed,
    Zero,
)
from extract.rules.open_choices import open_once, open_unit, shared_bound
from extract.rules.quantities import NUMBER
from rubric_builder.exports import wording
from rubric_builder.scoring.amounts import (
    Amount,
    Bounds,
    Broken,
    ByHand,
    Chosen,
    Each,
    Factor,
    Measured,
    Once,
    Picked,
    Place,
    Placed,
    Share,
)
from rubric_builder.scoring.choices import Choice, Settings, broken_choice, put, share_choice

Effect = Literal["lose", "earn", "add", "zero", "factor", "repeat"]
"""Points off, points earned, points on top, no points at all, the subtotal times the fact, points counted twice that go
back (同一事项不重复扣分)."""


DROPPED: Broken = "dropped"
COUNTED: Broken = "counted"
SHARED: Broken = "shared"


ASSUMED: frozenset[Effect] = frozenset({"lose", "zero", "add", "repeat"})
"""Where a row left blank may mean that there was nothing of the kind (a setting)."""


@dataclass(frozen=True, slots=True)
class Term:
    """A rule that computes. `said`: its sentence as the source has it, `verb`: what is counted (超出), `cite`: where it
        stands, in words. `choice`: what is to be settled where its points come out undecided. `of_total`: it moves the total,
    not its item. `base`: the id of the rule whose cases it multiplies, more than which its own can't be."""

    id: str
    effect: Effect
    amount: Amount
    said: str
    cite: str
    when: str = ""
    verb: str = ""
    evidence: tuple[Evidence, ...] = ()
    choice: Choice | None = None
    unlimited: bool = False
    unparsed: bool = False
    of_total: bool = False
    base: str = ""

    @property
    def by_hand(self) -> bool:
        """Whether a person gives the points, with a reason."""
        return isinstance(self.amount, ByHand)


VERBS: Mapping[str, str] = {"deduct": "扣", "award": "得", "bonus": "加"}
"""What rules of a kind do with points."""


def term(
    rule: Rule, rule_id: str, full: Decimal | None, most: Decimal, settings: Settings, *, asks_once: bool = False
) -> Term | None:
    """The rule as a term; None for what asks for no fact (caps, vetoes, remarks).

    `full` are the full marks of its item (null: none are stated), `most` what may be given by hand; `asks_once`: whether
    it is open that 1处 counts once.
    """
    make = _MAKERS.get(type(rule))
    if make is None or is_remark(rule):
        return None
    return cast("Term | None", make(rule, _About(rule, rule_id, full, most, settings, asks_once)))


def is_remark(rule: Proved) -> bool:
    """Whether it is kept words on how scores combine, without points of its own."""
    return isinstance(rule, Unparsed) and "text" in rule.proof and rule.proof["text"].rule.startswith("remark.")


def as_broken(option: str | None) -> Broken | None:
    """The answer to what a started unit counts; None where it is open."""
    return {"dropped": DROPPED, "counted": COUNTED, "shared": SHARED}.get(option or "")


def by_hand(record: Proved, own_id: str, text: str, most: Decimal) -> Term:
    """Points off for a record without rules, at the assessor's judgement."""
    return Term(own_id, "lose", ByHand(Decimal(0), most), text, citation(record), evidence=record.evidence)


def citation(record: Proved) -> str:
    """Where a record stands, in words; each place once."""
    places = wording.cited(record.evidence).replace("\n", "、")
    page = wording.pages(record.evidence)
    return f"{places}（第{page}页）" if page else places


@dataclass(frozen=True, slots=True)
class _About:
    rule: Proved
    id: str
    full: Decimal | None
    most: Decimal
    settings: Settings
    asks_once: bool = False

    @property
    def said(self) -> str:
        return wording.sentence(self.rule).rstrip("，；。、 ") or self.id

    def term(self, effect: Effect, amount: Amount, **more: Any) -> Term:
        return Term(
            self.id, effect, amount, self.said, citation(self.rule), when=getattr(self.rule, "when", None) or "",
            evidence=self.rule.evidence, of_total=getattr(self.rule, "scope", None) == "total", **more,
        )  # fmt: skip

    def each(self, points: Decimal, per: Per, effect: Effect) -> Term:
        """Points for every so many units."""
        broken = getattr(self.rule, "broken", None)
        choice = None
        if unit := open_unit(per, broken):
            choice = broken_choice(self.id, self.said, unit)
            broken = as_broken(self.settings.option(choice.id))
        unlimited = effect == "add"
        amount = Each(points, per.count, per.unit, broken)
        return self.term(effect, amount, verb=self._verb(per), choice=choice, unlimited=unlimited)

    def _verb(self, per: Per) -> str:
        when = getattr(self.rule, "when", None) or ""
        found = list(re.finditer(rf"每(?P<verb>[^每，；。]*?)\s*(?:{NUMBER})?\s*{re.escape(per.unit)}", when))
        return found[-1]["verb"] if found else ""  # 每季度至少研究1次，每少1次: the last says what is counted


def _award(rule: Award, about: _About) -> Term:
    points = rule.points if rule.points is not None else about.full
    if points is None:
        return about.term("earn", ByHand(Decimal(0), about.most))
    return about.each(points, rule.per, "earn") if rule.per else about.term("earn", Once(points))


def _deduct(rule: Deduct, about: _About) -> Term:
    if rule.per:
        return about.each(rule.points, rule.per, "lose")
    one = open_once(rule) if about.asks_once else None
    if one is None:
        return about.term("lose", Once(rule.points))
    choice = put("once", about.id, said=rule.when or "", one=one, unit=one[-1])
    option = about.settings.option(choice.id)
    if option == "once":
        return replace(about.term("lose", Once(rule.points)), choice=choice)
    counted = Each(rule.points, Decimal(1), one[-1], repeats=True if option == "each" else None)
    return about.term("lose", counted, choice=choice)


def _zero(rule: Zero, about: _About) -> Term:
    return about.term("zero", Once(about.full or Decimal(0)))


def _range(rule: Range, about: _About) -> Term:
    low = rule.low or Decimal(0)
    high = rule.high if rule.high is not None and not rule.per else None
    if rule.sign < 0:
        return about.term("lose", Chosen(low, about.full if high is None else high))
    proof = rule.proof.get("sign")
    added = proof is not None and any(re.search("[加奖]", e.quote) for e in proof.evidence)
    if about.full is not None and not added:
        return about.term("earn", Chosen(low, about.full if high is None else high))
    return about.term("add", Chosen(low, high), unlimited=high is None)


def _proportion(rule: Proportion, about: _About) -> Term:
    points = rule.points if rule.points is not None else about.full
    if points is None:
        return about.term("earn", ByHand(Decimal(0), about.most))
    full_at, below, minus, per = rule.full_at, rule.zero_below, rule.minus, rule.per
    choice: Choice | None = None
    broken = rule.broken
    of_full: bool | None = False
    count = per.count if per else Decimal(1)
    unit = per.unit if per else "个百分点"
    if minus is not None and broken is None:
        choice = broken_choice(about.id, about.said, f"{wording.points(count)}{unit}")
        broken = as_broken(about.settings.option(choice.id))
    elif minus is None and full_at is not None:
        choice = share_choice(about.id, about.said, wording.points(full_at))
        of_full = {"of_full": True, "of_hundred": False}.get(about.settings.option(choice.id) or "")
    return about.term("earn", Share(points, full_at, below, minus, count, unit, broken, of_full), choice=choice)


def _tier(rule: Tier, about: _About) -> Term:
    bounds = [Bounds(t.points, t.at_least, t.above, t.below, t.at_most) for t in rule.tiers]
    effect: Effect = "earn" if about.full is not None else "add"
    if all(
        b.at_least is not None or b.above is not None or b.below is not None or b.at_most is not None for b in bounds
    ):
        return _measured(rule, bounds, about, effect)
    return about.term(effect, Picked(tuple((step.when, step.points) for step in rule.tiers)))


def _measured(rule: Tier, bounds: list[Bounds], about: _About, effect: Effect) -> Term:
    """Steps of a measure. A number that two of them have is in the one that was settled."""
    twice = shared_bound(rule)
    if twice is None:
        return about.term(effect, Measured(tuple(bounds), rule.unit or ""), verb=rule.of or "")
    choice = put("tier", about.id, said=about.said, bound=f"{wording.points(twice)}{rule.unit or ''}")
    option = about.settings.option(choice.id)
    if option == "second":
        first = next(n for n, each in enumerate(bounds) if each.holds(twice))
        bounds[first] = bounds[first].without(twice)
    amount = Measured(tuple(bounds), rule.unit or "", None if option else twice)
    return about.term(effect, amount, verb=rule.of or "", choice=choice)


def _rank(rule: Rank, about: _About) -> Term:
    steps = tuple(Place(step.first, step.last, step.points) for step in rule.tiers)
    effect: Effect = "earn" if about.full is not None else "add"
    return about.term(effect, Placed(steps, rule.minus, rule.lowest or Decimal(0)))


def _bonus(rule: Bonus, about: _About) -> Term:
    if rule.points is None:
        return about.term("add", Chosen(Decimal(0), rule.cap), unlimited=rule.cap is None)
    if rule.per:
        return about.each(rule.points, rule.per, "add")
    return about.term("add", Once(rule.points))


def _portion(rule: Portion, about: _About) -> Term:
    effect: Effect = "lose" if rule.sign < 0 else "earn"
    if about.full is None:
        return about.term(effect, ByHand(Decimal(0), about.most))
    points = about.full * rule.percent / 100
    return about.each(points, rule.per, effect) if rule.per else about.term(effect, Once(points))


def _multiple(rule: Multiple, about: _About) -> Term:
    """How many of the cases count double is not in the other rules' facts: the assessor gives what comes on top."""
    return about.term("lose" if rule.of == "deduct" else "add", ByHand(Decimal(0), about.most))


def _highest(rule: Highest, about: _About) -> Term | None:
    """就高不重复 of what is one matter: whether several are is for the assessor to say, who gives back what counts twice."""
    if rule.when is None:
        return None  # those that it covers stand beside each other: the highest of them counts (`trees`)
    return about.term("repeat", ByHand(Decimal(0), about.most), verb=VERBS[rule.of])


def _coefficient(rule: Coefficient, about: _About) -> Term:
    low = rule.low if rule.low is not None else Decimal(0)
    return about.term("factor", Factor(low, rule.high if rule.high is not None else Decimal(1)), verb=rule.of)


def _unparsed(rule: Unparsed, about: _About) -> Term:
    return about.term("lose", ByHand(Decimal(0), about.most), unparsed=True)


_MAKERS: Mapping[type[Proved], Any] = {
    Award: _award,
    Deduct: _deduct,
    Zero: _zero,
    Range: _range,
    Proportion: _proportion,
    Tier: _tier,
    Rank: _rank,
    Bonus: _bonus,
    Portion: _portion,
    Multiple: _multiple,
    Highest: _highest,
    Coefficient: _coefficient,
    Unparsed: _unparsed,
}
