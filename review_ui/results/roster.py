"""Who has sent the sheet back: a line a unit, what was refused, how far reading is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from review_ui.models import Sheet, Unit

_RUNNING = (Sheet.State.WAITING, Sheet.State.READING)


@dataclass(frozen=True, slots=True)
class Line:
    """A unit, the sheet of it that counts, those that it replaced (latest first)."""

    unit: Unit
    sheet: Sheet | None
    earlier: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True)
class Roster:
    """The list. `running`: sheets still to be read; `refused`: those that could not be taken and were not sent again."""

    lines: tuple[Line, ...]
    running: tuple[Sheet, ...]
    refused: tuple[Sheet, ...]
    read: int

    @property
    def back(self) -> int:
        """How many units have sent a sheet."""
        return sum(1 for line in self.lines if line.sheet is not None)


def roster_of(units: Sequence[Unit], current: Mapping[int, Sheet], every: Sequence[Sheet]) -> Roster:
    """The list of the units with all sheets that came back."""
    read = [sheet for sheet in every if sheet.state == Sheet.State.READ]
    lines = []
    for unit in units:
        own = [sheet for sheet in read if sheet.unit_id == unit.pk]
        counts = current.get(unit.pk)
        lines.append(Line(unit, counts, tuple(reversed([s for s in own if counts is None or s.pk != counts.pk]))))
    running = tuple(sheet for sheet in every if sheet.state in _RUNNING)
    latest = {sheet.file: sheet.pk for sheet in every}
    refused = tuple(
        sheet for sheet in reversed(every) if sheet.state == Sheet.State.FAILED and latest[sheet.file] == sheet.pk
    )
    begun = min((sheet.pk for sheet in running), default=None)
    done = sum(1 for sheet in every if begun is not None and sheet.pk >= begun and sheet not in running)
    return Roster(tuple(lines), running, refused, done)
