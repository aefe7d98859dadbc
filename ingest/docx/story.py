"""Blocks → assembly: paragraphs and tables of one story (the body, a header, a note, a text box) in reading order."""

import re
from typing import TYPE_CHECKING

from corpus.source_text import Cell, Role, Unboxed
from ingest.assemble import Assembly
from ingest.docx.content import Content
from ingest.docx.grid import Grid, Slot, read_grid
from ingest.docx.names import MC, W, on
from ingest.docx.numbering import Label, Numbering
from ingest.docx.runs import Runs
from ingest.docx.styles import Format, Styles, read_format
from ingest.typed_lines import em

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_PIECE_END = re.compile("[\n\f]")


class Story:
    """Writes the blocks of one part into the assembly. `sections` collects its `w:sectPr` in order."""

    def __init__(self, assembly: Assembly, styles: Styles, numbering: Numbering) -> None:
        self._assembly = assembly
        self._styles = styles
        self._numbering = numbering
        self._runs = Runs(styles)
        self._fresh = True  # nothing stands before this place in its block
        self._join = False  # the paragraph mark before this place was deleted by a tracked change
        self.sections: list[Element] = []

    @property
    def notes(self) -> list[tuple[str, str]]:
        """The foot- and endnotes referred to so far: (kind, id)."""
        return self._runs.notes

    def blocks(self, container: "Element", role: Role = Role.BODY, prefix: str = "") -> None:
        """The blocks of a container; `prefix` (a note's number) goes before the first paragraph."""
        for child in container:
            tag = child.tag
            if tag == _P:
                self.paragraph(child, role, prefix)
                prefix = ""
            elif tag == _TBL:
                self.table(child, role)
            elif tag == W + "sdt":
                content = child.find(W + "sdtContent")
                placeholder = child.find(f"{W}sdtPr/{W}showingPlcHdr")
                if content is not None and (placeholder is None or not on(placeholder.get(W + "val"))):
                    self.blocks(content, role)
            elif tag in _TRANSPARENT:
                self.blocks(child, role)
            elif tag == MC + "AlternateContent":
                branch = child.find(MC + "Choice")
                branch = branch if branch is not None else child.find(MC + "Fallback")
                if branch is not None:
                    self.blocks(branch, role)
            elif tag == W + "sectPr":
                self.sections.append(child)
            elif tag == W + "altChunk":
                at = self._assembly.position
                self._assembly.remark("object", "此处嵌入了另一个文件，其中的文字没有读入", at, at)

    def paragraph(self, element: "Element", role: Role, prefix: str = "") -> None:
        """One `w:p`, with its computed number, and then the text boxes that are anchored in it."""
        properties = next(iter(element), None)
        if properties is not None and properties.tag != _PPR:
            properties = None
        direct = read_format(properties)
        style = self._styles.paragraph(direct.style)
        mark_deleted = False
        if properties is not None:
            for child in properties:
                if child.tag == _RPR:
                    mark_deleted = child.find(_DEL) is not None
                elif child.tag == _SECTION:
                    self.sections.append(child)
        content = self._runs.read(element, hidden=bool(style.hidden))
        vanished = not content.length and (mark_deleted or content.hidden > 0)
        label = None if vanished else self._numbering.label(direct, style)
        # An empty paragraph is a line end in the body, but only space in a cell.
        if vanished or (role is Role.CELL and not content.length and not (label and label.text) and not prefix):
            self._asides(content, self._assembly.position)
        else:
            self._write(content, label, prefix, direct, style, role, whole=not mark_deleted)
            self._join = mark_deleted
        for box in content.boxes:
            self._box(box, role)

    def table(self, element: "Element", role: Role) -> None:
        """One `w:tbl`. A table of a single cell is a frame around its text and read as such."""
        grid = read_grid(element)
        if grid.deleted_rows:
            at = self._assembly.position
            self._assembly.remark("tracked-deletion", f"此处有 {grid.deleted_rows} 行已删除或隐藏，未读入", at, at)
        if not grid.rows:
            return
        if len(grid.rows) == 1 and grid.columns == 1:
            cell = grid.rows[0][0].element
            if cell is not None:
                self.blocks(cell, role)
            return
        self._separate()
        furniture = role.furniture
        nested = role is Role.CELL
        start = self._assembly.position
        cells = self._cells(grid, role if furniture else Role.CELL)
        end = self._assembly.position
        self._fresh = False
        if furniture:
            return
        self._assembly.table(
            len(grid.rows), grid.columns, cells, start, end, origin="grid", header_rows=grid.header_rows
        )
        if nested:
            self._assembly.remark("nested-table", "单元格里还套着一张表，已按行列另作一张表读入", start, end)

    def _cells(self, grid: Grid, role: Role) -> list[Cell]:
        cells: list[Cell] = []
        for r, row in enumerate(grid.rows):
            if r:
                self._assembly.write("\n", Unboxed.SEPARATOR)
            for i, slot in enumerate(row):
                if i:
                    self._assembly.write("\t", Unboxed.SEPARATOR)
                if slot.rows:
                    start, end = self._cell(slot, role)
                    cells.append(Cell(r, slot.start, start, end, slot.rows, slot.end - slot.start))
        return cells

    def _cell(self, slot: Slot, role: Role) -> tuple[int, int]:
        """Write a cell; the span of its text without white space around it."""
        lines = self._assembly.lines
        self._fresh, self._join = True, False
        if slot.element is not None:
            self.blocks(slot.element, role)
        for covered in slot.covered:
            text = "".join(t.text or "" for t in covered.iter(W + "t")).strip()
            if text:
                at = self._assembly.position
                self._assembly.remark("hidden-text", f"被合并单元格遮住、原件不显示的文字没有读入：{text[:50]}", at, at)
        return self._assembly.extent(lines)

    def _box(self, box: "Element | str", role: Role) -> None:
        self._join = False
        lines = self._assembly.lines
        box_role = role if role.furniture else Role.TEXT_BOX
        if isinstance(box, str):
            self._separate()
            self._assembly.line(*self._assembly.write(box), role=box_role, hard=True)
            self._fresh = False
        else:
            self.blocks(box, box_role)
        start, end = self._assembly.extent(lines)
        if start < end:
            self._assembly.remark("text-box", "文本框里的文字，放在它所附着的段落之后", start, end)

    def _separate(self) -> None:
        if not self._fresh:
            self._assembly.write("\n", Unboxed.SEPARATOR)
        self._fresh = True
        self._join = False

    def _write(
        self,
        content: Content,
        label: Label | None,
        prefix: str,
        direct: Format,
        style: Format,
        role: Role,
        *,
        whole: bool,
    ) -> None:
        """The characters of a paragraph and its lines; `whole`: its mark stands, the paragraph ends here."""
        assembly = self._assembly
        if not self._join and not self._fresh:
            assembly.write("\n", Unboxed.SEPARATOR)
        self._fresh = False
        start = assembly.position
        head = ""
        if label is not None and label.text:
            head = label.text + label.suffix
            assembly.write(head, Unboxed.COMPUTED)
            note = f"编号“{label.text}”由 Word 自动生成，正文里没有这几个字"
            assembly.remark("computed-number", note, start, start + len(label.text))
        if prefix:
            head += prefix
            assembly.write(prefix, Unboxed.COMPUTED)
        self._asides(content, assembly.position)
        for piece, why in content.pieces:
            assembly.write(piece, why)

        text = head + content.text
        stated = direct.over(label.format).over(style) if label is not None else direct.over(style)
        size = content.size or style.size or 0.0
        first_indent, indent = stated.indents(size or _SIZE)
        spans = _spans(text)
        for i, (low, high, lead, before_page) in enumerate(spans):
            hard = before_page or (whole and i == len(spans) - 1)
            own = indent if i else first_indent
            if lead:
                own += em(lead) + 1.5 * lead.count("\t")  # a tab is about two em wide
            assembly.line(
                start + low, start + high, role=role, hard=hard, indent=own, align=stated.align or "left", size=size
            )

    def _asides(self, content: Content, at: int) -> None:
        for aside in content.asides:
            self._assembly.remark(aside.code, aside.text, at + aside.start, at + aside.end)


