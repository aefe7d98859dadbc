"""Numbers as OFD writes them: lists in attributes, rectangles, matrices, repeated offsets. All lengths in millimetres."""

import math

from ingest.pdf.rules import Matrix, times

POINTS = 72 / 25.4  # in a millimetre
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
Rectangle = tuple[float, float, float, float]  # left, top, width, height

_LARGEST = 1e6  # millimetres; beyond that a number is a mistake
_REMEMBERED, _LONGEST = 20_000, 16  # numbers, and characters of one


class _Floats(dict[str, float]):
    """Numbers by how they are written: most offsets are some that were met before."""

    def __missing__(self, text: str) -> float:
        value = float(text)
        if len(text) <= _LONGEST:
            if len(self) >= _REMEMBERED:
                self.clear()
            self[text] = value
        return value


_float = _Floats().__getitem__


def number(text: str | None, default: float) -> float:
    """One number; `default` where there is none that can be used."""
    try:
        value = float(text) if text else default
    except ValueError:
        return default
    return value if -_LARGEST < value < _LARGEST else default


def numbers(text: str | None, count: int) -> tuple[float, ...] | None:
    """The first `count` numbers of a list; None where one is missing or can't be used.

    >>> numbers("0 0 210 297", 4), numbers("0 0 210", 4)
    ((0.0, 0.0, 210.0, 297.0), None)
    """
    if not text:
        return None
    try:
        values = tuple(map(float, text.split()[:count]))
    except ValueError:
        if "," not in text:
            return None
        return numbers(text.replace(",", " "), count)
    # the sum is not finite where one of them is not
    if len(values) == count and math.isfinite(sum(values)) and max(values) < _LARGEST and min(values) > -_LARGEST:
        return values
    return None


def rectangle(text: str | None) -> Rectangle | None:
    """A rectangle: left, top, width, height."""
    values = numbers(text, 4)
    return (values[0], values[1], values[2], values[3]) if values else None


def placed(boundary: str | None, ctm: str | None, outer: Matrix) -> Matrix:
    """The matrix of an object: its own, then to its boundary's corner, then `outer` (GB/T 33190, 8.5)."""
    x, y = _corner(boundary)
    own = numbers(ctm, 6) if ctm else None
    if own is None:  # as most objects are
        a, b, c, d, e, f = outer
        return a, b, c, d, x * a + y * c + e, x * b + y * d + f
    a, b, c, d, e, f = own
    return times((a, b, c, d, e + x, f + y), outer)


def _corner(boundary: str | None) -> tuple[float, float]:
    """Its left and top: what `numbers` gives, in fewer steps."""
    if not boundary:
        return 0.0, 0.0
    said = boundary.split(None, 2)
    try:
        x, y = float(said[0]), float(said[1])
    except (ValueError, IndexError):
        found = numbers(boundary, 2)
        return (found[0], found[1]) if found else (0.0, 0.0)
    return (x, y) if -_LARGEST < x < _LARGEST and -_LARGEST < y < _LARGEST else (0.0, 0.0)


def offsets(text: str | None, most: int) -> list[float]:
    """The offsets between characters, at most that many; `g 3 5.2` stands for three times 5.2 (GB/T 33190, 11.3).

    >>> offsets("3.5 g 3 5.2 4", 10)
    [3.5, 5.2, 5.2, 5.2, 4.0]
    """
    if not text:
        return []
    try:
        values = list(map(_float, text.split()[:most]))
    except ValueError:
        values = _repeated(text.split(), most)
    # the sum is not finite where one of them is not
    usable = not values or (math.isfinite(sum(values)) and max(values) < _LARGEST and min(values) > -_LARGEST)
    return values if usable else []


def _repeated(tokens: list[str], most: int) -> list[float]:
    out: list[float] = []
    at = 0
    while at < len(tokens) and len(out) < most:
        try:
            if tokens[at] == "g" and at + 2 < len(tokens):
                out += [float(tokens[at + 2])] * max(0, min(int(float(tokens[at + 1])), most - len(out)))
                at += 3
                continue
            out.append(float(tokens[at]))
        except (ValueError, OverflowError):
            pass
        at += 1
    return out
