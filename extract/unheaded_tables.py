"""Scoring tables without a header: the page that had it is missing, or it stands further down; columns by what they hold."""

import re
from collections.abc import Sequence
from statistics import median

from extract.columns import Column, Meaning, counts_up, is_header, read_columns
from extract.points import points_of_cell, points_of_name

RULE = "column.unsaid"
"""The rule of columns that no header names."""

_SCORED = re.compile(
    r"(?:扣|得|加|计|减)\s*\d+(?:\.\d+)?\s*分|\d+(?:\.\d+)?\s*分\s*(?:[。；;）)]|$)|不得分|不计分|酌情扣|扣完为止"
)
_SERIAL = re.compile(r"\s*(?:\d{1,3}|[（(]?[一二三四五六七八九十]{1,3}[）)]?)\s*[、．.]?\s*")
_SHORT = 18  # characters: a name is rarely longer
_MOST = 10  # columns
_SEARCHED = 40  # rows: one page holds hardly more, and the next repeats the header


def unheaded(grid: Sequence[Sequence[str]], bodies: Sequence[Sequence[str]], header_rows: int) -> tuple[Column, ...]:
    """The columns of a scoring table whose first rows are no header; nothing where that is not certain enough.

    `grid`: the texts of its rows as they cover the places; `bodies`: each column's cells. A header further down says
    what the columns are; without one there must be one column of points, or points behind the names, and one of
    sentences that say how points go.
    """
    if not header_rows:
        for row in grid[1:_SEARCHED]:
            texts = list(dict.fromkeys(row))
            if is_header(texts):
                return read_columns([[text] for text in row], bodies)
    if not 3 <= len(bodies) <= _MOST or len(grid) < 2:
        return ()
    said = [[text for text in body if text.strip()] for body in bodies]
    scored = [sum(bool(_SCORED.search(text)) for text in texts) for texts in said]
    criteria = max(range(len(said)), key=lambda i: (scored[i], i))
    if scored[criteria] < 2 or 2 * scored[criteria] < len(said[criteria]):
        return ()
    meanings = [_meaning(i, texts, criteria) for i, texts in enumerate(said)]
    if meanings.count(Meaning.POINTS) > 1 or Meaning.NAME not in meanings[:criteria]:
        return ()
    named = any(points_of_name(t) for i, m in enumerate(meanings) if m is Meaning.NAME for t in said[i])
    if Meaning.POINTS not in meanings and not named:
        return ()
    return tuple(Column(i, "", meaning, RULE) for i, meaning in enumerate(meanings))


def _meaning(index: int, texts: Sequence[str], criteria: int) -> Meaning:
    if index == criteria:
        return Meaning.CRITERIA
    if not texts:
        return Meaning.FILLED
    points = [found for text in texts if (found := points_of_cell(text)) and found.kind == "points"]
    if (index == 0 and all(_SERIAL.fullmatch(text) for text in texts)) or counts_up(texts):
        return Meaning.SERIAL
    if 10 * len(points) >= 9 * len(texts):
        return Meaning.POINTS
    if index > criteria:
        return Meaning.FIELD
    return Meaning.NAME if median(map(len, texts)) <= _SHORT else Meaning.KEY_POINTS