def _spans(text: str) -> list[tuple[int, int, str, bool]]:
    """(start, end, white space before it, whether a page ends after it) of the pieces between soft breaks."""
    content = text.strip()
    if not content:
        return []
    if "\n" not in content and "\f" not in content:
        if len(content) == len(text):
            return [(0, len(text), "", False)]
        low = text.index(content[0])
        high = low + len(content)
        return [(low, high, _PIECE_END.split(text[:low])[-1] if low else "", False)]
    out: list[tuple[int, int, str, bool]] = []
    at = 0
    for match in [*_PIECE_END.finditer(text), None]:
        stop = match.start() if match else len(text)
        piece = text[at:stop]
        inner = piece.strip()
        if inner:
            lead = piece[: len(piece) - len(piece.lstrip())]
            out.append((at + len(lead), at + len(lead) + len(inner), lead, bool(match and match.group() == "\f")))
        at = match.end() if match else at
    return out


_P, _TBL, _PPR, _RPR, _SECTION, _DEL = W + "p", W + "tbl", W + "pPr", W + "rPr", W + "sectPr", W + "del"
_SIZE = 10.5  # points, where no size is known
_TRANSPARENT = frozenset(W + name for name in ("customXml", "ins", "moveTo", "smartTag", "sdtContent"))
