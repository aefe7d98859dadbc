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
]


@pytest.mark.parametrize(("text", "tree"), [row[1:] for row in TEXTS], ids=[row[0] for row in TEXTS])
def test_clauses_that_score_are_indicators(text: str, tree: list[str]) -> None:
    draft = draft_of(text)
    assert told(draft) == tree
    assert (draft.scale, draft.year) == (100, 2025)


def test_a_regulation_without_scoring_has_no_indicators() -> None:
    draft = draft_of("""云溪区安全生产考核办法
        第一条 为了加强安全生产考核，制定本办法。
        第二条 考核内容包括组织领导（20分为上限的平时考核除外）、隐患治理。
        第三条 考核得分90分以上的为优秀。""")
    assert draft.indicators == ()
    assert "no-rubric" in [issue.code for issue in draft.issues]
