"""A workbook's parts: its sheets in order, its shared strings, styles and print titles."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.docx.names import R
from ingest.docx.parts import Parts
from ingest.messages import unreadable
from ingest.xlsx.names import S
from ingest.xlsx.sheet import Sheet, read_sheet, rich_text
from ingest.xlsx.styles import Styles

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_TITLE_ROWS = re.compile(r"(?:.*!)?\$?(\d{1,7}):\$?(\d{1,7})")
_CHART_KINDS = {"chartsheet": "图表", "dialogsheet": "对话框", "xlMacrosheet": "宏表", "xlIntlMacrosheet": "宏表"}


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it. `skipped` names what it is where it holds no cells (图表)."""

    name: str
    part: str
    hidden: bool
    header_end: int
    skipped: str = ""


class Workbook:
    """The parts of one workbook, read as they are asked for."""

    def __init__(self, parts: Parts, name: str) -> None:
        """Raises `Unreadable` where there is no workbook in the package."""
        self._parts = parts
        self._main = self._find_main(name)
        root = parts.xml(self._main)
        if root is None:
            raise unreadable("no-workbook", name)
        self._root = root
        properties = root.find(S + "workbookPr")
        calculation = root.find(S + "calcPr")
        self._calculated = calculation is None or calculation.get("fullCalcOnLoad") not in ("1", "true")
        self._from_1904 = properties is not None and properties.get("date1904") in ("1", "true", "on")
        self._related = parts.relationships(self._main)
        by_kind = {r.kind: r.target for r in self._related.values() if r.target}
        strings = parts.xml(by_kind["sharedStrings"]) if "sharedStrings" in by_kind else None
        self._strings = [rich_text(si) for si in strings.iterchildren(S + "si")] if strings is not None else []
        self._styles = Styles(parts.xml(by_kind["styles"]) if "styles" in by_kind else None)

    def _find_main(self, name: str) -> str:
        for relationship in self._parts.relationships("").values():
            if relationship.kind == "officeDocument" and relationship.target:
                return relationship.target
        if self._parts.xml("xl/workbook.xml") is not None:
            return "xl/workbook.xml"
        raise unreadable("no-workbook", name)

    def sheets(self) -> Iterator[SheetPart]:
        """The sheets in their order."""
        titles = self._title_rows()
        for index, element in enumerate(self._root.iterfind(f"{S}sheets/{S}sheet")):
            related = self._related.get(element.get(R + "id") or "")
            if related is None or not related.target:
                continue
            hidden = (element.get("state") or "visible") != "visible"
            skipped = _CHART_KINDS.get(related.kind, "")
            yield SheetPart(
                element.get("name") or f"第{index + 1}张", related.target, hidden, titles.get(index, 0), skipped
            )

    def sheet(self, listed: SheetPart) -> Sheet | None:
        """What a listed sheet shows, None where its part is missing."""
        root = self._parts.xml(listed.part)
        if root is None:
            return None
        sheet = read_sheet(
            root, listed.name, self._strings, self._styles, from_1904=self._from_1904, calculated=self._calculated
        )
        if listed.header_end:
            sheet.header_end = min(listed.header_end, sheet.header_end) if sheet.header_end else listed.header_end
        return sheet

    def related_to(self, part: str) -> "Iterator[tuple[str, Element]]":
        """The kind and root of the XML parts that a sheet refers to (comments, drawings)."""
        for relationship in self._parts.relationships(part).values():
            if relationship.kind in ("comments", "threadedComment", "drawing") and relationship.target:
                root = self._parts.xml(relationship.target)
                if root is not None:
                    yield relationship.kind, root

    def _title_rows(self) -> dict[int, int]:
        """By a sheet's place in the list, the last of the rows that its print repeats at the top of each page."""
        out: dict[int, int] = {}
        for element in self._root.iterfind(f"{S}definedNames/{S}definedName"):
            index = element.get("localSheetId") or ""
            if element.get("name") != "_xlnm.Print_Titles" or not index.isdecimal():
                continue
            for reference in (element.text or "").split(","):
                found = _TITLE_ROWS.fullmatch(reference.strip())
                if found:
                    out[int(index)] = int(found[2])
        return out
