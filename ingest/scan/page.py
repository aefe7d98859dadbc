"""The picture of a page → its content as a digital page gives it: characters with boxes, lines, ruled tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np

from ingest.pdf.characters import Characters
from ingest.pdf.frame import Frame
from ingest.pdf.grids import grids
from ingest.pdf.page import PageContent, TextLayer, lay_out
from ingest.pdf.rules import Drawing
from ingest.pdf.runs import Run
from ingest.scan.bars import is_pen_stroke, with_dashes
from ingest.scan.engine import find_lines, read_lines
from ingest.scan.glyphs import Written, around, is_wide, mended, skipped, with_measured_forms, written
from ingest.scan.lines import Strip, strips
from ingest.scan.photo import is_photo, read_photo
from ingest.scan.picture import PAPER, Picture, Tilt, as_rgb, grey, ink, skew, straightened, turned
from ingest.scan.ruling import ruling, without_rules

if TYPE_CHECKING:
    from PIL.Image import Image

DOTS_AN_INCH = 200.0  # that a page is recognised at
_LEAST_DOTS, _MOST_DOTS = 150.0, 260.0  # a picture within is taken as it is
_MOST_PIXELS = 16_000_000  # a sheet of A2 at 200 dots an inch
_PAD = 0.35  # of a line's height: paper around it when it is read (less: more is misread, and it takes longer)
_READABLE = 50  # a line that is less sure (0 to 100) is handwriting or a stain
_SIDEWAYS = 0.6  # of the lines' area that stands upright on a page scanned sideways
_DOUBTFUL = 75  # a page less sure on the whole may lie upside down
_ALIKE, _ROUGH = 0.09, 0.35  # share by which measured sizes of one type differ; for lines that give a rough measure
_FEW = 12  # characters: with fewer a dark page may be a photograph
_FIRM = 3  # Chinese characters that give a good one


@dataclass(frozen=True, slots=True)
class RecognisedPage:
    """A page as recognised, in points of the straightened picture: its characters, and what `tilt` makes of their boxes.

    `confidence` is 0–100 a character; `runs` are its lines; `drawn` its rules. `stamps`, `askew` and `unread` count what
    was left out: red stamps, lines set askew, and marks that could not be read.
    """

    characters: Characters
    confidence: tuple[int, ...]
    runs: tuple[Run, ...]
    drawn: Drawing
    tilt: Tilt
    stamps: int = 0
    askew: int = 0
    unread: int = 0


def recognise(image: Image | Any, width: float, height: float) -> RecognisedPage:
    """Recognise the picture of a page that is `width` × `height` points. `image`: of any mode, or an array (RGB or grey)."""
    rgb, dots = _scaled(as_rgb(image), width)
    level, stamps = grey(rgb, dots * 72 / 25.4)
    quarters = 0
    page = _Page.of(level, dots)
    if page.sideways:
        tries = [(_Page.of(turned(level, q), dots), q) for q in (1, 3)]
        page, quarters = max(tries, key=lambda item: item[0].sample())
    lines = page.read()
    if sum(len(line.glyphs) for line in lines if line.sure >= _READABLE) < _FEW and (photo := _of_photo(rgb, dots)):
        return photo
    if not quarters and lines and _sure(lines) < _DOUBTFUL:
        other = _Page.of(turned(level, 2), dots)
        if other.sample() > page.sample():
            page, quarters, lines = other, 2, other.read()
    lines = with_dashes(lines, page.ink)
    readable = [line for line in lines if line.glyphs and line.sure >= _READABLE and not is_pen_stroke(line, page.ink)]
    tall, wide = page.level.shape
    tilt = Tilt(page.degrees, quarters, wide / dots, tall / dots)
    characters, confidence, runs = _set(with_measured_forms(readable), dots)
    unread = sum(1 for line in lines if line.glyphs) - len(readable)
    return RecognisedPage(characters, confidence, runs, page.drawn, tilt, len(stamps), page.askew, unread)


def _of_photo(rgb: Picture, dots: float) -> RecognisedPage | None:
    """The page as a photograph; None where it is none, or nothing is read in it."""
    plain = np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8)
    if not is_photo(plain):
        return None
    lines = read_photo(plain)
    if not lines:
        return None
    characters, confidence, runs = _set(lines, dots)
    tall, wide = plain.shape
    return RecognisedPage(characters, confidence, runs, Drawing(), Tilt(0.0, 0, wide / dots, tall / dots))


def page_content(page: RecognisedPage) -> PageContent:
    """The page's lines and tables in reading order, by the same modules that lay out a digital page."""
    tilt = page.tilt
    frame = Frame(0.0, 0.0, tilt.width, tilt.height, 0)
    out = PageContent(frame, chars=page.characters, confidence=page.confidence, tilt=tilt.seen)
    out.layer = TextLayer.RECOGNISED if page.runs else TextLayer.BLANK
    out.stamps, out.unread = page.stamps, page.askew + page.unread
    lay_out(out, list(page.runs), page.drawn)
    return out


