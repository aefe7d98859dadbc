"""What a grade asks beside points: a place among the units (前30%), what is left over (其余), a fact (未发生较大事故)."""

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.reading import chinese_number, text
from extract.bounds import find_bounds
from extract.findings import Grade

_SHARE = re.compile(r"(?P<end>前|最后|后)\s*(?P<n>\d+(?:\.\d+)?)\s*[%％]")
_PLACES = re.compile(r"(?P<end>前|最后|后)\s*(?P<n>\d+|[一二两三四五六七八九十]+)\s*[名位]")
_REST = re.compile(r"其余(?:的?(?:单位|街道|部门|街镇|乡镇))?")
_JOINING = re.compile(
    r"并且|而且|同时|以及|[且并和，,、；;的（）()\s]|得分|总分|成绩|考核|为|在|者|单位|排名|名次|以内|内"
)


@dataclass(frozen=True, slots=True)
class Condition:
    """`share` (percent) or `places` of the units ranked, from the front or (`last`) from the end; `rest`: it takes who is
    left. `asks`: the words that the assessor must say yes or no to; empty where there are none."""

    words: str
    share: Decimal | None = None
    places: int | None = None
    last: bool = False
    rest: bool = False
    asks: str = ""

    @property
    def ranked(self) -> bool:
        """Whether it hangs on the other units."""
        return self.share is not None or self.places is not None


def condition_of(grade: Grade) -> Condition | None:
    """The condition of a grade; None where points alone decide. What is not read for certain is asked of the assessor.

    >>> condition_of(Grade(name="优秀", at_least=Decimal(85), condition="前30%且不低于85分")).share
    Decimal('30')
    """
    if not grade.condition:
        return None
    words = text(grade.condition)
    share, places = list(_SHARE.finditer(words)), list(_PLACES.finditer(words))
    if len(share) + len(places) > 1:
        return Condition(words, asks=words)
    left = words
    for bound in sorted(find_bounds(words), key=lambda b: -b.start):
        left = left[: bound.start] + "，" + left[bound.end :]
    left = _REST.sub("", _PLACES.sub("", _SHARE.sub("", left)))
    asks = words if _JOINING.sub("", left) else ""
    rest = bool(_REST.fullmatch(words))
    if share:
        return Condition(words, Decimal(share[0]["n"]), None, share[0]["end"] != "前", rest, asks)
    if places:
        return Condition(words, None, _count(places[0]["n"]), places[0]["end"] != "前", rest, asks)
    return Condition(words, rest=rest, asks=asks) if rest or asks else None


def _count(said: str) -> int:
    return int(said) if said.isdecimal() else chinese_number(said)
