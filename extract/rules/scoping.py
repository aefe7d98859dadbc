"""Resolving: what a clause of a sentence says about the others.

- A cap (最高扣100分, 扣完为止) is a rule of its own; what it covers is resolved last (`reaching`). Where just one bonus
  stands before 最高加5分, the cap is a field of that bonus instead.
- A cap that does not say what of (最多不超过3分) is of the kind of the rule before it in the sentence.
- 每超出… exceeds what the sentence says is kept within (控制在…以内), where it says so once.
- 分别 shares scores out over conditions that can be told apart, one rule each: 获国家级、省级、市级表彰的分别加3分、
  2分、1分 is three bonuses, each computed by itself: one may get more than one of them (that is why a cap follows).
  分别加1—3分 does so where there are as many conditions as whole scores from 1 to 3, 各扣1分 where each says what is wrong.
- 就高不重复 is of the points that its own words or those before it add, take off or give; else it is kept as it stands.
- Awards for places (前3名, 4—6名, 其余) are one ranking; awards for steps of one measure (90%以上, 80%—90%) or levels,
  of which one is reached, are one tier.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile, zip_longest

from corpus.spans import Span
from extract.rules.clauses import Sentence
from extract.rules.enumerations import height, told_apart
from extract.rules.grammar import Clause, Doubt, read_stretch
from extract.rules.measures import SPREAD_MOST
from extract.rules.quantities import NUMBER, UNIT
from extract.rules.resolved import Capped, Kept, Resolved, Single, Steps, Threshold, extent_of
from extract.rules.stepping import said, stepped


def resolve(
    text: str, sentence: Sentence, *, full_marks: bool = False, before: Sequence[Resolved] = ()
) -> tuple[Resolved, ...]:
    """The sentence's rules in text order, each clause put beside what it depends on.

    `before` are those of the sentences before it; `full_marks`: whether 满分 has a number; without one a step that
    gives it stays an award of its own. Raises ValueError for a numeral that is none (百百).
    """
    return tuple(_Resolving(text, sentence, full_marks, before).run())


def headed(rules: Sequence[Resolved]) -> tuple[Resolved, ...]:
    """满分10分 or （3分） beside awards for its parts is their total and not one more award.

    满分 then caps them; a bracket, which may also be the points of what stands before it, is kept as it stands.
    """
    out: list[Resolved] = []
    for i, rule in enumerate(rules):
        if isinstance(rule, Single) and rule.clause.phrase.id == "award.full" and any(map(_gives, rules)):
            rule = Capped(rule.clause, rule.clause.parts["of"])
        elif _bracketed(rule) and any(map(_gives, takewhile(lambda r: not _bracketed(r), rules[i + 1 :]))):
            rule = Kept(extent_of(rule), "unparsed.total")
        out.append(rule)
    return tuple(out)


def _bracketed(rule: Resolved) -> bool:
    return isinstance(rule, Single) and rule.clause.bracketed and rule.clause.phrase.id == "award.bare"


def _gives(rule: Resolved) -> bool:
    """Whether the rule says in so many words that points are earned."""
    if isinstance(rule, Steps | Threshold):
        return True
    if not isinstance(rule, Single):
        return False
    clause = rule.clause
    return (
        clause.phrase.id in _EARNED
        or clause.phrase.kind == "proportion"
        or bool(clause.phrase.kind == "award" and clause.per)
    )


_EARNED = frozenset({"award.points", "award.list", "range.award", "full.award"})
_SCORE = re.compile(rf"{NUMBER}\s*分?")


_BOUND = re.compile(
    r"(?:控制在|不得?超过|不得?高于|不突破|未超过|未突破)(?P<bound>[^，；。]{2,40}?)(?:以内|之内|以下|范围内|内|的|(?=[（(，；。]|$))"
)
_OVER = re.compile(r"每(?:超出|超过|突破|高于|多于|高出|超)")
_WRONG = re.compile("[未不无没缺低超差漏]")
_ADDED = re.compile("[加奖+＋]")
_ONE_OF = re.compile(
    r"(?P<verb>缺少|缺|少|有|漏报|迟报|瞒报|谎报|漏|差|超期|超时|发现|出现|逾期|延迟|采用|录用|刊发|刊登|报道)\s*(?:一|1)"
)
_UNIT_ENDS = re.compile(rf"{UNIT}\Z")
_OTHER_NUMBER = r"(?<!\d)(?:[2-9]|\d\d+|[二两三四五六七八九十])\s*个?{unit}"


def _kind_before(rules: Sequence[Resolved]) -> Span | None:
    """The words that say whether the last rule takes off, adds or gives points; None where it is not known."""
    for rule in reversed(rules):
        if isinstance(rule, Kept):
            if rule.rule.startswith("unparsed."):
                return None
        elif isinstance(rule, Capped):
            return rule.of
        elif isinstance(rule, Single) and rule.clause.phrase.kind in ("award", "deduct", "bonus", "range"):
            return rule.clause.parts.get("of") or rule.points
    return None


def _adds(rule: Resolved) -> bool:
    return isinstance(rule, Single) and (rule.clause.phrase.kind == "bonus" or rule.clause.phrase.id == "range.bonus")


def _folds(rule: Capped) -> bool:
    """Whether a cap can be one bonus's own: not what limits each time, and not what limits several."""
    clause = rule.clause
    return clause.phrase.kind == "cap" and "per" not in clause.parts


