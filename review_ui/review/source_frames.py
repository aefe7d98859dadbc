"""Where the items under review stand: their frames on pages, their stretches in texts."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from corpus.evidence import Evidence
from corpus.spans import Span, united
from rubric_builder.page_picture import Box, blocks

STATUS_CLASS: Mapping[str, str] = {"待核": "pending", "已采纳": "accepted", "已改": "changed", "驳回": "rejected"}
"""The class that a page gives a status."""

_MARGIN = 1.5  # points that a frame stands off the type


class Placed(Protocol):
    """What of an item under review is needed to frame it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def evidence(self) -> tuple[Evidence, ...]: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """An item in one reading of one file: its spans there, and by page a box for each of its lines (points)."""

    item: str
    name: str
    status: str
    document: str
    text_sha256: str
    spans: tuple[Span, ...]
    lines: Mapping[int, tuple[Box, ...]]

    @property
    def pending(self) -> bool:
        """Whether nobody has decided on it yet."""
        return self.status == "待核"

    @property
    def length(self) -> int:
        """How many characters it covers."""
        return sum(end - start for start, end in self.spans)


def frames(items: Iterable[Placed]) -> tuple[Frame, ...]:
    """The frames of items, one an item and reading, in the order of the items. An item without evidence has none."""
    return tuple(frame for item in items for frame in _frames(item))


def _frames(item: Placed) -> Iterator[Frame]:
    by_text: dict[tuple[str, str], list[Evidence]] = {}
    for evidence in item.evidence:
        by_text.setdefault((evidence.document, evidence.text_sha256), []).append(evidence)
    for (document, text_sha256), cited in by_text.items():
        lines: dict[int, dict[Box, None]] = {}
        for evidence in cited:
            for region in evidence.regions:
                lines.setdefault(region.page, {})[region.bbox] = None
        yield Frame(
            item=item.id,
            name=item.name,
            status=item.status,
            document=document,
            text_sha256=text_sha256,
            spans=united(span for evidence in cited for span in evidence.spans),
            lines={page: _on_lines(tuple(boxes)) for page, boxes in sorted(lines.items())},
        )


def _on_lines(boxes: Sequence[Box]) -> tuple[Box, ...]:
    """The boxes, those that follow each other on one line made one: a number and its sentence, not the next column.

    >>> _on_lines([(10, 10, 16, 22), (20, 10, 60, 22), (200, 10, 240, 22)])
    ((10, 10, 60, 22), (200, 10, 240, 22))
    """
    out: list[Box] = []
    for box in sorted(boxes, key=lambda b: (round(b[1] + b[3]), b[0])):
        if out and _follows(out[-1], box):
            low, high = zip(out[-1][:2], box[:2], strict=True), zip(out[-1][2:], box[2:], strict=True)
            (x0, top), (x1, bottom) = (min(pair) for pair in low), (max(pair) for pair in high)
            out[-1] = (x0, top, x1, bottom)
        else:
            out.append(box)
    return tuple(out)


def _follows(before: Box, box: Box) -> bool:
    height = min(before[3] - before[1], box[3] - box[1])
    level = min(before[3], box[3]) - max(before[1], box[1]) >= 0.6 * height
    return level and box[0] - before[2] <= 0.7 * height


def pending_by_page(placed: Iterable[Frame]) -> dict[int, int]:
    """How many items nobody has decided on stand on each page of a file; pages with none are left out."""
    found: dict[int, set[str]] = {}
    for frame in placed:
        if frame.pending:
            for page in frame.lines:
                found.setdefault(page, set()).add(frame.item)
    return {page: len(items) for page, items in sorted(found.items())}


def looks(placed: Iterable[Frame]) -> Callable[[Sequence[str]], str]:
    """What class a place has that several items share: that of the one that most needs a look."""
    status = {frame.item: frame.status for frame in placed}

    def look(items: Sequence[str]) -> str:
        found = {status[item] for item in items}
        return STATUS_CLASS[next(one for one in _URGENCY if one in found)]

    return look


_URGENCY = ("待核", "已改", "已采纳", "驳回")


def shape(placed: Sequence[Frame]) -> str:
    """A short hash of what stands where, whatever its status: a page that shows another must be drawn anew."""
    said = repr([(frame.item, frame.spans) for frame in placed])
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def drawn(frame: Frame) -> dict[str, Any]:
    """A frame as the page's script takes it: boxes as [x, top, width, height], lines and the blocks they make."""
    pages = {
        str(page): {"lines": [_sized(box) for box in boxes], "blocks": [_sized(box, 2.5) for box in blocks(boxes)]}
        for page, boxes in frame.lines.items()
    }
    return {
        "item": frame.item,
        "name": frame.name,
        "status": STATUS_CLASS[frame.status],
        "length": frame.length,
        "pages": pages,
    }


def _sized(box: Box, margin: float = _MARGIN) -> list[float]:
    x0, top, x1, bottom = box
    return [
        round(x0 - margin, 2),
        round(top - margin, 2),
        round(x1 - x0 + 2 * margin, 2),
        round(bottom - top + 2 * margin, 2),
    ]
