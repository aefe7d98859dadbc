"""What the text leaves open: each a named choice that a reviewer settles, never a hidden default.

A choice that is not settled makes a score 待定 only where it changes that score.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import ClassVar

from pydantic import ConfigDict, model_validator

from corpus.errors import Unreadable
from corpus.values import Value

FREE = "none"
"""The option that says: no limit."""

BLANK, BONUS_BASE, CEILING = "blank", "bonus.base", "total.ceiling"


class Choice(Value):
    """An open question on the record `about`, with its answers (key, words). `number`: a number of points will do as well."""

    id: str
    about: str
    question: str
    options: tuple[tuple[str, str], ...]
    number: bool = False

    def allows(self, option: str) -> bool:
        """Whether this is an answer."""
        return option in dict(self.options) or (self.number and as_points(option) is not None)


class Settled(Value):
    """A reviewer's answer to a choice."""

    choice: str
    option: str
    by: str = ""
    at: str = ""
    reason: str = ""


class Settings(Value):
    """The answers that hold for a schema (`rubric`: its SHA-256; null: for whichever they are used with)."""

    rubric: str | None = None
    settled: tuple[Settled, ...] = ()

    model_config = ConfigDict(frozen=True, extra="forbid")
    EMPTY: ClassVar["Settings"]

    @model_validator(mode="after")
    def _once(self) -> "Settings":
        if len(self._options) != len(self.settled):
            raise ValueError("a choice is settled twice")
        return self

    @cached_property
    def _options(self) -> Mapping[str, str]:
        return {each.choice: each.option for each in self.settled}

    def option(self, choice: str) -> str | None:
        """The answer to a choice; None where it is open."""
        return self._options.get(choice)

    def check(self, choices: Mapping[str, Choice]) -> None:
        """Raises `Unreadable` for an answer to no question of the schema, or one that the question does not allow."""
        for each in self.settled:
            choice = choices.get(each.choice)
            if choice is None:
                raise Unreadable(
                    "settings.unknown", f"计分约定“{each.choice}”在这份方案里没有对应的待定事项，请核对约定文件"
                )
            if not choice.allows(each.option):
                allowed = "、".join(key for key, _ in choice.options) + ("或者一个分数" if choice.number else "")
                raise Unreadable(
                    "settings.option", f"计分约定“{each.choice}”的取值“{each.option}”不在可选范围（{allowed}）内"
                )


Settings.EMPTY = Settings()


def settled(answers: Mapping[str, str]) -> Settings:
    """Settings from answers by choice id."""
    return Settings(settled=tuple(Settled(choice=choice, option=option) for choice, option in answers.items()))


def as_points(option: str | None) -> Decimal | None:
    """An answer that is a number of points, not negative; None for any other."""
    try:
        value = Decimal(option or "x")
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def blank_choice() -> Choice:
    """What a row left blank means."""
    options = (("no_fault", "未填的按没有扣分、加分、否决情形计"), ("unfilled", "未填的一律视为未考评，须补填"))
    return Choice(id=BLANK, about="draft", question="评分表中扣分、加分、否决情形未填写的，如何处理", options=options)


def broken_choice(rule: str, said: str, count: str) -> Choice:
    """What a started unit counts."""
    options = (
        ("dropped", f"不足{count}的不计"),
        ("counted", f"不足{count}的按{count}计"),
        ("shared", f"不足{count}的按比例计"),
    )
    return Choice(id=f"broken:{rule}", about=rule, question=f"“{said}”：不足{count}的部分如何计分", options=options)


def share_choice(rule: str, said: str, reached: str) -> Choice:
    """Of what a share is taken that stays below what gives full marks."""
    options = (("of_hundred", "按实际百分比得分"), ("of_full", f"按实际百分比占{reached}%的比例得分"))
    return Choice(
        id=f"share:{rule}", about=rule, question=f"“{said}”：未达到{reached}%时按什么比例得分", options=options
    )


def limit_choice(rule: str, said: str) -> Choice:
    """How much an unlimited addition can add."""
    return Choice(
        id=f"limit:{rule}", about=rule, question=f"“{said}”没有写明最多加多少分，是否封顶（可填分数）",
        options=((FREE, "不封顶"),), number=True,
    )  # fmt: skip


def over_choice(item: str, name: str) -> Choice:
    """Whether an item's additions can take it above its full marks."""
    options = (("within", "加分后不超过该项标准分"), ("beyond", "加分后可以超过该项标准分"))
    return Choice(id=f"over:{item}", about=item, question=f"“{name}”中的加分能否超过该项标准分", options=options)


def start_choice(item: str, name: str) -> Choice:
    """From where an item that both earns and loses points is counted."""
    options = (("zero", "从零分起，得分减去扣分"), ("full", "从标准分起扣，得分的条款只作说明"))
    return Choice(id=f"start:{item}", about=item, question=f"“{name}”既有得分又有扣分，从何处起算", options=options)


def base_choice() -> Choice:
    """Whether additions are made before or after the score is put on a scale of 100."""
    options = (("actual", "加扣分先计入实得分，再折算百分制"), ("percent", "先折算百分制，再加上加扣分"))
    return Choice(
        id=BONUS_BASE, about="draft", question="有空项时，加分（扣分）在折算百分制之前还是之后计入", options=options
    )


def ceiling_choice() -> Choice:
    """Whether the total can go above full marks."""
    options = (("full", "不超过满分"), (FREE, "可以超过满分"))
    return Choice(id=CEILING, about="draft", question="加分后总分能否超过满分", options=options)


def veto_choice(veto: str, said: str, grades: tuple[str, ...]) -> Choice:
    """What grade a veto leads to."""
    options = (*((name, f"等次定为“{name}”") for name in grades), ("keep", "不改变等次，另行处理"))
    return Choice(id=f"veto:{veto}", about=veto, question=f"“{said}”：对等次如何影响", options=options)
