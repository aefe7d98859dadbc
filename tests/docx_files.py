"""A small DOCX writer for tests: the parts of a package, from the XML that each test is about.

>>> data = docx_of(p("第一条 为落实责任。"))
>>> docx_of(p(r("依据"), numbering="1:0"), numbering=lists([level("第%1条", "chineseCounting")]))   # doctest: +SKIP
"""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)


def p(*inline: str, style: str = "", numbering: str = "", properties: str = "") -> str:
    """A paragraph. Strings without markup become runs; `numbering` is "numId:level"."""
    if numbering:
        number, _, depth = numbering.partition(":")
        level_xml = f'<w:ilvl w:val="{depth}"/>' if depth else ""
        properties = f'<w:numPr>{level_xml}<w:numId w:val="{number}"/></w:numPr>' + properties
    if style:
        properties = f'<w:pStyle w:val="{style}"/>' + properties
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{head}{''.join(i if i.startswith('<') else r(i) for i in inline)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of text; text that begins with `<` is taken as the run's XML."""
    body = text if text.startswith("<") else f'<w:t xml:space="preserve">{text}</w:t>'
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{body}</w:r>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def tr(*cells: str, properties: str = "") -> str:
    """A row."""
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def tc(*blocks: str, span: int = 1, down: str = "") -> str:
    """A cell. Strings without markup become paragraphs; `down` is "restart" or "continue"."""
    properties = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += {"restart": '<w:vMerge w:val="restart"/>', "continue": "<w:vMerge/>"}.get(down, "")
    inner = "".join(b if b.startswith("<") else p(b) for b in blocks) or "<w:p/>"
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def level(text: str, number_format: str = "decimal", *, start: int = 1, more: str = "") -> str:
    """A level of a list, without its place: `lists` numbers the levels."""
    return f'<w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}<w:lvlText w:val="{text}"/>'


def lists(*definitions: list[str], more: str = "") -> str:
    """The numbering part: one list (w:num 1, 2 …) for each definition."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">'
        + "".join(f'<w:lvl w:ilvl="{i}">{lvl}</w:lvl>' for i, lvl in enumerate(levels))
        + "</w:abstractNum>"
        for n, levels in enumerate(definitions)
    )
    numbers = "".join(
        f'<w:num w:numId="{n + 1}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(len(definitions))
    )
    return f"<w:numbering {NAMES}>{abstract}{numbers}{more}</w:numbering>"


def styles_of(*styles: str) -> str:
    """The style sheet."""
    return f"<w:styles {NAMES}>{''.join(styles)}</w:styles>"


def style(identifier: str, properties: str = "", *, run: str = "", based_on: str = "", kind: str = "paragraph") -> str:
    """A style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}">{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def docx_of(
    *blocks: str,
    numbering: str = "",
    styles: str = "",
    footnotes: str = "",
    furniture: dict[str, str] | None = None,
    strict: bool = False,
    document: str = "",
) -> bytes:
    """The bytes of a DOCX file. `furniture`: blocks of a header or footer by part name ("header1", "footer1")."""
    furniture = furniture or {}
    section = "".join(f'<w:{name.rstrip("0123456789")}Reference w:type="default" r:id="{name}"/>' for name in furniture)
    document = document or (
        f"<w:document {NAMES}><w:body>{''.join(blocks)}<w:sectPr>{section}</w:sectPr></w:body></w:document>"
    )
    parts = {"word/document.xml": document}
    relations = []
    for kind, xml in (("numbering", numbering), ("styles", styles), ("footnotes", footnotes)):
        if xml:
            parts[f"word/{kind}.xml"] = xml
            relations.append(f'<Relationship Id="{kind}" Type="{R}/{kind}" Target="{kind}.xml"/>')
    for name, inner in furniture.items():
        kind = name.rstrip("0123456789")
        root = {"header": "hdr", "footer": "ftr"}[kind]
        parts[f"word/{name}.xml"] = f"<w:{root} {NAMES}>{inner}</w:{root}>"
        relations.append(f'<Relationship Id="{name}" Type="{R}/{kind}" Target="{name}.xml"/>')
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    parts["word/_rels/document.xml.rels"] = head + "".join(relations) + "</Relationships>"
    main = f'<Relationship Id="m" Type="{R}/officeDocument" Target="word/document.xml"/>'
    parts["_rels/.rels"] = f"{head}{main}</Relationships>"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts["[Content_Types].xml"] = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>'
    )
    if strict:
        parts = {name: _strict(xml) for name, xml in parts.items()}
    return zip_of({name: xml.encode() for name, xml in parts.items()})


def zip_of(parts: dict[str, bytes]) -> bytes:
    """A ZIP package."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def _strict(xml: str) -> str:
    xml = xml.replace(W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    return xml.replace(R, "http://purl.oclc.org/ooxml/officeDocument/relationships")
