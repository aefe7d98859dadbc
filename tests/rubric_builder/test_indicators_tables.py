"""Scoring tables of every shape become the indicator tree that their authors meant, every field proved."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.source_text import SourceText
from extract.findings import Bonus, Veto
from extract.reading_notice import read_notice
from rubric_builder.building import build_draft
from rubric_builder.checking import check_draft
from rubric_builder.draft import Draft
from rubric_builder.groups import GROUPS, group_of
from rubric_builder.items import walk_indicators
from tests.grids import Grid, grid, source_of, told

TITLE = "云溪区2025年度安全生产考核细则"


def drafted(source: SourceText) -> Draft:
    notice = read_notice(source)
    draft = build_draft([notice])
    faults = [fault for fault in check_draft(draft, {source.document.sha256: notice}) if fault.check != 6]
    assert faults == []
    return draft


def draft_of(*parts: str | Grid, paged: bool = False, origin: str = "grid") -> Draft:
    return drafted(source_of(TITLE, *parts, paged=paged, origin=origin))


# One row each: how the table is set, the table, and the tree it is.
SHAPES: list[tuple[str, str, str]] = [
    (
        "two levels, key points, items, points after the first level's name",
        """一级指标 | 二级指标 | 考核要点 | 评分细则 | 分值
        组织领导（40分） | 议事机制 | 定期研究。 | 1. 每季度研究1次。15分 2. 年终述职。10分 | 25
        ^ | 责任清单 | 逐级签订。 | 1. 签订责任书。15分 | 15
        隐患治理（60分） | 排查整改 | 闭环管理。 | 1. 建立台账。20分 2. 整改销号。40分 | 60""",
        """组织领导 40
             议事机制 25：定期研究。
               1 每季度研究1次。 15
               2 年终述职。 10
             责任清单 15：逐级签订。
               1 签订责任书。 15
           隐患治理 60
             排查整改 60：闭环管理。
               1 建立台账。 20
               2 整改销号。 40""",
    ),
    (
        "title row, two-row header, serial numbers, section rows, a total, columns to be filled",
        """青岚镇年度评分表 | < | < | < | < | <
        序号 | 指标 | < | 评分标准 | 分 值/（分） | 得分
        ^ | 考核项目 | 考核内容 | ^ | ^ | 自评
        一、组织领导（20分） | < | < | < | < | <
        1 | 议事机制 | 定期研究 | 每少1次扣2分，扣完为止。 | 12 |
        2 | 责任落实 | 签订责任书 | 未签订的，扣8分。 | 8 |
        二、隐患治理（80分） | < | < | < | < | <
        3 | 台账 | 按月更新 | 1.未建立扣5分；2.未更新扣1分。 | 80 |
        合计 | < | < | < | 100 | """,
        """组织领导 20
             议事机制 12：定期研究
               - 每少1次扣2分，扣完为止。 12
             责任落实 8：签订责任书
               - 未签订的，扣8分。 8
           隐患治理 80
             台账 80：按月更新
               1 未建立扣5分； 80
               2 未更新扣1分。 80""",
    ),
    (
        "no points column: points in names, at sentences' ends and in brackets; items on rows of their own",
        """考核项目 | 考核内容及评分标准
        组织领导（30分） | 1.成立机构。10分
        ^ | 2.召开会议。20分
        隐患治理（70分） | 1.建立台账（30分）；2.落实整改（40分）。""",
        """组织领导 30
             1 成立机构。 10
             2 召开会议。 20
           隐患治理 70
             1 建立台账； 30
             2 落实整改。 40""",
    ),
    (
        "names set vertically, points by the row, the group's computed",
        """考核项目 | 评分标准 | 标准分 | 责任单位
        组/织/领/导 | 成立机构的得满分 | 10 | 区应急局
        ^ | 召开会议，每少1次扣1分 | 20 | 区应急局
        隐患/治理 | 未建立台账的扣30分 | 70 | 区应急局""",
        """组织领导 30
             - 成立机构的得满分 10
             - 召开会议，每少1次扣1分 20
           隐患治理 70
             - 未建立台账的扣30分 70""",
    ),
    (
        "points shared by several rows through a merged cell",
        """项目 | 评分标准 | 分值
        组织领导 | 未成立的扣5分。 | 40
        隐患治理 | 每缺1次台账扣2分。 | 60
        ^ | 未督办的每处扣3分。 | ^""",
        """组织领导 40
             - 未成立的扣5分。 40
           隐患治理 60
             - 每缺1次台账扣2分。 60
             - 未督办的每处扣3分。 60""",
    ),
    (
        "points beside the names of each level",
        """一级指标 | 分值 | 二级指标 | 分值 | 评分标准
        组织领导 | 40 | 机构 | 10 | 未成立不得分
        ^ | ^ | 会议 | 30 | 每少1次扣5分
        隐患治理 | 60 | 台账 | 60 | 每缺1项扣2分""",
        """组织领导 40
             机构 10
               - 未成立不得分 10
             会议 30
               - 每少1次扣5分 30
           隐患治理 60
             台账 60
               - 每缺1项扣2分 60""",
    ),
    (
        "一、 in the serial column over 1, 2; a total above",
        """序号 | 考核项目 | 各项分值 | 考核指标 | 考核部门
        总分 | < | 100 | |
        一、 | 健全体系 | 40 | |
        1 | 完善制度 | 40 | 1.建立制度，得10分。2.按季通报，得30分。 | 区办
        二、 | 专项整治 | 60 | 牵头开展整治，未开展的不得分。 | 区局""",
        """健全体系 40
             完善制度 40
               1 建立制度，得10分。 10
               2 按季通报，得30分。 30
           专项整治 60
             - 牵头开展整治，未开展的不得分。 60""",
    ),
    (
        "no name column: the sections are the indicators",
        """序号 | 检查内容 | 分值 | 得分
        一、安全管理（60分） | < | < | <
        1 | 建立健全安全生产责任制，层层签订责任书，未签订扣10分 | 40 |
        2 | 按规定开展安全教育培训，培训记录齐全，缺1次扣2分 | 20 |
        二、现场管理（40分） | < | < | <
        3 | 消防设施完好有效，通道畅通，每发现1处问题扣2分 | 40 |""",
        """安全管理 60
             - 建立健全安全生产责任制，层层签订责任书，未签订扣10分 40
             - 按规定开展安全教育培训，培训记录齐全，缺1次扣2分 20
           现场管理 40
             - 消防设施完好有效，通道畅通，每发现1处问题扣2分 40""",
    ),
    (
        "key points that tell the rows apart are names",
        """考核项目 | 考核要点 | 评分办法 | 满分 | 自评分
        责任落实 | 党政同责 | 未研究的扣5分 | 20 |
        ^ | 部门监管 | 未落实的扣5分 | 30 |
        风险防控 | 双重预防 | 未建立的扣10分 | 50 |""",
        """责任落实 50
             党政同责 20
               - 未研究的扣5分 20
             部门监管 30
               - 未落实的扣5分 30
           风险防控 50
             双重预防 50
               - 未建立的扣10分 50""",
    ),
    (
        "three levels, names repeated instead of merged",
        """一级指标 | 二级指标 | 三级指标 | 评分标准 | 分值
        组织领导 | 机构 | 办公室 | 未设立扣5分 | 10
        组织领导 | 机构 | 人员 | 未配备扣5分 | 30
        隐患治理 | 台账 | 建立 | 未建立扣5分 | 60""",
        """组织领导 40
             机构 40
               办公室 10
                 - 未设立扣5分 10
               人员 30
                 - 未配备扣5分 30
           隐患治理 60
             台账 60
               建立 60
                 - 未建立扣5分 60""",
    ),
    (
        "a points cell merged over part of a group's indicators is shared by them and counted once",
        """一级指标 | 二级指标 | 评分细则 | 分值
        组织领导 | 会议 | 每少1次扣1分 | 20
        ^ | 责任制 | 未建立的扣2分 | ^
        ^ | 考核 | 未考核的扣2分 | 10
        隐患治理 | 排查 | 每少1次扣1分 | 70""",
        """组织领导 30
             会议 None
               - 每少1次扣1分 20
             责任制 None
               - 未建立的扣2分 20
             考核 10
               - 未考核的扣2分 10
           隐患治理 70
             排查 70
               - 每少1次扣1分 70""",
    ),
    (
        "no column says how points go: what is asked is what counts; points in words count where they add up",
        """考核项目 | 考核内容 | 分值
        组织领导 | ①成立专班②每季研究③签订责任书 | 30
        隐患治理 | 1.建立台账，得30分。2.销号管理，得40分。 | 70""",
        """组织领导 30
             1 成立专班 30
             2 每季研究 30
             3 签订责任书 30
           隐患治理 70
             1 建立台账，得30分。 30
             2 销号管理，得40分。 40""",
    ),
    (
        "dotted serial numbers: 1 is the section over 1.1",
        """编号 | 考核指标 | 评分规则 | 满分值
        1 | 安全管理 | | 40
        1.1 | 制度 | 未制定的不得分；内容不全的得2分 | 40
        2 | 现场管理 | | 60
        2.1 | 设备 | 每1处缺陷扣2分 | 60
        考核组长： | | 考核人员： | """,
        """安全管理 40
             制度 40
               - 未制定的不得分；内容不全的得2分 40
           现场管理 60
             设备 60
               - 每1处缺陷扣2分 60""",
    ),
    (
        "points of a level that stand beside its name are those of that level, also with a total below them",
        """一级指标 | 分值 | 二级指标 | 分值 | 三级指标 | 考核标准
        组织领导 | 40 | 议事机制 | 25 | 会议 | 每少1次扣2分
        ^ | ^ | ^ | ^ | 述职 | 未述职的扣1分
        ^ | ^ | 责任清单 | 15 | 签订 | 未签订的扣3分
        隐患治理 | 60 | 整改 | 60 | 销号 | 未销号的扣2分
        合计 | 100 | | 100 | | """,
        """组织领导 40
             议事机制 25
               会议 None
                 - 每少1次扣2分 None
               述职 None
                 - 未述职的扣1分 None
             责任清单 15
               签订 None
                 - 未签订的扣3分 15
           隐患治理 60
             整改 60
               销号 None
                 - 未销号的扣2分 60""",
    ),
    (
        "names without criteria",
        "序号 | 评价指标 | 权重\n1 | 创新性 | 40%\n2 | 规范性 | 60%\n总分 | < | 100",
        "创新性 40\n规范性 60",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "tree"), [row[1:] for row in SHAPES], ids=[row[0] for row in SHAPES])
def test_a_table_is_the_tree_its_authors_meant(table: str, tree: str) -> None:
    draft = draft_of(grid(table))
    assert [line.strip() for line in told(draft)] == [line.strip() for line in tree.splitlines()]
    assert depths(told(draft)) == depths(tree.splitlines())
    assert draft.scale == 100
    assert [issue for issue in draft.issues if issue.severity != "info"] == []


def depths(lines: list[str]) -> list[int]:
    """Each line's depth: the rank of its indentation among those that occur."""
    indents = [len(line) - len(line.lstrip()) for line in lines]
    indents[0] = (
        min(indents[1:], default=0) if len(lines) > 1 and indents[0] == 0 and min(indents[1:]) > 8 else indents[0]
    )
    steps = sorted(set(indents))
    return [steps.index(indent) for indent in indents]


