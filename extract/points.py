"""Every place where points stand: in brackets after a name, apart at a sentence's end, in a cell of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Place = Literal["name", "item", "cell"]
Kind = Literal["points", "percent", "plus", "minus", "cap", "range"]

_N = r"\d+(?:\.\d+)?"
_OPEN, _CLOSE = r"[（(【\[]\s*", r"\s*[）)】\]]"
_LEAD = r"(?:本项|该项|共计?|计|满分|总分|标准分|基本分|基础分|分值|权重|占|得|记|为|[:：])*\s*"
# What stands before a number that belongs to the sentence: 扣2分, 不低于80分, 每10分.
_VERB = "占扣加得减超过每为计到满于达至共分低高上下少多第约近足及记罚降增按以给在前后各评奖、或"


@dataclass(frozen=True, slots=True)
class PointsRow:
    """A way to write points. Group `n` is the number; `apart`: they stand apart, and are left out of name or sentence.

    `place`: after a name, within an item, alone in a cell. `kind` says what sort of number it is.
    """

    id: str
    place: Place
    kind: Kind
    apart: bool
    pattern: re.Pattern[str]
    example: str


def _row(id: str, place: Place, kind: Kind, pattern: str, example: str, *, apart: bool = True) -> PointsRow:
    return PointsRow(id, place, kind, apart, re.compile(pattern), example)


POINTS: Sequence[PointsRow] = (
    _row("name.bracket", "name", "points", rf"\s*{_OPEN}{_LEAD}(?P<n>{_N})\s*分?{_CLOSE}\s*[:：。]?$", "组织领导（20分）"),
    _row("name.percent", "name", "percent", rf"\s*{_OPEN}{_LEAD}(?P<n>{_N})\s*[%％]{_CLOSE}\s*[:：。]?$", "组织领导（权重20%）"),
    _row("name.first", "name", "points", rf"^\s*{_OPEN}{_LEAD}(?P<n>{_N})\s*分{_CLOSE}\s*", "（20分）组织领导"),
    _row("name.led", "name", "points", rf"\s*[.．…·]{{2,}}\s*(?P<n>{_N})\s*分[:：。]?$", "组织领导……20分"),
    _row("name.bare", "name", "points", rf"[\s:：，,—\-]*(?<![{_VERB}\d.])(?P<n>{_N})\s*分[:：。]?$", "组织领导 20分"),
    _row("name.scored", "name", "points", rf"(?<=评分)(?P<n>{_N})\s*分[:：。]?$", "组织领导考核评分20分"),
    _row("name.total", "name", "points", rf"[\s:：，,—\-]+(?:共计?|合计|总计|满分)\s*(?P<n>{_N})\s*分[:：。]?$", "组织领导 共20分"),
    _row("item.end", "item", "points", rf"(?<=[。；;！!？?”])\s*(?:计|共|满分)?\s*(?P<n>{_N})\s*分\s*[。；;，,]?\s*$", "每月研判一次风险。8分"),
    _row("item.bracket", "item", "points", rf"\s*{_OPEN}{_LEAD}(?P<n>{_N})\s*分{_CLOSE}", "建立台账（计5分）。"),
    _row("item.spaced", "item", "points", rf"(?<![{_VERB}])\s+(?P<n>{_N})\s*分\s*[。；;]?\s*$", "建立台账 5分"),
    _row("item.touching", "item", "points", rf"[，,]?(?<![{_VERB}\d.\s—－\-~～])(?P<n>{_N})\s*分\s*[。；;]?\s*$", "建立台账5分；"),
    _row("item.clause", "item", "points", rf"(?<![的者])[，,]\s*(?P<n>{_N})\s*分(?=[。；;]\s*\S)", "按期报送纪要，1分。未报送的每次扣0.5分。", apart=False),
    _row("item.opening", "item", "points", rf"(?:(?<=以[上下内])|(?<![{_VERB}\d.\s，,—－\-~～]))(?P<n>{_N})\s*分(?=[，,；;]\s*(?:每|未|迟|漏|逾|少|缺|不|没|无|超|发现|达不到))", "按时上报10分，迟报一次扣2分。", apart=False),
    _row("item.bounded", "item", "points", rf"(?<=以[上下内])(?P<n>{_N})\s*分\s*[。；;]?\s*$", "张贴标语10条以上5分；", apart=False),
    _row("item.full", "item", "points", rf"(?:(?:本项|该项)?满分(?:为|是)?|^占)\s*(?P<n>{_N})\s*分", "本项满分10分，每缺1份扣1分。", apart=False),
    _row("item.award", "item", "points", rf"(?:(?<![每最高多再])得|(?<![合总共累折再])计)\s*(?P<n>{_N})\s*分", "按时报送，得3分。", apart=False),
    _row("cell.number", "cell", "points", rf"[（(]?\s*{_LEAD}(?P<n>{_N})\s*分?\s*[）)]?", "24"),
    _row("cell.percent", "cell", "percent", rf"[（(]?\s*(?P<n>{_N})\s*[%％]\s*[）)]?", "20%"),
    _row("cell.plus", "cell", "plus", rf"(?:[+＋]|加)\s*(?P<n>{_N})\s*分?", "+2"),
    _row("cell.minus", "cell", "minus", rf"(?:[\-－—–−]|扣|减)\s*(?P<n>{_N})\s*分?", "-0.5"),
    _row("cell.range", "cell", "range", rf"(?:[+＋\-－±]|加|扣|减)?\s*{_N}\s*分?\s*[\-－—–~～至]+\s*(?P<n>{_N})\s*分?", "1—3分"),
    _row("cell.cap", "cell", "cap", rf"(?:累计|合计|总计|共|本项)?(?:最高|最多|上限|封顶|不超过|限)(?:可?[加扣得])?(?:不超过)?(?:分)?\s*(?P<n>{_N})\s*分?(?:封顶|为限)?[。；;]?", "最高加100"),
)  # fmt: skip
"""Tried in this order within their place."""

_PLAIN = re.compile(rf"(?<![{_VERB}\d.\s—－\-~～(（]){_N}\s*分(?=[。；;，,、]|\s*$)")

CAP = re.compile(
    rf"(?:累计|合计|总计|总共|全年|本项|加分)*(?:最高|最多|上限为?|不超过|不得超过)(?:可?加)?(?:不超过)?\s*(?P<n>{_N})\s*分"
)
"""A cap in running words: 累计最高加5分."""


@dataclass(frozen=True, slots=True)
class PointsFound:
    """Points in a text: where the number with its unit stands, what to leave out of the text, and the row that found them."""

    kind: Kind
    start: int
    end: int
    cut: tuple[int, int] | None
    rule: str


def points_of_name(text: str) -> PointsFound | None:
    """The points after (or before) an indicator's name.

    >>> points_of_name("组织领导（20分）").cut
    (4, 9)
    """
    for row in _rows("name"):
        found = row.pattern.search(text)
        if found and text[: found.start()].strip() + text[found.end() :].strip():
            return PointsFound(row.kind, found.start("n"), _unit(text, found.end("n")), found.span(), row.id)
    return None


def points_of_item(text: str) -> PointsFound | None:
    """The points an item is worth; None where none stand in it, or several that could be meant.

    Those that stand apart win over those said in the sentence (完成得3分).
    """
    for row in _rows("item"):
        found = list(row.pattern.finditer(text))
        if not found:
            continue
        if len(found) > 1:
            return None
        match = found[0]
        if row.id in ("item.touching", "item.spaced") and len(_PLAIN.findall(text)) > 1:
            return None  # 好：20分；较好：15分；差：0分 are steps
        if row.id == "item.touching" and re.search(
            r"扣|加分|减|每", text[_clause(text, match.start()) : match.start()]
        ):
            continue
        clause = text[_clause(text, match.start()) : match.start()]
        if row.id == "item.award" and ("每" in clause or re.search(r"得满分|最[高多]得", text)):
            continue
        return PointsFound(
            row.kind, match.start("n"), _unit(text, match.end("n")), match.span() if row.apart else None, row.id
        )
    return None


def points_of_cell(text: str) -> PointsFound | None:
    """What a cell of a points column says; None where it is no number.

    >>> points_of_cell("最高加100").kind
    'cap'
    """
    for row in _rows("cell"):
        found = row.pattern.fullmatch(text.strip())
        if found:
            lead = len(text) - len(text.lstrip())
            return PointsFound(row.kind, lead + found.start("n"), _unit(text, lead + found.end("n")), None, row.id)
    return None


def _rows(place: Place) -> Sequence[PointsRow]:
    return _BY_PLACE[place]


_BY_PLACE: dict[Place, Sequence[PointsRow]] = {
    place: tuple(row for row in POINTS if row.place == place) for place in ("name", "item", "cell")
}  # fmt: skip


def _unit(text: str, end: int) -> int:
    """Where the number ends with its unit (分, %)."""
    unit = _UNIT.match(text, end)
    return unit.end() if unit else end


_UNIT = re.compile(r"\s*[分%％]")


def _clause(text: str, at: int) -> int:
    return max(text.rfind(mark, 0, at) for mark in "。；;，,") + 1
