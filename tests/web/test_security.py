"""What an attacker tries, one named test each. (Role bypass on every address: `test_access.py`. Lockout and session
fixation: `test_accounts.py`.)"""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from corpus.errors import KaoheError
from review_ui import ledger
from review_ui.jobs import runner
from review_ui.jobs.uploads import receive
from review_ui.models import Notice, Person, Role, Rubric
from review_ui.urls import urlpatterns
from tests.docx_files import docx_of, p
from tests.web.office import Office

HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'


def upload(client: Client, name: str, content: bytes, **more: str) -> Any:
    return client.post("/upload", {"files": SimpleUploadedFile(name, content), **more}, follow=True)


def read_all() -> None:
    runner.work_off()


def pages_of(client: Client, rubric: Rubric) -> list[str]:
    """Every page and fragment a browser gets of a rubric."""
    found = [client.get("/").content.decode()]
    for pattern in urlpatterns:
        keys = set(pattern.pattern.converters)
        if keys == {"rubric_id"} and "GET" in pattern.callback.access.methods:
            from django.urls import reverse

            response = client.get(reverse(str(pattern.name), args=[rubric.pk]), follow=True)
            found.append(response.content.decode())
    return found


def inert(page: str) -> bool:
    return "<script>alert" not in page and "<img src=x" not in page


def test_stored_xss_in_a_documents_text_and_name(db: Office, handler: Client) -> None:
    text = f"云溪区考核办法{HOSTILE}\n\n第一条 考核实行百分制。{HOSTILE}\n\n一、组织领导（100分）\n\n（一）未建立制度的，扣5分{HOSTILE}。\n"
    upload(handler, f"考核{HOSTILE}.txt", text.encode(), draft="1")
    read_all()
    rubric = Rubric.objects.latest("pk")
    assert rubric.stage == Rubric.Stage.REVIEW, rubric.error
    notice = rubric.notices.get()
    for page in (*pages_of(handler, rubric), handler.get(f"/notices/{notice.pk}/").content.decode()):
        assert inert(page)
    assert "&lt;script&gt;" in handler.get(f"/rubrics/{rubric.pk}/").content.decode()


def test_stored_xss_in_a_comment_and_a_reason(db: Office, rubric: Rubric, handler: Client) -> None:
    person = Person.objects.get(name="王芳")
    ledger.act(person, rubric.pk, {"kind": "comment", "item": "draft", "text": HOSTILE}, None, "t1")
    ledger.act(
        person,
        rubric.pk,
        {"kind": "edit", "item": "draft", "fields": {"title": HOSTILE}, "reason": HOSTILE},
        None,
        "t2",
    )
    for page in pages_of(handler, rubric):
        assert inert(page)


def test_stored_xss_in_docx_properties(db: Office, handler: Client) -> None:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_of(p("云溪区考核办法")))) as old,
        zipfile.ZipFile(made, "w") as new,
    ):
        for entry in old.infolist():
            new.writestr(entry, old.read(entry))
        core = f"<cp:coreProperties xmlns:cp='http://schemas.openxmlformats.org/package/2006/metadata/core-properties' xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>{HOSTILE.replace('<', '&lt;')}</dc:title></cp:coreProperties>"
        new.writestr("docProps/core.xml", core)
    upload(handler, "办法.docx", made.getvalue())
    read_all()
    notice = Notice.objects.latest("pk")
    assert inert(handler.get(f"/notices/{notice.pk}/").content.decode())
    assert inert(handler.get("/").content.decode())


@pytest.mark.parametrize("query", ["status", "flag", "confidence", "subject", "role", "next", "page"])
def test_reflected_xss(db: Office, rubric: Rubric, handler: Client, query: str) -> None:
    for where in (
        "/",
        f"/rubrics/{rubric.pk}/",
        f"/rubrics/{rubric.pk}/cards",
        f"/rubrics/{rubric.pk}/audit",
        "/login",
    ):
        assert inert(handler.get(where, {query: HOSTILE}, follow=True).content.decode())


