"""Bounds in points as they are written: 90分以上, 80（含）—90分, 低于60分, 60≤X<70, 前30%且不低于85分.

Source: documents.md, 等次. 以上 and 以下 stand with or without the number itself as the text says
(以上包括本数，以下不包括本数).
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from corpus.spans import Span

_N = r"(?:\d+(?:\.\d+)?|[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]十|一百)"
_MARKED = r"[（(](?:不?(?:包含|包括|含))[^（）()]{0,6}[）)]"
_MARK = rf"(?:{_MARKED})?"
_UNIT = r"\s*分?"
_DASH = r"\s*(?:-{1,2}|—{1,2}|–|－|~|～|〜|至|到|―|─)\s*"
_X = r"(?:[A-Za-zＡ-Ｚ]|得分|总分|成绩|分数|总得分|考核得分|考核成绩|综合得分|考核总分)"
_END = r"(?!(?<=\d)[\d.]|\s*(?:[%％]|个|人|起|次|名|家|项|万|年|月|天|日))"


@dataclass(frozen=True, slots=True)
class BoundRow:
    """One way to write a bound. `low`/`high` are the pattern's groups; `inclusive` None: as the text says of 以上/以下."""

    id: str
    pattern: str
    side: Literal["low", "high", "both", "condition"]
    inclusive: bool | None
    example: str


ROWS: tuple[BoundRow, ...] = (
    BoundRow("bound.between", rf"(?P<low>{_N}){_UNIT}\s*(?P<lowsign>≤|<=|≦|⩽|＜|<)\s*{_X}\s*(?P<highsign>≤|<=|≦|⩽|＜|<)\s*(?P<high>{_N}){_UNIT}", "both", None, "80≤X<90"),
    BoundRow("bound.between-down", rf"(?P<high>{_N}){_UNIT}\s*(?P<highsign>≥|>=|≧|⩾|＞|>)\s*{_X}\s*(?P<lowsign>≥|>=|≧|⩾|＞|>)\s*(?P<low>{_N}){_UNIT}", "both", None, "90＞得分≥80分"),
    BoundRow("bound.sign-low", rf"(?P<lowsign>≥|>=|≧|⩾|＞|>)\s*(?P<low>{_N}){_UNIT}", "low", None, "≥90"),
    BoundRow("bound.sign-high", rf"(?P<highsign>≤|<=|≦|⩽|＜|<)\s*(?P<high>{_N}){_UNIT}", "high", None, "＜60分"),
    BoundRow("bound.low-sign", rf"(?P<low>{_N}){_UNIT}\s*(?P<lowsign>≤|<=|≦|⩽|＜|<)\s*{_X}", "low", None, "90≤得分"),
    BoundRow("bound.high-sign", rf"(?P<high>{_N}){_UNIT}\s*(?P<highsign>≥|>=|≧|⩾|＞|>)\s*{_X}", "high", None, "60＞X"),
    BoundRow("bound.range", rf"(?P<low>{_N}){_UNIT}(?P<lowmark>{_MARK}){_DASH}(?P<high>{_N}){_UNIT}(?P<highmark>{_MARK})(?:之间)?(?:以[下内])?", "both", True, "80—90分"),
    BoundRow("bound.and-above", rf"(?P<low>{_N}){_UNIT}{_MARK}(?:及|或|和)其?以上", "low", True, "90分及以上"),
    BoundRow("bound.above", rf"(?P<low>{_N}){_UNIT}(?P<lowmark>{_MARK})以上(?:的?(?P<lowmark2>{_MARKED}))?", "low", None, "90分（含）以上"),
    BoundRow("bound.not-below", rf"(?:不低于|不少于|不小于|大于(?:或者?)?等于|高于(?:或者?)?等于|达到|达)\s*(?P<low>{_N}){_UNIT}(?P<lowmark>{_MARK})(?!以[上下])", "low", True, "不低于85分"),
    BoundRow("bound.over", rf"(?<!不)(?:高于|超过|大于|多于)\s*(?P<low>{_N}){_UNIT}(?P<lowmark>{_MARK})(?!以[上下])", "low", False, "高于90分"),
    BoundRow("bound.and-below", rf"(?P<high>{_N}){_UNIT}{_MARK}(?:及|或|和)其?以下", "high", True, "60分及以下"),
    BoundRow("bound.below", rf"(?P<high>{_N}){_UNIT}(?P<highmark>{_MARK})以下(?:的?(?P<highmark2>{_MARKED}))?", "high", None, "60分以下"),
    BoundRow("bound.under", rf"(?<!不)(?:低于|不足|小于|少于|未达到?|达不到|不到|不满)\s*(?P<high>{_N}){_UNIT}(?P<highmark>{_MARK})(?!以[上下])", "high", False, "低于60分"),
    BoundRow("bound.not-over", rf"(?:不高于|不超过|不大于|小于(?:或者?)?等于|低于(?:或者?)?等于)\s*(?P<high>{_N}){_UNIT}(?P<highmark>{_MARK})(?!以[上下])", "high", True, "不超过60分"),
    BoundRow("bound.rank", r"(?:(?:综合|考核|得分|成绩)*(?:排名|排序|名次|位次|位列|位居|得分|成绩)(?:在|位于|列|居|为)?)?(?:全[区市县镇]|本组|同类)?(?:前|后|最后)\s*(?:\d+(?:\.\d+)?\s*[%％名位]|[一二两三四五六七八九十]+(?:名|位)|[一二三四五六七八九十]分之[一二三四五六七八九十])(?:以内|内)?", "condition", None, "排名前30%"),
    BoundRow("bound.rest", r"其余(?:的?(?:单位|街道|部门|街镇|乡镇))?", "condition", None, "其余"),
)  # fmt: skip
"""Earlier rows win where two begin at the same place."""

