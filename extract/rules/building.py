"""Building: a rule from each resolved clause, every field read from the words it cites."""

from collections.abc import Sequence
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, Proof, prove
from corpus.spans import Span, united
from extract.findings import (
    Award,
    Bonus,
    Cap,
    Deduct,
    Proportion,
    Range,
    Rank,
    RankStep,
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
from extract.rules.scoping import Capped, Kept, Resolved, Single, Step, Steps

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


def _cap(passage: Passage, capped: Capped) -> Cap:
    clause, rule = capped.clause, capped.clause.phrase.id
    points = clause.parts.get("points")
    return prove(
        Cap,
        evidence=(_evidence(passage, clause.extent),),
        points=_cite(passage, (points,), "points", rule) if points else None,
        of=_cite(passage, (capped.of,), "polarity", rule),
    )


def _steps(passage: Passage, resolved: Steps, full_marks: Cited[Any] | None) -> Rank | Tier:
    whole = united(span for step in resolved.steps for span in step.rule.clause.extent)
    evidence = (_evidence(passage, whole),)
    made = tuple(
        (_place if resolved.ranking else _level)(passage, step, _points(passage, step.rule, full_marks))
        for step in resolved.steps
    )
    if resolved.ranking:
        return prove(Rank, evidence=evidence, tiers=made)
    return prove(Tier, evidence=evidence, tiers=made)


def _place(passage: Passage, step: Step, points: Cited[Any] | None) -> RankStep:
    return prove(
        RankStep,
        evidence=(_evidence(passage, step.rule.clause.extent),),
        first=_cite(passage, step.when, "rank-first", "rank.place"),
        last=_cite(passage, step.when, "rank-last", "rank.place"),
        points=points,
    )


def _level(passage: Passage, step: Step, points: Cited[Any] | None) -> TierStep:
    return prove(
        TierStep,
        evidence=(_evidence(passage, step.rule.clause.extent),),
        when=_cite(passage, step.when, "text", "tier.level"),
        points=points,
    )


def _points(passage: Passage, single: Single, full_marks: Cited[Any] | None) -> Cited[Any] | None:
    if single.points:
        return _cite(passage, (single.points,), "points", single.clause.phrase.id)
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
    if kind == "zero":
        return prove(Zero, evidence=evidence, when=when)
    if kind == "veto":
        return prove(Veto, evidence=evidence, when=when, outcome=cite((clause.parts["outcome"],)))
    if kind == "range":
        return prove(Range, evidence=evidence, per=per, when=when, **_ends(passage, single))
    points = _points(passage, single, full_marks)
    if kind == "proportion":
        start, end = clause.parts["factor"]
        known = passage.text[start:end].strip() not in _ANY_SHARE
        of = cite(((start, end),)) if known else None
        return prove(Proportion, evidence=evidence, points=points, of=of, when=when)
    if kind == "deduct":
        beyond = cite((clause.beyond,)) if clause.beyond else None
        return prove(Deduct, evidence=evidence, points=points, per=per, beyond=beyond, when=when)
    if kind == "bonus":
        most = cite((single.cap.parts["points"],), "points", single.cap.phrase.id) if single.cap else None
        return prove(Bonus, evidence=evidence, points=points, per=per, cap=most, when=when)
    return prove(Award, evidence=evidence, points=points, per=per, when=when)


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
