"""Paragraphs as their authors wrote them: hard wraps and page breaks rejoined, page furniture left aside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.reading import reading_view
from corpus.source_text import Line, Role, SourceText
from corpus.spans import Span, bridged
from corpus.view import View
from extract.letterhead import foot_role
from extract.logical_tables import LogicalTable
from extract.numbering import labels_of

_ENDS = re.compile(r"[。；;！？!?…][”’》）)」』]*$|[：:]$")
_COMMA = re.compile(r"[，,、]$")
_INNER_END = re.compile(r"[。；！？].")
_LONG = 60  # em: a line of whole-paragraph text that is longer was cut, not headed
_PAGE_WIDTH = 62  # em: no page holds a longer line
_SLACK = 3.0  # em by which a full line may fall short: no punctuation at a line's start
_ATTACHMENT = re.compile(r"[-－—\s]*附\s*(?:件|表|录)\s*[\d一二三四五六七八九十]*\s*[：:.．、]?")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its text as read with the way back to the source, and how its first line was set."""

    view: View
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The text, one line, without surrounding space."""
        return self.view.text.strip()

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.lines[0].start

    @property
    def spans(self) -> tuple[Span, ...]:
        """Its extent in the source."""
        return self.view.to_source(0, len(self.view.text))

    def part(self, start: int, end: int | None = None) -> "Paragraph":
        """A stretch of it as a paragraph of its own (offsets into `view.text`)."""
        view = self.view.part(start, len(self.view.text) if end is None else end)
        spans = view.to_source(0, len(view.text))
        lines = tuple(line for line in self.lines if any(a < line.end and line.start < b for a, b in spans))
        return Paragraph(view, lines or self.lines[:1])


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A logical table where it stands among the paragraphs."""

    index: int
    table: LogicalTable

    @property
    def start(self) -> int:
        """Where it begins in the source."""
        return self.table.spans[0][0]


Block = Paragraph | TableBlock


def blocks(source: SourceText, tables: Sequence[LogicalTable]) -> tuple[Block, ...]:
    """Paragraphs and logical tables in reading order. Page furniture and the lines inside tables are left out."""
    extents = [(a, b) for table in tables for a, b in table.spans]
    extents += [(t.start, t.end) for t in source.tables]
    starts = {table.spans[0][0]: TableBlock(i, table) for i, table in enumerate(tables) if table.spans}
    body = [line for line in source.lines if not line.role.furniture and line.role is not Role.CELL]
    body = [line for line in body if not any(a <= line.start < b for a, b in extents)]
    out: list[Block] = []
    breaks = sorted(starts)
    for group in _groups(body, source.text, breaks):
        spans = bridged([(line.start, line.end) for line in group], source.text)
        out.append(Paragraph(reading_view(source.text, spans), tuple(group)))
    out.extend(starts.values())
    return tuple(sorted((b for b in out if isinstance(b, TableBlock) or b.text), key=lambda b: b.start))


def _groups(lines: Sequence[Line], text: str, breaks: Sequence[int]) -> Iterator[list[Line]]:
    wrapped = _is_wrapped(lines, text)
    group: list[Line] = []
    for line in lines:
        if not text[line.start : line.end].strip():
            continue
        if group and not _continues(group, line, text, wrapped, breaks):
            yield group
            group = []
        group.append(line)
    if group:
        yield group


def _continues(group: Sequence[Line], line: Line, text: str, wrapped: bool, breaks: Sequence[int]) -> bool:
    """Whether `line` goes on with the paragraph of `group`."""
    last = group[-1]
    before, after = text[last.start : last.end].strip(), text[line.start : line.end].strip()
    if last.hard or last.role is not line.role or any(last.start < at <= line.start for at in breaks):
        return False
    if before.endswith(("：", ":")) or foot_role(after):
        return False
    ended, labelled = bool(_ENDS.search(before)), bool(labels_of(after)) or bool(_ATTACHMENT.match(after))
    if last.page:
        return _continues_drawn(group[0], last, line, ended, labelled)
    if not wrapped:  # a line a paragraph: one goes on only where a page break has cut it
        if ended or labelled:
            return False
        return bool(_COMMA.search(before)) or bool(_INNER_END.search(before)) or _em(before) > _LONG
    return last.room <= _SLACK and not (ended and labelled)


def _continues_drawn(first: Line, last: Line, line: Line, ended: bool, labelled: bool) -> bool:
    if last.align == "center" or line.align == "center":
        return last.align == line.align and abs(last.size - line.size) < 0.6 and last.room < 2 * 4 and not ended
    if "right" in (last.align, line.align):
        return False
    if last.size and line.size and abs(last.size - line.size) > 1.2:
        return False
    indented = line.indent >= 1.2 and not (first.indent >= 1.2 and abs(line.indent - first.indent) < 0.6 and first is not last and last.indent >= 1.2)
    if last.room > 2.2:  # a character more would have fitted: the paragraph ended here
        return False
    if indented:
        return False
    return not (ended and labelled and line.indent >= 0.8)


def _em(text: str) -> float:
    """How wide a line is set, in em."""
    return sum(1.0 if c > "\u2e7f" or c in "“”‘’—…" else 0.5 for c in text)


def _is_wrapped(lines: Sequence[Line], text: str) -> bool:
    """Whether a typed file's lines were broken at a width: many full ones end inside a sentence, none is wider than a page."""
    texts = [(line, text[line.start : line.end].strip()) for line in lines]
    if any(line.page or line.hard for line in lines) or any(_em(t) > _PAGE_WIDTH for _, t in texts):
        return False
    cut = sum(line.room <= _SLACK and _em(t) >= 15 and not _ENDS.search(t) for line, t in texts)
    return cut >= max(4, 0.3 * len(texts))
