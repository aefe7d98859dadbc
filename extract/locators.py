"""Places inside an instrument as references write them: 第八条第一款第（三）项, 第十八条至第二十条, 前两款, 本条."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus import reading
from corpus.node import Node
from extract.instruments import Instrument
from extract.notice import Notice
from extract.running_text import instrument_of

UNITS = {
    "编": "part",
    "章": "chapter",
    "节": "section",
    "条": "article",
    "款": "paragraph",
    "项": "item",
    "目": "subitem",
    "部分": "level1",
}
_RANK = {unit: rank for rank, unit in enumerate(("编", "部分", "章", "节", "条", "款", "项", "目"))}
NUMERAL = r"(?:[一二三四五六七八九十百零〇两]+|\d{1,3})"
_ONE = rf"(?:第\s*{NUMERAL}\s*(?:部分|[编章节条款项目])(?:之{NUMERAL})?|第?\s*[（(]\s*{NUMERAL}\s*[）)]\s*[项目])"
_SHORT = rf"第?\s*[（(]\s*{NUMERAL}\s*[）)]"
_AND = r"\s*(?:、|和|及|以及|或者?|至|到|-|—|～)\s*"
_SHORTENED = rf"(?:{_SHORT}(?=(?:{_AND}{_SHORT})*{_AND}{_ONE}))"
CHAIN = rf"(?:(?:{_ONE}\s*)+{_SHORTENED}?|{_SHORTENED})"
LOCATOR = rf"(?:{CHAIN}(?:{_AND}{CHAIN})*)"
"""第五条、第七条; 第三条第（二）、（三）项 — ranges and lists of chains."""

_PIECE = re.compile(
    rf"第?\s*(?P<open>[（(])?\s*(?P<number>{NUMERAL})\s*[）)]?\s*(?P<unit>部分|[编章节条款项目])?(?:之(?P<sub>{NUMERAL}))?"
)
_LINK = re.compile(r"\s*(?P<link>、|和|及|以及|或者?|至|到|-|—|～)\s*")
_RELATIVE = re.compile(rf"(?P<way>前|上|本)(?P<count>{NUMERAL})?(?P<unit>[编章节条款项目])")


@dataclass(frozen=True, slots=True)
class Step:
    """One step into an instrument: 第八条 is (条, 8, 0), 第十条之一 (条, 10, 1)."""

    unit: str
    number: int
    sub: int = 0


@dataclass(frozen=True, slots=True)
class Path:
    """A chain of steps, or where `through` is given the places from `steps` to the one whose last step is `through`."""

    steps: tuple[Step, ...]
    through: Step | None = None


def read_paths(text: str) -> tuple[Path, ...]:
    """The places that a locator names, later ones completed from the one before.

    >>> [[(s.unit, s.number) for s in p.steps] for p in read_paths("第三条第（一）项、第（四）项")]
    [[('条', 3), ('项', 1)], [('条', 3), ('项', 4)]]
    """
    chains: list[tuple[str, list[tuple[str | None, int, int]]]] = []
    at, link = 0, ""
    current: list[tuple[str | None, int, int]] = []
    while at < len(text):
        between = _LINK.match(text, at)
        if between and current:
            chains.append((link, current))
            link, current, at = between["link"], [], between.end()
            continue
        piece = _PIECE.match(text, at)
        if piece is None or piece.end() == at:
            break
        current.append((piece["unit"], _int(piece["number"]), _int(piece["sub"]) if piece["sub"] else 0))
        at = piece.end()
    if current:
        chains.append((link, current))
    return tuple(_completed(chains))


def _completed(chains: list[tuple[str, list[tuple[str | None, int, int]]]]) -> Iterator[Path]:
    following: str | None = None
    units: list[list[str | None]] = []
    for _, chain in reversed(chains):  # 第（二）、（三）项: the unit comes last
        following = chain[-1][0] or following
        units.insert(0, [unit or following for unit, _, _ in chain])
    out: list[Path] = []
    before: tuple[Step, ...] = ()
    for (link, chain), names in zip(chains, units, strict=True):
        steps = tuple(Step(unit, number, sub) for unit, (_, number, sub) in zip(names, chain, strict=True) if unit)
        if not steps:
            continue
        if steps[0].unit in ("节", "款", "项", "目"):  # 条 run on across chapters: they need none before them
            steps = (*(s for s in before if _RANK[s.unit] < _RANK[steps[0].unit]), *steps)
        if link in ("至", "到", "-", "—", "～") and out and len(out[-1].steps) == len(steps):
            out[-1] = Path(out[-1].steps, steps[-1])
        else:
            out.append(Path(steps))
        before = steps
    yield from out


def _int(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else reading.chinese_number(numeral)


# --- to nodes ------------------------------------------------------------------------------------------


def resolve(notice: Notice, instrument: Instrument, path: Path, at: str | None) -> tuple[str, ...]:
    """The ids of the nodes a path names, () where one of them isn't there. `at` is the node the reference stands in."""
    first, *rest = path.steps
    where: list[Node] = _first(notice, instrument, first, at)
    for step in rest:
        where = [found for node in where for found in _within(node, step)]
    if not where:
        return ()
    if path.through is None:
        return (where[0].id,)
    last = resolve(notice, instrument, Path((*path.steps[:-1], path.through)), at)
    if not last:
        return ()
    run = [n.id for n in _everywhere(instrument.nodes) if n.kind == where[0].kind]
    start, end = run.index(where[0].id), run.index(last[0]) if last[0] in run else -1
    return tuple(run[start : end + 1]) if start <= end else ()


