"""What the overview lists beside the picture: sums, open flags, deadlines, roles."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extract.findings import Deadline, Role
from rubric_builder.exports import wording
from rubric_builder.flagging import Flag, Severity
from rubric_builder.reconciling import Balance, Reconciliation
from rubric_builder.reviewing import ReviewItem

SEVERITIES: Mapping[Severity, str] = {"error": "必须处理", "warning": "请核对", "info": "供参考"}
"""What staff call a severity, gravest first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A first-level indicator: points, share of the whole in per cent, how its parts stand to it."""

    balance: Balance
    share: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A flag and the items it is on."""

    flag: Flag
    items: tuple[ReviewItem, ...]


@dataclass(frozen=True, slots=True)
class Owed:
    """A deadline: ISO date or empty, how it is said, by whom."""

    due: str
    said: str
    item: ReviewItem
    actor: str


@dataclass(frozen=True, slots=True)
class Burden:
    """A role: how many duties of its own, general clauses and clauses on accountability, how many undecided of all."""

    item: ReviewItem
    kind: str
    duties: int
    general: int
    accountability: int
    pending: int


def rows(found: Reconciliation) -> tuple[Row, ...]:
    """The first level in order, each with its share of all points stated."""
    total = sum((balance.stated for balance in found.rows if balance.stated is not None), Decimal(0))
    return tuple(Row(balance, _per_cent(balance.stated, total)) for balance in found.rows)


def _per_cent(points: Decimal | None, total: Decimal) -> str:
    return f"{points / total * 100:.1f}%" if points is not None and total else ""


def open_flags(items: Iterable[ReviewItem]) -> Mapping[Severity, tuple[Listed, ...]]:
    """The flags that somebody has still to look at: all of items not decided on, and errors, which stay until mended or
    signed for. The same on several items is listed once. Items rejected have none."""
    found: dict[Flag, list[ReviewItem]] = {}
    for item in items:
        for flag in item.flags if item.status != "驳回" else ():
            if item.status == "待核" or flag.severity == "error":
                found.setdefault(flag, []).append(item)
    return {
        severity: tuple(Listed(flag, tuple(on)) for flag, on in found.items() if flag.severity == severity)
        for severity in SEVERITIES
    }


def timeline(items: Iterable[ReviewItem]) -> tuple[Owed, ...]:
    """The deadlines by date; those without one last."""
    found = [
        Owed(
            due=item.record.due or "",
            said=wording.due(item.record.due) if item.record.due else "未写明日期",
            item=item,
            actor=item.record.actor or "",
        )
        for item in items
        if isinstance(item.record, Deadline) and item.status != "驳回"
    ]
    return tuple(sorted(found, key=lambda owed: (not owed.due, owed.due)))


def burdens(items: Sequence[ReviewItem]) -> tuple[Burden, ...]:
    """The roles in order with what they owe; what was rejected does not count."""
    within: dict[str, list[ReviewItem]] = {}
    for item in items:
        if item.role is not None and item.role != item.id:
            within.setdefault(item.role, []).append(item)
    out = []
    for item in items:
        if isinstance(item.record, Role) and item.status != "驳回":
            own = [part for part in within.get(item.id, ()) if part.status != "驳回"]
            slots = [part.slot for part in own]
            out.append(
                Burden(
                    item=item,
                    kind="领导干部" if item.record.kind == "leader" else "部门",
                    duties=slots.count("duties"),
                    general=slots.count("general"),
                    accountability=slots.count("accountability"),
                    pending=sum(part.status == "待核" for part in (item, *own)),
                )
            )
    return tuple(out)
