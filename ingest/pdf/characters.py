"""The characters of a page as PDFium gives them, in bulk: code points and boxes, in the order of the content stream."""

import ctypes
from array import array
from collections import deque
from dataclasses import dataclass
from itertools import repeat

import pypdfium2.raw as raw

from ingest.pdf.frame import Frame
from ingest.pdf.pdfium import PdfPage, fast

_loose_box = fast(raw.FPDFText_GetLooseCharBox, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_count = fast(raw.FPDFText_CountChars, ctypes.c_void_p)
_bulk = fast(raw.FPDFText_GetText, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_void_p)
_unicode = fast(raw.FPDFText_GetUnicode, ctypes.c_void_p, ctypes.c_int)


@dataclass(frozen=True, slots=True)
class Characters:
    """One entry a character: `text`, its box in the layout frame, and its index at PDFium (`at`).

    Boxes are PDFium's loose ones: as wide as the advance, as high as the font's ascent and descent, so that the boxes of
    a line stand level and touch. Characters that PDFium made up itself (a space or line end without width) are among
    them; they have no width.
    """

    text: str
    x0: list[float]
    top: list[float]
    x1: list[float]
    bottom: list[float]
    at: range | list[int]


def characters(page: PdfPage, frame: Frame) -> Characters:
    """The characters of a page in `frame`. UTF-16 code units are joined to code points."""
    count = _count(page.text) if page.text else 0
    if count <= 0:
        return Characters("", [], [], [], [], range(0))
    text, at = _text(page, count)
    rectangles = (ctypes.c_float * (4 * count))()
    address = ctypes.addressof(rectangles)
    places = range(address, address + 16 * count, 16)
    deque(map(_loose_box, repeat(page.text), range(count), places), maxlen=0)  # a loop costs more than the calls in it
    floats = array("f", bytes(rectangles))
    left, top, right, bottom = floats[0::4], floats[1::4], floats[2::4], floats[3::4]
    if len(at) != count:
        left, top, right, bottom = (array("f", [column[i] for i in at]) for column in (left, top, right, bottom))
    return Characters(text, *frame.columns(left, top, right, bottom), at)


def _text(page: PdfPage, count: int) -> tuple[str, range | list[int]]:
    """The text and, for each of its characters, PDFium's index."""
    buffer = (ctypes.c_ushort * (count + 1))()
    units = _bulk(page.text, 0, count, ctypes.addressof(buffer)) - 1  # it counts the closing NUL
    if units == count:
        text = bytes(buffer)[: 2 * units].decode("utf-16-le", "surrogatepass")
        if len(text) == count:
            return text, range(count)
    # Surrogate pairs, or characters that the bulk call leaves out: one by one.
    out: list[str] = []
    at: list[int] = []
    high = 0
    for index in range(count):
        code = _unicode(page.text, index) & 0xFFFFFFFF
        if 0xDC00 <= code < 0xE000 and high:
            out[-1] = chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00)
            high = 0
            continue
        high = code if 0xD800 <= code < 0xDC00 else 0
        # half a pair is no character
        out.append("\ufffd" if 0xD800 <= code < 0xE000 or code > 0x10FFFF else chr(code))
        at.append(index)
    return "".join(out), at
