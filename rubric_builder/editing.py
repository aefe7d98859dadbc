"""Items as forms: which fields can be edited, as what, and what was typed as the fields of a decision."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from corpus.errors import Blocked
from corpus.evidence import Proved
from extract.findings import (
    Cap,
    Duty,
    Frequency,
    Highest,
    Multiple,
    Per,
    Portion,
    Range,
    Rank,
    RankStep,
    Role,
    Rule,
    Tier,
    TierStep,
)
from rubric_builder.applying import RECORDS
from rubric_builder.draft import Indicator
from rubric_builder.exports.wording import points as number_words
from rubric_builder.form_values import FieldType, FormField, read_form
from rubric_builder.items import SLOTS, UNPROVED, field_name

RULE_KINDS: Mapping[str, str] = {
    "award": "得分", "deduct": "扣分", "zero": "不得分", "range": "酌情加扣分", "cap": "封顶", "highest": "就高不重复",
    "multiple": "加倍（减半）", "portion": "按分值的比例", "coefficient": "乘以系数", "rounding": "保留小数", "conversion": "折算",
    "proportion": "按比例得分", "tier": "分档得分", "rank": "按名次得分", "bonus": "加分", "veto": "一票否决", "unparsed": "照录原文",
}  # fmt: skip
"""The kinds of scoring rules, in the office's words."""

ADDABLE: Mapping[str, str] = {
    "indicators": "一级指标", "children": "下级指标", "criteria": "评分项", "rules": "计分规则", "tiers": "档次",
    "bonuses": "加分项", "vetoes": "否决项", "grades": "等次", "subjects": "考核对象", "deadlines": "时限", "terms": "计分总则",
    "roles": "角色", "duties": "职责", "general": "通用职责", "accountability": "问责情形",
}  # fmt: skip
"""What can be added, by the field it is added to."""

_UNITS = (("day", "日"), ("week", "周"), ("month", "月"), ("quarter", "季度"), ("half-year", "半年"), ("year", "年"))
_SIGNS = (("-1", "扣分"), ("1", "加分"))
_OF = (("deduct", "扣分"), ("bonus", "加分"), ("award", "得分"))
_BROKEN = (("", "未写明"), ("dropped", "不计"), ("counted", "按一个单位计"), ("shared", "按比例计"))
_SCOPES = (
    ("", "未写明"), ("sentence", "本句"), ("item", "本项"), ("indicator", "本指标"), ("table", "全表"), ("total", "总分"), ("each", "每一项")
)  # fmt: skip
_ROLE_KINDS = (("leader", "领导岗位"), ("department", "部门"))

_TYPES: Mapping[str, FieldType] = {
    "points": "decimal", "low": "decimal", "high": "decimal", "cap": "decimal", "at_least": "decimal",
    "below": "decimal", "above": "decimal", "at_most": "decimal", "year": "int", "scale": "int", "ordinal": "int",
    "full_at": "decimal", "zero_below": "decimal", "minus": "decimal", "lowest": "decimal", "factor": "decimal",
    "percent": "decimal", "decimals": "int", "to": "decimal", "count": "int", "first": "int", "last": "int", "text": "long", "key_points": "long", "when": "long",
    "members": "list",
}  # fmt: skip
"""Fields that are not a line of text."""


def editable_fields(record: Proved) -> tuple[FormField, ...]:
    """The form of a record, filled in as it stands."""
    return tuple(_with_values(_form(type(record)), record))


def fields_from_form(record: Proved, form: Mapping[str, str]) -> dict[str, Any]:
    """What the form changes of the record, as `Edit.fields` (JSON values); fields that the form leaves out stay.

    Raises `Blocked` (code `edit.value`) with one sentence for each field that can't be read.
    """
    changed = [f for f in editable_fields(record) if f.name in form and _plain(form[f.name]) != _plain(f.value)]
    now = record.model_dump(mode="json")
    values = read_form(changed, form, record)
    return {name: value for name, value in values.items() if name not in now or value != now[name]}


def new_fields(slot: str, kind: str | None = None, parent: Proved | None = None) -> tuple[FormField, ...]:
    """The empty form of what is added to a field; `kind` is the kind of rule; `parent` tells steps from ranks."""
    return tuple(_form(_model(slot, kind, parent), new=True))


