"""Number formats ([ECMA-376] 18.8.30): what a sheet shows for a stored number — 0.2 as 20%, 43000 as 2017/9/22."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BUILT_IN: dict[int, str] = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0", 6: "¥#,##0", 7: "¥#,##0.00", 8: "¥#,##0.00",
    9: "0%", 10: "0.00%", 14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: 'yyyy"年"m"月"', 28: 'm"月"d"日"',
    29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 49: "@",
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}  # fmt: skip
"""The formats known by number, those of a Chinese Excel where they differ by language."""

_TOKEN = re.compile(
    r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.|AM/PM|am/pm|A/P|上午/下午|General|[Gg]/通用格式|y+|m+|d+|h+|s+|a+|e+|0|#|\?|[.,%@;/]|.', re.DOTALL
)  # fmt: skip
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]\-]*)(?:-[^\]]*)?\]")
_DATE_LETTER = re.compile(r"[ymdhsae]+", re.IGNORECASE)
_DAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LAST_DAY = 2_958_466  # 9999-12-31
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b, ">": lambda a, b: a > b, "=": lambda a, b: a == b,
    "<=": lambda a, b: a <= b, ">=": lambda a, b: a >= b, "<>": lambda a, b: a != b,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Section:
    tokens: tuple[str, ...]
    condition: tuple[str, float] | None
    date: bool
    plain: bool  # General or text: the number as it is


class NumberFormat:
    """A number format, taken apart once.

    >>> NumberFormat("0%").show("0.2"), NumberFormat("General").show("0.5"), NumberFormat('0"分"').show("8")
    ('20%', '0.5', '8分')
    """

    def __init__(self, code: str) -> None:
        self.plain = code in ("General", "@", "")
        self._sections = () if self.plain else tuple(_section(s) for s in _split(code))[:3]

    def show(self, stored: str, *, from_1904: bool = False) -> str:
        """What the sheet shows for a stored number; the number itself where the format is beyond this reader."""
        try:
            value = float(stored)
        except ValueError:
            return stored
        if self.plain:
            return general(stored)
        section, negative = self._pick(value)
        if section.plain:
            return "".join(
                general(stored) if t in ("General", "@") or t.endswith("通用格式") else _literal(t)
                for t in section.tokens
            )
        if section.date:
            shown_date = _dated(section.tokens, value, from_1904)
            return general(stored) if shown_date is None else shown_date
        shown = _numbered(section.tokens, stored, unsigned=negative)
        return general(stored) if shown is None else shown

    def _pick(self, value: float) -> tuple[_Section, bool]:
        """The section for a value, and whether that section is for negative numbers and so shows no sign."""
        sections = self._sections
        if any(s.condition for s in sections):
            for section in sections:
                if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
                    return section, False
            return sections[-1], False
        if value < 0 and len(sections) > 1:
            return sections[1], True
        if value == 0 and len(sections) > 2:
            return sections[2], False
        return sections[0], False


def general(stored: str) -> str:
    """A number as the format General shows it: at most ten significant digits, whole numbers whole.

    >>> general("0.30000000000000004"), general("1E2"), general("33.333333333333336")
    ('0.3', '100', '33.33333333')
    """
    try:
        value = Decimal(stored.strip())
    except InvalidOperation:
        return stored
    if not value.is_finite() or abs(value.adjusted()) > 20:
        return stored
    if value != value.to_integral_value():
        value = Decimal(f"{value:.10g}")
    value = value.normalize()
    shown = format(value, "f")
    return "0" if shown == "-0" else shown


def _split(code: str) -> list[list[str]]:
    sections: list[list[str]] = [[]]
    for token in _TOKEN.findall(code[:255]):
        if token == ";":
            sections.append([])
        else:
            sections[-1].append(token)
    return sections


def _section(tokens: Sequence[str]) -> _Section:
    condition = next((c for t in tokens if (c := _CONDITION.fullmatch(t))), None)
    elapsed = any(_ELAPSED.fullmatch(t) for t in tokens)
    kept = tuple(
        t for t in tokens if not t.startswith(("_", "*")) and (t[0] != "[" or _CURRENCY.match(t) or _ELAPSED.match(t))
    )
    digits = any(t in ("0", "#", "?") for t in kept)
    date = elapsed or any(_DATE_LETTER.fullmatch(t) and t[0].lower() in "ymdhsa" for t in kept)
    plain = not date and not digits
    return _Section(kept, (condition[1], float(condition[2])) if condition else None, date, plain)


def _literal(token: str) -> str:
    if token.startswith('"'):
        return token.strip('"')
    if token.startswith("\\"):
        return token[1:]
    if token.startswith("[") and (currency := _CURRENCY.match(token)):
        return currency[1]
    return "" if token.startswith("[") else token


def _numbered(tokens: Sequence[str], stored: str, *, unsigned: bool) -> str | None:
    marks = [i for i, t in enumerate(tokens) if t in ("0", "#", "?")]
    first, last = marks[0], marks[-1]
    core = tokens[first : last + 1]
    if any(t not in ("0", "#", "?", ".", ",") for t in core):
        return None  # fractions, exponents, digits parted by words
    whole, _, fraction = "".join(core).partition(".")
    if "." in fraction or (first and tokens[first - 1] == "."):
        return None
    scale = 0
    while last + 1 + scale < len(tokens) and tokens[last + 1 + scale] == ",":
        scale += 1
    try:
        value = Decimal(stored.strip())
    except InvalidOperation:
        return None
    if not value.is_finite() or abs(value.adjusted()) > 20:
        return None
    if any(t == "%" for t in tokens):
        value *= 100
    value /= Decimal(1000) ** scale
    places = len(fraction.replace(",", ""))
    value = Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    sign = "-" if value < 0 and not unsigned else ""
    digits, _, decimals = format(abs(value), "f").partition(".")
    decimals = (
        decimals[: fraction.count("0")] + decimals[fraction.count("0") :].rstrip("0")
        if "0" not in fraction[fraction.count("0") :]
        else decimals
    )
    digits = digits.zfill(whole.count("0")) if whole.count("0") else digits.lstrip("0")
    if "," in whole:
        digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", digits)
    number = digits + (f".{decimals}" if decimals else "")
    before = "".join(_literal(t) for t in tokens[:first])
    after = "".join(_literal(t) for t in tokens[last + 1 + scale :])
    return f"{sign}{before}{number}{after}"


def _dated(tokens: Sequence[str], value: float, from_1904: bool) -> str | None:
    if not 0 <= value < _LAST_DAY:
        return None
    if from_1904:
        day = datetime(1904, 1, 1) + timedelta(days=value)
    else:  # 1900 counts a 29 February that never was
        day = datetime(1899, 12, 31 if value < 60 else 30) + timedelta(days=value)
    day += timedelta(milliseconds=0.5)
    noon = any(t in ("AM/PM", "am/pm", "A/P", "上午/下午") for t in tokens)
    out: list[str] = []
    for i, token in enumerate(tokens):
        letter, width = token[0].lower(), len(token)
        elapsed = _ELAPSED.fullmatch(token)
        if elapsed:
            per_day = {"h": 24, "m": 1440, "s": 86400}[elapsed[1][0].lower()]
            out.append(str(int(value * per_day + 1e-6)))
        elif token in ("AM/PM", "am/pm", "A/P", "上午/下午"):
            morning, afternoon = token.split("/")
            out.append(morning if day.hour < 12 else afternoon)
        elif letter in "ymdhsae" and _DATE_LETTER.fullmatch(token):
            out.append(_part(letter, width, day, noon, minute=letter == "m" and _is_minute(tokens, i)))
        elif token in ("0", "#", "?", "@"):
            continue
        else:
            out.append("" if token == "." else _literal(token))
    return "".join(out).strip()


def _part(letter: str, width: int, day: datetime, noon: bool, *, minute: bool) -> str:
    if minute:
        return f"{day.minute:0{min(width, 2)}d}"
    match letter:
        case "y":
            return f"{day.year % 100:02d}" if width <= 2 else str(day.year)
        case "e":
            return str(day.year)
        case "m":
            return str(day.month).zfill(min(width, 2)) if width < 3 else _MONTHS[day.month - 1]
        case "d":
            if width < 3:
                return str(day.day).zfill(width)
            return _WEEKDAYS[day.weekday()][: 3 if width == 3 else None]
        case "a":
            return ("星期" if width > 3 else "") + _DAYS[day.weekday()]
        case "h":
            return str((day.hour % 12 or 12) if noon else day.hour).zfill(min(width, 2))
        case _:
            return str(day.second).zfill(min(width, 2))


def _is_minute(tokens: Sequence[str], at: int) -> bool:
    """An m right after hours or right before seconds is minutes."""
    before = next((t for t in reversed(tokens[:at]) if _ELAPSED.fullmatch(t) or _DATE_LETTER.fullmatch(t)), "")
    after = next((t for t in tokens[at + 1 :] if _DATE_LETTER.fullmatch(t)), "")
    return before.strip("[")[:1].lower() == "h" or after[:1].lower() == "s"
