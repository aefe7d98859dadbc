"""Where the lines of text stand in a straightened picture: found, cut at the cells' sides, fitted to their ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.pdf.grids import Grid
from ingest.scan.picture import Picture

_ASKEW = 0.2  # rise over run: more is a stamp's rim or a watermark
_TALL = 1.6  # height over width of lines set from top to bottom
_EDGE = 0.3  # of a line's height, at its top and bottom, in which a neighbour's ink may show
_REACH = 0.8  # of a line's height: how far its next letter may stand beyond what was found
_APART = 2.5  # of a line's height: white that parts two lines on one level
_DASH = (1.0, 9.0)  # millimetres: how long a dash is that stands alone in its cell
_FLAT = 0.35  # of a line's height: ink that is less high is a dash
_LEAST, _MOST = 1.1, 14.0  # millimetres: how high what was overlooked may be
_THIN = 0.04  # of a mark's box that its ink covers, at least
_LETTER = 4.2  # millimetres: a letter's height on a page where no line was found
_ONE_LETTER = 1.15  # of a letter's height, at most, that what are parts of one letter takes


@dataclass(frozen=True, slots=True)
class Strip:
    """A line's place in pixels, around its ink."""

    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.x1 - self.x0


def strips(found: NDArray[np.float32], ink: Picture, grids: Sequence[Grid], dots_a_point: float) -> tuple[list[Strip], int]:  # fmt: skip
    """The lines in the quadrilaterals `found`, and what else there is in the ink; and how many stood askew (left out).

    `ink` is without rules; the grids are in points.
    """
    ruled = [_Ruled.of(grid, dots_a_point) for grid in grids]
    height, width = ink.shape
    rough: list[tuple[Strip, Strip]] = []  # a line, and the room that it may take
    askew = 0
    for corners in found:
        x0, x1 = float(corners[:, 0].min()), float(corners[:, 0].max())
        top, bottom = float(corners[:2, 1].mean()), float(corners[2:, 1].mean())
        rise = abs(float(corners[1, 1] - corners[0, 1])) / max(x1 - x0, 1.0)
        if rise > _ASKEW and x1 - x0 > bottom - top:
            askew += 1
            continue
        whole = Strip(max(0, int(x0)), max(0, int(top)), min(width, round(x1)), min(height, round(bottom)))
        if whole.height < 3 or whole.width < 3:
            continue
        for piece, room in _by_cell(whole, ruled, Strip(0, 0, width, height)):
            if piece.height > _TALL * piece.width and piece.height > 20 * dots_a_point:
                rough += [(part, room) for part in _letters(piece, ink)]
            else:
                rough.append((piece, room))
    fitted = [strip for piece, room in rough for strip in _fitted(piece, room, ink)]
    fitted = _once(fitted)
    fitted += _overlooked(fitted, ink, ruled, dots_a_point)
    return fitted, askew


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A grid in pixels."""

    grid: Grid
    dots: float
    columns: tuple[float, ...]

    @classmethod
    def of(cls, grid: Grid, dots: float) -> _Ruled:
        return cls(grid, dots, tuple(x * dots for x in grid.xs))

    def cell(self, x: float, y: float) -> int:
        return self.grid.at(x / self.dots, y / self.dots)

    def room(self, cell: int) -> Strip:
        """A cell's inside."""
        x0, top, x1, bottom = (v * self.dots for v in self.grid.area_box(self.grid.areas[cell]))
        return Strip(round(x0) + 1, round(top) + 1, round(x1) - 1, round(bottom) - 1)


