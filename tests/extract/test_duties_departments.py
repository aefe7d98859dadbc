"""Departments: their names in a text, and what a text binds them to."""

import pytest

from extract.duties import find_roles
from extract.duties.departments import is_department, is_functional
from tests.builders import assert_proved, notice_of

NAMES = "区应急局 区住房城市建设委 区编办 区教委 区委组织部 团区委 区总工会 区安委会办公室 区消防救援大队 云溪交通支队 云溪公安分局 区文化和旅游局 区规划和自然资源局 镇安监站 青岚镇派出所 区融媒体中心 区供电公司 市气象台 应急局 区经信局 区红十字会 区检察院 综合协调股 区安全生产领导小组 保卫处 学生工作处 实验室与设备管理处 区政府办公室 松涛街道办事处 青岚镇人民政府"
NOT_NAMES = "有关部门 各部门 全部 领导干部 区委 市委 党委 各街道办事处 街道办事处 区政府 企业 成员单位 区教育局和区民政局 相关单位 督办 常委 结局 属地政府 国有控股 镇委员会 云溪区委员会 依法查处 安全隐患一处 强化安全生产委员会 各镇政府"


@pytest.mark.parametrize("name", NAMES.split())
def test_a_department(name: str) -> None:
    assert is_department(name)


@pytest.mark.parametrize("name", NOT_NAMES.split())
def test_no_department(name: str) -> None:
    assert not is_department(name)


@pytest.mark.parametrize(
    ("name", "functional"),
    [
        ("消防部门", True),
        ("公安机关", True),
        ("教育行政部门", True),
        ("应急管理部门", True),
        ("各部门", False),
        ("有关机关", False),
    ],
)
def test_a_department_named_by_what_it_is_for(name: str, functional: bool) -> None:
    assert is_functional(name) is functional


# the text of `3.` in a notice; whom it binds; to which stretch of it (None: all of it)
SENTENCES: list[tuple[str, str, str | None]] = [
    (
        "加大检查力度。区应急局、区城管局、云溪公安分局等单位，要加强联合检查。",
        "区应急局 区城管局 云溪公安分局",
        "区应急局、区城管局、云溪公安分局等单位，要加强联合检查。",
    ),
    (
        "加强队伍建设。区编办、区人社局、区财政局等部门要抓紧落实。",
        "区编办 区人社局 区财政局",
        "区编办、区人社局、区财政局等部门要抓紧落实。",
    ),
    ("区信访局、派出所在接访日派员到场，做好秩序维护。", "区信访局 派出所", None),
    ("区教育局、区商务局等行业主管部门要每季度分析一次形势。", "区教育局 区商务局", None),
    ("区应急局牵头建立清单，区财政局保障经费。", "区应急局 区财政局", None),
    ("由区教育局牵头，区民政局配合，开展校园排查。", "区教育局 区民政局", None),
    ("校园排查由区教育局牵头，区民政局、团区委配合。", "区教育局 区民政局 团区委", None),
    ("由区住建局会同区消防救援大队负责高层建筑治理。", "区住建局 区消防救援大队", None),
    ("开展燃气专项整治。责任单位：区城管局、区市场监管局", "区城管局 区市场监管局", None),
    (
        "开展燃气专项整治。（牵头单位：区城管局；配合单位：区住建局、区商务局，各镇街）",
        "区城管局 区住建局 区商务局",
        None,
    ),
    ("开展燃气专项整治（区城管局牵头，区住建局、各镇街配合）。", "区城管局 区住建局", None),
    ("开展道路隐患治理（区交通运输局、区公安分局按职责分工负责）。", "区交通运输局 区公安分局", None),
    ("开展道路隐患治理。（责任部门：区交通运输局、云溪交警大队）", "区交通运输局 云溪交警大队", None),
    ("区应急局负责综合监管；区住建局负责建筑施工监管。", "区应急局", "区应急局负责综合监管；"),
    ("区应急局负责综合监管；区住建局负责建筑施工监管。", "区住建局", "区住建局负责建筑施工监管。"),
    ("区应急管理局应当每季度通报一次形势。", "区应急管理局", None),
    ("区商务局、区文化和旅游局按照职责分工，加强商场和景区检查。", "区商务局 区文化和旅游局", None),
    ("区卫生健康委（区爱卫办）要做好医疗救治准备。", "区卫生健康委", None),
    ("各街道、区应急局要做好值守。", "区应急局", None),
    ("区应急局和各有关部门要密切配合。", "区应急局", None),
    ("在汛期，区水务局要每日巡查。", "区水务局", None),
    ("区总工会、团区委、区妇联积极开展宣传。", "区总工会 团区委 区妇联", None),
    ("区财政局在年度预算中安排经费，区审计局负责监督。", "区财政局 区审计局", None),
    ("区财政局统筹安排专项经费。", "区财政局", None),
    ("区应急局承担区安委办日常工作，每季度通报形势。", "区应急局", None),
    ("区委宣传部会同区融媒体中心负责公益宣传。", "区委宣传部 区融媒体中心", None),
    ("应急局牵头，住建局、消防大队配合，开展联合检查。", "应急局 住建局 消防大队", None),
    ("请区应急局于每月5日前汇总进展情况。", "区应急局", None),
    ("区应急局要会同区消防救援大队开展演练。", "区应急局 区消防救援大队", None),
    ("由区规划局会同云溪消防支队编制专项规划。", "区规划局 云溪消防支队", None),
    ("由区应急局召集联席会议，区公安分局参加。", "区应急局 区公安分局", None),
    ("区应急局、区供电公司等部门和单位，要加强检查。", "区应急局 区供电公司", None),
    ("各部门分工抓好落实，区督查室会同区应急局加强督查。", "区督查室 区应急局", None),
    ("区应急局牵头负责，区财政局予以保障。", "区应急局 区财政局", None),
    ("（牵头单位：区应急局；配合单位：区安委会各成员单位）开展检查。", "区应急局", None),
    ("松涛街道办事处、青岚镇人民政府要落实属地责任。", "松涛街道办事处 青岚镇人民政府", None),
]


