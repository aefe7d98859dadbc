"""计分约定 as they are printed: what the text leaves open, how it was settled, by whom, why."""

from dataclasses import dataclass

from rubric_builder.draft import Draft

SETTLED = "计分约定"
"""What the list is called."""

COLUMNS = (("原文没有写明的", 34.0), ("约定", 18.0), ("约定人", 7.0), ("理由", 13.0))
"""Its columns, each with its share of the width."""


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One question with its answer."""

    question: str
    answer: str
    by: str
    reason: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Its cells, in the order of `COLUMNS`."""
        return self.question, self.answer, self.by, self.reason


def settled_lines(draft: Draft) -> tuple[SettledLine, ...]:
    """What was settled of what the draft leaves open, in reading order; nothing that no score hangs on."""
    if not draft.settings:
        return ()
    from rubric_builder.scoring import all_choices, settings_of  # they print with `exports.wording`

    choices = all_choices(draft, settings_of(draft))
    given = {each.choice: each for each in draft.settings}
    return tuple(
        SettledLine(choice.question, choice.said(given[choice.id].option), given[choice.id].by, given[choice.id].reason)
        for choice in choices.values()
        if choice.id in given and choice.allows(given[choice.id].option)
    )
