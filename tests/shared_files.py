"""The folder of real documents and hand-checked gold that stands beside the checkout on the project's machines."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[1].parent / "shared"

needs_shared = pytest.mark.skipif(
    not SHARED.is_dir(), reason="the folder ../shared (real documents, gold) is not beside this checkout"
)


def real_files() -> list[Path]:
    """Every real file, none where the folder is absent."""
    return sorted((SHARED / "real").iterdir()) if SHARED.is_dir() else []
