"""Tables copied out of a word processor as lines with tabs: what its merged cells leave behind is read as it was meant."""

from extract.findings import Veto
from extract.reading_notice import read_notice
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.draft import Draft
from rubric_builder.items import walk_indicators
from tests.grids import told

TITLE = "云溪区2025年度安全生产工作考核细则\n\n"


def draft_of(*rows: str) -> Draft:
    text = TITLE + "\n".join(row.replace(" | ", "\t").replace("|", "\t") for row in rows) + "\n"
    return build_draft([read_notice(read_bytes(text.encode(), "细则.txt"))])


def tree(draft: Draft) -> list[str]:
    return [line.strip() for line in told(draft)]


def test_a_group_whose_cell_was_merged_with_the_serial_number() -> None:
    draft = draft_of(
        "序号 | 考核项目 | 考核内容 | 考核标准 | 分值",
        "1 | 控制指标 | 事故起数 | 每上升1起扣10分 | 60",
        "2 | | 死亡人数 | 每上升1人扣20分 | 40",
        "加分项 | | 先进经验 | 在全市会议上交流经验的，加2分。 | ",
        "否决项 | | 较大事故 | 发生较大及以上生产安全事故的，评定为不合格。 | ",
    )
    assert tree(draft) == [
        "控制指标 100",
        "事故起数 60",
        "- 每上升1起扣10分 60",
        "死亡人数 40",
        "- 每上升1人扣20分 40",
    ]
    assert len(draft.bonuses) == 1
    assert [(v.when, v.outcome) for v in draft.vetoes if isinstance(v, Veto)] == [
        ("发生较大及以上生产安全事故", "不合格")
    ]


def test_a_name_that_was_set_over_several_rows() -> None:
    draft = draft_of(
        "类别 | 考核事项 | 考核内容 | 考核标准 | 满分",
        "一、 | 贯彻落实 | 落实上级部署 | 未传达学习的，每次扣3分。 | 40",
        "部门责任 | 职责履行 | 落实职责清单 | 未印发清单的，扣10分。 | 60",
        "（100分） | | | | ",
    )
    assert tree(draft) == [
        "部门责任 100",
        "贯彻落实 40：落实上级部署",
        "- 未传达学习的，每次扣3分。 40",
        "职责履行 60：落实职责清单",
        "- 未印发清单的，扣10分。 60",
    ]
    assert not [issue for issue in draft.issues if issue.code == "sum-mismatch"]


def test_a_column_on_how_points_are_lost_beside_items_with_points() -> None:
    draft = draft_of(
        "考核项目 | 考核内容 | 考核标准 | 分值 | 评分办法",
        "履职 | 组织领导 | 1. 每季度研究一次。15分 2. 主要负责人任主任。10分 | 25 | 每缺1次扣5分。",
        "| 责任考核 | 1. 签订责任书。20分 2. 通报结果。15分 | 35 | 1. 少签1份扣1分。2. 未通报的不得分。",
        "| 投入保障 | 经费逐年增长。 | 40 | 较上年下降的扣30分。",
    )
    assert tree(draft) == [
        "履职 100",
        "组织领导 25",
        "1 每季度研究一次。 15",
        "2 主要负责人任主任。 10",
        "责任考核 35",
        "1 签订责任书。 20",
        "2 通报结果。 15",
        "投入保障 40",
        "- 经费逐年增长。 40",
    ]
    lost = [[rule.kind for rule in c.rules] for i in walk_indicators(draft.indicators) for c in i.criteria]
    assert lost == [["deduct"], ["deduct"], ["deduct"], ["zero"], ["deduct"]]
    (issue,) = [issue for issue in draft.issues if issue.code == "ways-scope"]
    assert issue.message.startswith("“组织领导”的“评分办法”没有写明")


def test_outcomes_that_follow_one_condition_are_one_veto() -> None:
    draft = draft_of(
        "类别 | 考核指标 | 标准分 | 考核标准",
        "目标管理 | 责任书 | 100 | 每缺一份扣1分。",
        "一票否决 | 死亡事故 | — | 发生责任死亡事故的，年度考核为不合格，取消评先资格。",
    )
    assert [(v.when, v.outcome) for v in draft.vetoes if isinstance(v, Veto)] == [
        ("发生责任死亡事故", "不合格，取消评先资格")
    ]
