"""A published rubric whose score sheets come back: the samples published, sheets filled in by a script."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from review_ui import ledger
from review_ui.models import Person, Publication, Rubric
from review_ui.results.assessing import assessment_of, unit_of, units_of
from review_ui.signing.publishing import publish_rubric
from rubric_builder.assessment import Assessment
from rubric_builder.exports.sheet_files import sheet_files
from rubric_builder.exports.sheet_layout import NOT_APPLICABLE
from rubric_builder.scoring import Fact, Scheme
from rubric_builder.scoring.asking import Asked
from rubric_builder.scoring.calculation import all_terms
from rubric_builder.scoring.facts import Found, as_number
from tests.score_sheet_files import SheetFile
from tests.web.office import settle_all

D = Decimal


def publish(rubric: Rubric) -> Publication:
    """Everything taken as it was read, what is open settled (what is not filled in is open), three signatures, published."""

    def act(name: str, token: str, **content: Any) -> None:
        ledger.act(Person.objects.get(name=name), rubric.pk, content, None, token)

    act("王芳", "all", kind="accept", item="draft", below=True)
    act("王芳", "blank", kind="settle", choices=["blank"], option="unfilled", reason="会议纪要第3号")
    settle_all(rubric.pk)
    for name, stage in (("王芳", "经办"), ("李建国", "复核"), ("赵敏", "签发")):
        over = ledger.load(Rubric.objects.get(pk=rubric.pk)).sha256
        act(name, stage, kind="sign", stage=stage, over=over)
    return publish_rubric(Person.objects.get(name="赵敏"), rubric.pk)


def blank_sheets(publication: Publication) -> dict[str, bytes]:
    """The blank sheet of each unit, by the unit's name."""
    units = units_of(publication)
    files = sheet_files(assessment_of(publication), [unit_of(unit) for unit in units])
    return {unit.name: content for unit, (_, content) in zip(units, files, strict=True)}


def best(made: Scheme) -> dict[str, Fact]:
    """Facts of a unit without any fault: full marks, no bonus."""
    found: dict[str, Fact] = {}
    for term in all_terms(made):
        kind = type(term.amount).__name__
        gives = term.effect == "earn"
        value: Any = {"Once": gives, "Share": D(100), "Measured": D(100), "Placed": D(1), "Factor": D(1)}.get(
            kind, D(0)
        )
        if gives and kind in ("ByHand", "Chosen"):
            value = term.amount.high or D(0)  # type: ignore[union-attr]  # both have bounds
        if kind == "Each" and gives:
            value = D(9)
        if kind == "Picked":
            value = D(1) if gives else D(0)
        if kind == "Listed":
            value = ()
        found[term.id] = Fact(value=value, note="现场核查" if term.by_hand else "")
    return found | {veto.id: Fact(value=False) for veto in made.vetoes}


def filled(
    assessment: Assessment, blank: bytes, unit: str, faults: Mapping[str, Fact] | None = None, *,
    blanks: Mapping[str, str] | None = None, unfilled: tuple[str, ...] = (), own: Mapping[str, Fact] | None = None,
    touch: Callable[[SheetFile], Any] = lambda _: None,
) -> bytes:  # fmt: skip
    """The unit's sheet as it comes back: the best year but for the faults; `blanks` are 空项, `unfilled` left empty.
    `touch`: what somebody's hands do to it then."""
    plan = assessment.plan(assessment.groups[0])
    ideal = best(assessment.scheme(assessment.groups[0]))
    site, self_assessed = {**ideal, **(faults or {})}, {**ideal, **(own or {})}
    file = SheetFile(blank, plan)
    for item in plan.items:
        for row in item.rows:
            for code, facts in (("site", site), ("self", self_assessed)):
                if row.id in facts and not (code == "site" and row.id in unfilled):
                    file.put(code, row.id, typed(row.ask, facts[row.id].value))
            note = (blanks or {}).get(item.id) or site[row.id].note
            if note:
                file.put("note", row.id, note)
        if blanks and item.id in blanks:
            file.put("apply", item.rows[0].id, NOT_APPLICABLE)
    touch(file)
    return file.to_bytes()


def typed(ask: Asked, value: Found) -> str | float:
    """A fact as people type it into a cell."""
    if ask.kind == "yes_no":
        return "是" if value else "否"
    if ask.kind == "step":
        return ask.labels[int(as_number(value))]
    return "、".join(map(str, value)) if isinstance(value, tuple) else float(value)


def term_like(made: Scheme, kind: str, effect: str = "lose") -> Any:
    """The first term of a kind of amount and an effect."""
    return next(t for t in all_terms(made) if type(t.amount).__name__ == kind and t.effect == effect)
