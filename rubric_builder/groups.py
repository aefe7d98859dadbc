"""Groups that are not indicators: 加分项 goes to the bonuses, 否决项 to the vetoes; 扣分项 stays, without points of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Group(StrEnum):
    """What a group of rows is by its name."""

    SCORED = "scored"
    BONUS = "bonus"
    VETO = "veto"
    DEDUCTION = "deduction"


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A way to call such a group."""

    id: str
    pattern: re.Pattern[str]
    group: Group
    example: str


_WHAT = "(?:项目?|指标|事项|因素|内容|情形|条款|部分|标准|办法|清单|分)?"

GROUPS: Sequence[GroupRow] = (
    GroupRow("group.veto", re.compile(rf"(?:安全生产)?(?:一票否决|否决|否定|一票否优){_WHAT}(?:制)?"), Group.VETO, "一票否决项"),
    GroupRow("group.bonus", re.compile(rf"(?:工作|考核|安全|创新|特色|奖励|激励|表彰|附加)*(?:加分|附加分?|奖励分?){_WHAT}"), Group.BONUS, "加分项"),
    GroupRow("group.mixed", re.compile(rf"(?:加扣分|加减分|奖扣分?|奖惩|奖罚|加分、?扣分|加分减分|加分与扣分){_WHAT}"), Group.DEDUCTION, "加减分项"),
    GroupRow("group.deduction", re.compile(rf"(?:工作|考核|安全|附加)*(?:扣分|减分|倒扣分?|惩罚|负面清单){_WHAT}"), Group.DEDUCTION, "扣分项"),
)  # fmt: skip
"""Tried in order against a group's whole name without white space."""


_EITHER_WAY = re.compile(r"[（(【\[]\s*(?:±|[+＋]\s*[/／、]\s*[\-－])\s*\d+(?:\.\d+)?\s*分?\s*[）)】\]]")
"""Points that go either way: 特别处理（±10分）."""


def group_of(name: str) -> Group:
    """What a group or indicator is by its name.

    >>> group_of("加分项（最高10分）"), group_of("隐患治理")
    (<Group.BONUS: 'bonus'>, <Group.SCORED: 'scored'>)
    """
    if _EITHER_WAY.search(name):
        return Group.DEDUCTION
    row = _row_of(name)
    return row.group if row else Group.SCORED


def group_row_of(name: str) -> str:
    """The id of the row that a group's name is found by, empty for a scored one."""
    row = _row_of(name)
    return row.id if row else ""


def _row_of(name: str) -> GroupRow | None:
    bare = re.sub(r"\s|[（(【\[].*?[）)】\]]|[：:。]", "", name)
    return next((row for row in GROUPS if row.pattern.fullmatch(bare)), None)
