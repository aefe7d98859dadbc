"""`python -m bench`: generates the files, measures, writes bench/RESULTS.md. `--quick` runs one round and leaves it alone."""

import argparse
import importlib.metadata
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.files import embedded_table, scoring_table, set_of_rules
from bench.forms import NOT_ALIKE, compare
from bench.measuring import Reading, child, cold, read_interleaved
from bench.scans import measure_scans
from corpus import samples

RESULTS = Path(__file__).with_name("RESULTS.md")
OTHERS = ("raw pdfium", "pdfplumber", "camelot")
EMBEDDED = "12 ruled pages, fonts embedded"
PREDEFINED = "12 ruled pages, fonts not embedded"
SAMPLE = "the bundled 考核办法, 12 pages"
REAL = "a real 考核细则, 19 pages"
REAL_FILE = Path(__file__).resolve().parents[1].parent / "shared" / "documents" / "001_kaohe_xize.pdf"


def check(holds: bool) -> str:
    """How a target is marked."""
    return "holds" if holds else "**missed**"


def readers_table(readings: dict[tuple[str, str], Reading]) -> list[str]:
    """The comparison, one row a reader and file."""
    lines = ["| file | reader | ms a page | pages a second | peak memory, MB |", "| --- | --- | ---: | ---: | ---: |"]
    for (name, label), one in sorted(readings.items(), key=lambda item: (item[0][1], item[1].seconds)):
        lines.append(
            f"| {label} | {name} | {one.milliseconds_a_page:.2f} | {one.pages_a_second:.0f} | {one.peak_mb:.0f} |"
        )
    return lines


Row = tuple[str, str, str, bool]
"""What, its target, what was measured, whether it holds."""


def measure(folder: Path, rounds: int) -> str:
    """Everything, as Markdown."""
    draft = scoring_table(folder / "table-19.pdf", 19)
    rules = set_of_rules(folder / "rules-30.pdf", 30)
    hundred = scoring_table(folder / "table-100.pdf", 100)
    thousand = scoring_table(folder / "table-1000.pdf", 1000)
    short = scoring_table(folder / "table-2.pdf", 2)
    warm_up = set_of_rules(folder / "rules-12.pdf", 12)

    files = {
        EMBEDDED: embedded_table(folder / "embedded-12.pdf", 12),
        PREDEFINED: scoring_table(folder / "table-12.pdf", 12),
        SAMPLE: samples.paths()["考核办法"],
    }
    if REAL_FILE.exists():
        files[REAL] = REAL_FILE
    readings = read_interleaved(("kaohe read", "kaohe read + extract", *OTHERS), files, warm_up, rounds)
    long = read_interleaved(("kaohe read",), {"100": hundred, "1000": thousand}, warm_up, rounds)
    start = cold(["--help"], 2 * rounds + 1)
    outline = cold(["outline", str(rules), "--json"], 2 * rounds + 1)
    whole = cold(["draft", str(draft), "--json"], 2 * rounds + 1)
    held = child("many", str(short), "300")["held_mb"]
    slope = long["kaohe read", "1000"].milliseconds_a_page / long["kaohe read", "100"].milliseconds_a_page
    growth = held[-1] / held[2]
    rows: list[Row] = [
        *(row for label in files for row in _against(readings, label)),
        ("`kaohe outline`, 30 pages, cold start", "≤ 0.8 s", f"{outline:.2f} s", outline <= 0.8),
        ("`kaohe draft`, 19 pages of scoring table, cold start", "≤ 1.5 s", f"{whole:.2f} s", whole <= 1.5),
        ("`kaohe --help`, cold start", "≤ 0.3 s", f"{start:.2f} s", start <= 0.3),
        ("time a page, 1,000 pages beside 100", "linear (≤ 1.15×)", f"{slope:.2f}×", slope <= 1.15),
        ("memory held, document 300 beside document 90", "flat (≤ 1.05×)", f"{growth:.2f}×", growth <= 1.05),
        *_office(),
        *_scoring(),
        *_scans(),
    ]
    forms = [
        f"| {one.what} | {one.ours * 1000:.0f} | {one.peer} | {one.theirs * 1000:.0f} | {one.theirs / one.ours:.2f}× |"
        for one in compare()
    ]
    present = [name for name in ("pypdfium2", "pdfplumber", "camelot-py") if _version(name)]
    absent = "" if any(name == "camelot" for name, _ in readings) else " camelot is not installed here: left out."
    return "\n".join(
        [
            "# Results",
            "",
            f"Made by `make bench` ({rounds} rounds, interleaved, each reading in a process of its own; the least time).",
            f"{os.cpu_count()} CPUs, {platform.machine()}, Python {platform.python_version()}; "
            + ", ".join(f"{name} {_version(name)}" for name in present)
            + f".{absent}",
            "",
            "## Speed to hold",
            "",
            "| what | target | measured | |",
            "| --- | --- | ---: | --- |",
            *(f"| {what} | {target} | {got} | {check(holds)} |" for what, target, got, holds in rows),
            "",
            "## Readers",
            "",
            "What each does is said in `bench/readers.py`: raw pdfium finds no lines and no tables, camelot tables only.",
            "Imports and a warm-up on another file of 12 pages are outside the time. Times of readers are CPU time, for all",
            "alike; cold starts, scans and the web application are waiting time.",
            "",
            *readers_table(readings),
            "",
            "## Other forms",
            "",
            "| document | ours, ms | beside | its ms | |",
            "| --- | ---: | --- | ---: | ---: |",
            *forms,
            "",
            NOT_ALIKE,
            "",
            "## Start and size",
            "",
            f"- 1,000 pages: {long['kaohe read', '1000'].seconds:.1f} s, "
            f"peak {long['kaohe read', '1000'].peak_mb:.0f} MB (100 pages: {long['kaohe read', '100'].peak_mb:.0f} MB).",
            f"- Memory held over 300 documents in one process, every 30th, MB: {', '.join(f'{mb:.0f}' for mb in held)}.",
            "",
        ]
    )


