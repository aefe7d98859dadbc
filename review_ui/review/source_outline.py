"""What a source without pages is leafed through by: its instruments, chapters and tables, with what is undecided in each."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.node import Node, NodeKind, walk
from extract.notice import Notice
from review_ui.review.source_characters import shown
from review_ui.review.source_frames import Frame

_LISTED: tuple[frozenset[NodeKind], ...] = (
    frozenset({"part", "chapter", "section", "level1", "table"}),
    frozenset({"article", "level2", "table"}),
)
"""What is listed; the second where an instrument has none of the first."""
_DEPTH = {"part": 1, "chapter": 1, "section": 2}
_LONGEST = 22


@dataclass(frozen=True, slots=True)
class Entry:
    """A place to go to: where it begins in the source, what it is called, how deep it stands, how many items that begin
    between it and the next are undecided."""

    start: int
    label: str
    depth: int
    pending: int


def outline(notice: Notice, placed: Sequence[Frame]) -> tuple[Entry, ...]:
    """The places of a notice in reading order; a notice without any has one, its beginning."""
    places = dict(sorted(_places(notice), key=lambda place: place[0])) or {0: ("正文", 0)}
    starts = list(places)
    counts = [0] * len(starts)
    for frame in placed:
        if frame.pending and frame.spans and frame.text_sha256 == notice.source.sha256:
            counts[max(bisect_right(starts, frame.spans[0][0]) - 1, 0)] += 1
    return tuple(
        Entry(start, label, depth, count) for (start, (label, depth)), count in zip(places.items(), counts, strict=True)
    )


def _places(notice: Notice) -> Iterator[tuple[int, tuple[str, int]]]:
    for instrument in notice.outline.instruments:
        nodes = [node for node in walk(instrument.nodes) if node.spans]
        listed = next((found for kinds in _LISTED if (found := [n for n in nodes if n.kind in kinds])), [])
        for node in listed:
            yield node.spans[0][0], (_label(notice, node), _DEPTH.get(node.kind, 1))
            yield from _groups(notice, node)
        title = instrument.proof.get("title")
        spans = [span for e in (title.evidence if title else ()) for span in e.spans]
        head = notice.heads.get(instrument.id)
        start = spans or (head.spans if head else ())
        if start:
            yield start[0][0], (_short(instrument.title or "正文"), 0)


def _groups(notice: Notice, node: Node) -> Iterator[tuple[int, tuple[str, int]]]:
    """The cells of a table's first column, where some of them are merged: what its rows are gathered under."""
    table = notice.tables.get(node.id)
    if table is None:
        return
    first = [cell for cell in table.cells if cell.column == 0 and cell.row >= table.header_rows and cell.spans]
    if any(cell.row_span > 1 for cell in first):
        for cell in first:
            yield cell.spans[0][0], (_short(notice.source.quote(cell.spans)), 2)


def _label(notice: Notice, node: Node) -> str:
    if node.kind == "table":
        sheet = next((t.name for t in notice.source.tables if t.start <= node.spans[0][0] < t.end), "")
        return _short(f"表 {node.heading}" if node.heading else sheet or "表格")
    return _short(" ".join(filter(None, (node.label, node.heading or node.text))))


def _short(text: str) -> str:
    text = shown(" ".join(text.split()))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
