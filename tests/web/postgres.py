"""A throw-away PostgreSQL: a cluster of its own under the temporary folder, ended with the tests."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_USER = "postgres"


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; None where PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    return max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda p: int(p.parent.name.split(".")[0]))


@contextmanager
def cluster() -> Iterator[str]:
    """A running cluster; the URL to its databases, without a name: `postgresql://postgres@127.0.0.1:5433`.

    The server refuses to run as root: then it runs as Debian's user of that name.
    """
    bin_folder = programs()
    assert bin_folder is not None
    folder = Path(tempfile.mkdtemp(prefix="kaohe-pg-"))
    data, port = folder / "data", _free_port()
    try:
        if os.getuid() == 0:
            owner = pwd.getpwnam(_USER)
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        _run(
            folder,
            bin_folder / "initdb",
            "-D",
            data,
            "-U",
            _USER,
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
            "--locale=C.UTF-8",
        )
        # what a killed client leaves behind matters here, not what a power cut would
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder} -c fsync=off -c max_connections=200"
        _run(folder, bin_folder / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql://{_USER}@127.0.0.1:{port}"
        finally:
            _run(folder, bin_folder / "pg_ctl", "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, *command: str | Path) -> None:
    words = [str(word) for word in command]
    if os.getuid() == 0:
        words = ["runuser", "-u", _USER, "--", *words]
    # its own output goes to a file: the server would hold a pipe open
    with (folder / "out").open("ab") as out:
        done = subprocess.run(words, stdin=subprocess.DEVNULL, stdout=out, stderr=out, cwd="/", check=False)
    assert done.returncode == 0, f"{words}\n{(folder / 'out').read_text('utf-8', 'replace')}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
