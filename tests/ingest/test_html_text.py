"""Web pages: paragraphs, headings, lists, white space, encodings; what a site puts around them stays out of the reading."""

import pytest

from corpus.errors import Unreadable
from corpus.source_text import Role, SourceText, Unboxed
from extract.reading_notice import read_notice
from ingest import read_bytes
from ingest.html.furniture import ROWS, is_furniture_line
from ingest.html.lists import numeral
from ingest.limits import Limits


def page(body: str, head: str = "<meta charset='utf-8'>") -> SourceText:
    """A page with that body, read."""
    return read_bytes(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "网页.html")


def said(source: SourceText, *roles: Role) -> list[str]:
    """The lines of those roles (of the body, where none is named)."""
    return [source.text[line.start : line.end] for line in source.lines if line.role in (roles or (Role.BODY,))]


LINES: list[tuple[str, str, list[str]]] = [
    ("paragraphs", "<p>第一条 落实责任。</p><p>第二条 加强检查。</p>", ["第一条 落实责任。", "第二条 加强检查。"]),
    ("breaks", "<div>　　一、组织领导。<br/>　　二、日常监管。</div>", ["一、组织领导。", "二、日常监管。"]),
    ("indent by spaces", "<p>&nbsp;&nbsp;&nbsp;&nbsp;各镇街：</p>", ["各镇街："]),
    ("a line end between Chinese characters", "<p>安全\n      生产</p>", ["安全生产"]),
    ("a space is kept", "<p>云溪区 应急局\tPM2.5</p>", ["云溪区 应急局 PM2.5"]),
    ("inline marks", "<p><b>一、</b><span>组织<font>领导</font></span></p>", ["一、组织领导"]),
    ("hidden", "<p>甲<span style='display:none'>密</span></p><p hidden>乙</p><script>丙</script>", ["甲"]),
    ("hidden by a style sheet", "<style>.x{display:none}</style><p class='x'>密</p><p>明</p>", ["明"]),
    ("Word's own markup", "<p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>1.<span>&nbsp;</span></span><![endif]>签订责任书<o:p></o:p></p>", ["1.\xa0签订责任书"]),
    ("preformatted", "<pre>第一条  总则\n　　第二条  细则</pre>", ["第一条  总则", "第二条  细则"]),
    ("a form's values", "<p>单位：<input type='text' value='青岚镇'><input type=hidden value='x'></p>", ["单位：青岚镇"]),
    ("zero width", "<p>安\u200b全\ufeff</p>", ["安全"]),
    ("never closed", "<p>一、甲<p>二、乙<div>三、丙", ["一、甲", "二、乙", "三、丙"]),
    ("a definition list", "<dl><dt>考核对象</dt><dd>各镇</dd></dl>", ["考核对象", "各镇"]),
]  # fmt: skip


@pytest.mark.parametrize(("body", "wanted"), [(b, w) for _, b, w in LINES], ids=[n for n, _, _ in LINES])
def test_lines(body: str, wanted: list[str]) -> None:
    source = page(body)
    assert said(source) == wanted
    assert source.document.pages == ()
    assert not source.regions(((0, len(source.text)),))


def test_blocks_end_hard_and_say_how_they_are_set() -> None:
    source = page(
        "<h2 align='center'>关于考核的<br>通知</h2><p style='text-indent:2em'>各镇：</p><p align=right>2025年3月5日</p>"
    )
    lines = [(line.hard, line.align, line.indent) for line in source.lines]
    assert lines == [(False, "center", 0.0), (True, "center", 0.0), (True, "left", 2.0), (True, "right", 0.0)]


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("gb2312", "gb18030"), ("GBK", "gbk"), ("utf-8", "utf-8"), ("gb2312", "utf-8"), ("utf-8", "gbk"), ("", "gb18030")],
)
def test_encodings(charset: str, codec: str) -> None:
    """What is declared counts where the bytes bear it out."""
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">' if charset else ""
    text = "云溪区安全生产考核细则，每少一次扣两分。" * 4
    source = read_bytes(f"<html><head>{meta}</head><body><p>{text}</p></body></html>".encode(codec), "网页.htm")
    assert said(source) == [text]


def test_signatures_and_utf16() -> None:
    markup = "<html><body><p>考核细则</p></body></html>"
    for data in (markup.encode("utf-16"), b"\xef\xbb\xbf" + markup.encode()):
        assert said(read_bytes(data, "网页.html")) == ["考核细则"]


def test_numbers_of_ordered_lists_are_computed() -> None:
    source = page(
        "<ol start='3'><li>签订责任书。<li>检查。<ol type='a'><li>甲</ol></ol><ol><li>1.自有编号</ol><ul><li>无编号</ul>"
    )
    assert said(source) == ["3. 签订责任书。", "4. 检查。", "a. 甲", "1.自有编号", "无编号"]
    assert source.boxes.why[source.text.index("3")] == Unboxed.COMPUTED
    assert next(r.text for r in source.remarks if r.code == "computed-number").startswith("编号“3.”由网页自动生成")


@pytest.mark.parametrize(
    ("number", "kind", "wanted"),
    [(1, "decimal", "1. "), (21, "cjk-ideographic", "二十一、"), (10, "cjk-ideographic", "十、"), (28, "lower-latin", "ab. "),
     (9, "upper-roman", "IX. "), (-1, "lower-roman", "-1. "), (0, "lower-alpha", "0. ")],
)  # fmt: skip
def test_numerals(number: int, kind: str, wanted: str) -> None:
    assert numeral(number, kind) == wanted


