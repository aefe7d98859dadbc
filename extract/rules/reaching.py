"""Reaching: the words of the rules that a cap, 就高不重复 or 加倍 covers.

- 以上两项合计最多扣5分: the last two rules of its kind. 以上, 上述: all before it in the record.
- 合计, 总计, 共: those of its sentence, back to the cap before.
- 最多扣5分 right behind a score: those between the same two ；. Where others stand before them in the sentence, the text
  leaves open whether they are meant too, unless the cap is the full marks, which then are those of all of them.
- 扣完为止, and a cap on its own between two ；: those of its sentence, and where there are none, all before it.
- 本项最多扣5分: said by `scope`; it covers what stands before and behind it.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from corpus.spans import Span
from extract.rules.clauses import Sentence
from extract.rules.measures import scope
from extract.rules.quantities import points, polarity
from extract.rules.resolved import Capped, Kept, Resolved, Single, Steps, Threshold, extent_of

_HOW_MANY = re.compile(r"([两二三四五六七八九])项")
_ALTOGETHER = re.compile("合计|总计|共")


def reached(
    text: str, rules: Sequence[Resolved], parts: Sequence[Sentence], full_marks: Decimal | None
) -> list[Resolved]:
    """The rules of a record, each cap beside what it covers; one whose words cover nothing there is kept as it stands."""
    out: list[Resolved] = []
    for rule in rules:
        if isinstance(rule, Capped):
            out.append(_reaching(text, rule, out, parts, full_marks))
        else:
            out.append(rule)
    return out


def scope_of(text: str, rule: Capped) -> Span | None:
    """The words of a cap that say what it reaches."""
    span = rule.clause.extent[-1] if rule.clause.phrase.kind == "cap" else (rule.clause.start, rule.clause.end)
    try:
        scope(text[slice(*span)])
    except ValueError:
        return None
    return span


def _reaching(
    text: str, rule: Capped, before: Sequence[Resolved], parts: Sequence[Sentence], full_marks: Decimal | None
) -> Resolved:
    kind, clause = polarity(text[slice(*rule.of)]), rule.clause
    words = text[slice(*clause.parts["reach"])] if "reach" in clause.parts else ""
    said = scope_of(text, rule)
    if said and scope(text[slice(*said)]) != "each":
        return rule
    same = [r for r in before if _is(text, r, kind)]
    many = _HOW_MANY.search(words)
    if many:
        count = int(points(many[1]))
        if len(same) < count:
            return Kept(clause.extent[-1], "unparsed.scope")
        return replace(rule, over=_span(same[-count:]))
    if "以上" in words or "上述" in words:
        return replace(rule, over=_span(same))
    sentence = next((s for s in parts if s.start <= clause.start < s.end), None)
    stretch = next((s for s in sentence.stretches if s.start <= clause.start < s.end), None) if sentence else None
    if sentence is None or stretch is None:
        return rule
    back = _back_to_cap(text, before, kind)
    of_sentence = [r for r in back if extent_of(r)[0] >= sentence.start]
    of_stretch = [r for r in of_sentence if extent_of(r)[0] >= stretch.start]
    if clause.phrase.kind == "multiple":
        return replace(rule, over=_span(of_stretch or of_sentence))
    bare = clause.phrase.kind == "cap" and "points" in clause.parts and not _ALTOGETHER.search(words)
    if not bare or not of_stretch:
        return replace(rule, over=_span(of_sentence or back))
    all_of_it = full_marks is not None and points(text[slice(*clause.parts["points"])]) == full_marks
    if all_of_it:
        return replace(rule, over=_span(of_sentence))
    return replace(rule, over=_span(of_stretch), open=len(of_sentence) > len(of_stretch))


def _is(text: str, rule: Resolved, kind: str) -> bool:
    """Whether a cap of a kind is of the rule: 最高得5分 is of what is added on top too."""
    own = of_kind(text, rule)
    return own == kind or (kind == "award" and own == "bonus")


def of_kind(text: str, rule: Resolved) -> str | None:
    """Whether a rule takes points off, adds or gives them."""
    if isinstance(rule, Steps | Threshold):
        return "award"
    if not isinstance(rule, Single):
        return None
    kind, of = rule.clause.phrase.kind, rule.clause.parts.get("of")
    if kind in ("deduct", "bonus", "award"):
        return kind
    if kind in ("full", "proportion"):
        return "award"
    return polarity(text[slice(*of)]) if kind in ("range", "portion") and of else None


def _back_to_cap(text: str, rules: Sequence[Resolved], kind: str) -> list[Resolved]:
    out: list[Resolved] = []
    for rule in reversed(rules):
        if isinstance(rule, Capped) and rule.clause.phrase.kind == "cap" and "per" not in rule.clause.parts:
            if polarity(text[slice(*rule.of)]) == kind:
                break
        elif _is(text, rule, kind):
            out.insert(0, rule)
    return out


def _span(rules: Sequence[Resolved]) -> Span | None:
    return (extent_of(rules[0])[0], extent_of(rules[-1])[1]) if rules else None
