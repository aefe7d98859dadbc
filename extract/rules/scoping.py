"""Resolving: what a clause of a sentence says about the others.

- A cap (最高扣100分, 扣完为止) covers the rules of its kind that stand before it in its sentence, back to the 。 or the
  cap before; a rule of its own says so. Where just one bonus stands before 最高加5分, the cap is a field of that bonus instead.
- A cap that does not say what of (最多不超过3分) is of the kind of the rule before it in the sentence.
- 每超出… exceeds what the sentence says is kept within (控制在…以内), where it says so once.
- 分别 shares scores out over conditions that can be told apart, one rule each: 获国家级、省级、市级表彰的分别加3分、
  2分、1分 is three bonuses, each computed by itself: one may get more than one of them (that is why a cap follows).
- Awards for places (前3名, 4—6名, 其余) are one ranking; awards for steps of one measure (90%以上, 80%—90%) or levels,
  of which one is reached, are one tier.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from corpus.spans import Span
from extract.rules.clauses import Sentence
from extract.rules.enumerations import told_apart
from extract.rules.grammar import Clause, Doubt, Spans, read_stretch
from extract.rules.quantities import DASH, NUMBER, REST, UNIT, rank_first, rank_last


@dataclass(frozen=True, slots=True)
class Single:
    """One clause that is one rule. `points`: its score, of a list its own; `cap`: the clause that caps this bonus."""

    clause: Clause
    points: Span | None
    cap: Clause | None = None


@dataclass(frozen=True, slots=True)
class Capped:
    """A cap; `of`: the words that say what it is of."""

    clause: Clause
    of: Span


@dataclass(frozen=True, slots=True)
class Step:
    """A place or a level with its score. `when`: the words that name it; for 其余, the place before and 其余."""

    rule: Single
    when: Spans


@dataclass(frozen=True, slots=True)
class Steps:
    """A ranking or a tier."""

    ranking: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept verbatim: a stretch that is not understood (`doubt`), or a known remark on how scores combine."""

    span: Span
    rule: str


Resolved = Single | Capped | Steps | Kept


def resolve(text: str, sentence: Sentence, *, full_marks: bool = False) -> tuple[Resolved, ...]:
    """The sentence's rules in text order, each clause put beside what it depends on.

    `full_marks`: whether 满分 has a number; without one a step that gives it stays an award of its own. Raises
    ValueError for a numeral that is none (百百).
    """
    return tuple(_Resolving(text, sentence, full_marks).run())


