"""Bytes to the reader of their kind."""

from dataclasses import replace

from corpus.errors import Unreadable
from corpus.source_text import Remark, SourceText
from ingest.guard import Limits
from ingest.messages import unreadable
from ingest.sniff import Kind, sniff


def dispatch(data: bytes, name: str, limits: Limits) -> SourceText:
    """The source text of `data`, by the reader for its content. Raises `Unreadable`."""
    if not data:
        raise unreadable("empty", name)
    if len(data) > limits.file:
        raise unreadable("too-large", name, size=-(-len(data) >> 20), limit=limits.file >> 20)
    kind = sniff(data, name, limits)
    source = _read(kind, data, name, limits)
    if kind.mislabelled(name):
        remark = Remark("mislabelled", f"扩展名与内容不符：内容是 {kind.label}，已按内容读取", 0, 0)
        source = replace(source, remarks=(remark, *source.remarks))
    return source


def _read(kind: Kind, data: bytes, name: str, limits: Limits) -> SourceText:
    if kind.name == "pdf":
        from ingest.pdf import read_pdf

        source: SourceText = read_pdf(data, name)
        return source
    if kind.name == "docx":
        from ingest.docx import read_docx

        return read_docx(data, name, limits)
    if kind.name == "text":
        from ingest.plain import read_plain

        return read_plain(data, name)
    raise unreadable(kind.name, name, kind=kind.label)


__all__ = ["Unreadable", "dispatch"]
