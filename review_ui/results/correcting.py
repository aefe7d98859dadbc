"""A publication's log of corrections in the database: read whole, and the one place that appends to it."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from pydantic import ValidationError

from corpus.errors import Blocked
from review_ui import events
from review_ui.jobs.keeping import Kept
from review_ui.jobs.store import writing
from review_ui.models import Assessed, CorrectionRow, Person, Publication, Role, Unit
from review_ui.results.assessing import assessment_of
from review_ui.results.returned import current_sheet, filled_of
from rubric_builder.schema import canonical
from rubric_builder.scoring import Fact, calculate
from rubric_builder.scoring.corrections import Correction, CorrectionLog, Place, corrected, said_of

_logs: Kept[CorrectionLog] = Kept(8)


def log_of(publication: Publication) -> CorrectionLog:
    """All corrections under a publication, kept in memory. Raises `Blocked` where the rows are not the chain they were."""
    noted = Assessed.objects.filter(publication=publication).first()
    if noted is None or not noted.corrections:
        return verified_log(publication)
    return _logs.get((publication.pk, noted.head), lambda: verified_log(publication))


def verified_log(publication: Publication) -> CorrectionLog:
    """`log_of`, read now and held against what is kept apart of it."""
    noted = Assessed.objects.filter(publication=publication).first()
    head, count = (noted.head, noted.corrections) if noted else ("", 0)
    log = _read(publication, assessment_of(publication).sha256)
    if len(log.corrections) != count or (log.head if count else "") != head:
        raise _broken(publication)
    return log


def _read(publication: Publication, rubric: str) -> CorrectionLog:
    bodies = CorrectionRow.objects.filter(publication=publication).values_list("body", flat=True)
    try:
        corrections = tuple(Correction.model_validate(json.loads(body)) for body in bodies)
    except (ValueError, ValidationError):
        raise _broken(publication) from None
    log = CorrectionLog(rubric=rubric, corrections=corrections)
    if log.broken_at() is not None:
        raise _broken(publication)
    return log


def _broken(publication: Publication) -> Blocked:
    return Blocked(
        "corrections.broken",
        f"“{publication}”的更正记录前后不符，可能被改动过，已停止计分；请用 kaohe check 查看，并从备份恢复。",
    )


def correct(
    person: Person, unit: Unit, place: Place, new: Fact | None, *, reason: str, sheet: str, seen: int | None, token: str
) -> Correction:
    """Appends a correction of a unit's fact; `new` null: back to what the sheet says. `sheet`: the SHA-256 of the sheet
    that the person was shown, `seen` the last correction.

    The same `token` again is the same act again: nothing is appended. Raises `Overtaken` where somebody corrected the
    same thing meanwhile, `Blocked` for whoever may not, without a reason, and where another sheet counts by now;
    `Unreadable` for what the rule does not allow.
    """
    if not person.has(Role.HANDLER):
        raise Blocked("access.role", "您的角色不能更正得分；如确有需要，请联系管理员调整角色。")
    if not reason.strip():
        raise Blocked("correct.reason", "请写明为什么更正")
    publication = unit.publication
    with writing():
        Publication.objects.select_for_update().get(pk=publication.pk)
        noted, _ = Assessed.objects.select_for_update().get_or_create(publication=publication)
        done = CorrectionRow.objects.filter(publication=publication, token=token).first()
        if done is not None:
            return Correction.model_validate(json.loads(done.body))
        row = current_sheet(unit)
        if row is None or row.sha256 != sheet:
            raise Blocked("correct.sheet", f"{unit.name}这期间重新交了考评表，您的更正没有采用；请看过新表再决定")
        log = log_of(publication)
        filled = filled_of(row)
        holding = log.in_force(unit.name, sheet)
        correction = Correction(
            actor=person.name,
            time=timezone.localtime().isoformat(timespec="seconds"),
            reason=" ".join(reason.split()),
            unit=unit.name,
            sheet=sheet,
            what=place[0],
            about=place[1],
            old=said_of(corrected(filled.site, list(holding.values())), place),
            new=new,
            seen=seen,
        )
        log = log.append(correction)
        made = log.corrections[-1]
        facts = corrected(filled.site, list(log.in_force(unit.name, sheet).values()))
        calculate(assessment_of(publication).scheme(filled.group), facts)  # raises for what no rule allows
        CorrectionRow.objects.create(
            publication=publication,
            sequence=made.sequence,
            person=person,
            at=made.time,
            body=canonical(made).decode("utf-8"),
            sha256=log.head,
            token=token,
        )
        noted.corrections, noted.head = made.sequence, log.head
        noted.save()
        act = "score-corrected" if new is not None else "score-restored"
        detail: Mapping[str, Any] = {
            "publication": publication.pk, "unit": unit.name, "about": place[1], "sequence": made.sequence, "sha256": log.head,
        }  # fmt: skip
        events.record(person.name, act, f"{unit.name} {place[1]}", detail)
    return made
