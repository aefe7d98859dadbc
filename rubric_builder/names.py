"""An indicator's name: without its number (一、) and the points in brackets after it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.evidence import Cited
from corpus.view import Edit
from extract.passage import Passage
from extract.points import points_of_name

_LABELS = (
    (1, re.compile(r"\s*(?:第[一二三四五六七八九十]+部分\s*[:：、]?|[一二三四五六七八九十]{1,3}\s*[、．.])\s*")),
    (2, re.compile(r"\s*[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]\s*[、．.]?\s*")),
    (3, re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})+\s+|[A-Z]\d{0,2}\s*[、．.]?\s*(?=[\u4e00-\u9fff])|\d{1,2}\s*[、．.](?!\d)|[（(]\s*\d{1,2}\s*[）)])\s*")),
)  # fmt: skip
"""Numbers before a name, by tier."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with the points that stand after it. `tier` is its number's: 一、 1, （一） 2, 1. 3, none 0."""

    cited: Cited[str]
    points: Cited[Decimal] | None
    percent: bool
    tier: int


def tier_of(text: str) -> int:
    """The tier of the number a text begins with, 0 without one."""
    return next((tier for tier, pattern in _LABELS if pattern.match(text)), 0)


def bare_name(text: str) -> str:
    """A name without the number before it: 三、否决事项 → 否决事项."""
    label = next((found for _, pattern in _LABELS if (found := pattern.match(text))), None)
    return text[label.end() :] if label else text


def read_name(passage: Passage) -> Name:
    """The name that the passage is: number before it and points after it left out, each of them cited on its own."""
    text = passage.text
    tier, start = 0, 0
    for tier_here, pattern in _LABELS:
        label = pattern.match(text)
        if label and text[label.end() :].strip():
            tier, start = tier_here, label.end()
            break
    part = passage.part(start, len(text)) if start else passage
    found = points_of_name(part.text)
    if found is None or found.cut is None:
        return Name(part.cite(rule="name"), None, False, tier)
    points = part.cite(found.start, found.end, reader="number", rule=f"points.{found.rule}")
    rest = Passage(part.source, part.node, part.citation, part.view.edited([Edit(*found.cut)]))
    return Name(rest.cite(rule="name"), points, found.kind == "percent", tier)
