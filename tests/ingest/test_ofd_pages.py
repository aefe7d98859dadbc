"""What belongs to a page of an OFD: templates, layers, blocks, what is seen of them and what is not."""

import io

import pytest
from PIL import Image

from corpus.source_text import Role, SourceText
from ingest.limits import Limits
from ingest.ofd import read_ofd
from tests.ofd_files import OfdFile, Page, element, row, simple

BODY = "云溪区安委会办公室组织开展安全生产考核工作并公布结果，各单位应当予以配合。"


def read(ofd: OfdFile) -> SourceText:
    return read_ofd(ofd.build(), "考核细则.ofd", Limits())


def codes(source: SourceText) -> list[str]:
    return [remark.code for remark in source.remarks]


def text(words: str, y: float = 60, **attributes: str) -> str:
    page = Page()
    page.text(30, y, words, **attributes)
    return page.parts[0]


def test_templates_lie_under_and_over_pages() -> None:
    ofd = simple(BODY)
    ofd.template("t1").text(30, 20, "云溪区人民政府办公室文件")
    ofd.template("t2").text(30, 280, "抄送：区委各部门。")
    ofd.pages[0].templates = [("t1", "Background"), ("t2", "Foreground")]
    assert read(ofd).text == f"云溪区人民政府办公室文件\n{BODY}\n抄送：区委各部门。\n"


def test_a_template_on_every_page_is_furniture() -> None:
    ofd = OfdFile()
    ofd.template("t1").text(30, 15, "云溪区安全生产考核细则")
    for n in range(4):
        page = ofd.page()
        page.templates = [("t1", None)]
        for y in range(40, 250, 10):
            page.text(30, y, BODY[:24])
        page.text(100, 285, f"— {n + 1} —")
    roles = {line.role for line in read(ofd).lines if line.start == 0}
    assert roles == {Role.HEADER}


def test_a_template_that_uses_itself_ends() -> None:
    ofd = simple(BODY)
    ofd.template("t1").text(30, 20, "文件")
    ofd.templates["t1"].templates = [("t1", None)]
    ofd.pages[0].templates = [("t1", None)]
    assert BODY in read(ofd).text


def test_a_template_that_the_package_lacks_is_remarked() -> None:
    ofd = simple(BODY)
    ofd.pages[0].templates = [("t9", None)]
    source = read(ofd)
    assert (source.text, codes(source)) == (BODY + "\n", ["missing-part"])


def test_blocks_and_composite_drawings() -> None:
    ofd = simple(BODY)
    page = ofd.pages[0]
    page.raw(element("PageBlock", element("PageBlock", text("第一条 总则", 80))))
    unit = element("Content", text("附件", 10))
    ofd.resources = element(
        "CompositeGraphicUnits", element("CompositeGraphicUnit", unit, ID="7", Width="50", Height="20")
    )
    page.raw(element("CompositeObject", Boundary="0 100 50 20", ResourceID="7", CTM="1 0 0 1 5 0"))
    source = read(ofd)
    assert source.text == f"{BODY}\n第一条 总则\n附件\n"
    (region,) = source.regions(((source.text.index("附件"), source.text.index("附件") + 2),))
    assert [round(v / 72 * 25.4) for v in region.bbox] == [35, 106, 45, 111]


def test_composite_drawings_inside_each_other_end() -> None:
    ofd = simple(BODY)
    units = ""
    for n in range(20):  # each holds the next one twice
        inner = element("CompositeObject", Boundary="0 0 50 50", ResourceID=str(n + 101)) * 2
        units += element("CompositeGraphicUnit", element("Content", inner + text(BODY)), ID=str(n + 100))
    ofd.resources = element("CompositeGraphicUnits", units)
    ofd.pages[0].raw(element("CompositeObject", Boundary="0 0 50 50", ResourceID="100"))
    source = read(ofd)
    assert BODY in source.text
    assert "table-doubtful" in codes(source)  # there was more than was looked at


# What is in the file and not on the page.
UNSEEN = [
    ("not visible", text("草稿", Visible="false")),
    ("transparent", text("草稿", Alpha="0")),
    ("neither filled nor stroked", text("草稿", Fill="false")),
    ("in a transparent colour", text("草稿", before=element("FillColor", Value="0 0 0", Alpha="0"))),
    ("in a transparent drawing", element("CompositeObject", Boundary="0 0 9 9", ResourceID="7", Visible="false")),
    ("by the parameters it builds on", text("草稿", DrawParam="21")),
]


@pytest.mark.parametrize("xml", [u for _, u in UNSEEN], ids=[n for n, _ in UNSEEN])
def test_what_is_not_seen_is_not_read_and_remarked(xml: str) -> None:
    ofd = simple(BODY)
    ofd.resources = element(
        "CompositeGraphicUnits", element("CompositeGraphicUnit", element("Content", text("草稿")), ID="7")
    ) + element(
        "DrawParams",
        element("DrawParam", element("FillColor", Value="0 0 0", Alpha="0"), ID="20") + element("DrawParam", ID="21", Relative="20"),
    )  # fmt: skip
    ofd.pages[0].raw(xml)
    source = read(ofd)
    assert source.text == BODY + "\n"
    assert [(r.code, "草稿" in r.text) for r in source.remarks] == [("hidden-text", True)]


