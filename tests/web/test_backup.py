"""`kaohe backup`, `kaohe restore`, `kaohe check`."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from review_ui.models import DecisionRow, Notice, Person, Rubric
from tests.web import databases
from tests.web.office import Office
from tests.web.servers import Server

Serve = Callable[..., Server]


@pytest.fixture(scope="module")
def archive(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the office, made by the command."""
    folder = tmp_path_factory.mktemp("backup")
    data = folder / "backed-up"
    server = Server(data, database=databases.copied(data))
    file = folder / "备份.zip"
    done = server.run("backup", str(file))
    databases.drop(server.database)
    assert done.returncode == 0, done.stderr
    return file


@pytest.fixture
def empty(office: Office, tmp_path: Path):  # type: ignore[no-untyped-def]
    """Nothing yet: a folder, and a database where it is PostgreSQL."""
    data = tmp_path / "empty"
    server = Server(data, database=databases.fresh(data))
    yield server
    databases.drop(server.database)


def rows_of(archive: Path) -> list[dict[str, object]]:
    """The rows in an archive without the log of events, which backing up and restoring write to."""
    with zipfile.ZipFile(archive) as opened:
        lines = opened.read("database.jsonl").decode("utf-8").splitlines()
    return [row for row in map(json.loads, lines) if row["model"] != "review_ui.event"]


def test_what_is_restored_is_what_was_backed_up(archive: Path, empty: Server, tmp_path: Path) -> None:
    done = empty.run("restore", str(archive))
    assert done.returncode == 0, done.stderr
    checked = empty.run("check", "--json")
    assert (checked.returncode, json.loads(checked.stdout)["faults"]) == (0, [])
    assert empty.run("backup", str(tmp_path / "again.zip")).returncode == 0
    assert rows_of(tmp_path / "again.zip") == rows_of(archive)
    server_rows = {row["model"] for row in rows_of(archive)}
    assert {"review_ui.person", "review_ui.notice", "review_ui.reading", "review_ui.rubric"} <= server_rows


def test_a_restored_installation_goes_on(archive: Path, empty: Server) -> None:
    """New rows get new numbers, also where the database counts by itself."""
    assert empty.run("restore", str(archive)).returncode == 0
    code = (
        "from kaohe.storing import open_store; open_store()\n"
        "from review_ui.models import Notice, Person\n"
        "n = Notice.objects.create(sha256='0' * 64, file='x', size=1, uploaded_by=Person.objects.first())\n"
        "print(n.pk == max(Notice.objects.values_list('pk', flat=True)))"
    )
    assert empty.python(code) == "True\n"


def test_a_backup_is_taken_while_the_application_runs(serve: Serve, tmp_path: Path) -> None:
    server = serve()
    done = server.run("backup", str(tmp_path / "live.zip"), "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["blobs"] >= 5


def test_an_existing_backup_is_not_overwritten(archive: Path, empty: Server) -> None:
    before = archive.read_bytes()
    assert empty.run("backup", str(archive)).returncode == 2
    assert archive.read_bytes() == before


def test_restoring_over_something_is_refused(archive: Path, empty: Server) -> None:
    assert empty.run("restore", str(archive)).returncode == 0
    again = empty.run("restore", str(archive))
    assert (again.returncode, "已有系统数据" in again.stderr) == (4, True)


def rewritten(archive: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """A copy with each entry changed; null leaves it out."""
    out = archive.with_name("changed.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = change(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
    return out


def _newer(name: str, content: bytes) -> bytes:
    return content.replace(b'"0001_initial"', b'"0001_initial", "9999_later"') if name == "manifest.json" else content


DAMAGE: dict[str, Callable[[str, bytes], bytes | None]] = {
    "a row changed": lambda name, content: content.replace("王芳".encode(), "王方".encode()),
    "a blob changed": lambda name, content: content + b"x" if name.startswith("blobs/") else content,
    "a blob missing": lambda name, content: None if name.startswith("blobs/") else content,
    "no manifest": lambda name, content: None if name == "manifest.json" else content,
    "a manifest of something else": lambda name, content: b"{}" if name == "manifest.json" else content,
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_backup_is_refused_before_anything_is_written(archive: Path, empty: Server, damage: str) -> None:
    done = empty.run("restore", str(rewritten(archive, DAMAGE[damage])))
    assert (done.returncode, "没有恢复任何内容" in done.stderr) == (3, True)
    assert not (empty.data / "blobs").exists()


def test_what_is_no_backup_is_refused(archive: Path, empty: Server) -> None:
    half = archive.with_name("half.zip")
    half.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    for file in (half, archive.with_name("none.zip"), Path(__file__)):
        done = empty.run("restore", str(file))
        assert (done.returncode, "不是完整的备份文件" in done.stderr) == (3, True)


def test_a_backup_of_a_newer_program_is_refused(archive: Path, empty: Server) -> None:
    done = empty.run("restore", str(rewritten(archive, _newer)))
    assert (done.returncode, "更新版本的程序" in done.stderr) == (4, True)


# --- check ----------------------------------------------------------------------------------------------------------


def faults(data: Path) -> list[str]:
    from kaohe.checking import check_all

    return list(check_all(data=None, database=None).faults)


def test_a_sound_installation_has_no_faults(db: Office) -> None:
    assert faults(db.data) == []


def test_a_changed_blob_is_found(committed: Office) -> None:
    from review_ui.jobs.store import blobs

    path = blobs().path(Rubric.objects.get(pk=committed.rubric).draft_blob)
    before = path.read_bytes()
    try:
        path.write_bytes(before.replace("责任落实".encode(), "责任不落实".encode(), 1))
        found = faults(committed.data)
    finally:
        path.write_bytes(before)
    assert any("已损坏或被改动" in fault for fault in found)


def test_a_missing_upload_is_found(db: Office) -> None:
    Notice.objects.filter(pk=db.notices[0]).update(sha256="0" * 64)
    assert any("内容缺失" in fault for fault in faults(db.data))


def test_a_decision_that_was_slipped_in_is_found(db: Office) -> None:
    rubric = Rubric.objects.get(pk=db.rubric)
    body = {
        "kind": "accept", "actor": "王芳", "time": "2025-03-01T09:30:00+08:00", "item": "draft",
        "sequence": 1, "before": rubric.draft_sha256,
    }  # fmt: skip
    DecisionRow.objects.create(
        rubric=rubric, sequence=1, kind="accept", person=Person.objects.get(name="王芳"), at="2025-03-01T09:30:00+08:00",
        body=json.dumps(body), sha256="0" * 64, token="x",
    )  # fmt: skip
    assert any("决定" in fault for fault in faults(db.data))


def test_a_stage_that_nothing_bears_out_is_found(db: Office) -> None:
    Rubric.objects.filter(pk=db.rubric).update(stage=Rubric.Stage.SIGNED)
    assert any("与决定记录（待核对）不符" in fault for fault in faults(db.data))


def test_what_is_wrong_gives_exit_4(serve: Serve) -> None:
    server = serve()
    next((server.data / "blobs").glob("*/*")).write_bytes(b"changed")
    done = server.run("check")
    assert done.returncode == 4
    assert "已损坏或被改动" in done.stdout
    assert "发现问题" in done.stdout
