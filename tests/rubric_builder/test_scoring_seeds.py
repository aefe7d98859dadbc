"""The rules of real documents, computed as a careful reader would."""

from decimal import Decimal
from typing import Any

import pytest

from corpus.errors import Unreadable
from extract.findings import Grade
from rubric_builder.draft import Draft
from rubric_builder.publishing import read_draft
from rubric_builder.scoring import Fact, Facts, ItemScore, Result, score, settled
from tests.scoring_schemas import D, criterion, leaf
from tests.shared_files import SHARED


def item(result: Result, own_id: str) -> ItemScore:
    return next(i for i in result.items if i.id == own_id or i.id.startswith(f"{own_id}."))


def fact(value: Any) -> Fact:
    return Fact(value=value if isinstance(value, bool) else D(str(value)), note="按事故统计")


def graded_by(grades: tuple[Grade, ...], points: str) -> str | None:
    """The grade of a score of 100."""
    top = leaf("ind-1", "综合", "100", criterion("ind-1.c1", "综合评定", "100"))
    draft = Draft(title="考核办法", year=2025, scale=100, indicators=(top,), grades=grades)
    return score(draft, Facts(unit="某街道", found={"ind-1.c1": fact(100 - Decimal(points))})).grade


@pytest.fixture(scope="module")
def municipal(tmp_path_factory: pytest.TempPathFactory) -> Draft:
    return _seed("001", tmp_path_factory)


def _seed(number: str, folders: pytest.TempPathFactory) -> Draft:
    from extract.reading_notice import read_notice
    from ingest import read_bytes
    from rubric_builder.building import build_draft

    found = sorted((SHARED / "seeds").glob(f"{number}_*.txt"))
    if not found:
        pytest.skip("the seed documents are not beside this checkout")
    built = build_draft([read_notice(read_bytes(found[0].read_bytes(), found[0].name))])
    file = folders.mktemp("seed") / "draft.json"
    file.write_text(built.model_dump_json(by_alias=True), "utf-8")
    return read_draft(file)


def _municipal(draft: Draft, answer: str, **found: Any) -> Result:
    facts = {key.replace("__", ".").replace("_", "-"): fact(value) for key, value in found.items()}
    settings = settled({"broken:ind-10.1.c1.r2": answer, "blank": "no_fault"})
    return score(draft, Facts(unit="某市", found=facts), settings)


@pytest.mark.parametrize(
    ("over", "answer", "wanted"),
    [("0", "dropped", "100"), ("2", "dropped", "90"), ("4", "dropped", "80"), ("5.9", "dropped", "80"), ("5.9", "counted", "70"), ("5.9", "shared", "70.5"), ("30", "dropped", "0")],
)  # fmt: skip
def test_deaths_over_the_average(municipal: Draft, over: str, answer: str, wanted: str) -> None:
    result = _municipal(municipal, answer, ind_10__1__c1__r2=over)
    assert item(result, "ind-10.1").score == D(wanted)
    assert (result.standard, result.actual) == (1000, 900 + D(wanted))


@pytest.mark.parametrize(
    ("within", "beyond", "wanted"), [(0, 0, 200), (1, 0, 170), (0, 1, 150), (1, 1, 120), (2, 3, 0), (0, 9, 0)]
)
def test_major_accidents(municipal: Draft, within: int, beyond: int, wanted: int) -> None:
    result = _municipal(municipal, "dropped", ind_10__2__c1__r1=within, ind_10__2__c1__r2=beyond)
    assert item(result, "ind-10.2").score == wanted


def test_the_bonus_is_at_most_a_hundred_of_a_thousand(municipal: Draft) -> None:
    result = _municipal(municipal, "dropped", ind_10__1__c1__r2=30, bonus_1=100)
    assert (result.actual, result.extra, result.percent) == (900, 100, 100)
    with pytest.raises(Unreadable):
        _municipal(municipal, "dropped", bonus_1="100.5")


def test_a_grave_accident_fails_the_year(municipal: Draft) -> None:
    result = _municipal(municipal, "dropped", bonus_1=0, veto_1=True)
    assert (result.percent, result.grade, result.vetoed) == (100, "不合格", True)


@pytest.mark.parametrize(
    ("points", "grade"),
    [("90", "优秀"), ("89.99", "良好"), ("80", "良好"), ("79.99", "合格"), ("70", "合格"), ("69.99", "不合格")],
)
def test_the_district_s_bands(points: str, grade: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    bands = _seed("000", tmp_path_factory).grades
    assert graded_by(bands, points) == grade
