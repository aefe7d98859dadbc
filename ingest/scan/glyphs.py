"""Recognised characters → characters with their boxes: where each begins and ends, and how wide its form is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.scan.engine import Token
from ingest.scan.lines import Strip
from ingest.scan.picture import Picture

# Marks that Chinese print sets a whole em wide and Latin print half as wide: the recogniser tells them apart badly,
# their place on the page tells them apart well.
_WIDE = {",": "，", ":": "：", ";": "；", "!": "！", "?": "？", "(": "（", ")": "）", "=": "＝", "+": "＋"}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}
_PARTNER = {"（": "）", "〔": "〕", "［": "］", "[": "]", "【": "】", "《": "》", "〈": "〉", "「": "」", "『": "』"}
_CLOSERS = frozenset(_PARTNER.values())
_WIDE_FROM = 0.58  # em between the neighbours of a mark that is set an em wide
_TWO, _TWO_NARROW = 1.5, 1.3  # em of ink: more is no one character, Chinese or Latin
_OPENING = frozenset("（《“‘〈〔【「『［")
_CLOSING = frozenset("，。、；：！？）》”’〉〕】」』］．")
_FULL = frozenset("“”‘’—…·《》×±°①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮")
_STEPS = 8  # distances of neighbours that give the type size
_GAP = 0.6  # em: less white than that between two characters belongs to them
_HALF = 0.5  # em of white that a mark set an em wide has within


UNSURE = 60
"""What a character counts that was told by its neighbours or by its ink, against the recogniser."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character: its sides in pixels, how sure the recogniser is, and what it gives to a dash there (0 to 100)."""

    char: str
    x0: float
    x1: float
    sure: int
    dash: int = 0


@dataclass(frozen=True, slots=True)
class Written:
    """A line as recognised: its strip, its type size in pixels (0 where it can't be measured), its characters."""

    strip: Strip
    em: float
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(glyph.char for glyph in self.glyphs)

    @property
    def sure(self) -> float:
        """How sure on the whole, 0 to 100."""
        return sum(glyph.sure for glyph in self.glyphs) / max(len(self.glyphs), 1)


def is_wide(char: str) -> bool:
    """Whether a character is set as wide as it is high."""
    return char >= "\u2e80" or char in _FULL


