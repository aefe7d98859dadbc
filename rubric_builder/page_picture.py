"""Pages drawn with a clause framed: what is laid on the table when a unit asks why it lost points."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from corpus.source_text import Region
from ingest.page_drawing import Scale, page_drawn
from rubric_builder.picture_fonts import font

Box = tuple[float, float, float, float]

DPI = 150
_SCALE = DPI / 72
_MOST_PAGES = 4
_MOST_PIXELS = 16_000_000
_INK = (200, 20, 20)
_MARKER = (255, 240, 150)
_GAP = 24  # pixels between pages side by side


def page_picture(file: bytes, regions: Iterable[Region], page: int | None = None, *, caption: str = "") -> bytes:
    """A PNG at 150 dpi of the pages of a PDF, an OFD or an image that the regions stand on, side by side; of one of them
    where `page` says which.

    Each stretch of the clause is framed and its lines are marked; where it runs over a page break that is said at the
    cut. `caption` (the citation) stands above, where the machine has Chinese type. Raises `Unreadable` for a file that
    can't be drawn, ValueError where there are no regions.
    """
    placed = list(regions)
    numbers = sorted({r.page for r in placed})
    if not numbers:
        raise ValueError("no regions to frame")
    shown = [page] if page is not None else numbers[:_MOST_PAGES]
    drawn = [_page(file, number, [r.bbox for r in placed if r.page == number], numbers) for number in shown]
    left_out = [n for n in numbers if n not in shown] if page is None else []
    if left_out:
        caption = f"{caption}（另见第{'、'.join(map(str, left_out))}页）"
    return to_png(_side_by_side(drawn, shown, caption))


def plain_page(file: bytes | Path, number: int, width: int) -> bytes:
    """A PNG of one page, `width` pixels wide, with nothing drawn on it. A page of absurd proportions or size is drawn
    smaller. Raises `Unreadable` for a page that can't be drawn."""
    return to_png(_drawn(file, number, lambda size: min(width / size[0], (_MOST_PIXELS / (size[0] * size[1])) ** 0.5)))


def _drawn(file: bytes | Path, number: int, scale: Scale) -> Any:
    return page_drawn(file, number, scale, font)


def _page(file: bytes, number: int, boxes: Sequence[Box], numbers: Sequence[int]) -> Any:
    """The page as a PIL picture with the boxes' blocks framed."""
    from PIL import ImageChops, ImageDraw

    drawn = _drawn(file, number, lambda _: _SCALE)
    drawn = ImageChops.multiply(drawn, _marks(drawn.size, boxes))
    brush = ImageDraw.Draw(drawn)
    framed = blocks(boxes)
    for block in framed:
        brush.rounded_rectangle(_inside(_pixels(block, 5), drawn.size), radius=8, outline=_INK, width=4)
    lowest, highest = max(framed, key=lambda b: b[3], default=None), min(framed, key=lambda b: b[1], default=None)
    if lowest and number + 1 in numbers:
        _tag(brush, _inside(_pixels(lowest, 5), drawn.size), "接下页", drawn.width, below=True)
    if highest and number - 1 in numbers:
        _tag(brush, _inside(_pixels(highest, 5), drawn.size), "接上页", drawn.width, below=False)
    return drawn


def _marks(size: tuple[int, int], boxes: Sequence[Box]) -> Any:
    """A white picture with the marker's strokes, to multiply the page with."""
    from PIL import Image, ImageDraw

    white = Image.new("RGB", size, (255, 255, 255))
    brush = ImageDraw.Draw(white)
    for box in boxes:
        brush.rectangle(_pixels(box, 1.5), fill=_MARKER)
    return white


def _pixels(box: Box, padding: float) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = box
    return (
        round((x0 - padding) * _SCALE),
        round((top - padding) * _SCALE),
        round((x1 + padding) * _SCALE),
        round((bottom + padding) * _SCALE),
    )


def _inside(box: tuple[int, int, int, int], size: tuple[int, int]) -> tuple[int, int, int, int]:
    x0, top, x1, bottom = box
    return (max(x0, 2), max(top, 2), min(x1, size[0] - 3), min(bottom, size[1] - 3))


def _tag(brush: Any, frame: tuple[int, int, int, int], said: str, page_width: int, *, below: bool) -> None:
    """A small flag beside the frame that says where the clause goes on; within it where the page has no room."""
    type_face = font(22)
    if type_face is None:
        return
    x0, top, x1, bottom = frame
    width = round(brush.textlength(said, font=type_face)) + 20
    left = x1 + 4 if x1 + 4 + width < page_width else max(x0, x1 - width)
    top = max(bottom - 34, 0) if below else top
    at = (left, top, left + width, top + 34)
    brush.rectangle(at, fill=_INK)
    brush.text((at[0] + 10, (at[1] + at[3]) / 2), said, font=type_face, fill=(255, 255, 255), anchor="lm")


