"""Conditions that 分别 tells apart: 获国家级、省级、市级表彰的分别加3分、2分、1分 is three, each with its own score."""

import re
from dataclasses import dataclass, field

from corpus.spans import Span


@dataclass(frozen=True, slots=True)
class Family:
    """Words that stand side by side and are told apart: one row for each kind. `member` is one of them."""

    id: str
    member: str
    example: str
    run: re.Pattern[str] = field(init=False, repr=False, compare=False)
    one: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "one", re.compile(self.member))
        object.__setattr__(self, "run", re.compile(rf"(?:{self.member})(?:\s*(?:{_AND})\s*(?:{self.member}))+"))


_AND = r"[、或和及与]|以及"

FAMILIES: tuple[Family, ...] = (
    Family(
        "level",
        r"(?:党中央、国务院|国家部委|国家|中央|省部|部省|省|地市|设区市|市|州|区县|县区|县|区|乡镇|镇街|镇"
        r"|乡|村|部|厅|局|处|科|股|集团公司|集团|公司)级",
        "国家级、省级、市级",
    ),
    Family("whole", r"全(?:国|省|市|州|县|区|乡|镇|村)", "全国、全省、全市"),
    Family("prize", r"(?:特|[一二三四五六])等奖", "一等奖、二等奖"),
    Family("prize.number", r"(?<![一二三四五六七八九十])[特一二三四五六](?=[、和及或]|等奖)", "一、二、三等奖"),
    Family("place", r"第[一二三四五六七八九十\d]+[名位]", "第一名、第二名"),
    Family("place.number", r"(?<=[第、和及或])[一二三四五六七八九十\d](?=[、和及或]|[名位])", "第一、二、三名"),
    Family("accident", r"(?:特别重大|重特大|重大|较大|一般)事故", "较大事故、一般事故"),
    Family(
        "accident.size",
        r"(?<!别)(?:特别重大|重大|较大|一般)(?=[、和及或]|(?:及以上)?(?:生产安全|安全生产|道路交通|火灾"
        r"|责任|安全)*事故)",
        "重大、较大、一般事故",
    ),
    Family("grade", r"(?:优秀|良好|合格|基本合格|不合格|达标|优|良|中|差)(?![好秀])", "优秀、良好"),
    Family("report", r"(?:迟报|漏报|瞒报|谎报|误报|缓报|错报|不报)", "迟报、漏报、瞒报"),
    Family("injury", r"(?:死亡|重伤|轻伤|轻微伤)", "死亡、重伤、轻伤"),
    Family(
        "level.single",
        r"(?<![\u4e00-\u9fff](?<![获得为被受到由在经向]))(?:国务院|国家|国|部|省|市|县|区|乡|镇|京)(?=[、和及或]"
        r"|[\u4e00-\u9fff]|$)",
        "省、市、县",
    ),
    Family("honour", r"[\u4e00-\u9fff]{2}(?:好人|工匠|劳模|先锋|标兵|能手|卫士)", "云溪好人、青岚好人"),
    Family("case", r"[\u4e00-\u9fff]{2}案件", "治安案件、刑事案件"),
)  # fmt: skip
"""A run of members is one that no other family's run contains."""


LADDERS: tuple[tuple[str, ...], ...] = (
    (r"村级|全村", r"(?:乡|镇|街道|乡镇|镇街)级|全[乡镇]", r"(?:县|区|区县|县区)级|全[县区]", r"(?:市|地市|州)级|全[市州]", r"(?:省|省部)级|全省", r"(?:国家|中央)级|国家|全国"),
    (r"四等奖|四等", r"三等奖|三等", r"二等奖|二等", r"一等奖|一等", r"特等奖|特等"),
    (r"三星", r"四星", r"五星"),
)  # fmt: skip
"""Levels from the lowest up: who reaches more gets more."""
_LADDERS = tuple(tuple(re.compile(rung) for rung in ladder) for ladder in LADDERS)


def height(condition: str) -> int | None:
    """How high a condition stands on its ladder; None where it stands on none.

    >>> height("获市级表彰") > height("获区级表彰")
    True
    """
    rungs = [n for ladder in _LADDERS for n, rung in enumerate(ladder) if rung.search(condition)]
    return rungs[0] if len(rungs) == 1 else None


def told_apart(condition: str, count: int) -> tuple[Span, ...]:
    """The spans of the members in the condition, where just one run of members stands, and just `count` of them.

    >>> condition = "获国家级、省级、市级表彰"
    >>> [condition[a:b] for a, b in told_apart(condition, 3)]
    ['国家级', '省级', '市级']
    """
    runs: list[tuple[Span, ...]] = []
    for family in FAMILIES:
        for run in family.run.finditer(condition):
            members = tuple(m.span() for m in family.one.finditer(condition, run.start()) if m.end() <= run.end())
            runs.append(members)
    longest = {_extent(m) for m in runs if not any(_inside(m, other) for other in runs)}
    return next((m for m in runs if _extent(m) in longest and len(m) == count), ()) if len(longest) == 1 else ()


def _extent(members: tuple[Span, ...]) -> Span:
    return members[0][0], members[-1][1]


def _inside(members: tuple[Span, ...], others: tuple[Span, ...]) -> bool:
    (start, end), (low, high) = _extent(members), _extent(others)
    return low <= start and end <= high and (low, high) != (start, end)
