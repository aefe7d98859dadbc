"""Bytes → source text, by format. Heavy readers are imported only when a file needs them."""

from pathlib import Path

from corpus.source_text import SourceText
from ingest.guard import Reader
from ingest.limits import Limits
from ingest.progress import Listener, Progress

__all__ = ["Limits", "Progress", "Reader", "read_bytes", "read_file"]


def read_bytes(data: bytes, name: str, limits: Limits | None = None) -> SourceText:
    """The source text of a file's bytes; what it is is told by its content, `name` only serves messages and remarks.

    In this process and without a time limit: for untrusted files use `read_file`. Raises `Unreadable`, nothing else.
    """
    from ingest.dispatch import dispatch

    return dispatch(data, name, limits or Limits())


def read_file(path: Path, limits: Limits | None = None, progress: Listener | None = None) -> SourceText:
    """The source text of a file, read in a child process that is killed at the limits. Raises `Unreadable`.

    `progress` is told now and then how many pages are read.
    """
    with Reader(limits or Limits()) as reader:
        return reader.read(path, progress)
