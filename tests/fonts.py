"""A TrueType font for tests (ISO/IEC 14496-22): every glyph is one filled rectangle, so that what is drawn can be told."""

import struct
from collections.abc import Mapping

EM = 1000
Box = tuple[int, int, int, int]  # left, bottom, right, top, in thousandths of an em


def font_of(glyphs: Mapping[str, Box], *, mapped: bool = True) -> bytes:
    """A font of these characters, each an em wide; their glyphs are numbered from 1. Unless `mapped` it does not say
    which character a glyph stands for."""
    shapes = [b"", *map(_rectangle, glyphs.values())]
    offsets = [sum(map(len, shapes[:n])) for n in range(len(shapes) + 1)]
    count = len(shapes)
    pairs = sorted((ord(char), number) for number, char in enumerate(glyphs, 1)) if mapped else []
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in pairs)
    tables = {
        b"cmap": struct.pack(">HHHHIHHIII", 0, 1, 3, 10, 12, 12, 0, 16 + len(groups), 0, len(pairs)) + groups,
        b"glyf": b"".join(shapes),
        b"head": struct.pack(">IIIIHHQQhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, EM, 0, 0, 0, -200, EM, EM, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 860, -140, 0, EM, 0, 0, EM, 1, *[0] * 7, count),
        b"hmtx": struct.pack(">Hh", EM, 0) * count,
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": struct.pack(">IH13H", 0x10000, count, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 64, 0, 0),
    }  # fmt: skip
    out = struct.pack(">IHHHH", 0x10000, len(tables), 64, 2, 48)
    body, at = b"", 12 + 16 * len(tables)
    for name, table in tables.items():
        out += struct.pack(">4sIII", name, 0, at + len(body), len(table))
        body += table + bytes(-len(table) % 4)
    return out + body


def _rectangle(box: Box) -> bytes:
    left, bottom, right, top = box
    corners = ((left, bottom), (left, top), (right, top), (right, bottom))
    steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in zip(((0, 0), *corners), corners, strict=False)]
    out = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0) + b"\1" * 4
    out += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    return out + bytes(-len(out) % 4)
