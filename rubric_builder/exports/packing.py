"""Zip containers (DOCX, XLSX) with the same bytes for the same content."""

import io
import struct
import zipfile
import zlib
from datetime import datetime

MOMENT = datetime(1980, 1, 1)
"""The date inside files: the earliest that a zip entry can carry. When a bundle was made is in its manifest."""


def repacked(container: bytes) -> bytes:
    """The container with every entry in its order, dated `MOMENT` and without a trace of the machine that wrote it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(entry), compresslevel=6)
    return out.getvalue()


def deflated(content: bytes) -> bytes:
    """The content as a zip entry holds it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


class StoredZip:
    """A zip container of entries that are compressed already: `zipfile` would compress each again for every container.

    Local headers, then the directory, as APPNOTE 4.3 has them; every entry dated `MOMENT`, names in UTF-8.
    """

    _DATE = (MOMENT.year - 1980) << 9 | MOMENT.month << 5 | MOMENT.day
    _UTF8 = 0x800

    def __init__(self) -> None:
        self._body = io.BytesIO()
        self._directory: list[bytes] = []

    def add(self, name: str, content: bytes, packed: bytes) -> None:
        """An entry: its name, its content, and that content `deflated`."""
        at, called = self._body.tell(), name.encode("utf-8")
        shared = struct.pack(
            "<HHHHHIIIHH", 20, self._UTF8, zipfile.ZIP_DEFLATED, 0, self._DATE, zlib.crc32(content), len(packed),
            len(content), len(called), 0,
        )  # fmt: skip
        self._body.write(b"PK\x03\x04" + shared + called + packed)
        self._directory.append(
            b"PK\x01\x02" + struct.pack("<H", 20) + shared + struct.pack("<HHHII", 0, 0, 0, 0, at) + called
        )

    def to_bytes(self) -> bytes:
        """The container."""
        start, directory = self._body.tell(), b"".join(self._directory)
        count = len(self._directory)
        end = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), start, 0)
        return self._body.getvalue() + directory + end
