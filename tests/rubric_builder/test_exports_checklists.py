"""Duty checklists: a Word file a role, a workbook with all."""

import io
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from corpus.evidence import Cited, Evidence, Proof, prove
from extract.findings import Duty, Role
from extract.instruments import Instrument
from extract.notice import Notice
from rubric_builder.duties import DutyBook
from rubric_builder.exports import write_checklists
from rubric_builder.exports.checklist import checklist
from rubric_builder.exports.checklist_xlsx import sheet_names
from rubric_builder.exports.checklists import checklist_files
from tests.drafts import DUTIES, duty_notice, duty_roles

NOTICE = duty_notice()
ROLES = duty_roles(NOTICE)


def files(*roles: Role, **said: Any) -> dict[str, bytes]:
    return dict(checklist_files(roles or ROLES, notices=[NOTICE], **{"year": 2025, **said}))


def word(raw: bytes) -> Any:
    return docx.Document(io.BytesIO(raw))


def test_one_file_a_role_in_order_and_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "旧.txt").write_text("x", "utf-8")
    paths = write_checklists(DutyBook(roles=ROLES), tmp_path, year=2025, notices=[NOTICE])
    assert [p.name for p in paths] == ["01_镇、街道主要负责人.docx", "02_分管领域和单位.docx", "职责清单.xlsx"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([*(p.name for p in paths), "旧.txt"])
    assert {p.name: p.read_bytes() for p in paths} == files()


def test_the_head_names_role_year_and_document() -> None:
    said = [p.text for p in word(files()["01_镇、街道主要负责人.docx"]).paragraphs]
    assert said[:3] == [
        "镇、街道主要负责人安全生产职责清单",
        "（2025年度）",
        "依据：《青岚镇领导干部安全生产责任制实施细则》（青政发〔2025〕7号）",
    ]
    assert word(files(year=None)["01_镇、街道主要负责人.docx"]).paragraphs[1].text == "（　　　　年度）"


def test_duties_general_clauses_and_accountability_stand_in_tables_of_their_own() -> None:
    document = word(files()["01_镇、街道主要负责人.docx"])
    duties, general, blame, signatures = document.tables
    assert [c.text for c in duties.rows[0].cells] == [
        "序号",
        "职责内容",
        "频次/时限",
        "依据条款",
        "佐证材料",
        "完成情况",
    ]
    rows = [[c.text for c in row.cells] for row in duties.rows[1:]]
    assert rows[0] == ["1", DUTIES[0], "每季度至少1次", "第二条（一）", "", "□已完成\n□未完成"]
    assert [row[2] for row in rows] == ["每季度至少1次", "—", "每年12月底前"]
    assert [c.text for c in general.rows[1].cells][1:4] == [
        "领导干部对职责范围内的安全生产工作负领导责任。",
        "—",
        "第一条",
    ]
    assert [c.text for c in blame.rows[0].cells] == ["序号", "问责情形", "依据条款"]
    assert [c.text for c in signatures.rows[0].cells] == [
        "责任人（签名）：",
        "审核人（签名）：",
        "日期：　　　　年　　月　　日",
    ]
    assert [p.text for p in document.paragraphs if "、" in p.text][1:] == [
        "一、本岗职责",
        "二、通用职责",
        "三、问责情形",
    ]
    assert all(t.rows[0]._tr.xpath("w:trPr/w:tblHeader") for t in (duties, general, blame))


def test_a_role_with_duties_alone_needs_no_headings() -> None:
    document = word(files()["02_分管领域和单位.docx"])
    assert len(document.tables) == 2
    assert not [p for p in document.paragraphs if "本岗职责" in p.text]


def test_the_workbook_has_an_overview_and_a_sheet_for_each_role() -> None:
    book = openpyxl.load_workbook(io.BytesIO(files()["职责清单.xlsx"]))
    assert book.sheetnames == ["总览", "镇、街道主要负责人", "分管领域和单位"]
    overview = [[c.value for c in row] for row in book["总览"].iter_rows(min_row=3)]
    assert overview == [[1, "镇、街道主要负责人", "领导岗位", 3, 1, 1, 2], [2, "分管领域和单位", "部门", 1, 0, 0, 0]]
    assert book["总览"]["B3"].hyperlink.location == "'镇、街道主要负责人'!A1"
    sheet = book["镇、街道主要负责人"]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("A4", "$3:$3")
    column = [c.value for c in sheet["B"] if c.value]
    assert column[:2] == [
        "职责内容",
        "组织学习安全生产法律法规，每季度至少主持召开一次专题会议，协调解决影响安全的重大问题；",
    ]
    assert "对瞒报、谎报事故的，依法依规追究责任。" in column


def test_unreviewed_checklists_say_so() -> None:
    made = files(reviewed=False)
    document = word(made["01_镇、街道主要负责人.docx"])
    assert any(p.text.startswith("未经审核") for p in document.paragraphs)
    assert document.sections[0].header.paragraphs[0].text == "未经审核"
    book = openpyxl.load_workbook(io.BytesIO(made["职责清单.xlsx"]))
    assert all(str(sheet["A2"].value).startswith("未经审核") for sheet in book)


def test_the_same_roles_give_the_same_bytes() -> None:
    assert files() == files()


def test_roles_of_one_name_and_names_that_no_file_may_have() -> None:
    roles = [Role(id=f"role-{n}", name=name) for n, name in enumerate(("党委/政府", "党委/政府", "=1+1"), 1)]
    made = files(*roles)
    assert list(made) == ["01_党委／政府.docx", "02_党委／政府（2）.docx", "03_=1+1.docx", "职责清单.xlsx"]
    book = openpyxl.load_workbook(io.BytesIO(made["职责清单.xlsx"]))
    assert book["总览"]["B5"].value == "=1+1"
    assert book["总览"]["B5"].data_type == "s"


def test_no_roles_at_all() -> None:
    assert list(checklist_files([])) == ["职责清单.xlsx"]


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        (["总览", "甲"], ["总览（2）", "甲"]),
        (["甲" * 40, "甲" * 40], ["甲" * 26, "甲" * 26 + "（2）"]),
        (["'甲'", ""], ["甲", "未命名"]),
    ],
)
def test_sheets_have_names_that_excel_takes(roles: list[str], names: list[str]) -> None:
    assert list(sheet_names(roles)) == names


