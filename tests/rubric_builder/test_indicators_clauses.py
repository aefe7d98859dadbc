"""A rubric in running text, without a table."""

import pytest

from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.draft import Draft
from tests.grids import told


def draft_of(text: str) -> Draft:
    source = read_bytes("\n\n".join(line.strip() for line in text.strip().splitlines()).encode(), "样例.txt")
    notice = read_notice(source)
    draft = build_draft([notice])
    assert [f for f in check_draft(draft, {source.document.sha256: notice}) if f.check != 6] == []
    return draft


TEXTS: list[tuple[str, str, list[str]]] = [
    (
        "levels with points in brackets, the last ones sentences",
        """云溪区2025年度安全生产考核细则
        一、组织领导（20分）
        （一）健全机构（5分）。成立安全生产委员会，未成立的不得分。
        （二）研究部署（15分）。每季度至少研究1次，每少1次扣3分，扣完为止。
        二、隐患治理（80分）
        （一）台账管理（30分）
        1.建立隐患台账。（10分）
        2.按月更新台账。（20分）
        （二）整改销号（50分）。重大隐患按期整改，每逾期1处扣5分。""",
        [
            "组织领导 20",
            "  健全机构 5",
            "    - 成立安全生产委员会，未成立的不得分。 5",
            "  研究部署 15",
            "    - 每季度至少研究1次，每少1次扣3分，扣完为止。 15",
            "隐患治理 80",
            "  台账管理 30",
            "    1 建立隐患台账。 10",
            "    2 按月更新台账。 20",
            "  整改销号 50",
            "    - 重大隐患按期整改，每逾期1处扣5分。 50",
        ],
    ),
    (
        "common and individual indicators",
        """云溪区2025年度安全生产考核细则
        一、共性指标（60分）
        1.责任落实（20分）：签订责任书，未签订的扣5分。
        2.宣传培训（40分）：开展宣传，每少1次扣2分。
        二、个性指标（40分）
        1.道路交通（15分）：区交通运输局负责，未完成扣3分。
        2.建筑施工（25分）：区住建局负责，未完成扣3分。""",
        [
            "共性指标 60",
            "  责任落实 20",
            "    - 签订责任书，未签订的扣5分。 20",
            "  宣传培训 40",
            "    - 开展宣传，每少1次扣2分。 40",
            "个性指标 40",
            "  道路交通 15",
            "    - 区交通运输局负责，未完成扣3分。 15",
            "  建筑施工 25",
            "    - 区住建局负责，未完成扣3分。 25",
        ],
    ),
    (
        "indicators under a heading without points, and clauses beside it that do not score",
        """云溪区2025年度安全生产考核细则
        一、考核内容
        （一）组织领导（40分）
        1.制定年度工作计划，并组织实施。（10分）
        2.主要负责人每月带队检查。（30分）
        （二）隐患治理（60分）
        1.隐患按期整改率达到98%，每降低1个百分点扣2分。（60分）
        二、考核程序
        （一）自评。各单位开展自评。
        （二）核查。区安委办组织核查。""",
        [
            "组织领导 40",
            "  1 制定年度工作计划，并组织实施。 10",
            "  2 主要负责人每月带队检查。 30",
            "隐患治理 60",
            "  1 隐患按期整改率达到98%，每降低1个百分点扣2分。 60",
        ],
    ),
    (
        "lines below a numbered clause say how its points go",
        """云溪区2025年度安全生产考核细则
        一、组织领导（40分）
        1.建立健全各项制度。
        每少一项制度的扣2分。
        2.宣传教育
        每季度开展1次宣传，每少一次扣1分。
        二、隐患治理（50分）
        1.隐患台账完整，缺1份扣1分。
        以现场核查为准。
        三、应急演练（10分）
        每年演练1次，未演练的不得分。""",
        [
            "组织领导 40",
            "  1 建立健全各项制度。每少一项制度的扣2分。 40",
            "  2 宣传教育每季度开展1次宣传，每少一次扣1分。 40",
            "隐患治理 50",
            "  1 隐患台账完整，缺1份扣1分。以现场核查为准。 50",
            "应急演练 10",
            "  - 每年演练1次，未演练的不得分。 10",
        ],
    ),
    (
        "a line that gives the name's points once more, and points told in a sentence",
        """云溪区2025年度安全生产考核细则
        一、责任体系（38分）
        签订责任书（38分）且落实到位的得满分，每少一项扣2分。
        二、形势研判（2分）
        1.按期报送研判报告，1分。不报送的每次扣0.5分。
        2.落实值班制度，1分。
        三、隐患治理（60分）
        隐患按期整改，每逾期1处扣5分。
        四、奖惩
        考核总分在85分以上的为优秀，70-84分的为合格。""",
        [
            "责任体系 38",
            "  - 签订责任书且落实到位的得满分，每少一项扣2分。 38",
            "形势研判 2",
            "  1 按期报送研判报告，1分。不报送的每次扣0.5分。 1",
            "  2 落实值班制度。 1",
            "隐患治理 60",
            "  - 隐患按期整改，每逾期1处扣5分。 60",
        ],
    ),
    (
        "points of each part told with those of the whole",
        """云溪区校园安全考核标准
        一、组织领导（6分，每项3分）
        1.机构健全，缺1项扣1分。
        2.定期研究，未研究的扣3分。
        二、消防安全（70分，每项70分）
        1.设施完好，每发现1处损坏扣5分。
        三、值班值守（24分）
        1.脱岗一人次扣2分。""",
        [
            "组织领导 6",
            "  1 机构健全，缺1项扣1分。 3",
            "  2 定期研究，未研究的扣3分。 3",
            "消防安全 70",
            "  1 设施完好，每发现1处损坏扣5分。 70",
            "值班值守 24",
            "  1 脱岗一人次扣2分。 24",
        ],
    ),
    (
        "short clauses among sentences are criteria as these are",
        """云溪区2025年度安全生产考核细则
        一、综治管理（100分）
        1.主要负责人担任组长，分管负责人具体抓（20分）。
        2.办公室专职人员2人（30分）。
        3.初访化解率达到90%（7分）、重访化解率达到80%（43分）。""",
        [
            "综治管理 100",
            "  1 主要负责人担任组长，分管负责人具体抓。 20",
            "  2 办公室专职人员2人。 30",
            "  3 初访化解率达到90%（7分）、重访化解率达到80%（43分）。 None",
        ],
    ),
    (
        "grades and a veto below the last item",
        """云溪区2025年度安全生产考核细则
        一、组织领导（40分）
        1.定期研究部署，记录完整（40分）。少一次扣5分。
        二、隐患治理（60分）
        1.按期整改，建立台账（60分）。
        未建立的扣10分。
        考核得分90分以上为优秀，60分以上不满90分为合格，不满60分为不合格。
        发生较大生产安全事故的，实行一票否决。""",
        [
            "组织领导 40",
            "  1 定期研究部署，记录完整。少一次扣5分。 40",
            "隐患治理 60",
            "  1 按期整改，建立台账。未建立的扣10分。 60",
        ],
    ),
]


