"""A page's layers and templates → its plate: every object in the order it is painted, brought onto the page."""

import math
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from ingest.ofd.colours import painted, rgb
from ingest.ofd.measures import POINTS, Rectangle, number, placed, rectangle
from ingest.ofd.parts import child, children, name_of, words
from ingest.ofd.paths import Outline, add_rules, cut
from ingest.ofd.plate import Glyphs, Picture, Plate, Shape
from ingest.ofd.resources import Resources
from ingest.ofd.text import set_text, type_size
from ingest.pdf.frame import Box, Frame
from ingest.pdf.rules import OBJECTS, SEGMENTS, THIN, Matrix, moved

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 32  # blocks and composite drawings inside each other
_TEXTS = 200_000  # text objects of a page
_SLACK = 3.0  # points by which a path may stand out of its boundary: writers leave its stroke's width out
_CLIPPED = 0.3  # em by which a character's middle may be outside its clip
_FARTHEST = 1e7  # points; a matrix that brings something there is a mistake
_SHEET = 0.5  # of the page: a picture of that size may lie over a recognised text
_STROKE = 0.353  # millimetres, where a path does not say
_WHITE = 248  # of 255: lighter can't be told from paper
_GROUNDS = 5_000  # filled areas of a page that are remembered


Inner = dict[str, "Element"]
"""An object's children, the first of each name: looked through once."""


class _Setting(NamedTuple):
    """What an object takes from what it is in."""

    matrix: Matrix
    clip: Box | None
    params: str | None
    hidden: bool
    depth: int = 0
    cover: float = 1.0  # how much of what is under it an object covers


