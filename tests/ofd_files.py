"""A small OFD writer for tests (GB/T 33190): pages of text, rules and pictures set at given places.

Coordinates are OFD's own: millimetres, origin top left, a text's y is its baseline.

>>> ofd = OfdFile()
>>> page = ofd.page()
>>> page.text(30, 40, "安全生产", size=5)
>>> data = ofd.build()
"""

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from xml.sax.saxutils import escape, quoteattr

from ingest.pdf.page import PageContent

A4 = (210.0, 297.0)
NAMESPACE = "http://www.ofdspec.org/2016"
POINTS = 72 / 25.4


def number(value: float) -> str:
    """A number as OFD writes it."""
    return f"{value:.4f}".rstrip("0").rstrip(".") or "0"


def row(values: Iterable[float]) -> str:
    """A list of numbers."""
    return " ".join(map(number, values))


def element(name: str, content: str = "", **attributes: str | float | None) -> str:
    """An element; attributes that are None are left out."""
    given = "".join(
        f" {key}={quoteattr(value if isinstance(value, str) else number(value))}"
        for key, value in attributes.items()
        if value is not None
    )
    return f"<ofd:{name}{given}>{content}</ofd:{name}>" if content else f"<ofd:{name}{given}/>"


def document(name: str, content: str, **attributes: str) -> str:
    """A part with its root."""
    opening = element(name, "@", **attributes).replace(f"<ofd:{name}", f'<ofd:{name} xmlns:ofd="{NAMESPACE}"', 1)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + opening.replace("@", content)


def advances(text: str, size: float) -> list[float]:
    """The offsets between the characters of a line set without spacing: an em, or half of one."""
    return [size if char >= "\u2e80" or char in "“”‘’—…·《》" else size / 2 for char in text[:-1]]


