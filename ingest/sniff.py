"""What a file is, told by its content and never by its name."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from ingest.compound import SIGNATURE as OLE
from ingest.compound import root_names
from ingest.limits import Limits
from ingest.package import Package

# kind → the extensions it usually carries, to tell a mislabelled file
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "docx": ("docx", "docm", "dotx", "dotm"),
    "text": ("txt", "md", "text", "csv", "tsv", "log", ""),
}

# first bytes, kind, what it is called
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"{\\rtf", "rtf", "RTF"),
    (b"\x89PNG\r\n\x1a\n", "image", "PNG"),
    (b"\xff\xd8\xff", "image", "JPEG"),
    (b"GIF87a", "image", "GIF"),
    (b"GIF89a", "image", "GIF"),
    (b"II*\x00", "image", "TIFF"),
    (b"MM\x00*", "image", "TIFF"),
    (b"\x00\x00\x00\x0cjP  ", "image", "JPEG 2000"),
    (b"%!PS", "postscript", "PostScript"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "7z"),
    (b"Rar!\x1a\x07", "archive", "RAR"),
    (b"\x1f\x8b", "archive", "gzip"),
    (b"\x7fELF", "executable", "ELF"),
    (b"SQLite format 3\x00", "database", "SQLite"),
)
_BITMAP = re.compile(rb"BM.{4}\x00{4}.{4}[\x0c\x28\x6c\x7c]\x00\x00\x00", re.DOTALL)
_PROGRAM = re.compile(rb"MZ.{58}.{0,1500}?(?:PE\x00\x00|This program)", re.DOTALL)
_ARCHIVED_PAGE = re.compile(
    rb"(?:(?:From|Subject|Date|MIME-Version):[^\n]*\n)+.{0,2000}multipart/related", re.DOTALL | re.IGNORECASE
)
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|div|table|center|font)[\s>/]", re.I
)

# a name at the root of a compound file → kind; the first that is there decides
_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted-office"),
    ("EncryptionInfo", "encrypted-office"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "ppt"),
)

# a part (or what a part's name begins with, ending in "/") → kind, for ZIP packages
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("ofd.xml", "ofd", "OFD"),
    ("word/", "docx", "DOCX"),
    ("xl/", "xlsx", "XLSX"),
    ("ppt/", "pptx", "PPTX"),
    ("content.xml", "odt", "ODF"),
    ("[content_types].xml", "docx", "DOCX"),  # the reader of DOCX finds its main part, or says that there is none
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
    """The kind of `data`. What is nothing else counts as text; whether it can be decoded is for its reader.

    Raises `Unreadable` for a damaged or oversized package.
    """
    if b"%PDF-" in data[:1024]:
        return Kind("pdf", "PDF")
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _package(Package(data, name, limits))
    if data.startswith(OLE):
        names = root_names(data)
        return Kind(next((kind for stream, kind in _STREAMS if stream in names), "ole"))
    for magic, kind, label in _MAGIC:
        if data.startswith(magic):
            return Kind(kind, label)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return Kind("image", "WebP")
    if _BITMAP.match(data):
        return Kind("image", "BMP")
    if _PROGRAM.match(data):
        return Kind("executable", "EXE")
    return _markup(data) or Kind("text", "文本")


def _package(package: Package) -> Kind:
    names = package.names()
    for part, kind, label in _PARTS:
        if any(name.startswith(part) if part.endswith("/") else name == part for name in names):
            return Kind(kind, label)
    return Kind("archive", "ZIP")


def _markup(data: bytes) -> Kind | None:
    """HTML, a web archive or other XML, in any encoding that keeps ASCII apart; None for what only mentions a tag."""
    start = data[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    if _ARCHIVED_PAGE.match(start):
        return Kind("html", "MHTML")
    if not start.startswith(b"<"):
        return None
    if _TAG.search(start):
        return Kind("html", "HTML")
    return Kind("xml", "XML") if start.startswith(b"<?xml") else None
