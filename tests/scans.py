"""Scans made of digital PDFs: pages drawn, put askew, stamped, worn and packed again as pictures."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from typing import Any

import pytest

from ingest.scan import available
from tests.conftest import IN_CI

DOTS = 200
NOTO = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"

# In CI nothing is skipped: there the extra must be installed.
needs_ocr = pytest.mark.skipif(not available() and not IN_CI, reason="needs the extra kaohe[ocr]")


def drawn(data: bytes, page: int, dots: int = DOTS) -> Any:
    """A page of a PDF (counted from 0) as an array of red, green, blue."""
    import numpy as np
    from pypdfium2 import PdfDocument

    with PdfDocument(data) as file:
        return np.array(file[page].render(scale=dots / 72).to_pil().convert("RGB"))


def stamped(picture: Any, x: float, y: float, millimetres: float = 42.0) -> Any:
    """The picture with a round red stamp whose middle is at these shares of its width and height."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    radius = millimetres / 2 / 25.4 * DOTS
    stamp = Image.new("RGB", (picture.shape[1], picture.shape[0]), "white")
    draw = ImageDraw.Draw(stamp)
    red, cx, cy = (205, 25, 35), x * picture.shape[1], y * picture.shape[0]
    draw.ellipse((cx - radius, cy - radius, cx + radius, cy + radius), outline=red, width=8)
    corners = [(math.pi * (k / 5 - 0.5), radius * (0.35 if k % 2 == 0 else 0.14)) for k in range(10)]
    draw.polygon([(cx + r * math.cos(a), cy + r * math.sin(a)) for a, r in corners], fill=red)
    font = ImageFont.truetype(NOTO, round(radius * 0.3))
    for k, letter in enumerate(words := "青岚镇应急管理办公室"):
        a = math.pi * (0.95 + 1.1 * k / (len(words) - 1))
        draw.text((cx + 0.72 * radius * math.cos(a), cy + 0.72 * radius * math.sin(a)), letter, red, font, anchor="mm")
    return (picture.astype(np.float32) * np.asarray(stamp) / 255).astype(np.uint8)


def worn(picture: Any, seed: int, *, skew: float = 1.5, noise: float = 12.0, quality: int = 55) -> Any:
    """As a scanner gives it: greyish paper, up to `skew` degrees askew and some dots off, blurred, noisy, JPEG."""
    import cv2
    import numpy as np

    chance = np.random.default_rng(seed)
    height, width = picture.shape[:2]
    paper = int(chance.integers(232, 250))
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), chance.uniform(-skew, skew), 1.0)
    matrix[:, 2] += chance.uniform(-12, 12, 2)
    grey = (picture.astype(np.float32) * (paper / 255)).astype(np.uint8)
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,) * 3)
    soft = cv2.GaussianBlur(turned, (0, 0), 0.7).astype(np.float32)
    rough = np.clip(soft + chance.normal(0, noise, (height, width, 1)), 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", rough[:, :, ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(cv2.imdecode(packed, cv2.IMREAD_COLOR)[:, :, ::-1])


def packed(pictures: Iterable[Any], kind: str = "PDF") -> bytes:
    """Pictures as a file with a page each: PDF, TIFF; PNG, JPEG, BMP hold one."""
    from PIL import Image

    images = [Image.fromarray(picture) for picture in pictures]
    out = io.BytesIO()
    several = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    size = {"resolution": float(DOTS)} if kind == "PDF" else {"dpi": (DOTS, DOTS)}
    images[0].save(out, kind, **size, **several)
    return out.getvalue()


def scanned(data: bytes, pages: Iterable[int], *, seed: int = 0, stamp: tuple[float, float] | None = None) -> bytes:
    """Pages of a PDF as a scanned PDF; each with a stamp where one is asked for."""
    pictures = []
    for page in pages:
        picture = drawn(data, page)
        pictures.append(worn(stamped(picture, *stamp) if stamp else picture, seed + page))
    return packed(pictures)
