"""Score sheets: laid out, worked out by LibreOffice, read back, tampered with."""

import io
import os
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from corpus.errors import Unreadable
from rubric_builder.draft import Draft
from rubric_builder.exports.sheet_agreement import differences, expected
from rubric_builder.exports.sheet_layout import SheetPlan, sheet_plan
from rubric_builder.exports.sheet_places import MAIN
from rubric_builder.exports.sheet_reading import found, read_sheet
from rubric_builder.exports.sheet_xlsx import EVIDENCE, MARK, SUMMARY, SheetMaker, sheet_xlsx
from rubric_builder.schema import fingerprint
from rubric_builder.scoring import Fact, Facts, Scheme, Settings, calculate, open_choices, scheme, settled
from rubric_builder.scoring.amounts import ByHand, Chosen, Each, Factor, Listed, Measured, Once, Placed, Share
from rubric_builder.scoring.asking import Asked
from rubric_builder.scoring.calculation import all_terms
from tests.generated_schemas import facts, schemas, settled_all
from tests.score_sheet_files import SheetFile, filled_in, touched, worked_out
from tests.scoring_schemas import KINDS, YEAR_ANSWERS, D, year_schema, year_with_terms

HEAVY = bool(os.environ.get("KAOHE_HEAVY"))


def year_settings(draft: Draft) -> Settings:
    """The office's answers."""
    return settled(
        {c.id: YEAR_ANSWERS[c.id if c.id in YEAR_ANSWERS else c.id.split(":")[0]] for c in open_choices(draft)}
    )


@pytest.fixture(scope="module")
def draft() -> Draft:
    return year_schema()


@pytest.fixture(scope="module")
def plan(draft: Draft) -> SheetPlan:
    return sheet_plan(scheme(draft, KINDS[0], year_settings(draft)), rubric=fingerprint(draft), reviewed=True)


@pytest.fixture(scope="module")
def blank(plan: SheetPlan) -> bytes:
    return sheet_xlsx(plan, "青岚镇")


def some_facts(made: Scheme, unit: str, seed: int) -> Facts:
    """A unit's year, drawn."""
    drawn = random.Random(seed)
    given_facts: dict[str, Fact] = {}
    for term in all_terms(made):
        match term.amount:
            case Once():
                value: Any = drawn.random() < (0.1 if term.effect == "zero" else 0.6)
            case Each():
                value = D(drawn.choice([0, 0, 1, 2, 7])) + (
                    D(drawn.choice(["0", "0.3"])) if term.amount.unit == "个百分点" else 0
                )
            case Share() | Measured():
                value = D(drawn.randint(550, 1050)) / 10
            case Placed():
                value = D(drawn.randint(1, 12))
            case Chosen(low=low, high=high):
                value = drawn.choice([D(0), low, high or D(2)])
            case ByHand():
                value = drawn.choice([D(0), D("0.5")])
            case Factor(low=low, high=high):
                value = drawn.choice([low, high, D("0.95")])
            case Listed():
                value = tuple(D(drawn.randint(0, 6)) for _ in range(drawn.randint(1, 3)))
            case _:
                value = D(0)
        base = given_facts.get(term.base)
        given_facts[term.id] = Fact(value=value if base is None else min(value, base.value), note="现场核查")
    given_facts |= {v.id: Fact(value=drawn.random() < 0.1) for v in made.vetoes}
    given_facts |= {own: Fact(value=drawn.random() < 0.7) for own in made.asked_conditions}
    gone = {i.id: "无此类监管对象" for i in made.items if drawn.random() < 0.08}
    return Facts(unit=unit, group=made.group, found=given_facts, not_applicable=gone)


def complete(plan: SheetPlan, seed: int = 3) -> Facts:
    return some_facts(plan.scheme, "青岚镇", seed)


def values(given_facts: Facts) -> dict[str, Any]:
    return {key: fact.value for key, fact in given_facts.found.items()}


# --- the round trip -------------------------------------------------------------------------------------------------


def test_a_sheet_comes_back_as_it_was_filled_in(plan: SheetPlan, blank: bytes) -> None:
    site, own = complete(plan), some_facts(plan.scheme, "青岚镇", 4)
    filled = read_sheet(filled_in(blank, plan, site, own), "青岚镇.xlsx", plan)
    assert values(filled.site) == values(site)
    assert filled.site.not_applicable == site.not_applicable
    assert values(filled.own) == values(own)
    assert (filled.unit, filled.group, filled.rubric) == ("青岚镇", KINDS[0], plan.rubric)


