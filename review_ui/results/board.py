"""All units of a publication side by side: whose sheet came back, what it scored, what is still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from review_ui.models import Publication, Sheet, Unit
from review_ui.results.assessing import assessment_of, units_of
from review_ui.results.correcting import log_of
from review_ui.results.returned import computed_of, current_sheets
from review_ui.results.words import name_of
from rubric_builder.assessment import Assessment
from rubric_builder.exports.results_files import Scored
from rubric_builder.exports.results_lines import PENDING, overview
from rubric_builder.returned_sheets import side_by_side
from rubric_builder.scoring.corrections import Correction, CorrectionLog
from rubric_builder.scoring.saying import number


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit with the sheet that counts, its score and the corrections in it; all null or empty where none came back."""

    unit: Unit
    sheet: Sheet | None = None
    scored: Scored | None = None
    holding: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The units in the order of the list, and what they are scored by."""

    assessment: Assessment
    log: CorrectionLog
    entries: tuple[Entry, ...]

    @property
    def scored(self) -> tuple[Entry, ...]:
        """Those whose sheet came back, in the order of the 汇总."""
        by_name = {entry.unit.name: entry for entry in self.entries}
        done = [entry.scored.standing for entry in self.entries if entry.scored is not None]
        done.sort(key=lambda standing: self.assessment.groups.index(standing.result.group))
        return tuple(by_name[row.unit] for row in overview(done))

    @property
    def missing(self) -> tuple[Entry, ...]:
        """Those whose sheet has not come back."""
        return tuple(entry for entry in self.entries if entry.scored is None)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of unit on the list, where there are several."""
        found = tuple(dict.fromkeys(entry.unit.kind for entry in self.entries))
        return found if len(found) > 1 else ()

    def of_kind(self, kind: str) -> "Board":
        """The units of one kind; their places stay those among all that they are ranked with."""
        return Board(self.assessment, self.log, tuple(e for e in self.entries if e.unit.kind == kind))


def board_of(publication: Publication) -> Board:
    """The units as they stand now. Raises `Blocked` where something kept is missing, damaged or was tampered with."""
    assessment, log = assessment_of(publication), log_of(publication)
    sheets = current_sheets(publication)
    units = units_of(publication)
    holding = {
        unit.pk: tuple(log.in_force(unit.name, sheets[unit.pk].sha256).values()) for unit in units if unit.pk in sheets
    }
    computed = [
        (sheets[unit.pk].file, computed_of(assessment, sheets[unit.pk], holding[unit.pk]))
        for unit in units
        if unit.pk in sheets
    ]
    scored = {each.standing.result.unit: each for each in side_by_side(assessment, computed)}
    return Board(
        assessment,
        log,
        tuple(Entry(unit, sheets.get(unit.pk), scored.get(unit.name), holding.get(unit.pk, ())) for unit in units),
    )


def waiting(board: Board) -> tuple[tuple[Entry, tuple[tuple[str, str], ...]], ...]:
    """The units whose score is not settled, each with what it waits for: the item to look at ("" for none) and in words."""
    found = []
    for entry in board.scored:
        assert entry.scored is not None
        result = entry.scored.standing.result
        plan = board.assessment.plan(result.group)
        items = {row.id: item for item in plan.items for row in item.rows}
        waits = []
        for wait in result.open:
            rule = wait.removeprefix("fact:")
            if wait.startswith("fact:") and rule in items:
                waits.append((items[rule].id, f"{name_of(plan, ('fact', rule))}（未填写）"))
            elif wait in board.assessment.choices:
                waits.append(("", board.assessment.choices[wait].question))
        if waits:
            found.append((entry, tuple(waits)))
    return tuple(found)


def average(entries: Sequence[Entry]) -> str:
    """The mean of the 百分制得分 that are settled; a dash where none is."""
    found = [e.scored.standing.result.percent for e in entries if e.scored is not None]
    known = [percent for percent in found if percent is not None]
    return number(round(sum(known, Decimal(0)) / len(known), 2)) if known else "—"


def graded(entries: Sequence[Entry]) -> Mapping[str, int]:
    """How many units in each grade, best first as the schema has them; 待定 last."""
    counted: dict[str, int] = {}
    for entry in entries:
        if entry.scored is not None:
            for grade in entry.scored.scheme.grades:
                counted.setdefault(grade.name, 0)
    for entry in entries:
        if entry.scored is not None:
            result = entry.scored.standing.result
            name = result.grade or (PENDING if result.open else "")
            if name:
                counted[name] = counted.get(name, 0) + 1
    return {name: count for name, count in counted.items() if count}
