"""The port to the recogniser: rapidocr's models, which lie in its wheel, run by onnxruntime. Nothing is downloaded."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_HEIGHT = 48  # pixels that the recogniser's lines are high
_STEP = 8  # pixels of such a line that one of its answers stands for
_DOTS = 82.0  # an inch, at which lines are looked for
_SIDE, _MOST_SIDE = 960, 2400  # pixels of the longer side: so many at least and at most
_NARROW, _WIDE = ",:;!?()=+", "，：；！？（）＝＋"  # marks in two forms
_DASHES = "-–—―−－"
_CORES = max(1, min(os.cpu_count() or 1, 4))


def available() -> bool:
    """Whether the extra `kaohe[ocr]` is installed. Imports nothing heavy."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "onnxruntime", "cv2", "numpy"))


def label() -> str:
    """What recognises, for the document's `parser`: "rapidocr/3.10.0"."""
    return f"rapidocr/{version('rapidocr')}"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """What the recogniser's answers stand for; the places there of marks in two forms (each other's), and of dashes."""

    characters: list[str]
    twins: dict[int, int]
    dashes: list[int]

    @classmethod
    def of(cls, characters: list[str]) -> Alphabet:
        place = {char: at for at, char in enumerate(characters)}
        pairs = [(place[a], place[b]) for a, b in zip(_NARROW, _WIDE, strict=True) if a in place and b in place]
        return cls(characters, dict(pairs) | {b: a for a, b in pairs}, [place[a] for a in _DASHES if a in place])


Models = tuple[Any, Any, Alphabet]  # the finder of lines, the session that reads them, and its alphabet


@dataclass(frozen=True, slots=True)
class Token:
    """A character of a recognised line: its middle as a share of the line's width, how sure it is, and what of that goes
    to a dash of any form (0 to 1)."""

    char: str
    at: float
    sure: float
    dash: float = 0.0


def find_lines(picture: NDArray[np.uint8], dots_an_inch: float) -> NDArray[np.float32]:
    """The quadrilaterals around lines of text, in pixels: shape (lines, 4 corners, x and y).

    They are looked for at a coarser resolution, alike for small sheets and large ones.
    """
    import numpy as np

    finder = _models()[0]
    side = max(picture.shape) * _DOTS / dots_an_inch
    finder.limit_side_len = int(min(max(side, _SIDE), _MOST_SIDE))
    found = finder(picture).boxes
    return np.zeros((0, 4, 2), np.float32) if found is None else np.asarray(found, np.float32)


def read_lines(pictures: list[NDArray[np.uint8]]) -> list[list[Token]]:
    """The characters of each picture of a line (grey, any height), from left to right; blanks between words too.

    Each line is read by one thread, as many lines at once as there are cores: quicker than all cores on one line, and on
    a busy machine by far.
    """
    from concurrent.futures import ThreadPoolExecutor

    models = _models()
    longest_first = sorted(range(len(pictures)), key=lambda i: -pictures[i].shape[1] / pictures[i].shape[0])
    with ThreadPoolExecutor(_CORES) as pool:
        read = list(pool.map(lambda i: _read_line(pictures[i], models), longest_first))
    out: list[list[Token]] = [[] for _ in pictures]
    for i, tokens in zip(longest_first, read, strict=True):
        out[i] = tokens
    return out


def _read_line(picture: NDArray[np.uint8], models: Models) -> list[Token]:
    import cv2
    import numpy as np

    _, session, alphabet = models
    width = max(_STEP, round(picture.shape[1] * _HEIGHT / picture.shape[0]))
    wide = -(-width // _STEP) * _STEP
    way = cv2.INTER_AREA if picture.shape[0] > _HEIGHT else cv2.INTER_CUBIC
    block = np.zeros((1, 3, _HEIGHT, wide), np.float32)
    block[0, :, :, :width] = cv2.resize(picture, (width, _HEIGHT), interpolation=way).astype(np.float32) / 127.5 - 1
    (answer,) = session(block)
    return _decoded(answer, alphabet, wide / len(answer) / width)


def _decoded(answer: Any, alphabet: Alphabet, step: float) -> list[Token]:
    """Connectionist temporal classification, the best path: repeats are one character, class 0 is none.

    A mark that is an em or half an em wide (，and ,) counts as sure as both its forms together: its form is measured.
    """
    best = answer.argmax(axis=1)
    sure = answer[range(len(best)), best]
    for at, kind in enumerate(best):
        if kind in alphabet.twins:
            sure[at] += answer[at, alphabet.twins[kind]]
    out: list[Token] = []
    t, count = 0, len(best)
    while t < count:
        kind = best[t]
        end = t + 1
        while end < count and best[end] == kind:
            end += 1
        if kind:
            weight = sure[t:end]
            middle = float((weight * range(t, end)).sum() / weight.sum()) + 0.5
            dash = float(answer[t:end, alphabet.dashes].sum(axis=1).max())
            out.append(Token(alphabet.characters[kind], middle * step, float(weight.max()), dash))
        t = end
    return [token for token in out if token.at < 1.02]


def _models() -> Models:
    """The finder of lines, the session that reads them, and its alphabet; of this process: a fork has no threads of its parent's."""
    return _loaded(os.getpid())


@cache
def _loaded(_process: int) -> Models:
    from rapidocr import RapidOCR

    def engine(threads: int) -> Any:
        return RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,
                "Det.limit_side_len": _SIDE,
                "Det.limit_type": "max",
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            }
        )

    lines, letters = engine(_CORES)._load_det_model(), engine(1)._load_rec_model()
    return lines, letters.session, Alphabet.of(list(letters.postprocess_op.character))