@pytest.mark.parametrize(("text", "names", "stretch"), SENTENCES, ids=[t for t, _, _ in SENTENCES])
def test_a_sentence_binds_departments(text: str, names: str, stretch: str | None) -> None:
    notice = notice_of(
        [("level1", "一", "工作措施"), ("level2", "（一）", "加强监管。"), ("level3", "3", text)],
        title="云溪区安全生产工作意见",
    )
    roles, _ = find_roles(notice)
    bound = {r.name: r for r in roles if r.kind == "department"}
    assert set(names.split()) <= set(bound) if stretch else set(names.split()) == set(bound)
    for name in names.split():
        role = bound[name]
        assert_proved(notice, role, *role.duties)
        [duty] = role.duties
        assert (duty.ordinal, duty.text) == ("3", stretch or text)
        assert duty.evidence[0].node == "ins-1.level1-1.level2-1.level3-1"


UNBOUND = [
    "各部门、各街道要密切配合。",
    "各有关部门要依照职责加强监管。",
    "本办法由区安委会办公室负责解释。",
    "具体解释工作由区应急局承担。",
    "请于7月31日前报送区安委会办公室。",
    "检查情况报区应急局备案。",
    "企业要加强教育培训。",
    "专项监管部门主要包括区发改委、区商务局、区应急局等部门。",
    "考核组由区应急局、区人社局有关人员组成。",
    "抄送：区委办公室、区人大常委会办公室。",
    "将结果抄送区委组织部、区文明办。",
    "全部要整改到位。",
    "领导干部要带头学习。",
    "对区应急局进行考核。",
    "区应急局召开了会议。",
]


@pytest.mark.parametrize("text", UNBOUND)
def test_a_sentence_that_binds_no_department(text: str) -> None:
    roles, _ = find_roles(
        notice_of([("level1", "一", "措施"), ("level2", "（一）", text)], title="云溪区安全生产工作意见")
    )
    assert [r.name for r in roles if r.kind == "department"] == []


