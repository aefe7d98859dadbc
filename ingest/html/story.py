"""Elements → assembly: paragraphs, lists and tables of a page in reading order, each with what it is on the page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.source_text import Cell, Role, Unboxed
from ingest.assemble import Assembly
from ingest.html.furniture import Furniture, is_furniture_line
from ingest.html.grid import Grid, is_layout, read_grid
from ingest.html.lists import Ordinals
from ingest.html.styling import align_of, indent_of, is_hidden, is_unshown_kind, size_of
from ingest.html.tree import tag_of, text_of
from ingest.typed_lines import em, typed_lines

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_BLOCKS = frozenset(
    ("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "table", "caption", "center",
     "section", "article", "main", "header", "footer", "nav", "aside", "address", "blockquote", "figure", "figcaption",
     "fieldset", "legend", "form", "details", "summary", "hr", "pre", "xmp", "listing", "plaintext", "body", "html",
     "tr", "td", "th", "tbody", "thead", "tfoot", "menu", "dir", "hgroup", "dialog", "noindex", "option", "optgroup")
)  # fmt: skip
_PRE = frozenset(("pre", "xmp", "listing", "plaintext", "textarea"))
_SPACE = re.compile(r"[ \t\r\n\f]+")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\xad]")
_INDENTED = 1.5  # em: a line that begins so far in begins a paragraph
_ICON = 60  # pixels: a smaller picture is an ornament


@dataclass(frozen=True, slots=True)
class _Setting:
    """What holds where an element stands. `hard`: white space is kept (`<pre>`)."""

    role: Role = Role.BODY
    align: str = "left"
    indent: float = 0.0
    size: float = 0.0
    kept: bool = False


class Story:
    """Writes a page into the assembly. `left_out` are the stretches that are the site's."""

    def __init__(self, assembly: Assembly, furniture: Furniture, hidden_names: frozenset[str]) -> None:
        self._assembly = assembly
        self._furniture = furniture
        self._hidden_names = hidden_names
        self._pieces: list[str] = []
        self._space = ""  # white space since the last character
        self._label = ""  # a list's number, before the next paragraph
        self._pending: list[tuple[str, str]] = []  # remarks on the paragraph that is being read
        self._fresh = True  # nothing stands before this place in its block
        self._hidden_text = 0
        self.left_out: list[tuple[int, int]] = []

    def read(self, root: "Element") -> None:
        """The whole page."""
        self._children(root, _Setting())
        self._flush(_Setting())
        if self._hidden_text:
            words = f"网页里有 {self._hidden_text} 处隐藏、不显示的文字，没有读入"
            self._assembly.remark("hidden-text", words, 0, 0)

    # --- elements ------------------------------------------------------------------------------------------------------

    def _children(self, element: "Element", setting: _Setting) -> None:
        if element.text:
            self._text(element.text, setting)
        for child in element:
            self._element(child, setting)
            if child.tail:
                self._text(child.tail, setting)

    def _element(self, element: "Element", setting: _Setting) -> None:
        tag = tag_of(element)
        if not tag or is_unshown_kind(tag):
            return
        if self._hidden(element):
            self._hidden_text += bool(text_of(element).strip())
            return
        if tag == "br":
            self._pieces.append("\n")
            self._space = ""
            return
        if tag in ("img", "input", "del"):
            self._replaced(element, tag, setting)
            return
        own = not setting.role.furniture and setting.role is not Role.CELL
        if own and self._furniture.is_furniture(element, tag):
            self._site(element, tag, setting)
        elif tag == "table":
            self._flush(setting)
            self._table(element, self._set(element, tag, setting))
        elif tag in ("ol", "ul", "menu", "dir"):
            self._flush(setting)
            self._list(element, tag, self._set(element, tag, setting))
        elif tag in _PRE:
            self._flush(setting)
            self._preformatted(element, self._set(element, tag, setting))
        elif tag in _BLOCKS:
            self._flush(setting)
            inside = self._set(element, tag, setting)
            self._children(element, inside)
            self._flush(inside)
        else:
            if setting.size == 0.0 and (size := size_of(element, tag, 0.0)):
                setting = replace(setting, size=size)
            self._children(element, setting)

    def _set(self, element: "Element", tag: str, setting: _Setting) -> _Setting:
        return _Setting(
            setting.role,
            align_of(element, tag, setting.align),
            indent_of(element) if tag not in ("ul", "ol", "body") else 0.0,
            size_of(element, tag, setting.size),
        )

    def _hidden(self, element: "Element") -> bool:
        return is_hidden(element, self._hidden_names)

    def _site(self, element: "Element", tag: str, setting: _Setting) -> None:
        """What is the site's stays in the source text as such."""
        self._flush(setting)
        before = self._assembly.lines
        inside = replace(self._set(element, tag, setting), role=Role.NAVIGATION)
        if tag in ("ol", "ul"):
            self._list(element, "ul", inside)
        else:
            self._children(element, inside)
        self._flush(inside)
        extent = self._assembly.extent(before)
        if extent[0] < extent[1]:
            self.left_out.append(extent)

    def _replaced(self, element: "Element", tag: str, setting: _Setting) -> None:
        if tag == "input":
            shown = (element.get("type") or "text").lower() in (
                "text",
                "number",
                "date",
                "search",
                "tel",
                "email",
                "url",
            )
            if shown and (element.get("value") or "").strip():
                self._text(element.get("value") or "", setting)
        elif tag == "del":
            if text_of(element).strip():
                self._pending.append(("tracked-deletion", "此处有标为删除的文字，没有读入"))
        elif not setting.role.furniture and not self._furniture.outside(element) and _large(element):
            alternative = " ".join((element.get("alt") or "").split())[:40]
            named = f"（{alternative}）" if alternative else ""
            self._pending.append(("picture", f"此处有图片{named}，图中的文字没有读入，请对照原网页"))

    def _list(self, element: "Element", tag: str, setting: _Setting) -> None:
        ordinals = Ordinals(element) if tag == "ol" else None
        for child in element:
            if tag_of(child) == "li" and not self._hidden(child):
                self._label = ordinals.label(child, text_of(child)) if ordinals else ""
                self._element(child, setting)
                self._flush(setting)
                self._label = ""
            else:
                self._element(child, setting)
            if child.tail and child.tail.strip():
                self._text(child.tail, setting)
        self._flush(setting)

    def _preformatted(self, element: "Element", setting: _Setting) -> None:
        """Text as typed: each line one, its white space kept."""
        text = _INVISIBLE.sub("", text_of(element).replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
        if not text.strip():
            return
        self._separate()
        start, _ = self._assembly.write(text)
        self._fresh = False
        lines = typed_lines(text)
        for line in lines:
            self._assembly.line(
                start + line.start, start + line.end, role=setting.role, hard=line is lines[-1], indent=line.indent
            )

    # --- tables --------------------------------------------------------------------------------------------------------

    def _table(self, element: "Element", setting: _Setting) -> None:
        for caption in element.iterchildren("caption"):
            self._element(caption, replace(setting, align="center"))
            self._flush(setting)
        if setting.role.furniture or is_layout(element, self._hidden):
            self._laid_out(element, setting)
            return
        grid = read_grid(element, self._hidden)
        if grid.hidden_rows:
            at = self._assembly.position
            self._assembly.remark("hidden-text", f"表里有 {grid.hidden_rows} 行隐藏，未读入", at, at)
        if grid.rows * grid.columns < 2:
            self._laid_out(element, setting)
            return
        nested = setting.role is Role.CELL
        self._separate()
        start = self._assembly.position
        cells = self._cells(grid, setting)
        end = self._assembly.position
        self._fresh = False
        self._assembly.table(grid.rows, grid.columns, cells, start, end, origin="grid", header_rows=grid.header_rows)
        if grid.cut:
            self._assembly.remark("table-doubtful", "表格合并的行列超出上限，已截断，请对照原网页", start, end)
        if nested:
            self._assembly.remark("nested-table", "单元格里还套着一张表，已按行列另作一张表读入", start, end)

    def _laid_out(self, element: "Element", setting: _Setting) -> None:
        """The cells of a table that only lays out the page, one after the other; each is judged as a block."""
        for child in element:
            tag = tag_of(child)
            if tag in ("tr", "tbody", "thead", "tfoot", "form"):
                if not self._hidden(child):
                    self._laid_out(child, setting)
            elif tag != "caption":
                self._element(child, setting)
                self._flush(setting)

    def _cells(self, grid: Grid, setting: _Setting) -> list[Cell]:
        cells: list[Cell] = []
        row = 0
        first = True
        for place in grid.cells:
            if place.row != row:
                self._assembly.write("\n" * (place.row - row), Unboxed.SEPARATOR)
                row, first = place.row, True
            if not first:
                self._assembly.write("\t", Unboxed.SEPARATOR)
            first = False
            start, end = self._cell(place.element, setting)
            cells.append(Cell(place.row, place.column, start, end, place.rows, place.columns))
        return cells

    def _cell(self, element: "Element | None", setting: _Setting) -> tuple[int, int]:
        """Write a cell; the span of its text without white space around it."""
        lines = self._assembly.lines
        self._fresh = True
        if element is not None:
            inside = replace(self._set(element, tag_of(element), setting), role=Role.CELL)
            self._children(element, inside)
            self._flush(inside)
        return self._assembly.extent(lines)

    # --- text ----------------------------------------------------------------------------------------------------------

    def _text(self, text: str, setting: _Setting) -> None:
        """Append text with its white space collapsed as a browser shows it; a line end between two Chinese characters is
        nothing.
        """
        if max(text, default="") >= "\u200b" or "\xad" in text:
            text = _INVISIBLE.sub("", text)
        at = 0
        for match in [*_SPACE.finditer(text), None]:
            stop = match.start() if match else len(text)
            if stop > at:
                self._append(text[at:stop])
            if match:
                self._space += match.group()
                at = match.end()

    def _append(self, word: str) -> None:
        if self._space and self._pieces:
            before = self._pieces[-1][-1]
            wide = before >= "\u2e80" and word[0] >= "\u2e80" and "\n" in self._space
            if before != "\n" and not wide:
                self._pieces.append(" ")
        self._space = ""
        self._pieces.append(word)

    def _flush(self, setting: _Setting) -> None:
        """End the paragraph: its characters, its lines, the remarks on it."""
        text = "".join(self._pieces)
        self._pieces, self._space = [], ""
        pending, self._pending = self._pending, []
        if not text.strip():
            at = self._assembly.position
            for code, words in pending:
                self._assembly.remark(code, words, at, at)
            return
        self._separate()
        text = text.strip("\n")
        start, head = self._assembly.position, ""
        if self._label:
            head, self._label = self._label, ""
            self._assembly.write(head, Unboxed.COMPUTED)
            note = f"编号“{head.strip()}”由网页自动生成，正文里没有这几个字"
            self._assembly.remark("computed-number", note, start, start + len(head.rstrip()))
        end = self._assembly.write(text)[1]
        self._fresh = False
        for code, words in pending:
            self._assembly.remark(code, words, start, end)
        pieces = list(_pieces(head + text))
        for i, (low, high, lead, blank_after) in enumerate(pieces):
            indented = i + 1 < len(pieces) and pieces[i + 1][2] >= _INDENTED
            role = setting.role
            if role is Role.BODY and is_furniture_line((head + text)[low:high]):
                role = Role.NAVIGATION
                self.left_out.append((start + low, start + high))
            self._assembly.line(
                start + low,
                start + high,
                role=role,
                hard=blank_after or indented or i + 1 == len(pieces),
                indent=lead + (0.0 if i else setting.indent),
                align=setting.align,
                size=setting.size,
            )

    def _separate(self) -> None:
        if not self._fresh:
            self._assembly.write("\n", Unboxed.SEPARATOR)
        self._fresh = True


def _pieces(text: str) -> Iterator[tuple[int, int, float, bool]]:
    """(start, end, indent in em, whether a blank line follows) of the lines between `<br>`s that are not blank."""
    out: list[tuple[int, int, float, bool]] = []
    at = 0
    for piece in text.split("\n"):
        inner = piece.strip()
        if inner:
            lead = piece[: len(piece) - len(piece.lstrip())]
            out.append((at + len(lead), at + len(lead) + len(inner), em(lead), False))
        elif out:
            out[-1] = (*out[-1][:3], True)
        at += len(piece) + 1
    return iter(out)


def _large(image: "Element") -> bool:
    """Whether a picture is large enough to show text, as far as the page says."""
    sides = [image.get(side) or "" for side in ("width", "height")]
    return all(not s.rstrip("px").isdecimal() or int(s.rstrip("px")[:5] or 0) >= _ICON for s in sides)
