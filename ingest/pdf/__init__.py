"""Digital PDF → source text: characters with their boxes, lines, page furniture and ruled tables."""

from ingest.pdf.reading import read_pdf

__all__ = ["read_pdf"]
