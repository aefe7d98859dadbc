"""What inline styles and attributes say that matters to reading: hidden, indent, alignment, type size."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_EM = 16.0  # pixels of an em where nothing else is said
_LENGTH = re.compile(r"(-?\d+(?:\.\d+)?|-?\.\d+)\s*(em|rem|px|pt|cm|mm|in|%)?", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0}
_SIZES = {"h1": 24.0, "h2": 18.0, "h3": 14.0}
_ALIGNS = {"center": "center", "middle": "center", "right": "right", "left": "left", "justify": "left", "start": "left", "end": "right"}  # fmt: skip
_RULE = re.compile(r"([^{}]{1,200})\{([^{}]{0,2000})\}")
_CLASS = re.compile(r"(?:[a-z]+)?([.#])([A-Za-z_][\w\-]*)")
_UNSHOWN_TAGS = frozenset(
    ("script", "style", "template", "noscript", "head", "title", "meta", "link", "object", "applet", "embed", "param",
     "iframe", "frame", "frameset", "noframes", "svg", "math", "canvas", "audio", "video", "map", "area", "datalist")
)  # fmt: skip


@lru_cache(maxsize=4096)
def declarations(style: str) -> dict[str, str]:
    """The properties of an inline style, in lower case; the last of a name wins."""
    out: dict[str, str] = {}
    for piece in style.split(";"):
        name, colon, value = piece.partition(":")
        if colon:
            out[name.strip().lower()] = value.replace("!important", "").strip().lower()
    return out


def unshown_names(root: "Element") -> frozenset[str]:
    """The classes (.x) and ids (#x) that a style sheet in the page hides, where it names them alone."""
    out: set[str] = set()
    for sheet in root.iter("style"):
        if "print" in (sheet.get("media") or ""):
            continue
        text = re.sub(r"/\*.*?\*/|<!--|-->", " ", (sheet.text or "")[:200_000], flags=re.DOTALL)
        text = re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", " ", text)
        for selectors, body in _RULE.findall(text):
            if _unshown(declarations(body)):
                out |= {m[1] + m[2] for s in selectors.split(",") if (m := _CLASS.fullmatch(s.strip()))}
    return frozenset(out)


def is_unshown_kind(tag: str) -> bool:
    """Whether an element's content is never part of the page's text."""
    return tag in _UNSHOWN_TAGS


def is_hidden(element: "Element", hidden_names: frozenset[str]) -> bool:
    """Whether a browser would not show the element."""
    if element.get("hidden") is not None or (element.get("type") or "").lower() == "hidden":
        return True
    style = element.get("style")
    if style and _unshown(declarations(style)):
        return True
    if not hidden_names:
        return False
    names = {f".{c}" for c in (element.get("class") or "").split()} | {f"#{element.get('id')}"}
    return bool(names & hidden_names) and not (style and "display" in declarations(style))


def _unshown(properties: dict[str, str]) -> bool:
    return (
        properties.get("display") == "none"
        or properties.get("visibility") in ("hidden", "collapse")
        or properties.get("mso-hide") == "all"
    )


def align_of(element: "Element", tag: str, inherited: str) -> str:
    """left, center or right."""
    stated = declarations(element.get("style") or "").get("text-align") or (element.get("align") or "").lower()
    if tag == "table":  # its align places the table, not what stands in it
        stated = declarations(element.get("style") or "").get("text-align") or ""
    if tag == "center":
        stated = "center"
    if tag in ("td", "li") and not stated:
        return "left"
    return _ALIGNS.get(stated, inherited)


def indent_of(element: "Element") -> float:
    """How far the first line is set in, in em."""
    properties = declarations(element.get("style") or "")
    return max(0.0, sum(_em(properties.get(name, "")) for name in ("text-indent", "margin-left", "padding-left")))


def size_of(element: "Element", tag: str, inherited: float) -> float:
    """Type size in points, 0 unknown."""
    if tag in _SIZES:
        return _SIZES[tag]
    stated = _LENGTH.match(declarations(element.get("style") or "").get("font-size", ""))
    if stated and (stated[2] or "").lower() in _POINTS:
        return round(float(stated[1]) * _POINTS[stated[2].lower()], 1)
    return inherited


def _em(length: str) -> float:
    found = _LENGTH.match(length)
    if not found:
        return 0.0
    unit = (found[2] or "px").lower()
    value = min(max(float(found[1]), -100.0), 2000.0)
    if unit in ("em", "rem"):
        return value
    return 0.0 if unit == "%" else value * _POINTS[unit] / (_EM * 0.75)
