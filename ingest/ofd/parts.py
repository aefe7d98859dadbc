"""The parts of an OFD package: found where they are said to be, or nearly there; parsed, and mended where needed."""

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from ingest.encoding import decode
from ingest.limits import Limits
from ingest.messages import unreadable
from ingest.package import Package
from ingest.xml_part import parse_part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element as Element

ROOT = "ofd.xml"
_ENCRYPTIONS = "encryptions.xml"  # GM/T 0099-2020, C.2: what is encrypted, and how

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)")
_TAG = re.compile(r"<[^<>!?][^<>]*>")
_PREFIX = re.compile(r"^<(/?)[^\s<>/=\"':]*:")
_NAMESPACE = re.compile(r"""\s+xmlns(?::[^\s=]*)?\s*=\s*(?:"[^"]*"|'[^']*')""")
_ATTRIBUTE = re.compile(r"""(\s)[^\s<>/="':]+:(?=[^\s<>/="':]+\s*=)""")


class Parts:
    """The parts of one package. Names are as in the package, in lower case; `root` is OFD.xml, wherever it lies."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Raises `Unreadable`: a damaged or oversized package, no OFD.xml, everything encrypted."""
        self._package = Package(data, name, limits)
        self._name, self._limits = name, limits
        self._names = dict.fromkeys(self._package.names())
        roots = [n for n in self._names if n == ROOT or n.endswith("/" + ROOT)]
        self.encrypted = any(posixpath.basename(n) == _ENCRYPTIONS for n in self._names)
        if not roots:
            raise unreadable("ofd-encrypted" if self.encrypted else "ofd-no-document", name)
        self.root = min(roots, key=lambda n: n.count("/"))
        self._top = posixpath.dirname(self.root)
        self._roots: dict[str, Element] = {}

    def find(self, base: str, location: str | None) -> str | None:
        """The part that `location`, written in the part `base`, means; None where there is none.

        The standard (GB/T 33190, 7.2) has it relative to `base`, or from the package's root with a slash. Writers get
        this wrong: what is not there is looked for from the root, beside `base`, and by its last names.
        """
        wanted = (location or "").strip().replace("\\", "/").casefold()
        if not wanted:
            return None
        folder = posixpath.dirname(base)
        tries = [posixpath.join(folder, wanted)] if not wanted.startswith("/") else []
        tries += [posixpath.join(self._top, wanted.lstrip("/")), posixpath.join(folder, wanted.lstrip("/"))]
        for path in tries:
            path = posixpath.normpath(path).lstrip("/")
            if path in self._names:
                return path
        tail = "/" + posixpath.normpath(wanted).lstrip("./")
        ends = [n for n in self._names if n.endswith(tail)]
        return ends[0] if len(ends) == 1 else None

    def read(self, part: str) -> bytes:
        """The bytes of a part that `find` gave. Raises `Unreadable`."""
        return self._package.read(part)

    def xml(self, part: str, *, keep: bool = False) -> "Element":
        """The root of a part that `find` gave; `keep` it for the next time. Raises `Unreadable`."""
        if part in self._roots:
            return self._roots[part]
        data = self._package.read(part)
        try:
            root = self._parsed(data, part)
        except Unreadable as error:
            if error.code != "ofd-damaged":
                raise
            if self.encrypted and b"<" not in data[:64]:
                raise unreadable("ofd-encrypted", self._name) from error
            mended = _mended(data)
            if mended is None:
                raise
            root = self._parsed(mended, part)
        if keep:
            self._roots[part] = root
        return root

    def _parsed(self, data: bytes, part: str) -> "Element":
        return parse_part(data, part, self._name, self._limits, code="ofd-damaged")


def _mended(data: bytes) -> bytes | None:
    """XML whose encoding is not the declared one, with stray controls or "&", or with prefixes nobody declared."""
    decoded = decode(data)
    if decoded is None:
        return None
    text = _BARE.sub("&amp;", _CONTROL.sub("", _DECLARATION.sub("", decoded.text, count=1)))
    return _TAG.sub(_without_prefix, text).encode("utf-8", "replace")


def _without_prefix(match: re.Match[str]) -> str:
    tag = _PREFIX.sub(r"<\1", match[0], count=1)
    return _ATTRIBUTE.sub(r"\1", _NAMESPACE.sub("", tag))


def name_of(element: "Element") -> str:
    """An element's name without its namespace: writers use several, and none."""
    return _local(element.tag)


@lru_cache(maxsize=1024)
def _local(tag: object) -> str:
    return tag[tag.rfind("}") + 1 :] if isinstance(tag, str) else ""


def children(element: "Element | None", name: str) -> "Iterator[Element]":
    """The children of that name."""
    return (child for child in element if name_of(child) == name) if element is not None else iter(())


def child(element: "Element | None", name: str) -> "Element | None":
    """The first child of that name."""
    if element is not None:
        qualified = "}" + name
        for one in element:
            tag = one.tag
            if isinstance(tag, str) and (tag.endswith(qualified) or tag == name):
                return one
    return None


def words(element: "Element | None", name: str) -> str:
    """The text of the first child of that name, without the blanks around it; "" where there is none."""
    found = child(element, name)
    return ((found.text or "") if found is not None else "").strip()