class Painter:
    """Puts the objects of a page on its plate. `keep` what a picture of the page needs, too."""

    def __init__(self, frame: Frame, paper: Rectangle, resources: Resources, *, keep: bool = False) -> None:
        self.plate = Plate()
        self._frame, self._resources, self._keep = frame, resources, keep
        x, y, _, height = paper
        self._base: Matrix = (POINTS, 0.0, 0.0, -POINTS, -x * POINTS, (y + height) * POINTS)
        self._objects = self._texts = self._segments = 0
        self._dark: list[Box] = []  # what white text can be read on

    def layer(self, layer: "Element") -> None:
        """Put a layer on the plate."""
        self._walk(layer, _Setting(self._base, None, layer.get("DrawParam"), hidden=False))

    def annotation(self, appearance: "Element") -> None:
        """Put what an annotation shows on the plate; its objects stand in its boundary."""
        self._walk(appearance, _Setting(placed(appearance.get("Boundary"), None, self._base), None, None, hidden=False))

    def seal(self, box: Rectangle, clip: Rectangle | None, data: bytes) -> None:
        """Put a seal's picture into its box (millimetres); of it only what the clip shows."""
        x, y, width, height = box
        seen = None
        if clip:
            left, top = x + clip[0], y + clip[1]
            seen = moved(self._base, left, top, left + clip[2], top + clip[3])
        matrix = placed(None, f"{width} 0 0 {height} {x} {y}", self._base)
        self.plate.painted.append(Picture(matrix, data, clip=seen, ink=True))

    def _walk(self, objects: "Iterable[Element]", setting: _Setting) -> None:
        for element in objects:
            if paint := _PAINTERS.get(name_of(element)):
                self._objects += 1
                if self._objects > OBJECTS + self._texts:
                    self.plate.drawing.complete = False
                    return
                paint(self, element, setting)

    def _inside(
        self, element: "Element", inner: Inner, setting: _Setting, fallback: str | None = None
    ) -> _Setting | None:
        """The setting of an object: its matrix, its clip, whether it is seen. None where it can't be placed."""
        boundary = element.get("Boundary")
        matrix = placed(boundary, element.get("CTM") or fallback, setting.matrix)
        # the sum is not a number where one of them is none
        if not (min(matrix) > -_FARTHEST and max(matrix) < _FARTHEST and math.isfinite(sum(matrix))):
            return None
        clip, clips = setting.clip, inner.get("Clips")
        if clips is not None:
            corner = placed(boundary, None, setting.matrix)
            clip = _clipped(clips, corner if clips.get("TransFlag") == "false" else matrix, clip)
        said = element.get("Alpha")
        alpha = number(said, 255) if said else 255
        hidden = setting.hidden or element.get("Visible") == "false" or alpha == 0
        cover = setting.cover * max(0.0, min(alpha / 255, 1.0)) if said else setting.cover
        return _Setting(matrix, clip, element.get("DrawParam") or setting.params, hidden, setting.depth + 1, cover)

    def _unpainted(self, inner: Inner, setting: _Setting, fill: bool, stroke: bool) -> bool:
        """Whether neither filling nor stroke leaves anything to be seen."""
        if len(inner) == 1 and not setting.params:  # no colour is given
            return not (fill or stroke)
        return not (fill and not self._is_clear(inner, setting, "FillColor")) and not (
            stroke and not self._is_clear(inner, setting, "StrokeColor")
        )

    def _is_clear(self, inner: Inner, setting: _Setting, name: str) -> bool:
        colour = self._colour(inner, setting, name)
        return colour is not None and number(colour.get("Alpha"), 255) == 0

    def _colour(self, inner: Inner, setting: _Setting, name: str) -> "Element | None":
        found = inner.get(name)
        return found if found is not None or not setting.params else self._resources.inherited(setting.params, name)

    def _text(self, element: "Element", setting: _Setting) -> None:
        self._texts += 1
        if self._texts > _TEXTS:
            self.plate.drawing.complete = False
            return
        inner = _inner(element)
        inside = self._inside(element, inner, setting)
        if inside is None:
            return
        fill, stroke = element.get("Fill") != "false", element.get("Stroke") == "true"
        hidden = inside.hidden or self._unpainted(inner, inside, fill, stroke)
        plate = self.plate
        start = len(plate.text)
        glyphs = self._resources.characters(element.get("Font")) if "CGTransform" in inner else {}
        size = type_size(element.get("Size"))
        set_text(element, inside.matrix, plate, size=size, hidden=hidden, glyph_characters=glyphs)
        if inside.clip and len(plate.text) > start:
            self._cut_text(start, inside.clip)
        colour = self._colour(inner, inside, "FillColor") if len(inner) > 1 or inside.params else None
        if colour is not None and not hidden and len(plate.text) > start and self._is_pale(colour, start):
            plate.pale.append("".join(plate.text[start:]))
        if self._keep and not hidden and len(plate.text) > start:
            ink = painted(self._colour(inner, inside, "FillColor" if fill else "StrokeColor"), inside.cover)
            plate.painted.append(Glyphs(self._resources.font(element.get("Font")), start, len(plate.text), ink))

    def _is_pale(self, colour: "Element", start: int) -> bool:
        """Whether a text's colour is white and nothing dark lies under it."""
        if min(rgb(colour)) < _WHITE:
            return False
        plate = self.plate
        x, y = (plate.left[start] + plate.right[start]) / 2, (plate.bottom[start] + plate.top[start]) / 2
        return not any(box[0] <= x <= box[2] and box[1] <= y <= box[3] for box in self._dark)

    def _cut_text(self, start: int, clip: Box) -> None:
        """Take off the plate what stands outside a clip."""
        plate = self.plate
        left, bottom, right, top = clip
        columns: list[list[Any]] = [
            plate.text,
            plate.left,
            plate.top,
            plate.right,
            plate.bottom,
            plate.owner,
            plate.glyph,
        ]
        kept = []
        for i in range(start, len(plate.text)):
            slack = _CLIPPED * plate.pieces[plate.owner[i]].size
            x, y = (plate.left[i] + plate.right[i]) / 2, (plate.bottom[i] + plate.top[i]) / 2
            if left - slack <= x <= right + slack and bottom - slack <= y <= top + slack:
                kept.append(i)
        if len(kept) < len(plate.text) - start:
            for column in columns:
                column[start:] = [column[i] for i in kept]

    def _path(self, element: "Element", setting: _Setting) -> None:
        inner = _inner(element)
        inside = self._inside(element, inner, setting)
        if inside is None:
            return
        fill, stroke = element.get("Fill") == "true", element.get("Stroke") != "false"
        if inside.hidden or self._unpainted(inner, inside, fill, stroke):
            return
        data = inner.get("AbbreviatedData")
        path = ((data.text or "") if data is not None else "").strip()
        outline = Outline(path, inside.matrix, SEGMENTS - self._segments)
        self._segments += outline.points
        drawing = self.plate.drawing
        drawing.complete = drawing.complete and outline.complete
        clip = inside.clip
        box = rectangle(element.get("Boundary"))
        if box and (box[2] > 0 or box[3] > 0):
            x0, y0, x1, y1 = moved(setting.matrix, box[0], box[1], box[0] + box[2], box[1] + box[3])
            clip = cut((x0 - _SLACK, y0 - _SLACK, x1 + _SLACK, y1 + _SLACK), clip)
        add_rules(drawing, outline, self._frame, clip, stroked=stroke)
        if fill and len(self._dark) < _GROUNDS and min(rgb(self._colour(inner, inside, "FillColor"))) < _WHITE:
            self._dark += [bounds] if (bounds := outline.bounds()) else []
        if self._keep:
            seen = Outline(path, inside.matrix, SEGMENTS, smooth=True)
            width = number(element.get("LineWidth"), _STROKE) * abs(inside.matrix[0] or inside.matrix[1])
            self.plate.painted.append(
                Shape(
                    [points for points, _ in seen.parts], max(width, 0.5) if stroke else 0.0,
                    painted(self._colour(inner, inside, "StrokeColor"), inside.cover),
                    painted(self._colour(inner, inside, "FillColor"), inside.cover) if fill else None,
                    element.get("Rule") == "Even-Odd", clip,
                )
            )  # fmt: skip

    def _image(self, element: "Element", setting: _Setting) -> None:
        box = rectangle(element.get("Boundary")) or (0.0, 0.0, 0.0, 0.0)
        inside = self._inside(element, _inner(element), setting, f"{box[2]} 0 0 {box[3]} 0 0")
        if inside is None or inside.hidden:
            return
        x0, y0, x1, y1 = cut(moved(inside.matrix, 0.0, 0.0, 1.0, 1.0), inside.clip)
        left, top, right, bottom = self._frame.box(x0, y0, x1, y1)
        frame, plate = self._frame, self.plate
        width, height = min(right, frame.width) - max(left, 0), min(bottom, frame.height) - max(top, 0)
        if not (width > 0 and height > 0 and frame.width * frame.height > 0):
            return
        if min(width, height) <= THIN:
            add_rules(plate.drawing, _rectangle(x0, y0, x1, y1), frame, None, stroked=False)
            return
        data = self._resources.picture(element.get("ResourceID"))
        if data is None:
            plate.missing = True
            return
        self._dark.append((x0, y0, x1, y1))
        share = width * height / (frame.width * frame.height)
        plate.drawing.pictures += share
        if share > _SHEET and number(element.get("Alpha"), 255) >= 255 and _is_opaque(data):
            plate.covered = len(plate.pieces)
        if self._keep:
            plate.painted.append(Picture(inside.matrix, data, round(255 * inside.cover), inside.clip))

    def _block(self, element: "Element", setting: _Setting) -> None:
        if setting.depth < _DEEPEST:
            self._walk(element, setting._replace(depth=setting.depth + 1))

    def _composite(self, element: "Element", setting: _Setting) -> None:
        unit = self._resources.unit(element.get("ResourceID"))
        content = child(unit, "Content")
        if content is None:
            self.plate.missing = True
            return
        inside = self._inside(element, _inner(element), setting)
        if inside is not None and setting.depth < _DEEPEST:
            self._walk(content, inside)


