"""Rubrics as offices keep them in workbooks, each with what its draft must say."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from extract.notice import Notice
from extract.reading_notice import read_notice
from extract.table_kinds import TableKind, read_table
from ingest import read_bytes
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.draft import Draft
from tests.grids import told
from tests.xlsx_files import xlsx_of

Sheets = list[tuple[str, str]]


def drafted(sheets: Sheets, **touch: Callable[[Worksheet], None]) -> tuple[Notice, Draft]:
    """The draft of a workbook, all its proofs checked."""
    notice = read_notice(read_bytes(xlsx_of(*sheets, touch=touch), "某表.xlsx"))
    draft = build_draft([notice])
    assert not [f for f in check_draft(draft, {notice.source.document.sha256: notice}) if f.check != 6]
    return notice, draft


SCORE_SHEET: Sheets = [("考核评分表", """《云溪区2024年度街道安全生产目标管理考核评分表
被考核单位：                考核日期：
序号 | 一级指标 | 二级指标 | 考核内容 | 评分标准 | 分值 | 自评分 | 得分
1 | 组织领导/（30分） | 议事机制 | 党工委每季度专题研究安全生产工作 | 每少1次扣2分，扣完为止 | 10 | |
2 | ^ | 责任落实 | 签订年度安全生产责任书 | 未签订的不得分 | 20 | |
3 | 隐患治理/（70分） | 日常巡查 | 按计划开展巡查并建立台账 | 每缺1份记录扣0.5分，最多扣10分 | 30 | |
4 | ^ | 整改闭环 | 重大隐患挂牌督办按期销号 | 逾期1处扣5分 | 40 | |
合计 | < | < | < | < | =SUM(F4:F7) | |
""")]  # fmt: skip

SELF_REVIEW: Sheets = [("自评表", """《青岚镇企业安全生产自评表
企业名称：|  | 填表人：| | |
项目 | 自评内容 | 标准分 | 自评得分 | 扣分原因
机构设置 | 1.设置安全管理机构。5分/2.配备专职人员。5分 | 10 | |
教育培训 | 1.新员工三级教育，缺1人扣1分。/2.年度培训不少于20学时，不足的不得分。 | 15 | |
现场管理 | 安全通道畅通，发现1处堵塞扣0.5分 | 25 | |
应急管理 | 每半年演练1次，少1次扣5分 | 50 | |
总分 | | 100 | |
""")]  # fmt: skip

KINDS_OF_UNIT: Sheets = [
    ("街道镇", "《2025年度街道（镇）考核细则\n考核项目 | 考核要点 | 评分细则 | 分值\n一、党政责任 | 落实党政同责 | 未落实的不得分 | 40\n二、基层基础 | 网格员配备到位 | 每缺1名扣1分 | 60"),
    ("行业部门", "《2025年度行业主管部门考核细则\n考核项目 | 考核要点 | 评分细则 | 分值\n一、部门职责 | 制定本行业年度监管计划 | 未制定的扣10分 | 55\n二、专项整治 | 完成专项整治任务 | 每少1项扣3分 | 45"),
    ("签到表", "《考核工作会议签到表\n序号 | 姓名 | 单位 | 职务 | 联系电话 | 签名\n1 | | | | |\n2 | | | | |\n3 | | | | |"),
]  # fmt: skip

SUBTOTALS: Sheets = [("Sheet1", """类别 | 考核指标 | 考核标准 | 分值
责任体系 | 领导带班 | 每月带班检查1次，少1次扣1分 | 8
^ | 责任清单 | 未制定清单的扣4分 | 4
小计 | < | < | =SUM(D2:D3)
风险管控 | 风险辨识 | 每年开展1次，未开展的不得分 | 50
^ | 分级管控 | 未分级的扣10分 | 38
小计 | < | < | =D5+D6
总计 | < | < | =D4+D7
""")]  # fmt: skip

TWO_ROW_HEADER: Sheets = [("考核表", """《2024年安全生产目标责任考核表
考核指标 | < | 考核办法 | 分值 | 评分情况 | < | 责任单位
类别 | 具体指标 | ^ | ^ | 自评 | 考核 | ^
组织保障 | 机构健全 | 未设机构的不得分 | 15 | | | 区应急局
^ | 经费保障 | 未列入预算扣5分 | 15 | | | 区财政局
监管执法 | 执法检查 | 每少1次扣2分 | 70 | | | 区应急局/区消防救援大队
""")]  # fmt: skip

NO_BORDERS: Sheets = [("~Sheet1", """云溪区消防工作考核细则

序号 | 考核项目 | 分值 | 评分标准
一 | 组织领导 | 20 |
1 | 召开会议 | 10 | 每年不少于4次，少1次扣2分
2 | 工作部署 | 10 | 未部署的不得分

