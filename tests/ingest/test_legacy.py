"""Old formats: converted by LibreOffice (or, for DOC, msdoc2docx) and read; nothing is left behind."""

import hashlib
import io
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from docx import Document

from corpus.errors import Unreadable
from corpus.source_text import SourceText
from ingest import Limits, read_bytes, read_file
from ingest.legacy import supervise
from ingest.legacy.office import find_office
from tests.libre_office import convert
from tests.xlsx_files import xlsx_of

OFFICE = find_office()
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")


def notice() -> bytes:
    """A DOCX whose table LibreOffice can keep in a DOC: with column widths, and not at the end."""
    document = Document()
    document.add_paragraph("云溪区安全生产考核办法")
    document.add_paragraph("第一条 为落实责任，制定本办法。")
    table = document.add_table(3, 2)
    for row, texts in enumerate([("考核项目", "分值"), ("组织领导", "40"), ("", "60")]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("本办法自印发之日起施行。")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


NOTICE = notice()
SHEETS = xlsx_of(("考核表", "《考核表\n项目 | 标准 | 分值\n甲 | 扣1分 | 0.5\n^ | 扣2分 | 99.5\n合计 | < | =SUM(C3:C4)"))


def converted(data: bytes, extension: str, to: str) -> bytes:
    """The bytes of a document in an old format, written by LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, f"a.{extension}")
        source.write_bytes(data)
        convert([source], to, Path(folder))
        return Path(folder, f"a.{to}").read_bytes()


@pytest.fixture(scope="module")
def doc() -> bytes:
    return converted(NOTICE, "docx", "doc")


def cells(source: SourceText) -> list[str]:
    return [source.text[c.start : c.end] for c in source.tables[0].cells]


@needs_office
@pytest.mark.parametrize(
    ("to", "media_type"),
    [("doc", "application/msword"), ("rtf", "application/rtf"), ("odt", "application/vnd.oasis.opendocument.text")],
)
def test_an_old_document_reads_like_the_new_one(to: str, media_type: str) -> None:
    data = converted(NOTICE, "docx", to)
    source = read_bytes(data, f"考核办法.{to}")
    assert "第一条 为落实责任，制定本办法。" in source.text
    assert cells(source) == ["考核项目", "分值", "组织领导", "40", "60"]
    assert source.tables[0].cells[2].row_span == 2
    document = source.document
    assert (document.sha256, document.media_type) == (hashlib.sha256(data).hexdigest(), media_type)
    assert document.parser.startswith("docx/1 via libreoffice ")
    assert source.remarks[0].code == "converted"
    assert f"{to.upper()} 文件由 LibreOffice" in source.remarks[0].text


@needs_office
@pytest.mark.parametrize("to", ["xls", "ods"])
def test_an_old_workbook_reads_like_the_new_one(to: str) -> None:
    source = read_bytes(converted(SHEETS, "xlsx", to), f"考核表.{to}")
    assert cells(source) == ["项目", "标准", "分值", "甲", "扣1分", "0.5", "扣2分", "99.5", "合计", "100"]
    assert (source.tables[0].name, source.tables[0].at) == ("考核表", (2, 1))
    assert source.document.parser.startswith("xlsx/1 via libreoffice ")


@needs_office
def test_it_is_read_in_the_guarded_child_too_and_nothing_is_left(
    doc: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With no home and an empty folder for temporary files: LibreOffice needs nothing that an earlier run left."""
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("TMPDIR", str(scratch))
    file = tmp_path / "考核办法.doc"
    file.write_bytes(doc)
    assert "制定本办法" in read_file(file, Limits(memory=512 << 20)).text
    assert not home.exists()
    assert list(scratch.iterdir()) == []


@needs_office
def test_a_damaged_one_is_refused_in_words(doc: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(doc[:1536] + bytes(len(doc) - 1536), "考核办法.doc")
    assert refusal.value.code in ("not-converted", "no-text", "ole")
    assert "“考核办法.doc”" in refusal.value.message


def test_without_a_converter_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOHE_SOFFICE", "")
    with pytest.raises(Unreadable) as refusal:
        read_bytes(b"{\\rtf1\\ansi x}", "考核办法.rtf")
    assert refusal.value.code == "no-converter"
    assert all(word in refusal.value.message for word in ["RTF", "安装 LibreOffice", ".docx"])


@needs_office
def test_a_doc_without_libreoffice_is_read_by_msdoc2docx(doc: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KAOHE_SOFFICE", "")
    source = read_bytes(doc, "考核办法.doc")
    assert "第一条 为落实责任，制定本办法。" in source.text
    assert "via msdoc2docx" in source.document.parser


def test_the_profile_forbids_macros_links_and_the_network() -> None:
    profile = supervise.profile_xml()
    for name, value in [("DisableMacrosExecution", "true"), ("MacroSecurityLevel", "3"), ("ooInetHTTPProxyPort", "9")]:
        assert f'oor:name="{name}" oor:op="fuse"><value>{value}</value>' in profile


# --- the supervisor, with a script in LibreOffice's place ---------------------------------------------------------------

posix = pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")


def stand_in(folder: Path, body: str) -> str:
    """A program in place of LibreOffice. `$OUT` is where its result must stand."""
    script = folder / "soffice"
    script.write_text(
        f'#!/bin/sh\nfor a in "$@"; do case "$last" in --outdir) OUT="$a";; esac; last="$a"; done\n{body}\n'
    )
    script.chmod(0o755)
    return str(script)


def run(office: str, seconds: str = "20") -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-I", "-S", supervise.__file__, office, "doc", "docx", seconds],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


def give(process: "subprocess.Popen[bytes]", data: bytes) -> None:
    assert process.stdin is not None
    process.stdin.write(len(data).to_bytes(8, "big") + data)
    process.stdin.flush()


@posix
def test_the_supervisor_hands_back_the_result(tmp_path: Path) -> None:
    process = run(stand_in(tmp_path, 'mkdir -p "$OUT"; cp source.doc "$OUT/source.docx"'))
    give(process, b"content")
    assert process.stdout is not None
    assert process.stdout.read() == b"content"
    assert process.wait() == supervise.DONE


@posix
@pytest.mark.parametrize(
    ("body", "seconds", "code"),
    [("exit 1", "20", supervise.NO_RESULT), ("sleep 600 & wait", "0.2", supervise.TIMED_OUT)],
)
def test_the_supervisor_tells_what_went_wrong(tmp_path: Path, body: str, seconds: str, code: int) -> None:
    process = run(stand_in(tmp_path, body), seconds)
    give(process, b"content")
    process.wait()
    assert process.returncode == code


@posix
def test_when_the_reader_is_gone_the_converter_ends_with_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    process = run(stand_in(tmp_path, f'sleep 600 & echo $$ $! "$(pwd)" > {pids}.new; mv {pids}.new {pids}; wait'))
    give(process, b"content")
    while not pids.exists():
        assert process.poll() is None
        os.sched_yield()
    *running, folder = pids.read_text().split()
    assert Path(folder).is_dir()
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait() == supervise.ABANDONED
    assert not Path(folder).exists()
    for pid in running:
        assert not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2]


def test_nothing_starts_where_there_is_no_program() -> None:
    process = run("/nowhere/soffice")
    give(process, b"content")
    assert process.wait() == supervise.NOT_STARTED
