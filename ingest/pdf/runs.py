"""Characters → runs: what was set in one go on one baseline, without a gap."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import repeat
from operator import attrgetter, mul

import pypdfium2.raw as raw

from ingest.pdf.characters import Characters
from ingest.pdf.frame import Frame
from ingest.pdf.pdfium import PdfPage, Rows, fast, pointer

# Set but neither seen nor meant: soft hyphen, zero width characters, marks of direction, byte order mark.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
BLANK = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u3000")
# What PDFium makes up where a file has none has no width, in points.
_MADE_UP, _NO_WIDTH = BLANK | frozenset(map(chr, range(32))), 0.01
# Shares of a character's height: how far the next one of its run may stand off the level, before its end and after it.
_LEVEL, _BACK, _GAP = 0.35, -0.15, 0.6
_SNUG = 0.9  # of `_BACK`: no gap and no overlap is wider, and all characters follow each other
_WORD = re.compile(f"[^{''.join(map(re.escape, sorted(_MADE_UP | UNSEEN)))}]+")
_HYPHEN = "\x02"  # PDFium's mark for a hyphen at a line's end

_matrix = fast(raw.FPDFText_GetMatrix)
_font_size = fast(raw.FPDFText_GetFontSize, result=ctypes.c_double)
_map_error = fast(raw.FPDFText_HasUnicodeMapError)
_text_object = fast(raw.FPDFText_GetTextObject, result=ctypes.c_void_p)
_render_mode = fast(raw.FPDFTextObj_GetTextRenderMode)
_tight_box = fast(raw.FPDFText_GetCharBox)
_matrices = Rows(6, 256)
_Sides = ctypes.c_double * 4
_INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


@dataclass(slots=True)
class Run:
    """Indices into the page's characters, the box they fill in the layout frame, and how they were set.

    `direction`: 0 from left to right, 1 down, 2 upside down, 3 up, -1 askew. `size` in points. `garbled`: the file gives
    no way from these glyphs to characters. `blank`: nothing but blanks.
    """

    at: list[int]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float = 0.0
    direction: int = 0
    garbled: bool = False
    hidden: bool = False
    blank: bool = False


direction_of = attrgetter("direction")


def spelled(text: str, at: list[int]) -> str:
    """The characters of a run: its indices count upwards, mostly one by one."""
    first, last = at[0], at[-1]
    return text[first : last + 1] if last - first == len(at) - 1 else "".join([text[i] for i in at])


Stretch = tuple[list[int], float, float]  # characters set in one go; the top and the bottom of their boxes


def runs(page: PdfPage, chars: Characters, frame: Frame) -> tuple[list[Run], int]:
    """The runs of a page in the order of its content, and how many characters stand wholly outside the page."""
    found, outside = stretches(chars, frame)
    text, x0, x1 = chars.text, chars.x0, chars.x1
    inked = [at[0] if text[at[0]] not in BLANK else _first_inked(text, at) for at, _, _ in found]
    set_as = zip(*_set_as(page, chars, [i for i in inked if i >= 0]), strict=True)
    out = []
    for (at, top, bottom), first in zip(found, inked, strict=True):
        if first < 0:
            out.append(_blank(page, chars, at, top, bottom))
            continue
        a, b, size, garbled, mode = next(set_as)
        height = chars.bottom[first] - chars.top[first]
        if not height / 3 < size < height * 3:
            size = height
        direction = 0 if b == 0 and a > 0 and not frame.quarters else frame.direction(a, b)
        run = Run(at, x0[at[0]], top, x1[at[-1]], bottom, size, direction, garbled == 1, mode in _INVISIBLE)
        out.append(run)
    return sideways_joined(out), outside


def _first_inked(text: str, at: list[int]) -> int:
    return next((i for i in at if text[i] not in BLANK), -1)


def _set_as(page: PdfPage, chars: Characters, inked: list[int]) -> tuple[Iterable[float], ...]:
    """How these characters are set, in columns: the first row of their matrices (two), their size in points, 1 where
    the file gives no way to the character, and their render mode (-1 unknown)."""
    text, at = page.text, [chars.at[i] for i in inked]
    a, b, c, d, _, _ = _matrices.columns(_matrix, text, at)
    sizes = map(mul, map(_font_size, repeat(text), at), map(math.hypot, c, d))
    modes = map(_render_mode, map(pointer, map(_text_object, repeat(text), at)))
    return a, b, sizes, map(_map_error, repeat(text), at), modes


def stretches(chars: Characters, frame: Frame) -> tuple[list[Stretch], int]:
    """Characters that follow each other level and without a gap, and how many stand wholly outside the page."""
    out: list[Stretch] = []
    outside = 0
    width, height, text = frame.width, frame.height, chars.text
    lefts, tops, rights, bottoms = chars.x0, chars.top, chars.x1, chars.bottom
    ends = {word.start(): word.end() for word in _WORD.finditer(text)}
    at: list[int] = []
    run_top = run_bottom = right = 0.0
    # What goes on with the run: how far twice its middle may be off, and how far from `right` it may begin.
    twice_middle, reach, back, gap = math.nan, 0.0, 0.0, 0.0
    i, count = -1, len(text)
    while (i := i + 1) < count:
        char, x0, x1, top, bottom = text[i], lefts[i], rights[i], tops[i], bottoms[i]
        if char in _MADE_UP and x1 - x0 < _NO_WIDTH:
            continue
        if back < x0 - right < gap and -reach < top + bottom - twice_middle < reach and char not in UNSEEN:
            at.append(i)
            right = x1
            if top < run_top:
                run_top = top
            if bottom > run_bottom:
                run_bottom = bottom
        elif char in UNSEEN or (char < " " and char != _HYPHEN and char not in BLANK):
            continue
        elif not (x1 > 0.0 and x0 < width and bottom > 0.0 and top < height):
            outside += char not in BLANK
            continue
        else:
            if at:
                out.append((at, run_top, run_bottom))
            at = [i]
            right, run_top, run_bottom, high = x1, top, bottom, bottom - top
            twice_middle, reach, back, gap = top + bottom, 2 * _LEVEL * high, _BACK * high, _GAP * high
        # Looking at each character is slow: mostly the rest of a word plainly goes on.
        rest, end = i + 1, ends.get(i, 0)
        if rest < end and chars.widest_gap(i, end - 1) < -_SNUG * back:
            highs, lows = sorted(tops[rest:end]), sorted(bottoms[rest:end])
            if highs[-1] + lows[-1] - twice_middle < reach and highs[0] + lows[0] - twice_middle > -reach:
                at += range(rest, end)
                i, right = end - 1, rights[end - 1]
                run_top, run_bottom = min(run_top, highs[0]), max(run_bottom, lows[-1])
    if at:
        out.append((at, run_top, run_bottom))
    return out, outside


def _blank(page: PdfPage, chars: Characters, at: list[int], top: float, bottom: float) -> Run:
    """Blanks that stand alone; where one has ink, the file calls a glyph (a formula's letter) a blank."""
    run = Run(at, chars.x0[at[0]], top, chars.x1[at[-1]], bottom, bottom - top, blank=True)
    tight = _Sides()
    sides = [ctypes.byref(tight, n * ctypes.sizeof(ctypes.c_double)) for n in range(4)]  # left, right, bottom, top
    for i in at:
        if _tight_box(page.text, chars.at[i], *sides) and tight[3] - tight[2] > 0.5:
            run.garbled = True
    return run


def sideways_joined(found: list[Run]) -> list[Run]:
    """Characters that run up, down or askew come one by one; those that follow each other become one run."""
    out: list[Run] = []
    for run in found:
        last = out[-1] if out else None
        if last is None or run.direction == 0 or run.direction != last.direction:
            out.append(run)
            continue
        reach = 1.5 * max(run.size, last.size)
        near = chebyshev(run, last) < reach if run.direction == -1 else _follows(last, run, reach)
        if not near:
            out.append(run)
            continue
        last.at += run.at
        last.x0, last.top = min(last.x0, run.x0), min(last.top, run.top)
        last.x1, last.bottom = max(last.x1, run.x1), max(last.bottom, run.bottom)
    return out


def chebyshev(one: Run, other: Run) -> float:
    """How far two runs' boxes are apart: the larger of the gaps across and down."""
    across = max(one.x0 - other.x1, other.x0 - one.x1)
    return max(across, max(one.top - other.bottom, other.top - one.bottom), 0.0)


def _follows(last: Run, run: Run, reach: float) -> bool:
    """Whether `run` goes on where `last` ends, both set up, down or upside down."""
    if run.direction == 2:
        return abs(run.top - last.top) < reach / 3 and chebyshev(last, run) < reach
    return abs(run.x0 - last.x0) < reach / 3 and chebyshev(last, run) < reach


def dominant_direction(found: list[Run]) -> int:
    """The direction that most characters of a page run in (0 where that is not clear)."""
    if not any(map(direction_of, found)):
        return 0
    counts: Counter[int] = Counter()
    for run in found:
        counts[run.direction] += len(run.at)
    total = sum(counts.values())
    direction, count = counts.most_common(1)[0] if counts else (0, 0)
    return direction if direction > 0 and count > 0.6 * total else 0
