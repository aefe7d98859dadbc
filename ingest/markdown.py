"""Markdown → source text: pipe tables, headings and lists as such; marks stay in the source and out of the reading."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import PurePath

from corpus.source_text import Cell, Role, SourceDocument, SourceText
from corpus.spans import Span, united
from ingest.assemble import Assembly
from ingest.drawn_tables import with_drawn_tables
from ingest.encoding import Decoded
from ingest.typed_lines import TypedLine, measure, typed_lines

PARSER = "markdown/1"
MEDIA_TYPE = "text/markdown"

_SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")
_HEADING = re.compile(r"(?P<marks>#{1,6})[ \t　]+(?P<words>\S.*?)(?P<close>[ \t]+#+)?$")
_DELIMITER = re.compile(r"\|?\s*:?-{1,}:?\s*(?:\|\s*:?-{1,}:?\s*)*\|?")
_BULLET = re.compile(r"(?:[-*+]|>)[ \t　]+(?:\[[ xX]\][ \t]+)?")
_FENCE = re.compile(r"(?:`{3,}|~{3,}).*")
_RULE = re.compile(r"(?:[-*_][ \t]*){3,}|={3,}")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_CODE = re.compile(r"(?P<tick>`+)(?!`)(?P<inner>[^\n]{1,400}?)(?<!`)(?P=tick)(?!`)")
_STRONG = re.compile(r"(?P<mark>\*\*|__)(?=[^\s*_])(?P<inner>[^\n]{1,400}?)(?<=[^\s*_\\])(?P=mark)")
_LIGHT = re.compile(
    r"(?<![A-Za-z0-9*\\])(?P<mark>\*)(?=[^\s*_])(?P<inner>[^\n*]{1,200}?)(?<=[^\s\\])(?P=mark)(?![A-Za-z0-9*])"
)
_UNDERLINED = re.compile(r"(?<![\w\\])(?P<mark>_)(?=[^\s*_])(?P<inner>[^\n_]{1,200}?)(?<=[^\s\\])(?P=mark)(?!\w)")
_STRUCK = re.compile(r"(?P<mark>~~)(?=[^\s~])(?P<inner>[^\n]{1,400}?)(?<=[^\s~])(?P=mark)")
_LINK = re.compile(r"!?\[(?P<inner>[^\[\]\n]{0,300})\]\([^()\n]{0,600}\)")
_ESCAPE = re.compile(r"\\(?=[\\`*_{}\[\]()#+\-.!|<>~])")
_PIPE = re.compile(r"(?<!\\)\|")
_ITEM = re.compile(r"(?:[-*+]|\d{1,3}[.)、．])[ \t　]*\S")
_BEGINS = re.compile(
    r"[-*+>|#`~]|\d{1,3}(?:[.．]\d+)*[.．、)）\s]|[（(]\s*[\d一二三四五六七八九十]+\s*[）)]|[一二三四五六七八九十]{1,4}[、．.]"
    r"|第\s*[\d一二三四五六七八九十百]+\s*[编章节条][\s　:：]|[㈠-㈩⒈-⒛⑴-⒇①-⑳]|附\s*(?:件|表|录)?\s*\d*\s*[：:]|抄\s*送|!?\["
    r"|\S{0,24}\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日(?:印发)?$"
)
"""What begins a paragraph of its own: a mark, a number, an attachment, a date below a signature."""
_ENDED = re.compile(r"[。；;！？!?：:…][”’》）)」』*_]*$")
_INSIDE = re.compile("[，。；：、,;]")
_PROSE = 20.0  # em: a line that was full is not narrower
_SIZES = (22.0, 16.0, 15.0, 14.0, 12.0, 12.0)  # points, by level


@dataclass(slots=True)
class _Structure:
    """What stands where: spans that are no text (comments, fences, rules), marks inside text, tables by their lines."""

    outside: list[Span] = field(default_factory=list)
    marks: list[Span] = field(default_factory=list)
    pictures: list[Span] = field(default_factory=list)


def is_markdown(text: str, name: str) -> bool:
    """Whether a text is Markdown: by its name, or by a table of pipes or two headings."""
    if PurePath(name).suffix.lower() in _SUFFIXES:
        return True
    lines = text.splitlines()
    for above, line in pairwise(lines):
        if "|" in line and "|" in above and _DELIMITER.fullmatch(line.strip()):
            return True
    return sum(bool(_HEADING.fullmatch(line.strip())) for line in lines) >= 2


def read_markdown(decoded: Decoded, data: bytes, name: str) -> SourceText:
    """The text of a Markdown file, exactly. Headings, list bullets and quotation marks (`#`, `-`, `>`) stand outside the
    `Line`s, emphasis, code and link marks are `SourceText.marks`; comments, fences and rules belong to no line.
    Numbers before items stay. A paragraph that the editor broke over lines is one `Line`, its line ends inside. HTML in it is inert. A table of pipes is a physical table (`origin` "grid"), its second
    line (`---|---`) part of no cell.
    """
    text = decoded.text
    assembly = Assembly()
    assembly.write(text)
    found = _Structure([m.span() for m in _COMMENT.finditer(text)])
    lines = [line for line in typed_lines(text) if not _within(line.start, found.outside)]
    tables = list(_tables(text, lines))
    tabled = {line.start for table in tables for line in table}
    fenced = False
    n = 0
    while n < len(lines):
        line, n = lines[n], n + 1
        content = text[line.start : line.end]
        if line.start in tabled:
            continue
        if _FENCE.fullmatch(content):
            fenced = not fenced
        elif fenced:
            assembly.line(line.start, line.end, indent=line.indent, hard=True)
        elif not _RULE.fullmatch(content):
            first = line
            while n < len(lines) and lines[n].start not in tabled and _goes_on(text, first, lines[n - 1], lines[n]):
                line, n = replace(line, end=lines[n].end, width=lines[n].width), n + 1
            after = text[lines[n].start : lines[n].end] if n < len(lines) else ""
            _line(assembly, text, line, found, under=bool(after) and after == after[0] * len(after) and after[0] in "=")
    for table in tables:
        _table(assembly, text, table, found)
    for start, end in found.outside:
        assembly.remark("markup", "Markdown 的注释，不是正文", start, end)
    for start, end in found.pictures:
        assembly.remark("picture", "此处有图片，图中的文字没有读入", start, end)
    if decoded.lossy:
        assembly.remark("encoding", "文件里有字节损坏，无法还原为文字，请对照原件", 0, 0)
    elif decoded.encoding != "utf-8":
        assembly.remark("encoding", f"按内容判断，文件是 {decoded.label} 编码", 0, 0)
    assembly.mark(united(found.marks))
    return with_drawn_tables(
        assembly.finish(SourceDocument(hashlib.sha256(data).hexdigest(), name, MEDIA_TYPE, PARSER))
    )


def _goes_on(text: str, first: TypedLine, above: TypedLine, line: TypedLine) -> bool:
    """Whether a line goes on with the paragraph above it, broken only where the editor's line was full.

    Markdown joins whatever no blank line parts; notices are also typed a paragraph a line. So what goes on must stand
    below prose that has not ended, or be indented below an item as its continuation, and begin nothing of its own.
    """
    before, after = text[above.start : above.end], text[line.start : line.end]
    if line.after_blank or text[above.end : above.raw_end].endswith("  ") or before.endswith("\\"):
        return False
    if _ENDED.search(before) or _HEADING.fullmatch(before) or _BEGINS.match(after) or _RULE.fullmatch(after):
        return False
    hanging = bool(_ITEM.match(text, first.start, first.end)) and line.indent >= first.indent + 1
    wrapped = above.width >= _PROSE or above.start != first.start
    return hanging or (wrapped and bool(_INSIDE.search(text, first.start, above.end)))


def _line(assembly: Assembly, text: str, line: TypedLine, found: _Structure, *, under: bool) -> None:
    """A heading, an item or a line of a paragraph, without the marks at its ends."""
    start, end, size = line.start, line.end, 0.0
    while bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    heading = _HEADING.fullmatch(text, start, end)
    if heading:
        start, end = heading.span("words")
        size = _SIZES[len(heading["marks"]) - 1]
    elif under:
        size = _SIZES[0]
    start, end = _marked(text, start, end, found)
    room, align = measure(line, None)
    whole = heading is not None or under or start != line.start
    assembly.line(start, end, indent=line.indent, hard=whole, room=room, align=align, size=size)


def _marked(text: str, start: int, end: int, found: _Structure) -> Span:
    """Note the marks inside `[start, end)`; the stretch without those at its ends."""
    marks = united(_marks(text, start, end, found))
    found.marks.extend(marks)
    changed = True
    while changed:
        changed = False
        for low, high in marks:
            if low == start < high <= end:
                start, changed = high, True
            if start <= low < high == end:
                end, changed = low, True
        while start < end and text[start].isspace():
            start, changed = start + 1, True
        while start < end and text[end - 1].isspace():
            end, changed = end - 1, True
    return start, end


def _marks(text: str, start: int, end: int, found: _Structure) -> Iterator[Span]:
    code: list[Span] = []
    for m in _CODE.finditer(text, start, end):
        code.append(m.span())
        yield m.start(), m.start("inner")
        yield m.end("inner"), m.end()
    for pattern in (_STRONG, _STRUCK, _LIGHT, _UNDERLINED):
        for m in pattern.finditer(text, start, end):
            if not _within(m.start(), code):
                yield m.span("mark")
                yield m.end("inner"), m.end()
    for m in _LINK.finditer(text, start, end):
        if m.group().startswith("!"):
            found.pictures.append(m.span())
            yield m.span()
        elif not _within(m.start(), code):
            yield m.start(), m.start("inner")
            yield m.end("inner"), m.end()
    for m in _ESCAPE.finditer(text, start, end):
        if not _within(m.start(), code):
            yield m.span()
    for low, high in found.outside:
        if start <= low < end:
            yield low, min(high, end)


def _tables(text: str, lines: Sequence[TypedLine]) -> Iterator[list[TypedLine]]:
    """The lines of each table: header, delimiter, rows up to a blank line or one without pipes."""
    n = 1
    while n < len(lines):
        above, line = lines[n - 1], lines[n]
        content = text[line.start : line.end]
        if (
            "|" in content
            and not line.after_blank
            and _DELIMITER.fullmatch(content)
            and _PIPE.search(text, above.start, above.end)
        ):
            last = n + 1
            while (
                last < len(lines)
                and not lines[last].after_blank
                and _PIPE.search(text, lines[last].start, lines[last].end)
            ):
                last += 1
            yield list(lines[n - 1 : last])
            n = last
        n += 1


def _table(assembly: Assembly, text: str, lines: Sequence[TypedLine], found: _Structure) -> None:
    rows = [_cells(text, line) for i, line in enumerate(lines) if i != 1]
    columns = max(map(len, rows))
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        ends = [*row, *[(lines[r if r == 0 else r + 1].end,) * 2] * (columns - len(row))]
        for c, (low, high) in enumerate(ends):
            start, end = _marked(text, low, high, found) if low < high else (low, high)
            cells.append(Cell(r, c, start, end))
            for low, high in _broken(text, start, end):
                assembly.line(low, high, role=Role.CELL)
    header = 1 if any(cell.start < cell.end for cell in cells[:columns]) and len(rows) > 1 else 0
    assembly.table(len(rows), columns, cells, lines[0].start, lines[-1].end, origin="grid", header_rows=header)


def _cells(text: str, line: TypedLine) -> list[Span]:
    """The stretches between a row's pipes, without white space around them."""
    start, end = line.start, line.end
    if text[start] == "|":
        start += 1
    if end > start and text[end - 1] == "|" and text[end - 2] != "\\":
        end -= 1
    out: list[Span] = []
    at = start
    for stop in [*(m.start() for m in _PIPE.finditer(text, start, end)), end]:
        content = text[at:stop].strip()
        low = text.index(content, at) if content else at
        out.append((low, low + len(content)))
        at = stop + 1
    return out


def _broken(text: str, start: int, end: int) -> Iterator[Span]:
    """A cell's lines: between its `<br>`s."""
    at = start
    for m in [*re.finditer(r"<br\s*/?>", text[start:end], re.IGNORECASE), None]:
        stop = start + m.start() if m else end
        content = text[at:stop].strip()
        if content:
            low = text.index(content, at)
            yield low, low + len(content)
        at = start + m.end() if m else end


def _within(at: int, spans: Sequence[Span]) -> bool:
    return any(start <= at < end for start, end in spans)
