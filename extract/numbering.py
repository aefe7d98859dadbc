"""The numbering families of notices and regulations, and which number may come next."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from corpus.node import NodeKind
from corpus.reading import chinese_number

_CN = "[一二三四五六七八九十百零〇○]+"

_PATH = r"[1-9]\d?(?:[.．][1-9]\d?){1,3}(?![\d.．%％]*\d)"
_UNITS = (
    r"分(?![管级类别工析解期批布设包])|[%％倍米吨亩条款项章件号版天万亿元~～\-—–/]|个(?!人)|人(?![员事力民大为口才])|年(?![度终])|月(?!度)|日(?!常)|级(?!别)|次(?!要)"
    r"|起(?!草|重)|公[里斤顷]|平方|立方|千[米克瓦]|小时|以[上下内]|左右"
)
"""What stands right behind a number that is an amount, a reference or a version: 1.5分, 3.2米, 4.2条."""


@dataclass(frozen=True, slots=True)
class Family:
    """A way to number clauses. `pattern` has a group `n`, the number as written; `label` spans what is cited as the label.

    `kinds`: what such a label makes, in a regulation (under an article) and in a notice.
    """

    id: str
    pattern: re.Pattern[str]
    regulation: NodeKind
    notice: NodeKind
    example: str


def _row(id: str, pattern: str, regulation: NodeKind, notice: NodeKind, example: str) -> Family:
    return Family(id, re.compile(pattern), regulation, notice, example)


FAMILIES: Sequence[Family] = (
    _row("part", rf"(?P<label>第\s*(?P<n>{_CN}|\d+)\s*编)(?P<gap>\s+|(?=$))", "part", "part", "第一编 总则"),
    _row("chapter", rf"(?P<label>第\s*(?P<n>{_CN}|\d+)\s*章)(?P<gap>\s*)", "chapter", "chapter", "第一章 总则"),
    _row("section", rf"(?P<label>第\s*(?P<n>{_CN}|\d+)\s*节)(?P<gap>\s*)", "section", "section", "第一节 一般规定"),
    _row("article", rf"(?P<label>第\s*(?P<n>{_CN}|\d+)\s*条(?:\s*之\s*(?P<sub>{_CN}))?)(?P<gap>\s*[:：]?\s*)", "article", "article", "第五条 本办法……"),
    _row("cn-comma", r"(?P<label>(?P<n>[一二三四五六七八九十]{1,4}))\s*(?P<gap>[、．.]\s*)", "item", "level1", "一、指导思想"),
    _row("cn-bracket", r"(?P<label>[（(]\s*(?P<n>[一二三四五六七八九十]{1,4})\s*[）)])(?P<gap>[、．.]?\s*)", "item", "level2", "（一）健全责任体系"),
    _row("cn-ring", r"(?P<label>(?P<n>[㈠-㈩]))(?P<gap>[、．.]?\s*)", "item", "level2", "㈠健全责任体系"),
    _row("digit", r"(?P<label>(?P<n>\d{1,3}))\s*(?P<gap>(?:[.．](?!\d)|[.．](?=20\d\d\s*年|(?:1[0-2]|[1-9])月)|、(?!\d)|、(?=\d{1,4}\s*[年月日个家项起次处名]))[、．.]?\s*)", "subitem", "level3", "1.完善体制"),
    _row("digit-dot", r"(?P<label>(?P<n>[⒈-⒛]))(?P<gap>\s*)", "subitem", "level3", "⒈完善体制"),
    _row("digit-bracket", r"(?P<label>[（(]\s*(?P<n>\d{1,2})\s*[）)])(?P<gap>[、．.]?\s*)", "level4", "level4", "（1）完善体制"),
    _row("digit-half", r"(?P<label>(?P<n>\d{1,2}))(?P<gap>[）)][、．.]?\s*)", "level4", "level4", "1）完善体制"),
    _row("digit-ring4", r"(?P<label>(?P<n>[⑴-⒇]))(?P<gap>[、．.]?\s*)", "level4", "level4", "⑴完善体制"),
    _row("decimal", rf"(?P<label>(?P<n>{_PATH}))(?P<gap>[、．.]?(?:[ \t]+(?=\S)|(?=[一-龥《“（(])(?!{_UNITS})))", "subitem", "level4", "4.2.1 完善体制"),
    _row("ring", r"(?P<label>(?P<n>[①-⑳]))(?P<gap>[、．.]?\s*)", "level5", "level5", "①完善体制"),
)  # fmt: skip
"""One row a family, tried in this order at a paragraph's start."""