def test_ids_name_the_place_in_the_tree() -> None:
    draft = draft_of(grid(SHAPES[0][1]))
    assert [i.id for i in walk_indicators(draft.indicators)] == ["ind-1", "ind-1.1", "ind-1.2", "ind-2", "ind-2.1"]
    assert [c.id for c in draft.indicators[0].children[0].criteria] == ["ind-1.1.c1", "ind-1.1.c2"]


def test_each_field_cites_its_cell() -> None:
    draft = draft_of(grid(SHAPES[0][1]))
    second = draft.indicators[0].children[0]
    assert {name: (proof.evidence[0].node, proof.evidence[0].quote) for name, proof in second.proof.items()} == {
        "name": ("ins-1.tbl-1.row-2.cell-2", "议事机制"),
        "points": ("ins-1.tbl-1.row-2.cell-5", "25"),
        "key_points": ("ins-1.tbl-1.row-2.cell-3", "定期研究。"),
    }
    first = second.criteria[0]
    assert first.proof["points"].evidence[0].quote == "15分"
    assert first.proof["text"].evidence[0].node == "ins-1.tbl-1.row-2.cell-4"
    assert first.proof["ordinal"].evidence[0].quote == "1."


def test_points_nobody_states_are_computed_from_named_parts() -> None:
    draft = draft_of(grid(SHAPES[3][1]))
    proof = draft.indicators[0].proof["points"]
    assert (proof.how, proof.inputs) == ("computed", ("ind-1.c1#points", "ind-1.c2#points"))


