"""Finding a draft's source files again, by their SHA-256."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from corpus.errors import Blocked
from rubric_builder.draft import Source


def locate(sources: Iterable[Source], beside: Path, given: Sequence[Path]) -> dict[str, Path]:
    """The file of each source: among the files and folders given, beside the draft, in the current folder.

    A file counts only if its bytes have the source's SHA-256. Raises Blocked, naming the file that was not found.
    """
    found: dict[str, Path] = {}
    for source in sources:
        path = next((p for p in _candidates(source.file, beside, given) if _sha256(p) == source.document), None)
        if path is None:
            raise Blocked(
                "source-not-found",
                f"找不到来源文件“{source.file}”（或同名文件内容已变），无法核对引文；请用 --source 指明它所在的位置",
            )
        found[source.document] = path
    return found


def _candidates(name: str, beside: Path, given: Sequence[Path]) -> Iterator[Path]:
    for place in given:
        yield place / name if place.is_dir() else place
    yield beside / name
    yield Path(name)


def _sha256(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
