"""The indicator tree of a rubric in running text: 一、组织领导（20分）（一）…（5分）…, without a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.evidence import Cited
from corpus.node import Node, walk
from extract.items import Item, split_items
from extract.notice import Notice
from extract.passage import Passage
from extract.points import points_of_name
from rubric_builder.branches import Branch
from rubric_builder.groups import Group, group_of
from rubric_builder.names import bare_name, read_name

_BRACKET = re.compile(
    r"[（(【\[]\s*(?:本项|共计?|计|满分|总分|标准分|基本分|基础分|分值|权重|[:：])*\s*(?P<n>\d+(?:\.\d+)?)\s*(?:分|[%％])\s*(?:[）)】\]]|(?P<more>[，,；;：:。](?=[^（()）]*[）)])))"
)
_END = re.compile(r"[。；;：:]")
_COMPOSED = re.compile(
    r"由.{2,80}(?:组成|构成)|(?:分为|包括|包含).{2,80}[部方]|[（(]\d+(?:\.\d+)?分[）)].*[（(]\d+(?:\.\d+)?分[）)]"
)
"""A sentence that says of what the whole is made up: 由基础工作（60分）、重点工作（40分）组成."""
_NAME_LENGTH = 30  # characters: what stands before the points is a name, not a sentence
_LEAST = 3  # clauses with points in brackets make a rubric


@dataclass(frozen=True, slots=True)
class _Head:
    """The opening of a clause: the name with its points, and where the clause's own words begin and end.

    `points`: where they open a bracket with more in it, 课程概述（30分，背景、现状）.
    """

    end: int
    after: int
    stop: int
    points: tuple[int, int] | None = None


def read_clauses(notice: Notice, instrument_nodes: Sequence[Node]) -> list[Branch]:
    """The first-level branches of the clauses that score, in reading order; none where the text is no rubric.

    A rubric has points in brackets in three clauses at least, two of them side by side.
    """
    instrument_nodes = _regrouped(notice, instrument_nodes)
    scored = {node.id for node in walk(instrument_nodes) if _scores(notice, node)}
    if len(scored) < _LEAST or not any(_beside(nodes, scored) for nodes in _families(instrument_nodes)):
        return []
    out: list[Branch] = []
    for node in instrument_nodes:
        out.extend(_grow(notice, node, scored, None))
    return out


def _regrouped(notice: Notice, nodes: Sequence[Node]) -> Sequence[Node]:
    """Clauses under the unnumbered heads above them (共性指标（60分） over 一、…（30分）二、…（30分）).

    Such a head ends up at the end of the clause before it; it takes the clauses behind it, up to the next, where their
    points add up to its own.
    """
    level: list[Node] = []
    for node in nodes:
        inner = [child for child in node.children if _stands_alone(notice, child)]
        if inner and inner == list(node.children[-len(inner) :]):
            level.append(node.model_copy(update={"children": node.children[: -len(inner)]}))
            level.extend(inner)
        else:
            level.append(node)
    heads = [i for i, node in enumerate(level) if _stands_alone(notice, node)]
    if len(heads) < 2:
        return nodes
    out = level[: heads[0]]
    for start, end in zip(heads, [*heads[1:], len(level)], strict=True):
        below = level[start + 1 : end]
        stated = [branch.points.value for n in below if (branch := read_head(notice, n)) and branch.points]
        head = read_head(notice, level[start])
        if head is None or head.points is None or sum(stated) != head.points.value:
            return nodes
        out.append(level[start].model_copy(update={"children": tuple(below)}))
    return out


def _stands_alone(notice: Notice, node: Node) -> bool:
    """Whether an unnumbered line is nothing but a name with its points."""
    if node.kind != "paragraph" or node.children or not _scores(notice, node):
        return False
    head = _head(notice.passage(node.id))
    return head is not None and head.after >= len(notice.passage(node.id).text.rstrip())


def _scores(notice: Notice, node: Node) -> bool:
    if node.kind in ("table", "row", "cell"):
        return False
    return bool(_BRACKET.search(node.heading or "") or _BRACKET.search(node.text))


def _families(nodes: Sequence[Node]) -> Iterator[Sequence[Node]]:
    yield nodes
    for node in nodes:
        yield from _families(node.children)


def _beside(nodes: Sequence[Node], scored: set[str]) -> bool:
    return sum(node.id in scored for node in nodes) >= 2


def _grow(notice: Notice, node: Node, scored: set[str], parent: Branch | None) -> Iterator[Branch]:
    """The branches that a clause and those under it make; its items go to `parent` where it is a sentence with points."""
    if node.kind in ("table", "row", "cell"):
        return
    inner = any(child.id in scored for child in walk(node.children))
    if node.id not in scored and not inner:
        if (apart := _deductions(notice, node)) is not None:
            yield apart
        elif parent is not None and (parent.parent is None or not _named_children(node)):
            add_items(notice, node, parent)
        return
    passage = _passage(notice, node)
    head = _head(passage, sentence=_is_over(notice, node)) if passage else None
    if head is None and not inner:
        if parent is None and node.kind == "paragraph" and _COMPOSED.search(node.text):
            return
        if parent is None:
            parent = Branch((passage or notice.passage(node.id)).cite(rule="name"))
            yield parent
            return
        add_items(notice, node, parent)
        return
    if head is None or passage is None:
        for child in node.children:
            yield from _grow(notice, child, scored, parent)
        return
    made = _branch(passage, head, parent)
    if group_of(made.name.value) in (Group.BONUS, Group.VETO):
        return  # the finders of bonuses and vetoes in clauses read these
    for child in node.children:
        made.children.extend(_grow(notice, child, scored, made))
    yield made


def _deductions(notice: Notice, node: Node) -> Branch | None:
    """A group of deductions beside those with points: 扣分项 over 被通报的，每次扣2分."""
    passage = _headed(notice, node)
    if passage is None or group_of(bare_name(passage.text.strip())) is not Group.DEDUCTION:
        return None
    made = Branch(read_name(passage).cited)
    for child in node.children:
        if child.kind not in ("table", "row", "cell"):
            add_items(notice, child, made)
    return made if made.items else None


def read_head(notice: Notice, node: Node) -> Branch | None:
    """The one branch that a clause makes by itself, with the name, points and words that open it; None for any other."""
    passage = _passage(notice, node) if _scores(notice, node) else None
    head = _head(passage) if passage else None
    return _branch(passage, head, None) if passage and head else None


def _branch(passage: Passage, head: _Head, parent: Branch | None) -> Branch:
    name = read_name(passage.part(0, head.end))
    points = name.points
    if head.points:
        points = passage.cite(*head.points, reader="number", rule="points.name.bracket-open")
    made = Branch(name.cited, points, parent=parent)
    rest = passage.part(head.after, head.stop)
    if rest.text.strip():
        made.items.extend(split_items(rest))
    return made


def _named_children(node: Node) -> bool:
    return bool(node.children) and not node.text


def _passage(notice: Notice, node: Node) -> Passage | None:
    """The heading and the text of a clause as one passage."""
    passage = notice.passage(node.id)
    if passage.text.strip():
        return passage if not node.heading else _headed(notice, node) or passage
    return _headed(notice, node)


def _headed(notice: Notice, node: Node) -> Passage | None:
    """A clause whose heading stands on a line of its own: what of its extent is not its children's."""
    if not node.heading:
        return None
    first = min((a for child in node.children for a, _ in child.spans), default=None)
    spans = tuple((a, b if first is None else min(b, first)) for a, b in node.spans if first is None or a < first)
    passage = notice.passage(node.id, spans)
    at = passage.text.replace(" ", "").find(node.heading.replace(" ", ""))
    if at < 0:
        return None
    start = passage.text.find(node.heading[0], at)
    return passage.part(start, len(passage.text))


