"""The answers to open choices while decisions are carried out: which hold, and under which ids the draft carries them.

Decisions name a choice by the id of its record as it stays for good (`Item.id`); in a draft put together again, rules are
numbered anew where one before them was rejected. So an answer stays with its rule. It lapses where the rule is changed:
then the question is another one.
"""

from collections.abc import Callable, Iterable, Mapping

from rubric_builder.decisions import Settle
from rubric_builder.scoring.choices import about, on
from rubric_builder.settling import Settled


def answered(answers: Mapping[str, Settled], decision: Settle) -> dict[str, Settled]:
    """The answers with those of a decision, which take the place of earlier ones."""
    given = {
        choice: Settled(
            choice=choice,
            option=decision.option,
            by=decision.actor,
            at=decision.time,
            reason=decision.reason,
        )
        for choice in decision.choices
    }
    return {**answers, **given}


def unchanged(answers: Mapping[str, Settled], records: Iterable[str]) -> dict[str, Settled]:
    """The answers without those about records that were changed."""
    changed = set(records)
    return {choice: each for choice, each in answers.items() if about(choice) not in changed or ":" not in choice}


def carried(answers: Mapping[str, Settled], id_of: Callable[[str], str | None]) -> tuple[Settled, ...]:
    """The answers as the draft has them. `id_of` gives the id of a record there; null for one that is not in it."""
    found = []
    for choice, each in sorted(answers.items()):
        own = id_of(about(choice)) if ":" in choice else ""
        if own is not None:
            found.append(each.model_copy(update={"choice": on(choice, own)}))
    return tuple(found)
