"""`kaohe serve`: the first start, one at a time, a clean stop."""

import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.web.servers import KAOHE, Server

Serve = Callable[..., Server]


def test_the_first_start_makes_the_administrator_and_says_where_it_is(serve: Serve) -> None:
    server = serve(empty=True)
    assert server.url in server.log
    assert "口令" not in server.log
    with urllib.request.urlopen(f"{server.url}/login") as page:
        assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")
        assert page.headers["Server"] is None
    assert server.stop() == 0
    assert "已停止" in server.log


def test_a_second_on_the_same_data_is_refused(serve: Serve, vendor: str) -> None:
    if vendor != "sqlite":
        return  # several may serve one PostgreSQL database
    server = serve()
    second = server.run("serve", "--data", str(server.data), "--port", "0")
    assert (second.returncode, "已有一个 kaohe serve 在运行" in second.stderr) == (2, True)
    server.kill()
    server.start()  # a crash leaves no lock


def test_without_a_terminal_or_a_file_there_is_no_first_start(tmp_path: Path) -> None:
    done = serve_once(tmp_path)
    assert (done.returncode, "--admin-password-file" in done.stderr) == (2, True)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "读不了"), (b"\xff\xfe\xff", "读不了"), (b"short\n", "不合要求"), (b"12345678901\n", "不合要求")],
)
def test_an_unfit_password_file_is_refused(tmp_path: Path, content: bytes | None, said: str) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    done = serve_once(tmp_path, "--admin-password-file", str(file))
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--database", "mysql://x@y/z"], "postgresql://"),
        (["--host", "0.0.0.0"], "KAOHE_HOSTS"),
        (["--database", "postgresql://nobody@127.0.0.1:1/none"], "数据库连接不上"),
    ],
)
def test_what_cannot_be_served_is_said_in_one_sentence(tmp_path: Path, options: list[str], said: str) -> None:
    done = serve_once(tmp_path, *options)
    assert done.returncode in (2, 4)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def serve_once(folder: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    server = Server(folder / "data")
    return server.run("serve", "--data", str(server.data), "--port", "0", *options)


def test_a_worker_is_for_postgresql(tmp_path: Path) -> None:
    done = Server(tmp_path / "data").run("worker", "--data", str(tmp_path / "data"))
    assert (done.returncode, "只用于 PostgreSQL" in done.stderr) == (2, True)


def test_it_runs_as_a_module_too() -> None:
    said = subprocess.run([sys.executable, "-m", "kaohe", "--help"], capture_output=True, text=True, check=True).stdout
    assert "serve" in said
    assert KAOHE.exists()


def test_help_imports_neither_django_nor_pydantic() -> None:
    code = "import sys, kaohe.cli; print([m for m in ('django', 'pydantic', 'spacy', 'waitress') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
