"""OFD.xml → the pages of all documents in a package, and what else stands beside them."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from ingest.messages import unreadable
from ingest.ofd.measures import Rectangle, rectangle
from ingest.ofd.parts import Parts, child, children, name_of, words
from ingest.ofd.resources import Resources
from ingest.ofd.seals import Seal, seals

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_A4: Rectangle = (0.0, 0.0, 210.0, 297.0)
_PAGES = 20_000


@dataclass(frozen=True, slots=True)
class Area:
    """A page's paper and, where it is given, the part of it that is shown (millimetres)."""

    paper: Rectangle = _A4
    shown: Rectangle | None = None


@dataclass(slots=True)
class Body:
    """One document of the package: what its pages share."""

    part: str
    area: Area
    resources: Resources
    templates: dict[str, tuple[str, str]] = field(default_factory=dict)  # id → part, z-order
    annotations: dict[str, str] = field(default_factory=dict)  # page id → part
    seals: dict[str, list[Seal]] = field(default_factory=dict)  # page id → the stamps on it


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as the document lists it; `part` is None where the package lacks it."""

    id: str
    part: str | None
    body: Body


class OfdFile:
    """An OFD opened from bytes: its pages in order, and counts of what is not read (`signatures`: those that are seen on
    no page)."""

    def __init__(self, parts: Parts, name: str) -> None:
        """Raises `Unreadable`: no document, no pages, damaged or encrypted."""
        self.parts = parts
        self.sheets: list[Sheet] = []
        self.documents = self.signatures = 0
        self.attachments: list[str] = []
        root = parts.xml(parts.root)
        for element in children(root, "DocBody"):
            part = self._current(element) or parts.find(parts.root, words(element, "DocRoot"))
            if part is None:
                continue
            body = self._read(part)
            self.documents += 1
            self._take_seals(body, parts.find(parts.root, words(element, "Signatures")))
        if not self.documents:
            part = parts.find(parts.root, "Doc_0/Document.xml")
            if part is None:
                raise unreadable("ofd-encrypted" if parts.encrypted else "ofd-no-document", name)
            self._read(part)
            self.documents = 1
        if not self.sheets:
            raise unreadable("ofd-no-pages", name)

    def _current(self, body: "Element") -> str | None:
        """The document of the version that counts, where versions are kept (GB/T 33190, 19)."""
        for version in children(child(body, "Versions"), "Version"):
            if version.get("Current") == "true" and (part := self.parts.find(self.parts.root, version.get("BaseLoc"))):
                return self.parts.find(part, words(self.parts.xml(part), "DocRoot"))
        return None

    def _take_seals(self, body: Body, listing: str | None) -> None:
        if listing is None:
            return
        found, unseen = seals(self.parts, listing)
        pages = {sheet.id for sheet in self.sheets if sheet.body is body}
        for seal in found:
            if seal.page in pages:
                body.seals.setdefault(seal.page, []).append(seal)
            else:
                unseen += 1
        self.signatures += unseen

    def _read(self, part: str) -> Body:
        parts = self.parts
        document = parts.xml(part)
        common = child(document, "CommonData")
        resources = Resources(parts)
        for element in common if common is not None else ():
            if name_of(element) in ("PublicRes", "DocumentRes"):
                resources.add(parts.find(part, element.text))
        body = Body(part, area_of(child(common, "PageArea"), Area()), resources)
        for template in children(common, "TemplatePage"):
            if found := parts.find(part, template.get("BaseLoc")):
                body.templates[(template.get("ID") or "").strip()] = found, template.get("ZOrder") or "Background"
        body.annotations = self._annotations(part, words(document, "Annotations"))
        for page in list(children(child(document, "Pages"), "Page"))[: _PAGES - len(self.sheets)]:
            self.sheets.append(Sheet((page.get("ID") or "").strip(), parts.find(part, page.get("BaseLoc")), body))
        if listing := parts.find(part, words(document, "Attachments")):
            try:
                for element in children(parts.xml(listing), "Attachment"):
                    self.attachments.append(element.get("Name") or words(element, "FileLoc"))
            except Unreadable:
                self.attachments.append(listing)
        return body

    def _annotations(self, part: str, location: str) -> dict[str, str]:
        listing = self.parts.find(part, location)
        if listing is None:
            return {}
        out = {}
        try:
            for page in children(self.parts.xml(listing), "Page"):
                if found := self.parts.find(listing, words(page, "FileLoc")):
                    out[(page.get("PageID") or "").strip()] = found
        except Unreadable:  # nothing of them is read anyway
            return out
        return out


def area_of(element: "Element | None", default: Area) -> Area:
    """The area that an element describes; `default` where it gives no paper."""
    paper = rectangle(words(element, "PhysicalBox"))
    if paper is None or not (paper[2] > 0 and paper[3] > 0):
        return default
    shown = rectangle(words(element, "ApplicationBox"))
    if shown is not None and not (shown[2] > 0 and shown[3] > 0):
        shown = None
    return Area(paper, shown)
