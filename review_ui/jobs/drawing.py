"""Drawing one page, as a child process does it: a PDF's through pdfium, a picture's by scaling it."""

import io
from pathlib import Path

from corpus.errors import Unreadable
from rubric_builder.page_picture import plain_page


def draw(path: str, media_type: str, page: int, width: int) -> bytes:
    """A PNG, `width` pixels wide, of a page (from 1) of the PDF or picture at `path`. Raises `Unreadable`."""
    if media_type.startswith("image/"):
        return _scaled(Path(path), page, width)
    return plain_page(Path(path), page, width)


def page_count(path: str) -> int:
    """How many pages a PDF has; 0 for what is none."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _scaled(path: Path, page: int, width: int) -> bytes:
    from PIL import Image, ImageOps

    try:
        with Image.open(path) as picture:
            picture.seek(page - 1)
            upright = ImageOps.exif_transpose(picture)
            height = max(1, min(round(upright.height * width / upright.width), 10 * width))
            scaled = upright.convert("RGB").resize((width, height), Image.Resampling.LANCZOS)
    except (OSError, EOFError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise Unreadable("picture.page", f"第{page}页画不出来：图片已损坏") from None
    out = io.BytesIO()
    scaled.quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()
