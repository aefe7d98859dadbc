"""Level bars in the ink: a dash, a minus, 一 or a stroke by hand, told by their shape where the recogniser is unsure.

What was told so is kept as unsure: the reviewer looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ingest.scan.glyphs import UNSURE, Glyph, Written
from ingest.scan.lines import Strip
from ingest.scan.picture import Picture

_BARS = frozenset("-–—―−－一=＝~")  # what a dash is taken for
_DASHES = frozenset("-–—―−－")
_FLAT, _SHORT_FLAT = 0.2, 0.55  # height over width of a bar, at most; of a hyphen
_STEEP = 0.45  # height over width from which a stroke that stands alone was made by hand
_WHOLE = 0.85  # of a bar's length that is inked
_SWOLLEN = 1.75  # thickest over common thickness: 一 ends in a swelling, a dash does not
_LONG, _HYPHEN = 1.3, 0.5  # of its strip's height: how long a dash that stands alone is at most, and a hyphen
_DASH = 0.55  # em that a dash is long at least
_FULL = 0.84  # em: a longer bar is a dash or 一, a shorter one with white beside it a minus set an em wide
_LIKELY = 10  # of 100: what the recogniser gives to the dashes, where it may have meant one


@dataclass(frozen=True, slots=True)
class _Bar:
    """A level bar: its length in pixels, and whether it is as thick at its ends as in between."""

    length: int
    even: bool


def _bar(part: NDArray[np.uint8]) -> _Bar | None:
    """The bar that is all the ink of a part (a line's strip, or a piece of it); None where there is more, or less."""
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows):
        return None
    length = int(columns[-1] - columns[0]) + 1
    flat = _FLAT if length >= _HYPHEN * len(part) else _SHORT_FLAT
    if rows[-1] - rows[0] + 1 > max(flat * length, 3) or len(columns) < _WHOLE * length:
        return None
    thick = part.sum(axis=0)[columns]
    return _Bar(length, bool(thick.max() < _SWOLLEN * max(float(np.median(thick)), 1.0)))


def is_pen_stroke(line: Written, ink: Picture) -> bool:
    """Whether what was recognised as a dash, or as 一, rises too steeply: a stroke by hand that crosses out a cell."""
    strip = line.strip
    if len(line.glyphs) != 1 or line.glyphs[0].char not in _BARS or line.glyphs[0].char in "=＝":
        return False
    rows = np.flatnonzero(ink[strip.top : strip.bottom, strip.x0 : strip.x1].any(axis=1))
    return bool(len(rows) and rows[-1] - rows[0] > _STEEP * strip.width)


def with_dashes(lines: Sequence[Written], ink: Picture) -> list[Written]:
    """The lines with each bar for what its ink shows: alone, beside digits or between Chinese characters."""
    counted = [line.strip for line in lines if line.text == "二"]
    out = []
    for line in lines:
        strip = line.strip
        whole = _bar(ink[strip.top : strip.bottom, strip.x0 : strip.x1])
        if whole and line.glyphs and strip.width <= _LONG * strip.height:
            glyphs = [_alone(line, whole, counted=any(_below(strip, other) for other in counted))]
        else:
            glyphs = [_among(line, n, ink) if g.char in _BARS else g for n, g in enumerate(line.glyphs)]
        out.append(replace(line, glyphs=tuple(glyphs)))
    return out


def _below(strip: Strip, other: Strip) -> bool:
    """Whether the other stands below, in the same column."""
    return other.top > strip.bottom and abs(strip.x0 + strip.x1 - other.x0 - other.x1) < strip.height


def _alone(line: Written, bar: _Bar, *, counted: bool) -> Glyph:
    """A bar that is all of its line. The recogniser can't tell a dash from 一 there: the swelling at its end does, or 二 in
    the same column below."""
    first, last = line.glyphs[0], line.glyphs[-1]
    short = bar.length < _HYPHEN * line.strip.height
    if len(line.glyphs) == 1 and first.char == "一" and not short and (counted or not bar.even):
        return first
    form = "-" if short else "一" if counted else "—"
    if len(line.glyphs) == 1 and first.char == form and first.sure > UNSURE:
        return first
    return Glyph(form, first.x0, last.x1, UNSURE)


def _among(line: Written, n: int, ink: Picture) -> Glyph:
    glyph, em = line.glyphs[n], line.em or line.strip.height
    strip = line.strip
    bar = _bar(ink[strip.top : strip.bottom, max(0, int(glyph.x0)) : round(glyph.x1)])
    if bar is None or bar.length <= _DASH * em:
        return glyph
    near = [_neighbour(line, n, -1), _neighbour(line, n, 1)]
    if any(char.isascii() and char.isdigit() for char in near) and not any(map(str.isalpha, near)):
        return _told(glyph, "—", sure=glyph.char in _DASHES)
    if all(_is_chinese(char) for char in near):
        may_be = glyph.char in _DASHES - {"—", "－"} or (glyph.char == "一" and glyph.dash >= _LIKELY and bar.even)
        if may_be:
            return _told(glyph, "－" if bar.length < _FULL * em else "—", sure=False)
    return glyph


def _told(glyph: Glyph, char: str, *, sure: bool) -> Glyph:
    return (
        glyph if glyph.char == char else replace(glyph, char=char, sure=glyph.sure if sure else min(glyph.sure, UNSURE))
    )


def _neighbour(line: Written, n: int, step: int) -> str:
    """The next character that is no blank, "" where there is none."""
    n += step
    while 0 <= n < len(line.glyphs) and line.glyphs[n].char == " ":
        n += step
    return line.glyphs[n].char if 0 <= n < len(line.glyphs) else ""


def _is_chinese(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or (char != "" and char in "（）〔〕《》“”")
