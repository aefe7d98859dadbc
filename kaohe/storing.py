"""The installation that a command works on: its data directory and database, opened once a process."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import Blocked, KaoheError

Data = Path | None


class Misused(KaoheError):
    """A command that can't be carried out as it was given (exit 2)."""

    exit_code = 2


def configure(data: Data = None, database: str | None = None) -> Path:
    """Names the installation to Django; returns the data directory. For the first call of a process."""
    from review_ui import place

    if data is not None:
        os.environ[place.DATA] = str(data.expanduser().resolve())
    if database is not None:
        os.environ[place.DATABASE] = database
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "review_ui.settings")
    try:
        if os.environ.get(place.DATABASE):
            place.database(place.data_directory())
    except ValueError as error:
        raise Misused("database.url", str(error)) from None
    return place.data_directory()


def open_store(data: Data = None, database: str | None = None, *, create: bool = False) -> Path:
    """Opens the installation for a command and brings its tables up to date; returns the data directory.

    Raises `Blocked` where there is none and `create` does not ask for one, or its database can't be reached.
    """
    from review_ui import place

    directory = configure(data, database)
    sqlite = not os.environ.get(place.DATABASE)
    if sqlite and not create and not (directory / "kaohe.sqlite3").is_file():
        raise Blocked("store.none", f"“{directory}”里没有系统数据；请用 --data 指明数据目录，或先运行 kaohe serve")
    import django
    from django.apps import apps

    try:
        directory.mkdir(parents=True, exist_ok=True)
        if not apps.ready:
            django.setup()
        migrate()
    except OSError as error:
        raise Blocked(
            "store.folder", f"数据目录“{directory}”不能用（{error.strerror}），请检查权限和磁盘空间"
        ) from None
    return directory


def migrate() -> None:
    """Brings the tables up to date. Raises `Blocked` where the database can't be reached or is of a newer program."""
    from django.core.management import call_command
    from django.db import OperationalError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        unknown = set(executor.loader.applied_migrations) - set(executor.loader.graph.nodes)
        unknown = {name for name in unknown if name not in executor.loader.replacements}
        if any(app == "review_ui" for app, _ in unknown):
            raise Blocked("store.newer", "数据是由更新版本的程序建立的，本程序版本较旧，不能打开；请先升级程序")
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with one_at_a_time():
                call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Blocked("store.unreachable", f"数据库连接不上：{str(error).strip().splitlines()[0]}") from None


@contextmanager
def one_moment() -> Iterator[None]:
    """What is read in it is of one moment, whoever writes meanwhile."""
    from django.db import connection, transaction

    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def one_at_a_time() -> "_Alone":
    """While it is held, no other process sets up the same PostgreSQL database."""
    return _Alone()


class _Alone:
    _KEY = 7_206_301

    def __enter__(self) -> None:
        self._ask("SELECT pg_advisory_lock(%s)")

    def __exit__(self, *_: object) -> None:
        self._ask("SELECT pg_advisory_unlock(%s)")

    def _ask(self, statement: str) -> None:
        from django.db import connection

        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(statement, [self._KEY])


class DirectoryLock:
    """A data directory taken by one server. The system itself gives it up when the process ends, however it ends."""

    def __init__(self, directory: Path) -> None:
        self._path = directory / "serve.lock"
        self._file: int | None = None

    def take(self) -> bool:
        """Whether it is ours now; false where another process has it."""
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            if os.name == "nt":
                import msvcrt

                msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # Windows has it
            else:
                import fcntl

                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            return False
        self._file = handle
        return True

    def give_up(self) -> None:
        """Another may take it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
