"""XLSX: a workbook's sheets → source text, each table of a sheet a physical table of its own."""

from ingest.xlsx.read import read_xlsx

__all__ = ["read_xlsx"]
