"""Making a schema ready to compute: pools of points → items, their rules → terms, what is open → choices."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Literal

from extract.findings import Rounding, Unparsed
from rubric_builder.draft import Draft, Indicator
from rubric_builder.exports import wording
from rubric_builder.scoring.amounts import ByHand, Chosen, Each, Factor, Listed, Measured, Once, Picked, Placed, Share
from rubric_builder.scoring.choices import (
    BLANK,
    Choice,
    Settings,
    base_choice,
    blank_choice,
    ceiling_choice,
    over_choice,
    put,
    start_choice,
)
from rubric_builder.scoring.combining import Capped, Leaf, Node, Total
from rubric_builder.scoring.conditions import Condition, condition_of
from rubric_builder.scoring.pooling import Pool, pools
from rubric_builder.scoring.record_terms import record_terms
from rubric_builder.scoring.sanctions import bonus_terms, veto_term
from rubric_builder.scoring.scheme import Part, Scheme, ScoredItem
from rubric_builder.scoring.terms import Effect, Term, by_hand, citation, is_remark
from rubric_builder.scoring.trees import Record, nodes_of
from rubric_builder.scoring.whole import group_name, limits_bonuses, whole_terms

_ZERO = Decimal(0)
_TREES: tuple[Effect, ...] = ("lose", "earn", "add")
_SWING = re.compile(r"[（(]\s*±\s*(\d+(?:\.\d+)?)\s*分?\s*[）)]")
"""特别处理（±10分）: how far the total is moved either way."""


def groups(draft: Draft) -> tuple[str, ...]:
    """The kinds of unit that a schema has tables of their own for; none where one is for all."""
    return tuple(dict.fromkeys(whose for i in draft.indicators if (whose := group_name(i))))


def scheme(draft: Draft, group: str | None = None, settings: Settings = Settings.EMPTY) -> Scheme:
    """The schema for a kind of unit. Raises ValueError for a kind that it does not have, or none where it has several."""
    known = groups(draft)
    if (group or None) not in (known or (None,)) and not (len(known) == 1 and group is None):
        raise ValueError(f"no such kind of unit: {group!r}, known: {known}")
    return _Compiling(draft, group or (known[0] if known else None), settings).scheme()


def open_choices(draft: Draft, settings: Settings = Settings.EMPTY) -> tuple[Choice, ...]:
    """All that the text leaves open and the settings do not settle, in reading order."""
    return tuple(c for c in all_choices(draft, settings).values() if settings.option(c.id) is None)


def all_choices(draft: Draft, settings: Settings = Settings.EMPTY) -> Mapping[str, Choice]:
    """All that the text leaves open, by id, settled or not."""
    found: dict[str, Choice] = {}
    for group in groups(draft) or (None,):
        found |= scheme(draft, group, settings).choices
    return found


class _Compiling:
    def __init__(self, draft: Draft, group: str | None, settings: Settings) -> None:
        self.draft, self.group, self.settings = draft, group, settings
        self.choices: dict[str, Choice] = {}
        self.most = Decimal(draft.scale or 100)
        self.moved: list[ScoredItem] = []
        self.records: dict[str, Record] = {}

    def scheme(self) -> Scheme:
        draft = self.draft
        tops = [i for i in draft.indicators if group_name(i) in ("", self.group or "")]
        scored: list[ScoredItem] = []
        for top in tops:
            scored += [self._item(pool, top.id) for pool in pools(top)]
        scored += self.moved
        bonuses, bonus = bonus_terms(
            draft, self.most, self.settings, self.choices, limited=limits_bonuses(draft, self.group)
        )
        vetoes = tuple(veto_term(n, v, draft, self.settings, self.choices) for n, v in enumerate(draft.vetoes, 1))
        full = any(i.full is not None for i in scored)
        asked = [blank_choice()] if bonuses or any(i.terms for i in scored) else []
        if full and (bonuses or any(i.full is None or (i.terms and _adds(i)) for i in scored)):
            asked += (base_choice(), ceiling_choice())
        self.choices = {c.id: c for c in asked} | self.choices
        whole = whole_terms(draft, self.group, scored, bonuses, self.most, self.settings, self.choices)
        scored = [replace(i, decimals=whole.decimals if i.decimals is None else i.decimals) for i in scored]
        return Scheme(
            title=draft.title or "安全生产工作考核", year=draft.year, scale=draft.scale, group=self.group,
            tops=tuple((top.id, top.name) for top in tops), items=tuple(scored), bonuses=bonuses, bonus=bonus,
            vetoes=vetoes, grades=draft.grades, settings=self.settings, choices=self.choices,
            blanks_count=self.settings.option(BLANK) == "no_fault", terms=whole.terms, lost=whole.lost, added=whole.added,
            conditions=self._conditions(),
        )  # fmt: skip

    def _conditions(self) -> Mapping[str, Condition]:
        """What grades ask beside points, by the grade's id."""
        found = {f"grade-{n}": condition_of(grade) for n, grade in enumerate(self.draft.grades, 1)}
        known = {own_id: condition for own_id, condition in found.items() if condition is not None}
        for own_id, condition in known.items():
            if condition.share is not None:
                choice = put("quota", own_id, said=condition.words)
                self.choices[choice.id] = choice
        return known

    # --- items ---

    def _item(self, pool: Pool, top: str) -> ScoredItem:
        own_id, path, indicator, full = pool.id, pool.path, pool.indicator, pool.full
        made = [replace(part, terms=self._terms(part, full)) for part in pool.parts]
        if full is not None:
            made = [self._without_total(part, indicator, path, top) for part in made]
        terms = [t for part in made for t in part.terms]
        name = " › ".join(path)
        start = self._start(own_id, name, full, terms)
        if start == "full":  # what says how points are earned asks for nothing
            made = [replace(p, terms=tuple(t for t in p.terms if t.effect != "earn")) for p in made]
        elif start == "zero":
            made = [replace(p, terms=tuple(self._either_way(t, full) for t in p.terms)) for p in made]
        made = [self._with_hand(part, full, any(p.terms for p in made)) for part in made]
        terms = [t for part in made for t in part.terms]
        trees = {effect: self._tree(made, effect) for effect in _TREES}
        if pool.limit is not None:
            said = f"“{name}”{wording.points(pool.limit)}分"
            place = citation(made[0].record)
            trees["lose"] = Capped((trees["lose"],), pool.limit, own_id, said, place, indicator.evidence)
        swing = _SWING.search(indicator.name) if full is None else None
        over: bool | None = True
        if full is not None and any(t.effect == "add" for t in terms):
            choice = over_choice(own_id, name)
            self.choices[choice.id] = choice
            over = {"within": False, "beyond": True}.get(self.settings.option(choice.id) or "")
        remarks = tuple(r.text for p in made for r in p.rules if isinstance(r, Unparsed) and is_remark(r))
        decimals = next((r.decimals for p in made for r in p.rules if isinstance(r, Rounding)), None)
        return ScoredItem(
            own_id, path, indicator, top, full, tuple(made), start, trees["lose"], trees["earn"], trees["add"], over,
            Decimal(swing[1]) if swing else None, remarks, decimals, citation(made[0].record), tuple(terms),
        )  # fmt: skip

    def _without_total(self, part: Part, indicator: Indicator, path: tuple[str, ...], top: str) -> Part:
        """The part without the rules that take points off the total; those become items of their own."""
        for each in part.terms:
            if each.of_total:
                alone = replace(part, terms=(each,))
                lose, none = Total((Leaf(each.id),)), Total(())
                self.moved.append(
                    ScoredItem(
                        each.id, path, indicator, top, None, (alone,), "zero", lose if each.effect == "lose" else none,
                        none, none, cite=each.cite, terms=(each,),
                    )
                )  # fmt: skip
        return replace(part, terms=tuple(t for t in part.terms if not t.of_total))

    def _terms(self, part: Part, full: Decimal | None) -> tuple[Term, ...]:
        most = full if full is not None else self.most
        self.records[part.id] = record = record_terms(part.id, part.rules, full, most, self.settings, self.choices)
        return tuple(record.terms.values())

    def _tree(self, parts: Sequence[Part], effect: Effect) -> Node:
        """The terms of a kind, part by part."""
        records = (replace(self.records[part.id], terms={t.id: t for t in part.terms}) for part in parts)
        return Total(tuple(n for r in records for n in nodes_of(r, effect, self.settings, self.choices)))

    def _start(
        self, own_id: str, name: str, full: Decimal | None, terms: Sequence[Term]
    ) -> Literal["full", "zero"] | None:
        """From where an item is counted: from its full marks where rules only take off, from zero where they give."""
        if full is None:
            return "zero"
        lose = any(t.effect in ("lose", "zero") and not t.unparsed for t in terms)
        gives = [t for t in terms if t.effect == "earn"]
        if not gives or (lose and all(_gives_all(t, full) for t in gives)):
            return "full"
        most = [_most(t) for t in gives]
        reach = None if None in most else sum((m for m in most if m is not None), _ZERO)
        only_zero = not any(t.effect == "lose" and not t.unparsed for t in terms)
        if only_zero or reach is None or reach >= full:
            return "zero"
        choice = start_choice(own_id, name)
        self.choices[choice.id] = choice
        settled = self.settings.option(choice.id)
        return "full" if settled == "full" else "zero" if settled == "zero" else None

    def _either_way(self, made: Term, full: Decimal | None) -> Term:
        """What was not understood may give or take where points are earned."""
        if not made.unparsed:
            return made
        most = full if full is not None else self.most
        return replace(made, effect="earn", amount=ByHand(-most, most))

    def _with_hand(self, part: Part, full: Decimal | None, others: bool) -> Part:
        """A part without any rule is judged by hand."""
        asked = [r for r in part.rules if not is_remark(r)]
        if part.terms or asked:
            return part
        most = full if full is not None else self.most
        hand = by_hand(part.record, part.id, part.text.rstrip("。；"), most)
        if full is None:
            hand = replace(hand, effect="earn", amount=ByHand(-most, most))
        return replace(part, terms=(hand,))


def _adds(item: ScoredItem) -> bool:
    return any(t.effect == "add" for t in item.terms)


def _gives_all(made: Term, full: Decimal | None) -> bool:
    """Whether a term only says what the full marks are for."""
    return made.effect == "earn" and isinstance(made.amount, Once) and full is not None and made.amount.points >= full


def _most(made: Term) -> Decimal | None:
    """The most that a term can give; None: no limit."""
    match made.amount:
        case Once(points=points) | Share(points=points):
            return points
        case Each() | Listed():
            return None
        case Chosen(high=high) | ByHand(high=high) | Factor(high=high):
            return high
        case Measured(steps=steps):
            return max(s.points for s in steps)
        case Picked(steps=steps):
            return max(points for _, points in steps)
        case Placed(steps=places):
            return max(p.points for p in places)
