"""得分汇总: 标准分 − 空项分 = 应得分, 实得分, 百分制得分, 等次 of a score sheet, as formulas over it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rubric_builder.exports import wording
from rubric_builder.exports.inert import one_line
from rubric_builder.exports.rubric_xlsx import print_setup, write_text
from rubric_builder.exports.sheet_formulas import OPEN, grade_formula, percent_formula, text, tree_formula
from rubric_builder.exports.sheet_layout import SheetPlan
from rubric_builder.exports.wrapping import height_of
from rubric_builder.scoring.choices import Choice

if TYPE_CHECKING:
    from rubric_builder.exports.sheet_xlsx import Places

_COLUMNS = (
    ("一级要素", 26.0),
    ("标准分", 11.0),
    ("空项分", 11.0),
    ("应得分", 11.0),
    ("自评得分", 11.0),
    ("实得分", 11.0),
    ("得分率", 11.0),
)
TOTALS = ("standard", "blank", "due", "self", "actual")
"""Cells of the 合计 row that are checked against the calculation, by column from the second on."""


def summary_sheet(sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, unit: str, places: "Places") -> None:
    """The sheet."""
    scheme = plan.scheme
    for column, (_, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
    write_text(sheet, 0, 0, f"{one_line(unit)}得分汇总", formats["title"], columns=len(_COLUMNS))
    sheet.set_row(0, 32)
    for column, (heading, _) in enumerate(_COLUMNS):
        write_text(sheet, 1, column, heading, formats["header"])
    sheet.set_row(1, 24)
    row = 2
    counted = [top for top in scheme.tops if any(i.top == top[0] and i.kind == "item" for i in plan.items)]
    for top_id, name in counted:
        sheet.set_row(row, max(22.0, height_of(name, _COLUMNS[0][1], 10.0)))
        write_text(sheet, row, 0, name, formats["name"])
        _top_row(sheet, formats, plan, places, row, top_id)
        row += 1
    _total_row(sheet, formats, row, len(counted))
    total = row + 1
    cells = _below(sheet, formats, plan, places, row + 1, total)
    row += 1 + len(cells)
    for choice in open_of(plan):
        said = f"待定事项：{choice.question}（{'／'.join(words for _, words in choice.options)}）"
        sheet.set_row(row, height_of(said, sum(w for _, w in _COLUMNS), 9.0) + 2)
        write_text(sheet, row, 0, said, formats["wide"], columns=len(_COLUMNS))
        row += 1
    print_setup(sheet, 1, reviewed=plan.reviewed)
    sheet.protect("")


def open_of(plan: SheetPlan) -> list[Choice]:
    """The choices that nobody settled yet."""
    return [c for c in plan.scheme.choices.values() if plan.scheme.settings.option(c.id) is None]


def _top_row(sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, places: "Places", row: int, top: str) -> None:
    standard = sum((i.full for i in plan.items if i.top == top and i.full is not None), start=plan.scheme.standard * 0)
    count = sum(1 for i in plan.items if i.top == top and i.kind == "item")
    whose, full, applies = (places.whole(code) for code in ("top_id", "full", "apply"))
    sheet.write_number(row, 1, float(standard), formats["number"])
    blank = f'=SUMIFS({full},{whose},{text(top)},{applies},"不适用")'
    sheet.write_formula(row, 2, blank, formats["number"], 0)
    sheet.write_formula(row, 3, f"=B{row + 1}-C{row + 1}", formats["number"], float(standard))
    for column, code in ((4, "self_score"), (5, "score")):
        score = places.whole(code)
        here = f"({whose}={text(top)})*ISNUMBER({full})"
        done = f'SUMPRODUCT({here}*(ISNUMBER({score})+({score}="空项")))'
        opens = f"SUMPRODUCT({here}*({score}={text(OPEN)}))"
        summed = f'SUMIFS({score},{whose},{text(top)},{full},">=0")'
        made = f'=IF({done}<{count},IF({opens}>0,{text(OPEN)},""),ROUND({summed},9))'
        sheet.write_formula(row, column, made, formats["result"], "")
    rate = f'=IF(AND(ISNUMBER(F{row + 1}),D{row + 1}>0),F{row + 1}/D{row + 1},"")'
    sheet.write_formula(row, 6, rate, formats["rate"], "")


def _total_row(sheet: Any, formats: Mapping[str, Any], row: int, tops: int) -> None:
    sheet.set_row(row, 24)
    write_text(sheet, row, 0, "合计", formats["total"])
    for column, letters in enumerate("BCDEF", 1):
        cells = f"{letters}3:{letters}{row}"
        summed = f"=ROUND(SUM({cells}),9)"
        if letters in "EF":
            opens = f"SUMPRODUCT(--({cells}={text(OPEN)}))"
            summed = f'=IF(COUNT({cells})<{tops},IF({opens}>0,{text(OPEN)},""),ROUND(SUM({cells}),9))'
        if not tops:  # only bonuses and vetoes: there is nothing to add up
            summed = "=0"
        sheet.write_formula(row, column, summed, formats["result"], "")
    rate = f'=IF(AND(ISNUMBER(F{row + 1}),D{row + 1}>0),F{row + 1}/D{row + 1},"")'
    sheet.write_formula(row, 6, rate, formats["rate"], "")


def _below(
    sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, places: "Places", row: int, total: int
) -> list[str]:
    """加减分, 百分制得分, 等次: a label and a formula a row."""
    scheme = plan.scheme
    lines: list[tuple[str, str]] = []
    at = row
    lines.append(("加减分（加分项及加减分项）", f"={extra_formula(plan, places)}"))
    extra = f"F{at + 1}"
    nullified = [f"考评表!{places.cell('site', places.rows[rule])}" for rule in scheme.nullifiers]
    percent = percent_formula(scheme, f"F{total}", extra, f"D{total}", f"B{total}", nullified)
    lines.append(("百分制得分", percent))
    from_main = {v.id: f"考评表!{places.cell('site', places.rows[v.id])}" for v in scheme.vetoes}
    lines.append(("考评等次", grade_formula(scheme, f"F{at + 2}", from_main)))
    for n, (label, formula) in enumerate(lines):
        sheet.set_row(at + n, 24)
        write_text(sheet, at + n, 0, label, formats["total"], columns=5)
        sheet.write_formula(at + n, 5, formula, formats["result"], "")
        write_text(sheet, at + n, 6, "", formats["result"])
    bounds = "；".join(wording.grade(g) for g in scheme.grades)
    if bounds:
        said = f"等次：{bounds}"
        width = sum(w for _, w in _COLUMNS)
        sheet.set_row(at + len(lines), height_of(said, width, 9.0) + 2)
        write_text(sheet, at + len(lines), 0, said, formats["wide"], columns=len(_COLUMNS))
        return [*(label for label, _ in lines), "bounds"]
    return [label for label, _ in lines]


def extra_formula(plan: SheetPlan, places: "Places") -> str:
    """What is added to, or taken off, the sum of the items; without the leading =."""
    cells = {t.id: f"考评表!{places.cell('points', places.rows[t.id])}" for t in plan.scheme.bonuses}
    moved = [i for i in plan.items if i.kind == "moved"]
    scores = [f"考评表!{places.cell('score', places.first[i.id])}" for i in moved]
    applies = [f"考评表!{places.cell('apply', places.first[i.id])}" for i in moved]
    parts = [tree_formula(plan.scheme.bonus, cells)] if cells else []
    parts += [f"N({score})" for score in scores]
    if not parts:
        return "0"
    listed = [*cells.values(), *scores]
    done = [f"ISNUMBER({cell})" for cell in cells.values()]
    done += [f'OR(ISNUMBER({s}),{a}="不适用")' for s, a in zip(scores, applies, strict=True)]
    opens = "+".join(f"N({cell}={text(OPEN)})" for cell in listed)
    return f'IF(AND({",".join(done)}),IFERROR(ROUND({"+".join(parts)},9),{text(OPEN)}),IF({opens}>0,{text(OPEN)},""))'
