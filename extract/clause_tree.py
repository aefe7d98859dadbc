"""The clause tree: a number counts only if it continues its sequence; a typist's slip is read for what was meant."""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from corpus.node import PERMITTED, Node, NodeKind
from corpus.reading import reading_view
from corpus.spans import Span, bridged
from corpus.view import View
from extract.issues import Issue
from extract.letterhead import is_closing
from extract.numbering import BY_ID, Family, Label, label_text, labels_of
from extract.paragraphs import Block, Paragraph, TableBlock
from extract.table_nodes import table_node
from extract.titles import title

_RANK: Mapping[str, int] = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "level1": 3, "item": 5, "level2": 5, "subitem": 6, "level3": 6,
    "level4": 7, "level5": 8,
}  # fmt: skip
_ID = {
    "part": "part", "chapter": "ch", "section": "sec", "article": "art", "paragraph": "par", "item": "item", "subitem": "sub",
    "level1": "l1", "level2": "l2", "level3": "l3", "level4": "l4", "level5": "l5",
}  # fmt: skip
_DIVISIONS = ("part", "chapter", "section")
_SWAPS = {
    "digit": "cn-comma",
    "cn-comma": "digit",
    "digit-bracket": "cn-bracket",
    "cn-bracket": "digit-bracket",
    "digit-half": "digit-bracket",
}
"""The family a typist slips into: 2、 for 二、, （2） for （二）."""
_ENDED = re.compile(r"[。；;！？!?：:…][”’》）)」』]*$")
_REFERRING = re.compile(r"(?:的|所|中|和|、|至|或|以及|第[一二三四五六七八九十]+款|规定|情形|款|项|及|与)")
_HEADING_MAX = 46


@dataclass(slots=True)
class _Clause:
    kind: NodeKind
    family: str | None = None
    number: int | None = None
    sub: int | None = None
    label: str | None = None
    label_as_written: str | None = None
    heading: View | None = None
    text: View | None = None
    extent: list[Span] = field(default_factory=list)
    children: "list[_Clause | TableBlock]" = field(default_factory=list)

    @property
    def rank(self) -> int:
        return _RANK.get(self.kind, 4 if self.kind == "paragraph" else -1)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a label is read: as this family and number, or as mended to that."""

    label: Label
    family: Family
    number: int
    slip: str | None = None  # what to tell the reviewer


def clause_tree(body: Sequence[Block], instrument: str, text: str) -> tuple[tuple[Node, ...], tuple[Issue, ...]]:
    """The nodes of one instrument's body (`instrument` is its id) and what was mended or missing."""
    builder = _Builder(list(body), instrument, text)
    builder.run()
    return builder.nodes(), tuple(builder.issues)


