"""What a paragraph looks like: its own properties over those of its styles over the document's defaults."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.docx.names import W, on

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_ALIGN = {"center": "center", "right": "right", "end": "right"}
_LARGEST = 1e6  # twentieths of a point: no paper is as wide; infinity and what is no number stay out too
_DEFAULT_SIZE = 10.5  # points: 五号, what Word's Chinese template sets


@dataclass(frozen=True, slots=True)
class Format:
    """Properties of a paragraph, None where nothing is said. `indent`: the attributes of `w:ind`; `size` in points."""

    align: str | None = None
    indent: Mapping[str, str] = field(default_factory=dict)
    number: str | None = None  # w:numId
    level: int | None = None
    size: float | None = None
    hidden: bool | None = None
    style: str | None = None

    def over(self, base: "Format") -> "Format":
        """These properties, and the base's where they say nothing."""
        if self is _EMPTY:
            return base
        return Format(
            self.align if self.align is not None else base.align,
            _over(self.indent, base.indent),
            self.number if self.number is not None else base.number,
            self.level if self.level is not None else base.level,
            self.size if self.size is not None else base.size,
            self.hidden if self.hidden is not None else base.hidden,
            self.style if self.style is not None else base.style,
        )

    def indents(self, size: float) -> tuple[float, float]:
        """How far the first line and the others start right of the text's left edge, in em of type of `size` points."""
        if not self.indent:
            return 0.0, 0.0
        left = _measure(self.indent, size, "leftChars", "startChars", "left", "start")
        hanging = _measure(self.indent, size, "hangingChars", "hanging")
        first = -hanging if hanging else _measure(self.indent, size, "firstLineChars", "firstLine")
        return round(left + first, 2), round(left, 2)


def read_format(properties: "Element | None") -> Format:
    """The format that a `w:pPr` itself states."""
    if properties is None:
        return _EMPTY
    align = number = style = None
    level: int | None = None
    indent: Mapping[str, str] = {}
    for child in properties:
        tag = child.tag
        if tag == _JC:
            align = _ALIGN.get(child.get(_VAL) or "", "left")
        elif tag == _IND:
            indent = {str(key).rpartition("}")[2]: str(value) for key, value in child.attrib.items()}
        elif tag == _PSTYLE:
            style = child.get(_VAL)
        elif tag == _NUM_PR:
            for part in child:
                if part.tag == _NUM_ID:
                    number = part.get(_VAL)
                elif part.tag == _ILVL:
                    level = whole(part.get(_VAL))
    return Format(align, indent, number, level, None, None, style)


def read_size(run_properties: "Element | None") -> float | None:
    """The type size that a `w:rPr` states, in points."""
    size = run_properties.find(W + "sz") if run_properties is not None else None
    half_points = number_of(size.get(_VAL)) if size is not None else None
    return half_points / 2 if half_points else None


def whole(value: str | None) -> int | None:
    """A whole number of an attribute, None for anything else."""
    try:
        return int(value) if value is not None else None
    except ValueError:
        return None


def number_of(value: str | None) -> float | None:
    """A number of an attribute (`12pt` of strict documents in twentieths of a point), None for anything else."""
    if value is None:
        return None
    try:
        number = float(value[:-2]) * 20 if value.endswith("pt") else float(value)
    except ValueError:
        return None
    return number if abs(number) < _LARGEST else None


class Styles:
    """The styles of a document, each resolved with what it is based on when first asked for."""

    def __init__(self, root: "Element | None") -> None:
        self._elements: dict[str, Element] = {}
        self._default: str | None = None
        self._formats: dict[str | None, Format] = {}
        self._runs: dict[str, tuple[bool | None, float | None]] = {}
        self._base = Format(size=_DEFAULT_SIZE)
        if root is None:
            return
        for element in root.iterchildren(W + "style"):
            identifier = element.get(W + "styleId")
            if identifier is None:
                continue
            self._elements[identifier] = element
            if element.get(W + "type") == "paragraph" and on(element.get(W + "default") or "0"):
                self._default = identifier
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            size = read_size(defaults.find(f"{W}rPrDefault/{W}rPr"))
            stated = read_format(defaults.find(f"{W}pPrDefault/{W}pPr"))
            self._base = replace(stated, size=size or 10.0)  # without a size the standard's default is 10

    def paragraph(self, identifier: str | None) -> Format:
        """The format of a paragraph style; of the default one for None or an unknown id."""
        if identifier not in self._elements:
            identifier = self._default
        if identifier not in self._formats:
            self._formats[identifier] = self._resolve(identifier)
        return self._formats[identifier]

    def run(self, identifier: str) -> tuple[bool | None, float | None]:
        """(hidden, size) of a character style."""
        if identifier not in self._runs:
            hidden: bool | None = None
            size: float | None = None
            for element in self._chain(identifier):
                properties = element.find(W + "rPr")
                if properties is None:
                    continue
                vanish = properties.find(W + "vanish")
                if hidden is None and vanish is not None:
                    hidden = on(vanish.get(_VAL))
                size = size or read_size(properties)
            self._runs[identifier] = hidden, size
        return self._runs[identifier]

    def list_number(self, identifier: str) -> str | None:
        """The `w:numId` that a numbering style names."""
        element = self._elements.get(identifier)
        number = element.find(f"{W}pPr/{W}numPr/{W}numId") if element is not None else None
        return number.get(_VAL) if number is not None else None

    def _resolve(self, identifier: str | None) -> Format:
        out = Format()
        for element in self._chain(identifier):
            stated = read_format(element.find(W + "pPr"))
            # The style that brings the numbering is the one that a level of the list may name.
            named = element.get(W + "styleId") if stated.number is not None else None
            run = element.find(W + "rPr")
            vanish = run.find(W + "vanish") if run is not None else None
            hidden = on(vanish.get(_VAL)) if vanish is not None else None
            out = out.over(replace(stated, size=read_size(run), hidden=hidden, style=named))
        return out.over(self._base)

    def _chain(self, identifier: str | None) -> "list[Element]":
        out: list[Element] = []
        while identifier in self._elements and self._elements[identifier] not in out:
            assert identifier is not None
            element = self._elements[identifier]
            out.append(element)
            based_on = element.find(W + "basedOn")
            identifier = based_on.get(_VAL) if based_on is not None else None
        return out


def _over(indent: Mapping[str, str], base: Mapping[str, str]) -> Mapping[str, str]:
    """Indents over those of the base; a first line that is indented is not also hung out, and the other way round."""
    if not indent or not base:
        return indent or base
    first = ("firstLine", "hanging")
    if any(name.startswith(first) for name in indent):
        base = {name: value for name, value in base.items() if not name.startswith(first)}
    return {**base, **indent}


def _measure(attributes: Mapping[str, str], size: float, *names: str) -> float:
    """The first of the attributes, in em; `…Chars` are hundredths of it, others twentieths of a point."""
    for name in names:
        value = number_of(attributes.get(name))
        if value and name.endswith("Chars"):
            return value / 100
        if value:
            return value / 20 / size
    return 0.0


_EMPTY = Format()
_VAL = W + "val"
_JC, _IND, _PSTYLE = W + "jc", W + "ind", W + "pStyle"
_NUM_PR, _NUM_ID, _ILVL = W + "numPr", W + "numId", W + "ilvl"