def test_a_missing_page_does_not_repeat_its_address(db: Office, handler: Client) -> None:
    page = handler.get("/no/<script>alert(1)</script>")
    assert page.status_code == 404
    assert inert(page.content.decode())


def test_error_pages_reveal_nothing(db: Office, handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail of the fault")

    monkeypatch.setattr("review_ui.worklist.views.rubric_row", broken)
    handler.raise_request_exception = False
    page = handler.get("/")
    assert page.status_code == 500
    said = page.content.decode()
    assert "程序出错" in said
    assert "secret detail" not in said
    assert "Traceback" not in said


def test_csrf_every_change_without_its_token_is_refused(db: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(Person.objects.get(name="王芳"), backend="django.contrib.auth.backends.ModelBackend")
    Person.objects.filter(name="王芳").update(roles=[str(role) for role in Role])
    from tests.web.test_access import access, address

    checked = 0
    for pattern in urlpatterns:
        if "POST" in access(pattern).methods:
            response = client.post(address(pattern), {"any": "thing"})
            assert response.status_code == 403, pattern.name
            assert "页面已过期" in response.content.decode()
            checked += 1
    assert checked >= 15


def test_nothing_outside_is_asked_for_and_nothing_runs_inline(db: Office, rubric: Rubric, handler: Client) -> None:
    outside = re.compile(r"""(?:src|href|action|data)\s*=\s*["']?(?:https?:)?//""", re.I)
    for page in pages_of(handler, rubric):
        assert not outside.search(page)
        assert not re.search(r"<script(?![^>]*\ssrc=)", page), "an inline script"
        assert not re.search(r"<[^>]+\sstyle\s*=", page), "an inline style"
        assert not re.search(r"<[^>]+\son[a-z]+\s*=", page), "an inline handler"
    policy = handler.get("/")["Content-Security-Policy"]
    assert policy.startswith("default-src 'self';")
    assert "unsafe" not in policy


def test_every_answer_bears_the_safe_headers(db: Office, handler: Client) -> None:
    for where in ("/", "/login", "/no-such-page", "/static/base.css", "/static/base.js"):
        response = handler.get(where)
        assert "default-src 'self'" in response["Content-Security-Policy"], where
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "..%2f..%2fsecret.key", "/etc/passwd", "..\\..\\secret.key", "a/../../b"]
)
def test_path_traversal(db: Office, handler: Client, name: str) -> None:
    assert handler.get(f"/published/1/files/{name}").status_code == 404
    assert handler.get(f"/static/{name}").status_code == 404
    notice, _ = receive(Person.objects.get(name="王芳"), name, io.BytesIO(f"第一条 {name}".encode()))
    assert "/" not in notice.file
    assert "\\" not in notice.file
    disposition = handler.get(f"/notices/{notice.pk}/original")["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "\n" not in disposition


def refused(db: Office, name: str, content: bytes) -> str:
    """The sentence with which a file is refused; it is read like any other, by a worker."""
    try:
        notice, _ = receive(Person.objects.get(name="王芳"), name, io.BytesIO(content))
    except KaoheError as error:
        return error.message
    read_all()
    notice.refresh_from_db()
    assert notice.state == Notice.State.FAILED, notice.state
    assert not notice.readings.exists()
    return notice.error


def test_zip_bomb(db: Office) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", b" " * (300 << 20))
    assert "压缩炸弹" in refused(db, "炸弹.docx", made.getvalue()) or "上限" in refused(
        db, "炸弹.docx", made.getvalue()
    )


def test_xml_entity_bomb(db: Office) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "哈" * 10}">' for n in range(12))
    part = f'<?xml version="1.0"?><!DOCTYPE d [{entities}]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&l11;</w:t></w:r></w:p></w:body></w:document>'
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx_of(p("云溪区")))) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            new.writestr(entry.filename, part if entry.filename == "word/document.xml" else old.read(entry))
    assert "读不了" in refused(db, "实体.docx", made.getvalue())


