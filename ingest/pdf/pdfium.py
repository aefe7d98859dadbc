"""The port to PDFium: a file opened from bytes, its pages, and the calls that the hot loops make.

PDFium is not thread-safe: one file is read in one process, on one thread.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as raw

from ingest.messages import unreadable
from ingest.pdf.frame import Frame

_CAUSES = {raw.FPDF_ERR_FILE: "找不到内容", raw.FPDF_ERR_FORMAT: "内部结构不完整，可能没有传完"}


def fast(function: Any, *arguments: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """The same C function with argument types that cost less to convert (handles as plain integers)."""
    return ctypes.CFUNCTYPE(result, *arguments)(address(function))


def address(handle: Any) -> int:
    """A handle as a plain integer; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0 if handle else 0


class PdfFile:
    """A PDF opened from bytes; `pages` counts its pages."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises `Unreadable`: encrypted, damaged, without pages."""
        self._data = data  # PDFium reads from it as long as the file is open
        self._file = raw.FPDF_LoadMemDocument64(data, len(data), None)
        if not self._file:
            error = raw.FPDF_GetLastError()
            if error in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
                raise unreadable("pdf-encrypted", name)
            raise unreadable("pdf-damaged", name, cause=_CAUSES.get(error, "原因不明"))
        self.pages: int = raw.FPDF_GetPageCount(self._file)
        if self.pages < 1:
            self.close()
            raise unreadable("pdf-no-pages", name)

    def __enter__(self) -> "PdfFile":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; its pages must have been closed before."""
        if self._file:
            raw.FPDF_CloseDocument(self._file)
            self._file = None

    @contextmanager
    def page(self, index: int) -> "Iterator[PdfPage | None]":
        """The page with that index, counted from 0; None where it is damaged."""
        handle = raw.FPDF_LoadPage(self._file, index)
        if not handle:
            yield None
            return
        text = raw.FPDFText_LoadPage(handle)
        try:
            yield PdfPage(handle, text)
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(handle)


class PdfPage:
    """An open page. `handle` and `text` are the addresses of PDFium's own; `frame` is the page as it is seen."""

    def __init__(self, handle: Any, text: Any) -> None:
        self.handle, self.text = address(handle), address(text)
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(handle, box)
        self.frame = Frame.of(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(handle))
