"""What the tests of the web application share: an installation of their own, four people, a rubric under review.

Each test process has its own data directory (and, with `KAOHE_TEST_DATABASE` set to a PostgreSQL URL, that database in
place of SQLite). What a test writes through `db` is rolled back; through `committed` the database is put back; a
server of its own (`serve`) works on a copy.
"""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

_DATA = Path(tempfile.mkdtemp(prefix="kaohe-web-"))
os.environ["KAOHE_DATA"] = str(_DATA)
os.environ["DJANGO_SETTINGS_MODULE"] = "review_ui.settings"
if os.environ.get("KAOHE_TEST_DATABASE"):
    os.environ["KAOHE_DATABASE"] = os.environ["KAOHE_TEST_DATABASE"]
else:
    os.environ.pop("KAOHE_DATABASE", None)

import django  # noqa: E402  the settings read the environment
from django.test.utils import setup_test_environment  # noqa: E402

django.setup()
setup_test_environment()

from django.db import connection, connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from review_ui import ledger  # noqa: E402
from review_ui.models import Person, Rubric  # noqa: E402
from tests.web import databases  # noqa: E402
from tests.web.office import Office, open_office  # noqa: E402
from tests.web.postgres import cluster, programs  # noqa: E402
from tests.web.servers import Server  # noqa: E402


def pytest_sessionfinish() -> None:
    connections.close_all()
    shutil.rmtree(_DATA, ignore_errors=True)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """The installation: migrated; 王芳（经办）, 李建国（复核）, 赵敏（签发）, 系统管理员, all with `PASSWORD`; the samples
    read and a rubric of them under review. Made once; don't change it but through `db` or `committed`."""
    if os.environ.get("KAOHE_TEST_DATABASE"):
        databases.create(os.environ["KAOHE_TEST_DATABASE"])
    made = open_office(_DATA)
    databases.keep(_DATA, tmp_path_factory.mktemp("pristine"))
    return made


@pytest.fixture
def db(office: Office) -> Iterator[Office]:
    """The database, in a transaction that is rolled back after the test."""
    with transaction.atomic():
        yield office
        transaction.set_rollback(True)
    _forget()


@pytest.fixture
def committed(office: Office) -> Iterator[Office]:
    """The database for tests that need other threads or processes to see what is written; put back after the test."""
    yield office
    connections.close_all()
    databases.put_back(_DATA)
    _forget()


def _forget() -> None:
    for pk in list(ledger._kept):
        ledger.forget(pk)


@pytest.fixture
def signed_in(db: Office) -> Callable[[str], Client]:
    """`signed_in("王芳")`: a test client signed in as that person."""
    return client_of


def client_of(name: str) -> Client:
    """A test client signed in as the person of that name."""
    client = Client(enforce_csrf_checks=False)
    client.force_login(Person.objects.get(name=name), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def handler(signed_in: Callable[[str], Client]) -> Client:
    """王芳, who handles (经办)."""
    return signed_in("王芳")


@pytest.fixture
def checker(signed_in: Callable[[str], Client]) -> Client:
    """李建国, who checks (复核)."""
    return signed_in("李建国")


@pytest.fixture
def issuer(signed_in: Callable[[str], Client]) -> Client:
    """赵敏, who issues (签发)."""
    return signed_in("赵敏")


@pytest.fixture
def administrator(signed_in: Callable[[str], Client]) -> Client:
    """系统管理员."""
    return signed_in("系统管理员")


@pytest.fixture
def rubric(db: Office) -> Rubric:
    """The rubric of the samples, under review, nothing decided yet."""
    return Rubric.objects.get(pk=db.rubric)


@pytest.fixture
def serve(office: Office, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """`serve()`: `kaohe serve` in a process of its own, on a copy of the office; `serve(empty=True)`: with nothing but
    the administrator. Its `url` is where it answers; it has `stop()`, `kill()` and `start()`. Ended after the test."""
    servers: list[Server] = []

    def start(*, empty: bool = False) -> Server:
        data = tmp_path / f"data-{len(servers)}"
        database = databases.fresh(data) if empty else databases.copied(data)
        server = Server(data, database=database)
        servers.append(server)
        server.start()
        return server

    yield start
    for server in servers:
        server.stop()
        databases.drop(server.database)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """A PostgreSQL of the tests' own: the URL to its databases, without a name."""
    if programs() is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt install postgresql)")
    with cluster() as url:
        yield url


@pytest.fixture(scope="session")
def vendor(office: Office) -> str:
    """ "sqlite" or "postgresql"."""
    return connection.vendor
