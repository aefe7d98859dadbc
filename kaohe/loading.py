"""Files to notices, with progress on standard error."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.source_text import SourceText
from extract.notice import Notice


@contextmanager
def doing(what: str) -> Iterator[None]:
    """Shows on a terminal's standard error what is being done; nothing where nobody looks."""
    import sys

    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(what):
        yield


def read_source(file: Path) -> SourceText:
    """The file's source text, read in a child process. Raises Unreadable."""
    from ingest import read_file

    with doing(f"正在读取 {file.name}"):
        return read_file(file)


def read(file: Path) -> Notice:
    """The file as a notice. Raises Unreadable."""
    from extract.reading_notice import read_notice

    source = read_source(file)
    with doing(f"正在辨认 {file.name} 的条款和表格"):
        return read_notice(source)


def read_all(files: Sequence[Path]) -> list[Notice]:
    """Several files as notices, in the order given. Raises Unreadable at the first that can't be read."""
    return [read(file) for file in files]