# --- blocks ---------------------------------------------------------------------------------------------------------


def blocks(boxes: Sequence[Box]) -> list[Box]:
    """The boxes of lines gathered into what the eye takes for one stretch: lines under each other, cells of one row.

    >>> blocks([(100, 100, 300, 112), (100, 118, 250, 130), (100, 400, 200, 412)])
    [(100, 100, 300, 130), (100, 400, 200, 412)]
    """
    line = sorted(b[3] - b[1] for b in boxes)[len(boxes) // 2] if boxes else 0.0
    found = sorted(boxes, key=lambda b: (b[1], b[0]))
    joined = True
    while joined:
        joined = False
        out: list[Box] = []
        for box in found:
            for n, other in enumerate(out):
                if _together(box, other, line):
                    low, high = zip(box[:2], other[:2], strict=True), zip(box[2:], other[2:], strict=True)
                    (x0, top), (x1, bottom) = (min(p) for p in low), (max(p) for p in high)
                    out[n] = (x0, top, x1, bottom)
                    joined = True
                    break
            else:
                out.append(box)
        found = out
    return found


def _together(a: Box, b: Box, line: float) -> bool:
    beside = max(a[0], b[0]) - min(a[2], b[2])  # the gap between them; below 0 they overlap
    under = max(a[1], b[1]) - min(a[3], b[3])
    if under <= -0.3 * min(a[3] - a[1], b[3] - b[1]):
        return beside <= 6 * line
    return beside <= 0 and under <= 1.1 * line


# --- the whole picture ----------------------------------------------------------------------------------------------


def _side_by_side(pages: Sequence[Any], numbers: Sequence[int], caption: str) -> Any:
    from PIL import Image, ImageDraw

    type_face, small = font(30), font(24)
    width = sum(p.width for p in pages) + _GAP * (len(pages) - 1)
    lines = wrapped(caption, type_face, width - 40) if type_face and caption else []
    strip = 24 + 42 * len(lines) if lines else 0
    labels = 40 if small and len(pages) > 1 else 0
    sheet = Image.new("RGB", (width, strip + labels + max(p.height for p in pages)), (255, 255, 255))
    brush = ImageDraw.Draw(sheet)
    if lines:
        brush.rectangle((0, 0, width, strip - 1), fill=(230, 230, 230))
        for n, said in enumerate(lines):
            brush.text((20, 12 + 21 + 42 * n), said, font=type_face, fill=(0, 0, 0), anchor="lm")
    x = 0
    for number, page in zip(numbers, pages, strict=True):
        if labels:
            said = f"第{number}页"
            brush.text((x + page.width / 2, strip + labels / 2), said, font=small, fill=(40, 40, 40), anchor="mm")
        sheet.paste(page, (x, strip + labels))
        if x:
            brush.rectangle((x - _GAP, strip, x - 1, sheet.height), fill=(160, 160, 160))
        x += page.width + _GAP
    return sheet


def wrapped(text: str, type_face: Any, width: float) -> list[str]:
    """The text in lines no wider than `width` pixels; its own line ends are kept."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line, at = "", 0.0
        for character in paragraph:
            step = type_face.getlength(character)
            if line and at + step > width:
                lines.append(line)
                line, at = "", 0.0
            line, at = line + character, at + step
        lines.append(line)
    return lines


_PALETTE = [(v, v, v) for v in (0, 40, 80, 120, 160, 200, 230, 255)]
_PALETTE += [tuple(round(c * k) for c in _MARKER) for k in (1.0, 0.75, 0.5, 0.25)]  # type: ignore[misc]  # three each
_PALETTE += [_INK, (228, 130, 130), (245, 205, 205), (40, 80, 160)]
"""Black to white, the same under the marker, the frame's and a seal's red, a blue: 16 colours."""


def to_png(picture: Any) -> bytes:
    """The picture as PNG: in 16 colours where it is print on white, in 256 of its own where it holds other colours."""
    from PIL import Image

    small = picture.resize((max(picture.width // 8, 1), max(picture.height // 8, 1))).convert("HSV")
    saturated = sum(small.getchannel("S").histogram()[60:])
    if saturated > 0.25 * small.width * small.height:
        reduced = picture.quantize(256, dither=Image.Dither.NONE)
    else:
        palette = Image.new("P", (1, 1))
        palette.putpalette([c for colour in _PALETTE for c in colour] + list(_PALETTE[0]) * 240)
        reduced = picture.quantize(palette=palette, dither=Image.Dither.NONE)
    out = io.BytesIO()
    reduced.save(out, "PNG", optimize=True, bits=8 if saturated > 0.25 * small.width * small.height else 4)
    return out.getvalue()
