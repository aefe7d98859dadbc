"""A workbook's style sheet: the number format of each cell style, and whether it draws borders."""

from typing import TYPE_CHECKING

from ingest.xlsx.formats import BUILT_IN, NumberFormat
from ingest.xlsx.names import S

if TYPE_CHECKING:
    from lxml.etree import _Element as Element


class Styles:
    """Cell styles by their index (`c@s`)."""

    def __init__(self, root: "Element | None") -> None:
        self._formats: dict[str, NumberFormat] = {}
        self.formats: list[NumberFormat] = []
        self.ruled: list[bool] = []
        if root is None:
            return
        codes = {n.get("numFmtId") or "": n.get("formatCode") or "" for n in root.iter(S + "numFmt")}
        borders = [_drawn(border) for border in root.iterfind(f"{S}borders/{S}border")]
        for style in root.iterfind(f"{S}cellXfs/{S}xf"):
            number = style.get("numFmtId") or "0"
            code = codes.get(number)
            if code is None:
                code = BUILT_IN.get(int(number), "General") if number.isdecimal() else "General"
            self.formats.append(self._format(code))
            border = style.get("borderId") or "0"
            self.ruled.append(border.isdecimal() and int(border) < len(borders) and borders[int(border)])

    def _format(self, code: str) -> NumberFormat:
        if code not in self._formats:
            self._formats[code] = NumberFormat(code)
        return self._formats[code]


def _drawn(border: "Element") -> bool:
    """Whether a border has lines on two sides at least: a single one underlines a title."""
    return sum(side.get("style") not in (None, "none") for side in border) >= 2
