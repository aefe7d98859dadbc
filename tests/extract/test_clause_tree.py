"""The clause tree: numbers that continue their sequence, slips mended and reported, wraps rejoined."""

from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.checks import check_evidence, check_value
from corpus.node import PERMITTED, Node, walk
from corpus.spans import inside
from extract.notice import Notice
from extract.numbering import FAMILIES, label_text
from extract.reading_notice import read_notice
from ingest.plain import read_plain


def notice(text: str) -> Notice:
    """The notice read from a plain text."""
    return read_notice(read_plain(dedent(text).strip("\n").encode(), "云溪区.txt"))


def tree(nodes: tuple[Node, ...], depth: int = 0) -> list[str]:
    """The labelled nodes as indented lines of label, heading and text."""
    out = []
    for node in nodes:
        words = "｜".join(w for w in (node.label, node.heading, node.text) if w)
        out.append("  " * depth + words)
        out += tree(node.children, depth + 1)
    return out


def body(text: str) -> list[str]:
    """The tree of the last instrument."""
    return tree(notice(text).outline.instruments[-1].nodes)


def codes(text: str) -> list[str]:
    """The issues' codes."""
    return [issue.code for issue in notice(text).outline.issues]


def test_a_regulation() -> None:
    assert body(
        """
        云溪区安全生产巡查办法

        第一章 总则
        第一条 为规范巡查工作，制定本办法。
        第二条 巡查对象包括：
        （一）镇街；
        1.镇；
        2.街道；
        （二）区级部门。
        前款所列对象每年巡查一次。
        第二章 附则
        第三条 本办法自印发之日起施行。
        """
    ) == [
        "第一章｜总则",
        "  第一条｜为规范巡查工作，制定本办法。",
        "  第二条｜巡查对象包括：",
        "    （一）｜镇街；",
        "      1｜镇；",
        "      2｜街道；",
        "    （二）｜区级部门。",
        "    前款所列对象每年巡查一次。",
        "第二章｜附则",
        "  第三条｜本办法自印发之日起施行。",
    ]


def test_a_notice_whose_third_tier_runs_on_across_the_second() -> None:
    assert body(
        """
        云溪区冬季安全生产工作方案

        一、工作目标
        确保平稳。
        二、重点任务
        （一）抓排查。
        1.排查烟花爆竹。各镇街负责。
        2.排查燃气。
        （二）抓整治。
        3.整治九小场所。
        三、工作要求
        请各单位于12月底前报送总结。
        """
    ) == [
        "一｜工作目标",
        "  确保平稳。",
        "二｜重点任务",
        "  （一）｜抓排查。",
        "    1｜排查烟花爆竹。各镇街负责。",
        "    2｜排查燃气。",
        "  （二）｜抓整治。",
        "    3｜整治九小场所。",
        "三｜工作要求",
        "请各单位于12月底前报送总结。",
    ]


def test_a_typists_slip_is_read_for_what_was_meant_and_reported() -> None:
    text = """
        云溪区宣传月活动方案

        一、活动主题
        人人讲安全。
        2、 活动时间
        六月。
        三、活动内容
        进企业、进社区。
        """
    nodes = notice(text).outline.instruments[-1].nodes
    assert [(n.label, n.label_as_written) for n in nodes] == [("一", None), ("二", "2"), ("三", None)]
    (issue,) = notice(text).outline.issues
    assert (issue.code, issue.node) == ("label-mended", nodes[1].id)
    assert "二" in issue.message


def test_a_number_given_twice_and_one_left_out() -> None:
    text = "云溪区考核办法\n\n第一条 为了考核。\n（一）甲；\n（二）乙；\n（二）丙；\n（四）丁。\n第二条 略。\n第四条 略。\n第五条 略。"
    assert codes(text) == ["label-repeated", "number-missing"]
    article = notice(text).outline.instruments[-1].nodes[0]
    assert [c.label for c in article.children] == ["（一）", "（二）", "（三）", "（四）"]
    assert article.children[2].label_as_written == "（二）"


def test_an_excerpt_that_leaves_articles_out_goes_on_where_the_numbering_does() -> None:
    found = notice("云溪区考核办法\n\n第一条 为了考核。\n第二条 略。\n第七条 甲。\n第八条 乙。\n第九条 丙。").outline
    assert [n.label for n in found.instruments[-1].nodes] == ["第一条", "第二条", "第七条", "第八条", "第九条"]
    assert ["第三条至第六条" in i.message for i in found.issues] == [True]


