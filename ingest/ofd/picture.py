"""A page of an OFD → a picture of it, for the recogniser: its pictures and paths, and text in embedded fonts."""

import io
from typing import TYPE_CHECKING, Any

from ingest.ofd.jbig2 import as_pdf, is_jbig2
from ingest.ofd.plate import Glyphs, Picture, Plate, Shape
from ingest.pdf.frame import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

_SCALE = 200 / 72  # pixels a point
_LARGEST = 6000  # pixels on a side
_MOST = 100_000_000  # pixels of a picture in the file: more is a bomb
_ASCENT = 0.86


def picture(plate: Plate, frame: Frame) -> "Image":
    """The page as it is seen, in red, green, blue; what can't be drawn (a damaged picture) is left out."""
    from PIL import Image, ImageDraw

    scale = min(_SCALE, _LARGEST / max(frame.width, frame.height, 1))
    size = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    for item in plate.painted:
        if isinstance(item, Picture):
            _paste(sheet, item, frame, scale)
        elif isinstance(item, Shape):
            _paint(pen, item, frame, scale)
        else:
            _letter(pen, item, plate, frame, scale)
    return sheet


def _pixels(point: tuple[float, float], frame: Frame, scale: float) -> tuple[float, float]:
    size = frame.height
    far = 4.0 * _LARGEST
    return max(-far, min(far, point[0] * scale)), max(-far, min(far, (size - point[1]) * scale))


def _paint(pen: Any, shape: Shape, frame: Frame, scale: float) -> None:
    for points in shape.parts:
        corners = [_pixels(point, frame, scale) for point in points]
        if shape.fill is not None and len(corners) > 2:
            pen.polygon(corners, fill=shape.fill)
        if shape.width:
            pen.line(corners, fill=shape.stroke, width=max(1, min(200, round(shape.width * scale))))


def _paste(sheet: "Image", item: Picture, frame: Frame, scale: float) -> None:
    """Set a picture where its matrix brings the unit square."""
    from PIL import Image

    image = _opened(item.data)
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
    if abs(mb) < 0.5 and abs(mc) < 0.5 and ma > 0 and md > 0:
        sheet.paste(image.convert("RGB"), (round(me), round(mf)), image if image.mode == "RGBA" else None)
        return
    det = ma * md - mb * mc
    if abs(det) < 1e-9:
        return
    # Pixels of the sheet → pixels of the picture.
    inverse = (md / det * across, -mc / det * across, (mc * mf - md * me) / det * across,
               -mb / det * down, ma / det * down, (mb * me - ma * mf) / det * down)  # fmt: skip
    whole = image.convert("RGBA").transform(sheet.size, Image.Transform.AFFINE, inverse, Image.Resampling.BILINEAR)
    sheet.paste(whole.convert("RGB"), (0, 0), whole)


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


def _letter(pen: Any, item: Glyphs, plate: Plate, frame: Frame, scale: float) -> None:
    """Characters in an embedded font: what fonts without a way to Unicode show can be recognised."""
    from PIL import ImageFont

    if item.start >= item.end:
        return
    points = plate.pieces[plate.owner[item.start]].size
    pixels = round(points * scale)
    if not 2 <= pixels <= 400:
        return
    try:
        font = ImageFont.truetype(io.BytesIO(item.font), pixels)
        for i in range(item.start, item.end):
            at = _pixels((plate.left[i], plate.top[i] - _ASCENT * points), frame, scale)
            pen.text(at, plate.text[i], fill=(0, 0, 0), font=font, anchor="ls")
    except Exception:  # a damaged font
        return
