"""What tests ask of pictures."""

from pathlib import Path


def is_png(file: Path) -> bool:
    """Whether the file is a PNG of some size."""
    return file.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n" and file.stat().st_size > 2000
