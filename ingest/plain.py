"""Plain text → source text: lines with what their layout says, tables made of tabs."""

import hashlib
import re

from corpus.source_text import Role, SourceDocument, SourceText
from ingest.assemble import Assembly
from ingest.drawn_tables import ORIGIN, cell_lines, drawn_tables, say_refused
from ingest.encoding import decode
from ingest.markdown import is_markdown, read_markdown
from ingest.messages import unreadable
from ingest.tabs import tab_tables
from ingest.typed_lines import TypedLine, measure, typed_lines, wrap_width

PARSER = "plain/1"

# A page number on a line of its own.
_PAGE_NUMBER = re.compile(
    r"""[—–―－\-·•]{1,2}\s*[0-9０-９]{1,4}\s*[—–―－\-·•]{1,2}   # — 3 —
      | 第\s*[0-9０-９]{1,4}\s*页 (?: [，,/\s]* 共\s*[0-9０-９]{1,4}\s*页 )?   # 第 3 页 共 12 页
    """,
    re.VERBOSE,
)


def read_plain(data: bytes, name: str) -> SourceText:
    """The text of a plain-text file, exactly: line ends, white space and stray markup stay in; only a signature goes.

    A form feed, or the single space that copying leaves where a page begins, stands in the text and ends no paragraph.

    `Line`s are the lines that are not blank, without the white space around them, and each cell of a table of tabs
    (`Role.CELL`). `indent` counts leading white space (half-width 0.5 em, full-width 1, tab 2). `room` says whether the
    line could have been broken by wrapping: how many em it falls short of the file's wrap width, 0 for a full line.
    Where the file has no wrap width (paragraphs whole on a line) a line may still be cut by a page end, so any line of
    20 em and more has room 0 and a shorter one falls short of 20. A line that lost its two-em indent in copying
    shows that as room 2.

    Tables (`origin` "tabs") are runs of lines with tabs; a blank line or a repeated header starts another one. Every
    cell is single: that an empty cell continues the one above is interpretation, left to who joins the fragments. Those
    drawn with ┌─┬│ (`origin` "drawn") are read by their rules (`ingest.drawn_tables`).
    Markdown (by its name, or what stands in it) is read as such (`ingest.markdown`).
    Raises `Unreadable` for no text at all or an encoding that is none of UTF-8, UTF-16, GB18030.
    """
    if not data:
        raise unreadable("empty", name)
    decoded = decode(data)
    if decoded is None:
        raise unreadable("undecodable", name)
    text = decoded.text
    if not text.strip():
        raise unreadable("blank", name)

    if is_markdown(text, name):
        return read_markdown(decoded, data, name)
    assembly = Assembly()
    assembly.write(text)
    lines = typed_lines(text)
    drawn, refused = drawn_tables(text, [(line.start, line.end) for line in lines])
    lines = [line for line in lines if not any(table.start <= line.start < table.end for table in drawn)]
    tables = tab_tables(text, lines)
    inside = {line.start for table in tables for line in table.lines}
    body = [line for line in lines if line.start not in inside]
    width = wrap_width(body)
    for line in body:
        _body_line(assembly, text, line, width)
    for table in tables:
        for row in table.rows:
            for start, end in row.cells:
                _cell_lines(assembly, text, start, end)
        assembly.table(len(table.rows), table.columns, table.cells(), table.start, table.end, origin="tabs")
    for box in drawn:
        for start, end in cell_lines(box):
            assembly.line(start, end, role=Role.CELL)
        assembly.table(box.rows, box.columns, box.cells, box.start, box.end, origin=ORIGIN)
    for remark in say_refused(refused):
        assembly.remark(remark.code, remark.text, remark.start, remark.end)
    if decoded.lossy:
        for match in re.finditer("\ufffd+", text):
            assembly.remark("encoding", "此处有字节损坏，无法还原为文字，请对照原件", *match.span())
    elif decoded.encoding != "utf-8":
        assembly.remark("encoding", f"按内容判断，文件是 {decoded.label} 编码", 0, 0)
    for match in re.finditer(r"<(?:ol|ul|li|br|p|div|span|table|tr|td|th)\b[^<>\n]*>", text, re.IGNORECASE):
        assembly.remark("markup", f"残留的网页标记 {match.group()[:20]}，不是正文", *match.span())
    return assembly.finish(SourceDocument(hashlib.sha256(data).hexdigest(), name, "text/plain", PARSER))


def _body_line(assembly: Assembly, text: str, line: TypedLine, width: float | None) -> None:
    content = text[line.start : line.end]
    if _PAGE_NUMBER.fullmatch(content) or (line.at_page_end and re.fullmatch(r"[0-9０-９]{1,3}", content)):
        assembly.line(line.start, line.end, role=Role.PAGE_NUMBER, indent=line.indent)
        return
    room, align = measure(line, width)
    assembly.line(line.start, line.end, indent=line.indent, room=room, align=align)


def _cell_lines(assembly: Assembly, text: str, start: int, end: int) -> None:
    for piece in typed_lines(text[start:end]):
        assembly.line(start + piece.start, start + piece.end, role=Role.CELL)
