"""Roles and what binds them, over whole notices: headings, named items, running text, general clauses, 问责."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.duties import find_roles
from tests.builders import assert_proved, notice_of
from tests.duty_roles import TITLE, brief, often, proved, roles_of

# --- how duties are set out ---------------------------------------------------------------------------------------------


def test_a_running_article_is_one_duty() -> None:
    text = (
        "区委常委会和镇（街道）党（工）委会其他成员按照职责分工，支持保障安全生产工作。分管宣传工作的，要统筹公益宣传。"
    )
    roles = roles_of([("chapter", "第二章", "职责"), ("article", "第七条", text)])
    assert [(n, [brief(d) for d in r.duties]) for n, r in roles.items()] == [
        ("区委常委会其他成员", [(None, text)]),
        ("镇（街道）党（工）委会其他成员", [(None, text)]),
    ]
    assert roles["区委常委会其他成员"].organ == "区委"


def test_items_that_name_their_roles() -> None:
    roles = roles_of(
        [
            ("article", "第六条", "区党政领导班子成员职责分工如下："),
            ("item", "（一）", "区委书记：每半年主持召开一次常委会会议。"),
            ("item", "（二）", "区长：每季度主持召开一次政府常务会议。"),
            ("item", "（三）", "分管安全生产的副区长。牵头抓好日常工作。"),
            ("item", "（四）", "其他副区长按照分工抓好分管领域工作。"),
        ]
    )
    assert {n: [(d.ordinal, d.text, often(d)) for d in r.duties] for n, r in roles.items() if r.duties} == {
        "区委书记": [("（一）", "每半年主持召开一次常委会会议。", (1, 1, "half-year"))],
        "区长": [("（二）", "每季度主持召开一次政府常务会议。", (1, 1, "quarter"))],
        "分管安全生产的副区长": [("（三）", "牵头抓好日常工作。", None)],
        "其他副区长": [("（四）", "其他副区长按照分工抓好分管领域工作。", None)],
    }


def test_headings_that_name_their_roles() -> None:
    roles = roles_of(
        [
            ("level1", "一", "区委主要负责人职责"),
            ("level2", "（一）", "每半年听取一次汇报。"),
            ("level2", "（二）", "加强班子建设。"),
            ("level1", "二", "分管安全生产的副区长职责清单"),
            ("level2", "（一）", "每月调度一次。"),
            ("level3", "1", "督促整改；"),
            ("level3", "2", "年底前销号。"),
        ]
    )
    assert [brief(d) for d in roles["区委主要负责人"].duties] == [
        ("（一）", "每半年听取一次汇报。"),
        ("（二）", "加强班子建设。"),
    ]
    [duty] = roles["分管安全生产的副区长"].duties
    assert (duty.ordinal, duty.text, often(duty), duty.due) == (
        "（一）",
        "每月调度一次。1、督促整改；2、年底前销号。",
        (1, 1, "month"),
        "年底前",
    )


def test_a_chapter_that_names_its_role_binds_its_articles() -> None:
    roles = roles_of(
        [
            ("chapter", "第二章", "区政府主要负责人职责"),
            ("article", "第四条", "每季度研究一次安全生产工作。"),
            ("article", "第五条", "保障监管经费。"),
            ("chapter", "第三章", "附则"),
            ("article", "第六条", "本细则自印发之日起施行。"),
        ]
    )
    assert {n: [brief(d) for d in r.duties] for n, r in roles.items()} == {
        "区政府主要负责人": [("第四条", "每季度研究一次安全生产工作。"), ("第五条", "保障监管经费。")]
    }


def test_a_heading_that_groups_articles_binds_none_of_them() -> None:
    roles = roles_of(
        [
            ("chapter", "第二章", "党委领导干部职责"),
            ("article", "第四条", "县党委主要负责人安全生产职责："),
            ("item", "（一）", "加强领导。"),
            ("article", "第五条", "县党委常委会其他成员，乡镇党委其他成员，按照职责分工抓好分管领域工作。"),
            ("article", "第六条", "县党委组织部门主要负责人应当把安全生产纳入考核。"),
        ]
    )
    assert {n: [d.ordinal for d in r.duties] for n, r in roles.items()} == {
        "县党委主要负责人": ["（一）"],
        "县党委常委会其他成员": [None],
        "乡镇党委其他成员": [None],
        "县党委组织部门主要负责人": [None],
    }


def test_headings_may_give_a_persons_name_or_what_he_is_in_charge_of() -> None:
    roles = roles_of(
        [
            ("level1", "一", "镇党委书记张某某"),
            ("level2", "（一）", "每月主持召开一次会议。"),
            ("level1", "二", "镇党委委员、副镇长（分管安全生产）"),
            ("level2", "（一）", "每周调度一次。"),
        ],
        "青岚镇安全生产责任清单",
    )
    assert {n: r.position for n, r in roles.items()} == {
        "镇党委书记": "书记",
        "镇党委委员、副镇长（分管安全生产）": "副镇长（分管安全生产）",
    }


def test_a_bare_position_is_of_the_tier_named_before_it() -> None:
    roles = roles_of([("article", "第九条", "乡镇党委书记每月带队检查一次；分管负责人每周检查一次。")])
    assert {n: (r.tier, [d.text for d in r.duties], often(r.duties[0])) for n, r in roles.items()} == {
        "乡镇党委书记": ("乡镇", ["乡镇党委书记每月带队检查一次；"], (1, 1, "month")),
        "乡镇党委分管负责人": ("乡镇", ["分管负责人每周检查一次。"], (1, 1, "week")),
    }


def test_a_demand_on_all_tiers_in_the_chapter_of_duties_is_a_role() -> None:
    roles = roles_of(
        [
            ("chapter", "第二章", "职责"),
            ("article", "第六条", "地方各级党委常委会其他成员按照职责分工，抓好分管领域工作。"),
        ]
    )
    assert [(r.name, r.tier, r.organ, r.position) for r in roles.values()] == [
        ("地方各级党委常委会其他成员", "地方各级", "党委", "其他成员")
    ]


def test_inline_items_are_duties_each() -> None:
    roles = roles_of(
        [("level1", "一", "职责分工"), ("level2", "（一）", "区长：1.每季度召开一次会议；2.每年带队检查不少于4次。")]
    )
    assert [(d.ordinal, d.text, often(d)) for d in roles["区长"].duties] == [
        ("1", "每季度召开一次会议；", (1, 1, "quarter")),
        ("2", "每年带队检查不少于4次。", (4, 1, "year")),
    ]


def test_sentences_that_oblige_a_leader() -> None:
    roles = roles_of(
        [
            ("level1", "一", "工作要求"),
            (
                "level2",
                "（一）",
                "加强领导。区委书记、区长每季度至少带队检查一次；分管副区长要每月调度。各镇党委书记要靠前指挥。",
            ),
        ],
        "云溪区工作方案",
    )
    assert {n: [(d.ordinal, d.text, often(d)) for d in r.duties] for n, r in roles.items()} == {
        "区委书记": [("（一）", "区委书记、区长每季度至少带队检查一次；", (1, 1, "quarter"))],
        "区长": [("（一）", "区委书记、区长每季度至少带队检查一次；", (1, 1, "quarter"))],
        "各镇党委书记": [("（一）", "各镇党委书记要靠前指挥。", None)],
    } | {n: [("（一）", "分管副区长要每月调度。", (1, 1, "month"))] for n in roles if n == "分管副区长"}


@pytest.mark.parametrize(
    "text",
    [
        "协助区委书记抓好落实。",
        "由区委书记任组长。",
        "区委书记的考核由市委负责。",
        "企业主要负责人要落实主体责任。",
        "经区长同意后印发。",
        "区委书记出席了会议。",
        "按照区委主要负责人批示要求，抓好整改。",
    ],
)
def test_sentences_that_bind_no_leader(text: str) -> None:
    assert roles_of([("level1", "一", "要求"), ("level2", "（一）", text)], "云溪区工作方案") == {}


def test_an_item_may_bind_only_some_of_the_articles_roles() -> None:
    roles = roles_of(
        [
            ("article", "第五条", "区委和镇（街道）党（工）委主要负责人安全生产职责包括："),
            ("item", "（一）", "贯彻决策部署；"),
            ("item", "（二）", "镇（街道）党（工）委主要负责人每月带队检查一次。"),
        ]
    )
    assert {n: [d.ordinal for d in r.duties] for n, r in roles.items()} == {
        "区委主要负责人": ["（一）"],
        "镇（街道）党（工）委主要负责人": ["（一）", "（二）"],
    }


# --- frequencies by tier ------------------------------------------------------------------------------------------------

SHARED = [
    ("article", "第五条", "县党委和乡镇党委主要负责人安全生产职责包括："),
    ("item", "（一）", "县党委主要负责人每半年、乡镇党委主要负责人每月至少听取一次汇报；"),
    ("item", "（二）", "县级每年、乡镇每季度组织一次宣讲；"),
    ("item", "（三）", "每两年开展一次轮训。"),
]


def test_each_tier_has_its_own_frequency() -> None:
    roles = roles_of(SHARED)
    assert {n: [often(d) for d in r.duties] for n, r in roles.items()} == {
        "县党委主要负责人": [(1, 1, "half-year"), (1, 1, "year"), (1, 2, "year")],
        "乡镇党委主要负责人": [(1, 1, "month"), (1, 1, "quarter"), (1, 2, "year")],
    }


def test_tiers_that_a_frequency_tells_apart_are_roles_of_their_own() -> None:
    roles = roles_of(
        [
            ("article", "第五条", "区、镇（街道）政府主要负责人安全生产职责包括："),
            ("item", "（一）", "保障经费投入；"),
            ("item", "（二）", "区政府主要负责人每季度、镇（街道）政府主要负责人每月至少研究一次安全生产工作。"),
        ]
    )
    assert {n: (r.tier, [(d.ordinal, often(d)) for d in r.duties]) for n, r in roles.items()} == {
        "区政府主要负责人": ("区", [("（一）", None), ("（二）", (1, 1, "quarter"))]),
        "镇（街道）政府主要负责人": ("镇（街道）", [("（一）", None), ("（二）", (1, 1, "month"))]),
    }


def test_several_frequencies_are_reported() -> None:
    notice = notice_of(
        [("article", "第五条", "区长职责："), ("item", "（一）", "每月调度，每季度召开一次会议。")], title=TITLE
    )
    roles, issues = find_roles(notice)
    assert often(roles[0].duties[0]) == (1, 1, "month")
    assert [i.code for i in issues] == ["duty-several-frequencies"]


# --- general clauses and 问责 -------------------------------------------------------------------------------------------

WHOLE = [
    ("chapter", "第一章", "总则"),
    (
        "article",
        "第三条",
        "各级党委和政府主要负责人是本地区安全生产第一责任人，班子其他成员对分管范围内的安全生产工作负领导责任。",
    ),
    ("chapter", "第二章", "职责"),
    ("article", "第四条", "区委主要负责人职责："),
    ("item", "（一）", "加强领导。"),
    ("article", "第五条", "区政府其他领导干部职责："),
    ("item", "（一）", "抓好分管领域工作。"),
    ("chapter", "第三章", "考核"),
    ("article", "第六条", "各级党政领导班子成员应当在述职中报告履职情况。"),
    ("chapter", "第四章", "责任追究"),
    ("article", "第七条", "党政领导干部有下列情形之一的，应当予以问责："),
    ("item", "（一）", "履行职责不到位的；"),
    ("item", "（二）", "瞒报事故的。"),
    ("article", "第八条", "对负有领导责任的主要负责人，一年内取消评优资格。"),
    ("article", "第九条", "问责由纪检监察机关按照权限办理。"),
]


def test_general_clauses_and_accountability_belong_to_the_roles_they_bind() -> None:
    roles = roles_of(WHOLE)
    assert list(roles) == ["区委主要负责人", "区政府其他领导干部"]
    head, other = roles.values()
    assert [d.text for d in head.general] == [WHOLE[1][2], WHOLE[8][2]]
    assert [d.text for d in other.general] == [WHOLE[1][2], WHOLE[8][2]]
    assert [brief(d) for d in head.accountability][:2] == [("（一）", "履行职责不到位的；"), ("（二）", "瞒报事故的。")]
    assert [d.text for d in other.accountability] == ["履行职责不到位的；", "瞒报事故的。"]
    assert head.accountability[0].id == "role-1.accountability-1"
    assert [len(r.duties) for r in roles.values()] == [1, 1]
    assert [e.quote for e in head.accountability[0].evidence] == [WHOLE[10][2], "履行职责不到位的；"]


def test_one_role_in_other_words_is_one_role() -> None:
    roles = roles_of(
        [
            ("article", "第四条", "区委书记职责："),
            ("item", "（一）", "加强领导。"),
            ("article", "第五条", "区委主要负责人每季度带队检查一次。"),
        ]
    )
    assert {n: [often(d) for d in r.duties] for n, r in roles.items()} == {"区委书记": [None, (1, 1, "quarter")]}


def test_a_demand_on_leaders_in_general_is_reported_where_no_role_takes_it() -> None:
    notice = notice_of(
        [("level1", "一", "要求"), ("level2", "（一）", "党政主要负责人要带头学习。")], title="云溪区关于学习的通知"
    )
    roles, issues = find_roles(notice)
    assert roles == ()
    assert [(i.code, i.severity) for i in issues] == [("duty-subject-unclear", "info")]
    assert "党政主要负责人要带头学习。" in issues[0].message


def test_instruments_of_one_file_keep_their_roles_apart() -> None:
    notice = notice_of(
        [
            ("article", "第一条", "区长职责："),
            ("item", "（一）", "甲。"),
            ("instrument", None, "青岚镇细则"),
            ("article", "第一条", "镇长职责："),
            ("item", "（一）", "乙。"),
        ]
    )
    roles, _ = find_roles(notice)
    assert [(r.id, r.name, r.duties[0].id) for r in roles] == [
        ("role-1", "区长", "role-1.duty-1"),
        ("role-2", "镇长", "role-2.duty-1"),
    ]


# --- for any notice -----------------------------------------------------------------------------------------------------

_TIERS = ["市、区", "区", "乡镇（街道）", "镇（街道）", "县（区）", ""]
_ORGANS = ["党委", "政府", "党（工）委", "党政"]
_POSITIONS = ["主要负责人", "其他成员", "分管安全生产工作的领导干部", "其他领导干部", "领导班子成员"]
_TEXTS = [
    "每季度至少召开一次会议；",
    "区每半年、镇（街道）每月检查两次；",
    "2025年\n6月底前完成；",
    "由区应急局牵头；",
    "加强领导。",
]


@given(
    st.lists(st.tuples(st.sampled_from(_TIERS), st.sampled_from(_ORGANS)), min_size=1, max_size=3, unique=True),
    st.sampled_from(_POSITIONS),
    st.lists(st.sampled_from(_TEXTS), min_size=1, max_size=4),
)
@settings(max_examples=60, deadline=None)
def test_every_field_reads_again_from_its_quote(organs: list[tuple[str, str]], position: str, texts: list[str]) -> None:
    opening = "、".join(tier + organ for tier, organ in organs) + position + "安全生产职责包括："
    rows = [
        ("article", "第五条", opening),
        *(("item", f"（{n}）", text) for n, text in zip("一二三四", texts, strict=False)),
    ]
    notice = notice_of(rows, title=TITLE)  # type: ignore[arg-type]
    roles, _ = find_roles(notice)
    assert roles
    proved(notice, roles)


@given(st.text("区市镇委党政府长书记主任负责人每季度月一次，。；：（）、和由要职责应急局办 \n", max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_proved_roles(text: str) -> None:
    notice = notice_of([("article", "第五条", text), ("item", "（一）", text)], title=TITLE)
    roles, _ = find_roles(notice)
    for role in roles:
        assert_proved(notice, role, *role.duties, *role.general, *role.accountability)


def test_a_county_city_is_not_the_city_above_it() -> None:
    text = "市委主要负责人每年不少于2次、县（市、区）委主要负责人每年不少于4次带队检查。"
    roles = roles_of([("article", "第三条", "市、县（市、区）党委主要负责人职责："), ("item", "（一）", text)])
    assert {n: [often(d) for d in r.duties] for n, r in roles.items()} == {
        "市党委主要负责人": [(2, 1, "year")],
        "县（市、区）党委主要负责人": [(4, 1, "year")],
    }


def test_an_organ_outside_party_and_government_owes_what_its_own_sentence_says() -> None:
    text = "镇人大主席组织代表监督安全生产工作，每年至少组织一次视察，督促企业每月自查。"
    roles = roles_of([("chapter", "第二章", "职责"), ("article", "第六条", text)])
    assert {n: [often(d) for d in r.duties] for n, r in roles.items()} == {"镇人大主席": [(1, 1, "year")]}


def test_items_that_name_a_post_and_its_holder() -> None:
    roles = roles_of(
        [
            ("level1", "一", "区委、区政府领导安全生产责任分工"),
            ("level2", "（一）", "区委书记王某某：对全区安全生产工作负总责。"),
            ("level2", "（二）", "副区长、公安分局局长孙某某：负责道路交通安全，每月调度一次。"),
        ]
    )
    assert {n: [(d.text, often(d)) for d in r.duties] for n, r in roles.items()} == {
        "区委书记": [("对全区安全生产工作负总责。", None)],
        "副区长、公安分局局长": [("负责道路交通安全，每月调度一次。", (1, 1, "month"))],
    }
