"""Heads as they come: pages of government sites, titles over several lines, notices without a title or a number."""

import pytest

from extract.head_lines import is_addressed, is_edition
from extract.instruments import Instrument, Outline
from extract.reading_notice import read_notice
from extract.titles import announced, takes_title
from extract.web_lines import ROWS, is_bare_label, is_web_line
from ingest.html.read import read_html
from ingest.plain import read_plain

TITLE = "云溪区应急管理局关于印发《云溪区应急演练考核办法》的通知"
TEXT = "各街道（镇）：\n《云溪区应急演练考核办法》已经区政府同意，现印发给你们。\n{sign}\n云溪区应急演练考核办法\n第一条 甲。\n第二条 乙。\n"


def outline(text: str) -> Outline:
    return read_notice(read_plain(text.encode(), "云溪区.txt")).outline


def page(head: str, sign: str = "云溪区应急管理局\n2024年5月6日") -> Outline:
    return outline(head + "\n" + TEXT.format(sign=sign))


def own_words(instrument: Instrument) -> list[str]:
    return [f"{node.label or ''}{node.text}" for node in instrument.nodes]


PAGES = [
    # a trail of menus between the page's title and the notice's
    f"{TITLE}\n首页 >> 政务公开 >> 政策文件\n【字体：大 中 小】\n{TITLE}\n云应急〔2024〕7号",
    f"当前位置：首页 > 信息公开\n索 引 号 1103/2024-05 发布机构 云溪区应急管理局 公开日期 2024-05-07\n文  号 云应急〔2024〕7号 主  题 体  裁\n{TITLE}",
    f"今天是:2024-6-1 星期六 加入收藏 | 设为首页\n{TITLE}\n文件号：云应急〔2024〕7号 成文日期：2024-5-6\n文件正文",
    f"您现在的位置:首页\n > 政务公开 > 部门文件\n{TITLE}\n• 索引号:\n• 1103/2024-05\n• 文号:\n• 云应急〔2024〕7号\n• 发布机构:\n• 云溪区应急管理局\n• 有效性:\n• 有效",
    f"{TITLE}\n名  称: {TITLE}\n文  号:   云应急〔2024〕7号",
    # a law library: headed by what is issued, the number behind the title
    f"云溪区应急演练考核办法\n作者:法规资料网 时间:2024-07-22 10:48:12   浏览:98\n下载地址: 点击此处下载\n云溪区应急演练考核办法\n云溪区应急管理局\n{TITLE} 云应急〔2024〕7号",
    f"{TITLE}【已废止】\n2024-05-07 17:18:25 文章来源: 云溪区应急管理局\n云应急〔2024〕7号",
    f"名  称: 云应急〔2024〕7号 {TITLE}\n云应急〔2024〕7号  {TITLE}\n发布时间:2024-05-07 信息来源:\n{TITLE}",
    f"云溪法规网--中国法规信息搜索网\n{TITLE}\n（云应急〔2024〕7号）",
    f"{TITLE}（云应急〔2024〕7号）",
    f"{TITLE}\n（云应急〔2024〕7号）",
    f"{TITLE}\n云应急〔2024〕7号 2024年5月6日",
]


@pytest.mark.parametrize("head", PAGES)
def test_what_a_site_prints_is_no_part_of_the_notice(head: str) -> None:
    found = page(head)
    assert [(i.kind, i.title) for i in found.instruments] == [("通知", TITLE), ("办法", "云溪区应急演练考核办法")]
    assert (found.document.document_number, found.document.issued_on) == ("云应急〔2024〕7号", "2024-05-06")
    assert (found.document.issuers, found.document.recipients) == (("云溪区应急管理局",), ("各街道（镇）",))
    assert own_words(found.instruments[0]) == ["《云溪区应急演练考核办法》已经区政府同意，现印发给你们。"]
    assert own_words(found.instruments[1]) == ["第一条甲。", "第二条乙。"]


def test_the_same_as_a_saved_page() -> None:
    lines = [
        "文件正文",
        "云应急〔2024〕7号",
        TITLE[:16],
        TITLE[16:],
        *TEXT.format(sign="云溪区应急管理局\n2024年5月6日").splitlines(),
    ]
    body = "".join(f"<p>{line}</p>" for line in lines)
    top = "<div><span>今天是:2024-6-1 星期六</span> <a href='#'>加入收藏</a> | <a href='#'>设为首页</a></div>"
    found = read_notice(read_html(f"<html><body>{top}<h1>{TITLE}</h1>{body}</body></html>".encode(), "a.html")).outline
    assert (found.document.title, found.document.document_number) == (TITLE, "云应急〔2024〕7号")
    assert found.document.recipients == ("各街道（镇）",)


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_each_sign_of_a_site_reads_its_own_example(row) -> None:  # type: ignore[no-untyped-def]
    assert is_web_line(row.example)


