"""计分总则: the rules that stand over a whole table or the total, in articles, in notes below tables, in rows of a table's own.

逐项扣分，扣完为止; 扣分合计最高20分; 同一事项就高不重复加分; 考核得分=小计得分×质量系数; 得分保留两位小数; 按百分制折算. A sentence that
gives or takes points as well belongs to what it scores, and is left there.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.evidence import Cited, Proof
from corpus.node import Node
from corpus.spans import Span
from extract.findings import Cap, Coefficient, Conversion, Highest, Rounding, Rule, Unparsed
from extract.notice import Notice
from extract.rules.accounting import account_for

_WANTED = re.compile(
    r"扣[完光满至]|就高|最高|系数|保留|精确到|整数|百分制|千分制|不(?:再|得|予|可)?(?:重复|累计)|(?:合计|累计|总计|共)[^。；]{0,12}分|封顶|不超过"
)
"""What such a sentence has in it: spares the reading of all others."""
_WHOLE = (Cap, Highest, Coefficient, Rounding, Conversion)
_REMARKS = ("remark.highest", "remark.once")


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a rubric with the notes below it. `called`: its title, where it is one of several rubrics."""

    id: str
    notes: tuple[str, ...]
    called: Cited[str] | None = None


def general_terms(
    notice: Notice, tables: Sequence[Table], scored: Collection[str], bonused: Collection[str], known: Sequence[Rule]
) -> Iterator[Rule]:
    """The terms of a notice in reading order, none twice. `scored`: nodes that items and vetoes are made from, whose rules
    are theirs; `bonused`: clauses of bonuses, which don't hold what is said of all of them together; `known`: rules found
    already, whose words say nothing anew."""
    whose = {node: table for table in tables for node in table.notes}
    taken = _words(known)
    said: set[tuple[object, ...]] = set()
    for node in notice.nodes():
        table = whose.get(node.id) or _table_of(node, tables)
        if not node.own or node.id in scored or not _WANTED.search(node.text) or (_in_table(node) and table is None):
            continue
        for account in account_for(notice.passage(node.id)):
            rules = [_of_all_bonuses(rule) if node.id in bonused else rule for rule in account.rules]
            if not rules or not all(map(_over_all, rules)):
                continue
            for rule in rules:
                own = [span for e in rule.evidence for span in e.spans]
                if any(_meet(own, spans) for spans in taken.get(rule.evidence[0].document, ())):
                    continue
                made = _called(rule, table.called) if table else rule
                values = (made.kind, *(v for _, v in sorted(made.model_dump(exclude={"evidence", "proof"}).items())))
                if values not in said:
                    said.add(values)
                    yield made


def _over_all(rule: Rule) -> bool:
    """Whether a rule neither gives nor takes points itself, and says of nothing nearer what it is over."""
    if isinstance(rule, Unparsed):
        return rule.proof["text"].rule in _REMARKS
    if isinstance(rule, Cap):
        return rule.over is None and rule.scope != "each" and rule.of != "award"
    return isinstance(rule, _WHOLE) and getattr(rule, "over", None) is None


def _of_all_bonuses(rule: Rule) -> Rule:
    """就高不重复 behind the bonuses of its clause, without the words of those: they are bonuses of the whole."""
    if not isinstance(rule, Highest) or rule.of != "bonus" or rule.over is None:
        return rule
    left = {name: proof for name, proof in rule.proof.items() if name != "over"}
    return rule.model_copy(update={"over": None, "proof": left})


def _called(rule: Rule, called: Cited[str] | None) -> Rule:
    """The rule with the table that it is of, where it can name one."""
    if called is None or not isinstance(rule, Cap | Highest | Coefficient):
        return rule
    proof = called.proof.model_copy(update={"rule": "over.table"})
    proofs: dict[str, Proof] = {**rule.proof, "over": proof}
    return rule.model_copy(update={"over": called.value, "proof": proofs})


def _in_table(node: Node) -> bool:
    return node.kind in ("cell", "row", "table")


def _table_of(node: Node, tables: Sequence[Table]) -> Table | None:
    return next((t for t in tables if node.id.startswith(f"{t.id}.")), None)


def _words(known: Sequence[Rule]) -> Mapping[str, list[list[Span]]]:
    """Where rules that are known already cite from, by document."""
    found: dict[str, list[list[Span]]] = {}
    for rule in known:
        for e in (*rule.evidence, *(e for proof in rule.proof.values() for e in proof.evidence)):
            found.setdefault(e.document, []).append(list(e.spans))
    return found


def _meet(own: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(a < d and c < b for a, b in own for c, d in others)
