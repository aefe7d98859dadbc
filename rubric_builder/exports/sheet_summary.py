"""得分汇总: 标准分 − 空项分 = 应得分, 实得分, 百分制得分, 等次 of a score sheet, as formulas over it."""

from collections.abc import Mapping, Sequence
from typing import Any

from rubric_builder.exports import wording
from rubric_builder.exports.inert import one_line
from rubric_builder.exports.rubric_xlsx import print_setup, write_text
from rubric_builder.exports.sheet_formulas import OPEN, text, tree_formula
from rubric_builder.exports.sheet_layout import SheetItem, SheetPlan
from rubric_builder.exports.sheet_places import Places
from rubric_builder.exports.sheet_totals import TotalCells, added_formula, back_formula, grade_formula, percent_formula
from rubric_builder.exports.wrapping import height_of
from rubric_builder.scoring.choices import BONUS_BASE, Choice
from rubric_builder.scoring.scheme import Reading, Scheme

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


def summary_sheet(sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, unit: str, places: Places) -> None:
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


def _top_row(sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, places: Places, row: int, top: str) -> None:
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
        whole = f"ROUND({summed},9)"
        for cell in _factors(plan, places, top, "self_points" if code == "self_score" else "points").values():
            whole = f'IF(ISNUMBER({cell}),ROUND({whole}*{cell},9),"")'
        made = f'=IF({done}<{count},IF({opens}>0,{text(OPEN)},""),{whole})'
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


def _below(sheet: Any, formats: Mapping[str, Any], plan: SheetPlan, places: Places, row: int, total: int) -> list[str]:
    """加减分, 百分制得分, 等次: a label and a formula a row."""
    scheme = plan.scheme
    lines: list[tuple[str, str]] = []
    at = row
    returned = ""
    weight = _Weight(plan, places, f"D{total}", f"B{total}")
    if returns(scheme):
        returned = f"F{at + 1}"
        lines.append((RETURNED, f"={returned_formula(plan, places, weight)}"))
    extra = f"F{at + len(lines) + 1}"
    lines.append(("加减分（加分项及加减分项）", f"={extra_formula(plan, places, weight)}"))
    percent = f"F{at + len(lines) + 1}"
    cells = TotalCells(
        f"F{total}", extra, f"D{total}", f"B{total}", returned, _factors(plan, places, None, "points"),
        [f"考评表!{places.cell('site', places.rows[rule])}" for rule in scheme.nullifiers],
    )  # fmt: skip
    lines.append(("百分制得分", percent_formula(scheme, cells)))
    vetoes = {v.id: f"考评表!{places.cell('site', places.rows[v.id])}" for v in scheme.vetoes}
    conditions = {own: f"考评表!{places.cell('site', places.rows[own])}" for own in scheme.asked_conditions}
    lines.append(("考评等次", grade_formula(scheme, percent, vetoes, conditions)))
    for n, (label, formula) in enumerate(lines):
        sheet.set_row(at + n, 24)
        write_text(sheet, at + n, 0, label, formats["total"], columns=5)
        sheet.write_formula(at + n, 5, formula, formats["result"], "")
        write_text(sheet, at + n, 6, "", formats["result"])
    bounds = "；".join(wording.grade(g) for g in scheme.grades)
    below = [f"等次：{bounds}"] if bounds else []
    if any(c.ranked for c in scheme.conditions.values()):
        below.append("等次与名次有关的，本表显示“待排名”，以全部单位得分汇总后评定的为准")
    below += [f"计分总则：{each.said}（{each.cite}）" for each in scheme.terms]
    width = sum(w for _, w in _COLUMNS)
    for n, said in enumerate(below, at + len(lines)):
        sheet.set_row(n, height_of(said, width, 9.0) + 2)
        write_text(sheet, n, 0, said, formats["wide"], columns=len(_COLUMNS))
    return [*(label for label, _ in lines), *below]


RETURNED = "按计分总则退回的扣分"


def returns(scheme: Scheme) -> bool:
    """Whether a rule over the whole can give back points lost in items."""
    return any(len(reading.leaves) > len(reading.moved) for reading in scheme.lost)


def _factors(plan: SheetPlan, places: Places, top: str | None, points: str) -> dict[str, str]:
    """The cells of the coefficients of a first-level indicator, or (null) of the total, by rule id."""
    mine = (t for t in plan.scheme.terms if t.effect == "factor" and t.top == top)
    return {t.id: f"考评表!{places.cell(points, places.rows[t.id])}" for t in mine}


class _Weight:
    """What a point of an item comes to in points that move the total, as a formula, and the cells that it hangs on."""

    def __init__(self, plan: SheetPlan, places: Places, due: str, standard: str) -> None:
        scheme = plan.scheme
        cells = _factors(plan, places, None, "points")
        whole = {t.id for t in scheme.terms if t.choice and scheme.settings.option(t.choice.id) == "all"}
        self.cells = [cell for own_id, cell in cells.items() if own_id not in whole]
        scaled = [f"IF({due}>0,{standard}/{due},1)"] if scheme.settings.option(BONUS_BASE) == "percent" else []
        self.formula = f"ROUND({'*'.join([*self.cells, *scaled])},9)" if self.cells or scaled else "1"


