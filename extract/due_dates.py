"""Dates by which something is owed, as they are written: 10月31日前, 2012年底前, 次年1月15日前, 通报后一个月内.

The reader `due` gets the date from a quote. Where the words state no year, the quote of a date or title that gives it
follows them: `10月31日前` + `2024年3月6日` → 2024-10-31, and never a day before that date.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from corpus import reading

_D = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_Y = r"(?:(?P<year>\d{4}|[二两][〇○零一二三四五六七八九]{3})\s*年度?|(?P<next>次年|翌年|下一年度?|下年度?|第二年)|(?P<this>当年|本年度?|今年|年度内))?\s*(?:的)?"
_BY = r"\s*(?:之前|以前|前|止|截止|为止|(?:之)?内)"


@dataclass(frozen=True, slots=True)
class DueRow:
    """One way to write a due date. `kind`: how its day is got; "relative", "recurring", "vague" have none."""

    id: str
    pattern: str
    kind: str
    example: str


ROWS: tuple[DueRow, ...] = (
    DueRow("due.recurring", rf"每(?:年|半年|季度?|月|周|星期)(?:度)?(?:的)?(?:{_D}\s*月)?(?:{_D}\s*[日号]|[上中下]旬|底|末|初)?{_BY}", "recurring", "每季度末前"),
    DueRow("due.range", rf"{_Y}(?P<month>{_D})\s*月\s*(?:[上中下]+旬\s*)?[（(]?\s*(?:{_D}\s*月\s*)?{_D}\s*[日号]?\s*(?:-|—|–|－|~|～|至|到)+\s*(?:(?P<year2>\d{{4}})\s*年\s*)?(?:(?P<month2>{_D})\s*月\s*)?(?P<day>{_D})\s*[日号]\s*[）)]?(?:期间|之间|{_BY})?", "day", "10月20日至30日"),
    DueRow("due.day", rf"{_Y}(?P<month>{_D})\s*月\s*(?P<day>{_D})\s*[日号](?:[（(][^（）()]{{1,8}}[）)])?(?:下班|中午|上午|下午)?(?:\s*\d{{1,2}}\s*[:：时点]\s*(?:\d{{2}})?)?{_BY}", "day", "7月31日前"),
    DueRow("due.until-day", rf"(?:截至|截止(?:时间|日期)?(?:为|到|至|：|:)?|最迟(?:不晚于|于)?|不晚于|不迟于)\s*{_Y}(?P<month>{_D})\s*月\s*(?P<day>{_D})\s*[日号]", "day", "截至2024年9月30日"),
    DueRow("due.month-end", rf"{_Y}(?P<month>{_D})\s*月\s*(?:份)?(?:[底末]{_BY}|内)", "month", "12月底前"),
    DueRow("due.month-before", rf"{_Y}(?P<month>{_D})\s*月\s*(?:份)?(?:之前|以前|前)", "vague", "11月前"),
    DueRow("due.month-third", rf"{_Y}(?P<month>{_D})\s*月\s*(?:份)?(?P<third>[上中下])旬{_BY}", "third", "6月中旬前"),
    DueRow("due.quarter-end", rf"{_Y}第?(?P<quarter>[一二三四])季度(?:[底末])?{_BY}", "quarter", "三季度末前"),
    DueRow("due.half-year", rf"{_Y}(?P<half>[上下])半年(?:[底末])?{_BY}", "half", "上半年前"),
    DueRow("due.year-end", rf"(?:(?P<year>\d{{4}}|[二两][〇○零一二三四五六七八九]{{3}})\s*年|(?P<next>次年|下一?年|翌年)|(?P<this>当年|本年|今年)?年?)\s*(?:年)?[底末终]{_BY}", "year", "2012年底前"),
    DueRow("due.after", rf"(?:[^，。；;：:、在于自]{{1,24}}?(?:之日起|后|起))的?(?:第)?\s*(?:{_D}|半|两)\s*个?\s*(?:工作日|自然日|日|天|周|星期|月|年)(?:之)?(?:内|以内)", "relative", "考核结果通报后一个月内"),
)  # fmt: skip
"""Earlier rows win where two cover the same words."""

_COMPILED = tuple((row, re.compile(row.pattern)) for row in ROWS)
NEXT_YEAR = re.compile("次年|翌年|下一年度?|下年度?|第二年")
_FULL_DATE = re.compile(
    r"([\d零〇○一二三四五六七八九]{4})年([\d一二三四五六七八九十]{1,3})月([\d一二三四五六七八九十]{1,3})日"
)
_YEAR = re.compile(
    r"(?:[〔\[［（(【](?P<number>(?:19|20)\d{2})[〕\]］）)】]|(?P<arabic>(?:19|20)\d{2})\s*年|(?P<chinese>[二][〇○零一二三四五六七八九]{3})年)"
)


@dataclass(frozen=True, slots=True)
class DueWords:
    """Where a due date stands in a text, the row that knows it, and whether its words state a year (or 次年)."""

    start: int
    end: int
    row: DueRow
    has_year: bool
    next_year: bool

    @property
    def dated(self) -> bool:
        """Whether the words name a day, month or year at all."""
        return self.row.kind not in ("relative", "recurring", "vague")


def find_due_words(text: str) -> tuple[DueWords, ...]:
    """The due dates of a text in order."""
    hits: list[DueWords] = []
    for row, pattern in _COMPILED:
        for m in pattern.finditer(text):
            if any(m.start() < h.end and h.start < m.end() for h in hits):
                continue
            groups = m.groupdict()
            hits.append(
                DueWords(*m.span(), row, bool(groups.get("year") or groups.get("year2")), bool(groups.get("next")))
            )
    return tuple(sorted(hits, key=lambda h: h.start))


def due(quote: str) -> str | None:
    """Reader `due`: the ISO date a quote's words give; None for 通报后一个月内 and 每季度末前.

    A year that the words don't state is read from what follows them: from a full date the first such day not before
    it, from a title or document number its year. 次年, in the words or after them, adds one. Raises ValueError where no date can be made.
    """
    plain = re.sub(r"\s", "", reading.text(quote))
    words = find_due_words(plain)
    if not words:
        raise ValueError(f"no due date in {quote!r}")
    first = words[0]
    if not first.dated:
        return None
    m = re.compile(first.row.pattern).match(plain, first.start)
    assert m is not None
    groups = {k: v for k, v in m.groupdict().items() if v}
    rest = plain[: m.start()] + "\n" + plain[m.end() :]
    if "year" in groups or "year2" in groups:
        return _day(_int(groups.get("year2") or groups["year"]), first.row.kind, groups).isoformat()
    given = _FULL_DATE.search(rest)
    later = _YEAR.search(rest)
    following = "next" in groups or bool(NEXT_YEAR.search(rest))
    if given:
        since = date(*(_int(g) for g in given.groups()))
        if following:
            return _day(since.year + 1, first.row.kind, groups).isoformat()
        found = _day(since.year, first.row.kind, groups)
        return (
            found if found >= since or "this" in groups else _day(since.year + 1, first.row.kind, groups)
        ).isoformat()
    if later:
        year = _int(next(g for g in later.groups() if g)) + following
        return _day(year, first.row.kind, groups).isoformat()
    raise ValueError(f"no year for the due date in {quote!r}")


reading.register("due", due)


def _int(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else reading.chinese_number(numeral)


def _day(year: int, kind: str, groups: dict[str, str]) -> date:
    month = _int(groups.get("month2") or groups["month"]) if "month" in groups else 12
    if kind == "day":
        return date(year, month, _int(groups["day"]))
    if kind == "third" and groups["third"] in "上中":
        return date(year, month, {"上": 10, "中": 20}[groups["third"]])
    if kind == "quarter":
        month = 3 * _int(groups["quarter"])
    elif kind == "half":
        month = 6 if groups["half"] == "上" else 12
    return date(year, month, calendar.monthrange(year, month)[1])


def find_year(text: str) -> tuple[int, int] | None:
    """Where a title, document number or sentence says a year."""
    m = _YEAR.search(text)
    return m.span() if m else None
