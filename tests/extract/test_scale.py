"""The scale: what a text states, and what only looks like it."""

import pytest

from corpus import reading
from extract.scale import ROWS, find_scale, scale_issues
from tests.builders import notice_of

STATED = [
    ("考核实行百分制评分，逐项扣分。", 100),
    ("年度考核采取 100 分制进行量化。", 100),
    ("考核实行千分制。", 1000),
    ("考核实行千分制，年终折算为百分制。", 1000),
    ("考核总分为1000分，其中基础分900分。", 1000),
    ("考评内容共分6个方面，合计120分。", 120),
    ("以一百分为满分。", 100),
    ("全年基础分满分为120分，未完成指标的相应扣分。", None),
    ("考核基础分满分为100分。", 100),
    ("每项满分200分，按季度考核。", None),
    ("单项满分10分，未完成的不得分。", None),
    ("事故起数每上升2个百分点扣10分。", None),
    ("百分制得分＝实得分÷应得分×100。", None),
    ("加分最高不超过100分。", None),
    ("考核总分900分以上的为优秀。", None),
    ("严格落实考核责任。", None),
]


@pytest.mark.parametrize(("text", "expected"), STATED, ids=[text[:16] for text, _ in STATED])
def test_scale(text: str, expected: int | None) -> None:
    found = find_scale(notice_of([("article", "第五条", text)]))
    assert (found.value if found else None) == expected
    if found:
        quote = "".join(e.quote for e in found.proof.evidence)
        assert reading.read(found.proof.reader, quote) == expected
        assert quote in text


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_row_finds_its_example(row) -> None:  # type: ignore[no-untyped-def]
    found = find_scale(notice_of([("article", "第五条", row.example)]))
    assert found is not None
    assert found.proof.rule == row.id


def test_two_scales_are_reported() -> None:
    notice = notice_of(
        [("article", "第五条", "对各镇考核实行百分制。"), ("article", "第六条", "对各部门考核实行千分制。")]
    )
    found = find_scale(notice)
    assert found is not None
    assert found.value == 100
    assert [issue.node for issue in scale_issues(notice)] == ["ins-1.art-2"]
