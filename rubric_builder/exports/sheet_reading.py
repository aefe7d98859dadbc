"""A filled-in score sheet read back: by the ids in its hidden columns, wherever rows and columns have been moved to.

Formulas' cached values are read only to be compared with the calculation, never to score.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from corpus.errors import Unreadable
from rubric_builder.exports.sheet_layout import APPLIES, NOT_APPLICABLE, SheetItem, SheetPlan, SheetRow
from rubric_builder.exports.sheet_places import MAIN
from rubric_builder.exports.sheet_xlsx import FORMAT, MARK, SUMMARY
from rubric_builder.scoring.asking import Asked, fault_in
from rubric_builder.scoring.facts import Fact, Facts, Found, as_number

_LARGEST = 64 * 1024 * 1024  # bytes, unpacked
_YES = frozenset(["是", "有", "√", "✓", "✔", "Y", "y", "对", "达到", "存在", "TRUE", "True", "true", "1"])
_NO = frozenset(["否", "无", "×", "✗", "N", "n", "未", "没有", "不存在", "FALSE", "False", "false", "0"])


@dataclass(frozen=True, slots=True)
class Filled:
    """What a sheet says: the facts found on site, those of the self-assessment, and what its own formulas gave
    (`shown`: cached values by address in words), None where nothing was ever worked out."""

    file: str
    unit: str
    group: str | None
    rubric: str
    site: Facts
    own: Facts
    shown: Mapping[str, tuple[str, object]]


@dataclass(frozen=True, slots=True)
class Mark:
    """What the hidden sheet says: which schema, unit and kind of unit."""

    rubric: str
    unit: str
    group: str | None


class OpenedSheet:
    """A workbook opened; `read` needs the plan of the schema that its `mark` names."""

    def __init__(self, content: bytes, file: str) -> None:
        """Raises `Unreadable` for what is no score sheet of ours."""
        self.file = file
        _guard(content, file)
        import openpyxl

        try:
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            self.rows: dict[str, list[tuple[Any, ...]]] = {
                name: list(book[name].iter_rows()) for name in (MAIN, SUMMARY, MARK) if name in book.sheetnames
            }
        except Exception as error:  # whatever a damaged workbook makes openpyxl raise
            raise Unreadable(
                "sheet.broken", f"读不了“{file}”：不是完好的 Excel 工作簿，请用 Excel 或 WPS 打开后另存为 xlsx 再试"
            ) from error
        said = {str(row[0].value): str(row[1].value or "") for row in self.rows.get(MARK, []) if len(row) > 1}
        if MAIN not in self.rows or said.get("format") != FORMAT or not said.get("rubric"):
            raise Unreadable(
                "sheet.foreign", f"“{file}”不是本程序发出的考评表（缺少“{MAIN}”或方案标识），请用发出的原表填报"
            )
        self.mark = Mark(said["rubric"], said.get("unit", ""), said.get("group") or None)

    def read(self, plan: SheetPlan) -> Filled:
        """The facts. Raises `Unreadable`, with sheet and cell, for what no rule of the schema allows."""
        if self.mark.rubric != plan.rubric:
            self.refuse(plan.rubric)
        return _Reading(self, plan).filled()

    def refuse(self, rubric: str) -> NoReturn:
        """Raises `Unreadable`: the sheet is of another schema than that of this SHA-256."""
        raise Unreadable(
            "sheet.schema",
            f"“{self.file}”的方案标识（“{MARK}”B2）{self.mark.rubric[:12]}…与所给方案{rubric[:12]}…不一致，"
            "请改用发表时的方案，或者重新发表填报",
        )


def read_sheet(content: bytes, file: str, plan: SheetPlan) -> Filled:
    """`OpenedSheet(…).read(…)` at once."""
    return OpenedSheet(content, file).read(plan)


def _guard(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            whole = sum(entry.file_size for entry in container.infolist())
    except zipfile.BadZipFile:
        raise Unreadable(
            "sheet.broken", f"读不了“{file}”：不是 xlsx 工作簿，请用 Excel 或 WPS 另存为 xlsx 再试"
        ) from None
    if whole > _LARGEST:
        raise Unreadable("sheet.large", f"“{file}”展开后超过{_LARGEST // 1024 // 1024}MB，不是本程序发出的考评表")


class _Reading:
    def __init__(self, opened: OpenedSheet, plan: SheetPlan) -> None:
        self.opened, self.plan = opened, plan
        self.grid = opened.rows[MAIN]
        self.header, self.at = self._columns()
        self.rows = dict(self._rows())

    def filled(self) -> Filled:
        site: dict[str, Fact] = {}
        own: dict[str, Fact] = {}
        blank: dict[str, str] = {}
        for item in self.plan.items:
            if item.kind in ("item", "moved"):
                blank |= self._applies(item)
            for row in item.rows:
                self._facts(item, row, site, own)
        self._among(site, own)
        mark = self.opened.mark
        facts = Facts(unit=mark.unit, group=mark.group, found=site, not_applicable=blank)
        return Filled(
            self.opened.file, mark.unit, mark.group, mark.rubric, facts,
            Facts(unit=mark.unit, group=mark.group, found=own, not_applicable=blank), self._shown(),
        )  # fmt: skip

    def _columns(self) -> tuple[int, dict[str, int]]:
        """The header's row, from 0, and each column's place by its heading, wherever it was moved to."""
        wanted = {_plain(c.heading): c.code for c in self.plan.columns}
        for n, row in enumerate(self.grid[:200]):
            found = {wanted[said]: i for i, c in reversed(list(enumerate(row))) if (said := _plain(c.value)) in wanted}
            if {"row_id", "site"} <= set(found):
                missing = [c.heading for c in self.plan.columns if c.code in _NEEDED and c.code not in found]
                if missing:
                    names = "、".join(_plain(name) for name in missing)
                    raise Unreadable(
                        "sheet.columns", f"“{self.opened.file}”的“{MAIN}”缺少“{names}”栏，请用发出的原表填报"
                    )
                return n, found
        raise Unreadable(
            "sheet.columns", f"“{self.opened.file}”的“{MAIN}”没有表头（现场考评填报、规则编号），请用发出的原表填报"
        )

    def _rows(self) -> Iterator[tuple[str, int]]:
        """The row, from 0, of each rule's id. Rows without an id are the office's own remarks."""
        known = {row.id for item in self.plan.items for row in item.rows}
        seen: dict[str, int] = {}
        for n in range(self.header + 1, len(self.grid)):
            own_id = str(self._value(n, "row_id") or "").strip()
            if not own_id:
                continue
            if own_id not in known:
                raise Unreadable(
                    "sheet.row", f"{self._cell(n, 'row_id')}的规则编号“{own_id}”在方案中没有，请用发出的原表填报"
                )
            if own_id in seen:
                raise Unreadable(
                    "sheet.row",
                    f"{self._cell(n, 'row_id')}的规则编号“{own_id}”与第{seen[own_id] + 1}行重复，请删去复制的一行",
                )
            seen[own_id] = n
            yield own_id, n
        gone = [row for item in self.plan.items for row in item.rows if row.id not in seen]
        if gone:
            raise Unreadable(
                "sheet.row",
                f"“{self.opened.file}”的“{MAIN}”缺少{len(gone)}行，首先是“{gone[0].said[:40]}”（{gone[0].id}），请用发出的原表填报",
            )

    def _value(self, row: int, code: str) -> object:
        place = self.at.get(code)
        cells = self.grid[row]
        return cells[place].value if place is not None and place < len(cells) else None

    def _cell(self, row: int, code: str) -> str:
        """A cell for a person: “甲街道.xlsx”考评表 L5."""
        place = self.at.get(code, 0)
        letters = ""
        place += 1
        while place:
            place, rest = divmod(place - 1, 26)
            letters = chr(65 + rest) + letters
        return f"“{self.opened.file}”{MAIN} {letters}{row + 1}"

    def _applies(self, item: SheetItem) -> Mapping[str, str]:
        """The item with its reason, where it does not apply."""
        for row in item.rows:
            n = self.rows[row.id]
            said = _plain(self._value(n, "apply"))
            if said in ("", APPLIES, "是"):
                continue
            if said not in (NOT_APPLICABLE, "空项", "否"):
                raise Unreadable(
                    "sheet.value", f"{self._cell(n, 'apply')}填的是“{said}”，应选“{APPLIES}”或“{NOT_APPLICABLE}”"
                )
            notes = (str(self._value(self.rows[r.id], "note") or "").strip() for r in item.rows)
            reason = next(filter(None, notes), "")
            if not reason:
                raise Unreadable(
                    "sheet.reason",
                    f"{self._cell(n, 'note')}没有写明理由：该项选为“{NOT_APPLICABLE}”，请在扣分说明栏写明",
                )
            return {item.id: reason}
        return {}

    def _facts(self, item: SheetItem, row: SheetRow, site: dict[str, Fact], own: dict[str, Fact]) -> None:
        n = self.rows[row.id]
        note = str(self._value(n, "note") or "").strip()
        for code, target in (("site", site), ("self", own)):
            raw = self._value(n, code)
            if raw is None or _plain(raw) == "":
                continue
            place = self._cell(n, code)
            value = found(raw, row.ask, place, percent=self._as_percent(n, code))
            by_hand = row.term is not None and row.term.by_hand
            if by_hand and value and not note and code == "site":
                raise Unreadable(
                    "sheet.reason",
                    f"{self._cell(n, 'note')}没有写明理由：{place}由人工评定，填了{value}分，请在扣分说明栏写明",
                )
            target[row.id] = Fact(
                value=value,
                note=note or ("自评" if by_hand else ""),
                source=place.removeprefix(f"“{self.opened.file}”"),
            )

    def _among(self, site: Mapping[str, Fact], own: Mapping[str, Fact]) -> None:
        """What counts double is among what counts at all."""
        terms = {row.id: row.term for item in self.plan.items for row in item.rows if row.term and row.term.base}
        for code, facts in (("site", site), ("self", own)):
            for own_id, term in terms.items():
                fact, base = facts.get(own_id), facts.get(term.base)
                if fact and base and as_number(fact.value) > as_number(base.value):
                    place = self._cell(self.rows[own_id], code)
                    whole = self._cell(self.rows[term.base], code).rpartition(" ")[2]
                    raise Unreadable(
                        "sheet.value",
                        f"{place}填的是“{as_number(fact.value)}”，大于{whole}的“{as_number(base.value)}”，应为其中的一部分",
                    )

    def _as_percent(self, row: int, code: str) -> bool:
        """Whether the cell was typed as 95%, which Excel keeps as 0.95 under a format of its own."""
        place = self.at[code]
        cells = self.grid[row]
        style = getattr(cells[place], "number_format", None) or "" if place < len(cells) else ""
        return "%" in re.sub(r'"[^"]*"|\\.', "", style)  # quoted, it is only a mark

    def _shown(self) -> Mapping[str, tuple[str, object]]:
        """What the sheet's formulas gave, by what they are of: the cell, its value."""
        shown: dict[str, tuple[str, object]] = {}
        for item in self.plan.items:
            for row in item.rows:
                n = self.rows[row.id]
                for code in ("points", "self_points"):
                    if row.term is not None:
                        shown[f"{code}:{row.id}"] = (self._cell(n, code), self._value(n, code))
            if item.item is not None:
                n = self.rows[item.rows[0].id]
                for code in ("score", "self_score"):
                    shown[f"{code}:{item.id}"] = (self._cell(n, code), self._value(n, code))
        for row_cells in self.opened.rows.get(SUMMARY, []):
            label = _plain(row_cells[0].value) if row_cells else ""
            for column, code in _SUMMARY.get(label, ()):
                value = row_cells[column].value if column < len(row_cells) else None
                shown[code] = (f"“{self.opened.file}”{SUMMARY}“{label}”", value)
        return shown


