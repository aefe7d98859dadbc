"""Building blocks of Word documents as offices set them: paragraphs, ruled tables, page numbers `— 1 —`.

Tables are built as elements of their own; python-docx's `table.cell` takes quadratic time in the number of rows.
"""

import io
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Any, Literal

from rubric_builder.exports.inert import inert
from rubric_builder.exports.packing import MOMENT, repacked
from rubric_builder.exports.styles import BODY, HEADING, LATIN, RED, SHADE, SUBSTITUTES
from rubric_builder.exports.wording import UNREVIEWED

Align = Literal["left", "center", "right", "both"]

_TWIPS_A_MM = 56.693
A4 = (210, 297)
SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
"""A table's rules, in the order the schema wants them."""


def element(tag: str, *children: Any, **attributes: str | int) -> Any:
    """A `w:` element; attributes without their prefix."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def run(text: str, *, font: str = BODY, size: float = 12, color: str | None = None, bold: bool = False) -> Any:
    """A run of text in one type. Newlines become breaks; nothing in it is a field or a link."""
    made = element("r", _type(font, size, color, bold))
    for n, line in enumerate(inert(text).split("\n")):
        if n:
            made.append(element("br"))
        for m, piece in enumerate(line.split("\t")):
            if m:
                made.append(element("tab"))
            if piece:
                words = element("t")
                words.text = piece
                words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
                made.append(words)
    return made


def _type(font: str, size: float, color: str | None, bold: bool) -> Any:
    half_points = round(size * 2)
    return element(
        "rPr", element("rFonts", ascii=LATIN, hAnsi=LATIN, eastAsia=font, cs=LATIN, hint="eastAsia"),
        element("b") if bold else None, element("color", val=color) if color else None,
        element("sz", val=half_points), element("szCs", val=half_points),
    )  # fmt: skip


def paragraph(
    *runs: Any,
    align: Align = "left",
    before: float = 0,
    after: float = 0,
    line: float | None = None,
    keep: bool = False,
) -> Any:
    """A paragraph; distances in points, `line` an exact line pitch. `keep`: not parted from the next."""
    spacing: dict[str, str | int] = {"before": round(before * 20), "after": round(after * 20)}
    if line is not None:
        spacing |= {"line": round(line * 20), "lineRule": "exact"}
    properties = element(
        "pPr", element("keepNext") if keep else None, element("snapToGrid", val=0),
        element("spacing", **spacing), element("jc", val=align),
    )  # fmt: skip
    return element("p", properties, *runs)


def cell(
    width: int,
    text: str,
    *,
    size: float = 10.5,
    font: str = BODY,
    align: Align = "left",
    across: int = 1,
    down: Literal["", "restart", "continue"] = "",
    shaded: bool = False,
    keep: bool = False,
) -> Any:
    """A table cell, `width` in twips. `down`: the first of cells merged downwards, or one that continues it."""
    properties = element(
        "tcPr", element("tcW", w=width, type="dxa"), element("gridSpan", val=across) if across > 1 else None,
        element("vMerge", val=down) if down else None,
        element("shd", val="clear", color="auto", fill=SHADE) if shaded else None, element("vAlign", val="center"),
    )  # fmt: skip
    lines = [] if down == "continue" else text.split("\n")
    made = [paragraph(run(said, font=font, size=size), align=align, line=size * 1.42, keep=keep) for said in lines]
    return element("tc", properties, *(made or [paragraph(keep=keep)]))


def row(*cells: Any, header: bool = False, height: int = 0, whole: bool = True) -> Any:
    """A table row; `header`: repeated on every page; `whole`: not cut by a page break; least height in twips."""
    properties = element(
        "trPr", element("cantSplit") if whole else None,
        element("trHeight", val=height, hRule="atLeast") if height else None, element("tblHeader") if header else None,
    )  # fmt: skip
    return element("tr", properties, *cells)


def table(widths: Sequence[int], rows: Iterable[Any]) -> Any:
    """A ruled table of fixed column widths (twips), centred."""
    sides = [element(side, val="single", sz=4, space=0, color="000000") for side in SIDES]
    margins = [element(side, w=w, type="dxa") for side, w in (("top", 34), ("left", 74), ("bottom", 34), ("right", 74))]
    properties = element(
        "tblPr", element("tblW", w=sum(widths), type="dxa"), element("jc", val="center"), element("tblBorders", *sides),
        element("tblLayout", type="fixed"), element("tblCellMar", *margins),
    )  # fmt: skip
    return element("tbl", properties, element("tblGrid", *(element("gridCol", w=w) for w in widths)), *rows)


def shared_out(shares: Sequence[float], whole: int) -> list[int]:
    """`whole` twips divided by the shares, exactly."""
    total, cuts, at = sum(shares), [0], 0.0
    for share in shares:
        at += share
        cuts.append(round(whole * at / total))
    return [b - a for a, b in pairwise(cuts)]


class Sheet:
    """A new document of one section on landscape A4. `width` is the text's, in twips."""

    def __init__(self, *, title: str, margins_mm: tuple[float, float, float, float] = (22, 18, 20, 18)) -> None:
        import docx
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        self._document: Any = docx.Document()
        section = self._document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(A4[1]), Mm(A4[0])
        top, right, bottom, left = margins_mm
        section.top_margin, section.right_margin = Mm(top), Mm(right)
        section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
        section.header_distance, section.footer_distance = Mm(11), Mm(10)
        self.width = round((A4[1] - left - right) * _TWIPS_A_MM)
        self._section = section
        core = self._document.core_properties
        core.title, core.author, core.comments, core.keywords = inert(title)[:255], "", "", ""
        core.created = core.modified = MOMENT
        core.last_modified_by, core.revision = "", 1
        self._fonts()
        self._page_numbers()

    def add(self, *blocks: Any) -> None:
        """Paragraphs and tables, in order."""
        body = self._document.element.body
        for block in blocks:
            body.insert(len(body) - 1, block)  # the section's properties stay last

    def add_picture(self, png: bytes, *, described: str) -> None:
        """A picture across the text's width; `described` is read out in its place."""
        from docx.shared import Twips

        shape = self._document.add_picture(io.BytesIO(png), width=Twips(self.width))
        shape._inline.docPr.set("descr", inert(described))

    def mark_unreviewed(self) -> None:
        """未经审核 in red at the head of every page."""
        for header in (self._section.header, self._section.even_page_header):
            header.is_linked_to_previous = False
            _only(header, paragraph(run(UNREVIEWED, font=HEADING, size=10.5, color=RED), align="right"))

    def to_bytes(self) -> bytes:
        """The file."""
        if self._document.element.body[-2].tag.endswith("}tbl"):
            self.add(paragraph(line=1))  # Word wants a paragraph after a table
        out = io.BytesIO()
        self._document.save(out)
        return repacked(out.getvalue())

    def _page_numbers(self) -> None:
        """— 1 — outside at the foot, odd pages on the right, even ones on the left (GB/T 9704 7.5)."""
        self._document.settings.odd_and_even_pages_header_footer = True
        ends: tuple[tuple[Any, Align], ...] = (
            (self._section.footer, "right"),
            (self._section.even_page_footer, "left"),
        )
        for footer, side in ends:
            footer.is_linked_to_previous = False
            _only(footer, paragraph(_dash("　— "), *_page_field(), _dash(" —　"), align=side))

    def _fonts(self) -> None:
        """The default type, and what to take where a type is missing."""
        from docx.oxml.ns import qn

        style = self._document.styles["Normal"].element.get_or_add_rPr()
        for old in list(style):
            style.remove(old)
        style.extend(_type(BODY, 12, None, False))
        for part in self._document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                from lxml import etree

                fonts = etree.fromstring(part.blob)
                for font, other in SUBSTITUTES.items():
                    named = etree.SubElement(fonts, qn("w:font"), {qn("w:name"): font})
                    etree.SubElement(named, qn("w:altName"), {qn("w:val"): other})
                part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def _only(story: Any, block: Any) -> None:
    holder = story._element
    for old in list(holder):
        holder.remove(old)
    holder.append(block)


def _dash(text: str) -> Any:
    return run(text, font="宋体", size=14)


def _page_field() -> Iterable[Any]:
    """The one field in the document: the page's number."""
    code = element("instrText")
    code.text = "PAGE"
    for content in (element("fldChar", fldCharType="begin"), code, element("fldChar", fldCharType="end")):
        yield element("r", _type("宋体", 14, None, False), content)
