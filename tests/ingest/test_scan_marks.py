"""Small marks on recognised pages: dashes told from 一 by their ink, 二 alone in its cell, a photographed slide."""

from typing import Any

import pytest

from tests.scans import NOTO, needs_ocr, packed, worn

pytestmark = needs_ocr

SANS = NOTO.replace("Serif", "Sans")
DOTS = 200 / 72
SIMPLIFIED = 2  # the face in the collection


def drawn_table(rows: list[tuple[str, str, str]], face: str, size: float) -> Any:
    """A page with a ruled table: serial, name, points."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (1654, 2339), "white")
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(face, size * DOTS, index=SIMPLIFIED)
    sides = (200, 380, 1100, 1300)
    for n, row in enumerate(rows):
        top = 300 + 100 * n
        for text, x0, x1 in zip(row, sides, sides[1:], strict=False):
            pen.rectangle((x0, top, x1, top + 100), outline="black", width=3)
            pen.text(((x0 + x1) / 2, top + 50), text, fill="black", font=font, anchor="mm")
    return np.array(image)


def read_table(picture: Any) -> tuple[list[str], dict[str, int]]:
    """The cells' texts, and how sure each single character is that stands alone in its cell."""
    from ingest import read_bytes

    source = read_bytes(packed([picture]), "表.pdf")
    (table,) = source.tables
    assert source.boxes.confidence is not None
    texts = [source.text[cell.start : cell.end].strip() for cell in table.cells]
    return texts, {source.text[c.start]: source.boxes.confidence[c.start] for c in table.cells if c.end - c.start == 1}


ROWS = [
    ("序号", "考核内容", "分值"),
    ("一", "组织领导情况", "10"),
    ("二", "隐患排查治理", "—"),
    ("三", "应急救援准备", "-"),
]


@pytest.mark.parametrize(("face", "size"), [(NOTO, 14), (NOTO, 16), (SANS, 14)], ids=["serif", "large", "sans"])
def test_serials_and_dashes_alone_in_their_cells(face: str, size: float) -> None:
    texts, sure = read_table(worn(drawn_table(ROWS, face, size), 3))
    assert texts == [text for row in ROWS for text in row]
    assert sure["—"] <= 60, "told by its ink: the reviewer looks"


@pytest.mark.parametrize(
    ("drawn", "expected"),
    [("得分＝标准分－空项分", "得分＝标准分－空项分"), ("逐项一次扣完", "逐项一次扣完"), ("第2—5项", "第2—5项")],
)
def test_a_bar_between_characters(drawn: str, expected: str) -> None:
    rows = [("甲", drawn, "5"), ("乙", "按期完成整改", "5")]
    texts, _ = read_table(worn(drawn_table(rows, NOTO, 16), 4))
    assert texts == ["甲", expected, "5", "乙", "按期完成整改", "5"]


def slide(light: bool) -> Any:
    """A wall photographed in the dark, with a slide on it, seen a little from the side."""
    import cv2
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    ground, letters = ((70, 30, 40), (225, 215, 90)) if light else ((120, 115, 110), (20, 20, 25))
    image = Image.new("RGB", (1654, 1240), (15, 15, 20))
    pen = ImageDraw.Draw(image)
    pen.rectangle((200, 250, 1450, 900), fill=ground)
    font = ImageFont.truetype(SANS, 110, index=SIMPLIFIED)
    pen.text((830, 480), "安全生产月活动", fill=letters, font=font, anchor="mm")
    pen.text((830, 680), "云溪区安委会", fill=letters, font=font, anchor="mm")
    near = np.array([(0, 0), (1654, 0), (1654, 1240), (0, 1240)], np.float32)
    far = np.array([(40, 30), (1600, 0), (1640, 1240), (0, 1180)], np.float32)
    return cv2.warpPerspective(np.array(image), cv2.getPerspectiveTransform(near, far), (1654, 1240))


@pytest.mark.parametrize("light", [True, False], ids=["light letters", "dark letters"])
def test_a_photographed_slide_is_read(light: bool) -> None:
    from ingest import read_bytes

    source = read_bytes(packed([slide(light)]), "照片.pdf")
    assert source.text.split() == ["安全生产月活动", "云溪区安委会"]
    assert "recognised" in [remark.code for remark in source.remarks]
    (region,) = source.regions(((0, 4),))
    x0, top, x1, bottom = (v * DOTS for v in region.bbox)
    assert 380 < x0 < x1 < 900
    assert 380 < top < bottom < 580