二 | 火灾防控 | 80 |
1 | 隐患排查 | 50 | 每发现1处未整改扣5分
2 | 宣传培训 | 30 | 未开展的扣10分

备注：本细则由区消防救援大队负责解释。
""")]  # fmt: skip

SECTIONS: Sheets = [("评分细则", """《乡镇应急管理工作评分细则
序号 | 考核内容 | 评分标准 | 标准分 | 实得分
一、应急准备（45分） | < | < | < | <
1 | 修订应急预案 | 未修订扣5分 | 20 |
2 | 储备应急物资 | 每缺1种扣1分 | 25 |
二、应急处置（55分） | < | < | < | <
3 | 及时报送信息 | 迟报1次扣5分，瞒报的不得分 | 30 |
4 | 组织抢险救援 | 处置不力的扣10分 | 25 |
合计 | < | < | =SUM(D4:D8) |
""")]  # fmt: skip

STACKED: Sheets = [("考核", """《一、街道办事处考核表
考核项目 | 评分标准 | 分值
组织领导 | 未专题研究的扣5分 | 30
隐患治理 | 每漏报1处扣2分 | 70

《二、派出机构考核表
考核项目 | 评分标准 | 分值
执法办案 | 每少1件扣1分 | 55
队伍建设 | 未开展培训扣5分 | 45
""")]  # fmt: skip

TEXT_NUMBERS: Sheets = [("表1", "《专项考核评分表\n考核项目 | 考核标准 | 分 值\n矿山安全 | 每发现1处重大隐患扣2分 | '20分\n危化品安全 | 每发现1处重大隐患扣2分 | '30\n道路交通 | 每发生1起较大事故扣10分 | 50")]  # fmt: skip

REPORTED: Sheets = [("材料考核", """附表1
《项目安全资料报送考核评分表
序号 | 报送材料 | 实际报送日期 | 评分标准 | 实得分 | 说明
1 | 年度安全生产计划 | | 55 | | 1月15日前
2 | 半年工作总结 | | 25.5 | | 7月10日前
3 | 隐患排查台账 | | 19.5 | | 每月5日前
小计 | < | < | =SUM(D4:D6) | |
""")]  # fmt: skip

FINER: Sheets = [("季度考核", """《季度考核表
序号 | 考核项 | 编号 | 考核内容 | 分值 | | 标准分 | 1季度 | < | 2季度 | < | 说明
^ | ^ | ^ | ^ | ^ | ^ | ^ | 应得分 | 实得分 | 应得分 | 实得分 | ^
一 | 制度建设/（40分） | 1.1 | 责任制度 | 30 | 责任清单 | 10 | | | | |
^ | ^ | ^ | ^ | ^ | 考核办法 | 20 | | | | |
^ | ^ | 1.2 | 会议制度 | 10 | 会议纪要 | 10 | | | | |
二 | 风险管控/（60分） | 2.1 | 风险清单 | 60 | 年度清单 | 55 | | | | |
汇总 | < | < | < | < | < | =SUM(G4:G7) | | | | |
考核得分=汇总得分×质量系数 | < | < | < | < | < | < | | | | |
三 | 特别处理/（±10分） | 3.1 | 受到通报批评 | | | 减2-5分 | | | | |
""")]  # fmt: skip

TREES = [
    ("a score sheet with merged first-level names", SCORE_SHEET, 100, [
        "组织领导 30", "  议事机制 10：党工委每季度专题研究安全生产工作", "    - 每少1次扣2分，扣完为止 10",
        "  责任落实 20：签订年度安全生产责任书", "    - 未签订的不得分 20",
        "隐患治理 70", "  日常巡查 30：按计划开展巡查并建立台账", "    - 每缺1份记录扣0.5分，最多扣10分 30",
        "  整改闭环 40：重大隐患挂牌督办按期销号", "    - 逾期1处扣5分 40",
    ]),
    ("a self-review sheet with items in cells", SELF_REVIEW, 100, [
        "机构设置 10", "  1 设置安全管理机构。 5", "  2 配备专职人员。 5",
        "教育培训 15", "  1 新员工三级教育，缺1人扣1分。 15", "  2 年度培训不少于20学时，不足的不得分。 15",
        "现场管理 25", "  - 安全通道畅通，发现1处堵塞扣0.5分 25", "应急管理 50", "  - 每半年演练1次，少1次扣5分 50",
    ]),
    ("sheets for several kinds of unit, and one to sign", KINDS_OF_UNIT, 100, [
        "党政责任 40：落实党政同责", "  - 未落实的不得分 40", "基层基础 60：网格员配备到位", "  - 每缺1名扣1分 60",
        "部门职责 55：制定本行业年度监管计划", "  - 未制定的扣10分 55", "专项整治 45：完成专项整治任务", "  - 每少1项扣3分 45",
    ]),
    ("subtotals worked out", SUBTOTALS, 100, [
        "责任体系 12", "  领导带班 8", "    - 每月带班检查1次，少1次扣1分 8", "  责任清单 4", "    - 未制定清单的扣4分 4",
        "风险管控 88", "  风险辨识 50", "    - 每年开展1次，未开展的不得分 50", "  分级管控 38", "    - 未分级的扣10分 38",
    ]),
    ("a header of two rows", TWO_ROW_HEADER, 100, [
        "组织保障 30", "  机构健全 15", "    - 未设机构的不得分 15", "  经费保障 15", "    - 未列入预算扣5分 15",
        "监管执法 70", "  执法检查 70", "    - 每少1次扣2分 70",
    ]),
    ("no borders, groups apart", NO_BORDERS, 100, [
        "组织领导 20", "  召开会议 10", "    - 每年不少于4次，少1次扣2分 10", "  工作部署 10", "    - 未部署的不得分 10",
        "火灾防控 80", "  隐患排查 50", "    - 每发现1处未整改扣5分 50", "  宣传培训 30", "    - 未开展的扣10分 30",
    ]),
    ("section rows", SECTIONS, 100, [
        "应急准备 45", "  修订应急预案 20", "    - 未修订扣5分 20", "  储备应急物资 25", "    - 每缺1种扣1分 25",
        "应急处置 55", "  及时报送信息 30", "    - 迟报1次扣5分，瞒报的不得分 30", "  组织抢险救援 25", "    - 处置不力的扣10分 25",
    ]),
    ("two rubrics on one sheet", STACKED, 100, [
        "组织领导 30", "  - 未专题研究的扣5分 30", "隐患治理 70", "  - 每漏报1处扣2分 70",
        "执法办案 55", "  - 每少1件扣1分 55", "队伍建设 45", "  - 未开展培训扣5分 45",
    ]),
    ("numbers stored as text", TEXT_NUMBERS, 100, [
        "矿山安全 20", "  - 每发现1处重大隐患扣2分 20", "危化品安全 30", "  - 每发现1处重大隐患扣2分 30",
        "道路交通 50", "  - 每发生1起较大事故扣10分 50",
    ]),
    ("points under 评分标准, names under 报送材料", REPORTED, 100, ["年度安全生产计划 55", "半年工作总结 25.5", "隐患排查台账 19.5"]),
    ("finer points below those of the item", FINER, 100, [
        "制度建设 40", "  责任制度 30", "    责任清单 10", "    考核办法 20", "  会议制度 10", "    会议纪要 10",
        "风险管控 60", "  风险清单 60", "    年度清单 55", "特别处理（±10分） None", "  受到通报批评 None",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("sheets", "scale", "tree"), [row[1:] for row in TREES], ids=[row[0] for row in TREES])
def test_the_tree_of_a_workbook(sheets: Sheets, scale: int, tree: list[str]) -> None:
    _, draft = drafted(sheets)
    assert told(draft) == tree
    assert draft.scale == scale


def test_what_does_not_add_up_is_named() -> None:
    _, draft = drafted(FINER)
    assert [i.message for i in draft.issues if i.code == "sum-mismatch"] == [
        "“风险管控›风险清单”下级指标分值合计55分（55），标明分值60分，相差－5分"
    ]


def test_a_cell_is_cited_by_its_sheet_and_address() -> None:
    _, draft = drafted(KINDS_OF_UNIT)
    points = draft.indicators[3].proof["points"].evidence[0]
    assert points.citation == "《某表.xlsx》工作表“行业部门”D4"
    assert points.quote == "45"


def test_a_total_without_a_stored_result_gives_the_scale() -> None:
    _, draft = drafted(SCORE_SHEET)
    assert draft.proof["scale"].evidence[0].quote == "100"
    assert draft.title == "云溪区2024年度街道安全生产目标管理考核评分表"
    assert draft.year == 2024


def test_a_lone_subtotal_at_the_end_is_the_total() -> None:
    _, draft = drafted(REPORTED)
    assert draft.proof["scale"].evidence[0].citation.endswith("工作表“材料考核”D7")
    assert draft.title == "项目安全资料报送考核评分表"


def test_weights_shown_as_percent_are_points() -> None:
    def percent(sheet: Worksheet) -> None:
        for row, value in zip((3, 4, 5), (0.4, 0.35, 0.25), strict=True):
            sheet.cell(row, 3, value).number_format = "0%"

    layout = "《部门绩效考核权重表\n一级指标 | 二级指标 | 权重 | 评价要点\n履职效能 | 年度重点任务 | 0 | 按完成比例得分\n管理效率 | 制度建设 | 0 | 每缺一项扣2分\n社会效益 | 群众满意度 | 0 | 达到90%得满分"
    _, draft = drafted([("权重", layout)], 权重=percent)
    assert [i.points for i in draft.indicators] == [Decimal(40), Decimal(35), Decimal(25)]
    assert draft.scale == 100


BESIDE: Sheets = [
    ("加分", "《加分项目表\n加分项目 | 加分标准 | 最高分\n表彰奖励 | 获国家级、省级表彰的分别加3分、2分 | 5\n创新经验 | 经验做法被推广的加2分 | 4"),
    ("扣分", "《扣分项目表\n扣分事项 | 扣分标准 | 扣分\n事故 | 发生1起一般事故扣5分 | -5\n通报 | 被通报批评的每次扣2分 | -2"),
    ("基础分", "《基础工作考核表\n考核内容 | 计分办法 | 标准分\n日常监管 | 未制定计划扣5分 | 60\n执法检查 | 每少1次扣1分 | 40"),
]  # fmt: skip


def test_sheets_of_bonuses_and_deductions_stand_beside_the_points() -> None:
    _, draft = drafted(BESIDE)
    assert [(i.name, i.points) for i in draft.indicators] == [("扣分事项", None), ("日常监管", 60), ("执法检查", 40)]
    assert [(b.points, b.cap) for b in draft.bonuses if b.kind == "bonus"] == [(3, 5), (2, 5), (2, 4)]
    assert draft.scale == 100


def test_rows_of_vetoes_and_bonuses_whose_cells_share_the_sentence() -> None:
    layout = """《青岚镇村级安全生产考核细则