# Not the painter's own: it would then hold itself, and what it painted would stay until the next look for garbage.
_PAINTERS: dict[str, Callable[[Painter, "Element", _Setting], None]] = {
    "TextObject": Painter._text, "PathObject": Painter._path, "ImageObject": Painter._image,
    "PageBlock": Painter._block, "CompositeObject": Painter._composite,
}  # fmt: skip


def _inner(element: "Element") -> Inner:
    out: Inner = {}
    for one in element:
        out.setdefault(name_of(one), one)
    return out


def _clipped(clips: "Element", base: Matrix, clip: Box | None) -> Box | None:
    """The box around what clips leave of an object (GB/T 33190, 8.4): all of them, of each any of its areas.

    `base` brings the clips to the page, `clip` is what is left already.
    """
    for one in children(clips, "Clip"):
        areas = []
        for area in children(one, "Area"):
            path = child(area, "Path")
            if path is None:  # clipped to the shape of characters
                return clip
            matrix = placed(path.get("Boundary"), path.get("CTM"), placed(None, area.get("CTM"), base))
            areas.append(Outline(words(path, "AbbreviatedData"), matrix, SEGMENTS).bounds())
        boxes = [box for box in areas if box]
        if boxes:
            left, bottom, right, top = zip(*boxes, strict=True)
            clip = cut((min(left), min(bottom), max(right), max(top)), clip)
    return clip


def _rectangle(x0: float, y0: float, x1: float, y1: float) -> Outline:
    return Outline(f"M {x0} {y0} L {x1} {y0} L {x1} {y1} L {x0} {y1} C", (1, 0, 0, 1, 0, 0), 8)


def _is_opaque(data: bytes) -> bool:
    """False for a PNG or GIF that may let through what is under it."""
    if data.startswith(b"\x89PNG"):
        return data[25:26] not in (b"\x04", b"\x06") and b"tRNS" not in data[:2000]
    return not data.startswith(b"GIF8")
