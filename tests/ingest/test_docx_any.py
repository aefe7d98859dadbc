"""Any document, however odd, is read or refused, and what is read is sound."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from ingest import read_bytes
from tests.docx_files import NAMES, docx_of, level, lists, style, styles_of

_VALUES = [
    "",
    "0",
    "1",
    "2",
    "9",
    "-1",
    "99999999",
    "x",
    "restart",
    "continue",
    "center",
    "S1",
    "begin",
    "separate",
    "end",
]
_ATTRIBUTES = [
    f"w:{name}" for name in ["val", "char", "font", "type", "id", "instr", "fldCharType", "left", "firstLineChars"]
]
_IN_PROPERTIES = ["numPr", "numId", "ilvl", "pStyle", "rStyle", "ind", "jc", "vanish", "sz", "gridSpan", "vMerge", "hMerge", "del", "tblHeader", "gridBefore", "gridAfter", "hidden", "rPr"]  # fmt: skip
_IN_RUN = ["t", "br", "tab", "cr", "sym", "fldChar", "instrText", "footnoteReference", "noBreakHyphen", "pict", "drawing", "object", "ruby"]  # fmt: skip
_AROUND_RUNS = ["w:r", "w:hyperlink", "w:ins", "w:del", "w:moveFrom", "w:fldSimple", "w:sdt", "w:sdtContent", "mc:AlternateContent", "mc:Choice", "mc:Fallback", "m:oMath", "m:f", "w:pict", "w:txbxContent", "w:ruby"]  # fmt: skip
_AROUND_BLOCKS = [
    "w:sdt",
    "w:sdtContent",
    "w:customXml",
    "w:ins",
    "w:del",
    "mc:AlternateContent",
    "mc:Choice",
    "w:txbxContent",
]
Xml = st.SearchStrategy[str]


def element(tags: list[str], inner: Xml, most: int = 3, properties: str = "") -> Xml:
    """An element with some attributes, perhaps properties, and content."""
    attributes = st.dictionaries(st.sampled_from(_ATTRIBUTES), st.sampled_from(_VALUES), max_size=1)
    stated = st.just("")
    if properties:
        children = st.lists(element([f"w:{tag}" for tag in _IN_PROPERTIES], st.just("")), max_size=3)
        stated = st.just("") | children.map(lambda xml: f"<w:{properties}>{''.join(xml)}</w:{properties}>")
    return st.builds(
        lambda tag, given, head, xml: f"<{tag} {' '.join(f'{k}={v!r}' for k, v in given.items())}>{head}{''.join(xml)}</{tag}>",
        st.sampled_from(tags), attributes, stated, st.lists(inner, max_size=most),
    )  # fmt: skip


WORDS = st.sampled_from(["总则", "1.", " ", "8分\n"])
RUNS = st.recursive(
    element(["w:r"], element([f"w:{tag}" for tag in _IN_RUN], WORDS), properties="rPr"),
    lambda inner: element(_AROUND_RUNS, inner),
    max_leaves=3,
)
PARAGRAPHS = element(["w:p"], RUNS, properties="pPr")


def tables_of(inner: Xml) -> Xml:
    """A table, or something else around blocks."""
    cells = element(["w:tc"] * 5 + ["w:sdt", "w:sdtContent"], inner, 2, properties="tcPr")
    rows = element(["w:tr"] * 5 + ["w:sdtContent"], cells, 3, properties="trPr")
    return element(["w:tbl"], rows, 3) | element(_AROUND_BLOCKS, inner)


BLOCKS = st.recursive(PARAGRAPHS, tables_of, max_leaves=6)
NUMBERING = lists([level("第%1条%9", "chineseCounting"), level("%1.%2")])
STYLES = styles_of(style("S1", '<w:numPr><w:numId w:val="1"/></w:numPr>', based_on="S2"), style("S2", based_on="S1"))


@given(st.lists(BLOCKS, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_any_markup_is_read_or_refused(blocks: list[str]) -> None:
    data = docx_of(*blocks, numbering=NUMBERING, styles=STYLES, footnotes=f"<w:footnotes {NAMES}/>")
    try:
        source = read_bytes(data, "某文件.docx")
    except Unreadable as refusal:
        if refusal.code == "fault":
            raise
        return
    at = 0
    for line in source.lines:
        assert at <= line.start < line.end <= len(source.text)
        assert source.text[line.start : line.end] == source.text[line.start : line.end].strip()
        at = line.end
    for table in source.tables:
        covered = [
            (row, column)
            for c in table.cells
            for row in range(c.row, c.row + c.row_span)
            for column in range(c.column, c.column + c.column_span)
        ]
        assert sorted(covered) == [(row, column) for row in range(table.rows) for column in range(table.columns)]
        assert all(table.start <= c.start <= c.end <= table.end for c in table.cells)
    assert all(0 <= remark.start <= remark.end <= len(source.text) for remark in source.remarks)
