"""The database of the tests kept as it was, put back, copied: SQLite by its file, PostgreSQL by a template."""

import os
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

_kept: list[Path] = []
_FILES = ("kaohe.sqlite3", "secret.key")


def keep(data: Path, to: Path) -> None:
    """Remembers the installation as it is now."""
    connections.close_all()
    for name in _FILES:
        if (data / name).exists():
            shutil.copy2(data / name, to / name)
    shutil.copytree(data / "blobs", to / "blobs", dirs_exist_ok=True)
    if connection.vendor == "postgresql":
        _admin(f'CREATE DATABASE "{_pristine()}" TEMPLATE "{_name()}"')
    _kept[:] = [to]


def put_back(data: Path) -> None:
    """The database as it was kept."""
    connections.close_all()
    if connection.vendor == "postgresql":
        drop(_url(_name()))
        _admin(f'CREATE DATABASE "{_name()}" TEMPLATE "{_pristine()}"')
        return
    for left in data.glob("kaohe.sqlite3-*"):
        left.unlink()
    shutil.copy2(_kept[0] / "kaohe.sqlite3", data / "kaohe.sqlite3")


def copied(data: Path) -> str | None:
    """A data directory that is a copy of what was kept; the URL of its database, None for SQLite."""
    shutil.copytree(_kept[0], data)
    if connection.vendor != "postgresql":
        return None
    name = f"{_name()}_{len(os.listdir(data.parent))}_{abs(hash(str(data))) % 10**9}"
    _admin(f'CREATE DATABASE "{name}" TEMPLATE "{_pristine()}"')
    return _url(name)


def fresh(data: Path) -> str | None:
    """An empty data directory; the URL of an empty database, None for SQLite."""
    data.mkdir(parents=True)
    if connection.vendor != "postgresql":
        return None
    name = f"{_name()}_empty_{abs(hash(str(data))) % 10**9}"
    _admin(f'CREATE DATABASE "{name}"')
    return _url(name)


def drop(url: str | None) -> None:
    """Removes a database; nothing for SQLite."""
    if url is not None:
        base, _, name = url.rpartition("/")
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f"{base}/postgres")


def create(url: str) -> str:
    """Makes the empty PostgreSQL database of that URL; returns the URL."""
    base, _, name = url.rpartition("/")
    _admin(f'CREATE DATABASE "{name}"', f"{base}/postgres")
    return url


def _name() -> str:
    return str(settings.DATABASES["default"]["NAME"])


def _pristine() -> str:
    return f"{_name()}_pristine"


def _url(name: str) -> str:
    return f"{os.environ['KAOHE_DATABASE'].rpartition('/')[0]}/{name}"


def _admin(statement: str, at: str | None = None) -> None:
    import psycopg

    connections.close_all()
    with psycopg.connect(at or _url("postgres"), autocommit=True) as admin:
        admin.execute(statement)  # type: ignore[arg-type]  # names made here