class _Resolving:
    def __init__(self, text: str, sentence: Sentence, full_marks: bool, before: Sequence[Resolved]) -> None:
        self.text = text
        self.sentence = sentence
        self.full_marks = full_marks
        self.before = before

    def run(self) -> list[Resolved]:
        out: list[Resolved] = []
        for stretch in self.sentence.stretches:
            read = read_stretch(self.text, stretch)
            doubt = read.code if isinstance(read, Doubt) else None
            shared = None if isinstance(read, Doubt) else self._shared(read, out)
            if shared is None:
                out.append(Kept((stretch.start, stretch.end), f"unparsed.{doubt or 'respectively'}"))
            else:
                out.extend(shared)
        return stepped(self.text, self._bounded(self._folded(out)), full_marks=self.full_marks)

    def _shared(self, clauses: Sequence[Clause], before: Sequence[Resolved]) -> list[Resolved] | None:
        """The clauses of a stretch one by one, 分别 shared out; None where a cap or 分别 has nothing to refer to."""
        out: list[Resolved] = []
        for clause, behind in zip_longest(clauses, clauses[1:]):
            if clause.phrase.kind in ("remark", "highest"):
                self._remark(clause, behind, before, out)
            elif clause.phrase.kind == "cap":
                of = clause.parts.get("of") or _kind_before([*before, *out])
                if of is None:
                    return None
                out.append(Capped(clause, of))
            elif clause.phrase.kind == "multiple":
                out.append(Capped(clause, clause.parts["of"]))
            elif "range" in clause.parts and (spread := self._spread(clause)):
                out.extend(spread)
            elif "range" in clause.parts and "each" in clause.parts:
                return None
            elif clause.parts.get("each") and self.text[slice(*clause.parts["each"])] == "各":
                both = self._each_of(clause)
                if not both:
                    return None
                out.extend(both)
            elif "list" in clause.parts:
                each = self._told_apart(clause)
                if not each:
                    return None
                out.extend(each)
            else:
                out.append(Single(clause, clause.parts.get("points")))
        return out

    def _remark(self, clause: Clause, behind: Clause | None, before: Sequence[Resolved], out: list[Resolved]) -> None:
        """按最高级计, of points that the sentence or the one before says; what is less certain is kept as it stands."""
        span = (clause.extent[0][0], clause.extent[-1][1])
        last = out[-1] if out else None
        if clause.phrase.kind == "highest":
            of = clause.parts.get("of") or (behind.parts.get("of") if behind else None)
            of = of or _kind_before([*self.before, *before, *out])
            if of and not isinstance(last, Kept):
                out.append(Capped(clause, of))
                return
        elif isinstance(last, Capped) and last.clause.phrase.kind == "highest" and not clause.condition:
            out[-1] = replace(last, clause=replace(last.clause, extent=(*last.clause.extent, *clause.extent)))
            return
        if isinstance(last, Kept):
            out[-1] = Kept((last.span[0], span[1]), last.rule)
        else:
            out.append(Kept(span, "remark.highest" if clause.phrase.kind == "highest" else clause.phrase.id))

    def _spread(self, clause: Clause) -> list[Single]:
        """分别加1—3分 over as many conditions as there are whole scores from one end to the other."""
        numbers = [m[0] for m in re.finditer(NUMBER, self.text[slice(*clause.parts["range"])])]
        if len(numbers) != 2 or not all(map(str.isdecimal, numbers)) or len(clause.condition) != 1:
            return []
        low, high = map(int, numbers)
        count = abs(high - low) + 1
        if not ("each" in clause.parts or low > high) or not 2 <= count <= SPREAD_MOST:
            return []
        each = self._members(clause, count)
        heights = [height(said(self.text, member.condition)) for member in each]
        if None not in heights and heights != sorted(heights, key=lambda h: h or 0, reverse=low > high):
            return []  # 省级、市级、县级…分别加1—3分: the order of the scores is not that of the levels
        whole = clause.parts["range"]
        return [Single(own, whole, reader=f"spread-{n}-of-{count}") for n, own in enumerate(each, 1)]

    def _each_of(self, clause: Clause) -> list[Single]:
        """A不到位、B不及时的，各扣2分: one for each condition, where each of them says what is wrong."""
        if len(clause.condition) != 1 or "points" not in clause.parts:
            return []
        a, b = clause.condition[0]
        members = [m.span() for m in re.finditer("[^、]+", self.text[a:b])]
        if len(members) < 2 or not all(_WRONG.search(self.text, a + m, a + n) for m, n in members):
            return []
        return [Single(replace(clause, condition=((a + m, a + n),)), clause.parts["points"]) for m, n in members]

    def _told_apart(self, clause: Clause) -> list[Single]:
        start, end = clause.parts["list"]
        scores = [m.span() for m in _SCORE.finditer(self.text, start, end)]
        each = self._members(clause, len(scores))
        return [Single(own, score) for own, score in zip(each, scores, strict=True)] if each else []

    def _members(self, clause: Clause, count: int) -> list[Clause]:
        """The clause once for each of the conditions that can be told apart; none unless there are `count` of them."""
        if len(clause.condition) != 1:
            return []
        a, b = clause.condition[0]
        members = told_apart(self.text[a:b], count)
        if not members:
            return []
        first, last = a + members[0][0], a + members[-1][1]
        return [
            replace(clause, condition=tuple(s for s in ((a, first), (a + m, a + n), (last, b)) if s[0] < s[1]))
            for m, n in members
        ]

    def _folded(self, rules: list[Resolved]) -> list[Resolved]:
        """最高加5分 after just one bonus is that bonus's cap."""
        adding = [i for i, rule in enumerate(rules) if _adds(rule)]
        if len(adding) != 1:
            return rules
        bonus, behind = rules[adding[0]], rules[adding[0] + 1 :]
        caps = [r for r in behind if isinstance(r, Capped) and _folds(r) and _ADDED.search(self.text[slice(*r.of)])]
        if (
            len(caps) == 1
            and "points" in caps[0].clause.parts
            and isinstance(bonus, Single)
            and bonus.clause.phrase.kind == "bonus"
        ):
            bonus = replace(bonus, cap=caps[0].clause)
            return [*rules[: adding[0]], bonus, *(r for r in behind if r is not caps[0])]
        return rules

    def _bounded(self, rules: list[Resolved]) -> list[Resolved]:
        """每超出… of what is kept within; 缺一项 is no count where 缺两项 has a score of its own."""
        sentence = self.text[self.sentence.start : self.sentence.end]
        bounds = {m["bound"]: m.span("bound") for m in _BOUND.finditer(sentence)}
        conditions = [said(self.text, r.clause.condition) for r in rules if isinstance(r, Single)]
        out: list[Resolved] = []
        for rule in rules:
            if isinstance(rule, Single) and (per := rule.clause.per):
                clause, words = rule.clause, self.text[slice(*per)]
                if len(bounds) == 1 and not clause.beyond and _OVER.match(words) and clause.phrase.kind == "deduct":
                    (a, b), *_ = bounds.values()
                    bound = (self.sentence.start + a, self.sentence.start + b)
                    clause = replace(clause, beyond=bound if bound[1] <= per[0] else None)
                one = _ONE_OF.match(words)
                others = [c for c in conditions if c != said(self.text, clause.condition)]
                unit = _UNIT_ENDS.search(words)
                other = _OTHER_NUMBER.format(unit=re.escape(unit[0] if unit else words[-1]))
                if clause.count and clause.count.deducts and any(re.search(other, c) for c in others):
                    clause = replace(clause, per=None, count=None)
                if one and any(re.match(rf"{one['verb']}\s*[2-9二两三四五]", c) for c in conditions):
                    clause = replace(clause, per=None, count=None)
                rule = replace(rule, clause=clause)
            out.append(rule)
        return out
