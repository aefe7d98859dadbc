"""The sheets that came back, as values: which counts for a unit, what it says, what comes of it."""

from collections.abc import Mapping, Sequence

from review_ui.jobs.keeping import Kept
from review_ui.jobs.store import blobs
from review_ui.models import Publication, Sheet, Unit
from rubric_builder.assessment import Assessment
from rubric_builder.exports.sheet_reading import Filled
from rubric_builder.returned_sheets import Computed, compute, from_json
from rubric_builder.scoring.corrections import Correction, corrected

_filled: Kept[Filled] = Kept(200)
_computed: Kept[Computed] = Kept(300)


def current_sheet(unit: Unit) -> Sheet | None:
    """The sheet of a unit that counts: the last that was read."""
    return unit.sheets.filter(state=Sheet.State.READ).order_by("-pk").first()


def current_sheets(publication: Publication) -> Mapping[int, Sheet]:
    """The sheets that count, by the unit's key."""
    read = publication.sheets.filter(state=Sheet.State.READ).select_related("uploaded_by").order_by("pk")
    return {sheet.unit_id: sheet for sheet in read if sheet.unit_id is not None}


def filled_of(sheet: Sheet) -> Filled:
    """What a sheet says. Kept in memory. Raises `Blocked` where its blob is missing or damaged."""
    return _filled.get(sheet.reading, lambda: from_json(blobs().get(sheet.reading)))


def computed_of(assessment: Assessment, sheet: Sheet, holding: Sequence[Correction]) -> Computed:
    """What comes of a sheet with the corrections that hold. Kept in memory."""
    filled = filled_of(sheet)
    key = (assessment.sha256, sheet.reading, tuple(holding))
    facts = corrected(filled.site, holding) if holding else None
    return _computed.get(key, lambda: compute(assessment, filled, facts))
