"""A page of an OFD → a picture of it, for the recogniser and to be looked at: its pictures, paths and text."""

import io
import math
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.ofd.jbig2 import as_pdf, is_jbig2
from ingest.ofd.lettering import Letterer, TypeFace
from ingest.ofd.plate import Colour, Picture, Plate, Point, Shape
from ingest.pdf.frame import Box, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

_LARGEST = 6000  # pixels on a side
_MOST = 100_000_000  # pixels of a picture in the file: more is a bomb
_FINE, _MOST_FINE = 2, 20_000_000  # times, and pixels up to which that is afforded
_SEAL_SIDE = 600  # pixels of a seal that is an OFD itself
_NOTHING = 128  # a winding number of 0


def picture(plate: Plate, frame: Frame, scale: float, type_face: TypeFace | None = None) -> "Image":
    """The page as it is seen, in red, green, blue, `scale` pixels a point; what can't be drawn (a damaged picture) is
    left out. `type_face`: in which text is set whose font the file lacks; without it such text is left out."""
    from PIL import Image, ImageDraw

    scale = min(scale, _LARGEST / max(frame.width, frame.height, 1))
    width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    fine = _FINE if width * height * _FINE**2 <= _MOST_FINE else 1  # drawn larger and reduced: lines without steps
    sheet = Image.new("RGB", (width * fine, height * fine), "white")
    pen = ImageDraw.Draw(sheet)
    scale *= fine
    letterer = Letterer(sheet, frame.height, scale, type_face)
    for item in plate.painted:
        if isinstance(item, Picture):
            _paste(sheet, item, frame, scale)
        elif isinstance(item, Shape):
            _paint(sheet, pen, item, frame, scale, fine)
        else:
            letterer.set(item, plate)
    return sheet.reduce(fine) if fine > 1 else sheet


def _pixels(point: tuple[float, float], frame: Frame, scale: float) -> tuple[float, float]:
    size = frame.height
    far = 4.0 * _LARGEST
    return max(-far, min(far, point[0] * scale)), max(-far, min(far, (size - point[1]) * scale))


def _paint(sheet: "Image", pen: Any, shape: Shape, frame: Frame, scale: float, finest: int) -> None:
    parts = [[_pixels(point, frame, scale) for point in points] for points in shape.parts]
    points = [point for part in parts for point in part]
    if not points or not all(map(math.isfinite, (v for point in points for v in point))):
        return
    width = max(finest, min(200, round(shape.width * scale))) if shape.width else 0
    x0, y0 = min(x for x, _ in points) - width, min(y for _, y in points) - width
    x1, y1 = max(x for x, _ in points) + width, max(y for _, y in points) + width
    cut = _clip(shape.clip, frame, scale)
    whole = cut is None or (
        cut[0] <= x0 + width and cut[1] <= y0 + width and x1 - width <= cut[2] and y1 - width <= cut[3]
    )
    fill = shape.fill
    if whole and (fill is None or (fill[3] == 255 and len(parts) == 1)) and (not width or shape.stroke[3] == 255):
        for part in parts:  # as nearly all paths are
            if fill is not None and len(part) > 2:
                pen.polygon(part, fill=fill[:3])
            if width:
                pen.line(part, fill=shape.stroke[:3], width=width, joint="curve" if width > 3 * finest else None)
        return
    if cut is not None:
        x0, y0, x1, y1 = max(x0, cut[0]), max(y0, cut[1]), min(x1, cut[2]), min(y1, cut[3])
    at = max(0, math.floor(x0)), max(0, math.floor(y0))
    size = min(sheet.width, math.ceil(x1) + 1) - at[0], min(sheet.height, math.ceil(y1) + 1) - at[1]
    if size[0] <= 0 or size[1] <= 0:
        return
    moved = [[(x - at[0], y - at[1]) for x, y in part] for part in parts]
    if fill is not None:
        sheet.paste(fill[:3], at, _covering(_filled(moved, size, even_odd=shape.even_odd), fill))
    if width:
        sheet.paste(shape.stroke[:3], at, _covering(_stroked(moved, size, width), shape.stroke))


def _clip(clip: Box | None, frame: Frame, scale: float) -> Box | None:
    """A clip in pixels."""
    if clip is None:
        return None
    (x0, y0), (x1, y1) = _pixels((clip[0], clip[3]), frame, scale), _pixels((clip[2], clip[1]), frame, scale)
    return x0, y0, x1, y1


def _filled(parts: list[list[Point]], size: tuple[int, int], *, even_odd: bool) -> "Image":
    """What the parts go round: a mask. Each adds 1 where it goes round one way, and takes 1 the other way."""
    from PIL import Image, ImageChops, ImageDraw

    count = Image.new("L", size, _NOTHING)
    for part in parts:
        if len(part) < 3:
            continue
        one = Image.new("L", size, 0)
        ImageDraw.Draw(one).polygon(part, fill=1)
        turns = sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise([*part, part[0]]))
        count = ImageChops.add(count, one) if turns > 0 or even_odd else ImageChops.subtract(count, one)
    if even_odd:
        return count.point([255 * ((v - _NOTHING) % 2) for v in range(256)])
    return count.point([255 * (v != _NOTHING) for v in range(256)])


