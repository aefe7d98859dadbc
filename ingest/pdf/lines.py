"""Runs → lines: what stands level, from left to right, with a space only where one is seen."""

import math
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from ingest.pdf.characters import Characters
from ingest.pdf.runs import BLANK, Run, direction_of, spelled

_WORDS = 0.18  # em between two Latin words
_WIDE = 0.6  # em where a Chinese character is involved: less is the typesetter's own spacing
_SAME_LEVEL = 0.5  # of the lower run's height that two runs of one line share
_TWICE = 0.4  # of its width that a glyph's second printing may be off
_SPREAD = 0.35  # em by which the gaps of letter-spaced text differ at most
_CROWDED = 60  # runs of one level: more are a letter each, or a hostile file
CJK = "\u2e80"  # from here on characters are as wide as they are high
# Set by Chinese fonts as wide as a character, though they stand with Latin punctuation in Unicode.
FULL_WIDTH = frozenset("“”‘’—…·《》×±°①②③④⑤⑥⑦⑧⑨⑩")


@dataclass(slots=True)
class DrawnLine:
    """A line on a page: its text and, for each character, its index among the page's characters; -1 for a space put in.

    The box is the ink's (without blanks at the ends). `size` is that of most of the line; `twice` counts the glyphs that
    were printed twice and are read once; `upright` is False for text set askew, up or down.
    """

    text: str
    at: list[int]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    twice: int = 0
    upright: bool = True
    direction: int = 0
    garbled: int = 0


@dataclass(slots=True)
class _Level:
    """Runs that stand level; the tallest says where."""

    runs: list[Run] = field(default_factory=list)
    top: float = 0.0
    bottom: float = 0.0


def lines(found: list[Run], chars: Characters) -> list[DrawnLine]:
    """The lines that the runs of one region (the page's body, a cell) form, from top to bottom."""
    out = []
    if not any(map(direction_of, found)) and _is_stacked(found):  # as most cells are set
        for run in found:
            if line := _composed([run], chars):
                out.append(line)
        return out
    for level in _levels([run for run in found if run.direction in (0, 2)]):
        for layer in _layers(level, chars) if len(level) > 1 else (level,):
            if line := _composed(layer, chars):
                out.append(line)
    for run in found:
        if run.direction not in (0, 2) and (line := _composed([run], chars)):
            out.append(line)
    out.sort(key=lambda line: (line.top + line.bottom, line.x0))
    return out


def _is_stacked(found: list[Run]) -> bool:
    """Whether each run stands wholly below the middle of the one before it."""
    bottom = -math.inf
    for run in found:
        if run.top + run.bottom <= 2 * bottom:
            return False
        bottom = run.bottom
    return True


def _levels(found: list[Run]) -> list[list[Run]]:
    if _is_stacked(found):
        return [[run] for run in found]
    levels: list[_Level] = []
    for run in sorted(found, key=lambda run: run.top + run.bottom):
        height = run.bottom - run.top
        for level in levels[:-4:-1]:
            shared = min(level.bottom, run.bottom) - max(level.top, run.top)
            if shared > _SAME_LEVEL * min(height, level.bottom - level.top):
                level.runs.append(run)
                if height > level.bottom - level.top:
                    level.top, level.bottom = run.top, run.bottom
                break
        else:
            levels.append(_Level([run], run.top, run.bottom))
    return [level.runs for level in levels]


def _layers(level: list[Run], chars: Characters) -> list[list[Run]]:
    """Runs of one level in as many lines as are printed over each other: a field's white mark under what fills it.

    What is printed twice at nearly the same place (fake bold) stays in one line.
    """
    level.sort(key=lambda run: run.x0)
    if len(level) > _CROWDED or all(after.x0 > before.x1 - before.size for before, after in pairwise(level)):
        return [level]
    layers: list[list[Run]] = []
    for run in level:
        for layer in layers:
            if not any(_is_over(run, other, chars) for other in layer):
                layer.append(run)
                break
        else:
            layers.append([run])
    return layers