def test_a_reference_that_wrapped_is_not_a_heading() -> None:
    lines = [
        "云溪区安全生产考核暂行办法", "",
        "第一条 考核由区安委会负责，区安委会办公室承担日常", "",
        "工作，有关单位予以配合，具体分工按照职责和本办法", "",
        "第五条的规定执行，不另行制定文件，各镇街应当参照", "",
        "执行。", "",
        "第二条 考核每年进行一次，年底前完成，结果向社会公", "",
        "布，并抄送有关部门，作为评优评先的重要依据之一。", "",
    ]  # fmt: skip
    assert body("\n".join(lines)) == [
        "第一条｜考核由区安委会负责，区安委会办公室承担日常工作，有关单位予以配合，具体分工按照职责和本办法第五条的规定执行，不另行制定文件，各镇街应当参照执行。",
        "第二条｜考核每年进行一次，年底前完成，结果向社会公布，并抄送有关部门，作为评优评先的重要依据之一。",
    ]


def test_a_sentence_cut_by_a_page_break_is_rejoined() -> None:
    assert (
        body(
            """
        云溪区考核办法

        第一条 考核采取查阅资料、现场检查等方式进行。考核组由有关部门组成，

        — 2 —

        邀请专家参加。
        第二条 略。
        """
        )[0]
        == "第一条｜考核采取查阅资料、现场检查等方式进行。考核组由有关部门组成，邀请专家参加。"
    )


def test_half_width_brackets_and_spaced_labels() -> None:
    assert body("云溪区考核办法\n\n第 一 条 内容如下：\n(一)甲；\n（ 二 ）乙。")[1:] == [
        "  (一)｜甲；",
        "  （二）｜乙。",
    ]


def test_an_inserted_article_follows_its_number() -> None:
    nodes = notice("云溪区考核办法\n\n第一条 甲。\n第一条之一 乙。\n第二条 丙。").outline.instruments[-1].nodes
    assert [(n.label, n.id) for n in nodes] == [
        ("第一条", "ins-1.art-1"),
        ("第一条之一", "ins-1.art-1-1"),
        ("第二条", "ins-1.art-2"),
    ]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        ("一、对象\n1、镇街。\n2、方式\n三、要求", ["一", "1", "二", "三"]),
        ("一、对象\n1、镇街。\n2、部门。\n二、要求", ["一", "1", "2", "二"]),
        (
            "一、对象\n二、方式\n三、要求\n1、加强领导。\n2、严格执法。\n三、报送\n各单位报送总结。",
            ["一", "二", "三", "1", "2", "四"],
        ),
        ("一、对象\n（一）镇街。\n（1）镇；\n（2）部门。\n（三）企业。", ["一", "（一）", "（1）", "（二）", "（三）"]),
    ],
)
def test_a_slip_is_weighed_against_what_follows(lines: str, labels: list[str]) -> None:
    nodes = notice(f"云溪区巡查方案\n\n{lines}").outline.instruments[-1].nodes
    assert [n.label for n in walk(nodes) if n.label] == labels


def test_paragraphs_below_an_item_that_is_but_a_heading_are_its_own() -> None:
    text = """
        云溪区安全生产考核办法
        第一条 考核实行扣分制。
        （一）服务质量考核：
        1.被投诉的，扣2分。
        （二）资产质量考核：
        季度收息率低于97%的，扣2分。
        发生逾期的，扣5分。
        第二条 本办法自印发之日起施行。
        """
    assert body(text)[-4:] == [
        "  （二）｜资产质量考核：",
        "    季度收息率低于97%的，扣2分。",
        "    发生逾期的，扣5分。",
        "第二条｜本办法自印发之日起施行。",
    ]


def test_a_paragraph_on_the_list_above_it_stands_beside_the_list() -> None:
    text = """
        云溪区安全生产考核方案
        一、考核内容
        1.稳控工作。
        （1）办理推诿的。
        （2）答复错误的。
        出现上述情况之一的，每项扣3分。
        二、考核程序
        区安委办组织实施。
        """
    assert body(text)[1:5] == [
        "  1｜稳控工作。",
        "    （1）｜办理推诿的。",
        "    （2）｜答复错误的。",
        "    出现上述情况之一的，每项扣3分。",
    ]


