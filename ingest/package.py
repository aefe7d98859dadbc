"""ZIP packages of hostile or damaged files: limits are checked before anything is unpacked."""

import io
from typing import TYPE_CHECKING

from ingest.limits import MEGABYTE, Limits
from ingest.messages import unreadable

if TYPE_CHECKING:
    from zipfile import ZipInfo

_UTF_8 = 0x800  # the flag of an entry whose name is in UTF-8


class Package:
    """A ZIP package opened under limits: its parts can be read, none larger than declared and allowed."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Checks the directory of the package before anything is unpacked. Raises `Unreadable`."""
        import zipfile

        self._name, self._limits = name, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise unreadable("damaged-zip", name, cause="找不到或读不懂目录") from error
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise unreadable("too-many-entries", name, count=len(entries), limit=limits.entries)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.unpacked:
            size, limit = unpacked // MEGABYTE, limits.unpacked // MEGABYTE
            raise unreadable("too-large-unpacked", name, size=size, limit=limit)
        # Small packages may well be highly compressed; it does no harm there.
        if unpacked > 10 * MEGABYTE and unpacked > limits.ratio * max(len(data), 1):
            raise unreadable("too-compressed", name, ratio=unpacked // max(len(data), 1), limit=limits.ratio)
        # Writers disagree on slashes and on case.
        self._entries = {_named(entry).replace("\\", "/").lstrip("/").casefold(): entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part.lstrip("/").casefold() in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._entries)

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises `Unreadable` where it is damaged, encrypted or larger than it says."""
        entry = self._entries[part.lstrip("/").casefold()]
        if entry.flag_bits & 1:
            raise unreadable("encrypted-zip", self._name)
        if entry.file_size > self._limits.part:
            size, limit = entry.file_size // MEGABYTE, self._limits.part // MEGABYTE
            raise unreadable("too-large-unpacked", self._name, size=size, limit=limit)
        try:
            with self._zip.open(entry) as stream:
                return stream.read(entry.file_size + 1)
        except Exception as error:  # zlib, struct, EOF, CRC, unknown method: all say that the package is damaged
            raise unreadable("damaged-zip", self._name, cause=f"部件 {part} 解不开") from error


def _named(entry: "ZipInfo") -> str:
    """The name of an entry. Without the flag it is said to be in code page 437; Chinese writers mean UTF-8 or GBK."""
    if entry.flag_bits & _UTF_8 or entry.filename.isascii():
        return entry.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return entry.filename.encode("cp437").decode(encoding)
        except UnicodeError:
            continue
    return entry.filename