@dataclass
class Canvas:
    """What is drawn, in order."""

    parts: list[str] = field(default_factory=list)

    def raw(self, xml: str) -> None:
        """Objects as they are."""
        self.parts.append(xml)

    def text(
        self, x: float, y: float, text: str, size: float = 5, *, delta: str | Sequence[float] | None = "", before: str = "",
        **attributes: str | float | None,
    ) -> None:  # fmt: skip
        """A line of text with its baseline's start at (x, y). `delta`: offsets (None: none), `before`: what precedes it."""
        offsets = advances(text, size) if delta == "" else delta
        shift = offsets if isinstance(offsets, str) else row(offsets) if offsets else None
        code = element("TextCode", escape(text), X=0.0, Y=size, DeltaX=shift)
        box = row((x, y - size, max(size * len(text), 1), size * 1.2))
        given: dict[str, str | float | None] = {"Boundary": box, "Font": "1", "Size": size} | attributes
        self.raw(element("TextObject", before + code, **given))

    def stroke(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.2) -> None:
        """A stroked line."""
        box = row((x0, y0, x1 - x0, y1 - y0))
        data = f"M 0 0 L {number(x1 - x0)} {number(y1 - y0)}"
        self.raw(element("PathObject", element("AbbreviatedData", data), Boundary=box, LineWidth=width))

    def thin(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.2) -> None:
        """The same as a filled rectangle."""
        across, down = (x1 - x0, width) if y0 == y1 else (width, y1 - y0)
        data = f"M 0 0 L {row((across, 0))} L {row((across, down))} L {row((0, down))} C"
        box = row((x0, y0, across, down))
        path = element("AbbreviatedData", data)
        self.raw(element("PathObject", path, Boundary=box, Stroke="false", Fill="true"))

    def frame(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A stroked rectangle."""
        across, down = x1 - x0, y1 - y0
        data = f"M 0 0 L {row((across, 0))} L {row((across, down))} L {row((0, down))} C"
        self.raw(element("PathObject", element("AbbreviatedData", data), Boundary=row((x0, y0, across, down))))

    def image(self, x: float, y: float, width: float, height: float, resource: str = "9") -> None:
        """A picture of the file."""
        ctm = row((width, 0, 0, height, 0, 0))
        self.raw(element("ImageObject", Boundary=row((x, y, width, height)), CTM=ctm, ResourceID=resource))


@dataclass
class Page(Canvas):
    """A page or a template: its paper, and the templates it lies on (id, z-order)."""

    area: str = ""
    templates: list[tuple[str, str | None]] = field(default_factory=list)
    resources: str = ""

    def xml(self) -> str:
        """The page's part."""
        uses = "".join(element("Template", TemplateID=key, ZOrder=order) for key, order in self.templates)
        area = element("Area", self.area) if self.area else ""
        content = element("Content", element("Layer", "".join(self.parts) or " ", ID="2"))
        return document("Page", f"{self.resources}{area}{uses}{content}")


class OfdFile:
    """An OFD file under construction. `parts` are put in as they are, over what is built."""

    def __init__(self, paper: tuple[float, float] = A4) -> None:
        self.paper = paper
        self.pages: list[Page] = []
        self.templates: dict[str, Page] = {}
        self.annotations: dict[int, str] = {}
        self.resources = ""  # the children of the resource file
        self.body = ""  # what follows DocRoot
        self.more = ""  # what follows the pages
        self.parts: dict[str, str | bytes] = {}

    def page(self, area: str = "") -> Page:
        """A new page to draw on."""
        self.pages.append(Page(area=area))
        return self.pages[-1]

    def template(self, key: str) -> Page:
        """A new template page to draw on."""
        self.templates[key] = Page()
        return self.templates[key]

    def all_parts(self) -> dict[str, str | bytes]:
        """The parts of the package."""
        paper = element("PageArea", element("PhysicalBox", row((0, 0, *self.paper))))
        templates = "".join(element("TemplatePage", ID=key, BaseLoc=f"Tpls/{key}.xml") for key in self.templates)
        common = element("CommonData", f"{paper}{element('PublicRes', 'PublicRes.xml')}{templates}")
        pages = "".join(element("Page", ID=str(100 + n), BaseLoc=f"Pages/{n}.xml") for n in range(len(self.pages)))
        listed = element("Annotations", "Annots.xml") if self.annotations else ""
        fonts = element("Fonts", element("Font", ID="1", FontName="宋体"))
        root = element("DocBody", element("DocRoot", "Doc_0/Document.xml") + self.body)
        out: dict[str, str | bytes] = {
            "OFD.xml": document("OFD", root, Version="1.0", DocType="OFD"),
            "Doc_0/Document.xml": document("Document", f"{common}{element('Pages', pages)}{listed}{self.more}"),
            "Doc_0/PublicRes.xml": document("Res", fonts + self.resources, BaseLoc="Res"),
        }
        out |= {f"Doc_0/Pages/{n}.xml": page.xml() for n, page in enumerate(self.pages)}
        out |= {f"Doc_0/Tpls/{key}.xml": page.xml() for key, page in self.templates.items()}
        if self.annotations:
            uses = [
                element("Page", element("FileLoc", f"Annots/{n}.xml"), PageID=str(100 + n)) for n in self.annotations
            ]
            out["Doc_0/Annots.xml"] = document("Annotations", "".join(uses))
            out |= {f"Doc_0/Annots/{n}.xml": document("PageAnnot", xml) for n, xml in self.annotations.items()}
        return out | self.parts

    def build(self) -> bytes:
        """The file's bytes."""
        return packed(self.all_parts())


def packed(parts: dict[str, str | bytes]) -> bytes:
    """A package of parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def simple(*lines: str) -> OfdFile:
    """One page with these lines."""
    ofd = OfdFile()
    page = ofd.page()
    for n, line in enumerate(lines):
        page.text(30, 40 + 10 * n, line)
    return ofd


def ofd_from_pdf(pdf: bytes) -> bytes:
    """The same pages as OFD: every character at its place and every rule, as a print driver would write them."""
    from ingest.pdf.page import page_content
    from ingest.pdf.pdfium import PdfFile
    from ingest.pdf.rules import drawing

    ofd = OfdFile()
    with PdfFile(pdf, "样例.pdf") as file:
        for index in range(file.pages):
            with file.page(index) as source:
                assert source is not None
                content = page_content(source)
                drawn = drawing(source, source.frame)
                size = (source.frame.width / POINTS, source.frame.height / POINTS)
            page = ofd.page(element("PhysicalBox", row((0, 0, *size))))
            for y, x0, x1 in drawn.horizontal:
                page.stroke(x0 / POINTS, y / POINTS, x1 / POINTS, y / POINTS)
            for x, top, bottom in drawn.vertical:
                page.stroke(x / POINTS, top / POINTS, x / POINTS, bottom / POINTS)
            for size, at in _in_one_go(content):
                _write(page, content, size / POINTS, at)
    return ofd.build()


def _in_one_go(content: PageContent) -> list[tuple[float, list[int]]]:
    """The characters of a page and their size, line by line as they are read, without the spaces that the reader put in."""
    out: list[tuple[float, list[int]]] = []
    for item in content.items:
        drawn = [item] if hasattr(item, "at") else [line for _, lines in item.cells for line in lines]
        for line in drawn:
            out.append((line.size, []))
            for i in line.at:
                if i < 0:
                    out.append((line.size, []))
                else:
                    out[-1][1].append(i)
    return [(size, at) for size, at in out if at]


def _write(page: Page, content: PageContent, size: float, at: list[int]) -> None:
    chars = content.chars
    x0 = [chars.x0[i] / POINTS for i in at]
    baseline = (chars.top[at[0]] + chars.bottom[at[0]]) / 2 / POINTS + 0.36 * size
    text = "".join(chars.text[i] for i in at)
    page.text(x0[0], baseline, text, size, delta=[b - a for a, b in pairwise(x0)])
