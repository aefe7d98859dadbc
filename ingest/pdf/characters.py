"""The characters of a page as PDFium gives them, in bulk: code points and boxes, in the order of the content stream."""

import ctypes
import math
from dataclasses import dataclass

import pypdfium2.raw as raw

from ingest.pdf.frame import Frame
from ingest.pdf.pdfium import PdfPage, Rows, fast

_loose_box = fast(raw.FPDFText_GetLooseCharBox, result=None)
_count = fast(raw.FPDFText_CountChars)
_bulk = fast(raw.FPDFText_GetText)
_unicode = fast(raw.FPDFText_GetUnicode)

_boxes = Rows(4, 1024)  # left, top, right, bottom


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

    def widest_gap(self, first: int, last: int) -> float:
        """No gap or overlap between neighbours from `first` to `last` is wider: the root of the sum of their squares.

        It may be much more than the widest one, but is had in a hundredth of the time that it takes to look at each.
        """
        return math.dist(self.x0[first + 1 : last + 1], self.x1[first:last])


def characters(page: PdfPage, frame: Frame) -> Characters:
    """The characters of a page in `frame`. UTF-16 code units are joined to code points."""
    count = _count(page.text)
    if count <= 0:
        return Characters("", [], [], [], [], range(0))
    text, at = _text(page, count)
    columns = _boxes.columns(_loose_box, page.text, range(count))
    if len(at) != count:
        columns = [[column[i] for i in at] for column in columns]
    left, top, right, bottom = columns
    return Characters(text, *frame.columns(left, top, right, bottom), at)


def _text(page: PdfPage, count: int) -> tuple[str, range | list[int]]:
    """The text and, for each of its characters, PDFium's index."""
    buffer = bytearray(2 * (count + 1))
    room = ctypes.c_ushort.from_buffer(buffer)  # an array of so many would be a type of its own, and garbage in cycles
    units = _bulk(page.text, 0, count, ctypes.byref(room)) - 1  # it counts the closing NUL
    if units == count:
        text = buffer[: 2 * units].decode("utf-16-le", "surrogatepass")
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
