"""One page of an OFD → its lines and tables in reading order."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from ingest.ofd.document import Area, OfdFile, Sheet, area_of
from ingest.ofd.measures import POINTS
from ingest.ofd.objects import Painter
from ingest.ofd.parts import Parts, child, children, words
from ingest.ofd.plate import Plate
from ingest.ofd.resources import Resources
from ingest.pdf.characters import Characters
from ingest.pdf.frame import Frame
from ingest.pdf.page import PageContent, TextLayer, composed
from ingest.pdf.rules import joined
from ingest.pdf.runs import BLANK, Run, dominant_direction, sideways_joined, stretches

if TYPE_CHECKING:
    from lxml.etree import _Element as Element
    from PIL.Image import Image

    from ingest.ofd.lettering import TypeFace

_ORDER = ("Background", "Body", "Foreground")  # GB/T 33190, 7.7
RECOGNISED = 200 / 72  # pixels a point of a picture that is recognised
_TEMPLATES = 8  # of a page, those of its templates too
_SHOWN = 1.0  # millimetres that content may stand out of the area that is shown


class OfdPage:
    """A page as it lies in the package. `damaged` where it can't be read: it is then an empty sheet.

    `frame` is its paper in points; `missing` says that it refers to something that the package lacks, `pale` is what stands there
    in white on bare paper (both known once its content was read).
    """

    def __init__(self, file: OfdFile, sheet: Sheet) -> None:
        self._parts, self._sheet = file.parts, sheet
        self._root: Element | None = None
        self.missing = False
        self.pale = ""
        try:
            self._root = self._parts.xml(sheet.part) if sheet.part else None
        except Unreadable as error:
            if error.code != "ofd-damaged":
                raise
        self.damaged = self._root is None
        self._area = area_of(child(self._root, "Area"), sheet.body.area)
        _, _, width, height = self._area.paper
        self.frame = Frame.of(0.0, 0.0, width * POINTS, height * POINTS, 0)

    def content(self) -> PageContent:
        """What stands on the page."""
        if self.damaged:
            return PageContent(self.frame, layer=TextLayer.DAMAGED)
        plate = self._painted(keep=False)
        frame, turned = self.frame, 0
        chars = _characters(plate, frame)
        found, outside = _runs(plate, chars, frame, self._shown())
        if direction := dominant_direction(found):
            turned = 4 - direction
            frame = self.frame.turned(turned)
            chars = _characters(plate, frame)
            found, outside = _runs(plate, chars, frame, self._shown())
            plate = self._painted(keep=False, frame=frame)
        self.pale = "".join(plate.pale)
        drawn = plate.drawing
        drawn.horizontal = joined(drawn.horizontal, frame.height, frame.width)
        drawn.vertical = joined(drawn.vertical, frame.width, frame.height)
        return composed(frame, turned, chars, found, outside, drawn)

    def picture(
        self, scale: float = RECOGNISED, type_face: "TypeFace | None" = None, *, marked: bool = False
    ) -> "Image":
        """The page as it is seen, as far as it can be drawn, `scale` pixels a point: pictures, paths, text in embedded
        fonts, and in `type_face` where one is given. A damaged page is a white sheet. `marked`: with annotations and
        seals, which are not the document's text and so not for the recogniser."""
        from ingest.ofd.picture import picture

        plate = Plate() if self.damaged else self._painted(keep=True, marked=marked)
        return picture(plate, self.frame, scale, type_face)

    def _painted(self, *, keep: bool, frame: Frame | None = None, marked: bool = False) -> Plate:
        assert self._root is not None
        resources = self._resources()
        painter = Painter(frame or self.frame, self._area.paper, resources, keep=keep)
        found = [(_ORDER.index("Body"), self._root), *self._templates(self._root, 0)]
        for _, page in sorted(found, key=lambda one: one[0]):
            layers = list(children(child(page, "Content"), "Layer"))
            for layer in sorted(layers, key=lambda one: _rank(one.get("Type"), "Body")):
                painter.layer(layer)
        if marked:
            for appearance in _appearances(self._parts, self._sheet):
                painter.annotation(appearance)
            for seal in self._sheet.body.seals.get(self._sheet.id, ()):
                if data := seal.picture(self._parts):
                    painter.seal(seal.box, seal.clip, data)
        self.missing = self.missing or painter.plate.missing
        return painter.plate

    def _resources(self) -> Resources:
        own = list(children(self._root, "PageRes"))
        if not own or self._sheet.part is None:
            return self._sheet.body.resources
        resources = Resources(self._parts, self._sheet.body.resources)
        for element in own:
            resources.add(self._parts.find(self._sheet.part, element.text))
        return resources

    def _templates(self, page: "Element", depth: int) -> "Iterator[tuple[int, Element]]":
        """The templates that a page lies on, each with its place in the order of painting."""
        for use in list(children(page, "Template"))[:_TEMPLATES]:
            part, order = self._sheet.body.templates.get((use.get("TemplateID") or "").strip(), (None, ""))
            if part is None:
                self.missing = True
                continue
            try:
                root = self._parts.xml(part, keep=True)
            except Unreadable:
                self.missing = True
                continue
            yield _rank(use.get("ZOrder") or order, "Background"), root
            if depth < 2:
                yield from self._templates(root, depth + 1)

    def _shown(self) -> tuple[float, float, float, float] | None:
        """The part of the paper that is shown, in points, origin bottom left; None where it is all of it."""
        shown, (x, y, _, height) = self._area.shown, self._area.paper
        if shown is None or not _meets(self._area):
            return None
        left, top = shown[0] - x - _SHOWN, shown[1] - y - _SHOWN
        right, bottom = left + shown[2] + 2 * _SHOWN, top + shown[3] + 2 * _SHOWN
        return left * POINTS, (height - bottom) * POINTS, right * POINTS, (height - top) * POINTS


