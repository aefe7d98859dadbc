"""Who issued a notice, when, under what number; what it lists as attached."""

import pytest

from extract.instruments import Outline
from extract.letterhead import organs
from extract.reading_notice import read_notice
from ingest.plain import read_plain


def outline(text: str) -> Outline:
    """The outline of a plain text."""
    return read_notice(read_plain(text.encode(), "云溪区.txt")).outline


def notice(head: str = "", foot: str = "云溪区应急管理局\n2025年3月5日", attached: str = "") -> str:
    """A short notice with another head, foot or list of attachments."""
    title = "关于印发《云溪区安全生产考核办法》的通知"
    return f"{head}{title}\n各镇街：\n现将《云溪区安全生产考核办法》印发给你们。\n{attached}\n{foot}\n\n云溪区安全生产考核办法\n第一条 甲。\n第二条 乙。\n"


@pytest.mark.parametrize(
    ("head", "foot", "issuers"),
    [
        ("云溪区应急管理局文件\n云应急〔2025〕3号\n", "2025年3月5日", ("云溪区应急管理局",)),
        ("", "云溪区应急管理局（盖章）\n2025年3月5日", ("云溪区应急管理局",)),
        ("", "云溪区应急管理局　　　云溪区财政局\n2025年3月5日", ("云溪区应急管理局", "云溪区财政局")),
        ("", "中共云溪区委办公室\n云溪区人民政府办公室\n2025年3月5日", ("中共云溪区委办公室", "云溪区人民政府办公室")),
        ("云溪区应急管理局\n云溪区财政局\n云应急〔2025〕3号\n", "2025年3月5日", ("云溪区应急管理局", "云溪区财政局")),
        ("云溪区安全生产委员会\n办公室文件\n云安办〔2025〕3号\n", "2025年3月5日", ("云溪区安全生产委员会办公室",)),
        ("云溪区应急管理局\n", "2025年3月5日", ("云溪区应急管理局",)),
    ],
)
def test_issuers(head: str, foot: str, issuers: tuple[str, ...]) -> None:
    found = outline(notice(head, foot))
    assert (found.document.issuers, found.document.issued_on) == (issuers, "2025-03-05")
    assert [i.kind for i in found.instruments] == ["通知", "办法"]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("云应急〔2025〕第3号", "云应急〔2025〕第3号"),
        ("云应急字〔2025〕3 号　　签发人：王建", "云应急字〔2025〕3号"),
        ("发文字号：云应急〔2025〕3号\n来源：区应急管理局", "云应急〔2025〕3号"),
    ],
)
def test_document_numbers(line: str, number: str) -> None:
    assert outline(notice(f"{line}\n")).document.document_number == number


def test_a_web_page_that_repeats_the_title() -> None:
    head = "关于印发《云溪区安全生产考核办法》的通知\n时间：2025-03-06　来源：区政府　浏览次数：12\n云应急〔2025〕3号\n"
    found = outline(notice(head)).document
    assert (found.title, found.document_number) == ("关于印发《云溪区安全生产考核办法》的通知", "云应急〔2025〕3号")
    assert found.recipients == ("各镇街",)


def test_an_order_that_publishes_a_regulation() -> None:
    found = outline(
        "临江市人民政府令\n第12号\n《临江市安全生产责任制规定》已经市政府常务会议通过，现予公布。\n市长　李明\n2025年3月5日\n"
        "临江市安全生产责任制规定\n第一条 甲。\n第二条 乙。"
    )
    assert [(i.kind, i.title) for i in found.instruments] == [
        ("令", "临江市人民政府令"),
        ("规定", "临江市安全生产责任制规定"),
    ]
    assert (found.document.document_number, found.document.issuers) == ("第12号", ("临江市人民政府",))


@pytest.mark.parametrize(
    "attached",
    [
        "附件：1.考核评分表\n2.自评报告格式",
        "附件：1.考核评分表　2.自评报告格式",
        "附件：1．考核评分表\n　　　2．自评报告格式",
        "附：1、考核评分表\n2、自评报告格式",
    ],
)
def test_lists_of_attachments(attached: str) -> None:
    found = outline(notice(attached=attached)).instruments[0].attachments
    assert [(a.number, a.title) for a in found] == [(1, "考核评分表"), (2, "自评报告格式")]


def test_an_attachment_named_below_the_date_and_again_at_its_own_head() -> None:
    found = outline(
        "云溪区人民政府办公室\n关于印发《云溪区安全生产职责清单》的通知\n各镇街：\n现将清单印发给你们，请认真落实。\n"
        "云溪区人民政府办公室\n2025年3月5日\n附件：云溪区安全生产职责清单\n附件\n云溪区安全生产职责清单\n"
        "一、区长职责\n（一）每季度研究一次。\n（二）保障投入。"
    )
    assert [(i.kind, i.title) for i in found.instruments] == [
        ("通知", "云溪区人民政府办公室关于印发《云溪区安全生产职责清单》的通知"),
        ("清单", "云溪区安全生产职责清单"),
    ]


def test_organs_side_by_side() -> None:
    assert organs("云溪区应急管理局　　云溪区财政局") == [(0, 8), (10, 16)]
    assert organs("中共云溪区委 办公室") == [(0, 10)]
    assert organs("云 溪 区 人 民 政 府") == [(0, 13)]
    assert organs("各镇街，各部门") == []
