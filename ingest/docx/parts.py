"""The parts of a DOCX package: found by their relationships, parsed without entities, network or huge trees."""

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from ingest.docx.names import RELS, TYPES, transitional
from ingest.limits import Limits
from ingest.messages import unreadable
from ingest.package import Package
from ingest.xml_part import parse_part

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_MAIN = ("wordprocessingml.document.main+xml", "wordprocessingml.template.main+xml", "ms-word.document.macroenabled")


@dataclass(frozen=True, slots=True)
class Relationship:
    """What a part refers to: the last word of the relationship's type, and the target part ("" outside the package)."""

    kind: str
    target: str


class Parts:
    """The XML parts of one package, each with its relationships."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        self._package = Package(data, name, limits)
        self._name, self._limits = name, limits

    def main(self) -> str:
        """The name of the main part. Raises `Unreadable` where there is none."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument" and relationship.target in self._package:
                return relationship.target
        types = self.xml("[Content_Types].xml")
        if types is not None:
            for override in types.iter(TYPES + "Override"):
                part = (override.get("PartName") or "").lstrip("/")
                kind = (override.get("ContentType") or "").lower()
                if any(main in kind for main in _MAIN) and part in self._package:
                    return part
        if "word/document.xml" in self._package:
            return "word/document.xml"
        raise unreadable("no-main-part", self._name)

    def xml(self, part: str) -> "Element | None":
        """The root of a part, None where the package lacks it. Raises `Unreadable` where it is damaged."""
        if part not in self._package:
            return None
        return parse_part(_lean(transitional(self._package.read(part))), part, self._name, self._limits)

    def relationships(self, part: str) -> dict[str, Relationship]:
        """The relationships of a part by their id; of the package itself for ""."""
        folder, base = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        out: dict[str, Relationship] = {}
        if root is None:
            return out
        for element in root.iter(RELS + "Relationship"):
            target = unquote(element.get("Target") or "")
            inside = element.get("TargetMode") != "External"
            if inside:
                target = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
            kind = (element.get("Type") or "").rsplit("/", 1)[-1]
            out[element.get("Id") or ""] = Relationship(kind, target if inside else "")
        return out


def _lean(xml: bytes) -> bytes:
    """A style sheet without its table styles: nine tenths of it as Word writes it, and nothing that the text needs."""
    if b'w:type="table"' not in xml:
        return xml
    kept: list[bytes] = []
    for piece in xml.split(b"</w:style>"):
        start = piece.rfind(b"<w:style ")
        if start >= 0 and b'w:type="table"' in piece[start : piece.find(b">", start)]:
            kept.append(piece[:start])
        elif start >= 0:
            kept.append(piece + b"</w:style>")
        else:
            kept.append(piece)
    return b"".join(kept)
