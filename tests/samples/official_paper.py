"""Sets an official document with python-docx as GB/T 9704—2012 asks: red head, body grid, page numbers, imprint."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

BODY_SIZE = 16.0  # 3号
LINE = 28.95  # 22 lines to a page
RED = "E60012"


@dataclass(frozen=True, slots=True)
class Typefaces:
    """The faces by the standard's names, as (family, bold)."""

    title: tuple[str, bool]  # 小标宋体
    body: tuple[str, bool]  # 仿宋体
    heading: tuple[str, bool]  # 黑体
    number: tuple[str, bool]  # 宋体


OFFICE = Typefaces(("方正小标宋简体", False), ("仿宋", False), ("黑体", False), ("宋体", False))
NOTO = Typefaces(
    ("Noto Serif CJK SC", True), ("Noto Serif CJK SC", False), ("Noto Sans CJK SC", False), ("Noto Serif CJK SC", False)
)


def element(tag: str, children: Iterable[Any] = (), /, **attributes: str) -> Any:
    """A WordprocessingML element: `element("w:tab", val="right")`."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    for child in children:
        made.append(child)
    return made


class Paper:
    """A document being set. Every method adds to its end."""

    def __init__(self, faces: Typefaces, author: str, title: str) -> None:
        self.faces = faces
        self.document = Document()
        self.document.core_properties.author = author
        self.document.core_properties.title = title
        self.document.core_properties.language = "zh-CN"
        self.document.core_properties.comments = ""
        self.document.settings.odd_and_even_pages_header_footer = True
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(BODY_SIZE)
        properties = normal.element.get_or_add_rPr()
        _face(properties, faces.body)
        properties.append(element("w:lang", val="zh-CN", eastAsia="zh-CN"))
        self._sheet(self.document.sections[0])
        self._page_numbers()

    def _sheet(self, section: Any, landscape: bool = False) -> None:
        width, height = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin, section.bottom_margin = (Mm(26), Mm(25)) if landscape else (Mm(37), Mm(35))
        section.left_margin, section.right_margin = (Mm(25), Mm(25)) if landscape else (Mm(28), Mm(26))
        section.footer_distance = Mm(17 if landscape else 25)

    def section(self, landscape: bool = False) -> None:
        """A new page with its own sheet."""
        self._sheet(self.document.add_section(WD_SECTION.NEW_PAGE), landscape)

    def _page_numbers(self) -> None:
        section = self.document.sections[0]
        for footer, align in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            side = "right_indent" if align == WD_ALIGN_PARAGRAPH.RIGHT else "left_indent"
            setattr(paragraph.paragraph_format, side, Pt(14))
            self._run(paragraph, "— ", self.faces.number, 14)
            run = self._run(paragraph, "", self.faces.number, 14)
            run._r.append(element("w:fldChar", fldCharType="begin"))
            instruction = element("w:instrText")
            instruction.text = "PAGE"
            run._r.append(instruction)
            run._r.append(element("w:fldChar", fldCharType="separate"))
            shown = element("w:t")
            shown.text = "1"
            run._r.append(shown)
            run._r.append(element("w:fldChar", fldCharType="end"))
            self._run(paragraph, " —", self.faces.number, 14)

    def _run(self, paragraph: Any, text: str, face: tuple[str, bool], size: float, red: bool = False) -> Any:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        run.font.bold = face[1]
        _face(run._r.get_or_add_rPr(), face)
        if red:
            run.font.color.rgb = RGBColor.from_string(RED)
        return run

    def _paragraph(self, align: Any = WD_ALIGN_PARAGRAPH.JUSTIFY, indent: float = 0, line: float = LINE) -> Any:
        paragraph = self.document.add_paragraph()
        form = paragraph.paragraph_format
        paragraph.alignment = align
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        form.first_line_indent = Pt(indent)
        return paragraph

    def masthead(self, issuers: Iterable[str], number: str) -> None:
        """发文机关标志, 发文字号 and the red rule below them."""
        names = list(issuers)
        for name in [*names[:-1], names[-1] + "文件"]:
            paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, line=42)
            self._run(paragraph, name, self.faces.title, 29, red=True)
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.space_before = Pt(LINE)
        self._run(paragraph, number, self.faces.body, BODY_SIZE)
        _rule(paragraph, "bottom", RED, 18, 4)

    def title(self, lines: Iterable[str], size: float = 21, page_break: bool = False) -> None:
        """A title over one or more centred lines, an empty line above and below it."""
        if page_break:
            self.document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
        self.blank()
        for line in lines:
            paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER, line=34)
            self._run(paragraph, line, self.faces.title, size)
        self.blank()

    def blank(self) -> None:
        """An empty line."""
        self._paragraph()

    def flush(self, text: str) -> None:
        """A line from the left edge: 主送机关."""
        self._run(self._paragraph(), text, self.faces.body, BODY_SIZE)

    def heading(self, text: str) -> Any:
        """A centred chapter title in 黑体."""
        paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(LINE / 2)
        paragraph.paragraph_format.keep_with_next = True
        self._run(paragraph, text, self.faces.heading, BODY_SIZE)
        return paragraph

    def body(self, text: str, label: str = "") -> Any:
        """A paragraph indented by two characters, with a label in 黑体 where one is given."""
        paragraph = self._paragraph(indent=2 * BODY_SIZE)
        if label:
            self._run(paragraph, label + "　", self.faces.heading, BODY_SIZE)
        self._run(paragraph, text, self.faces.body, BODY_SIZE)
        return paragraph

    def attachment_mark(self, text: str) -> None:
        """附件 at the top left of an attachment, in 黑体."""
        self._run(self._paragraph(), text, self.faces.heading, BODY_SIZE)

    def signature(self, names: Iterable[str], date: str) -> None:
        """发文机关署名 and 成文日期, four characters from the right edge."""
        self.blank()
        for text in (*names, date):
            paragraph = self._paragraph(WD_ALIGN_PARAGRAPH.RIGHT)
            paragraph.paragraph_format.right_indent = Pt((4 if text == date else 2) * BODY_SIZE)
            self._run(paragraph, text, self.faces.body, BODY_SIZE)

    def imprint(self, copied_to: Iterable[str], office: str, printed_on: str, drop: float) -> None:
        """版记: 抄送 and 印发 between rules, `drop` points below what stands above."""
        lines = list(copied_to)
        for i, line in enumerate(lines):
            paragraph = self._paragraph(line=24)
            self._run(paragraph, line if i == 0 else f"　　　{line}", self.faces.body, 14)
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
            if i == 0:
                paragraph.paragraph_format.space_before = Pt(drop)
                _rule(paragraph, "top", "000000", 8, 3)
        paragraph = self._paragraph(line=24)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(210 - 28 - 26) - Pt(14), 2)
        self._run(paragraph, f"{office}\t{printed_on}", self.faces.body, 14)
        _rule(paragraph, "top", "000000", 4, 3)
        _rule(paragraph, "bottom", "000000", 8, 3)

    def note(self, text: str, size: float) -> None:
        """A line below a table, in the table's size."""
        self._run(self._paragraph(line=size * 1.45), text, self.faces.body, size)

    def cell(self, cell: Any, lines: Iterable[str], size: float, centred: bool = False, heading: bool = False) -> None:
        """Sets a table cell's paragraphs."""
        for i, line in enumerate(lines):
            paragraph = cell.paragraphs[0] if i == 0 else cell.add_paragraph()
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
            form = paragraph.paragraph_format
            form.space_before = form.space_after = Pt(0)
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(size * 1.45)
            self._run(paragraph, line, self.faces.heading if heading else self.faces.body, size)


def _face(properties: Any, face: tuple[str, bool]) -> None:
    fonts = properties.get_or_add_rFonts()
    for slot in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{slot}"), face[0])


def _rule(paragraph: Any, side: str, colour: str, eighths: int, space: int) -> None:
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = element("w:pBdr")
        successors = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc")
        properties.insert_element_before(borders, *successors)
    borders.append(element(f"w:{side}", val="single", sz=str(eighths), space=str(space), color=colour))