def test_departments_in_a_chapter_on_accountability_have_no_task() -> None:
    rows = [
        ("chapter", "第五章", "责任追究"),
        ("article", "第十八条", "应当问责的，由区纪委监委、区委组织部按照权限分别负责。"),
        ("chapter", "第六章", "附则"),
        ("article", "第十九条", "区应急局要做好实施工作。"),
    ]
    assert find_roles(notice_of(rows))[0] == ()  # type: ignore[arg-type]


def test_a_line_of_responsible_units_binds_to_the_clause_above() -> None:
    notice = notice_of(
        [
            ("level1", "一", "重点任务"),
            ("level2", "（一）", "年底前完成燃气管网改造。"),
            ("paragraph", None, "责任单位：区城管局、区住建局"),
        ],
        title="云溪区工作方案",
    )
    roles, _ = find_roles(notice)
    assert [(r.name, r.duties[0].ordinal, r.duties[0].text, r.duties[0].due) for r in roles] == [
        ("区城管局", "（一）", "年底前完成燃气管网改造。", "年底前"),
        ("区住建局", "（一）", "年底前完成燃气管网改造。", "年底前"),
    ]
    assert_proved(notice, *roles, *(d for r in roles for d in r.duties))


def test_a_department_named_by_its_task_alone_is_left_to_a_person() -> None:
    roles, issues = find_roles(notice_of([("level1", "一", "措施"), ("level2", "（一）", "消防部门要开展消防宣传。")]))
    assert roles == ()
    assert [(i.code, i.severity) for i in issues] == [("duty-subject-unclear", "info")]


def test_departments_duties_in_lists() -> None:
    rows = [
        ("chapter", "第二章", "部门职责"),
        ("article", "第六条", "区应急管理局安全生产职责："),
        ("item", "（一）", "指导协调综合监管；"),
        ("item", "（二）", "每季度分析一次形势。"),
        ("article", "第七条", "公安机关履行下列职责："),
        ("item", "（一）", "负责道路交通安全监管。"),
        ("article", "第八条", "区教育局：负责校园安全。"),
    ]
    notice = notice_of(rows, title="云溪区部门安全生产职责规定")  # type: ignore[arg-type]
    roles, _ = find_roles(notice)
    assert [(r.name, r.kind, [(d.ordinal, d.text) for d in r.duties]) for r in roles] == [
        ("区应急管理局", "department", [("（一）", "指导协调综合监管；"), ("（二）", "每季度分析一次形势。")]),
        ("公安机关", "department", [("（一）", "负责道路交通安全监管。")]),
        ("区教育局", "department", [(None, "负责校园安全。")]),
    ]


@pytest.mark.parametrize(
    ("second", "names"),
    [
        ("区安委办要每月通报进展。", ["区安全生产委员会办公室"]),  # customary
        ("区安委办要每月通报进展。区安委办要每年总结。", ["区安委办"]),  # called so most often
        ("区应急局要每月通报进展。", ["区安全生产委员会办公室", "区应急局"]),
    ],
)
def test_a_department_by_its_long_and_its_short_name_is_one(second: str, names: list[str]) -> None:
    rows = [("level3", "1", "区安全生产委员会办公室要加强协调。"), ("level3", "2", second)]
    roles, _ = find_roles(notice_of(rows, title="云溪区工作方案"))
    assert [r.name for r in roles] == names


def test_a_department_by_a_nickname_that_the_text_declares_is_one() -> None:
    rows = [
        ("article", "第三条", "区城市运行管理中心（以下简称“区城运中心”）负责汇总。"),
        ("article", "第四条", "区城运中心应当每周通报。"),
    ]
    roles, _ = find_roles(notice_of(rows))
    assert [(r.name, len(r.duties)) for r in roles] == [("区城市运行管理中心", 2)]


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("区公安分局要督促运输企业每月至少开展一次自查。", None),
        ("区教育局负责学校安全，指导学校每月开展一次演练，每年至少组织一次检查。", "year"),
        ("区应急局要每季度督促企业开展自查。", "quarter"),
    ],
)
def test_a_frequency_of_somebody_else_is_not_the_departments(text: str, every: str | None) -> None:
    roles, _ = find_roles(notice_of([("level3", "1", text)], title="云溪区工作方案"))
    frequency = roles[0].duties[0].frequency
    assert (frequency and frequency.every.unit) == every
