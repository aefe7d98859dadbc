"""The calculation: a schema's rules applied to a unit's facts, every point with its rule and its clause."""

from rubric_builder.scoring.calculation import calculate, score
from rubric_builder.scoring.choices import Choice, Settings, settings_of, settled
from rubric_builder.scoring.compiling import all_choices, groups, open_choices, scheme
from rubric_builder.scoring.facts import Fact, Facts
from rubric_builder.scoring.results import ItemScore, Result, Step, TopScore
from rubric_builder.scoring.scheme import Scheme
from rubric_builder.settling import Settled

__all__ = [
    "Choice", "Fact", "Facts", "ItemScore", "Result", "Scheme", "Settings", "Settled", "Step", "TopScore",
    "all_choices", "calculate", "groups", "open_choices", "scheme", "score", "settings_of", "settled",
]  # fmt: skip
