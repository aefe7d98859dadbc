"""The parts of a document that a citation can name: clauses, tables, rows, cells."""

from collections.abc import Iterable, Iterator
from typing import Literal

from corpus.spans import Span
from corpus.values import Value

NodeKind = Literal[
    "part", "chapter", "section", "article", "paragraph", "item", "subitem",  # 编 章 节 条 款 项 目
    "level1", "level2", "level3", "level4", "level5",  # 一、 （一） 1. （1） ①
    "table", "row", "cell",
]  # fmt: skip

PERMITTED: dict[str, frozenset[str]] = {
    "": frozenset(
        {
            "part",
            "chapter",
            "section",
            "article",
            "paragraph",
            "item",
            "level1",
            "level2",
            "level3",
            "level4",
            "level5",
            "table",
        }
    ),
    "part": frozenset({"chapter", "article", "paragraph", "table"}),
    "chapter": frozenset({"section", "article", "paragraph", "table", "level1"}),
    "section": frozenset({"article", "paragraph", "table"}),
    "article": frozenset({"paragraph", "item", "subitem", "level4", "level5", "table"}),
    "paragraph": frozenset({"item", "subitem", "level4", "level5", "table"}),
    "item": frozenset({"paragraph", "subitem", "level4", "level5", "table"}),
    "subitem": frozenset({"paragraph", "level4", "level5", "table"}),
    "level1": frozenset({"paragraph", "level2", "level3", "level4", "level5", "table"}),
    "level2": frozenset({"paragraph", "level3", "level4", "level5", "table"}),
    "level3": frozenset({"paragraph", "level4", "level5", "table"}),
    "level4": frozenset({"paragraph", "level5", "table"}),
    "level5": frozenset({"paragraph", "table"}),
    "table": frozenset({"row"}),
    "row": frozenset({"cell"}),
    "cell": frozenset(),
}
"""Which kinds of node may stand under which; "" is an instrument."""


class Node(Value):
    """A clause, table, row or cell.

    `id` is readable and stable for the same text (`ins-2.art-5.item-2`). `label` is verbatim without its closing mark
    (`第五条`, `（一）`, `1`); where a typist's slip was mended it is the mended one and `label_as_written` the source's.
    `text` is the node's own text, rejoined over line and page breaks, without label, heading or children; `spans` is its
    whole extent in the source, children included; `own` is where `text` stands.
    """

    id: str
    kind: NodeKind
    label: str | None = None
    label_as_written: str | None = None
    number: int | None = None
    heading: str | None = None
    text: str = ""
    spans: tuple[Span, ...] = ()
    own: tuple[Span, ...] = ()
    children: tuple["Node", ...] = ()


def walk(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every node, parents before children, in reading order."""
    waiting = [*nodes][::-1]
    while waiting:
        node = waiting.pop()
        yield node
        if node.children:
            waiting += node.children[::-1]
