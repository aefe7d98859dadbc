"""What signing, sending back and changing do to the signatures under a draft."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from rubric_builder.decisions import Decision, DecisionLog, Return, Sign, undone_in
from rubric_builder.refusing import refuse
from rubric_builder.signatures import STAGES, Signature, holding


@dataclass(frozen=True, slots=True)
class Signing:
    """All signatures so far, void ones too; the last 退回 that no new signature has followed."""

    signatures: tuple[Signature, ...] = ()
    returned: Return | None = None

    def after(self, decision: Decision, log: DecisionLog, signed: Callable[[], "Signed"]) -> "Signing":
        """The signatures after one more decision, which is in `log`; `signed` gives what a signature would be under.

        Raises `Blocked` where it is out of turn: see the sentences below.
        """
        valid = holding(self.signatures)
        if len(valid) == len(STAGES) and not isinstance(decision, Return):
            refuse(decision, "本稿已签发，不能再改动；确需更正的，请先退回并写明理由")
        if isinstance(decision, Sign):
            return self._sign(decision, valid, signed())
        if isinstance(decision, Return):
            if not valid:
                refuse(decision, "现在没有有效的签字，无可退回")
            return Signing(self._voided(decision), decision)
        if isinstance(undone_in(log.decisions, decision), Sign | Return):
            refuse(decision, "签字和退回不能撤销；要收回签字，请退回并写明理由")
        return replace(self, signatures=self._voided(decision)) if valid and log.changes(decision) else self

    def _sign(self, decision: Sign, valid: tuple[Signature, ...], signed: "Signed") -> "Signing":
        due = STAGES[len(valid)]
        if decision.stage != due:
            before = next((s for s in valid if s.stage == decision.stage), None)
            refuse(decision, f"{before.stage}已由{before.person}签字" if before else f"须先由{due}人签字")
        for signature in valid:
            if signature.person == decision.actor:
                refuse(decision, f"{decision.actor}已作为{signature.stage}人签字，经办、复核、签发须是三个人")
        if due != "经办" and decision.actor in signed.changed_by:
            refuse(decision, f"{decision.actor}对本稿作过审核决定，不能{due}自己经手的内容")
        if signed.undecided:
            refuse(decision, f"还有{signed.undecided}项待核，须逐项采纳、修改或驳回后才能签字")
        if decision.over != signed.sha256():
            refuse(
                decision,
                f"签字所对的稿子（校验值{decision.over[:12]}…）已不是现在的稿子（{signed.sha256()[:12]}…），"
                "请重新查看后再签",
            )
        own = Signature(
            decision=decision.sequence,
            stage=decision.stage,
            person=decision.actor,
            time=decision.time,
            over=decision.over,
        )
        return Signing((*self.signatures, own))

    def _voided(self, decision: Decision) -> tuple[Signature, ...]:
        return tuple(
            s if s.voided_by is not None else s.model_copy(update={"voided_by": decision.sequence})
            for s in self.signatures
        )


@dataclass(frozen=True, slots=True)
class Signed:
    """What is signed: how many items nobody has decided on, who has changed something, the hash of the whole."""

    undecided: int
    changed_by: frozenset[str]
    sha256: Callable[[], str]