def extent_of(rule: Resolved) -> Span:
    """From where the rule's condition begins to where its last score ends."""
    if isinstance(rule, Kept):
        return rule.span
    clauses = [step.rule.clause for step in rule.steps] if isinstance(rule, Steps) else [rule.clause]
    return clauses[0].extent[0][0], clauses[-1].extent[-1][1]


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
    if isinstance(rule, Steps):
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
_ADDED = re.compile("[加奖+＋]")
_ONE_OF = re.compile(
    r"(?P<verb>缺少|缺|少|有|漏报|迟报|瞒报|谎报|漏|差|超期|超时|发现|出现|逾期|延迟|采用|录用|刊发|刊登|报道)\s*(?:一|1)"
)
_OTHER_NUMBER = r"(?<!\d)(?:[2-9]|\d\d+|[二两三四五六七八九十])\s*个?{unit}"
_PLACE = (
    rf"(?:(?:前\s*{NUMBER}|第\s*{NUMBER}(?:\s*[名位]?\s*{DASH}\s*第?\s*{NUMBER})?)(?:\s*[名位]|(?=的|\Z))"
    rf"|{NUMBER}\s*{DASH}\s*第?\s*{NUMBER}\s*[名位])(?:及?以[后下]|之后|往后)?"
)
_RANKED = re.compile(
    rf"(?<![后数至到—–－~～-])(?P<place>{_PLACE})\s*(?:的|者|的?(?:单位|部门|乡镇|镇街|街道|镇|村|县区|区县))*\Z"
)
_ONLY_RANKED = re.compile(
    rf"(?:排名|名次|位列|位居|列|居|在|为)*(?:全[市区县镇省])?(?P<place>{_PLACE})\s*(?:的|者|的?(?:单位|部门|乡镇|镇街|街道|镇|村|县区|区县))*\Z"
)
_OTHERS = re.compile(rf"(?P<rest>{'|'.join(REST)})(?:的|者|名次|单位|部门|乡镇|镇街|街道|镇|村|县区|区县)*\Z")
_MEASURE = rf"{NUMBER}\s*(?:%|分|{UNIT})(?:\s*[（(](?:不)?含[^）)]{{0,4}}[）)])?"
_THRESHOLD = (
    rf"(?:[\u4e00-\u9fff]{{0,8}}率|比例|得分|成绩|完成)?(?:同比|较上年|比上年)?(?:下降|减少|降低|上升|增长|增加|提高)?(?:达到|达|在|为|低于|高于|超过|不足|不到|未达到?|不低于|不高于|大于|小于|≥|≤|>|<|＞|＜)?\s*"
    rf"(?:{NUMBER}\s*%?\s*(?:[（(](?:不)?含[^）)]{{0,4}}[）)])?\s*{DASH}\s*)?{_MEASURE}(?:及?以[上下内]|之间|[（(](?:不)?含[^）)]{{0,4}}[）)]|的)*"
)
_LEVEL = (
    r"(?:评为|为|获评|获|属于|被评为|定为)?[“\"]?(?:优秀|良好|较好|好|一般|中等|基本合格|合格|不合格|较差|差|优|良|中"
    r"|[特一二三四五]等奖|[ABCD]级?|[一二三四五]级|[一二三四五]星级?)[”\"]?(?:等次|等级|档次)?的?"
)
_SCALES = tuple(
    (re.compile(rf"{s}\Z"), re.compile(rf"(?:{s}|(?:其余|其他|其它|持平|(?:同比)?(?:上升|下降|增长|减少))的?)\Z"))
    for s in (_THRESHOLD, _LEVEL)
)


def _said(text: str, spans: Spans) -> str:
    return "".join(text[a:b] for a, b in spans)


def _within(spans: Spans, start: int, end: int) -> Spans:
    """The part `[start, end)` of what the spans say, as spans."""
    out, at = [], 0
    for a, b in spans:
        low, high = max(start - at, 0), min(end - at, b - a)
        if low < high:
            out.append((a + low, a + high))
        at += b - a
    return tuple(out)


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


