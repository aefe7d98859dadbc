"""What a rule's words leave open, so that somebody has to decide it before points can be computed."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.findings import Award, Bonus, Cap, Deduct, Multiple, Proportion, Range, Rule, Tier
from extract.issues import Issue
from extract.rules.measures import bounds
from extract.rules.rendering import number

_MEASURED = re.compile(r"(?:个?百分点|个点|点|%|‰|万元|亿元|元|个?小时|分钟|公里|平方米|公顷|亩|吨|度)\Z")
"""Units of which there can be a part; of those that are counted one by one there is none."""


def open_choices(rule: Rule, node: str | None) -> Iterator[Issue]:
    """An issue for each choice that the text leaves open."""
    words = "".join(evidence.quote for evidence in rule.evidence)

    if isinstance(rule, Range) and rule.low is None and rule.high is None:
        said = f"“{words}”没有写明幅度，由考核人员掌握，可补充上下限"
        yield Issue(code="range-open", severity="info", message=said, node=node)
    if isinstance(rule, Award | Deduct | Bonus | Proportion) and rule.per is not None and rule.broken is None:
        unit = rule.per.unit
        if rule.per.count != 1 or _MEASURED.match(unit):
            whole = f"{number(rule.per.count)}{unit}"
            said = f"“{words}”没有写明不足{whole}的怎样计（舍去、按{whole}计或按比例计），请确定"
            yield Issue(code="rule-broken-unit", severity="info", message=said, node=node)
    if isinstance(rule, Cap) and "over" in rule.proof and rule.proof["over"].rule == "over.open":
        said = f"“{words}”限的是哪几条没有写明，暂按只限“{rule.over}”，请核对"
        yield Issue(code="rule-cap-scope", severity="info", message=said, node=node)
    if isinstance(rule, Multiple) and rule.over is None:
        said = f"“{words}”没有写明以哪一条为准加减，请核对"
        yield Issue(code="rule-multiple-open", severity="warning", message=said, node=node)
    if isinstance(rule, Tier) and (shared := _shared_bound(rule)) is not None:
        said = f"“{words}”中{number(shared)}{rule.unit or ''}同时落在两档，暂按先写的一档，请核对"
        yield Issue(code="rule-tier-bound", severity="info", message=said, node=node)


def open_between(rules: Sequence[Rule], node: str | None) -> Iterator[Issue]:
    """What several rules leave open together."""
    deducted = [rule for rule in rules if isinstance(rule, Deduct) and rule.when]
    for rule in deducted:
        one = _ONE.search(rule.when or "") if rule.per is None and "每" not in (rule.when or "") else None
        if one and not any(_other(one["unit"]).search(other.when or "") for other in deducted if other is not rule):
            said = f"“{rule.when}”每再有{one['unit']}是否再扣没有写明，暂按只扣一次，请核对"
            yield Issue(code="rule-once-open", severity="info", message=said, node=node)
    for rule, other in pairwise(deducted):
        if rule.per is None and other.per is None and _nested(rule.when or "", other.when or ""):
            said = f"“{rule.when}”和“{other.when}”可同时成立，两次扣分是否合并没有写明，请核对"
            yield Issue(code="rule-steps-open", severity="info", message=said, node=node)


_ONE = re.compile(r"(?<![\d第])(?P<unit>(?:一|1)\s*(?:项|处|起|次|件|个|家|户|人|份|条|例|天|日))\Z")


def _other(unit: str) -> re.Pattern[str]:
    return re.compile(rf"(?:2|二|两)\s*{unit[-1]}")


def _nested(one: str, other: str) -> bool:
    """Whether whoever meets the second bound meets the first: 低于90%, 低于80%."""
    first, second = bounds(one), bounds(other)
    if first is None or second is None or first.unit != second.unit:
        return False
    low = first.below is not None and second.below is not None and second.below < first.below
    return low and first.at_least is None is second.at_least


def _shared_bound(tier: Tier) -> Decimal | None:
    """A number that belongs to two steps of which neither is written so as to win: 80—90得2分，90—100得3分."""
    for one, other in pairwise(tier.tiers):
        if one.at_most is not None and one.at_most == other.at_least:
            return one.at_most
        between = one.at_most is not None or one.below is not None
        if between and one.at_least is not None and one.at_least == other.at_most:
            return one.at_least
    return None
