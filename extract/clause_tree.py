"""The clause tree: a number counts only if it continues its sequence; a typist's slip is read for what was meant."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.node import PERMITTED, Node, NodeKind
from corpus.reading import reading_view
from corpus.spans import bridged
from extract import decimal_numbers
from extract.issues import Issue
from extract.letterhead import is_closing
from extract.numbering import BY_ID, Family, Label, label_text, labels_of, path_follows, whole_label
from extract.open_clauses import DIVISIONS, RANK, Clause, Freezing, sums_up
from extract.paragraphs import Block, Paragraph, TableBlock

_SWAPS = {
    "digit": "cn-comma",
    "cn-comma": "digit",
    "digit-bracket": "cn-bracket",
    "cn-bracket": "digit-bracket",
    "digit-half": "digit-bracket",
}
"""The family a typist slips into: 2、 for 二、, （2） for （二）."""
_ENDED = re.compile(r"[。；;！？!?：:…][”’》）)」』]*$")
_UNENDED = re.compile(r"(?:[，、]|(?<!目)的|和|与|及|并|或|于|至|为|按照?|根据|扣|不[低少高多]于|不超过|由|将|对)$")
"""What no heading ends with: the sentence goes on in the next line."""
_REFERRING = re.compile(r"(?:的|所|中|和|、|至|或|以及|第[一二三四五六七八九十]+款|规定|情形|款|项|及|与)")
_HEADING_MAX = 46
_BELOW: dict[NodeKind, NodeKind] = {
    "level1": "level2", "level2": "level3", "level3": "level4", "level4": "level5", "item": "subitem", "subitem": "level4",
}  # fmt: skip


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
        self.labels = _labels(body)
        self.regulation = _is_regulation([x.number for found in self.labels for x in found if x.family.id == "article"])
        self.places: dict[str, list[tuple[int, int]]] = {}  # by family: where its labels stand, and their numbers
        for i, found in enumerate(self.labels):
            for label in found:
                if not label.sub:
                    self.places.setdefault(label.family.id, []).append((i, label.number))
        self.root = Clause("paragraph")
        self.stack: list[Clause] = []
        self.last: dict[str, int] = {}
        self.issues: list[Issue] = []
        self.path: tuple[int, ...] = ()  # of the last decimal label
        self.slips: list[tuple[Clause, str, str]] = []

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
        if label.path:
            self.path = label.path
            del self.stack[decimal_numbers.parent_of(self.stack, label.path) :]
            kind = decimal_numbers.kind_under(self._top, label.path) or "level5"
            parent = self._host(kind)
        else:
            kind = self._kind(family, number)
            parent = self._parent_for(family, kind)
        written = label.written(block.view.text)
        clause = Clause(kind, family.id, number, label.sub, written, path=label.path)
        if reading.slip:
            if not label.path:
                clause.label, clause.label_as_written = label_text(family, number), written
            code, _, message = reading.slip.partition("|")
            self.slips.append((clause, code, message))
        rest = block.view.part(label.after, len(block.view.text))
        if self._is_heading(i, kind, rest.text.strip()):
            clause.heading = rest
        elif rest.text.strip():
            clause.text = rest
        clause.extent += list(block.view.to_source(label.start, len(block.view.text)))
        parent.children.append(clause)
        self.stack.append(clause)
        self.last[family.id] = number

    def _plain(self, i: int, block: Paragraph) -> None:
        """An unnumbered paragraph: a heading's own line, the rest of a cut sentence, or a paragraph of what is open."""
        top = self.stack[-1] if self.stack else None
        if top and top.unnamed and not _ENDED.search(block.text) and len(block.text) <= 30:
            top.heading = block.view
            top.extent += block.spans
            return
        if top and top.label and top.text is None and top.heading is None and not top.children:
            top.text = block.view  # the label stands alone on the line above
            top.extent += block.spans
            return
        if is_closing(block.text) and not self.regulation:
            self.stack.clear()
        elif (
            self.regulation
            and top
            and top.rank > RANK["article"]
            and not self._listed_on(i)
            and not next((c.introduces for c in reversed(self.stack) if c.label), False)
        ):
            while self.stack and self.stack[-1].rank > RANK["article"]:
                self.stack.pop()
        while self.stack and self.stack[-1].kind == "paragraph":
            self.stack.pop()
        if sums_up(block.text, self.stack) and not self._listed_on(i):
            self.stack.pop()
        host = self.stack[-1] if self.stack else self.root
        if (
            host.text is not None
            and not _ENDED.search(host.text.text.strip())
            and not host.children
            and (labels_of(block.text) or _UNENDED.search(host.text.text.strip()))
        ):
            spans = [*host.text.to_source(0, len(host.text.text)), *block.spans]
            host.text = reading_view(self.source, bridged(spans, self.source))
            host.extent += block.spans
            return
        if host is not self.root and host.text is None and host.heading is None:
            host.text = block.view
            host.extent += block.spans
            return
        clause = Clause("paragraph", text=block.view, extent=list(block.spans))
        host.children.append(clause)
        if host is not self.root:
            self.stack.append(clause)

    # --- which number may come next

    def _read(self, i: int) -> _Reading | None:
        for label in self.labels[i]:
            reading = (
                self._decimal(i, label)
                if label.path
                else self._needed_above(i, label)
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

    def _decimal(self, i: int, label: Label) -> _Reading | None:
        """4.2.1 where it continues the number before it, or is the first under a 4."""
        path = label.path
        stack = self.stack[: decimal_numbers.parent_of(self.stack, path)]
        above = stack[-1] if stack else None
        if decimal_numbers.kind_under(above, path) is None:
            return None
        if decimal_numbers.opens(path, above) or path_follows(self.path, path) or path == (1, 1):
            return _Reading(label, label.family, label.number)
        if path == self.path and self._starts_afresh(i) and self._next(i, label.family) == label.number + 1:
            repeated = f"label-repeated|编号“{self._written(i, label)}”重复出现，请核对原文"
            return _Reading(label, label.family, label.number, repeated)
        missing = decimal_numbers.skips(self.path, path)
        if missing is None or not self._starts_afresh(i):
            return None
        first = ".".join(map(str, missing))
        return _Reading(
            label,
            label.family,
            label.number,
            f"number-missing|编号不连续：“{self._written(i, label)}”之前缺少“{first}”",
        )

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
            if following in (number + 2, 1, None) and self._starts_afresh(i):
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
        surely = (
            family.id == "article" and last < number and self._next(i, family) == number + 1
        )  # an excerpt, a lost page
        if not last < number <= last + 3 and not surely and not (last == 0 and self._next(i, family) == number + 1):
            return None
        if self._next(i, family) not in (number + 1, 1, None) or not self._starts_afresh(i):
            return None
        if last == 0 and self._next(i, family) is None:
            return None
        lost = [label_text(family, n) for n in range(last + 1, number)]
        missing = f"{lost[0]}至{lost[-1]}" if len(lost) > 3 else "、".join(lost)
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
        if reading.family.id in DIVISIONS:
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

    @property
    def _top(self) -> Clause | None:
        return self.stack[-1] if self.stack else None

    def _kind(self, family: Family, number: int) -> NodeKind:
        """What a label of the family makes here: （一） is an item of an article, but a subitem where 一、 stands between."""
        under = next((c for c in reversed(self.stack) if c.path), None)
        if (
            under is not None
            and family.id not in ("whole", "cn-comma")
            and family.notice not in (*DIVISIONS, "article")
        ):
            inside = self.stack[self.stack.index(under) + 1 :]
            sibling = next((c for c in inside if c.family == family.id), None)
            if sibling is not None:
                return sibling.kind
            if number == 1:  # what is counted from 1 below 4.2.1 stands under it
                return _BELOW.get((inside[-1] if inside and inside[-1].family else under).kind, "level5")
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

    def _parent_for(self, family: Family, kind: NodeKind) -> Clause:
        rank = RANK[kind]
        if any(c.family == family.id for c in self.stack):
            while self.stack.pop().family != family.id:
                pass
        while self.stack and (self.stack[-1].rank >= rank or kind not in PERMITTED[self.stack[-1].kind]):
            self.stack.pop()
        return self.stack[-1] if self.stack else self.root

    def _host(self, kind: NodeKind) -> Clause:
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
                if RANK[label.family.regulation] <= RANK["article"] and label.family.id != "cn-comma":
                    return False
        return False

    def _is_heading(self, i: int, kind: NodeKind, rest: str) -> bool:
        if kind in DIVISIONS:
            return True
        if not rest or _ENDED.search(rest) or _UNENDED.search(rest) or len(rest) > _HEADING_MAX:
            return False
        if i + 1 >= len(self.body):
            return False
        following = self.body[i + 1]
        if isinstance(following, TableBlock) or not self.labels[i + 1]:
            return True
        family, path = self.labels[i + 1][0].family, self.labels[i + 1][0].path
        if path and self.path and self.labels[i][0].path == self.path:
            return len(path) > len(self.path)
        return RANK[family.regulation if self.regulation else family.notice] > RANK[kind]

    # --- frozen

    def nodes(self) -> tuple[Node, ...]:
        freezing = Freezing(self.instrument, self.source)
        nodes = freezing.nodes(self.root)
        for clause, code, message in self.slips:
            self.issues.append(Issue(code=code, severity="warning", message=message, node=freezing.ids[id(clause)]))
        return nodes


def _labels(body: Sequence[Block]) -> list[tuple[Label, ...]]:
    """Each block's labels; bare integers are labels where the text has decimal numbers."""
    found = [labels_of(b.view.text) if isinstance(b, Paragraph) else () for b in body]
    if sum(any(x.path for x in labels) for labels in found) < 2:
        return found
    wholes = [whole_label(b.view.text) if isinstance(b, Paragraph) else None for b in body]
    return [labels or ((whole,) if whole else ()) for labels, whole in zip(found, wholes, strict=True)]


def _is_regulation(articles: Sequence[int]) -> bool:
    """Whether the numbers of what looks like articles are a regulation's: from 第一条 on, or two in a row of a part of one."""
    return 1 in articles or any(b == a + 1 for a, b in pairwise(articles))