@pytest.mark.parametrize(("text", "tree"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_clauses_that_score_are_indicators(text: str, tree: list[str]) -> None:
    draft = draft_of(text)
    assert told(draft) == tree
    assert (draft.scale, draft.year) == (100, 2025 if "2025" in text else None)


def test_names_that_each_have_the_full_marks_are_rubrics_of_their_own() -> None:
    draft = draft_of("""云溪区2025年度安全生产考核办法
        一、镇街考核内容（100分）
        （一）组织领导（40分）
        1.定期研究部署，未研究的，每少1次扣2分。
        （二）隐患治理（60分）
        1.按期整改隐患，未整改的，每处扣5分。
        二、部门考核内容（100分）
        （一）履行职责（70分）
        1.落实行业监管职责，未履行的，每项扣5分。
        （二）内部管理（30分）
        1.内部管理规范，发现违规的不得分。""")
    groups = [(i.name, str(i.points), i.fields["适用对象"]) for i in draft.indicators]
    assert groups == [
        ("组织领导", "40", "镇街考核内容"),
        ("隐患治理", "60", "镇街考核内容"),
        ("履行职责", "70", "部门考核内容"),
        ("内部管理", "30", "部门考核内容"),
    ]
    assert draft.scale == 100


def test_deductions_beside_a_bonus_in_one_clause_are_told() -> None:
    draft = draft_of("""云溪区市容管理考核办法
        第一条 考核实行百分制。
        第二条 整改不及时的，每次扣3分。效果明显的加2分。""")
    assert [(i.code, i.severity) for i in draft.issues if i.code == "deduction-loose"] == [
        ("deduction-loose", "warning")
    ]
    assert [rule.kind for rule in draft.bonuses] == ["bonus"]


def test_a_regulation_without_scoring_has_no_indicators() -> None:
    draft = draft_of("""云溪区安全生产考核办法
        第一条 为了加强安全生产考核，制定本办法。
        第二条 考核内容包括组织领导（20分为上限的平时考核除外）、隐患治理。
        第三条 考核得分90分以上的为优秀。""")
    assert draft.indicators == ()
    assert "no-rubric" in [issue.code for issue in draft.issues]


def test_points_that_no_indicator_could_be_made_of_are_told() -> None:
    draft = draft_of("""云溪区信息工作积分办法
        一、计分标准
        1.信息被省级采用1条，计5分。
        2.信息被市级采用1条，计3分。""")
    (told,) = [issue for issue in draft.issues if issue.code == "no-rubric"]
    assert draft.indicators == ()
    assert told.severity == "warning"
    assert "计5分" in told.message


def test_bonuses_under_an_article_of_their_own_are_no_indicators() -> None:
    draft = draft_of(
        "云溪区安全生产目标考核办法\n\n第一条　奖励加分。\n（一）获市级表彰的，加2分。\n（二）承办现场会的，每次加1分。\n（三）连续三年无事故的，加1分。\n"
        "第二条　扣分事项。\n（一）每发生一起一般事故的，扣5分。\n（二）迟报事故的，每起扣3分。\n（三）隐患逾期未整改的，每处扣2分。\n第三条　本办法自印发之日起施行。\n"
    )
    assert not draft.indicators
    assert [getattr(bonus, "points", None) for bonus in draft.bonuses] == [2, 1, 1]
    assert [issue.code for issue in draft.issues].count("deduction-loose") == 3
