"""Real files of every kind: each is read, or refused in one clear sentence, within a minute and a gigabyte."""

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.errors import Unreadable
from extract.findings import Bonus
from extract.reading_notice import read_notice
from extract.table_kinds import read_table
from ingest import read_file
from ingest.legacy.office import find_office
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.draft import Draft
from tests.shared_files import needs_shared, real_files

needs_office = pytest.mark.skipif(find_office() is None, reason="LibreOffice is not installed")


@needs_shared
@pytest.mark.parametrize("file", real_files(), ids=lambda p: p.name)
def test_a_real_file_reads_or_is_refused(file: Path) -> None:
    try:
        source = read_file(file)  # its own limits: 60 s, 1 GB
    except Unreadable as error:
        refusal = error.message
    else:
        refusal = ""
    if refusal:
        assert file.name in refusal
        assert len(refusal) > len(file.name) + 10
        assert "\n" not in refusal
        return
    notice = read_notice(source)
    draft = build_draft([notice])
    faults = [f for f in check_draft(draft, {source.document.sha256: notice}) if f.check != 6]
    assert not faults


def drafted(name: str) -> tuple[Draft, dict[str, str]]:
    """The draft of the one real file whose name begins so, and what each table was taken for by its citation."""
    (file,) = (file for file in real_files() if file.name.startswith(name))
    notice = read_notice(read_file(file))
    kinds = {notice.places[t].citation.partition("》")[2]: read_table(notice, t).kind.value for t in notice.tables}
    return build_draft([notice]), kinds


@needs_shared
def test_a_workbook_of_five_sheets_of_which_two_are_rubrics() -> None:
    draft, kinds = drafted("东华_项目HSE管理考核附表")
    assert list(kinds.values()) == ["rubric", "rubric", "list", "list", "form"]
    left_out = [i.message for i in draft.issues if i.code == "table-left-out"]
    assert [message[message.index("工作表“") + 4 :][:2] for message in left_out] == ["表3", "表4", "表5"]
    first, second = draft.indicators[:11], draft.indicators[11:]
    assert [i.points for i in first] == [15, 10, 9, 9, 8, 9, 8, 9, 8, 8, 7]
    assert draft.scale == 100
    assert draft.proof["scale"].evidence[0].citation.endswith("工作表“表1设计HSE考核”D15")
    assert [i.points for i in second] == [20, 10, 20, 30, 20, None]
    assert [len(i.children) for i in second] == [7, 6, 6, 9, 5, 7]
    monthly = second[2].children[1]
    assert (monthly.points, [finer.points for finer in monthly.children]) == (8, [1] * 8)
    off = [i.message for i in draft.issues if i.code == "sum-mismatch"]
    assert ["合计21分" in off[0], "合计29分" in off[1], len(off)] == [True, True, 2]  # as the sheet has it


@needs_shared
@needs_office
def test_a_doc_with_bonuses_in_its_clauses() -> None:
    draft, _ = drafted("五环_安全生产责任制实施及考核规定")
    assert not draft.indicators
    points = [bonus.points for bonus in draft.bonuses if isinstance(bonus, Bonus)]
    assert [p for p in points if p is not None] == [Decimal(2), Decimal("1.5"), Decimal(1), Decimal("0.5")]


@needs_shared
@needs_office
def test_an_xls_that_is_a_form() -> None:
    draft, kinds = drafted("五环_分包商HSE费用申请表")
    assert not draft.indicators
    assert set(kinds.values()) <= {"form", "list"}
    assert [i.code for i in draft.issues] == ["table-left-out", "table-left-out", "no-rubric"]
