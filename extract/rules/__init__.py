"""The scoring sentences: a criterion's text → its rules, each with the words it was read from.

The road is find → resolve → build: `clauses` cuts the text, `grammar` finds in each clause its phrase (`phrases`),
its count (`counting`) and its condition, `scoping` and `stepping` resolve what one clause says about another, `reaching`
what a cap covers, `building` reads every field from the words it cites (`quantities`, `measures`). `rendering` writes a
rule as a canonical sentence that reads back to it; `accounting` says of every sentence of a file what became of it.

Precision before recall: a stretch between two ；or 。 is read whole or kept whole as `Unparsed`, and `rule_issues`
asks a person to look at it, and at each choice that a rule's words leave open (`open_choices`, of the list in
`questions`). What says how scores combine without saying which of them counts (不重复加分) is kept as `Unparsed` too, under
its own row (`remark.…`), and only announced.

A rule's `when` is its condition verbatim, as far as its own part of the sentence says it, without the 的 behind it; a
count that says what happens (每少1次, 每发生1起) is part of it, a bare one (每例, 每人每次) is not.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

from corpus.evidence import Cited
from extract.findings import Rule, Unparsed
from extract.issues import Issue
from extract.passage import Passage
from extract.rules.building import build, keep
from extract.rules.clauses import Sentence, sentences
from extract.rules.levels import levels
from extract.rules.open_choices import judged_issues, open_issues
from extract.rules.reaching import reached
from extract.rules.resolved import Kept, Resolved, extent_of
from extract.rules.scoping import headed, resolve
from extract.rules.signals import signals

__all__ = ["parse_rules", "rule_doubts", "rule_issues", "scoring_sentences"]


def parse_rules(passage: Passage, *, points: Cited[Any] | Decimal | None = None) -> tuple[Rule, ...]:
    """All scoring rules of a criterion's text, in text order; none where it does not score.

    `points` is the criterion's full marks from elsewhere, with its proof, so that 得满分 and 按比例得分 can cite it. A
    bare number can't be proved and is not used: such a rule's `points` stay null, which means the full marks.

    >>> [r.model_dump(include={"kind", "points", "when"}) for r in parse_rules(passage)]   # doctest: +SKIP
    [{'kind': 'deduct', 'points': Decimal('2'), 'when': '未制定规划'}]
    """
    full_marks = points if isinstance(points, Cited) and points.value is not None else None
    if (steps := levels(passage)) is not None:
        return (steps,)
    found = _found(passage.text, full_marks.value if full_marks else None)
    return tuple(_built(passage, r, full_marks) for r in found)


@lru_cache(maxsize=256)
def _found(text: str, full_marks: Decimal | None) -> tuple[Resolved, ...]:
    """What a text says, before anything is cited: spans of it, and nothing of where it stands.

    Remembered for a while: notices say the same of many items, and a text is read for its rules, for the report on what
    became of it, and again for each draft that is made anew.
    """
    if not signals(text, 0, len(text)):
        return ()
    parts = sentences(text)
    resolved: list[Resolved] = []
    for sentence in parts:
        resolved += _resolved(text, sentence, full_marks is not None, resolved)
    return tuple(reached(text, headed(resolved), parts, full_marks))


def scoring_sentences(passage: Passage) -> tuple[tuple[int, int], ...]:
    """Every stretch of the passage's text, between two ；or 。, that has a number of 分 or a phrase of scoring."""
    text = passage.text
    return tuple(
        (stretch.start, stretch.end)
        for sentence in sentences(text)
        for stretch in sentence.stretches
        if signals(text, stretch.start, stretch.end)
    )


def rule_issues(rules: Iterable[Rule], node: str | None) -> tuple[Issue, ...]:
    """What a reviewer must look at: each sentence that was kept as it stands, each choice that the words leave open."""
    rules = tuple(rules)
    return (*rule_doubts(rules, node), *open_issues(rules, node))


def rule_doubts(rules: Sequence[Rule], node: str | None) -> tuple[Issue, ...]:
    """`rule_issues` without the choices, which are settled and not mended."""
    found = [_issue(rule, node) for rule in rules if rule.kind == "unparsed"]
    return (*found, *(issue for rule in rules for issue in judged_issues(rule, node)))


def _issue(rule: Unparsed, node: str | None) -> Issue:
    if rule.proof["text"].rule.startswith("remark."):
        message = f"“{rule.text}”说明的是计分如何合并，已按原文保留，计算得分时请人工把握"
        return Issue(code="rule-remark", severity="info", message=message, node=node)
    message = f"计分语句“{rule.text}”未能识别，已按原文保留，请人工补录计分规则"
    return Issue(code="rule-unparsed", severity="warning", message=message, node=node)


def _resolved(text: str, sentence: Sentence, full_marks: bool, before: Sequence[Resolved]) -> tuple[Resolved, ...]:
    try:
        return resolve(text, sentence, full_marks=full_marks, before=before)
    except ValueError:  # a numeral that is none (百百次): every stretch of the sentence is kept
        kept = (s for s in sentence.stretches if signals(text, s.start, s.end))
        return tuple(Kept((s.start, s.end), "unparsed.number") for s in kept)


def _built(passage: Passage, resolved: Resolved, full_marks: Cited[Any] | None) -> Rule:
    try:
        return build(passage, resolved, full_marks)
    except ValueError:  # a reader found that a quote is no such number (3—1分): the words are kept
        return keep(passage, Kept(extent_of(resolved), "unparsed.number"))