_NEEDED = frozenset({"row_id", "item_id", "site", "self", "note", "apply"})
_SUMMARY: Mapping[str, Sequence[tuple[int, str]]] = {
    "合计": ((1, "standard"), (2, "blank"), (3, "due"), (4, "self_actual"), (5, "actual")),
    "按计分总则退回的扣分": ((5, "returned"),),
    "加减分（加分项及加减分项）": ((5, "extra"),),
    "百分制得分": ((5, "percent"),),
    "考评等次": ((5, "grade"),),
}


def _plain(value: object) -> str:
    return re.sub(r"\s", "", str(value)) if value is not None else ""


def found(raw: object, ask: Asked, place: str, *, percent: bool = False) -> Found:
    """The fact that a cell holds; numbers stored as text, full-width digits and a unit behind them are read.

    `percent`: the cell shows its number as a percentage. Raises `Unreadable` naming the cell (`place`).
    """
    value = _read(raw, ask)
    if percent and ask.kind == "percentage" and isinstance(raw, int | float) and isinstance(value, Decimal):
        value *= 100
    fault = "应填“是”或“否”" if ask.kind == "yes_no" else "应填数字" if ask.kind != "step" else "应从下拉列表中选"
    if value is not None:
        fault = fault_in(ask, value) or ""
    if fault or value is None:
        raise Unreadable("sheet.value", f"{place}填的是“{_shown_value(raw)}”，{fault}（{ask.prompt}）")
    return value


