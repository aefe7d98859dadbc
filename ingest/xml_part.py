"""The XML parts of a package, parsed without entities, network or huge trees."""

from typing import TYPE_CHECKING

from lxml import etree

from ingest.limits import Limits
from ingest.messages import unreadable

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_DEEPEST = 256  # where the XML library stops


def parse_part(xml: bytes, part: str, name: str, limits: Limits, *, code: str = "damaged-part") -> "Element":
    """The root of a part of the file `name`.

    Raises `Unreadable`: "too-deep", or `code` where the part is no well-formed XML or declares a document type.
    """
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        if "depth" in str(error).lower():
            raise unreadable("too-deep", name, limit=min(limits.depth, _DEEPEST)) from error
        raise unreadable(code, name, part=part, cause=_cause(error)) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise unreadable(code, name, part=part, cause="含有不允许的 DTD 声明")
    if limits.depth < _DEEPEST and root.xpath(f"boolean({'/*' * (limits.depth + 1)})"):
        raise unreadable("too-deep", name, limit=limits.depth)
    return root


def _cause(error: Exception) -> str:
    if isinstance(error, etree.XMLSyntaxError) and error.lineno:
        return f"XML 第 {error.lineno} 行有错"
    return "XML 有错"
