"""Taking in files: known ones, names, limits; starting rubrics."""

import io

import pytest
from django.test import override_settings

from corpus import samples
from corpus.errors import Blocked, Unreadable
from review_ui.jobs.store import blobs
from review_ui.jobs.uploads import receive, retry, retry_rubric, safe_name, start_rubric
from review_ui.models import Event, Notice, Person, Rubric
from tests.web.office import Office

NAMES = [
    ("考核办法.pdf", "考核办法.pdf"),
    (r"C:\Users\王芳\桌面\考核细则（终稿）.docx", "考核细则（终稿）.docx"),
    ("../../../etc/passwd", "passwd"),
    ("/etc/shadow", "shadow"),
    ("细则\u202efdp.exe", "细则fdp.exe"),
    ("细则\x00\x1b[31m\r\n.pdf", "细则[31m.pdf"),
    ('<img src=x onerror="alert(1)">.pdf', "_img src=x onerror=_alert(1)__.pdf"),
    ("  多余   空格 .docx. ", "多余 空格 .docx"),
    ("..", "未命名文件"),
    ("", "未命名文件"),
    ("\ud800孤立.pdf", "孤立.pdf"),
    ("a:b*c?.pdf", "a_b_c_.pdf"),
]


@pytest.mark.parametrize(("raw", "expected"), NAMES)
def test_a_file_name_is_made_safe_and_stays_recognisable(raw: str, expected: str) -> None:
    assert safe_name(raw) == expected


def test_a_long_name_keeps_its_extension() -> None:
    name = safe_name("关于印发" * 60 + ".docx")
    assert name.startswith("关于印发关于印发")
    assert name.endswith(".docx")
    assert len(name.encode()) <= 240


def test_a_file_is_kept_and_waits(db: Office) -> None:
    person = Person.objects.get(name="王芳")
    notice, known = receive(person, "通知.txt", io.BytesIO("云溪区安全生产通知".encode()))
    assert (notice.state, known, notice.file, notice.uploaded_by) == (Notice.State.WAITING, False, "通知.txt", person)
    assert blobs().get(notice.sha256).decode() == "云溪区安全生产通知"
    assert Event.objects.latest("sequence").act == "upload"


def test_a_known_file_is_not_read_twice(db: Office) -> None:
    path = samples.paths()["考核办法"]
    with path.open("rb") as file:
        notice, known = receive(Person.objects.get(name="李建国"), "换了名字.pdf", file)
    assert (known, notice.pk, notice.state, notice.file) == (True, db.notices[0], Notice.State.READ, path.name)
    assert Notice.objects.count() == 2


@pytest.mark.parametrize(("content", "said"), [(b"", "是空的"), (b"x" * 11, "超过")])
def test_what_is_empty_or_too_large_is_refused(db: Office, content: bytes, said: str) -> None:
    with override_settings(UPLOAD_LIMIT=10), pytest.raises(Unreadable, match=said):
        receive(Person.objects.get(name="王芳"), "细则.pdf", io.BytesIO(content))
    assert Notice.objects.count() == 2


def test_asked_for_twice_a_rubric_is_built_once(db: Office) -> None:
    person, notices = Person.objects.get(name="王芳"), list(Notice.objects.order_by("pk"))
    first = start_rubric(person, notices, 2025)
    again = start_rubric(person, notices, 2025)
    other = start_rubric(person, notices[:1], 2025)
    assert first == again != other
    assert [n.pk for n in first.notices.order_by("rubricnotice__position")] == [n.pk for n in notices]


def test_a_rubric_is_made_of_something(db: Office) -> None:
    with pytest.raises(Blocked, match="选择"):
        start_rubric(Person.objects.get(name="王芳"), [])


def test_a_failed_notice_is_tried_again_with_what_waits_for_it(db: Office) -> None:
    person = Person.objects.get(name="王芳")
    notice, _ = receive(person, "通知.txt", io.BytesIO(b"text"))
    rubric = start_rubric(person, [notice])
    Notice.objects.filter(pk=notice.pk).update(state=Notice.State.FAILED, error="读不了", attempts=3)
    Rubric.objects.filter(pk=rubric.pk).update(stage=Rubric.Stage.FAILED, error="读不了")
    retry_rubric(rubric)
    notice.refresh_from_db()
    rubric.refresh_from_db()
    assert (notice.state, notice.attempts, notice.error) == (Notice.State.WAITING, 0, "")
    assert (rubric.stage, rubric.error) == (Rubric.Stage.BUILDING, "")


def test_what_was_read_is_not_read_again(db: Office) -> None:
    notice = Notice.objects.get(pk=db.notices[0])
    retry(notice)
    notice.refresh_from_db()
    assert notice.state == Notice.State.READ
