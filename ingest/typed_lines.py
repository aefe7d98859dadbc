"""The lines of a plain text and what their typing says: indent, fullness, alignment, the width they were wrapped to."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

_LINE_END = re.compile("\r\n|[\n\r\f\v\x85\u2028\u2029]")
_NARROWEST, _WIDEST = 15.0, 60.0  # em: no office text is wrapped narrower or wider
_SLACK = 2.5  # em by which a full line may fall short: lost indent, no punctuation at a line's start
_SHORTEST_CUT = 20.0  # em: shorter than this, a line is not the rest of a paragraph cut at a page end


@dataclass(frozen=True, slots=True)
class TypedLine:
    """A line that is not blank: `[start, end)` without the white space around it. `indent` and `width` are in em.

    `[raw_start, raw_end)` is the line with its white space; `after_blank`: a blank line or nothing stands before it;
    `at_page_end`: a form feed stands on one side of it.
    """

    start: int
    end: int
    raw_start: int
    raw_end: int
    indent: float
    width: float
    after_blank: bool
    at_page_end: bool


def typed_lines(text: str) -> list[TypedLine]:
    """All lines of `text` that are not blank, in order."""
    out: list[TypedLine] = []
    at, blank, fed = 0, True, False
    for match in [*_LINE_END.finditer(text), None]:
        stop = match.start() if match else len(text)
        raw = text[at:stop]
        content = raw.strip()
        if content:
            lead = raw[: len(raw) - len(raw.lstrip())]
            start = at + len(lead)
            indent = sum(map(_white, lead))
            out.append(TypedLine(start, start + len(content), at, stop, indent, em(content), blank, fed))
            fed = False
        blank = not content
        if match:
            at = match.end()
            if match.group() == "\f":
                fed = True
                if out and not out[-1].at_page_end:
                    out[-1] = replace(out[-1], at_page_end=True)
    return out


def em(text: str) -> float:
    """The width of `text` in em as Chinese type sets it: full-width and ambiguous characters 1, others a half.

    >>> em("第3条 “总则”")
    7.0
    """
    if text.isascii():
        return len(text) / 2
    return sum(0.5 if unicodedata.east_asian_width(c) in ("Na", "H", "N") else 1.0 for c in text)


def wrap_width(lines: Sequence[TypedLine]) -> float | None:
    """The width in em that the lines were wrapped to, None where they were not (a paragraph a line).

    Wrapped text has most of its lines within a few em of one width and next to none beyond it.
    """
    if len(lines) < 6:
        return None
    widths = sorted(line.indent + line.width for line in lines)
    best: tuple[int, float] | None = None
    for width in {w for w in widths if _NARROWEST <= w <= _WIDEST}:
        within = bisect_right(widths, width)
        full = within - bisect_left(widths, width - _SLACK)
        over = len(widths) - within
        if over > max(1, 0.03 * len(widths)) or full < max(4, 0.3 * len(widths)):
            continue
        if best is None or (full, -width) > best:
            best = full, -width
    return -best[1] if best else None


def measure(line: TypedLine, width: float | None) -> tuple[float, str]:
    """(room, align) of a line in a text wrapped to `width` em."""
    if width is None:
        align = "left" if line.indent <= 4 else "right" if line.indent >= 14 else "center"
        return max(0.0, _SHORTEST_CUT - line.width), align
    room = max(0.0, width - line.indent - line.width)
    if line.indent <= 4:
        return room, "left"
    return room, "center" if abs(line.indent - room) <= 2 or room > 6 else "right"


def _white(char: str) -> float:
    return 2.0 if char == "\t" else 0.5 if unicodedata.east_asian_width(char) in ("Na", "H", "N") else 1.0
