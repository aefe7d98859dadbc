"""HTML and web archives (MHTML) → source text."""

from ingest.html.read import read_html

__all__ = ["read_html"]
