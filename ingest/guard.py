"""Reading in a child process that can be killed, so that no hostile or damaged file takes the program down."""

from __future__ import annotations

import os
import signal
import sys
import time
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
    from ingest.progress import Listener, Progress

_RECYCLE = 200  # files after which a worker is replaced, so that a reader's leaks never add up
_OFTEN = 0.05  # seconds between two reports of progress


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

    def read(self, path: Path | str, progress: Listener | None = None) -> SourceText:
        """The source text of a file. Raises `Unreadable`, whatever happens in the child.

        `progress` is told how many pages are read, some twenty times a second at most. Each page that is recognised
        from its picture adds `Limits.page_seconds` to the time allowed.
        """
        path = Path(path)
        check_file(path, self._limits)
        pipe, process = self._child()
        try:
            pipe.send(str(path))
            outcome, answer = self._answer(pipe, path.name, progress)
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

    def _answer(self, pipe: Connection[Any, Any], name: str, progress: Listener | None) -> tuple[str, Any]:
        """What the child answers in the end; its reports on the way go to `progress`."""
        allowed, start = self._limits.seconds, time.monotonic()
        recognised = 0
        while True:
            if not pipe.poll(max(0.0, start + allowed - time.monotonic())):
                self._kill()
                raise unreadable("timeout", name, seconds=f"{allowed:g}")
            outcome, answer = pipe.recv()
            if outcome != "page":
                return outcome, answer
            if answer.recognising and recognised < self._limits.recognised:
                recognised += 1
                allowed += self._limits.page_seconds
            if progress is not None:
                progress(answer)

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
    from ingest.progress import listening

    parents.close()  # a forked child holds it too, and would never see the end
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    cap_memory(limits.memory)
    while True:
        try:
            path = Path(pipe.recv())
        except (EOFError, OSError):
            return
        _end_after(limits.seconds + 5)
        try:
            with listening(_Reports(pipe, limits)):
                outcome = _outcome(path, limits)
            pipe.send(outcome)
        except MemoryError:
            pipe.send(("memory", ""))
        except OSError:
            return  # the parent is gone
        _end_after(0)


class _Reports:
    """The child's listener: sends progress to the parent now and then, and puts the clock on for a page to recognise."""

    def __init__(self, pipe: Connection[Any, Any], limits: Limits) -> None:
        self._pipe, self._limits = pipe, limits
        self._sent = 0.0
        self._end = time.monotonic() + limits.seconds + 5
        self._recognised = 0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if progress.recognising:
            if not self._recognised:
                _allow_memory(self._limits.recogniser)
            if self._recognised < self._limits.recognised:
                self._recognised += 1
                self._end += self._limits.page_seconds
                _end_after(max(self._end - now, 0.01))
        elif now - self._sent < _OFTEN and progress.done < progress.total:
            return
        self._sent = now
        self._pipe.send(("page", progress))


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


def cap_memory(extra: int) -> None:
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


def _allow_memory(more: int) -> None:
    """Let this process take `more` bytes of address space than it may so far."""
    if sys.platform == "win32":
        return
    import resource

    cap, hard = resource.getrlimit(resource.RLIMIT_AS)
    if cap != resource.RLIM_INFINITY:
        cap += more
        resource.setrlimit(resource.RLIMIT_AS, (cap if hard == resource.RLIM_INFINITY else min(cap, hard), hard))


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