def test_a_blank_sheet_says_nothing(plan: SheetPlan, blank: bytes) -> None:
    filled = read_sheet(blank, "青岚镇.xlsx", plan)
    assert (filled.site.found, filled.own.found, filled.site.not_applicable) == ({}, {}, {})


def test_the_same_unit_gives_the_same_bytes(plan: SheetPlan, blank: bytes) -> None:
    assert sheet_xlsx(plan, "青岚镇") == blank
    other = SheetMaker(plan).workbook("A&B<石桥>镇")
    assert read_sheet(other, "x.xlsx", plan).unit == "A&B<石桥>镇"
    assert openpyxl.load_workbook(io.BytesIO(other))[MARK]["B3"].value == "A&B<石桥>镇"


def _sorted(file: SheetFile) -> None:
    """All merged cells taken apart and the rows turned round."""
    for merged in list(file.sheet.merged_cells.ranges):
        file.sheet.unmerge_cells(str(merged))
    first, last = min(file.rows.values()), max(file.rows.values())
    rows = [[c.value for c in row] for row in file.sheet.iter_rows(min_row=first, max_row=last)]
    for n, row in enumerate(reversed(rows), first):
        for column, value in enumerate(row, 1):
            file.sheet.cell(n, column).value = None if isinstance(value, str) and value.startswith("=") else value


def _inserted(file: SheetFile) -> None:
    for merged in list(file.sheet.merged_cells.ranges):
        file.sheet.unmerge_cells(str(merged))
    file.sheet.insert_rows(min(file.rows.values()) + 1, 3)
    file.sheet.cell(min(file.rows.values()) + 1, 2).value = "考评组备注：另见附件"


def _moved(file: SheetFile) -> None:
    for merged in list(file.sheet.merged_cells.ranges):
        file.sheet.unmerge_cells(str(merged))
    file.sheet.insert_cols(2, 2)


def _hidden(file: SheetFile) -> None:
    for row in list(file.rows.values())[::2]:
        file.sheet.row_dimensions[row].hidden = True


@pytest.mark.parametrize(
    "touch", [_sorted, _inserted, _moved, _hidden], ids=["sorted", "inserted", "columns moved", "hidden"]
)
def test_rows_and_columns_may_move(plan: SheetPlan, blank: bytes, touch: Callable[[SheetFile], None]) -> None:
    site = complete(plan)
    back = read_sheet(touched(filled_in(blank, plan, site), plan, touch), "青岚镇.xlsx", plan)
    assert values(back.site) == values(site)
    assert back.site.not_applicable == site.not_applicable


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("count", "3", 3), ("count", " ３ ", 3), ("count", "3次", 3), ("count", 3.0, 3), ("amount", "5.3个百分点", "5.3"),
        ("amount", 0.1 + 0.2, "0.3"), ("percentage", "95%", 95), ("yes_no", "√", True), ("yes_no", "无", False),
        ("yes_no", True, True), ("points", "－1.5", "-1.5"), ("step", "1.国家级", 1), ("step", "无", 0), ("rank", "2名", 2),
    ],
)  # fmt: skip
def test_what_people_type_is_read(kind: Any, raw: object, value: Any) -> None:
    labels = ("无", "1.国家级", "2.省级") if kind == "step" else ("是", "否") if kind == "yes_no" else ()
    ask = Asked(kind, "数量", D(-9), D(1000), whole=kind == "count", labels=labels)
    assert found(raw, ask, "考评表 L5") == (value if isinstance(value, bool) else D(str(value)))


def test_a_percentage_typed_as_one_is_read_as_it_shows() -> None:
    ask = Asked("percentage", "完成比例", D(0), D(1000))
    assert found(0.95, ask, "考评表 L5", percent=True) == 95
    assert found(0.95, ask, "考评表 L5") == D("0.95")


# --- refused --------------------------------------------------------------------------------------------------------