def _against(readings: dict[tuple[str, str], Reading], label: str) -> list[Row]:
    """One file beside the other readers of PDF."""
    ours = readings["kaohe read", label]
    against = ours.milliseconds_a_page / readings["raw pdfium", label].milliseconds_a_page
    plumber = readings["pdfplumber", label].milliseconds_a_page / ours.milliseconds_a_page
    both = readings["kaohe read + extract", label].pages_a_second
    return [
        (f"reading beside pdfplumber, {label}", "≥ 10× faster", f"{plumber:.1f}×", plumber >= 10),
        (f"reading beside raw pdfium, {label}", "≤ 4× its time", f"{against:.2f}×", against <= 4),
        (f"reading and extraction, warm, {label}", "≥ 60 pages a second", f"{both:.0f}", both >= 60),
    ]


def _printed(module: str) -> dict[str, float]:
    """The JSON that a part of the bench prints when it is run by itself."""
    done = subprocess.run([sys.executable, "-m", module], capture_output=True, text=True, check=True)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _office() -> list[Row]:
    office = _printed("bench.web")
    indicators = f"{office['indicators']:.0f} indicators"
    return [
        (what, f"< {most * 1000:.0f} ms", f"{office[key] * 1000:.0f} ms", office[key] < most)
        for what, key, most in (
            (f"a decision answered, {indicators}, p95", "decision_p95", 0.15),
            (f"the review page, {indicators}, p95", "review_page", 1.5),
            ("a page picture from the disk, p95", "picture_p95", 0.3),
            (f"16 writers at once on SQLite, {indicators}, p99", "writers_p99", 1.0),
        )
    ]


def _scoring() -> list[Row]:
    scored = _printed("bench.scoring")
    size = f"{scored['units']:.0f} units × {scored['indicators']:.0f} indicators"
    return [
        (f"scoring {size}", "< 5 s", f"{scored['score']:.1f} s", scored["score"] < 5),
        (f"score sheets for {size}", "< 60 s", f"{scored['sheets']:.0f} s", scored["sheets"] < 60),
    ]


def _scans() -> list[Row]:
    seen = measure_scans()
    what = f"{seen.pages} generated scans, 200 dpi, skewed, noisy"
    return [
        (f"characters misread, {what}", "≤ 0.4 %", f"{seen.error_rate:.2%}", seen.error_rate <= 0.004),
        (f"cells exact, {what}", "≥ 99 %", f"{seen.cells:.1%}", seen.cells >= 0.99),
        (f"spans of tables, F1, {what}", "≥ 0.99", f"{seen.spans:.3f}", seen.spans >= 0.99),
        (f"time a page, {what}", "≤ 2 s", f"{seen.seconds_a_page:.1f} s", seen.seconds_a_page <= 2),
    ]


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def main() -> None:
    """Measures and writes."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one round, printed only")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = measure(Path(folder), 1 if options.quick else options.rounds)
    if not options.quick:
        RESULTS.write_text(text, encoding="utf-8")
        print(f"written: {RESULTS.relative_to(Path.cwd())}", file=sys.stderr)
    print(text)


if __name__ == "__main__":
    main()