@pytest.mark.parametrize(
    ("own", "letter", "issued", "expected"),
    [
        ("京发〔2025〕1号", "青政办〔2025〕3号", None, "《细则》（京发〔2025〕1号）"),
        (None, "青政办〔2025〕3号", None, "《细则》（附于青政办〔2025〕3号）"),
        (None, "青政办〔2025〕3号", "云政发〔2025〕2号", "《细则》（云政发〔2025〕2号）"),
        (None, None, None, "《细则》"),
    ],
)
def test_an_instrument_is_named_with_its_own_number_or_that_of_what_brought_it(
    own: str | None, letter: str | None, issued: str | None, expected: str
) -> None:
    outer = Instrument(id="ins-1", title="关于转发有关文件的通知", kind="通知", document_number=letter)
    issuing = Instrument(id="ins-2", title="关于印发《细则》的通知", kind="通知", document_number=issued)
    instrument = Instrument(id="ins-3", title="细则", kind="细则", document_number=own)
    document = NOTICE.outline.document.model_copy(update={"document_number": letter})
    outline = NOTICE.outline.model_copy(update={"document": document, "instruments": (outer, issuing, instrument)})
    notice = Notice(NOTICE.source, outline, {}, {})
    evidence = Evidence(document="d", text_sha256="t", node="n", citation="《细则》第三条", spans=((0, 1),), quote="甲")
    duty = prove(
        Duty, id="d", ordinal=None, text=Cited("甲", Proof(how="literal", reader="text", evidence=(evidence,)))
    )
    made = checklist(Role(id="role-1", name="甲", duties=(duty,)), year=None, notices=[notice])
    assert made.basis == expected
    assert made.blocks[0].lines[0].clause == "第三条"
