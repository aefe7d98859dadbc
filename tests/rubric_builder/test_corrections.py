"""Corrections of facts: chained, refused when stale, taken back; and what they make of a sheet's facts."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from corpus.errors import Blocked
from rubric_builder.schema import fingerprint
from rubric_builder.scoring import Fact, Facts, calculate, scheme
from rubric_builder.scoring.corrections import Correction, CorrectionLog, Overtaken, corrected, said_of
from tests.scoring_schemas import KINDS, D, year_schema

SHEET, LATER = "a" * 64, "b" * 64
EMPTY = CorrectionLog(rubric="r" * 64)
MEETINGS = "ind-1.1.c1.r1"


def correction(about: str = MEETINGS, new: Any = 1, **more: Any) -> Correction:
    said: dict[str, Any] = {
        "actor": "王芳", "time": "2026-01-20T09:30:00+08:00", "reason": "复核会议纪要", "unit": "青岚镇", "sheet": SHEET,
        "what": "fact", "about": about, "old": Fact(value=D(2)), "new": None if new is None else Fact(value=new if isinstance(new, bool) else D(new)),
    }  # fmt: skip
    return Correction(**{**said, **more})


def test_each_is_numbered_and_chained_to_the_one_before() -> None:
    log = EMPTY.append(correction()).append(correction(new=D(0)))
    first, second = log.corrections
    assert (first.sequence, first.before) == (1, EMPTY.rubric)
    assert (second.sequence, second.before) == (2, fingerprint(first))
    assert log.head == fingerprint(second)
    assert log.broken_at() is None


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_a_correction_without_a_reason_is_none(reason: str) -> None:
    with pytest.raises(ValidationError):
        correction(reason=reason)


def test_whether_an_item_applies_is_yes_or_no() -> None:
    with pytest.raises(ValidationError):
        correction("ind-1.1.c1", D(1), what="blank")


def test_who_had_not_seen_the_other_correction_is_told_and_nothing_is_overwritten() -> None:
    log = EMPTY.append(correction(actor="陈静", seen=0))
    with pytest.raises(Overtaken, match="陈静刚刚更正了同一项（第1号更正）") as told:
        log.append(correction(new=D(0), seen=0))
    assert (told.value.theirs, told.value.mine.new) == (log.corrections[0], Fact(value=D(0)))
    assert log.append(correction(new=D(0), seen=1)).corrections[1].actor == "王芳"


@pytest.mark.parametrize(
    "other",
    [{"about": "ind-1.1.c2.r2"}, {"unit": "石桥镇"}, {"sheet": LATER}, {"what": "blank", "new": True}],
)
def test_corrections_of_different_things_disturb_nobody(other: dict[str, Any]) -> None:
    log = EMPTY.append(correction(actor="陈静", seen=0)).append(correction(**{"seen": 0, "old": None, **other}))
    assert len(log.corrections) == 2


def test_what_was_never_seen_or_changes_nothing_is_refused() -> None:
    with pytest.raises(Blocked, match="不存在"):
        EMPTY.append(correction(seen=3))
    with pytest.raises(Blocked, match="相同"):
        EMPTY.append(correction(new=D(2)))
    with pytest.raises(Blocked, match="无须撤回"):
        EMPTY.append(correction(new=None))


def test_taken_back_the_sheet_holds_again_and_both_entries_stay() -> None:
    facts = Facts(unit="青岚镇", found={MEETINGS: Fact(value=D(2), note="缺两次")})
    log = EMPTY.append(correction())
    once = corrected(facts, list(log.in_force("青岚镇", SHEET).values()))
    assert once.found[MEETINGS] == Fact(value=D(1), note="更正：复核会议纪要", source="第1号更正")
    log = log.append(correction(new=None, reason="仍以原表为准"))
    assert log.in_force("青岚镇", SHEET) == {}
    assert corrected(facts, []) == facts
    assert len(log.corrections) == 2


def test_a_new_sheet_is_not_corrected_by_what_was_said_of_the_old_one() -> None:
    log = EMPTY.append(correction())
    assert log.in_force("青岚镇", LATER) == {}
    assert [c.sheet for c in log.of("青岚镇")] == [SHEET]


def test_an_item_is_made_not_applicable_and_applies_again() -> None:
    facts = Facts(unit="青岚镇", not_applicable={"ind-1.2.c1": "本辖区无此类企业"})
    blank = correction("ind-1.1.c1", True, what="blank", old=Fact(value=False), reason="职能已划转")
    applies = correction("ind-1.2.c1", False, what="blank", old=Fact(value=True), reason="有3家企业")
    log = EMPTY.append(blank).append(applies)
    made = corrected(facts, list(log.in_force("青岚镇", SHEET).values()))
    assert made.not_applicable == {"ind-1.1.c1": "职能已划转"}
    assert said_of(made, ("blank", "ind-1.1.c1")) == Fact(value=True, note="职能已划转")
    assert said_of(made, ("blank", "ind-1.2.c1")) == Fact(value=False)


def test_a_corrected_fact_changes_the_score_and_its_reason_stands_in_the_sentence() -> None:
    made = scheme(year_schema(), KINDS[0])
    facts = Facts(unit="青岚镇", group=KINDS[0], found={MEETINGS: Fact(value=D(2), note="缺两次")})
    log = EMPTY.append(correction())
    after = calculate(made, corrected(facts, list(log.in_force("青岚镇", SHEET).values())))
    before = calculate(made, facts)
    (was, now) = (next(i for i in r.items if i.id == "ind-1.1.c1") for r in (before, after))
    assert (was.score, now.score) == (4, 6)
    assert "少1次（更正：复核会议纪要），扣2分" in now.steps[0].sentence


# --- properties -----------------------------------------------------------------------------------------------------

ACTS = st.lists(
    st.tuples(
        st.sampled_from(["青岚镇", "石桥镇"]), st.sampled_from([SHEET, LATER]), st.sampled_from(["r1", "r2", "r3"]),
        st.one_of(st.none(), st.integers(0, 9)), st.integers(0, 12), st.sampled_from(["王芳", "陈静"]),
    ),
    max_size=12,
)  # fmt: skip


def grown(acts: list[Any]) -> CorrectionLog:
    """The log after these attempts; those refused are left out."""
    log = EMPTY
    for unit, sheet, about, new, seen, actor in acts:
        holding = log.in_force(unit, sheet).get(("fact", about))
        attempt = correction(
            about, None if new is None else Decimal(new), unit=unit, sheet=sheet, seen=seen, actor=actor,
            old=holding.new if holding else None,
        )  # fmt: skip
        try:
            log = log.append(attempt)
        except Blocked:
            continue
    return log


@given(ACTS)
@settings(max_examples=60)
def test_any_log_that_grew_holds_and_survives_json(acts: list[Any]) -> None:
    log = grown(acts)
    again = CorrectionLog.model_validate_json(log.model_dump_json())
    assert again == log
    assert (again.head, again.broken_at()) == (log.head, None)


@given(ACTS, st.data())
@settings(max_examples=60)
def test_no_entry_can_be_changed_moved_or_left_out_unseen(acts: list[Any], data: st.DataObject) -> None:
    log = grown(acts)
    if not log.corrections:
        return
    n = data.draw(st.integers(0, len(log.corrections) - 1))
    entries = list(log.corrections)
    how = data.draw(st.sampled_from(["changed", "left out", "moved"]))
    if how == "changed":
        entries[n] = entries[n].model_copy(update={"reason": "别的理由"})
    elif how == "left out":
        del entries[n]
    elif len(entries) > 1:
        entries.insert((n + 1) % len(entries), entries.pop(n))
    spoilt = CorrectionLog(rubric=log.rubric, corrections=tuple(entries))
    if spoilt != log:
        assert spoilt.broken_at() is not None or spoilt.head != log.head


@given(ACTS)
@settings(max_examples=60)
def test_what_holds_is_the_last_word_on_each_thing(acts: list[Any]) -> None:
    log = grown(acts)
    for unit in ("青岚镇", "石桥镇"):
        for sheet in (SHEET, LATER):
            last = {c.about: c.new for c in log.corrections if (c.unit, c.sheet) == (unit, sheet)}
            holding = log.in_force(unit, sheet)
            assert {place[1]: c.new for place, c in holding.items()} == {k: v for k, v in last.items() if v is not None}
            made = corrected(Facts(unit=unit), list(holding.values()))
            assert {k: f.value for k, f in made.found.items()} == {k: v.value for k, v in last.items() if v is not None}
