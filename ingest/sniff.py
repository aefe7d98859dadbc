"""What a file is, told by its content and never by its name."""

import re
from dataclasses import dataclass
from pathlib import PurePath

from ingest.compound import SIGNATURE as OLE
from ingest.compound import root_names, stream_head
from ingest.limits import Limits
from ingest.package import Package

# kind → the extensions it usually carries, to tell a mislabelled file
EXTENSIONS: dict[str, tuple[str, ...]] = {
    "pdf": ("pdf",),
    "docx": ("docx", "docm", "dotx", "dotm"),
    "ofd": ("ofd",),
    "xlsx": ("xlsx", "xlsm", "xltx", "xltm"),
    "xlsb": ("xlsb",),
    "doc": ("doc", "dot", "wps", "wpt"),
    "wps": ("wps", "wpt", "doc", "dot"),
    "xls": ("xls", "xlt", "et", "ett"),
    "et": ("et", "ett", "xls", "xlt"),
    "rtf": ("rtf", "doc"),
    "odt": ("odt", "ott"),
    "ods": ("ods", "ots"),
    "image": ("png", "jpg", "jpeg", "jfif", "tif", "tiff", "bmp", "gif", "webp", "jp2"),
    "html": ("html", "htm", "shtml", "xhtml", "mht", "mhtml"),
    "text": ("txt", "md", "markdown", "text", "csv", "tsv", "log", ""),
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
    (b"II+\x00", "image", "TIFF"),
    (b"MM\x00+", "image", "TIFF"),
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

# names at the root of a compound file, all of which must be there, → kind, label; the first row that fits decides
_STREAMS: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("EncryptedPackage",), "encrypted-office", "加密文档"),
    (("EncryptionInfo",), "encrypted-office", "加密文档"),
    (("WordDocument", "WpsCustomData"), "wps", "WPS 文字"),  # WPS Office's own stream beside Word's
    (("WordDocument",), "doc", "DOC"),
    (("Workbook", "ETExtData"), "et", "WPS 表格"),
    (("Workbook",), "xls", "XLS"),
    (("Book",), "xls", "XLS"),
    (("PowerPoint Document",), "ppt", "PPT"),
)
_WORD_ENCRYPTED = 0x0100  # [MS-DOC] 2.5.2 FibBase, bit F of the flags at byte 10
_FILE_PASS = 0x002F  # [MS-XLS] 2.4.117

# a part (or what a part's name begins with, ending in "/") → kind, for ZIP packages
_PARTS: tuple[tuple[str, str, str], ...] = (
    ("ofd.xml", "ofd", "OFD"),
    ("encryptions.xml", "ofd", "OFD"),
    ("word/", "docx", "DOCX"),
    ("xl/workbook.bin", "xlsb", "XLSB"),
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
        return _compound(data)
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


def _compound(data: bytes) -> Kind:
    names = root_names(data)
    kind, label = next((row[1:] for row in _STREAMS if names.issuperset(row[0])), ("ole", ""))
    if kind in ("doc", "wps"):
        flags = stream_head(data, "WordDocument")[10:12]
        locked = len(flags) == 2 and bool(int.from_bytes(flags, "little") & _WORD_ENCRYPTED)
    else:
        locked = kind in ("xls", "et") and _has_file_pass(stream_head(data, "Workbook"))
    return Kind("encrypted-office", "加密文档") if locked else Kind(kind, label)


def _has_file_pass(head: bytes) -> bool:
    """Whether a workbook's first records ask for a password."""
    at = 0
    while at + 4 <= len(head):
        record, length = int.from_bytes(head[at : at + 2], "little"), int.from_bytes(head[at + 2 : at + 4], "little")
        if record == _FILE_PASS:
            return True
        at += 4 + length
    return False


def _open_document(package: Package) -> Kind:
    """Text, spreadsheet or something else ([ODF] 1.2 part 3, 3.3 MIME type; 4 for encrypted files)."""
    if "META-INF/manifest.xml" in package and b"encryption-data" in package.read("META-INF/manifest.xml"):
        return Kind("encrypted-office", "加密文档")
    stated = package.read("mimetype")[:80] if "mimetype" in package else b""
    if b"spreadsheet" in stated:
        return Kind("ods", "ODS")
    if b"presentation" in stated or b"graphics" in stated:
        return Kind("odf", "ODF")
    return Kind("odt", "ODT")


def _package(package: Package) -> Kind:
    names = package.names()
    for part, kind, label in _PARTS:
        if any(name.startswith(part) if part.endswith("/") else name == part for name in names):
            return _open_document(package) if kind == "odt" else Kind(kind, label)
    # a package that someone unpacked and packed again with its folder
    return Kind("ofd", "OFD") if sum(n.endswith("/ofd.xml") for n in names) == 1 else Kind("archive", "ZIP")


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
