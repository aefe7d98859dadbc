"""The bundled samples against what was composed: a reading gives back the data that the documents were set from."""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import count
from typing import Any

import pytest

from corpus import samples
from corpus.evidence import Evidence
from corpus.node import Node, walk
from tests.samples import assessment, reading, responsibility, scoring
from tests.samples.compose import contents, numeral

COMPOSED = {"考核办法": assessment, "责任制实施细则": responsibility}


def test_the_composed_points_add_up() -> None:
    assert sum(first.points for first in scoring.INDICATORS) == 100
    for first in scoring.INDICATORS:
        assert sum(second.points for second in first.seconds) == first.points, first.name
    assert [item[:-1] for item in contents()] == [f"{f.name}{f.points}分" for f in scoring.INDICATORS]


def test_the_samples_ship_and_are_small() -> None:
    assert list(samples.paths()) == list(COMPOSED)
    for name, path in samples.paths().items():
        assert path.stem == COMPOSED[name].NAME
        assert path.stat().st_size < 400_000


def articles(chapters: Any) -> Iterator[tuple[str, str, list[str]]]:
    """(label, opening, items) of each composed article."""
    numbers = count(1)
    for _, inner in chapters:
        for opening, items, _ in inner:
            opening = opening.format(count=numeral(len(scoring.INDICATORS)))
            yield f"第{numeral(next(numbers))}条", opening, list(contents() if items == ("{indicators}",) else items)


@pytest.mark.parametrize("name", COMPOSED)
def test_the_outline_is_what_was_composed(name: str) -> None:
    composed, notice = COMPOSED[name], reading.notice(name)
    document = notice.outline.document
    assert document.document_number == composed.DOCUMENT_NUMBER
    assert document.title == "".join(composed.TITLE)
    year, month, day = re.findall(r"\d+", composed.ISSUED_ON)
    assert document.issued_on == f"{year}-{int(month):02}-{int(day):02}"
    assert list(document.issuers) == list(getattr(composed, "ISSUERS", None) or (composed.ISSUER,))
    instrument = notice.outline.instruments[1]
    assert instrument.title == composed.NAME
    chapters = [node for node in instrument.nodes if node.kind == "chapter"]
    assert [node.heading for node in chapters] == [title for title, _ in composed.CHAPTERS]
    found = [node for node in walk(instrument.nodes) if node.kind == "article"]

    def text(node: Node) -> str:
        return (node.heading or "") + node.text

    assert [
        (node.label, text(node), [text(item) for item in node.children if item.kind == "item"]) for node in found
    ] == list(articles(composed.CHAPTERS))


def test_the_imprint_and_the_attachment_are_read() -> None:
    notice = reading.notice("考核办法")
    assert notice.outline.document.printed_on == "2025-03-18"
    assert [(a.title, a.present) for i in notice.outline.instruments for a in i.attachments] == [
        (assessment.ATTACHMENT, True)
    ]


def test_the_scoring_table_is_one_table_over_five_pages() -> None:
    notice = reading.notice("考核办法")
    (table,) = notice.tables.values()
    assert len(table.fragments) == 5
    assert table.columns == len(scoring.HEADER)
    assert table.rows - table.header_rows == sum(len(first.seconds) for first in scoring.INDICATORS) + 3


def test_the_indicators_are_what_was_composed() -> None:
    draft = reading.draft()
    assert (draft.year, draft.scale) == (2025, 100)
    found = [
        (
            first.name,
            first.points,
            [
                (
                    s.name,
                    s.points,
                    s.key_points,
                    s.fields["考核单位"],
                    [(c.ordinal, c.text, c.points) for c in s.criteria],
                )
                for s in first.children
            ],
        )
        for first in draft.indicators
    ]
    for got, first in zip(found, scoring.INDICATORS, strict=True):
        assert got == (
            first.name,
            first.points,
            [
                (
                    s.name,
                    s.points,
                    s.key_points,
                    s.checked_by,
                    [(n, i.text, i.points) for n, i in enumerate(s.items, 1)],
                )
                for s in first.seconds
            ],
        )


def test_grades_subjects_bonuses_and_vetoes() -> None:
    draft = reading.draft()
    assert {(g.name, g.at_least, g.below) for g in draft.grades} == {
        ("优秀", Decimal(90), None),
        ("良好", Decimal(80), Decimal(90)),
        ("合格", Decimal(60), Decimal(80)),
        ("不合格", None, Decimal(60)),
    }
    assert [(s.count, s.members) for s in draft.subjects] == [
        (12, assessment.TOWNS + assessment.SUBDISTRICTS),
        (9, assessment.DEPARTMENTS),
    ]
    whens = " ".join(veto.when for veto in draft.vetoes if veto.kind == "veto")
    for item in next(items for label, _, items in articles(assessment.CHAPTERS) if label == "第八条"):
        assert item.rstrip("；。").removesuffix("的") in whens
    assert {"2025-04-20", "2025-12-10", "2026-01-15", "2026-01-31", "2025-05-31"} <= {d.due for d in draft.deadlines}


