"""A PDF file → its source text."""

from functools import partial

from corpus.collecting import uncollected
from corpus.source_text import SourceText
from ingest.pdf.binding import Binding
from ingest.pdf.drawn_page import drawn_page
from ingest.pdf.frame import Frame
from ingest.pdf.page import PageContent, TextLayer, page_content
from ingest.pdf.pdfium import PdfFile

PARSER = "pdf/1"


@uncollected
def read_pdf(data: bytes, name: str) -> SourceText:
    """The source text of a digital PDF: text, boxes, lines with their roles, ruled tables, remarks.

    Boxes are in points on the page as seen (crop box and rotation applied), origin top left. Lines keep every drawn
    character but blanks at their ends and characters without width or ink; layout of the text: see `Writer`. Raises
    `Unreadable`: encrypted, damaged, no pages, or most pages without a usable text layer.
    """
    with PdfFile(data, name) as file:
        binding = Binding(file.pages)
        for index in range(file.pages):
            with file.page(index) as page:
                content = page_content(page) if page else PageContent(_nowhere(), layer=TextLayer.DAMAGED)
                width, height = (page.frame.width, page.frame.height) if page else (0.0, 0.0)
                binding.add(content, width, height, partial(drawn_page, page) if page else None)
    return binding.source(data, name, media_type="application/pdf", parser=PARSER, refusal="pdf-no-text")


def _nowhere() -> Frame:
    return Frame(0.0, 0.0, 0.0, 0.0, 0)
