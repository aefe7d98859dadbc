"""A rule as one canonical sentence of the genre: `parse_rules` reads the same rule from it again.

What a cap or 加倍 covers (`over`) is not written out: it names other words of the text. Points that the text gives in
a cell of their own are written where they count (得分＝完成率×6分).
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from extract.findings import Per, Rule
from extract.rules import quantities
from extract.rules.counting import COUNTS
from extract.rules.quantities import UNITS

_VERBS: Mapping[str, str] = {"deduct": "扣", "bonus": "加", "award": "得"}
_SHARE = re.compile(r"(?:比例|比率|百分比|百分率|率)\Z")
_OF_RESULT = ("不合格", "不达标", "不称职", "较差", "差", "末位", "最低等次", "最低档次")


def render(rule: Rule) -> str:
    """The rule in words, without the 。 behind it.

    >>> render(Deduct(points=Decimal(2), when="未制定规划"))   # doctest: +SKIP
    '未制定规划的，扣2分'
    """
    return _RENDER[rule.kind](rule)


def number(value: Decimal) -> str:
    """A number without idle zeros."""
    said = f"{value:f}"
    return said.rstrip("0").rstrip(".") if "." in said else said


def each(per: Per | None) -> str:
    """A count before a score: 每次, 每2个百分点, 每人每次."""
    if per is None:
        return ""
    if per.unit not in UNITS and per.count == 1:
        for unit in UNITS:
            if per.unit.startswith(unit) and per.unit[len(unit) :] in UNITS:
                return f"每{unit}每{per.unit[len(unit) :]}"
    return f"每{per.unit}" if per.count == 1 and per.unit not in _WITH_ONE else f"每{number(per.count)}{per.unit}"


_WITH_ONE = frozenset(
    {"%", "‰", "年", "月", "周", "日", "天", "小时", "季度", "年度", "个月", "个季度", "个工作日", "个自然日", "个小时"}
)
"""Units that 每 does not stand before alone: 每年 says how often."""


def _would_count(rule: Any) -> bool:
    """Whether a condition that is met once would be read as a count: 发生1起事故."""
    rows = (count for count in COUNTS if rule.kind == "deduct" or not count.deducts)
    found = next((count for count in rows if count.compiled.search(rule.when)), None)
    return found is not None and found.id.startswith("per.one")


def _counted(rule: Any) -> re.Match[str] | None:
    """The count where the condition says it itself: 每少1次."""
    for count in COUNTS if rule.per is not None and rule.when else ():
        if count.deducts and rule.kind != "deduct":
            continue
        found = count.compiled.search(rule.when)
        if found and (not count.opens or found.start() == 0 or rule.when[found.start() - 1] in "，,"):
            said = found.groupdict().get("said") is not None
            return found if said and quantities.per(found["per"]) == rule.per else None
    return None


def _when(rule: Any) -> str:
    """The condition and the count."""
    if not rule.when:
        return each(getattr(rule, "per", None))
    if rule.kind in ("deduct", "award", "bonus", "range") and rule.per is None and _would_count(rule):
        return f"{rule.when}的，一次性"
    found = _counted(rule) if getattr(rule, "per", None) else None
    if found is None:
        return f"{rule.when}的，{each(getattr(rule, 'per', None))}"
    return rule.when if found.end("per") == len(rule.when) else f"{rule.when}的，"


def _broken(rule: Any) -> str:
    if rule.broken is None or rule.per is None:
        return ""
    unit = f"{number(rule.per.count)}{rule.per.unit}"
    return f"，不足{unit}的" + {"dropped": "不计", "counted": f"按{unit}计", "shared": "按比例计"}[rule.broken]


def _deduct(rule: Any) -> str:
    found = _counted(rule)
    within = found is not None and found.groupdict().get("beyond") == rule.beyond
    base = f"以{rule.beyond}为基数，" if rule.beyond and not within else ""
    total = "从总分中" if rule.scope == "total" else ""
    return f"{base}{_when(rule)}{total}扣{number(rule.points)}分{_broken(rule)}"


def _award(rule: Any) -> str:
    if rule.points is None:
        return f"{_when(rule)}得满分"
    verb = "计" if rule.per is not None and rule.per.unit.endswith("所") else "得"  # 每所得 would say something else
    return f"{_when(rule)}{verb}{number(rule.points)}分{_broken(rule)}"


def _bonus(rule: Any) -> str:
    added = f"加{number(rule.points)}分{_broken(rule)}" if rule.points is not None else "给予加分"
    return f"{_when(rule)}{added}" + (f"，最高加{number(rule.cap)}分" if rule.cap is not None else "")


def _zero(rule: Any) -> str:
    return f"{_when(rule)}{'总分计零分' if rule.scope == 'total' else '不得分'}"


def _range(rule: Any) -> str:
    verb = "扣" if rule.sign < 0 else "加"
    if rule.low is not None and rule.high is not None:
        return f"{_when(rule)}酌情{verb}{number(rule.low)}—{number(rule.high)}分"
    if rule.high is not None:
        return f"{_when(rule)}酌情最高{verb}{number(rule.high)}分"
    return f"{_when(rule)}酌情{verb}分" + (f"，不少于{number(rule.low)}分" if rule.low is not None else "")


def _cap(rule: Any) -> str:
    verb = _VERBS[rule.of]
    if rule.points is None:
        exhausted = "加满为止" if rule.of == "bonus" else f"{verb}完为止"
        return {"item": f"本项{exhausted}", "table": f"{exhausted}（下同）"}.get(rule.scope, exhausted)
    most = f"最高{verb}{number(rule.points)}分"
    match rule.scope:
        case "item":
            return f"本项{most}"
        case "table":
            return f"{most}（下同）"
        case "each":
            return f"{each(rule.per) or '单项'}{most}"
        case "total":
            return f"{verb}分总分最高{number(rule.points)}分"
        case _:
            return most


def _multiple(rule: Any) -> str:
    times = {Decimal(2): "加倍", Decimal("0.5"): "减半"}.get(rule.factor, f"按{number(rule.factor)}倍")
    return f"{_when(rule)}{times}{_VERBS[rule.of]}分"


def _portion(rule: Any) -> str:
    share = f"{number(rule.percent)}%"
    return f"{_when(rule)}" + (f"扣该项分值的{share}" if rule.sign < 0 else f"按{share}计分")


def _coefficient(rule: Any) -> str:
    return f"{rule.result or '考核得分'}＝{rule.base or '小计得分'}×{rule.of}"


def _rounding(rule: Any) -> str:
    kept = f"保留{rule.decimals}位小数" if rule.decimals else "取整数"
    return f"{'各项' if rule.scope == 'item' else ''}得分{kept}"


_SCALES = {Decimal(100): "百分制", Decimal(1000): "千分制"}


def _proportion(rule: Any) -> str:
    if rule.full_at is not None and rule.minus is not None:
        full = f"得{number(rule.points)}分" if rule.points is not None else "得满分"
        below = f"，低于{number(rule.zero_below)}%的，不得分" if rule.zero_below is not None else ""
        count = f"每降低{number(rule.per.count)}{rule.per.unit}" if rule.per else "每降低1个百分点"
        return f"{rule.of or ''}达到{number(rule.full_at)}%的，{full}，{count}扣{number(rule.minus)}分{_broken(rule)}{below}"
    when = f"{rule.when}的，" if rule.when else ""
    if rule.points is not None:
        return f"{when}得分＝{rule.of or '比例'}×{number(rule.points)}分"
    if rule.of is None:
        return f"{when}按比例得分"
    return f"{when}按{rule.of}得分" if _SHARE.search(rule.of) else f"{when}得分＝{rule.of}×分值"


def _tier(rule: Any) -> str:
    return "；".join(f"{step.when}的，得{number(step.points)}分" for step in rule.tiers)


def _rank(rule: Any) -> str:
    said: list[str] = []
    before: int | None = None
    for step in rule.tiers:
        if step.last is None:
            place = "其余" if before is not None and step.first == before + 1 else f"第{step.first}名以后"
        else:
            place = f"第{step.first}名" if step.first == step.last else f"第{step.first}—{step.last}名"
        said.append(f"{place}得{number(step.points)}分")
        before = step.last
    if rule.minus is not None:
        said.append(f"每后退一名减{number(rule.minus)}分")
    if rule.lowest is not None:
        said.append(f"最低得{number(rule.lowest)}分")
    return "，".join(said)


def _veto(rule: Any) -> str:
    if rule.outcome in _OF_RESULT:
        return f"{rule.when}的，考核结果按{rule.outcome}评定"
    return f"{rule.when}的，{'实行' if '一票否决' in rule.outcome else ''}{rule.outcome}"


_RENDER: Mapping[str, Callable[[Any], str]] = {
    "award": _award,
    "deduct": _deduct,
    "zero": _zero,
    "range": _range,
    "cap": _cap,
    "highest": lambda rule: f"{_when(rule)}按最高级{_VERBS[rule.of]}分",
    "multiple": _multiple,
    "portion": _portion,
    "coefficient": _coefficient,
    "rounding": _rounding,
    "conversion": lambda rule: f"{_when(rule)}得分按{_SCALES[rule.to]}折算",
    "proportion": _proportion,
    "tier": _tier,
    "rank": _rank,
    "bonus": _bonus,
    "veto": _veto,
    "unparsed": lambda rule: rule.text,
}
