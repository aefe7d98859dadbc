"""Grades that hang on the other units: 前30%为优秀, settled over the results of all units of a kind."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from rubric_builder.scoring.results import Result
from rubric_builder.scoring.scheme import Scheme
from rubric_builder.scoring.standing import counts

_HUNDRED = Decimal(100)
_ROUNDING = {"dropped": ROUND_FLOOR, "rounded": ROUND_HALF_UP, "counted": ROUND_CEILING}


def ranked(made: Scheme, results: Sequence[Result]) -> tuple[Result, ...]:
    """The results of all units of a kind with the grades that hang on places; undecided ones stay 待定 and say why."""
    if not any(result.contested for result in results):
        return tuple(results)
    open_units = [r.unit for r in results if r.percent is None and not r.vetoed]
    return tuple(_settled(made, result, results, open_units) if result.contested else result for result in results)


def _settled(made: Scheme, result: Result, results: Sequence[Result], open_units: Sequence[str]) -> Result:
    for own_id, grade, wait in result.contested:
        if wait:
            return _waits(result, wait, ())
        condition = made.conditions.get(own_id)
        if condition is None or not condition.ranked:
            return _decided(result, grade)
        if open_units:
            names = "、".join(open_units[:3]) + ("等" if len(open_units) > 3 else "")
            return _waits(result, f"rank:{own_id}", (f"“{condition.words}”待{names}得分确定后评定",))
        field = [r for r in results if counts(r)]
        most = _most(made, own_id, len(field))
        better = sum(1 for r in field if _ahead(r, result, last=condition.last))
        beside = sum(1 for r in field if r.percent == result.percent)
        if most is None:
            return _waits(result, f"quota:{own_id}", ())
        if better + beside <= most:
            return _decided(result, grade)
        if better < most:
            said = f"“{condition.words}”的名额{most}个，有{beside}个单位并列第{better + 1}名，超出名额，请研究确定"
            return _waits(result, f"rank:{own_id}", (said,))
    return _waits(result, "", ("得分不在任何一个等次的范围内，请核对等次的分数界限",))


def _ahead(other: Result, result: Result, *, last: bool) -> bool:
    mine, its = result.percent or Decimal(0), other.percent or Decimal(0)
    return its < mine if last else its > mine


def _most(made: Scheme, own_id: str, field: int) -> int | None:
    """How many units the grade is for; None where it is open how a fraction counts."""
    condition = made.conditions[own_id]
    if condition.places is not None:
        return condition.places
    exact = (condition.share or Decimal(0)) * field / _HUNDRED
    if exact == exact.to_integral_value():
        return int(exact)
    option = made.settings.option(f"quota:{own_id}")
    return int(exact.to_integral_value(_ROUNDING[option])) if option in _ROUNDING else None


def _decided(result: Result, grade: str) -> Result:
    left = tuple(o for o in result.open if not o.startswith(("rank:", "quota:")))
    return replace(result, grade=grade if not left else None, open=left, contested=())


def _waits(result: Result, wait: str, why: tuple[str, ...]) -> Result:
    left = tuple(o for o in result.open if not o.startswith(("rank:", "quota:")) and o != wait)
    return replace(result, grade=None, open=(*left, wait) if wait else left, remarks=(*result.remarks, *why))
