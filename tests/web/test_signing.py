"""Three people sign, one sends back, the office publishes; a correction is a new version."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from corpus import samples
from corpus.errors import Blocked
from extract.reading_notice import read_notice
from ingest import read_file
from review_ui import ledger
from review_ui.jobs.loading import draft_of
from review_ui.models import Person, Publication, Rubric
from review_ui.signing.dry_run import dry_run
from review_ui.signing.publishing import publish_rubric, start_correction
from rubric_builder.publishing import publish
from tests.web.office import Office, settle_all

SIGNERS = (("王芳", "经办"), ("李建国", "复核"), ("赵敏", "签发"))


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def act(name: str, rubric: Rubric, token: str, **content: Any) -> Any:
    return ledger.act(person(name), rubric.pk, content, None, token)


def decide_all(rubric: Rubric) -> None:
    """王芳 takes everything as it was read, and settles what it leaves open."""
    act("王芳", rubric, f"all-{rubric.pk}", kind="accept", item="draft", below=True)
    settle_all(rubric.pk)
    for check in dry_run(fresh(rubric), ledger.load(fresh(rubric))).checks:
        assert not check.found, check.found


def sign_all(rubric: Rubric, *names: str) -> None:
    for name, stage in SIGNERS:
        if not names or name in names:
            over = ledger.load(fresh(rubric)).sha256
            act(name, rubric, f"{stage}-{over}-{fresh(rubric).decisions}", kind="sign", stage=stage, over=over)


def fresh(rubric: Rubric) -> Rubric:
    return Rubric.objects.get(pk=rubric.pk)


@pytest.fixture
def signed(rubric: Rubric) -> Rubric:
    decide_all(rubric)
    sign_all(rubric)
    return fresh(rubric)


@pytest.fixture
def publication(signed: Rubric) -> Publication:
    return publish_rubric(person("赵敏"), signed.pk)


def test_the_stages_follow_the_signatures(rubric: Rubric) -> None:
    assert rubric.stage == Rubric.Stage.REVIEW
    decide_all(rubric)
    assert fresh(rubric).stage == Rubric.Stage.HANDLER
    for (name, _), stage in zip(SIGNERS, (Rubric.Stage.CHECKER, Rubric.Stage.ISSUER, Rubric.Stage.SIGNED), strict=True):
        sign_all(rubric, name)
        assert fresh(rubric).stage == stage


def test_a_later_decision_voids_the_signatures_visibly(signed: Rubric, signed_in: Callable[[str], Client]) -> None:
    act("赵敏", signed, "back", kind="return", reason="分值与文件不符，请再核")
    page = signed_in("王芳").get(f"/rubrics/{signed.pk}/signing").content.decode()
    assert "分值与文件不符，请再核" in page
    assert "已失效的签字" in page
    assert page.count('class="void"') == 3
    assert fresh(signed).stage == Rubric.Stage.HANDLER


def test_the_page_shows_the_six_checks_and_the_button_to_whom_it_belongs(
    rubric: Rubric, signed_in: Callable[[str], Client]
) -> None:
    decide_all(rubric)
    assert "六项核对全部通过" in signed_in("李建国").get(f"/rubrics/{rubric.pk}/checks").content.decode()
    assert "<button>经办签字</button>" in signed_in("王芳").get(f"/rubrics/{rubric.pk}/signing").content.decode()
    assert "<button>经办签字</button>" not in signed_in("赵敏").get(f"/rubrics/{rubric.pk}/signing").content.decode()


def test_the_page_names_what_is_open_and_nobody_signs_before_it_is_settled(
    rubric: Rubric, signed_in: Callable[[str], Client]
) -> None:
    act("王芳", rubric, "all", kind="accept", item="draft", below=True)
    handler = signed_in("王芳")
    checks = handler.get(f"/rubrics/{rubric.pk}/checks").content.decode()
    left = len(ledger.load(fresh(rubric)).questions)
    assert f"还有{left}处未定" in checks
    assert f'href="/rubrics/{rubric.pk}/choices#blank"' in checks
    page = handler.get(f"/rubrics/{rubric.pk}/signing").content.decode()
    assert f"还有{left}处计分约定未定" in page
    assert "<button>经办签字</button>" not in page
    over = ledger.load(fresh(rubric)).sha256
    with pytest.raises(Blocked, match="处计分约定未定"):
        act("王芳", rubric, "sign", kind="sign", stage="经办", over=over)
    settle_all(rubric.pk)
    assert "原文没有写明、影响得分之处都已约定" in handler.get(f"/rubrics/{rubric.pk}/checks").content.decode()


def test_nobody_signs_for_their_own_work(rubric: Rubric) -> None:
    decide_all(rubric)
    sign_all(rubric, "王芳")
    Person.objects.filter(name="王芳").update(roles=["handler", "checker", "issuer"])
    over = ledger.load(fresh(rubric)).sha256
    with pytest.raises(Blocked, match="三个人"):
        act("王芳", rubric, "own", kind="sign", stage="复核", over=over)


def test_signing_something_else_than_what_was_shown_is_refused(rubric: Rubric) -> None:
    decide_all(rubric)
    shown = ledger.load(fresh(rubric)).sha256
    first = ledger.load(fresh(rubric)).state.draft.indicators[0].id
    act(
        "王芳",
        rubric,
        "edit",
        kind="edit",
        item=first,
        fields={"name": "组织领导和责任落实"},
        reason="与原文核对后更正",
    )
    with pytest.raises(Blocked, match="已不是现在的稿子"):
        act("王芳", rubric, "old", kind="sign", stage="经办", over=shown)


def test_issuing_is_blocked_where_a_check_fails(
    rubric: Rubric, signed_in: Callable[[str], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    decide_all(rubric)
    sign_all(rubric, "王芳", "李建国")
    first = draft_of(rubric).indicators[0]
    folded = ledger.load(fresh(rubric))
    from corpus.checks import Fault
    from review_ui.signing import dry_run as room

    monkeypatch.setattr(room, "check_draft", lambda *_, **__: (Fault(6, first.id, "下级分值合计98，应为100"),))
    room._runs._values.clear()
    page = signed_in("赵敏").get(f"/rubrics/{rubric.pk}/checks").content.decode()
    assert "98" in page
    signed_in("赵敏").post(f"/rubrics/{rubric.pk}/sign", {"stage": "签发", "over": folded.sha256, "token": "x"})
    assert fresh(rubric).stage == Rubric.Stage.ISSUER


def test_an_unsigned_rubric_is_not_published(rubric: Rubric, signed_in: Callable[[str], Client]) -> None:
    decide_all(rubric)
    sign_all(rubric, "王芳", "李建国")
    Person.objects.filter(name="赵敏").update(roles=["issuer"])
    page = signed_in("赵敏").post(f"/rubrics/{rubric.pk}/publish", follow=True).content.decode()
    assert "签字" in page
    assert not Publication.objects.exists()


def test_the_bundle_is_the_command_lines_byte_for_byte(publication: Publication, tmp_path: Path) -> None:
    notices = [read_notice(read_file(path)) for path in samples.paths().values()]
    rubric = publication.rubric
    publish(
        draft_of(rubric),
        notices,
        tmp_path / "bundle",
        by="赵敏",
        at=json.loads(publication.manifest)["published_at"],
        decisions=ledger.load(rubric).log,
    )
    from review_ui.jobs.store import blobs

    written = {
        p.relative_to(tmp_path / "bundle").as_posix(): p.read_bytes()
        for p in (tmp_path / "bundle").rglob("*")
        if p.is_file()
    }
    kept = {file.name: blobs().get(file.sha256) for file in publication.files.all()}
    assert written == kept


def test_downloads_one_by_one_and_as_a_zip(publication: Publication, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("王芳")
    with zipfile.ZipFile(
        io.BytesIO(b"".join(client.get(f"/published/{publication.pk}.zip").streaming_content))
    ) as archive:
        for file in publication.files.all():
            alone = client.get(f"/published/{publication.pk}/files/{file.name}").content
            assert hashlib.sha256(alone).hexdigest() == file.sha256
            assert archive.read(file.name) == alone


def test_every_score_and_duty_of_the_published_page_leads_to_its_framed_clause(
    publication: Publication, signed_in: Callable[[str], Client]
) -> None:
    import re

    client = signed_in("李建国")
    page = client.get(f"/published/{publication.pk}/").content.decode()
    links = sorted(set(re.findall(rf"/published/{publication.pk}/items/([^\"]+)\"", page)))
    schema = ledger.load(publication.rubric).state.draft
    assert {i.id for i in schema.indicators} <= set(links)
    assert {duty.id for role in schema.roles for duty in role.duties} <= set(links)
    for item in links[:: max(1, len(links) // 25)]:
        shown = client.get(f"/published/{publication.pk}/items/{item}").content.decode()
        assert 'class="frame"' in shown or "<mark>" in shown, item
        assert "<blockquote>" in shown, item


def test_publishing_twice_is_publishing_once(signed: Rubric) -> None:
    assert publish_rubric(person("赵敏"), signed.pk).pk == publish_rubric(person("赵敏"), signed.pk).pk
    assert Publication.objects.count() == 1


def test_nothing_published_changes_any_more(publication: Publication) -> None:
    before = publication.rubric_sha256
    with pytest.raises(Blocked, match="已发布"):
        act("王芳", publication.rubric, "late", kind="comment", item="draft", text="再看看")
    with pytest.raises(Blocked, match="已发布"):
        act("赵敏", publication.rubric, "late2", kind="return", reason="有误")
    assert Publication.objects.get(pk=publication.pk).rubric_sha256 == before


def test_a_correction_is_a_new_version_that_says_what_it_replaces(
    publication: Publication, signed_in: Callable[[str], Client]
) -> None:
    client = signed_in("王芳")
    assert client.post(f"/published/{publication.pk}/correct", {"reason": " "}, follow=True).status_code == 200
    assert Rubric.objects.filter(replaces=publication).count() == 0
    client.post(f"/published/{publication.pk}/correct", {"reason": "原文勘误，组织领导改名"})
    new = Rubric.objects.get(replaces=publication)
    assert start_correction(person("王芳"), publication, "又一次").pk == new.pk, "one correction at a time"
    first = ledger.load(new).state.draft.indicators[0].id
    act("王芳", new, "mend", kind="edit", item=first, fields={"name": "组织领导（勘误）"}, reason="据勘误通知")
    sign_all(new)
    second = publish_rubric(person("赵敏"), new.pk)
    assert (second.version, second.replaces) == (2, publication)
    assert json.loads(second.manifest)["replaces"] == publication.rubric_sha256
    old = client.get(f"/published/{publication.pk}/").content.decode()
    assert "已被" in old
    assert "组织领导（勘误）" not in old
    assert "组织领导（勘误）" in client.get(f"/published/{second.pk}/").content.decode()
    with pytest.raises(Blocked, match="已被新版本替代"):
        start_correction(person("王芳"), publication, "再来")


def test_the_audit_says_who_did_what_and_verifies_the_chain(signed: Rubric, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("赵敏")
    page = client.get(f"/rubrics/{signed.pk}/audit").content.decode()
    assert "逐条校验无误" in page
    assert ledger.load(signed).log.head in page
    for name, stage in SIGNERS:
        assert name in page
        assert stage in page


def test_the_audit_finds_a_changed_record(signed: Rubric, signed_in: Callable[[str], Client], db: Office) -> None:
    row = signed.log.first()
    assert row is not None
    row.body = row.body.replace("王芳", "别人")
    row.save()
    ledger.forget(signed.pk)
    page = signed_in("赵敏").get(f"/rubrics/{signed.pk}/audit").content.decode()
    assert "前后不符" in page or "改动" in page


def test_the_head_of_the_chain_is_printed_on_the_signed_document(publication: Publication) -> None:
    from docx import Document

    from review_ui.jobs.store import blobs

    file = publication.files.get(name="评分细则.docx")
    text = "\n".join(p.text for p in Document(io.BytesIO(blobs().get(file.sha256))).paragraphs)
    assert ledger.load(publication.rubric).log.head in text
    for name, stage in SIGNERS:
        assert f"{stage}：{name}" in text
