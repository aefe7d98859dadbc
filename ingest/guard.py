"""Reading in a child process that can be killed, so that no hostile or damaged file takes the program down."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import Unreadable
from ingest.limits import MEGABYTE, Limits
from ingest.messages import unreadable

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from types import TracebackType

    from corpus.source_text import SourceText

_RECYCLE = 200  # files after which a worker is replaced, so that a reader's leaks never add up


class Reader:
    """Reads files in a child process, one after the other, and kills it at the limits.

    >>> with Reader() as reader:                    # doctest: +SKIP
    ...     for path in paths:
    ...         reader.read(path)

    The child is started at the first file, used again for the next ones and replaced after `recycle` of them, so that
    memory stays flat. Not for use by several threads at once.
    """

    def __init__(self, limits: Limits | None = None, *, recycle: int = _RECYCLE) -> None:
        self._limits = limits or Limits()
        self._recycle = recycle
        self._process: BaseProcess | None = None
        self._pipe: Connection[Any, Any] | None = None
        self._read = 0

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, path: Path | str) -> SourceText:
        """The source text of a file. Raises `Unreadable`, whatever happens in the child."""
        path = Path(path)
        check_file(path, self._limits)
        pipe, process = self._child()
        try:
            pipe.send(str(path))
            if not pipe.poll(self._limits.seconds):
                self._kill()
                raise unreadable("timeout", path.name, seconds=f"{self._limits.seconds:g}")
            outcome, answer = pipe.recv()
        except Unreadable:
            raise
        except (EOFError, BrokenPipeError, ConnectionResetError) as error:
            process.join(5)
            cause = _cause(process.exitcode)
            self._kill()
            raise unreadable("crashed", path.name, cause=cause) from error
        except BaseException:  # whatever else went wrong, a half-read answer must not be taken for the next one
            self._kill()
            raise
        self._read += 1
        if self._read >= self._recycle or outcome == "memory":
            self.close()
        if outcome == "text":
            text: SourceText = answer
            return text
        if outcome == "unreadable":
            raise Unreadable(*answer)
        raise unreadable("memory", path.name, limit=self._limits.memory // MEGABYTE)

    def close(self) -> None:
        """End the child; the reader may be used again."""
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.join(1)
            self._kill()

    def _child(self) -> tuple[Connection[Any, Any], BaseProcess]:
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self._kill()
            context = _context()
            self._pipe, far = context.Pipe()
            self._process = context.Process(  # type: ignore[attr-defined]  # the stubs give it to subclasses only
                target=_serve, args=(far, self._pipe, self._limits), daemon=True, name="kaohe-read"
            )
            self._process.start()
            far.close()
            self._read = 0
        return self._pipe, self._process

    def _kill(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            if self._process.is_alive():
                self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None


def check_file(path: Path, limits: Limits) -> None:
    """Raises `Unreadable` for what can be told without opening: missing, a folder, empty, too large."""
    try:
        status = path.stat()
    except PermissionError as error:
        raise unreadable("forbidden", path.name) from error
    except (OSError, ValueError) as error:
        raise unreadable("missing", path.name) from error
    if path.is_dir():
        raise unreadable("directory", path.name)
    if not path.is_file():
        raise unreadable("not-a-file", path.name)
    if not os.access(path, os.R_OK):
        raise unreadable("forbidden", path.name)
    if status.st_size == 0:
        raise unreadable("empty", path.name)
    if status.st_size > limits.file:
        size, limit = -(-status.st_size // MEGABYTE), limits.file // MEGABYTE
        raise unreadable("too-large", path.name, size=size, limit=limit)


def _serve(pipe: Connection[Any, Any], parents: Connection[Any, Any], limits: Limits) -> None:
    """The child: reads a path, answers (outcome, answer), until the parent closes its end."""
    parents.close()  # a forked child holds it too, and would never see the end
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _cap_memory(limits.memory)
    while True:
        try:
            path = Path(pipe.recv())
        except (EOFError, OSError):
            return
        _end_after(limits.seconds + 5)
        try:
            pipe.send(_outcome(path, limits))
        except MemoryError:
            pipe.send(("memory", ""))
        except OSError:
            return  # the parent is gone
        _end_after(0)


def _end_after(seconds: float) -> None:
    """Should the parent die and not kill this process, the clock does (where there is one); 0 stops it."""
    if sys.platform != "win32":
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _outcome(path: Path, limits: Limits) -> tuple[str, object]:
    from ingest.dispatch import dispatch

    try:
        try:
            data = path.read_bytes()
        except PermissionError:
            raise unreadable("forbidden", path.name) from None
        except OSError as error:
            raise unreadable("not-read-from-disk", path.name, cause=error.strerror) from None
        return "text", dispatch(data, path.name, limits)
    except Unreadable as error:
        return "unreadable", (error.code, error.message)
    except MemoryError:
        return "memory", ""


def _cap_memory(extra: int) -> None:
    """Let this process take `extra` bytes of address space beyond what it has; where the platform can't, nothing."""
    if sys.platform == "win32":
        return
    import resource

    try:
        with open("/proc/self/statm", encoding="ascii") as statm:
            now = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return  # without knowing what it has, a cap could stop it from starting
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    cap = now + extra if hard == resource.RLIM_INFINITY else min(now + extra, hard)
    resource.setrlimit(resource.RLIMIT_AS, (cap, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _context() -> BaseContext:
    """Forking is quick and safe as long as no other thread could hold a lock."""
    import multiprocessing
    import threading

    if sys.platform == "linux" and threading.active_count() == 1:
        return multiprocessing.get_context("fork")
    return multiprocessing.get_context("spawn")


def _cause(exit_code: int | None) -> str:
    if exit_code is None:
        return "原因不明"
    if exit_code >= 0:
        return f"退出码 {exit_code}"
    try:
        return signal.Signals(-exit_code).name
    except ValueError:
        return f"信号 {-exit_code}"