def _shown_value(raw: object) -> str:
    text = str(raw).strip()
    return text if len(text) <= 30 else text[:29] + "…"


_WIDE = str.maketrans("０１２３４５６７８９．－＋％", "0123456789.-+%")
_NUMBER = re.compile(r"([-+]?\d+(?:\.\d+)?)(?:分|个百分点|%|起|次|人|项|处|家|件|名|个|户|份|例|天|日)?\Z")


def _read(raw: object, ask: Asked) -> Found | None:
    if ask.kind == "yes_no":
        said = _plain(raw)
        return True if said in _YES or raw is True else False if said in _NO or raw is False else None
    if ask.kind == "counts":
        return _counts(raw)
    if ask.kind == "step":
        said = _plain(raw)
        for n, label in enumerate(ask.labels):
            if said == _plain(label) or said == str(n):
                return Decimal(n)
        return None
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        return as_decimal(raw)
    matched = _NUMBER.match(_plain(raw).translate(_WIDE))
    try:
        return Decimal(matched[1]) if matched else None
    except InvalidOperation:
        return None


def _counts(raw: object) -> tuple[Decimal, ...] | None:
    """Several numbers in one cell, set apart by 、 or a comma; None where one of them is none."""
    if isinstance(raw, bool):
        return None
    if isinstance(raw, int | float):
        one = as_decimal(raw)
        return None if one is None else (one,)
    said = re.split("[、，,;；]", str(raw).strip("、，,;； \n").translate(_WIDE))
    found = [_NUMBER.match(_plain(each)) for each in said]
    return tuple(Decimal(m[1]) for m in found if m) if all(found) else None


def as_decimal(value: int | float) -> Decimal | None:
    """A cell's binary number as the decimal that was typed (15 significant digits, as Excel keeps).

    >>> as_decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    try:
        made = Decimal(f"{value:.15g}")
    except InvalidOperation:
        return None
    return made if made.is_finite() else None
