"""What is drawn on a page: ruling lines (stroked, thin rectangles, sides of frames, in forms too), and how much else."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise, repeat
from typing import Any

import pypdfium2.raw as raw

from ingest.pdf.frame import Frame
from ingest.pdf.pdfium import PdfPage, fast, pointer

THIN = 3.2  # points: what is thinner and longer than that is a rule
_LEVEL = 3.0  # positions that close together are one rule (double rules, borders drawn twice)
_JOIN = 3.5  # a gap that a rule is drawn over: corner squares, dashes
SHORTEST = 5.0
OBJECTS = 30_000  # a page: beyond that it is a chart or a map, and bounded time matters more
SEGMENTS = 40_000
_DEPTH = 8

_kind_of = fast(raw.FPDFPageObj_GetType)
_bounds_of = fast(raw.FPDFPageObj_GetBounds)
_on_page = fast(raw.FPDFPage_GetObject, result=ctypes.c_void_p)
_count_on_page = fast(raw.FPDFPage_CountObjects)
_form_object = fast(raw.FPDFFormObj_GetObject, result=ctypes.c_void_p)
_count_in_form = fast(raw.FPDFFormObj_CountObjects)
_matrix_of = fast(raw.FPDFPageObj_GetMatrix)
_draw_mode = fast(raw.FPDFPath_GetDrawMode)
_count_segments = fast(raw.FPDFPath_CountSegments)
_segment = fast(raw.FPDFPath_GetPathSegment, result=ctypes.c_void_p)
_segment_kind = fast(raw.FPDFPathSegment_GetType)
_segment_point = fast(raw.FPDFPathSegment_GetPoint)
_segment_closes = fast(raw.FPDFPathSegment_GetClose)
_FLOAT, _INT = ctypes.sizeof(ctypes.c_float), ctypes.sizeof(ctypes.c_int)
_Point, _Matrix, _Modes = ctypes.c_float * 2, ctypes.c_float * 6, ctypes.c_int * 2

Rule = tuple[float, float, float]  # its position, and where it begins and ends along the other axis
Matrix = tuple[float, float, float, float, float, float]


@dataclass(slots=True)
class Drawing:
    """Rules in the layout frame, joined and in order of position; the share of the page under pictures; paths met.

    `complete` is False where the page holds more drawing than is looked at.
    """

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictures: float = 0.0
    paths: int = 0
    complete: bool = True


def drawing(page: PdfPage, frame: Frame) -> Drawing:
    """Everything on the page that is not text."""
    return _Collector(page, frame).collect()


class _Collector:
    def __init__(self, page: PdfPage, frame: Frame) -> None:
        self._page, self._frame = page, frame
        self._out = Drawing()
        self._objects = self._segments = 0
        self._floats, self._ints = _Matrix(), _Modes()
        self._sides = [ctypes.byref(self._floats, _FLOAT * n) for n in range(4)]

    def collect(self) -> Drawing:
        page = self._page.page
        self._walk(page, _on_page, _count_on_page(page), None, 0)
        out, frame = self._out, self._frame
        out.horizontal = joined(out.horizontal, frame.height, frame.width)
        out.vertical = joined(out.vertical, frame.width, frame.height)
        return out

    def _walk(self, owner: Any, get: Callable[..., int], count: int, matrix: Matrix | None, depth: int) -> None:
        out, floats = self._out, self._floats
        left, bottom, right, top = self._sides
        text, path, image, form = (
            raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
        )  # fmt: skip
        if self._objects + count > OBJECTS:
            count = max(0, OBJECTS - self._objects)
            out.complete = False
        self._objects += count
        items = list(map(pointer, map(get, repeat(owner), range(count))))
        for item, kind in zip(items, map(_kind_of, items), strict=True):
            if kind == text:
                continue
            if kind == form:
                if depth < _DEPTH:
                    self._walk(item, _in_form, _count_in_form(item), times(self._matrix_of(item), matrix), depth + 1)
                continue
            if (kind != path and kind != image) or not _bounds_of(item, left, bottom, right, top):
                continue
            x0, y0, x1, y1 = floats[:4]
            if matrix:
                x0, y0, x1, y1 = moved(matrix, x0, y0, x1, y1)
            width, height = x1 - x0, y1 - y0
            if kind != path and min(width, height) > THIN:
                self._picture(x0, y0, x1, y1)
                continue
            out.paths += 1
            if width <= THIN or height <= THIN:
                if width > 2 * height or height > 2 * width:
                    self._rule(x0, y0, x1, y1)
            elif width > SHORTEST or height > SHORTEST:
                self._path(item, matrix)

    def _rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        x0, top, x1, bottom = self._frame.box(x0, y0, x1, y1)
        if x1 - x0 > bottom - top:
            self._out.horizontal.append(((top + bottom) / 2, x0, x1))
        else:
            self._out.vertical.append(((x0 + x1) / 2, top, bottom))

    def _picture(self, x0: float, y0: float, x1: float, y1: float) -> None:
        frame = self._frame
        x0, top, x1, bottom = frame.box(x0, y0, x1, y1)
        width, height = min(x1, frame.width) - max(x0, 0), min(bottom, frame.height) - max(top, 0)
        if width > 0 and height > 0 and frame.width * frame.height > 0:
            self._out.pictures += width * height / (frame.width * frame.height)

    def _path(self, item: Any, matrix: Matrix | None) -> None:
        """The rules in a path that is itself no rule: a frame's sides, a net in one path, thin rectangles in one fill."""
        if not _draw_mode(item, self._ints, ctypes.byref(self._ints, _INT)):  # fill, stroke
            return
        stroked, count = self._ints[1], _count_segments(item)
        if count < 2 or (not stroked and count < 8):  # a shaded area
            return
        if self._segments + count > SEGMENTS:
            self._out.complete = False
            return
        self._segments += count
        whole = times(self._matrix_of(item), matrix)
        for points in _subpaths(item, count, whole):
            if stroked:
                for (ax, ay), (bx, by) in pairwise(points):
                    if abs(ax - bx) < 0.8 or abs(ay - by) < 0.8:
                        self._side(ax, ay, bx, by)
            else:
                self._side(*extent(points))

    def _side(self, ax: float, ay: float, bx: float, by: float) -> None:
        x0, y0, x1, y1 = min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
        if min(x1 - x0, y1 - y0) <= THIN < max(x1 - x0, y1 - y0):
            self._rule(x0, y0, x1, y1)

    def _matrix_of(self, item: Any) -> Matrix:
        if not _matrix_of(item, self._floats):
            return (1, 0, 0, 1, 0, 0)
        a, b, c, d, e, f = self._floats
        return (a, b, c, d, e, f)


