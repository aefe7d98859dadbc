"""The three signatures under a draft (经办 → 复核 → 签发) and how far it has come."""

from collections.abc import Sequence
from typing import Literal

from corpus.values import Value

SignStage = Literal["经办", "复核", "签发"]
STAGES: tuple[SignStage, ...] = ("经办", "复核", "签发")

Stage = Literal["待核对", "待经办签字", "待复核", "待签发", "已签发"]
_WAITING: tuple[Stage, ...] = ("待经办签字", "待复核", "待签发", "已签发")


class Signature(Value):
    """A signature under a draft: `decision` is its sequence number in the log, `over` the SHA-256 of what was signed,
    `voided_by` the sequence number of the change or 退回 that made it void; null while it holds."""

    decision: int
    stage: SignStage
    person: str
    time: str
    over: str
    voided_by: int | None = None


def holding(signatures: Sequence[Signature]) -> tuple[Signature, ...]:
    """Those that hold, in their order: 经办, 复核, 签发 as far as it has come."""
    return tuple(signature for signature in signatures if signature.voided_by is None)


def stage_of(signatures: Sequence[Signature], *, undecided: bool) -> Stage:
    """How far a draft has come. `undecided`: something in it is still 待核."""
    signed = len(holding(signatures))
    return "待核对" if not signed and undecided else _WAITING[signed]


def fully_signed(signatures: Sequence[Signature]) -> bool:
    """Whether three different people's signatures hold, in their order, over one and the same draft."""
    valid = holding(signatures)
    return (
        tuple(s.stage for s in valid) == STAGES
        and len({s.person for s in valid}) == len(STAGES)
        and len({s.over for s in valid}) == 1
    )
