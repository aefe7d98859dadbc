"""Duties of whole instruments, as offices lay them out: under organs, under posts, in lists of departments and of establishments."""

import pytest

from extract.duties import find_roles
from extract.findings import Role
from extract.issues import Issue
from extract.reading_notice import read_notice
from ingest.plain import read_plain
from tests.builders import assert_proved
from tests.duty_roles import brief, often


def read(text: str) -> tuple[dict[str, Role], tuple[Issue, ...]]:
    """The roles of a plain text by name, each with its proofs checked, and the issues."""
    notice = read_notice(read_plain(text.encode(), "云溪区.txt"))
    roles, issues = find_roles(notice)
    for role in roles:
        assert_proved(notice, role, *role.duties, *role.general, *role.accountability)
    return {role.name: role for role in roles}, issues


def duties(text: str) -> dict[str, list[tuple[str | None, str]]]:
    return {name: [brief(duty) for duty in role.duties] for name, role in read(text)[0].items()}


def test_a_chapter_that_names_an_organ_over_articles_that_name_its_posts() -> None:
    found, _ = read(
        "云溪区安全生产“党政同责”规定\n第一章 党委安全生产职责\n第一条 各级党委安全生产工作主要职责：\n（一）每半年至少听取一次汇报；\n（二）加强领导。\n"
        "第二条 党委书记对安全生产工作负领导责任，每年至少带队检查1次。党委副书记协助书记抓好安全生产工作。\n"
    )
    assert [brief(d) for d in found["各级党委"].duties] == [
        ("（一）", "每半年至少听取一次汇报；"),
        ("（二）", "加强领导。"),
    ]
    assert often(found["党委书记"].duties[0]) == (1, 1, "year")
    assert [d.text for d in found["党委副书记"].duties] == ["党委副书记协助书记抓好安全生产工作。"]
    assert "党委" not in found


def test_organs_in_one_heading_and_each_below_it() -> None:
    text = "云溪区安全生产责任清单\n一、各级党委政府安全生产职责\n（一）党委主要职责\n1.研究重大事项。\n（二）政府主要职责\n1.每季度至少召开1次会议。\n2.保障经费。\n"
    assert duties(text) == {
        "党委": [("1", "研究重大事项。")],
        "政府": [("1", "每季度至少召开1次会议。"), ("2", "保障经费。")],
    }


def test_an_article_that_was_not_understood_is_not_given_to_those_above() -> None:
    found, issues = read(
        "云溪区生态环境保护工作职责规定\n第一章 党委、政府职责\n第一条 区委职责：\n（一）加强领导。\n第二条 专班牵头人职责：\n（一）定期调度。\n"
    )
    assert set(found) == {"区委"}
    assert [(i.code, i.node) for i in issues] == [("duty-subject-unclear", "ins-1.art-2")]


def test_headings_that_group_one_persons_duties() -> None:
    text = (
        "青岚镇党政领导干部安全生产职责清单和年度工作清单\n一、镇党委委员、副镇长周某某（分管应急管理、消防）\n（一）职责清单\n1.负责镇安委会日常工作。\n"
        "（二）年度工作清单\n1.每周带队检查不少于1次。\n2.每月召开1次例会。\n"
    )
    assert duties(text) == {
        "镇党委委员、副镇长": [
            ("1", "负责镇安委会日常工作。"),
            ("1", "每周带队检查不少于1次。"),
            ("2", "每月召开1次例会。"),
        ]
    }


def test_departments_one_after_the_other() -> None:
    text = (
        "云溪区安委会成员单位安全生产工作职责\n一、区委宣传部\n1.组织公益宣传。\n二、区委政法委：纳入平安建设考评，每年考评一次。\n"
        "三、区教育局（区委教育工委）\n（一）每月检查校园安全。\n四、区公安分局。负责道路交通安全监督管理。\n五、发展和改革局\n负责规划衔接。\n"
        "六、街道办事处\n（一）每月至少检查一次。\n七、派出所\n负责民用爆炸物品安全。\n"
    )
    assert duties(text) == {
        "街道办事处": [("（一）", "每月至少检查一次。")],
        "区委宣传部": [("1", "组织公益宣传。")],
        "区委政法委": [("二", "纳入平安建设考评，每年考评一次。")],
        "区教育局": [("（一）", "每月检查校园安全。")],
        "区公安分局": [("四", "负责道路交通安全监督管理。")],
        "发展和改革局": [(None, "负责规划衔接。")],
        "派出所": [(None, "负责民用爆炸物品安全。")],
    }


