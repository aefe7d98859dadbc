"""The clauses behind an item, framed: on the page where the format has pages, else in the text around them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.evidence import Evidence
from corpus.source_text import Region, SourceText
from extract.notice import Notice as ReadNotice
from review_ui.models import Notice

_SLACK = 0.5  # points
_AROUND = 120  # characters of context


@dataclass(frozen=True, slots=True)
class FramedPage:
    """A page with boxes on it, in PDF points; `before`/`after` say that the clause goes on over a page break."""

    notice: Notice
    number: int
    width: float
    height: float
    regions: tuple[Region, ...]
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class FramedText:
    """A stretch of a source without pages: `pieces` are (text, framed or not)."""

    notice: Notice
    pieces: tuple[tuple[str, bool], ...]


def framed(
    evidence: Iterable[Evidence], notices: Mapping[str, tuple[Notice, ReadNotice]]
) -> tuple[tuple[FramedPage, ...], tuple[FramedText, ...]]:
    """Every page and every stretch of text that the evidence stands on."""
    pages: list[FramedPage] = []
    texts: list[FramedText] = []
    for sha256, (row, notice) in notices.items():
        here = [piece for piece in evidence if piece.document == sha256]
        regions = _outer(dict.fromkeys(region for piece in here for region in piece.regions))
        pages += _pages(row, notice.source, regions)
        spans = sorted({span for piece in here if not piece.regions for span in piece.spans})
        texts += [FramedText(row, _pieces(notice.source.text, group)) for group in _groups(spans)]
    return tuple(pages), tuple(texts)


def _outer(regions: Iterable[Region]) -> list[Region]:
    """Without those that lie inside of another: a field's few words inside of its clause's line."""
    every = list(regions)
    kept: list[Region] = []
    for region in sorted(every, key=_area, reverse=True):
        if not any(_inside(region, other) for other in kept):
            kept.append(region)
    return [region for region in every if region in kept]


def _area(region: Region) -> float:
    x0, top, x1, bottom = region.bbox
    return (x1 - x0) * (bottom - top)


def _inside(one: Region, other: Region) -> bool:
    (x0, top, x1, bottom), (left, upper, right, lower) = one.bbox, other.bbox
    wide = left - _SLACK <= x0 and x1 <= right + _SLACK
    return one.page == other.page and wide and upper - _SLACK <= top and bottom <= lower + _SLACK


def _pages(row: Notice, source: SourceText, regions: Sequence[Region]) -> list[FramedPage]:
    numbers = sorted({region.page for region in regions})
    sizes = {page.number: page for page in source.document.pages}
    return [
        FramedPage(
            row,
            number,
            sizes[number].width,
            sizes[number].height,
            tuple(region for region in regions if region.page == number),
            number - 1 in numbers,
            number + 1 in numbers,
        )
        for number in numbers
    ]


def _groups(spans: Sequence[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Spans that stand so near each other that one stretch shows them."""
    groups: list[list[tuple[int, int]]] = []
    for span in spans:
        if groups and span[0] <= groups[-1][-1][1]:  # they touch: one frame
            first, end = groups[-1][-1]
            groups[-1][-1] = (first, max(end, span[1]))
        elif groups and span[0] - groups[-1][-1][1] <= 2 * _AROUND:
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    at = max(0, spans[0][0] - _AROUND)
    pieces = [("…", False)] if at else []
    for start, end in spans:
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[max(at, start) : end], True))
        at = max(at, end)
    tail = min(len(text), at + _AROUND)
    pieces.append((text[at:tail], False))
    if tail < len(text):
        pieces.append(("…", False))
    return tuple(piece for piece in pieces if piece[0])
