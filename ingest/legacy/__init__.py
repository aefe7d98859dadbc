"""Old formats (DOC, WPS, RTF, ODT; XLS, ET, XLSB, ODS), converted and then read as DOCX or XLSX."""

from ingest.legacy.read import read_legacy

__all__ = ["read_legacy"]
