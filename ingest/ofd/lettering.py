"""The characters of a page drawn: in the font that the file embeds, else in one of the machine's, fitted into their boxes."""

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.ofd.fonts import NAMED, by_number, glyphs_of
from ingest.ofd.plate import Colour, Glyphs, Plate

if TYPE_CHECKING:
    from PIL.Image import Image

TypeFace = Callable[[int], Any]
"""A Chinese font of the machine (Pillow's) of a size in pixels; None where it has none."""

_ASCENT = 0.86  # of a box's height that stands above the base line, as the reader sets it
_SMALLEST, _LARGEST = 2.0, 800.0  # pixels of type that is drawn
_ROOM = 1.02  # of its box that a character may be wide
_LEVEL = 0.02  # sine of the angle up to which text counts as level
_CLOSE = 0.5  # pixels of size that don't need another font
_KEPT, _FONTS = 4000, 16  # characters of a font, fonts of a page that are remembered


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A character drawn: its ink as a mask (None: it has none), where that begins, counted from the character's origin on
    the base line, and how far it is to the next one. Pixels."""

    ink: "Image | None"
    left: int
    top: int
    advance: float


class _Font:
    """A font at one size. `named`: the glyph of each character, where glyphs are reached by their numbers."""

    def __init__(self, face: Any, named: dict[str, int] | None) -> None:
        self._face, self._named = face, named
        self._stamps: dict[tuple[str, int], _Stamp | None] = {}

    def stamp(self, char: str, glyph: int) -> _Stamp | None:
        """A character, as that glyph where it is above 0; None where the font lacks it."""
        key = (char, glyph)
        if key not in self._stamps:
            if len(self._stamps) > _KEPT:
                self._stamps.clear()
            self._stamps[key] = self._drawn(char, glyph)
        return self._stamps[key]

    def _drawn(self, char: str, glyph: int) -> _Stamp | None:
        from PIL import Image, ImageDraw

        if self._named is not None:
            number = glyph if glyph > 0 else self._named.get(char, 0)
            if not number:
                return None
            char = chr(NAMED + min(number, 0xFFFD))
        left, top, right, bottom = self._face.getbbox(char, anchor="ls")
        if right <= left or bottom <= top:
            return _Stamp(None, 0, 0, self._face.getlength(char))
        mask = Image.new("L", (round(right - left), round(bottom - top)), 0)
        ImageDraw.Draw(mask).text((-left, -top), char, fill=255, font=self._face, anchor="ls")
        return _Stamp(mask, round(left), round(top), self._face.getlength(char))


class Letterer:
    """Sets characters on a sheet, `scale` pixels a point; `type_face` gives the font for what has none in the file."""

    def __init__(self, sheet: "Image", height: float, scale: float, type_face: TypeFace | None) -> None:
        self._sheet, self._height, self._scale, self._type_face = sheet, height, scale, type_face
        self._fonts: dict[tuple[int, float], _Font | None] = {}
        self._own: dict[int, tuple[bytes, dict[str, int]] | None] = {}

    def set(self, item: Glyphs, plate: Plate) -> None:
        """Draw the characters of one item. What no font has is left out."""
        for i in range(item.start, item.end):
            char, glyph = plate.text[i], plate.glyph[i]
            if glyph > 0 or not char.isspace():
                self._set(item, plate, i, char, glyph)

    def _set(self, item: Glyphs, plate: Plate, i: int, char: str, glyph: int) -> None:
        piece = plate.pieces[plate.owner[i]]
        box = plate.left[i], plate.bottom[i], plate.right[i], plate.top[i]
        angle = math.atan2(piece.b, piece.a)
        level, across = abs(math.sin(angle)) < _LEVEL, abs(math.cos(angle)) < _LEVEL
        em = (box[3] - box[1] if level else piece.size) * self._scale
        if not _SMALLEST <= em <= _LARGEST:
            return
        own = self._embedded(item.font, em) if item.font is not None else None
        if own is not None and glyph < 0:
            return
        stamp = own.stamp(char, glyph) if own is not None else None
        room = (box[2] - box[0] if level else box[3] - box[1] if across else piece.size) * self._scale
        if stamp is not None:
            wider = piece.stretch
        else:
            found = self._found(em) if char.isprintable() else None
            stamp = found.stamp(char, 0) if found is not None else None
            wider = _fit(stamp.advance, room) if stamp is not None else 1.0
        if stamp is None or stamp.ink is None:
            return
        ink, left = stamp.ink, stamp.left
        if abs(wider - 1) > 0.01:
            ink, left = ink.resize((max(1, round(ink.width * wider)), ink.height)), round(left * wider)
        if level and math.cos(angle) > 0:
            x, y = box[0] * self._scale + left, (self._height - box[1]) * self._scale - (1 - _ASCENT) * em + stamp.top
            self._ink(ink, round(x), round(y), item.colour)
        else:
            self._turned(ink, left, stamp.top, min(stamp.advance * wider, room), em, angle, box, item.colour)

    def _turned(
        self, mask: "Image", left: int, top: int, width: float, em: float, angle: float,
        box: tuple[float, float, float, float], colour: Colour,
    ) -> None:  # fmt: skip
        """A character whose base line runs askew or sideways: its cell turned about its middle, set on its box's."""
        from PIL import Image

        margin = math.ceil(em)
        cell = Image.new("L", (math.ceil(width) + 2 * margin, math.ceil(em) + 2 * margin), 0)
        cell.paste(mask, (margin + left, margin + round(_ASCENT * em) + top))
        cell = cell.rotate(math.degrees(angle), Image.Resampling.BICUBIC, expand=True)
        x, y = (box[0] + box[2]) / 2 * self._scale, (self._height - (box[1] + box[3]) / 2) * self._scale
        self._ink(cell, round(x - cell.width / 2), round(y - cell.height / 2), colour)

    def _ink(self, mask: "Image", x: int, y: int, colour: Colour) -> None:
        if colour[3] < 255:
            mask = mask.point([v * colour[3] // 255 for v in range(256)])
        self._sheet.paste(colour[:3], (x, y), mask)

    def _embedded(self, data: bytes, em: float) -> _Font | None:
        """An embedded font whose glyphs are reached by their numbers; None where it can't be used."""
        from PIL import ImageFont

        key = (id(data), round(em / _CLOSE) * _CLOSE)
        if key not in self._fonts:
            if len(self._fonts) > _FONTS:  # each holds the whole file
                self._fonts.clear()
            if id(data) not in self._own:
                numbered = by_number(data)
                self._own[id(data)] = (numbered, glyphs_of(data)) if numbered else None
            own = self._own[id(data)]
            self._fonts[key] = None
            if own:
                try:
                    face = ImageFont.truetype(io.BytesIO(own[0]), em, layout_engine=ImageFont.Layout.BASIC)
                    self._fonts[key] = _Font(face, own[1])
                except OSError:  # damaged
                    pass
        return self._fonts[key]

    def _found(self, em: float) -> _Font | None:
        key = (0, float(round(em)))
        if key not in self._fonts:
            face = self._type_face(round(em)) if self._type_face else None
            self._fonts[key] = _Font(face, None) if face is not None else None
        return self._fonts[key]


def _fit(advance: float, room: float) -> float:
    """How much narrower a character must be to stay in its box."""
    return room / advance if room > 0 and advance > _ROOM * room else 1.0
