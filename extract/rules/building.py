"""Building: a rule from each resolved clause, every field read from the words it cites."""

import re
from itertools import repeat
from typing import Any

from corpus.evidence import Cited, prove
from corpus.spans import Span, united
from extract.findings import (
    Award,
    Bonus,
    Cap,
    Coefficient,
    Conversion,
    Deduct,
    Highest,
    Multiple,
    Portion,
    Proportion,
    Range,
    Rank,
    RankStep,
    Rounding,
    Rule,
    Tier,
    TierStep,
    Unparsed,
    Veto,
    Zero,
)
from extract.passage import Passage, cited
from extract.rules import quantities as _readers  # noqa: F401  # registers the readers that are cited with
from extract.rules.grammar import Spans
from extract.rules.measures import Bounds, bounds
from extract.rules.reaching import scope_of
from extract.rules.resolved import Capped, Kept, Resolved, Single, Step, Steps, Threshold, clauses_of

_ANY_SHARE = frozenset(
    {"比例", "比率", "百分比", "百分率", "相应比例", "相应的比例", "同比例", "等比例", "一定比例", "其比例"}
)
"""按比例 without saying of what."""


def build(passage: Passage, resolved: Resolved, full_marks: Cited[Any] | None) -> Rule:
    """The rule. Raises ValueError where a quote does not give the value that its wording promises (10—2分, 百百次)."""
    if isinstance(resolved, Kept):
        return keep(passage, resolved)
    if isinstance(resolved, Capped):
        return _cap(passage, resolved)
    if isinstance(resolved, Steps):
        return _steps(passage, resolved, full_marks)
    if isinstance(resolved, Threshold):
        return _threshold(passage, resolved, full_marks)
    return _single(passage, resolved, full_marks)


def keep(passage: Passage, kept: Kept) -> Unparsed:
    """The words verbatim."""
    return prove(Unparsed, text=passage.cite(*kept.span, rule=kept.rule))


def _cap(passage: Passage, capped: Capped) -> Cap | Highest | Multiple:
    clause, rule = capped.clause, capped.clause.phrase.id
    evidence = (passage.evidence_of(united(clause.extent)),)
    when = passage.cite_of(clause.condition, "text", rule) if clause.condition else None
    over = passage.cite_of((capped.over,), "text", "over.open" if capped.open else "over") if capped.over else None
    of = passage.cite_of((capped.of,), "polarity", rule)
    if clause.phrase.kind == "multiple":
        factor = passage.cite_of((clause.parts["factor"],), "factor", rule)
        return prove(Multiple, evidence=evidence, factor=factor, of=of, when=when, over=over)
    said = scope_of(passage.text, capped)
    scope = passage.cite_of((said,), "cap-scope", rule) if said else None
    if clause.phrase.kind == "highest":
        return prove(Highest, evidence=evidence, of=of, when=when, scope=scope, over=over)
    points, per = clause.parts.get("points"), clause.parts.get("per")
    return prove(
        Cap,
        evidence=evidence,
        points=passage.cite_of((points,), "points", rule) if points else None,
        of=of,
        scope=scope,
        per=passage.cite_of((per,), "per", rule) if per else None,
        over=over,
    )


def _threshold(passage: Passage, found: Threshold, full_marks: Cited[Any] | None) -> Proportion:
    extent = united(span for clause in clauses_of(found) for span in clause.extent)
    less, below = found.minus.clause, found.below
    rule = "proportion.threshold"
    return prove(
        Proportion,
        evidence=(passage.evidence_of(extent),),
        points=_points(passage, found.full, full_marks),
        of=passage.cite_of((found.of,), "text", rule) if found.of else None,
        full_at=passage.cite_of((found.full_at,), "number", rule),
        zero_below=passage.cite_of((below,), "number", rule) if below else None,
        minus=_points(passage, found.minus, None),
        per=passage.cite_of((less.per,), "per", rule) if less.per else None,
        broken=passage.cite_of((less.broken,), "broken", rule) if less.broken else None,
    )


def _steps(passage: Passage, resolved: Steps, full_marks: Cited[Any] | None) -> Rank | Tier:
    whole = united(span for clause in clauses_of(resolved) for span in clause.extent)
    evidence = (passage.evidence_of(whole),)
    if resolved.ranking:
        places = tuple(_place(passage, step, _points(passage, step.rule, full_marks)) for step in resolved.steps)
        minus = _points(passage, resolved.minus, None) if resolved.minus else None
        lowest = _points(passage, resolved.lowest, None) if resolved.lowest else None
        return prove(Rank, evidence=evidence, tiers=places, minus=minus, lowest=lowest)
    measured = _measured(passage, resolved)
    levels = tuple(
        _level(passage, step, _points(passage, step.rule, full_marks), bound)
        for step, bound in zip(resolved.steps, measured or repeat(None, len(resolved.steps)), strict=True)
    )
    if not measured:
        return prove(Tier, evidence=evidence, tiers=levels)
    first = resolved.steps[0].when
    named = _named(passage.text, first[0], measured[0].named) if len(first) == 1 else None
    return prove(
        Tier,
        evidence=evidence,
        tiers=levels,
        of=passage.cite_of((named,), "text", "tier.of") if named else None,
        unit=passage.cite_of(first, "bound-unit", "tier.of"),
    )


def _named(text: str, span: Span, characters: int) -> Span | None:
    """The first characters of a condition, white space not counted; None where there are none."""
    end, left = span[0], characters
    while left and end < span[1]:
        left -= not text[end].isspace()
        end += 1
    return (span[0], end) if characters else None


