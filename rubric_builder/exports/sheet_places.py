"""Where things stand on a score sheet, for the formulas of all its sheets."""

from corpus.source_text import sheet_column
from rubric_builder.exports.sheet_layout import SheetPlan

MAIN = "考评表"

_BANDS = {
    "moved": "加减分项（不计入标准分）", "bonus": "加分项", "term": "计分总则（适用于全表）", "veto": "一票否决项",
    "condition": "等次条件",
}  # fmt: skip


class Places:
    """Where things stand on the main sheet: 1-based rows by the id of the rule, first rows by the id of the item."""

    def __init__(self, plan: SheetPlan, header: int) -> None:
        self.plan, self.rows, self.first, self.bands = plan, dict[str, int](), dict[str, int](), dict[int, str]()
        row, kind = header + 1, "item"
        for item in plan.items:
            if item.kind != kind:
                kind = item.kind
                self.bands[row] = _BANDS[kind]
                row += 1
            self.first[item.id] = row + 1
            for each in item.rows:
                self.rows[each.id] = row + 1
                row += 1
        self.header, self.last = header + 1, row

    def cell(self, code: str, row: int) -> str:
        """A cell's address: $L5."""
        return f"{self.column(code)}{row}"

    def column(self, code: str) -> str:
        """A column's letters."""
        return sheet_column(self.plan.at(code) + 1)

    def whole(self, code: str) -> str:
        """A column's stretch on the main sheet, for other sheets."""
        letters = self.column(code)
        return f"{MAIN}!${letters}${self.header + 1}:${letters}${self.last}"