def _is_over(notice: Notice, node: Node) -> bool:
    """Whether a heading that is a sentence with its points at the end stands over paragraphs that say how they go."""
    heading = (node.heading or "").rstrip("。；; ")
    points = _BRACKET.search(heading)
    below = [child for child in node.children if child.kind == "paragraph" and child.text.strip()]
    ends = points is not None and not heading[points.end() :].strip()
    return ends and bool(below) and not node.text.strip() and len(below) == len(node.children)


def _head(passage: Passage, *, sentence: bool = False) -> _Head | None:
    """The name and points that open a clause; None where it is a sentence with points in it, unless that is let through."""
    text = passage.text
    found = _BRACKET.search(text)
    if found is None:
        return None
    before = text[: found.start()].strip()
    if sentence:
        return _Head(found.end(), len(text), len(text)) if before and points_of_name(text[: found.end()]) else None
    if found.start() > _NAME_LENGTH or _END.search(text[: found.start()]) or not before or "，" in before:
        return None
    if found["more"]:
        close = re.compile(r"[）)]\s*[。；;]?\s*$").search(text, found.end())
        stop, points = (close.start() if close else len(text)), (found.start("n"), found.start("more"))
        return _Head(found.start(), found.end(), stop, points) if close else None
    if points_of_name(text[: found.end()]) is None:
        return None
    closing = re.compile(r"\s*[。；;：:，,]?\s*").match(text, found.end())
    return _Head(found.end(), closing.end() if closing else found.end(), len(text))


def add_items(notice: Notice, node: Node, parent: Branch) -> None:
    """A clause and those below it that are criteria."""
    add_item(notice, node, parent)
    if notice.passage(node.id).text.strip() or (node.heading and _BRACKET.search(node.heading)):
        for child in node.children:
            if child.kind not in ("table", "row", "cell"):
                add_items(notice, child, parent)


def add_item(notice: Notice, node: Node, parent: Branch) -> None:
    """A clause that is a criterion: its label is the ordinal, its words the text, its points those in brackets."""
    passage = notice.passage(node.id)
    if not passage.text.strip() and node.heading and _BRACKET.search(node.heading):
        passage = _headed(notice, node) or passage  # a sentence with points on a line of its own
    if not passage.text.strip():
        return
    for item in split_items(passage):
        if item.ordinal is None and node.number is not None and node.label:
            item = _numbered(notice, node, item)
        parent.items.append(item)


def _numbered(notice: Notice, node: Node, item: Item) -> Item:
    """The item with the clause's label as its ordinal, where the label is found before its words."""
    if not node.spans or not node.own or node.spans[0][0] >= node.own[0][0]:
        return item
    lead = notice.passage(node.id, ((node.spans[0][0], node.own[0][0]),))
    if not lead.text.strip():
        return item
    try:
        ordinal: Cited[int] = lead.cite(reader="ordinal", rule="marker.label")
    except ValueError:
        return item
    return Item(ordinal, item.passage, item.points, item.apart, item.slip)
