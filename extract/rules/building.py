"""Building: a rule from each resolved clause, every field read from the words it cites."""

import re
from collections.abc import Sequence
from itertools import repeat
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, Proof, prove
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
from extract.passage import Passage
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


def _evidence(passage: Passage, spans: Sequence[Span]) -> Evidence:
    """Evidence for one or several stretches of the passage, in text order."""
    if len(spans) == 1:
        return passage.evidence(*spans[0])
    source = united(s for span in spans for s in passage.view.to_source(*span))
    return Evidence.at(passage.source, passage.node, passage.citation, source)


def _cite(passage: Passage, spans: Sequence[Span], reader: str, rule: str) -> Cited[Any]:
    """What the stretches say together: 获 + 市级 + 表彰."""
    evidence = _evidence(passage, spans)
    proof = Proof(how="literal" if reader == "text" else "normalised", reader=reader, rule=rule, evidence=(evidence,))
    return Cited(reading.read(reader, evidence.quote), proof)


def _cap(passage: Passage, capped: Capped) -> Cap | Highest | Multiple:
    clause, rule = capped.clause, capped.clause.phrase.id
    evidence = (_evidence(passage, united(clause.extent)),)
    when = _cite(passage, clause.condition, "text", rule) if clause.condition else None
    over = _cite(passage, (capped.over,), "text", "over.open" if capped.open else "over") if capped.over else None
    of = _cite(passage, (capped.of,), "polarity", rule)
    if clause.phrase.kind == "multiple":
        factor = _cite(passage, (clause.parts["factor"],), "factor", rule)
        return prove(Multiple, evidence=evidence, factor=factor, of=of, when=when, over=over)
    said = scope_of(passage.text, capped)
    scope = _cite(passage, (said,), "cap-scope", rule) if said else None
    if clause.phrase.kind == "highest":
        return prove(Highest, evidence=evidence, of=of, when=when, scope=scope, over=over)
    points, per = clause.parts.get("points"), clause.parts.get("per")
    return prove(
        Cap,
        evidence=evidence,
        points=_cite(passage, (points,), "points", rule) if points else None,
        of=of,
        scope=scope,
        per=_cite(passage, (per,), "per", rule) if per else None,
        over=over,
    )


def _threshold(passage: Passage, found: Threshold, full_marks: Cited[Any] | None) -> Proportion:
    extent = united(span for clause in clauses_of(found) for span in clause.extent)
    less, below = found.minus.clause, found.below
    rule = "proportion.threshold"
    return prove(
        Proportion,
        evidence=(_evidence(passage, extent),),
        points=_points(passage, found.full, full_marks),
        of=_cite(passage, (found.of,), "text", rule) if found.of else None,
        full_at=_cite(passage, (found.full_at,), "number", rule),
        zero_below=_cite(passage, (below,), "number", rule) if below else None,
        minus=_points(passage, found.minus, None),
        per=_cite(passage, (less.per,), "per", rule) if less.per else None,
        broken=_cite(passage, (less.broken,), "broken", rule) if less.broken else None,
    )


def _steps(passage: Passage, resolved: Steps, full_marks: Cited[Any] | None) -> Rank | Tier:
    whole = united(span for clause in clauses_of(resolved) for span in clause.extent)
    evidence = (_evidence(passage, whole),)
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
        of=_cite(passage, (named,), "text", "tier.of") if named else None,
        unit=_cite(passage, first, "bound-unit", "tier.of"),
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
    return prove(
        RankStep,
        evidence=(_evidence(passage, step.rule.clause.extent),),
        first=_cite(passage, step.when, "rank-first", "rank.place"),
        last=_cite(passage, step.when, "rank-last", "rank.place"),
        points=points,
    )


def _level(passage: Passage, step: Step, points: Cited[Any] | None, bound: Bounds | None) -> TierStep:
    sides = [name for name in ("at_least", "above", "below", "at_most") if bound and getattr(bound, name) is not None]
    return prove(
        TierStep,
        evidence=(_evidence(passage, step.rule.clause.extent),),
        when=_cite(passage, step.when, "text", "tier.level"),
        points=points,
        **{name: _cite(passage, step.when, name.replace("_", "-"), "tier.bound") for name in sides},
    )


def _points(passage: Passage, single: Single, full_marks: Cited[Any] | None) -> Cited[Any] | None:
    if single.points:
        return _cite(passage, (single.points,), single.reader, single.clause.phrase.id)
    return full_marks if single.clause.phrase.kind in ("full", "proportion") else None


def _single(passage: Passage, single: Single, full_marks: Cited[Any] | None) -> Rule:
    clause = single.clause
    kind, rule = clause.phrase.kind, clause.phrase.id

    def cite(spans: Spans, reader: str = "text", by: str = rule) -> Cited[Any] | None:
        return _cite(passage, spans, reader, by) if spans else None

    extent: Spans = (*clause.extent, *(single.cap.extent if single.cap else ()))
    evidence = (_evidence(passage, united(extent)),)
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
        "low": _cite(passage, (within,), "range-low", rule) if within else None,
        "high": _cite(passage, (within,), "range-high", rule) if within
        else _cite(passage, (high,), "points", rule) if high else None,
        "sign": _cite(passage, (parts["of"],), "sign", rule),
    }  # fmt: skip
