"""What a file is, told by its content and never by its name."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from ingest.guard import Limits, Package

# kind → the extensions it usually carries (for telling a mislabelled file)
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "docx": ("docx", "docm", "dotx", "dotm"),
    "text": ("txt", "md", "text", "csv", "tsv", "log", ""),
}

# first bytes → (kind, what it is called); the longer ones first where one begins another
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "image", "PNG"),
    (b"\xff\xd8\xff", "image", "JPEG"),
    (b"GIF87a", "image", "GIF"),
    (b"GIF89a", "image", "GIF"),
    (b"II*\x00", "image", "TIFF"),
    (b"MM\x00*", "image", "TIFF"),
    (b"BM", "image", "BMP"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7z"),
    (b"Rar!\x1a\x07", "archive", "RAR"),
    (b"\x1f\x8b\x08", "archive", "gzip"),
    (b"MZ", "executable", "EXE"),
    (b"\x7fELF", "executable", "ELF"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(
    rb"<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]|<\?xml[^>]*\?>\s*(?:<!--.*?-->\s*)*<!doctype\s+html", re.IGNORECASE
)
# UTF-16 names of the streams of an OLE compound file that tell what it holds
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted-office"),
    ("EncryptionInfo", "encrypted-office"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the content is: `name` is a key of `EXTENSIONS` or the code of a refusal; `label` names it for staff."""

    name: str
    label: str = ""

    def mislabelled(self, file: str) -> bool:
        """Whether the extension of `file` says something else."""
        return PurePath(file).suffix[1:].lower() not in EXTENSIONS.get(self.name, ())


def sniff(data: bytes, name: str, limits: Limits) -> Kind:
    """The kind of `data`. Whatever is nothing else counts as text; whether it can be decoded is for its reader.

    Raises `Unreadable` for a damaged or oversized package.
    """
    if b"%PDF-" in data[:1024]:
        return Kind("pdf", "PDF")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(Package(data, name, limits))
    if data.startswith(_OLE):
        return _compound(data)
    for magic, kind, label in _MAGIC:
        if data.startswith(magic) and not (len(magic) == 2 and _looks_typed(data)):
            return Kind(kind, label)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind("image", "WebP")
    if _HTML.search(data[:2048].replace(b"\x00", b"")):
        return Kind("html", "HTML")
    return Kind("text", "文本")


def _package(package: Package) -> Kind:
    names = package.names()
    if "ofd.xml" in names:
        return Kind("ofd", "OFD")
    if any(n.startswith("word/") for n in names):
        return Kind("docx", "DOCX")
    if any(n.startswith("xl/") for n in names):
        return Kind("xlsx", "XLSX")
    if any(n.startswith("ppt/") for n in names):
        return Kind("pptx", "PPTX")
    if "content.xml" in names and "mimetype" in names:
        return Kind("odt", "ODF")
    if "[content_types].xml" in names:
        return Kind("docx", "DOCX")  # its reader finds the main part, or says that there is none
    return Kind("archive", "ZIP")


def _compound(data: bytes) -> Kind:
    for stream, kind in _STREAMS:
        if ("\0" + stream).encode("utf-16-le")[1:] in data or stream.encode("utf-16-le") + b"\0\0" in data:
            return Kind(kind)
    return Kind("ole")


def _looks_typed(data: bytes) -> bool:
    """Whether what begins with two telling letters is text all the same."""
    return b"\0" not in data[:64]