def fields_for_new(
    slot: str, form: Mapping[str, str], kind: str | None = None, parent: Proved | None = None
) -> dict[str, Any]:
    """The form as `Add.fields`. Raises `Blocked` (code `edit.value`)."""
    model = _model(slot, kind, parent)
    given = read_form(new_fields(slot, kind, parent), form, None)
    if "kind" in model.model_fields and model is not Role:
        given["kind"] = get_args(model.model_fields["kind"].annotation)[0]
    if model in (Tier, Rank):
        given["tiers"] = []
    return given


# --- forms ----------------------------------------------------------------------------------------------------------

_KINDS: Mapping[str, type[Proved]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(get_args(Rule)[0])
}
_DEFAULT_KINDS = {"bonuses": "bonus", "vetoes": "veto"}


def _model(slot: str, kind: str | None, parent: Proved | None) -> type[Proved]:
    model: Any = RECORDS.get(slot)
    if model is None:
        raise Blocked("edit.slot", f"不能在“{slot}”处补录")
    if slot == "tiers":
        return RankStep if isinstance(parent, Rank) else TierStep
    if model is not Rule:
        return model  # type: ignore[no-any-return]  # the table holds record classes, and the union just handled
    chosen = kind or _DEFAULT_KINDS.get(slot)
    if chosen is None or chosen not in _KINDS:
        raise Blocked("edit.kind", f"请选择计分规则的种类：{'、'.join(RULE_KINDS.values())}")
    return _KINDS[chosen]


def _form(model: type[Proved], *, new: bool = False) -> Iterator[FormField]:
    """The fields of a kind of record. A count with its unit and a frequency are several fields."""
    if new and model is Role:
        yield FormField("kind", "类别", "choice", "leader", _ROLE_KINDS, required=True)
    for name, field in model.model_fields.items():
        if name in UNPROVED or name in SLOTS or name == "fields":
            continue
        required = type(None) not in get_args(field.annotation) and field.is_required()
        if name == "per":
            yield FormField("per.count", "每（数量）", "decimal")
            yield FormField("per.unit", "计数单位", "text")
        elif name == "frequency":
            yield FormField("frequency.at_least", "至少（次）", "int")
            yield FormField("frequency.count", "每（几个周期）", "int")
            yield FormField("frequency.unit", "周期", "choice", "", (("", "无"), *_UNITS))
        elif name == "sign" and model in (Range, Portion):
            yield FormField(name, field_name(name), "choice", "-1", _SIGNS, required=True)
        elif name == "of" and model in (Cap, Highest, Multiple):
            yield FormField(name, "封顶的是" if model is Cap else "所指的是", "choice", "deduct", _OF, required=True)
        elif name in ("broken", "scope"):
            yield FormField(name, field_name(name), "choice", "", _BROKEN if name == "broken" else _SCOPES)
        else:
            kind = _TYPES.get(name, "text")
            if name == "ordinal" and model is Duty:
                kind = "text"
            if name == "due" and model is not Duty:
                kind = "date"
            yield FormField(name, field_name(name), kind, required=required)


def _with_values(form: Iterator[FormField], record: Proved) -> Iterator[FormField]:
    for field in form:
        said = _shown(_value(record, field.name))
        yield FormField(field.name, field.label, field.type, said, field.choices, field.required)
    if isinstance(record, Indicator):
        for heading, said in record.fields.items():
            yield FormField(f"fields.{heading}", heading, "text", said)


def _value(record: Proved, name: str) -> Any:
    match name.split("."):
        case ["per", part]:
            per: Per | None = getattr(record, "per")  # noqa: B009  records differ in which fields they have
            return None if per is None else getattr(per, part)
        case ["frequency", part]:
            frequency: Frequency | None = getattr(record, "frequency")  # noqa: B009
            if frequency is None:
                return None
            return frequency.at_least if part == "at_least" else getattr(frequency.every, part)
        case _:
            return getattr(record, name)


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return number_words(value)
        case tuple():
            return "\n".join(map(str, value))
        case _:
            return str(value)


def _plain(said: str) -> str:
    return said.replace("\r\n", "\n").strip()
