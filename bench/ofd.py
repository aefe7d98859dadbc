"""OFD against ofdkit, the fastest reader of its text: `python -m bench.ofd FILE.pdf`; the PDF's pages are set as OFD first.

ofdkit gives the text alone; ours gives boxes, lines with roles and tables with merged cells, too.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from ingest.limits import Limits
from ingest.ofd import read_ofd
from tests.ofd_files import ofd_from_pdf

ROUNDS = 7


def ours(data: bytes) -> str:
    """The whole source text."""
    return read_ofd(data, "样例.ofd", Limits()).text


def ofdkit_text(data: bytes) -> str:
    """The text as ofdkit reads it."""
    import ofdkit

    with ofdkit.open(data) as file:
        text: str = file.text()
    return text


def best(read: Callable[[bytes], str], data: bytes) -> float:
    """The least of several runs, in seconds."""
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        read(data)
        times.append(perf_counter() - start)
    return min(times)


def compared(pdf: Path) -> dict[str, float]:
    """Milliseconds of both readers for the pages of a PDF set as OFD, and their ratio (below 1: ours is faster)."""
    data = ofd_from_pdf(pdf.read_bytes())
    own, other = best(ours, data), best(ofdkit_text, data)
    return {"ours ms": own * 1e3, "ofdkit ms": other * 1e3, "ratio": own / other}


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(Path(argument).name, {name: round(value, 2) for name, value in compared(Path(argument)).items()})
