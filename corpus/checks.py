"""The six checks that stand between a draft and its publication, as pure functions.

① the source at the spans equals the quote; ② the spans lie inside the node; ③ the quote read again gives the value;
④ computed values replay, human ones name person and reason; ⑤ regions recompute identically; ⑥ points add up.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from corpus import reading
from corpus.evidence import Evidence, Proof
from corpus.source_text import SourceText
from corpus.spans import Span, inside


@dataclass(frozen=True, slots=True)
class Fault:
    """A check that failed: its number (1–6), where (`ind-1.2#points`), and what was found, in Chinese."""

    check: int
    where: str
    message: str


def check_quote(where: str, evidence: Evidence, source: SourceText) -> Iterable[Fault]:
    """① The source at the spans equals the quote, and both are of this document and this reading of it."""
    if evidence.document != source.document.sha256 or evidence.text_sha256 != source.sha256:
        yield Fault(1, where, "引文不属于这份文件的这次读取结果")
        return
    length = len(source.text)
    if not evidence.spans or not all(0 <= a < b <= length for a, b in evidence.spans):
        yield Fault(1, where, "引文没有有效的原文位置")
    elif source.quote(evidence.spans) != evidence.quote:
        yield Fault(
            1,
            where,
            f"引文与原文不一致：原文为“{_short(source.quote(evidence.spans))}”，引文为“{_short(evidence.quote)}”",
        )


def check_inside(where: str, evidence: Evidence, nodes: Mapping[str, Sequence[Span]]) -> Iterable[Fault]:
    """② The spans lie inside the node (`nodes`: id → the node's whole extent)."""
    extent = nodes.get(evidence.node)
    if extent is None:
        yield Fault(2, where, f"引文所注的条款“{evidence.node}”不在文件结构中")
    elif not inside(evidence.spans, extent):
        yield Fault(2, where, f"引文位置超出所注条款“{evidence.citation}”的范围")


def check_value(where: str, value: Any, proof: Proof) -> Iterable[Fault]:
    """③ For literal, normalised and inherited values, reading the quote again gives the value."""
    if proof.how not in ("literal", "normalised", "inherited"):
        return
    if not proof.evidence:
        yield Fault(3, where, "没有引文，无法核对取值")
        return
    quote = "".join(e.quote for e in proof.evidence)
    try:
        again = reading.read_quotes(proof.reader, [e.quote for e in proof.evidence])
    except (ValueError, KeyError) as error:
        yield Fault(3, where, f"按“{proof.reader}”重读引文“{_short(quote)}”失败：{error}")
        return
    if again != value:
        yield Fault(3, where, f"引文“{_short(quote)}”重读得“{again}”，与取值“{value}”不符")


Compute = Callable[[Sequence[Any]], Any]


def total(values: Sequence[Any]) -> Decimal:
    """The sum of the inputs; an input that is missing makes it an error."""
    if any(v is None for v in values):
        raise ValueError("合计中有空值")
    return sum((Decimal(v) for v in values), Decimal(0))


COMPUTATIONS: Mapping[str, Compute] = {"total": total}
"""How computed values are got from the fields in `Proof.inputs`."""


def check_replay(where: str, value: Any, proof: Proof, fields: Mapping[str, Any]) -> Iterable[Fault]:
    """④ A computed value replays from the fields it names; a human one names the person and the reason."""
    if proof.how == "human" and not (proof.by and proof.by.strip() and proof.reason and proof.reason.strip()):
        yield Fault(4, where, "人工取值没有写明经手人和理由")
    if proof.how != "computed":
        return
    missing = [path for path in proof.inputs if path not in fields]
    compute = COMPUTATIONS.get(proof.reader)
    if missing or compute is None or not proof.inputs:
        yield Fault(4, where, f"计算值缺少依据：{'、'.join(missing) or proof.reader or '无'}")
        return
    try:
        again = compute([fields[path] for path in proof.inputs])
    except ValueError as error:
        yield Fault(4, where, f"计算值无法重算：{error}")
        return
    if again != value:
        yield Fault(4, where, f"计算值重算得{again}，与取值{value}不符")


def check_regions(where: str, evidence: Evidence, source: SourceText) -> Iterable[Fault]:
    """⑤ Regions recompute identically from the spans."""
    if not all(0 <= a < b <= len(source.text) for a, b in evidence.spans):
        return  # ① has said so
    if source.regions(evidence.spans) != evidence.regions:
        yield Fault(5, where, "页面位置与原文位置不一致")


def check_sum(where: str, whole: Decimal, parts: Sequence[Decimal]) -> Iterable[Fault]:
    """⑥ The parts' points add up to the whole."""
    added = sum(parts, Decimal(0))
    if added != whole:
        yield Fault(6, where, f"下级分值合计{added}，应为{whole}，相差{added - whole:+}")


def check_citation(where: str, evidence: Evidence, citations: Mapping[str, str]) -> Iterable[Fault]:
    """② The citation names the node in the words that belong to it (`citations`: id → words)."""
    words = citations.get(evidence.node)
    if words is not None and words != evidence.citation:
        yield Fault(2, where, f"出处写作“{evidence.citation}”，应为“{words}”")


def check_evidence(
    where: str,
    evidence: Evidence,
    source: SourceText,
    nodes: Mapping[str, Sequence[Span]],
    citations: Mapping[str, str],
) -> Iterable[Fault]:
    """① ② ⑤ for one piece of evidence."""
    yield from check_quote(where, evidence, source)
    yield from check_inside(where, evidence, nodes)
    yield from check_citation(where, evidence, citations)
    yield from check_regions(where, evidence, source)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:28]}……{text[-8:]}"
