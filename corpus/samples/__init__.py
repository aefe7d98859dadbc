"""The sample documents that ship with the project: an invented district's 考核办法 (PDF) and 责任制实施细则 (DOCX)."""

from importlib import resources
from pathlib import Path

NAMES = {
    "考核办法": "云溪区2025年度安全生产工作考核办法.pdf",
    "责任制实施细则": "云溪区党政领导干部安全生产责任制实施细则.docx",
}


def folder() -> Path:
    """Where the samples lie."""
    return Path(str(resources.files(__name__)))


def paths() -> dict[str, Path]:
    """Each sample's short name and its file, in the order a newcomer would read them."""
    return {name: folder() / file for name, file in NAMES.items()}