def _in_form(form: Any, index: int) -> int:
    """The object of a form at an index, which PDFium takes as an unsigned long."""
    return int(_form_object(form, pointer(index)) or 0)


def _subpaths(item: Any, count: int, matrix: Matrix) -> list[list[tuple[float, float]]]:
    """The corners of each part of a path; a part with a curve in it is left out."""
    a, b, c, d, e, f = matrix
    xy = _Point()
    x, y = ctypes.byref(xy), ctypes.byref(xy, _FLOAT)
    out: list[list[tuple[float, float]]] = []
    points: list[tuple[float, float]] = []
    straight = True
    for index in range(count):
        segment = pointer(_segment(item, index))
        kind = _segment_kind(segment)
        _segment_point(segment, x, y)
        point = (a * xy[0] + c * xy[1] + e, b * xy[0] + d * xy[1] + f)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if straight and len(points) > 1:
                out.append(points)
            points, straight = [point], True
        else:
            straight = straight and kind == raw.FPDF_SEGMENT_LINETO
            points.append(point)
        if _segment_closes(segment) and points:
            points.append(points[0])
    if straight and len(points) > 1:
        out.append(points)
    return out


def extent(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def times(inner: Matrix, outer: Matrix | None) -> Matrix:
    """`inner` first, then `outer`."""
    if outer is None:
        return inner
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(m: Matrix, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
    """The extent of a rectangle under a matrix."""
    return extent([(m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]) for x in (x0, x1) for y in (y0, y1)])


def joined(rules: list[Rule], positions: float, extent: float) -> list[Rule]:
    """Rules on the page, with pieces of one rule joined: at nearly the same position, overlapping or nearly touching."""
    on_page = sorted(
        (p, max(a, 0.0), min(b, extent)) for p, a, b in rules if -1 < p < positions + 1 and a < extent and b > 0
    )
    out: list[Rule] = []
    level: list[Rule] = []
    for rule in on_page:
        if level and rule[0] - level[0][0] > _LEVEL:
            out += _spliced(level)
            level = []
        level.append(rule)
    out += _spliced(level)
    return sorted(out)


def _spliced(level: list[Rule]) -> list[Rule]:
    out: list[Rule] = []
    start = end = weight = length = 0.0
    for position, a, b in sorted(level, key=lambda rule: rule[1]):
        if length and a <= end + _JOIN:
            end = max(end, b)
        else:
            if end - start >= SHORTEST:
                out.append((weight / length, start, end))
            start, end, weight, length = a, b, 0.0, 0.0
        weight += position * (b - a + 0.01)
        length += b - a + 0.01
    if length and end - start >= SHORTEST:
        out.append((weight / length, start, end))
    return out