def _scaled(rgb: Picture, width: float) -> tuple[Picture, float]:
    """The picture at a resolution that suits the recogniser, and its dots a point."""
    dots = rgb.shape[1] / width
    inch = dots * 72
    pixels = rgb.shape[0] * rgb.shape[1]
    if _LEAST_DOTS <= inch <= _MOST_DOTS and pixels <= _MOST_PIXELS:
        return rgb, dots
    scale = DOTS_AN_INCH / inch
    scale = min(scale, (_MOST_PIXELS / pixels) ** 0.5)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    out = np.asarray(cv2.resize(rgb, size, interpolation=way), np.uint8)
    return out, out.shape[1] / width


@dataclass(slots=True)
class _Page:
    """A page's picture straightened, its rules and its lines' places."""

    level: Picture
    dots: float
    degrees: float
    drawn: Drawing
    strips: list[Strip]
    askew: int
    sideways: bool
    ink: Picture

    @classmethod
    def of(cls, level: Picture, dots: float) -> _Page:
        degrees = skew(level)
        level = straightened(level, degrees)
        drawn, mask = ruling(ink(level), dots)
        level = without_rules(level, mask, PAPER)
        black = ink(level)
        found = find_lines(np.stack([level] * 3, axis=2), dots * 72)
        sideways = _sideways(found)
        places, askew = strips(found, black, grids(drawn, level.shape[0] / dots), dots)
        return cls(level, dots, degrees, drawn, places, askew, sideways, black)

    def read(self) -> list[Written]:
        """Every line of the page; where the recogniser went over a character, that place is read again."""
        lines = self._read(self.strips)
        places = [(k, n) for k, line in enumerate(lines) for n in reversed(skipped(line, self.ink))]
        again = self._read([part for k, n in places for part in around(lines[k], n)])
        for at, (k, n) in enumerate(places):  # from a line's end to its beginning: places before it stay
            lines[k] = mended(lines[k], n, again[4 * at : 4 * at + 4])
        return lines

    def sample(self) -> float:
        """How sure the recogniser is of a few long lines."""
        return _sure(self._read(sorted(self.strips, key=lambda s: -s.width)[:5]))

    def _read(self, places: Sequence[Strip]) -> list[Written]:
        pictures, margins = [], []
        for strip in places:
            pad = max(2, round(_PAD * strip.height))
            pictures.append(_cut(self.level, strip, pad))
            margins.append(pad)
        out = []
        for strip, tokens, picture, pad in zip(places, read_lines(pictures), pictures, margins, strict=True):
            out.append(written(strip, tokens, strip.x0 - pad, picture.shape[1], self.ink))
        return out