R = "ind-1.1.c1.r1"  # 少（次）
HAND = "ind-3.3.c1"
TAMPERED: list[tuple[str, Callable[[SheetFile], Any], str]] = [
    ("a fraction of a count", lambda f: f.put("site", R, 1.5), r"考评表 [A-Z]+\d+填的是“1.5”，应为整数"),
    ("below nought", lambda f: f.put("site", R, -1), r"考评表 [A-Z]+\d+填的是“-1”，应不小于0"),
    ("words for a number", lambda f: f.put("site", R, "若干"), r"考评表 [A-Z]+\d+填的是“若干”，应填数字"),
    ("an error", lambda f: f.put("site", R, "#REF!"), r"应填数字"),
    ("neither yes nor no", lambda f: f.put("site", "ind-1.1.c2.r1", "也许"), r"应填“是”或“否”"),
    ("below the range", lambda f: f.put("site", "ind-1.1.c2.r2", 0.5), r"应在1至3之间（没有则填0）"),
    ("above the range", lambda f: f.put("self", "ind-1.1.c2.r2", 9), r"应在1至3之间"),
    ("above the points", lambda f: f.put("site", HAND, 7), r"应在0至6之间"),
    ("by hand without a reason", lambda f: (f.put("site", HAND, 2), f.put("note", HAND, "")), r"没有写明理由"),
    ("above a bonus's cap", lambda f: f.put("site", "bonus-2", 4), r"应在0至3之间"),
    ("不适用 without a reason", lambda f: (f.put("apply", HAND, "不适用"), f.put("note", HAND, None)), r"没有写明理由"),
    ("neither 适用 nor 不适用", lambda f: f.put("apply", HAND, "部分适用"), r"应选“适用”或“不适用”"),
    ("an id changed", lambda f: f.put("row_id", R, "ind-1.1.c1.r9"), r"规则编号“ind-1.1.c1.r9”在方案中没有"),
    ("an id twice", lambda f: f.put("row_id", R, HAND), r"与第\d+行重复"),
    ("an id gone", lambda f: f.put("row_id", R, None), r"缺少1行"),
    ("another schema", lambda f: f.book[MARK].cell(2, 2, "f" * 64), r"方案标识.*不一致"),
    ("the mark gone", lambda f: f.book.remove(f.book[MARK]), r"不是本程序发出的考评表"),
    ("a column gone", lambda f: f.sheet.cell(3, f.columns["note"]).__setattr__("value", "备注"), r"缺少“扣分说明（空项写明理由）”栏"),
]  # fmt: skip


@pytest.mark.parametrize(("touch", "words"), [row[1:] for row in TAMPERED], ids=[row[0] for row in TAMPERED])
def test_a_tampered_sheet_is_refused_with_the_cell(
    plan: SheetPlan, blank: bytes, touch: Callable[[SheetFile], Any], words: str
) -> None:
    site = complete(plan).model_copy(update={"not_applicable": {}})
    with pytest.raises(Unreadable, match=words) as refused:
        read_sheet(touched(filled_in(blank, plan, site), plan, touch), "青岚镇.xlsx", plan)
    assert "青岚镇.xlsx" in refused.value.message
    assert refused.value.exit_code == 3


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"not a workbook" * 50])
def test_what_is_no_workbook_is_refused(plan: SheetPlan, content: bytes) -> None:
    with pytest.raises(Unreadable, match="xlsx"):
        read_sheet(content, "坏.xlsx", plan)


def test_a_damaged_workbook_is_refused(plan: SheetPlan, blank: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(blank)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry)[: 200 if "sheet1" in entry.filename else None])
    with pytest.raises(Unreadable, match="不是完好的 Excel 工作簿"):
        read_sheet(out.getvalue(), "坏.xlsx", plan)


# --- as it is handed out --------------------------------------------------------------------------------------------


def _cells(content: bytes, name: str) -> Iterator[Any]:
    for row in openpyxl.load_workbook(io.BytesIO(content))[name].iter_rows():
        yield from row


def test_only_the_cells_to_fill_in_are_unlocked(plan: SheetPlan, blank: bytes) -> None:
    file = SheetFile(blank, plan)
    assert file.sheet.protection.sheet
    assert file.book[SUMMARY].protection.sheet
    open_columns = {file.columns[code] for code in ("self", "site", "note", "apply")}
    for cell in _cells(blank, MAIN):
        if not cell.protection.locked:
            assert cell.column in open_columns
    for row in file.rows.values():
        assert not file.sheet.cell(row, file.columns["site"]).protection.locked


def test_every_cell_to_fill_in_is_bounded(plan: SheetPlan, blank: bytes) -> None:
    file = SheetFile(blank, plan)
    bounded = list(file.sheet.data_validations.dataValidation)
    for own_id, row in file.rows.items():
        for code in ("self", "site"):
            place = file.sheet.cell(row, file.columns[code]).coordinate
            assert any(place in v.sqref for v in bounded), own_id


def test_every_row_leads_to_its_clause_and_back(plan: SheetPlan, blank: bytes) -> None:
    file = SheetFile(blank, plan)
    rows = {c.coordinate: c for c in _cells(blank, EVIDENCE)}
    for own_id, row in file.rows.items():
        there = file.sheet.cell(row, file.columns["link"]).hyperlink
        target = str(there.location).split("!")[1]
        assert rows[target].value == own_id
        assert rows[f"D{target[1:]}"].value
        back = rows[f"G{target[1:]}"].hyperlink
        assert file.sheet[str(back.location).split("!")[1]].row == row


