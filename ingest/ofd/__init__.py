"""OFD (GB/T 33190) → source text: characters with their boxes, lines, page furniture and ruled tables."""

from ingest.ofd.reading import read_ofd

__all__ = ["read_ofd"]
