"""Background work: reading, building, what a crash leaves, pictures of pages."""

import io
import os
import socket
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image

from corpus import samples
from corpus.errors import Blocked, Unreadable
from ingest.guard import Reader
from review_ui.jobs import leases, pictures, runner
from review_ui.jobs.drawing import draw
from review_ui.jobs.layout import lay_out, layout_pages, layout_pdf
from review_ui.jobs.loading import draft_of, notice_of, notices_of, source_of
from review_ui.jobs.store import blobs
from review_ui.jobs.uploads import receive, start_rubric
from review_ui.jobs.workers import Lost, Workers
from review_ui.models import Notice, Person, Rubric
from rubric_builder.checking import check_draft
from rubric_builder.schema import fingerprint
from tests.ofd_files import simple
from tests.web.office import Office

RULES = "云溪区安全生产考核办法\n\n第一条　各镇、街道每季度至少召开一次安全生产会议。\n第二条　考核实行百分制。\n"


def upload(name: str, content: bytes) -> Notice:
    return receive(Person.objects.get(name="王芳"), name, io.BytesIO(content))[0]


def reread(row: Any) -> Any:
    row.refresh_from_db()
    return row


# --- reading and building -------------------------------------------------------------------------------------------


def test_the_samples_were_read_and_the_draft_built(db: Office) -> None:
    notice = Notice.objects.get(pk=db.notices[0])
    rubric = Rubric.objects.get(pk=db.rubric)
    reading = notice.readings.get()
    assert (notice.state, notice.done, notice.total, notice.attempts) == (Notice.State.READ, 12, 12, 0)
    assert notice.title.endswith("安全生产工作考核办法的通知")
    assert reading.text_sha256 == source_of(notice).sha256 == notice_of(notice).source.sha256
    assert (rubric.stage, rubric.year) == (Rubric.Stage.REVIEW, 2025)
    assert fingerprint(draft_of(rubric)) == rubric.draft_sha256
    assert sum(share["points"] for share in rubric.shares) == 100
    assert draft_of(rubric).roles


def test_every_quote_of_the_stored_draft_holds_against_the_stored_readings(rubric: Rubric) -> None:
    notices = {notice.source.document.sha256: notice for notice in notices_of(rubric)}
    assert check_draft(draft_of(rubric), notices) == ()


def test_a_file_is_read_under_its_own_name(db: Office) -> None:
    notice = upload("云溪区考核办法.txt", RULES.encode())
    runner.work_off()
    assert reread(notice).state == Notice.State.READ
    assert source_of(notice).document.file == "云溪区考核办法.txt"


def test_what_cannot_be_read_says_why_in_words(db: Office) -> None:
    notice = upload("考核细则.docx", b"PK\x03\x04 broken")
    rubric = start_rubric(Person.objects.get(name="王芳"), [notice])
    runner.work_off()
    assert reread(notice).state == Notice.State.FAILED
    assert notice.error.startswith("读不了“考核细则.docx”：")
    assert (reread(rubric).stage, rubric.error) == (Rubric.Stage.FAILED, notice.error)