def test_white_text_on_bare_paper_is_read_and_remarked() -> None:
    white = element("FillColor", Value="255 255 255")
    ofd = simple(BODY)
    ofd.pages[0].text(30, 60, "签章处", before=white)
    source = read(ofd)
    assert (source.text, codes(source)) == (f"{BODY}\n签章处\n", ["pale-text"])
    ofd = simple(BODY)
    fill = element("FillColor", Value="0 0 160") + element("AbbreviatedData", "M 0 0 L 90 0 L 90 10 L 0 10 C")
    ofd.pages[0].raw(element("PathObject", fill, Boundary="25 52 90 10", Fill="true", Stroke="false"))
    ofd.pages[0].text(30, 60, "考核项目", before=white)
    assert codes(read(ofd)) == []


def clips(data: str, flag: str | None = None) -> str:
    path = element("Path", element("AbbreviatedData", data), Boundary="0 0 200 200")
    return element("Clips", element("Clip", element("Area", path)), TransFlag=flag)


def test_what_a_clip_cuts_off_is_not_on_the_page() -> None:
    ofd = simple(BODY)
    ofd.pages[0].text(30, 60, "留下的字去掉的字", before=clips("M 0 0 L 20 0 L 20 10 L 0 10 C"))
    ofd.pages[0].text(30, 70, "全部留下", before=clips("M 0 0 L 90 0 L 90 10 L 0 10 C", "false"), CTM="1 0 0 1 30 0")
    assert read(ofd).text == f"{BODY}\n留下的字\n全部留下\n"


def test_only_the_area_that_is_shown_is_read() -> None:
    ofd = OfdFile()
    area = element("PhysicalBox", "0 0 210 297") + element("ApplicationBox", "20 20 170 200")
    page = ofd.page(area)
    page.text(30, 40, BODY)
    page.text(30, 250, "页脚以外")
    page.text(-80, 60, "纸外的字")
    source = read(ofd)
    assert source.text == BODY + "\n"
    assert [(r.code, "8 个字" in r.text) for r in source.remarks] == [("outside-page", True)]


@pytest.mark.parametrize("shown", ["0 0 0 0", "500 500 10 10", "x"])
def test_an_area_that_can_not_be_is_left_aside(shown: str) -> None:
    ofd = OfdFile()
    ofd.page(element("PhysicalBox", "0 0 210 297") + element("ApplicationBox", shown)).text(30, 40, BODY)
    assert read(ofd).text == BODY + "\n"


def test_a_page_has_its_own_paper_with_its_own_corner() -> None:
    ofd = OfdFile()
    ofd.page(element("PhysicalBox", "10 20 297 210")).text(30, 60, BODY)
    source = read(ofd)
    page = source.document.pages[0]
    assert (page.width, page.height) == (841.89, 595.28)
    (region,) = source.regions(((0, 2),))
    assert [round(v / 72 * 25.4, 1) for v in region.bbox] == [20, 35.7, 30, 40.7]


def test_annotations_are_left_out_and_remarked() -> None:
    ofd = simple(BODY)
    annot = element("Annot", element("Remark", "此处有误") + element("Appearance", text("批注文字")), Type="Highlight")
    ofd.annotations[0] = annot * 2
    source = read(ofd)
    assert source.text == BODY + "\n"
    assert [(r.code, "2 处" in r.text, "此处有误" in r.text) for r in source.remarks] == [("annotation", True, True)]


def test_a_watermark_belongs_to_the_paper() -> None:
    ofd = simple(BODY)
    ofd.template("t1").text(60, 150, "内部资料请勿外传", 12, CTM=row((0.7, -0.7, 0.7, 0.7, 0, 0)))
    ofd.pages[0].templates = [("t1", None)]
    source = read(ofd)
    assert [line.role for line in source.lines] == [Role.BODY, Role.HEADER]
    assert codes(source) == ["watermark"]


def sheet(colour: str = "white", mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, (60, 80), colour).save(out, "PNG")
    return out.getvalue()


def scanned(data: bytes) -> OfdFile:
    ofd = OfdFile()
    media = element("MultiMedia", element("MediaFile", "s.png"), ID="9", Type="Image")
    ofd.resources = element("MultiMedias", media)
    ofd.parts["Doc_0/Res/s.png"] = data
    return ofd


def test_text_under_a_picture_of_the_page_is_its_recognised_layer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.scan.available", lambda: False)
    ofd = scanned(sheet())
    page = ofd.page()
    page.text(30, 40, BODY)
    page.image(0, 0, 210, 297)
    source = read(ofd)
    assert (source.text, codes(source)) == (BODY + "\n", ["hidden-text"])


def test_text_on_a_picture_of_the_page_is_text() -> None:
    for transparent in (False, True):
        ofd = scanned(sheet("#0000", "RGBA") if transparent else sheet())
        page = ofd.page()
        page.raw(text(BODY) if transparent else "")
        page.image(0, 0, 210, 297)
        page.raw("" if transparent else text(BODY))
        source = read(ofd)
        assert (source.text, codes(source)) == (BODY + "\n", [])
