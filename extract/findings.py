"""What is found in a notice, every field with its proof: scoring rules, grades, subjects, deadlines, duties."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from corpus.evidence import Proved
from corpus.values import Points, Value


class Per(Value):
    """What a count is taken in: every 2 个百分点, every 1 起."""

    count: Points
    unit: str


Broken = Literal["dropped", "counted", "shared"]
"""What a started unit counts, where the text says so: nothing (不足1个百分点的不计), a whole one, its share."""

Scope = Literal["sentence", "item", "indicator", "table", "total", "each"]
"""Over what a cap or the like reaches, where its own words say so (本项最多扣…: item; 每项最多扣…: each)."""

Of = Literal["deduct", "bonus", "award"]


class Award(Proved):
    """完成得8分. `points` null: 得满分, where the full marks are not known."""

    kind: Literal["award"] = "award"
    points: Points | None
    per: Per | None = None
    when: str | None = None
    broken: Broken | None = None


class Deduct(Proved):
    """未…的，扣2分; 每超出2个百分点扣10分. `beyond`: what is exceeded; `scope` total: 从总分中扣2分."""

    kind: Literal["deduct"] = "deduct"
    points: Points
    per: Per | None = None
    beyond: str | None = None
    when: str | None = None
    broken: Broken | None = None
    scope: Scope | None = None


class Zero(Proved):
    """不得分, 该项不得分, 不计分. `scope` total: 总分计零分; null: the item it stands in."""

    kind: Literal["zero"] = "zero"
    when: str | None = None
    scope: Scope | None = None


class Range(Proved):
    """酌情扣1—3分: low and high at discretion; `sign` -1 deducts, +1 adds."""

    kind: Literal["range"] = "range"
    low: Points | None
    high: Points | None
    sign: Literal[-1, 1]
    per: Per | None = None
    when: str | None = None


class Cap(Proved):
    """最高扣100分; `points` null = 扣完为止.

    `over`: the words of the rules it covers, verbatim; a rule is covered whose evidence lies within that of `over`
    (`extract.rules.coverage`). `scope` says so where the cap's words do (本项, 以上); each: it limits every `per` by
    itself (每项最多扣2分).
    """

    kind: Literal["cap"] = "cap"
    points: Points | None
    of: Of
    scope: Scope | None = None
    per: Per | None = None
    over: str | None = None


class Highest(Proved):
    """同一事项就高不重复, 按最高级计: of the rules covered (`over`, as for a cap) only the one with the most points."""

    kind: Literal["highest"] = "highest"
    of: Of
    when: str | None = None
    scope: Scope | None = None
    over: str | None = None


class Multiple(Proved):
    """加倍扣分, 减半扣分: what the rules covered (`over`) take off or add counts `factor` times, where `when` holds."""

    kind: Literal["multiple"] = "multiple"
    factor: Points
    of: Of
    when: str | None = None
    over: str | None = None


class Portion(Proved):
    """扣该项分值的50% (`sign` -1), 按50%计分 (+1): a percentage of the item's full marks."""

    kind: Literal["portion"] = "portion"
    percent: Points
    sign: Literal[-1, 1]
    per: Per | None = None
    when: str | None = None


class Coefficient(Proved):
    """考核得分=小计得分×质量系数: the points of `base` are multiplied by the factor that `of` names.

    `over`: the words that say of which table or indicator they are, where the formula stands outside of it.
    """

    kind: Literal["coefficient"] = "coefficient"
    of: str
    base: str | None = None
    result: str | None = None
    low: Points | None = None
    high: Points | None = None
    over: str | None = None


class Rounding(Proved):
    """得分保留两位小数; `scope` item: 各项得分保留两位小数."""

    kind: Literal["rounding"] = "rounding"
    decimals: int
    scope: Scope | None = None


class Conversion(Proved):
    """考核得分按百分制折算: the points are put on a scale of `to` (100, 1000)."""

    kind: Literal["conversion"] = "conversion"
    to: Points
    when: str | None = None