def _stroked(parts: list[list[Point]], size: tuple[int, int], width: int) -> "Image":
    from PIL import Image, ImageDraw

    mask = Image.new("L", size, 0)
    for part in parts:
        ImageDraw.Draw(mask).line(part, fill=255, width=width)
    return mask


def _covering(mask: "Image", colour: Colour) -> "Image":
    return mask if colour[3] == 255 else mask.point([v * colour[3] // 255 for v in range(256)])


def _paste(sheet: "Image", item: Picture, frame: Frame, scale: float) -> None:
    """Set a picture where its matrix brings the unit square."""
    from PIL import Image, ImageChops

    image = _inked(item.data) if item.ink else _opened(item.data)
    if image is None:
        return
    a, b, c, d, e, f = item.matrix
    # From the unit square (y downwards) to pixels.
    ma, mb, mc, md = a * scale, -b * scale, c * scale, -d * scale
    me, mf = e * scale, (frame.height - f) * scale
    across, down = (
        min(_LARGEST, max(1, round(abs(complex(ma, mb))))),
        min(_LARGEST, max(1, round(abs(complex(mc, md))))),
    )
    image = image.resize((across, down), Image.Resampling.LANCZOS if image.mode != "P" else Image.Resampling.NEAREST)
    cut = _clip(item.clip, frame, scale)
    if abs(mb) < 0.5 and abs(mc) < 0.5 and ma > 0 and md > 0 and cut is None and item.cover == 255:
        sheet.paste(image.convert("RGB"), (round(me), round(mf)), image if image.mode == "RGBA" else None)
        return
    det = ma * md - mb * mc
    if abs(det) < 1e-9:
        return
    # Pixels of the sheet → pixels of the picture.
    inverse = (md / det * across, -mc / det * across, (mc * mf - md * me) / det * across,
               -mb / det * down, ma / det * down, (mb * me - ma * mf) / det * down)  # fmt: skip
    whole = image.convert("RGBA").transform(sheet.size, Image.Transform.AFFINE, inverse, Image.Resampling.BILINEAR)
    mask = _covering(whole.getchannel("A"), (0, 0, 0, item.cover))
    if cut is not None:
        seen = Image.new("L", sheet.size, 0)
        seen.paste(255, (round(cut[0]), round(cut[1]), round(cut[2]), round(cut[3])))
        mask = ImageChops.multiply(mask, seen)
    sheet.paste(whole.convert("RGB"), (0, 0), mask)


def _inked(data: bytes) -> "Image | None":
    """The picture of a seal, a file or an OFD of one page, as ink on nothing: the lighter a dot, the less it covers."""
    from PIL import Image, ImageChops

    found = _page_of(data) if data.startswith(b"PK") else _opened(data)
    if found is None:
        return None
    rgba = found.convert("RGBA")
    plain = Image.new("RGB", rgba.size, "white")
    plain.paste(rgba.convert("RGB"), (0, 0), rgba.getchannel("A"))
    red, green, blue = plain.split()
    darkest = ImageChops.darker(ImageChops.darker(red, green), blue)
    cover = ImageChops.invert(darkest)
    plain.putalpha(cover.point([min(255, v * 2) for v in range(256)]))
    return plain


def _page_of(data: bytes) -> "Image | None":
    """The first page of an OFD in an OFD, without annotations and seals of its own."""
    from corpus.errors import Unreadable
    from ingest.limits import Limits
    from ingest.ofd.document import OfdFile
    from ingest.ofd.page import OfdPage
    from ingest.ofd.parts import Parts

    try:
        file = OfdFile(Parts(data, "", Limits()), "")
        page = OfdPage(file, file.sheets[0])
        return page.picture(_SEAL_SIDE / max(page.frame.width, page.frame.height, 1.0))
    except Unreadable:
        return None


def _opened(data: bytes) -> "Image | None":
    from PIL import Image

    try:
        if is_jbig2(data):
            import pypdfium2

            with pypdfium2.PdfDocument(as_pdf(data)) as pdf:
                image: Image.Image = pdf[0].render(scale=1).to_pil()
                return image.convert("RGB")
        found = Image.open(io.BytesIO(data))
        if found.width * found.height > _MOST:
            return None
        found.draft("RGB", (_LARGEST, _LARGEST))
        return found.convert("RGBA" if found.mode in ("RGBA", "LA", "PA") or "transparency" in found.info else "RGB")
    except Exception:  # whatever a damaged picture makes its decoder say
        return None
