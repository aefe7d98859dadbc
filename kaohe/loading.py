"""Files to notices, with progress on standard error."""

from collections.abc import Sequence
from pathlib import Path

from corpus.source_text import SourceText
from extract.notice import Notice
from kaohe.progress import doing


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
