"""Paragraphs that ran together when a page was saved."""

import pytest

from extract.run_together import ROWS, cuts
from tests.extract.test_clause_tree import body

ARTICLES = (
    "第一章总则 第一条为规范应急演练，提高应急处置能力，制定本规定。 第二条区有关部门应当参加演练。 各镇街参照执行。 "
    "第二章职责 第三条区应急局职责： （一）制定计划； （二）按照第二条的要求组织演练。 第四条本规定自印发之日起施行。"
)


def test_articles_in_one_run() -> None:
    assert body(f"云溪区应急演练规定\n{ARTICLES}") == [
        "第一章｜总则",
        "  第一条｜为规范应急演练，提高应急处置能力，制定本规定。",
        "  第二条｜区有关部门应当参加演练。",
        "    各镇街参照执行。",
        "第二章｜职责",
        "  第三条｜区应急局职责：",
        "    （一）｜制定计划；",
        "    （二）｜按照第二条的要求组织演练。",
        "  第四条｜本规定自印发之日起施行。",
    ]


def test_parts_of_a_notice_in_one_run() -> None:
    text = "一、总体要求。坚持预防为主，提升演练实效，做到全员参与。二、主要任务。每季度至少组织一次演练，及时评估。三、工作要求。各镇街要加强领导，落实经费。"
    assert body(f"云溪区应急演练工作方案\n{text}") == [
        "一｜总体要求。坚持预防为主，提升演练实效，做到全员参与。",
        "二｜主要任务。每季度至少组织一次演练，及时评估。",
        "三｜工作要求。各镇街要加强领导，落实经费。",
    ]


def test_a_rubric_in_one_run() -> None:
    text = (
        "一、组织领导（40分）（一）责任落实（30分）。1、签订责任书，层层落实（10分）。2、每季度研究1次以上（20分）。（二）经费保障（10分）。"
        "二、日常管理（60分）1、台账齐全完整（30分）。2、按月更新台账（30分）。"
    )
    assert body(f"云溪区安全生产考核细则\n{text}") == [
        "一｜组织领导（40分）",
        "  （一）｜责任落实（30分）。",
        "    1｜签订责任书，层层落实（10分）。",
        "    2｜每季度研究1次以上（20分）。",
        "  （二）｜经费保障（10分）。",
        "二｜日常管理（60分）",
        "  1｜台账齐全完整（30分）。",
        "  2｜按月更新台账（30分）。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "第七条 有下列情形之一的，应当重新演练：（一）预案作了重大修订的；（二）上次演练评估不合格，且没有完成整改的；（三）其他需要重新演练的情形。",
        "第七条 违反本规定第三条第一款规定的，依照《云溪区应急管理办法》第九条的规定处理；情节严重的，依照该办法第十条、第十一条的规定处理。",
        "演练由区应急局组织。第一条所称演练，是指桌面推演和实战演练。第二条所称单位，是指区安委会成员单位和各镇街，以及有关企业。",
        "第一条 甲。第二条 乙。",
        "一、二类企业每年演练一次，三、四类企业每两年演练一次，演练情况应当在十五日内报区应急局备案，并抄送行业主管部门，同时归档保存备查。",
    ],
)
def test_what_is_one_paragraph(text: str) -> None:
    assert cuts(text) == ()


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_each_row_reads_its_own_example(row) -> None:  # type: ignore[no-untyped-def]
    filled = row.example.replace("……", "区有关部门和各镇街应当按照职责组织开展应急演练并及时评估")
    assert len(cuts(filled)) == row.least - 1


def test_a_label_on_a_line_of_its_own() -> None:
    assert body(
        "演练规定\n第一条\n为规范演练，制定本规定。\n第二条\n演练分为：\n（一）\n桌面推演；\n（二）\n实战演练。\n第三条\n自印发之日起施行。"
    ) == [
        "第一条｜为规范演练，制定本规定。",
        "第二条｜演练分为：",
        "  （一）｜桌面推演；",
        "  （二）｜实战演练。",
        "第三条｜自印发之日起施行。",
    ]


def test_a_number_repeated_at_a_lists_end() -> None:
    lines = body("演练细则\n一、内容\n（一）组织\n1、定期；\n2、评估；\n2、整改。\n（二）保障\n1、经费。\n2、装备。")
    assert [line.strip() for line in lines[2:5]] == ["1｜定期；", "2｜评估；", "3｜整改。"]
