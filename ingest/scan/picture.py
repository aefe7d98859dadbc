"""The picture of a page made ready: grey on white paper, stamps taken off, ink told from paper, straightened."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.pdf.frame import Box

Picture = NDArray[np.uint8]

cv2.setNumThreads(1)  # its own threads would not survive a fork, and the recogniser uses the cores

PAPER = 245  # grey of the paper after evening out
_INK = 165  # darker is ink
_RED_OVER = 45  # by which red stands over green and blue in a stamp's ink
_STAMP_LEAST = 18.0  # millimetres: smaller red marks are letters (a red masthead is a row of them)
_STAMP_SQUARE = 2.2  # a stamp is round, square or a label, never a line
_SMALL = 900  # pixels of the longer side for measuring the skew
_STEEPEST = 6.0  # degrees
_LEVEL = 0.03  # degrees: less is left as it is


def as_rgb(image: Image | NDArray[Any]) -> Picture:
    """An image of any mode as red, green, blue on white."""
    if isinstance(image, np.ndarray):
        return _dots(image if image.ndim == 3 else cv2.cvtColor(image, cv2.COLOR_GRAY2RGB))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        from PIL import Image as images

        rgba = image.convert("RGBA")
        paper = images.new("RGBA", rgba.size, "white")
        image = images.alpha_composite(paper, rgba)
    if image.mode.startswith(("I", "F")):  # 16 bits a dot: the highest eight
        deep = np.asarray(image, dtype=np.float32)
        top = 65535.0 if deep.max(initial=0) > 255 else 255.0
        return _dots(cv2.cvtColor(np.clip(deep / top * 255, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2RGB))
    return _dots(np.asarray(image.convert("RGB")))


def _dots(values: NDArray[Any]) -> Picture:
    return np.asarray(values, dtype=np.uint8)


def grey(rgb: Picture, dots_a_mm: float) -> tuple[Picture, list[tuple[int, int, int, int]]]:
    """The page in grey on even white paper, without red stamps; and where stamps were (pixels: x0, top, x1, bottom).

    A stamp's ink is light in the red channel, and what is printed under it stays dark there. A red masthead (红头) is no
    stamp: its letters stay.
    """
    plain = _dots(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY))
    stamps = _stamps(rgb, dots_a_mm)
    for x0, top, x1, bottom in stamps:
        part = rgb[top:bottom, x0:x1]
        mask = _reddish(part) > 0
        if mask.any():
            # the stamp's ink counts as paper; letters under it stay as dark as they are
            paper = float(np.percentile(part[:, :, 0], 90))
            level = float(np.percentile(part[:, :, 0][mask], 60))
            gain = np.where(
                cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0, paper / max(level, 1.0), 1
            )
            plain[top:bottom, x0:x1] = np.clip(part[:, :, 0] * gain, 0, 255).astype(np.uint8)
    return _evened(plain), stamps


def _reddish(rgb: Picture) -> Picture:
    red, green, blue = (rgb[:, :, i].astype(np.int16) for i in range(3))
    return ((red - np.maximum(green, blue) > _RED_OVER) & (red > 90)).astype(np.uint8)


def _stamps(rgb: Picture, dots_a_mm: float) -> list[tuple[int, int, int, int]]:
    shrink = max(1, round(dots_a_mm * 72 / 25.4 / 2.0))  # about 36 dots an inch
    if dots_a_mm <= 0 or min(rgb.shape[:2]) < 8 * shrink:
        return []
    small = cv2.resize(rgb, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    mask = (small[:, :, 0].astype(np.int16) - small[:, :, 1:].max(axis=2) > _RED_OVER // 2).astype(np.uint8)
    reach = max(1, round(1.6 * dots_a_mm / shrink))  # 1.6 mm between the parts of one stamp
    joined = cv2.dilate(mask, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    out = []
    height, width = rgb.shape[:2]
    for x, y, w, h, _ in boxes[1:count]:
        sides = (w - 2 * reach) * shrink / dots_a_mm, (h - 2 * reach) * shrink / dots_a_mm
        if min(sides) >= _STAMP_LEAST and max(sides) <= _STAMP_SQUARE * min(sides):
            left, top = int(x) * shrink, int(y) * shrink
            out.append((left, top, min(left + int(w) * shrink, width), min(top + int(h) * shrink, height)))
    return out


def _evened(plain: Picture) -> Picture:
    """Grey with the paper at one level: shadows, yellowed paper and shaded cells are taken out."""
    height, width = plain.shape
    small = cv2.resize(plain, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.dilate(small, np.ones((5, 5), np.uint8))
    paper = cv2.medianBlur(paper, 9) if min(paper.shape) > 9 else paper
    paper = np.maximum(paper, 60)
    large = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(plain, large, scale=PAPER), dtype=np.uint8)


def ink(level: Picture) -> Picture:
    """1 where there is ink, 0 where there is paper."""
    return _dots(level < _INK)


@dataclass(frozen=True, slots=True)
class Tilt:
    """How the straightened picture lies on the page as seen: turned by `degrees` about the middle, then by quarter turns.

    Points; `width` and `height` are the straightened picture's.
    """

    degrees: float
    quarters: int
    width: float
    height: float

    def seen(self, box: Box) -> Box:
        """A box in the straightened picture → the upright box on the page about the same middle."""
        x0, top, x1, bottom = box
        if self.degrees:
            angle = math.radians(self.degrees)
            cos, sin = math.cos(angle), math.sin(angle)
            dx, dy = (x0 + x1 - self.width) / 2, (top + bottom - self.height) / 2
            mx, my = self.width / 2 + dx * cos - dy * sin, self.height / 2 + dx * sin + dy * cos
            half_width, half_height = (x1 - x0) / 2, (bottom - top) / 2
            x0, top, x1, bottom = mx - half_width, my - half_height, mx + half_width, my + half_height
        width, height = self.width, self.height
        if self.quarters == 1:  # the picture was turned clockwise to be read
            return top, width - x1, bottom, width - x0
        if self.quarters == 2:
            return width - x1, height - bottom, width - x0, height - top
        if self.quarters == 3:
            return height - bottom, x0, height - top, x1
        return x0, top, x1, bottom


def skew(level: Picture) -> float:
    """By how many degrees the lines of a page fall from left to right (clockwise positive), within 6 degrees.

    Measured on a small picture: at the right angle the ink of lines and rules falls into the fewest rows.
    """
    shrink = max(1.0, max(level.shape) / _SMALL)
    small = cv2.resize(level, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    ys, xs = np.nonzero(small < 200)
    if len(xs) < 50:
        return 0.0
    if len(xs) > 40_000:
        step = len(xs) // 40_000 + 1
        xs, ys = xs[::step], ys[::step]
    weight = (255 - small[ys, xs]).astype(np.float64)
    middle, centre = xs - small.shape[1] / 2, ys.astype(np.float64)

    def sharpness(degrees: float) -> float:
        rows = centre - middle * math.tan(math.radians(degrees))
        low = np.floor(rows)
        share = rows - low
        first = (low - low.min()).astype(np.int64)
        size = int(first.max()) + 2
        profile = np.bincount(first, weight * (1 - share), size) + np.bincount(first + 1, weight * share, size)
        return float(np.square(np.diff(profile)).sum())

    def best(angles: Any) -> float:
        return float(max(angles, key=sharpness))

    found = best(np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25))
    found = best(np.arange(found - 0.25, found + 0.251, 0.05))
    found = best(np.arange(found - 0.05, found + 0.051, 0.01))
    return found if abs(found) >= _LEVEL else 0.0


def straightened(level: Picture, degrees: float) -> Picture:
    """The picture turned about its middle so that its lines lie level; what comes in at the corners is paper."""
    if not degrees:
        return level
    height, width = level.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.asarray(
        cv2.warpAffine(level, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(PAPER,)), dtype=np.uint8
    )


def turned(level: Picture, quarters: int) -> Picture:
    """The picture turned clockwise by so many quarters."""
    return np.ascontiguousarray(np.rot90(level, -quarters)) if quarters % 4 else level
