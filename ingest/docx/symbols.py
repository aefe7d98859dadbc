"""Symbol fonts: what a character of Wingdings or Symbol looks like, in Unicode."""

# code without the 0xF000 under which Word stores it → look. Only those that office texts use.
_WINGDINGS = {
    0x6C: "●", 0x6D: "○", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x74: "◆", 0x75: "◆", 0x76: "❖", 0x77: "◆",
    0x9F: "•", 0xA1: "○", 0xA7: "▪", 0xA8: "□", 0xAB: "★", 0xB2: "☆", 0xD8: "➢", 0xE0: "→", 0xE8: "➔", 0xF0: "⇨",
    0xFB: "✘", 0xFC: "✔", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□", 0x2A: "□"}
_SYMBOL = {
    0xA3: "≤", 0xA5: "∞", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB2: "″", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0x2D: "−", 0xD7: "·", 0xE5: "∑", 0xD6: "√",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}


def symbol(code: int, font: str) -> str:
    """The Unicode look of a character of a symbol font; the character itself where it is not known.

    >>> symbol(0xF0A8, "Wingdings"), symbol(0x2460, "宋体")
    ('□', '①')
    """
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _FONTS.get(font.strip().casefold())
    if table is None and low != code:
        table = _WINGDINGS if low in _WINGDINGS and low not in _SYMBOL else _SYMBOL
    if table is not None and low in table:
        return table[low]
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code <= 0xDFFF else "\ufffd"


def bullet(text: str, font: str) -> str:
    """A list's bullet sign as it looks."""
    return "".join(symbol(ord(c), font) if 0xF000 <= ord(c) <= 0xF0FF or _is_symbol_font(font) else c for c in text)


def unknown(text: str) -> bool:
    """Whether a character is still one that only its font knows."""
    return any(0xE000 <= ord(c) <= 0xF8FF for c in text)


def _is_symbol_font(font: str) -> bool:
    return font.strip().casefold() in _FONTS
