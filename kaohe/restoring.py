"""`kaohe restore`: an archive of `kaohe backup` into an empty installation, after every hash in it was checked."""

import getpass
import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from corpus.errors import Blocked, Unreadable
from kaohe.backup import BLOBS, DATABASE, FORMAT, MANIFEST, Moved, blobs_named
from kaohe.progress import doing
from kaohe.storing import DirectoryLock, Misused, configure, open_store

_CHUNK = 1 << 20


def restore(file: Path, *, data: Path | None, database: str | None) -> Moved:
    """Restores everything or nothing. The database may be of the other kind than the one backed up.

    Raises `Unreadable` for what is no whole backup, `Blocked` where the installation is not empty or the backup is of a
    newer program.
    """
    directory = configure(data, database)
    try:
        archive = zipfile.ZipFile(file)
    except (OSError, zipfile.BadZipFile):
        raise Unreadable("restore.file", f"“{file}”打不开，或不是完整的备份文件；请换用另一份备份") from None
    with archive:
        with doing("正在核对备份"):
            manifest = _checked(archive, file)
        lock = DirectoryLock(directory)
        directory.mkdir(parents=True, exist_ok=True)
        if not os.environ.get("KAOHE_DATABASE") and not lock.take():
            raise Misused("restore.running", f"数据目录“{directory}”上有 kaohe serve 在运行，请先停止它")
        try:
            open_store(create=True)
            _refuse_unless_empty(manifest, file)
            with doing("正在恢复"):
                _bring_back(archive, manifest)
        finally:
            lock.give_up()
    return Moved(manifest["rows"], len(manifest["files"]) - 1)


def _checked(archive: zipfile.ZipFile, file: Path) -> dict[str, Any]:
    """The manifest, when everything is as it says. Raises `Unreadable`."""
    broken = Unreadable("restore.damaged", f"备份“{file.name}”不完整或被改动过，没有恢复任何内容；请换用另一份备份")
    try:
        manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
        files = manifest["files"]
        if manifest["format"] != FORMAT or {*files, MANIFEST} != set(archive.namelist()) or DATABASE not in files:
            raise broken
        for name, said in files.items():
            with archive.open(name) as entry:
                sha256, size = _digest(entry)
            if (sha256, size) != (said["sha256"], said["size"]):
                raise broken
            if name != DATABASE and name != BLOBS + sha256:
                raise broken
        for row in _rows(archive):
            if any(BLOBS + sha256 not in files for sha256 in blobs_named(row)):
                raise broken
    except (KeyError, TypeError, ValueError, AttributeError, OSError, zipfile.BadZipFile, EOFError):
        raise broken from None
    return manifest


def _digest(entry: IO[bytes]) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := entry.read(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size


def _rows(archive: zipfile.ZipFile) -> Iterator[dict[str, Any]]:
    with archive.open(DATABASE) as lines:
        for line in lines:
            yield json.loads(line.decode("utf-8", "surrogatepass"))


def _refuse_unless_empty(manifest: dict[str, Any], file: Path) -> None:
    from django.apps import apps

    from kaohe.backup import applied_migrations

    unknown = set(manifest["migrations"]) - set(applied_migrations())
    if unknown:
        raise Blocked("restore.newer", f"备份“{file.name}”是由更新版本的程序做的，本程序恢复不了；请先升级程序")
    for model in apps.get_app_config("review_ui").get_models():
        if model._default_manager.exists():
            raise Blocked(
                "restore.occupied", "这里已有系统数据，不能恢复到上面；请用 --data 指定一个空的数据目录（或空的数据库）"
            )


def _bring_back(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> None:
    from django.apps import apps
    from django.core import serializers
    from django.core.management.color import no_style
    from django.db import connection, transaction

    from review_ui import events
    from review_ui.jobs.store import blobs

    store = blobs()
    for name in manifest["files"]:
        if name != DATABASE:
            with archive.open(name) as entry:
                store.put_chunks(iter(lambda entry=entry: entry.read(_CHUNK), b""))  # type: ignore[misc]  # bound now
    with transaction.atomic():
        for restored in serializers.deserialize("python", _rows(archive)):
            restored.save(force_insert=True)
        with connection.cursor() as cursor:
            models = list(apps.get_app_config("review_ui").get_models(include_auto_created=True))
            for statement in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(statement)
        events.record(getpass.getuser(), "restore", str(manifest["made_at"]), {"rows": manifest["rows"]})
