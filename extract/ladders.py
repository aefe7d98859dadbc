"""Raw grades put together: which belong to one ladder, where each begins and ends, and what is wrong between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from corpus.evidence import Cited, Evidence, prove
from corpus.spans import Span
from extract.bounds import NOTHING_SAID, Bound, Inclusion
from extract.findings import Grade
from extract.issues import Issue
from extract.passage import Passage


@dataclass(frozen=True, slots=True)
class RawGrade:
    """A grade as found: its name, its bound and its condition, each with the passage it stands in.

    `shown` is what a reader of the grade is shown; `order` its place in reading order (which clause).
    """

    order: int
    instrument: str
    name_in: Passage
    name: Span
    bound_in: Passage | None
    bound: Bound | None
    condition: Span | None
    shown: tuple[Evidence, ...]
    rule: str

    @property
    def called(self) -> str:
        """The name as read."""
        return self.name_in.text[self.name[0] : self.name[1]]

    @property
    def bare(self) -> str:
        """The name without the 级 that a list says but once: A、B、C三级 beside 90分以上为A级."""
        return self.called[0] if len(self.called) == 2 and self.called[0] in "ABCDE" else self.called


@dataclass(frozen=True, slots=True)
class Stated:
    """What the text says of 以上/以下, with the evidence."""

    inclusion: Inclusion = NOTHING_SAID
    evidence: tuple[Evidence, ...] = ()


def ladders_of(found: Sequence[RawGrade]) -> list[list[RawGrade]]:
    """The found grades in ladders: neighbours in reading order, until a bounded name comes again or the text moves on."""
    out: list[list[RawGrade]] = []
    for raw in found:
        last = out[-1] if out else None
        same = [r for r in last or [] if r.bare == raw.bare]
        reached = max(r.order for r in last or [raw])  # a bound may have taken an early name's place
        if last and last[-1].instrument == raw.instrument and raw.order - reached <= 1:
            if not same:
                last.append(raw)
                continue
            if same[0].bound is None or raw.bound is None:
                if same[0].bound is None and raw.bound is not None:
                    last[last.index(same[0])] = raw
                continue
        out.append([raw])
    return out


def resolved(ladder: Sequence[RawGrade], stated: Stated) -> tuple[tuple[Grade, ...], tuple[Issue, ...]]:
    """The grades of one ladder with their bounds, and what a reviewer should know about them."""
    issues: list[Issue] = []
    defaults: list[str] = []
    drafted: list[tuple[dict[str, Any], tuple[Evidence, ...]]] = []
    starts = [r for r in ladder if r.bound and r.bound.low and r.bound.low_inclusive is not False]
    lows = {_number(raw, raw.bound.low): raw for raw in starts if raw.bound}
    for raw in ladder:
        fields: dict[str, Any] = {"name": raw.name_in.cite(*raw.name, rule=raw.rule)}
        shown = raw.shown
        if raw.bound and raw.bound_in:
            bound = raw.bound
            if bound.low:
                inclusive = bound.low_inclusive
                if inclusive is None:
                    inclusive, shown = _said(stated.inclusion.above, True, stated, shown, defaults, raw)
                fields["at_least" if inclusive else "above"] = _cite(raw.bound_in, bound, bound.low, bound.high)
            if bound.high:
                inclusive = bound.high_inclusive
                if inclusive is None:
                    inclusive, shown = _said(stated.inclusion.below, False, stated, shown, defaults, raw)
                elif inclusive and _unmarked_range(raw) and _number(raw, bound.high) in lows:
                    inclusive = False
                    upper = lows[_number(raw, bound.high)]
                    issues.append(_shared(raw, upper, _number(raw, bound.high)))
                fields["at_most" if inclusive else "below"] = _cite(raw.bound_in, bound, bound.high, bound.low)
            if raw.condition:
                fields["condition"] = raw.bound_in.cite(*raw.condition, rule=bound.rule)
        drafted.append((fields, shown))
    issues += _tops(ladder, drafted)
    grades = [prove(Grade, evidence=tuple(dict.fromkeys(shown)), **fields) for fields, shown in drafted]
    if defaults:
        issues.append(
            Issue(
                code="grades.inclusion-default",
                severity="info",
                message=f"原文没有写明“以上”“以下”是否包括本数，按“以上包括本数、以下不包括本数”理解（{'、'.join(dict.fromkeys(defaults))}）",
                node=ladder[0].name_in.node,
            )
        )
    return tuple(grades), (*issues, *_between(grades, ladder[0].name_in.node))


def _tops(ladder: Sequence[RawGrade], drafted: list[tuple[dict[str, Any], tuple[Evidence, ...]]]) -> list[Issue]:
    """Upper bounds that the next higher grade gives: 90分以上为优秀，80分以上为良好; also 80—89分 beside 90—100分.

    Both stretches prove the bound; a grade with a condition beside its points gives none and gets none.
    """
    issues: list[Issue] = []
    lows = {
        fields["at_least"].value: fields["at_least"].proof
        for fields, _ in drafted
        if "at_least" in fields and "condition" not in fields
    }
    for i, (fields, shown) in enumerate(drafted):
        low, top = fields.get("at_least") or fields.get("above"), fields.get("at_most")
        known = top or low
        if "below" in fields or "condition" in fields or not known:
            continue
        above = [v for v in lows if v > known.value]
        if not above or (top and min(above) - top.value > 1):
            continue
        bound = min(above)
        name = fields["name"].value
        if top:
            del fields["at_most"]
            message = f"“{name}”与上一等次之间（{top.value}分至{bound}分）没有写明归哪一等，按归“{name}”理解"
        else:
            message = f"“{name}”没有写明上限，按上一等次的下限理解为不足{bound}分"
        proof = lows[bound].model_copy(update={"rule": "grade.next-higher"})
        fields["below"] = Cited(bound, proof)
        drafted[i] = (fields, (*shown, *proof.evidence))
        issues.append(_issue("next-higher", "info", message, ladder[i].name_in.node))
    return issues


def _shared(raw: RawGrade, upper: RawGrade, number: Decimal) -> Issue:
    """80—90分 beside 90分以上: the number is the upper grade's; beside 90—100分 the text leaves it open."""
    assert raw.bound_in is not None
    assert upper.bound is not None
    severity = "warning" if upper.bound.rule == "bound.range" else "info"
    message = (
        f"“{raw.called}”的上限与“{upper.called}”的下限同为{number}分，原文没有写明归哪一等，按归“{upper.called}”理解"
    )
    return _issue("shared-bound", severity, message, raw.bound_in.node)


