"""The text of paragraphs: what is text, what is not, and what a reviewer is told."""

from itertools import pairwise

import pytest

from corpus.source_text import Role, SourceText, Unboxed
from ingest.docx import read_docx
from tests.docx_files import NAMES, docx_of, p, r, style, styles_of, tbl, tc, tr


def read(*blocks: str, **parts: str) -> SourceText:
    return read_docx(docx_of(*blocks, **parts), "考核办法.docx")  # type: ignore[arg-type]  # only parts that are XML


def codes(source: SourceText) -> list[str]:
    return [remark.code for remark in source.remarks]


def said(source: SourceText, code: str) -> list[tuple[str, str]]:
    """What remarks of a code say, and the text they are about."""
    return [(r.text, source.text[r.start : r.end]) for r in source.remarks if r.code == code]


BOX = f"<w:txbxContent {NAMES}>{p('云溪区人民政府文件')}</w:txbxContent>"
TWO_VERSIONS = (
    f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></w:drawing>'
    f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent>"
)


def field(instruction: str, result: str) -> str:
    return (
        r('<w:fldChar w:fldCharType="begin"/>')
        + r(f"<w:instrText>{instruction}</w:instrText>")
        + r('<w:fldChar w:fldCharType="separate"/>')
        + r(result)
        + r('<w:fldChar w:fldCharType="end"/>')
    )


@pytest.mark.parametrize(
    ("inline", "text"),
    [
        ("<w:hyperlink>" + r("见附件") + "</w:hyperlink>", "见附件"),
        ("<w:smartTag><w:smartTag>" + r("青岚镇") + "</w:smartTag></w:smartTag>", "青岚镇"),
        ("<w:sdt><w:sdtContent>" + r("2024") + "</w:sdtContent></w:sdt>", "2024"),
        (r("<w:t>第1</w:t><w:noBreakHyphen/><w:t>3名</w:t>"), "第1-3名"),
        (r('<w:sym w:font="Wingdings" w:char="F0A8"/>') + r("已完成"), "□已完成"),
        (r('<w:sym w:font="Symbol" w:char="F0B3"/>') + r("90分"), "≥90分"),
        (r("<w:t>甲</w:t><w:tab/><w:t>乙</w:t>"), "甲\t乙"),
        (r("<w:t>甲</w:t><w:br/><w:t>乙</w:t><w:cr/><w:t>丙</w:t>"), "甲\n乙\n丙"),
        (r('<w:t>甲</w:t><w:br w:type="page"/><w:t>乙</w:t>'), "甲\f乙"),
        (r("<w:t>  扣2分  </w:t>"), "扣2分"),  # without xml:space the outer spaces are none
        (r("  扣2分"), "  扣2分"),
        (r("<w:t>责任\n体系</w:t>"), "责任 体系"),
        (r("<w:ruby><w:rt>" + r("kǎo") + "</w:rt><w:rubyBase>" + r("考") + "</w:rubyBase></w:ruby>") + r("核"), "考核"),
        (field("REF _Ref1", "第八条"), "第八条"),
        (field(" PAGE \\* MERGEFORMAT ", "3") + r("止"), "止"),
        ('<w:fldSimple w:instr=" NUMPAGES ">' + r("12") + "</w:fldSimple>" + r("止"), "止"),
        ('<w:fldSimple w:instr="DATE">' + r("2024年3月6日") + "</w:fldSimple>", "2024年3月6日"),
        (field("IF " + "x", "甲") + field("QUOTE", "乙"), "甲乙"),
        (r("<w:t>扣分</w:t><w:commentReference w:id='1'/>"), "扣分"),
        ("<m:oMath><m:r><m:t>得分=</m:t></m:r><m:f><m:num><m:r><m:t>完成数</m:t></m:r></m:num>"
         "<m:den><m:r><m:t>总数</m:t></m:r></m:den></m:f></m:oMath>", "得分=(完成数)/(总数)"),
        (f'<mc:AlternateContent><mc:Choice Requires="x">{r("甲")}</mc:Choice><mc:Fallback>{r("甲")}</mc:Fallback></mc:AlternateContent>', "甲"),
    ],
)  # fmt: skip
def test_inline_text(inline: str, text: str) -> None:
    assert read(p(inline)).text == text


