"""Instruments in one file, and what head and foot say."""

import pytest

from extract.letterhead import foot_role, is_organ
from extract.reading_notice import read_notice
from extract.titles import announced, kind_of, marked, same_title, title
from ingest.plain import read_plain

NESTED = """云溪区安全生产委员会办公室文件

云安办发〔2025〕3号

云溪区安全生产委员会办公室关于转发
《临江市安全生产约谈办法》的通知

各镇街，区安委会各成员单位：

现将《临江市安全生产约谈办法》转发给你们，请结合实际抓好落实。

附件：1.临江市安全生产约谈办法
2.约谈记录表

云溪区安全生产委员会办公室
2025年3月5日

（联系人：周敏；电话：66880011）

附件1

临江市人民政府办公室关于印发
《临江市安全生产约谈办法》的通知

各县（区）人民政府：

《临江市安全生产约谈办法》已经市政府同意，现予印发。

临江市人民政府办公室
二○二四年十二月三十一日

第一章 总则
第一条 为规范约谈工作，制定本办法。
第二章 附则
第二条 本办法由市安委会办公室负责解释。

抄送：区纪委监委，
区委组织部。
云溪区安全生产委员会办公室 2025年3月6日印发
"""


def test_a_notice_around_a_notice_around_the_rules() -> None:
    outline = read_notice(read_plain(NESTED.encode(), "转发.txt")).outline
    assert [(i.id, i.kind, i.title) for i in outline.instruments] == [
        ("ins-1", "通知", "云溪区安全生产委员会办公室关于转发《临江市安全生产约谈办法》的通知"),
        ("ins-2", "通知", "临江市人民政府办公室关于印发《临江市安全生产约谈办法》的通知"),
        ("ins-3", "办法", "临江市安全生产约谈办法"),
    ]
    document = outline.document
    assert document.document_number == "云安办发〔2025〕3号"
    assert document.issuers == ("云溪区安全生产委员会办公室",)
    assert document.issued_on == "2025-03-05"
    assert document.recipients == ("各镇街", "区安委会各成员单位")
    assert (document.printed_by, document.printed_on) == ("云溪区安全生产委员会办公室", "2025-03-06")
    assert "".join(document.copied_to) == "抄送：区纪委监委，区委组织部。"
    assert outline.instruments[1].issued_on == "2024-12-31"
    assert [(a.number, a.title, a.present) for a in outline.instruments[0].attachments] == [
        (1, "临江市安全生产约谈办法", True),
        (2, "约谈记录表", False),
    ]
    assert [i.code for i in outline.issues] == ["attachment-missing"]


def test_a_title_that_runs_into_its_text_is_parted_from_it() -> None:
    text = (
        "关于印发《云溪区汛期安全生产工作方案》的通知\n\n各镇街：\n\n现将《云溪区汛期安全生产工作方案》印发给你们。\n\n"
        "云溪区应急管理局\n2025年5月8日\n\n云溪区汛期安全 生产工作方案为做好汛期工作，制定本方案。\n\n一、总体要求\n严防死守。"
    )
    plan = read_notice(read_plain(text.encode(), "方案.txt")).outline.instruments[-1]
    assert (plan.title, plan.kind) == ("云溪区汛期安全生产工作方案", "方案")
    assert plan.nodes[0].text == "为做好汛期工作，制定本方案。"


@pytest.mark.parametrize(
    ("marker", "lines", "title"),
    [
        ("附件", "云溪区约谈办法", "云溪区约谈办法"),
        ("附1", "约谈通知书", "约谈通知书"),
        ("附件一：", "安全生产巡查\n工作规范", "安全生产巡查工作规范"),
        ("附表", "考核评分表", "考核评分表"),
    ],
)
def test_an_attachment_is_headed_by_its_first_lines(marker: str, lines: str, title: str) -> None:
    text = f"关于开展约谈的通知\n\n各镇街：\n\n请抓好落实。\n\n2025年3月5日\n\n{marker}\n{lines}\n一、内容\n略。"
    assert [i.title for i in read_notice(read_plain(text.encode(), "x.txt")).outline.instruments] == [
        "关于开展约谈的通知",
        title,
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "云溪区党政领导干部安全生产责任制\n实施细则",
        "云溪区人民政府办公室关于印发《云溪区安全生产\n责任制考核办法》的通知",
        "关于印发《云溪区考核办法》等文件\n的通知",
    ],
)
def test_a_title_goes_on_to_its_last_line(lines: str) -> None:
    found = read_notice(read_plain(f"云安办〔2025〕3号\n{lines}\n各镇街：\n略。".encode(), "x.txt")).outline
    assert found.document.title == lines.replace("\n", "")


