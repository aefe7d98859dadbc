"""What pages refer to by number: fonts, drawing parameters, pictures, composite drawings."""

from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from ingest.ofd.fonts import Characters, characters_of
from ingest.ofd.parts import Parts, children, name_of, words

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 8  # of drawing parameters that build on others


class Resources:
    """The resources of a document, or those of a page over its document's. Resource files that are damaged are left out."""

    def __init__(self, parts: Parts, below: "Resources | None" = None) -> None:
        self._parts = parts
        self._media: dict[str, str] = dict(below._media) if below else {}
        self._units: dict[str, Element] = dict(below._units) if below else {}
        self._params: dict[str, Element] = dict(below._params) if below else {}
        self._fonts: dict[str, str] = dict(below._fonts) if below else {}
        self._read: dict[str, Characters] = below._read if below else {}
        self._files: dict[str, bytes | None] = below._files if below else {}

    def add(self, part: str | None) -> None:
        """Take in a resource file."""
        if part is None:
            return
        try:
            root = self._parts.xml(part)
        except Unreadable:
            return
        folder = (root.get("BaseLoc") or "").strip().rstrip("/")
        for group in root:
            for element in group:
                key = (element.get("ID") or "").strip()
                match name_of(element):
                    case "Font":
                        self._place(self._fonts, key, part, folder, words(element, "FontFile"))
                    case "MultiMedia":
                        self._place(self._media, key, part, folder, words(element, "MediaFile"))
                    case "DrawParam":
                        self._params[key] = element
                    case "CompositeGraphicUnit":
                        self._units[key] = element

    def _place(self, out: dict[str, str], key: str, part: str, folder: str, file: str) -> None:
        if not file:
            return
        if found := self._parts.find(part, f"{folder}/{file}" if folder else file) or self._parts.find(part, file):
            out[key] = found

    def picture(self, key: str | None) -> bytes | None:
        """The bytes of a picture; None where the package lacks it."""
        part = self._media.get((key or "").strip())
        try:
            return self._parts.read(part) if part else None
        except Unreadable:
            return None

    def unit(self, key: str | None) -> "Element | None":
        """A composite drawing."""
        return self._units.get((key or "").strip())

    def font(self, key: str | None) -> bytes | None:
        """The bytes of an embedded font; None where it is not in the package, or damaged."""
        part = self._fonts.get((key or "").strip())
        if part is None:
            return None
        if part not in self._files:
            try:
                self._files[part] = self._parts.read(part)
            except Unreadable:
                self._files[part] = None
        return self._files[part]

    def characters(self, key: str | None) -> Characters:
        """What the glyphs of an embedded font stand for; empty where the font does not say."""
        part = self._fonts.get((key or "").strip())
        if part is None:
            return {}
        if part not in self._read:
            try:
                self._read[part] = characters_of(self._parts.read(part))
            except Unreadable:
                self._read[part] = {}
        return self._read[part]

    def inherited(self, key: str | None, name: str) -> "Element | None":
        """The child `name` (a colour) of a drawing parameter, or of the one that it builds on (GB/T 33190, 8.2)."""
        for _ in range(_DEEPEST):
            param = self._params.get((key or "").strip())
            if param is None:
                return None
            if (found := next(children(param, name), None)) is not None:
                return found
            key = param.get("Relative")
        return None