def test_nested_fields_keep_only_the_outer_result() -> None:
    inner = field("MERGEFIELD n", "忽略")
    outer = (
        r('<w:fldChar w:fldCharType="begin"/>') + r("<w:instrText>IF </w:instrText>") + inner
        + r('<w:fldChar w:fldCharType="separate"/>') + r("合格") + r('<w:fldChar w:fldCharType="end"/>')
    )  # fmt: skip
    assert read(p(outer)).text == "合格"


def test_a_field_over_several_paragraphs_and_the_table_of_contents() -> None:
    source = read(
        p(
            r('<w:fldChar w:fldCharType="begin"/>'), r("<w:instrText>TOC \\o</w:instrText>"),
            r('<w:fldChar w:fldCharType="separate"/>'), r("第一章 总则"),
        ),
        p("第二章 考核"),
        p(r('<w:fldChar w:fldCharType="end"/>')),
        p("第一章 总则"),
    )  # fmt: skip
    assert source.text == "第一章 总则\n第二章 考核\n\n第一章 总则"
    assert [text for _, text in said(source, "table-of-contents")] == ["第一章 总则", "第二章 考核"]


def test_soft_breaks_are_lines_that_do_not_end_the_paragraph() -> None:
    source = read(p(r("<w:t>1.制定计划。2分</w:t><w:br/><w:t>2.组织演练。3分</w:t>")), p("下一段"))
    assert [(source.text[i.start : i.end], i.hard) for i in source.lines] == [
        ("1.制定计划。2分", False),
        ("2.组织演练。3分", True),
        ("下一段", True),
    ]
    assert source.boxes.why[source.text.index("\n")] == Unboxed.SEPARATOR


def test_a_break_at_the_end_leaves_the_last_line_hard() -> None:
    source = read(p(r("<w:t>甲</w:t><w:br/>")), p("乙"))
    assert [i.hard for i in source.lines] == [True, True]


def test_tracked_changes_are_read_as_accepted() -> None:
    source = read(
        p(
            "每少1次扣",
            f'<w:del w:author="李明">{r("<w:delText>1</w:delText>")}</w:del>',
            f'<w:ins w:author="李明">{r("0.5")}</w:ins>',
            "分",
            f"<w:moveFrom>{r('，扣完为止')}</w:moveFrom>",
        ),
        p(f"<w:moveTo>{r('扣完为止')}</w:moveTo>"),
    )
    assert source.text == "每少1次扣0.5分\n扣完为止"
    assert [text for _, text in said(source, "tracked-insertion")] == ["0.5", "扣完为止"]
    assert ["李明" in said(source, "tracked-insertion")[0][0], len(said(source, "tracked-deletion"))] == [True, 2]


def test_a_deleted_paragraph_mark_joins_the_paragraphs() -> None:
    source = read(p("认真贯彻", properties="<w:rPr><w:del/></w:rPr>"), p("落实。"), p("下一段"))
    assert source.text == "认真贯彻落实。\n下一段"
    assert [i.hard for i in source.lines] == [False, True, True]


def test_a_paragraph_deleted_whole_leaves_nothing() -> None:
    gone = p(f"<w:del>{r('<w:delText>作废</w:delText>')}</w:del>", properties="<w:rPr><w:del/></w:rPr>")
    source = read(p("甲"), gone, p("乙"))
    assert source.text == "甲\n乙"
    assert codes(source) == ["tracked-deletion"]


def test_hidden_text_stays_out_and_is_counted() -> None:
    styles = styles_of(style("Secret", run="<w:vanish/>", kind="character"), style("Ghost", run="<w:vanish/>"))
    source = read(
        p(r("扣2分"), r("内部口径", "<w:vanish/>"), r("从严", '<w:rStyle w:val="Secret"/>')),
        p("整段隐藏", style="Ghost"),
        p(r("不藏", '<w:vanish w:val="0"/>'), style="Ghost"),
        styles=styles,
    )
    assert source.text == "扣2分\n不藏"
    assert [text for text, _ in said(source, "hidden-text")] == [
        "此处有 6 个隐藏文字，没有读入",
        "此处有 4 个隐藏文字，没有读入",
    ]


def test_a_text_box_is_read_once_and_after_its_paragraph() -> None:
    source = read(p("主送：", r(TWO_VERSIONS)), p("正文"))
    assert source.text == "主送：\n云溪区人民政府文件\n正文"
    assert [line.role for line in source.lines] == [Role.BODY, Role.TEXT_BOX, Role.BODY]
    assert [text for _, text in said(source, "text-box")] == ["云溪区人民政府文件"]


