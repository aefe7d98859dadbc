"""Whom the assessment is for: groups, counts and members."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import reading
from extract.subjects import ROWS, find_subjects, subject_issues
from extract.unit_names import UNIT_ENDS, members, split_members
from tests.builders import assert_proved, notice_of

Row = tuple[str, str | None, str]


def read(*rows: Row, title: str = "云溪区安全生产工作考核办法") -> list[tuple[str, int | None, tuple[str, ...]]]:
    notice = notice_of(list(rows), title=title)
    found = find_subjects(notice)
    assert_proved(notice, *found)
    return [(s.group, s.count, s.members) for s in found]


STATED = [
    ("本办法适用于对各镇、区安委会有关成员单位（以下简称“受考单位”）安全生产工作的年度考核。", [("镇", None, ()), ("区安委会有关成员单位", None, ())]),
    ("对全区6个镇街和3个专项监管部门、2个行业主管部门进行分类考核。", [("镇街", 6, ()), ("专项监管部门", 3, ()), ("行业主管部门", 2, ())]),
    ("考核对象为各镇人民政府、各街道办事处和区安委会成员单位。", [("镇人民政府", None, ()), ("街道办事处", None, ()), ("区安委会成员单位", None, ())]),
    ("考核对象。区应急局、区教育局等9个成员单位。", [("成员单位", 9, ("区应急局", "区教育局"))]),
    ("区政府每年对各镇、各街道目标责任完成情况进行考核。", [("镇", None, ()), ("街道", None, ())]),
    ("十二个镇街为考核对象，对十二个镇街开展年度考核。", [("镇街", 12, ())]),
    ("考核对象为15个镇（街道）、2个园区管委会以及承担监管职责的23个区直部门。", [("镇（街道）", 15, ()), ("园区管委会", 2, ()), ("区直部门", 23, ())]),
    ("考核对象。全县12个乡镇、3个街道和21个县安委会成员单位。", [("乡镇", 12, ()), ("街道", 3, ()), ("县安委会成员单位", 21, ())]),
    ("考核对象为各乡镇（街道），县教育局、县公安局等2个重点部门。", [("乡镇（街道）", None, ()), ("重点部门", 2, ("县教育局", "县公安局"))]),
    ("考评对象为各村党支部、村委会。", [("村党支部", None, ()), ("村委会", None, ())]),
    ("考核对象为各村（社区）。", [("村（社区）", None, ())]),
    ("区政府对各镇街（景区）落实河湖管护制度情况进行考核。", [("镇街（景区）", None, ())]),
    ("本办法适用于区政府对各镇人民政府、区安委会成员单位的年度考核。", [("镇人民政府", None, ()), ("区安委会成员单位", None, ())]),
    ("考核对象为各县、区人民政府和各园区管委会。", [("县、区人民政府", None, ()), ("园区管委会", None, ())]),
    ("考核对象为各镇，市属煤矿、电力、冶金企业。", [("镇", None, ()), ("市属煤矿、电力、冶金企业", None, ())]),
    ("本办法所称被考核单位，是指全区6个镇和3个区直部门。", [("镇", 6, ()), ("区直部门", 3, ())]),
    ("消防工作考核是指对各县（市、区）政府，东城区管委会和市直有关部门年度消防工作完成情况进行考核。", [("县（市、区）政府", None, ()), ("东城区管委会", None, ()), ("市直有关部门", None, ())]),
    ("考核对象为区公安局、区水务局、区消防支队3个重点监管部门。", [("重点监管部门", 3, ("区公安局", "区水务局", "区消防支队"))]),
    # somebody else's assessment, work and not units, the nickname of what was named already
    ("各街道办事处要将安全生产纳入综合考核，对社区居委会实施考核。", []),
    ("对本区安全生产工作实施严格考核。", []),
    ("区安委会办公室对被考核单位实施差异化考核。", []),
    ("对社会影响大的事故进行评价。", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[text[:20] for text, _ in STATED])
def test_groups(text: str, expected: list[tuple[str, int | None, tuple[str, ...]]]) -> None:
    assert read(("article", "第二条", text)) == expected


def test_members_from_the_paragraphs_that_follow() -> None:
    assert read(
        ("level2", "（二）", "划分对象。对全区4个镇和2个专项监管部门、3个行业主管部门进行考核。其中："),
        ("paragraph", None, "专项监管部门：主要包括区应急局、区消防救援支队等部门。"),
        ("paragraph", None, "行业主管部门：主要包括区文化和旅游局、区教育局和区民政局等部门。"),
        ("level2", "（三）", "现场考核。对全区4个镇开展现场考核。"),
    ) == [
        ("镇", 4, ()),
        ("专项监管部门", 2, ("区应急局", "区消防救援支队")),
        ("行业主管部门", 3, ("区文化和旅游局", "区教育局", "区民政局")),
    ]


def test_groups_as_items_under_a_heading() -> None:
    assert read(
        ("level1", "二", "考核对象"),
        ("level2", "（一）", "镇街（3个）：青岚镇、北麓镇、松桥街道。"),
        ("level2", "（二）", "部门（2个）：区应急局、区教育局。"),
    ) == [("镇街", 3, ("青岚镇", "北麓镇", "松桥街道")), ("部门", 2, ("区应急局", "区教育局"))]


def test_groups_as_items_under_a_sentence_that_lists_them() -> None:
    assert read(
        ("article", "第四条", "考核对象分为两类："),
        ("item", "（一）", "各村（社区）；"),
        ("item", "（二）", "镇应急管理所、镇派出所等2个镇直单位。"),
    ) == [("村（社区）", None, ()), ("镇直单位", 2, ("镇应急管理所", "镇派出所"))]


def test_a_number_that_is_not_the_members_is_told() -> None:
    notice = notice_of([("article", "第二条", "考核对象。区应急局、区教育局等9个成员单位。")])
    assert [i.message for i in subject_issues(find_subjects(notice))] == ["“成员单位”写明9个，列出的有2个"]


def test_each_member_is_cited_alone_and_all_together_read_back() -> None:
    notice = notice_of([("article", "第二条", "考核对象。区应急局、区教育局和区民政局等9个成员单位。")])
    proof = find_subjects(notice)[0].proof["members"]
    assert [e.quote for e in proof.evidence] == ["区应急局、", "区教育局和", "区民政局"]
    assert reading.read("members", "".join(e.quote for e in proof.evidence)) == ("区应急局", "区教育局", "区民政局")


LISTS = [
    ("区发展和改革委、区规划和自然资源局", ("区发展和改革委", "区规划和自然资源局")),
    ("区文化和旅游局和区教育局以及区民政局", ("区文化和旅游局", "区教育局", "区民政局")),
    ("区人防办（民防办、地震局）、区住房和城乡建设委等16个部门", ("区人防办（民防办、地震局）", "区住房和城乡建设委")),
    ("区高等学校管理处，区消防救援支队等", ("区高等学校管理处", "区消防救援支队")),
    ("区公安分局\n、区人力资源和社会保障局等单位。", ("区公安分局", "区人力资源和社会保障局")),
]


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_lists_of_members(text: str, expected: tuple[str, ...]) -> None:
    assert members(text) == expected


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_row_finds_its_example(row) -> None:  # type: ignore[no-untyped-def]
    found = find_subjects(notice_of([("article", "第二条", f"{row.example}。")]))
    assert {s.proof["group"].rule for s in found} == {row.id}


names = st.builds(
    lambda middle, end: f"区{middle}{end}",
    st.text(alphabet="应急教育民政水务商财税林农", min_size=2, max_size=4),
    st.sampled_from([end for end in UNIT_ENDS if end in ("局", "委", "办", "支队", "中心", "镇")]),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(names, min_size=1, max_size=6), st.sampled_from(["", "等部门", "等有关单位", "等8个部门"]))
def test_any_list_of_units_comes_apart_again(units: list[str], rest: str) -> None:
    text = "、".join(units) + rest
    assert members(text) == tuple(units)
    assert [text[a:b] for a, b in split_members(text)] == units


def test_members_before_their_number_under_a_heading_of_assessment_and_inspection() -> None:
    assert read(
        ("level1", "一", "考核巡查对象"),
        ("level2", "（一）", "街道（镇）：松桥街道、青岚镇等2个街道（镇）；"),
        ("level2", "（二）", "县市组（2个）：澧溪市、桃岭县。"),
    ) == [("街道（镇）", 2, ("松桥街道", "青岚镇")), ("县市组", 2, ("澧溪市", "桃岭县"))]


def test_what_an_inspection_reaches_besides_is_not_its_subject() -> None:
    assert read(
        ("level1", "一", "巡查对象"),
        ("paragraph", None, "省安委会对各市人民政府、省直管县（市）人民政府开展巡查，并可延伸巡查部分县和重点企业。"),
    ) == [("市人民政府", None, ()), ("省直管县（市）人民政府", None, ())]


def test_kinds_of_units_under_a_heading() -> None:
    assert read(
        ("level1", "一", "考核对象"),
        ("level2", "（一）", "属地类：青岚镇、松桥街道。"),
        ("level2", "（二）", "部门类：区应急局、区教育局。"),
    ) == [("属地类", None, ("青岚镇", "松桥街道")), ("部门类", None, ("区应急局", "区教育局"))]


def test_groups_with_their_members_in_items_below_the_units_concerned() -> None:
    notice = notice_of(
        [
            ("article", "第二条", "本办法适用于对下列单位（以下统称被考核单位）的年度考核："),
            ("item", "（一）", "镇、街道3个：青岚镇、石桥镇、城东街道；"),
            ("item", "（二）", "区级部门2个：区教育局、区文化和旅游局。"),
        ]
    )
    assert [(s.group, s.count, s.members) for s in find_subjects(notice)] == [
        ("镇、街道", 3, ("青岚镇", "石桥镇", "城东街道")),
        ("区级部门", 2, ("区教育局", "区文化和旅游局")),
    ]
