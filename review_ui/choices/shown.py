"""The questions as the page shows them: like ones together, each with its sentence, its answer and who gave it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.reading import text as read_text
from review_ui.models import Person
from rubric_builder.decisions import Settle
from rubric_builder.exports.wording import cited, pages
from rubric_builder.folding import Folded
from rubric_builder.items import OWN_PARTS, ROOT, Item
from rubric_builder.questions import Alike, Question, alike, answers, unasked
from rubric_builder.scoring.choices import about, question_of

REASONS = ("按上年度口径", "安委会办公室会商确定", "与上级考核口径一致", "已与发文单位核实")
"""The reasons that staff give most."""


@dataclass(frozen=True, slots=True)
class Row:
    """A question. `card` is the item that shows it on the review page, `quote` its words in the source, `place` where they
    stand. `undoes`: the decision that settled it, where it is this person's own and can be undone."""

    id: str
    question: str
    card: str
    where: str
    quote: str
    place: str
    decided: str
    by: str
    at: str
    reason: str
    undoes: int | None
    together: int


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that one answer can settle; `id` is that of the first."""

    id: str
    title: str
    example: str
    options: tuple[tuple[str, str], ...]
    number: bool
    rows: tuple[Row, ...]
    open: int


@dataclass(frozen=True, slots=True)
class Lapsed:
    """An answer to a question that is no longer open; `item` is the record that it was about."""

    title: str
    by: str
    reason: str


def groups(folded: Folded, person: Person) -> tuple[Group, ...]:
    """All questions of a rubric as it stands."""
    records = {item.id: item for item in folded.state.items}
    last = _settling(folded)
    return tuple(_group(each, records, last, person) for each in alike(folded.questions))


def lapsed(folded: Folded) -> tuple[Lapsed, ...]:
    """Answers in force that nothing hangs on any more."""
    given = answers(folded.state.draft)
    return tuple(
        Lapsed(row.title if (row := question_of(each.choice)) else each.choice, given[each.choice].by, each.reason)
        for each in unasked(folded.state.draft, folded.questions)
    )


def card_of(item: Item, records: Mapping[str, Item]) -> str:
    """The id of the item that shows a record: its own, or of the record it stands in."""
    while item.slot in OWN_PARTS and item.parent:
        item = records[item.parent]
    return item.id


def _settling(folded: Folded) -> Mapping[str, Settle]:
    """The decision in force that settled each choice last."""
    return {choice: d for d in folded.log.active() if isinstance(d, Settle) for choice in d.choices}


def _group(group: Alike, records: Mapping[str, Item], last: Mapping[str, Settle], person: Person) -> Group:
    row = question_of(group.id)
    own: list[int] = []  # a decision is taken back as one: so it is offered once
    rows = []
    for each in group.questions:
        made = _row(each, records, last.get(each.id), person)
        rows.append(replace(made, undoes=None) if made.undoes in own else made)
        own += [made.undoes] if made.undoes else []
    return Group(
        id=group.questions[0].id,
        title=group.title,
        example=row.example if row else "",
        options=group.options,
        number=group.number,
        rows=tuple(rows),
        open=len(group.open),
    )


def _row(each: Question, records: Mapping[str, Item], settled: Settle | None, person: Person) -> Row:
    answer, item = each.answer, each.item
    held = answer is not None and settled is not None
    whole = item.id == ROOT or about(each.id) == ROOT
    evidence = () if whole else item.record.evidence
    page = pages(evidence)
    return Row(
        id=each.id,
        question=each.choice.question,
        card=card_of(item, records),
        where="" if whole else _where(item),
        quote="" if whole else "　".join(dict.fromkeys(read_text(e.quote) for e in evidence)),
        place=cited(evidence).replace("\n", "；") + (f"（第{page}页）" if page else ""),
        decided=each.decided,
        by=answer.by if answer else "",
        at=answer.at if answer else "",
        reason=answer.reason if answer else "",
        undoes=settled.sequence if held and settled is not None and settled.actor == person.name else None,
        together=len(settled.choices) if held and settled is not None else 0,
    )


def _where(item: Item) -> str:
    """The item's names, without the number of a rule in it."""
    names: Sequence[str] = item.names[:-1] if item.slot in OWN_PARTS else item.names
    return " › ".join(names)
