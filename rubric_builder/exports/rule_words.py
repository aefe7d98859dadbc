"""A scoring rule in a few words, as on a chip: 每2个百分点扣10分, 最高扣20分, 不得分."""

from collections.abc import Callable, Mapping
from typing import Any

from corpus.evidence import Proved
from extract.findings import Per
from rubric_builder.exports.wording import points

_VERBS = {"deduct": "扣", "bonus": "加", "award": "得"}


def rule_words(rule: Proved) -> str:
    """What a rule or a step of one does to the score; what it is about stays out."""
    words = _WORDS.get(getattr(rule, "kind", type(rule).__name__))
    return words(rule) if words else ""


def _each(per: Per | None) -> str:
    return "" if per is None else f"每{points(per.count)}{per.unit}"


def _award(rule: Any) -> str:
    return f"{_each(rule.per)}得{points(rule.points)}分" if rule.points is not None else "得满分"


def _range(rule: Any) -> str:
    verb = "扣" if rule.sign < 0 else "加"
    if rule.low is None and rule.high is None:
        return f"{_each(rule.per)}酌情{verb}分"
    if rule.low is None:
        return f"{_each(rule.per)}酌情{verb}分，至多{points(rule.high)}分"
    high = f"—{points(rule.high)}分" if rule.high is not None else "分以上"
    return f"{_each(rule.per)}酌情{verb}{points(rule.low)}{high}"


def _cap(rule: Any) -> str:
    verb = _VERBS[rule.of]
    if rule.points is None:
        return "加满为止" if rule.of == "bonus" else f"{verb}完为止"
    return f"{_each(rule.per)}最高{verb}{points(rule.points)}分"


def _proportion(rule: Any) -> str:
    worth = f"（{points(rule.points)}分）" if rule.points is not None else ""
    if rule.full_at is None or rule.minus is None:
        return f"按比例得分{worth}"
    return f"{points(rule.full_at)}%得满分{worth}，{_each(rule.per)}扣{points(rule.minus)}分"


def _bonus(rule: Any) -> str:
    added = f"{_each(rule.per)}加{points(rule.points)}分" if rule.points is not None else "加分未写明"
    return added if rule.cap is None else f"{added}，最高{points(rule.cap)}分"


def _ranks(step: Any) -> str:
    if step.last is None:
        return f"第{step.first}名以后{points(step.points)}分"
    span = f"{step.first}" if step.last == step.first else f"{step.first}—{step.last}"
    return f"第{span}名{points(step.points)}分"


_WORDS: Mapping[str, Callable[[Any], str]] = {
    "award": _award,
    "deduct": lambda rule: f"{_each(rule.per)}扣{points(rule.points)}分",
    "zero": lambda _: "不得分",
    "range": _range,
    "cap": _cap,
    "proportion": _proportion,
    "highest": lambda rule: f"就高{_VERBS[rule.of]}分",
    "multiple": lambda rule: f"{_VERBS[rule.of]}分按{points(rule.factor)}倍计",
    "portion": lambda rule: f"{'扣' if rule.sign < 0 else '得'}分值的{points(rule.percent)}%",
    "coefficient": lambda rule: f"乘以{rule.of}",
    "rounding": lambda rule: f"保留{rule.decimals}位小数" if rule.decimals else "取整数",
    "conversion": lambda rule: f"折算为{points(rule.to)}分制",
    "tier": lambda rule: f"分{len(rule.tiers)}档得分",
    "rank": lambda rule: f"按名次得分（{len(rule.tiers)}档）",
    "bonus": _bonus,
    "veto": lambda rule: f"一票否决：{rule.outcome}",
    "unparsed": lambda _: "规则未读懂",
    "TierStep": lambda step: f"{points(step.points)}分",
    "RankStep": _ranks,
}
