"""Words in a box: as large as fits, in as many lines as fit, or not at all."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_NARROW = 0.62  # em: no Latin letter or digit of the house's type is wider on the average of a word
_LEADING = 1.25  # em from line to line


@dataclass(frozen=True, slots=True)
class Lettering:
    """Lines of a type size in the units of the picture; together `height` high."""

    lines: tuple[str, ...]
    size: float

    @property
    def height(self) -> float:
        """How much room the lines take."""
        return len(self.lines) * self.size * _LEADING

    @property
    def leading(self) -> float:
        """From line to line."""
        return self.size * _LEADING


def width_of(text: str, size: float) -> float:
    """How wide a line is at most."""
    return size * sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else _NARROW for c in text)


def fitted(text: str, width: float, height: float, sizes: Sequence[float]) -> Lettering | None:
    """The text in the first of `sizes` in which it fits into the box, broken between characters (not within a number
    or word); None where it fits in none.

    >>> fitted("隐患排查治理", 40, 40, (12, 10))
    Lettering(lines=('隐患排', '查治理'), size=12)
    """
    for size in sizes:
        lines = _broken(text, width, size)
        if lines is not None and len(lines) * size * _LEADING <= height:
            return Lettering(lines, size)
    return None


def _broken(text: str, width: float, size: float) -> tuple[str, ...] | None:
    lines = [""]
    for piece in _pieces(text):
        if width_of(piece.strip(), size) > width:
            return None
        if width_of(lines[-1] + piece.rstrip(), size) <= width:
            lines[-1] += piece
        else:
            lines.append(piece.lstrip())
    balanced = tuple(line.strip() for line in lines if line.strip())
    return balanced or None


def _pieces(text: str) -> list[str]:
    """The text between places where a line may break."""
    out: list[str] = []
    for character in text:
        if out and _stays(out[-1][-1], character):
            out[-1] += character
        else:
            out.append(character)
    return out


def _stays(before: str, character: str) -> bool:
    """Whether no line may break between two characters."""
    narrow = not any(unicodedata.east_asian_width(c) in "WFA" for c in (before, character))
    return narrow or before in "（《“‘" or character in "，。、；：）》”’！？"
