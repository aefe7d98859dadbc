"""From PDF's coordinates to the page as it is seen: crop box and rotation applied, points, origin top left."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # x0, top, x1, bottom

_LARGEST = 20_000.0  # points; no paper is larger


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible rectangle of a page in its own coordinates, and the quarter turns clockwise under which it is laid out.

    `turned` gives a frame in which text that was drawn sideways runs from left to right; `seen` brings boxes back.
    """

    left: float
    bottom: float
    right: float
    top: float
    quarters: int

    @classmethod
    def of(cls, left: float, bottom: float, right: float, top: float, quarters: int) -> "Frame":
        """A frame from a file's numbers; a rectangle that is no paper's becomes empty."""
        if not all(map(math.isfinite, (left, bottom, right, top))) or max(right - left, top - bottom) > _LARGEST:
            left = bottom = right = top = 0.0
        return cls(left, bottom, max(left, right), max(bottom, top), quarters % 4)

    @property
    def width(self) -> float:
        """The width of the page in this frame."""
        return self.top - self.bottom if self.quarters & 1 else self.right - self.left

    @property
    def height(self) -> float:
        """The height of the page in this frame."""
        return self.right - self.left if self.quarters & 1 else self.top - self.bottom

    def turned(self, quarters: int) -> "Frame":
        """The same page, turned further clockwise."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.quarters + quarters) % 4)

    def columns(
        self, left: Sequence[float], top: Sequence[float], right: Sequence[float], bottom: Sequence[float]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """Columns of boxes in PDF's coordinates → columns x0, top, x1, bottom in this frame."""
        if self.quarters == 0:
            x, y = self.left, self.top
            highs, lows = [y - v for v in top], [y - v for v in bottom]
            if x == 0:
                return list(left), highs, list(right), lows
            return [v - x for v in left], highs, [v - x for v in right], lows
        if self.quarters == 1:
            x, y = self.bottom, self.left
            return [v - x for v in bottom], [v - y for v in left], [v - x for v in top], [v - y for v in right]
        if self.quarters == 2:
            x, y = self.right, self.bottom
            return [x - v for v in right], [v - y for v in bottom], [x - v for v in left], [v - y for v in top]
        x, y = self.top, self.right
        return [x - v for v in top], [y - v for v in right], [x - v for v in bottom], [y - v for v in left]

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """One box in PDF's coordinates → the box in this frame."""
        if self.quarters == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        (x0,), (y0,), (x1,), (y1,) = self.columns((left,), (top,), (right,), (bottom,))
        return x0, y0, x1, y1

    def direction(self, a: float, b: float) -> int:
        """Where text with the matrix's first row (a, b) runs in this frame: 0 right, 1 down, 2 left, 3 up; -1 askew."""
        if abs(b) <= abs(a) * 0.05:
            quarters = 0 if a > 0 else 2
        elif abs(a) <= abs(b) * 0.05:
            quarters = 1 if b < 0 else 3
        else:
            return -1
        return (quarters + self.quarters) % 4

    def seen(self, turned: int, box: Box) -> Box:
        """A box of this frame → the box in the frame from which this one was `turned` by so many quarters."""
        if turned == 0:
            return box
        x0, y0, x1, y1 = box
        width, height = self.width, self.height
        if turned == 1:  # it was turned clockwise: back
            return y0, width - x1, y1, width - x0
        if turned == 2:
            return width - x1, height - y1, width - x0, height - y0
        return height - y1, x0, height - y0, x1
