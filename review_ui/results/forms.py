"""The form that corrects a fact: what the rule asks for, within its bounds; or whether an item applies."""

from collections.abc import Mapping
from dataclasses import dataclass

from corpus.errors import Blocked
from review_ui.results.words import name_of, rows_of, words_of
from rubric_builder.exports.sheet_layout import APPLIES, NOT_APPLICABLE, SheetPlan, SheetRow
from rubric_builder.exports.sheet_reading import found
from rubric_builder.exports.wording import points
from rubric_builder.scoring import Fact
from rubric_builder.scoring.asking import NO, YES, Asked
from rubric_builder.scoring.corrections import Place
from rubric_builder.scoring.facts import as_number

_BLANK = "blank:"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a correction is asked for: `options` (key, words) to choose from, or a number typed (`hint` says its bounds);
    `now` is what holds, in words, `value` as it is typed."""

    place: Place
    name: str
    prompt: str
    options: tuple[tuple[str, str], ...]
    hint: str
    now: str
    value: str


def place_of(key: str) -> Place:
    """What an address names: `ind-1.2.c3.r1`, `blank:ind-1.2.c3`."""
    return ("blank", key.removeprefix(_BLANK)) if key.startswith(_BLANK) else ("fact", key)


def key_of(place: Place) -> str:
    """What `place_of` reads."""
    return f"{_BLANK}{place[1]}" if place[0] == "blank" else place[1]


def asking(plan: SheetPlan, place: Place, now: Fact | None) -> Asking:
    """The form for a place. Raises `Blocked` where the schema has no such place."""
    name = name_of(plan, place)
    if place[0] == "blank":
        if not any(item.id == place[1] for item in plan.scheme.items):
            raise _unknown(place)
        value = NOT_APPLICABLE if now is not None and now.value else APPLIES
        either: tuple[tuple[str, str], ...] = ((APPLIES, APPLIES), (NOT_APPLICABLE, f"{NOT_APPLICABLE}（空项）"))
        return Asking(place, name, "该项是否适用", either, "", value, value)
    row = _row(plan, place)
    options = tuple((label, label) for label in ((YES, NO) if row.ask.kind == "yes_no" else row.ask.labels))
    return Asking(place, name, row.ask.prompt, options, _bounds(row.ask), words_of(row, now), _typed(row.ask, now))


def read(plan: SheetPlan, place: Place, posted: Mapping[str, str]) -> Fact:
    """The fact typed or chosen. Raises `Unreadable` saying what is wrong with it, `Blocked` where there is none."""
    typed = str(posted.get("value", "")).strip()
    if not typed:
        raise Blocked("correct.value", "请填写更正后的值")
    if place[0] == "blank":
        return Fact(value=typed == NOT_APPLICABLE)
    return Fact(value=found(typed, _row(plan, place).ask, "更正值"))


def _row(plan: SheetPlan, place: Place) -> SheetRow:
    row = rows_of(plan).get(place[1])
    if row is None:
        raise _unknown(place)
    return row


def _unknown(place: Place) -> Blocked:
    return Blocked("correct.unknown", f"方案里没有“{place[1]}”这一项，请刷新页面后重试")


def _bounds(ask: Asked) -> str:
    if ask.kind in ("yes_no", "step"):
        return ""
    if ask.kind == "counts":
        return "逐个填写，用顿号隔开"
    whole = "整数" if ask.whole else "数字"
    if ask.high >= 10_000:
        return f"{whole}，不小于{points(ask.low)}"
    nought = "0，或" if ask.kind == "points" and ask.low > 0 else ""
    return f"{whole}，{nought}{points(ask.low)}至{points(ask.high)}"


def _typed(ask: Asked, now: Fact | None) -> str:
    if now is None:
        return ""
    if ask.kind == "yes_no":
        return YES if now.value else NO
    if ask.kind == "step":
        return ask.labels[int(as_number(now.value))]
    return "、".join(map(points, now.value)) if isinstance(now.value, tuple) else points(as_number(now.value))
