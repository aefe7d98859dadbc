"""Corrections of a unit's facts after its sheet came back: an append-only log, each chained to the one before by its
hash; and the facts with those in force put in. The sheet itself never changes."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator, model_validator

from corpus.errors import Blocked
from corpus.values import Value
from rubric_builder.schema import fingerprint
from rubric_builder.scoring.facts import Fact, Facts

What = Literal["fact", "blank"]
"""A rule's fact, or whether an item does not apply (空项; its fact is yes or no)."""

Place = tuple[What, str]
"""What is corrected of a unit: `("fact", "ind-1.2.c3.r1")`, `("blank", "ind-1.2.c3")`."""


class Correction(Value):
    """更正: who, when (ISO 8601), why; which unit's sheet (its SHA-256), what of it, what held before and what holds now.

    `old` null: nothing was filled in. `new` null: back to what the sheet says. `seen` is the last sequence number that
    the person had seen; `sequence` (from 1) and `before` (hash of the one before, of the schema for the first) are set
    by the log.
    """

    actor: str = Field(min_length=1)
    time: str
    reason: str
    unit: str = Field(min_length=1)
    sheet: str = Field(pattern="^[0-9a-f]{64}$")
    what: What
    about: str = Field(min_length=1)
    old: Fact | None = None
    new: Fact | None = None
    seen: int | None = Field(default=None, ge=0)
    sequence: int = Field(default=0, ge=0)
    before: str = ""

    @field_validator("reason")
    @classmethod
    def _reasoned(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("a correction needs a reason")
        return value

    @field_validator("time")
    @classmethod
    def _iso(cls, value: str) -> str:
        datetime.fromisoformat(value)
        return value

    @model_validator(mode="after")
    def _yes_or_no(self) -> "Correction":
        for fact in (self.old, self.new):
            if self.what == "blank" and fact is not None and not isinstance(fact.value, bool):
                raise ValueError("whether an item applies is yes or no")
        return self

    @property
    def place(self) -> Place:
        """What of the unit it corrects."""
        return self.what, self.about


class Overtaken(Blocked):
    """Somebody else corrected the same thing meanwhile (`theirs`); `mine` was not taken in."""

    def __init__(self, theirs: Correction, mine: Correction) -> None:
        super().__init__(
            "correct.overtaken",
            f"{theirs.actor}刚刚更正了同一项（第{theirs.sequence}号更正），您的更正没有采用；请看过新的值再决定",
        )
        self.theirs, self.mine = theirs, mine


class CorrectionLog(Value):
    """All corrections under one schema (`rubric`: its SHA-256), in order. Appending gives a new log."""

    rubric: str
    corrections: tuple[Correction, ...] = ()

    @property
    def head(self) -> str:
        """The hash that the next one is chained to."""
        return fingerprint(self.corrections[-1]) if self.corrections else self.rubric

    def append(self, correction: Correction) -> "CorrectionLog":
        """The log with one more, numbered and chained. Raises `Overtaken` where someone corrected the same thing after
        what the correction had seen, `Blocked` where it changes nothing. `seen` null: all of the log was seen."""
        last = len(self.corrections)
        seen = last if correction.seen is None else correction.seen
        if seen > last:
            raise Blocked("correct.seen", f"所见的第{seen}号更正不存在，更正记录只到第{last}号，请刷新页面后重试")
        for other in self.corrections[seen:]:
            if _same(other, correction):
                raise Overtaken(other, correction)
        now = self.in_force(correction.unit, correction.sheet).get(correction.place)
        if correction.new is None and now is None:
            raise Blocked("correct.nothing", "这一项没有更正过，无须撤回")
        if correction.new is not None and correction.old is not None and correction.new.value == correction.old.value:
            raise Blocked("correct.same", "更正后的值与现在的值相同，没有更正")
        chained = correction.model_copy(update={"sequence": last + 1, "seen": seen, "before": self.head})
        return CorrectionLog(rubric=self.rubric, corrections=(*self.corrections, chained))

    def broken_at(self) -> int | None:
        """The first entry (from 1) that is not numbered in order and chained to the one before; null where all are.

        That the last one is as it was written shows only against a `head` that was kept apart.
        """
        before = self.rubric
        for n, correction in enumerate(self.corrections, 1):
            if correction.sequence != n or correction.before != before:
                return n
            before = fingerprint(correction)
        return None

    def of(self, unit: str) -> Iterator[Correction]:
        """A unit's, in order, also those of sheets that were replaced."""
        return (c for c in self.corrections if c.unit == unit)

    def in_force(self, unit: str, sheet: str) -> dict[Place, Correction]:
        """What holds for a unit's sheet: of each thing the last correction, unless that went back to the sheet."""
        last: dict[Place, Correction] = {}
        for correction in self.corrections:
            if (correction.unit, correction.sheet) == (unit, sheet):
                last[correction.place] = correction
        return {place: correction for place, correction in last.items() if correction.new is not None}


def _same(one: Correction, other: Correction) -> bool:
    return (one.unit, one.sheet, one.place) == (other.unit, other.sheet, other.place)


def corrected(facts: Facts, holding: Sequence[Correction]) -> Facts:
    """A sheet's facts with the corrections that hold (`CorrectionLog.in_force`) in place of what it says.

    The reason stands as the fact's note, with it in the 得分明细; the correction's number as where it is documented.
    """
    found, blank = dict(facts.found), dict(facts.not_applicable)
    for correction in holding:
        new = correction.new
        if new is None:
            continue
        if correction.what == "fact":
            found[correction.about] = new.model_copy(
                update={"note": f"更正：{correction.reason}", "source": f"第{correction.sequence}号更正"}
            )
        elif new.value:
            blank[correction.about] = correction.reason
        else:
            blank.pop(correction.about, None)
    return facts.model_copy(update={"found": found, "not_applicable": blank})


def said_of(facts: Facts, place: Place) -> Fact | None:
    """What facts say at a place: what is filled in, whether the item does not apply."""
    what, about = place
    if what == "fact":
        return facts.found.get(about)
    reason = facts.not_applicable.get(about)
    return Fact(value=reason is not None, note=reason or "")
