"""Scans: how well and how fast generated pages are recognised (200 dpi, askew, noisy, JPEG, every third one stamped)."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import samples
from corpus.source_text import SourceText
from ingest import read_bytes
from tests.scans import drawn, packed, stamped, worn

PAGES = tuple(range(12))  # of the bundled 考核办法: letterhead, articles, five pages of ruled table


@dataclass(frozen=True, slots=True)
class Recognition:
    """What recognising some pages came to.

    `error_rate`: edits a character (blanks aside); `cells`: share of the cells whose text is exact; `spans`: F1 of the
    cells' places (row, column, rows and columns covered); `seconds_a_page`: reading, models loaded; `low` the
    share of characters that are shown to the reviewer as doubtful.
    """

    pages: int
    characters: int
    error_rate: float
    cells: float
    spans: float
    seconds_a_page: float
    low: float


def measure_scans(path: Path | None = None, pages: Sequence[int] = PAGES, seed: int = 0) -> Recognition:
    """Scan the pages (counted from 0) of a PDF whose text is right, read the scan and compare. Needs `kaohe[ocr]`."""
    data = (path or samples.paths()["考核办法"]).read_bytes()
    truth = read_bytes(data, "digital.pdf")
    scans = []
    for page in pages:
        picture = drawn(data, page)
        scans.append(packed([worn(stamped(picture, 0.55, 0.5) if page % 3 == 1 else picture, seed + page)]))
    read_bytes(scans[0], "warm-up.pdf")
    start = time.perf_counter()
    found = [read_bytes(scan, "scan.pdf") for scan in scans]
    seconds = time.perf_counter() - start

    edits = characters = exact = cells = low = 0
    places: Counter[str] = Counter()
    for page, scan in zip(pages, found, strict=True):
        meant, got = _words(truth, page + 1), _words(scan, 1)
        edits += edit_distance(meant, got)
        characters += len(meant)
        confidence = scan.boxes.confidence
        low += sum(1 for sure in confidence or () if sure < 80)
        right, read = dict(_cells(truth, page + 1)), dict(_cells(scan, 1))
        cells += len(right)
        exact += sum(read.get(place) == text for place, text in right.items())
        places += Counter(both=len(right.keys() & read.keys()), meant=len(right), got=len(read))
    return Recognition(
        pages=len(pages),
        characters=characters,
        error_rate=edits / max(characters, 1),
        cells=exact / cells if cells else 1.0,
        spans=2 * places["both"] / (places["meant"] + places["got"]) if cells else 1.0,
        seconds_a_page=seconds / len(pages),
        low=low / max(characters, 1),
    )


def _words(source: SourceText, page: int) -> str:
    """The text of a page without blanks."""
    return "".join("".join(source.text[line.start : line.end] for line in source.lines if line.page == page).split())


def _cells(source: SourceText, page: int) -> Iterator[tuple[tuple[int, ...], str]]:
    """(table, row, column, rows, columns covered) and text of each cell on a page."""
    for number, table in enumerate(table for table in source.tables if table.page == page):
        for cell in table.cells:
            place = (number, cell.row, cell.column, cell.row_span, cell.column_span)
            yield place, "".join(source.text[cell.start : cell.end].split())


def edit_distance(one: str, other: str) -> int:
    """The least insertions, deletions and replacements between two strings.

    >>> edit_distance("每少1次扣2分", "每少l次扣分")
    2
    """
    before = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
        before = row
    return before[-1]


if __name__ == "__main__":
    print(measure_scans())