def _is_ideograph(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def written(strip: Strip, tokens: Sequence[Token], left: float, width: float, ink: Picture) -> Written:
    """The line in `strip` whose picture began at `left` and was `width` pixels wide."""
    em = _em(strip, [(token.char, left + token.at * width) for token in tokens])
    kept = without_blanks(tokens)
    at = [left + token.at * width for token in kept]
    profile = ink[strip.top : strip.bottom, strip.x0 : strip.x1].sum(axis=0)
    sides = _sides(kept, at, strip, em or strip.height, profile)
    glyphs = (
        Glyph(token.char, x0, x1, round(100 * token.sure), round(100 * token.dash))
        for token, (x0, x1) in zip(kept, sides, strict=True)
    )
    return Written(strip, em, tuple(glyphs))


def without_blanks(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with a blank only between Latin words: elsewhere the page shows the white itself."""
    out: list[Token] = []
    for n, token in enumerate(tokens):
        if not token.char.isspace():
            out.append(token)
        elif out and n + 1 < len(tokens) and not is_wide(out[-1].char) and not is_wide(tokens[n + 1].char) and not tokens[n + 1].char.isspace():  # fmt: skip
            out.append(replace(token, char=" "))
    return out


def _em(strip: Strip, placed: Sequence[tuple[str, float]]) -> float:
    """The type size: the distance of neighbouring ideographs, or by the height of their ink where they stand apart."""
    steps = [
        b - a
        for (one, a), (other, b) in pairwise(placed)
        if _is_ideograph(one) and _is_ideograph(other)
    ]  # fmt: skip
    steps = [step for step in steps if 0.6 * strip.height < step < 1.6 * strip.height]
    if len(steps) >= _STEPS:  # each is known to a sixth of an em, many together well
        return min(sum(steps) / len(steps), strip.height * 1.08)
    if any(_is_ideograph(char) for char, _ in placed):
        return strip.height * 1.06
    if any(char.isalnum() for char, _ in placed):
        return strip.height * 1.32
    return 0.0


def _sides(tokens: Sequence[Token], at: Sequence[float], strip: Strip, em: float, profile: NDArray[Any]) -> list[tuple[float, float]]:  # fmt: skip
    """Each character's left and right side: they touch at the white between them; wide white is left between."""
    if not tokens:
        return []
    lefts, rights = [float(strip.x0)], []
    for n in range(len(tokens) - 1):
        a, b = at[n] - strip.x0, at[n + 1] - strip.x0
        one, other = tokens[n].char, tokens[n + 1].char
        start, end = _white(profile, a, b, is_wide(one), is_wide(other))
        # half an em of white belongs to such a mark, in whichever form it was recognised
        after = _HALF * em if _WIDE.get(one, one) in _CLOSING or one == "]" else 0.0
        before = _HALF * em if _WIDE.get(other, other) in _OPENING or other == "[" else 0.0
        if end - start > _GAP * em + after + before:
            right, left = start + after, end - before
        elif after and not before:
            right = left = float(end)
        elif before and not after:
            right = left = float(start)
        else:
            right = left = (start + end) / 2
        rights.append(strip.x0 + right)
        lefts.append(strip.x0 + left)
    rights.append(float(strip.x1))
    return list(zip(lefts, rights, strict=True))


def _white(profile: NDArray[Any], a: float, b: float, one: bool, other: bool) -> tuple[float, float]:
    """The white between two characters whose middles are at `a` and `b`: the widest stretch, or the thinnest ink."""
    share = (1.0 if one else 0.55) / ((1.0 if one else 0.55) + (1.0 if other else 0.55))
    middle = a + (b - a) * share
    reach = 0.42 * (b - a)
    first, last = max(0, int(middle - reach)), min(len(profile), int(middle + reach) + 1)
    if last - first < 1:
        return middle, middle
    part = profile[first:last]
    best: tuple[int, int] | None = None
    start = -1
    for i, value in enumerate([*part.tolist(), 1]):
        if value == 0 and start < 0:
            start = i
        elif value and start >= 0:
            if best is None or i - start > best[1] - best[0]:
                best = (start, i)
            start = -1
    if best:
        # white that runs on beyond the window
        x0, x1 = first + best[0], first + best[1]
        while x0 > max(0, a) and profile[x0 - 1] == 0:
            x0 -= 1
        while x1 < min(len(profile), b) and profile[x1] == 0:
            x1 += 1
        return float(x0), float(x1)
    thin = float(first + int(part.argmin())) + 0.5
    return thin, thin


def skipped(line: Written, ink: Picture) -> list[int]:
    """The characters whose box holds more ink than one character can have: the recogniser went over a neighbour."""
    out: list[int] = []
    for n, glyph in enumerate(line.glyphs):
        if not line.em or glyph.char == " ":
            continue
        most = (_TWO if is_wide(glyph.char) else _TWO_NARROW) * line.em
        if glyph.x1 - glyph.x0 <= most:
            continue
        strip = line.strip
        columns = np.flatnonzero(ink[strip.top : strip.bottom, int(glyph.x0) : round(glyph.x1)].any(axis=0))
        if len(columns) and columns[-1] - columns[0] > most and (not out or out[-1] < n - 1):
            out.append(n)
    return out


def around(line: Written, n: int) -> list[Strip]:
    """The parts of the line to be read again for what was skipped beside the character at `n`.

    With both neighbours of the gap, with the left one, with the right one, and alone.
    """
    one, other = _pair(line, n)
    left, right = line.glyphs[one].x0, line.glyphs[other].x1
    pitch = (right - left) / max(1, round((right - left) / line.em))
    sides = ((left, right), (left, right - pitch), (left + pitch, right), (left + pitch, right - pitch))
    return [replace(line.strip, x0=int(a), x1=max(int(a) + 2, round(b))) for a, b in sides]


def _pair(line: Written, n: int) -> tuple[int, int]:
    """The neighbours between which something was skipped: the one at `n`, and the wider of those beside it."""

    def width(k: int) -> float:
        return line.glyphs[k].x1 - line.glyphs[k].x0 if 0 <= k < len(line.glyphs) else -1.0

    if len(line.glyphs) == 1:
        return n, n
    return (n, n + 1) if width(n + 1) >= width(n - 1) else (n - 1, n)


def mended(line: Written, n: int, again: Sequence[Written]) -> Written:
    """The line with what reading `around` gave between the same neighbours, where the recogniser is surest of it.

    Else the character at `n` is kept as unsure, so that the reviewer looks.
    """
    one, other = _pair(line, n)
    glyphs, first, last = line.glyphs, line.glyphs[one], line.glyphs[other]
    count = max(1, round((last.x1 - first.x0) / line.em))
    pitch = (last.x1 - first.x0) / count
    found = []
    for part, before, after in zip(again, (True, True, False, False), (True, False, True, False), strict=True):
        middle = list(part.glyphs)
        if before and (not middle or middle.pop(0).char != first.char):
            continue
        if after and (not middle or middle.pop().char != last.char):
            continue
        if middle and len(middle) <= count - 2:
            found.append(middle)
    if one == other or not found:
        doubtful = replace(glyphs[n], sure=min(glyphs[n].sure, UNSURE))
        return replace(line, glyphs=(*glyphs[:n], doubtful, *glyphs[n + 1 :]))
    best = max(found, key=lambda middle: (len(middle), sum(glyph.sure for glyph in middle)))
    left, right = first.x0 + pitch, last.x1 - pitch
    step = (right - left) / len(best)
    between = [replace(g, x0=left + k * step, x1=left + (k + 1) * step) for k, g in enumerate(best)]
    kept = replace(first, x1=left), *between, replace(last, x0=right)
    return replace(line, glyphs=(*glyphs[:one], *kept, *glyphs[other + 1 :]))


def with_measured_forms(lines: Sequence[Written]) -> list[Written]:
    """The lines with each mark in the form that its place shows: an em wide (，) or half (,).

    The two marks of a pair of brackets have one form. A mark whose place does not tell (a line ends with it) is given the
    form that the page's marks mostly have beside Chinese characters. Where only the partner or a neighbour tells, the
    recogniser was wrong: the character is kept as unsure.
    """
    measured = [[_measured(line, n) for n in range(len(line.glyphs))] for line in lines]
    seen: Counter[bool] = Counter(form for row in measured for form in row if form is not None)
    common = seen[True] >= seen[False] if seen else None
    out = []
    for line, forms in zip(lines, measured, strict=True):
        glyphs = list(line.glyphs)
        chinese = any(is_wide(glyph.char) for glyph in glyphs)
        for one, other in _pairs(glyphs):
            forms[one] = forms[other] = forms[one] if forms[one] is not None else forms[other]
            wanted = _PARTNER[_WIDE.get(glyphs[one].char, glyphs[one].char)]
            if _WIDE.get(glyphs[other].char, glyphs[other].char) != wanted:
                glyphs[other] = replace(glyphs[other], char=wanted, sure=min(glyphs[other].sure, UNSURE))
        for n, glyph in enumerate(glyphs):
            if glyph.char in _WIDE or glyph.char in _NARROW:
                form = common if forms[n] is None and chinese else forms[n]
                if form is not None:
                    glyphs[n] = replace(glyph, char=(_WIDE if form else _NARROW).get(glyph.char, glyph.char))
        out.append(replace(line, glyphs=tuple(_with_outer_white(glyphs, line.em))))
    return out


def _with_outer_white(glyphs: list[Glyph], em: float) -> list[Glyph]:
    """The glyphs with the white that a mark set an em wide has at the line's beginning or end."""
    if glyphs and glyphs[0].char in _OPENING:
        glyphs[0] = replace(glyphs[0], x0=min(glyphs[0].x0, glyphs[0].x1 - em))
    if glyphs and glyphs[-1].char in _CLOSING:
        glyphs[-1] = replace(glyphs[-1], x1=max(glyphs[-1].x1, glyphs[-1].x0 + em))
    return glyphs


def _pairs(glyphs: Sequence[Glyph]) -> list[tuple[int, int]]:
    """The places of an opening bracket and the closing one after it, none between."""
    out, opened = [], -1
    for n, glyph in enumerate(glyphs):
        char = _WIDE.get(glyph.char, glyph.char)
        if char in _PARTNER:
            opened = n
        elif char in _CLOSERS and opened >= 0:
            out.append((opened, n))
            opened = -1
    return out


def _measured(line: Written, n: int) -> bool | None:
    """Whether the mark is an em wide, from how far its neighbours' near sides stand apart; None where that does not tell."""
    char = line.glyphs[n].char
    if (char not in _WIDE and char not in _NARROW) or not line.em or not 0 < n < len(line.glyphs) - 1:
        return None
    before, after = line.glyphs[n - 1], line.glyphs[n + 1]
    if not before.char.isalnum() or not after.char.isalnum():
        return None
    return (after.x0 - before.x1) / line.em > _WIDE_FROM
