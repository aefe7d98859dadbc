"""What the text leaves open: each a named choice that a reviewer settles, never a hidden default. The questions are those
of `extract.rules.questions`; here each is put to a record of a schema.

A choice that is not settled makes a score 待定 only where it changes that score. Its id is the question's, and behind a
colon the id of the record that it is about (`broken:ind-1.2.c3.r1`); on the whole schema it is the question's alone.
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import ClassVar

from pydantic import ConfigDict, model_validator

from corpus.errors import Unreadable
from corpus.values import Value
from extract.rules.questions import QUESTIONS, OpenQuestion
from rubric_builder.draft import Draft
from rubric_builder.items import ROOT
from rubric_builder.settling import Settled

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

    def said(self, option: str) -> str:
        """An answer in words."""
        return dict(self.options).get(option) or (f"最多{option}分" if self.number else option)


def question_of(choice: str) -> OpenQuestion | None:
    """The row of the list that a choice is a case of, by the choice's id."""
    return QUESTIONS.get(choice.partition(":")[0])


def about(choice: str) -> str:
    """The record that a choice is about, by the choice's id.

    >>> about("broken:ind-1.2.c3.r1"), about("blank")
    ('ind-1.2.c3.r1', 'draft')
    """
    return choice.partition(":")[2] or ROOT


def on(choice: str, record: str) -> str:
    """The id of the same question on another record."""
    return f"{choice.partition(':')[0]}:{record}" if ":" in choice else choice


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


def settings_of(draft: Draft) -> Settings:
    """What a draft's reviewers settled: the answers it carries."""
    return Settings(settled=draft.settings)


def as_points(option: str | None) -> Decimal | None:
    """An answer that is a number of points, not negative; None for any other."""
    try:
        value = Decimal(option or "x")
    except InvalidOperation:
        return None
    return value if value.is_finite() and value >= 0 else None


def put(question: str, record: str = ROOT, *, first: tuple[tuple[str, str], ...] = (), **words: str) -> Choice:
    """A question of the list put to a record; `first` are answers of its own before those of the list."""
    row = QUESTIONS[question]
    return Choice(
        id=question if record == ROOT else f"{question}:{record}",
        about=record,
        question=row.asked(**words),
        options=(*first, *row.answers(**words)),
        number=row.number,
    )


def blank_choice() -> Choice:
    """What a row left blank means."""
    return put("blank")


def broken_choice(rule: str, said: str, count: str) -> Choice:
    """What a started unit counts."""
    return put("broken", rule, said=said, count=count)


def share_choice(rule: str, said: str, reached: str) -> Choice:
    """Of what a share is taken that stays below what gives full marks."""
    return put("share", rule, said=said, reached=reached)


def limit_choice(rule: str, said: str) -> Choice:
    """How much an unlimited addition can add."""
    return put("limit", rule, said=said)


def over_choice(item: str, name: str) -> Choice:
    """Whether an item's additions can take it above its full marks."""
    return put("over", item, said=name)


def start_choice(item: str, name: str) -> Choice:
    """From where an item that both earns and loses points is counted."""
    return put("start", item, said=name)


def base_choice() -> Choice:
    """Whether additions are made before or after the score is put on a scale of 100."""
    return put(BONUS_BASE)


def ceiling_choice() -> Choice:
    """Whether the total can go above full marks."""
    return put(CEILING)


def veto_choice(veto: str, said: str, grades: tuple[str, ...]) -> Choice:
    """What grade a veto leads to."""
    return put("veto", veto, first=tuple((name, f"等次定为“{name}”") for name in grades), said=said)
