"""Running text as finders walk it: clauses outside tables, and the sentences of a passage."""

import re
from collections.abc import Iterator

from corpus.node import Node
from corpus.spans import Span
from extract.instruments import Instrument
from extract.notice import Notice
from extract.passage import Passage

_PAIRS = {"（": "）", "(": ")", "“": "”", "《": "》", "〈": "〉", "「": "」", "『": "』"}
_CLOSERS = {close: opener for opener, close in _PAIRS.items()}
_TABLES = frozenset({"table", "row", "cell"})

ASSESSMENT_TITLE = re.compile("考核|考评|考查|评分|评价|评比|绩效|巡查|督查|目标管理|奖惩|打分")
"""Titles of instruments that assess units."""


def clauses(notice: Notice, wanted: re.Pattern[str] | None = None) -> Iterator[tuple[Node, Passage]]:
    """Every clause outside tables with its own text (empty under a mere heading), in reading order.

    `wanted` looks at heading and text first, to spare the reading of what holds nothing.
    """
    for node in notice.nodes():
        text = (node.heading or "") + node.text
        if node.kind not in _TABLES and text.strip() and (wanted is None or wanted.search(text)):
            yield node, notice.passage(node.id)


def opening_of(notice: Notice, node: Node) -> Passage:
    """A node's label, heading and own text: all that stands before its first child."""
    first = min((span[0] for child in node.children for span in child.spans), default=None)
    spans = node.spans if first is None else tuple((a, min(b, first)) for a, b in node.spans if a < first)
    return notice.passage(node.id, spans)


def instrument_of(notice: Notice, node_id: str) -> Instrument:
    """The instrument a node stands in."""
    return notice.places[node_id].instrument


def parent_of(notice: Notice, node_id: str) -> Node | None:
    """The node above, None at the top of an instrument."""
    ancestors = notice.places[node_id].ancestors
    return ancestors[-1] if ancestors else None


def siblings_of(notice: Notice, node_id: str) -> tuple[Node, ...]:
    """The nodes that stand beside a node, itself among them."""
    parent = parent_of(notice, node_id)
    return parent.children if parent is not None else instrument_of(notice, node_id).nodes


def assesses(instrument: Instrument) -> bool:
    """Whether an instrument assesses units, by its title."""
    return bool(instrument.title and ASSESSMENT_TITLE.search(instrument.title))


def nested(text: str) -> list[bool]:
    """For each character whether it stands inside a closed pair of brackets, quotation marks or title marks.

    A mark that is never closed encloses nothing.
    """
    inside = [0] * (len(text) + 1)
    open_marks: list[int] = []
    for i, c in enumerate(text):
        if c in _PAIRS:
            open_marks.append(i)
        elif c in _CLOSERS:
            for depth in range(len(open_marks) - 1, -1, -1):
                if text[open_marks[depth]] == _CLOSERS[c]:
                    inside[open_marks[depth]] += 1
                    inside[i + 1] -= 1
                    del open_marks[depth:]
                    break
    out, level = [], 0
    for change in inside[:-1]:
        level += change
        out.append(level > 0)
    return out


def sentences(text: str, stops: str = "。；;！？!?") -> tuple[Span, ...]:
    """The sentences and semicolon clauses of a text with their closing mark; stops inside brackets and quotation marks don't end one.

    >>> sentences("按时报送；不报的（见第二条。）扣分。")
    ((0, 5), (5, 18))
    """
    inside = nested(text)
    out: list[Span] = []
    start = 0
    for i, c in enumerate(text):
        if c in stops and not inside[i]:
            out.append((start, i + 1))
            start = i + 1
    if text[start:].strip():
        out.append((start, len(text)))
    return tuple(s for s in out if text[s[0] : s[1]].strip())
