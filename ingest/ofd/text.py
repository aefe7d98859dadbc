"""A text object → its characters, each in its box (GB/T 33190, 11)."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from ingest.ofd.fonts import Characters
from ingest.ofd.measures import POINTS, number, offsets
from ingest.ofd.parts import name_of, words
from ingest.ofd.plate import Piece, Plate
from ingest.pdf.lines import CJK, FULL_WIDTH
from ingest.pdf.rules import Matrix, moved, times

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

# OFD gives baselines and, mostly, no fonts: a character's box is as high as its type, so much of it above the baseline.
_ASCENT = 0.86
_INDENTED = re.compile(r" *[\r\n\t]+ *")  # a writer's line breaks in the XML: no glyphs
_NARROW, _WIDE = frozenset("iljtfrI.,;:'|!()[]{}`\"/\\ "), frozenset("mwMW@%")
_LOOSE = 1.1  # of its natural width that a letter's offset may be, and still be no gap
_LEAST = 0.25  # of the natural width: a smaller offset sets glyphs over each other
_UNKNOWN = "\ufffd"
_MOST = 100_000  # characters of a page
_REMEMBERED = 8_192  # characters


@dataclass(frozen=True, slots=True)
class _Transform:
    """`codes` characters from `start` on are drawn as `glyphs` (CGTransform)."""

    start: int
    codes: int
    glyphs: list[int]


class _Seen(NamedTuple):
    """How text is set, as the page shows it: its pieces, and whether it is level and upright."""

    plain: Piece
    garbled: Piece
    level: bool


@lru_cache(maxsize=256)
def _seen(linear: tuple[float, float, float, float], size: float, stretch: float, turn: int, hidden: bool) -> _Seen:
    a, b, c, d = linear
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    points = size * math.sqrt(abs(a * d - b * c))
    east, north = a * cos + c * sin, b * cos + d * sin
    tall = math.hypot(c * cos - a * sin, d * cos - b * sin)
    wider = stretch * math.hypot(east, north) / tall if tall else stretch
    plain = Piece(points, east, north, hidden, stretch=wider)
    return _Seen(plain, plain._replace(garbled=True), not turn and b == 0 and c == 0 and a > 0 > d)


def set_text(
    element: "Element", matrix: Matrix, plate: Plate, *, size: float, hidden: bool, glyph_characters: Characters
) -> None:
    """Put the characters of a text object on the plate.

    `matrix` brings the object to the page (points, y upwards), `size` is in the object's millimetres,
    `glyph_characters` says what the font's glyphs stand for, where the object names no characters.
    """
    stretch = _positive(element.get("HScale")) or 1.0
    turn, flow = _quarters(element.get("CharDirection")), _quarters(element.get("ReadDirection"))
    seen = _seen(matrix[:4], size, stretch, turn, hidden)
    level = seen.level and not flow
    x = y = 0.0
    waiting: list[_Transform] = []
    for code in element:
        kind = name_of(code)
        if kind == "CGTransform":
            waiting.append(_transform(code))
            continue
        if kind != "TextCode":
            continue
        transforms, waiting = waiting, []
        x, y = number(code.get("X"), x), number(code.get("Y"), y)
        raw = code.text or ""
        across, down = offsets(code.get("DeltaX"), _MOST), offsets(code.get("DeltaY"), _MOST)
        text, garbled = _characters(raw, max(len(across), len(down)), transforms, glyph_characters)
        if not text or len(plate.text) + len(text) > _MOST:
            plate.drawing.complete = plate.drawing.complete and not text
            continue
        if (
            transforms
            and any(len(t.glyphs) != t.codes for t in transforms)
            and max(len(across), len(down)) < len(text) - 1
        ):
            across, down = _by_character(across, len(text), transforms), _by_character(down, len(text), transforms)
        plate.pieces.append(seen.garbled if garbled else seen.plain)
        glyphs = _glyphs(raw, text, transforms) if transforms else [0] * len(text)
        if level and not down and 0 < len(across) == len(text) - 1 and _set_level(plate, text, x, y, across, size, stretch, matrix, glyphs):  # fmt: skip
            continue
        natural = _natural(text, size, stretch)
        xs, ys = _starts(x, y, natural, across, down, flow, size)
        widths = natural if turn or flow or not across else _widths(natural, across, size * stretch)
        _put(plate, text, xs, ys, widths, size, matrix, turn, glyphs)
    if waiting and (text := "".join(glyph_characters.get(g, _UNKNOWN) for t in waiting for g in t.glyphs)):
        plate.pieces.append(seen.garbled if _UNKNOWN in text else seen.plain)
        natural = _natural(text, size, stretch)
        xs, ys = _starts(x, y, natural, [], [], flow, size)
        _put(plate, text[:_MOST], xs, ys, natural, size, matrix, turn, _glyphs("", text[:_MOST], waiting))


def _characters(raw: str, given: int, transforms: list[_Transform], named: Characters) -> tuple[str, bool]:
    """The characters of a TextCode, and whether glyphs are left of which nobody says what they stand for."""
    text = raw
    if "\n" in raw or "\t" in raw or "\r" in raw:
        text = _INDENTED.sub("", raw)
        if len(raw) - 1 == given != len(text) - 1:
            text = _INDENTED.sub(lambda match: " " * len(match[0]), raw)
    if not transforms:
        return text, False
    if not text.strip():
        text = "".join(named.get(glyph, _UNKNOWN) for t in transforms for glyph in t.glyphs) or text
        return text, _UNKNOWN in text
    out = list(text)
    for t in transforms:
        for i, glyph in zip(range(t.start, t.start + t.codes), t.glyphs, strict=False):
            if (
                len(t.glyphs) == t.codes
                and 0 <= i < len(out)
                and (out[i] == _UNKNOWN or "\ue000" <= out[i] <= "\uf8ff")
            ):
                out[i] = named.get(glyph, out[i])
    return "".join(out), _UNKNOWN in out


def _glyphs(raw: str, text: str, transforms: list[_Transform]) -> list[int]:
    """The glyph that each character of the text is drawn as, as `Plate.glyph` has it. `raw` is the TextCode's own."""
    if not raw.strip():
        named = [glyph for t in transforms for glyph in t.glyphs][: len(text)]
        return named + [0] * (len(text) - len(named))
    out = [0] * len(text)
    for t in transforms:
        if t.glyphs:
            named = (t.glyphs + [-1] * t.codes)[: t.codes][: max(len(text) - t.start, 0)]
            out[t.start : t.start + len(named)] = named
    return out


