"""Paragraphs as their authors wrote them: hard wraps and page breaks rejoined, page furniture left aside."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.reading import reading_view
from corpus.source_text import Line, Role, SourceText
from corpus.spans import Span, bridged
from corpus.view import View
from extract.letterhead import ALONE_NUMBER, foot_role, organs
from extract.logical_tables import LogicalTable
from extract.numbering import Label, labels_of, path_follows
from extract.run_together import cuts
from extract.web_lines import is_web_line

_ENDS = re.compile(r"[。；;！？!?…][”’》）)」』]*$|[：:]$")
_COMMA = re.compile(r"[，,、]$")
_INNER_END = re.compile(r"[。；！？].")
_BRACKETED = re.compile(r"（[^（）]*）|\([^()]*\)")
_LONG = 60  # em: a line of whole-paragraph text that is longer was cut, not headed
_PAGE_WIDTH = 62  # em: no page holds a longer line
_SLACK = 3.0  # em by which a full line may fall short: no punctuation at a line's start
_CLOSES_LINE = (
    "attachments",
    "copied",
    "printed",
    "date",
    "dated-signature",
    "copies",
    "released",
    "keywords",
    "contact",
    "to-sign",
)
"""Roles of a foot line that never stand inside a paragraph."""
_REFERS = re.compile(
    r"(?:本(?:办法|细则|规定|条例|方案|意见|制度|条|款|章|法)|[》〉第和、至到或及与条款项见]|依照|按照|依据|根据|违反|适用|符合|前述|上述|附件)$"
)
"""What a line ends with where the number at the start of the next belongs to a reference."""
_REFERRED = re.compile(r"\s?(?:的|所|中|和|、|至|或|以及|规定|情形|款|项|及|与|第[一二三四五六七八九十]+[款项])")
_MARKER = re.compile(r"附\s*(?:(?:件|表|录)\s*[\d一二三四五六七八九十]{0,3}|[\d一二三四五六七八九十]{0,3})\s*[：:]?$")
_ASIDE = re.compile(
    r"[（(](?:试行|暂行|修订|征求意见|送审稿|草案|[^（）()。]{0,12}\d{4}年[^。]*(?:通过|发布|施行|修订|修正)[^。]*)[）)]$"
)
"""A line in brackets below a title."""
_IN_DIVISION = re.compile(r"[^。；，：第]{1,24}?(?=第\s*[一二三四五六七八九十百]+\s*[节条][\s　【])")
_FUSED = {
    "part": re.compile(r"[^。；，：第]{1,24}?(?=第\s*[一二三四五六七八九十]+\s*章[\s　])"),
    "chapter": _IN_DIVISION,
    "section": _IN_DIVISION,
    "cn-comma": re.compile(r"[^。；，：（(第]{2,20}(?=[（(]一[）)](?![、至和及，]))"),
}
"""By the family of a heading: the heading's words, where what follows it in the line begins a clause."""
_NOTICE_TITLE = re.compile(r"^[^。；！？]*的(?:通知|函|意见|决定|通报|批复|公告|通告)$")
_RECIPIENTS = re.compile(r"[各区市县镇局机]")
_LOST_INDENT = 2.5  # em: the indent that a first line lost in copying
_NEVER_OPENS = re.compile(r"的|[，。；、：！？）》〉”’]")
"""What no paragraph begins with, however short the line above fell: 75分以下 / 的为不合格."""
_CUT = re.compile(r"\d\n(?:[个分名年月日号起次项家]|[%％])|\d\s*分\n以[上下内]|以\n[上下内]")
"""Words that a line end stands in the middle of, however short the line fell: 60分 / 以下, 组成5 / 个考核组."""
_HEAD_OF_LINE = re.compile(
    r"[“‘（《〈〔]*(?:[0-9A-Za-z.%]+[年月日时分个项]?|.)(?:[，。；：、）》〉”’〕！？,.;:]+[0-9A-Za-z.%]*)?"
)
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
        spans = bridged([s for line in group for s in source.unmarked(line.start, line.end)], source.text)
        for paragraph in _parted(Paragraph(reading_view(source.text, spans), tuple(group))):
            out.extend(_unfused(paragraph))
    out.extend(starts.values())
    return tuple(sorted((b for b in out if isinstance(b, TableBlock) or b.text), key=lambda b: b.start))