@pytest.mark.parametrize(
    "line",
    [
        "各街道办事处：",
        "云溪区应急管理局文件",
        "关于加强打印设备安全管理的通知",
        "时间安排",
        "首先要落实责任",
        "云应急〔2024〕7号",
    ],
)
def test_what_is_no_line_of_a_site(line: str) -> None:
    assert not is_web_line(line)
    assert not is_bare_label(line)


@pytest.mark.parametrize(
    ("sign", "issued"),
    [
        ("云溪区应急管理局\n二O二四年五月六日", "2024-05-06"),
        ("云溪区应急管理局\n二Ｏ二四年五月六日", "2024-05-06"),
        ("云溪区应急管理局\n二0二四年五月六日", "2024-05-06"),
        ("云溪区应急管理局\n二◯二四年五月六日", "2024-05-06"),
    ],
)
def test_zeros_as_they_are_typed(sign: str, issued: str) -> None:
    found = page(TITLE, sign)
    assert (found.document.issued_on, found.document.issuers) == (issued, ("云溪区应急管理局",))
    assert len(found.instruments) == 2


def test_a_notice_without_a_title() -> None:
    found = outline(TEXT.format(sign="云溪区应急管理局\n云溪区教育局\n2024年5月6日"))
    assert found.document.recipients == ("各街道（镇）",)
    assert found.document.issuers == ("云溪区应急管理局", "云溪区教育局")
    assert [i.title for i in found.instruments] == [None, "云溪区应急演练考核办法"]


@pytest.mark.parametrize(
    "opening",
    [
        "为推动演练常态化，区政府决定实行量化考核，共计100分。具体办法如下：",
        "2024年5月6日，区长主持召开会议。现将有关情况纪要如下：",
        "根据市里要求，制定以下措施：",
    ],
)
def test_an_opening_sentence_is_no_line_of_recipients(opening: str) -> None:
    found = outline(f"云溪区应急演练考核细则\n{opening}\n一、组织演练（60分）。\n二、总结评估（40分）。\n")
    assert found.document.recipients == ()
    assert own_words(found.instruments[0])[0] == opening


@pytest.mark.parametrize(
    ("line", "titled", "addressed"),
    [
        ("经开区管委会，各镇街：", True, True),
        ("各任务牵头单位：", True, True),
        ("区政府有关部门：", False, True),
        ("主要任务：", True, False),
        ("现将有关事项通知如下：", True, False),
        ("联络方式：", False, False),
    ],
)
def test_recipients(line: str, titled: bool, addressed: bool) -> None:
    assert is_addressed(line, titled=titled) is addressed


@pytest.mark.parametrize("edition", ["（试行）", "（2024—2026年）", "（征求意见稿）", "(2024版)"])
def test_an_edition_on_a_line_of_its_own_belongs_to_the_title(edition: str) -> None:
    assert is_edition(edition)
    found = outline(f"云溪区应急演练三年行动方案\n{edition}\n为提升能力，制定本方案。\n一、目标。\n二、任务。\n")
    assert found.document.title == f"云溪区应急演练三年行动方案{edition}"


def test_several_instruments_that_one_notice_issues() -> None:
    titles = ["云溪区演练组织制度", "云溪区演练评估制度", "云溪区演练通报制度"]
    rules = "\n".join(f"{title}\n第一条 甲。\n第二条 乙。" for title in titles)
    names = "".join(f"《{title}》" for title in titles)
    found = outline(
        f"关于建立应急演练三项制度的通知\n各镇街：\n现将{names}印发给你们，请遵照执行。\n云溪区应急管理局\n2024年5月6日\n{rules}\n"
    )
    assert [i.title for i in found.instruments[1:]] == titles
    text = f"制定了{names[:12]}、{names[12:]}，现予印发"
    assert len(list(announced(text))) == 3


def test_an_attachment_that_is_only_called_so() -> None:
    found = outline(
        "云溪区应急演练工作意见\n一、目标。\n二、任务。\n附：\n云溪区应急演练领导小组成员名单\n组　长：周某（副区长）\n成　员：林某、何某\n"
    )
    assert [i.title for i in found.instruments] == ["云溪区应急演练工作意见", "云溪区应急演练领导小组成员名单"]
    assert own_words(found.instruments[0]) == ["一目标。", "二任务。"]