def _transform(element: "Element") -> _Transform:
    start, codes = number(element.get("CodePosition"), 0), number(element.get("CodeCount"), 1)
    glyphs = [int(g) for g in words(element, "Glyphs").split()[:_MOST] if g.isascii() and g.isdigit() and len(g) < 8]
    return _Transform(max(0, int(start)), max(1, int(codes)), glyphs)


def _by_character(deltas: list[float], count: int, transforms: list[_Transform]) -> list[float]:
    """Offsets between glyphs → offsets between the characters that they stand for; those of one glyph share its offset."""
    if not deltas:
        return []
    out: list[float] = []
    at = done = 0
    for t in sorted(transforms, key=lambda t: t.start):
        if not done <= t.start < count:
            continue
        plain = t.start - done
        out += deltas[at : at + plain]
        at += plain
        whole = deltas[at : at + len(t.glyphs)]
        codes = min(t.codes, count - t.start)
        out += [sum(whole) / codes] * codes if whole else []
        at, done = at + len(t.glyphs), t.start + codes
    return (out + deltas[at:])[: max(count - 1, 0)]


def _quarters(angle: str | None) -> int:
    return round(number(angle, 0) / 90) % 4 if angle and angle != "0" else 0


class _Shares(dict[str, float]):
    """How wide a character is set, in em, as far as that can be told without its font: each is looked at once."""

    def __missing__(self, char: str) -> float:
        if len(self) >= _REMEMBERED:
            self.clear()
        share = self[char] = self._found(char)
        return share

    def _found(self, char: str) -> float:
        if char >= CJK or char in FULL_WIDTH:
            return 1.0
        if char.isdigit() or char == " ":
            return 0.5
        return 0.3 if char in _NARROW else 0.85 if char in _WIDE else 0.68 if char.isupper() else 0.46


_share = _Shares().__getitem__
_ALL_FULL = re.compile(f"[{CJK}-\U0010ffff{''.join(sorted(FULL_WIDTH))}]*").fullmatch


def _natural(text: str, size: float, stretch: float) -> list[float]:
    """The widths of characters set without spacing."""
    return [share * size * stretch for share in map(_share, text)]


