"""Values in the office's words: points, bounds of grades, periods, dates, citations."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from corpus.evidence import Evidence, Proved
from corpus.reading import text as read_text
from extract.findings import Bonus, Cap, Deadline, Duty, Frequency, Grade, Subject

UNREVIEWED = "未经审核"
UNREVIEWED_NOTE = "未经审核——由系统从原文读出，尚未经人工逐项审核签发，不得作为正式评分依据"
UNREVIEWED_DUTIES = "未经审核——由系统从原文读出，尚未经人工逐项审核签发，不得作为正式履职依据"

_UNITS: Mapping[str, str] = {
    "day": "日",
    "week": "周",
    "month": "月",
    "quarter": "季度",
    "half-year": "半年",
    "year": "年",
}
_COUNTED: Mapping[str, str] = {"day": "天", "month": "个月", "quarter": "个季度", "half-year": "个半年"}


def points(value: Decimal | None) -> str:
    """A score without idle zeros.

    >>> points(Decimal("8.00")), points(Decimal("0.5")), points(Decimal("1E+2"))
    ('8', '0.5', '100')
    """
    if value is None:
        return ""
    said = f"{value:f}" if value else "0"  # the negative zero of a product too
    return said.rstrip("0").rstrip(".") if "." in said else said


def bounds(grade: Grade) -> str:
    """A grade's bounds: 75分（含）至90分（不含）."""
    low = (grade.at_least, "含") if grade.at_least is not None else (grade.above, "不含")
    high = (grade.below, "不含") if grade.below is not None else (grade.at_most, "含")
    if low[0] is not None and high[0] is not None:
        said = f"{points(low[0])}分（{low[1]}）至{points(high[0])}分（{high[1]}）"
    elif low[0] is not None:
        said = f"{points(low[0])}分（{low[1]}）以上"
    elif high[0] is not None:
        said = f"{points(high[0])}分（{high[1]}）以下"
    else:
        said = ""
    return "；".join(filter(None, (said, grade.condition)))


def grade(value: Grade) -> str:
    """A grade with its bounds: 优秀：90分（含）以上."""
    return "：".join(filter(None, (value.name, bounds(value))))


def frequency(value: Frequency) -> str:
    """A frequency: 每季度至少1次; 每2年至少1次."""
    count, unit = value.every.count, value.every.unit
    period = _UNITS[unit] if count == 1 else f"{count}{_COUNTED.get(unit, _UNITS[unit])}"
    return f"每{period}至少{value.at_least}次"


_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def due(value: str) -> str:
    """A deadline: 2025年12月31日前; anything but a full date as it stands."""
    if not _ISO.fullmatch(value):
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.year}年{day.month}月{day.day}日前"


def when_owed(duty: Duty) -> str:
    """频次/时限 of a duty, one a line; a dash where the text gives none."""
    said = [frequency(duty.frequency)] if duty.frequency else []
    if duty.due:
        said.append(due(duty.due))
    return "\n".join(said) or "—"


def deadline(value: Deadline) -> str:
    """What is owed by when: the sentence, and the date where it adds something."""
    return (
        value.text
        if value.due is None or due(value.due).rstrip("前") in value.text
        else f"{value.text}（{due(value.due)}）"
    )


def subject(value: Subject) -> str:
    """街道镇（10个）：…、…"""
    count = f"（{value.count}个）" if value.count else ""
    return f"{value.group}{count}" + (f"：{'、'.join(value.members)}" if value.members else "")


_WORDED = re.compile(r"[\u4e00-\u9fff]{2}")  # a points cell beside the sentence says nothing new


def cap_of(rule: Proved) -> str:
    """What a bonus or cap is limited to: 最高5分."""
    if isinstance(rule, Bonus) and rule.cap is not None:
        return f"最高{points(rule.cap)}分"
    if isinstance(rule, Cap):
        return "扣完为止" if rule.points is None else f"最高{points(rule.points)}分"
    return ""


def sentence(record: Proved) -> str:
    """What the source says, on one line: the record's quotes one after the other."""
    seen: list[str] = []
    for evidence in record.evidence:
        said = read_text(evidence.quote)
        if said and not any(said in other for other in seen):
            seen = [other for other in seen if other not in said] + [said]
    worded = [said for said in seen if _WORDED.search(said)] or seen
    return "".join(
        said if n == len(worded) or said[-1] in "。；！？" else f"{said.rstrip('，、')}，"
        for n, said in enumerate(worded, 1)
    )


# --- citations ------------------------------------------------------------------------------------------------------

_TITLE = re.compile(r"《(?:[^《》]|《[^《》]*》)*》")


def title_of(citation: str) -> str:
    """The document that a citation opens with, with its marks: 《…实施细则》; empty where it names none."""
    found = _TITLE.match(citation)
    return found.group() if found else ""


def titles(evidence: Iterable[Evidence]) -> list[str]:
    """The documents cited, the most cited first."""
    counted = Counter(title for e in evidence if (title := title_of(e.citation)))
    return [title for title, _ in counted.most_common()]


def cited(evidence: Sequence[Evidence], main: str = "") -> str:
    """Where evidence stands, each place once, one a line; the document named above all (`main`) is left out."""
    places = dict.fromkeys(e.citation.removeprefix(main) or e.citation for e in evidence)
    return "\n".join(places)


def pages(evidence: Iterable[Evidence]) -> str:
    """The pages that evidence stands on: 3、4; empty where the format has none."""
    return "、".join(str(n) for n in sorted({r.page for e in evidence for r in e.regions}))
