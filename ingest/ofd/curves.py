"""The curves of abbreviated path data as points along them (GB/T 33190, 9.1: Q, B, A)."""

import math
from collections.abc import Sequence
from itertools import pairwise

from ingest.ofd.plate import Point

_STEPS = 8  # of a Bézier curve
_ARC = math.pi / 16  # between two points of an arc


def bezier(points: Sequence[Point]) -> list[Point]:
    """Points along a curve with the given control points (three or four), without the first.

    >>> bezier([(0, 0), (4, 8), (8, 0)])[3]
    (4.0, 4.0)
    """
    out = []
    for step in range(1, _STEPS + 1):
        t = step / _STEPS
        level = list(points)
        while len(level) > 1:
            level = [(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t) for (x0, y0), (x1, y1) in pairwise(level)]
        out.append(level[0])
    return out


def arc(start: Point, values: Sequence[float]) -> list[Point]:
    """Points along an elliptical arc, without the first. `values`: radii, rotation in degrees, whether it is the longer
    one, whether it runs clockwise, its end; radii that don't reach are made to (as in SVG 1.1, F.6)."""
    rx, ry, degrees, long, clockwise, x1, y1 = values
    rx, ry, end = abs(rx), abs(ry), (x1, y1)
    if not (rx and ry) or start == end:
        return [end]
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    half = ((start[0] - x1) / 2, (start[1] - y1) / 2)
    x, y = cos * half[0] + sin * half[1], cos * half[1] - sin * half[0]
    reach = (x / rx) ** 2 + (y / ry) ** 2
    if reach > 1:
        rx, ry = rx * math.sqrt(reach), ry * math.sqrt(reach)
    across = (rx * y) ** 2 + (ry * x) ** 2
    factor = math.sqrt(max(0.0, (rx * ry) ** 2 - across) / across) if across else 0.0
    if bool(long) == bool(clockwise):
        factor = -factor
    cx, cy = factor * rx * y / ry, -factor * ry * x / rx
    first = math.atan2((y - cy) / ry, (x - cx) / rx)
    turn = math.atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if clockwise and turn < 0:
        turn += 2 * math.pi
    elif not clockwise and turn > 0:
        turn -= 2 * math.pi
    middle = ((start[0] + x1) / 2, (start[1] + y1) / 2)
    steps = max(2, math.ceil(abs(turn) / _ARC))
    out = []
    for step in range(1, steps):
        angle = first + turn * step / steps
        px, py = cx + rx * math.cos(angle), cy + ry * math.sin(angle)
        out.append((cos * px - sin * py + middle[0], sin * px + cos * py + middle[1]))
    return [*out, end]
