"""What holds for every test: nothing is skipped where CI runs; golden files are written only when asked."""

import json
import os
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any, TypeVar

import pytest

GOLDEN = Path(__file__).with_name("golden")
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
IN_CI = os.environ.get("CI", "").lower() == "true"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="rewrite the golden files (make golden)")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "golden: compares what the code gives with a file in tests/golden")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    return _no_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    return _no_skip((yield))


def _no_skip(report: Report) -> Report:
    """In CI a skip is a failure: a test that does not run there guards nothing."""
    if IN_CI and report.skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else getattr(report, "wasxfail", "")
        report.outcome = "failed"
        report.longrepr = f"skipped, which CI does not allow: {reason}"
    return report


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Any], None]:
    """`golden(name, value)`: the value, as JSON, equals tests/golden/NAME.json; with --write-golden, it is written there."""

    def compare(name: str, value: Any) -> None:
        file = GOLDEN / f"{name}.json"
        text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=False) + "\n"
        if request.config.getoption("write_golden"):
            GOLDEN.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        assert text == file.read_text(encoding="utf-8"), f"{file.name} differs; if the change is wanted: make golden"

    return compare
