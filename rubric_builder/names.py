"""An indicator's name: without its number (一、) and the points in brackets after it."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from corpus.evidence import Cited
from corpus.view import Edit
from extract.passage import Passage
from extract.points import points_of_name

_LABELS = (
    (1, re.compile(r"\s*(?:第[一二三四五六七八九十]+(?:部分\s*[:：、]?|(?:大?项|大?类|方面)\s*[:：、])|[一二三四五六七八九十]{1,3}\s*[、．.])\s*")),
    (2, re.compile(r"\s*[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]\s*[、．.]?\s*")),
    (3, re.compile(r"\s*(?:\d{1,2}(?:\.\d{1,2})+\s+|[A-Z]\d{0,2}\s*[、．.]?\s*(?=[\u4e00-\u9fff])|\d{1,2}\s*[、．.](?!\d)|[（(]\s*\d{1,2}\s*[）)])\s*")),
)  # fmt: skip
"""Numbers before a name, by tier."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name with the points that stand after it. `tier` is its number's: 一、 1, （一） 2, 1. 3, none 0.

    `asked`: what stands below a short name on a line of its own in the same cell.
    """

    cited: Cited[str]
    points: Cited[Decimal] | None
    percent: bool
    tier: int
    asked: Passage | None = None


def tier_of(text: str) -> int:
    """The tier of the number a text begins with, 0 without one."""
    return next((tier for tier, pattern in _LABELS if pattern.match(text)), 0)


def bare_name(text: str) -> str:
    """A name without the number before it: 三、否决事项 → 否决事项."""
    label = next((found for _, pattern in _LABELS if (found := pattern.match(text))), None)
    return text[label.end() :] if label else text


def read_name(passage: Passage, *, headed: bool = False) -> Name:
    """The name that the passage is: number before it and points after it left out, each of them cited on its own.

    `headed`: what stands on the lines below a short first one is not part of the name.
    """
    if headed and (cut := _heading_end(passage)):
        name = read_name(passage.part(0, cut))
        return replace(name, asked=passage.part(cut, len(passage.text)))
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


_HEADING = range(2, 15)  # characters of a name on a line of its own
_ASKED = 12  # characters: what is asked is longer
_SENTENCE = re.compile(r"[，。；：,;:]")
_LINE_END = re.compile(r"[\n\r\v\f]")


def is_headed(passage: Passage) -> bool:
    """Whether a cell opens with a short name on a line of its own and says below it what is asked."""
    return _heading_end(passage) is not None


def _heading_end(passage: Passage) -> int | None:
    """Where the name ends that stands on a line of its own. A drawn page's lines end where the cell does: none there."""
    text = passage.text
    if passage.source.document.pages:
        return None
    label = next((found.end() for _, pattern in _LABELS if (found := pattern.match(text))), 0)
    for at in range(label + 1, min(label + _HEADING.stop + 12, len(text))):
        before = passage.view.to_source(at, at + 1)
        if not before or not _LINE_END.match(passage.source.text, before[0][0] - 1):
            continue
        head, rest = text[label:at].strip(), text[at:].strip()
        points = points_of_name(head)
        bare = head[: points.cut[0]].strip() if points and points.cut else head
        if not bare:
            continue  # the line holds the number alone
        sentence = len(rest) >= _ASKED and _SENTENCE.search(rest)
        return at if len(bare) in _HEADING and not _SENTENCE.search(head) and sentence else None
    return None
