"""The year's assessment in the browser: sheets out and back, 汇总, 明细 with framed clauses, corrections."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from typer.testing import CliRunner

from review_ui import ledger
from review_ui.jobs import leases, runner
from review_ui.jobs.store import blobs
from review_ui.models import CorrectionRow, Event, Person, Publication, Rubric, Sheet, Unit
from review_ui.results.assessing import assessment_of
from review_ui.results.board import board_of
from review_ui.results.correcting import log_of
from rubric_builder.assessment import Assessment
from rubric_builder.exports.sheet_xlsx import MARK
from rubric_builder.scoring import Fact, Scheme
from tests.web.assessed import D, blank_sheets, filled, publish, term_like
from tests.web.office import Office

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
FIRST, SECOND, THIRD = "青岚镇", "石桥镇", "白渡镇"


@dataclass
class Year:
    """The samples published. `sheets`: blank ones by unit."""

    publication: Publication
    assessment: Assessment
    sheets: dict[str, bytes]
    came: list[dict[str, str]] = field(default_factory=list)

    @property
    def made(self) -> Scheme:
        return self.assessment.scheme(self.assessment.groups[0])

    @property
    def counted(self) -> Any:
        """A rule by which every missing one costs points."""
        return term_like(self.made, "Each")

    def url(self, rest: str) -> str:
        return f"/published/{self.publication.pk}/{rest}"

    def unit(self, name: str) -> Unit:
        return self.publication.units.get(name=name)

    def unit_url(self, name: str, rest: str = "") -> str:
        return self.url(f"scores/{self.unit(name).pk}/{rest}")

    def fill(self, unit: str, *faults: tuple[str, Fact], **more: Any) -> bytes:
        return filled(self.assessment, self.sheets[unit], unit, dict(faults), **more)


@pytest.fixture(scope="module")
def published(office: Office) -> Iterator[Year]:
    """Published once for all tests of this file; each of them works within what is rolled back."""
    with transaction.atomic():
        publication = publish(Rubric.objects.get(pk=office.rubric))
        yield Year(publication, assessment_of(publication), blank_sheets(publication))
        transaction.set_rollback(True)
    for pk in list(ledger._kept):
        ledger.forget(pk)


@pytest.fixture
def year(published: Year, db: Office) -> Year:
    return published


def upload(client: Client, year: Year, *files: tuple[str, bytes], read: bool = True) -> str:
    """Sent by the form; the page that it leads to, all read."""
    sent = [SimpleUploadedFile(name, content) for name, content in files]
    page = client.post(year.url("sheets/upload"), {"files": sent}, follow=True).content.decode()
    if read:
        runner.work_off()
        page = client.get(year.url("sheets/")).content.decode()
    return page


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", strip_tags(page))


def missing(count: int, note: str = "缺第三季度会议纪要") -> Fact:
    return Fact(value=D(count), note=note)


# --- who is assessed, blank sheets ----------------------------------------------------------------------------------


def test_the_units_are_those_that_the_schema_names(year: Year, handler: Client) -> None:
    page = handler.get(year.url("sheets/")).content.decode()
    assert [u.name for u in year.publication.units.all()][:3] == [FIRST, SECOND, THIRD]
    assert "21个单位，已交回0个" in text_of(page)
    assert page.count("未交") == 21
    assert "每个不超过 20 MB" in page


def test_blank_sheets_go_out_one_by_one_and_all_in_a_zip(year: Year, checker: Client) -> None:
    one = checker.get(year.url(f"sheets/blank/{year.unit(SECOND).pk}.xlsx"))
    assert one["Content-Disposition"].startswith("attachment;")
    assert openpyxl.load_workbook(io.BytesIO(one.content))[MARK]["B3"].value == SECOND
    packed = b"".join(checker.get(year.url("sheets/blank.zip")).streaming_content)  # type: ignore[attr-defined]  # streamed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 21
        assert archive.read(f"{SECOND}考评表.xlsx") == one.content == year.sheets[SECOND]


def test_units_are_added_one_a_line_and_taken_off_while_nothing_came_back(year: Year, handler: Client) -> None:
    def add(text: str) -> str:
        return text_of(handler.post(year.url("sheets/units"), {"units": text}, follow=True).content.decode())

    assert "已加入2个单位" in add("云溪经济开发区，功能区\n# 备注\n高新园区")
    assert year.unit("云溪经济开发区").kind == "功能区"
    assert "“青岚镇”已在名单里" in add("青岚镇")
    assert "列了不止一次" in add("甲园区\n甲园区")
    assert "没有写单位" in add("  \n")
    off = year.url(f"sheets/units/{year.unit('高新园区').pk}/off")
    assert "已从名单里去掉" in handler.post(off, follow=True).content.decode()
    upload(handler, year, ("a.xlsx", year.fill(FIRST)))
    off = year.url(f"sheets/units/{year.unit(FIRST).pk}/off")
    assert "已交回考评表，不能" in handler.post(off, follow=True).content.decode()
    assert {e.act for e in Event.objects.all()} >= {"units", "sheet"}


# --- sheets come back -----------------------------------------------------------------------------------------------


def test_several_sheets_come_back_and_are_read_in_the_background(year: Year, handler: Client) -> None:
    page = upload(handler, year, ("a.xlsx", year.fill(FIRST)), ("b.xlsx", year.fill(SECOND)), read=False)
    assert "已读 0 / 2" in text_of(page)
    fragment = year.url("sheets/list")
    assert f'hx-get="{fragment}" hx-trigger="every 1s"' in handler.get(fragment).content.decode()
    runner.work_off()
    after = handler.get(fragment).content.decode()
    assert "hx-trigger" not in after
    assert "已交回2个" in text_of(after)
    assert {s.unit.name for s in Sheet.objects.all() if s.unit} == {FIRST, SECOND}


def _foreign(year: Year) -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def _spoilt(touch: Callable[[Any, Year], Any]) -> Callable[[Year], bytes]:
    return lambda year: year.fill(FIRST, touch=lambda file: touch(file, year))


REFUSED: dict[str, tuple[Callable[[Year], bytes], str]] = {
    "no workbook": (lambda _: b"PK\x03\x04 broken", "“甲.xlsx”：不是 xlsx 工作簿"),
    "not ours": (_foreign, "“甲.xlsx”不是本程序发出的考评表"),
    "another schema": (
        _spoilt(lambda file, _: file.book[MARK].cell(2, 2, "0" * 64)), "“甲.xlsx”不是按这一版方案发出的考评表"
    ),
    "another unit": (_spoilt(lambda file, _: file.book[MARK].cell(3, 2, "乌有镇")), "考核对象名单里没有这个单位"),
    "out of range": (_spoilt(lambda file, year: file.put("site", year.counted.id, -3)), "“甲.xlsx”考评表 J"),
    "no number": (_spoilt(lambda file, year: file.put("site", year.counted.id, "若干")), "填的是“若干”"),
    "a formula's fault": (_spoilt(lambda file, year: file.put("site", year.counted.id, "#REF!")), "填的是“#REF!”"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_answer_is_refused_with_file_sheet_and_cell(year: Year, handler: Client, case: str) -> None:
    make, words = REFUSED[case]
    page = upload(handler, year, ("甲.xlsx", make(year)))
    assert words in text_of(page)
    assert Sheet.objects.get().state == Sheet.State.FAILED
    assert board_of(year.publication).scored == ()
    handler.post(year.url(f"sheets/{Sheet.objects.get().pk}/dismiss"))
    assert words not in text_of(handler.get(year.url("sheets/")).content.decode())


def test_what_is_empty_or_too_large_is_not_taken(year: Year, handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "SHEET_LIMIT", 2048)
    assert "是空的" in upload(handler, year, ("空.xlsx", b""), read=False)
    assert "上限" in upload(handler, year, ("大.xlsx", b"x" * 3000), read=False)
    assert not Sheet.objects.exists()


def test_a_unit_that_was_not_on_the_list_is_read_when_it_is(year: Year, handler: Client) -> None:
    upload(handler, year, ("甲.xlsx", REFUSED["another unit"][0](year)))
    handler.post(year.url("sheets/units"), {"units": "乌有镇"})
    handler.post(year.url(f"sheets/{Sheet.objects.get().pk}/again"))
    runner.work_off()
    assert Sheet.objects.get().unit == year.unit("乌有镇")


def test_a_second_sheet_replaces_the_first_visibly_and_the_first_stays(year: Year, handler: Client) -> None:
    first, second = year.fill(FIRST, (year.counted.id, missing(2))), year.fill(FIRST)
    upload(handler, year, ("一稿.xlsx", first))
    assert "已经收下过" in upload(handler, year, ("一稿.xlsx", first), read=False)
    page = text_of(upload(handler, year, ("二稿.xlsx", second)))
    assert "替换了先交的 1 份" in page
    old, new = Sheet.objects.order_by("pk")
    assert [line.sheet for line in board_of(year.publication).scored] == [new]
    assert handler.get(year.url(f"sheets/{old.pk}/original")).content == first == blobs().get(old.sha256)
    assert "已被替换" in handler.get(year.unit_url(FIRST)).content.decode()
    upload(handler, year, ("一稿.xlsx", first))  # the first again: it counts again
    assert Sheet.objects.count() == 3


def test_what_a_crash_left_half_read_is_taken_up_again(year: Year, handler: Client) -> None:
    upload(handler, year, ("a.xlsx", year.fill(FIRST)), read=False)
    sheet = leases.claim_sheet("here:1:a")
    assert sheet is not None
    assert leases.claim_sheet("here:2:b") is None
    leases.renew("here:1:a")
    Sheet.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    again = leases.claim_sheet("here:2:b")
    assert again is not None
    assert again.attempts == 2
    runner.take_in(sheet)  # the first was only slow: it changes nothing any more
    assert Sheet.objects.get().state == Sheet.State.READING
    runner.take_in(again)
    assert Sheet.objects.get().state == Sheet.State.READ


def test_stopping_gives_a_sheet_back_and_three_crashes_give_it_up(year: Year, handler: Client) -> None:
    upload(handler, year, ("a.xlsx", year.fill(FIRST)), read=False)
    leases.claim_sheet("here:1:a")
    leases.let_go("here:1:a")
    assert (Sheet.objects.get().state, Sheet.objects.get().attempts) == (Sheet.State.WAITING, 0)
    for n in range(leases.MOST_ATTEMPTS):
        assert leases.claim_sheet(f"here:{n}:a") is not None
        Sheet.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert leases.claim_sheet("here:9:a") is None
    assert "意外中断" in Sheet.objects.get().error


# --- 汇总 -----------------------------------------------------------------------------------------------------------


def come_back(handler: Client, year: Year) -> None:
    """Three sheets: one perfect, one with faults and a 空项, one with something left open. Read once; then the same rows
    are put back."""
    if not year.came:
        none = {year.made.items[-1].id: "本辖区无此类企业"}
        upload(
            handler, year,
            ("a.xlsx", year.fill(FIRST, own={year.counted.id: missing(1)})),
            ("b.xlsx", year.fill(SECOND, (year.counted.id, missing(2)), blanks=none)),
            ("c.xlsx", year.fill(THIRD, unfilled=(year.counted.id,))),
        )  # fmt: skip
        for sheet in Sheet.objects.order_by("pk"):
            assert sheet.unit is not None, sheet.error
            year.came.append(
                {"sha256": sheet.sha256, "reading": sheet.reading, "file": sheet.file, "of": sheet.unit.name}
            )
        return
    handler.get(year.url("sheets/"))  # the list is made
    for row in year.came:
        Sheet.objects.create(
            publication=year.publication, unit=year.unit(row["of"]), sha256=row["sha256"], file=row["file"], size=1,
            reading=row["reading"], state=Sheet.State.READ, uploaded_by=Person.objects.get(name="王芳"),
        )  # fmt: skip


def test_the_overview_says_what_the_command_line_computes(year: Year, handler: Client, tmp_path: Path) -> None:
    from kaohe.scoring import read_and_score
    from rubric_builder.exports.results_lines import figures

    come_back(handler, year)
    for sheet in Sheet.objects.all():
        (tmp_path / sheet.file).write_bytes(blobs().get(sheet.sha256))
    by_command = {s.standing.result.unit: s.standing for s in read_and_score(year.assessment, [tmp_path])}
    page = handler.get(year.url("scores/")).content.decode()
    for entry in board_of(year.publication).scored:
        assert entry.scored is not None
        assert entry.scored.standing == by_command[entry.unit.name]
        row = text_of(page.split(f'id="unit-{entry.unit.pk}"')[1].split("</tr>")[0])
        assert [value for _, value in figures(entry.scored.standing) if value not in row] == []
    assert "未交回 18 个" in text_of(page)


def test_what_is_open_is_named_with_a_link(year: Year, checker: Client, handler: Client) -> None:
    come_back(handler, year)
    page = checker.get(year.url("scores/")).content.decode()
    assert f'href="{year.unit_url(THIRD)}#open">未填 1</a>' in page
    item = item_of(year, year.counted.id)
    named = (
        f'<a href="{year.unit_url(THIRD)}?item={item.id}#item-{item.id}">{item.name}：{year.counted.said}（未填写）</a>'
    )
    assert named in page
    detail = checker.get(year.unit_url(THIRD)).content.decode()
    assert 'id="open">尚有1处未填写' in detail
    assert "未填写" in text_of(detail.split('class="line waits"')[1])


def test_the_picture_leads_to_each_units_indicator(year: Year, handler: Client) -> None:
    come_back(handler, year)
    page = handler.get(year.url("scores/")).content.decode()
    svg = page.split('class="scores-chart"')[1].split("</svg>")[0]
    top = year.made.tops[0]
    assert f"{year.unit_url(FIRST)}?every=1#top-{top[0]}" in svg
    assert f"{FIRST} {top[1]}：应得" in svg
    assert "空项" in svg
    assert "待定" in svg
    assert 'style="' not in page


def test_one_kind_of_unit_alone_keeps_its_places(year: Year, handler: Client) -> None:
    come_back(handler, year)
    upload(handler, year, ("d.xlsx", year.fill("区教育局")))
    page = text_of(handler.get(year.url("scores/"), {"kind": "镇、街道"}).content.decode())
    assert "区教育局" not in page.split("未交回考评表的单位")[0].split("自评实得分")[1]
    assert "已计分 3 个单位" in page
    everything = text_of(handler.get(year.url("scores/"), {"kind": "没有这一类"}).content.decode())
    assert "已计分 4 个单位" in everything


def test_the_files_of_the_overview(year: Year, checker: Client, handler: Client) -> None:
    assert "还没有交回的考评表" in checker.get(year.url("scores/all.xlsx"), follow=True).content.decode()
    come_back(handler, year)
    book = openpyxl.load_workbook(io.BytesIO(checker.get(year.url("scores/all.xlsx")).content))
    assert {str(cell.value) for cell in book["汇总"]["C"]} >= {FIRST, SECOND, THIRD}
    assert checker.get(year.url("scores/all.docx")).content.startswith(b"PK")
    packed = b"".join(checker.get(year.url("scores/all.zip")).streaming_content)  # type: ignore[attr-defined]  # streamed
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {f"得分明细/{FIRST}.docx", f"得分明细/{FIRST}.xlsx", "scores.json"} <= set(archive.namelist())
    assert checker.get(year.unit_url(FIRST, "all.docx")).content.startswith(b"PK")
    assert checker.get(year.unit_url(FIRST, "all.pdf")).status_code == 404


# --- 明细 -----------------------------------------------------------------------------------------------------------


def item_of(year: Year, rule: str) -> Any:
    return next(item for item in year.made.items if any(term.id == rule for term in item.terms))


def test_a_lost_point_has_its_rule_fact_sentence_points_and_clause(
    year: Year, checker: Client, handler: Client
) -> None:
    come_back(handler, year)
    term, item = year.counted, item_of(year, year.counted.id)
    page = checker.get(year.unit_url(SECOND)).content.decode()
    card = page.split(f'id="item-{item.id}"')[1].split("</article>")[0]
    said = text_of(card)
    assert term.said in said
    assert "缺第三季度会议纪要" in said
    assert re.search(r"考评表 [A-Z]+\d+", said)
    assert re.search(r"计算.*扣[\d.]+分", said)
    assert re.search(r'class="change">−[\d.]+<', card)
    assert "<mark>" in card
    assert term.cite in said
    assert "更正</a>" not in page  # 复核 looks


def test_the_clause_is_framed_on_the_pages_picture(year: Year, handler: Client) -> None:
    come_back(handler, year)
    item = item_of(year, year.counted.id)
    fragment = handler.get(year.unit_url(SECOND, f"items/{item.id}/source")).content.decode()
    assert fragment.count("<figure>") == len({r.page for e in item.terms[0].evidence for r in e.regions})
    assert re.search(r'<image href="/notices/\d+/pages/\d+\.png"', fragment)
    assert 'class="frame"' in fragment
    whole = handler.get(year.unit_url(SECOND), {"item": item.id}).content.decode()
    assert 'class="frame"' in whole
    assert handler.get(year.unit_url(SECOND, "items/ind-99/source")).status_code == 200


def test_a_clause_on_two_pages_is_framed_on_both(year: Year, handler: Client) -> None:
    come_back(handler, year)
    across = (i for i in year.made.items if len({r.page for e in i.parts[0].record.evidence for r in e.regions}) > 1)
    broken = next(across)  # the sample's table has such a clause
    fragment = handler.get(year.unit_url(SECOND, f"items/{broken.id}/source")).content.decode()
    assert ("接下页" in fragment, "接上页" in fragment) == (True, True)


def test_a_cell_that_shows_something_else_is_told(year: Year, handler: Client) -> None:
    sheet = year.fill(FIRST, touch=lambda file: file.put("points", year.counted.id, -7))
    upload(handler, year, ("a.xlsx", sheet))
    page = text_of(handler.get(year.unit_url(FIRST)).content.decode())
    assert re.search(r"“a.xlsx”考评表 [A-Z]+\d+显示“-7”，按填报内容计算为“0”", page)
    assert "表内不符" in handler.get(year.url("scores/")).content.decode()


# --- corrections ----------------------------------------------------------------------------------------------------


def form_of(client: Client, year: Year, unit: str, key: str) -> dict[str, str]:
    """The fields of the form as it is shown."""
    page = client.get(year.unit_url(unit, f"facts/{key}")).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(seen|sheet|token)" value="([^"]*)"', page))


def correct(client: Client, year: Year, unit: str, key: str, **typed: str) -> Any:
    form = {**form_of(client, year, unit, key), **typed}
    return client.post(year.unit_url(unit, f"facts/{key}"), form, follow=True)


def score_of(year: Year, unit: str) -> Any:
    entry = next(e for e in board_of(year.publication).scored if e.unit.name == unit)
    assert entry.scored is not None
    return entry.scored.standing.result.percent


def test_a_fact_is_corrected_with_a_reason_and_scores_follow(year: Year, handler: Client, checker: Client) -> None:
    come_back(handler, year)
    before = score_of(year, SECOND)
    rule = year.counted.id
    page = correct(handler, year, SECOND, rule, value="1", reason="复核会议纪要，第一季度已召开").content.decode()
    assert "已更正，得分已重新计算（第1号更正）" in page
    assert score_of(year, SECOND) > before
    detail = text_of(checker.get(year.unit_url(SECOND)).content.decode())
    assert "复核会议纪要，第一季度已召开" in detail
    assert re.search(r"王芳，20\d\d年.*（第1号）", detail)
    row = detail.split("更正了什么")[1]
    assert re.search(r"2\D+ → \D*1", row)
    assert "生效" in row
    assert "更正 1" in text_of(checker.get(year.url("scores/")).content.decode())
    log = text_of(checker.get(year.url("scores/log")).content.decode())
    assert "更正 1 条，逐条校验无误" in log
    audit = text_of(checker.get(f"/rubrics/{year.publication.rubric_id}/audit").content.decode())
    assert "更正 1 条" in audit
    event = Event.objects.get(act="score-corrected")
    assert event.detail["sha256"] == log_of(year.publication).head
    from docx import Document

    word = Document(io.BytesIO(checker.get(year.unit_url(SECOND, "all.docx")).content))
    assert any("更正：复核会议纪要" in cell.text for t in word.tables for row in t.rows for cell in row.cells)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"value": "-1", "reason": "核对"}, "应不小于0"),
        ({"value": "1.5", "reason": "核对"}, "应为整数"),
        ({"value": "很多", "reason": "核对"}, "应填数字"),
        ({"value": "", "reason": "核对"}, "请填写更正后的值"),
        ({"value": "1", "reason": "  "}, "请写明为什么更正"),
        ({"value": "2", "reason": "核对"}, "与现在的值相同"),
    ],
)
def test_what_the_rule_does_not_allow_is_told_and_nothing_changes(
    year: Year, handler: Client, typed: dict[str, str], words: str
) -> None:
    come_back(handler, year)
    answer = correct(handler, year, SECOND, year.counted.id, **typed)
    assert answer.status_code == 422
    assert words in text_of(answer.content.decode())
    assert not CorrectionRow.objects.exists()


def test_a_correction_is_taken_back_and_both_stay_in_the_record(year: Year, handler: Client) -> None:
    come_back(handler, year)
    before, rule = score_of(year, SECOND), year.counted.id
    correct(handler, year, SECOND, rule, value="0", reason="已补齐")
    page = correct(handler, year, SECOND, rule, restore="1", reason="补齐的材料不属实").content.decode()
    assert "更正已撤回" in page
    assert score_of(year, SECOND) == before
    assert "已由第2号撤回" in page
    assert [e.act for e in Event.objects.filter(act__startswith="score-")] == ["score-corrected", "score-restored"]


def test_who_is_overtaken_is_told_with_both_values(year: Year, handler: Client) -> None:
    come_back(handler, year)
    rule = year.counted.id
    form = form_of(handler, year, SECOND, rule)
    Person.objects.create_person("chenjing", "陈静", "x", ["handler"], must_change_password=False)
    from tests.web.conftest import client_of

    correct(client_of("陈静"), year, SECOND, rule, value="1", reason="以签到表为准")
    answer = handler.post(year.unit_url(SECOND, f"facts/{rule}"), {**form, "value": "0", "reason": "已补齐"})
    said = text_of(answer.content.decode())
    assert answer.status_code == 409
    assert "陈静刚刚更正了同一项（第1号更正）" in said
    assert "以签到表为准" in said
    assert "您填的0" in said
    assert [c.actor for c in log_of(year.publication).corrections] == ["陈静"]


def test_the_same_form_sent_twice_corrects_once(year: Year, handler: Client) -> None:
    come_back(handler, year)
    rule = year.counted.id
    form = {**form_of(handler, year, SECOND, rule), "value": "1", "reason": "核对"}
    for _ in range(2):
        assert handler.post(year.unit_url(SECOND, f"facts/{rule}"), form).status_code == 302
    assert CorrectionRow.objects.count() == 1


def test_after_a_new_sheet_old_corrections_lapse_and_are_told(year: Year, handler: Client) -> None:
    come_back(handler, year)
    rule = year.counted.id
    form = form_of(handler, year, SECOND, rule)
    correct(handler, year, SECOND, rule, value="1", reason="以签到表为准")
    upload(handler, year, ("新.xlsx", year.fill(SECOND, (rule, missing(3)))))
    page = text_of(handler.get(year.unit_url(SECOND)).content.decode())
    assert "原表上的 1 处更正不再计入" in page
    assert "重新交表后失效" in page
    answer = handler.post(
        year.unit_url(SECOND, f"facts/{rule}"), {**form, "value": "1", "reason": "核对", "token": "t"}
    )
    assert "重新交了考评表，您的更正没有采用" in answer.content.decode()


def test_an_item_is_made_not_applicable_and_applies_again(year: Year, handler: Client) -> None:
    come_back(handler, year)
    item = item_of(year, year.counted.id)
    page = correct(handler, year, SECOND, f"blank:{item.id}", value="不适用", reason="职能已划转").content.decode()
    assert "空项：职能已划转" in text_of(page)
    applies = year.made.items[-1]
    correct(handler, year, SECOND, f"blank:{applies.id}", value="适用", reason="有3家企业")
    result = next(e for e in board_of(year.publication).scored if e.unit.name == SECOND).scored.standing.result  # type: ignore[union-attr]  # scored
    assert result.blank == item.full
    assert "第2号更正" in text_of(handler.get(year.url("scores/log")).content.decode())


def test_only_handlers_correct_and_upload(year: Year, handler: Client, checker: Client, issuer: Client) -> None:
    come_back(handler, year)
    for client in (checker, issuer):
        assert client.get(year.unit_url(SECOND)).status_code == 200
        assert client.get(year.unit_url(SECOND, f"facts/{year.counted.id}")).status_code == 403
        assert client.post(year.url("sheets/upload"), {}).status_code == 403
    assert handler.get(year.unit_url(SECOND, "facts/ind-77.r1")).status_code == 404
    assert handler.get(year.unit_url("区水利局", f"facts/{year.counted.id}")).status_code == 404


# --- the record holds -----------------------------------------------------------------------------------------------


def faults() -> list[str]:
    from kaohe.checking import check_all

    return list(check_all(data=None, database=None).faults)


def test_a_sound_year_has_no_faults(year: Year, handler: Client) -> None:
    come_back(handler, year)
    correct(handler, year, SECOND, year.counted.id, value="1", reason="核对")
    assert faults() == []


def broken_corrections(year: Year) -> list[str]:
    """What `kaohe check` finds wrong with the corrections."""
    from kaohe.checking import _corrections, _each

    return list(_each(Publication.objects.filter(pk=year.publication.pk), _corrections))


SPOILS: dict[str, Callable[[], Any]] = {
    "a reason changed": lambda: CorrectionRow.objects.filter(sequence=1).update(
        body=CorrectionRow.objects.get(sequence=1).body.replace("核对一", "核对二")
    ),
    "the last one gone": lambda: CorrectionRow.objects.filter(sequence=2).delete(),
    "the first one gone": lambda: CorrectionRow.objects.filter(sequence=1).delete(),
    "a row's own hash": lambda: CorrectionRow.objects.filter(sequence=2).update(sha256="0" * 64),
}


@pytest.mark.parametrize("spoil", SPOILS)
def test_a_record_that_was_tampered_with_is_found(year: Year, handler: Client, spoil: str) -> None:
    come_back(handler, year)
    correct(handler, year, SECOND, year.counted.id, value="1", reason="核对一")
    correct(handler, year, SECOND, year.counted.id, value="0", reason="核对三")
    assert broken_corrections(year) == []
    SPOILS[spoil]()
    assert any("更正" in fault for fault in broken_corrections(year))


def test_a_sheets_reading_that_was_changed_is_found(year: Year, handler: Client) -> None:
    from kaohe.checking import _each, _sheet

    come_back(handler, year)
    Sheet.objects.filter(file="a.xlsx").update(reading=Sheet.objects.get(file="b.xlsx").reading)
    assert list(_each(Sheet.objects.all(), _sheet)) == ["考评表“a.xlsx”的读取结果与表中所填不符"]


def test_backup_and_restore_carry_sheets_and_corrections(year: Year, handler: Client, tmp_path: Path) -> None:
    from kaohe.backup import back_up
    from tests.web.servers import Server

    come_back(handler, year)
    correct(handler, year, SECOND, year.counted.id, value="1", reason="核对")
    back_up(tmp_path / "备份.zip", data=None, database=None)
    server = Server(tmp_path / "empty")  # SQLite, wherever this comes from
    server.data.mkdir()
    code = f"""
