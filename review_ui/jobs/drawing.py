"""Drawing one page, as a child process does it."""

from pathlib import Path

from rubric_builder.page_picture import plain_page


def draw(path: str, page: int, width: int) -> bytes:
    """A PNG, `width` pixels wide, of a page (from 1) of the PDF, OFD or image at `path`. Raises `Unreadable`."""
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