def _by_cell(whole: Strip, ruled: Sequence[_Ruled], page: Strip) -> list[tuple[Strip, Strip]]:
    """The pieces of a line in each cell that it crosses, with the room there is."""
    y = (whole.top + whole.bottom) / 2
    for one in ruled:
        box = one.grid.box
        if not (box[1] <= y / one.dots < box[3] and whole.x0 / one.dots < box[2] and whole.x1 / one.dots > box[0]):
            continue
        cuts = [x for x in one.columns if whole.x0 < x < whole.x1]
        edges = [float(whole.x0), *cuts, float(whole.x1)]
        pieces: list[tuple[int, float, float]] = []
        for a, b in pairwise(edges):
            cell = one.cell((a + b) / 2, y)
            if pieces and pieces[-1][0] == cell:
                pieces[-1] = (cell, pieces[-1][1], b)
            else:
                pieces.append((cell, a, b))
        out = []
        for cell, a, b in pieces:
            room = one.room(cell) if cell >= 0 else page
            piece = Strip(max(int(a), room.x0), max(whole.top, room.top), min(round(b), room.x1), min(whole.bottom, room.bottom))  # fmt: skip
            if piece.width > 3 and piece.height > 3:
                out.append((piece, room))
        return out
    return [(whole, page)]


def _letters(piece: Strip, ink: Picture) -> list[Strip]:
    """The letters of a line set from top to bottom, each a line of its own."""
    rows = np.asarray(ink[piece.top : piece.bottom, piece.x0 : piece.x1].any(axis=1))
    groups = _groups(rows, 1)
    least = 0.7 * piece.width
    out: list[list[int]] = []
    for a, b in groups:  # parts of one letter (二, 三) stand close
        if out and b - out[-1][0] <= 1.15 * piece.width and (out[-1][1] - out[-1][0] < least or b - a < 0.4 * piece.width):  # fmt: skip
            out[-1][1] = b
        else:
            out.append([a, b])
    return [Strip(piece.x0, piece.top + a, piece.x1, piece.top + b) for a, b in out if b - a > 2]


