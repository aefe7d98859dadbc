"""Paragraphs from lines: what goes on, what begins afresh."""

import pytest

from extract.paragraphs import Paragraph, blocks
from ingest.plain import read_plain


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a plain text, tables left out."""
    return [b.text for b in blocks(read_plain(text.encode(), "云溪区.txt"), ()) if isinstance(b, Paragraph)]


WRAPPED = [
    "第一条　为了推动各级各部门落实安全生产责任，防范和遏制生产",
    "安全事故，制定本办法，有关单位应当于每年十二月底以前完成自",
    "评，报区安委会办公室。",
    "第二条　考核对象包括各镇人民政府、街道办事处和区安委会成员",
    "单位，以及各园区管理委员会（以下统称被考核单位）",
]


@pytest.mark.parametrize(
    ("lines", "last"),
    [
        (
            ["第三条　对弄虚作假、瞒报谎报的单位和有关人员，按照本办法", "第五条的规定处理。"],
            "第三条 对弄虚作假、瞒报谎报的单位和有关人员，按照本办法第五条的规定处理。",
        ),
        (["第三条　考核程序由区安委会办公室制定。"], "第三条 考核程序由区安委会办公室制定。"),
        (["（一）自评。", "（二）复核。"], "（二）复核。"),
        (["云溪区安全生产委员会", "2025年3月5日"], "2025年3月5日"),
        (["附件1", "云安委〔2025〕3号"], "云安委〔2025〕3号"),
        (["附件1"], "附件1"),
    ],
)
def test_what_begins_a_paragraph_in_wrapped_text(lines: list[str], last: str) -> None:
    found = paragraphs("\n".join(WRAPPED + lines))
    assert found[0].endswith("报区安委会办公室。")
    assert found[-1] == last


def test_a_line_that_fell_short_for_what_could_not_be_broken_goes_on() -> None:
    lines = [*WRAPPED[:3], "第二条　各单位应当推广使用先进适用技术（含数字化监测系", "统），2025年底前全部完成。"]
    assert (
        paragraphs("\n".join(lines))[-1]
        == "第二条 各单位应当推广使用先进适用技术（含数字化监测系统），2025年底前全部完成。"
    )


def test_a_line_that_begins_as_no_paragraph_can_goes_on() -> None:
    lines = [*WRAPPED[:3], "第二条　得分90分以上的为优秀，60分以上的为合格", "的，60分以下的为不合格。"]
    assert paragraphs("\n".join(lines))[-1].endswith("为合格的，60分以下的为不合格。")


def test_a_line_cut_inside_a_number_of_points_goes_on() -> None:
    lines = [*WRAPPED[:3], "第二条　90分以上为优秀，60分以上90分以下为合格，60分", "以下为不合格。"]
    assert paragraphs("\n".join(lines))[-1].endswith("为合格，60分以下为不合格。")


def test_indented_first_lines_begin_paragraphs_also_below_full_lines() -> None:
    text = (
        "　　各镇街应当加强领导，落实责任，按时完成年度工作任务。\n　　各部门应当加强指导，密切配合，对工作推进不力的单位要及时\n"
        "予以通报，并督促整改。\n　　各企业应当落实主体责任，加大投入，改善安全生产的条件，并\n定期报告。\n　　此前规定与本办法不一致的，以本办法为准。\n"
    )
    assert [p[:4] for p in paragraphs(text)] == ["各镇街应", "各部门应", "各企业应", "此前规定"]


def test_the_last_item_of_a_list_ends_with_its_full_stop() -> None:
    lines = [
        *WRAPPED[:3],
        "第二条　考核内容包括以下方面：",
        "（一）责任落实情况；",
        "（二）隐患排查治理和重大危险源监控情况，以及安全投入情况。",
        "考核的具体标准由区安委会办公室另行制定。",
    ]
    assert paragraphs("\n".join(lines))[-1] == "考核的具体标准由区安委会办公室另行制定。"


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("第一章 总则第一条 为了考核，制定本办法。", ["第一章 总则", "第一条 为了考核，制定本办法。"]),
        ("第二章 职责第一节 政府第三条 区政府负责。", ["第二章 职责", "第一节 政府", "第三条 区政府负责。"]),
        ("一、总体要求（一）指导思想。", ["一、总体要求", "（一）指导思想。"]),
        ("一、按照第（一）项执行。", ["一、按照第（一）项执行。"]),
        ("第二章规定的职责，依照第三条 执行。", ["第二章规定的职责，依照第三条 执行。"]),
    ],
)
def test_a_heading_that_ran_into_what_follows_is_parted_from_it(line: str, parts: list[str]) -> None:
    assert paragraphs(line) == parts
