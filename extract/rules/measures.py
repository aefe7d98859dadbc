"""Readers of what qualifies a score: bounds of a measure, shares, factors, started units, what a cap reaches."""

import re
from decimal import Decimal
from typing import Literal, NamedTuple

from corpus import reading
from extract.rules.quantities import DASH, NUMBER, UNIT, points

_SPACE = re.compile(r"\s")


def _plain(quote: str) -> str:
    return _SPACE.sub("", reading.text(quote))


# --- bounds of a measure --------------------------------------------------------------------------------------------


class Bounds(NamedTuple):
    """What a condition bounds: 低于60% is below 60; 以上, 以下 and 以内 include the number (《民法典》第一千二百五十九条).

    `named`: how many characters stand before the bound, white space left out.
    """

    at_least: Decimal | None
    above: Decimal | None
    below: Decimal | None
    at_most: Decimal | None
    unit: str
    named: int


_IN = rf"(?:%|分|{UNIT})"
_MARK = r"(?:[（(]不?(?:包含|包括|含)[^（）()]{0,4}[）)])?"
_BETWEEN = re.compile(
    rf"(?P<low>{NUMBER})(?P<lowunit>{_IN})?(?P<lowmark>{_MARK}){DASH}(?P<high>{NUMBER})(?P<unit>{_IN})(?P<highmark>{_MARK})(?:之间)?\Z"
)
_SIDES = re.compile(
    rf"(?P<low>{NUMBER})(?P<lowunit>{_IN})(?:及)?以上[、至]?(?P<under>不足|不到|不满|低于|未达到|未达)?(?P<high>{NUMBER})(?P<unit>{_IN})(?P<down>以下)?\Z"
)
_ONE = re.compile(
    rf"(?P<sign>不低于|不少于|不高于|不超过|达到|达|低于|高于|超过|不足|不到|未达到|未达|大于|小于|少于|多于|≥|≤|>|<|=|为|在)?"
    rf"(?P<n>{NUMBER})(?P<unit>{_IN})(?P<mark>{_MARK})(?P<more>及以上|及以下|以上|以下|以内)?(?P<mark2>{_MARK})\Z"
)
_SIDE = {
    "不低于": "at_least", "不少于": "at_least", "达到": "at_least", "达": "at_least", "≥": "at_least", "=": "at_least",
    "为": "at_least", "在": "", "不高于": "at_most", "不超过": "at_most", "≤": "at_most", "低于": "below", "不足": "below",
    "不到": "below", "未达到": "below", "未达": "below", "小于": "below", "少于": "below", "<": "below", "高于": "above",
    "超过": "above", "大于": "above", "多于": "above", ">": "above",
}  # fmt: skip
_MORE = {"及以上": "at_least", "以上": "at_least", "及以下": "at_most", "以下": "at_most", "以内": "at_most"}
_OPENED = {"at_least": "above", "at_most": "below"}
_TRAILING = re.compile(r"[的，,]+\Z")


def bounds(quote: str) -> Bounds | None:
    """The bounds at the end of a condition; None where it says no number, or one that is no bound."""
    plain = _TRAILING.sub("", _plain(quote))
    found = _BETWEEN.search(plain)
    if found:
        low, high = points(found["low"]), points(found["high"])
        if low >= high or (found["lowunit"] and found["lowunit"] != found["unit"]):
            return None
        low_out, high_out = "不" in found["lowmark"], "不" in found["highmark"]
        return Bounds(
            None if low_out else low, low if low_out else None, high if high_out else None, None if high_out else high,
            found["unit"], found.start(),
        )  # fmt: skip
    found = _SIDES.search(plain)
    if found:
        low, high = points(found["low"]), points(found["high"])
        if low >= high or found["lowunit"] != found["unit"] or not (found["under"] or found["down"]):
            return None
        under, down = (high, None) if found["under"] else (None, high)
        return Bounds(low, None, under, down, found["unit"], found.start())
    found = _ONE.search(plain)
    if not found or not (found["sign"] or found["more"] or (found["n"], found["unit"]) == ("100", "%")):
        return None
    sign, more = found["sign"] or ("" if found["more"] else "="), found["more"] or ""
    if more and sign and sign not in ("在", "达到", "达", "为"):
        return None  # 不低于90%以上
    side = _MORE[more] if more else _SIDE[sign]
    if not side:
        return None
    if "不" in found["mark"] + found["mark2"]:
        side = _OPENED.get(side, side)
    said = {name: points(found["n"]) if name == side else None for name in ("at_least", "above", "below", "at_most")}
    return Bounds(**said, unit=found["unit"], named=found.start())


def _bound(quote: str, side: str) -> Decimal:
    found = bounds(quote)
    value = getattr(found, side) if found else None
    if not isinstance(value, Decimal):
        raise ValueError(f"no bound {side} in {quote!r}")
    return value


def at_least(quote: str) -> Decimal:
    """The number that is enough: 95%以上 → 95, 90%（含）—95% → 90."""
    return _bound(quote, "at_least")


def above(quote: str) -> Decimal:
    """The number that must be exceeded: 超过95% → 95."""
    return _bound(quote, "above")


def below(quote: str) -> Decimal:
    """The number that is too much already: 低于60% → 60."""
    return _bound(quote, "below")


