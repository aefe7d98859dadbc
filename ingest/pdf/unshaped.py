"""Whether a page may hold characters that PDFium left out of its text, for want of a glyph to draw them with."""

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2.raw as raw

from ingest.pdf.characters import Characters
from ingest.pdf.pdfium import PdfPage, fast
from ingest.pdf.runs import BLANK, UNSEEN

_DEPTH = 8
# Of a character's height, and in points: PDFium calls what has no glyph a thousandth of the font's size high, no point wide.
_FLAT, _NARROW = 0.005, 0.01

_tight_box = fast(raw.FPDFText_GetCharBox)
_map_error = fast(raw.FPDFText_HasUnicodeMapError)


def may_lack(page: PdfPage, chars: Characters) -> bool:
    """Whether characters of the page have no glyph, or most texts in fonts that the file does not hold have no width.

    What follows another character of its text object is read though it has no glyph, so that where some are missing there
    mostly is one such. To be asked of pages with fonts that are nowhere: it takes its time.
    """
    return _is_unshaped(page, chars) or _is_mostly_narrow(page)


def _is_unshaped(page: PdfPage, chars: Characters) -> bool:
    """Of what the file gives no way to a character, remarks are made elsewhere."""
    sides = (ctypes.c_double * 4)()  # left, right, bottom, top
    places = [ctypes.byref(sides, n * ctypes.sizeof(ctypes.c_double)) for n in range(4)]
    for char, index, top, bottom in zip(chars.text, chars.at, chars.top, chars.bottom, strict=True):
        if char > " " and char not in BLANK and char not in UNSEEN:
            _tight_box(page.text, index, *places)
            if sides[3] - sides[2] < _FLAT * (bottom - top) and _map_error(page.text, index) != 1:
                return True
    return False


def _is_mostly_narrow(page: PdfPage) -> bool:
    """Blanks that stand alone have no width either, but they are few."""
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    narrow = wide = 0
    for item in _texts(page.handle, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, _DEPTH):
        if raw.FPDFFont_GetIsEmbedded(raw.FPDFTextObj_GetFont(item)) or not raw.FPDFPageObj_GetBounds(
            item, left, bottom, right, top
        ):
            continue
        flat = min(right.value - left.value, top.value - bottom.value) < _NARROW
        narrow, wide = narrow + flat, wide + (not flat)
    return narrow > wide


def _texts(owner: Any, count: Any, get: Any, depth: int) -> Iterator[Any]:
    """The text objects of a page or a form, and those of forms in it."""
    for item in (get(owner, n) for n in range(count(owner))):
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth:
            yield from _texts(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, depth - 1)