def test_a_list_in_brackets_stands_under_its_article() -> None:
    assert body("云溪区考核细则\n\n第一条 扣分标准：\n（1）未建档的，扣2分；\n（2）未整改的，扣5分。\n第二条 略。") == [
        "第一条｜扣分标准：",
        "  （1）｜未建档的，扣2分；",
        "  （2）｜未整改的，扣5分。",
        "第二条｜略。",
    ]


def test_a_part_of_a_regulation_is_read_as_one() -> None:
    assert body("第八条 结果分为四等。\n第九条 对优秀的单位：\n（一）通报表扬；\n（二）给予奖励。") == [
        "第八条｜结果分为四等。",
        "第九条｜对优秀的单位：",
        "  （一）｜通报表扬；",
        "  （二）｜给予奖励。",
    ]


@pytest.mark.parametrize(
    "contents",
    [
        "目　录\n第一章 总则\n第二章 附则\n",
        "目录\n第一章 总则……1\n第二章 附则……3\n附件 评分表……5\n",
        "第一章 总则\n第二章 附则\n",
    ],
)
def test_a_table_of_contents_makes_no_clauses(contents: str) -> None:
    text = f"云溪区考核办法\n{contents}第一章 总则\n第一条 甲。\n第二章 附则\n第二条 乙。"
    assert body(text) == ["第一章｜总则", "  第一条｜甲。", "第二章｜附则", "  第二条｜乙。"]


def test_between_an_article_and_its_bracketed_items_may_stand_a_tier() -> None:
    assert body(
        "云溪区考核办法\n\n第一条 内容如下：\n一、甲：\n（一）乙；\n1.丙；\n（二）丁。\n二、戊。\n第二条 略。"
    ) == [
        "第一条｜内容如下：",
        "  一｜甲：",
        "    （一）｜乙；",
        "      1｜丙；",
        "    （二）｜丁。",
        "  二｜戊。",
        "第二条｜略。",
    ]


def test_citations_in_words() -> None:
    found = notice("云溪区考核办法\n\n第一章 总则\n第一条 甲。\n乙：\n（一）丙；\n（二）丁。\n第二条 略。")
    words = {node_id: place.citation for node_id, place in found.places.items()}
    assert words["ins-1.art-1"] == "《云溪区考核办法》第一条"
    assert words["ins-1.art-1.par-2"] == "《云溪区考核办法》第一条第二款"
    assert words["ins-1.art-1.par-2.item-2"] == "《云溪区考核办法》第一条第二款第（二）项"


PIECES = st.sampled_from(
    [f"{label_text(f, n)}{m}" for f in FAMILIES for n in (1, 2, 3, 5) for m in ("、", ".", " ", "")]
    + ["安全生产", "为加强管理，", "制定本办法。", "关于印发《云溪区考核办法》的通知", "附件：", "2025年3月5日", "抄送：", "\n", "\n\n", "\t", "分值", "（二）", "第五条", "\f", " ", "8分", "目录\n", "附表\n", "第一章 总则第一条 ", "索引号：1\n", "云溪区人民政府令\n", "（试行）\n", "。\n", "附：1.甲 2.乙\n"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_any_text_gives_a_sound_notice(pieces: list[str]) -> None:
    """Whatever is read: ids are unique, each node's parts lie inside it, nesting is permitted, all evidence holds."""
    text = "".join(pieces)
    if not text.strip():
        return
    found = read_notice(read_plain(text.encode(), "x.txt"))
    ids = [node.id for node in found.nodes()]
    assert len(ids) == len(set(ids)) == len(found.places)
    for instrument in found.outline.instruments:
        for node in instrument.nodes:
            assert node.kind in PERMITTED[""]
        for node in walk(instrument.nodes):
            assert not node.own or inside(node.own, node.spans)
            for child in node.children:
                assert child.kind in PERMITTED[node.kind]
                assert not child.spans or inside(child.spans, node.spans)
    extents = found.extents()
    for record in (
        found.outline.document,
        *found.outline.instruments,
        *(a for i in found.outline.instruments for a in i.attachments),
    ):
        for name, proof in record.proof.items():
            assert not list(check_value(name, getattr(record, name), proof))
            for evidence in proof.evidence:
                assert not list(check_evidence(name, evidence, found.source, extents, found.citations()))
