"""A file of an old format → its source text, by way of DOCX or XLSX."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from corpus.source_text import Remark, SourceText
from ingest.legacy.office import ConversionFailed, convert, find_office
from ingest.legacy.word import convert_word
from ingest.limits import Limits
from ingest.messages import unreadable
from ingest.package import Package


@dataclass(frozen=True, slots=True)
class OldFormat:
    """An old format: the extension its converter knows it by, its media type, what it is converted to."""

    extension: str
    media_type: str
    target: str  # "docx" or "xlsx"


FORMATS: Mapping[str, OldFormat] = {
    "doc": OldFormat("doc", "application/msword", "docx"),
    "wps": OldFormat("doc", "application/vnd.ms-works", "docx"),
    "rtf": OldFormat("rtf", "application/rtf", "docx"),
    "odt": OldFormat("odt", "application/vnd.oasis.opendocument.text", "docx"),
    "xls": OldFormat("xls", "application/vnd.ms-excel", "xlsx"),
    "et": OldFormat("xls", "application/vnd.ms-excel", "xlsx"),
    "xlsb": OldFormat("xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12", "xlsx"),
    "ods": OldFormat("ods", "application/vnd.oasis.opendocument.spreadsheet", "xlsx"),
}
"""By the kind that `ingest.sniff` tells."""

_OFFICE = re.compile(rb"<Application>LibreOffice/(\d+\.\d+)")
_SHARE = 0.75  # of the reading time that the conversion may take


def read_legacy(data: bytes, name: str, kind: str, label: str, limits: Limits | None = None) -> SourceText:
    """The text of a file of `kind` (a key of `FORMATS`; `label` names it for staff).

    Its SHA-256 and media type are those of the bytes given; `parser` tells the way ("docx/1 via libreoffice 7.4"), and
    so does the remark "converted". Raises `Unreadable`, also where nothing is installed that can convert it.
    """
    limits = limits or Limits()
    old = FORMATS[kind]
    converted, by = _converted(data, name, kind, label, limits)
    if old.target == "docx":
        from ingest.docx import read_docx

        source = read_docx(converted, name, limits)
    else:
        from ingest.xlsx import read_xlsx

        source = read_xlsx(converted, name, limits)
    document = replace(
        source.document,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=old.media_type,
        parser=f"{source.document.parser} via {by.lower()}",
    )
    doubt = "版式与原件可能略有出入" if by.startswith("LibreOffice") else "可能有遗漏，请对照原件核对"
    remark = Remark("converted", f"{label} 文件由 {by} 转换为 .{old.target} 后读取，{doubt}", 0, 0)
    return replace(source, document=document, remarks=(remark, *source.remarks))


def _converted(data: bytes, name: str, kind: str, label: str, limits: Limits) -> tuple[bytes, str]:
    """The converted file and what converted it."""
    old = FORMATS[kind]
    office = find_office()
    if office is not None:
        try:
            converted = convert(office, data, old.extension, old.target, limits.seconds * _SHARE)
        except ConversionFailed as failure:
            raise unreadable("not-converted", name, kind=label, cause=failure.cause, target=old.target) from failure
        return converted, _office_name(converted, name, limits)
    if kind in ("doc", "wps"):
        found = convert_word(data)
        if found is not None:
            return found
    raise unreadable("no-converter", name, kind=label, target=old.target)


def _office_name(converted: bytes, name: str, limits: Limits) -> str:
    """LibreOffice with its version, as it signs the files that it writes."""
    package = Package(converted, name, limits)
    signed = _OFFICE.search(package.read("docProps/app.xml")) if "docProps/app.xml" in package else None
    return f"LibreOffice {signed[1].decode()}" if signed else "LibreOffice"
