"""An image file (PNG, JPEG, TIFF with one page or many, BMP …) → its source text."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from corpus.source_text import SourceText
from ingest.messages import unreadable
from ingest.pdf.binding import Binding
from ingest.pdf.frame import Frame
from ingest.pdf.page import PageContent, TextLayer

if TYPE_CHECKING:
    from PIL.Image import Image

PARSER = "image/1"
_MOST = 150_000_000  # pixels: a sheet of A0 at 300 dots an inch
_LONGEST, _SHORTEST = 1700.0, 200.0  # points of a page's longer side; else its resolution can't be right
_SIDE = 842.0  # points: such a page counts as A4
_DOTS = (60.0, 1300.0)  # dots an inch that a scanner may have


def read_image(data: bytes, name: str) -> SourceText:
    """The source text of an image file, each of its frames a page. Raises `Unreadable`: damaged, too large, no text."""
    images = _opened(data, name)
    binding = Binding(_count(images, name))
    for image in _frames(images, name):
        width, height = _points(image)
        bare = PageContent(Frame(0.0, 0.0, width, height, 0), layer=TextLayer.PICTURE)
        binding.add(bare, width, height, image.copy)
    media = f"image/{(images.format or 'unknown').lower()}"
    return binding.source(data, name, media_type=media, parser=PARSER, refusal="ocr-nothing")


def frame_of(data: bytes, number: int, name: str) -> tuple[Image, tuple[float, float]]:
    """One page (from 1) of an image file as it is read: the picture, and its size in points. Raises `Unreadable`."""
    images = _opened(data, name)
    try:
        images.seek(number - 1)
        image = _upright(images, name)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # as below
        raise unreadable("image-damaged", name, cause="内容不完整") from error
    return image, _points(image)


def _opened(data: bytes, name: str) -> Image:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # checked here, in the office's words
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what of a damaged file can be used is seen below
            image = Image.open(io.BytesIO(data))
    except Exception as error:  # each of Pillow's readers fails in its own way
        raise unreadable("image-damaged", name, cause="认不出内容") from error
    if image.width * image.height > _MOST:
        size = -(-image.width * image.height // 1_000_000)
        raise unreadable("image-too-large", name, size=size, limit=_MOST // 1_000_000)
    return image


def _count(images: Image, name: str) -> int:
    try:
        return int(getattr(images, "n_frames", 1))
    except MemoryError:
        raise
    except Exception as error:  # a damaged list of frames
        raise unreadable("image-damaged", name, cause="内容不完整") from error


def _frames(images: Image, name: str) -> Iterator[Image]:
    """The frames, each turned the way its camera says."""
    from PIL import ImageSequence

    try:
        for frame in ImageSequence.Iterator(images):
            yield _upright(frame, name)
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # each of Pillow's readers fails in its own way
        raise unreadable("image-damaged", name, cause="内容不完整") from error


def _upright(frame: Image, name: str) -> Image:
    from PIL import ImageOps

    if frame.width * frame.height > _MOST:
        size = -(-frame.width * frame.height // 1_000_000)
        raise unreadable("image-too-large", name, size=size, limit=_MOST // 1_000_000)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        frame.load()
        return ImageOps.exif_transpose(frame) or frame


def _points(image: Image) -> tuple[float, float]:
    """The size of the sheet in points, by the image's resolution; an image without a likely one counts as A4."""
    dots = image.info.get("dpi", (0, 0))
    try:
        across, down = float(dots[0]), float(dots[1])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        across = down = 0.0
    if all(_DOTS[0] <= value <= _DOTS[1] for value in (across, down)):
        width, height = image.width * 72 / across, image.height * 72 / down
        if _SHORTEST <= max(width, height) <= _LONGEST:
            return width, height
    scale = _SIDE / max(image.width, image.height)
    return image.width * scale, image.height * scale
