"""The indicator tree of a rubric in running text: 一、组织领导（20分）（一）…（5分）…, without a table."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.evidence import Cited
from corpus.node import Node, walk
from extract.grades import find_grades
from extract.items import Item, split_items
from extract.notice import Notice
from extract.passage import Passage
from extract.points import points_of_name
from extract.vetoes import find_vetoes
from rubric_builder.branches import Branch
from rubric_builder.ending_points import ending_points, with_ending_points
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
_COUNTED = re.compile(r"[扣减加奖倒]分?\s*\d|不得分|酌情[扣加减]|(?<![\d分])[+＋\-－]\s*\d")
"""What a group of deductions says at least once."""
_EACH = re.compile(r"\s*(?:每|各)(?:小|个)?(?:项|条|点|款)(?:各|计|为)?\s*(?P<n>\d+(?:\.\d+)?)\s*分\s*")
"""What every part of a name is worth, behind the points of the whole: （15分，每项3分）."""
_GRADED = re.compile("否决|不合格|不达标|优秀|良好|等次|等级")
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

    A rubric has points in brackets in three clauses at least, two of them side by side; or at the ends of headings
    without brackets (组织领导 20分) where they add up.
    """
    instrument_nodes = _regrouped(notice, instrument_nodes)
    scored = {node.id for node in walk(instrument_nodes) if _scores(notice, node)} | with_ending_points(
        instrument_nodes
    )
    if len(scored) < _LEAST or not any(_beside(nodes, scored) for nodes in _families(instrument_nodes)):
        return []
    sentences = {id_ for nodes in _families(instrument_nodes) for id_ in _sentences(notice, nodes, scored)}
    out: list[Branch] = []
    for node in instrument_nodes:
        out.extend(_grow(notice, node, scored - sentences, None))
    return out


def _sentences(notice: Notice, nodes: Sequence[Node], scored: set[str]) -> Iterator[str]:
    """The clauses side by side that are criteria, a short one (台账完整（2分）。) too where most beside it are sentences."""
    leaves = [n for n in nodes if n.id in scored and n.number and not any(c.id in scored for c in walk(n.children))]
    named = [n for n in leaves if (passage := _passage(notice, n)) and _head(passage) and not n.heading]
    if named and len(named) * 2 <= len(leaves):
        yield from (n.id for n in named)


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
        elif parent is not None and (
            parent.parent is None or not _named_children(node) or _with_rules(notice, node) is not None
        ):
            add_items(notice, node, parent)
        return
    passage = _passage(notice, node)
    ending = node.id in scored
    head = _head(passage, sentence=_is_over(notice, node, ending=ending), ending=ending) if passage else None
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
    if node.kind == "paragraph" and parent is not None and not inner and _says_again(made, parent):
        add_items(notice, node, parent)
        return
    if group_of(made.name.value) in (Group.BONUS, Group.VETO):
        return  # the finders of bonuses and vetoes in clauses read these
    for child in node.children:
        made.children.extend(_grow(notice, child, scored, made))
    yield made


def _says_again(made: Branch, parent: Branch) -> bool:
    """Whether a line below a name gives that name's points once more: it says what they are for."""
    points = (made.points, parent.points)
    return points[0] is not None and points[1] is not None and points[0].value == points[1].value


def _deductions(notice: Notice, node: Node) -> Branch | None:
    """A group of deductions beside those with points: 扣分项 over 被通报的，每次扣2分."""
    passage = _headed(notice, node)
    if passage is None or group_of(bare_name(passage.text.strip())) is not Group.DEDUCTION:
        return None
    made = Branch(read_name(passage).cited)
    for child in node.children:
        if child.kind not in ("table", "row", "cell"):
            add_items(notice, child, made)
    return made if any(_COUNTED.search(item.passage.text) for item in made.items) else None


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
    if each := _EACH.fullmatch(rest.text):
        made.each = rest.cite(*each.span("n"), reader="number", rule="points.each")
    elif rest.text.strip():
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


def _is_over(notice: Notice, node: Node, *, ending: bool) -> bool:
    """Whether a heading that is a sentence with its points at the end stands over paragraphs that say how they go."""
    heading = (node.heading or "").rstrip("。；; ")
    points = _points_at(heading, ending=ending)
    below = [child for child in node.children if child.kind == "paragraph" and child.text.strip()]
    ends = points is not None and not heading[points[1] :].strip()
    return ends and bool(below) and not node.text.strip() and len(below) == len(node.children)