class Proportion(Proved):
    """按完成比例得分; 达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分.

    `full_at` (percent): all points from there; `zero_below`: none below; `minus`: lost for each `per` short of
    `full_at`. Without `minus` the points are shared out.
    """

    kind: Literal["proportion"] = "proportion"
    points: Points | None
    of: str | None
    when: str | None = None
    full_at: Points | None = None
    zero_below: Points | None = None
    minus: Points | None = None
    per: Per | None = None
    broken: Broken | None = None


class TierStep(Proved):
    """One step: 国家级 3分. The bounds are those of the measure (95%以上): `at_least` and `at_most` inclusive."""

    when: str
    points: Points
    at_least: Points | None = None
    above: Points | None = None
    below: Points | None = None
    at_most: Points | None = None


class Tier(Proved):
    """达到90%得满分，80%得3分 …; `award` or bonus steps by what was reached.

    Where every step has bounds, `of` is what is measured (完成率, null where the text does not name it) and `unit` what in.
    """

    kind: Literal["tier"] = "tier"
    tiers: tuple[TierStep, ...]
    of: str | None = None
    unit: str | None = None


class RankStep(Proved):
    """前3名得6分: ranks `first` to `last` inclusive; `last` null = all the rest."""

    first: int = Field(alias="from", serialization_alias="from")
    last: int | None = Field(alias="to", serialization_alias="to")
    points: Points

    model_config = ConfigDict(populate_by_name=True)


class Rank(Proved):
    """排名前3名得6分，4—6名得4分，其余得2分. `minus`: lost for each place after the last step, not below `lowest`."""

    kind: Literal["rank"] = "rank"
    tiers: tuple[RankStep, ...]
    minus: Points | None = None
    lowest: Points | None = None


class Bonus(Proved):
    """加2分; `points` null where the text leaves them open; `cap` the most that can be added."""

    kind: Literal["bonus"] = "bonus"
    points: Points | None
    per: Per | None = None
    cap: Points | None = None
    when: str | None = None
    broken: Broken | None = None


class Veto(Proved):
    """一票否决: 发生…的，按不合格评定."""

    kind: Literal["veto"] = "veto"
    when: str
    outcome: str


class Unparsed(Proved):
    """A scoring sentence that was not understood, kept whole."""

    kind: Literal["unparsed"] = "unparsed"
    text: str


Rule = Annotated[
    Award
    | Deduct
    | Zero
    | Range
    | Cap
    | Highest
    | Multiple
    | Portion
    | Coefficient
    | Rounding
    | Conversion
    | Proportion
    | Tier
    | Rank
    | Bonus
    | Veto
    | Unparsed,
    Field(discriminator="kind"),
]


class Grade(Proved):
    """A grade: `at_least` inclusive lower bound, `below` exclusive upper bound, in points of the scale.

    Where the text bounds otherwise, `above` is an exclusive lower bound and `at_most` an inclusive upper one.
    """

    name: str
    at_least: Points | None = None
    below: Points | None = None
    above: Points | None = None
    at_most: Points | None = None
    condition: str | None = None


class Subject(Proved):
    """Whom the assessment is for: a group, how many, its members by name."""

    group: str
    count: int | None = None
    members: tuple[str, ...] = ()


class Deadline(Proved):
    """A date by which somebody owes something. `due` is ISO where a year is stated or follows from the text."""

    text: str
    due: str | None
    actor: str | None = None


class Every(Value):
    """A period."""

    count: int
    unit: Literal["day", "week", "month", "quarter", "half-year", "year"]


class Frequency(Value):
    """每季度至少一次."""

    at_least: int
    every: Every


class Duty(Proved):
    """One duty of a role: `text` verbatim, and the frequency and deadline that bind this role."""

    id: str
    ordinal: str | None
    text: str
    frequency: Frequency | None = None
    due: str | None = None


class Role(Proved):
    """Whom duties bind: one tier of an organ and position that the text tells apart, or a department.

    `general` are clauses that bind everyone (第一责任人, 一岗双责), `accountability` those on 问责 and 一票否决.
    """

    id: str
    name: str
    tier: str | None = None
    organ: str | None = None
    position: str | None = None
    kind: Literal["leader", "department"] = "leader"
    duties: tuple[Duty, ...] = ()
    general: tuple[Duty, ...] = ()
    accountability: tuple[Duty, ...] = ()
