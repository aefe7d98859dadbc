"""How often a duty is owed and by when: 每季度至少一次, 12月底前."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from corpus import reading
from corpus.spans import Span
from extract.duties import periods
from extract.duties.mentions import Mention, Mentions
from extract.findings import Every, Frequency

_UNITS = {
    "半年": "half-year",
    "年": "year",
    "季度": "quarter",
    "季": "quarter",
    "月": "month",
    "周": "week",
    "星期": "week",
}
_UNITS |= {"日": "day", "天": "day", "工作日": "day"}
_IN_A_MONTH = {"半月": 2, "半个月": 2, "旬": 3}
"""Periods that are counted as so many in a month."""
_PERIODS = [re.compile(row.pattern) for row in periods.PERIODS]
_COUNTS = [re.compile(row.pattern) for row in periods.COUNTS]
_SHARED = re.compile(r"[、和及与]|，(?=[^，。；]{0,30}每)")
_REACH = 40
"""How many characters after a period its count may stand: 每季度至少组织召开一次."""


def _integer(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else reading.chinese_number(numeral)


def read_frequency(quote: str) -> Frequency:
    """The reading `frequency`: the period in the quote and the count, one where none is said. Raises ValueError.

    >>> read_frequency("每半年至少召开两次").at_least
    2
    """
    text = re.sub(r"\s+", "", reading.text(quote))
    # a period such as 一季度 is one only before its count, so the whole quote is searched
    period = next((m for pattern in _PERIODS if (m := pattern.search(text))), None)
    if period is None:
        raise ValueError(f"no period in {quote!r}")
    groups = period.groupdict()
    stated = groups.get("unit") or "年"
    times, unit = _IN_A_MONTH.get(stated, 1), _UNITS.get(stated, "month")
    count = next((m for pattern in _COUNTS for m in pattern.finditer(text, period.end())), None) or next(
        (m for pattern in _COUNTS for m in pattern.finditer(text[: period.start()])), None
    )
    return Frequency(
        at_least=times * (_integer(count.group("count")) if count else 1),
        every=Every(count=_integer(groups["n"]) if groups.get("n") else 1, unit=unit),  # type: ignore[arg-type]  # _UNITS holds the units
    )


def read_due(quote: str) -> str:
    """The reading `duty-due`: ISO date where a year stands (a month's or year's end is its last day), else the words.

    >>> read_due("2012年底前"), read_due("2019年7月31日前"), read_due("12月底前")
    ('2012-12-31', '2019-07-31', '12月底前')
    """
    text = reading.text(quote)
    plain = re.sub(r"\s+", "", text)
    stated = re.match(r"(20\d\d|[二〇○零一三四五六七八九]{4})年", plain)
    if not stated:
        return text
    year, rest = _integer(stated.group(1)), plain[stated.end() :]
    if found := re.match(r"([\d一二三四五六七八九十]+)月([\d一二三四五六七八九十]+)日", rest):
        return date(year, _integer(found.group(1)), _integer(found.group(2))).isoformat()
    if found := re.match(r"([\d一二三四五六七八九十]+)月(?:份)?(上旬|中旬|初)?", rest):
        month = _integer(found.group(1))
        day = {"上旬": 10, "中旬": 20}.get(found.group(2) or "")
        return (
            (date(year, month, day) if day else _month_end(year, month)).isoformat() if found.group(2) != "初" else text
        )
    if found := re.match(r"第?([一二三四])季度", rest):
        return _month_end(year, 3 * _integer(found.group(1))).isoformat()
    if rest.startswith(("上半年", "下半年")):
        return _month_end(year, 6 if rest[0] == "上" else 12).isoformat()
    if re.match(r"度?(?:底|末|终)", rest):
        return date(year, 12, 31).isoformat()
    return text


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


reading.register("frequency", read_frequency)
reading.register("duty-due", read_due)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A frequency in a text: the stretches that say it (period and count may stand apart) and its row."""

    pieces: tuple[Span, ...]
    rule: str

    @property
    def start(self) -> int:
        """Where the period stands."""
        return self.pieces[0][0]


def occurrences(mentions: Mentions) -> Iterator[Occurrence]:
    """Every frequency in a text. A period that shares its count with the next has two pieces:
    每半年、…每季度至少一次."""
    found = _apart(mentions.of("PERIOD"))
    deadlines = list(mentions.of("DEADLINE"))
    counts = list(mentions.of("COUNT"))
    for i, period in enumerate(found):
        if (
            any(d.start <= period.start < d.end and d.rule != "due.monthly" for d in deadlines)
            and period.rule != "period.every"
        ):
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        own = _count(mentions.text, counts, period.end, following.start if following else None)
        if own is None and following and _SHARED.match(mentions.text, period.end):
            after = found[i + 2].start if i + 2 < len(found) else None
            own = _count(mentions.text, counts, following.end, after)
        if own is None:
            yield Occurrence(((period.start, period.end),), period.rule)
        elif "，" not in mentions.text[period.end : own.start] and not (following and following.start < own.start):
            yield Occurrence(((period.start, own.end),), period.rule)
        else:
            yield Occurrence(((period.start, period.end), (own.start, own.end)), period.rule)


def _apart(found: Iterator[Mention]) -> list[Mention]:
    out: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not out or mention.start >= out[-1].end:
            out.append(mention)
    return out


def _count(text: str, counts: list[Mention], start: int, limit: int | None) -> Mention | None:
    """The count that belongs to a period that ends at `start`: near by, in the same sentence, before the next."""
    for count in counts:
        between = text[start : count.start]
        if count.end <= start or count.start - start > _REACH or (limit is not None and count.start >= limit):
            continue
        if re.search(r"[。；;]", between):
            return None
        if "，" in between and not re.match(r"至少|不少于|不得少于|不低于", text[count.start :]):
            return None
        if count.start < start:  # the count's words begin before the period ends
            return Mention("COUNT", start, count.end, count.rule)
        return count
    return None


def deadline(mentions: Mentions) -> Mention | None:
    """The first deadline of a text, or None."""
    found = sorted(mentions.of("DEADLINE"), key=lambda m: (m.start, -m.end))
    return found[0] if found else None