def test_a_text_box_in_an_old_picture_and_word_art() -> None:
    art = '<w:pict><v:shape><v:textpath string="云溪区安委会文件"/></v:shape></w:pict>'
    source = read(p(r(art)), p(r(f"<w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict>")))
    assert source.text.split() == ["云溪区安委会文件", "云溪区人民政府文件"]


def test_pictures_and_embedded_objects_are_reported() -> None:
    picture = "<w:drawing><pic:pic/></w:drawing>"
    assert codes(read(p("见图", r(picture)), p("见表", r("<w:object><v:shape/></w:object>")))) == ["picture", "object"]


def test_footnotes_come_after_the_body_under_their_number() -> None:
    notes = (
        f'<w:footnotes {NAMES}><w:footnote w:type="separator" w:id="-1">{p("—")}</w:footnote>'
        f'<w:footnote w:id="2">{p(r("<w:footnoteRef/>"), "指较大及以上事故。")}</w:footnote>'
        f'<w:footnote w:id="3">{p("没有引用")}</w:footnote></w:footnotes>'
    )
    source = read(p("发生事故", r('<w:footnoteReference w:id="2"/>'), "的，一票否决。"), footnotes=notes)
    assert source.text == "发生事故的，一票否决。\n1 指较大及以上事故。"
    assert source.lines[-1].role is Role.FOOTNOTE
    (remark,) = [r for r in source.remarks if r.code == "footnote"]
    assert (remark.start, remark.end) == (4, 4)


def test_headers_and_footers_come_last_and_once() -> None:
    furniture = {
        "header1": p("云溪区安委会办公室"),
        "header2": p("云溪区安委会办公室"),
        "footer1": p("— ", field("PAGE", "3"), " —"),
    }
    source = read_docx(docx_of(p("正文"), furniture=furniture), "a.docx")
    assert [(source.text[i.start : i.end], i.role) for i in source.lines] == [
        ("正文", Role.BODY),
        ("云溪区安委会办公室", Role.HEADER),
        ("—  —", Role.FOOTER),
    ]


def test_an_unfilled_content_control_is_no_text() -> None:
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("单击此处输入") + "</w:sdtContent></w:sdt>"
    )
    source = read(p("联系人：", control))
    assert (source.text, codes(source)) == ("联系人：", ["placeholder"])


def test_blocks_inside_controls_and_insertions() -> None:
    inside = p("甲") + tbl(tr(tc("1"), tc("2")))
    source = read(f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>", f"<w:customXml>{p('乙')}</w:customXml>")
    assert source.text == "甲\n1\t2\n乙"


def test_alignment_indent_and_size() -> None:
    styles = styles_of(
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>',
        style("Title", '<w:jc w:val="center"/>', run='<w:sz w:val="44"/>'),
        style("Body", '<w:ind w:firstLineChars="200" w:firstLine="640"/>'),
    )
    source = read(
        p("云溪区考核办法", style="Title"),
        p("为落实责任，", style="Body"),
        p("顶格", style="Body", properties='<w:ind w:firstLineChars="0" w:firstLine="0"/>'),
        p("　　空格缩进"),
        p(r("落款", '<w:sz w:val="28"/>'), properties='<w:jc w:val="right"/>'),
        p("悬挂", properties='<w:ind w:left="640" w:hanging="320"/>'),
        p("不缩", style="Body", properties='<w:ind w:left="320" w:hanging="320"/>'),
        styles=styles,
    )
    assert [(i.align, i.indent, i.size) for i in source.lines] == [
        ("center", 0, 22),
        ("left", 2, 16),
        ("left", 0, 16),
        ("left", 2, 16),
        ("right", 0, 14),
        ("left", 1, 16),
        ("left", 0, 16),
    ]
    assert all(line.room == 0 for line in source.lines)


def test_strict_documents_read_the_same() -> None:
    blocks = (p("第一条 为落实责任。"), tbl(tr(tc("指标"), tc("分值"))))
    assert read_docx(docx_of(*blocks, strict=True), "a.docx").text == read(*blocks).text


def test_lines_never_overlap_and_lie_in_order() -> None:
    source = read(
        p("甲", r(TWO_VERSIONS)), tbl(tr(tc("乙", p(r(TWO_VERSIONS))), tc(tbl(tr(tc("丙"), tc("丁")))))), p("戊")
    )
    ends = [(i.start, i.end) for i in source.lines]
    assert all(a[1] <= b[0] for a, b in pairwise(ends))
    assert "".join(source.text[a:b] for a, b in ends) == "甲云溪区人民政府文件乙云溪区人民政府文件丙丁戊"
