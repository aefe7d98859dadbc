"""The rules over a whole table or the total (计分总则) made ready to compute: what each asks for, limits, multiplies, rounds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.findings import Cap, Coefficient, Conversion, Highest, Rounding, Rule
from rubric_builder.arithmetic import GROUP_FIELD
from rubric_builder.draft import Draft, Indicator
from rubric_builder.exports import wording
from rubric_builder.exports.rule_words import rule_words
from rubric_builder.names import bare_name
from rubric_builder.scoring.amounts import ByHand, Factor
from rubric_builder.scoring.choices import Choice, Settings, put
from rubric_builder.scoring.combining import Capped, Leaf, Node, Repeated, Total
from rubric_builder.scoring.scheme import Reading, ScoredItem, WholeTerm
from rubric_builder.scoring.terms import VERBS, Effect, Term, citation, is_remark, term

_ZERO = Decimal(0)
_GENERAL = re.compile(r"小计|合计|基础|考核|考评|各项|全部|实际|综合|最终|年度|得分|成绩|分数|总分|实得|总|实|分|的")
"""What the points of the whole are called; what is left of 日常管理小计得分 names the indicator that they are of."""


@dataclass(frozen=True, slots=True)
class Whole:
    """The terms of a scheme; `lost`, `added`: what they leave of points (see `Scheme`); `decimals`: of every item."""

    terms: tuple[WholeTerm, ...] = ()
    lost: tuple[Reading, ...] = ()
    added: tuple[Reading, ...] = ()
    decimals: int | None = None


def group_name(indicator: Indicator) -> str:
    """The kind of unit that a table of its own is for; empty where one is for all."""
    titled = indicator.proof.get(f"fields.{GROUP_FIELD}")
    return indicator.fields.get(GROUP_FIELD, "") if titled and titled.rule != "cell" else ""


def limits_bonuses(draft: Draft, group: str | None) -> bool:
    """Whether a rule over all says how much is added at most."""
    caps = (r for r in draft.terms if isinstance(r, Cap) and r.of == "bonus" and r.points is not None)
    return any(r.over is None or r.over == group for r in caps)


def whole_terms(
    draft: Draft, group: str | None, items: Sequence[ScoredItem], bonuses: Sequence[Term], most: Decimal,
    settings: Settings, choices: dict[str, Choice],
) -> Whole:  # fmt: skip
    """The terms of a kind of unit; what they leave open goes to `choices`."""
    if not draft.terms:
        return Whole()
    made = _Whole(draft, group, items, bool(bonuses), most, settings, choices)
    terms = tuple(t for n, rule in enumerate(draft.terms, 1) for t in made.term(f"term-{n}", rule))
    decimals = next((t.decimals for t in terms if _of_items(t.rule)), None)
    return Whole(terms, tuple(made.readings(terms, "lose")), tuple(made.readings(terms, "add")), decimals)


def _of_items(rule: Rule) -> bool:
    return isinstance(rule, Rounding) and rule.scope == "item"


@dataclass(frozen=True, slots=True)
class _Whole:
    draft: Draft
    group: str | None
    items: Sequence[ScoredItem]
    bonuses: bool
    most: Decimal
    settings: Settings
    choices: dict[str, Choice]

    def term(self, own_id: str, rule: Rule) -> Iterator[WholeTerm]:
        """The term of a rule; none where it is of another kind of unit."""
        over = getattr(rule, "over", None)
        if over in {group_name(i) for i in self.draft.indicators} - {""}:
            if over != (self.group or ""):
                return
            over = None
        said = wording.sentence(rule).rstrip("，；。、 ") or rule_words(rule)
        made = WholeTerm(own_id, rule, "said", said, citation(rule), rule.evidence)
        match rule:
            case Cap(points=None) | Conversion():
                yield made
            case Cap(of="deduct" | "bonus") | Highest(of="deduct" | "bonus") if rule.scope != "each":
                yield self._limit(made, rule, over)
            case Coefficient():
                yield self._factor(made, rule, over)
            case Rounding():
                yield replace(made, effect="said" if _of_items(rule) else "rounding", decimals=rule.decimals)
            case _ if is_remark(rule):
                yield made
            case _:
                yield self._moves(made, rule)

    def _limit(self, made: WholeTerm, rule: Cap | Highest, over: str | None) -> WholeTerm:
        known, top = self._named(over)
        if not known:
            return self._moves(made, rule)
        lose = rule.of == "deduct"
        made = replace(made, effect="lose" if lose else "add", top=top)
        if isinstance(rule, Highest):
            return replace(made, term=self._asks(made, "repeat", ByHand(_ZERO, self.most), VERBS[rule.of]))
        both = {i.full is None for i in self.items if _in(i, top) and _leaf(i, "lose")}
        if lose and len(both) == 2:
            choice = put("reach", made.id, said=made.said)
            self.choices[choice.id] = choice
            return replace(made, choice=choice)
        return made

    def _factor(self, made: WholeTerm, rule: Coefficient, over: str | None) -> WholeTerm:
        base = _GENERAL.sub("", rule.base or "")
        known, top = self._named(over or base or None)
        if not known:
            return self._moves(made, rule)
        low, high = rule.low if rule.low is not None else _ZERO, rule.high if rule.high is not None else Decimal(1)
        made = replace(made, effect="factor", top=top, term=self._asks(made, "factor", Factor(low, high), rule.of))
        if top is None and (self.bonuses or any(i.full is None for i in self.items)):
            choice = put("factor", made.id, said=made.said)
            self.choices[choice.id] = choice
            return replace(made, choice=choice)
        return made

    def _moves(self, made: WholeTerm, rule: Rule) -> WholeTerm:
        """What can't be computed for certain: the assessor gives what it adds or takes off, with a reason."""
        own = term(rule, made.id, None, self.most, self.settings)
        if own is None or own.effect not in ("lose", "add", "earn") or own.unparsed:
            own = self._asks(made, "add", ByHand(-self.most, self.most))
        if own.choice:
            self.choices[own.choice.id] = own.choice
        return replace(made, effect="moves", term=own)

    def _asks(self, made: WholeTerm, effect: Effect, amount: ByHand | Factor, verb: str = "") -> Term:
        return Term(made.id, effect, amount, made.said, made.cite, verb=verb, evidence=made.evidence)

    def _named(self, name: str | None) -> tuple[bool, str | None]:
        """Whether it is known what a name means, and the first-level indicator that it means; null: all."""
        if name is None:
            return True, None
        wanted = bare_name(name)
        tops = {i.top: i.path[0] for i in self.items}
        found = [top for top, called in tops.items() if bare_name(called) == wanted]
        return len(found) == 1, found[0] if len(found) == 1 else None

    # --- trees ---

    def readings(self, terms: Sequence[WholeTerm], effect: Effect) -> Iterator[Reading]:
        """The tree over what is lost or added; two where it is open which of it a limit covers."""
        mine = [t for t in terms if t.effect == effect]
        if not mine:
            return
        options = [self.settings.option(t.choice.id) if t.choice else "all" for t in mine]
        for undecided in ("outside", "all") if None in options else ("all",):
            reaches = [option or undecided for option in options]
            yield self._reading(mine, effect, reaches)

    def _reading(self, terms: Sequence[WholeTerm], effect: Effect, reaches: Sequence[str]) -> Reading:
        only = all(reach == "outside" for reach in reaches)
        covered = [i for i in self.items if _leaf(i, effect) and (i.full is None or not only)]
        if all(t.top for t in terms):
            covered = [i for i in covered if i.top in {t.top for t in terms}]
        kind = "lost" if effect == "lose" else "added"
        nodes: dict[str, list[tuple[Node, bool]]] = {}
        for item in covered:
            nodes.setdefault(item.top, []).append((Leaf(f"{kind}:{item.id}"), item.full is None))
        for t in terms:
            if t.top in nodes:
                inside = nodes[t.top]
                nodes[t.top] = [(_over(t, tuple(n for n, _ in inside)), all(moved for _, moved in inside))]
        whole = [each for several in nodes.values() for each in several]
        leaves = [f"{kind}:{i.id}" for i in covered]
        if effect == "add" and self.bonuses and not all(t.top for t in terms):
            whole.append((Leaf("added:bonus"), True))
            leaves.append("added:bonus")
        for t, reach in zip(terms, reaches, strict=True):
            if t.top is None:
                held = [each for each in whole if each[1] or reach != "outside"]
                beside = [each for each in whole if each not in held]
                whole = [(_over(t, tuple(n for n, _ in held)), reach == "outside"), *beside]
        moved = tuple(f"{kind}:{i.id}" for i in covered if i.full is None)
        return Reading(Total(tuple(n for n, _ in whole)), tuple(leaves), moved)


def _in(item: ScoredItem, top: str | None) -> bool:
    return top is None or item.top == top


def _leaf(item: ScoredItem, effect: Effect) -> bool:
    """Whether points are taken off (or added on top) in an item. What an item with full marks does not earn is not taken off."""
    if effect == "lose":
        return item.full is None or item.start == "full"
    return any(t.effect in ("add", "earn") for t in item.terms) if item.full is None else _adds_on_top(item)


def _adds_on_top(item: ScoredItem) -> bool:
    return item.over is True and any(t.effect == "add" for t in item.terms)


def _over(made: WholeTerm, parts: tuple[Node, ...]) -> Node:
    if isinstance(made.rule, Cap):
        return Capped(parts, made.rule.points, made.id, made.said, made.cite, made.evidence)
    return Repeated(parts, made.id, made.said, made.cite, made.evidence)


def asked_terms(terms: Sequence[WholeTerm]) -> Mapping[str, Term]:
    """What the assessor gives for whole-table rules, by the rule's id."""
    return {t.id: t.term for t in terms if t.term is not None}
