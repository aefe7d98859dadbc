"""Office formulas (OMML) on one line: 得分=(完成数)/(总数)×5."""

from typing import TYPE_CHECKING

from ingest.docx.names import M

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


def linear(element: "Element") -> str:
    """The characters of a formula in reading order; a fraction as a/b, with brackets around longer parts."""
    if element.tag == M + "t":
        return element.text or ""
    if element.tag == M + "f":
        return "/".join(_bracketed("".join(map(linear, element.iterchildren(M + part)))) for part in ("num", "den"))
    if element.tag == M + "d":
        return f"({''.join(map(linear, element.iterchildren(M + 'e')))})"
    return "".join(linear(child) for child in element if isinstance(child.tag, str))


def _bracketed(text: str) -> str:
    return text if len(text) < 2 or text.isdigit() else f"({text})"