def test_departments_named_by_what_they_are_for() -> None:
    found, issues = read(
        "云溪区消防安全职责规定\n第一条 工作部门履行下列职责：\n（一）教育部门负责学校消防安全。指导消防演练。\n（二）民政部门负责养老机构消防安全。\n"
    )
    assert {n: [d.text for d in r.duties] for n, r in found.items()} == {
        "教育部门": ["教育部门负责学校消防安全。指导消防演练。"],
        "民政部门": ["民政部门负责养老机构消防安全。"],
    }
    assert {r.kind for r in found.values()} == {"department"}
    assert not [i for i in issues if "哪个部门" in i.message]


def test_a_list_whose_items_say_whom_they_bind_needs_no_look() -> None:
    found, issues = read(
        "云溪区消防安全职责规定\n第一条 区政府有关部门在各自范围内履行下列职责：\n（一）公安机关依法查处违法行为。\n（二）区民政局负责养老机构消防安全。\n"
    )
    assert [(name, role.kind) for name, role in found.items()] == [
        ("公安机关", "department"),
        ("区民政局", "department"),
    ]
    assert issues == ()


def test_the_common_duties_of_units_that_are_not_named_are_reported() -> None:
    found, issues = read(
        "云溪区安委会职责规定\n第一条 区安委会成员单位及有关部门的共同职责：\n（一）加强检查。\n（二）按时报告。\n"
    )
    assert found == {}
    assert [(i.code, i.severity, i.node) for i in issues] == [("duty-subject-unclear", "info", "ins-1.art-1")]


def test_posts_in_headings_that_speak_of_a_system_of_responsibility() -> None:
    text = "云岭集团安全生产责任制\n一、公司董事长安全生产责任制\n（一）审定规划。\n二、公司分管安全副总经理安全生产责任制\n（一）每月检查不少于两次。\n"
    found, issues = read(text)
    assert {name: often(role.duties[0]) for name, role in found.items()} == {
        "公司董事长": None,
        "公司分管安全副总经理": (2, 1, "month"),
    }
    assert issues == ()


def test_one_organs_own_rules_name_its_posts_without_a_tier() -> None:
    text = "意识形态工作责任制实施办法\n第一条 党组书记是第一责任人，应当站在第一线，每年至少讲党课1次。\n第二条 党组分管领导是直接责任人，协助书记抓好工作。\n第三条 其他。\n"
    found, _ = read(text)
    assert {name: often(role.duties[0]) for name, role in found.items()} == {
        "党组书记": (1, 1, "year"),
        "党组分管领导": None,
    }


def test_periods_that_bind_those_who_are_urged() -> None:
    rows = "（一）督促班子成员每年调研不少于2次、每月检查不少于1次，并按时述职。\n（二）督促企业每月自查，每季度至少带队检查1次。\n"
    found, _ = read(f"云溪区安全生产职责规定\n第一条 区委书记职责：\n{rows}")
    assert [often(d) for d in found["区委书记"].duties] == [None, (1, 1, "quarter")]


def test_an_organ_whose_departments_owe_what_the_article_lists() -> None:
    found, _ = read(
        "云溪区生态环境保护工作责任规定\n第一条 区委生态环境保护工作职责：\n（一）每半年至少听取一次汇报。\n"
        "第二条 区委组织部生态环境保护工作职责：\n（一）纳入干部培训内容。\n第三条 区委办公室主要工作职责：\n（一）纳入督查。\n"
    )
    assert {name: (role.kind, [d.text for d in role.duties]) for name, role in found.items()} == {
        "区委": ("leader", ["每半年至少听取一次汇报。"]),
        "区委组织部": ("department", ["纳入干部培训内容。"]),
        "区委办公室": ("department", ["纳入督查。"]),
    }


def test_paragraphs_that_begin_with_whom_they_bind_under_a_heading_of_duties() -> None:
    text = "关于加强农村道路安全的意见\n各镇街：\n一、明确职责分工。\n镇政府：每月排查一次隐患。\n交通部门：完善安全设施。\n二、严格考核。\n"
    found, _ = read(text)
    assert {name: (role.kind, often(role.duties[0])) for name, role in found.items()} == {
        "镇政府": ("leader", (1, 1, "month")),
        "交通部门": ("department", None),
    }


