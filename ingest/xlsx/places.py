"""Places of a sheet: B12 ↔ (12, 2), ranges, the places that a merge covers."""

import re
from dataclasses import dataclass

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
_PLACE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of places, rows and columns counted from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


def place(reference: str) -> tuple[int, int] | None:
    """(row, column) of a reference, None for what is none or lies outside a sheet.

    >>> place("B12"), place("$AC$4"), place("工作表1")
    ((12, 2), (4, 29), None)
    """
    found = _PLACE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1].upper():
        column = column * 26 + ord(letter) - 64
    row = int(found[2])
    return (row, column) if 1 <= row <= LAST_ROW and 1 <= column <= LAST_COLUMN else None


def area(reference: str) -> Area | None:
    """The rectangle of `A15:C15` (or of a single place), None for what is none."""
    first, _, last = reference.partition(":")
    start, end = place(first), place(last or first)
    if start is None or end is None:
        return None
    (top, bottom), (left, right) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    return Area(top, left, bottom, right)