def _meets(area: Area) -> bool:
    x, y, width, height = area.paper
    left, top, across, down = area.shown or area.paper
    return left < x + width and left + across > x and top < y + height and top + down > y


def _rank(order: str | None, default: str) -> int:
    return _ORDER.index(order) if order in _ORDER else _ORDER.index(default)


def _characters(plate: Plate, frame: Frame) -> Characters:
    columns = frame.columns(plate.left, plate.top, plate.right, plate.bottom)
    return Characters("".join(plate.text), *columns, range(len(plate.text)))


def _runs(
    plate: Plate, chars: Characters, frame: Frame, shown: tuple[float, float, float, float] | None
) -> tuple[list[Run], int]:
    """The runs of a page in the order of its content, and how many characters stand off the page."""
    found, outside = stretches(chars, frame)
    seen = frame.box(*shown) if shown else None
    out = []
    for at, top, bottom in found:
        for piece in _alike(at, plate):
            if seen and not _is_in(piece, chars, seen):
                outside += sum(chars.text[i] not in BLANK for i in piece)
                continue
            if piece is not at:
                top, bottom = min(chars.top[i] for i in piece), max(chars.bottom[i] for i in piece)
            out.append(_run(piece, top, bottom, plate, chars, frame))
    return sideways_joined(out), outside


def _alike(at: list[int], plate: Plate) -> Iterator[list[int]]:
    """A stretch cut where it goes on in another direction, or from what is seen to what is not."""
    owner, pieces = plate.owner, plate.pieces
    first = owner[at[0]]
    if owner[at[-1]] == first:
        yield at
        return
    out: list[int] = []
    key: tuple[float, float, bool, bool, bool] | None = None
    for i in at:
        piece = pieces[owner[i]]
        own = (piece.a, piece.b, piece.hidden, piece.garbled, owner[i] < plate.covered)
        if out and own != key:
            yield out
            out = []
        out.append(i)
        key = own
    yield out


def _is_in(at: list[int], chars: Characters, box: tuple[float, float, float, float]) -> bool:
    x, y = (chars.x0[at[0]] + chars.x1[at[-1]]) / 2, (chars.top[at[0]] + chars.bottom[at[0]]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _run(at: list[int], top: float, bottom: float, plate: Plate, chars: Characters, frame: Frame) -> Run:
    text = chars.text
    first = at[0] if text[at[0]] not in BLANK else next((i for i in at if text[i] not in BLANK), -1)
    owner = plate.owner[at[0] if first < 0 else first]
    piece = plate.pieces[owner]
    return Run(
        at, chars.x0[at[0]], top, chars.x1[at[-1]], bottom, piece.size,
        0 if piece.b == 0 and piece.a > 0 and not frame.quarters else frame.direction(piece.a, piece.b),
        garbled=piece.garbled, hidden=piece.hidden or owner < plate.covered, blank=first < 0,
    )  # fmt: skip


def annotations(file: OfdFile, sheet: Sheet) -> tuple[int, str]:
    """How many annotations are on a page, and the words that stand in them."""
    part = sheet.body.annotations.get(sheet.id)
    if part is None:
        return 0, ""
    try:
        root = file.parts.xml(part)
    except Unreadable:
        return 1, ""
    found = list(children(root, "Annot"))
    return len(found), "".join(said for annot in found for said in _said(annot))


def _appearances(parts: Parts, sheet: Sheet) -> "Iterator[Element]":
    """What the annotations of a page show (GB/T 33190, 15.2), those left out that are not to be seen."""
    part = sheet.body.annotations.get(sheet.id)
    try:
        root = parts.xml(part) if part else None
    except Unreadable:
        return
    for annot in children(root, "Annot"):
        if annot.get("Visible") != "false":
            yield from children(annot, "Appearance")


def _said(annot: "Element") -> Iterator[str]:
    yield words(annot, "Remark")
    for element in annot.iter("{*}TextCode"):
        yield (element.text or "").strip()
