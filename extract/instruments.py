"""The instruments of a file (a 通知, the 办法 it issues, 附件) and what its head and foot say about it."""

from corpus.evidence import Proved
from corpus.node import Node
from corpus.values import Value
from extract.issues import Issue


class Attachment(Proved):
    """An attachment named in the list at a notice's end (附件：1.《…》). `present`: it follows in the same file."""

    number: int | None
    title: str
    present: bool


class Instrument(Proved):
    """One instrument: id (`ins-2`), title, kind (通知, 办法, 细则, 实施方案 …), number, issuers and date of its own, clauses."""

    id: str
    title: str | None
    kind: str | None
    document_number: str | None = None
    issuers: tuple[str, ...] = ()
    issued_on: str | None = None
    attachments: tuple[Attachment, ...] = ()
    nodes: tuple[Node, ...] = ()


class DocumentMetadata(Proved):
    """What the file's outermost notice says of itself (GB/T 9704): 发文字号, 发文机关, 成文日期, 主送机关, 抄送, 印发."""

    sha256: str
    file: str
    title: str | None
    document_number: str | None
    issuers: tuple[str, ...]
    issued_on: str | None
    recipients: tuple[str, ...]
    copied_to: tuple[str, ...] = ()
    printed_by: str | None = None
    printed_on: str | None = None
    kind: str | None = None


class Outline(Value):
    """Metadata, instruments with their clause trees and tables, and what was mended or doubtful."""

    document: DocumentMetadata
    instruments: tuple[Instrument, ...]
    issues: tuple[Issue, ...] = ()
