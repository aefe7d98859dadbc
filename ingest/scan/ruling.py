"""Ruling lines in a straightened picture → the rules that the table finder reads, and the picture without them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.pdf.rules import Drawing, Rule, joined
from ingest.scan.picture import Picture

_SHORTEST = 7.0  # millimetres of an unbroken stroke: a stroke of a letter is shorter
_THICKEST = 1.3  # millimetres
_GAP = 0.5  # millimetres that a faint rule may be broken by
_MEETS = 4.0  # points by which the ends of a vertical rule may miss a horizontal one
_LONG = 70.0  # points: no letter has a stroke that long


def ruling(ink: Picture, dots_a_point: float) -> tuple[Drawing, Picture]:
    """The rules of a page in points, and the mask of their ink. `ink` is 1 where there is ink.

    A rule counts only where both its ends meet one that crosses it (for a long one, an end or none is enough: a table may
    be open where the page ends, a line may stand under a masthead): a stroke of a large letter does not.
    """
    dots_a_mm = dots_a_point * 72 / 25.4
    height, width = ink.shape
    across = _strokes(ink, dots_a_mm)
    down = _strokes(np.ascontiguousarray(ink.T), dots_a_mm)
    horizontal = joined([_points(s.rule, dots_a_point) for s in across], height / dots_a_point, width / dots_a_point)
    vertical = joined([_points(s.rule, dots_a_point) for s in down], width / dots_a_point, height / dots_a_point)
    horizontal = [rule for rule in horizontal if _held(rule, vertical, 0)]
    vertical = [rule for rule in vertical if _held(rule, horizontal, 1)]
    mask = np.zeros_like(ink)
    for strokes, rules, canvas in ((across, horizontal, mask), (down, vertical, mask.T)):
        for stroke in strokes:
            if _belongs(_points(stroke.rule, dots_a_point), rules):
                stroke.paint(canvas)
    return Drawing(horizontal, vertical), mask


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A level stroke in pixels: its place, and its ink with its upper left corner."""

    rule: Rule
    part: NDArray[np.bool_]
    x: int
    y: int

    def paint(self, mask: Picture) -> None:
        height, width = self.part.shape
        mask[self.y : self.y + height, self.x : self.x + width][self.part] = 1


def _points(rule: Rule, dots: float) -> Rule:
    return rule[0] / dots, rule[1] / dots, rule[2] / dots


def _belongs(rule: Rule, rules: list[Rule]) -> bool:
    """Whether a stroke is a part of one of the rules."""
    at, start, end = rule
    return any(abs(at - p) <= _MEETS and start >= a - 1 and end <= b + 1 for p, a, b in rules)


def _strokes(ink: Picture, dots_a_mm: float) -> list[_Stroke]:
    """Level strokes that are long and thin."""
    gap, length = max(1, round(_GAP * dots_a_mm)), max(9, round(_SHORTEST * dots_a_mm))
    thick = max(3, round(_THICKEST * dots_a_mm))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    solid = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((thick + 1, 1), np.uint8))
    long[solid > 0] = 0  # a picture or a bar, not a rule
    bridged = cv2.dilate(long, np.ones((3, gap), np.uint8))  # steps of a rule that is not quite level
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    out = []
    for k in range(1, count):
        x, y, w, h, _ = (int(v) for v in boxes[k])
        part = (labels[y : y + h, x : x + w] == k) & (long[y : y + h, x : x + w] > 0)
        columns = np.flatnonzero(part.any(axis=0))
        if not len(columns) or columns[-1] - columns[0] < length or h > thick + 2 + 0.012 * w:
            continue
        rows = np.flatnonzero(part.any(axis=1))
        weights = part[rows].sum(axis=1)
        position = y + float((rows * weights).sum() / weights.sum()) + 0.5
        out.append(_Stroke((position, float(x + columns[0]), float(x + columns[-1] + 1)), part, x, y))
    return out


def _held(rule: Rule, across: list[Rule], ends: int) -> bool:
    """Whether a rule's ends meet rules that cross it; `ends` of them for a long one."""
    at, start, end = rule
    meets = [p for p, a, b in across if a - _MEETS <= at <= b + _MEETS]
    found = any(abs(p - start) <= _MEETS for p in meets) + any(abs(p - end) <= _MEETS for p in meets)
    return found == 2 or (found >= ends and end - start > _LONG)


def without_rules(level: Picture, mask: Picture, paper: int) -> Picture:
    """The picture with its rules painted over."""
    out = level.copy()
    out[cv2.dilate(mask, np.ones((3, 3), np.uint8)) > 0] = paper
    return out