def at_most(quote: str) -> Decimal:
    """The highest number that still counts: 80%—90% → 90."""
    return _bound(quote, "at_most")


def bound_unit(quote: str) -> str:
    """What a bound is in: 95%以上 → %."""
    found = bounds(quote)
    if found is None:
        raise ValueError(f"no bound in {quote!r}")
    return found.unit


# --- shares, factors, digits ----------------------------------------------------------------------------------------

_PERCENT = re.compile(r"(?P<n>\d+(?:\.\d+)?)%|百分之(?P<words>[一二三四五六七八九十]+)")


def percent(quote: str) -> Decimal:
    """A share in percent: 分值的50% → 50, 一半 → 50, 减半 → 50. Raises ValueError unless there is just one."""
    plain = _plain(quote)
    found = list(_PERCENT.finditer(plain))
    if not found and re.search("一半|减半|折半", plain):
        return Decimal(50)
    if len(found) != 1:
        raise ValueError(f"not one share: {quote!r}")
    return Decimal(found[0]["n"]) if found[0]["n"] else points(found[0]["words"])


def factor(quote: str) -> Decimal:
    """How many times: 加倍 → 2, 减半 → 0.5, 1.5倍 → 1.5."""
    plain = _plain(quote)
    times = re.search(rf"({NUMBER})倍", plain)
    if times:
        return points(times[1])
    if re.search("减半|折半", plain):
        return Decimal("0.5")
    if re.search("加倍|双倍|翻倍", plain):
        return Decimal(2)
    raise ValueError(f"no factor in {quote!r}")


def decimals(quote: str) -> int:
    """How many digits are kept: 保留两位小数 → 2, 取整数 → 0."""
    plain = _plain(quote)
    found = re.search(rf"({NUMBER})位", plain)
    if found:
        return int(points(found[1]))
    if "整数" in plain:
        return 0
    raise ValueError(f"no digits in {quote!r}")


_SCALES = {"百分制": Decimal(100), "千分制": Decimal(1000)}


def scale_of(quote: str) -> Decimal:
    """The scale that points are put on: 百分制 → 100, 千分制 → 1000."""
    found = [points for name, points in _SCALES.items() if name in _plain(quote)]
    if len(found) != 1:
        raise ValueError(f"not one scale: {quote!r}")
    return found[0]


def broken(quote: str) -> Literal["dropped", "counted", "shared"]:
    """What a started unit counts: 不足1个百分点的不计 → dropped, …按1个百分点计 → counted, 按比例 → shared."""
    plain = _plain(quote)
    if "比例" in plain:
        return "shared"
    if re.search(r"不(?:予)?(?:扣|计|加|算|作)|忽略|舍去", plain):
        return "dropped"
    if "按" in plain:
        return "counted"
    raise ValueError(f"nothing on started units in {quote!r}")


# --- what a cap reaches ---------------------------------------------------------------------------------------------

_EACH = re.compile(r"每[^，。；]{0,6}(?:最|不超|限)|单[次起个项][^，。；]{0,10}\d")
_ITEM = re.compile(r"(?:本|该|此|单)(?:小|分)?(?:项|条|指标)|(?<!以上)(?<!上述)各项|每项|(?<![加扣])分项")
_TOTAL = re.compile("总分|总成绩|总得分|(?:年度|全年|当年)(?:综合)?(?:考核|考评)?(?:得分|成绩|分数|分值)")


def scope(quote: str) -> Literal["each", "item", "table", "total"]:
    """What the words of a cap reach: 本项最多扣5分 → item, 每项最多扣2分 → each, 扣完为止（下同） → table, 总分 → total.

    Raises ValueError where they do not say.
    """
    plain = _plain(quote)
    if "下同" in plain:
        return "table"
    if _EACH.search(plain) and "扣完" not in plain:
        return "each"
    if _TOTAL.search(plain):
        return "total"
    if _ITEM.search(plain):
        return "item"
    raise ValueError(f"no scope in {quote!r}")


def _spread(place: int, of: int, quote: str) -> Decimal:
    """The n-th of the scores that a range shares out one by one: 分别加1—3分, the second of three → 2."""
    numbers = [points(n) for n in re.findall(NUMBER, _plain(quote))]
    if len(numbers) != 2 or abs(numbers[1] - numbers[0]) != of - 1:
        raise ValueError(f"not {of} scores one apart: {quote!r}")
    step = 1 if numbers[1] > numbers[0] else -1
    return numbers[0] + step * (place - 1)


def _nth(place: int, of: int) -> None:
    reading.register(f"spread-{place}-of-{of}", lambda quote: _spread(place, of, quote))


SPREAD_MOST = 6
"""A range is shared out over so many conditions at most."""

for _name, _reader in (
    ("at-least", at_least),
    ("above", above),
    ("below", below),
    ("at-most", at_most),
    ("bound-unit", bound_unit),
    ("percent", percent),
    ("factor", factor),
    ("decimals", decimals),
    ("scale-of", scale_of),
    ("broken", broken),
    ("cap-scope", scope),
):
    reading.register(_name, _reader)
for _of in range(2, SPREAD_MOST + 1):
    for _place in range(1, _of + 1):
        _nth(_place, _of)
