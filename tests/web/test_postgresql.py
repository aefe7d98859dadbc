"""The same on PostgreSQL: the tests of storing, reading and backing up, run once more on a database of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.web.databases import drop
from tests.web.office import Office

AGAIN = (
    "test_store.py", "test_uploads.py", "test_jobs.py",
    "test_results.py::test_what_a_crash_left_half_read_is_taken_up_again",
    "test_results.py::test_who_is_overtaken_is_told_with_both_values",
    "test_results.py::test_backup_and_restore_carry_sheets_and_corrections",
)  # fmt: skip
ROOT = Path(__file__).parents[2]


def test_the_same_tests_hold_on_postgresql(postgresql: str) -> None:
    environment = {**os.environ, "KAOHE_TEST_DATABASE": f"{postgresql}/kaohe_again"}
    environment.pop("KAOHE_DATA", None)
    environment.pop("PYTEST_XDIST_WORKER", None)
    files = [str(Path(__file__).with_name(name)) for name in AGAIN]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *files],
        env=environment, cwd=ROOT, capture_output=True, text=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-6000:]


def test_a_backup_moves_from_one_database_to_the_other_and_back(
    office: Office, postgresql: str, tmp_path: Path
) -> None:
    """SQLite → PostgreSQL → SQLite: the rows are the same at the end."""
    from tests.web import databases
    from tests.web.servers import Server
    from tests.web.test_backup import rows_of

    if "KAOHE_DATABASE" in os.environ:
        pytest.fail("run on SQLite")
    first = Server(tmp_path / "sqlite")
    databases.copied(first.data)
    url = databases.create(f"{postgresql}/kaohe_moved")
    middle, last = Server(tmp_path / "pg", database=url), Server(tmp_path / "back")
    try:
        for n, (source, target) in enumerate(((first, middle), (middle, last))):
            file = str(tmp_path / f"{n}.zip")
            for server, command in ((source, "backup"), (target, "restore")):
                done = server.run(command, file)
                assert done.returncode == 0, done.stderr
        assert middle.run("check").returncode == 0
        assert last.run("backup", str(tmp_path / "end.zip")).returncode == 0
    finally:
        drop(url)
    assert rows_of(tmp_path / "0.zip") == rows_of(tmp_path / "1.zip") == rows_of(tmp_path / "end.zip")
