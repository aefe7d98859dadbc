"""Whether a sheet's own formulas gave what the calculation gives, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from rubric_builder.exports.sheet_formulas import BLANK_ITEM, OPEN
from rubric_builder.exports.sheet_reading import Filled, as_decimal
from rubric_builder.scoring.results import ItemScore, Result, Step
from rubric_builder.scoring.saying import number
from rubric_builder.scoring.scheme import Scheme

Shown = Decimal | str
_CLOSE = Decimal("0.00000001")


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that shows something else than what was computed."""

    cell: str
    shown: str
    right: str

    @property
    def message(self) -> str:
        """In words."""
        return f"{self.cell}显示“{self.shown or '空'}”，按填报内容计算为“{self.right or '空'}”，以计算结果为准"


def expected(made: Scheme, site: Result, own: Result) -> dict[str, Shown]:
    """What every formula of the sheet shows, by what it is of."""
    shown: dict[str, Shown] = {}
    by_id = {item.id: item for item in made.items}
    for points, score, result in (("points", "score", site), ("self_points", "self_score", own)):
        for item in result.items:
            shown[f"{score}:{item.id}"] = _item(item)
            whole = by_id[item.id]
            if item.not_applicable is not None:
                shown |= {f"{points}:{t.id}": "" for t in whole.terms}
            factors = {t.id for t in whole.terms if t.effect == "factor"}
            shown |= {f"{points}:{s.rule}": _step(s) for s in _first(item.steps) if s.rule not in factors}
        bonuses = {t.id for t in made.bonuses}
        shown |= {f"{points}:{s.rule}": _step(s) for s in _first(result.bonus_steps) if s.rule in bonuses}
    shown |= {"standard": site.standard, "blank": site.blank, "due": site.due}
    shown["actual"], shown["self_actual"] = _actual(site), _actual(own)
    moved = [_item(i) for i in site.items if i.full is None and i.not_applicable is None]
    waits = [*(_step(s) for s in _first(site.bonus_steps)), *moved]
    limits = any(o.startswith("limit:") for o in site.open)
    shown["extra"] = (
        site.extra if site.extra is not None else OPEN if OPEN in waits or (limits and "" not in waits) else ""
    )
    if site.percent is not None:
        shown["percent"] = site.percent
    else:
        numbers = isinstance(shown["actual"], Decimal) and isinstance(shown["extra"], Decimal)
        shown["percent"] = OPEN if site.due > 0 and (numbers or OPEN in (shown["actual"], shown["extra"])) else ""
    shown["grade"] = site.grade or (OPEN if any(o.startswith("veto:") for o in site.open) else "")
    return shown


def _first(steps: Iterable[Step]) -> Iterator[Step]:
    """The step of each rule itself, without what caps did afterwards."""
    seen: set[str] = set()
    for step in steps:
        if step.rule not in seen:
            seen.add(step.rule)
            yield step


def _step(step: Step) -> Shown:
    if step.points is not None:
        return step.points
    return "" if step.open.startswith("fact:") or not step.open else OPEN


def _item(item: ItemScore) -> Shown:
    if item.not_applicable is not None:
        return BLANK_ITEM
    if item.score is not None:
        return item.score
    waits = [s.open for s in item.steps if s.open]
    return OPEN if any(not w.startswith("fact:") for w in waits) else ""


def _actual(result: Result) -> Shown:
    if result.actual is not None:
        return result.actual
    return OPEN if any(_item(i) == OPEN for i in result.items if i.full is not None) else ""


def differences(filled: Filled, right: Mapping[str, Shown]) -> tuple[Difference, ...]:
    """Every cell of a sheet that its program worked out and that shows something else. None for a sheet that was never
    worked out (no cell of it shows anything)."""
    if not any(value not in (None, "") for _, value in filled.shown.values()):
        return ()
    return tuple(_differing(filled, right))


def _differing(filled: Filled, right: Mapping[str, Shown]) -> Iterator[Difference]:
    for what, (cell, value) in filled.shown.items():
        wanted = right.get(what)
        if wanted is None:
            continue
        if isinstance(wanted, Decimal):
            got = as_decimal(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
            if got is None or abs(got - wanted) > _CLOSE:
                yield Difference(cell, _words(value), number(wanted))
        elif (value or "") != wanted:
            yield Difference(cell, _words(value), wanted)


def _words(value: object) -> str:
    return "" if value is None else str(value)
