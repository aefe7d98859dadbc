"""A page of a PDF drawn as a picture, for pages whose text layer can't be used."""

import ctypes
from typing import TYPE_CHECKING

import pypdfium2.raw as raw

from ingest.pdf.pdfium import PdfPage

if TYPE_CHECKING:
    from PIL.Image import Image

_DOTS_AN_INCH = 200.0
_MOST = 16_000_000  # pixels: larger sheets are drawn coarser


def drawn_page(page: PdfPage) -> "Image":
    """The page as it is seen, without annotations, in RGB, at 200 dots an inch (less on sheets larger than A2)."""
    from PIL import Image

    scale = _DOTS_AN_INCH / 72
    scale = min(scale, (_MOST / max(page.frame.width * page.frame.height, 1.0)) ** 0.5)
    width, height = max(1, round(page.frame.width * scale)), max(1, round(page.frame.height * scale))
    bitmap = raw.FPDFBitmap_Create(width, height, 0)
    try:
        raw.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        with page.as_drawn() as handle:
            raw.FPDF_RenderPageBitmap(bitmap, handle, 0, 0, width, height, 0, raw.FPDF_RENDER_FORCEHALFTONE)
        stride = raw.FPDFBitmap_GetStride(bitmap)
        content = ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), stride * height)
    finally:
        raw.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("RGB", (width, height), content, "raw", "BGRX", stride, 1)
