"""OLE compound files ([MS-CFB]), the container of old Office: what lies at its root, and how its streams begin."""

import struct
from collections.abc import Iterator

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _NONE = 0xFFFFFFFE, 0xFFFFFFFF
_ENTRY = 128
_IN_SECTORS = 4096  # bytes: shorter streams lie elsewhere
_MOST_SECTORS = 4096  # of the directory: far more than any document has


def root_names(data: bytes) -> set[str]:
    """The names of the streams and storages directly in the root; empty where the directory can't be read.

    What an embedded object holds stays out: a workbook with a Word document inside is a workbook.
    """
    try:
        return {name for name, _, _ in _children_of_root(b"".join(_directory(data)))}
    except (struct.error, IndexError, ValueError):
        return set()


def stream_head(data: bytes, name: str) -> bytes:
    """The first sector (512 or 4,096 bytes) of a stream in the root; empty where it is absent or very short."""
    try:
        size = _sector_size(data)
        for found, sector, length in _children_of_root(b"".join(_directory(data))):
            if found == name:
                return data[(sector + 1) * size : (sector + 2) * size] if length >= _IN_SECTORS else b""
    except (struct.error, IndexError, ValueError):
        pass
    return b""


def _sector_size(data: bytes) -> int:
    """Of 512 bytes or of 4,096, nothing else ([MS-CFB] 2.2). Raises ValueError."""
    (shift,) = struct.unpack_from("<H", data, 30)
    if shift not in (9, 12):
        raise ValueError(f"sectors of 2 to the power of {shift} bytes")
    return 1 << int(shift)


def _directory(data: bytes) -> Iterator[bytes]:
    """The sectors of the directory, along their chain in the allocation table."""
    size = _sector_size(data)
    (sector,) = struct.unpack_from("<I", data, 48)
    table_sectors = struct.unpack_from("<109I", data, 76)
    entries = size // 4
    seen = 0
    while sector < _END and seen < _MOST_SECTORS:
        yield data[(sector + 1) * size : (sector + 2) * size]
        table = table_sectors[sector // entries]
        (sector,) = struct.unpack_from("<I", data, (table + 1) * size + sector % entries * 4)
        seen += 1


def _children_of_root(directory: bytes) -> Iterator[tuple[str, int, int]]:
    """The entries of the tree that hangs on the root entry: name, first sector, length."""
    pending, seen = [struct.unpack_from("<I", directory, 76)[0]], set()
    while pending:
        entry = pending.pop()
        if entry == _NONE or entry in seen or (entry + 1) * _ENTRY > len(directory):
            continue
        seen.add(entry)
        at = entry * _ENTRY
        length, _, _, left, right = struct.unpack_from("<HBBII", directory, at + 64)
        sector, size = struct.unpack_from("<II", directory, at + 116)
        yield directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le"), sector, size
        pending += [left, right]
