"""References: found where the ruler says, resolved to nodes or named documents, nicknames led back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.locators import read_paths
from extract.nicknames import DECLARATIONS, find_nicknames, marked_title
from extract.notice import Notice
from extract.references import ROWS, find_mentions, find_references, reference_issues, title_spans
from tests.builders import assert_proved, notice_of, ruled

RULERS = [
    ("依据《云溪区<考核>办法》（云政〔2023〕8号）第三条和前款，按第八条第一款第（二）项至第（四）项办理。",
     "　　［＿＿＿_＿＿_＿＿＿＿＿＿＿____＿_＿＿＿＿］　［］　　［＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿］　　　"),
    ("第一责任人依照本办法第二章、第三条，第二季度前报送附件1、2。",
     "　　　　　　　［＿＿＿＿＿＿＿＿］　　　　　　　　［＿_＿]　"),
    ("符合本条第一款规定的第三方，参照国办发〔2016〕64号文件和第十条之一执行。",
     "　　［＿＿＿］　　　　　　　　　［＿＿＿____＿__］　　　［＿＿＿］　　　"),
    ("《关于印发〈考核办法〉的通知》与《安全生产法》第二十一条、第二十二条",
     "［＿＿＿＿＿＿＿＿＿＿＿＿＿］　［＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿＿］"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "ruler"), RULERS)
def test_where_references_stand(text: str, ruler: str) -> None:
    passage = notice_of([("article", "第一条", text)]).passage("ins-1.art-1")
    assert [text[m.start : m.end] for m in find_mentions(passage)] == ruled(text, ruler)


ARTICLES: list[tuple[str, str | None, str]] = [
    ("chapter", "第一章", "总则"),
    ("article", "第一条", "为加强考核，制定本办法。"),
    ("article", "第二条", "本办法适用于各镇（以下简称“受考单位”）。"),
    ("chapter", "第二章", "考核"),
    ("article", "第三条", "考核内容包括："),
    ("item", "（一）", "健全体系；"),
    ("item", "（二）", "压实责任；"),
    ("item", "（三）", "排查隐患。"),
    ("article", "第四条", "考核每年一次。"),
    ("paragraph", None, "时间另行通知。"),
]


def told(text: str, **head: str | None) -> list[tuple[str, tuple[str, ...]]]:
    """The references of a last article 第五条 with that text, its second paragraph `text2`."""
    notice = notice_of([*ARTICLES, ("article", "第五条", text)], **head)  # type: ignore[arg-type]
    found = [r for r in find_references(notice) if r.node == "ins-1.ch-2.art-3"]
    assert_proved(notice, *found)
    return [(r.text, tuple(t.removeprefix("ins-1.") for t in r.targets)) for r in found]


RESOLVED = [
    ("依照本办法第二条执行。", [("本办法第二条", ("ch-1.art-2",))]),
    ("依照第3条执行。", [("第3条", ("ch-2.art-1",))]),
    ("依照第一条至第三条执行。", [("第一条至第三条", ("ch-1.art-1", "ch-1.art-2", "ch-2.art-1"))]),
    ("依照第一条、第四条第二款执行。", [("第一条、第四条第二款", ("ch-1.art-1", "ch-2.art-2.par-2"))]),
    ("依照第四条第一款执行。", [("第四条第一款", ("ch-2.art-2",))]),
    ("依照第三条第（一）、（三）项执行。", [("第三条第（一）、（三）项", ("ch-2.art-1.item-1", "ch-2.art-1.item-3"))]),
    ("依照第三条第（一）项至第（三）项执行。", [("第三条第（一）项至第（三）项", tuple(f"ch-2.art-1.item-{n}" for n in (1, 2, 3)))]),
    ("依照本办法第一章规定。", [("本办法第一章", ("ch-1",))]),
    ("前条规定适用；前两条规定不适用；本章所列除外。", [("前条", ("ch-2.art-2",)), ("前两条", ("ch-2.art-1", "ch-2.art-2")), ("本章", ("ch-2",))]),
    ("对受考单位的考核。", [("受考单位", ("ch-1.art-2",))]),
    ("依照《云溪区安全生产工作考核办法》第二条执行。", [("《云溪区安全生产工作考核办法》第二条", ("ch-1.art-2",))]),
    # nothing there
    ("依照第九条执行。", [("第九条", ())]),
    ("前款规定除外。", [("前款", ())]),
    ("依照第三条第（八）项执行。", [("第三条第（八）项", ())]),
    ("第一责任人、第三方、第二季度、前三名、上级部门。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), RESOLVED, ids=[text[:18] for text, _ in RESOLVED])
def test_resolved_to_nodes(text: str, expected: list[tuple[str, tuple[str, ...]]]) -> None:
    assert told(text) == expected


def test_inside_an_item_and_a_second_paragraph() -> None:
    notice = notice_of([
        ("article", "第一条", "有下列情形的："),
        ("item", "（一）", "瞒报的；"),
        ("item", "（二）", "有前项情形或者本条第一款第（一）项情形的。"),
        ("article", "第二条", "考核每年一次。"),
        ("paragraph", None, "前款所称考核，依照上述第一条。"),
    ])  # fmt: skip
    assert [(r.text, r.targets) for r in find_references(notice)] == [
        ("前项", ("ins-1.art-1.item-1",)),
        ("本条第一款第（一）项", ("ins-1.art-1.item-1",)),
        ("前款", ("ins-1.art-2",)),
        ("上述第一条", ("ins-1.art-1",)),
    ]


DOCUMENTS = [
    ("《中华人民共和国安全生产法》第二十一条", "中华人民共和国安全生产法", None),
    (
        "《关于印发<云溪市考核办法>的通知》（云政办发〔2016〕64 号）",
        "关于印发〈云溪市考核办法〉的通知",
        "云政办发〔2016〕64号",
    ),
    ("《云溪市〈考核办法〉实施细则》（云安委［2019］3号）", "云溪市〈考核办法〉实施细则", "云安委［2019］3号"),
    ("《云溪市《考核办法》的补充规定》", "云溪市〈考核办法〉的补充规定", None),
    ("云安办〔2020〕5号", None, "云安办〔2020〕5号"),
]


@pytest.mark.parametrize(("text", "title", "number"), DOCUMENTS)
def test_resolved_to_named_documents(text: str, title: str | None, number: str | None) -> None:
    notice = notice_of([("article", "第一条", f"根据{text}，制定本办法。")])
    (found,) = [r for r in find_references(notice) if r.kind == "external"]
    assert (found.title, found.document_number, found.resolved) == (title, number, True)
    assert_proved(notice, found)


def test_a_number_given_once_is_known_for_the_title_after_that() -> None:
    first = "根据《云溪市考核意见》（云安委〔2019〕3号）制定本办法。"
    notice = notice_of([("article", "第一条", first), ("article", "第二条", "《云溪市考核意见》另有规定的除外。")])
    assert [r.document_number for r in find_references(notice)] == ["云安委〔2019〕3号"] * 2
    assert_proved(notice, *find_references(notice))


def test_a_nickname_of_an_instrument_in_the_file_leads_to_its_clauses() -> None:
    notice = notice_of(
        [
            ("paragraph", None, "现将《云溪区责任制实施细则》（以下简称《实施细则》）印发给你们。"),
            ("level1", "一", "认真落实《实施细则》第二条。"),
            ("instrument", None, "云溪区责任制实施细则"),
            ("article", "第一条", "制定本细则。"),
            ("article", "第二条", "适用于各镇。"),
        ],
        title="关于印发《云溪区责任制实施细则》的通知",
        kind="通知",
    )
    whole, clause = (r for r in find_references(notice) if r.kind != "external")
    assert (whole.kind, whole.targets) == ("internal", ("ins-2",))
    assert (clause.text, clause.kind, clause.targets) == ("《实施细则》第二条", "nickname", ("ins-2.art-2",))
    assert clause.title == "云溪区责任制实施细则"
    assert_proved(notice, whole, clause)


DECLARED = [
    (
        "本办法适用于对各镇、区安委会有关成员单位（以下简称“受考单位”）的考核。",
        "受考单位",
        "各镇、区安委会有关成员单位",
        "group",
    ),
    (
        "本细则适用于区委班子成员，各镇党政班子成员（以下统称领导干部）。",
        "领导干部",
        "区委班子成员，各镇党政班子成员",
        "group",
    ),
    ("印发了《云溪市实施细则》（以下简称《细则》）。", "细则", "云溪市实施细则", "document"),
    ("印发了《云溪市实施细则》（云办发〔2019〕3号，以下简称《细则》）。", "细则", "云溪市实施细则", "document"),
    ("成立区考核工作领导小组（以下简称领导小组）负责考核。", "领导小组", "区考核工作领导小组", "group"),
]


@pytest.mark.parametrize(("text", "name", "full", "kind"), DECLARED, ids=[row[1] for row in DECLARED])
def test_nicknames(text: str, name: str, full: str, kind: str) -> None:
    notice = notice_of([("article", "第二条", text)])
    (found,) = find_nicknames(notice)
    assert (found.name, found.full, found.kind) == (name, full, kind)
    assert_proved(notice, found)


def test_every_declaration_row_finds_its_example() -> None:
    texts = [f"各镇、各街道{example}。" for _, _, example in DECLARATIONS]
    found = [find_nicknames(notice_of([("article", "第二条", text)]))[0].proof["name"].rule for text in texts]
    assert found == [rule for rule, _, _ in DECLARATIONS]


def issues(notice: Notice) -> list[tuple[str, str]]:
    return [(i.code, i.severity) for i in reference_issues(find_references(notice))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("依照第九条执行。", [("references.missing", "warning")]),
        ("见附件1、2。", [("references.attachment", "info")]),
        ("依照《办法》执行。", [("references.unnamed", "warning")]),
        ("依照《中华人民共和国安全生产法》执行。", []),
    ],
)
def test_what_leads_nowhere_is_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert issues(notice_of([("article", "第一条", text)])) == expected


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_row_finds_its_example(row) -> None:  # type: ignore[no-untyped-def]
    passage = notice_of([("article", "第一条", row.example)]).passage("ins-1.art-1")
    assert [m.rule for m in find_mentions(passage)] == [row.id]


def test_titles_nest_and_an_open_one_is_none() -> None:
    text = "根据《关于印发《考核办法》的通知》和《安全生产法，制定本办法。"
    assert [text[a:b] for a, b in title_spans(text)] == ["《关于印发《考核办法》的通知》"]
    assert marked_title("《关于印发\n《考核 办法》的通知》") == "关于印发〈考核办法〉的通知"


numbers = st.sampled_from("一二三四五六七八九十")


@settings(max_examples=60, deadline=None)
@given(st.lists(numbers, min_size=1, max_size=4), st.sampled_from(["、", "和", "、第（{}）项、"]))
def test_lists_of_places_read_back(which: list[str], joint: str) -> None:
    if "项" in joint:
        text = "第三条" + "、".join(f"第（{n}）项" for n in which)
        assert [p.steps[-1].unit for p in read_paths(text)] == ["项"] * len(which)
        assert {p.steps[0].number for p in read_paths(text)} == {3}
    else:
        text = joint.join(f"第{n}条" for n in which)
        assert len(read_paths(text)) == len(which)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "第",
                "一",
                "二",
                "条",
                "款",
                "项",
                "（",
                "）",
                "《",
                "》",
                "〈",
                "<",
                "本办法",
                "前",
                "至",
                "、",
                "附件",
                "1",
                "〔2020〕",
                "3号",
                "以下简称",
                "受考单位",
                "云办",
            ]
        ),
        max_size=16,
    )
)
def test_any_text_gives_only_what_it_says(pieces: list[str]) -> None:
    notice = notice_of([*ARTICLES, ("article", "第五条", "".join(pieces) or "无。")])
    assert_proved(notice, *find_references(notice), *find_nicknames(notice))