def test_an_article_with_a_sentence_for_each_post_under_a_heading_that_names_their_kind() -> None:
    text = (
        "云溪区安全生产规定\n第一章 区级领导职责\n第一条 区委副书记协助书记抓好工作，每半年至少检查1次；"
        "区委常委、常务副区长协助区长抓好工作，每季度至少检查1次。\n"
    )
    found, _ = read(text)
    assert {name: often(role.duties[0]) for name, role in found.items()} == {
        "区委副书记": (1, 1, "half-year"),
        "区委常委、常务副区长": (1, 1, "quarter"),
    }


def test_a_heading_that_says_whose_duties_follow_and_was_not_understood_is_reported() -> None:
    text = "云溪区包保工作方案\n一、职责\n（一）值班人员职责\n1.每日值守。\n2.及时报告。\n（二）行业监管职责\n1.加强监管。\n2.定期检查。\n"
    found, issues = read(text)
    assert found == {}
    assert [(i.severity, "值班人员" in i.message) for i in issues] == [("warning", True)]


def test_persons_named_before_their_posts() -> None:
    text = "关于调整青岚镇班子成员分工的通知\n各村：\n一、王建国  镇党委书记：全面负责，每季度带队检查1次。\n二、周小芳　镇党委委员、副镇长：每周检查1次。\n"
    assert {name: often(role.duties[0]) for name, role in read(text)[0].items()} == {
        "镇党委书记": (1, 1, "quarter"),
        "镇党委委员、副镇长": (1, 1, "week"),
    }


def test_articles_that_begin_with_what_a_department_is_for() -> None:
    text = (
        "云溪区安全生产监督管理职责规定\n第一条 气象行政主管部门负责防雷安全。\n第二条 教育行政主管部门负责学校安全。\n"
    )
    found, issues = read(text)
    assert [(name, role.kind) for name, role in found.items()] == [
        ("气象行政主管部门", "department"),
        ("教育行政主管部门", "department"),
    ]
    assert issues == ()


def test_organs_and_departments_as_bare_headings_of_a_division_of_tasks() -> None:
    text = "云溪县平安畅通工作任务分解\n一、县人民政府\n1、每半年召开一次会议；\n2、健全机制。\n二、县公安局\n1、每月分析一次。\n"
    assert {name: (role.kind, often(role.duties[0])) for name, role in read(text)[0].items()} == {
        "县人民政府": ("leader", (1, 1, "half-year")),
        "县公安局": ("department", (1, 1, "month")),
    }


def test_the_leaders_of_a_school() -> None:
    text = "云岭学院安全工作责任规定\n一、安全责任\n（一）校领导安全责任\n1、每学期检查。\n（二）局党组书记职责\n1、每季度研究一次。\n"
    found, _ = read(text)
    assert {(r.name, r.organ, r.position) for r in found.values()} == {
        ("校领导", "校", "领导"),
        ("局党组书记", "局党组", "书记"),
    }
    posts, _ = read("云溪区应急管理局责任清单\n一、局党委书记、局长职责\n1.每月研究一次。\n2.带队检查。\n")
    assert {(r.name, r.organ, r.position) for r in posts.values()} == {
        ("局党委书记", "局党委", "书记"),
        ("局长", "局", "局长"),
    }


def test_a_tier_by_itself_and_who_heads_an_establishment() -> None:
    text = (
        "云溪区学校安全管理规定\n第一条 镇街（园区）安全生产职责：\n（一）每月召开一次例会。\n第二条 学校主要负责人安全工作职责：\n（一）每月至少研究一次。\n"
        "第三条 市级有关单位职责：\n（一）密切配合。\n"
    )
    found, _ = read(text)
    assert {(r.name, r.tier, r.organ, r.position) for r in found.values()} == {
        ("镇街（园区）", "镇街（园区）", None, None),
        ("学校主要负责人", None, "学校", "主要负责人"),
    }


