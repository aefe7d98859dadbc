"""How much room wrapped text takes: Excel does not grow the rows of merged cells by itself."""

import math
import unicodedata

_PIXELS_A_UNIT = 7  # Excel's column width counts digits of 7 px, and 5 px go to the cell's padding
_POINTS_A_PIXEL = 0.75
LEADING = 1.36  # a line's height by its type size, as Song and FangSong are set


def width_of(text: str) -> float:
    """The width of a line of text in em: a full-width character is 1, any other 0.55.

    >>> width_of("扣2分"), width_of("")
    (2.55, 0)
    """
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.55 for c in text)


def lines_of(text: str, em: float) -> int:
    """How many lines the text takes where a line holds `em` full-width characters."""
    return sum(max(1, math.ceil(width_of(line) / max(em, 1.0))) for line in text.split("\n"))


def em_of(column_width: float, size: float) -> float:
    """How many full-width characters of `size` points an Excel column holds; a little is kept for the printer's own
    metrics."""
    return (column_width * _PIXELS_A_UNIT - 4) * _POINTS_A_PIXEL / size * 0.97


def height_of(text: str, column_width: float, size: float) -> float:
    """The height in points that the text needs in an Excel column."""
    return lines_of(text, em_of(column_width, size)) * size * LEADING + 6
