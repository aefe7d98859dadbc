"""Scoring rules as a test writes them down, and as they are found in a sentence: plain dictionaries without nulls."""

import re
from typing import Any

from extract.findings import Rule
from extract.rules import parse_rules
from tests.builders import passage_of

Wanted = dict[str, Any]
_COUNT = re.compile(r"(\d+(?:\.\d+)?)(.+)")


def award(points: float | None = None, when: str | None = None, per: str | None = None) -> Wanted:
    """得N分; without points 得满分. `per` is written 2个百分点."""
    return _rule("award", points=points, per=_per(per), when=when)


def deduct(points: float, when: str | None = None, per: str | None = None, beyond: str | None = None) -> Wanted:
    """扣N分."""
    return _rule("deduct", points=points, per=_per(per), beyond=beyond, when=when)


def bonus(
    points: float | None = None, when: str | None = None, per: str | None = None, cap: float | None = None
) -> Wanted:
    """加N分."""
    return _rule("bonus", points=points, per=_per(per), cap=cap, when=when)


def zero(when: str | None = None) -> Wanted:
    """不得分."""
    return _rule("zero", when=when)


def between(low: float, high: float, sign: int, when: str | None = None, per: str | None = None) -> Wanted:
    """扣N—M分 (sign -1), 加N—M分 (sign 1)."""
    return _rule("range", low=low, high=high, sign=sign, per=_per(per), when=when)


def discretion(sign: int, when: str | None = None, high: float | None = None) -> Wanted:
    """酌情扣分, with no bounds."""
    return _rule("range", high=high, sign=sign, when=when)


def cap(of: str, points: float | None = None, per: str | None = None) -> Wanted:
    """最高扣N分; without points 扣完为止; with `per` 每项最多扣N分."""
    return _rule("cap", points=points, of=of, per=_per(per))


def share(
    of: str | None = None, points: float | None = None, when: str | None = None, per: str | None = None
) -> Wanted:
    """按比例得分; with `per`, what is counted below the share that gives full marks."""
    return _rule("proportion", points=points, of=of, when=when, per=_per(per))


def highest(of: str, when: str | None = None) -> Wanted:
    """就高不重复."""
    return _rule("highest", of=of, when=when)


def times(factor: float, of: str, when: str) -> Wanted:
    """加倍扣分."""
    return _rule("multiple", factor=factor, of=of, when=when)


def portion(percent: float, sign: int, when: str | None = None) -> Wanted:
    """扣该项分值的50%, 按50%计分."""
    return _rule("portion", percent=percent, sign=sign, when=when)


def veto(when: str, outcome: str) -> Wanted:
    """发生…的，按不合格评定."""
    return _rule("veto", when=when, outcome=outcome)


def tier(*steps: tuple[str, float]) -> Wanted:
    """90%以上得5分，80%—90%得3分."""
    return _rule("tier", tiers=[{"when": when, "points": points} for when, points in steps])


def rank(*steps: tuple[int, int | None, float]) -> Wanted:
    """前3名得6分，其余得2分."""
    return _rule("rank", tiers=[{"from": first, "to": last, "points": points} for first, last, points in steps])


def kept(text: str) -> Wanted:
    """What is not understood, verbatim."""
    return _rule("unparsed", text=text)


def found(text: str) -> list[Wanted]:
    """The rules of a sentence, as the command line prints them but for evidence, proofs and nulls."""
    return [plain(rule) for rule in parse_rules(passage_of(text))]


REFINED = frozenset(
    {
        "scope",
        "over",
        "broken",
        "at_least",
        "above",
        "below",
        "at_most",
        "unit",
        "full_at",
        "zero_below",
        "minus",
        "lowest",
    }
)
"""What a rule says beyond the keys that every table writes down."""


def plain(rule: Rule) -> Wanted:
    """A rule as it is written down in a test: what it says, without what refines it."""
    said = {name: value for name, value in exact(rule).items() if name not in REFINED}
    if rule.kind == "tier":
        said.pop("of", None)
    if "tiers" in said:
        said["tiers"] = [{n: v for n, v in step.items() if n not in REFINED} for step in said["tiers"]]
    return said


def exact(rule: Rule) -> Wanted:
    """All that a rule says, nulls left out."""
    said = rule.model_dump(mode="json", by_alias=True, exclude={"evidence", "proof"})
    if "tiers" in said:
        for step in said["tiers"]:
            del step["evidence"], step["proof"]
        said["tiers"] = [
            {name: value for name, value in step.items() if value is not None or name == "to"} for step in said["tiers"]
        ]
    return {name: value for name, value in said.items() if value is not None}


def _per(said: str | None) -> Wanted | None:
    parts = _COUNT.fullmatch(said) if said else None
    return {"count": float(parts[1]), "unit": parts[2]} if parts else None


def _rule(kind: str, **fields: Any) -> Wanted:
    return {"kind": kind} | {name: value for name, value in fields.items() if value is not None}
