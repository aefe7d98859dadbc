"""From an indicator, criterion, rule, score or duty back to the clauses it came from."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from corpus.errors import KaoheError
from corpus.evidence import Evidence, How, Proof
from corpus.reading import text as read_text
from corpus.values import Value
from rubric_builder.draft import Draft
from rubric_builder.items import Item, field_name, items


class NotTraceable(KaoheError):
    """Nothing of that id or name (exit 2)."""

    exit_code = 2


class Trace(Value):
    """Where one field comes from: `what` in words (规划部署 › 分值), `field` its path (`ind-1.2#points`), `value`
    as in JSON.

    `citation` and `quote` are for people: one line each a piece of `evidence`, which has the spans, verbatim quotes and
    regions. A computed value shows the evidence of what it was computed from (`inputs`).
    """

    what: str
    field: str
    value: Any
    how: How
    citation: str
    quote: str
    pages: tuple[int, ...]
    inputs: tuple[str, ...] = ()
    by: str | None = None
    reason: str | None = None
    evidence: tuple[Evidence, ...] = ()


class Traced(Value):
    """The answer: the items meant (one, or several of the same name), and a trace for each field of theirs."""

    query: str
    items: tuple[str, ...]
    traces: tuple[Trace, ...]

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """All evidence of the traces, each piece once, in reading order of each document."""
        pieces = dict.fromkeys(e for trace in self.traces for e in trace.evidence)
        return tuple(sorted(pieces, key=lambda e: (e.document, e.spans)))


def trace(draft: Draft, what: str) -> Traced:
    """The clauses behind `what`: an id (`ind-1.2`, `ind-1.2.c3`, `ind-1.2.c3.r1`), a field (`ind-1.2#points`), a name,
    or names from outside inwards (组织领导/议事机制, 议事机制/第2项).

    An indicator brings its criteria and rules along, not the indicators under it; a role its duties. Raises `NotTraceable` (exit 2),
    naming what comes near.
    """
    every = list(items(draft))
    item_id, _, only = what.strip().partition("#")
    found = [item for item in every if item.id == item_id] or _named(every, item_id)
    if not found:
        raise NotTraceable("trace.unknown", f"没有“{what}”这一项{_near(every, item_id)}")
    fields = {f"{item.id}#{name}": proof for item in every for name, proof in item.record.proof.items()}
    traces = [
        _trace(part, name, proof, fields)
        for item in found
        for part in _with_parts(every, item)
        for name, proof in part.record.proof.items()
        if not only or (part is item and name == only)
    ]
    if only and not traces:
        known = "、".join(name for item in found for name in item.record.proof)
        raise NotTraceable("trace.field", f"“{item_id}”没有“{only}”这个字段，有的是：{known or '无'}")
    return Traced(query=what, items=tuple(item.id for item in found), traces=tuple(traces))


_BROUGHT = frozenset({"criteria", "rules", "tiers", "duties", "general", "accountability"})


def _with_parts(every: Iterable[Item], whole: Item) -> Iterator[Item]:
    inside = {whole.id}
    for item in every:
        if item is whole:
            yield item
        elif item.parent in inside and item.slot in _BROUGHT:
            inside.add(item.id)
            yield item


def _trace(item: Item, name: str, proof: Proof, fields: Mapping[str, Proof]) -> Trace:
    column = name.partition(".")[0]
    value = item.record.model_dump(mode="json", include={column})[column]
    evidence = _behind(proof, fields, frozenset())
    return Trace(
        what=" › ".join((*(item.names or ("全稿",)), field_name(name))),
        field=f"{item.id}#{name}",
        value=value[name.partition(".")[2]] if "." in name else value,
        how=proof.how,
        citation="\n".join(e.citation for e in evidence),
        quote="\n".join(read_text(e.quote) for e in evidence),
        pages=tuple(sorted({r.page for e in evidence for r in e.regions})),
        inputs=proof.inputs,
        by=proof.by,
        reason=proof.reason,
        evidence=evidence,
    )


def _behind(proof: Proof, fields: Mapping[str, Proof], seen: frozenset[str]) -> tuple[Evidence, ...]:
    """A proof's evidence; of a computed value, that of its inputs, all the way down."""
    pieces = list(proof.evidence)
    for path in proof.inputs:
        if path in fields and path not in seen:
            pieces += _behind(fields[path], fields, seen | {path})
    return tuple(dict.fromkeys(pieces))


# --- names ----------------------------------------------------------------------------------------------------------

_APART = re.compile(r"[/／>›→]")


def _named(every: Iterable[Item], said: str) -> list[Item]:
    """Items whose names end so, from outside inwards; then those whose own name holds what was said."""
    wanted = [_plain(part) for part in _APART.split(said) if part.strip()]
    if not wanted:
        return []

    def ends_so(item: Item) -> bool:
        if len(wanted) == 1:
            return bool(item.names) and _plain(item.names[-1]) == wanted[0]
        names = iter([_plain(name) for name in item.names])
        return bool(item.names) and _plain(item.names[-1]) == wanted[-1] and all(part in names for part in wanted)

    def holds(item: Item) -> bool:
        return len(wanted) == 1 and len(wanted[0]) > 1 and bool(item.names) and wanted[0] in _plain(item.names[-1])

    tests: tuple[Callable[[Item], bool], ...] = (ends_so, holds)
    for test in tests:
        found = [item for item in every if test(item)]
        if found:
            return found
    return []


def _plain(name: str) -> str:
    return re.sub(r"\s", "", name)


def _near(every: Iterable[Item], said: str) -> str:
    known = dict.fromkeys(part for item in every for part in (item.id, item.name) if item.names)
    close = get_close_matches(said, known, n=4, cutoff=0.5)
    return f"，相近的有：{'、'.join(close)}" if close else "；编号见草案 JSON 的 id，名称须与草案一致"
