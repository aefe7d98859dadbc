"""A small PDF writer for tests: pages of text, rules and forms set at given places; no file is needed beside it.

Chinese is set in STSong-Light (predefined, not embedded), so a character is one em wide. Coordinates are PDF's own:
points, origin bottom left.

>>> pdf = PdfFile()
>>> page = pdf.page()
>>> page.text(72, 700, "安全生产", size=16)
>>> data = pdf.build()
"""

from dataclasses import dataclass, field

A4 = (595.0, 842.0)


def number(value: float) -> str:
    """A number as PDF writes it."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


@dataclass
class Canvas:
    """A content stream under construction."""

    parts: list[str] = field(default_factory=list)

    def raw(self, operators: str) -> None:
        """Operators as they are."""
        self.parts.append(operators)

    def text(self, x: float, y: float, text: str, size: float = 12, *, font: str = "", spacing: float = 0, mode: int = 0, turned: tuple[float, float, float, float] = (1, 0, 0, 1)) -> None:  # fmt: skip
        """A line of text with its baseline's start at (x, y). `turned` is the matrix's a b c d."""
        font = font or ("F2" if text.isascii() else "F1")
        codes = text.encode("latin-1").hex() if font != "F1" else text.encode("utf-16-be").hex()
        a, b, c, d = (number(v) for v in turned)
        self.raw(
            f"BT /{font} {number(size)} Tf {number(spacing)} Tc {mode} Tr {a} {b} {c} {d} {number(x)} {number(y)} Tm <{codes}> Tj ET"
        )

    def stroke(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """A stroked line."""
        self.raw(f"{number(width)} w {number(x0)} {number(y0)} m {number(x1)} {number(y1)} l S")

    def thin(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """The same as a filled rectangle, as Word draws a border."""
        if y0 == y1:
            self.raw(f"{number(x0)} {number(y0 - width / 2)} {number(x1 - x0)} {number(width)} re f")
        else:
            self.raw(f"{number(x0 - width / 2)} {number(y0)} {number(width)} {number(y1 - y0)} re f")

    def frame(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        """A stroked rectangle."""
        self.raw(f"{number(width)} w {number(x0)} {number(y0)} {number(x1 - x0)} {number(y1 - y0)} re S")

    def shade(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A grey rectangle without a border."""
        self.raw(f"q 0.8 g {number(x0)} {number(y0)} {number(x1 - x0)} {number(y1 - y0)} re f Q")

    def form(self, name: str, matrix: str = "1 0 0 1 0 0") -> None:
        """A form XObject of the file, drawn under a matrix."""
        self.raw(f"q {matrix} cm /{name} Do Q")


@dataclass
class PageCanvas(Canvas):
    """A page: its size, and how it is to be shown."""

    size: tuple[float, float] = A4
    origin: tuple[float, float] = (0, 0)
    rotate: int = 0
    crop: tuple[float, float, float, float] | None = None


class PdfFile:
    """A PDF file under construction."""

    def __init__(self) -> None:
        self.pages: list[PageCanvas] = []
        self.forms: dict[str, tuple[Canvas, str]] = {}
        self.picture = False
        self.encrypted = False

    def page(self, size: tuple[float, float] = A4, *, origin: tuple[float, float] = (0, 0), rotate: int = 0, crop: tuple[float, float, float, float] | None = None) -> PageCanvas:  # fmt: skip
        """A new page to draw on."""
        self.pages.append(PageCanvas(size=size, origin=origin, rotate=rotate, crop=crop))
        return self.pages[-1]

    def form(self, name: str, matrix: str = "1 0 0 1 0 0") -> Canvas:
        """A new form XObject to draw on; `matrix` is its own."""
        self.forms[name] = (Canvas(), matrix)
        return self.forms[name][0]

    def build(self) -> bytes:
        """The file's bytes. Fonts: F1 Chinese, F2 Helvetica, F3 without a way to Unicode, F4 whose A is 𠮷 and B is ⼀."""
        objects: list[bytes] = []

        def add(body: str | bytes) -> int:
            objects.append(body.encode("latin-1") if isinstance(body, str) else body)
            return len(objects)

        def stream(extra: str, body: str) -> int:
            data = body.encode("latin-1")
            return add(f"<< {extra} /Length {len(data)} >>\nstream\n".encode() + data + b"\nendstream")

        metrics = (
            "/Flags 4 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80"
        )
        song = add(f"<< /Type /FontDescriptor /FontName /STSong-Light {metrics} >>")
        descendant = add(
            "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor {song} 0 R >>"
        )
        f1 = add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [{descendant} 0 R] >>"
        )
        f2 = add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        unknown = add(f"<< /Type /FontDescriptor /FontName /ABCDEF+Unknown {metrics} >>")
        identity = add(
            "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Unknown /DW 1000 "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {unknown} 0 R >>"
        )
        f3 = add(
            f"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Unknown /Encoding /Identity-H /DescendantFonts [{identity} 0 R] >>"
        )
        cmap = stream("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def 1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <D842DFB7> <42> <2F00> endbfchar endcmap end end")  # fmt: skip
        f4 = add(
            f"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode {cmap} 0 R >>"
        )
        fonts = f"/Font << /F1 {f1} 0 R /F2 {f2} 0 R /F3 {f3} 0 R /F4 {f4} 0 R >>"
        picture = stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", "x"
        )
        named = [f"/Im {picture} 0 R"]
        for name, (canvas, matrix) in self.forms.items():
            resources = f"<< {fonts} /XObject << {' '.join(named)} >> >>"
            extra = (
                f"/Type /XObject /Subtype /Form /BBox [-2000 -2000 3000 3000] /Matrix [{matrix}] /Resources {resources}"
            )
            named.append(f"/{name} {stream(extra, chr(10).join(canvas.parts))} 0 R")
        resources = f"<< {fonts} /XObject << {' '.join(named)} >> >>"
        parent = len(objects) + 2 * len(self.pages) + 1
        kids = []
        for page in self.pages:
            content = stream("", "\n".join(page.parts))
            x, y = page.origin
            boxes = f"/MediaBox [{number(x)} {number(y)} {number(x + page.size[0])} {number(y + page.size[1])}]"
            if page.crop:
                boxes += f" /CropBox [{' '.join(map(number, page.crop))}]"
            kids.append(
                add(
                    f"<< /Type /Page /Parent {parent} 0 R {boxes} /Rotate {page.rotate} /Resources {resources} /Contents {content} 0 R >>"
                )
            )
        add(f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(f'{kid} 0 R' for kid in kids)}] >>")
        catalog = add(f"<< /Type /Catalog /Pages {parent} 0 R >>")
        trailer = f"/Root {catalog} 0 R /ID [<{'00' * 16}> <{'00' * 16}>]"
        if self.encrypted:  # the keys belong to no password
            keys = f"/O <{'41' * 32}> /U <{'42' * 32}>"
            trailer += f" /Encrypt {add(f'<< /Filter /Standard /V 1 /R 2 /P -4 {keys} >>')} 0 R"
        out = bytearray(b"%PDF-1.7\n")
        offsets = []
        for index, body in enumerate(objects, 1):
            offsets.append(len(out))
            out += f"{index} 0 obj\n".encode() + body + b"\nendobj\n"
        start = len(out)
        out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
        out += b"".join(f"{offset:010d} 00000 n \n".encode() for offset in offsets)
        out += f"trailer\n<< /Size {len(objects) + 1} {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()
        return bytes(out)
