"""OFD packages as writers make them: parts in the wrong place, damaged XML, encryption, signatures, bombs."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest

from corpus.errors import Unreadable
from corpus.source_text import SourceText
from ingest import read_bytes
from ingest.limits import Limits
from ingest.ofd import read_ofd
from tests.ofd_files import OfdFile, document, element, packed, simple

BODY = "云溪区安委会办公室组织开展安全生产考核工作。"
LIMITS = Limits()


def read(data: bytes, limits: Limits = LIMITS) -> SourceText:
    return read_ofd(data, "考核细则.ofd", limits)


def refused(data: bytes, limits: Limits = LIMITS) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        read(data, limits)
    assert caught.value.message.startswith("读不了“考核细则.ofd”：")
    return caught.value


Parts = dict[str, str | bytes]


def renamed(old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: {name.replace(old, new): content for name, content in parts.items()}


def replaced(part: str, old: str, new: str) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {part: str(parts[part]).replace(old, new)}


def encoded(part: str, encoding: str, declared: str) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {part: str(parts[part]).replace("UTF-8", declared).encode(encoding)}


PAGE, MAIN = "Doc_0/Pages/0.xml", "Doc_0/Document.xml"
# What writers do wrong, and readers put up with.
ODD: list[tuple[str, Callable[[Parts], Parts]]] = [
    ("as it should be", lambda parts: parts),
    ("a page's place from the root", replaced(MAIN, 'BaseLoc="Pages', 'BaseLoc="/Doc_0/Pages')),
    ("from the root without a slash", replaced(MAIN, 'BaseLoc="Pages', 'BaseLoc="Doc_0/Pages')),
    ("with a dot", replaced(MAIN, 'BaseLoc="Pages', 'BaseLoc="./Pages')),
    ("through the folder above", replaced(MAIN, 'BaseLoc="Pages', 'BaseLoc="../Doc_0/Pages')),
    ("with backslashes", replaced(MAIN, "Pages/0.xml", "Pages\\0.xml")),
    ("parts named with backslashes", renamed("/", "\\")),
    ("in another case", renamed("Doc_0/Pages", "DOC_0/pages")),
    ("the page in another folder", renamed("Doc_0/Pages/0.xml", "Doc_0/Content/Pages/0.xml")),
    ("OFD.xml in lower case", renamed("OFD.xml", "ofd.xml")),
    ("packed with its folder", lambda parts: {f"考核细则/{name}": content for name, content in parts.items()}),
    ("a leading slash", lambda parts: {f"/{name}": content for name, content in parts.items()}),
    ("a document in a folder of its own name", lambda parts: renamed("Doc_0", "文档")(replaced("OFD.xml", "Doc_0", "文档")(parts))),
    ("DocRoot missing", replaced("OFD.xml", "Doc_0/Document.xml", "")),
    ("the namespace of 2012", lambda parts: {n: str(c).replace("www.ofdspec.org/2016", "www.ofdspec.org") for n, c in parts.items()}),
    ("no namespace declared", lambda parts: {n: re.sub(' xmlns:ofd="[^"]*"', "", str(c)) for n, c in parts.items()}),
    ("no prefix", lambda parts: {n: str(c).replace("ofd:", "").replace("xmlns:ofd", "xmlns") for n, c in parts.items()}),
    ("GBK declared", encoded(PAGE, "gbk", "GBK")),
    ("GBK under UTF-8's name", encoded(PAGE, "gbk", "UTF-8")),
    ("UTF-16", encoded(PAGE, "utf-16", "UTF-16")),
    ("a byte order mark", encoded(PAGE, "utf-8-sig", "UTF-8")),
    ("a control character", replaced(PAGE, "云溪区", "\x01云溪区")),
    ("a bare ampersand", replaced(PAGE, 'Font="1"', 'Font="1" Note="A&B"')),
    ("common data after the pages", lambda parts: parts | {MAIN: re.sub("(<ofd:CommonData>.*</ofd:CommonData>)(<ofd:Pages>.*</ofd:Pages>)", r"\2\1", str(parts[MAIN]))}),
    ("no resources", lambda parts: {n: c for n, c in parts.items() if "Res" not in n}),
    ("damaged resources", lambda parts: parts | {"Doc_0/PublicRes.xml": "<ofd:Res"}),
    ("a page area that is none", replaced(MAIN, "0 0 210 297", "0 0 0 0")),
]  # fmt: skip


@pytest.mark.parametrize("change", [c for _, c in ODD], ids=[n for n, _ in ODD])
def test_odd_packages_are_read(change: Callable[[Parts], Parts]) -> None:
    source = read_bytes(packed(change(simple(BODY).all_parts())), "考核细则.ofd")
    assert source.text == BODY + "\n"
    assert (source.document.pages[0].width, source.remarks) == (595.28, ())


def test_names_in_gbk() -> None:
    parts = renamed("Doc_0", "DOCDOC")(replaced("OFD.xml", "Doc_0", "文档文")(simple(BODY).all_parts()))
    data = packed(parts).replace(b"DOCDOC", "文档文".encode("gbk"))
    assert read(data).text == BODY + "\n"


# What can't be read: what is wrong, and the code of the sentence.
REFUSED: list[tuple[str, Callable[[Parts], Parts], str]] = [
    ("no OFD.xml", lambda parts: {n: c for n, c in parts.items() if n != "OFD.xml"}, "ofd-no-document"),
    ("no document", lambda parts: {"OFD.xml": parts["OFD.xml"]}, "ofd-no-document"),
    ("no pages", replaced(MAIN, "ofd:Page ", "ofd:Other "), "ofd-no-pages"),
    ("every page missing", lambda parts: {n: c for n, c in parts.items() if "Pages" not in n}, "ofd-no-text"),
    ("every page damaged", lambda parts: parts | {PAGE: "<ofd:Page><"}, "ofd-no-text"),
    ("a damaged document", lambda parts: parts | {MAIN: "<ofd:Document><"}, "ofd-damaged"),
    ("a page without anything", replaced(PAGE, BODY, ""), "ofd-no-text"),
    ("everything encrypted", lambda parts: {"Encryptions.xml": document("Encryptions", " "), "Doc_0/a.dat": b"\x8f\x01"}, "ofd-encrypted"),
    ("the document encrypted", lambda parts: parts | {"Encryptions.xml": document("Encryptions", " "), MAIN: bytes(range(200, 256))}, "ofd-encrypted"),
    ("the page encrypted", lambda parts: parts | {"Encryptions.xml": document("Encryptions", " "), PAGE: bytes(range(200, 256))}, "ofd-encrypted"),
    ("a document type", replaced(MAIN, "<ofd:Document ", '<!DOCTYPE x [<!ENTITY a "aaaa">]><ofd:Document '), "ofd-damaged"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "code"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_refused(change: Callable[[Parts], Parts], code: str) -> None:
    assert refused(packed(change(simple(BODY).all_parts()))).code == code


def test_entities_are_never_expanded() -> None:
    parts = simple(BODY).all_parts()
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = str(parts[PAGE]).replace(BODY, "&l11;")
    parts[PAGE] = bomb.replace("<ofd:Page ", f'<!DOCTYPE x [<!ENTITY l0 "考">{levels}]><ofd:Page ', 1)
    assert refused(packed(parts)).code == "ofd-no-text"


def test_the_zip_has_a_password() -> None:
    data = bytearray(packed(simple(BODY).all_parts()))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flags] |= 1
            at = data.find(signature, at + 4)
    assert refused(bytes(data)).code == "encrypted-zip"


def test_limits() -> None:
    parts = simple(BODY).all_parts()
    assert refused(packed(parts | {f"x{n}": b"" for n in range(20)}), replace(LIMITS, entries=10)).code == "too-many-entries"  # fmt: skip
    zeros: Parts = {"Doc_0/Res/x": bytes(30 << 20)}
    assert refused(packed(parts | zeros)).code == "too-compressed"
    assert refused(packed(parts | zeros), replace(LIMITS, ratio=10**6, unpacked=20 << 20)).code == "too-large-unpacked"
    deep = element("PageBlock", "@")
    for _ in range(300):
        deep = deep.replace("@", element("PageBlock", "@"))
    nested = replaced(PAGE, "</ofd:Layer>", deep.replace("@", " ") + "</ofd:Layer>")
    assert refused(packed(nested(parts))).code == "too-deep"


def test_a_page_that_the_package_lacks_is_named() -> None:
    ofd = simple(BODY)
    for _ in range(2):
        ofd.page().text(30, 40, BODY)
    parts = {name: content for name, content in ofd.all_parts().items() if name != "Doc_0/Pages/1.xml"}
    source = read(packed(parts))
    assert source.text == f"{BODY}\n\f\f{BODY}\n"
    assert len(source.document.pages) == 3
    assert [(r.code, r.text) for r in source.remarks] == [("page-without-text", "第 2 页已损坏，请对照原件补录")]


def test_several_documents_are_read_one_after_the_other() -> None:
    first, second = simple(BODY), simple("附件：评分表")
    parts = first.all_parts() | {n.replace("Doc_0", "Doc_1"): c for n, c in second.all_parts().items() if "Doc_0" in n}
    body = element("DocBody", element("DocRoot", "Doc_1/Document.xml"))
    parts["OFD.xml"] = str(parts["OFD.xml"]).replace("</ofd:OFD>", body + "</ofd:OFD>")
    source = read(packed(parts))
    assert source.text == f"{BODY}\n\f附件：评分表\n"
    assert [page.number for page in source.document.pages] == [1, 2]
    assert [r.code for r in source.remarks] == ["several-documents"]


def test_the_version_that_counts() -> None:
    ofd, later = simple("旧文"), simple(BODY)
    parts = ofd.all_parts() | {n.replace("Doc_0", "Doc_1"): c for n, c in later.all_parts().items() if "Doc_0" in n}
    versions = "".join(
        element("Version", ID=str(n), Index=str(n), Current=current, BaseLoc=f"Doc_{n}/V.xml")
        for n, current in enumerate(("false", "true"))
    )
    parts["Doc_1/V.xml"] = document("DocVersion", element("DocRoot", "/Doc_1/Document.xml"))
    parts["Doc_0/V.xml"] = document("DocVersion", element("DocRoot", "/Doc_0/Document.xml"))
    parts["OFD.xml"] = str(parts["OFD.xml"]).replace("</ofd:DocBody>", element("Versions", versions) + "</ofd:DocBody>")
    assert read(packed(parts)).text == BODY + "\n"


def test_signatures_attachments_and_partial_encryption_are_remarked() -> None:
    ofd = simple(BODY)
    ofd.body = element("Signatures", "/Doc_0/Signatures.xml")
    ofd.parts["Doc_0/Signatures.xml"] = document("Signatures", element("Signature", ID="1", BaseLoc="/Doc_0/S.xml"))
    ofd.more = element("Attachments", "Attachs.xml")
    ofd.parts["Doc_0/Attachs.xml"] = document("Attachments", element("Attachment", ID="1", Name="评分表.xlsx"))
    ofd.parts["Encryptions.xml"] = document("Encryptions", " ")
    source = read(ofd.build())
    assert source.text == BODY + "\n"
    assert [r.code for r in source.remarks] == ["signed", "attachment", "encrypted"]
    assert "评分表.xlsx" in source.remarks[1].text


def test_metadata_are_no_text() -> None:
    ofd = simple(BODY)
    ofd.body = element("DocInfo", element("Title", "另一个标题"))
    assert read(ofd.build()).text == BODY + "\n"


@pytest.mark.parametrize(("name", "mislabelled"), [("细则.ofd", False), ("细则.pdf", True)])
def test_the_content_says_what_it_is(name: str, mislabelled: bool) -> None:
    source = read_bytes(simple(BODY).build(), name)
    assert [r.code for r in source.remarks] == ["mislabelled"] * mislabelled


def test_a_package_cut_short() -> None:
    data = simple(BODY).build()
    assert refused(data[: len(data) // 2]).code == "damaged-zip"
    assert refused(b"").code == "damaged-zip"
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()
    assert refused(empty.getvalue()).code == "ofd-no-document"


def test_an_empty_file_has_no_pages() -> None:
    assert refused(OfdFile().build()).code == "ofd-no-pages"
