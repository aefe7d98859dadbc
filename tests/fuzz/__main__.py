"""Spoils files and reads them for so many minutes; prints counts by reader and every finding, and fails if there is one."""

import argparse
import hashlib
import os
import resource
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

from corpus.errors import Unreadable
from ingest import scan
from ingest.dispatch import dispatch
from ingest.guard import Reader
from ingest.limits import Limits
from review_ui.jobs.drawing import draw
from review_ui.jobs.workers import Workers
from tests.fuzz.mutation import spoilt
from tests.fuzz.seeds import Seed, seeds
from tests.fuzz.soundness import faults

_LIMITS = Limits(seconds=30.0)
_BAD = frozenset({"fault", "crashed", "timeout", "memory"})
_SLOW = 8.0  # seconds
_DRAWING = 0.2  # of the time
_DRAWN = ("ofd", "png", "jpeg", "tiff", "bmp", "gif")


@dataclass
class Tally:
    """What became of the files of one kind."""

    read: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    findings: dict[str, str] = field(default_factory=dict)  # what happened → the file that it happened with

    @property
    def files(self) -> int:
        """How many were tried."""
        return self.read + self.refused.total()

    def note(self, wrong: list[str], data: bytes, kept: Path) -> None:
        """Keep the file the first time that each thing goes wrong."""
        for what in wrong:
            if what not in self.findings:
                kept.parent.mkdir(parents=True, exist_ok=True)
                kept.write_bytes(data)
                self.findings[what] = kept.name
                print(f"!! {kept}: {what}", flush=True)


def fuzz(minutes: float, only: str, number: int, out: Path) -> dict[str, Tally]:
    """Of every kind in turn a file is spoilt and read, until the time is over. `number` begins the series, which repeats
    exactly."""
    warnings.simplefilter("ignore")
    os.environ["KAOHE_SOFFICE"] = ""  # no LibreOffice: it has fuzzers of its own
    scan.available = lambda: False  # nor the recogniser
    by_kind = _by_kind()
    tallies = {kind: Tally() for kind in by_kind if only in ("", kind)}
    end = time.monotonic() + 60 * minutes
    with Reader(_LIMITS) as reader, tempfile.TemporaryDirectory() as folder:
        for turn in count(number):
            for kind, tally in tallies.items():
                if time.monotonic() > end:
                    return tallies
                random = Random(f"{kind} {turn}")
                name, data = random.choice(by_kind[kind])
                data = spoilt(random, data)
                path = Path(folder) / name
                path.write_bytes(data)
                _read(reader, path, data, tally, out / f"{kind}-{turn}{Path(name).suffix}")
                path.unlink()
    return tallies


def _read(reader: Reader, path: Path, data: bytes, tally: Tally, kept: Path) -> None:
    wrong: list[str] = []
    start = time.monotonic()
    try:
        wrong = faults(reader.read(path))
        tally.read += 1
    except Unreadable as error:
        tally.refused[error.code] += 1
        if error.code in _BAD and data:
            wrong = [_cause(data, path.name) if error.code == "fault" else f"{error.code} {kept.name}"]
    took = time.monotonic() - start
    if took > _SLOW and not wrong:
        took = _busy(path)  # the machine may have had other work
        wrong = [f"slow {kept.name}"] * (took > _SLOW)
    tally.slowest = max(tally.slowest, took)
    tally.note(wrong, data, kept)


def _busy(path: Path) -> float:
    """The processor's seconds that reading a file takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Reader(_LIMITS) as reader, suppress(Unreadable):
        reader.read(path)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def draw_spoilt(minutes: float, only: str, number: int, out: Path) -> dict[str, Tally]:
    """The same for the pictures of pages, as far as they are not drawn by pdfium."""
    by_kind = {kind: found for kind, found in _by_kind().items() if kind in _DRAWN and only in ("", kind)}
    tallies = {f"draw {kind}": Tally() for kind in by_kind}
    end = time.monotonic() + 60 * minutes
    workers = Workers(1, _LIMITS.memory)
    with tempfile.TemporaryDirectory() as folder, closing(workers):
        path = Path(folder) / "page"
        for turn in count(number):
            for kind, found in by_kind.items():
                if time.monotonic() > end:
                    return tallies
                tally, random = tallies[f"draw {kind}"], Random(f"draw {kind} {turn}")
                data = spoilt(random, random.choice(found)[1])
                path.write_bytes(data)
                _draw(workers, path, data, tally, out / f"draw-{turn}.{kind}")
    return tallies


def _draw(workers: Workers, path: Path, data: bytes, tally: Tally, kept: Path) -> None:
    start = time.monotonic()
    try:
        workers.call(draw, str(path), 1, 640, seconds=_LIMITS.seconds)
        tally.read += 1
    except Unreadable as error:
        tally.refused[error.code] += 1
    except Exception as error:  # that nothing else comes is what is tried
        tally.note([f"{type(error).__name__}: {str(error)[:120]!r}"], data, kept)
    tally.slowest = max(tally.slowest, time.monotonic() - start)


def _by_kind() -> dict[str, list[Seed]]:
    found: dict[str, list[Seed]] = {}
    for name, data in seeds():
        found.setdefault(Path(name).suffix[1:].lower(), []).append((name, data))
    return dict(sorted(found.items()))


def _cause(data: bytes, name: str) -> str:
    """Where a reader failed, with what: it did so in a child, so once more here."""
    try:
        dispatch(data, name, _LIMITS)
    except Unreadable as error:
        cause = error.__cause__
        if cause is not None:
            at = traceback.extract_tb(cause.__traceback__)[-3:]
            places = " < ".join(f"{Path(f.filename).parent.name}/{Path(f.filename).name}:{f.lineno}" for f in at[::-1])
            return f"{type(cause).__name__}: {str(cause)[:90]!r} at {places}"
    return f"fault that does not repeat ({hashlib.sha256(data).hexdigest()[:8]})"


def main() -> int:
    """The command; 1 where something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--only", default="", help="the extension of the only kind to try")
    parser.add_argument("--number", type=int, default=0, help="where the series begins")
    parser.add_argument("--out", type=Path, default=Path("out/fuzz"), help="where what fails is kept")
    asked = parser.parse_args()
    tallies = fuzz(asked.minutes * (1 - _DRAWING), asked.only, asked.number, asked.out)
    tallies |= draw_spoilt(asked.minutes * _DRAWING, asked.only, asked.number, asked.out)
    print(f"{'kind':<10}{'files':>8}{'read':>8}{'refused':>9}{'slowest':>9}{'findings':>10}")
    for kind, tally in tallies.items():
        print(
            f"{kind:<10}{tally.files:>8}{tally.read:>8}{tally.refused.total():>9}{tally.slowest:>8.1f}s{len(tally.findings):>10}"
        )
    print(f"{sum(t.files for t in tallies.values())} files, {sum(len(t.findings) for t in tallies.values())} findings")
    return 1 if any(t.findings for t in tallies.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
