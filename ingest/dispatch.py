"""Bytes to the reader of their kind."""

from dataclasses import replace

from corpus.errors import Unreadable
from corpus.source_text import Remark, SourceText
from ingest.limits import Limits
from ingest.messages import unreadable
from ingest.sniff import Kind, sniff


def dispatch(data: bytes, name: str, limits: Limits) -> SourceText:
    """The source text of `data`, by the reader for its content.

    A file whose name says something else is read all the same, with the remark "mislabelled". Raises `Unreadable`;
    a fault of a reader becomes one too (code "fault"), with the fault as its cause.
    """
    if not data:
        raise unreadable("empty", name)
    if len(data) > limits.file:
        raise unreadable("too-large", name, size=-(-len(data) >> 20), limit=limits.file >> 20)
    try:
        kind = sniff(data, name, limits)
        source = read_kind(kind, data, name, limits)
    except (Unreadable, MemoryError):
        raise
    except Exception as fault:
        raise unreadable("fault", name, cause=f"{type(fault).__name__}: {fault}"[:200].replace("\n", " ")) from fault
    if kind.mislabelled(name):
        remark = Remark("mislabelled", f"扩展名与内容不符：内容是 {kind.label}，已按内容读取", 0, 0)
        source = replace(source, remarks=(remark, *source.remarks))
    return source


def read_kind(kind: Kind, data: bytes, name: str, limits: Limits) -> SourceText:
    """The source text of `data`, which is of `kind`. Raises `Unreadable` for a kind that has no reader."""
    if kind.name == "pdf":
        from ingest.pdf import read_pdf

        return read_pdf(data, name)
    if kind.name == "docx":
        from ingest.docx import read_docx

        return read_docx(data, name, limits)
    if kind.name == "xlsx":
        from ingest.xlsx import read_xlsx

        return read_xlsx(data, name, limits)
    if kind.name in ("doc", "wps", "rtf", "odt", "xls", "et", "xlsb", "ods"):
        from ingest.legacy import read_legacy

        return read_legacy(data, name, kind.name, kind.label, limits)
    if kind.name == "ofd":
        from ingest.ofd import read_ofd

        return read_ofd(data, name, limits)
    if kind.name == "image":
        from ingest.scan.reading import read_image

        return read_image(data, name)
    if kind.name == "html":
        from ingest.html import read_html

        return read_html(data, name, limits)
    if kind.name == "text":
        from ingest.plain import read_plain

        return read_plain(data, name)
    raise unreadable(kind.name, name, kind=kind.label)