def _parted(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, or those that ran together in it."""
    edges = [0, *cuts(paragraph.view.text), len(paragraph.view.text)]
    if len(edges) == 2:
        yield paragraph
        return
    for start, end in pairwise(edges):
        yield paragraph.part(start, end)


def _unfused(paragraph: Paragraph) -> Iterator[Paragraph]:
    """A paragraph, parted where a heading and what stands below it ran into one line: 第一章 总则第一条 为了……"""
    text = paragraph.view.text
    label = next(iter(labels_of(text)), None)
    pattern = _FUSED.get(label.family.id) if label else None
    found = pattern.match(text, label.after) if pattern and label else None
    if found:
        yield paragraph.part(0, found.end())
        yield from _unfused(paragraph.part(found.end()))
    else:
        yield paragraph


def _groups(lines: Sequence[Line], text: str, breaks: Sequence[int]) -> Iterator[list[Line]]:
    lines = [line for line in lines if text[line.start : line.end].strip()]
    setting = _Setting.of(lines, text)
    numbering: dict[str, Label] = {}
    group: list[Line] = []
    listing = False  # the paragraph above is an item of a list and ends in ；
    for line in lines:
        labels = labels_of(text[line.start : line.end].strip())
        ended = text[group[-1].start : group[-1].end].rstrip()[-1] if group else ""
        if group and (
            (listing and ended == "。")
            or not _continues(group, line, text, setting, breaks, _next_in(numbering, labels))
        ):
            yield group
            listing = ended in "；;" and (listing or bool(labels_of(text[group[0].start : group[0].end].strip())))
            group = []
        if not group:
            numbering.update((label.family.id, label) for label in labels)
        group.append(line)
    if group:
        yield group


def _next_in(numbering: dict[str, Label], labels: Sequence[Label]) -> bool:
    """Whether a label of the line continues the numbering of the lines above, or begins one."""
    for label in labels:
        last = numbering.get(label.family.id)
        if label.path:
            if path_follows(last.path if last else (), label.path):
                return True
        elif label.number in (1, (last.number if last else 0) + 1):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Setting:
    """How a file without pages was typed: lines broken at a width, first lines of paragraphs indented."""

    wrapped: bool
    indented: bool

    @classmethod
    def of(cls, lines: Sequence[Line], text: str) -> "_Setting":
        """Lines were broken at a width where the widest are about as wide as each other and mostly end inside a sentence."""
        texts = [text[line.start : line.end].strip() for line in lines]
        widths = [line.indent + _em(t) for line, t in zip(lines, texts, strict=True)]
        widest = max(widths, default=0.0)
        if not lines or any(line.page or line.hard for line in lines) or widest > _PAGE_WIDTH:
            return cls(False, False)
        enough = max(widest - _SLACK, 15)
        full = [(t, after) for t, after, w in zip(texts, lines[1:], widths, strict=False) if w >= enough]
        cut = [after for t, after in full if not (_ENDS.search(t) or _NOTICE_TITLE.search(t) or is_web_line(t))]
        flush = sum(line.indent < 1 for line in cut)
        indented = flush >= 0.7 * len(cut) > 0 and sum(1.5 <= line.indent <= 4.5 for line in lines) >= 0.15 * len(lines)
        wrapped = len(cut) >= max(2 if indented else 3, 0.4 * len(full), 0.12 * len(lines))
        return cls(wrapped, wrapped and indented)


def _continues(
    group: Sequence[Line], line: Line, text: str, setting: _Setting, breaks: Sequence[int], numbered: bool
) -> bool:
    """Whether `line` goes on with the paragraph of `group`. `numbered`: it bears the number that comes next."""
    last = group[-1]
    before, after = text[last.start : last.end].strip(), text[line.start : line.end].strip()
    if last.hard or last.role is not line.role or any(last.start < at <= line.start for at in breaks):
        return False
    foot = foot_role(after)
    if before.endswith(("：", ":")) or (foot and foot[0] in _CLOSES_LINE):
        return False
    if any(p.match(t) for t in (before, after) for p in (ALONE_NUMBER, _MARKER, _ASIDE)) or _is_title_end(
        group, after, text
    ):
        return False
    labels = labels_of(after)
    ended, labelled = bool(_ENDS.search(before)), bool(labels) or bool(_ATTACHMENT.match(after))
    if (
        (ended and (labelled or organs(after)))
        or (numbered and not _is_reference(before, after, labels))
        or _is_division(group[0], text)
    ):
        return False
    if not ended and (_NEVER_OPENS.match(after) or _CUT.search(f"{before[-6:]}\n{after[:4]}")):
        return True
    if last.page:
        return _continues_drawn(group[0], last, line, ended, _unbreakable(after))
    if not setting.wrapped:  # a line a paragraph: one goes on only where a page break has cut it
        if ended or labelled or foot:
            return False
        return bool(_COMMA.search(before)) or bool(_INNER_END.search(_BRACKETED.sub("", before))) or _em(before) > _LONG
    if "left" not in (last.align, line.align) or last.align != line.align:
        return False
    if setting.indented and 1.5 <= line.indent <= 4.5:
        return False
    return last.room <= (_SLACK if ended else _LOST_INDENT + _unbreakable(after))


def _is_title_end(group: Sequence[Line], after: str, text: str) -> bool:
    """Whether a notice's title ends here and its recipients begin (各镇街：)."""
    if not (_RECIPIENTS.match(after) or after.endswith(("：", ":"))) or len(group) > 4:
        return False
    return bool(_NOTICE_TITLE.search("".join(text[line.start : line.end].strip() for line in group)))


def _is_reference(before: str, after: str, labels: Sequence[Label]) -> bool:
    """Whether the number at a line's start belongs to a reference that wrapped: 按照本办法 / 第五条的规定."""
    return bool(_REFERS.search(before)) or any(_REFERRED.match(after, label.after) for label in labels)


def _is_division(first: Line, text: str) -> bool:
    """Whether a paragraph's first line is a whole chapter heading: 第一章　总　则."""
    opening = text[first.start : first.end].strip()
    return len(opening) <= 12 and any(label.family.id in ("part", "chapter", "section") for label in labels_of(opening))


def _continues_drawn(first: Line, last: Line, line: Line, ended: bool, next_width: float) -> bool:
    """The same for lines with places. `next_width`: how wide the line's unbreakable start is, in em."""
    if last.align == "center" or line.align == "center":
        return last.align == line.align and abs(last.size - line.size) < 0.6 and last.room < 2 * 4 and not ended
    if "right" in (last.align, line.align):
        return False
    if last.size and line.size and abs(last.size - line.size) > 1.2:
        return False
    if last.room > (
        2.2 if ended else max(2.2, next_width + 0.8)
    ):  # what comes next would have fitted: the paragraph ended here
        return False
    hanging = first is not last and min(first.indent, last.indent) >= 1.2 and abs(line.indent - first.indent) < 0.6
    return line.indent < 1.2 or hanging


def _unbreakable(text: str) -> float:
    """How wide, in em, the start of a line is that could not have been left on the line above: 统）， or 2025年."""
    found = _HEAD_OF_LINE.match(text)
    return _em(found.group()) if found else 0.0


def _em(text: str) -> float:
    """How wide a line is set, in em."""
    return sum(1.0 if c > "\u2e7f" or c in "“”‘’—…" else 0.5 for c in text)
