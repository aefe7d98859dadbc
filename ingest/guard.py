"""Hostile and damaged files: limits checked before anything is unpacked, and reading in a child that can be killed."""

from __future__ import annotations

import io
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.errors import Unreadable
from ingest.messages import unreadable

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess
    from types import TracebackType

    from corpus.source_text import SourceText

_MEGABYTE = 1 << 20
_RECYCLE = 200  # files after which a worker is replaced, so that a reader's leaks never add up


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. Time in seconds, sizes in bytes.

    `memory` is what the child may take beyond what it starts with (enforced where the platform has RLIMIT_AS).
    `entries`, `unpacked`, `part` (the largest single part) and `ratio` (unpacked to packed) hold for ZIP packages;
    `depth` is how deep XML elements may nest (no more than 256, where the XML library stops).
    """

    seconds: float = 60.0
    memory: int = 1024 * _MEGABYTE
    file: int = 200 * _MEGABYTE
    entries: int = 5000
    unpacked: int = 1024 * _MEGABYTE
    part: int = 100 * _MEGABYTE
    ratio: int = 200
    depth: int = 256


class Package:
    """A ZIP package opened under limits: its parts can be read, none larger than declared and allowed."""

    def __init__(self, data: bytes, name: str, limits: Limits) -> None:
        """Checks the directory of the package before anything is unpacked. Raises `Unreadable`."""
        import zipfile

        self._name, self._limits = name, limits
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
            raise unreadable("damaged-zip", name, cause="找不到或读不懂目录") from error
        entries = self._zip.infolist()
        if len(entries) > limits.entries:
            raise unreadable("too-many-entries", name, count=len(entries), limit=limits.entries)
        unpacked = sum(entry.file_size for entry in entries)
        if unpacked > limits.unpacked:
            size, limit = unpacked // _MEGABYTE, limits.unpacked // _MEGABYTE
            raise unreadable("too-large-unpacked", name, size=size, limit=limit)
        # Small packages may well be highly compressed; it does no harm there.
        if unpacked > 10 * _MEGABYTE and unpacked > limits.ratio * max(len(data), 1):
            raise unreadable("too-compressed", name, ratio=unpacked // max(len(data), 1), limit=limits.ratio)
        # Writers disagree on slashes and on case.
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").casefold(): entry for entry in entries}

    def __contains__(self, part: str) -> bool:
        return part.lstrip("/").casefold() in self._entries

    def names(self) -> list[str]:
        """The names of all parts, in lower case."""
        return list(self._entries)

    def read(self, part: str) -> bytes:
        """The bytes of a part. Raises `Unreadable` where it is damaged, encrypted or larger than it says."""
        entry = self._entries[part.lstrip("/").casefold()]
        if entry.flag_bits & 1:
            raise unreadable("encrypted-zip", self._name)
        if entry.file_size > self._limits.part:
            size, limit = entry.file_size // _MEGABYTE, self._limits.part // _MEGABYTE
            raise unreadable("too-large-unpacked", self._name, size=size, limit=limit)
        try:
            with self._zip.open(entry) as stream:
                return stream.read(entry.file_size + 1)
        except Exception as error:  # zlib, struct, EOF, CRC, unknown method: all say that the package is damaged
            raise unreadable("damaged-zip", self._name, cause=f"部件 {part} 解不开") from error


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
        raise unreadable("memory", path.name, limit=self._limits.memory // _MEGABYTE)

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
        size, limit = -(-status.st_size // _MEGABYTE), limits.file // _MEGABYTE
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