def _said(
    said: bool | None, default: bool, stated: Stated, shown: tuple[Evidence, ...], defaults: list[str], raw: RawGrade
) -> tuple[bool, tuple[Evidence, ...]]:
    if said is None:
        defaults.append(raw.called)
        return default, shown
    return said, (*shown, *stated.evidence)


def _cite(passage: Passage, bound: Bound, number: Span, other: Span | None) -> Cited[Any]:
    """The stretch that says one bound, beginning so that its number is the first one in it."""
    start = number[0] if other or bound.conditional else bound.start
    end = other[0] if other and other[0] > number[0] else bound.end
    if other and other[0] < number[0]:
        start = number[0]
    return passage.cite(start, max(end, number[1]), reader="number", rule=bound.rule)


def _unmarked_range(raw: RawGrade) -> bool:
    assert raw.bound is not None
    assert raw.bound_in is not None
    high = raw.bound.high
    if raw.bound.rule != "bound.range" or high is None:
        return False
    return raw.bound_in.text[high[1] : high[1] + 2].lstrip("分 ")[:1] not in ("（", "(")


def _number(raw: RawGrade, span: Span | None) -> Decimal:
    from corpus.reading import number

    assert raw.bound_in is not None
    assert span is not None
    return number(raw.bound_in.text[span[0] : span[1]])


def _between(grades: Sequence[Grade], node: str) -> list[Issue]:
    """Overlaps and gaps between the grades that are bounded in points alone."""
    issues: list[Issue] = []
    bounded = [g for g in grades if g.condition is None and (_low(g) is not None or _high(g) is not None)]
    ordered = sorted(bounded, key=lambda g: (_low(g) is not None, _low(g) or Decimal(0), _high(g) or Decimal(0)))
    for lower, upper in pairwise(ordered):
        top, bottom = _high(lower), _low(upper)
        if top is None or bottom is None:
            issues.append(
                _issue("overlap", "warning", f"“{lower.name}”没有写明上限，与“{upper.name}”的分数段重叠", node)
            )
        elif top > bottom or (top == bottom and lower.at_most is not None and upper.at_least is not None):
            issues.append(
                _issue("overlap", "warning", f"“{lower.name}”与“{upper.name}”的分数段重叠（{bottom}分至{top}分）", node)
            )
        elif top == bottom and lower.below is not None and upper.above is not None:
            issues.append(_issue("gap", "warning", f"正好{top}分时，“{lower.name}”“{upper.name}”都不适用", node))
        elif top < bottom:
            small = bottom - top <= 1 and lower.at_most is not None
            from_top = f"高于{top}分" if lower.at_most is not None else f"达到{top}分"
            message = f"“{lower.name}”与“{upper.name}”之间有空档：{from_top}、不足{bottom}分的得分没有对应等次"
            issues.append(_issue("gap", "info" if small else "warning", message, node))
    if len(ordered) > 1 and len(ordered) == len(grades) and (lowest := _low(ordered[0])) is not None and lowest > 0:
        issues.append(_issue("gap", "info", f"低于{lowest}分的得分没有对应等次", node))
    return issues


def _low(grade: Grade) -> Decimal | None:
    return grade.at_least if grade.at_least is not None else grade.above


def _high(grade: Grade) -> Decimal | None:
    return grade.below if grade.below is not None else grade.at_most


def _issue(code: str, severity: Any, message: str, node: str) -> Issue:
    return Issue(code=f"grades.{code}", severity=severity, message=message, node=node)
