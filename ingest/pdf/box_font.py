"""A TrueType font (ISO/IEC 14496-22) whose every glyph is one filled rectangle."""

import struct
from collections.abc import Mapping

EM = 1000
Box = tuple[int, int, int, int]  # left, bottom, right, top, in thousandths of an em
EMPTY: Box = (0, 0, 0, 0)


def font_of(glyphs: Mapping[str, Box], *, mapped: bool = True) -> bytes:
    """A font whose glyphs are numbered from 1, each an em wide, `EMPTY` ones without ink.

    A glyph stands for one character, or for all from the first to the last of two. Unless `mapped` the font does not
    say which character a glyph stands for.
    """
    shapes = [_rectangle(box) for box in (EMPTY, *glyphs.values())]
    offsets = [sum(map(len, shapes[:n])) for n in range(len(shapes) + 1)]
    count = len(shapes)
    meant = sorted((ord(chars[0]), ord(chars[-1]), n) for n, chars in enumerate(glyphs, 1)) if mapped else []
    groups = b"".join([struct.pack(">III", *group) for group in meant])
    tables = {
        # A map of format 13, many characters to one glyph (12: each to its own), named twice: for Unicode of 16 and 32 bits.
        b"cmap": struct.pack(">HHHHIHHI", 0, 2, 3, 1, 20, 3, 10, 20)
        + struct.pack(">HHIII", 13 if any(first < last for first, last, _ in meant) else 12, 0, 16 + len(groups), 0, len(meant)) + groups,
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
    if box == EMPTY:
        return b""
    left, bottom, right, top = box
    corners = ((left, bottom), (left, top), (right, top), (right, bottom))
    steps = [(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in zip(((0, 0), *corners), corners, strict=False)]
    out = struct.pack(">hhhhhHH", 1, left, bottom, right, top, 3, 0) + b"\1" * 4
    out += b"".join(struct.pack(">h", x) for x, _ in steps) + b"".join(struct.pack(">h", y) for _, y in steps)
    return out + bytes(-len(out) % 4)
