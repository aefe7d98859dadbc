"""`kaohe serve`: the web application in one process; `kaohe worker`: its background work alone."""

import getpass
import logging
import os
import signal
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from kaohe.storing import DirectoryLock, Misused, configure, open_store

_THREADS = 16
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


def serve(
    *,
    data: Path | None,
    host: str,
    port: int,
    database: str | None,
    password_file: Path | None,
    browser: bool,
    first_page: str = "",
) -> None:
    """Serves until it is told to stop (Ctrl-C, SIGTERM). `browser`: opens it at `first_page`. Raises `Misused`, `Blocked`."""
    directory = configure(data, database)
    _log(directory)
    if host not in _LOOPBACK and not os.environ.get("KAOHE_HOSTS"):
        if host in ("0.0.0.0", "::"):
            raise Misused(
                "serve.hosts",
                "对外提供服务时，请用环境变量 KAOHE_HOSTS 写明各机访问时所用的地址（以逗号分隔），例如 KAOHE_HOSTS=10.0.0.8",
            )
        os.environ["KAOHE_HOSTS"] = host
    sqlite = not os.environ.get("KAOHE_DATABASE")
    lock = DirectoryLock(directory)
    if sqlite and not lock.take():
        raise Misused(
            "serve.running",
            f"数据目录“{directory}”已有一个 kaohe serve 在运行，不能再开；请先关闭它，或用 --data 另指目录",
        )
    open_store(create=True)
    _first_administrator(password_file)

    from review_ui.jobs.runner import Runner
    from review_ui.jobs.store import blobs

    if sqlite:
        blobs().sweep()
    server = _server(host, port)
    runner = Runner()
    runner.start()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    shown = f"[{host}]" if ":" in host else "127.0.0.1" if host == "0.0.0.0" else host
    address = f"http://{shown}:{server.effective_port}/{first_page}"
    print(f"考核细则核对系统已启动：{address}\n数据目录：{directory}\n按 Ctrl-C 停止。", file=sys.stderr, flush=True)
    if browser:
        import webbrowser

        threading.Timer(0.5, webbrowser.open, (address,)).start()
    try:
        server.run()  # until _stop
    finally:
        server.close()
        runner.stop()
        lock.give_up()
        print("已停止。", file=sys.stderr, flush=True)


def work(*, data: Path | None, database: str | None) -> None:
    """Reads and builds for a PostgreSQL installation until told to stop; several may run at once."""
    directory = configure(data, database)
    _log(directory)
    if not os.environ.get("KAOHE_DATABASE"):
        raise Misused(
            "worker.sqlite", "kaohe worker 只用于 PostgreSQL（--database）；用内置数据库时 kaohe serve 自己读取文件"
        )
    open_store()
    from review_ui.jobs.runner import Runner

    runner = Runner()
    runner.start()
    stopped = threading.Event()
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: stopped.set())
    print(f"后台读取已启动，数据目录：{directory}\n按 Ctrl-C 停止。", file=sys.stderr, flush=True)
    while not stopped.wait(1):
        pass
    runner.stop()
    print("已停止。", file=sys.stderr, flush=True)


def _server(host: str, port: int) -> Any:
    from django.conf import settings
    from waitress.server import create_server

    from review_ui.wsgi import application

    try:
        return create_server(
            application,
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            max_request_body_size=10 * settings.UPLOAD_LIMIT,
            channel_timeout=300,
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        raise Misused("serve.port", f"{host}:{port} 不能用（{error.strerror}），请用 --port 换一个端口") from None


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _log(directory: Path) -> None:
    """What goes wrong is written to standard error and to a file beside the data."""
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Misused(
            "serve.folder", f"数据目录“{directory}”建不了（{error.strerror}），请用 --data 换一个目录"
        ) from None
    file = RotatingFileHandler(directory / "kaohe.log", maxBytes=5 << 20, backupCount=3, encoding="utf-8", delay=True)
    logging.basicConfig(
        handlers=[logging.StreamHandler(sys.stderr), file],
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )


# --- the first start ------------------------------------------------------------------------------------------------


def _first_administrator(password_file: Path | None) -> None:
    """Makes the administrator where there is none: asked on the terminal, or with the password from a file."""
    from review_ui.models import Person, Role

    if any(person.has(Role.ADMINISTRATOR) for person in Person.objects.all()):
        return
    if password_file is not None:
        try:
            password = password_file.read_text("utf-8-sig").strip()
        except (OSError, UnicodeDecodeError):
            raise Misused(
                "serve.password-file", f"口令文件“{password_file}”读不了，请检查路径；文件应为一行 UTF-8 文字"
            ) from None
        username, name = "admin", "系统管理员"
        fault = _fault(password, username, name)
        if fault:
            raise Misused("serve.password", f"口令文件里的口令不合要求：{fault}")
    elif sys.stdin.isatty():
        print("第一次启动，请设立系统管理员。", file=sys.stderr)
        username = input("登录名 [admin]：").strip() or "admin"
        name = input("姓名 [系统管理员]：").strip() or "系统管理员"
        password = _asked(username, name)
    else:
        raise Misused(
            "serve.first", "第一次启动须设立系统管理员：请在终端里运行，或用 --admin-password-file 指明口令文件"
        )
    from review_ui import events
    from review_ui.jobs.store import writing

    with writing():
        Person.objects.create_person(username, name, password, [Role.ADMINISTRATOR], must_change_password=False)
        events.record(name, "start")


def _asked(username: str, name: str) -> str:
    while True:
        password = getpass.getpass("口令：")
        fault = _fault(password, username, name)
        if fault:
            print(fault, file=sys.stderr)
        elif getpass.getpass("再输一次：") != password:
            print("两次输入的不一样。", file=sys.stderr)
        else:
            return password


def _fault(password: str, username: str, name: str) -> str:
    """What is wrong with a password; "" where nothing is."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from review_ui.models import Person

    try:
        with translation.override("zh-hans"):
            validate_password(password, Person(username=username, name=name))
    except ValidationError as error:
        return "".join(error.messages)
    return ""
