"""A page of whatever has pages, as it is seen: a PDF's through pdfium, an OFD's drawn from its objects, a scan's its picture."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from ingest.limits import Limits

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.ofd.lettering import TypeFace

Scale = Callable[[tuple[float, float]], float]
"""From a page's size in points to the pixels a point that it is drawn in."""


def page_drawn(file: bytes | Path, number: int, scale: Scale, type_face: "TypeFace | None" = None) -> "Image":
    """The page (from 1) of a PDF, an OFD or an image file, told by its content, in red, green, blue.

    It is as large as the source text's page says, times `scale`: boxes in points lie on it where their characters are.
    `type_face` gives the font for text whose own the file does not hold. Raises `Unreadable`.
    """
    try:
        head = _head(file)
        if b"%PDF-" in head:
            return _of_pdf(file, number, scale)
        data = file if isinstance(file, bytes) else file.read_bytes()
        if head.startswith(b"PK"):
            return _of_ofd(data, number, scale, type_face)
        return _of_image(data, number, scale)
    except (Unreadable, ValueError, IndexError, ZeroDivisionError, OSError) as error:
        raise Unreadable("picture.page", f"第{number}页画不出来：文件已损坏，或不是读取时的那一份") from error


def _head(file: bytes | Path) -> bytes:
    if isinstance(file, bytes):
        return file[:1024]
    with file.open("rb") as opened:
        return opened.read(1024)


def _of_pdf(file: bytes | Path, number: int, scale: Scale) -> "Image":
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(file)
        try:
            page = document[number - 1]
            drawn: Image = page.render(scale=scale(page.get_size()), may_draw_forms=False).to_pil()
            return drawn.convert("RGB")
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        raise ValueError("not drawn") from error


def _of_ofd(data: bytes, number: int, scale: Scale, type_face: "TypeFace | None") -> "Image":
    from ingest.ofd.document import OfdFile
    from ingest.ofd.page import OfdPage
    from ingest.ofd.parts import Parts

    file = OfdFile(Parts(data, "", Limits()), "")
    if number < 1:
        raise IndexError(number)
    page = OfdPage(file, file.sheets[number - 1])
    return page.picture(scale((page.frame.width, page.frame.height)), type_face, marked=True)


def _of_image(data: bytes, number: int, scale: Scale) -> "Image":
    from PIL import Image

    from ingest.scan.reading import frame_of

    picture, size = frame_of(data, number, "")
    by = scale(size)
    drawn = max(1, round(size[0] * by)), max(1, round(size[1] * by))
    return picture.convert("RGB").resize(drawn, Image.Resampling.LANCZOS, reducing_gap=3.0)
