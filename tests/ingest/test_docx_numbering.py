"""Automatic numbering: the label that Word computes stands before its paragraph."""

import pytest

from corpus.source_text import SourceText, Unboxed
from ingest.docx import read_docx
from ingest.docx.numerals import known, numeral
from tests.docx_files import docx_of, level, lists, p, style, styles_of, tbl, tc, tr


def lines_of(data: bytes) -> list[str]:
    return read_docx(data, "a.docx").text.split("\n")


def source_of(data: bytes) -> SourceText:
    return read_docx(data, "a.docx")


@pytest.mark.parametrize(
    ("number_format", "values"),
    [
        ("decimal", {1: "1", 10: "10"}),
        ("decimalZero", {1: "01", 9: "09", 10: "10"}),
        ("decimalFullWidth", {1: "１", 12: "１２"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 51: "51"}),
        ("decimalEnclosedCircleChinese", {3: "③"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇", 21: "21"}),
        ("decimalEnclosedFullstop", {1: "⒈"}),
        ("upperLetter", {1: "A", 26: "Z", 27: "AA", 28: "BB"}),
        ("lowerLetter", {3: "c", 29: "cc"}),
        ("upperRoman", {4: "IV", 9: "IX", 49: "XLIX", 2024: "MMXXIV"}),
        ("lowerRoman", {8: "viii"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 35: "三十五", 99: "九十九", 100: "一○○", 105: "一○五"}),
        ("chineseCountingThousand", {10: "十", 12: "十二", 100: "一百", 101: "一百〇一", 110: "一百一十", 1005: "一千〇五"}),
        ("japaneseCounting", {1: "一", 10: "十", 15: "十五", 100: "百", 120: "百二十"}),
        ("taiwaneseCounting", {21: "二十一"}),
        ("ideographDigital", {10: "一〇", 25: "二五"}),
        ("ideographTraditional", {1: "甲", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("ideographZodiacTraditional", {1: "甲子", 13: "丙子"}),
        ("ideographEnclosedCircle", {1: "㈠", 10: "㈩"}),
        ("chineseLegalSimplified", {1: "壹", 10: "壹拾", 21: "贰拾壹", 305: "叁佰零伍"}),
        ("numberInDash", {3: "- 3 -"}),
        ("ordinal", {1: "1st", 12: "12th", 23: "23rd"}),
        ("none", {1: ""}),
        ("hebrew1", {5: "5"}),  # not known: decimal digits
    ],
)  # fmt: skip
def test_numerals(number_format: str, values: dict[int, str]) -> None:
    assert {value: numeral(value, number_format) for value in values} == values
    assert known(number_format) is (number_format != "hebrew1")


def test_articles_and_items_that_exist_only_as_numbering() -> None:
    numbering = lists([level("第%1条", "chineseCounting", more='<w:suff w:val="space"/>'),
                       level("（%2）", "chineseCounting", more='<w:suff w:val="nothing"/>')])  # fmt: skip
    data = docx_of(
        p("为压实责任，制定本办法。", numbering="1:0"),
        p("考核内容包括：", numbering="1:0"),
        p("健全责任体系；", numbering="1:1"),
        p("防范遏制事故。", numbering="1:1"),
        p("本办法自印发之日起施行。", numbering="1:0"),
        numbering=numbering,
    )
    assert lines_of(data) == [
        "第一条 为压实责任，制定本办法。",
        "第二条 考核内容包括：",
        "（一）健全责任体系；",
        "（二）防范遏制事故。",
        "第三条 本办法自印发之日起施行。",
    ]


def test_a_computed_number_is_marked_and_remarked() -> None:
    source = source_of(docx_of(p("总则", numbering="1:0"), numbering=lists([level("%1、", "chineseCounting")])))
    assert source.text == "一、\t总则"
    assert list(source.boxes.why) == [Unboxed.COMPUTED] * 3 + [Unboxed.FLOWED] * 2
    (remark,) = source.remarks
    assert (remark.code, source.text[remark.start : remark.end]) == ("computed-number", "一、")
    assert source.quote(((source.lines[0].start, source.lines[0].end),)) == "一、\t总则"


def test_levels_restart_under_a_higher_one_and_show_it() -> None:
    numbering = lists([level("%1"), level("%1.%2"), level("%1.%2.%3")])
    data = docx_of(*[p("甲", numbering=f"1:{depth}") for depth in (0, 1, 1, 2, 0, 1, 2)], numbering=numbering)
    assert [line.split("\t")[0] for line in lines_of(data)] == ["1", "1.1", "1.2", "1.2.1", "2", "2.1", "2.1.1"]


def test_a_level_that_never_restarts_runs_on_across_the_second() -> None:
    numbering = lists([level("（%1）", "chineseCounting"), level("%2.", more='<w:lvlRestart w:val="0"/>')])
    data = docx_of(*[p("甲", numbering=f"1:{depth}") for depth in (0, 1, 1, 0, 1)], numbering=numbering)
    assert [line.split("\t")[0] for line in lines_of(data)] == ["（一）", "1.", "2.", "（二）", "3."]


def test_a_level_restarts_only_at_the_level_it_names() -> None:
    numbering = lists([level("%1"), level("%2"), level("%3", more='<w:lvlRestart w:val="1"/>')])
    data = docx_of(*[p("甲", numbering=f"1:{depth}") for depth in (0, 1, 2, 1, 2, 0, 2)], numbering=numbering)
    assert [line.split("\t")[0] for line in lines_of(data)] == ["1", "1", "1", "2", "2", "2", "1"]


def test_legal_numbering_writes_every_level_in_digits() -> None:
    numbering = lists([level("第%1章", "chineseCounting"), level("%1.%2", "chineseCounting", more="<w:isLgl/>")])
    data = docx_of(p("总则", numbering="1:0"), p("目的", numbering="1:1"), numbering=numbering)
    assert lines_of(data) == ["第一章\t总则", "1.1\t目的"]


def test_lists_of_one_definition_count_on_unless_one_starts_anew() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    data = docx_of(
        *[p("甲", numbering=number) for number in ("1:0", "1:0", "2:0", "3:0", "3:0")],
        numbering=lists([level("%1.")], more=more),
    )
    assert [line.split("\t")[0] for line in lines_of(data)] == ["1.", "2.", "3.", "1.", "2."]


def test_a_list_may_replace_a_level_and_begin_elsewhere() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">{level("附件%1", start=3)}</w:lvl></w:lvlOverride></w:num>'
    )
    data = docx_of(p("甲", numbering="2:0"), p("乙", numbering="2:0"), numbering=lists([level("%1.")], more=more))
    assert lines_of(data) == ["附件3\t甲", "附件4\t乙"]


def test_numbering_comes_from_the_style_and_what_it_is_based_on() -> None:
    styles = styles_of(
        style("Base", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
        style("Article", based_on="Base"),
        style("Item", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
        style("Plain", '<w:numPr><w:numId w:val="0"/></w:numPr>', based_on="Base"),
    )
    data = docx_of(
        p("甲", style="Article"), p("乙", style="Item"), p("丙", style="Plain"), p("丁", style="Article"),
        styles=styles, numbering=lists([level("第%1条", "chineseCounting"), level("（%2）", "chineseCounting")]),
    )  # fmt: skip
    assert lines_of(data) == ["第一条\t甲", "（一）\t乙", "丙", "第二条\t丁"]


def test_a_paragraph_can_switch_its_styles_numbering_off() -> None:
    styles = styles_of(style("Article", '<w:numPr><w:numId w:val="1"/></w:numPr>'))
    data = docx_of(
        p("甲", style="Article"), p("乙", style="Article", numbering="0"), p("丙", style="Article"),
        styles=styles, numbering=lists([level("%1.")]),
    )  # fmt: skip
    assert lines_of(data) == ["1.\t甲", "乙", "2.\t丙"]


def test_a_level_that_names_the_style_is_the_styles_level() -> None:
    styles = styles_of(
        style("H1", '<w:numPr><w:numId w:val="1"/></w:numPr>'), style("H2", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    )
    numbering = lists([level("%1", more='<w:pStyle w:val="H1"/>'), level("%1.%2", more='<w:pStyle w:val="H2"/>')])
    data = docx_of(p("甲", style="H1"), p("乙", style="H2"), styles=styles, numbering=numbering)
    assert lines_of(data) == ["1\t甲", "1.1\t乙"]


def test_a_definition_may_only_link_to_a_numbering_style() -> None:
    more = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Clauses"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = styles_of(style("Clauses", '<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"))
    data = docx_of(
        p("甲", numbering="9:0"), p("乙", numbering="1:0"),
        styles=styles, numbering=lists([level("%1）")], more=more),
    )  # fmt: skip
    assert lines_of(data) == ["1）\t甲", "2）\t乙"]


def test_definitions_that_link_in_a_ring_end() -> None:
    more = (
        '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="Ring"/></w:abstractNum>'
        '<w:num w:numId="9"><w:abstractNumId w:val="7"/></w:num>'
    )
    styles = styles_of(style("Ring", '<w:numPr><w:numId w:val="9"/></w:numPr>', kind="numbering"))
    data = docx_of(p("甲", numbering="9:0"), styles=styles, numbering=lists([level("%1")], more=more))
    assert lines_of(data) == ["甲"]


def test_an_empty_numbered_cell_still_shows_and_counts_its_number() -> None:
    rows = [tr(tc(p(numbering="1:0")), tc(text)) for text in ("责任落实", "隐患治理")]
    source = source_of(docx_of(tbl(*rows), numbering=lists([level("%1")])))
    cells = {(c.row, c.column): source.text[c.start : c.end] for c in source.tables[0].cells}
    assert cells == {(0, 0): "1", (0, 1): "责任落实", (1, 0): "2", (1, 1): "隐患治理"}


def test_bullets_look_as_they_are_drawn() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    numbering = lists([level("\uf06c", "bullet").replace("<w:lvlText", "<w:lvlText") + font])
    assert lines_of(docx_of(p("督查", numbering="1:0"), numbering=numbering)) == ["●\t督查"]


def test_a_skipped_level_counts_as_begun() -> None:
    numbering = lists([level("%1"), level("%1.%2")])
    data = docx_of(*[p("甲", numbering=f"1:{depth}") for depth in (1, 0, 1)], numbering=numbering)
    assert [line.split("\t")[0] for line in lines_of(data)] == ["1.1", "2", "2.1"]


def test_a_custom_format_falls_back() -> None:
    custom = (
        '<w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimalZero"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/>'
    )
    assert lines_of(docx_of(p("甲", numbering="1:0"), numbering=lists([custom]))) == ["01\t甲"]