_COMPILED = tuple((row, re.compile(row.pattern + ("" if row.side == "condition" else _END))) for row in ROWS)
_BEFORE = re.compile(r"[第每加扣得\d.]\s*$")
_JOIN = re.compile(
    r"[\s，,、]*(?:且|并且|并|至|到|而|但|同时)?\s*(?:考核|综合|评定|年度)?(?:得分|成绩|总分|分数)?(?:在|应|须)?\s*"
)
_LOW_CLOSED, _HIGH_CLOSED = frozenset("≤≦⩽≥≧⩾"), frozenset("≤≦⩽≥≧⩾")


@dataclass(frozen=True, slots=True)
class Bound:
    """A bound in a text: where the whole stands, where its numbers stand, and which of them belong to it.

    `low_inclusive`/`high_inclusive` None: 以上/以下 without a word on the number itself. `conditional` says that
    there is more to it than points (a rank, a share).
    """

    start: int
    end: int
    rule: str
    low: Span | None = None
    high: Span | None = None
    low_inclusive: bool | None = None
    high_inclusive: bool | None = None
    in_points: bool = False
    conditional: bool = False


def _stated(sign: str | None, mark: str | None, mark2: str | None, by_row: bool | None) -> bool | None:
    if sign:
        return sign[0] in _LOW_CLOSED or sign.endswith("=")
    for words in (mark, mark2):
        if words:
            return "不" not in words
    return by_row


def _bound(row: BoundRow, m: re.Match[str]) -> Bound:
    groups = m.groupdict()
    low = m.span("low") if groups.get("low") else None
    high = m.span("high") if groups.get("high") else None
    return Bound(
        *m.span(),
        row.id,
        low,
        high,
        _stated(groups.get("lowsign"), groups.get("lowmark"), groups.get("lowmark2"), row.inclusive) if low else None,
        _stated(groups.get("highsign"), groups.get("highmark"), groups.get("highmark2"), row.inclusive)
        if high
        else None,
        in_points="分" in m.group() and row.side != "condition",
        conditional=row.side == "condition",
    )