class _Builder:
    def __init__(self, body: list[Block], instrument: str, text: str) -> None:
        self.body, self.instrument, self.source = body, instrument, text
        self.labels = [labels_of(b.view.text) if isinstance(b, Paragraph) else () for b in body]
        self.regulation = _is_regulation([x.number for found in self.labels for x in found if x.family.id == "article"])
        self.places: dict[str, list[tuple[int, int]]] = {}  # by family: where its labels stand, and their numbers
        for i, found in enumerate(self.labels):
            for label in found:
                if not label.sub:
                    self.places.setdefault(label.family.id, []).append((i, label.number))
        self.root = _Clause("paragraph")
        self.stack: list[_Clause] = []
        self.last: dict[str, int] = {}
        self.issues: list[Issue] = []
        self.slips: list[tuple[_Clause, str, str]] = []
        self.tables = 0
        self.ids: dict[int, str] = {}
        self.used: set[str] = set()

    # --- walking the blocks

    def run(self) -> None:
        for i, block in enumerate(self.body):
            if isinstance(block, TableBlock):
                self._host("table").children.append(block)
                continue
            reading = self._read(i)
            if reading:
                self._open(i, block, reading)
            else:
                self._plain(i, block)

    def _open(self, i: int, block: Paragraph, reading: _Reading) -> None:
        family, number, label = reading.family, reading.number, reading.label
        kind = self._kind(family)
        parent = self._parent_for(family, kind)
        written = label.written(block.view.text)
        clause = _Clause(kind, family.id, number, label.sub, written)
        if reading.slip:
            clause.label, clause.label_as_written = label_text(family, number), written
            code, _, message = reading.slip.partition("|")
            self.slips.append((clause, code, message))
        rest = block.view.part(label.after, len(block.view.text))
        if self._is_heading(i, kind, rest.text.strip()):
            clause.heading = rest
        else:
            clause.text = rest
        clause.extent += list(block.view.to_source(label.start, len(block.view.text)))
        parent.children.append(clause)
        self.stack.append(clause)
        self.last[family.id] = number

    def _plain(self, i: int, block: Paragraph) -> None:
        """An unnumbered paragraph: a heading's own line, the rest of a cut sentence, or a paragraph of what is open."""
        top = self.stack[-1] if self.stack else None
        if (
            top
            and top.kind in _DIVISIONS
            and not top.heading
            and not _ENDED.search(block.text)
            and len(block.text) <= 30
        ):
            top.heading = block.view
            top.extent += block.spans
            return
        if is_closing(block.text) and not self.regulation:
            self.stack.clear()
        elif self.regulation and top and top.rank > _RANK["article"] and not self._listed_on(i):
            while self.stack and self.stack[-1].rank > _RANK["article"]:
                self.stack.pop()
        while self.stack and self.stack[-1].kind == "paragraph":
            self.stack.pop()
        host = self.stack[-1] if self.stack else self.root
        if (
            host.text is not None
            and not _ENDED.search(host.text.text.strip())
            and not host.children
            and labels_of(block.text)
        ):
            spans = [*host.text.to_source(0, len(host.text.text)), *block.spans]
            host.text = reading_view(self.source, bridged(spans, self.source))
            host.extent += block.spans
            return
        if host is not self.root and host.text is None and host.heading is None:
            host.text = block.view
            host.extent += block.spans
            return
        clause = _Clause("paragraph", text=block.view, extent=list(block.spans))
        host.children.append(clause)
        if host is not self.root:
            self.stack.append(clause)

    # --- which number may come next

    def _read(self, i: int) -> _Reading | None:
        for label in self.labels[i]:
            reading = (
                self._needed_above(i, label)
                or self._continues(label)
                or self._mended(i, label)
                or self._jumped(i, label)
            )
            if reading and self._plausible(i, reading):
                return reading
        return None

    def _continues(self, label: Label) -> _Reading | None:
        family, number = label.family, label.number
        if label.sub:
            return _Reading(label, family, number) if self.last.get(family.id) == number else None
        if number == 1 or self.last.get(family.id) == number - 1:
            return _Reading(label, family, number)
        return None

    def _needed_above(self, i: int, label: Label) -> _Reading | None:
        """`2、` although 1、 stands above it: 二、 where the text goes on with 三、 and has no other 二、."""
        swap = _SWAPS.get(label.family.id)
        if label.family.id not in ("digit", "digit-bracket") or not swap or self.last.get(swap) != label.number - 1:
            return None
        if self._next(i, BY_ID[swap]) != label.number + 1 or self._next(i, label.family) == label.number + 1:
            return None
        return self._mended(i, label)

    def _mended(self, i: int, label: Label) -> _Reading | None:
        """`2、` where 二、 was meant; the same number twice where the one after it was meant."""
        family, number = label.family, label.number
        swap = _SWAPS.get(family.id)
        repeated = self.last.get(family.id) == number and self._open_sibling(family)
        if (
            swap
            and self.last.get(swap) == number - 1
            and not (repeated and self._next(i, BY_ID[swap]) != number + 1)
            and (family.id != "digit" or "、" in self._gap(i, label))
        ):
            meant = label_text(BY_ID[swap], number)
            return _Reading(
                label,
                BY_ID[swap],
                number,
                f"label-mended|“{self._written(i, label)}”按上下文应为“{meant}”，已按“{meant}”读取",
            )
        if repeated:
            following = self._next(i, family)
            if following in (number + 2, None) and self._starts_afresh(i):
                meant = label_text(family, number + 1)
                return _Reading(
                    label,
                    family,
                    number + 1,
                    f"label-repeated|编号“{self._written(i, label)}”重复，按上下文应为“{meant}”，已按“{meant}”读取",
                )
            if following == number + 1 and self._starts_afresh(i):
                return _Reading(
                    label, family, number, f"label-repeated|编号“{self._written(i, label)}”重复出现，请核对原文"
                )
        return None

    def _jumped(self, i: int, label: Label) -> _Reading | None:
        """A missing number: accepted where the numbering goes on behind it."""
        family, number = label.family, label.number
        last = self.last.get(family.id, 0)
        if not last < number <= last + 3 and not (last == 0 and self._next(i, family) == number + 1):
            return None
        if self._next(i, family) not in (number + 1, None) or not self._starts_afresh(i):
            return None
        if last == 0 and self._next(i, family) is None:
            return None
        missing = "、".join(label_text(family, n) for n in range(last + 1, number)[:3])
        return (
            _Reading(
                label, family, number, f"number-missing|编号不连续：“{self._written(i, label)}”之前缺少“{missing}”"
            )
            if number > last + 1
            else None
        )

    def _plausible(self, i: int, reading: _Reading) -> bool:
        """第五条 at a line's start may be a reference that wrapped, 第二章 one that opens a sentence."""
        block = self.body[i]
        assert isinstance(block, Paragraph)
        rest = block.view.text[reading.label.after :].strip()
        if reading.family.id in _DIVISIONS:
            return len(rest) <= 30 and not _ENDED.search(rest)
        if reading.family.id == "article":
            spaced = block.view.text[reading.label.end : reading.label.after] != ""
            return spaced or not _REFERRING.match(rest)
        return bool(rest) or reading.family.id not in ("digit", "digit-half")

    def _next(self, i: int, family: Family) -> int | None:
        """The number of the next label of this family behind block `i`."""
        places = self.places.get(family.id, [])
        at = bisect_right(places, i, key=lambda place: place[0])
        return places[at][1] if at < len(places) else None

    def _starts_afresh(self, i: int) -> bool:
        """Whether the block before has come to an end."""
        before = self.body[i - 1] if i else None
        return not isinstance(before, Paragraph) or bool(_ENDED.search(before.text)) or len(before.text) <= _HEADING_MAX

    def _open_sibling(self, family: Family) -> bool:
        return any(c.family == family.id for c in self.stack)

    def _kind(self, family: Family) -> NodeKind:
        """What a label of the family makes here: （一） is an item of an article, but a subitem where 一、 stands between."""
        if not self.regulation or self._outside_articles(family):
            return family.notice
        if family.notice == "level2" and any(c.family == "cn-comma" for c in self.stack):
            return "subitem"
        if family.notice == "level3" and any(c.kind == "subitem" and c.family != family.id for c in self.stack):
            return "level4"
        return family.regulation

    def _outside_articles(self, family: Family) -> bool:
        """一、 in a regulation outside any article numbers parts of an annex, not items."""
        return family.notice == "level1" and not any(c.kind == "article" for c in self.stack)

    def _gap(self, i: int, label: Label) -> str:
        block = self.body[i]
        return block.view.text[label.end : label.after] if isinstance(block, Paragraph) else ""

    def _written(self, i: int, label: Label) -> str:
        block = self.body[i]
        assert isinstance(block, Paragraph)
        return (label.written(block.view.text) + self._gap(i, label)).strip()

    # --- where it goes

    def _parent_for(self, family: Family, kind: NodeKind) -> _Clause:
        rank = _RANK[kind]
        if any(c.family == family.id for c in self.stack):
            while self.stack.pop().family != family.id:
                pass
        while self.stack and (self.stack[-1].rank >= rank or kind not in PERMITTED[self.stack[-1].kind]):
            self.stack.pop()
        return self.stack[-1] if self.stack else self.root

    def _host(self, kind: NodeKind) -> _Clause:
        while self.stack and kind not in PERMITTED[self.stack[-1].kind]:
            self.stack.pop()
        return self.stack[-1] if self.stack else self.root

    def _listed_on(self, i: int) -> bool:
        """Whether the open list goes on behind block `i`, before anything of higher rank."""
        family = next((c.family for c in reversed(self.stack) if c.family), None)
        number = self.last.get(family or "", 0)
        for found in self.labels[i + 1 :]:
            for label in found:
                if label.family.id == family:
                    return label.number == number + 1
                if _RANK[label.family.regulation] <= _RANK["article"] and label.family.id != "cn-comma":
                    return False
        return False

    def _is_heading(self, i: int, kind: NodeKind, rest: str) -> bool:
        if kind in _DIVISIONS:
            return True
        if not rest or _ENDED.search(rest) or len(rest) > _HEADING_MAX:
            return False
        if i + 1 >= len(self.body):
            return False
        following = self.body[i + 1]
        if isinstance(following, TableBlock) or not self.labels[i + 1]:
            return True
        family = self.labels[i + 1][0].family
        return _RANK[family.regulation if self.regulation else family.notice] > _RANK[kind]

    # --- frozen

    def nodes(self) -> tuple[Node, ...]:
        nodes = self._children(self.root, self.instrument)
        for clause, code, message in self.slips:
            self.issues.append(Issue(code=code, severity="warning", message=message, node=self.ids[id(clause)]))
        return nodes

    def _children(self, clause: _Clause, parent_id: str) -> tuple[Node, ...]:
        out = []
        paragraphs = 1 if clause.text is not None and clause.kind == "article" else 0
        for child in clause.children:
            if isinstance(child, TableBlock):
                self.tables += 1
                out.append(table_node(child.table, f"{self.instrument}.tbl-{self.tables}", self.source))
                continue
            if child.kind == "paragraph":
                paragraphs += 1
                child.number = paragraphs
            out.append(self._node(child, parent_id))
        return tuple(out)

    def _node(self, clause: _Clause, parent_id: str) -> Node:
        base = self.instrument if clause.kind in (*_DIVISIONS, "article") else parent_id
        number = f"{clause.number}" + (f"-{clause.sub}" if clause.sub else "")
        wanted = f"{base}.{_ID[clause.kind]}-{number}"
        node_id, again = wanted, 1
        while node_id in self.used:
            again += 1
            node_id = f"{wanted}~{again}"
        self.used.add(node_id)
        self.ids[id(clause)] = node_id
        children = self._children(clause, node_id)
        spans = bridged([*clause.extent, *(s for c in children for s in c.spans)], self.source)
        own = clause.text.to_source(*_stripped(clause.text.text)) if clause.text else ()
        return Node(
            id=node_id,
            kind=clause.kind,
            label=clause.label,
            label_as_written=clause.label_as_written,
            number=clause.number,
            heading=title(clause.heading.text) or None if clause.heading else None,
            text=clause.text.text.strip() if clause.text else "",
            spans=spans,
            own=own,
            children=children,
        )


def _is_regulation(articles: Sequence[int]) -> bool:
    """Whether the numbers of what looks like articles are a regulation's: from 第一条 on, or two in a row of a part of one."""
    return 1 in articles or any(b == a + 1 for a, b in pairwise(articles))


def _stripped(text: str) -> Span:
    return len(text) - len(text.lstrip()), len(text.rstrip())