@pytest.mark.parametrize(
    ("number", "value"),
    [
        ("云安办发〔2025〕3号", "云安办发〔2025〕3号"),
        ("云政办发[2025] 12 号", "云政办发[2025]12号"),
        ("云安委（2025）7号", "云安委（2025）7号"),
        ("云安发［2025］18号", "云安发［2025］18号"),
    ],
)
def test_document_numbers(number: str, value: str) -> None:
    text = f"云溪区人民政府文件\n\n{number}\n\n云溪区人民政府关于加强燃气安全的通知\n\n各镇街：\n\n请抓好落实。\n\n2025年1月2日\n"
    document = read_notice(read_plain(text.encode(), "x.txt")).outline.document
    assert (document.document_number, document.issuers, document.issued_on) == (
        value,
        ("云溪区人民政府",),
        "2025-01-02",
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("云溪区安全生产考核办法", "办法"),
        ("云溪区安全生产考核办法（试行）", "办法"),
        ("关于印发《云溪区考核办法》的通知", "通知"),
        ("2025年度考核细则", "细则"),
        ("责任制实施细则（修订）", "实施细则"),
        ("巡查工作方案", "方案"),
        ("巡查实施方案", "实施方案"),
        ("云溪区安全生产情况", None),
    ],
)
def test_kinds(name: str, kind: str | None) -> None:
    assert kind_of(name) == kind


def test_titles() -> None:
    assert title("关于 加强\nA级 景区 管理的通知") == "关于加强A级景区管理的通知"
    assert marked("关于印发《考核办法》的通知") == "《关于印发〈考核办法〉的通知》"
    assert marked("《考核办法》") == "《考核办法》"
    assert same_title("加强安全生产工作的意见", "加强安全 生产工作意见")
    text = "关于印发云溪区考核办法的通知"
    assert [text[a:b] for a, b in announced(text, notice_title=True)] == ["云溪区考核办法"]
    text = "根据《安全生产法》，制定了《云溪区考核办法》，现印发给你们"
    assert [text[a:b] for a, b in announced(text)] == ["云溪区考核办法"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("附件：1.《评分细则》", "attachments"),
        ("- 附件：1. 《评分细则》", "attachments"),
        ("抄送：区委各部门。", "copied"),
        ("云溪区人民政府办公室　　2025 年 3 月 6 日印发", "printed"),
        ("云溪区安委办 2025年3月6日印发（共印60份）", "printed"),
        ("2025年3月5日", "date"),
        ("二〇二五年三月五日", "date"),
        ("云溪区应急管理局2025年3月5日", "dated-signature"),
        ("（联系人：周敏；电话：6688）", "contact"),
        ("（此件公开发布）", "released"),
        ("2025年3月5日，全区召开会议。", None),
        ("附件所列单位应当配合。", None),
    ],
)
def test_what_a_paragraph_below_the_text_is(text: str, role: str | None) -> None:
    found = foot_role(text)
    assert (found[0] if found else None) == role


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("云溪区人民政府办公室", True),
        ("中共云溪区委办公室", True),
        ("各镇街，各部门", False),
        ("关于成立领导小组", False),
        ("请抓好落实。", False),
    ],
)
def test_organs(text: str, organ: bool) -> None:
    assert is_organ(text) == organ


def test_a_heading_that_names_a_kind_does_not_go_on_with_the_title() -> None:
    outline = read_notice(read_plain("云溪区考核办法\n一、计分规则\n1.考核实行百分制。".encode(), "x.txt")).outline
    assert [(i.title, [n.label for n in i.nodes]) for i in outline.instruments] == [("云溪区考核办法", ["一"])]