def _head(passage: Passage, *, sentence: bool = False, ending: bool = False) -> _Head | None:
    """The name and points that open a clause; None where it is a sentence with points in it, unless that is let through.

    `ending`: the points may stand at its end without brackets.
    """
    text = passage.text
    found = _BRACKET.search(text)
    at = _points_at(text, ending=ending)
    if at is None or text[at[1] :].lstrip().startswith("、"):
        return None
    before = text[: at[0]].strip()
    if sentence:
        return _Head(at[1], len(text), len(text)) if before and points_of_name(text[: at[1]]) else None
    if at[0] > _NAME_LENGTH or _END.search(text[: at[0]].rstrip("：: ")) or not before or "，" in before:
        return None
    if found and found["more"]:
        close = re.compile(r"[）)]\s*[。；;]?\s*$").search(text, found.end())
        stop, points = (close.start() if close else len(text)), (found.start("n"), found.start("more"))
        return _Head(found.start(), found.end(), stop, points) if close else None
    if points_of_name(text[: at[1]]) is None:
        return None
    closing = re.compile(r"\s*[。；;：:，,]?\s*").match(text, at[1])
    return _Head(at[1], closing.end() if closing else at[1], len(text))


def _points_at(text: str, *, ending: bool) -> tuple[int, int] | None:
    """Where the points stand with their brackets; with `ending`, those without brackets at the text's end."""
    found = _BRACKET.search(text)
    if found:
        return found.span()
    bare = ending_points(text) if ending else None
    return bare.cut if bare else None


def add_items(notice: Notice, node: Node, parent: Branch) -> None:
    """A clause and those below it that are criteria."""
    if _is_of_all(notice, node):
        return
    if (whole := _with_rules(notice, node)) is not None:
        passage, below = whole
        _add(notice, node, passage, parent)
        parent.covered += below
        return
    add_item(notice, node, parent)
    if notice.passage(node.id).text.strip() or _pointed(node.heading):
        for child in node.children:
            if child.kind not in ("table", "row", "cell"):
                add_items(notice, child, parent)


def add_item(notice: Notice, node: Node, parent: Branch) -> None:
    """A clause that is a criterion: its label is the ordinal, its words the text, its points those in brackets."""
    passage = notice.passage(node.id)
    if not passage.text.strip() and _pointed(node.heading):
        passage = _headed(notice, node) or passage  # a sentence with points on a line of its own
    if passage.text.strip():
        _add(notice, node, passage, parent)


def _is_of_all(notice: Notice, node: Node) -> bool:
    """Whether an unnumbered line below an item is of the whole: its grades, or a veto, which others read."""
    if node.kind != "paragraph" or _COUNTED.search(node.text) or not _GRADED.search(node.text):
        return False
    grades, _ = find_grades(notice)
    return any(e.node == node.id for found in (*grades, *find_vetoes(notice)) for e in found.evidence)


def _pointed(heading: str | None) -> bool:
    return heading is not None and bool(_BRACKET.search(heading) or ending_points(heading))


def _with_rules(notice: Notice, node: Node) -> tuple[Passage, list[str]] | None:
    """A numbered clause with the unnumbered lines below it, that say how its points go, and their ids; None for any other.

    A mere heading takes them in where they score.
    """
    below = [child for child in node.children if not _is_of_all(notice, child)]
    if node.number is None or not below or any(c.kind != "paragraph" or c.children or not c.own for c in below):
        return None
    own = _passage(notice, node)
    if own is None or not own.text.strip() or any(_BRACKET.search(c.text) for c in below):
        return None
    if not node.text.strip() and not all(_COUNTED.search(c.text) for c in below):
        return None
    inner = [span for child in below for span in child.own]
    return notice.passage(node.id, (*own.view.to_source(0, len(own.view.text)), *inner)), [c.id for c in below]


def _add(notice: Notice, node: Node, passage: Passage, parent: Branch) -> None:
    for item in split_items(passage):
        if item.ordinal is None and node.number is not None and node.label:
            item = _numbered(notice, node, item)
        parent.items.append(item)


def _numbered(notice: Notice, node: Node, item: Item) -> Item:
    """The item with the clause's label as its ordinal, where the label is found before its words."""
    words = node.own or item.passage.view.to_source(0, len(item.passage.text))
    if not node.spans or not words or node.spans[0][0] >= words[0][0]:
        return item
    lead = notice.passage(node.id, ((node.spans[0][0], words[0][0]),))
    if not lead.text.strip():
        return item
    try:
        ordinal: Cited[int] = lead.cite(reader="ordinal", rule="marker.label")
    except ValueError:
        return item
    return Item(ordinal, item.passage, item.points, item.apart, item.slip)
