"""Any document, however odd, is read or refused, and what is read is sound."""

from collections.abc import Callable
from random import Random

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
_WORDS = ["总则", "1.", " ", "8分\n", ""]
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


class Writer:
    """Writes odd markup that still resembles a document; the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def element(self, tags: list[str], content: str, properties: str = "") -> str:
        """An element with perhaps an attribute and properties, and the content."""
        tag = self._random.choice(tags)
        stated = f' {self._random.choice(_ATTRIBUTES)}="{self._random.choice(_VALUES)}"' * (self._random.random() < 0.6)
        if properties and self._random.random() < 0.6:
            inner = "".join(
                self.element([f"w:{name}" for name in _IN_PROPERTIES], "") for _ in range(self._random.randrange(4))
            )
            content = f"<w:{properties}>{inner}</w:{properties}>{content}"
        return f"<{tag}{stated}>{content}</{tag}>"

    def several(self, write: Callable[[int], str], depth: int, most: int) -> str:
        """Some pieces, fewer of them the deeper."""
        return "".join(write(depth - 1) for _ in range(self._random.randrange(1, most + 1))) if depth > 0 else ""

    def run(self, depth: int) -> str:
        """A run, or something around runs."""
        if self._random.random() < 0.3:
            return self.element(_AROUND_RUNS, self.several(self.run, depth, 2))
        pieces = [self.element([f"w:{name}" for name in _IN_RUN], self._random.choice(_WORDS)) for _ in range(2)]
        return self.element(["w:r"], "".join(pieces), "rPr")

    def block(self, depth: int) -> str:
        """A paragraph, a table, or something around blocks."""
        kind = self._random.random()
        if kind < 0.5 or depth < 2:
            return self.element(["w:p"], self.several(self.run, 3, 3), "pPr")
        if kind < 0.8:
            return self.element(["w:tbl"], self.several(self.row, depth, 3))
        return self.element(_AROUND_BLOCKS, self.several(self.block, depth, 2))

    def row(self, depth: int) -> str:
        """A row, sometimes something else."""
        return self.element(["w:tr"] * 6 + ["w:sdtContent"], self.several(self.cell, depth + 1, 4), "trPr")

    def cell(self, depth: int) -> str:
        """A cell, sometimes something else."""
        return self.element(["w:tc"] * 6 + ["w:sdtContent"], self.several(self.block, depth, 2), "tcPr")


NUMBERING = lists([level("第%1条%9", "chineseCounting"), level("%1.%2")])
STYLES = styles_of(style("S1", '<w:numPr><w:numId w:val="1"/></w:numPr>', based_on="S2"), style("S2", based_on="S1"))


@given(st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_any_markup_is_read_or_refused(seed: int) -> None:
    writer = Writer(seed)
    data = docx_of(
        *[writer.block(5) for _ in range(3)], numbering=NUMBERING, styles=STYLES, footnotes=f"<w:footnotes {NAMES}/>"
    )
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
