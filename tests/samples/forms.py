"""The bundled samples in every form that a notice comes in: set as DOCX and PDF, printed as OFD, scanned."""

import io
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

import pytest

from corpus import samples
from tests.conftest import IN_CI
from tests.libre_office import convert
from tests.ofd_files import ofd_from_pdf
from tests.samples.compose import assessment_measures
from tests.scans import scanned

# In CI nothing is skipped: there LibreOffice must be installed.
needs_office = pytest.mark.skipif(which("soffice") is None and not IN_CI, reason="sets pages with LibreOffice")


@cache
def as_docx(name: str) -> bytes:
    """The sample as DOCX: bundled, or composed as the bundled PDF was."""
    path = samples.paths()[name]
    if path.suffix == ".docx":
        return path.read_bytes()
    out = io.BytesIO()
    assessment_measures().document.save(out)
    return out.getvalue()


@cache
def as_pdf(name: str) -> bytes:
    """The sample as PDF: bundled, or set by LibreOffice."""
    path = samples.paths()[name]
    if path.suffix == ".pdf":
        return path.read_bytes()
    with TemporaryDirectory() as folder:
        convert([path], "pdf", Path(folder))
        return Path(folder, f"{path.stem}.pdf").read_bytes()


@cache
def as_ofd(name: str) -> bytes:
    """The pages of the PDF as OFD."""
    return ofd_from_pdf(as_pdf(name))


def as_scan(name: str, seed: int) -> bytes:
    """Every page of the PDF as a scanner gives it."""
    from pypdfium2 import PdfDocument

    with PdfDocument(as_pdf(name)) as file:
        pages = len(file)
    return scanned(as_pdf(name), range(pages), seed=seed)
