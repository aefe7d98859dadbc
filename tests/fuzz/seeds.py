"""What is spoilt: the real files beside the checkout where they are, the bundled samples, and small composed files."""

import io

from corpus import samples
from tests.docx_files import docx_of, level, lists, p, r, tbl, tc, tr
from tests.ofd_files import ofd_from_pdf, simple
from tests.shared_files import real_files
from tests.xlsx_files import xlsx_of

Seed = tuple[str, bytes]  # a file's name and content

_LARGEST = 1_500_000  # bytes: larger ones are read too seldom to find anything

_TEXT = """青岚镇2025年度安全生产考核细则

一、考核内容（100分）
（一）责任落实（40分）
1.党委会每季度研究安全生产工作，每少一次扣2分，扣完为止。
2.镇长每月带队检查，未开展的不得分。
二、加分项
获市级以上表彰的，每次加1分，最高不超过5分。
"""
_MARKDOWN = """# 青岚镇村级考核

| 序号 | 考核内容 | 分值 | 评分标准 |
|---|:--:|--:|---|
| 1 | 隐患排查 | 20 | 每处扣1分，**扣完为止** |
| 2 | 应急演练 | 10 | 未开展的[不得分](x) |

1. 加分：5分
   - 表彰
> 说明
"""
_HTML = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>考核表</title><style>.h{display:none}</style></head>
<body><div class="nav"><a href="/">首页</a> <a href="/zwgk">政务公开</a></div><div id="content"><h1>青岚镇考核表</h1>
<p style="text-indent:2em">第一条　本细则适用于<b>各村</b>。</p><ol start="3"><li>制度</li><li>台账<ul><li>月报</li></ul></li></ol>
<table border="1"><tr><th rowspan="2">项目</th><th colspan="2">考核</th></tr><tr><th>分值</th><th>标准</th></tr>
<tr><td rowspan=2>责任落实</td><td>20</td><td>每少一次<br>扣2分</td></tr><tr><td>10</td><td><table><tr><td>甲</td></tr></table></td></tr>
</table><p class="h">隐藏</p></div><div class="footer">版权所有</div></body></html>"""


def seeds() -> list[Seed]:
    """Name and content of each seed."""
    found = [(path.name, path.read_bytes()) for path in real_files() if path.stat().st_size < _LARGEST]
    bundled = [(path.name, path.read_bytes()) for path in samples.paths().values()]
    return [*found, *bundled, *composed()]


def composed() -> list[Seed]:
    """Small files with a little of everything that their kind has."""
    numbered = lists([level("第%1条", "chineseCounting"), level("%1.%2", "decimal")])
    table = tbl(tr(tc(p(r("项目"))), tc(p(r("分值")), span=2)), tr(tc(p(r("演练"))), tc(p(r("10"))), tc(p(r("分")))))
    docx = docx_of(p(r("考核细则")) + p(r("目的"), numbering="1") + table, numbering=numbered)
    book = xlsx_of(
        ("考核表", "《2025年考核表\n项目|分值|标准\n责任落实|20|每少一次扣2分\n^|=5+5|不得分\n合计|=SUM(B3:B4)|")
    )
    pdf = samples.paths()["考核办法"].read_bytes()
    return [
        ("细则.txt", _TEXT.encode()), ("细则_国标.txt", _TEXT.encode("gb18030")), ("考核.md", _MARKDOWN.encode()),
        ("考核.html", _HTML.encode()), ("考核_国标.html", _HTML.replace("utf-8", "gb2312").encode("gb18030")),
        ("考核.docx", docx), ("考核.xlsx", book), ("考核.ofd", simple("青岚镇考核细则", "第一条").build()),
        ("考核办法.ofd", ofd_from_pdf(pdf)), *_pictures(),
    ]  # fmt: skip


def _pictures() -> list[Seed]:
    from PIL import Image, ImageDraw

    page = Image.new("RGB", (420, 594), "white")
    ImageDraw.Draw(page).rectangle((60, 80, 300, 200), outline="black")
    out: list[Seed] = []
    for kind, more in (("PNG", {}), ("JPEG", {}), ("TIFF", {"save_all": True, "append_images": [page.convert("1")]}), ("BMP", {}), ("GIF", {}), ("WEBP", {})):  # fmt: skip
        stream = io.BytesIO()
        page.save(stream, kind, **more)
        out.append((f"扫描件.{kind.lower()}", stream.getvalue()))
    return out
