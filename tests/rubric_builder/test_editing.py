"""Forms: every record can be edited as it stands, what was typed is read or refused in one sentence, new records too."""

from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import Blocked
from extract.findings import (
    Bonus,
    Cap,
    Deadline,
    Deduct,
    Duty,
    Every,
    Frequency,
    Grade,
    Per,
    Range,
    Rank,
    RankStep,
    Rule,
    Subject,
)
from rubric_builder.applying import RECORDS
from rubric_builder.draft import Criterion, Indicator
from rubric_builder.editing import ADDABLE, RULE_KINDS, editable_fields, fields_for_new, fields_from_form, new_fields
from rubric_builder.folding import Folded
from rubric_builder.items import SLOTS, items
from tests.drafts import reviewed_draft
from tests.rubric_builder.test_decisions import act

DRAFT, _ = reviewed_draft()
CRITERION = Criterion(id="c", ordinal=1, text="每季度召开会议。", points=Decimal(8))
DEDUCT = Deduct(points=Decimal(10), per=Per(count=Decimal(2), unit="个百分点"), when="超出指标")
DUTY = Duty(
    id="d", ordinal="（一）", text="主持会议。", frequency=Frequency(at_least=1, every=Every(count=1, unit="quarter"))
)
GRADE = Grade(name="优秀", at_least=Decimal(90))
FREQUENCY = {"at_least": 2, "every": {"count": 1, "unit": "half-year"}}


@pytest.mark.parametrize("item", list(items(DRAFT)), ids=lambda item: item.id)
def test_a_form_sent_back_as_it_was_changes_nothing(item: Any) -> None:
    form = editable_fields(item.record)
    assert form
    assert fields_from_form(item.record, {field.name: field.value for field in form}) == {}
    assert all(any("\u4e00" <= c <= "\u9fff" for c in field.label) for field in form)


def test_the_fields_of_a_criterion_a_deduction_and_a_duty() -> None:
    assert [(f.name, f.label, f.type, f.value, f.required) for f in editable_fields(CRITERION)] == [
        ("ordinal", "序号", "int", "1", False),
        ("text", "内容", "long", "每季度召开会议。", True),
        ("points", "分值", "decimal", "8", False),
    ]
    assert [f.name for f in editable_fields(DEDUCT)] == [
        *("points", "per.count", "per.unit", "beyond", "when", "broken", "scope")
    ]
    frequency = [(f.name, f.value) for f in editable_fields(DUTY) if f.name.startswith("frequency")]
    assert frequency == [("frequency.at_least", "1"), ("frequency.count", "1"), ("frequency.unit", "quarter")]
    indicator = Indicator(id="i", level=1, name="组织领导", fields={"责任单位": "应急局"})
    assert [(f.name, f.label) for f in editable_fields(indicator)][-1] == ("fields.责任单位", "责任单位")


@pytest.mark.parametrize(
    ("record", "form", "fields"),
    [
        (CRITERION, {"points": "8.5"}, {"points": 8.5}),
        (CRITERION, {"points": " １０ 分 "}, {"points": 10}),
        (CRITERION, {"points": "8.00"}, {}),
        (CRITERION, {"points": ""}, {"points": None}),
        (CRITERION, {"text": "  改写。\r\n第二行 "}, {"text": "改写。\n第二行"}),
        (CRITERION, {"ordinal": "", "csrf": "x"}, {"ordinal": None}),
        (DEDUCT, {"per.count": "3"}, {"per": {"count": 3, "unit": "个百分点"}}),
        (DEDUCT, {"per.count": "", "per.unit": ""}, {"per": None}),
        (Bonus(points=None), {"per.unit": "项"}, {"per": {"count": 1, "unit": "项"}}),
        (DUTY, {"frequency.at_least": "2", "frequency.unit": "half-year"}, {"frequency": FREQUENCY}),
        (DUTY, {"frequency.at_least": "", "frequency.count": "", "frequency.unit": ""}, {"frequency": None}),
        (Deadline(text="年底前", due=None), {"due": "2025年12月31日"}, {"due": "2025-12-31"}),
        (Deadline(text="年底前", due="12-31"), {"text": "年末前"}, {"text": "年末前"}),
        (Subject(group="镇"), {"members": "甲镇、乙镇\n丙镇"}, {"members": ["甲镇", "乙镇", "丙镇"]}),
        (Range(low=None, high=None, sign=-1), {"low": "1", "high": "3", "sign": "1"}, {"low": 1, "high": 3, "sign": 1}),
        (Cap(points=None, of="deduct"), {"of": "bonus"}, {"of": "bonus"}),
        (Indicator(id="i", level=1, name="甲", fields={"责任单位": "乙"}), {"fields.责任单位": "丙"}, {"fields.责任单位": "丙"}),
    ],
)  # fmt: skip
def test_what_was_typed_becomes_fields(record: Any, form: dict[str, str], fields: dict[str, Any]) -> None:
    assert fields_from_form(record, form) == fields


