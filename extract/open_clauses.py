"""Clauses while a tree is built, and the nodes that are made of them."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from corpus.node import Node, NodeKind
from corpus.spans import Span, bridged
from corpus.view import View
from extract.paragraphs import TableBlock
from extract.table_nodes import table_node
from extract.titles import title

RANK: Mapping[str, int] = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "level1": 3, "item": 5, "level2": 5, "subitem": 6, "level3": 6,
    "level4": 7, "level5": 8,
}  # fmt: skip
"""How deep a kind stands; a clause may stand under one of a lower rank."""
DIVISIONS = ("part", "chapter", "section")
_ID = {
    "part": "part", "chapter": "ch", "section": "sec", "article": "art", "paragraph": "par", "item": "item", "subitem": "sub",
    "level1": "l1", "level2": "l2", "level3": "l3", "level4": "l4", "level5": "l5",
}  # fmt: skip


_SUMS_UP = re.compile(
    r"(?:对|凡|有|出现|存在|发生|具有)?(?:上述|以上|前述)(?:各?[项条款]|情况|情形|行为|问题|内容|[一二两三四五六七八九十\d]+[项条种])"
)
_COLON_MAX = 20  # characters of a heading that ends in a colon


@dataclass(slots=True)
class Clause:
    """A clause that may still grow. `path`: all numbers of a decimal label (4.2.1)."""

    kind: NodeKind
    family: str | None = None
    number: int | None = None
    sub: int | None = None
    label: str | None = None
    label_as_written: str | None = None
    heading: View | None = None
    text: View | None = None
    path: tuple[int, ...] = ()
    extent: list[Span] = field(default_factory=list)
    children: "list[Clause | TableBlock]" = field(default_factory=list)

    @property
    def rank(self) -> int:
        """How deep it stands."""
        return RANK.get(self.kind, 4 if self.kind == "paragraph" else -1)

    @property
    def unnamed(self) -> bool:
        """Whether a chapter still waits for its name."""
        return self.kind in DIVISIONS and not self.heading

    @property
    def introduces(self) -> bool:
        """Whether an item is but a heading, whose words stand in the paragraphs below it: （二）资产质量考核："""
        if self.rank <= RANK["article"]:
            return False
        said = self.text.text.strip() if self.text is not None else ""
        return said.endswith(("：", ":")) and len(said) <= _COLON_MAX if said else self.heading is not None


def sums_up(text: str, stack: Sequence[Clause]) -> bool:
    """Whether a paragraph speaks of the list above it as a whole: 出现上述情况之一的，每项扣2分.

    The innermost of the open clauses (`stack`) is then an item of that list, under another clause.
    """
    if len(stack) < 2 or not _SUMS_UP.match(text.strip()):
        return False
    above, item = stack[-2:]
    return above.rank >= RANK["level1"] and item.text is not None and not item.children


class Freezing:
    """Makes the nodes of one instrument's clauses. `ids` holds each clause's node id by `id(clause)` afterwards."""

    def __init__(self, instrument: str, source: str) -> None:
        self.instrument, self.source = instrument, source
        self.ids: dict[int, str] = {}
        self._used: set[str] = set()
        self._tables = 0

    def nodes(self, root: Clause) -> tuple[Node, ...]:
        """The nodes under the root, numbered and with their spans."""
        return self._children(root, self.instrument)

    def _children(self, clause: Clause, parent_id: str) -> tuple[Node, ...]:
        out = []
        paragraphs = 1 if clause.text is not None and clause.kind == "article" else 0
        for child in clause.children:
            if isinstance(child, TableBlock):
                self._tables += 1
                out.append(table_node(child.table, f"{self.instrument}.tbl-{self._tables}", self.source))
                continue
            if child.kind == "paragraph":
                paragraphs += 1
                child.number = paragraphs
            out.append(self._node(child, parent_id))
        return tuple(out)

    def _node(self, clause: Clause, parent_id: str) -> Node:
        base = self.instrument if clause.kind in (*DIVISIONS, "article") else parent_id
        number = f"{clause.number}" + (f"-{clause.sub}" if clause.sub else "")
        wanted = f"{base}.{_ID[clause.kind]}-{number}"
        node_id, again = wanted, 1
        while node_id in self._used:
            again += 1
            node_id = f"{wanted}~{again}"
        self._used.add(node_id)
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


def _stripped(text: str) -> Span:
    return len(text) - len(text.lstrip()), len(text.rstrip())