def _groups(flags: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Stretches that are set, with breaks of less than `gap` closed."""
    at = np.flatnonzero(flags)
    if not len(at):
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts, ends = np.r_[at[0], at[breaks + 1]], np.r_[at[breaks], at[-1]] + 1
    return [(int(a), int(b)) for a, b in zip(starts, ends, strict=True)]


def _fitted(piece: Strip, room: Strip, ink: Picture) -> list[Strip]:
    """The piece around its ink: a neighbour's ink is cut off, letters that were missed are taken in, wide white parts it."""
    top, bottom = _band(ink[piece.top : piece.bottom, piece.x0 : piece.x1])
    top, bottom = piece.top + top, piece.top + bottom
    if bottom <= top:
        return []
    if bottom - top < _FLAT * piece.height:  # a dash: its strip is as high as a letter would be
        margin = round(0.1 * piece.height)
        top, bottom = piece.top + margin, piece.bottom - margin
    height = max(bottom - top, 0.9 * piece.height)
    columns = np.asarray(ink[top:bottom, room.x0 : room.x1].any(axis=0))
    out: list[list[int]] = []
    for a, b in _groups(columns, max(1, round(_REACH * height))):
        a, b = a + room.x0, b + room.x0
        if b <= piece.x0 or a >= piece.x1:
            continue
        if out and a - out[-1][1] < _APART * height:
            out[-1][1] = b
        else:
            out.append([a, b])
    return [Strip(a, top, b, bottom) for a, b in out]


def _band(ink: Picture) -> tuple[int, int]:
    """The rows that a line's ink takes, without what shows of the lines above and below."""
    profile = ink.sum(axis=1)
    rows = np.flatnonzero(profile)
    if not len(rows):
        return 0, 0
    height = len(profile)
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    edge = round(_EDGE * height)
    if top == 0:
        blank = np.flatnonzero(profile[:edge] == 0)
        if len(blank):
            top = int(blank[-1]) + 1
    if bottom == height:
        blank = np.flatnonzero(profile[height - edge :] == 0)
        if len(blank):
            bottom = height - edge + int(blank[0])
    return top, bottom


def _once(found: list[Strip]) -> list[Strip]:
    """Lines without those that lie within another."""
    out: list[Strip] = []
    for strip in sorted(found, key=lambda s: -s.width * s.height):
        if not any(_share(strip, other) > 0.6 for other in out):
            out.append(strip)
    return out


def _share(strip: Strip, other: Strip) -> float:
    across = min(strip.x1, other.x1) - max(strip.x0, other.x0)
    down = min(strip.bottom, other.bottom) - max(strip.top, other.top)
    return across * down / max(strip.width * strip.height, 1) if across > 0 and down > 0 else 0.0


def _overlooked(found: Sequence[Strip], ink: Picture, ruled: Sequence[_Ruled], dots_a_point: float) -> list[Strip]:
    """Marks of a letter's size that stand in no line: a single digit in its cell, say, or a dash there."""
    rest = ink.copy()
    for strip in found:
        margin = max(2, strip.height // 5)
        rest[max(0, strip.top - margin) : strip.bottom + margin, max(0, strip.x0 - margin) : strip.x1 + margin] = 0
    dots = dots_a_point * 72 / 25.4
    joined = cv2.dilate(rest, np.ones((max(1, round(0.3 * dots)), max(1, round(1.6 * dots))), np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(joined)
    out = []
    page = Strip(0, 0, ink.shape[1], ink.shape[0])
    marks: dict[Strip, list[Strip]] = {}  # by the room that they stand in
    for k in range(1, count):
        x, y, w, h, _ = (int(v) for v in boxes[k])
        if h > _MOST * dots or w < 0.8 * dots:
            continue
        for piece, room in _by_cell(Strip(x, y - 2, x + w, y + h + 2), ruled, page):  # a faint dash is 2 pixels high
            if mark := _inked(piece, rest):
                marks.setdefault(room, []).append(mark)
    letter = median(strip.height for strip in found) if found else _LETTER * dots
    for room, alone in marks.items():
        for mark in alone if room is page else _of_one_letter(alone, letter):
            if mark.height >= _LEAST * dots:
                margin = mark.height // 2  # a page number stands well apart from its dashes
                whole = Strip(
                    mark.x0, max(room.top, mark.top - margin), mark.x1, min(room.bottom, mark.bottom + margin)
                )
                fitted = _fitted(whole, room, rest)
                out += fitted if room is page else [_as_high(strip, letter, room) for strip in fitted]
            elif room is not page and _DASH[0] * dots <= mark.width <= _DASH[1] * dots:
                out.append(_as_high(mark, max(letter, mark.width), room))
    return _once(out)


def _inked(piece: Strip, ink: Picture) -> Strip | None:
    """The piece drawn in to its ink; None where there is hardly any."""
    top = max(0, piece.top)
    part = ink[top : piece.bottom, piece.x0 : piece.x1]
    rows, columns = np.flatnonzero(part.any(axis=1)), np.flatnonzero(part.any(axis=0))
    if not len(rows) or part.mean() <= _THIN:
        return None
    return Strip(
        piece.x0 + int(columns[0]), top + int(rows[0]), piece.x0 + int(columns[-1]) + 1, top + int(rows[-1]) + 1
    )  # fmt: skip


def _as_high(strip: Strip, letter: float, room: Strip) -> Strip:
    """The strip made as high as a letter, about its middle: 一 alone is read by how high the line is."""
    more = max(0, round((letter - strip.height) / 2))
    return replace(strip, top=max(room.top, strip.top - more), bottom=min(room.bottom, strip.bottom + more))


def _of_one_letter(marks: list[Strip], letter: float) -> list[Strip]:
    """The marks of one cell, those put together that lie as near as the parts of a letter `letter` pixels high (二, 一、)."""
    out: list[Strip] = []
    for mark in sorted(marks, key=lambda m: (m.top, m.x0)):
        for n, other in enumerate(out):
            both = Strip(min(mark.x0, other.x0), min(mark.top, other.top), max(mark.x1, other.x1), max(mark.bottom, other.bottom))  # fmt: skip
            across = max(mark.x0, other.x0) - min(mark.x1, other.x1)
            if both.height <= _ONE_LETTER * letter and across <= _REACH * letter:
                out[n] = both
                break
        else:
            out.append(mark)
    return out
