"""What is done to a page's picture before it is read: straightened, stamps taken off, rules found."""

from typing import Any

import pytest

from tests.scans import needs_ocr

pytestmark = needs_ocr

DOTS = 200 / 72


def sheet() -> Any:
    import numpy as np

    return np.full((1200, 1000, 3), 245, np.uint8)


def lined() -> Any:
    """Grey lines of text, as far as skew and rules see them."""
    picture = sheet()
    for y in range(150, 1050, 60):
        for x in range(120, 860, 40):
            picture[y : y + 24, x : x + 30] = 40
    return picture


@pytest.mark.parametrize("degrees", [-4.3, -1.5, -0.4, 0.0, 0.7, 2.2, 5.0])
def test_the_skew_is_measured_to_a_twentieth_of_a_degree(degrees: float) -> None:
    import cv2

    from ingest.scan.picture import grey, skew

    turn = cv2.getRotationMatrix2D((500, 600), -degrees, 1.0)
    picture = cv2.warpAffine(lined(), turn, (1000, 1200), borderValue=(245, 245, 245))
    level, _ = grey(picture, DOTS * 72 / 25.4)
    assert skew(level) == pytest.approx(degrees, abs=0.05)


def test_blank_paper_has_no_skew() -> None:
    from ingest.scan.picture import grey, skew

    assert skew(grey(sheet(), 8)[0]) == 0


@pytest.mark.parametrize(("quarters", "degrees"), [(0, 1.2), (1, 0.0), (2, -0.8), (3, 2.0)])
def test_boxes_come_back_to_the_page_as_it_is_seen(quarters: int, degrees: float) -> None:
    """A dark mark is straightened with the page; the box of it there, brought back, lies on the mark."""
    import numpy as np

    from ingest.scan.picture import Tilt, straightened, turned

    seen = np.full((600, 400), 245, np.uint8)
    seen[150:190, 90:150] = 0
    level = straightened(turned(seen, quarters), degrees)
    ys, xs = np.nonzero(level < 120)
    height, width = level.shape
    tilt = Tilt(degrees, quarters, float(width), float(height))
    x0, top, x1, bottom = tilt.seen((float(xs.min()), float(ys.min()), float(xs.max() + 1), float(ys.max() + 1)))
    for got, meant in zip((x0, top, x1, bottom), (90, 150, 150, 190), strict=True):
        assert got == pytest.approx(meant, abs=3)


def test_a_stamp_is_taken_off_and_a_red_masthead_stays() -> None:
    import cv2

    from ingest.scan.picture import grey

    picture = sheet()
    for x in range(150, 850, 90):
        picture[120:190, x : x + 70] = (210, 20, 30)  # a row of red letters
    cv2.circle(picture, (600, 800), 160, (205, 25, 35), 9)
    picture[790:815, 420:800] = 30  # black print under it
    level, stamps = grey(picture, DOTS * 72 / 25.4)
    ((x0, top, x1, bottom),) = stamps
    assert x0 < 445 < 755 < x1
    assert top < 645 < 955 < bottom
    assert level[150, 170] < 165
    assert level[800, 500] < 100
    assert level[640, 600] > 165  # the rim


def test_rules_are_found_and_strokes_of_letters_are_not() -> None:
    from ingest.scan.picture import ink
    from ingest.scan.ruling import ruling, without_rules

    level = sheet()[:, :, 0].copy()
    for y in (200, 400, 600):
        level[y : y + 3, 100:901] = 20
    for x in (100, 500, 898):
        level[200:603, x : x + 3] = 20
    level[700:790, 300:305] = 20  # a stroke of a large letter
    level[250:280, 150:180] = 20  # a letter in a cell
    drawn, mask = ruling(ink(level), DOTS)
    assert [round(y * DOTS) for y, _, _ in drawn.horizontal] == pytest.approx([201, 401, 601], abs=1)
    assert [round(x * DOTS) for x, _, _ in drawn.vertical] == pytest.approx([101, 501, 899], abs=1)
    cleared = without_rules(level, mask, 245)
    assert cleared[401, 300] > 200
    assert cleared[260, 160] < 60
    assert cleared[750, 302] < 60


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16", "F"])
def test_images_of_any_mode_become_dark_on_light(mode: str) -> None:
    import numpy as np
    from PIL import Image

    from ingest.scan.picture import as_rgb

    plain = Image.fromarray(np.pad(np.zeros((20, 20), np.uint8), 20, constant_values=255))
    if mode == "I;16":
        image = Image.fromarray(np.asarray(plain, dtype=np.uint16) * 257)
    else:
        image = plain.convert("RGB").convert(mode) if mode in ("CMYK", "RGBA", "P") else plain.convert(mode)
    rgb = as_rgb(image)
    assert rgb.shape == (60, 60, 3)
    assert rgb[30, 30].max() < 40
    assert rgb[5, 5].min() > 215