def test_a_merged_cell_of_another_column_is_inherited_by_the_later_indicators() -> None:
    table = grid("""考核项目 | 评分标准 | 分值 | 责任单位
        组织领导 | 未成立扣5分 | 40 | 区应急局/区水利局
        隐患治理 | 未治理扣5分 | 60 | ^""")
    first, second = draft_of(table).indicators
    assert first.fields == second.fields == {"责任单位": "区应急局、区水利局"}
    assert (first.proof["fields.责任单位"].how, second.proof["fields.责任单位"].how) == ("normalised", "inherited")


def test_bonuses_and_vetoes_are_no_indicators_and_deductions_have_no_points() -> None:
    draft = draft_of(
        grid("""一级指标 | 二级指标 | 评分细则 | 分值
        隐患治理 | 台账 | 建立台账。 | 100
        加分项 | 创新 | 1.获国家级表彰的加3分。2.获市级表彰的加1分。累计最高加5分；同一事项不重复加分。 | +5
        ^ | 推广 | 经验被推广的 | +2
        扣分项 | 通报 | 被市级通报的，每次扣2分。 | -2
        一票否决 | 事故 | 发生较大以上事故的，年度考核为不合格。 | —""")
    )
    assert told(draft) == [
        "隐患治理 100", "  台账 100", "    - 建立台账。 100", "扣分项 None", "  通报 None", "    - 被市级通报的，每次扣2分。 None",
    ]  # fmt: skip
    bonuses = [rule for rule in draft.bonuses if isinstance(rule, Bonus)]
    assert [(b.points, b.cap) for b in bonuses] == [(3, 5), (1, 5), (2, None)]
    assert bonuses[0].proof["cap"].rule == "bonus.cap.shared"
    veto = draft.vetoes[0]
    assert isinstance(veto, Veto)
    assert "发生较大以上事故" in veto.when
    assert "不合格" in veto.outcome
    assert draft.scale == 100
    assert any("不重复加分" in issue.message for issue in draft.issues), "what changes how bonuses combine is announced"


