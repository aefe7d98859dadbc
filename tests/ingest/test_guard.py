"""Hostile and damaged files: each refused in one clear sentence, by a child that leaves nothing behind."""

import faulthandler
import io
import multiprocessing
import os
import signal
import string
import sys
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest

import ingest.dispatch
import ingest.guard
from corpus.errors import Unreadable
from corpus.source_text import SourceText
from ingest import Limits, Reader, read_bytes, read_file
from ingest.messages import SENTENCES, unreadable
from ingest.progress import Progress, listening, report
from ingest.sniff import Kind
from tests.docx_files import NAMES, docx_of, p, zip_of
from tests.pdf_files import PdfFile

GOOD = docx_of(p("第一条 总则"))
MEGABYTE = 1 << 20

forking = pytest.mark.skipif(sys.platform != "linux", reason="the child must inherit what the test replaces")


def with_part(name: str, xml: bytes) -> bytes:
    """The good document with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as package:
        return zip_of({n: package.read(n) for n in package.namelist()} | {name: xml})


def encrypted_zip() -> bytes:
    """The good document with the flag that says that its parts are encrypted."""
    data = bytearray(GOOD)
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)


def billion_laughs() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    return (
        f'<!DOCTYPE w [<!ENTITY e0 "哈哈">{entities}]><w:document {NAMES}><w:body>&e8;</w:body></w:document>'.encode()
    )


DTD = f'<!DOCTYPE w SYSTEM "outside.dtd"><w:document {NAMES}><w:body/></w:document>'.encode()
DEEP = f"<w:document {NAMES}><w:body>{'<w:customXml>' * 300}{'</w:customXml>' * 300}</w:body></w:document>".encode()

BROKEN: list[tuple[str, bytes, Limits, list[str]]] = [
    ("empty", b"", Limits(), ["空的", "重新"]),
    ("only white space", b" \r\n\t \n", Limits(), ["只有空白"]),
    ("only full-width spaces", "　\n　".encode(), Limits(), ["只有空白"]),
    ("binary", bytes(range(256)) * 8, Limits(), ["编码", "UTF-8"]),
    ("zip cut short", GOOD[: len(GOOD) // 2], Limits(), ["损坏", "重新"]),
    ("zip damaged inside", GOOD[:60] + b"\xff" * 40 + GOOD[100:], Limits(), ["损坏"]),
    ("zip encrypted", encrypted_zip(), Limits(), ["密码"]),
    ("without a main part", zip_of({"[Content_Types].xml": b"<Types/>", "word/styles.xml": b"<a/>"}), Limits(), ["正文", ".docx"]),
    ("main part broken", with_part("word/document.xml", b"<w:document"), Limits(), ["word/document.xml", "损坏", "修复"]),
    ("main part empty", with_part("word/document.xml", b""), Limits(), ["word/document.xml"]),
    ("main part of another kind", with_part("word/document.xml", b"<html/>"), Limits(), ["正文"]),
    ("document without text", docx_of(p("")), Limits(), ["没有文字"]),
    ("entities", with_part("word/document.xml", billion_laughs()), Limits(), ["word/document.xml"]),
    ("a document type", with_part("word/document.xml", DTD), Limits(), ["DTD"]),
    ("nested too deep", with_part("word/document.xml", DEEP), Limits(), ["256 层"]),
    ("nested deeper than allowed", GOOD, Limits(depth=3), ["3 层"]),
    ("zip bomb", with_part("word/media/a.bin", bytes(12 * MEGABYTE)), Limits(), ["压缩炸弹", "来源"]),
    ("large when unpacked", with_part("word/media/a.bin", os.urandom(2 * MEGABYTE)), Limits(unpacked=MEGABYTE), ["2 MB", "1 MB"]),
    ("one large part", with_part("word/document.xml", b" " * 2 * MEGABYTE), Limits(part=MEGABYTE), ["2 MB", "1 MB"]),
    ("too many parts", GOOD, Limits(entries=2), ["4 个部件", "2 个"]),
    ("too large", b"\xe5\xae\x89" * MEGABYTE, Limits(file=2 * MEGABYTE), ["3 MB", "2 MB", "拆分"]),
]  # fmt: skip


@pytest.mark.parametrize(("data", "limits", "words"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_a_broken_file_says_what_is_wrong_and_what_to_do(data: bytes, limits: Limits, words: list[str]) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(data, "考核细则.docx", limits)
    message = refusal.value.message
    assert [word for word in ["“考核细则.docx”", "请", *words] if word not in message] == []
    assert message.endswith("。")
    assert "\n" not in message
    assert refusal.value.code in SENTENCES


@pytest.mark.parametrize(("data", "limits", "words"), [b[1:] for b in BROKEN[:6]], ids=[b[0] for b in BROKEN[:6]])
def test_the_child_says_the_same(tmp_path: Path, data: bytes, limits: Limits, words: list[str]) -> None:
    path = tmp_path / "考核细则.docx"
    path.write_bytes(data)
    with pytest.raises(Unreadable) as refusal:
        read_file(path, limits)
    assert [word for word in words if word not in refusal.value.message] == []


def test_a_path_that_is_no_readable_file(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "没有.docx", "missing"), (tmp_path, "directory"), (tmp_path / "a\0b", "missing")):
        with pytest.raises(Unreadable) as refusal:
            read_file(path)
        assert refusal.value.code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the platform has no pipes in the file system")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    with pytest.raises(Unreadable, match="不是普通文件"):
        read_file(tmp_path / "管道.docx")


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "考核细则.docx"
    path.write_bytes(GOOD)
    monkeypatch.setattr(os, "access", lambda *_: False)  # to root everything is permitted
    with pytest.raises(Unreadable, match="没有读取权限"):
        read_file(path)


def test_the_child_reads_what_this_process_reads(tmp_path: Path) -> None:
    path = tmp_path / "考核细则.docx"
    path.write_bytes(GOOD)
    assert read_file(path) == read_bytes(GOOD, path.name)


def bad_reader(what: str) -> SourceText:
    """What a reader may do at its worst."""
    faulthandler.disable()  # its report would look like a failure of the tests
    if what == "abort":
        os.abort()
    if what == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if what == "exit":
        os._exit(7)
    if what == "hang":
        threading.Event().wait()
    if what == "swell":
        return bad_reader(str(len(bytearray(4096 * MEGABYTE))))
    raise RuntimeError("unexpected")


@forking
@pytest.mark.parametrize(
    ("what", "limits", "code", "words"),
    [
        ("abort", Limits(), "crashed", ["SIGABRT", "损坏"]),
        ("segfault", Limits(), "crashed", ["SIGSEGV"]),
        ("exit", Limits(), "crashed", ["退出码 7"]),
        ("hang", Limits(seconds=0.05), "timeout", ["0.05 秒", "拆分"]),
        ("swell", Limits(memory=512 * MEGABYTE), "memory", ["512 MB"]),
        ("fail", Limits(), "fault", ["RuntimeError", "管理员"]),
    ],
)
def test_whatever_a_reader_does_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, limits: Limits, code: str, words: list[str]
) -> None:
    path, good = tmp_path / "坏文件.pdf", tmp_path / "好文件.docx"
    path.write_bytes(b"%PDF-1.7")
    good.write_bytes(GOOD)
    real = ingest.dispatch.read_kind

    def read_kind(kind: Kind, data: bytes, name: str, limits: Limits) -> SourceText:
        return bad_reader(what) if name == path.name else real(kind, data, name, limits)

    monkeypatch.setattr(ingest.dispatch, "read_kind", read_kind)
    with Reader(limits) as reader:
        with pytest.raises(Unreadable) as refusal:
            reader.read(path)
        assert refusal.value.code == code
        assert [word for word in [path.name, *words] if word not in refusal.value.message] == []
        reader_limits = Limits(memory=limits.memory)
        with Reader(reader_limits) as patient:
            assert patient.read(good).text == "第一条 总则"
        if what != "hang":
            assert reader.read(good).text == "第一条 总则"
    assert multiprocessing.active_children() == []


def test_a_worker_is_used_again_and_replaced_in_time(tmp_path: Path) -> None:
    path = tmp_path / "考核细则.docx"
    path.write_bytes(GOOD)
    workers = []
    with Reader(recycle=2) as reader:
        for _ in range(5):
            reader.read(path)
            workers.append([child.pid for child in multiprocessing.active_children() if child.name == "kaohe-read"])
    assert list(map(len, workers)) == [1, 0, 1, 0, 1]
    assert len({pid for pids in workers for pid in pids}) == 3
    assert multiprocessing.active_children() == []


def test_while_other_threads_run_the_child_is_not_forked(tmp_path: Path) -> None:
    path = tmp_path / "考核细则.docx"
    path.write_bytes(GOOD)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        assert read_file(path).text == "第一条 总则"
    finally:
        done.set()
        thread.join()


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(GOOD)
    read_file(tmp_path / "a.docx")
    assert [f.name for f in tmp_path.iterdir()] == ["a.docx"]
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_names_the_file_and_says_what_to_do(code: str) -> None:
    facts = {field: "9" for _, field, _, _ in string.Formatter().parse(SENTENCES[code]) if field}
    message = unreadable(code, "考核办法.pdf", page=3, **facts).message
    assert message.startswith("读不了“考核办法.pdf”第 3 页：")
    assert "请" in message
    assert message.count("。") == 1
    assert "{" not in message


def slow_pages(name: str, pages: int) -> SourceText:
    """A reader whose pages each take a while to recognise."""
    for page in range(pages):
        report(page, pages, recognising=True)
        threading.Event().wait(0.15)
    return read_bytes(GOOD, name)


@forking
def test_each_page_that_is_recognised_adds_to_the_time_allowed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "扫描.pdf"
    path.write_bytes(b"%PDF-1.7")
    real = ingest.dispatch.read_kind

    def read_kind(kind: Kind, data: bytes, name: str, limits: Limits) -> SourceText:
        if name != path.name:
            return real(kind, data, name, limits)
        source = slow_pages("扫描.docx", 3)
        return source if limits.recognised else bad_reader("hang")

    monkeypatch.setattr(ingest.dispatch, "read_kind", read_kind)
    clock = iter(range(0, 1000, 20))  # seconds: one look at it when a file is begun, one before each answer
    monkeypatch.setattr(ingest.guard, "time", SimpleNamespace(monotonic=lambda: next(clock)))
    heard: list[Progress] = []
    assert read_file(path, Limits(seconds=50, page_seconds=30), heard.append).text == "第一条 总则"
    assert [progress.done for progress in heard if progress.recognising] == [0, 1, 2]
    with pytest.raises(Unreadable) as refusal:
        read_file(path, Limits(seconds=50, page_seconds=30, recognised=0))
    assert refusal.value.code == "timeout"


def test_progress_of_pages_that_need_no_recognising_is_told_now_and_then(tmp_path: Path) -> None:
    pdf = PdfFile()
    for _ in range(40):
        pdf.page().text(72, 700, "第一条 总则")
    path = tmp_path / "办法.pdf"
    path.write_bytes(pdf.build())
    heard: list[Progress] = []
    read_file(path, progress=heard.append)
    assert heard[-1] == Progress(40, 40)
    assert [p.done for p in heard] == sorted({p.done for p in heard})


def test_who_listens_hears_in_this_process_too() -> None:
    pdf = PdfFile()
    for _ in range(3):
        pdf.page().text(72, 700, "第一条 总则")
    heard: list[Progress] = []
    with listening(heard.append):
        read_bytes(pdf.build(), "办法.pdf")
    read_bytes(pdf.build(), "办法.pdf")
    assert heard == [Progress(n, 3) for n in (1, 2, 3)]
