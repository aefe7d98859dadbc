"""Running headers, footers and page numbers, told by where they stand and by coming back on page after page."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from corpus.source_text import Role

_ZONE = 0.13  # of the page's height, at the top and at the bottom, where furniture stands
_DEPTH = 3  # lines from the top or the bottom edge that may be furniture
_LEVEL, _LEVEL_LONG, _LONG = 6.0, 20.0, 8  # points by which a running line may stand off; more where it is that long
_OFTEN = 0.4  # of the pages (or of the left or right ones) that a running line comes back on
_APART = 0.9  # of a line's height: the white between furniture and the text
_SHORT = 3  # pages: in so short a document a line comes back by chance
_LARGE = 1.15  # of the body's size: a line that large is a title

_DIGITS = r"[0-9０-９]{1,4}"
_NUMERAL = rf"(?:{_DIGITS}|[ivxlcⅰ-ⅿIVXLC]{{1,6}})"
_CHINESE = r"[〇零一二三四五六七八九十百0-9０-９]{1,5}"
_DASH = r"[-—–－―─~～·•.．|｜]{0,3}"
# What a page number looks like; one that is nothing but a numeral must also count the pages.
_DRESSED = re.compile(
    rf"""(?:
      [-—–－―─~～·•]{{1,3}}\s*{_NUMERAL}\s*[-—–－―─~～·•]{{1,3}}      # — 3 —
    | 第\s*{_CHINESE}\s*页\s*(?:[,，/／、]?\s*[(（]?共\s*{_CHINESE}\s*页[)）]?)?   # 第3页 共9页
    | 共\s*{_CHINESE}\s*页\s*[,，/／、]?\s*第\s*{_CHINESE}\s*页
    | [Pp](?:age|\.)\s*{_DIGITS}(?:\s*(?:of|/)\s*{_DIGITS})?
    | {_DIGITS}\s*[/／]\s*{_DIGITS}                            # 3/9
    )""",
    re.VERBOSE,
)
_BARE = re.compile(rf"{_DASH}\s*{_NUMERAL}\s*{_DASH}")
_COUNTED = re.compile(r"[0-9０-９]+")


@dataclass(slots=True)
class PageLine:
    """A line of the document where it was written: its span, its page and box (as laid out), its size, its role."""

    start: int
    end: int
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    role: Role = Role.BODY
    indent: float = 0.0
    room: float = 0.0
    align: str = "left"

    @property
    def height(self) -> float:
        """The height of the line's box."""
        return self.bottom - self.top


def mark_furniture(pages: Sequence[tuple[float, Sequence[PageLine]]], text: str) -> None:
    """Give running headers, footers and page numbers their role. `pages`: each page's height and its lines outside tables.

    A line counts only near the page's edge; a running line must come back at the same
    height with the same words (digits aside), on many pages; a bare number must count the pages.
    """
    sizes = [line.size for _, lines in pages for line in lines]
    large = _LARGE * median(sizes) if sizes else 0.0
    for role in (Role.HEADER, Role.FOOTER):
        found = [edge for height, lines in pages for edge in _edge(lines, height, role)]
        _mark_numbers(found, text, len(pages))
        _mark_running(found, text, role, len(pages), large)


@dataclass(slots=True)
class _Edge:
    """A line near the page's edge: how far from it, and how much white there is towards the text."""

    line: PageLine
    distance: float
    white: float


def _edge(lines: Sequence[PageLine], height: float, role: Role) -> list[_Edge]:
    """The outermost lines of a page on one side, as long as they are in the zone."""
    top = role is Role.HEADER
    level = [line for line in lines if line.role is Role.BODY]
    level.sort(key=lambda line: line.top if top else -line.bottom)
    out: list[_Edge] = []
    for line, after in zip(level[:_DEPTH], [*level[1 : _DEPTH + 1], None], strict=False):
        distance = line.bottom if top else height - line.top
        if distance > _ZONE * height:
            break
        white = height if after is None else after.top - line.bottom if top else line.top - after.bottom
        out.append(_Edge(line, distance, white))
    return out


def _mark_numbers(found: Iterable[_Edge], text: str, pages: int) -> None:
    bare: dict[int, list[_Edge]] = defaultdict(list)
    for edge in found:
        line = edge.line
        words = text[line.start : line.end].strip()
        if _DRESSED.fullmatch(words):
            line.role = Role.PAGE_NUMBER
        elif _BARE.fullmatch(words):
            counted = _COUNTED.search(words)
            bare[int(counted[0]) - line.page if counted else 0].append(edge)
    for edges in bare.values():
        # 3 on page 3, 4 on page 4 …; in a short document the one number there is, if it stands apart
        if len({edge.line.page for edge in edges}) < min(2, pages):
            continue
        for edge in edges:
            if pages > _SHORT or edge.white > _APART * edge.line.height:
                edge.line.role = Role.PAGE_NUMBER


def _mark_running(found: list[_Edge], text: str, role: Role, pages: int, large: float) -> None:
    groups: dict[str, list[tuple[str, _Edge]]] = defaultdict(list)
    for edge in found:
        if edge.line.role is Role.BODY:
            words = re.sub(r"\s+", "", text[edge.line.start : edge.line.end])
            groups[_COUNTED.sub("#", words)].append((words, edge))
    for group in groups.values():
        for same in _same_words(group):
            for level in _levels(same):
                numbers = {edge.line.page for edge in level}
                alike = pages if len({page % 2 for page in numbers}) > 1 else (pages + 1) // 2
                if len(numbers) < (3 if pages > 2 else 2) or len(numbers) < _OFTEN * alike:
                    continue
                if pages <= _SHORT and any(e.line.size > large or e.white < _APART * e.line.height for e in level):
                    continue
                for edge in level:
                    edge.line.role = role


def _same_words(group: list[tuple[str, _Edge]]) -> list[list[_Edge]]:
    """Lines with the same words: word for word, or with a number that counts the pages (not 附件1 and 附件2)."""
    counts = [[int(n) - edge.line.page for n in _COUNTED.findall(words)] for words, edge in group]
    rows = [[int(n) for n in _COUNTED.findall(words)] for words, _ in group]
    columns = zip(zip(*counts, strict=True), zip(*rows, strict=True), strict=True)
    if all(len(set(by_page)) == 1 or len(set(plain)) == 1 for by_page, plain in columns):
        return [[edge for _, edge in group]]
    exact: dict[str, list[_Edge]] = defaultdict(list)
    for words, edge in group:
        exact[words].append(edge)
    return list(exact.values())


def _levels(edges: list[_Edge]) -> list[list[_Edge]]:
    """Lines of the same words by the height they stand at."""
    out: list[list[_Edge]] = []
    for edge in sorted(edges, key=lambda edge: edge.distance):
        long = edge.line.end - edge.line.start >= _LONG
        if out and edge.distance - out[-1][0].distance <= (_LEVEL_LONG if long else _LEVEL):
            out[-1].append(edge)
        else:
            out.append([edge])
    return out
