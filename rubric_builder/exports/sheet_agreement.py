"""Whether a sheet's own formulas gave what the calculation gives, cell by cell."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from rubric_builder.exports.sheet_formulas import BLANK_ITEM, OPEN, RANKED
from rubric_builder.exports.sheet_reading import Filled, as_decimal
from rubric_builder.exports.sheet_summary import returns, weighs
from rubric_builder.scoring.facts import as_number
from rubric_builder.scoring.results import ItemScore, Result, Step
from rubric_builder.scoring.saying import number
from rubric_builder.scoring.scheme import Reading, Scheme

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
            factors = {t.id for t in whole.terms if t.effect in ("factor", "repeat")}
            shown |= {f"{points}:{s.rule}": _step(s) for s in _first(item.steps) if s.rule not in factors}
        own_ids = {t.id for t in made.bonuses} | {t.id for t in made.terms if t.effect == "moves"}
        steps = (*_first(result.bonus_steps), *_first(result.total_steps))
        shown |= {f"{points}:{s.rule}": _step(s) for s in steps if s.rule in own_ids}
    shown |= {"standard": site.standard, "blank": site.blank, "due": site.due}
    shown["actual"], shown["self_actual"] = _actual(site), _actual(own)
    states = _States(made, site)
    back = states.of(made.lost)
    shown["returned"] = site.returned if site.returned is not None else _waiting(back)
    outside = back if any(reading.moved for reading in made.lost) else []
    moved = [_item(i) for i in site.items if i.full is None]
    moves = [states.points[t.id] for t in made.terms if t.effect == "moves"]
    bonus = [states.points[t.id] for t in made.bonuses]
    extra = [*bonus, *moved, *moves, *states.of(made.added), *outside]
    shown["extra"] = site.extra if site.extra is not None else _waiting(extra)
    if site.percent is not None:
        shown["percent"] = site.percent
    else:
        times = [states.points[t.id] for t in made.terms if t.effect == "factor" and t.top is None]
        listed = [shown["actual"], shown["extra"], *([shown["returned"]] if returns(made) else []), *times]
        shown["percent"] = _waiting(listed) if site.due > 0 else ""
    shown["grade"] = site.grade or _grade(site)
    return shown


def _grade(site: Result) -> Shown:
    if any(o.startswith("veto:") for o in site.open):
        return OPEN
    by_place = any(o.startswith("rank:") for o in site.open) and not any(o.startswith("fact:veto") for o in site.open)
    return RANKED if by_place else ""


def _waiting(states: Iterable[Shown]) -> Shown:
    """What a formula shows that has no number: 待定 where a cell that it hangs on is 待定, or all have a number and it is
    not decided what follows; empty where one is not filled in."""
    listed = list(states)
    missing = [s for s in listed if not isinstance(s, Decimal) and s != BLANK_ITEM]
    return OPEN if OPEN in missing or not missing else ""


def _given(step: Step) -> Shown:
    """What a row of a rule over the whole, or of a bonus, shows: points, or the coefficient itself."""
    if step.points is None and step.fact is not None and not step.open:
        return as_number(step.fact.value)
    return _step(step)


class _States:
    """What the cells show that rules over the whole hang on."""

    def __init__(self, made: Scheme, result: Result) -> None:
        self.made = made
        self.items = {item.id: _item(item) for item in result.items}
        steps = [*_first(result.bonus_steps), *_first(result.total_steps)]
        self.points: dict[str, Shown] = {s.rule: _given(s) for s in steps}

    def of(self, readings: Sequence[Reading]) -> list[Shown]:
        """The states that several readings hang on."""
        effects = {"lose" if reading in self.made.lost else "add" for reading in readings}
        found: list[Shown] = [self.points[t.id] for t in self.made.terms if t.term is not None and t.effect in effects]
        for leaf in dict.fromkeys(leaf for reading in readings for leaf in reading.leaves):
            own_id = leaf.partition(":")[2]
            if own_id == "bonus":
                found += [self.points[t.id] for t in self.made.bonuses]
                continue
            found.append(self.items[own_id])
            item = next(i for i in self.made.items if i.id == own_id)
            own = (t for t in self.made.terms if t.effect == "factor" and t.top == item.top)
            found += [self.points[t.id] for t in own] if item.full is not None else []
        if weighs(readings):
            whole = (t for t in self.made.terms if t.effect == "factor" and t.top is None)
            found += [
                self.points[t.id] for t in whole if not t.choice or self.made.settings.option(t.choice.id) != "all"
            ]
        return found


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
