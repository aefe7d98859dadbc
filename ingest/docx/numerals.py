"""Numbers as a word processor writes them: `ST_NumberFormat` of ECMA-376 part 1, 17.18.59, and [MS-DOCX] 2.4."""

from collections.abc import Callable

_DIGITS = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numeral(value: int, number_format: str) -> str:
    """`value` in a number format, e.g. (12, "chineseCounting") → 十二; an unknown format gives decimal digits.

    >>> numeral(12, "chineseCounting"), numeral(3, "decimalEnclosedCircle"), numeral(28, "upperLetter")
    ('十二', '③', 'BB')
    """
    if value < 0:
        return str(value)
    return _FORMATS.get(number_format, str)(value)


def known(number_format: str) -> bool:
    """Whether `numeral` has the format."""
    return number_format in _FORMATS or number_format == "decimal"


def counting(
    value: int, digits: str = _DIGITS, units: str = "十百千", zero: str = "〇", *, bare_ten: bool = True
) -> str:
    """A value below 100 000 000 with 十 百 千 万: 一百〇五, 十二 (with `bare_ten`; else 一十二)."""
    if value == 0:
        return digits[0]
    if value >= 10_000:
        high, low = divmod(value, 10_000)
        head = counting(high, digits, units, zero, bare_ten=bare_ten) + "万"
        return head + (zero if 0 < low < 1000 else "") + (_below_myriad(low, digits, units, zero) if low else "")
    text = _below_myriad(value, digits, units, zero)
    return text[1:] if bare_ten and 10 <= value < 20 else text


def _below_myriad(value: int, digits: str, units: str, zero: str) -> str:
    out, gap = "", False
    for power, unit in ((1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = value // power % 10
        if digit:
            out += (zero if gap and out else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return out


def _counting_short(value: int) -> str:
    """Up to ninety-nine with 十, from a hundred digit by digit: 九十九, 一○○."""
    return counting(value) if value < 100 else _by_digit(value, "○一二三四五六七八九")


def _japanese(value: int) -> str:
    """百 and 千 without a leading 一, no zeros."""
    text = counting(value, zero="")
    return text[1:] if value < 10_000 and text[:2] in ("一百", "一千") else text


def _by_digit(value: int, digits: str) -> str:
    return "".join(digits[int(d)] for d in str(value))


def _letters(value: int) -> str:
    """A … Z, AA, BB …: the letter repeats, it does not carry."""
    return chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else str(value)


def _roman(value: int) -> str:
    if not 0 < value < 4000:
        return str(value)
    out = ""
    for weight, letters in _ROMAN:
        count, value = divmod(value, weight)
        out += letters * count
    return out


def _of(characters: str) -> Callable[[int], str]:
    """The n-th character, decimal digits beyond the last."""
    return lambda value: characters[value - 1] if 0 < value <= len(characters) else str(value)


def _circled(value: int) -> str:
    for first, last, code in ((1, 20, 0x2460), (21, 35, 0x3251), (36, 50, 0x32B1)):
        if first <= value <= last:
            return chr(code + value - first)
    return "⓪" if value == 0 else str(value)


def _sexagenary(value: int) -> str:
    return _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12] if 0 < value <= 60 else str(value)


def _ordinal(value: int) -> str:
    suffix = "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{suffix}"


def _full_width(value: int) -> str:
    return "".join(chr(ord(d) + 0xFEE0) for d in str(value))


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda value: "",
    "bullet": lambda value: "",
    "decimal": str,
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedFullstop": _of("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "decimalEnclosedParen": _of("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "ordinal": _ordinal,
    "upperLetter": _letters,
    "lowerLetter": lambda value: _letters(value).lower(),
    "upperRoman": _roman,
    "lowerRoman": lambda value: _roman(value).lower(),
    "chineseCounting": _counting_short,
    "chineseCountingThousand": counting,
    "chineseLegalSimplified": lambda value: counting(value, _LEGAL_SIMPLIFIED, "拾佰仟", "零", bare_ten=False),
    "taiwaneseCounting": _counting_short,
    "taiwaneseCountingThousand": counting,
    "taiwaneseDigital": lambda value: _by_digit(value, "○一二三四五六七八九"),
    "ideographDigital": lambda value: _by_digit(value, _DIGITS),
    "japaneseDigitalTenThousand": lambda value: _by_digit(value, _DIGITS),
    "ideographLegalTraditional": lambda value: counting(value, _LEGAL_TRADITIONAL, "拾佰仟", "零", bare_ten=False),
    "ideographTraditional": _of(_STEMS),
    "ideographZodiac": _of(_BRANCHES),
    "ideographZodiacTraditional": _sexagenary,
    "ideographEnclosedCircle": _of("㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩"),
    "japaneseCounting": _japanese,
}
