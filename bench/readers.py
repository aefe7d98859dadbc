"""The readers under measure, one function each: `python -m bench.readers NAME FILE` prints seconds, pages, peak memory.

Each runs in a process of its own; imports and one warm-up are outside the time. Seconds are the process's own CPU time,
the same for every reader, so that other work on the machine counts for none. Memory is the process's peak, in MB.
"""

import ctypes
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

Reader = Callable[[Path], int]
"""Reads a file and says how many pages it read."""


def kaohe_read() -> Reader:
    """kaohe: source text with a box for each character, lines, page furniture and physical tables."""
    from ingest.pdf import read_pdf

    return lambda path: len(read_pdf(path.read_bytes(), path.name).document.pages)


def kaohe_draft() -> Reader:
    """kaohe: reading and extraction together, from bytes to the proved rubric draft."""
    from extract.reading_notice import read_notice
    from ingest.pdf import read_pdf
    from rubric_builder.building import build_draft

    def read(path: Path) -> int:
        notice = read_notice(read_pdf(path.read_bytes(), path.name))
        build_draft([notice])
        return len(notice.source.document.pages)

    return read


def raw_pdfium() -> Reader:
    """PDFium through pypdfium2's raw calls: text, a box for each character, path objects counted; no lines, no tables."""
    import pypdfium2.raw as raw

    def read(path: Path) -> int:
        data = path.read_bytes()
        document = raw.FPDF_LoadMemDocument64(data, len(data), None)
        pages: int = raw.FPDF_GetPageCount(document)
        sides = [ctypes.c_double() for _ in range(4)]
        places = [ctypes.byref(side) for side in sides]
        for index in range(pages):
            page = raw.FPDF_LoadPage(document, index)
            text = raw.FPDFText_LoadPage(page)
            count = raw.FPDFText_CountChars(text)
            buffer = (ctypes.c_ushort * (count + 1))()
            raw.FPDFText_GetText(text, 0, count, buffer)
            boxes = []
            for n in range(count):
                raw.FPDFText_GetCharBox(text, n, *places)
                boxes.append(tuple(side.value for side in sides))
            for n in range(raw.FPDFPage_CountObjects(page)):
                raw.FPDFPageObj_GetType(raw.FPDFPage_GetObject(page, n))
            raw.FPDFText_ClosePage(text)
            raw.FPDF_ClosePage(page)
        raw.FPDF_CloseDocument(document)
        return pages

    return read


def pdfplumber_read() -> Reader:
    """pdfplumber doing what kaohe does: characters with boxes, lines with boxes, ruled tables with their cells' text."""
    import pdfplumber

    def read(path: Path) -> int:
        with pdfplumber.open(path) as pdf:
            for page in pdf.pages:
                assert page.chars is not None
                page.extract_text_lines()
                for table in page.find_tables():
                    table.extract()
                page.close()
            return len(pdf.pages)

    return read


def camelot_read() -> Reader:
    """camelot, lattice: ruled tables only."""
    import camelot
    import pypdfium2

    def read(path: Path) -> int:
        camelot.read_pdf(str(path), pages="all", flavor="lattice")
        with pypdfium2.PdfDocument(path) as document:
            return len(document)

    return read


READERS: dict[str, Callable[[], Reader]] = {
    "kaohe read": kaohe_read,
    "kaohe read + extract": kaohe_draft,
    "raw pdfium": raw_pdfium,
    "pdfplumber": pdfplumber_read,
    "camelot": camelot_read,
}


def peak_mb() -> float:
    """The most memory this process has held since it started its program, in MB (ru_maxrss would count its parent's)."""
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


def held_mb() -> float:
    """What this process holds now, in MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def timed(name: str, path: Path, warm_up: Path) -> dict[str, float]:
    """One measured reading."""
    read = READERS[name]()
    read(warm_up)
    start = time.process_time()
    pages = read(path)
    return {"seconds": time.process_time() - start, "pages": pages, "peak_mb": peak_mb()}


def over_many(path: Path, documents: int) -> dict[str, list[float]]:
    """Memory held while one process reads and extracts many documents, sampled ten times along the way."""
    read = kaohe_draft()
    held = []
    for n in range(1, documents + 1):
        read(path)
        if n % (documents // 10) == 0:
            held.append(round(held_mb(), 1))
    return {"held_mb": held}


if __name__ == "__main__":
    what, *arguments = sys.argv[1:]
    if what == "many":
        print(json.dumps(over_many(Path(arguments[0]), int(arguments[1]))))
    else:
        print(json.dumps(timed(what, Path(arguments[0]), Path(arguments[1]))))