def test_attachments_that_begin_with_a_year_and_lines_of_keywords() -> None:
    found = page(
        TITLE,
        "附件：1．2024年度演练计划\n2．2024年度演练评分标准\n云溪区应急管理局\n2024年5月6日\n主题词：应急 演练 通知",
    )
    assert [(a.number, a.title) for a in found.instruments[0].attachments] == [
        (1, "2024年度演练计划"),
        (2, "2024年度演练评分标准"),
    ]
    assert own_words(found.instruments[0]) == ["《云溪区应急演练考核办法》已经区政府同意，现印发给你们。"]


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        ("云溪区安委会成员单位安全生产工作职责", True),
        ("云溪区2024年应急演练工作安排", True),
        ("工作职责", False),
        ("职责分工", False),
        ("云溪区应急演练考核办法", True),
    ],
)
def test_kinds_that_are_common_words(line: str, is_title: bool) -> None:
    assert takes_title(line) is is_title


def test_leaders_are_no_issuer() -> None:
    found = outline("云溪区党委政府和党政领导干部\n安全生产责任清单\n一、党委职责。\n二、政府职责。\n")
    assert found.document.issuers == ()


def test_a_title_that_names_two_instruments_over_three_lines() -> None:
    names = ("云溪区应急演练工作规则", "云溪区应急演练任务分工")
    found = outline(
        f"关于印发《{names[0]}》\n和《{names[1]}》的\n通 知\n云应急〔2024〕9号\n各镇街：\n现将《{names[0]}》和《{names[1]}》印发给你们。\n"
        f"云溪区应急管理局\n2024年5月6日\n{names[0]}\n第一条 甲。\n第二条 乙。\n{names[1]}\n一、丙。\n二、丁。\n"
    )
    assert [(i.kind, i.title) for i in found.instruments] == [
        ("通知", f"关于印发《{names[0]}》和《{names[1]}》的通知"),
        ("规则", names[0]),
        ("分工", names[1]),
    ]


@pytest.mark.parametrize(
    "box",
    [
        "<table class='xxgk'><tr><td>索引号：</td><td>0021</td><td>发文机关：</td><td>云溪区应急管理局</td></tr>"
        "<tr><td>发文字号：</td><td>云应急〔2024〕7号</td><td>成文日期：</td><td>2024-05-06</td></tr></table>",
        "<div class='location'>文号：云应急〔2024〕7号</div>",
    ],
)
def test_a_number_that_only_the_sites_box_gives(box: str) -> None:
    body = "".join(
        f"<p>{line}</p>" for line in (TITLE, *TEXT.format(sign="云溪区应急管理局\n2024年5月6日").splitlines())
    )
    source = read_html(f"<html><body>{box}<div class='TRS_Editor'>{body}</div></body></html>".encode(), "a.html")
    document = read_notice(source).outline.document
    assert document.document_number == "云应急〔2024〕7号"
    (evidence,) = document.proof["document_number"].evidence
    assert source.quote(evidence.spans) == evidence.quote == "云应急〔2024〕7号"


def test_a_sites_box_as_a_table_of_tabs() -> None:
    box = "索引号：\t0021\t发文机关：\t云溪区应急管理局\n发文字号：\t云应急〔2024〕7号\t成文日期：\t2024-05-06\n\n"
    found = page(box + TITLE)
    assert (found.document.title, found.document.document_number) == (TITLE, "云应急〔2024〕7号")
    assert [node.kind for node in found.instruments[0].nodes] == ["table", "paragraph"]


def test_a_joint_notice_under_the_masthead_of_its_first_organ() -> None:
    found = outline(
        "中共云溪县委文件\n云发〔2024〕1号\n中共云溪县委　云溪县人民政府\n关于压实安全生产责任的实施意见\n（2024年3月1日）\n提出如下意见。\n一、甲。\n二、乙。\n"
    )
    assert found.document.issuers == ("中共云溪县委", "云溪县人民政府")
    assert (found.document.issued_on, found.document.kind) == ("2024-03-01", "实施意见")


def test_lines_to_be_signed_are_no_text() -> None:
    found = outline(
        "青岚镇安全生产责任书\n一、每月检查一次。\n二、一式两份。\n镇长（签字）：\n责任人（签字）：\n2024年5月6日\n"
    )
    assert own_words(found.instruments[0]) == ["一每月检查一次。", "二一式两份。"]
    assert found.instruments[0].issued_on == "2024-05-06"