def _widths(natural: list[float], across: list[float], size: float) -> list[float]:
    """The widths up to the next character, where that is no gap."""
    most = {width: _most(width, size) for width in set(natural)}
    out = [
        (delta if delta < most[width] else most[width]) if delta > _LEAST * width else width
        for width, delta in zip(natural, across, strict=False)
    ]
    return out + natural[len(out) :]


def _set_level(
    plate: Plate,
    text: str,
    x: float,
    y: float,
    across: list[float],
    size: float,
    stretch: float,
    matrix: Matrix,
    glyphs: list[int],
) -> bool:
    """Put level text with all its offsets on the plate, as nearly all text is set: what `_natural`, `_starts`, `_widths`
    and `_put` do, in fewer steps. False where glyphs are set over each other: then they have to."""
    full = size * stretch
    a, _, _, d, e, f = matrix
    xs = list(accumulate(across, initial=x))
    if _ALL_FULL(text):
        if min(across) <= _LEAST * full:
            return False
        left = [a * v + e for v in xs]
        right = left[1:] if max(across) <= full else [a * (v + (w if w < full else full)) + e for v, w in zip(xs, across, strict=False)]  # fmt: skip
        right.append(a * (xs[-1] + full) + e)
    else:
        shares = list(map(_share, text))
        widths = {share: share * size * stretch for share in set(shares)}
        if min(across) <= _LEAST * max(widths.values()):
            return False
        left = [a * v + e for v in xs]
        reach = {share: _most(width, full) for share, width in widths.items()}
        mosts = map(reach.__getitem__, shares)
        right = [a * (v + (w if w < most else most)) + e for v, w, most in zip(xs, across, mosts, strict=False)]
        right.append(a * (xs[-1] + widths[shares[-1]]) + e)
    count = len(text)
    plate.text += text
    plate.owner += [len(plate.pieces) - 1] * count
    plate.glyph += glyphs
    plate.left += left
    plate.right += right
    plate.top += [d * (y - _ASCENT * size) + f] * count
    plate.bottom += [d * (y + (1 - _ASCENT) * size) + f] * count
    return True


def _most(width: float, full: float) -> float:
    """How far a character of that width may reach; `full`: the width of a full one."""
    return width if width >= full else max(_LOOSE * width, 0.5 * full)


def _starts(
    x: float, y: float, natural: list[float], across: list[float], down: list[float], flow: int, size: float
) -> tuple[list[float], list[float]]:
    """Where each character begins. Without offsets they follow each other the way the text runs."""
    if not down and len(across) >= len(natural) - 1:  # as nearly all text is set
        xs = list(accumulate(across[: len(natural) - 1], initial=x))
        return xs, [y] * len(xs)
    xs, ys = [x], [y]
    for i, width in enumerate(natural[:-1]):
        if i < len(across) or i < len(down):
            x += across[i] if i < len(across) else 0.0
            y += down[i] if i < len(down) else 0.0
        elif flow in (0, 2):
            x += width if flow == 0 else -width
        else:
            y += size if flow == 1 else -size
        xs.append(x)
        ys.append(y)
    return xs, ys


def _put(
    plate: Plate,
    text: str,
    xs: list[float],
    ys: list[float],
    widths: list[float],
    size: float,
    matrix: Matrix,
    turn: int,
    glyphs: list[int],
) -> None:
    a, b, c, d, e, f = matrix
    above, below = _ASCENT * size, (1 - _ASCENT) * size
    if not turn and b == 0 and c == 0 and a > 0 > d:  # as nearly all text is set
        plate.text += text
        plate.owner += [len(plate.pieces) - 1] * len(text)
        plate.glyph += glyphs
        plate.left += [a * x + e for x in xs]
        plate.right += [a * (x + w) + e for x, w in zip(xs, widths, strict=False)]
        plate.top += [d * (y - above) + f for y in ys]
        plate.bottom += [d * (y + below) + f for y in ys]
        return
    cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn]
    for char, x, y, width, glyph in zip(text, xs, ys, widths, glyphs, strict=False):
        own = times((cos, sin, -sin, cos, x, y), matrix)
        plate.add(char, moved(own, 0.0, -above, width, below), glyph)


@lru_cache(maxsize=256)
def type_size(said: str | None) -> float:
    """A type size in millimetres; that of 五号 (10.5 points) where none is said."""
    return _positive(said) or 10.5 / POINTS


def _positive(text: str | None) -> float:
    """A number above 0; 0 where there is none."""
    return max(number(text, 0.0), 0.0) if text else 0.0
