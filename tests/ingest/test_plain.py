"""Plain text: encodings by content, lines and what their typing says, tables of tabs."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Unreadable
from corpus.source_text import PhysicalTable, Role, SourceText
from ingest import read_bytes
from ingest.encoding import decode
from ingest.plain import read_plain

NOTICE = "云溪区安全生产委员会关于印发年度考核办法的通知\r\n\r\n第一条 为压实责任，制定本办法。\r\n"

# Wrapped to 28 em as office paper is, a blank line after each line, the two-em indents lost in copying.
WRAPPED = "\n\n".join(
    [
        "第一条 为全面压实各级各部门安全生产工作责任，切实防范",
        "和遏制各类生产安全事故发生，保障人民群众生命财产安全，根",
        "据有关法律法规的规定，结合云溪区工作实际，制定考核办法。",
        "第二条 本办法适用于对各镇人民政府、各街道办事处以及区",
        "安委会各成员单位年度安全生产工作情况的考核。",
        "第三条 考核工作由区安委会统一领导，区安委会办公室负责",
        "具体组织实施，各有关部门按照各自职责分工做好配合工作，考",
        "核结果报区政府审定。",
        "云溪区人民政府",
    ]
)


def read(text: str, name: str = "考核办法.txt") -> SourceText:
    return read_plain(text.encode(), name)


def drawn(source: SourceText, table: PhysicalTable) -> list[list[str]]:
    grid = [["?"] * table.columns for _ in range(table.rows)]
    for cell in table.cells:
        for column in range(cell.column, cell.column + cell.column_span):
            assert grid[cell.row][column] == "?"
            grid[cell.row][column] = source.text[cell.start : cell.end]
    return grid


@pytest.mark.parametrize("text", [NOTICE, "安全", "合格\n", "责任体系（90分）\t8分\r\n", "2024年度\n①加分项：无"])
@pytest.mark.parametrize(
    ("encoding", "signature"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("gb18030", b""),
        ("gbk", b""),
        ("gb18030", b"\x84\x31\x95\x33"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
    ],
)
def test_encodings_by_content(text: str, encoding: str, signature: bytes) -> None:
    decoded = decode(signature + text.encode(encoding))
    assert decoded is not None
    assert (decoded.text, decoded.lossy) == (text, False)


def test_an_encoding_other_than_utf_8_is_remarked() -> None:
    assert [r.code for r in read_plain(NOTICE.encode("gb18030"), "a.txt").remarks] == ["encoding"]
    assert read_plain(NOTICE.encode(), "a.txt").remarks == ()


def test_a_few_damaged_bytes_are_marked_where_they_are() -> None:
    data = (NOTICE * 40).encode()
    source = read_plain(data[:300] + b"\xff" + data[300:], "a.txt")
    (remark,) = source.remarks
    assert (remark.code, source.text[remark.start : remark.end]) == ("encoding", "\ufffd" * 4)


@pytest.mark.parametrize(
    "data",
    [b"\x00\x01\x02\x03" * 20, bytes(range(256)) * 4, "云溪區政府關於年度考核辦法之規定".encode("big5", "ignore")],
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable) as refusal:
        read_plain(data, "数据.txt")
    assert refusal.value.code == "undecodable"


def test_the_text_is_kept_to_the_letter() -> None:
    text = " 标题\r\n\r\n一、内容 \n\x0c\t末行　"
    assert read(text).text == text


def test_lines_are_the_filled_ones_without_white_space_around_them() -> None:
    source = read(" 标题\r\n\r\n　　正文 2 \n\t表注\n")
    assert [(source.text[i.start : i.end], i.indent) for i in source.lines] == [
        ("标题", 0.5),
        ("正文 2", 2),
        ("表注", 2),
    ]
    assert not any(i.hard for i in source.lines)


def test_room_in_wrapped_text_is_what_is_missing_to_the_width() -> None:
    source = read(WRAPPED)
    room = [i.room for i in source.lines]
    assert [r <= 3.5 for r in room] == [True, True, True, True, False, True, True, False, False]
    assert room[1:3] == [0, 0]
    assert room[-1] == 21


def test_room_where_nothing_was_wrapped_says_whether_a_page_end_could_have_cut_the_line() -> None:
    long = "各街道镇要切实提高思想认识，加强组织领导，" * 6
    source = read(f"一、总体要求\n{long}\n二、工作安排\n{long}考核结果\n报区政府审定。\n{long}\n云溪区安委会\n")
    assert [i.room for i in source.lines] == [14, 0, 14, 0, 13, 0, 14]


def test_centred_and_right_aligned_lines() -> None:
    source = read(WRAPPED + "\n\n" + " " * 20 + "考核办法\n\n" + " " * 34 + "云溪区安委会办公室\n")
    assert [i.align for i in source.lines[-2:]] == ["center", "right"]


@pytest.mark.parametrize("number", ["— 3 —", "-3-", "－ 12 －", "第 3 页", "第3页 共12页", "—　４　—"])
def test_page_numbers_on_a_line_alone(number: str) -> None:
    source = read(f"前一页的末行\n{number}\n后一页的首行")
    assert [i.role for i in source.lines] == [Role.BODY, Role.PAGE_NUMBER, Role.BODY]


@pytest.mark.parametrize("text", ["-3分", "— 总则 —", "3", "第3页见附件", "1-3-5"])
def test_what_only_resembles_a_page_number(text: str) -> None:
    assert [i.role for i in read(f"甲\n{text}\n乙").lines] == [Role.BODY] * 3


def test_a_bare_number_beside_a_form_feed_is_a_page_number() -> None:
    assert [i.role for i in read("甲\n3\n\x0c乙").lines] == [Role.BODY, Role.PAGE_NUMBER, Role.BODY]


HEADER = "一级指标\t二级指标\t评分细则\t分值\n"


@pytest.mark.parametrize(
    ("text", "grids"),
    [
        # merged cells are empty and stay so
        (HEADER + "责任体系\t领导责任\t未落实的扣2分\t8\n\t部门责任\t每缺一项扣1分\t6\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["责任体系", "领导责任", "未落实的扣2分", "8"], ["", "部门责任", "每缺一项扣1分", "6"]]]),
        # trailing empty cells missing, and tabs at lines' ends
        (HEADER + "加分项\t表彰\t最高加5分\n否决项\t事故\t\t\t\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["加分项", "表彰", "最高加5分", ""], ["否决项", "事故", "", ""]]]),
        # pages: a blank line and the header again
        (HEADER + "甲\t乙\t丙\t1\n\n" + HEADER + "丁\t戊\t己\t2\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["甲", "乙", "丙", "1"]],
          [["一级指标", "二级指标", "评分细则", "分值"], ["丁", "戊", "己", "2"]]]),
        # the header again without a blank line
        (HEADER + "甲\t乙\t丙\t1\n" + HEADER + "丁\t戊\t己\t2\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["甲", "乙", "丙", "1"]],
          [["一级指标", "二级指标", "评分细则", "分值"], ["丁", "戊", "己", "2"]]]),
        # a blank line after every row
        ("指标\t分值\n\n甲\t1\n\n乙\t2\n", [[["指标", "分值"], ["甲", "1"], ["乙", "2"]]]),
        # a section row over all columns
        (HEADER + "一、组织领导（20分）\n甲\t乙\t丙\t8\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["一、组织领导（20分）"] * 4, ["甲", "乙", "丙", "8"]]]),
        # a cell that holds line ends
        (HEADER + "甲\t乙\t1.制定计划。2分\n2.组织演练。3分\n3.总结上报。3分\t8\n丁\t戊\t己\t6\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["甲", "乙", "1.制定计划。2分\n2.组织演练。3分\n3.总结上报。3分", "8"], ["丁", "戊", "己", "6"]]]),
        # so does the last cell of a row
        ("指标\t评分细则\n甲\t1.制定计划。2分\n2.组织演练。3分\n乙\t扣2分\n",
         [[["指标", "评分细则"], ["甲", "1.制定计划。2分\n2.组织演练。3分"], ["乙", "扣2分"]]]),
        # a heading between tables with points goes on with no cell, and belongs to neither
        (HEADER + "甲\t乙\t每少1次扣1分。\t6分\n二、行业监管（50分）\n" + HEADER + "丁\t戊\t己\t2分\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["甲", "乙", "每少1次扣1分。", "6分"]],
          [["一级指标", "二级指标", "评分细则", "分值"], ["丁", "戊", "己", "2分"]]]),
        ("指标\t评分细则\n甲\t未落实的扣2分。\n二、行业监管（50分）\n乙\t未监管的扣2分。\n",
         [[["指标", "评分细则"], ["甲", "未落实的扣2分。"], ["二、行业监管（50分）"] * 2, ["乙", "未监管的扣2分。"]]]),
        # a name that ends with its points on the next line is one cell
        (HEADER + "双重\n预防\n（40分）\t排查\t未排查的扣5分\t8\n\t整改\t未整改的扣5分\t6\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["双重\n预防\n（40分）", "排查", "未排查的扣5分", "8"], ["", "整改", "未整改的扣5分", "6"]]]),
        # two short rows are two rows
        (HEADER + "甲\t乙\n丙\t丁\t戊\n己\t庚\t辛\t2\n",
         [[["一级指标", "二级指标", "评分细则", "分值"], ["甲", "乙", "", ""], ["丙", "丁", "戊", ""], ["己", "庚", "辛", "2"]]]),
        # no tables: an indent, labels set off by a tab, a table of contents, one pair of words
        ("\t为压实责任，制定本办法。\n\t各单位要认真落实。\n", []),
        ("一、\t总体要求\n二、\t工作安排\n", []),
        ("第一章 总则\t1\n第二章 考核\t3\n", []),
        ("联系人：\t王芳\n", []),
    ],
)  # fmt: skip
def test_tables_of_tabs(text: str, grids: list[list[list[str]]]) -> None:
    source = read("考核细则\n\n" + text + "\n注：下同。\n")
    assert [drawn(source, table) for table in source.tables] == grids
    assert all(table.origin == "tabs" and not table.header_rows for table in source.tables)
    covered = "".join(source.text[i.start : i.end] for i in source.lines)
    assert "".join(covered.split()) == "".join(source.text.split())  # nothing lost, nothing twice


def test_cells_are_lines_of_their_own() -> None:
    source = read(HEADER + "甲\t\t丙\t1\n")
    assert [source.text[i.start : i.end] for i in source.lines if i.role is Role.CELL][4:] == ["甲", "丙", "1"]


def test_stray_markup_stays_in_and_is_remarked() -> None:
    source = read(HEADER + '甲\t乙\t<ol style="x"> 1. 制定计划。2分<br>2. 演练。3分\t5\n')
    cell = next(c for c in source.tables[0].cells if (c.row, c.column) == (1, 2))
    assert source.text[cell.start : cell.end] == '<ol style="x"> 1. 制定计划。2分<br>2. 演练。3分'
    assert [(r.code, source.text[r.start : r.end]) for r in source.remarks] == [
        ("markup", '<ol style="x">'),
        ("markup", "<br>"),
    ]


@given(st.text(st.sampled_from("甲乙一1.、，。 \t\n\r\f　（）—-2分"), max_size=120))
@settings(max_examples=150, deadline=None)
def test_any_text_keeps_its_characters_lines_and_grids(text: str) -> None:
    if not text.strip():
        with pytest.raises(Unreadable, match="空"):
            read(text)
        return
    source = read(text)
    assert source.text == text
    ends = [(i.start, i.end) for i in source.lines]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    assert "".join("".join(source.text[a:b].split()) for a, b in ends) == "".join(text.split())
    for table in source.tables:
        assert all("?" not in row for row in drawn(source, table))
        assert all(table.start <= c.start <= c.end <= table.end for c in table.cells)


@given(
    st.binary(max_size=400)
    | st.binary(max_size=200).map(lambda b: b"PK\x03\x04" + b)
    | st.binary(max_size=90).map(lambda b: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b)
)
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        assert read_bytes(data, "某文件").text
    except Unreadable as refusal:
        if refusal.code == "fault":
            raise
