"""Markup → an element tree: recovered like a browser does, nothing fetched, nothing expanded, not too deep."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.limits import Limits
from ingest.messages import unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
_UNUSABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_MOST_ELEMENTS = 2_000_000


def parse_page(markup: str, name: str, limits: Limits) -> "Element | None":
    """The page's root; None where nothing stands in it. Raises `Unreadable`: "too-deep", "damaged-page"."""
    from lxml import etree

    markup = _UNUSABLE.sub("", _DECLARATION.sub("", markup, count=1))
    if not markup.strip():
        return None
    parser = etree.HTMLParser(
        encoding="utf-8", recover=True, no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root: Element | None = etree.fromstring(markup.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise unreadable("damaged-page", name) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log) or (
        root is not None and _deeper(root, limits.depth)
    ):
        raise unreadable("too-deep", name, limit=limits.depth)
    return root


def _deeper(root: "Element", limit: int) -> bool:
    from lxml import etree

    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(root, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > limit or count > 2 * _MOST_ELEMENTS:
            return True
    return False


def tag_of(element: "Element") -> str:
    """An element's name in lower case without prefix; "" for what is no element. o:p → p stays o:p."""
    return element.tag.lower() if isinstance(element.tag, str) else ""


def words_of(element: "Element") -> Iterator[str]:
    """The words that class and id are made of, in lower case: headerDiv → header, div."""
    for attribute in ("class", "id"):
        for name in (element.get(attribute) or "").split():
            for part in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", name):
                yield part.lower()


def text_of(element: "Element") -> str:
    """All characters in an element, in order."""
    return "".join(str(piece) for piece in element.itertext())
