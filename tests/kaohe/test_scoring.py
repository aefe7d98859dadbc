"""`kaohe sheet`, `kaohe score`, and `kaohe trace` of a score."""

import json
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from kaohe.scoring import assessment_of, units_of
from rubric_builder.assessment import Unit
from rubric_builder.exports.sheet_xlsx import MARK
from rubric_builder.scoring import Fact, Facts, open_choices
from rubric_builder.scoring.calculation import all_terms
from rubric_builder.scoring.record import read_scores
from rubric_builder.scoring.scheme import Scheme
from tests.drafts import rubric_draft, rubric_notice
from tests.kaohe.test_cli import Cli, cli
from tests.pictures import is_png
from tests.score_sheet_files import SheetFile, filled_in
from tests.scoring_schemas import KINDS, YEAR_ANSWERS, D, year_schema

__all__ = ["cli"]

UNITS = {"青岚镇": KINDS[0], "石桥镇": KINDS[0], "应急管理局": KINDS[1], "教育体育局": KINDS[2]}


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    """The year's schema as a draft file."""
    file = tmp_path / "rubric.json"
    file.write_text(year_schema().model_dump_json(by_alias=True), encoding="utf-8")
    return file


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    """The office's answers to what the rules leave open."""
    settled = [
        {"choice": c.id, "option": YEAR_ANSWERS[c.id if c.id in YEAR_ANSWERS else c.id.split(":")[0]], "by": "王芳", "reason": "会议纪要第3号"}
        for c in open_choices(year_schema())
    ]  # fmt: skip
    file = tmp_path / "计分约定.json"
    file.write_text(json.dumps({"settled": settled}, ensure_ascii=False), encoding="utf-8")
    return file


@pytest.fixture
def sent(rubric: Path, answers: Path, tmp_path: Path, cli: Cli) -> Path:
    """The sheets of four units, as `kaohe sheet` writes them."""
    listed = tmp_path / "名单.csv"
    listed.write_text("\n".join(f"{unit},{kind}" for unit, kind in UNITS.items()), encoding="gb18030")
    out = tmp_path / "考评表"
    assert cli("sheet", rubric, "--units", listed, "--settings", answers, "--out", out)[0] == 0
    return out


def good_facts(made: Scheme, unit: str) -> Facts:
    """A good year with one shortcoming: two meetings too few."""
    found = {}
    for term in all_terms(made):
        kind = type(term.amount).__name__
        value: Any = {"Once": False, "Share": D(100), "Measured": D(100), "Placed": D(1)}.get(kind, D(0))
        found[term.id] = Fact(value=value, note="现场核查")
    first = next(t for t in made.items[0].terms)
    found[first.id] = Fact(value=D(2), note="缺第一、第三季度会议纪要")
    found |= {v.id: Fact(value=False) for v in made.vetoes}
    return Facts(unit=unit, group=made.group, found=found)


@pytest.fixture
def returned(sent: Path, rubric: Path, answers: Path) -> Path:
    """The sheets filled in."""
    made = assessment_of(rubric, answers)
    for unit, kind in UNITS.items():
        file = sent / f"{unit}考评表.xlsx"
        file.write_bytes(filled_in(file.read_bytes(), made.plan(kind), good_facts(made.scheme(kind), unit)))
    return sent


def test_a_workbook_a_unit(sent: Path) -> None:
    assert sorted(p.name for p in sent.iterdir()) == sorted(f"{unit}考评表.xlsx" for unit in UNITS)


