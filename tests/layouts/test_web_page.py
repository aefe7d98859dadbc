"""A notice on a government site, as a browser saves it: the site around it, breaks for paragraphs, a table out of Word."""

from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from tests.grids import told

PAGE = """<html><head><meta http-equiv=Content-Type content="text/html; charset=utf-8"><title>关于印发云溪区2025年度安全生产考核细则的通知_云溪区人民政府</title>
<style>.MsoNormal{margin:0} .hid{display:none}</style></head><body>
<div class="header"><div class="logo"><img src=a.png width=300 height=90></div><div class="search"><input type=text value=""><a>搜索</a></div></div>
<div class="nav"><a href=1>首页</a><a href=2>政务公开</a><a href=3>办事服务</a></div>
<div class="wrap"><div class="left sidebar"><ul><li><a>机构概况</a></li><li><a>政策文件</a></li><li><a>人事信息</a></li></ul></div>
<div class="right">
<h1>关于印发云溪区2025年度安全生产考核细则的通知</h1>
<div class="info">发布时间：2025-03-06 10:22　来源：区安委办　浏览次数：<span>120</span>　字体：[<a>大</a> <a>中</a> <a>小</a>]</div>
<div class="TRS_Editor">
云安办〔2025〕3号<br><br>各镇、街道：<br>
　　为做好2025年度考核工作，现将《云溪区2025年度安全生产考核细则》印发给你们，请遵照执行。<br>
　　附件：1.云溪区2025年度安全生产考核细则<br><br>
　　　　　　　　　　　　　　　　　　云溪区安全生产委员会办公室<br>
　　　　　　　　　　　　　　　　　　2025年3月5日<br>
<p class=MsoNormal align=center style='text-align:center'><b><span lang=EN-US style='mso-bidi-font-size:16pt'>附件1<o:p></o:p></span></b></p>
<p class=MsoNormal align=center>云溪区2025年度安全生产考核细则</p>
<table class=MsoTableGrid border=1 cellspacing=0 style='mso-yfti-tbllook:1184'>
<tr style='mso-yfti-irow:0'><td width=80 rowspan=2><p class=MsoNormal align=center><b>考核<o:p></o:p></b></p><p class=MsoNormal>项目</p></td><td colspan=2><p>评分</p></td><td rowspan=2><p>责任单位</p></td></tr>
<tr><td><p>评分标准</p></td><td><p>分值</p></td></tr>
<tr><td><p>一、组织领导（40分）</p></td><td><p>1.未研究部署的扣5分；</p><p>2.未签订责任书的，每缺1份扣1分，扣完为止。</p></td><td><p>40</p></td><td><p>区应急局<o:p></o:p></p><p>区消防救援大队</p></td></tr>
<tr><td><p>二、隐患治理（60分）</p></td><td><p>每发现1处重大隐患未整改的扣10分。</p></td><td><p>60</p></td><td><p>区住建局</p></td></tr>
</table>
<p>注：逐项扣分，单项分值扣完为止（下同）。</p>
</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div>
<p>【<a>打印本页</a>】 【<a>关闭窗口</a>】</p>
<div class="prevnext">上一篇：<a>关于开展检查的通知</a><br>下一篇：<a>没有了</a></div>
</div></div>
<div class="foot"><p>主办：云溪区人民政府办公室 承办：云溪区大数据局 ICP备2000000号</p><p>网站地图 | 联系我们</p></div>
</body></html>
"""


def test_the_notice_its_attachment_and_its_rubric() -> None:
    notice = read_notice(read_bytes(PAGE.encode(), "通知.html"))
    outline = notice.outline
    assert [i.title for i in outline.instruments] == [
        "关于印发云溪区2025年度安全生产考核细则的通知",
        "云溪区2025年度安全生产考核细则",
    ]
    assert (outline.document.document_number, outline.document.issued_on) == ("云安办〔2025〕3号", "2025-03-05")
    assert outline.document.issuers == ("云溪区安全生产委员会办公室",)
    assert outline.document.recipients == ("各镇、街道",)
    draft = build_draft([notice])
    assert (draft.title, draft.year, draft.scale) == ("云溪区2025年度安全生产考核细则", 2025, 100)
    assert told(draft) == [
        "组织领导 40",
        "  1 未研究部署的扣5分； 40",
        "  2 未签订责任书的，每缺1份扣1分，扣完为止。 40",
        "隐患治理 60",
        "  - 每发现1处重大隐患未整改的扣10分。 60",
    ]
    assert draft.indicators[0].fields == {"责任单位": "区应急局、区消防救援大队"}
    assert [i.code for i in draft.issues if i.severity != "info"] == []
    assert "table-note" in {i.code for i in draft.issues}
