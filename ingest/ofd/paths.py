"""Abbreviated path data → the corners of its parts (GB/T 33190, 9.1), and the rules among them."""

import re
from itertools import pairwise

from ingest.ofd.curves import arc, bezier
from ingest.ofd.plate import Point
from ingest.pdf.frame import Box, Frame
from ingest.pdf.rules import SHORTEST, THIN, Drawing, Matrix, extent

_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERANDS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_FARTHEST = 1e6  # millimetres; beyond that a curve is a mistake
_LEVEL = 0.8  # points by which a side may be off the level


class Outline:
    """The parts of one path on the page: the corners of each, and whether it has curves."""

    def __init__(self, data: str, matrix: Matrix, most: int, *, smooth: bool = False) -> None:
        """`matrix` brings the path to the page; only the first `most` points are looked at. `smooth`: curves as points
        along them, not as their control points."""
        self.parts: list[tuple[list[Point], bool]] = []
        self.points = 0
        a, b, c, d, e, f = matrix
        tokens = _TOKEN.findall(data[: most * 64])
        points: list[Point] = []
        curved, at, here = False, 0, (0.0, 0.0)
        while at < len(tokens) and self.points < most:
            operator = tokens[at].upper()
            count = _OPERANDS.get(operator, -1)
            at += 1
            if count < 0:
                continue
            try:
                values = list(map(float, tokens[at : at + count]))
            except ValueError:  # a letter
                continue
            if len(values) < count:
                continue
            at += count
            if operator == "C":
                if points:
                    points.append(points[0])
                continue
            if operator in "SM":
                self._close(points, curved)
                points, curved = [], False
            if count == 2:
                here = x, y = values[0], values[1]
                points.append((a * x + c * y + e, b * x + d * y + f))
                self.points += 1
                continue
            curved = True
            corners = values[-2:] if operator == "A" else values
            along = list(zip(corners[::2], corners[1::2], strict=True))
            last = along[-1]
            if smooth and points and max(map(abs, (*values, *here))) < _FARTHEST:
                along = arc(here, values) if operator == "A" else bezier([here, *along])
            here = last
            points += [(a * x + c * y + e, b * x + d * y + f) for x, y in along]
            self.points += 1
        self._close(points, curved)
        self.complete = at >= len(tokens)

    def _close(self, points: list[Point], curved: bool) -> None:
        if len(points) > 1:
            self.parts.append((points, curved))

    def bounds(self) -> Box | None:
        """Left, bottom, right, top; None where nothing is drawn."""
        points = [p for part, _ in self.parts for p in part]
        return extent(points) if points else None


def add_rules(out: Drawing, outline: Outline, frame: Frame, clip: Box | None, *, stroked: bool) -> None:
    """The ruling lines in a path: itself, the sides of its parts, thin rectangles in one fill."""
    bounds = outline.bounds()
    if bounds is None:
        return
    out.paths += 1
    x0, y0, x1, y1 = bounds
    width, height = x1 - x0, y1 - y0
    if width <= THIN or height <= THIN:
        if width > 2 * height or height > 2 * width:
            _rule(out, bounds, frame, clip)
        return
    if max(width, height) <= SHORTEST or (not stroked and outline.points < 8):
        return
    for points, curved in outline.parts:
        if curved:
            continue
        if not stroked:
            _side(out, extent(points), frame, clip)
            continue
        for (ax, ay), (bx, by) in pairwise(points):
            if abs(ax - bx) < _LEVEL or abs(ay - by) < _LEVEL:
                _side(out, (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)), frame, clip)


def _side(out: Drawing, box: Box, frame: Frame, clip: Box | None) -> None:
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= THIN < max(x1 - x0, y1 - y0):
        _rule(out, box, frame, clip)


def _rule(out: Drawing, box: Box, frame: Frame, clip: Box | None) -> None:
    if clip:
        box = cut(box, clip)
        if box[0] > box[2] or box[1] > box[3]:
            return
    x0, top, x1, bottom = frame.box(*box)
    if x1 - x0 > bottom - top:
        out.horizontal.append(((top + bottom) / 2, x0, x1))
    else:
        out.vertical.append(((x0 + x1) / 2, top, bottom))


def cut(box: Box, other: Box | None) -> Box:
    """What two boxes share; turned inside out where that is nothing."""
    if other is None:
        return box
    return max(box[0], other[0]), max(box[1], other[1]), min(box[2], other[2]), min(box[3], other[3])
