"""A publication's assessment, and who is assessed under it."""

from collections.abc import Iterable

from corpus.errors import Blocked
from review_ui import events
from review_ui.jobs.keeping import Kept
from review_ui.jobs.store import writing
from review_ui.models import Assessed, Person, Publication, Unit
from review_ui.published.reading import schema_of
from rubric_builder.assessment import Assessment, check_distinct, named_units
from rubric_builder.assessment import Unit as ListedUnit

_assessments: Kept[Assessment] = Kept(4)
_LONGEST = 100  # characters of a unit's name


def assessment_of(publication: Publication) -> Assessment:
    """The assessment by a published schema, kept in memory. Raises `Blocked` where its blob is missing, `Unreadable`
    where there is nothing to score."""
    return _assessments.get(publication.rubric_sha256, lambda: Assessment(schema_of(publication)))


def unit_of(row: Unit) -> ListedUnit:
    """A row of the list as a value."""
    return ListedUnit(row.name, row.kind or None)


def units_of(publication: Publication) -> list[Unit]:
    """Who is assessed: at first those that the schema names."""
    if not Assessed.objects.filter(publication=publication).exists():
        with writing():
            Publication.objects.select_for_update().get(pk=publication.pk)
            if Assessed.objects.get_or_create(publication=publication)[1]:
                _append(publication, dict.fromkeys(named_units(schema_of(publication))))
    return list(publication.units.all())


def add_units(person: Person, publication: Publication, units: list[ListedUnit]) -> int:
    """Puts units on the list; how many. Raises `Misasked` for one of an unknown kind or listed twice, `Blocked` for one
    that is on the list already, or none at all."""
    if not units:
        raise Blocked("units.none", "没有写单位，请每行写一个单位")
    check_distinct(units)
    assessment = assessment_of(publication)
    for unit in units:
        assessment.group_of(unit)
        if len(unit.name) > _LONGEST or len(unit.group or "") > _LONGEST:
            raise Blocked("units.long", f"“{unit.name[:30]}…”太长，单位和类别都不能超过{_LONGEST}个字")
    units_of(publication)
    with writing():
        Publication.objects.select_for_update().get(pk=publication.pk)
        known = set(publication.units.values_list("name", flat=True))
        again = [unit.name for unit in units if unit.name in known]
        if again:
            raise Blocked("units.known", f"“{again[0]}”已在名单里")
        _append(publication, units)
        names = [unit.name for unit in units]
        events.record(person.name, "units", str(publication), {"publication": publication.pk, "added": names})
    return len(units)


def remove_unit(person: Person, unit: Unit) -> None:
    """Takes a unit off the list. Raises `Blocked` where a sheet of it came back."""
    with writing():
        publication = Publication.objects.select_for_update().get(pk=unit.publication_id)
        if unit.sheets.exists():
            raise Blocked("units.returned", f"“{unit.name}”已交回考评表，不能从名单里去掉")
        unit.delete()
        events.record(person.name, "units", str(publication), {"publication": publication.pk, "removed": [unit.name]})


def _append(publication: Publication, units: Iterable[ListedUnit]) -> None:
    last = publication.units.order_by("-position").values_list("position", flat=True).first()
    start = 0 if last is None else last + 1
    Unit.objects.bulk_create(
        Unit(publication=publication, name=unit.name, kind=unit.group or "", position=n)
        for n, unit in enumerate(units, start)
    )
