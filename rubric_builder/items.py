"""Every record of a draft under an id that decisions, checks and citations can name.

Indicators, criteria, roles and duties carry ids of their own; the others are numbered in their place:
`ind-1.2.c3.r1` (a rule), `bonus-1.t2` (a step), `grade-1`, `subject-1`, `deadline-1`; the draft itself is `draft`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.evidence import Proved
from extract.findings import Grade, Role, Subject
from rubric_builder.draft import Criterion, Draft, Indicator

ROOT = "draft"

SLOTS: Mapping[str, str] = {
    "subjects": "subject-{n}",
    "indicators": "ind-{n}",
    "bonuses": "bonus-{n}",
    "vetoes": "veto-{n}",
    "grades": "grade-{n}",
    "deadlines": "deadline-{n}",
    "terms": "term-{n}",
    "roles": "role-{n}",
    "criteria": "{parent}.c{n}",
    "children": "{parent}.{n}",
    "rules": "{parent}.r{n}",
    "tiers": "{parent}.t{n}",
    "duties": "{parent}.duty-{n}",
    "general": "{parent}.general-{n}",
    "accountability": "{parent}.accountability-{n}",
}
"""Fields that hold records, and the id of the n-th where the record has none of its own."""

UNPROVED = frozenset({"id", "level", "kind", "evidence", "proof", "sources", "issues", "settings"})
"""Fields that say how a record is kept or where it comes from, not what the text says."""

OWN_PARTS = frozenset({"rules", "tiers"})
"""Records that are read and decided together with the one they stand in."""


@dataclass(frozen=True, slots=True)
class Item:
    """A record and where it stands. `names` are those of the records around it, outermost first, its own last."""

    id: str
    record: Proved
    parent: str | None
    slot: str | None
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """What staff call it: 规划部署, 第1项, 加分项2 …"""
        return self.names[-1] if self.names else "全稿"


def items(draft: Draft) -> Iterator[Item]:
    """The draft and every record in it, parents before their parts, in reading order."""
    yield Item(ROOT, draft, None, None, ())
    yield from _parts(draft, ROOT, ())


def _parts(record: Proved, own_id: str, names: tuple[str, ...]) -> Iterator[Item]:
    for slot in slots(record):
        for n, part in enumerate(getattr(record, slot), 1):
            part_id = getattr(part, "id", None) or SLOTS[slot].format(parent=own_id, n=n)
            called = (*names, name_of(part, slot, n))
            yield Item(part_id, part, own_id, slot, called)
            yield from _parts(part, part_id, called)


def slots(record: Proved) -> tuple[str, ...]:
    """The record's fields that hold records, in the order they are read."""
    return _slots(type(record))


@cache
def _slots(model: type[Proved]) -> tuple[str, ...]:
    return tuple(name for name in SLOTS if name in model.model_fields)


def stated(record: Proved) -> Iterator[tuple[str, Any]]:
    """The record's fields that say something, by name: each must be proved. Null and empty ones say nothing."""
    for name in type(record).model_fields:
        if name in UNPROVED or name in SLOTS:
            continue
        value = getattr(record, name)
        if value is None or value == () or value == {}:
            continue
        if isinstance(value, dict):
            yield from ((f"{name}.{key}", each) for key, each in value.items())
        else:
            yield name, value


_CALLED: Mapping[str, str] = {
    "bonuses": "加分项{n}", "vetoes": "否决项{n}",
    "deadlines": "时限{n}", "terms": "计分总则{n}", "criteria": "第{n}项", "rules": "计分规则{n}", "tiers": "第{n}档",
    "duties": "职责{n}", "general": "通用职责{n}", "accountability": "问责情形{n}",
}  # fmt: skip


def name_of(record: Proved, slot: str, n: int) -> str:
    """What staff call the n-th record of a field."""
    if isinstance(record, Indicator | Role | Grade):
        return record.name
    if isinstance(record, Subject):
        return record.group
    if isinstance(record, Criterion) and record.ordinal is not None:
        return f"第{record.ordinal}项"
    return _CALLED.get(slot, "{n}").format(n=n)


FIELD_NAMES: Mapping[str, str] = {
    "title": "标题", "year": "年度", "scale": "总分", "name": "名称", "points": "分值", "key_points": "考核要点",
    "text": "内容", "ordinal": "序号", "group": "考核对象", "count": "数量", "members": "成员", "when": "情形",
    "per": "计数单位", "beyond": "基准", "low": "下限", "high": "上限", "cap": "封顶", "of": "依据", "outcome": "后果",
    "first": "起始名次", "last": "截止名次", "at_least": "下限（含）", "below": "上限（不含）", "above": "下限（不含）",
    "at_most": "上限（含）", "condition": "附加条件", "due": "时限", "actor": "责任主体", "frequency": "频次",
    "scope": "范围", "over": "所限条款", "to": "折算为（分制）", "broken": "不足一个单位", "full_at": "满分线（%）", "zero_below": "零分线（%）",
    "minus": "每级扣分", "lowest": "最低得分", "factor": "倍数", "percent": "占分值（%）", "base": "基数项", "result": "结果项",
    "decimals": "小数位数", "unit": "计量单位", "tier": "层级", "organ": "机关", "position": "职务", "sign": "加减",
}  # fmt: skip
"""What staff call a field."""


def field_name(field: str) -> str:
    """What staff call a field; a column of the office's own keeps its heading."""
    return FIELD_NAMES.get(field, field.removeprefix("fields."))


def walk_indicators(indicators: Sequence[Indicator]) -> Iterator[Indicator]:
    """Every indicator, parents before children."""
    for indicator in indicators:
        yield indicator
        yield from walk_indicators(indicator.children)
