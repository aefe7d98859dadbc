"""Score sheets as offices send them back: filled in, worked out again by LibreOffice, tampered with."""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from rubric_builder.exports.sheet_layout import NOT_APPLICABLE, SheetPlan
from rubric_builder.exports.sheet_places import MAIN
from rubric_builder.scoring import Facts
from rubric_builder.scoring.facts import as_number
from tests.libre_office import convert


class SheetFile:
    """A score sheet opened to be written on, its cells by column code and rule id."""

    def __init__(self, content: bytes, plan: SheetPlan) -> None:
        self.book = openpyxl.load_workbook(io.BytesIO(content))
        sheet = self.book[MAIN]
        assert isinstance(sheet, Worksheet)
        self.sheet, self.plan = sheet, plan
        wanted = {column.heading: column.code for column in plan.columns}
        header = next(r for r in sheet.iter_rows(max_row=12) if any(c.value == "规则编号" for c in r))
        self.columns = {wanted[str(c.value)]: int(c.column) for c in header if c.value in wanted}
        ids = ((r, sheet.cell(r, self.columns["row_id"]).value) for r in range(header[0].row + 1, sheet.max_row + 1))
        self.rows = {str(own_id): r for r, own_id in ids if own_id}

    def put(self, code: str, rule: str, value: Any) -> str:
        """Writes a cell; its address."""
        cell = self.sheet.cell(self.rows[rule], self.columns[code])
        cell.value = value
        return str(cell.coordinate)

    def to_bytes(self) -> bytes:
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def filled_in(content: bytes, plan: SheetPlan, site: Facts, own: Facts | None = None) -> bytes:
    """The sheet with the facts typed into it, as people type them."""
    file = SheetFile(content, plan)
    for item in plan.items:
        for row in item.rows:
            for code, facts in (("site", site), ("self", own)):
                if facts is None or row.id not in facts.found:
                    continue
                value = facts.found[row.id].value
                if row.ask.kind == "yes_no":
                    file.put(code, row.id, "是" if value else "否")
                elif row.ask.kind == "step":
                    file.put(code, row.id, row.ask.labels[int(as_number(value))])
                elif isinstance(value, tuple):
                    file.put(code, row.id, "、".join(map(str, value)))
                else:
                    file.put(code, row.id, float(value))
            fact = site.found.get(row.id)
            note = site.not_applicable.get(item.id) or (fact.note if fact else "") or "见检查记录"
            file.put("note", row.id, note)
        if item.id in site.not_applicable:
            file.put("apply", item.rows[0].id, NOT_APPLICABLE)
    return file.to_bytes()


def touched(content: bytes, plan: SheetPlan, touch: Callable[[SheetFile], Any]) -> bytes:
    """The sheet after somebody's hands."""
    file = SheetFile(content, plan)
    touch(file)
    return file.to_bytes()


_AT_ONCE = 50
"""Workbooks for one LibreOffice: it gives up silently somewhere above two hundred."""


def worked_out(files: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """The workbooks opened and saved by LibreOffice, every formula worked out by it."""
    sent, back = folder / "sent", folder / "back"
    sent.mkdir(parents=True)
    paths: Sequence[Path] = [sent / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    convert(paths, "xlsx", back)
    return {name: (back / name).read_bytes() for name in files}