def _upright(bound: Bound, text: str) -> Bound:
    """A stretch written from the top down (90—81分) with its ends the right way round."""
    if bound.rule != "bound.range" or not bound.low or not bound.high:
        return bound
    if _value(bound.low, text) <= _value(bound.high, text):
        return bound
    return replace(
        bound, low=bound.high, high=bound.low, low_inclusive=bound.high_inclusive, high_inclusive=bound.low_inclusive
    )


def find_bounds(text: str) -> tuple[Bound, ...]:
    """The bounds of a text in order: 80分以上90分以下 is one, 前30%且不低于85分 is one with a condition.

    >>> [text[b.start:b.end] for text in ("90分以上为优，80分以上90分以下为良",) for b in find_bounds(text)]
    ['90分以上', '80分以上90分以下']
    """
    single: list[Bound] = []
    at = 0
    found = sorted(
        ((m.start(), index, row, m) for index, (row, pattern) in enumerate(_COMPILED) for m in pattern.finditer(text)),
        key=lambda hit: hit[:2],
    )
    for start, _, row, m in found:
        if start < at or (row.side != "condition" and _BEFORE.search(text[:start])):
            continue
        single.append(_upright(_bound(row, m), text))
        at = m.end()
    out: list[Bound] = []
    for bound in single:
        if out and _belongs(out[-1], bound, text):
            out[-1] = _both(out[-1], bound)
        else:
            out.append(bound)
    return tuple(out)


def _belongs(first: Bound, second: Bound, text: str) -> bool:
    between = text[first.end : second.start]
    if not _JOIN.fullmatch(between):
        return False
    if first.conditional or second.conditional:
        return bool(re.search("且|并|同时", between))
    if first.low and not first.high and second.high and not second.low:
        return _value(first.low, text) < _value(second.high, text)
    return bool(
        first.high
        and not first.low
        and second.low
        and not second.high
        and _value(second.low, text) < _value(first.high, text)
    )


def _value(span: Span, text: str) -> float:
    from corpus.reading import number

    return float(number(text[span[0] : span[1]]))


def _both(first: Bound, second: Bound) -> Bound:
    return replace(
        first,
        end=second.end,
        rule=second.rule if first.conditional else first.rule,
        low=first.low or second.low,
        high=first.high or second.high,
        low_inclusive=first.low_inclusive if first.low else second.low_inclusive,
        high_inclusive=first.high_inclusive if first.high else second.high_inclusive,
        in_points=first.in_points or second.in_points,
        conditional=first.conditional or second.conditional,
    )


# --- what 以上 and 以下 include ------------------------------------------------------------------------------------

_INCLUSION = re.compile(
    r"[“\"]?(?P<first>以上|以下|以内|不足|超过)[”\"]?(?:[、，和及与]*[“\"]?(?P<second>以上|以下|以内|不足|超过)[”\"]?)*"
    r"(?:均|都|皆)?(?P<verb>不(?:包括|包含|含)|包括|包含|含)(?:本数|本级|本分数|该数)"
)


@dataclass(frozen=True, slots=True)
class Inclusion:
    """Whether 以上 and 以下 include the number itself, and the stretch of text that says so."""

    above: bool | None = None
    below: bool | None = None
    spans: tuple[Span, ...] = ()


NOTHING_SAID = Inclusion()


def find_inclusion(text: str) -> Inclusion:
    """What a text says of 以上 and 以下.

    >>> find_inclusion("（以上包括本数，以下不包括本数）")
    Inclusion(above=True, below=False, spans=((1, 7), (8, 15)))
    """
    above = below = None
    spans: list[Span] = []
    for m in _INCLUSION.finditer(text):
        included = not m.group("verb").startswith("不")
        named = m.group()[: m.start("verb") - m.start()]
        above = included if "以上" in named else above
        below = included if "以下" in named else below
        spans.append(m.span())
    return Inclusion(above, below, tuple(spans))
