"""A DOCX file's bytes → its source text."""

import hashlib
from typing import TYPE_CHECKING

from corpus.source_text import Role, SourceDocument, SourceText
from ingest.assemble import Assembly
from ingest.docx.names import R, W
from ingest.docx.numbering import Numbering
from ingest.docx.parts import Parts, Relationship
from ingest.docx.story import Story
from ingest.docx.styles import Styles
from ingest.drawn_tables import with_drawn_tables
from ingest.limits import Limits
from ingest.messages import unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element as Element

PARSER = "docx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def read_docx(data: bytes, name: str, limits: Limits | None = None) -> SourceText:
    """The text of a DOCX file as Word shows it, tracked changes accepted.

    Paragraphs and table rows end with a line end, cells are parted by tabs; soft breaks are line ends inside a
    paragraph (the `Line` before one is not `hard`), page breaks form feeds. Numbers that Word computes stand before
    their paragraph (`Unboxed.COMPUTED`, remark "computed-number"). A text box follows the paragraph it is anchored in.
    After the body come foot- and endnotes (`Role.FOOTNOTE`), then every header and footer once (`Role.HEADER`,
    `Role.FOOTER`). There are no pages.
    Left out, with a remark: hidden text, deleted text, pictures, embedded objects; without one: comments, field
    instructions, page numbers.
    Raises `Unreadable` for a damaged or oversized package and for one without any text.
    """
    parts = Parts(data, name, limits or Limits())
    main = parts.main()
    root = parts.xml(main)
    body = root.find(W + "body") if root is not None else None
    if body is None:
        raise unreadable("no-main-part", name)
    related = parts.relationships(main)
    by_kind = {relationship.kind: relationship.target for relationship in related.values() if relationship.target}
    styles = Styles(_part(parts, by_kind, "styles"))
    numbering = Numbering(_part(parts, by_kind, "numbering"), styles)

    assembly = Assembly()
    story = Story(assembly, styles, numbering)
    story.blocks(body)
    for kind in ("footnote", "endnote"):
        _notes(assembly, styles, numbering, story, kind, _part(parts, by_kind, f"{kind}s"))
    _furniture(assembly, styles, numbering, story, parts, related)
    source = assembly.finish(SourceDocument(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE, PARSER))
    if not source.text.strip():
        raise unreadable("no-text", name)
    return with_drawn_tables(source)


def _part(parts: Parts, by_kind: "Mapping[str, str]", kind: str) -> "Element | None":
    return parts.xml(by_kind[kind]) if kind in by_kind else None


def _notes(
    assembly: Assembly, styles: Styles, numbering: Numbering, story: Story, kind: str, root: "Element | None"
) -> None:
    """The notes of a kind that the body refers to, each once, under the number that its remark in the body gives."""
    if root is None:
        return
    elements = {note.get(W + "id"): note for note in root.iterchildren(W + kind)}
    for number, (referred, identifier) in enumerate(story.notes, 1):
        note = elements.pop(identifier, None) if referred == kind else None
        if note is not None:
            assembly.separate("\n")
            Story(assembly, styles, numbering).blocks(note, Role.FOOTNOTE, f"{number} ")


def _furniture(
    assembly: Assembly,
    styles: Styles,
    numbering: Numbering,
    story: Story,
    parts: Parts,
    related: "Mapping[str, Relationship]",
) -> None:
    """Every header and footer that a section shows, the same text only once."""
    shown: set[str] = set()
    said: set[str] = set()
    for section in story.sections:
        for reference in section.iterchildren(W + "headerReference", W + "footerReference"):
            relationship = related.get(reference.get(R + "id") or "")
            if relationship is None or not relationship.target or relationship.target in shown:
                continue
            shown.add(relationship.target)
            root = parts.xml(relationship.target)
            if root is None:
                continue
            role = Role.HEADER if reference.tag == W + "headerReference" else Role.FOOTER
            words = "".join(t.text or "" for t in root.iter(W + "t"))
            if words.strip() and words not in said:
                said.add(words)
                assembly.separate("\n")
                Story(assembly, styles, numbering).blocks(root, role)
