"""An embedded TrueType or OpenType font → what its glyphs stand for (the table "cmap", ISO/IEC 14496-22, 5.2.1)."""

import struct
from collections.abc import Iterator

Characters = dict[int, str]  # glyph → character
Glyphs = dict[str, int]  # character → glyph

_MOST = 70_000


def characters_of(font: bytes) -> Characters:
    """The character of each glyph; empty where the font has no such table, or none that can be read."""
    try:
        table = _table(font, b"cmap")
        return _reversed(table) if table else {}
    except (struct.error, IndexError, ValueError):
        return {}


def glyphs_of(font: bytes) -> Glyphs:
    """The glyph of each character; empty where the font does not say."""
    out: Glyphs = {}
    try:
        table = _table(font, b"cmap")
        for code, glyph in _pairs(table) if table else ():
            if glyph and not 0xD800 <= code < 0xE000:
                out.setdefault(chr(code), glyph)
    except (struct.error, IndexError, ValueError):
        return {}
    return out


NAMED = 0xF0000
"""In a font from `by_number`, the character with this code plus a glyph's number is drawn as that glyph."""


def by_number(font: bytes) -> bytes | None:
    """The same font with a table "cmap" that gives every glyph a character of its own; None where it is no such font."""
    try:
        if font[:4] == b"ttcf":
            return None
        tag, count = struct.unpack_from(">4sH", font, 0)
        entries = [struct.unpack_from(">4sIII", font, 12 + 16 * i) for i in range(min(count, 64))]
        tables = {name: font[offset : offset + length] for name, _, offset, length in entries}
        (glyphs,) = struct.unpack_from(">H", tables[b"maxp"], 4)
    except (struct.error, KeyError):
        return None
    last = NAMED + min(glyphs, 0xFFFE) - 1
    groups = struct.pack(">HHIIIIII", 12, 0, 28, 0, 1, NAMED, last, 0)
    tables[b"cmap"] = struct.pack(">HHHHI", 0, 1, 3, 10, 12) + groups
    head, body = struct.pack(">4sHHHH", tag, len(tables), 0, 0, 0), b""
    at = 12 + 16 * len(tables)
    for name in sorted(tables):
        head += struct.pack(">4sIII", name, 0, at + len(body), len(tables[name]))
        body += tables[name] + bytes(-len(tables[name]) % 4)
    return head + body


def _table(font: bytes, tag: bytes) -> bytes:
    start = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    (count,) = struct.unpack_from(">H", font, start + 4)
    for index in range(min(count, 64)):
        name, _, offset, length = struct.unpack_from(">4sIII", font, start + 12 + 16 * index)
        if name == tag:
            return font[offset : offset + length]
    return b""


def _reversed(table: bytes) -> Characters:
    out: Characters = {}
    for code, glyph in _pairs(table):
        if glyph and (glyph not in out or _is_private(out[glyph])) and not 0xD800 <= code < 0xE000:
            out[glyph] = chr(code)
    return out


def _pairs(table: bytes) -> Iterator[tuple[int, int]]:
    """Codes and their glyphs."""
    (count,) = struct.unpack_from(">H", table, 2)
    for index in range(min(count, 32)):
        platform, encoding, offset = struct.unpack_from(">HHI", table, 4 + 8 * index)
        if (platform, encoding) not in ((0, 3), (0, 4), (0, 6), (3, 1), (3, 10)):  # Unicode
            continue
        (form,) = struct.unpack_from(">H", table, offset)
        if form == 4:
            yield from _segments(table, offset)
        elif form == 12:
            yield from _groups(table, offset)


def _is_private(char: str) -> bool:
    return "\ue000" <= char <= "\uf8ff"


def _segments(table: bytes, offset: int) -> list[tuple[int, int]]:
    (double,) = struct.unpack_from(">H", table, offset + 6)
    count = double // 2
    ends = struct.unpack_from(f">{count}H", table, offset + 14)
    starts = struct.unpack_from(f">{count}H", table, offset + 16 + double)
    deltas = struct.unpack_from(f">{count}H", table, offset + 16 + 2 * double)
    at = offset + 16 + 3 * double
    ranges = struct.unpack_from(f">{count}H", table, at)
    out: list[tuple[int, int]] = []
    for index, (start, end, delta, distance) in enumerate(zip(starts, ends, deltas, ranges, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if distance:
                place = at + 2 * index + distance + 2 * (code - start)
                glyph = struct.unpack_from(">H", table, place)[0] if place + 2 <= len(table) else 0
                if not glyph:
                    continue
            out.append((code, (glyph + delta) & 0xFFFF))
        if len(out) > _MOST:
            break
    return out


def _groups(table: bytes, offset: int) -> list[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", table, offset + 12)
    out: list[tuple[int, int]] = []
    for index in range(min(count, _MOST)):
        start, end, glyph = struct.unpack_from(">III", table, offset + 16 + 12 * index)
        if end > 0x10FFFF or end < start or len(out) + end - start > _MOST:
            break
        out += [(code, glyph + code - start) for code in range(start, end + 1)]
    return out
