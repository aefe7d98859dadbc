"""What spoiling files at random (`python -m tests.fuzz`) has found, each as small as it can be."""

import io
import struct

import pytest
from PIL import Image

from corpus.errors import Unreadable
from ingest import read_bytes
from ingest.compound import SIGNATURE, root_names, stream_head
from tests.docx_files import docx_of, p, r
from tests.fuzz.soundness import faults


def compound(shift: int) -> bytes:
    """An OLE file that says that its sectors have 2 to the power of `shift` bytes, its directory's chain a circle."""
    head = SIGNATURE + bytes(22) + struct.pack("<H", shift) + bytes(16) + struct.pack("<I", 0)
    return head + bytes(24) + bytes(4 * 109) + b"\0" * 70_000


@pytest.mark.parametrize("shift", [0, 1, 8, 16, 20, 0xFFFF])
def test_sectors_of_a_size_that_there_is_not(shift: int) -> None:
    data = compound(shift)
    assert root_names(data) == set()
    assert stream_head(data, "WordDocument") == b""
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, "通知.doc")
    assert caught.value.code == "ole"


def test_a_tiff_whose_second_page_has_no_width() -> None:
    out = io.BytesIO()
    page = Image.new("L", (60, 80), 255)
    page.save(out, "TIFF", save_all=True, append_images=[page])
    width = struct.pack("<HHI", 256, 4, 1)
    first, _, second = out.getvalue().partition(width)
    assert width in second
    refused(first + width + second.replace(width, struct.pack("<HHI", 999, 4, 1)), "扫描.tif")


def test_a_gif_that_ends_in_its_second_picture() -> None:
    out = io.BytesIO()
    Image.new("P", (8, 8)).save(out, "GIF")
    refused(out.getvalue()[:-1] + b"," + struct.pack("<HHHHB", 0, 0, 8, 8, 0), "扫描.gif")


def refused(data: bytes, name: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_bytes(data, name)
    assert caught.value.code == "image-damaged"


@pytest.mark.parametrize("stated", ["nan", "inf", "-inf", "1e308", "99999999999999999999", "1e308pt"])
def test_an_indent_that_is_no_number(stated: str) -> None:
    indent = f'<w:ind w:left="{stated}" w:firstLine="{stated}" w:firstLineChars="{stated}"/>'
    source = read_bytes(docx_of(p(r("第一条　考核"), properties=indent)), "通知.docx")
    assert faults(source) == []
    assert source.lines[0].indent == 0
