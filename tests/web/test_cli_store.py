"""The command line on what the web application keeps: the same files, drafts and publications."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from corpus import samples
from kaohe.cli import app
from review_ui import ledger
from review_ui.jobs.loading import draft_of
from review_ui.jobs.store import blobs
from review_ui.models import Notice, Person, Publication, Rubric
from review_ui.signing.publishing import publish_rubric
from rubric_builder.draft import Draft
from rubric_builder.schema import fingerprint
from tests.web.office import Office, settle_all

Run = Callable[..., Any]


@pytest.fixture
def run(db: Office) -> Run:
    """`run("draft", …)`: the command in this process, on this process's installation; its JSON."""

    def command(*arguments: str, code: int = 0) -> Any:
        done = CliRunner().invoke(app, [*arguments, "--json"])
        if code:
            return getattr(done.exception, "message", done.output)
        if done.exception is not None:
            raise done.exception
        return json.loads(done.stdout)

    return command


def signed(rubric: Rubric) -> None:
    """Everything taken as it is, what is open settled, and the three signatures."""
    people = {name: Person.objects.get(name=name) for name in ("王芳", "李建国", "赵敏")}
    pending = ledger.load(rubric).state.pending
    ledger.act(people["王芳"], rubric.pk, {"kind": "accept-many", "items": list(pending)}, 0, "accept")
    folded = settle_all(rubric.pk)
    for stage, person in zip(("经办", "复核", "签发"), people.values(), strict=True):
        content = {"kind": "sign", "stage": stage, "over": folded.sha256}
        folded = ledger.act(person, rubric.pk, content, None, stage)
    rubric.refresh_from_db()


def test_a_saved_draft_is_the_rubric_that_uploading_gives(run: Run, rubric: Rubric) -> None:
    said = run("draft", *map(str, samples.paths().values()), "--save", "--as", "wangfang")
    kept = Rubric.objects.get(pk=said["rubric"])
    assert kept != rubric
    assert (kept.stage, kept.created_by.name) == (Rubric.Stage.REVIEW, "王芳")
    assert kept.draft_sha256 == rubric.draft_sha256 == fingerprint(Draft.model_validate(said | {}, extra="ignore"))
    assert Notice.objects.count() == 2


def test_a_new_file_is_read_and_kept(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "青岚镇考核办法.txt"
    file.write_text(
        "青岚镇安全生产考核办法\n\n第一条　考核实行百分制。\n第二条　未召开会议的，扣5分。\n", encoding="utf-8"
    )
    said = run("draft", str(file), "--save", "--year", "2031")
    kept = Rubric.objects.get(pk=said["rubric"])
    assert (kept.year, kept.notices.get().file, kept.created_by.name) == (2031, file.name, "王芳")


def test_what_cannot_be_read_says_why(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "细则.docx"
    file.write_bytes(b"PK\x03\x04")
    assert "读不了“细则.docx”" in run("draft", str(file), "--save", code=3)
    assert "找不到这个文件" in run("draft", str(tmp_path / "none.pdf"), "--save", code=3)
    assert "没有“无此人”" in run("draft", str(file), "--save", "--as", "无此人", code=2)


@pytest.mark.parametrize("length", [12, 20, 64])
def test_a_stored_notice_is_named_by_its_hash(run: Run, db: Office, length: int) -> None:
    sha256 = Notice.objects.get(pk=db.notices[0]).sha256
    assert run("source", sha256[:length])["document"] == sha256
    assert run("outline", sha256[:length])["document"]["sha256"] == sha256
    assert run("draft", sha256[:length])["year"] == 2025


def test_a_hash_that_nothing_has_is_refused(run: Run) -> None:
    assert "没有这个文件" in run("source", "0" * 12, code=3)


def test_a_stored_rubric_is_traced_as_decided(run: Run, rubric: Rubric, tmp_path: Path) -> None:
    first = draft_of(rubric).indicators[0]
    edit = {"kind": "edit", "item": first.id, "fields": {"name": "责任落实与履职"}, "reason": "统一用语"}
    ledger.act(Person.objects.get(name="王芳"), rubric.pk, edit, 0, "edit")
    image = tmp_path / "page.png"
    traced = run("trace", str(rubric.pk), first.id, "--image", str(image))
    assert "责任落实与履职" in json.dumps(traced, ensure_ascii=False)
    assert image.read_bytes().startswith(b"\x89PNG")
    assert "没有编号为999" in run("trace", "999", first.id, code=2)


def test_what_is_not_signed_is_not_published(run: Run, rubric: Rubric, tmp_path: Path) -> None:
    run("publish", str(rubric.pk), "--out", str(tmp_path / "out"), code=4)
    assert not (tmp_path / "out").exists()
    assert not Publication.objects.exists()


def test_the_command_publishes_what_the_web_publishes(run: Run, rubric: Rubric, tmp_path: Path) -> None:
    signed(rubric)
    manifest = run("publish", str(rubric.pk), "--out", str(tmp_path / "out"))
    publication = publish_rubric(Person.objects.get(name="赵敏"), rubric.pk)
    assert publication == Publication.objects.get()
    assert (manifest["published_by"], manifest["rubric_sha256"]) == ("赵敏", publication.rubric_sha256)
    written = {
        str(p.relative_to(tmp_path / "out")): p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert written == {file.name: blobs().get(file.sha256) for file in publication.files.all()}
    assert run("publish", str(rubric.pk), "--out", str(tmp_path / "out")) == manifest
    assert run("check")["faults"] == []


def test_a_stored_rubric_takes_no_decisions_from_a_file(run: Run, rubric: Rubric, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["publish", str(rubric.pk), "--out", str(tmp_path / "out"), "--accept-all"])
    assert done.exit_code == 2
