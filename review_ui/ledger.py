"""The decision log of each rubric in the database: read, kept folded in memory, and the one place that appends to it."""

import json
import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

from django.utils import timezone

from corpus.errors import Blocked
from review_ui.access import rubric_for
from review_ui.jobs.loading import draft_of
from review_ui.jobs.store import writing
from review_ui.models import DecisionRow, Person, Role, Rubric
from rubric_builder.arithmetic import scale_groups
from rubric_builder.decision_file import read_decision
from rubric_builder.decisions import Comment, Decision, DecisionLog, Return, Sign, Stale, start
from rubric_builder.folding import Folded, Status
from rubric_builder.reviewing import statuses
from rubric_builder.schema import canonical
from rubric_builder.signatures import SignStage, Stage, holding

STAGES: Mapping[Stage, Rubric.Stage] = {
    "待核对": Rubric.Stage.REVIEW,
    "待经办签字": Rubric.Stage.HANDLER,
    "待复核": Rubric.Stage.CHECKER,
    "待签发": Rubric.Stage.ISSUER,
    "已签发": Rubric.Stage.SIGNED,
}
"""What the log calls a stage, and what the table of rubrics calls it."""

SIGNERS: Mapping[SignStage, Role] = {"经办": Role.HANDLER, "复核": Role.CHECKER, "签发": Role.ISSUER}
"""The role it takes to give each signature."""

_COMMENTERS = (Role.HANDLER, Role.CHECKER, Role.ISSUER)
_MOST_KEPT = 8

_kept: OrderedDict[int, Folded] = OrderedDict()
_lock = threading.Lock()


def load(rubric: Rubric) -> Folded:
    """The rubric's draft with all its decisions carried out.

    Kept in memory between calls; what another process has appended meanwhile is read and carried out on top. Raises
    `Blocked` (`log.broken`) where the rows in the database are not the chain they were.
    """
    with _lock:
        kept = _kept.get(rubric.pk)
    folded = kept if kept is not None and kept.log.draft == rubric.draft_sha256 else None
    if folded is not None and _hash_at(folded.log, rubric.decisions) == (rubric.head or folded.log.draft):
        return folded
    folded = _caught_up(rubric, folded)
    _keep(rubric.pk, folded)
    return folded


def forget(rubric_id: int) -> None:
    """Drops what is kept in memory of a rubric."""
    with _lock:
        _kept.pop(rubric_id, None)


def act(person: Person, rubric_id: int, content: Mapping[str, Any], seen: int | None, token: str) -> Folded:
    """Appends a decision and returns the rubric with it carried out. `content`: `kind` and the fields of that kind.

    The same `token` again is the same act again: nothing is appended. Whatever the person decided after `seen` is taken
    as seen. Raises Http404 where the rubric is not for this person, `Blocked` where the act is not (`access.role`,
    `rubric.published`, `rubric.building`), where it can't be carried out, or `Stale`.
    """
    rubric_for(person, rubric_id)
    with writing():
        rubric = Rubric.objects.select_for_update().get(pk=rubric_id)
        before = load(rubric)
        if sequence_of(rubric, token) is None:
            now = timezone.localtime()
            entry = {**content, "actor": person.name, "time": now.isoformat(timespec="seconds"), "seen": seen}
            decision = read_decision(entry)
            refused = why_not(person, rubric, before, decision)
            if refused is not None:
                raise refused
            after = _carried_out(before, decision)
            made = after.log.decisions[-1]
            DecisionRow.objects.create(
                rubric=rubric,
                sequence=made.sequence,
                kind=made.kind,
                person=person,
                at=now,
                body=canonical(made).decode("utf-8"),
                sha256=after.log.head,
                token=token,
            )
            _write_down(rubric, person, after)
        else:
            after = before
    _keep(rubric_id, after)
    return after


def sequence_of(rubric: Rubric, token: str) -> int | None:
    """The number of the decision made under that token; None where there is none yet."""
    return DecisionRow.objects.filter(rubric=rubric, token=token).values_list("sequence", flat=True).first()


def why_not(person: Person, rubric: Rubric, folded: Folded, decision: Decision) -> Blocked | None:
    """Why the person may not make such a decision on the rubric now; None where they may."""
    closed = closed_because(rubric)
    if closed is not None:
        return closed
    match decision.kind:
        case "comment":
            able = person.has(*_COMMENTERS)
        case "sign":
            assert isinstance(decision, Sign)
            able = person.has(SIGNERS[decision.stage])
        case "return":
            able = person.has(Role.CHECKER, Role.ISSUER) or person.name in _signers(folded)
        case _:
            able = person.has(Role.HANDLER)
    return None if able else Blocked("access.role", "您的角色不能做这件事；如确有需要，请联系管理员调整角色。")


