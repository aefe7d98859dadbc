"""Decimal numbering: 4 职责, 4.1, 4.2.1."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.node import PERMITTED, walk
from extract.duties import find_roles
from extract.notice import Notice
from extract.numbering import labels_of, path_follows, whole_label
from extract.reading_notice import read_notice
from ingest.plain import read_plain
from tests.extract.test_clause_tree import body, codes, notice


@pytest.mark.parametrize(
    ("text", "path", "rest"),
    [
        ("4.2.1 组织演练。", (4, 2, 1), "组织演练。"),
        ("4.2.1  年初签订责任书。", (4, 2, 1), "年初签订责任书。"),
        ("5．1演练周期", (5, 1), "演练周期"),
        ("1.1、总则", (1, 1), "总则"),
        ("4.1 分管安全副经理", (4, 1), "分管安全副经理"),
        ("4.1分管安全副经理", (4, 1), "分管安全副经理"),
        ("3.2 GB/T 33000《规范》", (3, 2), "GB/T 33000《规范》"),
    ],
)
def test_decimal_labels(text: str, path: tuple[int, ...], rest: str) -> None:
    (label,) = labels_of(text)
    assert (label.path, label.number, text[label.after :]) == (path, path[-1], rest)


@pytest.mark.parametrize(
    "text",
    [
        "1.5分",
        "1.5%。",
        "0.5分。",
        "2.0版",
        "3.2米以上",
        "4.2条规定",
        "2016.8.1 施行",
        "12.5万元",
        "1.5倍",
        "3.14",
        "1.2.3",
        "10.1%",
    ],
)
def test_what_is_no_decimal_label(text: str) -> None:
    assert not any(label.path for label in labels_of(text))


@pytest.mark.parametrize(
    ("last", "path", "follows"),
    [
        ((), (1, 1), True),
        ((4, 2), (4, 2, 1), True),
        ((4, 2, 3), (4, 2, 4), True),
        ((4, 2, 3), (4, 3), True),
        ((4, 2, 3), (5, 1), True),
        ((4, 2), (4, 2), False),
        ((4, 2), (4, 4), False),
        ((4, 2), (7, 1), False),
        ((4, 2), (4, 1), False),
    ],
)
def test_which_number_comes_next(last: tuple[int, ...], path: tuple[int, ...], follows: bool) -> None:
    assert path_follows(last, path) is follows


RULES = """
    云溪水务公司安全生产责任制管理规定

    1 目的
    为明确各级人员职责，制定本规定。
    2 职责
    2.1 公司总经理
    2.1.1 每季度至少主持召开1次安全生产会议。
    2.1.2 审批安全投入，具体包括：
    （1）装备；
    （2）培训。
    2.1.3 年初签订责任书。
    2.2 安全管理部
    负责日常检查。
    3 考核
    3.1 考核每半年一次，扣
    1.5分的须整改。
    3.2 本规定自2024年5月1日起施行。
    """


def test_a_text_numbered_as_a_standard() -> None:
    assert body(RULES) == [
        "1｜目的",
        "  为明确各级人员职责，制定本规定。",
        "2｜职责",
        "  2.1｜公司总经理",
        "    2.1.1｜每季度至少主持召开1次安全生产会议。",
        "    2.1.2｜审批安全投入，具体包括：",
        "      （1）｜装备；",
        "      （2）｜培训。",
        "    2.1.3｜年初签订责任书。",
        "  2.2｜安全管理部",
        "    负责日常检查。",
        "3｜考核",
        "  3.1｜考核每半年一次，扣1.5分的须整改。",
        "  3.2｜本规定自2024年5月1日起施行。",
    ]
    assert codes(RULES) == []


def test_their_places_in_words() -> None:
    read = notice(RULES)
    ids = {node.label: node.id for node in walk(read.outline.instruments[0].nodes) if node.label}
    name = "《云溪水务公司安全生产责任制管理规定》"
    assert ids["2.1.2"] == "ins-1.l1-2.l2-1.l3-2"
    assert [read.places[ids[label]].citation for label in ("2", "2.1.2", "（2）")] == [
        f"{name}第2条",
        f"{name}第2.1.2条",
        f"{name}第2.1.2条（2）",
    ]


def test_the_duties_under_them() -> None:
    roles, _ = find_roles(notice(RULES))
    leader = next(role for role in roles if role.kind == "leader")
    assert (leader.name, leader.organ, leader.position) == ("公司总经理", "公司", "总经理")
    assert [duty.ordinal for duty in leader.duties] == ["2.1.1", "2.1.2", "2.1.3"]


def test_under_chapters_and_under_other_numbers() -> None:
    assert body(
        """
        云溪区演练评估指引
        第一章 总则
        1.1 为规范评估，制定本指引。
        1.2 本指引适用于全区。
        第二章 评估
        2.1 自评
        2.1.1 每年一次。
        """
    ) == [
        "第一章｜总则",
        "  1.1｜为规范评估，制定本指引。",
        "  1.2｜本指引适用于全区。",
        "第二章｜评估",
        "  2.1｜自评",
        "    2.1.1｜每年一次。",
    ]
    assert body(
        """
        云溪区演练工作要点
        一、重点任务
        1.健全体系
        1.1 完善预案。
        1.2 建立专班。
        2.开展演练
        2.1 桌面推演。
        2.1.1 每季度一次。
        """
    ) == [
        "一｜重点任务",
        "  1｜健全体系",
        "    1.1｜完善预案。",
        "    1.2｜建立专班。",
        "  2｜开展演练",
        "    2.1｜桌面推演。",
        "      2.1.1｜每季度一次。",
    ]


def test_slips_are_said() -> None:
    text = "演练规定\n1 总则\n1.1 甲。\n1.2 乙。\n1.4 丙。\n1.4 丁。\n1.5 戊。"
    assert [line.strip()[:3] for line in body(text)] == ["1｜总", "1.1", "1.2", "1.4", "1.4", "1.5"]
    assert codes(text) == ["number-missing", "label-repeated"]


def test_a_number_out_of_sequence_is_text() -> None:
    assert body("演练规定\n一、费用\n每人补助标准为\n3.5 元以内。\n二、附则。")[0] == "一｜费用"
    assert "3.5" not in {
        node.label for node in walk(notice("演练规定\n一、费用。\n3.5 元。\n二、附则。").outline.instruments[0].nodes)
    }


def test_bare_integers_are_labels_beside_decimal_numbers_only() -> None:
    assert whole_label("4 职责") is not None
    assert whole_label("4 名以上评估员参加。") is None
    assert body("演练规定\n1 目的\n甲。\n2 范围\n乙。") == ["1 目的", "甲。", "2 范围", "乙。"]


def test_their_list_of_contents() -> None:
    text = (
        "演练规定\n目  录\n1  目的\n2  演练\n1  目的\n为了规范，制定本规定。\n2  演练\n2.1 每年一次。\n2.2 全员参加。"
    )
    assert body(text) == ["1｜目的", "  为了规范，制定本规定。", "2｜演练", "  2.1｜每年一次。", "  2.2｜全员参加。"]


lines = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "1 甲",
                "2 乙",
                "1.1 ",
                "1.2 ",
                "1.1.1 ",
                "2.1 ",
                "2.1.1.1 ",
                "3.7 ",
                "（1）",
                "（一）",
                "1.",
                "一、",
                "第一章 ",
                "第一条 ",
                "",
            ]
        ),
        st.sampled_from(["甲乙", "甲，乙。", "", "1.5分"]),
    ).map("".join),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(lines)
def test_any_mixture_gives_a_tree(found: list[str]) -> None:
    text = "\n".join(["演练规定", *found])
    read: Notice = read_notice(read_plain(text.encode(), "a.txt"))
    for instrument in read.outline.instruments:
        ids = [node.id for node in walk(instrument.nodes)]
        assert len(ids) == len(set(ids))
        for node in walk(instrument.nodes):
            assert all(child.kind in PERMITTED[node.kind] for child in node.children)
