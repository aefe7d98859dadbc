"""Readings of a source text: text with furniture dropped, wraps rejoined, forms folded, and the way back to the source."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from corpus.spans import Span, bridged

Run = tuple[int, int, int, int, bool]
"""A piece of a view and the piece of source it was read from: (view start, view length, source start, source length, exact).

An exact run maps character by character; of any other, each part stands for the whole piece of source. A plain tuple:
they are made by the thousand.
"""


class Edit(NamedTuple):
    """Replace `[start, end)` of a view's text by `text`. It never inserts out of nothing: `start < end`."""

    start: int
    end: int
    text: str = ""


_FEW = 12  # runs that are sooner walked than searched
_view_start = itemgetter(0)

Step = Callable[[str], Iterable[Edit]]


@dataclass(frozen=True, slots=True)
class View:
    """A reading of `source` for a purpose. A pure function of the source text; its offsets are never stored."""

    source: str
    text: str
    runs: tuple[Run, ...]

    @classmethod
    def of(cls, source: str, spans: Sequence[Span] | None = None) -> "View":
        """The reading that changes nothing, of the whole source or of some spans of it, one after the other.

        >>> View.of("第一条 安全", [(0, 3), (4, 6)]).text
        '第一条安全'
        """
        if spans is not None and len(spans) == 1 and spans[0][0] < spans[0][1]:
            ((start, end),) = spans
            return cls(source, source[start:end], ((0, end - start, start, end - start, True),))
        runs: list[Run] = []
        pieces, at = [], 0
        for start, end in [(0, len(source))] if spans is None else spans:
            if start < end:
                runs.append((at, end - start, start, end - start, True))
                pieces.append(source[start:end])
                at += end - start
        return cls(source, "".join(pieces), tuple(runs))

    def edited(self, edits: Iterable[Edit]) -> "View":
        """A new view with the edits (in any order, not overlapping) made to this one's text."""
        ordered = sorted(edits)
        if not ordered:
            return self
        text = rewritten(self.text, ordered)
        runs: list[Run] = []
        at = position = 0
        for edit in ordered:
            runs += self._cut(position, edit.start, at)
            at += edit.start - position
            if edit.text:
                runs.append(self._replacing(edit, at))
                at += len(edit.text)
            position = edit.end
        runs += self._cut(position, len(self.text), at)
        return View(self.source, text, _merged(runs))

    def step(self, *steps: Step) -> "View":
        """This view with the steps applied one after the other."""
        view = self
        for step in steps:
            view = view.edited(step(view.text))
        return view

    def part(self, start: int, end: int) -> "View":
        """The view of a stretch of this one's text; its offsets begin at 0 again."""
        return View(self.source, self.text[start:end], tuple(self._cut(start, end, 0)))

    def to_source(self, start: int, end: int) -> tuple[Span, ...]:
        """The source spans that a view span was read from, snapped outwards to whole source characters.

        Gaps of white space are closed, so that the quote is verbatim with its line ends; dropped text stays out.
        """
        spans: list[Span] = []
        for view_start, view_length, source_start, source_length, exact in self._from(start):
            if view_start >= end:
                break
            low, high = max(start - view_start, 0), min(end - view_start, view_length)
            if low < high:
                spans.append(
                    (source_start + low, source_start + high) if exact else (source_start, source_start + source_length)
                )
        return bridged(spans, self.source) if len(spans) > 1 else tuple(spans)

    def _from(self, start: int) -> Sequence[Run]:
        """The runs from the one that holds `start` on, or from one before it."""
        runs = self.runs
        return runs[max(bisect_right(runs, start, key=_view_start) - 1, 0) :] if len(runs) > _FEW else runs

    def _cut(self, start: int, end: int, at: int) -> list[Run]:
        """The runs under `[start, end)`, moved so that the first begins at `at`. A part of an unequal run stands for all of it."""
        if len(self.runs) == 1:
            ((_, view_length, source_start, _, exact),) = self.runs
            if exact and 0 <= start < end <= view_length:
                return [(at, end - start, source_start + start, end - start, True)]
        moved = at - start
        out: list[Run] = []
        for view_start, view_length, source_start, source_length, exact in self._from(start):
            if view_start >= end:
                break
            low, high = max(start, view_start), min(end, view_start + view_length)
            if low < high:
                if exact:
                    out.append((moved + low, high - low, source_start + low - view_start, high - low, True))
                else:
                    out.append((moved + low, high - low, source_start, source_length, False))
        return out

    def _replacing(self, edit: Edit, at: int) -> Run:
        runs = self._cut(edit.start, edit.end, 0)
        low = min(source_start for _, _, source_start, _, _ in runs)
        length = max(source_start + source_length for _, _, source_start, source_length, _ in runs) - low
        exact = all(run[4] for run in runs) and len(edit.text) == edit.end - edit.start == length
        return at, len(edit.text), low, length, exact


def rewritten(text: str, edits: Sequence[Edit]) -> str:
    """The text with the edits made to it, which must be in order and must not overlap."""
    pieces: list[str] = []
    position = 0
    for edit in edits:
        if not position <= edit.start < edit.end <= len(text):
            raise ValueError(f"edit {edit} overlaps another, is empty or lies outside the view")
        pieces += [text[position : edit.start], edit.text]
        position = edit.end
    pieces.append(text[position:])
    return "".join(pieces)


def _merged(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbouring equal-length runs that continue each other become one."""
    out: list[Run] = []
    for run in runs:
        if out and run[4]:
            view_start, length, source_start, _, exact = out[-1]
            if exact and source_start + length == run[2]:
                length += run[1]
                out[-1] = (view_start, length, source_start, length, True)
                continue
        out.append(run)
    return tuple(out)