def resolve_relative(notice: Notice, words: str, at: str) -> tuple[str, ...]:
    """The ids that 前款, 前两条, 本条 or 本章 name, seen from the node they stand in."""
    m = _RELATIVE.match(words)
    if m is None:
        return ()
    unit, count = m["unit"], _int(m["count"]) if m["count"] else 1
    here = context(notice, at, unit)
    if here is None:
        return ()
    if m["way"] == "本":
        return (here.id,)
    if unit == "款":
        article = context(notice, at, "条")
        number = _paragraph_number(here)
        if article is None or number <= count:
            return ()
        found = [n.id for k in range(number - count, number) for n in _within(article, Step("款", k))]
        return tuple(found) if len(found) == count else ()
    instrument = instrument_of(notice, at)
    run = [
        n
        for n in _everywhere(instrument.nodes)
        if n.kind == here.kind and (unit == "条" or _parent(notice, n) == _parent(notice, here))
    ]
    index = [n.id for n in run].index(here.id)
    return tuple(n.id for n in run[index - count : index]) if index >= count else ()


def context(notice: Notice, at: str, unit: str) -> Node | None:
    """The node of a unit that a place lies in: its article, its chapter; for 款 the article itself is its first."""
    place = notice.places[at]
    kinds = {UNITS[unit]}
    if unit == "款":
        kinds.add("article")
    elif unit == "项":
        kinds |= {"level2"}
    return next((n for n in reversed((*place.ancestors, place.node)) if n.kind in kinds), None)


def _parent(notice: Notice, node: Node) -> str:
    ancestors = notice.places[node.id].ancestors
    return ancestors[-1].id if ancestors else ""


def _everywhere(nodes: tuple[Node, ...]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _everywhere(node.children)


def _first(notice: Notice, instrument: Instrument, step: Step, at: str | None) -> list[Node]:
    """Where a chain begins: an article or chapter anywhere, a smaller unit in the article or clause it is said in."""
    if step.unit in ("编", "部分", "章", "条"):
        return [n for n in _everywhere(instrument.nodes) if _is(n, step)][:1]
    if at is None or instrument_of(notice, at).id != instrument.id:
        return []
    place = notice.places[at]
    for around in reversed((*place.ancestors, place.node)):
        found = _within(around, step)
        if found:
            return found[:1]
    return []


def _is(node: Node, step: Step) -> bool:
    if node.kind != UNITS[step.unit] and not (step.unit == "项" and node.kind in ("level2", "level4")):
        return False
    sub = re.search(rf"之({NUMERAL})$", re.sub(r"\s", "", node.label or ""))
    return _number(node) == step.number and (_int(sub.group(1)) if sub else 0) == step.sub


def _number(node: Node) -> int | None:
    if node.kind == "paragraph":
        return node.number
    m = re.search(NUMERAL, re.sub(r"\s", "", node.label or ""))
    return _int(m.group()) if m else node.number


def _paragraph_number(node: Node) -> int:
    return node.number or 1 if node.kind == "paragraph" else 1


def _within(node: Node, step: Step) -> list[Node]:
    """The places a step names inside a node; an article's own text is its first paragraph."""
    if step.unit == "款":
        found = [c for c in node.children if c.kind == "paragraph" and c.number == step.number]
        return found or ([node] if step.number == 1 and node.text else [])
    direct = [c for c in node.children if _is(c, step)]
    if direct:
        return direct
    inner = [c for p in node.children if p.kind == "paragraph" for c in p.children if _is(c, step)]
    if inner or step.unit in ("项", "目"):
        return inner
    return [n for n in _everywhere(node.children) if _is(n, step)]