import json
from pathlib import Path
from kaohe.checking import check_all
from kaohe.restoring import restore
restore(Path({str(tmp_path / "备份.zip")!r}), data=None, database=None)
done = check_all(data=None, database=None)
print(json.dumps([done.checked, done.faults]))
"""
    checked, found = json.loads(server.python(code))
    assert (found, checked["考评表"], checked["得分更正"]) == ([], 3, 1)


# --- the command line on the same ----------------------------------------------------------------------------------


def command(*arguments: str) -> Any:
    from kaohe.cli import app

    done = CliRunner().invoke(app, [*arguments, "--json"])
    if done.exception is not None:
        raise done.exception
    return json.loads(done.stdout)


def test_the_stored_publication_is_scored_and_traced_by_its_number(year: Year, handler: Client, tmp_path: Path) -> None:
    come_back(handler, year)
    rule, number = year.counted.id, str(year.publication.rubric_id)
    correct(handler, year, SECOND, rule, value="1", reason="以签到表为准")
    said = command("score", number, "--out", str(tmp_path / "成果"))
    by_unit = {u["result"]["unit"]: u["result"] for u in said["units"]}
    assert by_unit[SECOND]["percent"] == pytest.approx(float(score_of(year, SECOND)))
    assert (tmp_path / "成果" / "得分明细" / f"{SECOND}.docx").exists()
    sent = command("sheet", number, "--unit", FIRST, "--out", str(tmp_path / "x.xlsx"))
    assert sent["rubric"] == said["rubric"] == year.assessment.sha256
    assert (tmp_path / "x.xlsx").read_bytes() == year.sheets[FIRST]
    image = tmp_path / "页.png"
    traced = command("trace", number, f"{SECOND}/{item_of(year, rule).id}", "--image", str(image))
    step = next(s for i in traced["items"] for s in i["steps"] if s["rule"] == rule)
    assert step["fact"]["value"] == 1
    assert "更正：以签到表为准" in step["sentence"]
    assert image.read_bytes().startswith(b"\x89PNG")


# --- hostile --------------------------------------------------------------------------------------------------------


def test_stored_xss_in_units_files_and_reasons(year: Year, handler: Client) -> None:
    handler.post(year.url("sheets/units"), {"units": f"镇{HOSTILE}"})
    fault = (year.counted.id, missing(2, HOSTILE))
    sheet = year.fill(FIRST, fault, touch=lambda file: file.book[MARK].cell(3, 2, f"镇{HOSTILE}"))
    upload(handler, year, (f"表{HOSTILE}.xlsx", sheet), (f"坏{HOSTILE}.xlsx", b"PK\x03\x04"))
    unit = f"镇{HOSTILE}"
    assert year.unit(unit).sheets.count() == 1
    correct(handler, year, unit, year.counted.id, value="1", reason=HOSTILE)
    for rest in ("sheets/", "sheets/list", "scores/", "scores/log", f"scores/{year.unit(unit).pk}/"):
        page = handler.get(year.url(rest)).content.decode()
        assert "&lt;script&gt;" in page, rest
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_nothing_inline_and_nothing_from_outside(year: Year, handler: Client) -> None:
    come_back(handler, year)
    facts = f"scores/{year.unit(SECOND).pk}/facts/{year.counted.id}"
    for rest in ("", "sheets/", "scores/", "scores/log", f"scores/{year.unit(SECOND).pk}/?every=1", facts):
        page = handler.get(year.url(rest)).content.decode()
        assert not re.search(r"""(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", page)
        assert not re.search(r"<script(?![^>]*\ssrc=)|<[^>]+\sstyle\s*=|<[^>]+\son[a-z]+\s*=", page)
