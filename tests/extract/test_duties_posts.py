"""Posts as towns and counties call them: named in headings, in rows, under a kind of people, in sections."""

import pytest

from extract.duties import find_roles
from extract.duties.governing import mentions_of
from extract.duties.subject_parser import SubjectParser
from tests.builders import notice_of
from tests.duty_roles import TITLE, brief, often, proved, roles_of

NAMED = [
    ("县委专职副书记和组织部部长、宣传部部长", ["县委专职副书记", "组织部部长", "宣传部部长"]),
    ("县总工会、团县委、县妇联主要负责人", ["县总工会主要负责人", "团县委主要负责人", "县妇联主要负责人"]),
    ("人大工委主任、纪工委书记", ["人大工委主任", "纪工委书记"]),
    ("青岚镇人大主席、副主席", ["青岚镇人大主席", "青岚镇人大副主席"]),
    ("宣统委员、武装部部长", ["宣统委员", "武装部部长"]),
    ("村（居）民委员会主任", ["村（居）民委员会主任"]),
    ("村（社区）党支部书记、主任", ["村（社区）党支部书记", "村（社区）主任"]),
    ("村党支部书记兼主任", ["村党支部书记兼主任"]),
    ("区委副书记（专职）", ["区委副书记（专职）"]),
    ("乡镇长（场长）", ["乡镇长（场长）"]),
    ("其他副市长、副县（市、区）长", ["其他副市长", "其他副县（市、区）长"]),
    ("分管安全生产工作的副县长、副乡镇长", ["分管安全生产工作的副县长", "分管安全生产工作的副乡镇长"]),
    ("分管安全生产的副镇长、武装部长", ["分管安全生产的副镇长", "武装部长"]),
    ("常务副市长、副县长", ["常务副市长", "副县长"]),
]


@pytest.mark.parametrize(("text", "names"), NAMED, ids=[t for t, _ in NAMED])
def test_posts_named_one_after_the_other(text: str, names: list[str]) -> None:
    subjects, end = SubjectParser(mentions_of(text), anywhere=True).enumeration(0)
    assert ["".join(text[a:b] for a, b in s.pieces) for s in subjects] == names
    assert end == len(text)


def test_a_chapter_of_sections_groups_the_articles_under_them() -> None:
    roles = roles_of(
        [
            ("chapter", "第二章", "领导干部职责"),
            ("section", "第一节", "区级领导干部职责"),
            ("article", "第四条", "区委书记的安全生产职责："),
            ("item", "（一）", "每半年听取一次汇报；"),
            ("article", "第五条", "常务副区长协助区长抓好安全生产工作。"),
            ("section", "第二节", "镇（街道）领导干部职责"),
            ("article", "第六条", "镇党委书记、街道党工委书记的安全生产职责："),
            ("item", "（一）", "每季度研究一次。"),
        ]
    )
    assert {n: [brief(d) for d in r.duties] for n, r in roles.items()} == {
        "区委书记": [("（一）", "每半年听取一次汇报；")],
        "常务副区长": [(None, "常务副区长协助区长抓好安全生产工作。")],
        "镇党委书记": [("（一）", "每季度研究一次。")],
        "街道党工委书记": [("（一）", "每季度研究一次。")],
    }


def test_sections_under_a_heading_that_binds_are_not_lost() -> None:
    roles = roles_of(
        [
            ("chapter", "第二章", "区委主要负责人职责"),
            ("section", "第一节", "日常工作"),
            ("article", "第四条", "每季度研究一次安全生产工作。"),
        ]
    )
    assert [brief(d) for d in roles["区委主要负责人"].duties] == [("第四条", "每季度研究一次安全生产工作。")]


def test_an_item_of_others_that_names_a_post_binds_that_post() -> None:
    roles = roles_of(
        [
            ("article", "第六条", "区委常委会其他成员履行以下职责："),
            ("item", "（一）", "区纪委书记负责对失职渎职行为监督、问责；"),
            ("item", "（二）", "组织部长负责将履职情况纳入考核内容；"),
            ("item", "（三）", "支持参与安全生产工作。"),
        ]
    )
    assert {n: [d.ordinal for d in r.duties] for n, r in roles.items()} == {
        "区委常委会其他成员": ["（三）"],
        "区纪委书记": ["（一）"],
        "组织部长": ["（二）"],
    }


def test_posts_without_an_organ_are_bound_beside_those_with_one() -> None:
    text = "党委组织委员、统战委员、驻村干部和副镇长，对分管范围内的安全生产工作负责，每月至少检查一次。"
    roles = roles_of([("chapter", "第二章", "职责"), ("article", "第七条", text)])
    assert list(roles) == ["党委组织委员", "统战委员", "驻村干部", "副镇长"]
    assert {often(d) for r in roles.values() for d in r.duties} == {(1, 1, "month")}


def test_an_office_that_no_table_knows_is_called_as_its_heading_does() -> None:
    notice = notice_of(
        [
            ("level1", "一", "分管负责人职责"),
            ("level2", "（一）", "宣教文卫办主任"),
            ("level3", "1", "每月检查一次。"),
            ("level2", "（二）", "乡镇长、种羊场办事处主任安全生产职责"),
            ("level3", "1", "健全机构。"),
        ],
        title="青岚镇领导班子成员安全生产职责清单",
    )
    roles, issues = find_roles(notice)
    proved(notice, roles)
    assert {r.name: [brief(d) for d in r.duties] for r in roles} == {
        "宣教文卫办主任": [("1", "每月检查一次。")],
        "乡镇长": [("1", "健全机构。")],
        "种羊场办事处主任": [("1", "健全机构。")],
    }
    assert [(i.code, i.severity) for i in issues] == [("duty-subject-unclear", "info")] * 2


def test_a_heading_that_names_no_office_is_still_reported() -> None:
    notice = notice_of(
        [("level1", "一", "各办公室负责人职责"), ("level2", "（一）", "落实监管责任。")],
        title="青岚镇领导班子成员安全生产职责清单",
    )
    roles, issues = find_roles(notice)
    assert roles == ()
    assert [(i.code, i.severity) for i in issues] == [("duty-subject-unclear", "warning")]


def test_an_items_heading_is_of_its_text() -> None:
    """A hard-wrapped item whose first line was taken for a heading loses nothing."""
    roles = roles_of(
        [
            ("level1", "一", "区委书记职责"),
            ("level2", "（一）", "健全责任体系"),
            ("level3", "1", "落实“一岗双责”。"),
        ]
    )
    assert [brief(d) for d in roles["区委书记"].duties] == [("（一）", "健全责任体系1、落实“一岗双责”。")]


def test_kinds_of_department_heads_are_reported() -> None:
    notice = notice_of(
        [("chapter", "第二章", "职责"), ("article", "第八条", "县直部门“一把手”每季度至少研究一次安全生产工作。")],
        title=TITLE,
    )
    roles, issues = find_roles(notice)
    assert roles == ()
    assert [i.code for i in issues] == ["duty-subject-unclear"]
