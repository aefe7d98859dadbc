"""The six checks over a whole draft, duties included (`corpus.checks` says what each checks)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from corpus.checks import Fault, check_evidence, check_replay, check_sum, check_value
from corpus.evidence import Evidence, Proof
from corpus.spans import Span
from extract.notice import Notice
from rubric_builder.draft import Draft, Indicator
from rubric_builder.items import ROOT, Item, field_name, items, stated, walk_indicators
from rubric_builder.reconciling import Balance, against_scale, balance_of

Notices = Mapping[str, Notice]
"""The notices a draft was made from, read again, by the SHA-256 of the file."""


def check_draft(
    draft: Draft, notices_by_sha: Notices, *, signed: Mapping[str, Decimal] | None = None
) -> tuple[Fault, ...]:
    """①–⑥ on every record of the draft; empty where all hold.

    `signed`: differences of sums that a person has signed for, by item (`State.signed`); ⑥ lets exactly these pass.
    """
    records = tuple(items(draft))
    levels = tuple(_levels(draft.indicators, 1))
    return (*_proofs(records, notices_by_sha), *levels, *_sums(draft, signed or {}))


def _know_readings() -> None:
    """Readings are registered by the modules that cite with them: a draft from a file may name any of them."""
    import rubric_builder.building
    import rubric_builder.duties  # noqa: F401  imported for what they register


def _levels(indicators: Iterable[Indicator], level: int) -> Iterator[Fault]:
    """An indicator's level is how deep it stands in the tree: the one field that no quote says."""
    for indicator in indicators:
        if indicator.level != level:
            yield Fault(4, f"{indicator.id}#level", f"指标层级写作{indicator.level}，按所在位置应为{level}")
        yield from _levels(indicator.children, level + 1)


def _proofs(records: Sequence[Item], notices: Notices) -> Iterator[Fault]:
    _know_readings()
    fields: dict[str, Any] = {}
    seen: set[str] = set()
    for item in records:
        if item.id in seen:
            yield Fault(4, item.id, f"编号“{item.id}”有两项在用，计算值无从核对")
        seen.add(item.id)
        for name, value in stated(item.record):
            fields[f"{item.id}#{name}"] = value
    held = _Held(notices)
    for item in records:
        for evidence in item.record.evidence:
            yield from held.check(item.id, evidence)
        proofs = item.record.proof
        for name, value in stated(item.record):
            where = f"{item.id}#{name}"
            proof = proofs.get(name) or proofs.get(name.partition(".")[0])
            if proof is None:
                yield Fault(3, where, f"“{field_name(name)}”的取值“{_short(value)}”没有依据")
                continue
            yield from _field(where, value, proof, fields)
        for name, proof in proofs.items():
            for evidence in proof.evidence:
                yield from held.check(f"{item.id}#{name}", evidence)


def _field(where: str, value: Any, proof: Proof, fields: Mapping[str, Any]) -> Iterator[Fault]:
    if proof.how in ("literal", "normalised", "inherited"):
        yield from check_value(where, value, proof)
    else:
        yield from check_replay(where, value, proof, fields)


class _Held:
    """① ② ⑤ against the notices, each piece of evidence once."""

    def __init__(self, notices: Notices) -> None:
        self._notices = notices
        self._nodes: dict[str, tuple[Mapping[str, Sequence[Span]], Mapping[str, str]]] = {}
        self._found: dict[Evidence, tuple[Fault, ...]] = {}

    def check(self, where: str, evidence: Evidence) -> Iterator[Fault]:
        if evidence not in self._found:
            self._found[evidence] = tuple(self._check(where, evidence))
        for fault in self._found[evidence]:
            yield Fault(fault.check, where, fault.message)

    def _check(self, where: str, evidence: Evidence) -> Iterable[Fault]:
        notice = self._notices.get(evidence.document)
        if notice is None:
            return (Fault(1, where, f"找不到引文所在的文件（校验值{evidence.document[:12]}…），无法核对"),)
        if evidence.document not in self._nodes:
            self._nodes[evidence.document] = notice.extents(), notice.citations()
        return check_evidence(where, evidence, notice.source, *self._nodes[evidence.document])


def _sums(draft: Draft, signed: Mapping[str, Decimal]) -> Iterator[Fault]:
    """⑥ Items → indicator → parent → scale; each rubric of a draft with several adds up to the scale on its own.

    Where a part states no points there is nothing to add up, unless the others are too much already. Computed points
    are replayed by ④.
    """
    for indicator in walk_indicators(draft.indicators):
        proof = indicator.proof.get("points")
        if proof is None or proof.how != "computed":
            yield from _sum(f"{indicator.id}#points", balance_of(indicator, signed.get(indicator.id)))
    for balance in against_scale(draft, signed.get(ROOT)):
        yield from () if balance.missing else _sum(f"{ROOT}#scale", balance)


def _sum(where: str, balance: Balance) -> Iterator[Fault]:
    if not balance.holds and balance.stated is not None:
        yield from check_sum(where, balance.stated, balance.parts)


def _short(value: Any) -> str:
    said = str(value)
    return said if len(said) <= 24 else f"{said[:24]}……"
