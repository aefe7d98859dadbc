"""What a row of the worklist shows of a rubric or a notice."""

from dataclasses import dataclass
from decimal import Decimal

from review_ui.models import Notice, Rubric

STATUSES = (("已采纳", "accepted"), ("已改", "changed"), ("驳回", "rejected"), ("待核", "pending"))
"""What reviewers made of an item, and the class it is drawn with."""

_STAGE_CLASS = {
    Rubric.Stage.BUILDING: "pending", Rubric.Stage.FAILED: "error", Rubric.Stage.PUBLISHED: "accepted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a bar: from `start`, `width` long, both in thousandths; `label` says what it is."""

    label: str
    start: float
    width: float
    style: str


@dataclass(frozen=True, slots=True)
class RubricLine:
    """A rubric's row. `running`: it is being built, so the row asks again."""

    rubric: Rubric
    stage: str
    style: str
    running: bool
    progress: tuple[Stretch, ...]
    decided: int
    items: int
    shares: tuple[Stretch, ...]
    points: Decimal


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice's row."""

    notice: Notice
    state: str
    style: str
    running: bool
    pages: int


def rubric_row(rubric: Rubric) -> RubricLine:
    """The row of a rubric, from what the rubric's own row in the database repeats of its state."""
    counts = [(name, style, int(rubric.counts.get(name, 0))) for name, style in STATUSES]
    shares = [(share["name"], Decimal(str(share["points"] or 0))) for share in rubric.shares]
    return RubricLine(
        rubric=rubric,
        stage=Rubric.Stage(rubric.stage).label,
        style=_STAGE_CLASS.get(Rubric.Stage(rubric.stage), ""),
        running=rubric.stage == Rubric.Stage.BUILDING,
        progress=stretches([(f"{name} {count}项", Decimal(count), style) for name, style, count in counts]),
        decided=sum(count for name, _, count in counts if name != "待核"),
        items=sum(count for _, _, count in counts),
        shares=stretches([(f"{name} {points:f}分", points, f"s{n % 8}") for n, (name, points) in enumerate(shares)]),
        points=sum((points for _, points in shares), Decimal(0)),
    )


def notice_row(notice: Notice) -> NoticeLine:
    """The row of a notice."""
    state = Notice.State(notice.state)
    style = {"failed": "error", "read": "accepted"}.get(state.value, "pending")
    last = max(notice.readings.all(), key=lambda reading: reading.pk, default=None)
    running = state in (Notice.State.WAITING, Notice.State.READING)
    return NoticeLine(notice, state.label, style, running, last.pages if last else 0)


def stretches(parts: list[tuple[str, Decimal, str]]) -> tuple[Stretch, ...]:
    """A bar of 1,000 shared out by the parts' sizes; parts of nothing are left out.

    >>> [(s.start, s.width) for s in stretches([("甲", Decimal(3), ""), ("乙", Decimal(0), ""), ("丙", Decimal(1), "")])]
    [(0.0, 750.0), (750.0, 250.0)]
    """
    whole = sum((size for _, size, _ in parts if size > 0), Decimal(0))
    found, at = [], 0.0
    for label, size, style in parts:
        if size > 0:
            width = float(size / whole * 1000)
            found.append(Stretch(label, round(at, 1), round(width, 1), style))
            at += width
    return tuple(found)