考核项目 | 考核内容 | 计分方法 | 分值
宣传教育 | 每月开展1次宣传 | 少1次扣1分 | 12.5
巡查检查 | 每周巡查1次 | 少1次扣0.5分 | 87.5
否决项 | 发生较大及以上生产安全事故 | 年度考核定为不合格 |
加分项 | 获得镇级以上表彰 | 每次加1分，最高加3分 |
"""
    _, draft = drafted([("考核细则", layout)])
    assert [(i.name, i.points) for i in draft.indicators] == [
        ("宣传教育", Decimal("12.5")),
        ("巡查检查", Decimal("87.5")),
    ]
    (veto,) = draft.vetoes
    assert veto.kind == "veto"
    assert (veto.when, veto.outcome) == ("发生较大及以上生产安全事故", "年度考核定为不合格")
    (bonus,) = draft.bonuses
    assert bonus.kind == "bonus"
    assert (bonus.when, bonus.points, bonus.cap) == ("获得镇级以上表彰", 1, 3)


NO_RUBRICS = [
    ("检查表", "《青岚镇烟花爆竹零售点安全检查表\n序号 | 检查内容 | 检查结果 | 存在问题 | 整改期限\n1 | 证照是否齐全有效 | 是□ 否□ | |\n2 | 灭火器配备是否到位 | 是□ 否□ | |", TableKind.LIST),
    ("台账", "《隐患整改台账\n序号 | 单位 | 隐患描述 | 整改责任人 | 整改时限 | 整改情况\n1 | 甲公司 | 配电箱未上锁 | 张某 | 2024年5月1日 | 已整改\n2 | 乙公司 | 通道堵塞 | 李某 | 2024年5月3日 | 已整改", TableKind.LIST),
    ("签到", "《会议签到表\n序号 | 姓名 | 单位 | 电话 | 签名\n1 | | | |\n2 | | | |\n3 | | | |", TableKind.FORM),
    ("申请表", "《安全费用申请表\n单位名称 | | 申请日期 |\n申请事由 | | 金额（元） |\n审核意见 | | 审批意见 |", TableKind.FORM),
    ("资料清单", "《入库资料清单\n序号 | 类别 | 资料名称 | 备注\n1 | 安全制度 | 管理规划 |\n^ | ^ | 操作规程 |\n2 | 会议培训 | 会议记录 | 每月", TableKind.LIST),
]  # fmt: skip


@pytest.mark.parametrize(("name", "layout", "kind"), NO_RUBRICS, ids=[row[0] for row in NO_RUBRICS])
def test_a_sheet_that_is_no_rubric_is_left_out_and_said_so(name: str, layout: str, kind: TableKind) -> None:
    notice, draft = drafted([(name, layout)])
    assert not draft.indicators
    (table_id,) = notice.tables
    assert read_table(notice, table_id).kind is kind
    said = next(i.message for i in draft.issues if i.code == "table-left-out")
    assert f"工作表“{name}”A2" in said
