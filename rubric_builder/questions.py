"""What the draft as it stands leaves open, and what was settled of it: the list that a reviewer sees and signs under."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rubric_builder.draft import Draft
from rubric_builder.items import ROOT, Item
from rubric_builder.items import items as items_of
from rubric_builder.scoring.choices import Choice, about, on, question_of, settings_of
from rubric_builder.scoring.compiling import all_choices
from rubric_builder.settling import Settled


@dataclass(frozen=True, slots=True)
class Question:
    """A question, open or settled. `id` is what a decision names; `item` the record that it is about, under the id that
    decisions name. In `choice` and `answer` ids are those of the draft as it stands."""

    id: str
    item: Item
    choice: Choice
    answer: Settled | None

    @property
    def title(self) -> str:
        """What questions like it are about."""
        row = question_of(self.id)
        return row.title if row else self.choice.question

    @property
    def decided(self) -> str:
        """The answer in words; empty where it is open."""
        return self.choice.said(self.answer.option) if self.answer else ""


@dataclass(frozen=True, slots=True)
class Alike:
    """Questions that one answer can settle: the same question put to several records. `options` fit each of them."""

    title: str
    questions: tuple[Question, ...]
    options: tuple[tuple[str, str], ...]
    number: bool

    @property
    def id(self) -> str:
        """The question's row of the list."""
        return self.questions[0].id.partition(":")[0]

    @property
    def open(self) -> tuple[Question, ...]:
        """Those not settled."""
        return tuple(each for each in self.questions if each.answer is None)


def questions(draft: Draft, standing: Iterable[Item]) -> tuple[Question, ...]:
    """The questions of a draft as it stands, in reading order. `standing`: its records in the order of `items(draft)`,
    under the ids that decisions name."""
    choices = all_choices(draft, settings_of(draft))
    if not choices:
        return ()
    named = {own.id: item for own, item in zip(items_of(draft), standing, strict=True)}
    places = {own: n for n, own in enumerate(named)}
    given = answers(draft)
    found = []
    for choice in choices.values():
        item = named.get(about(choice.id), named[ROOT])
        answer = given.get(choice.id)
        holds = answer is not None and choice.allows(answer.option)
        found.append(Question(on(choice.id, item.id), item, choice, answer if holds else None))
    return tuple(sorted(found, key=lambda each: places.get(about(each.choice.id), 0)))


def answers(draft: Draft) -> Mapping[str, Settled]:
    """What a draft's reviewers settled, by the choice's id."""
    return {each.choice: each for each in draft.settings}


def open_of(asked: Sequence[Question]) -> tuple[Question, ...]:
    """The questions that nobody has settled."""
    return tuple(each for each in asked if each.answer is None)


def alike(asked: Sequence[Question]) -> tuple[Alike, ...]:
    """The questions, like ones together, in the order of the first of each kind."""
    groups: dict[tuple[str, tuple[str, ...]], list[Question]] = defaultdict(list)
    for each in asked:
        groups[each.id.partition(":")[0], tuple(key for key, _ in each.choice.options)].append(each)
    return tuple(Alike(g[0].title, tuple(g), _options(g), g[0].choice.number) for g in groups.values())


def _options(group: Sequence[Question]) -> tuple[tuple[str, str], ...]:
    """The answers in words that fit all of a group: their own where they say the same, else those of the list."""
    own = {each.choice.options for each in group}
    row = question_of(group[0].id)
    if len(own) == 1 or row is None:
        return group[0].choice.options
    general = dict(row.general_answers)
    return tuple((key, general.get(key, words)) for key, words in group[0].choice.options)


def unasked(draft: Draft, asked: Sequence[Question]) -> tuple[Settled, ...]:
    """Answers to questions that the draft as it stands does not leave open (any more): nothing hangs on them."""
    known = {each.choice.id for each in asked}
    return tuple(each for each in draft.settings if each.choice not in known)
