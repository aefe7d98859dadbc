"""Text in fonts that the file does not hold: all of it is read, and to the same text on every machine."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from corpus.source_text import SourceText
from ingest.pdf import read_pdf
from ingest.pdf.stand_in import CHINESE_FACES, is_chinese
from tests.pdf_files import PdfFile

LINE = "由镇街道安委会办公室逐项核对并在台账上签名。"


def notice() -> bytes:
    """Characters set one by one, lines that say the same, and what few fonts have a glyph for."""
    pdf = PdfFile()
    page = pdf.page()
    for n, char in enumerate("一票否决"):
        page.text(72 + 14 * n, 760, char, size=14)
    for n, char in enumerate("①℃㐀㍿‰"):
        page.text(72 + 40 * n, 730, char, font="F1")
    for n in range(8):
        page.text(72, 700 - 14 * n, LINE)
    page.text(72, 560, "扣")
    page.text(72, 540, "5分", font="F1")
    pdf.page().text(72, 760, LINE)
    return pdf.build()


WORDS = "\n".join(["一票否决", "①℃㐀㍿‰", *[LINE] * 8, "扣", "5分", f"\f{LINE}", ""])

UNSHOWN = (
    "第 1 页的字体“STSong-Light”没有嵌入文件，本机也没有这种字体：文字已全部读入，但页面图上显示不出来，"
    "请安装这种字体或其他中文字体（如思源宋体，软件包 fonts-noto-cjk）"
)

WITHOUT_FONTS = """
import ctypes, json, sys
import pypdfium2.raw as raw

folder = ctypes.create_string_buffer(sys.argv[1].encode())
paths = (ctypes.POINTER(ctypes.c_char) * 2)(ctypes.cast(folder, ctypes.POINTER(ctypes.c_char)), None)
raw.FPDF_DestroyLibrary()
raw.FPDF_InitLibraryWithConfig(raw.FPDF_LIBRARY_CONFIG(version=2, m_pUserFontPaths=paths))
from ingest.pdf import read_pdf
from ingest.pdf.drawn_page import drawn_page
from ingest.pdf.pdfium import PdfFile

data = sys.stdin.buffer.read()
source = read_pdf(data, "样例.pdf")
with PdfFile(data, "样例.pdf") as file, file.page(1) as page:
    darkest = drawn_page(page).convert("L").getextrema()[0]
boxes = [list(side) for side in (source.boxes.x0, source.boxes.top, source.boxes.x1, source.boxes.bottom)]
remarks = [(remark.code, remark.text) for remark in source.remarks]
json.dump({"text": source.text, "boxes": boxes, "remarks": remarks, "darkest": darkest}, sys.stdout)
"""


def read_without_fonts(data: bytes, empty: Path) -> dict[str, Any]:
    """What a process says of a PDF that looks for the machine's fonts in an empty folder."""
    command = [sys.executable, "-c", WITHOUT_FONTS, str(empty)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, input=data, capture_output=True, check=True, cwd=root)
    said: dict[str, Any] = json.loads(done.stdout)
    return said


def test_every_character_is_read() -> None:
    assert read_pdf(notice(), "样例.pdf").text == WORDS


def test_a_machine_without_fonts_reads_the_same_and_says_what_it_cannot_show(tmp_path: Path) -> None:
    data = notice()
    here, there = read_pdf(data, "样例.pdf"), read_without_fonts(data, tmp_path)
    assert there["text"] == here.text == WORDS
    sides = (here.boxes.x0, here.boxes.top, here.boxes.x1, here.boxes.bottom)
    assert there["boxes"] == [list(side) for side in sides]
    assert there["remarks"] == [["font-missing", UNSHOWN]]
    assert there["darkest"] == 255  # the font in which it is read is not the one in which it is drawn


def named(name: str, *texts: str) -> SourceText:
    """Texts below each other in a font that is not in the file, of that name; ToUnicode alone says what they mean."""
    pdf = PdfFile()
    page = pdf.page()
    for n, text in enumerate(texts):
        page.text(72, 760 - 20 * n, text)
    data = pdf.build()
    ways = " ".join(f"<{ord(char):04x}> <{ord(char):04x}>" for char in sorted(set("".join(texts))))
    count = len(set("".join(texts)))
    cmap = f"/CMapName /T def 1 begincodespacerange <0000> <FFFF> endcodespacerange {count} beginbfchar {ways} endbfchar endcmap"
    data = data.replace(b"/Encoding /UniGB-UCS2-H", b"/Encoding /Identity-H /ToUnicode 900 0 R")
    data = data.replace(b"STSong-Light", name.encode()).replace(b"(GB1)", b"(Identity)")
    root = re.search(rb"/Root \d+ 0 R", data)
    assert root is not None
    end = f"900 0 obj\n<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream\nendobj\ntrailer\n<< {root[0].decode()} >>\n%%EOF\n"
    return read_pdf(data[: data.index(b"xref\n")] + end.encode(), "样例.pdf")


def test_a_chinese_font_that_only_its_name_tells() -> None:
    source = named("FangSong_GB2312", "区", "应急局", "区")
    assert (source.text, source.remarks) == ("区\n应急局\n区\n", ())


@pytest.mark.parametrize(("texts", "read"), [(("区", "应急局", "区"), "应急局\n"), (("区", "应", "ABC"), "ABC\n")])
def test_a_font_of_which_nothing_is_known(texts: tuple[str, ...], read: str) -> None:
    """What stands alone in it is lost, and said to be."""
    source = named("Qxzv", *texts)
    assert source.text == read
    assert [(remark.code, remark.text) for remark in source.remarks] == [
        (
            "left-out",
            "第 1 页的字体“Qxzv”没有嵌入文件，本机也没有这种字体，可能有单个的字没有读入，请安装这种字体后重新读取，或对照原件补录",
        )
    ]


@pytest.mark.parametrize(("row", "pattern", "whose", "example"), CHINESE_FACES, ids=[row[0] for row in CHINESE_FACES])
def test_what_chinese_fonts_are_called(row: str, pattern: str, whose: str, example: str) -> None:
    assert re.search(pattern, example)
    assert is_chinese(example)
    assert is_chinese(f"ABCDEF+{example},Bold")


@pytest.mark.parametrize("name", ["Calibri", "Cambria-Math", "DejaVuSans", "Wingdings", "SymbolMT", "Georgia", "F1"])
def test_what_other_fonts_are_called(name: str) -> None:
    assert not is_chinese(name)