def test_a_bonus_row_without_points_in_its_words_is_capped_by_its_points_cell() -> None:
    table = grid("一级指标 | 评分细则 | 分值\n治理 | 建账。 | 100\n加分项 | 工作成绩突出。 | 最高加20")
    rule = draft_of(table).bonuses[0]
    assert isinstance(rule, Bonus)
    assert (rule.when, rule.points, rule.cap) == ("工作成绩突出。", None, 20)


def test_tables_of_their_own_hold_bonuses_and_vetoes_by_their_headers_or_titles() -> None:
    draft = draft_of(
        grid("考核项目 | 评分标准 | 分值\n治理 | 未建账的扣5分。 | 100"),
        "二、加分项",
        grid("序号 | 加分项目 | 加分标准 | 加分上限\n1 | 标准化 | 每创建1家加0.5分 | 3"),
        "三、一票否决情形",
        grid("序号 | 情形 | 处理结果\n1 | 发生较大事故的 | 考核为不合格\n2 | 瞒报事故的 | 考核为不合格"),
    )
    assert told(draft) == ["治理 100", "  - 未建账的扣5分。 100"]
    assert [(b.points, b.cap) for b in draft.bonuses if isinstance(b, Bonus)] == [(Decimal("0.5"), 3)]
    assert [(v.when, v.outcome) for v in draft.vetoes if isinstance(v, Veto)] == [
        ("发生较大事故的", "考核为不合格"), ("瞒报事故的", "考核为不合格")
    ]  # fmt: skip


def test_a_text_that_leaves_merged_cells_and_trailing_columns_empty_reads_as_the_table_it_was() -> None:
    table = "项目 | 指标 | 评分细则 | 分值 | 得分\n组织 | 会议 | 每少1次扣1分。 | 40 | \n | 责任 | 未签订的扣2分。 | | "
    rest = "| 考核 | 未考核的扣2分。 | 60"
    draft = draft_of(grid(table), grid(rest), grid("合计 | | | 100"), origin="tabs")
    assert told(draft)[0] == "组织 100"
    assert [c.points for i in draft.indicators[0].children for c in i.criteria] == [40, 40, 60]
    assert draft.scale == 100