SITE = """
<div class='topNav'><ul><li><a href='/'>首页</a><li><a href='/a'>政务公开</a></ul></div>
<div>当前位置：<a href='/'>首页</a> &gt; <a href='/b'>通知公告</a></div>
<table><tr><td>索 引 号：</td><td>2025-01</td><td>发文机关：</td><td>云溪区安委会</td></tr><tr><td>成文日期：</td><td>2025年3月5日</td><td>文 号：</td><td></td></tr></table>
<div id='zoom'><p align='center'>关于开展考核的通知</p><p>各镇街：</p><p>现将考核工作通知如下。请认真贯彻执行，确保各项任务落实到位。</p><p>附件：<a href='x.doc'>考核细则.doc</a></p></div>
<div>【<a href='#'>打印</a>】【<a href='#'>关闭窗口</a>】</div><p>扫一扫在手机打开当前页</p>
<ul><li><a href='1'>区政府召开会议</a><li><a href='2'>区长调研</a><li><a href='3'>图解政策</a></ul>
<div class='footer'><p>版权所有：云溪区人民政府 备案号：ICP备0000号</p></div>
"""


def test_what_the_site_adds_is_kept_apart() -> None:
    source = page(SITE)
    assert said(source)[0] == "关于开展考核的通知"
    assert said(source)[-1] == "附件：考核细则.doc"
    assert len(said(source)) == 4
    kept = "".join(said(source, Role.NAVIGATION))
    for words in ("首页", "政务公开", "当前位置", "索 引 号", "打印", "扫一扫", "区长调研", "版权所有"):
        assert words in kept
    assert all(line.role.furniture for line in source.lines if line.role is Role.NAVIGATION)
    left_out = [r for r in source.remarks if r.code == "navigation"]
    assert left_out[0].text.startswith("“首页 政务公开")
    assert read_notice(source).outline.instruments[0].title == "关于开展考核的通知"


def test_a_heading_is_no_furniture_whatever_its_box_is_called() -> None:
    """A whole page in a box called header."""
    source = page(
        "<div class='header'><h2>考核细则</h2><p>第一条 为落实责任，制定本细则。</p><p>第二条 各镇执行。</p></div>"
    )
    assert said(source) == ["考核细则", "第一条 为落实责任，制定本细则。", "第二条 各镇执行。"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.line], ids=lambda row: row.id)
def test_the_example_of_each_row(row: object) -> None:
    assert is_furniture_line(row.example)  # type: ignore[attr-defined]  # a row of the table


@pytest.mark.parametrize(
    "line",
    ["首页不得刊登无关内容的，扣2分。", "来源可靠、去向清楚。", "附件：1.考核细则", "下一步工作：加强监管。", "打印装订符合要求", "联系我们的群众工作扎实。",
     "分享到位，得2分。"],
)  # fmt: skip
def test_lines_of_the_document_that_only_sound_so(line: str) -> None:
    assert not is_furniture_line(line)


def test_pictures_are_named() -> None:
    source = page(
        "<p>见下图：</p><p><img src='a.png' alt='流程图' width='600' height='300'></p><p>止。<img src='i.gif' width=16 height=16></p>"
    )
    assert [r.text for r in source.remarks if r.code == "picture"] == [
        "此处有图片（流程图），图中的文字没有读入，请对照原网页"
    ]


REFUSED: list[tuple[str, bytes, str]] = [
    ("no text", b"<html><body><div id='app'></div><script src='a.js'></script></body></html>", "html-no-text"),
    ("navigation alone", "<html><body><nav><a href='/'>首页</a></nav></body></html>".encode(), "html-no-text"),
    ("too deep", b"<html><body>" + b"<div>" * 400 + "字".encode(), "too-deep"),
    ("an archive without a page", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nx\n--b--", "mhtml-no-page"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code"), [(d, c) for _, d, c in REFUSED], ids=[n for n, _, _ in REFUSED])
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_bytes(data, "网页.html")
    assert refusal.value.code == code


def test_the_page_in_a_web_archive() -> None:
    import base64

    inner = base64.encodebytes(
        "<html><head><meta charset=gbk></head><body><p>第一条 落实责任。</p></body></html>".encode("gbk")
    )
    data = (
        b"From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; type=\"text/html\"; boundary=\"bb\"\n\n"
        b"--bb\nContent-Type: text/html\nContent-Transfer-Encoding: base64\n\n" + inner + b"\n--bb--\n"
    )  # fmt: skip
    source = read_bytes(data, "网页.mht")
    assert said(source) == ["第一条 落实责任。"]
    assert source.document.media_type == "multipart/related"
    assert not [r for r in source.remarks if r.code == "mislabelled"]


def test_nothing_outside_the_file_is_read() -> None:
    from ingest.html import read_html

    markup = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><p>甲&x;</p><img src="http://example.invalid/a.png"><link rel=stylesheet href="file:///etc/passwd"></body></html>'  # fmt: skip
    source = read_html(markup.encode(), "网页.html", Limits())
    assert "甲" in source.text
    assert "root" not in source.text
