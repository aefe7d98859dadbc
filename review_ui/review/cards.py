"""Cards as pages and answers carry them: what a card shows beside the item's own words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from django.template import engines
from markupsafe import Markup

from extract.findings import Subject
from review_ui.review.sheets import Sheet
from review_ui.review.source_frames import STATUS_CLASS
from rubric_builder.draft import Indicator
from rubric_builder.reviewing import ReviewItem

_SURE = {"高": "sure", "中": "fair", "低": "unsure"}
_KINDS = {
    "全稿": "whole", "指标": "indicator", "评分项": "criterion", "加分项": "bonus", "否决项": "veto", "计分总则": "term", "等次": "grade",
    "考核对象": "subject", "时限": "deadline", "角色": "role", "职责": "duty",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardView:
    """What the template of a card needs that the item does not say: class names, numbers as staff write them."""

    kind: str
    tone: str
    sure: str
    pages: str
    points: str
    above: str
    text: str
    facts: tuple[tuple[str, str], ...]
    human: str
    bulk: bool
    pending: bool
    off: bool


def view_of(item: ReviewItem) -> CardView:
    """The view of an item."""
    return CardView(
        kind=_KINDS.get(item.kind, "other"),
        tone=STATUS_CLASS[item.status],
        sure=_SURE[item.confidence],
        pages=" ".join(str(page) for page in item.pages),
        points=number(item.points),
        above=" › ".join(item.names[:-1]),
        text=item.text if item.text and item.text != item.name and item.text != item.quote else "",
        facts=tuple(_facts(item)),
        human=_human(item),
        bulk=item.acceptable,
        pending=item.status == "待核",
        off=sum_off(item) is not None,
    )


def sum_off(item: ReviewItem) -> str | None:
    """The sentence of the flag that an item's points do not add up and nobody has signed for it; None where none."""
    return next((flag.message for flag in item.flags if flag.code == SUM_FLAG), None)


SUM_FLAG = "sum-mismatch"
"""The flag of a sum that is off."""


def card_html(item: ReviewItem, sheet: Sheet) -> str:
    """An item's card; drawn once as long as it stays as it is."""
    html = sheet.drawn.get(item.id)
    if html is None:
        html = sheet.drawn[item.id] = str(_macro()(item, view_of(item)))
    return html


def cards_html(items: Iterable[ReviewItem], sheet: Sheet) -> Markup:
    """The cards of items, one after the other."""
    return Markup("".join(card_html(item, sheet) for item in items))  # each escaped where it was drawn


@cache
def _macro() -> Any:
    return engines["jinja2"].env.get_template("review/cards.html").module.card  # type: ignore[attr-defined]


def number(points: Decimal | int | None) -> str:
    """Points as staff write them: 8, 0.5; nothing for none."""
    if points is None:
        return ""
    said = format(Decimal(points).normalize(), "f")
    return said.replace("-", "−")


def signed_number(points: Decimal) -> str:
    """A difference with its sign: +2, −0.5."""
    return number(points) if points < 0 else f"+{number(points)}"


def _facts(item: ReviewItem) -> Sequence[tuple[str, str]]:
    facts: list[tuple[str, str]] = []
    if item.subjects and not isinstance(item.record, Subject):
        facts.append(("责任单位", "、".join(item.subjects)))
    if isinstance(item.record, Indicator):
        if item.record.key_points and item.record.key_points != item.text:
            facts.append(("考核要点", item.record.key_points))
        facts.extend((name, said) for name, said in item.record.fields.items() if said not in item.subjects)
    return facts


def _human(item: ReviewItem) -> str:
    proofs = [proof for proof in item.record.proof.values() if proof.how == "human"]
    return f"{proofs[0].by}，{proofs[0].reason}" if proofs else ""