def test_a_bonus_in_tiers_keeps_every_tier() -> None:
    found = [(rule.when, rule.points, rule.cap) for rule in reading.draft().bonuses if rule.kind == "bonus"]
    assert found[:3] == [
        (f"工作经验获{level}推广", points, 5) for level, points in (("国家级", 3), ("省级", 2), ("市级", 1))
    ]
    assert [points for _, points, _ in found[3:]] == [Decimal(1), Decimal("0.5")]


def test_one_sentence_needs_a_persons_eye() -> None:
    """The table holds one sentence that gives no points; nothing else of the samples is beyond reading."""
    draft = reading.draft()
    unparsed = [
        rule.text
        for first in draft.indicators
        for second in first.children
        for criterion in second.criteria
        for rule in criterion.rules
        if rule.kind == "unparsed"
    ]
    assert [text.rstrip("。") for text in unparsed] == ["事故整改和防范措施落实情况，由调查组集体评议后确定得分"]
    assert not [issue for issue in draft.issues if issue.severity == "error"]


ROLES = {
    "区委主要负责人": {"（二）": "1/1half-year", "（三）": "1/1year", "（五）": "1/1quarter"},
    "镇（街道）党（工）委主要负责人": {"（二）": "1/1quarter", "（三）": "1/1year", "（五）": "1/1month"},
    "区委常委会其他成员": {"（二）": "1/1quarter"},
    "镇（街道）党（工）委领导班子其他成员": {"（二）": "1/1quarter"},
    "区政府主要负责人": {"（二）": "1/1quarter", "（四）": "1/1half-year"},
    "镇政府（街道办事处）主要负责人": {"（二）": "1/1month", "（四）": "1/1half-year"},
    "区政府分管安全生产工作的负责人": {"（一）": "1/1month", "（二）": "1/1year", "（三）": "1/1year"},
    "镇政府（街道办事处）分管安全生产工作的负责人": {
        "（一）": "1/1month",
        "（二）": "1/1year",
        "（三）": "1/1half-year",
    },
    "区政府领导班子其他成员": {"（一）": "1/1year", "（二）": "1/2month"},
    "镇政府（街道办事处）领导班子其他成员": {"（一）": "1/1year", "（二）": "1/2month"},
}
DEPARTMENTS = [
    "区委组织部",
    "区委宣传部",
    "区应急管理局",
    "区财政局",
    "区教育局",
    "区住房和城乡建设局",
    "区交通运输局",
    "区市场监督管理局",
    "区农业农村局",
    "区金融服务中心",
]


def test_each_leader_has_the_frequencies_that_bind_him() -> None:
    leaders = {
        role.name: {
            duty.ordinal: f"{duty.frequency.at_least}/{duty.frequency.every.count}{duty.frequency.every.unit}"
            for duty in role.duties
            if duty.frequency
        }
        for role in reading.duties().roles
        if role.kind == "leader"
    }
    assert leaders == ROLES


def test_each_department_has_its_duties() -> None:
    assert [role.name for role in reading.duties().roles if role.kind == "department"] == DEPARTMENTS


def evidence_in(value: Any) -> Iterator[Evidence]:
    """Every piece of evidence in a value, however deep."""
    if isinstance(value, Evidence):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from evidence_in(inner)
    elif isinstance(value, dict):
        yield from evidence_in(list(value.values()))
    elif hasattr(type(value), "model_fields"):
        yield from evidence_in([getattr(value, name) for name in type(value).model_fields])


def test_every_quote_stands_at_its_spans() -> None:
    by_text = {reading.notice(name).source.sha256: reading.notice(name).source for name in samples.paths()}
    found = list(
        evidence_in([reading.draft(), reading.duties(), *(reading.notice(n).outline for n in samples.paths())])
    )
    assert len(found) > 300
    for evidence in found:
        source = by_text[evidence.text_sha256]
        assert source.quote(evidence.spans) == evidence.quote
        assert bool(evidence.regions) == (source.document.media_type == "application/pdf"), evidence.citation


def without_proofs(value: Any) -> Any:
    """A dumped value without its evidence and proofs, for a golden file that a person can read."""
    if isinstance(value, dict):
        return {
            k: without_proofs(v) for k, v in value.items() if k not in ("evidence", "proof", "spans", "own", "sources")
        }
    return [without_proofs(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.golden
@pytest.mark.parametrize("name", samples.paths())
def test_golden_outline(name: str, golden: Callable[[str, Any], None]) -> None:
    golden(f"outline-{name}", without_proofs(reading.notice(name).outline.model_dump(mode="json", by_alias=True)))


@pytest.mark.golden
def test_golden_draft(golden: Callable[[str, Any], None]) -> None:
    golden("draft", without_proofs(reading.draft().model_dump(mode="json", by_alias=True)))


@pytest.mark.golden
def test_golden_duties(golden: Callable[[str, Any], None]) -> None:
    golden("duties", without_proofs(reading.duties().model_dump(mode="json", by_alias=True)))