def closed_because(rubric: Rubric) -> Blocked | None:
    """Why nobody may decide on the rubric now: it is published, or not built yet."""
    if rubric.stage == Rubric.Stage.PUBLISHED:
        return Blocked("rubric.published", "本细则已发布，不能再改动；确需更正的，请在已发布页面发起更正。")
    if rubric.stage in (Rubric.Stage.BUILDING, Rubric.Stage.FAILED):
        return Blocked("rubric.building", "草案还没有生成，暂不能核对。")
    return None


def summary(folded: Folded) -> dict[str, Any]:
    """What the table of rubrics repeats of a folded draft: `stage`, `counts`, `shares`, `head`, `decisions`, `title`, `year`."""
    state = folded.state
    found = Counter(statuses(state))
    return {
        "title": state.draft.title or "",
        "year": state.draft.year,
        "stage": STAGES[state.stage],
        "counts": {status: found[status] for status in get_args(Status)},
        "shares": [
            {"id": indicator.id, "name": indicator.name, "points": _number(indicator.points)}
            for group in scale_groups(state.draft.indicators)
            for indicator in group
        ],
        "head": folded.log.head,
        "decisions": len(folded.log.decisions),
    }


def _number(points: Decimal | None) -> int | float | None:
    if points is None:
        return None
    return int(points) if points == points.to_integral_value() else float(points)


def _write_down(rubric: Rubric, person: Person, folded: Folded) -> None:
    made = folded.log.decisions[-1]
    if isinstance(made, Comment):  # changes nothing else; the state need not be put together for it
        rubric.head, rubric.decisions = folded.log.head, made.sequence
        rubric.save()
        return
    for name, value in summary(folded).items():
        if name != "title" or value:  # a draft without a title keeps the one it was given
            setattr(rubric, name, value)
    if isinstance(made, Sign):
        rubric.holder = None  # whoever has the next role takes it up
    elif isinstance(made, Return):
        first = next((s.person for s in reversed(folded.state.signatures) if s.stage == "经办"), None)
        rubric.holder = Person.objects.filter(name=first).first()
    elif rubric.holder_id is None and person.has(Role.HANDLER):
        rubric.holder = person
    rubric.save()


def _signers(folded: Folded) -> set[str]:
    return {signature.person for signature in holding(folded.state.signatures)}


def _carried_out(folded: Folded, decision: Decision) -> Folded:
    """`Folded.then`, where a person's own later decisions are no conflict: who queued two acts has seen the first."""
    while True:
        try:
            return folded.then(decision)
        except Stale as stale:
            if stale.theirs.actor != decision.actor:
                raise
            decision = decision.model_copy(update={"seen": stale.theirs.sequence})


# --- the rows of the database ---


def _caught_up(rubric: Rubric, folded: Folded | None) -> Folded:
    """The rubric as its rows say, on top of what is known of it where that is the beginning of the same chain."""
    rows = _rows(rubric, after=len(folded.log.decisions) if folded else 0)
    if folded is not None and rows and rows[0].before == folded.log.head:
        for decision in rows:
            folded = folded.then(decision)
        _check(rubric, folded.log)
        return folded
    draft = draft_of(rubric)
    log = start(draft).model_copy(update={"decisions": tuple(_rows(rubric, after=0))})
    if log.broken_at() is not None:
        raise _broken(rubric)
    _check(rubric, log)
    return Folded.of(draft, log)


def _rows(rubric: Rubric, after: int) -> list[Decision]:
    bodies = DecisionRow.objects.filter(rubric=rubric, sequence__gt=after).values_list("body", flat=True)
    return [read_decision(json.loads(body), f"第{n}条决定") for n, body in enumerate(bodies, after + 1)]


def _check(rubric: Rubric, log: DecisionLog) -> None:
    """The log is the one that the rubric's row names, or goes on from it."""
    if _hash_at(log, rubric.decisions) != (rubric.head or log.draft):
        raise _broken(rubric)


def _broken(rubric: Rubric) -> Blocked:
    return Blocked(
        "log.broken", f"“{rubric}”的决定记录前后不符，可能被改动过，已停用；请用 kaohe check 查看，并从备份恢复。"
    )


def _hash_at(log: DecisionLog, sequence: int) -> str | None:
    """The hash of the log's first `sequence` decisions; None where it has fewer."""
    decisions = log.decisions
    if sequence > len(decisions):
        return None
    if sequence == len(decisions):
        return log.head
    return decisions[sequence].before


def _keep(rubric_id: int, folded: Folded) -> None:
    with _lock:
        kept = _kept.get(rubric_id)
        if kept is None or len(kept.log.decisions) <= len(folded.log.decisions) or kept.log.draft != folded.log.draft:
            _kept[rubric_id] = folded
        _kept.move_to_end(rubric_id)
        while len(_kept) > _MOST_KEPT:
            _kept.popitem(last=False)
