"""What fact a rule asks for: its kind, its bounds, what staff read beside the cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.rules.units import measured
from rubric_builder.exports.wording import points as said
from rubric_builder.scoring.amounts import ByHand, Chosen, Each, Factor, Listed, Measured, Once, Picked, Placed, Share
from rubric_builder.scoring.facts import Found
from rubric_builder.scoring.terms import Effect, Term

Kind = Literal["yes_no", "count", "counts", "amount", "percentage", "rank", "points", "step"]

YES, NO = "是", "否"
_LARGEST = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """`low` and `high` bound the value, 0 is always allowed for points; `labels` are the answers to choose from."""

    kind: Kind
    prompt: str
    low: Decimal
    high: Decimal
    whole: bool = False
    labels: tuple[str, ...] = ()
    reasoned: bool = False


_BY_HAND: Mapping[Effect, str] = {"lose": "扣分", "earn": "得分", "add": "加分"}


def asked(term: Term) -> Asked:
    """What is to be filled in for a rule."""
    nought, verb = Decimal(0), _BY_HAND.get(term.effect, "计分")
    match term.amount:
        case Once():
            return Asked(
                "yes_no",
                f"是否{'达到' if term.effect in ('earn', 'add') else '存在该情形'}（是/否）",
                nought,
                Decimal(1),
                labels=(YES, NO),
            )
        case Each(unit=unit):
            what = term.verb or "数量"
            kind: Kind = "amount" if measured(unit) else "count"
            return Asked(kind, f"{what}（{unit}）", nought, _LARGEST, whole=kind == "count")
        case Listed(each=each, of=of):
            whole = not measured(each.unit)
            example = "3、0、5" if whole else "3、0.5、5"
            return Asked(
                "counts",
                f"各{of}的{term.verb or '数量'}（{each.unit}），用顿号隔开，如{example}",
                nought,
                _LARGEST,
                whole,
            )
        case Chosen(low=low, high=high):
            within = (
                f"0或{said(low)}—{said(high)}"
                if high is not None and low
                else f"0—{said(high)}"
                if high is not None
                else f"0或{said(low)}分以上"
                if low
                else ""
            )
            return Asked(
                "points",
                f"评定{verb}（{within}分）" if within else f"评定{verb}",
                low,
                _LARGEST if high is None else high,
                reasoned=True,
            )
        case ByHand(low=low, high=high) if term.effect == "repeat":
            return Asked("points", f"因重复而不计的{term.verb}分（没有的填0）", low, high, reasoned=True)
        case ByHand(low=low, high=high):
            words = (
                f"评定{verb}（0—{said(high)}分）"
                if low >= 0
                else f"评定得分（扣分填负数，{said(low)}至{said(high)}分）"
            )
            return Asked("points", words, low, high, reasoned=True)
        case Factor(low=low, high=high):
            return Asked("amount", f"{term.verb}（{said(low)}—{said(high)}）", low, high)
        case Share():
            return Asked("percentage", "完成比例（%，如95%填95）", nought, Decimal(1000))
        case Measured(unit=unit):
            return Asked(
                "percentage" if unit == "%" else "amount",
                f"{term.verb or '实际数值'}{f'（{unit}）' if unit else ''}",
                nought,
                _LARGEST,
            )
        case Picked(steps=steps):
            labels = ("无", *(f"{n}.{_short(when)}" for n, (when, _) in enumerate(steps, 1)))
            return Asked("step", "达到哪一档", nought, Decimal(len(steps)), whole=True, labels=labels)
        case Placed():
            return Asked("rank", "名次", Decimal(1), Decimal(10_000), whole=True)


def fault_in(ask: Asked, value: Found) -> str | None:
    """Why a value is no answer, in words; None where it is one.

    >>> fault_in(Asked("count", "缺少（次）", Decimal(0), Decimal(99), whole=True), Decimal("1.5"))
    '应为整数'
    """
    if isinstance(value, tuple):
        if ask.kind != "counts":
            return "应填一个数字"
        if len(value) > MOST_LISTED:
            return f"最多填{MOST_LISTED}个数"
        return next(filter(None, (_fault(ask, each) for each in value)), None)
    if ask.kind == "counts":
        return "应逐个填写数量，用顿号隔开"
    if isinstance(value, bool):
        return None if ask.kind == "yes_no" else "应填数字"
    if ask.kind == "yes_no":
        return "应填“是”或“否”"
    return _fault(ask, value)


MOST_LISTED = 30
"""So many counts go into one cell."""


def _fault(ask: Asked, value: Decimal) -> str | None:
    if not value.is_finite():
        return "应填数字"
    if ask.whole and value != value.to_integral_value():
        return "应为整数"
    if ask.kind == "points" and value == 0:
        return None
    if value < ask.low or value > ask.high:
        if ask.high == _LARGEST:
            return f"应不小于{said(ask.low)}"
        return f"应在{said(ask.low)}至{said(ask.high)}之间" + (
            "（没有则填0）" if ask.kind == "points" and ask.low > 0 else ""
        )
    return None


def _short(text: str) -> str:
    plain = text.replace(",", "，").replace('"', "“").strip()
    return plain if len(plain) <= 18 else plain[:17] + "…"