@pytest.mark.parametrize("row", GROUPS, ids=lambda row: row.id)
def test_each_name_of_a_group_is_known(row) -> None:  # type: ignore[no-untyped-def]
    assert group_of(f"{row.example}（最高5分）") is row.group


def test_points_that_are_no_number_stay_word_for_word_and_are_asked_about() -> None:
    draft = draft_of(grid("考核项目 | 评分标准 | 分值\n组织领导 | 未成立扣5分 | 90\n信息报送 | 视情给分 | 5-10"))
    assert draft.indicators[1].points is None
    assert draft.indicators[1].fields == {"分值": "5-10"}
    assert ("points-unread", "warning") in [(issue.code, issue.severity) for issue in draft.issues]


TWO = "考核项目 | 评分标准 | 分值\n{} | 未完成扣5分 | 40\n{} | 未落实扣5分 | {}"


@pytest.mark.parametrize(("second", "wrong"), [(60, []), (50, ["部门考核评分表", "合计90分，应为100分"])])
def test_two_rubrics_for_two_kinds_of_unit_are_kept_apart(second: int, wrong: list[str]) -> None:
    draft = draft_of(
        "本细则适用于镇街和部门。",
        "附件1 镇街考核评分表", grid(TWO.format("属地管理", "隐患治理", 60)),
        "附件2 部门考核评分表", grid(TWO.format("行业监管", "宣传教育", second)),
    )  # fmt: skip
    assert [i.id for i in draft.indicators] == ["ind-1", "ind-2", "ind-3", "ind-4"]
    whose = [i.fields["适用对象"] for i in draft.indicators]
    assert [name[-7:] for name in whose] == ["镇街考核评分表"] * 2 + ["部门考核评分表"] * 2
    assert draft.scale == 100
    said = [issue.message for issue in draft.issues if issue.severity == "error"]
    assert len(said) == bool(wrong)
    assert all(word in said[0] for word in wrong)


def test_two_tables_that_add_up_together_are_one_rubric() -> None:
    rows = "考核项目 | 评分标准 | 分值\n{} | 未完成扣5分 | {}\n{} | 未落实扣5分 | {}"
    draft = draft_of(
        "共性指标", grid(rows.format("甲", 20, "乙", 20)), "个性指标", grid(rows.format("丙", 30, "丁", 30))
    )
    assert draft.scale == 100
    assert all("适用对象" not in i.fields for i in draft.indicators)


def test_what_is_no_rubric_is_left_out_and_said_so() -> None:
    draft = draft_of(
        grid("职务 | 主要职责\n镇长 | 负总责\n副镇长 | 负责分管领域"),
        "附件",
        grid("甲 | 得5分\n乙 | 得3分\n丙 | 扣1分"),
    )
    assert draft.indicators == ()
    assert {(i.code, i.severity) for i in draft.issues} >= {
        ("table-left-out", "info"),
        ("table-doubtful", "warning"),
        ("no-rubric", "info"),
    }


def test_a_note_below_the_rows_is_passed_on() -> None:
    table = [*grid(SHAPES[4][1]), ["注：各项扣完为止，不计负分。", "<", "<"]]
    assert any(i.code == "table-note" and "不计负分" in i.message for i in draft_of(table).issues)


# --- page breaks ------------------------------------------------------------------------------------------------------

WHOLE = grid(SHAPES[0][1])


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_a_page_break_anywhere_changes_nothing(data: st.DataObject) -> None:
    row = data.draw(st.integers(1, len(WHOLE) - 1), label="row")
    said = [cell.replace("^", "") for cell in WHOLE[row]]
    cut = data.draw(st.integers(2, len(said[3]) - 1), label="characters of the criteria on the first page")
    key = data.draw(st.sampled_from([len(said[2]), 2]), label="characters of the key points on the first page")
    header = data.draw(st.booleans(), label="header repeated")
    name = WHOLE[row][0] if WHOLE[row][0] != "^" else "^"
    first = [*WHOLE[:row], [name, said[1], said[2][:key], said[3][:cut], said[4]]]
    second = [["", "", said[2][key:], said[3][cut:], ""], *WHOLE[row + 1 :]]
    draft = draft_of(first, [*([WHOLE[0]] if header else []), *second], paged=True)
    assert told(draft) == told(draft_of(WHOLE))
