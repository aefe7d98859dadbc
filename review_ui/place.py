"""Where the application keeps its data: one data directory, one database."""

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

DATA = "KAOHE_DATA"
DATABASE = "KAOHE_DATABASE"


def data_directory() -> Path:
    """The data directory: what `KAOHE_DATA` names, else `kaohe` where the system keeps a user's data."""
    named = os.environ.get(DATA)
    if named:
        return Path(named).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "kaohe"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "kaohe"


def secret_key(data: Path) -> str:
    """The key sessions are signed with, made at the first start and readable by the owner alone."""
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text("ascii")


def database(data: Path) -> dict[str, Any]:
    """Django's settings for the database: PostgreSQL where `KAOHE_DATABASE` holds its URL, else one SQLite file."""
    url = os.environ.get(DATABASE)
    if not url:
        return _sqlite(data / "kaohe.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"{DATABASE} 应为 postgresql://用户:口令@主机/库名，现为“{parts.scheme}://…”")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or dict(parse_qsl(parts.query)).get("host", ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _sqlite(path: Path) -> dict[str, Any]:
    import sqlite3

    # WAL only where the library is one without the WAL-reset fault
    version = sqlite3.sqlite_version_info
    sound = version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)
    journal = "WAL" if sound else "DELETE"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL;",
        },
    }
