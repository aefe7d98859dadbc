"""Half-open spans `[start, end)` over a text: the one stored coordinate."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence

Span = tuple[int, int]


def united(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Sorted, without empty spans; touching or overlapping spans become one.

    >>> united([(5, 7), (0, 3), (3, 4), (9, 9)])
    ((0, 4), (5, 7))
    """
    out: list[Span] = []
    for start, end in sorted([s for s in spans if s[0] < s[1]]):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return tuple(out)


def bridged(spans: Iterable[Span], text: str) -> tuple[Span, ...]:
    """`united`, and a gap that holds nothing but white space is closed, so that a quote keeps its line ends.

    >>> bridged([(0, 2), (3, 5)], "安全\\n生产")
    ((0, 5),)
    """
    out: list[Span] = []
    first = last = -1
    for start, end in sorted(spans):
        if start >= end:
            continue
        if first >= 0 and (start <= last or text[last:start].isspace()):
            last = max(last, end)
            continue
        if first >= 0:
            out.append((first, last))
        first, last = start, end
    if first >= 0:
        out.append((first, last))
    return tuple(out)


def without(span: Span, holes: Sequence[Span]) -> tuple[Span, ...]:
    """What of a span is in none of the holes, which are sorted and do not overlap.

    >>> without((0, 9), [(0, 2), (4, 5), (8, 12)])
    ((2, 4), (5, 8))
    """
    out: list[Span] = []
    at, stop = span
    for start, end in holes[max(bisect_right(holes, (at, at)) - 1, 0) :]:
        if start >= stop:
            break
        if end > at:
            out.append((at, start))
            at = max(at, end)
    out.append((at, stop))
    return tuple((a, b) for a, b in out if a < b)


def inside(inner: Sequence[Span], outer: Sequence[Span]) -> bool:
    """Whether each of `inner` lies wholly inside one of `outer`; a span of no length is nowhere."""
    return all(start < end and any(a <= start and end <= b for a, b in outer) for start, end in inner)


def quote(text: str, spans: Iterable[Span]) -> str:
    """The text of the spans, verbatim, joined without anything between."""
    return "".join([text[start:end] for start, end in spans])
