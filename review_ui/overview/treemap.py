"""Rectangles whose areas are as given values: the squarified treemap of Bruls, Huizing and van Wijk (2000)."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: its top left corner and its size, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        """Width times height."""
        return self.width * self.height


def squarified(values: Sequence[float], box: Rect) -> tuple[Rect, ...]:
    """A rectangle in `box` for each value, in the order of the values: together they fill it, none overlaps another,
    each area is to the box's as the value to the sum, and each is as near a square as its turn allows.

    The largest comes first, at the top left. Values of 0 get a rectangle without area. Raises ValueError for a value
    below 0.
    """
    if any(value < 0 for value in values):
        raise ValueError("a value is below 0")
    total = sum(values)
    out = [Rect(box.x, box.y, 0.0, 0.0)] * len(values)
    if total <= 0 or box.area <= 0:
        return tuple(out)
    order = sorted((n for n, value in enumerate(values) if value > 0), key=lambda n: -values[n])
    areas = {n: values[n] / total * box.area for n in order}
    rest, at = box, 0
    while at < len(order):
        side = min(rest.width, rest.height)
        row = [order[at]]
        while at + len(row) < len(order):
            longer = [*row, order[at + len(row)]]
            if _worst([areas[n] for n in longer], side) > _worst([areas[n] for n in row], side):
                break
            row = longer
        at += len(row)
        rest = _laid([(n, areas[n]) for n in row], rest, out, last=at == len(order))
    return tuple(out)


def _worst(row: Sequence[float], side: float) -> float:
    """The most elongated of a row's rectangles along `side`: long side by short side."""
    total = sum(row)
    return max(side * side * max(row) / (total * total), total * total / (side * side * min(row)))


def _laid(row: Sequence[tuple[int, float]], rest: Rect, out: list[Rect], *, last: bool) -> Rect:
    """Puts a row along the shorter side of what is left; what is left then."""
    total = sum(area for _, area in row)
    upright = rest.width >= rest.height  # a column at the left
    depth = (rest.width if upright else rest.height) if last else total / (rest.height if upright else rest.width)
    along = rest.y if upright else rest.x
    for n, area in row:
        length = area / total * (rest.height if upright else rest.width)
        out[n] = Rect(rest.x, along, depth, length) if upright else Rect(along, rest.y, length, depth)
        along += length
    if upright:
        return Rect(rest.x + depth, rest.y, max(rest.width - depth, 0.0), rest.height)
    return Rect(rest.x, rest.y + depth, rest.width, max(rest.height - depth, 0.0))
