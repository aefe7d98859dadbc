"""DOCX → source text."""

from ingest.docx.read import read_docx

__all__ = ["read_docx"]
