"""Files to notices, with progress on standard error."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from corpus.source_text import SourceText
from extract.notice import Notice


@contextmanager
def doing(what: str) -> Iterator[Callable[[str], None]]:
    """Shows on a terminal's standard error what is being done; nothing where nobody looks. Gives what adds how far it is."""
    import sys

    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(what) as status:
        yield lambda how_far: status.update(f"{what}{how_far}")


def read_source(file: Path) -> SourceText:
    """The file's source text, read in a child process; or a stored notice's, by its SHA-256. Raises Unreadable."""
    from ingest import Progress, read_file
    from kaohe.stored import stored_source

    stored = stored_source(file)
    if stored is not None:
        return stored
    with doing(f"正在读取 {file.name}") as tell:

        def pages(progress: Progress) -> None:
            recognising = f"，正在识别第 {progress.done + 1} 页" if progress.recognising else ""
            tell(f"（{progress.done} / {progress.total} 页{recognising}）")

        return read_file(file, progress=pages)


def read(file: Path) -> Notice:
    """The file as a notice. Raises Unreadable."""
    from extract.reading_notice import read_notice

    source = read_source(file)
    with doing(f"正在辨认 {file.name} 的条款和表格"):
        return read_notice(source)


def read_all(files: Sequence[Path]) -> list[Notice]:
    """Several files as notices, in the order given. Raises Unreadable at the first that can't be read."""
    return [read(file) for file in files]
