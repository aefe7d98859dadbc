"""Characters → runs: what was set in one go on one baseline, without a gap."""

import ctypes
import math
from collections import Counter
from dataclasses import dataclass

import pypdfium2.raw as raw

from ingest.pdf.characters import Characters
from ingest.pdf.frame import Frame
from ingest.pdf.pdfium import PdfPage, fast

# Set but neither seen nor meant: soft hyphen, zero width characters, marks of direction, byte order mark.
UNSEEN = frozenset("\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff")
BLANK = frozenset(" \t\r\n\u00a0\u2002\u2003\u2009\u3000")
# Shares of a character's height: how far the next one of its run may stand off the level, before its end and after it.
_LEVEL, _BACK, _GAP = 0.35, -0.15, 0.6
_HYPHEN = "\x02"  # PDFium's mark for a hyphen at a line's end

_matrix = fast(raw.FPDFText_GetMatrix, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_font_size = fast(raw.FPDFText_GetFontSize, ctypes.c_void_p, ctypes.c_int, result=ctypes.c_double)
_map_error = fast(raw.FPDFText_HasUnicodeMapError, ctypes.c_void_p, ctypes.c_int)
_text_object = fast(raw.FPDFText_GetTextObject, ctypes.c_void_p, ctypes.c_int, result=ctypes.c_void_p)
_render_mode = fast(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_void_p)
_tight_box = fast(raw.FPDFText_GetCharBox, ctypes.c_void_p, ctypes.c_int, *[ctypes.c_void_p] * 4)
_ABCD = (ctypes.c_float * 6)()
_ABCD_AT = ctypes.addressof(_ABCD)
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


Stretch = tuple[list[int], float, float]  # characters set in one go; the top and the bottom of their boxes


def runs(page: PdfPage, chars: Characters, frame: Frame) -> tuple[list[Run], int]:
    """The runs of a page in the order of its content, and how many characters stand wholly outside the page."""
    found, outside = stretches(chars, frame)
    return sideways_joined([_run(page, chars, frame, at, top, bottom) for at, top, bottom in found]), outside


def stretches(chars: Characters, frame: Frame) -> tuple[list[Stretch], int]:
    """Characters that follow each other level and without a gap, and how many stand wholly outside the page."""
    out: list[Stretch] = []
    outside = 0
    width, height = frame.width, frame.height
    places = zip(chars.text, chars.x0, chars.x1, chars.top, chars.bottom, strict=True)
    at: list[int] = []
    middle = reach = back = gap = right = run_top = run_bottom = 0.0
    for i, (char, x0, x1, top, bottom) in enumerate(places):
        if x1 - x0 < 0.01 and (char in BLANK or char < " "):  # PDFium's own
            continue
        y = (top + bottom) / 2
        if at and -reach < y - middle < reach and back < x0 - right < gap and char not in UNSEEN:
            at.append(i)
            right = x1
            if top < run_top:
                run_top = top
            if bottom > run_bottom:
                run_bottom = bottom
            continue
        if char in UNSEEN or (char < " " and char != _HYPHEN and char not in BLANK):
            continue
        if not (x1 > 0.0 and x0 < width and bottom > 0.0 and top < height):
            outside += char not in BLANK
            continue
        if at:
            out.append((at, run_top, run_bottom))
        at = [i]
        middle, right, run_top, run_bottom = y, x1, top, bottom
        reach, back, gap = _LEVEL * (bottom - top), _BACK * (bottom - top), _GAP * (bottom - top)
    if at:
        out.append((at, run_top, run_bottom))
    return out, outside


def _run(page: PdfPage, chars: Characters, frame: Frame, at: list[int], top: float, bottom: float) -> Run:
    text = chars.text
    first = at[0] if text[at[0]] not in BLANK else next((i for i in at if text[i] not in BLANK), -1)
    if first < 0:
        return _blank(page, chars, at, top, bottom)
    handle, index = page.text, chars.at[first]
    _matrix(handle, index, _ABCD_AT)
    a, b, c, d = _ABCD[:4]
    size = _font_size(handle, index) * math.hypot(c, d)
    height = chars.bottom[first] - chars.top[first]
    if not height / 3 < size < height * 3:
        size = height
    owner = _text_object(handle, index)
    return Run(
        at, chars.x0[at[0]], top, chars.x1[at[-1]], bottom, size,
        0 if b == 0 and a > 0 and not frame.quarters else frame.direction(a, b),
        garbled=_map_error(handle, index) == 1,
        hidden=bool(owner) and _render_mode(owner) in _INVISIBLE,
    )  # fmt: skip


def _blank(page: PdfPage, chars: Characters, at: list[int], top: float, bottom: float) -> Run:
    """Blanks that stand alone; where one has ink, the file calls a glyph (a formula's letter) a blank."""
    run = Run(at, chars.x0[at[0]], top, chars.x1[at[-1]], bottom, bottom - top, blank=True)
    tight = (ctypes.c_double * 4)()  # left, right, bottom, top
    first = ctypes.addressof(tight)
    for i in at:
        if _tight_box(page.text, chars.at[i], first, first + 8, first + 16, first + 24) and tight[3] - tight[2] > 0.5:
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
    counts: Counter[int] = Counter()
    for run in found:
        counts[run.direction] += len(run.at)
    total = sum(counts.values())
    direction, count = counts.most_common(1)[0] if counts else (0, 0)
    return direction if direction > 0 and count > 0.6 * total else 0
