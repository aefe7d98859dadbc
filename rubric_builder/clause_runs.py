"""Runs of numbered clauses, each under its heading: 模板1 and 1.–4. below it, 组织工作 and 1.–24. below it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from corpus.node import Node
from extract.notice import Notice
from extract.passage import Passage

_TABLES = frozenset({"table", "row", "cell"})
_BULLET = re.compile(r"[^\w（(《“〔\[【]+")
_ENDED = re.compile(r"[。；;，,：:！？!?]$|[：:]")
_WORDED = re.compile(r"[一-龥A-Za-z]")
_POINTS = re.compile(r"\d\s*分")
_HEADING = 30  # characters: a heading is hardly longer


@dataclass(slots=True)
class Run:
    """Clauses numbered one after the other at one tier. `heading`: the short line above it; `after`: the plain
    paragraphs between it and the next run, its last clause's own among them.
    """

    heading: Passage | None
    clauses: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)


def clause_runs(notice: Notice, nodes: Sequence[Node]) -> list[Run]:
    """The runs of an instrument in reading order. A run ends where the numbering starts afresh or a heading stands.

    Only clauses with a text of their own and no numbered clauses below them are in a run; what has such is its heading.
    """
    runs: list[Run] = []
    current: Run | None = None
    heading: Passage | None = None
    for node in _flat(nodes):
        if node.kind != "paragraph" and node.number is not None and _says(node) and not _divided(node):
            if current is None or not _follows(current.clauses[-1], node):
                current = Run(heading)
                heading = None
                runs.append(current)
            current.clauses.append(node)
        elif (title := _heading(notice, node)) is not None:
            heading, current = title, None
        elif current is not None:
            current.after.append(node)
    return runs


def _flat(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.kind not in _TABLES:
            yield node
            yield from _flat(node.children)


def _says(node: Node) -> bool:
    """Whether a clause says something of its own: more than a heading without points."""
    return bool(node.text.strip()) or bool(node.heading and _POINTS.search(node.heading))


def _divided(node: Node) -> bool:
    return any(child.kind not in _TABLES and child.kind != "paragraph" for child in node.children)


def _follows(before: Node, node: Node) -> bool:
    return node.kind == before.kind and (node.number or 0) > (before.number or 0)


def _heading(notice: Notice, node: Node) -> Passage | None:
    """The words of a short line that ends in no mark, without a bullet or number before them."""
    said = (node.heading or node.text).strip()
    if not _WORDED.search(said) or len(said) > _HEADING or _ENDED.search(said):
        return None
    if node.heading and not node.text.strip():
        first = min((a for child in node.children for a, _ in child.spans), default=None)
        spans = tuple((a, b if first is None else min(b, first)) for a, b in node.spans if first is None or a < first)
        passage = notice.passage(node.id, spans)
        at = passage.text.find(node.heading[:1])
        return passage.part(max(at, 0), len(passage.text))
    passage = notice.passage(node.id)
    bullet = _BULLET.match(passage.text)
    return passage.part(bullet.end(), len(passage.text)) if bullet else passage