def test_text_of_the_document_is_never_a_formula(plan: SheetPlan, blank: bytes) -> None:
    texts = [c.value for name in (MAIN, EVIDENCE) for c in _cells(blank, name) if isinstance(c.value, str)]
    assert any("=SUM(A1)" in text for text in texts)
    for name in (MAIN, EVIDENCE, MARK):
        for cell in _cells(blank, name):
            if cell.data_type == "f":
                assert str(cell.value).startswith("=IF(")
    evil = sheet_xlsx(plan, '=HYPERLINK("x")')
    assert not [c for c in _cells(evil, MARK) if c.data_type == "f"]


def test_it_is_set_up_for_a4(blank: bytes) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(blank))[MAIN]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert openpyxl.load_workbook(io.BytesIO(blank))[MARK].sheet_state == "veryHidden"


# --- formulas and engine --------------------------------------------------------------------------------------------


def agree(files: dict[str, bytes], made: dict[str, tuple[SheetPlan, Facts, Facts]], folder: Path) -> int:
    """Every sheet, worked out by LibreOffice, loses nothing and shows in every cell what the engine computes; how many
    cells."""
    cells = 0
    for name, content in worked_out(files, folder).items():
        plan, site, own = made[name]
        filled = read_sheet(content, name, plan)
        assert values(filled.site) == values(site)
        assert values(filled.own) == values(own)
        assert set(filled.site.not_applicable) == set(site.not_applicable)
        right = expected(plan.scheme, calculate(plan.scheme, filled.site), calculate(plan.scheme, filled.own))
        assert [d.message for d in differences(filled, right)] == []
        cells += sum(1 for what in filled.shown if what in right)
    return cells


def test_a_year_of_units_is_worked_out_alike(tmp_path: Path) -> None:
    """Three kinds of unit, rules over the whole table; 30 units where KAOHE_HEAVY is set, else three."""
    draft = year_with_terms()
    files: dict[str, bytes] = {}
    made: dict[str, tuple[SheetPlan, Facts, Facts]] = {}
    for n in range(30 if HEAVY else 3):
        own_scheme = scheme(draft, KINDS[n % 3], year_settings(draft))
        plan = sheet_plan(own_scheme, rubric=fingerprint(draft), reviewed=True)
        unit = f"第{n + 1}单位"
        site, own = some_facts(own_scheme, unit, n), some_facts(own_scheme, unit, 1000 + n)
        name = f"{unit}.xlsx"
        files[name], made[name] = filled_in(sheet_xlsx(plan, unit), plan, site, own), (plan, site, own)
    assert agree(files, made, tmp_path) >= 50 * len(files)


def test_generated_schemas_are_worked_out_alike(tmp_path: Path) -> None:
    """Schemas with rules of every kind, over items and over the whole, choices settled and open, cells left blank."""
    files: dict[str, bytes] = {}
    made: dict[str, tuple[SheetPlan, Facts, Facts]] = {}
    for seed in range(150 if HEAVY else 8):
        case = _case(random.Random(seed))
        plan, site, own = case
        name = f"u{seed}.xlsx"
        files[name], made[name] = filled_in(sheet_xlsx(plan, site.unit), plan, site, own), case
    assert agree(files, made, tmp_path) > 0


def _case(r: random.Random) -> tuple[SheetPlan, Facts, Facts]:
    schema = schemas(r)
    answers = {k: v for k, v in settled_all(open_choices(schema), r).items() if r.randint(0, 3)}
    made = scheme(schema, None, settled(answers))
    plan = sheet_plan(made, rubric=fingerprint(schema), reviewed=True)
    blanks = r.random() < 0.5
    return plan, facts(r, made, blanks=blanks), facts(r, made, blanks=blanks)


def test_a_cell_that_shows_something_else_is_named(plan: SheetPlan, blank: bytes) -> None:
    def retyped(file: SheetFile) -> None:
        file.put("points", R, -0.5)

    site = complete(plan).model_copy(update={"not_applicable": {}})
    filled = read_sheet(touched(filled_in(blank, plan, site), plan, retyped), "青岚镇.xlsx", plan)
    result = calculate(plan.scheme, filled.site)
    told = differences(filled, expected(plan.scheme, result, result))
    assert any("-0.5" in d.message and MAIN in d.message for d in told)
