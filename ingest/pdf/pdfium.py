"""The port to PDFium: a file opened from bytes, its pages, and the calls that the hot loops make.

PDFium is not thread-safe: one file is read in one process, on one thread.
"""

import ctypes
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

from ingest.messages import unreadable
from ingest.pdf.frame import Frame
from ingest.pdf.stand_in import Asked, standing_in

_CAUSES = {raw.FPDF_ERR_FILE: "找不到内容", raw.FPDF_ERR_FORMAT: "内部结构不完整，可能没有传完"}


# A handle or an address as the functions of `fast` take it; made once where it goes into several calls.
pointer: Callable[[int], Any] = ctypes.c_void_p.from_param


def fast(function: Any, *, result: Any = ctypes.c_int) -> Callable[..., Any]:
    """The same C function for hot loops: arguments are neither checked nor converted, and other threads wait.

    Whole numbers go in as C's `int`; whatever is as wide as an address goes in as a `pointer`, never as a plain number.
    """
    return ctypes.PYFUNCTYPE(result)(address(function))


def address(handle: Any) -> int:
    """A handle as a plain integer; 0 for none. (`ctypes.cast` would leave garbage in a cycle.)"""
    return ctypes.c_void_p.from_buffer(handle).value or 0 if handle else 0


class Rows:
    """Room for what PDFium says about characters in rows of `width` floats, as many rows at a time as it has."""

    def __init__(self, width: int, rows: int) -> None:
        self._room = (ctypes.c_float * (width * rows))()
        self._width, self._row = width, width * ctypes.sizeof(ctypes.c_float)
        self._places = [ctypes.byref(self._room, self._row * n) for n in range(rows)]
        self._numbers = memoryview(self._room).cast("B").cast("f")

    def columns(self, function: Callable[..., Any], text: Any, indices: Sequence[int]) -> list[list[float]]:
        """What `function(text, index, place)` puts there for each index, by column; zeros where it puts nothing."""
        columns: list[list[float]] = [[] for _ in range(self._width)]
        for first in range(0, len(indices), len(self._places)):
            some = indices[first : first + len(self._places)]
            ctypes.memset(self._room, 0, self._row * len(some))
            deque(map(function, repeat(text), some, self._places), maxlen=0)  # a loop costs more than the calls in it
            for n, column in enumerate(columns):
                column += self._numbers[n : self._width * len(some) : self._width].tolist()
        return columns


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
        with standing_in() as asked:
            handle = raw.FPDF_LoadPage(self._file, index)
            text = raw.FPDFText_LoadPage(handle) if handle else None
        if not handle:
            yield None
            return
        try:
            yield PdfPage(handle, text, asked, partial(self._plain, index) if asked.stood_in else None)
        finally:
            if text:
                raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(handle)

    @contextmanager
    def _plain(self, index: int) -> Iterator[Any]:
        """The handle of a page in the machine's own fonts alone."""
        file = raw.FPDF_LoadMemDocument64(self._data, len(self._data), None)
        handle = raw.FPDF_LoadPage(file, index)
        try:
            yield handle
        finally:
            raw.FPDF_ClosePage(handle)
            raw.FPDF_CloseDocument(file)


class PdfPage:
    """An open page: `handle` is PDFium's own; `page` and `text` are it and its text as `fast` functions take them.

    `frame` is the page as it is seen; `asked` are fonts that it does not hold. `plain` opens the page in the machine's
    own fonts, where others are in use.
    """

    def __init__(
        self, handle: Any, text: Any, asked: Asked, plain: Callable[[], AbstractContextManager[Any]] | None = None
    ) -> None:
        self.asked, self._plain = asked, plain
        self.handle, self.page, self.text = handle, pointer(address(handle)), pointer(address(text))
        box = raw.FS_RECTF()
        raw.FPDF_GetPageBoundingBox(handle, box)
        self.frame = Frame.of(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(handle))

    def as_drawn(self) -> AbstractContextManager[Any]:
        """The page's handle for drawing it, without the font in which text is read."""
        return self._plain() if self._plain else nullcontext(self.handle)
