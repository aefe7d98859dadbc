"""What a file is, by its content: the name never decides."""

import struct

import pytest

from corpus.errors import Unreadable
from ingest import Limits, read_bytes
from ingest.compound import root_names
from ingest.sniff import sniff
from tests.docx_files import docx_of, p, zip_of


def compound(*tree: tuple[str, int, int, int]) -> bytes:
    """An OLE file whose directory has the root and then entries (name, left, right, child); -1 is none."""
    none = 0xFFFFFFFF

    def entry(name: str, kind: int, left: int, right: int, child: int) -> bytes:
        encoded = name.encode("utf-16-le")
        links = struct.pack("<III", *[none if n < 0 else n for n in (left, right, child)])
        return encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded) + 2, kind, 1) + links + bytes(48)

    entries = [entry("Root Entry", 5, -1, -1, 1), *[entry(n, 1, left, right, child) for n, left, right, child in tree]]
    directory = b"".join(entries).ljust(1024, b"\0")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(22) + struct.pack("<H", 9) + bytes(16)
    head = head.ljust(48, b"\0") + struct.pack("<I", 1)
    head = head.ljust(76, b"\0") + struct.pack("<109I", 0, *[none] * 108)
    table = struct.pack("<128I", 0xFFFFFFFD, 2, 0xFFFFFFFE, *[none] * 125)
    return head + table + directory


def holding(name: str, content: bytes) -> bytes:
    """An OLE file with one stream, which begins with `content`."""
    data = bytearray(compound((name, -1, -1, -1)))
    entry = 512 * 2 + 128
    data[entry + 116 : entry + 124] = struct.pack("<II", 3, 4096)
    return bytes(data) + content.ljust(4096, b"\0")


HTML = "<!DOCTYPE html><html><head><title>考核细则</title></head><body><table></table></body></html>"

