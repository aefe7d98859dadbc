"""How sure a reading is, by how its values were got. 低 comes from what is flagged (`reviewing`), not from here."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from corpus.evidence import How, Proved
from rubric_builder.items import field_name

Confidence = Literal["高", "中", "低"]


@dataclass(frozen=True, slots=True)
class HowSure:
    """How a value got in one way is to be looked at; `readers` empty: by any reading. `reason` follows its name."""

    how: How
    readers: frozenset[str]
    confidence: Confidence
    reason: str
    example: str


HOW_SURE: tuple[HowSure, ...] = (
    HowSure("literal", frozenset(), "高", "与原文一字不差", "评分项的内容"),
    HowSure("human", frozenset(), "高", "由人工核定", "审核中改过的分值"),
    HowSure(
        "normalised",
        frozenset({
            "number", "integer", "date", "ordinal", "points", "per", "year", "scale", "frequency", "rank-first",
            "rank-last", "range-low", "range-high", "polarity", "sign", "title",
        }),
        "高", "由原文数字、字词直接换算", "“十五分”读作15，“扣”读作扣分",
    ),
    HowSure("normalised", frozenset(), "中", "按词句意思归纳，请对照原文", "“年底前”读作12月31日"),
    HowSure("inherited", frozenset(), "中", "取自合并的单元格", "几项共用一格分值"),
    HowSure("computed", frozenset(), "中", "由下级分值合计得出", "表中没有写明的一级指标分值"),
)  # fmt: skip
"""Tried in order."""


@cache
def how_sure(how: How, reader: str) -> HowSure:
    """The row for a value got in that way by that reading."""
    return next(row for row in HOW_SURE if row.how == how and (not row.readers or reader in row.readers))


def confidence_of(records: Iterable[Proved]) -> tuple[Confidence, str]:
    """How sure an item is that is made of these records, and why in words: the least sure of its fields says it."""
    literal = True
    for record in records:
        for name, proof in record.proof.items():
            row = how_sure(proof.how, proof.reader)
            if row.confidence != "高":
                return row.confidence, f"“{field_name(name)}”{row.reason}"
            literal = literal and row.how == "literal"
    return "高", "各项取值与原文一字不差" if literal else "各项取值照录原文或由原文数字、字词直接换算"
