"""A source text as the blob that keeps it."""

import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.source_text import SourceText


def packed(source: "SourceText") -> bytes:
    """A source text as the blob that a `Reading` names."""
    from corpus.codec import dumps

    return zlib.compress(dumps(source), 6)


def unpacked(blob: bytes) -> "SourceText":
    """What `packed` packed."""
    from corpus.codec import loads

    return loads(zlib.decompress(blob))
