"""Pages without a text layer that can be used: recognised from their picture, a page at a time, whatever the format.

`recognised_content` gives a page's content as a digital page's reader does, for the same `Writer`. The recogniser is the
extra `kaohe[ocr]`; numpy, OpenCV and onnxruntime are imported only when a page is recognised.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ingest.scan.engine import available, label

if TYPE_CHECKING:
    from PIL.Image import Image

    from ingest.pdf.page import PageContent

__all__ = ["available", "label", "recognised_content"]


def recognised_content(image: Image | Any, width: float, height: float) -> PageContent:
    """The content of a page from its picture, which is `width` × `height` points as it is seen.

    `image`: of any mode, or an array (height, width, 3) of red, green, blue; 200 dots an inch are best.
    The content's `layer` is RECOGNISED, or BLANK where no text was found. Ask `available` first.
    """
    from ingest.scan.page import page_content, recognise

    return page_content(recognise(image, width, height))
