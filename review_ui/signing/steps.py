"""The way of a rubric to its publication, as it is drawn: 核对 → 经办 → 复核 → 签发 → 发布."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from corpus.errors import Blocked
from review_ui import ledger
from review_ui.models import Person, Role, Rubric
from rubric_builder.decisions import Sign, described
from rubric_builder.folding import Folded
from rubric_builder.refusing import Impossible
from rubric_builder.signatures import STAGES, Signature, SignStage, holding

_ROLES: Mapping[SignStage, Role] = {"经办": Role.HANDLER, "复核": Role.CHECKER, "签发": Role.ISSUER}


@dataclass(frozen=True, slots=True)
class Step:
    """One step: `state` is "done", "now" or "later"; who and when (ISO 8601) where it is done."""

    name: str
    state: str
    person: str = ""
    time: str = ""


def steps(rubric: Rubric, folded: Folded) -> tuple[Step, ...]:
    """The five steps as they stand."""
    valid = {signature.stage: signature for signature in holding(folded.state.signatures)}
    decided = folded.state.stage != "待核对"
    published = rubric.stage == Rubric.Stage.PUBLISHED
    done = [("核对", decided, "", "")]
    for stage in STAGES:
        signature = valid.get(stage)
        done.append(
            (stage, signature is not None, signature.person if signature else "", signature.time if signature else "")
        )
    by = (rubric.publication.published_by.name, rubric.publication.published_at.isoformat()) if published else ("", "")
    done.append(("发布", published, *by))
    first = next((n for n, (_, is_done, _, _) in enumerate(done) if not is_done), len(done))
    return tuple(
        Step(name, "done" if is_done else "now" if n == first else "later", person, time)
        for n, (name, is_done, person, time) in enumerate(done)
    )


def due(folded: Folded) -> SignStage | None:
    """The signature that comes next; None where all three hold."""
    given = len(holding(folded.state.signatures))
    return STAGES[given] if given < len(STAGES) else None


def why_not_sign(person: Person, rubric: Rubric, folded: Folded) -> str:
    """Why the person may not give the next signature now; empty where they may."""
    stage = due(folded)
    if stage is None:
        return "三个签字都已齐备。"
    if not person.has(_ROLES[stage]):
        return f"现在等{stage}人签字。"
    attempt = Sign(actor=person.name, time=timezone.localtime().isoformat(), stage=stage, over=folded.sha256)
    refused = ledger.why_not(person, rubric, folded, attempt)
    if refused is None:
        try:
            folded.then(attempt)
        except Blocked as error:
            refused = error
    if isinstance(refused, Impossible):
        return f"{refused.why}。"
    return refused.message if refused else ""


def voided(folded: Folded) -> Sequence[tuple[Signature, str]]:
    """Signatures that no longer hold, each with what voided it in words; newest first."""
    found = []
    for signature in reversed(folded.state.signatures):
        if signature.voided_by is not None:
            by = folded.log.decisions[signature.voided_by - 1]
            found.append((signature, f"第{signature.voided_by}条，{described(by)}"))
    return found