def _cut(level: Picture, strip: Strip, pad: int) -> Picture:
    """The line's picture with paper around it; what shows of its neighbours is not in it."""
    out = np.full((strip.height + 2 * pad, strip.width + 2 * pad), PAPER, np.uint8)
    near = 1  # the grey rim of the ink
    top, bottom = max(0, strip.top - near), min(level.shape[0], strip.bottom + near)
    x0, x1 = max(0, strip.x0 - near), min(level.shape[1], strip.x1 + near)
    out[top - strip.top + pad : bottom - strip.top + pad, x0 - strip.x0 + pad : x1 - strip.x0 + pad] = level[top:bottom, x0:x1]  # fmt: skip
    return out


def _sideways(found: Any) -> bool:
    """Whether most text stands on its side."""
    upright = lying = 0.0
    for corners in found:
        wide, tall = np.ptp(corners[:, 0]), np.ptp(corners[:, 1])
        if max(wide, tall) > 2.5 * min(wide, tall):
            upright, lying = upright + wide * tall * (wide > tall), lying + wide * tall * (tall > wide)
    return lying > _SIDEWAYS * (upright + lying) and lying > 0


def _sure(lines: Sequence[Written]) -> float:
    count = sum(len(line.glyphs) for line in lines)
    return sum(glyph.sure for line in lines for glyph in line.glyphs) / count if count else 0.0


def _set(lines: Sequence[Written], dots: float) -> tuple[Characters, tuple[int, ...], tuple[Run, ...]]:
    """The characters of a page and its runs, in points."""
    sizes = _sizes(lines, dots)
    common = median([size for size in sizes if size] or [12.0])
    text: list[str] = []
    x0: list[float] = []
    top: list[float] = []
    x1: list[float] = []
    bottom: list[float] = []
    confidence: list[int] = []
    out: list[Run] = []
    for line, measured in sorted(
        zip(lines, sizes, strict=True), key=lambda item: (item[0].strip.top, item[0].strip.x0)
    ):
        size = measured or common
        em = size * dots
        middle, height = (line.strip.top + line.strip.bottom) / 2, max(line.strip.height * 1.04, 1.1 * em)
        high, low = (middle - height / 2) / dots, (middle + height / 2) / dots
        at = list(range(len(text), len(text) + len(line.glyphs)))
        for glyph in line.glyphs:
            text.append(glyph.char)
            x0.append(glyph.x0 / dots)
            x1.append(glyph.x1 / dots)
            top.append(high)
            bottom.append(low)
            confidence.append(glyph.sure)
        out.append(Run(at, x0[at[0]], high, x1[at[-1]], low, size))
    return Characters("".join(text), x0, top, x1, bottom, range(len(text))), tuple(confidence), tuple(out)


def _sizes(lines: Sequence[Written], dots: float) -> list[float]:
    """The type size of each line in points, to half a point: what is nearly alike on a page is the same type.

    A line with few Chinese characters (a number in its cell) gives a rough measure: it counts as set in the type that is
    nearest. 0 where nothing was measured.
    """
    measured = [line.em / dots for line in lines]
    weight = [sum(is_wide(glyph.char) for glyph in line.glyphs) for line in lines]
    out = [0.0] * len(lines)
    left = {i for i, size in enumerate(measured) if size and weight[i] >= _FIRM}

    def near(size: float) -> list[int]:
        return [i for i in left if abs(measured[i] - size) <= _ALIKE * size]

    types: list[float] = []
    while left:
        group = near(max((measured[i] for i in left), key=lambda size: sum(weight[i] for i in near(size))))
        ordered = sorted(size for i in group for size in [measured[i]] * weight[i])
        types.append(round(2 * median(ordered)) / 2)
        for i in group:
            out[i] = types[-1]
        left.difference_update(group)
    for i, size in enumerate(measured):
        if size and not out[i]:
            nearest = min(types, key=lambda one: abs(one - size), default=size)
            out[i] = nearest if abs(nearest - size) <= _ROUGH * size else round(2 * size) / 2
    return out