def test_pdf_bomb(db: Office) -> None:
    """A page tree that contains itself, and a stream that unpacks to very much."""
    import zlib

    packed = zlib.compress(b"0 0 m 1 1 l S " * (40 << 20 >> 3), 9)
    pdf = (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>endobj\n"
        b"4 0 obj<</Length "
        + str(len(packed)).encode()
        + b"/Filter/FlateDecode>>stream\n"
        + packed
        + b"\nendstream endobj\n"
        b"trailer<</Root 1 0 R>>\n%%EOF"
    )
    assert "读不了" in refused(db, "炸弹.pdf", pdf)


@pytest.mark.parametrize(
    "content",
    [b"MZ" + b"\0" * 58 + b"This program cannot be run", b"\x7fELF" + b"\0" * 64, b"\x89PNG\r\n\x1a\n" + b"\0" * 40],
)
def test_wrong_magic(db: Office, content: bytes) -> None:
    assert "读不了" in refused(db, "考核办法.pdf", content)


def test_a_file_over_the_limit_is_not_kept(db: Office, handler: Client, settings_limit: None) -> None:
    before = Notice.objects.count()
    page = upload(handler, "大.txt", b"x" * 3000).content.decode()
    assert "上限" in page
    assert Notice.objects.count() == before


@pytest.fixture
def settings_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.conf import settings

    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 2048)


def test_formula_injection_in_xlsx(db: Office, rubric: Rubric) -> None:
    """A cell that begins like a formula stays text in every workbook that goes out."""
    from openpyxl import load_workbook

    from rubric_builder.exports.checklists import WORKBOOK, checklist_files
    from rubric_builder.exports.rubric_xlsx import rubric_xlsx

    person = Person.objects.get(name="王芳")
    folded = ledger.load(rubric)
    first = folded.state.draft.indicators[0].id
    role = folded.state.draft.roles[0].duties[0].id
    formula = '=HYPERLINK("http://example.org/","点我")'
    ledger.act(
        person, rubric.pk, {"kind": "edit", "item": first, "fields": {"name": formula}, "reason": "试"}, None, "f1"
    )
    draft = ledger.act(
        person,
        rubric.pk,
        {"kind": "edit", "item": role, "fields": {"text": "+1+cmd|' /C calc'!A0"}, "reason": "试"},
        None,
        "f2",
    ).state.draft
    lists = checklist_files(draft.roles, year=draft.year, notices=(), reviewed=False)
    seen = False
    for content in (rubric_xlsx(draft, reviewed=False), lists[WORKBOOK]):
        for sheet in load_workbook(io.BytesIO(content)).worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    assert cell.data_type != "f" or "example" not in str(cell.value), cell.coordinate
                    assert not (
                        isinstance(cell.value, str)
                        and cell.value.startswith(("=HYPER", "+1+cmd"))
                        and cell.data_type == "f"
                    )
                    seen = seen or (isinstance(cell.value, str) and "HYPERLINK" in cell.value)
    assert seen


def test_an_act_for_somebody_else_is_not_possible(db: Office, rubric: Rubric, handler: Client) -> None:
    """The actor of a decision is who is signed in, whatever the browser says."""
    sent = {"kind": "accept", "item": "draft", "actor": "赵敏", "time": "2001-01-01T00:00:00+08:00"}
    person = Person.objects.get(name="王芳")
    made = ledger.act(person, rubric.pk, sent, None, "a1").log.decisions[-1]
    assert made.actor == "王芳"
    assert not made.time.startswith("2001")


def test_signing_out_of_turn_or_twice_is_refused(db: Office, rubric: Rubric, signed_in: Any) -> None:
    over = ledger.load(rubric).sha256
    for name, stage in (("赵敏", "签发"), ("李建国", "复核"), ("王芳", "经办")):
        page = signed_in(name).post(
            f"/rubrics/{rubric.pk}/sign", {"stage": stage, "over": over, "token": stage}, follow=True
        )
        assert page.status_code == 200
    assert not ledger.load(Rubric.objects.get(pk=rubric.pk)).state.signatures
    assert json.loads(json.dumps(rubric.counts))["待核"] > 0
