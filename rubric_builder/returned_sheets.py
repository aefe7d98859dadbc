"""Score sheets that came back: read by the schema that they are of, corrected, computed, ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pydantic import TypeAdapter

from corpus.errors import Unreadable
from rubric_builder.assessment import Assessment
from rubric_builder.exports.results_files import Scored
from rubric_builder.exports.sheet_agreement import Difference, differences, expected
from rubric_builder.exports.sheet_reading import Filled, OpenedSheet
from rubric_builder.scoring import Facts, Result, calculate
from rubric_builder.scoring.ranking import ranked
from rubric_builder.scoring.standing import standings

_FILLED = TypeAdapter(Filled)


def read_returned(assessment: Assessment, content: bytes, file: str) -> Filled:
    """What a sheet says. Raises `Unreadable`, with file, sheet and cell, for one of another schema or kind of unit, and
    for what no rule of the schema allows."""
    opened = OpenedSheet(content, file)
    if opened.mark.rubric != assessment.sha256:
        opened.refuse(assessment.sha256)
    if opened.mark.group not in assessment.groups:
        raise Unreadable("sheet.group", f"“{file}”的考核类别“{opened.mark.group}”在方案中没有，请用发出的原表填报")
    return opened.read(assessment.plan(opened.mark.group))


def as_json(filled: Filled) -> bytes:
    """A sheet as read, to be kept."""
    return _FILLED.dump_json(filled)


def from_json(kept: bytes) -> Filled:
    """What `as_json` kept. Raises ValueError."""
    return _FILLED.validate_json(kept)


@dataclass(frozen=True, slots=True)
class Computed:
    """A unit's results: on site, by itself (null: it filled in nothing); the cells of its sheet that showed something
    else than what the facts in it give."""

    site: Result
    own: Result | None
    differences: tuple[Difference, ...]


def compute(assessment: Assessment, filled: Filled, corrected: Facts | None = None) -> Computed:
    """The results of a sheet; with `corrected`, by those facts in place of its own."""
    made = assessment.scheme(filled.group)
    site, own = calculate(made, filled.site), calculate(made, filled.own)
    told = differences(filled, expected(made, site, own))
    if corrected is not None and corrected != filled.site:
        site = calculate(made, corrected)
    return Computed(site, own if filled.own.found else None, told)


def side_by_side(assessment: Assessment, computed: Sequence[tuple[str, Computed]]) -> list[Scored]:
    """Units with their grades and places, those of a kind together in the schema's order. `computed`: by file."""
    ordered = sorted(computed, key=lambda each: assessment.groups.index(each[1].site.group))
    sites: list[Result] = []
    for group, several in groupby(ordered, key=lambda each: each[1].site.group):
        sites += ranked(assessment.scheme(group), [each.site for _, each in several])
    placed = standings(sites, [each.own for _, each in ordered])
    return [
        Scored(standing, assessment.scheme(standing.result.group), file, each.differences)
        for standing, (file, each) in zip(placed, ordered, strict=True)
    ]
