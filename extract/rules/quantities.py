"""Numbers, units and counts of scoring sentences: their patterns, and the readers that get their values from a quote.

Patterns are strings to build larger ones from, meant for text as it is read (`corpus.reading.reading_view`).
"""

import re
from decimal import Decimal
from typing import Literal

from corpus import reading
from extract.findings import Per

NUMBER = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]{1,4}|半)"
"""A count or a score, Arabic or Chinese (0.5, 两, 十五, 半)."""

DASH = r"(?:[-－—–―−~～〜]{1,2}|至|到)"
"""What stands between the two ends of a range: 1—3分, 1至3分."""

POINTS = rf"{NUMBER}\s*分"
RANGE = rf"{NUMBER}\s*分?\s*{DASH}\s*{NUMBER}\s*分"
LIST = rf"{NUMBER}\s*分?(?:\s*[、和及]\s*{NUMBER}\s*分?)*\s*[、和及]\s*{POINTS}"
"""Scores one after the other, for 分别: 3分、2分、1分 or 3、2、1分."""

UNITS = (
    "个百分点", "个千分点", "个工作日", "个自然日", "个小时", "个季度", "个学时", "个课时", "个月", "个点", "个", "人次",
    "批次", "项次", "场次", "例次", "户次", "家次", "起次", "车次", "百分点", "千分点", "工作日", "小时", "分钟", "学时", "课时",
    "季度", "平方米", "公里", "公顷", "万元", "亿元", "环节", "单位", "方面", "问题", "起", "次", "人", "项", "处",
    "家", "天", "日", "件", "例", "户", "名", "年", "月", "周", "%", "‰", "篇", "条", "份", "期", "场", "批", "类",
    "种", "宗", "座", "台", "辆", "艘", "栋", "幢", "所", "间", "位", "届", "点", "级", "档", "门", "部", "套",
    "张", "块", "幅", "枚", "支", "组", "本", "册", "元", "吨", "亩", "度", "桩", "段", "步", "笔", "轮", "只",
    "头", "样", "棵", "株", "具", "瓶", "盏", "趟", "箱", "小项", "小点",
)  # fmt: skip
"""What may be counted, longest first where one begins another."""

UNIT = "(?:" + "|".join(UNITS) + ")"
PERIOD = rf"(?:{NUMBER}?\s*个?(?:年度?|半年|季度?|月度?|周|星期|旬|日|天|学期|工作日)|逢|当)"
"""What follows 每 where it says how often and not what is counted: 每年, 每季度."""

_SPACE = re.compile(r"\s")
_SINGLE = {n: Decimal(i) for i, n in enumerate("零一二三四五六七八九十")} | {"两": Decimal(2), "半": Decimal("0.5")}
_COUNT = re.compile(rf"(?P<count>{NUMBER})?(?P<unit>{UNIT})\Z")
_TWICE = re.compile(rf"每[1一]?({UNIT})每[1一]?({UNIT})\Z")
_NUMBERS = re.compile(NUMBER)
_RANK = re.compile(
    rf"(?:(?:(?P<top>前)|第)(?P<from>{NUMBER})(?:[名位]?{DASH}第?(?P<to>{NUMBER}))?[名位]?"
    rf"|(?P<first>{NUMBER}){DASH}第?(?P<last>{NUMBER})[名位])(?P<on>及?以[后下]|之后|往后)?"
)


def _plain(quote: str) -> str:
    return _SPACE.sub("", reading.text(quote))


def points(quote: str) -> Decimal:
    """A score: 10分 → 10, 半分 → 0.5, 两分 → 2, +2 → 2. Raises ValueError where there is no number."""
    plain = _plain(quote)
    single = plain.rstrip("分")
    if single in _SINGLE:
        return _SINGLE[single]
    return reading.number(plain)


def per(quote: str) -> Per:
    """What a count is taken in: 每超出2个百分点 → 2 个百分点, 每例 → 1 例, 每人每次 → 1 人次, /户 → 1 户.

    Raises ValueError.
    """
    plain = _plain(quote)
    twice = _TWICE.search(plain)
    if twice:
        unit = twice[1] + twice[2]
        return Per(count=Decimal(1), unit=unit)
    found = _COUNT.search(plain)
    if not found:
        raise ValueError(f"no count in {quote!r}")
    return Per(count=points(found["count"]) if found["count"] else Decimal(1), unit=found["unit"])


def range_low(quote: str) -> Decimal:
    """The lower end of a range: 1—3分 → 1. Raises ValueError unless there are two numbers, the lower one first."""
    return _ends(quote)[0]


def range_high(quote: str) -> Decimal:
    """The upper end of a range: 1—3分 → 3. Raises ValueError unless there are two numbers, the lower one first."""
    return _ends(quote)[1]


def _ends(quote: str) -> tuple[Decimal, Decimal]:
    numbers = [points(n) for n in _NUMBERS.findall(_plain(quote))]
    if len(numbers) != 2 or numbers[0] >= numbers[1]:
        raise ValueError(f"not a range: {quote!r}")
    return numbers[0], numbers[1]


def rank_first(quote: str) -> int:
    """The first place: 前3名 → 1, 4—6名 → 4, 第一名 → 1; 4—6名得4分，其余 → 7, after the last place named."""
    found = _last_rank(quote)
    if _plain(quote).endswith(REST):
        return _last_place(found) + 1
    return 1 if found["top"] else int(points(found["from"] or found["first"]))


def rank_last(quote: str) -> int | None:
    """The last place: 前3名 → 3, 4—6名 → 6, 第一名 → 1; 第7名以后 and 其余 → None, all the rest."""
    if _plain(quote).endswith(REST):
        return None
    found = _last_rank(quote)
    return None if found["on"] else _last_place(found)


REST = ("其余", "其他", "其它")


def _last_place(found: re.Match[str]) -> int:
    return int(points(found["to"] or found["from"] or found["last"]))


def _last_rank(quote: str) -> re.Match[str]:
    found = list(_RANK.finditer(_plain(quote)))
    if not found:
        raise ValueError(f"no rank in {quote!r}")
    return found[-1]


def polarity(quote: str) -> Literal["deduct", "bonus", "award"]:
    """Whether points are taken off (扣, 减), added on top (加, 奖) or earned (得, 计, 满): what a cap is `of`."""
    plain = _plain(quote)
    if re.search("[扣减]|^[-－−–]", plain):
        return "deduct"
    return "bonus" if re.search("[加奖]|^[+＋]", plain) else "award"


def sign(quote: str) -> Literal[-1, 1]:
    """-1 where points are taken off, +1 where they are added or earned."""
    return -1 if polarity(quote) == "deduct" else 1


for _name, _reader in (
    ("points", points),
    ("per", per),
    ("range-low", range_low),
    ("range-high", range_high),
    ("rank-first", rank_first),
    ("rank-last", rank_last),
    ("polarity", polarity),
    ("sign", sign),
):
    reading.register(_name, _reader)