WHOLE = _row(
    "whole",
    r"(?P<label>(?P<n>[1-9]\d?))(?P<gap>[ \t\u3000]+)(?=[一-龥《“][^。；！？]{1,24}$)",
    "item",
    "level1",
    "4 职责",
)
"""The integers above decimal numbers. They are labels only in a text that has decimal ones."""

BY_ID = {family.id: family for family in (*FAMILIES, WHOLE)}

_FIRST = re.compile("[第（(\\d一二三四五六七八九十㈠-㈩⒈-⒛⑴-⒇①-⑳]")
_SIGNS = {"㈠": 1, "⒈": 1, "⑴": 1, "①": 1}


@dataclass(frozen=True, slots=True)
class Label:
    """A label found at the start of a paragraph: offsets into its text. `after` is where the clause's own words begin."""

    family: Family
    number: int
    sub: int | None  # 第十条之一
    start: int
    end: int
    after: int
    path: tuple[int, ...] = ()  # of 4.2.1: all its numbers; `number` is the last

    def written(self, text: str) -> str:
        """The label as it stands, without white space inside."""
        return re.sub(r"\s", "", text[self.start : self.end])


@lru_cache(maxsize=4096)
def labels_of(text: str) -> tuple[Label, ...]:
    """Every label the start of the text can be read as; usually none or one.

    >>> [(l.family.id, l.number) for l in labels_of("第十二条 本办法所称")]
    [('article', 12)]
    """
    lead = len(text) - len(text.lstrip(" \u3000\t-－"))
    if not _FIRST.match(text, lead):
        return ()
    out = []
    for family in FAMILIES:
        match = family.pattern.match(text, lead)
        if match:
            sub = match.groupdict().get("sub")
            path = tuple(map(int, re.split("[.．]", match["n"]))) if family.id == "decimal" else ()
            number = path[-1] if path else _value(match["n"])
            if number is not None:
                out.append(
                    Label(family, number, chinese_number(sub) if sub else None, *match.span("label"), match.end(), path)
                )
    return tuple(out)


def whole_label(text: str) -> Label | None:
    """The label of a short heading that is numbered with a bare integer, as above clauses 4.1, 4.2: 4 职责.

    It counts only where the text is numbered decimally; `labels_of` does not give it.
    """
    match = WHOLE.pattern.match(text, len(text) - len(text.lstrip(" \u3000\t")))
    return Label(WHOLE, int(match["n"]), None, *match.span("label"), match.end()) if match else None


def path_follows(last: tuple[int, ...], path: tuple[int, ...]) -> bool:
    """Whether a decimal number continues the last one: one deeper, or the next at the same depth or above.

    >>> path_follows((4, 2, 3), (4, 3)), path_follows((4, 2, 3), (5, 1)), path_follows((4, 2), (4, 2, 1)), path_follows((4, 2), (6, 5))
    (True, True, True, False)
    """
    if path == (*last, 1):
        return True
    if any(path == (*last[:k], last[k] + 1) for k in range(1, len(last))):
        return True
    return len(path) == 2 and path == ((last[0] if last else 0) + 1, 1)


def label_text(family: Family, number: int) -> str:
    """The label a number has in a family: what a mended slip is read as. `1` → `一` for 一、, `（一）` for （一）.

    >>> label_text(FAMILIES[4], 2)
    '二'
    """
    numeral = _numeral(number)
    match family.id:
        case "cn-comma":
            return numeral
        case "cn-bracket" | "cn-ring":
            return f"（{numeral}）"
        case "part" | "chapter" | "section" | "article":
            return f"第{numeral}{family.example[2]}"
        case "digit-bracket" | "digit-ring4":
            return f"（{number}）"
        case _:
            return str(number)


def _value(numeral: str) -> int | None:
    if numeral.isdecimal():
        return int(numeral)
    for first, value in _SIGNS.items():
        if 0 <= ord(numeral[0]) - ord(first) < 20 and len(numeral) == 1 and not "一" <= numeral <= "龥":
            return ord(numeral) - ord(first) + value
    try:
        return chinese_number(numeral)
    except ValueError:
        return None


def _numeral(number: int) -> str:
    digits, tens = "零一二三四五六七八九", number // 10
    if number < 10:
        return digits[number]
    if number < 100:
        return ("" if tens == 1 else digits[tens]) + "十" + (digits[number % 10] if number % 10 else "")
    rest = number % 100
    return (
        digits[number // 100]
        + "百"
        + (("零" if rest < 10 else ("一" if rest < 20 else "")) + _numeral(rest) if rest else "")
    )