def _measured(passage: Passage, steps: Steps) -> list[Bounds] | None:
    """The bounds of a tier's steps; None unless every step has them, all in one unit and all of one measure."""
    words = ["".join(passage.text[a:b] for a, b in step.when) for step in steps.steps]
    found = [bounds(said) for said in words]
    known = [bound for bound in found if bound]
    if len(known) != len(words) or len({bound.unit for bound in known}) != 1:
        return None
    ways = {tuple(_WAY.findall(said)) for said in words}
    return known if len(ways) == 1 else None


_WAY = re.compile("上升|增长|增加|提高|下降|减少|降低|持平")


def _place(passage: Passage, step: Step, points: Cited[Any] | None) -> RankStep:
    place = passage.evidence_of(step.when)
    return prove(
        RankStep,
        evidence=(passage.evidence_of(step.rule.clause.extent),),
        first=cited(place, "rank-first", "rank.place"),
        last=cited(place, "rank-last", "rank.place"),
        points=points,
    )


def _level(passage: Passage, step: Step, points: Cited[Any] | None, bound: Bounds | None) -> TierStep:
    sides = [name for name in ("at_least", "above", "below", "at_most") if bound and getattr(bound, name) is not None]
    said = passage.evidence_of(step.when)
    return prove(
        TierStep,
        evidence=(passage.evidence_of(step.rule.clause.extent),),
        when=cited(said, "text", "tier.level"),
        points=points,
        **{name: cited(said, name.replace("_", "-"), "tier.bound") for name in sides},
    )


def _points(passage: Passage, single: Single, full_marks: Cited[Any] | None) -> Cited[Any] | None:
    if single.points:
        return passage.cite_of((single.points,), single.reader, single.clause.phrase.id)
    return full_marks if single.clause.phrase.kind in ("full", "proportion") else None


def _single(passage: Passage, single: Single, full_marks: Cited[Any] | None) -> Rule:
    clause = single.clause
    kind, rule = clause.phrase.kind, clause.phrase.id

    def cite(spans: Spans, reader: str = "text", by: str = rule) -> Cited[Any] | None:
        return passage.cite_of(spans, reader, by) if spans else None

    extent: Spans = (*clause.extent, *(single.cap.extent if single.cap else ()))
    evidence = (passage.evidence_of(united(extent)),)
    when = cite(clause.condition)
    per = cite((clause.per,), "per", clause.count.id if clause.count else "per.slash") if clause.per else None
    scope = cite((clause.scope,), "cap-scope") if clause.scope else None
    broken = cite((clause.broken,), "broken") if clause.broken else None
    if kind == "zero":
        return prove(Zero, evidence=evidence, when=when, scope=scope)
    if kind == "portion":
        share, sign = cite((clause.parts["percent"],), "percent"), cite((clause.parts["of"],), "sign")
        return prove(Portion, evidence=evidence, percent=share, sign=sign, per=per, when=when)
    if kind == "rounding":
        each = clause.parts.get("each_item")
        return prove(
            Rounding,
            evidence=evidence,
            decimals=cite((clause.parts["decimals"],), "decimals"),
            scope=cite((each,), "cap-scope") if each else None,
        )
    if kind == "conversion":
        return prove(Conversion, evidence=evidence, to=cite((clause.parts["scale"],), "scale-of"), when=when)
    if kind == "coefficient":
        parts = {"of": "factor", "base": "base", "result": "result"}
        return prove(Coefficient, evidence=evidence, **{n: cite((clause.parts[p],)) for n, p in parts.items()})
    if kind == "descend":
        raise ValueError("places that no place is named before")
    if kind == "veto":
        return prove(Veto, evidence=evidence, when=when, outcome=cite((clause.parts["outcome"],)))
    if kind == "range" and single.reader == "points":
        return prove(Range, evidence=evidence, per=per, when=when, **_ends(passage, single))
    points = _points(passage, single, full_marks)
    if kind == "range":  # shared out one by one
        kind = "deduct" if rule == "range.deduct" else "bonus" if rule == "range.bonus" else "award"
    if kind == "proportion":
        start, end = clause.parts["factor"]
        known = passage.text[start:end].strip() not in _ANY_SHARE
        of = cite(((start, end),)) if known else None
        return prove(Proportion, evidence=evidence, points=points, of=of, when=when)
    if kind == "deduct":
        beyond = cite((clause.beyond,)) if clause.beyond else None
        return prove(
            Deduct,
            evidence=evidence,
            points=points,
            per=per,
            beyond=beyond,
            when=when,
            broken=broken,
            scope=scope,
        )
    if kind == "bonus":
        most = cite((single.cap.parts["points"],), "points", single.cap.phrase.id) if single.cap else None
        return prove(Bonus, evidence=evidence, points=points, per=per, cap=most, when=when, broken=broken)
    return prove(Award, evidence=evidence, points=points, per=per, when=when, broken=broken)


def _ends(passage: Passage, single: Single) -> dict[str, Cited[Any] | None]:
    """The ends and the sign of a range; both ends null where the text leaves them open."""
    parts, rule = single.clause.parts, single.clause.phrase.id
    within, high = parts.get("range"), parts.get("high")
    return {
        "low": passage.cite_of((within,), "range-low", rule) if within else None,
        "high": passage.cite_of((within,), "range-high", rule) if within
        else passage.cite_of((high,), "points", rule) if high else None,
        "sign": passage.cite_of((parts["of"],), "sign", rule),
    }  # fmt: skip
