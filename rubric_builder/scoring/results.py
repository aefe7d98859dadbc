"""What a unit scored, step by step. Points are `Decimal`; None where something they hang on is missing or undecided."""

from dataclasses import dataclass
from decimal import Decimal

from corpus.values import Points
from rubric_builder.scoring.facts import Fact


@dataclass(frozen=True, slots=True)
class Step:
    """One rule applied to one fact. `points`: what it changed (-20, 3). `open`: what it waits for: a choice's id, or
    `fact:` and the rule's id."""

    rule: str
    sentence: str
    points: Points | None
    fact: Fact | None = None
    by_hand: bool = False
    open: str = ""


@dataclass(frozen=True, slots=True)
class ItemScore:
    """What an item scored. `full` 标准分 (null: it moves the total), `score` 得分; `not_applicable`: why it is 空项;
    `added`: what of the score was added on top of the full marks' own rules."""

    id: str
    name: str
    top: str
    full: Points | None
    score: Points | None
    steps: tuple[Step, ...]
    not_applicable: str | None = None
    remarks: tuple[str, ...] = ()
    added: Points = Decimal(0)

    @property
    def lost(self) -> Decimal | None:
        """扣分分值."""
        if self.full is None or self.score is None:
            return None
        return max(self.full - self.score, Decimal(0))


@dataclass(frozen=True, slots=True)
class TopScore:
    """A first-level indicator: 标准分, 空项分, 应得分, 实得分."""

    id: str
    name: str
    standard: Points
    blank: Points
    due: Points
    actual: Points | None


@dataclass(frozen=True, slots=True)
class Result:
    """A unit's score: 标准分 − 空项分 = 应得分; 实得分; 加减分; 百分制得分; 等次.

    `total_steps`: the rules over the whole table at work, by which `returned` points were given back (扣分合计最高20分).
    `contested`: where the grade hangs on the other units' scores or on a fact that is not there, the grades to come to, in
    order: the grade's id, its name (with the vetoes that apply), what it waits for (empty: its place).
    `grade` is null where none is stated or it is undecided (`open` then says what is missing, `remarks` why in words).
    """

    unit: str
    group: str | None
    items: tuple[ItemScore, ...]
    tops: tuple[TopScore, ...]
    bonus_steps: tuple[Step, ...]
    veto_steps: tuple[Step, ...]
    standard: Points
    blank: Points
    due: Points
    actual: Points | None
    extra: Points | None
    percent: Points | None
    grade: str | None
    vetoed: bool
    open: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    total_steps: tuple[Step, ...] = ()
    returned: Points | None = Decimal(0)
    contested: tuple[tuple[str, str, str], ...] = ()

    @property
    def settled(self) -> bool:
        """Whether nothing is missing or undecided."""
        return not self.open
