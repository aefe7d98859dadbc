"""Zip containers (DOCX, XLSX) with the same bytes for the same content."""

import io
import zipfile
from datetime import datetime

MOMENT = datetime(1980, 1, 1)
"""The date inside files: the earliest that a zip entry can carry. When a bundle was made is in its manifest."""


def repacked(container: bytes) -> bytes:
    """The container with every entry in its order, dated `MOMENT` and without a trace of the machine that wrote it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, MOMENT.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            new.writestr(info, old.read(entry), compresslevel=6)
    return out.getvalue()
