"""The XML names of WordprocessingML. Strict documents (ISO/IEC 29500 strict) are brought to the transitional names."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
V = "{urn:schemas-microsoft-com:vml}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument", b"http://schemas.openxmlformats.org/officeDocument/2006"),
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/picture", b"http://schemas.openxmlformats.org/drawingml/2006/picture"),
    (b"http://purl.oclc.org/ooxml/drawingml", b"http://schemas.openxmlformats.org/drawingml/2006"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
)


def transitional(xml: bytes) -> bytes:
    """The same part with the transitional namespaces."""
    if b"purl.oclc.org/ooxml" in xml:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    return xml


def on(value: str | None) -> bool:
    """An on/off property that is present: true unless it says otherwise (`ST_OnOff`)."""
    return value not in ("0", "false", "off", "none")