def test_a_draft_asked_for_too_early_says_so(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    with pytest.raises(Blocked, match="还没有读完"):
        source_of(notice)
    with pytest.raises(Blocked, match="还没有生成草案"):
        draft_of(start_rubric(Person.objects.get(name="王芳"), [notice]))


def test_a_rubric_waits_for_all_of_its_notices(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    start_rubric(Person.objects.get(name="王芳"), [Notice.objects.get(pk=db.notices[0]), notice])
    assert leases.claim_rubric("here:1:a") is None
    claimed = leases.claim_notice("here:1:a")
    assert claimed == notice
    with Reader() as reader:
        runner.read(claimed, reader)
    assert leases.claim_rubric("here:1:a") is not None
    assert leases.claim_rubric("here:2:b") is None


def test_the_year_that_staff_state_is_the_drafts(db: Office) -> None:
    rubric = start_rubric(Person.objects.get(name="王芳"), [Notice.objects.get(pk=db.notices[1])], 2031)
    runner.work_off()
    assert (reread(rubric).stage, rubric.year) == (Rubric.Stage.REVIEW, 2031)


def test_the_threads_do_it_too(committed: Office) -> None:
    made = runner.Runner()
    made.start()
    try:
        notice = upload("通知.txt", RULES.encode())
        rubric = start_rubric(Person.objects.get(name="王芳"), [notice])
        wait_for(lambda: reread(rubric).stage != Rubric.Stage.BUILDING)
    finally:
        made.stop()
    assert reread(rubric).stage == Rubric.Stage.REVIEW, rubric.error
    assert reread(notice).state == Notice.State.READ


def wait_for(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 60  # so that a hang ends
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


# --- what a crash leaves --------------------------------------------------------------------------------------------


def test_a_claim_that_lapsed_is_taken_by_another_and_the_first_changes_nothing(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    first = leases.claim_notice("here:1:a")
    assert first == notice
    assert leases.claim_notice("here:2:b") is None
    Notice.objects.filter(pk=notice.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    second = leases.claim_notice("here:2:b")
    assert second is not None
    with Reader() as reader:
        runner.read(first, reader)
        assert reread(notice).state == Notice.State.READING
        assert not notice.readings.exists()
        runner.read(second, reader)
    assert reread(notice).state == Notice.State.READ
    assert notice.readings.count() == 1


def test_a_claim_that_is_renewed_holds(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    leases.claim_notice("here:1:a")
    Notice.objects.filter(pk=notice.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    leases.renew("here:1:a")
    assert leases.claim_notice("here:2:b") is None


def test_after_three_crashes_a_notice_is_given_up_with_a_sentence(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    for n in range(leases.MOST_ATTEMPTS):
        assert leases.claim_notice(f"here:{n}:a") is not None
        Notice.objects.filter(pk=notice.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert leases.claim_notice("here:9:a") is None
    assert reread(notice).state == Notice.State.FAILED
    assert notice.error == (
        "读“通知.txt”时程序3次意外中断（例如断电、被强行关闭），已停止自动重试；请点“重试”，仍不行时用原软件打开另存后重新上传。"
    )


def test_stopping_in_good_order_costs_no_attempt(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    leases.claim_notice("here:1:a")
    leases.let_go("here:1:a")
    assert (reread(notice).state, notice.attempts, notice.worker) == (Notice.State.WAITING, 0, "")


@pytest.mark.parametrize(
    ("worker", "freed"),
    [("elsewhere:1:a", False), ("{host}:{dead}:a", True), ("{host}:{own}:a", True), ("{host}:{alive}:a", False)],
)
def test_at_the_start_the_claims_of_the_dead_are_freed(db: Office, vendor: str, worker: str, freed: bool) -> None:
    """On SQLite the one server there is has just started: every claim is of one that is dead."""
    notice = upload("通知.txt", RULES.encode())
    numbers = {"host": socket.gethostname()[:40], "own": os.getpid(), "dead": 2**22 + 1, "alive": os.getppid()}
    leases.claim_notice(worker.format(**numbers))
    leases.take_back()
    assert (reread(notice).state == Notice.State.WAITING) == (freed or vendor == "sqlite")


# --- child processes ------------------------------------------------------------------------------------------------


def test_a_child_that_dies_or_dawdles_is_told_and_replaced() -> None:
    workers = Workers(1, memory=1 << 30)
    try:
        assert workers.call(abs, -3, seconds=30) == 3
        with pytest.raises(Lost, match="异常退出"):
            workers.call(os.abort, seconds=30)
    finally:
        workers.close()


def test_a_child_beyond_its_time_is_killed() -> None:
    workers = Workers(1, memory=1 << 30)
    try:
        with pytest.raises(Lost, match="没有做完"):
            workers.call(time.sleep, 3600, seconds=0.2)
        assert workers.call(abs, -3, seconds=30) == 3
    finally:
        workers.close()


def test_a_page_that_cannot_be_drawn_does_not_end_the_child(tmp_path: Path) -> None:
    broken = tmp_path / "scan.png"
    broken.write_bytes(b"\x89PNG\r\n\x1a\n broken")
    workers = Workers(1, memory=1 << 30)
    try:
        child = workers.call(os.getpid, seconds=30)
        with pytest.raises(Unreadable, match="画不出来"):
            workers.call(draw, str(broken), 1, 160, seconds=30)
        assert workers.call(os.getpid, seconds=30) == child
    finally:
        workers.close()


def test_what_the_function_raises_is_raised() -> None:
    workers = Workers(1, memory=1 << 30)
    try:
        with pytest.raises(ValueError, match="invalid literal"):
            workers.call(int, "x", seconds=30)
    finally:
        workers.close()


def width_of(png: bytes) -> int:
    return Image.open(io.BytesIO(png)).size[0]


# --- pictures -------------------------------------------------------------------------------------------------------


def test_a_page_is_drawn_once_then_comes_from_the_disk(db: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = Notice.objects.get(pk=db.notices[0])
    png = pictures.page_png(notice, 2, 900)
    assert (width_of(png), layout_pages(notice)) == (960, 12)
    pictures._kept._values.clear()
    monkeypatch.setattr(pictures, "_draw", lambda *_: pytest.fail("drawn again"))
    assert pictures.page_png(notice, 2, 960) == png


def test_an_ofds_pages_are_its_own(db: Office) -> None:
    notice = upload("通知.ofd", simple("云溪区安全生产考核办法", "第一条　考核实行百分制。").build())
    runner.work_off()
    assert (reread(notice).state, layout_pages(notice)) == (Notice.State.READ, 1)
    assert width_of(pictures.page_png(notice, 1, 640)) == 640
    assert layout_pdf(notice) is None


def test_a_scans_pages_are_its_pictures(db: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    Image.new("RGB", (400, 600), "red").save(out, "TIFF", save_all=True, append_images=[Image.new("RGB", (400, 300))])
    notice = upload("扫描.tif", out.getvalue())
    notice.media_type = "image/tiff"
    monkeypatch.setattr(pictures, "layout_pages", lambda _: 2)  # as if recognised
    sizes = [Image.open(io.BytesIO(pictures.page_png(notice, page, 320))).size for page in (1, 2)]
    assert sizes == [(320, 480), (320, 240)]


@pytest.mark.parametrize("page", [0, 13, -1])
def test_a_page_that_there_is_not_has_no_picture(db: Office, page: int) -> None:
    with pytest.raises(Unreadable, match="没有第"):
        pictures.page_png(Notice.objects.get(pk=db.notices[0]), page, 160)


def test_a_word_document_is_laid_out_to_be_looked_at(db: Office) -> None:
    notice = Notice.objects.get(pk=db.notices[1])
    assert lay_out(notice) == layout_pages(notice) >= 2
    assert layout_pdf(notice) is not None
    assert width_of(pictures.page_png(notice, 1, 160)) == 160


def test_without_an_office_there_is_none(db: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOHE_SOFFICE", "")
    notice = upload("通知.txt", f"{RULES}第三条　本办法自印发之日起施行。\n".encode())
    runner.work_off()
    assert lay_out(reread(notice)) == layout_pages(notice) == 0
    assert layout_pdf(notice) is None


def test_a_file_that_changed_on_the_disk_is_not_read(db: Office) -> None:
    notice = upload("通知.txt", RULES.encode())
    blobs().path(notice.sha256).write_bytes(b"something else")
    runner.work_off()
    assert reread(notice).state == Notice.State.FAILED
    assert "已损坏或被改动" in notice.error
    blobs().path(notice.sha256).unlink()


def test_the_sample_files_are_kept_as_they_came(db: Office) -> None:
    for pk, path in zip(db.notices, samples.paths().values(), strict=True):
        assert blobs().get(Notice.objects.get(pk=pk).sha256) == Path(path).read_bytes()
