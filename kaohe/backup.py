"""`kaohe backup`: the database, row by row in a form that either database takes back, and every blob, in one archive.

The archive (ZIP): `database.jsonl`, a row a line; `blobs/<SHA-256>`; `manifest.json` with the SHA-256 of each of them.
Sign-ins under way and lock-outs are left out: after a restore everybody signs in again.
"""

import getpass
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from corpus.errors import Blocked
from kaohe.progress import doing
from kaohe.storing import Misused, one_moment, open_store

FORMAT = "kaohe.backup/1"
DATABASE, MANIFEST, BLOBS = "database.jsonl", "manifest.json", "blobs/"
REFERENCES = {
    "notice": ("sha256",), "reading": ("blob",), "rubric": ("draft_blob",), "publishedfile": ("sha256",),
    "sheet": ("sha256", "reading"),
}  # fmt: skip
"""Which fields of which table name a blob."""


@dataclass(frozen=True, slots=True)
class Moved:
    """How much was backed up or restored."""

    rows: int
    blobs: int


def back_up(file: Path, *, data: Path | None, database: str | None) -> Moved:
    """Writes the archive; the application may be running. It appears under its name when it is whole.

    Raises `Blocked` where a blob is missing or damaged: such an installation is not fit to be kept.
    """
    if file.exists():
        raise Misused("backup.exists", f"“{file}”已存在，请换一个文件名；已有的备份不会被覆盖")
    open_store(data, database)
    from review_ui import events

    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as archive:
            moved = _write(archive)
            archive.flush()
            os.fsync(archive.fileno())
        part.replace(file)
    except OSError as error:
        raise Blocked("backup.write", f"备份写不到“{file}”（{error.strerror}），请检查权限和磁盘空间") from None
    finally:
        part.unlink(missing_ok=True)
    events.record(getpass.getuser(), "backup", file.name, {"rows": moved.rows, "blobs": moved.blobs})
    return moved


def _write(target: IO[bytes]) -> Moved:
    from review_ui.jobs.store import blobs

    listed: dict[str, dict[str, Any]] = {}
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
        tempfile.TemporaryFile() as rows,
    ):
        with doing("正在备份数据库"):
            count, named = _dump(rows)
            rows.seek(0)
            content_hash, size = hashlib.sha256(), 0
            with archive.open(DATABASE, "w", force_zip64=True) as entry:
                while chunk := rows.read(1 << 20):
                    content_hash.update(chunk)
                    size += len(chunk)
                    entry.write(chunk)
        listed[DATABASE] = {"size": size, "sha256": content_hash.hexdigest()}
        store = blobs()
        with doing("正在备份文件"):
            for sha256 in sorted({*store, *named}):
                content = store.get(sha256)  # raises where it is missing or damaged
                archive.writestr(BLOBS + sha256, content)
                listed[BLOBS + sha256] = {"size": len(content), "sha256": sha256}
        manifest = {
            "format": FORMAT,
            "made_at": datetime.now().astimezone().isoformat(timespec="seconds"),
            "migrations": applied_migrations(),
            "rows": count,
            "files": listed,
        }
        archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True))
    return Moved(count, len(listed) - 1)


def applied_migrations() -> list[str]:
    """The names of our tables' migrations that the database has had."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(name for app, name in applied if app == "review_ui")


def _dump(to: IO[bytes]) -> tuple[int, set[str]]:
    """Every row as of one moment; their count, and the blobs they name."""
    count, named = 0, set()
    with one_moment():
        for row in _rows():
            to.write(json.dumps(row, ensure_ascii=False, default=_plain).encode("utf-8", "surrogatepass") + b"\n")
            count += 1
            named.update(blobs_named(row))
    return count, named


def blobs_named(row: dict[str, Any]) -> set[str]:
    """The blobs that a row names."""
    fields = REFERENCES.get(row["model"].rpartition(".")[2], ())
    return {row["fields"][field] for field in fields if row["fields"][field]}


def _rows() -> Iterator[dict[str, Any]]:
    from django.apps import apps
    from django.core import serializers

    for model in apps.get_app_config("review_ui").get_models():
        for instance in model._default_manager.order_by("pk").iterator(chunk_size=500):
            yield serializers.serialize("python", [instance])[0]


def _plain(value: object) -> str:
    """Moments to the microsecond."""
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a row")
