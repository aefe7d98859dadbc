"""Ruling lines in a straightened picture → the rules that the table finder reads, and the picture without them."""

from __future__ import annotations

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


def ruling(ink: Picture, dots_a_point: float) -> tuple[Drawing, NDArray[np.bool_]]:
    """The rules of a page in points, and the mask of their ink. `ink` is 1 where there is ink.

    A vertical rule counts only where both its ends meet a horizontal one (one end, where it is long: a table may be open
    where the page ends): a stroke of a large letter does not.
    """
    dots_a_mm = dots_a_point * 72 / 25.4
    across, across_mask = _strokes(ink, dots_a_mm)
    down, down_mask = _strokes(np.ascontiguousarray(ink.T), dots_a_mm)
    height, width = ink.shape
    horizontal = joined([_points(rule, dots_a_point) for rule in across], height / dots_a_point, width / dots_a_point)
    vertical = joined([_points(rule, dots_a_point) for rule in down], width / dots_a_point, height / dots_a_point)
    vertical = [rule for rule in vertical if _held(rule, horizontal)]
    return Drawing(horizontal, vertical), (across_mask | down_mask.T).astype(bool)


def _points(rule: Rule, dots: float) -> Rule:
    return rule[0] / dots, rule[1] / dots, rule[2] / dots


def _strokes(ink: Picture, dots_a_mm: float) -> tuple[list[Rule], Picture]:
    """Level strokes, in pixels, and their mask."""
    gap, length = max(1, round(_GAP * dots_a_mm)), max(9, round(_SHORTEST * dots_a_mm))
    thick = max(3, round(_THICKEST * dots_a_mm))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    long = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    solid = cv2.morphologyEx(long, cv2.MORPH_OPEN, np.ones((thick + 1, 1), np.uint8))
    long[solid > 0] = 0  # a picture or a bar, not a rule
    bridged = cv2.dilate(long, np.ones((3, gap), np.uint8))  # steps of a rule that is not quite level
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(bridged, connectivity=8)
    rules: list[Rule] = []
    mask = np.zeros_like(ink)
    for k in range(1, count):
        x, y, w, h, _ = boxes[k]
        part = (labels[y : y + h, x : x + w] == k) & (long[y : y + h, x : x + w] > 0)
        columns = np.flatnonzero(part.any(axis=0))
        if not len(columns) or columns[-1] - columns[0] < length or h > thick + 2 + 0.012 * w:
            continue
        rows = np.flatnonzero(part.any(axis=1))
        weights = part[rows].sum(axis=1)
        position = y + float((rows * weights).sum() / weights.sum()) + 0.5
        rules.append((position, float(x + columns[0]), float(x + columns[-1] + 1)))
        mask[y : y + h, x : x + w][part] = 1
    return rules, mask


def _held(rule: Rule, horizontal: list[Rule]) -> bool:
    """Whether the ends of a vertical rule meet horizontal ones."""
    x, top, bottom = rule
    meets = [y for y, start, end in horizontal if start - _MEETS <= x <= end + _MEETS]
    ends = any(abs(y - top) <= _MEETS for y in meets) + any(abs(y - bottom) <= _MEETS for y in meets)
    return ends == 2 or (ends == 1 and bottom - top > _LONG)


def without_rules(level: Picture, mask: NDArray[np.bool_], paper: int = 245) -> Picture:
    """The picture with its rules painted over."""
    wide = cv2.dilate(mask.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    out = level.copy()
    out[wide] = paper
    return out