@pytest.mark.parametrize(
    ("record", "form", "said"),
    [
        (CRITERION, {"points": "八分"}, "“分值”应是数字（最多四位小数），填的是“八分”"),
        (CRITERION, {"points": "-1"}, "“分值”应是数字"),
        (CRITERION, {"points": "1e9"}, "“分值”应是数字"),
        (CRITERION, {"text": "  "}, "“内容”不能为空"),
        (CRITERION, {"ordinal": "1.5", "points": "x"}, "“序号”应是整数，填的是“1.5”；“分值”应是数字"),
        (CRITERION, {"text": "长" * 20_001}, "过长"),
        (DEDUCT, {"points": ""}, "“分值”不能为空"),
        (DEDUCT, {"per.unit": ""}, "“每（数量）”和“计数单位”须一并填写"),
        (DUTY, {"frequency.unit": ""}, "填写频次须选择“周期”"),
        (DUTY, {"frequency.at_least": "0"}, "须大于0"),
        (DUTY, {"frequency.unit": "decade"}, "“周期”应是无、日、周"),
        (Deadline(text="年底前", due=None), {"due": "2025-02-30"}, "“时限”应是日期"),
        (GRADE, {"below": "80"}, "“下限（含）”大于“上限（不含）”"),
        (Range(low=Decimal(1), high=Decimal(3), sign=-1), {"low": "5"}, "“下限”大于“上限”"),
        (RankStep(first=1, last=3, points=Decimal(6)), {"first": "4"}, "“起始名次”大于“截止名次”"),
    ],
)
def test_what_cannot_be_read_is_refused(record: Any, form: dict[str, str], said: str) -> None:
    with pytest.raises(Blocked, match=r"^[“填频]") as refused:
        fields_from_form(record, form)
    assert said in refused.value.message
    assert refused.value.code == "edit.value"


@given(st.decimals(0, 9999, places=2))
@settings(max_examples=50, deadline=None)
def test_points_stay_exact(points: Decimal) -> None:
    fields = fields_from_form(CRITERION, {"points": f"{points}"})
    assert Criterion.model_validate({**dict(CRITERION), **fields}).points == points


def test_an_edit_by_form_is_carried_out() -> None:
    record = next(item.record for item in items(DRAFT) if item.id == "role-1.duty-1")
    fields = fields_from_form(record, {"frequency.at_least": "2", "frequency.unit": "half-year", "text": "主持。"})
    state = Folded.of(DRAFT).then(act("edit", item="role-1.duty-1", fields=fields)).state
    duty = state.draft.roles[0].duties[0]
    assert (duty.text, duty.frequency) == ("主持。", Frequency(at_least=2, every=Every(count=1, unit="half-year")))


# --- additions ------------------------------------------------------------------------------------------------------

TYPED = {"long": "内容", "text": "名称", "decimal": "3", "int": "2", "date": "2025-06-30", "list": "甲", "choice": ""}
KINDS = [get_args(model.model_fields["kind"].annotation)[0] for model in get_args(get_args(Rule)[0])]
PARENTS = {"criteria": "ind-1.1", "children": "ind-1", "rules": "ind-1.1.c1", "duties": "role-1", "general": "role-1", "accountability": "role-1"}  # fmt: skip


@pytest.mark.parametrize(
    ("slot", "kind"),
    [
        *((slot, None) for slot in ADDABLE if slot not in ("rules", "tiers", "terms")),
        *(("rules", kind) for kind in RULE_KINDS),
        *(("terms", kind) for kind in ("cap", "highest", "coefficient", "rounding", "conversion")),
    ],
)
def test_everything_can_be_added_by_a_form(slot: str, kind: str | None) -> None:
    form = {f.name: f.value or (f.choices[-1][0] if f.choices else TYPED[f.type]) for f in new_fields(slot, kind)}
    for bounds in ("below", "above", "at_most"):
        form.pop(bounds, None)
    fields = fields_for_new(slot, form, kind)
    state = Folded.of(DRAFT).then(act("add", parent=PARENTS.get(slot, "draft"), slot=slot, fields=fields)).state
    added = next(item for item in state.items if ".add-1" in item.id)
    assert (added.slot, state.status[added.id]) == (slot, "已改")
    least = {f.name: form[f.name] for f in new_fields(slot, kind) if f.required}
    assert Folded.of(DRAFT).then(
        act("add", parent=PARENTS.get(slot, "draft"), slot=slot, fields=fields_for_new(slot, least, kind))
    )


def test_steps_are_added_to_a_rank() -> None:
    folded = Folded.of(DRAFT).then(
        act("add", parent="ind-1.1.c1", slot="rules", fields=fields_for_new("rules", {}, "rank"))
    )
    rank = next(item for item in folded.state.items if isinstance(item.record, Rank))
    step = fields_for_new("tiers", {"first": "1", "last": "3", "points": "6"}, parent=rank.record)
    folded = folded.then(act("add", parent=rank.id, slot="tiers", fields=step))
    (made,) = next(item.record for item in folded.state.items if item.id == rank.id).tiers  # type: ignore[attr-defined]
    assert (made.first, made.last, made.points) == (1, 3, 6)


def test_a_kind_of_rule_must_be_chosen_and_a_place_known() -> None:
    with pytest.raises(Blocked, match="请选择计分规则的种类：得分、扣分"):
        new_fields("rules")
    with pytest.raises(Blocked, match="不能在“sources”处补录"):
        new_fields("sources")


def test_every_place_and_kind_has_its_words() -> None:
    assert set(ADDABLE) == set(SLOTS) == set(RECORDS)
    assert list(RULE_KINDS) == KINDS
