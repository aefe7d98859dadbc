"""Runs each reading in a process of its own, interleaved over several rounds, and takes the least time.

Other work on the machine only ever adds to a time, so the least is what the reader itself needs.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

KAOHE = Path(sys.executable).with_name("kaohe")


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader on one file: the least `seconds` of CPU of several rounds, the median of the peaks."""

    seconds: float
    pages: int
    peak_mb: float

    @property
    def milliseconds_a_page(self) -> float:
        """Time a page, in ms."""
        return 1000 * self.seconds / self.pages

    @property
    def pages_a_second(self) -> float:
        """Pages a second on one core."""
        return self.pages / self.seconds


def child(*arguments: str) -> Any:
    """The JSON that a process of `bench.readers` prints; None where the reader is not installed."""
    done = subprocess.run([sys.executable, "-m", "bench.readers", *arguments], capture_output=True, text=True)
    if done.returncode:
        if "ModuleNotFoundError" in done.stderr and "No module named 'camelot'" in done.stderr:
            return None
        raise RuntimeError(f"{arguments}: {done.stderr[-2000:]}")
    return json.loads(done.stdout.splitlines()[-1])


def read_interleaved(
    names: Iterable[str], files: Mapping[str, Path], warm_up: Path, rounds: int
) -> dict[tuple[str, str], Reading]:
    """Each reader on each file, `rounds` times, one after another, so that a slow minute hits all alike.

    Each process reads the file `warm_up` first.
    """
    found: dict[tuple[str, str], list[dict[str, float]]] = {}
    names = list(names)
    for n in range(rounds):
        for label, path in files.items():
            for name in names:
                print(f"round {n + 1} of {rounds}: {name}, {label}", file=sys.stderr)
                one = child(name, str(path), str(warm_up))
                if one is not None:
                    found.setdefault((name, label), []).append(one)
    return {
        key: Reading(
            min(one["seconds"] for one in several),
            int(several[0]["pages"]),
            median(one["peak_mb"] for one in several),
        )
        for key, several in found.items()
    }


def cold(arguments: list[str], rounds: int) -> float:
    """How long a person waits, in seconds, for a whole `kaohe` process: the least of several runs."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        subprocess.run([str(KAOHE), *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        times.append(perf_counter() - start)
    return min(times)
