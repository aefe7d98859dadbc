"""What a record's rules leave open: choices that somebody has to settle before points can be computed (the questions are
in `questions`), and what is left to a person's judgement."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from corpus.reading import text
from extract.findings import Award, Bonus, Broken, Cap, Deduct, Multiple, Per, Proportion, Range, Rule, Tier
from extract.issues import Issue
from extract.rules.measures import bounds
from extract.rules.questions import QUESTIONS
from extract.rules.rendering import number
from extract.rules.units import measured


@dataclass(frozen=True, slots=True)
class Open:
    """A question on the rule at `index` of its record; `question` is its row in `QUESTIONS`, `words` what fills it in."""

    index: int
    question: str
    words: Mapping[str, str]

    @property
    def asked(self) -> str:
        """The question in words."""
        return QUESTIONS[self.question].asked(**self.words)

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Its answers (key, words)."""
        return QUESTIONS[self.question].answers(**self.words)

    @property
    def code(self) -> str:
        """The code of the issue that says so."""
        return QUESTIONS[self.question].code or self.question

    @property
    def message(self) -> str:
        """What the issue says."""
        return f"{self.asked}，原文没有写明，请作出约定"


def open_questions(rules: Sequence[Rule]) -> Iterator[Open]:
    """The questions on the rules of one record that can be asked before its points are known, rule by rule, then those
    that two rules raise together."""
    for n, rule in enumerate(rules):
        yield from _of_one(n, rule)
    deducted = [(n, rule) for n, rule in enumerate(rules) if isinstance(rule, Deduct) and rule.when]
    for n, rule in deducted:
        one = open_once(rule)
        others = [getattr(other, "when", None) or "" for m, other in enumerate(rules) if m != n]
        if one and not any(_several(one[-1]).search(when) for when in others):
            yield Open(n, "once", {"said": rule.when or "", "one": one, "unit": one[-1]})
    for (_, rule), (m, other) in pairwise(deducted):
        if rule.per is None and other.per is None and _nested(rule.when or "", other.when or ""):
            yield Open(m, "steps", {"said": rule.when or "", "other": other.when or ""})


def open_issues(rules: Sequence[Rule], node: str | None) -> Iterator[Issue]:
    """An issue for each of them."""
    for each in open_questions(rules):
        yield Issue(code=each.code, severity="info", message=each.message, node=node)


def judged_issues(rule: Rule, node: str | None) -> Iterator[Issue]:
    """An issue for what a rule leaves to a person's judgement, time by time."""
    words = said(rule)
    if isinstance(rule, Range) and rule.low is None and rule.high is None:
        message = f"“{words}”没有写明幅度，由考核人员掌握，可补充上下限"
        yield Issue(code="range-open", severity="info", message=message, node=node)
    if isinstance(rule, Multiple) and rule.over is None:
        message = f"“{words}”没有写明以哪一条为准加减，请核对"
        yield Issue(code="rule-multiple-open", severity="warning", message=message, node=node)


def open_unit(per: Per, broken: Broken | None) -> str | None:
    """The unit, in words, of which the text does not say what a started one counts; null where it says so, or where
    only whole ones occur.

    >>> open_unit(Per(count=Decimal(2), unit="个百分点"), None), open_unit(Per(count=Decimal(1), unit="起"), None)
    ('2个百分点', None)
    """
    if broken is not None or (per.count == 1 and not measured(per.unit)):
        return None
    return f"{number(per.count)}{per.unit}"


def open_once(rule: Deduct) -> str | None:
    """The one thing (1处, 一次) that points are taken off for where the text does not say 每."""
    when = rule.when or ""
    found = _ONE.search(when) if rule.per is None and "每" not in when else None
    return (found["opens"] or found["closes"]) if found else None


def shared_bound(tier: Tier) -> Decimal | None:
    """A number that belongs to two steps of which neither is written so as to win: 80—90得2分，90—100得3分."""
    for one, other in pairwise(tier.tiers):
        if one.at_most is not None and one.at_most == other.at_least:
            return one.at_most
        between = one.at_most is not None or one.below is not None
        if between and one.at_least is not None and one.at_least == other.at_most:
            return one.at_least
    return None


def said(rule: Rule) -> str:
    """A rule's words, as one line."""
    return "".join(text(evidence.quote) for evidence in rule.evidence)


def _of_one(n: int, rule: Rule) -> Iterator[Open]:
    if isinstance(rule, Award | Deduct | Bonus | Proportion) and rule.per is not None:
        unit = open_unit(rule.per, rule.broken)
        if unit:
            yield Open(n, "broken", {"said": said(rule), "count": unit})
    if isinstance(rule, Cap) and rule.over and "over" in rule.proof and rule.proof["over"].rule == "over.open":
        yield Open(n, "cap", {"said": said(rule), "over": rule.over})
    if isinstance(rule, Tier) and (bound := shared_bound(rule)) is not None:
        yield Open(n, "tier", {"said": said(rule), "bound": f"{number(bound)}{rule.unit or ''}"})


_THINGS = r"(?:一|1)\s*(?:项|处|起|次|件|个|家|户|人|份|条|例|天|日)"
_ONE = re.compile(rf"(?:\A|[，,])(?P<opens>{_THINGS})|(?<![\d第])(?P<closes>{_THINGS})\Z")


def _several(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?:2|二|两)\s*{unit}")


def _nested(one: str, other: str) -> bool:
    """Whether whoever meets the second bound meets the first: 低于90%, 低于80%."""
    first, second = bounds(one), bounds(other)
    if first is None or second is None or first.unit != second.unit:
        return False
    low = first.below is not None and second.below is not None and second.below < first.below
    return low and first.at_least is None is second.at_least
