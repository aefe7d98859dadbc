"""Bytes under the SHA-256 of their content: written once, whole or not at all, never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from corpus.errors import Blocked


class Blobs:
    """A folder of blobs, `ab/abcdef….` each named after the SHA-256 of what it holds.

    Safe with many writers and across crashes: a blob appears by rename, after its bytes are on the disk.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the blob stands, whether or not it is there. Raises ValueError for what is no SHA-256."""
        if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
            raise ValueError(f"not a SHA-256: {sha256!r}")
        return self.root / sha256[:2] / sha256

    def put(self, data: bytes) -> str:
        """Keeps the bytes; returns their SHA-256. Bytes that are there already are not written again."""
        sha256 = hashlib.sha256(data).hexdigest()
        if not self.path(sha256).exists():
            self.put_chunks([data])
        return sha256

    def put_chunks(self, chunks: Iterable[bytes]) -> tuple[str, int]:
        """Keeps the bytes that come piece by piece, never all in memory; returns their SHA-256 and count.

        What the iterable raises is raised, and nothing kept.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(prefix=".", suffix=".part", dir=self.root)
        digest, size = hashlib.sha256(), 0
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    digest.update(chunk)
                    size += len(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            path = self.path(digest.hexdigest())
            if not path.exists():
                path.parent.mkdir(exist_ok=True)
                Path(part).replace(path)
                _sync_folder(path.parent)
                _sync_folder(self.root)
        finally:
            Path(part).unlink(missing_ok=True)
        return digest.hexdigest(), size

    def sweep(self) -> int:
        """Removes what a crash left half-written; returns how many files. For when nobody else writes."""
        left = [*self.root.glob(".*.part"), *self.root.glob("*/.*.part")]
        for part in left:
            part.unlink(missing_ok=True)
        return len(left)

    def get(self, sha256: str) -> bytes:
        """The bytes. Raises `Blocked` where they are missing or no longer what their name says."""
        try:
            data = self.path(sha256).read_bytes()
        except OSError:
            raise Blocked("blob.missing", f"数据文件{sha256[:12]}…缺失，请用最近的备份恢复（kaohe restore）") from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Blocked("blob.changed", f"数据文件{sha256[:12]}…已损坏或被改动，请用最近的备份恢复（kaohe restore）")
        return data

    def __contains__(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def __iter__(self) -> Iterator[str]:
        """The names of all blobs, sorted."""
        for folder in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _sync_folder(folder: Path) -> None:
    """The new name on the disk too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