KINDS: list[tuple[str, bytes, str]] = [
    ("pdf", b"%PDF-1.7\n", "pdf"),
    ("pdf after some junk", b"\n" * 300 + b"%PDF-1.4\n", "pdf"),
    ("docx", docx_of(p("总则")), "docx"),
    ("xlsx", zip_of({"[Content_Types].xml": b"", "xl/workbook.xml": b""}), "xlsx"),
    ("pptx", zip_of({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), "pptx"),
    ("ofd", zip_of({"OFD.xml": b"", "Doc_0/Document.xml": b""}), "ofd"),
    ("odt", zip_of({"mimetype": b"", "content.xml": b""}), "odt"),
    ("ods", zip_of({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}), "ods"),
    ("odp", zip_of({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b""}), "odf"),
    (
        "encrypted odt",
        zip_of({"content.xml": b"", "META-INF/manifest.xml": b"<manifest:encryption-data/>"}),
        "encrypted-office",
    ),
    ("xlsb", zip_of({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "xlsb"),
    ("zip", zip_of({"细则.txt": b""}), "archive"),
    ("empty zip", zip_of({}), "archive"),
    ("doc", compound(("WordDocument", -1, -1, -1)), "doc"),
    (
        "xls with a word document inside",
        compound(("Workbook", -1, 2, -1), ("MBD1", -1, -1, 3), ("WordDocument", -1, -1, -1)),
        "xls",
    ),
    ("doc saved by WPS", compound(("WordDocument", -1, 2, -1), ("WpsCustomData", -1, -1, -1)), "wps"),
    ("et", compound(("Workbook", -1, 2, -1), ("ETExtData", -1, -1, -1)), "et"),
    ("doc with a password", holding("WordDocument", bytes(11) + b"\x01"), "encrypted-office"),
    ("doc without one", holding("WordDocument", bytes(10) + b"\xff\xfe"), "doc"),
    ("xls with a password", holding("Workbook", b"\x09\x08\x02\0ab\x2f\0\x02\0ab"), "encrypted-office"),
    ("xls without one", holding("Workbook", b"\x09\x08\x02\0ab\x42\0\x02\0\x2f\0"), "xls"),
    ("xls of 1995", compound(("Book", -1, -1, -1)), "xls"),
    ("ppt", compound(("PowerPoint Document", -1, -1, -1)), "ppt"),
    ("encrypted docx", compound(("EncryptionInfo", -1, 2, -1), ("EncryptedPackage", -1, -1, -1)), "encrypted-office"),
    ("ole of another kind", compound(("Whatever", -1, -1, -1)), "ole"),
    ("ole cut short", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "ole"),
    ("html", HTML.encode(), "html"),
    ("html in GBK after blank lines", ("\n\n" + HTML).encode("gbk"), "html"),
    ("html in UTF-16", HTML.encode("utf-16"), "html"),
    ("a saved part of a page", "<div class='x'>考核细则</div>".encode(), "html"),
    ("web archive", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n<html>", "html"),
    ("xml", b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
    ("rtf", b"{\\rtf1\\ansi", "rtf"),
    ("png", b"\x89PNG\r\n\x1a\n\0\0", "image"),
    ("jpeg", b"\xff\xd8\xff\xe0\0\0", "image"),
    ("bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0", "image"),
    ("tiff", b"II*\0\x08\0\0\0", "image"),
    ("webp", b"RIFF\0\0\0\0WEBPVP8 ", "image"),
    ("rar", b"Rar!\x1a\x07\0", "archive"),
    ("program", b"MZ" + bytes(60) + b"\0" * 60 + b"PE\0\0", "executable"),
    ("text", "第一条 总则".encode(), "text"),
    ("text that begins like a bitmap", b"BMI index", "text"),
    ("text that begins like a program", b"MZ is a name", "text"),
    ("text that mentions a tag", "表格里残留 <table> 标记".encode(), "text"),
    ("text in angle brackets", "<安全生产法>释义".encode(), "text"),
]


@pytest.mark.parametrize(("data", "kind"), [(d, k) for _, d, k in KINDS], ids=[n for n, _, _ in KINDS])
def test_kinds(data: bytes, kind: str) -> None:
    assert sniff(data, "文件.docx", Limits()).name == kind


REFUSALS: list[tuple[str, list[str]]] = [
    ("ppt", ["旧版", ".pdf"]),
    ("archive", ["压缩包", "解压"]),
    ("encrypted-office", ["密码"]),
    ("executable", ["程序"]),
    ("xml", ["XML"]),
]


@pytest.mark.parametrize(("kind", "words"), REFUSALS, ids=[k for k, _ in REFUSALS])
def test_a_format_that_is_not_read_is_named_with_what_to_do(kind: str, words: list[str]) -> None:
    data = next(d for _, d, k in KINDS if k == kind)
    with pytest.raises(Unreadable) as refusal:
        read_bytes(data, "考核细则.docx")
    assert refusal.value.code == kind
    assert all(word in refusal.value.message for word in ["“考核细则.docx”", *words])


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("细则.pdf", docx_of(p("总则")), "DOCX"),
        ("细则.doc", docx_of(p("总则")), "DOCX"),
        ("细则.docx", "总则".encode(), "文本"),
        ("细则.docx", docx_of(p("总则")), None),
        ("细则.DOCX", docx_of(p("总则")), None),
        ("细则.txt", "总则".encode(), None),
        ("细则.md", "# 总则".encode(), None),
        ("细则", "总则".encode(), None),
    ],
)
def test_a_wrong_extension_is_read_by_content_and_remarked(name: str, data: bytes, said: str | None) -> None:
    source = read_bytes(data, name)
    assert source.text.lstrip("# ") == "总则"
    assert [said in r.text if said else r for r in source.remarks if r.code == "mislabelled"] == (
        [True] if said else []
    )


def test_a_directory_that_runs_in_a_ring_ends() -> None:
    assert root_names(compound(("甲", 1, 2, -1), ("乙", 1, 1, -1))) == {"甲", "乙"}
