"""DOC without LibreOffice: msdoc2docx (MIT, pure Python), where it is installed."""

import tempfile
from importlib import metadata
from pathlib import Path

_PACKAGE = "msdoc2docx"


def convert_word(data: bytes) -> tuple[bytes, str] | None:
    """The DOCX that msdoc2docx makes of a DOC file, and its name with version; None where it is absent or gives nothing."""
    try:
        from doc2docx import convert  # type: ignore[import-untyped]  # it ships no types
    except ImportError:
        return None
    with tempfile.TemporaryDirectory(prefix="kaohe-convert-") as folder:
        source, target = Path(folder, "source.doc"), Path(folder, "source.docx")
        source.write_bytes(data)
        try:
            convert(source, target)
            converted = target.read_bytes()
        except Exception:  # of damaged files it raises errors of many kinds
            return None
    return converted, f"{_PACKAGE} {'.'.join(metadata.version(_PACKAGE).split('.')[:2])}"