def test_one_unit_into_one_file(rubric: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "甲.xlsx"
    said = cli.json("sheet", rubric, "--unit", "青岚镇", "--group", KINDS[0], "--out", out)
    assert said["files"] == [str(out)]
    assert {c["id"] for c in said["open"]} >= {"blank", "broken:ind-3.1.c1.r2"}
    assert openpyxl.load_workbook(out)[MARK]["B3"].value == "青岚镇"


def test_open_questions_are_written_to_be_answered(rubric: Path, tmp_path: Path, cli: Cli) -> None:
    form = tmp_path / "约定.json"
    code, out, _ = cli(
        "sheet", rubric, "--unit", "青岚镇", "--group", KINDS[0], "--out", tmp_path / "x.xlsx", "--choices", form
    )
    assert code == 0
    assert "待定" in out
    rows = json.loads(form.read_text("utf-8"))["settled"]
    assert all(row["question"] and row["options"] and row["option"] == "" for row in rows)
    for row in rows:
        row["option"] = next(iter(row["options"]))
    form.write_text(json.dumps({"settled": rows}, ensure_ascii=False), encoding="utf-8")
    assert assessment_of(rubric, form).open == []


def test_scores_come_back(returned: Path, rubric: Path, answers: Path, tmp_path: Path, cli: Cli) -> None:
    out = tmp_path / "成果"
    said = cli.json("score", rubric, returned, "--settings", answers, "--out", out)
    assert {u["result"]["unit"] for u in said["units"]} == set(UNITS)
    assert all(u["result"]["actual"] == 96 and u["result"]["percent"] == 96 for u in said["units"])
    assert {u["result"]["grade"] for u in said["units"]} == {"优秀"}
    assert [u["place"] for u in said["units"] if u["result"]["group"] == KINDS[0]] == [1, 1]
    made = {str(p.relative_to(out)) for p in out.rglob("*.*")}
    assert made == {"scores.json", "考评结果汇总.docx", "考评结果汇总.xlsx"} | {
        f"得分明细/{unit}.{end}" for unit in UNITS for end in ("docx", "xlsx")
    }
    assert json.loads((out / "scores.json").read_bytes()) == said
    assert read_scores(out / "scores.json").units[0].result.percent == 96


def test_every_lost_point_names_its_rule_and_its_clause(
    returned: Path, rubric: Path, answers: Path, tmp_path: Path, cli: Cli
) -> None:
    out = tmp_path / "成果"
    assert cli("score", rubric, returned, "--settings", answers, "--out", out)[0] == 0
    table = docx.Document(str(out / "得分明细" / "青岚镇.docx")).tables[1]
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    assert rows[1][:5] == ["组织领导", "责任落实 › 第1项", "8", "4", "4"]
    assert rows[1][5] == "每少1次扣2分：少2次（缺第一、第三季度会议纪要），扣4分"
    assert rows[1][6] == "表1第1行"
    overview = openpyxl.load_workbook(out / "考评结果汇总.xlsx")
    assert [c.value for c in overview["汇总"][5]][2:] == ["石桥镇", 100, 0, 100, 96, 0, 96, "优秀", 1]
    assert len(overview.worksheets) == 1 + len(KINDS)
    assert all(len(sheet._charts) == 1 for sheet in overview.worksheets[1:])


def test_a_score_is_traced_to_its_facts_steps_and_clauses(
    returned: Path, rubric: Path, answers: Path, tmp_path: Path, cli: Cli
) -> None:
    out = tmp_path / "成果"
    cli("score", rubric, returned, "--settings", answers, "--out", out)
    traced = cli.json("trace", out / "scores.json", "青岚镇/ind-1.1")
    item = traced["items"][0]
    assert (traced["unit"], item["id"], item["score"]) == ("青岚镇", "ind-1.1.c1", 4)
    (step,) = item["steps"]
    assert (step["fact"]["value"], step["points"]) == (2, -4)
    assert step["evidence"][0]["quote"] == "每少1次扣2分"
    assert step["citation"].startswith("《")
    code, said, _ = cli("trace", out / "scores.json", "青岚镇/责任落实")
    assert code == 0
    assert "少2次" in said
    assert cli("trace", out / "scores.json", "乌有镇/ind-1.1")[0] == 2
    assert cli("trace", out / "scores.json", "青岚镇/ind-77")[0] == 2


def test_a_traced_score_is_drawn_on_its_page(tmp_path: Path, cli: Cli) -> None:
    from corpus.samples import paths

    draft, sheet, out = tmp_path / "草案.json", tmp_path / "甲.xlsx", tmp_path / "成果"
    source = paths()["考核办法"]
    draft.write_text(json.dumps(cli.json("draft", source), ensure_ascii=False), encoding="utf-8")
    assert cli("sheet", draft, "--unit", "青岚镇", "--out", sheet)[0] == 0
    made = assessment_of(draft, None)
    sheet.write_bytes(filled_in(sheet.read_bytes(), made.plan(None), good_facts(made.scheme(None), "青岚镇")))
    assert cli("score", draft, sheet, "--out", out)[0] == 0
    first = read_scores(out / "scores.json").units[0].result.items[0].id
    code, _, said = cli(
        "trace", out / "scores.json", f"青岚镇/{first}", "--image", tmp_path / "页.png", "--source", source
    )
    assert code == 0, said
    assert is_png(tmp_path / "页.png")


@pytest.mark.parametrize(
    ("touch", "words"),
    [
        (lambda f: f.put("site", "ind-1.1.c1.r1", 2.5), "应为整数"),
        (lambda f: f.book[MARK].cell(2, 2, "0" * 64), "方案标识"),
        (lambda f: f.book[MARK].cell(4, 2, "学校"), "考核类别“学校”在方案中没有"),
    ],
    ids=["out of range", "another schema", "another kind of unit"],
)
def test_a_tampered_sheet_stops_with_one_sentence(
    returned: Path, rubric: Path, answers: Path, tmp_path: Path, cli: Cli, touch: Any, words: str
) -> None:
    path = returned / "青岚镇考评表.xlsx"
    file = SheetFile(path.read_bytes(), assessment_of(rubric, answers).plan(KINDS[0]))
    touch(file)
    path.write_bytes(file.to_bytes())
    code, out, err = cli("score", rubric, returned, "--settings", answers, "--out", tmp_path / "成果")
    assert (code, out) == (3, "")
    assert words in err
    assert "青岚镇考评表.xlsx" in err
    assert not (tmp_path / "成果").exists()


def test_two_sheets_of_one_unit_are_refused(
    returned: Path, rubric: Path, answers: Path, tmp_path: Path, cli: Cli
) -> None:
    (returned / "又一份.xlsx").write_bytes((returned / "青岚镇考评表.xlsx").read_bytes())
    code, _, err = cli("score", rubric, returned, "--settings", answers, "--out", tmp_path / "成果")
    assert code == 3
    assert "只留一份" in err


def test_wrong_usage(rubric: Path, tmp_path: Path, cli: Cli) -> None:
    assert cli("sheet", rubric, "--unit", "青岚镇", "--out", tmp_path / "o")[0] == 2  # of which kind?
    assert cli("sheet", rubric, "--unit", "青岚镇", "--group", "学校", "--out", tmp_path / "o")[0] == 2
    assert cli("sheet", rubric, "--out", tmp_path / "o")[0] == 2  # no list of units
    assert cli("score", rubric, tmp_path / "无.xlsx", "--out", tmp_path / "o")[0] == 3


def test_units_are_those_that_the_schema_names(tmp_path: Path) -> None:
    file = tmp_path / "rubric.json"
    file.write_text(rubric_draft(rubric_notice()).model_dump_json(by_alias=True), encoding="utf-8")
    made = assessment_of(file, None)
    assert units_of(made, [], None, None) == [Unit(name, "镇、街道") for name in ("青岚镇", "石桥镇", "望江街道")]
