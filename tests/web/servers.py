"""`kaohe serve` in a process of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from tests.web.office import PASSWORD

KAOHE = Path(sys.executable).with_name("kaohe")
_LONGEST = 60.0  # seconds; only so that a hang ends


class Server:
    """A server on its own data directory. `start` returns when it answers."""

    def __init__(self, data: Path, *, database: str | None = None) -> None:
        self.data, self.database = data, database
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def environment(self) -> dict[str, str]:
        """The environment that `kaohe` needs to work on this server's data."""
        kept = {k: v for k, v in os.environ.items() if not k.startswith("KAOHE_")}
        more = {"KAOHE_DATABASE": self.database} if self.database else {}
        return {**kept, **more, "KAOHE_DATA": str(self.data)}

    @property
    def log(self) -> str:
        """What it has said."""
        path = self.data.with_suffix(".log")
        return path.read_text("utf-8") if path.exists() else ""

    def start(self) -> float:
        """Starts it; returns after how many seconds it answered."""
        password = self.data.with_suffix(".password")
        password.write_text(PASSWORD + "\n", encoding="utf-8")
        before = time.monotonic()
        with self.data.with_suffix(".log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(KAOHE), "serve", "--data", str(self.data), "--port", str(self.port), "--admin-password-file", str(password)],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            )  # fmt: skip
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - before > _LONGEST:
                raise AssertionError(f"no server: exit {self.process.poll()}\n{self.log}")
            time.sleep(0.05)
        return time.monotonic() - before

    def answers(self) -> bool:
        """Whether the sign-in page comes."""
        try:
            with urllib.request.urlopen(f"{self.url}/login", timeout=5):
                return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int | None:
        """Ends it in good order; returns its exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        return self.process.returncode

    def run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """A `kaohe` command on this server's data."""
        return subprocess.run(
            [str(KAOHE), *arguments],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )

    def python(self, code: str) -> str:
        """What Python code on this server's data prints."""
        done = subprocess.run(
            [sys.executable, "-c", code], env=self.environment, capture_output=True, text=True, timeout=300
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