def _is_over(run: Run, other: Run, chars: Characters) -> bool:
    """Whether two runs share more than a character's width and hardly a character."""
    x0, x1, text = chars.x0, chars.x1, chars.text
    start, end = max(run.x0, other.x0), min(run.x1, other.x1)
    if end - start <= max(run.size, other.size):
        return False
    shared = [i for i in run.at if start < (x0[i] + x1[i]) / 2 < end and text[i] not in BLANK]
    there = [i for i in other.at if start < (x0[i] + x1[i]) / 2 < end and text[i] not in BLANK]
    if not shared or not there:  # blanks that something is printed over
        return False
    same = sum(any(text[j] == text[i] and abs(x0[j] - x0[i]) < x1[i] - x0[i] for j in there) for i in shared)
    return 2 * same < len(shared)


def _composed(runs: list[Run], chars: Characters) -> DrawnLine | None:
    text, alone = chars.text, len(runs) == 1
    at, size, twice = runs[0].at, runs[0].size, 0
    if not alone:
        size = max(runs, key=lambda run: len(run.at)).size
        runs.sort(key=lambda run: run.x0)
        at = [i for run in runs for i in run.at]
        if any(after.x0 < before.x1 - 0.1 * size for before, after in pairwise(runs)):
            left, right = chars.x0, chars.x1
            at.sort(key=lambda i: left[i] + right[i])
            at, twice = _once(at, chars)
    start, end = 0, len(at)
    while start < end and text[at[start]] in BLANK:
        start += 1
    while end > start and text[at[end - 1]] in BLANK:
        end -= 1
    if start == end:
        return None
    if end - start < len(at):
        at = at[start:end]
    run = runs[0]
    upright = run.direction == 0
    spaced = at if not upright or (alone and _is_solid(at, chars, size)) else _spaced(at, chars, size)
    drawn = spelled(text, at) if alone and spaced is at else "".join([text[i] if i >= 0 else " " for i in spaced])
    if "\x02" in drawn:
        drawn = drawn.replace("\x02", "-")
    if alone and upright:
        x0, top, x1, bottom = chars.x0[at[0]], run.top, chars.x1[at[-1]], run.bottom
    else:
        x0, x1 = min([chars.x0[i] for i in at]), max([chars.x1[i] for i in at])
        top, bottom = min([chars.top[i] for i in at]), max([chars.bottom[i] for i in at])
    garbled = sum([len(run.at) for run in runs if run.garbled])
    return DrawnLine(drawn, spaced, x0, top, x1, bottom, size, twice, upright, run.direction, garbled)


def _once(at: list[int], chars: Characters) -> tuple[list[int], int]:
    """Characters without the second printing of a glyph at nearly the same place (fake bold), and how many went."""
    text, x0, x1 = chars.text, chars.x0, chars.x1
    out: list[int] = []
    for i in at:
        width = x1[i] - x0[i]
        if any(text[j] == text[i] and abs(x0[j] - x0[i]) < _TWICE * width for j in out[-3:]):
            continue
        out.append(i)
    return out, len(at) - len(out)


def _is_solid(at: list[int], chars: Characters, size: float) -> bool:
    """Whether plainly no space is seen between the characters of one run, as in nearly all."""
    first, last = at[0], at[-1]
    return last - first == len(at) - 1 and chars.widest_gap(first, last) < 0.9 * _WORDS * size


def _spaced(at: list[int], chars: Characters, size: float) -> list[int]:
    """The characters with -1 where a space is seen: between Latin words, or where a tab or a wide blank was set."""
    text, x0, x1 = chars.text, chars.x0, chars.x1
    narrow, wide = _WORDS * size, _WIDE * size
    gaps: list[tuple[int, float, bool]] = []
    right = x1[at[0]]
    for n, i in enumerate(at):
        if x0[i] - right > narrow:
            before, here = text[at[n - 1]], text[i]
            if before not in BLANK and here not in BLANK:
                latin = before < CJK and here < CJK and before not in FULL_WIDTH and here not in FULL_WIDTH
                if latin or x0[i] - right >= wide:
                    gaps.append((n, x0[i] - right, latin))
        right = x1[i]
    if not gaps or _is_letterspaced(gaps, len(at), size):
        return at
    out = list(at)
    for n, _, _ in reversed(gaps):
        out.insert(n, -1)
    return out


def _is_letterspaced(gaps: list[tuple[int, float, bool]], count: int, size: float) -> bool:
    """Whether the gaps are one even spacing of all the line's letters, as a masthead or a name is set."""
    widths = [width for _, width, _ in gaps]
    if len(gaps) < 3 or len(gaps) < count - 1:
        return False
    return max(widths) - min(widths) <= _SPREAD * size and max(widths) < 4 * size and median(widths) > 0
