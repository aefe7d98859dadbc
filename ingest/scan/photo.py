"""A photograph (a slide on a wall, a notice behind glass) → its lines: no paper, no ink, light letters or dark ones."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from ingest.scan.engine import Token, find_lines, read_lines
from ingest.scan.glyphs import Glyph, Written, without_blanks
from ingest.scan.lines import Strip
from ingest.scan.picture import Picture

_DARK, _SHARE = 128, 0.12  # grey that is not paper, and the share of a page that ink and a stamp don't cover
_DOTS = 120.0  # an inch, that the picture counts as where lines are looked for: finer than on paper
_READABLE = 75  # a line less sure (0 to 100) is no line
_FLAT = 0.2  # height over width of lines that lie level enough


def is_photo(plain: Picture) -> bool:
    """Whether so much of a page (grey as it came) is dark that it is no paper."""
    return float((plain < _DARK).mean()) > _SHARE


def read_photo(plain: Picture) -> list[Written]:
    """The lines of a photograph, dark letters or light ones, whichever are read more surely. `plain`: grey as it came."""
    tries = [_read(level) for level in (plain, np.asarray(255 - plain, np.uint8))]
    return max(tries, key=lambda lines: sum(glyph.sure for line in lines for glyph in line.glyphs))


def _read(level: Picture) -> list[Written]:
    found = [corners for corners in find_lines(np.stack([level] * 3, axis=2), _DOTS) if _is_level(corners)]
    pictures = [_flattened(level, corners) for corners in found]
    lines = [
        _line(c, t) for c, t in zip(found, read_lines(pictures), strict=True) if any(not k.char.isspace() for k in t)
    ]
    return [line for line in lines if line.sure >= _READABLE]


def _is_level(corners: NDArray[np.float32]) -> bool:
    wide = float(corners[1, 0] - corners[0, 0])
    rise = max(abs(float(corners[1, 1] - corners[0, 1])), abs(float(corners[2, 1] - corners[3, 1])))
    return wide > 3 and float(corners[3, 1] - corners[0, 1]) > 3 and rise <= _FLAT * wide


def _flattened(level: Picture, corners: NDArray[np.float32]) -> Picture:
    """The line between its corners, as if seen from before it."""
    width = max(8, round(float(np.linalg.norm(corners[1] - corners[0]))))
    height = max(8, round(float(np.linalg.norm(corners[3] - corners[0]))))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(corners, np.float32), target)
    return np.asarray(
        cv2.warpPerspective(level, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def _line(corners: NDArray[np.float32], tokens: Sequence[Token]) -> Written:
    """A line whose characters reach half the way to their neighbours."""
    x0, x1 = float(corners[:, 0].min()), float(corners[:, 0].max())
    top, bottom = float(corners[:, 1].min()), float(corners[:, 1].max())
    strip = Strip(max(0, round(x0)), max(0, round(top)), round(x1), round(bottom))
    kept = without_blanks(tokens)
    at = [x0 + token.at * (x1 - x0) for token in kept]
    sides = [x0, *((a + b) / 2 for a, b in pairwise(at)), x1]
    glyphs = tuple(
        Glyph(token.char, a, b, round(100 * token.sure)) for token, (a, b) in zip(kept, pairwise(sides), strict=True)
    )
    return Written(strip, float(strip.height), glyphs)
