"""Sums that a workbook does not store: plain SUM and + over cells of the same sheet, nothing else is ever worked out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ingest.xlsx.formats import NumberFormat
from ingest.xlsx.places import area, place

_TERM = re.compile(r"SUM\(([^()]*)\)|(\$?[A-Za-z]{1,3}\$?\d{1,7})|(\d+(?:\.\d+)?)")
_ARGUMENT = re.compile(r"(\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?)|(\d+(?:\.\d+)?)")
_MOST_CELLS = 20_000  # that one sum may add up
_DEEPEST = 40  # sums of sums


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell's number or formula: its words (None for a plain number), what is stored for it and of which type."""

    text: str | None
    stored: str | None
    kind: str
    format: NumberFormat | None


def computed(at: tuple[int, int], formulas: Mapping[tuple[int, int], Formula], *, trust: bool) -> float | None:
    """What the formula at a place adds up to; None for any that is no plain sum. With `trust`, stored results are summed.

    A blank cell or one with words counts nothing, as in Excel's SUM.
    """
    return _Adder(formulas, trust).formula(at, 0)


class _Adder:
    def __init__(self, formulas: Mapping[tuple[int, int], Formula], trust: bool) -> None:
        self._formulas, self._trust = formulas, trust
        self._known: dict[tuple[int, int], float | None] = {}
        self._left = _MOST_CELLS

    def formula(self, at: tuple[int, int], depth: int) -> float | None:
        words = (self._formulas[at].text or "").lstrip("=").replace(" ", "")
        if depth > _DEEPEST or not words or len(words) > 2000:
            return None
        total, position = 0.0, 0
        while True:
            term = _TERM.match(words, position)
            value = self._term(term, depth) if term else None
            if term is None or value is None:
                return None
            total += value
            position = term.end()
            if position == len(words):
                return total
            if words[position] != "+":
                return None
            position += 1

    def _term(self, term: re.Match[str], depth: int) -> float | None:
        if term[3]:
            return float(term[3])
        if term[2]:
            where = place(term[2])
            return None if where is None else self._cell(where, depth)
        total = 0.0
        for argument in term[1].split(","):
            found = _ARGUMENT.fullmatch(argument)
            if found is None:
                return None
            value = float(found[2]) if found[2] else self._area(found[1], depth)
            if value is None:
                return None
            total += value
        return total

    def _area(self, reference: str, depth: int) -> float | None:
        found = area(reference)
        if found is None:
            return None
        self._left -= (found.bottom - found.top + 1) * (found.right - found.left + 1)
        if self._left < 0:
            return None
        total = 0.0
        for row in range(found.top, found.bottom + 1):
            for column in range(found.left, found.right + 1):
                value = self._cell((row, column), depth)
                if value is None:
                    return None
                total += value
        return total

    def _cell(self, at: tuple[int, int], depth: int) -> float | None:
        held = self._formulas.get(at)
        if held is None or held.kind in ("str", "b"):
            return 0.0
        if held.kind == "e":
            return None
        if held.stored is not None and (held.text is None or self._trust):
            try:
                return float(held.stored)
            except ValueError:
                return None
        if at not in self._known:
            self._known[at] = None  # a sum that comes back to itself has no value
            self._known[at] = self.formula(at, depth + 1)
        return self._known[at]
