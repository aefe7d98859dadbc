"""What happened to the scores of a publication: sheets handed in, facts corrected, corrections taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from review_ui.models import Publication, Sheet, Unit
from review_ui.results.board import Board
from review_ui.results.returned import filled_of
from review_ui.results.words import name_of, rows_of, words_of
from rubric_builder.exports.sheet_layout import SheetPlan
from rubric_builder.scoring import Fact
from rubric_builder.scoring.corrections import Correction, Place, said_of


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction in words. `state`: 生效, or why it does not hold any more; `holds` accordingly. `unit`: its key."""

    correction: Correction
    unit: int | None
    name: str
    old: str
    new: str
    state: str
    holds: bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: a sheet handed in, or a correction."""

    at: datetime
    person: str
    sheet: Sheet | None = None
    corrected: Corrected | None = None


def corrections_of(board: Board, unit: str | None = None) -> tuple[Corrected, ...]:
    """The corrections in words, latest first; of one unit, or of all."""
    entries = {entry.unit.name: entry for entry in board.entries}
    out = []
    for correction in board.log.corrections:
        if unit is not None and correction.unit != unit:
            continue
        entry = entries.get(correction.unit)
        holding = {c.sequence for c in entry.holding} if entry else set()
        sheet = entry.sheet.sha256 if entry and entry.sheet else ""
        later = [
            c
            for c in board.log.corrections[correction.sequence :]
            if (c.unit, c.sheet, c.place) == (correction.unit, correction.sheet, correction.place)
        ]
        if correction.new is None:
            state = "撤回，恢复为考评表所填"
        elif correction.sequence in holding:
            state = "生效"
        elif later:
            state = f"已由第{later[0].sequence}号{'撤回' if later[0].new is None else '改为新值'}"
        elif correction.sheet != sheet:
            state = "重新交表后失效"
        else:
            state = "失效"
        group = entry.scored.standing.result.group if entry and entry.scored else board.assessment.groups[0]
        plan = board.assessment.plan(group)
        out.append(
            Corrected(
                correction,
                entry.unit.pk if entry else None,
                name_of(plan, correction.place),
                _words(plan, correction.place, correction.old),
                _words(plan, correction.place, correction.new) if correction.new else "考评表所填",
                state,
                correction.sequence in holding,
            )
        )
    return tuple(reversed(out))


def _words(plan: SheetPlan, place: Place, fact: Fact | None) -> str:
    if place[0] == "blank":
        return "不适用（空项）" if fact is not None and fact.value else "适用"
    row = rows_of(plan).get(place[1])
    return words_of(row, fact) if row is not None else "—"


def events_of(publication: Publication, board: Board | None) -> Sequence[Event]:
    """All that happened, newest first; without the corrections where they can't be trusted (`board` null)."""
    sheets = publication.sheets.select_related("uploaded_by", "unit")
    found = [Event(sheet.uploaded_at, sheet.uploaded_by.name, sheet=sheet) for sheet in sheets]
    if board is not None:
        found += [
            Event(datetime.fromisoformat(each.correction.time), each.correction.actor, corrected=each)
            for each in corrections_of(board)
        ]
    return sorted(found, key=lambda event: event.at, reverse=True)


def lapsed(board: Board, unit: Unit) -> tuple[Corrected, ...]:
    """Corrections of a sheet that was replaced and that nobody took back: they count no more."""
    return tuple(each for each in corrections_of(board, unit.name) if each.state == "重新交表后失效")


def sheet_values(board: Board, unit: str, place: Place) -> str:
    """What the unit's sheet itself says at a place, in words."""
    entry = next(entry for entry in board.entries if entry.unit.name == unit)
    assert entry.sheet is not None
    filled = filled_of(entry.sheet)
    return _words(board.assessment.plan(filled.group), place, said_of(filled.site, place))
