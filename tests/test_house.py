"""The house rules, held by tests: layers, sizes, names, light start, nothing of one machine in the tracked files."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("corpus", "ingest", "extract", "rubric_builder", "review_ui", "kaohe")
FILES = sorted(file for package in PACKAGES for file in (ROOT / package).rglob("*.py"))
LONGEST = 450  # lines; a file with one noun or one verb stays under about 400

HEAVY = (
    "spacy",
    "docx",
    "pdfplumber",
    "openpyxl",
    "xlsxwriter",
    "pypdfium2",
    "jieba",
    "numpy",
    "PIL",
    "django",
    "cv2",
    "onnxruntime",
)

# One row each: what must not stand in a tracked file, and how it would look. Written so that no row matches itself.
FORBIDDEN = {
    "a package registry's host": r"py[p]i\.org|python[h]osted\.|npm[j]s\.(org|com)|deb\.[d]ebian|//regis[t]ry\.[a-z]",
    "a path of one machine": r"(?<![\w.])/(work|farm|roo[t])/|(?<![\w.])/home/[a-z]+/|/tmp/(studio|bash_jobs)",
}


def run(*command: str) -> str:
    """What a command prints, run at the root of the checkout. Fails where the command fails."""
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def test_imports_run_only_down_the_road(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml")) == 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_has_one_noun(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= LONGEST
    assert file.stem not in ("helpers", "utils")
    assert ast.get_docstring(ast.parse(text)), "a file says what it is about in its first line"


@pytest.mark.parametrize("command", [["--help"], ["draft", "--help"]], ids=" ".join)
def test_help_imports_nothing_heavy(command: list[str]) -> None:
    script = (
        "import sys; from kaohe.cli import app\n"
        f"try: app({command!r})\n"
        "except SystemExit: pass\n"
        f"print(*sorted(set({HEAVY!r}) & set(sys.modules)))"
    )
    assert run(sys.executable, "-c", script).splitlines()[-1] == ""


def tracked() -> list[Path]:
    """The files under version control."""
    try:
        listed = run("git", "-c", "safe.directory=*", "ls-files", "-z")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN.items(), ids=FORBIDDEN)
def test_nothing_of_one_machine_is_tracked(what: str, pattern: str) -> None:
    found = []
    for file in tracked():
        data = file.read_bytes()
        if b"\0" in data:
            continue
        for number, line in enumerate(data.decode("utf-8", "replace").splitlines(), 1):
            if re.search(pattern, line):
                found.append(f"{file.relative_to(ROOT)}:{number}: {line.strip()[:120]}")
    assert not found, what


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry's host", "index-url = https://pypi" + ".org/simple"),
        ("a package registry's host", "https://registry" + ".npmmirror.com"),
        ("a path of one machine", "open('/wor" + "k/x')"),
        ("a path of one machine", "cd /hom" + "e/wang/kaohe"),
    ],
)
def test_what_is_forbidden_is_recognised(what: str, line: str) -> None:
    assert re.search(FORBIDDEN[what], line)


def test_constraints_pin_versions_and_nothing_else() -> None:
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert re.fullmatch(r"#.*|[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line)


def test_constraints_cover_every_direct_dependency() -> None:
    import tomllib

    def plain(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    pinned = {
        plain(line.split("==")[0])
        for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()
        if "==" in line
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    assert {plain(re.split(r"[<>=!~\[; ]", name)[0]) for name in wanted} <= pinned


def test_golden_files_are_compared_and_not_written(pytestconfig: pytest.Config) -> None:
    writing = pytestconfig.getoption("write_golden") or "--write-golden" in os.environ.get("PYTEST_ADDOPTS", "")
    assert not writing, "--write-golden was left on: golden files would agree with anything"


def test_the_readmes_name_the_commands_that_exist() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for name in ("README.md", "README.zh-CN.md"):
        readme = (ROOT / name).read_text("utf-8")
        assert set(re.findall(r"^make ([a-z]+)", readme, re.M)) <= targets
        assert {"make demo", "make test"} <= set(re.findall(r"make [a-z]+", readme))
    assert (ROOT / ".ci" / "run").read_text("utf-8").rstrip().endswith("make test")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
