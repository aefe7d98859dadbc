"""What splitting and merging open with, and what history tells of it."""

from typing import Any

import pytest

from corpus.errors import Blocked
from rubric_builder.folding import Folded
from rubric_builder.history import Event, events, history
from rubric_builder.proposing import merged_preview, proposed_parts
from tests.drafts import reviewed_draft
from tests.rubric_builder.test_decisions import act

DRAFT, _ = reviewed_draft()
EMPTY = Folded.of(DRAFT)


def after(*decisions: Any) -> Folded:
    folded = EMPTY
    for decision in decisions:
        folded = folded.then(decision)
    return folded


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("1.召开会议，得5分；2.制定计划，得3分。", [("1.召开会议，得5分；", 5), ("2.制定计划，得3分。", 3)]),
        (
            "（一）召开会议（2分）（二）制定计划（0.5分）",
            [("（一）召开会议（2分）", 2), ("（二）制定计划（0.5分）", 0.5)],
        ),
        ("①台账②清单", [("①台账", None), ("②清单", None)]),
        ("召开会议。制定计划；抓好落实。", [("召开会议。", None), ("制定计划；", None), ("抓好落实。", None)]),
        ("召开会议，制定计划", [("召开会议，", None), ("制定计划", None)]),
        ("每降低0.5个百分点扣1.5分", [(None, None), (None, None)]),
    ],
)
def test_a_text_is_split_where_its_items_or_sentences_part(text: str, parts: list[tuple[Any, Any]]) -> None:
    state = after(act("edit", item="ind-1.1.c1", fields={"text": text})).state
    proposed = proposed_parts(state, "ind-1.1.c1")
    assert [(p.fields.get("text"), p.fields.get("points")) for p in proposed] == parts


def test_a_part_takes_the_rules_that_stand_in_it_and_can_be_carried_out() -> None:
    parts = proposed_parts(EMPTY.state, "ind-1.1.c2")
    assert [p.takes for p in parts] == [(), ("ind-1.1.c2.r1", "ind-1.1.c2.r2")]
    state = after(act("split", item="ind-1.1.c2", parts=[p.model_dump() for p in parts])).state
    first, second = state.draft.indicators[0].children[0].criteria[1:]
    assert (first.rules, [rule.kind for rule in second.rules]) == ((), ["deduct", "cap"])


@pytest.mark.parametrize("item", [item.id for item in EMPTY.state.items if item.id != "draft"])
def test_what_is_proposed_can_be_carried_out(item: str) -> None:
    parts = proposed_parts(EMPTY.state, item)
    assert len(parts) >= 2
    assert after(act("split", item=item, parts=[p.model_dump() for p in parts]))


def test_a_merged_item_is_shown_before_anything_is_decided() -> None:
    shown = merged_preview(EMPTY, ["ind-1.1.c1", "ind-1.1.c2"])
    folded = after(act("merge", items=["ind-1.1.c1", "ind-1.1.c2"]))
    made = folded.state.draft.indicators[0].children[0].criteria[0]
    assert (shown.text, shown.points, shown.evidence) == (made.text, made.points, made.evidence)  # type: ignore[attr-defined]
    with pytest.raises(Blocked, match="只能合并同一处"):
        merged_preview(EMPTY, ["ind-1.1.c1", "ind-2.1.c1"])


# --- history --------------------------------------------------------------------------------------------------------


def brief(event: Event) -> tuple[Any, ...]:
    return event.name, event.said, event.changes, event.undone_by


def test_the_history_of_an_item_says_what_each_decision_changed() -> None:
    folded = after(
        act("edit", item="ind-1.1.c1", fields={"points": 13}),
        act("edit", item="ind-2", fields={"name": "治理"}),
        act("edit", item="ind-1.1.c1", fields={"points": 14, "text": "改写。"}),
        act("undo", undoes=1),
        act("comment", item="ind-1.1.c1", text="与去年一致？"),
        act("accept", item="draft", below=True),
    )
    told = history(folded, "ind-1.1.c1")
    assert [event.sequence for event in told] == [1, 3, 4, 5, 6]
    assert [brief(event) for event in told] == [
        ("修改", "修改", (("分值", "", "13"),), 4),
        (
            "修改",
            "修改",
            (("内容", "每季度召开1次专题会议，研究本辖区突出问题。", "改写。"), ("分值", "15", "14")),
            None,
        ),
        ("撤销", "撤销第1条", (), None),
        ("批注", "与去年一致？", (), None),
        ("采纳", "连同下级采纳", (), None),
    ]
    assert (told[0].person, told[0].reason) == ("王芳", "按原件核对")
    assert [event.sequence for event in events(folded)] == [1, 2, 3, 4, 5, 6]
    assert events(folded)[1].before == history(folded, "ind-2")[0].before != ""


def test_parts_and_additions_know_where_they_come_from() -> None:
    frequency = {"at_least": 2, "every": {"count": 1, "unit": "half-year"}}
    folded = after(
        act("split", item="role-1.duty-1", parts=[{}, {"fields": {"frequency": frequency}}]),
        act("add", parent="role-1", slot="duties", fields={"text": "带队检查。"}),
        act("merge", items=["grade-1", "grade-2"], fields={"name": "良好"}),
    )
    (split,) = history(folded, "role-1.duty-1-2")
    assert (split.said, split.changes) == ("拆成2项", (("频次", "每季度至少1次", "每半年至少2次"),))
    (added,) = history(folded, "role-1.add-2")
    assert added.changes == (("内容", "", "带队检查。"),)
    (merged,) = history(folded, "grade-2")
    assert (merged.said, merged.changes) == ("2项合并为一项", (("名称", "优秀", "良好"),))
    assert history(folded, "role-1.duty-2") == ()
