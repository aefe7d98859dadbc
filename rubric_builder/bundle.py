"""A bundle: the files of a published schema with their manifest, and the folder they are written into."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from corpus.errors import Blocked
from corpus.values import Value
from rubric_builder.draft import Source
from rubric_builder.schema import Published, Review
from rubric_builder.signatures import Signature

MANIFEST = "manifest.json"


class BundleFile(Value):
    """A file of the bundle: its path below the bundle's folder (with `/`), bytes, SHA-256."""

    name: str
    size: int
    sha256: str


class Manifest(Value):
    """What a bundle holds and where it comes from. `published_at` (ISO 8601) and `published_by` stand here alone, so
    that the same draft gives the same files whenever it is published."""

    format: str = "kaohe.bundle/1"
    title: str | None
    year: int | None
    review: Review
    published_at: str
    published_by: str
    draft_sha256: str
    decisions_sha256: str | None
    rubric_sha256: str
    schema_sha256: str
    signatures: tuple[Signature, ...] = ()
    replaces: str | None
    sources: tuple[Source, ...]
    files: tuple[BundleFile, ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A published schema as files: by name (with `/`), in the manifest's order; the manifest is not among them."""

    manifest: Manifest
    files: Mapping[str, bytes]

    def with_manifest(self) -> Mapping[str, bytes]:
        """Every file that is handed out, `manifest.json` the last."""
        text = json.dumps(self.manifest.model_dump(mode="json"), ensure_ascii=False, indent=1, sort_keys=True)
        return {**self.files, MANIFEST: text.encode("utf-8") + b"\n"}


def bundled(frozen: Published, files: Mapping[str, bytes], sources: tuple[Source, ...], *, by: str, at: str) -> Bundle:
    """The bundle of a schema and its files. `by` and `at` (ISO 8601) go into the manifest alone."""
    listed = tuple(
        BundleFile(name=name, size=len(content), sha256=hashlib.sha256(content).hexdigest())
        for name, content in files.items()
    )
    hashes = {file.name: file.sha256 for file in listed}
    manifest = Manifest(
        title=frozen.title,
        year=frozen.year,
        review=frozen.review,
        published_at=at,
        published_by=by,
        draft_sha256=frozen.draft_sha256,
        decisions_sha256=frozen.decisions_sha256,
        rubric_sha256=hashes["rubric.json"],
        schema_sha256=hashes["rubric.schema.json"],
        signatures=frozen.signatures,
        replaces=frozen.replaces,
        sources=sources,
        files=listed,
    )
    return Bundle(manifest, files)


def write_bundle(bundle: Bundle, out: Path) -> Manifest:
    """The whole bundle into a folder beside `out`, then renamed: a crash leaves nothing half-written behind.

    Raises `Blocked` where `out` holds something else; where it holds this very bundle, its manifest is returned.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        return _same(out, bundle.manifest)
    out.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{out.name}.", suffix=".part", dir=out.parent))
    try:
        for name, content in bundle.with_manifest().items():
            path = part / name
            path.parent.mkdir(exist_ok=True)
            with path.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        part.chmod(0o755)  # mkdtemp makes it for the owner alone
        if out.exists():
            out.rmdir()  # empty, as seen above; Windows renames onto nothing that is there
        part.rename(out)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return bundle.manifest


def _same(out: Path, manifest: Manifest) -> Manifest:
    """The manifest of the bundle in `out`, where it is this one and whole; else raises `Blocked`."""
    try:
        old = Manifest.model_validate_json((out / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        raise Blocked(
            "publish.occupied", f"文件夹“{out}”里已有别的内容，不是一份完整的发布成果；请换一个新文件夹"
        ) from None
    if old.files != manifest.files:
        raise Blocked(
            "publish.published",
            f"文件夹“{out}”里是{old.published_at}由{old.published_by}发布的另一版本；已发布的不能改动，请换一个新文件夹",
        )
    for file in old.files:
        path = out / file.name
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != file.sha256:
            raise Blocked(
                "publish.tampered",
                f"文件夹“{out}”里的“{file.name}”缺失或被改动过，与发布时的校验值不符；请换一个新文件夹",
            )
    return old