class _Resolving:
    def __init__(self, text: str, sentence: Sentence, full_marks: bool) -> None:
        self.text = text
        self.sentence = sentence
        self.full_marks = full_marks

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
        return self._stepped(self._bounded(self._folded(out)))

    def _shared(self, clauses: Sequence[Clause], before: Sequence[Resolved]) -> list[Resolved] | None:
        """The clauses of a stretch one by one, 分别 shared out; None where a cap or 分别 has nothing to refer to."""
        out: list[Resolved] = []
        for clause in clauses:
            if clause.phrase.kind == "remark":
                span = (clause.extent[0][0], clause.extent[-1][1])
                if out and isinstance(last := out[-1], Kept):
                    out[-1] = Kept((last.span[0], span[1]), last.rule)
                else:
                    out.append(Kept(span, clause.phrase.id))
            elif clause.phrase.kind == "cap":
                of = clause.parts.get("of") or _kind_before([*before, *out])
                if of is None:
                    return None
                out.append(Capped(clause, of))
            elif "list" in clause.parts:
                each = self._told_apart(clause)
                if not each:
                    return None
                out.extend(each)
            else:
                out.append(Single(clause, clause.parts.get("points")))
        return out

    def _told_apart(self, clause: Clause) -> list[Single]:
        start, end = clause.parts["list"]
        scores = [m.span() for m in _SCORE.finditer(self.text, start, end)]
        if len(clause.condition) != 1:
            return []
        (a, b) = clause.condition[0]
        members = told_apart(self.text[a:b], len(scores))
        if not members:
            return []
        first, last = a + members[0][0], a + members[-1][1]
        return [
            Single(
                replace(clause, condition=tuple(s for s in ((a, first), (a + m, a + n), (last, b)) if s[0] < s[1])),
                score,
            )
            for (m, n), score in zip(members, scores, strict=True)
        ]

    def _folded(self, rules: list[Resolved]) -> list[Resolved]:
        """最高加5分 after just one bonus is that bonus's cap."""
        adding = [i for i, rule in enumerate(rules) if _adds(rule)]
        if len(adding) != 1:
            return rules
        bonus, behind = rules[adding[0]], rules[adding[0] + 1 :]
        caps = [r for r in behind if isinstance(r, Capped) and _ADDED.search(self.text[slice(*r.of)])]
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
        conditions = [_said(self.text, r.clause.condition) for r in rules if isinstance(r, Single)]
        out: list[Resolved] = []
        for rule in rules:
            if isinstance(rule, Single) and (per := rule.clause.per):
                clause, said = rule.clause, self.text[slice(*per)]
                if len(bounds) == 1 and not clause.beyond and _OVER.match(said) and clause.phrase.kind == "deduct":
                    (a, b), *_ = bounds.values()
                    bound = (self.sentence.start + a, self.sentence.start + b)
                    clause = replace(clause, beyond=bound if bound[1] <= per[0] else None)
                one = _ONE_OF.match(said)
                other = _OTHER_NUMBER.format(unit=re.escape(said[-1]))
                if clause.count and clause.count.deducts and any(re.search(other, c) for c in conditions):
                    clause = replace(clause, per=None, count=None)
                if one and any(re.match(rf"{one['verb']}\s*[2-9二两三四五]", c) for c in conditions):
                    clause = replace(clause, per=None, count=None)
                rule = replace(rule, clause=clause)
            out.append(rule)
        return out

    def _stepped(self, rules: list[Resolved]) -> list[Resolved]:
        """Runs of awards for places or levels become one ranking or one tier."""
        out: list[Resolved] = []
        at = 0
        while at < len(rules):
            run = self._ranking(rules[at:]) or self._tier(rules[at:])
            out.append(run or rules[at])
            at += len(run.steps) if run else 1
        return out

    def _ranking(self, rules: Sequence[Resolved]) -> Steps | None:
        steps: list[Step] = []
        after = 0
        for rule in rules:
            if not isinstance(rule, Single) or not self._earned(rule):
                break
            condition = rule.clause.condition
            said = _said(self.text, condition)
            if steps and (rest := _OTHERS.match(said)):
                steps.append(Step(rule, (*steps[-1].when, *_within(condition, *rest.span("rest")))))
                break
            place = (_ONLY_RANKED.match if steps else _RANKED.search)(said)
            if not place or rank_first(place["place"]) <= after:
                break
            steps.append(Step(rule, _within(condition, *place.span("place"))))
            last = rank_last(place["place"])
            if last is None:
                break
            after = last
        return Steps(True, tuple(steps)) if steps else None

    def _tier(self, rules: Sequence[Resolved]) -> Steps | None:
        for opens, follows in _SCALES:
            steps: list[Step] = []
            for rule in rules:
                if not isinstance(rule, Single) or not self._earned(rule):
                    break
                said = _said(self.text, rule.clause.condition)
                if not said or not (follows.match(said) if steps else opens.search(said)):
                    break
                steps.append(Step(rule, rule.clause.condition))
            if len(steps) > 1:
                return Steps(False, tuple(steps))
        return None

    def _earned(self, rule: Single) -> bool:
        """Whether the rule gives a number of points once."""
        kind = rule.clause.phrase.kind
        return not rule.clause.per and (kind == "award" or (kind == "full" and self.full_marks))