@pytest.mark.parametrize(
    ("opening", "names"),
    [
        ("街道党工委（镇党委）、街道办事处（镇政府）主要负责人职责：", ["街道党工委（镇党委）主要负责人", "街道办事处（镇政府）主要负责人"]),
        ("县级以上人大及其常委会职责：", ["县级以上人大及其常委会"]),
        ("分管安全生产工作的政府领导职责：", ["分管安全生产工作的政府领导"]),
        ("分管住建工作的政府领导职责：", ["分管住建工作的政府领导"]),
        ("分管安全的副总经理职责：", ["分管安全的副总经理"]),
    ],
)  # fmt: skip
def test_openings(opening: str, names: list[str]) -> None:
    assert list(duties(f"云溪区安全生产职责规定\n第一条 {opening}\n（一）每月研究一次。\n（二）加强检查。\n")) == names


def test_what_is_said_of_a_post_before_its_organ_is_part_of_the_position() -> None:
    found, _ = read(
        "云溪区安全生产职责规定\n第一条 分管安全生产工作的政府领导职责：\n（一）甲。\n第二条 分管住建工作的政府领导职责：\n（一）乙。\n"
    )
    assert [r.position for r in found.values()] == ["分管安全生产", "分管住建工作的领导"]


def test_the_units_of_a_body_each_with_a_period_of_its_own() -> None:
    found, _ = read(
        "云溪区安全生产约谈办法\n第一条 区安委会各成员单位主要负责人每季度、分管负责人每月至少研究一次安全生产工作。\n第二条 乙。\n"
    )
    assert {name: often(role.duties[0]) for name, role in found.items()} == {
        "区安委会各成员单位主要负责人": (1, 1, "quarter"),
        "区安委会各成员单位分管负责人": (1, 1, "month"),
    }


@pytest.mark.parametrize(
    ("sentence", "wanted"),
    [
        ("各社区每月组织一次自查；每季度，由区应急局组织开展考核。", {"区应急局": (1, 1, "quarter")}),
        ("燃气企业每年至少开展1次入户检查。（区城管局牵头，各镇街配合）", {"区城管局": None}),
        ("8月16日至9月10日，区安委办组织3个组，对各镇街开展了督查。", {}),
        ("校园排查由省教育厅、省公安厅负责。", {"省教育厅": None, "省公安厅": None}),
        ("区应急局及各行业主管、监管部门分工负责。", {"区应急局": None}),
    ],
)  # fmt: skip
def test_what_a_sentence_asks_of_departments(sentence: str, wanted: dict[str, object]) -> None:
    found, _ = read(f"关于加强安全生产工作的意见\n各镇街：\n一、{sentence}\n二、其他。\n")
    assert {name: often(role.duties[0]) for name, role in found.items()} == wanted


def test_the_same_period_twice_is_one_frequency() -> None:
    rows = "（一）每年召开会议，每年向区政府报告。\n（二）每季度研究一次，每年检查一次。\n"
    found, issues = read(f"云溪区安全生产职责规定\n第一条 区委书记职责：\n{rows}")
    assert [often(d) for d in found["区委书记"].duties] == [(1, 1, "year"), (1, 1, "quarter")]
    assert ["每季度研究一次" in i.message for i in issues if i.code == "duty-several-frequencies"] == [True]


def test_a_line_that_names_a_kind_of_leaders_and_then_those_it_means() -> None:
    found, _ = read(
        "关于落实党政领导干部安全生产责任的通知\n各镇街：\n一、明确职责\n(一)党政主要负责人。镇党委书记、镇长每月至少带队检查1次。\n(二)分管负责人。分管安全生产的负责人每周至少检查1次。\n"
    )
    assert {name: often(role.duties[0]) for name, role in found.items()} == {
        "镇党委书记": (1, 1, "month"),
        "镇长": (1, 1, "month"),
        "分管负责人": (1, 1, "week"),
    }


def test_a_table_of_persons_with_two_columns_of_duties() -> None:
    text = (
        "云溪区政府领导干部安全生产职责和重点工作清单\n\n序号\t姓名及职务\t安全生产职责\t2024年度重点工作\n"
        "1\t区委副书记、区长 王某某\t1.担任区安委会主任；2.每季度主持召开1次会议。\t1.每年带队检查4次。\n"
        "2\t副区长 张某\t1.分管住建；2.每月检查1次。\t1.燃气整治；2.自建房整治。\n"
    )
    found = duties(text)
    assert found == {
        "区委副书记、区长": [("1", "担任区安委会主任；"), ("2", "每季度主持召开1次会议。"), ("1", "每年带队检查4次。")],
        "副区长": [("1", "分管住建；"), ("2", "每月检查1次。"), ("1", "燃气整治；"), ("2", "自建房整治。")],
    }
