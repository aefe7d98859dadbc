"""Score sheets going out: one workbook a unit, by its file name."""

from collections.abc import Iterator, Sequence

from rubric_builder.assessment import Assessment, Unit
from rubric_builder.exports.inert import distinct, file_name
from rubric_builder.exports.sheet_xlsx import SheetMaker


def sheet_files(assessment: Assessment, units: Sequence[Unit]) -> Iterator[tuple[str, bytes]]:
    """`青岚镇考评表.xlsx` and its content for each unit, in their order; each made when it is asked for.

    Raises `Misasked` at once where a unit's kind is not known.
    """
    groups = [assessment.group_of(unit) for unit in units]
    names = distinct(f"{file_name(unit.name)}考评表" for unit in units)
    makers: dict[str | None, SheetMaker] = {}

    def made() -> Iterator[tuple[str, bytes]]:
        for name, unit, group in zip(names, units, groups, strict=True):
            if group not in makers:
                makers[group] = SheetMaker(assessment.plan(group))
            yield f"{name}.xlsx", makers[group].workbook(unit.name)

    return made()