def weighs(readings: Sequence[Reading]) -> bool:
    """Whether what goes back hangs on what a point of an item weighs."""
    return any(
        0 < len(r.moved) < len(r.leaves)
        or any(leaf.startswith("added:ind") and leaf not in r.moved for leaf in r.leaves)
        for r in readings
    )


class _Pieces:
    """What was lost and added where, as formulas over the main sheet, by the leaves of `Reading`; `shown`: the cells that
    they hang on, `done`: whether each of those has a number."""

    def __init__(self, plan: SheetPlan, places: Places, readings: Sequence[Reading], weight: _Weight) -> None:
        self.plan, self.places, self.weight = plan, places, weight
        self.shown: list[str] = []
        self.done: list[str] = []
        self.bonuses = {t.id: self._points(t.id) for t in plan.scheme.bonuses}
        self.cells = {t.id: self._points(t.id) for t in plan.scheme.terms if t.term is not None}
        items = {i.id: i for i in plan.items}
        effect = {"lose" if reading in plan.scheme.lost else "add" for reading in readings}
        for leaf in dict.fromkeys(leaf for reading in readings for leaf in reading.leaves):
            kind, _, own_id = leaf.partition(":")
            self.cells[leaf] = self._bonus() if own_id == "bonus" else self._item(kind, items[own_id])
        for t in plan.scheme.terms:
            if t.term is not None and t.effect in effect:
                self._hangs_on(self._points(t.id))
        if weighs(readings):
            for cell in weight.cells:
                self._hangs_on(cell)

    def _points(self, rule: str) -> str:
        return f"考评表!{self.places.cell('points', self.places.rows[rule])}"

    def _hangs_on(self, cell: str, applies: str = "") -> None:
        self.shown.append(cell)
        self.done.append(f'OR(ISNUMBER({cell}),{applies}="不适用")' if applies else f"ISNUMBER({cell})")

    def _bonus(self) -> str:
        for cell in self.bonuses.values():
            self._hangs_on(cell)
        return f"MAX(0,{tree_formula(self.plan.scheme.bonus, self.bonuses)})"

    def _item(self, kind: str, item: SheetItem) -> str:
        first = self.places.first[item.id]
        score, lost, applies = (f"考评表!{self.places.cell(code, first)}" for code in ("score", "lost", "apply"))
        self._hangs_on(score, applies)
        if item.kind == "moved":
            return f"MAX(0,{'-' if kind == 'lost' else ''}N({score}))"
        own = list(_factors(self.plan, self.places, item.top, "points").values())
        for cell in own:
            self._hangs_on(cell)
        if kind == "lost":
            return "*".join([f"N({lost})", *own])
        assert item.item is not None
        cells = {r.id: self._points(r.id) for r in item.rows}
        inputs = {r.id: f"考评表!{self.places.cell('site', self.places.rows[r.id])}" for r in item.rows}
        made = "*".join([f"({added_formula(item.item, cells, inputs)})", *own, self.weight.formula])
        return f"IF(ISNUMBER({score}),{made},0)"


def returned_formula(plan: SheetPlan, places: Places, weight: _Weight) -> str:
    """What rules over the whole give back of points lost in the items; without the leading =."""
    pieces = _Pieces(plan, places, plan.scheme.lost, weight)
    return _guarded(back_formula(plan.scheme.lost, pieces.cells, weight.formula)[0], pieces.done, pieces.shown)


def _guarded(formula: str, done: Sequence[str], shown: Sequence[str]) -> str:
    """The formula where all that it hangs on has a number; else 待定 where something is, or empty."""
    done, shown = list(dict.fromkeys(done)), list(dict.fromkeys(shown))
    if not done:
        return f"IFERROR({formula},{text(OPEN)})"
    opens = "+".join(f"N({cell}={text(OPEN)})" for cell in shown)
    return f'IF(AND({",".join(done)}),IFERROR({formula},{text(OPEN)}),IF({opens}>0,{text(OPEN)},""))'


def extra_formula(plan: SheetPlan, places: Places, weight: _Weight) -> str:
    """What is added to, or taken off, the sum of the items; without the leading =."""
    scheme = plan.scheme
    outside = scheme.lost if any(reading.moved for reading in scheme.lost) else ()
    added, lost = (_Pieces(plan, places, each, weight) for each in (scheme.added, outside))
    parts, done, shown = list[str](), [*added.done, *lost.done], [*added.shown, *lost.shown]

    def take(cell: str, formula: str, applies: str = "") -> None:
        parts.append(formula)
        shown.append(cell)
        done.append(f'OR(ISNUMBER({cell}),{applies}="不适用")' if applies else f"ISNUMBER({cell})")

    if scheme.bonuses:
        for cell in added.bonuses.values():
            take(cell, "0")
        parts = [tree_formula(scheme.bonus, added.bonuses)]
    for item in plan.items:
        if item.kind == "moved":
            score, applies = (f"考评表!{places.cell(code, places.first[item.id])}" for code in ("score", "apply"))
            take(score, f"N({score})", applies)
    for t in scheme.terms:
        if t.effect == "moves":
            take(added.cells[t.id], added.cells[t.id])
    if scheme.added:
        inside, moved = back_formula(scheme.added, added.cells, weight.formula)
        parts.append(f"-({inside})-({moved})")
    if outside:
        parts.append(f"({back_formula(outside, lost.cells, weight.formula)[1]})")
    return _guarded(f"ROUND({'+'.join(parts)},9)", done, shown) if parts else "0"
