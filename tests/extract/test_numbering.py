"""Numbering families and labels."""

import pytest

from extract.numbering import FAMILIES, label_text, labels_of


@pytest.mark.parametrize("family", FAMILIES, ids=lambda f: f.id)
def test_each_family_reads_its_own_example(family) -> None:
    assert family.id in [label.family.id for label in labels_of(family.example)]


def test_the_families_and_what_they_make() -> None:
    assert [(f.id, f.regulation, f.notice) for f in FAMILIES] == [
        ("part", "part", "part"),
        ("chapter", "chapter", "chapter"),
        ("section", "section", "section"),
        ("article", "article", "article"),
        ("cn-comma", "item", "level1"),
        ("cn-bracket", "item", "level2"),
        ("cn-ring", "item", "level2"),
        ("digit", "subitem", "level3"),
        ("digit-dot", "subitem", "level3"),
        ("digit-bracket", "level4", "level4"),
        ("digit-half", "level4", "level4"),
        ("digit-ring4", "level4", "level4"),
        ("decimal", "subitem", "level4"),
        ("ring", "level5", "level5"),
    ]


@pytest.mark.parametrize(
    ("text", "family", "number", "rest"),
    [
        ("第十二条　镇街安委会负责实施。", "article", 12, "镇街安委会负责实施。"),
        ("第 三 条 镇街安委会", "article", 3, "镇街安委会"),
        ("第一百零二条：负责", "article", 102, "负责"),
        ("二、工作安排", "cn-comma", 2, "工作安排"),
        ("十一．附则", "cn-comma", 11, "附则"),
        ("（三）排查隐患", "cn-bracket", 3, "排查隐患"),
        ("(十)、排查隐患", "cn-bracket", 10, "排查隐患"),
        ("㈣排查隐患", "cn-ring", 4, "排查隐患"),
        ("3.报送材料", "digit", 3, "报送材料"),
        ("3．报送材料", "digit", 3, "报送材料"),
        ("1.、报送材料", "digit", 1, "报送材料"),
        ("2、2月18日前报送", "digit", 2, "2月18日前报送"),
        ("1.2025年底前完成", "digit", 1, "2025年底前完成"),
        ("1.6月组织主题宣传", "digit", 1, "6月组织主题宣传"),
        ("2.12月底前完成评估", "digit", 2, "12月底前完成评估"),
        ("⒊报送材料", "digit-dot", 3, "报送材料"),
        ("（2）报送材料", "digit-bracket", 2, "报送材料"),
        ("⑵报送材料", "digit-ring4", 2, "报送材料"),
        ("2）报送材料", "digit-half", 2, "报送材料"),
        ("②报送材料", "ring", 2, "报送材料"),
        ("第四章 考核程序", "chapter", 4, "考核程序"),
        ("第二节 一般规定", "section", 2, "一般规定"),
    ],
)
def test_labels(text: str, family: str, number: int, rest: str) -> None:
    label = labels_of(text)[0]
    assert (label.family.id, label.number, text[label.after :]) == (family, number, rest)


@pytest.mark.parametrize(
    "text", ["2.5米以上的", "3、4）", "2025年度", "一是加强领导", "第一责任人", "附件1", "10月31日前", "三同时制度", ""]
)
def test_what_is_no_label(text: str) -> None:
    assert labels_of(text) == ()


def test_an_inserted_article_has_a_second_number() -> None:
    label = labels_of("第十条之一　园区管委会")[0]
    assert (label.number, label.sub) == (10, 1)


@pytest.mark.parametrize(
    ("number", "label"),
    [(1, "第一条"), (10, "第十条"), (21, "第二十一条"), (105, "第一百零五条"), (110, "第一百一十条")],
)
def test_a_number_has_its_label(number: int, label: str) -> None:
    article = next(f for f in FAMILIES if f.id == "article")
    assert label_text(article, number) == label
    assert labels_of(label + "　为了")[0].number == number
