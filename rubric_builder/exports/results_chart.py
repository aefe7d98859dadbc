"""Units by first-level indicator as a picture: one stacked bar a unit, in the order of the 汇总."""

import io
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rubric_builder.picture_fonts import font

COLORS = ("#2F5D8C", "#D08C3C", "#5B8C5A", "#A65353", "#7A6AA0", "#4C9A9A", "#B59B3A", "#8A8A8A", "#C0769B", "#3E7CB1", "#9C6B4A", "#6B8E23")  # fmt: skip
"""Told apart in print as well."""

_WIDTH, _MARGIN, _BAR, _GAP, _SIZE = 1800, 40, 30, 14, 24


def tops_chart(
    units: Sequence[str], tops: Sequence[str], scores: Sequence[Sequence[Decimal | None]], full: Decimal = Decimal(0)
) -> bytes | None:
    """A PNG, bars as long as their share of the full marks (`full`, or the most that any unit has); None where the machine has no Chinese type or there is nothing to draw. A score that is open draws nothing."""
    letters = font(_SIZE)
    most = max((sum((v for v in row if v is not None and v > 0), Decimal(0)) for row in scores), default=Decimal(0))
    most = max(most, full)
    if letters is None or not tops or not units or most <= 0:
        return None
    from PIL import Image, ImageDraw

    left = _MARGIN + min(int(max(letters.getlength(unit) for unit in units)) + 20, 420)
    legend = _legend(letters, tops)
    top = _MARGIN + len(legend) * 40 + 10
    height = top + len(units) * (_BAR + _GAP) + _MARGIN
    picture = Image.new("RGB", (_WIDTH, height), "white")
    draw = ImageDraw.Draw(picture)
    for line, entries in enumerate(legend):
        for x, n in entries:
            y = _MARGIN + line * 40
            draw.rectangle((x, y, x + 26, y + 26), fill=COLORS[n % len(COLORS)])
            draw.text((x + 36, y - 3), tops[n], fill="black", font=letters)
    room = float(_WIDTH - left - _MARGIN - 110)
    for row, (unit, values) in enumerate(zip(units, scores, strict=True)):
        y = top + row * (_BAR + _GAP)
        draw.text((left - 14, y), _short(unit, letters, left - _MARGIN - 14), fill="black", font=letters, anchor="ra")
        at = float(left)
        for n, value in enumerate(values):
            if value is not None and value > 0:
                length = float(value / most) * room
                draw.rectangle((at, y, at + length, y + _BAR), fill=COLORS[n % len(COLORS)])
                at += length
        known = [v for v in values if v is not None]
        total = (
            f"{sum(known, Decimal(0)):f}".rstrip("0").rstrip(".")
            if "." in f"{sum(known, Decimal(0)):f}"
            else f"{sum(known, Decimal(0)):f}"
        )
        draw.text((at + 10, y), total if len(known) == len(values) else "待定", fill="#404040", font=letters)
    out = io.BytesIO()
    picture.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def _legend(letters: Any, tops: Sequence[str]) -> list[list[tuple[int, int]]]:
    """Where each entry of the legend stands: lines of (x, number)."""
    lines: list[list[tuple[int, int]]] = [[]]
    x = _MARGIN
    for n, name in enumerate(tops):
        wide = 36 + int(letters.getlength(name)) + 34
        if lines[-1] and x + wide > _WIDTH - _MARGIN:
            lines.append([])
            x = _MARGIN
        lines[-1].append((x, n))
        x += wide
    return lines


def _short(text: str, letters: Any, room: int) -> str:
    while letters.getlength(text) > room and len(text) > 2:
        text = text[:-2] + "…"
    return text
