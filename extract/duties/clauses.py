"""The stretches of a notice that a duty can stand in: a clause's own text, its heading, its label, its list."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.evidence import Cited
from corpus.node import Node
from extract.duties import knowledge
from extract.duties.subjects import tier_units
from extract.notice import Notice, Place
from extract.passage import Passage

LISTED = frozenset({"item", "subitem", "level2", "level3", "level4", "level5"})
"""Kinds of node that a list of duties is made of."""
DIVISIONS = frozenset({"part", "chapter", "section"})
UNNAMED = frozenset({"part", "chapter", "section", "article", "paragraph", "table", "row", "cell"})
"""Kinds whose label is not the ordinal of a duty that stands in their running text."""

_CLOSING = re.compile("|".join(knowledge.CLOSING_CHAPTERS))
_ACCOUNTABLE = re.compile(next(row.pattern for row in knowledge.ACCOUNTABILITY if row.meaning == "chapter"))
_TIER_HEADING = re.compile("[省市区县州旗乡镇街道村社（）()、级]+(?=党|政|领导|主要|班子|责任|职责)")
_LEADING = re.compile(r"[^，。；：]{2,16}[。：]")
"""A heading that opens a clause's text: 明确职责分工。"""
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]?[”’）)]?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A node of a notice with its place."""

    notice: Notice
    node: Node

    @property
    def place(self) -> Place:
        """Where it stands."""
        return self.notice.places[self.node.id]

    @property
    def own(self) -> Passage:
        """Its own text."""
        return self.notice.passage(self.node.id)

    @property
    def heading(self) -> Passage | None:
        """The title that stands on a line of its own; a division's text is one too."""
        if self.node.heading:
            return self._before_text(self.node.heading)
        if self.node.kind in DIVISIONS and self.node.own:
            return self.own
        return None

    def _before_text(self, words: str) -> Passage | None:
        """The stretch of the node before its own text and its children in which the words stand."""
        starts = [s for s, _ in self.node.own] + [s for child in self.node.children for s, _ in child.spans]
        spans = self.node.spans
        if not spans:
            return None
        end = min(starts, default=spans[-1][1])
        whole = self.notice.passage(self.node.id, tuple((a, min(b, end)) for a, b in spans if a < end))
        spaced = re.compile(r"\s*".join(map(re.escape, words)))  # 区委书记  周小芳 is headed 区委书记周小芳
        found = next((m for m in reversed(list(spaced.finditer(whole.text)))), None)
        return whole.part(*found.span()) if found else None

    def label(self) -> Cited[str] | str | None:
        """The label as an ordinal, cited from the source; where the label was mended, as it is."""
        words = self.node.label
        if words is None:
            return None
        starts = [s for s, _ in self.node.own] + [s for child in self.node.children for s, _ in child.spans]
        spans = self.node.spans
        end = min(starts, default=spans[-1][1]) if spans else 0
        whole = self.notice.passage(self.node.id, tuple((a, min(b, end)) for a, b in spans if a < end))
        at = whole.text.find(words)
        return whole.cite(at, at + len(words), rule="ordinal") if at >= 0 else words

    def whole(self) -> Passage:
        """Its text with that of the clauses under it, their labels included; an item's heading is of its text."""
        if not self.node.children:
            return self.own
        headed = (
            self.heading.view.to_source(0, len(self.heading.text)) if self.heading and self.node.kind in LISTED else ()
        )
        spans = sorted([*headed, *self.node.own, *(span for child in self.node.children for span in child.spans)])
        return self.notice.passage(self.node.id, tuple(spans))

    def children(self) -> Iterator["Clause"]:
        """The clauses directly under it."""
        return (Clause(self.notice, child) for child in self.node.children)

    def listed(self) -> tuple["Clause", ...]:
        """The list under it: items, or those of its paragraphs; failing these, nothing."""
        return tuple(c for c in self.children() if c.node.kind in LISTED)

    def numbered(self) -> "Clause | None":
        """The nearest clause, this one or above, whose label is a duty's ordinal."""
        if self.node.label and self.node.kind not in UNNAMED:
            return self
        for ancestor in reversed(self.place.ancestors):
            if ancestor.label and ancestor.kind not in UNNAMED:
                return Clause(self.notice, ancestor)
        return None

    def _headings(self) -> Iterator[str]:
        for node in (*self.place.ancestors, self.node):
            if node.heading:
                yield node.heading
            elif node.kind in DIVISIONS:
                yield node.text

    @property
    def closing(self) -> bool:
        """Whether it stands in a chapter that gives nobody a task: 附则, 责任追究, 表彰奖励."""
        return any(_CLOSING.search(heading) for heading in self._headings())

    @property
    def accountable(self) -> bool:
        """Whether it stands in a chapter on 问责."""
        return any(_ACCOUNTABLE.search(heading) for heading in self._headings())

    @property
    def in_duty_chapter(self) -> bool:
        """Whether a heading above it is one of duties: 第二章 职责."""
        return any("职责" in heading for heading in self._headings())

    @property
    def tier_above(self) -> frozenset[str]:
        """The tiers that the nearest heading above names first: （二）镇（街道）领导责任."""
        for node in reversed(self.place.ancestors):
            if node.heading and (named := _TIER_HEADING.match(node.heading)):
                return tier_units(named.group())
        return frozenset()

    @property
    def about_duties(self) -> bool:
        """Whether a heading above it, or its instrument's title, speaks of duties."""
        title = self.place.instrument.title or ""
        openings = (_LEADING.match(node.text) for node in self.place.ancestors if node.label and not node.heading)
        words = (title, *self._headings(), *(found.group() for found in openings if found))
        return bool(re.search(r"职责|责任|任务|分工", " ".join(words)))


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of every sentence, its mark included."""
    for found in _SENTENCE.finditer(text):
        start = found.start() + len(found.group()) - len(found.group().lstrip())
        if found.group().strip():
            yield start, found.end()
