"""Roles, departments and what they owe from tables."""

from tests.duty_roles import often, roles_of


def test_a_table_of_roles_and_duties() -> None:
    table = [
        ["序号", "岗位", "安全生产职责", "频次", "完成时限"],
        ["1", "区委书记", "1.主持召开常委会会议。2.带队检查。", "每季度1次", ""],
        ["2", "镇（街道）党（工）委书记", "听取专题汇报。", "每月至少1次", "每月25日前"],
        ["3", "驻企指导员", "驻点指导。", "", "2025年6月底前"],
    ]
    roles = roles_of([("level1", "一", "责任清单"), ("table", None, table)])
    assert {n: [(d.ordinal, d.text, often(d), d.due) for d in r.duties] for n, r in roles.items()} == {
        "区委书记": [
            ("1", "主持召开常委会会议。", (1, 1, "quarter"), None),
            ("2", "带队检查。", (1, 1, "quarter"), None),
        ],
        "镇（街道）党（工）委书记": [("2", "听取专题汇报。", (1, 1, "month"), "每月25日前")],
        "驻企指导员": [("3", "驻点指导。", None, "2025-06-30")],
    }


def test_an_empty_role_cell_goes_on_with_the_one_above() -> None:
    table = [
        ["序号", "责任人", "安全生产职责", "频次"],
        ["1", "区长", "主持召开安委会会议", "每季度1次"],
        ["", "", "带队检查", "每月1次"],
        ["2", "其他副区长", "研究分管领域工作", ""],
    ]
    roles = roles_of([("level1", "一", "责任清单"), ("table", None, table)])
    assert {n: [(d.ordinal, d.text, often(d)) for d in r.duties] for n, r in roles.items()} == {
        "区长": [("1", "主持召开安委会会议", (1, 1, "quarter")), ("1", "带队检查", (1, 1, "month"))],
        "其他副区长": [("2", "研究分管领域工作", None)],
    }


def test_a_table_of_tasks_and_departments() -> None:
    table = [
        ["工作任务", "牵头单位", "配合单位", "完成时限"],
        ["开展燃气排查。", "区城管局", "区住建局、各镇街", "2025年3月底前"],
    ]
    roles = roles_of([("table", None, table)], "云溪区工作方案")
    assert {n: (r.kind, [(d.text, d.due) for d in r.duties]) for n, r in roles.items()} == {
        "区城管局": ("department", [("开展燃气排查。", "2025-03-31")]),
        "区住建局": ("department", [("开展燃气排查。", "2025-03-31")]),
    }


def test_a_table_of_tasks_with_their_measures() -> None:
    table = [
        ["序号", "工作任务", "具体措施", "牵头单位", "完成时限"],
        ["1", "健全责任体系", "制定责任清单。", "区安委办", "2025年3月底前"],
        ["2", "", "开展述职。", "区委组织部", ""],
        ["3", "推进燃气整治", "", "区城管局", ""],
    ]
    roles = roles_of([("table", None, table)], "云溪区工作方案")
    assert {n: [(d.ordinal, d.text) for d in r.duties] for n, r in roles.items()} == {
        "区安委办": [("1", "制定责任清单。")],
        "区委组织部": [("2", "开展述职。")],
        "区城管局": [("3", "推进燃气整治")],
    }
    shown = [e.quote for e in roles["区安委办"].duties[0].evidence]
    assert "健全责任体系" in shown[0]


def test_a_scoring_table_is_no_table_of_duties() -> None:
    table = [["责任单位", "工作任务", "分值"], ["区应急局", "开展检查。", "10"]]
    assert roles_of([("table", None, table)], "云溪区考核细则") == {}
