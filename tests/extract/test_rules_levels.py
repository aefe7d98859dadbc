"""Criteria that list what each level earns."""

import pytest

from extract.reading_notice import read_notice
from extract.rules.levels import levels
from tests.grids import source_of

LISTS = [
    ("好：20分；较好：15分；一般：10分；差：0分。", {"好": 20, "较好": 15, "一般": 10, "差": 0}),
    ("A档30分，B档20分，C档10分", {"A档": 30, "B档": 20, "C档": 10}),
    ("“优秀”5分、“良好”3.5分、“合格”2分", {"优秀": 5, "良好": 3.5, "合格": 2}),
]
OTHERS = [
    "好：20分。",
    "好：20分；好：15分。",
    "制度健全：20分；落实到位：15分。",
    "完成得20分，基本完成得10分。",
    "优秀：90分以上；良好：80分以上。",
]


def read(text: str) -> dict[str, float] | None:
    notice = read_notice(source_of(f"一、{text}"))
    found = levels(notice.passage(next(node.id for node in notice.nodes() if node.text)))
    return {step.when: float(step.points) for step in found.tiers} if found else None


@pytest.mark.parametrize(("text", "steps"), LISTS)
def test_a_list_of_levels(text: str, steps: dict[str, float]) -> None:
    assert read(text) == steps


@pytest.mark.parametrize("text", OTHERS)
def test_what_is_no_list_of_levels(text: str) -> None:
    assert read(text) is None
