"""Bonus and veto rows of a scoring table as rules."""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from corpus.evidence import Cited, Proof, prove
from extract.findings import Bonus, Cap, Rule, Unparsed, Veto
from extract.issues import Issue
from extract.items import Item
from extract.passage import Passage
from extract.points import CAP, points_of_cell
from extract.rules import parse_rules, rule_issues
from rubric_builder.branches import Branch, joined
from rubric_builder.groups import Group, group_of
from rubric_builder.names import bare_name

_LEVEL = 6  # characters: 国家级, 省部级, 区级以上
_OUTCOME = re.compile(
    r"(?:(?:年度)?(?:考核|考评|评定|评价)?(?:结果|等次|等级|成绩)?(?:直接|一律|一票|予以|按|评|定|确定|评定|认定|判定|列)?(?:为|按)?)?"
    r"(?:不合格|不达标|不称职|零分|取消(?:[^，。；]{0,8})?资格|一票否决|不得评(?:为|先|优)[^，。；]{0,8})(?:评定|等次|等级|处理|档次)?"
)


def as_one_group(branches: list[Branch], called: Sequence[Cited[str]]) -> list[Branch]:
    """The branches of a table of its own for bonuses or vetoes as one group; `called`: its title, its names' headers.

    So are those of a table of deductions, unless they have points that add up.
    """
    apart = [Group.BONUS, Group.VETO, *([] if any(b.points for b in branches) else [Group.DEDUCTION])]
    name = next((c for c in called if group_of(bare_name(c.value)) in apart), None)
    if name is None:
        return branches
    whole = Branch(name, children=branches)
    for branch in branches:
        branch.parent = whole
    return [whole]


def take_out_sanctions(
    branches: Sequence[Branch], items: Callable[[Branch], list[Item]], points: Callable[[Branch], Passage | None]
) -> tuple[list[Branch], list[Rule], list[Rule], list[Issue]]:
    """The branches that are indicators, the bonuses and vetoes that the others are, and what in them was not understood.

    `items` gives a branch's items, `points` what its cell in the points column says.
    """
    kept: list[Branch] = []
    bonuses: list[Rule] = []
    vetoes: list[Rule] = []
    issues: list[Issue] = []
    for branch in branches:
        group = group_of(bare_name(branch.name.value))
        if group is Group.BONUS:
            for part in _leaves(branch):
                said = points(part) or points(branch)
                found = items(part)
                bonuses += _called(bonus_rules(found, branch.points, [said] if said else []), part)
                issues += [i for item in found for i in rule_issues(parse_rules(item.passage), item.passage.node)]
        elif group is Group.VETO:
            for part in _leaves(branch):
                stated = next((f for f in part.fields.values() if _OUTCOME.search(f.value)), branch.name)
                vetoes += _vetoes_of(part) or veto_rules(items(part), stated)
        else:
            branch.children, more, inner_vetoes, inner_issues = take_out_sanctions(branch.children, items, points)
            bonuses += more
            vetoes += inner_vetoes
            issues += inner_issues
            kept.append(branch)
    return kept, bonuses, vetoes, issues


def _called(bonuses: Sequence[Rule], row: Branch) -> list[Rule]:
    """The bonuses of a row; one that says only how many points (每次加1分) is for what the row asks (获得表彰), and so is one
    that says no more than a level besides (省级加3分).
    """
    asked = _asked(row)
    return [_for(rule, asked) if asked is not None and isinstance(rule, Bonus) else rule for rule in bonuses]


def _for(rule: Bonus, asked: Cited[str]) -> Bonus:
    if rule.when is None:
        when = asked
    elif len(rule.when) <= _LEVEL and _node(asked.proof) != _node(rule.proof["when"]):
        when = joined(asked, Cited(rule.when, rule.proof["when"]))
    else:
        return rule
    evidence = tuple(dict.fromkeys((*asked.proof.evidence, *rule.evidence)))
    return rule.model_copy(
        update={"when": when.value, "proof": {**rule.proof, "when": when.proof}, "evidence": evidence}
    )


def _vetoes_of(row: Branch) -> list[Rule]:
    """The veto of a row that asks in one cell (发生较大事故) and gives nothing but the outcome in another (定为不合格)."""
    outcomes = [item.passage for item in row.items]
    asked = _asked(row)
    if asked is None or len(outcomes) != 1:
        return []
    found = _OUTCOME.fullmatch(outcomes[0].text.strip().rstrip("。；;"))
    if found is None:
        return []
    return [prove(Veto, when=asked, outcome=outcomes[0].cite(rule="veto.row"))]


def _node(proof: Proof) -> str:
    return proof.evidence[0].node if proof.evidence else ""


def _asked(row: Branch) -> Cited[str] | None:
    """What a row is about: its key points, or what it is called, where that is no group (否决项目)."""
    if row.key_points is not None:
        return row.key_points
    return row.name if group_of(bare_name(row.name.value)) is Group.SCORED else None


def _leaves(branch: Branch) -> Iterator[Branch]:
    if branch.items or not branch.children:
        yield branch
    for child in branch.children:
        yield from _leaves(child)


def bonus_rules(items: Sequence[Item], stated: Cited[Decimal] | None, cells: Sequence[Passage]) -> list[Rule]:
    """The bonuses of a row: one or more an item, `when` its words; the points cell or a closing sentence may cap them.

    A cap on several together stands on each under the rule `bonus.cap.shared`, as for bonuses in clauses.
    """
    cap: Cited[Decimal] | None = stated
    each: Cited[Decimal] | None = None
    found: list[Rule] = []
    for item in items:
        body, closing = _closing_cap(item.passage)
        cap = closing or cap
        rules = [r for r in parse_rules(body) if not isinstance(r, Unparsed)]
        caps = [r for r in rules if isinstance(r, Cap) and r.of == "bonus" and r.points is not None]
        rules = [r for r in rules if r not in caps]
        stated_cap = next((Cited(r.points, r.proof["points"]) for r in caps if r.points is not None), None)
        if stated_cap and len(rules) == 1 and isinstance(rules[0], Bonus) and rules[0].cap is None:
            rules = [_with_cap(rules[0], stated_cap)]
        elif stated_cap:
            cap = stated_cap
        found.extend(rules or [prove(Bonus, when=body.cite(rule="bonus.row"), points=item.points)])
    for cell in cells:
        said = points_of_cell(cell.text)
        if said is None or said.kind in ("minus", "range"):
            continue
        value: Cited[Decimal] = cell.cite(said.start, said.end, reader="number", rule=f"points.{said.rule}")
        alone = len(found) == 1 and isinstance(found[0], Bonus) and found[0].points is None
        if said.kind == "plus" and alone:
            each = value
        else:
            cap = cap or value
    return _finished(found, each, cap)


def _finished(found: list[Rule], each: Cited[Decimal] | None, cap: Cited[Decimal] | None) -> list[Rule]:
    out: list[Rule] = []
    for rule in found:
        if isinstance(rule, Bonus) and rule.points is None and each is not None:
            rule = rule.model_copy(
                update={
                    "points": each.value,
                    "proof": {**rule.proof, "points": each.proof},
                    "evidence": (*rule.evidence, *each.proof.evidence),
                }
            )
        if isinstance(rule, Bonus) and rule.cap is None and cap is not None:
            shared = cap.proof.model_copy(update={"rule": "bonus.cap.shared"}) if len(found) > 1 else cap.proof
            rule = _with_cap(rule, Cited(cap.value, shared))
        out.append(rule)
    if cap is not None and not any(isinstance(rule, Bonus) for rule in out):
        out.append(prove(Cap, points=cap, of="bonus"))
    return out


def _with_cap(rule: Bonus, cap: Cited[Decimal]) -> Bonus:
    evidence = tuple(dict.fromkeys((*rule.evidence, *cap.proof.evidence)))
    return rule.model_copy(update={"cap": cap.value, "proof": {**rule.proof, "cap": cap.proof}, "evidence": evidence})


def _closing_cap(passage: Passage) -> tuple[Passage, Cited[Decimal] | None]:
    """A sentence at the end of the last item that caps them all (累计最高加5分。), cut off with what follows it."""
    for match in CAP.finditer(passage.text):
        before = passage.text[: match.start()].rstrip()
        if before.endswith(("。", "；", ";")):
            cap: Cited[Decimal] = passage.cite(*match.span(), reader="number", rule="bonus.cap")
            return passage.part(0, match.start()), cap
    return passage, None


def veto_rules(items: Sequence[Item], group: Cited[str]) -> list[Rule]:
    """The vetoes of a row, one an item at least; where it names no outcome, the group's name (一票否决) is the outcome."""
    out: list[Rule] = []
    for item in items:
        vetoes = [r for r in parse_rules(item.passage) if isinstance(r, Veto)]
        if vetoes:
            out.extend(_one_condition(item.passage, vetoes))
            continue
        outcome = _OUTCOME.search(item.passage.text)
        if outcome and outcome.start() > 1:
            lead = item.passage.text[: outcome.start()].rstrip("，,的 ")
            when: Cited[str] = item.passage.cite(0, len(lead), rule="veto.row")
            out.append(prove(Veto, when=when, outcome=item.passage.cite(*outcome.span(), rule="veto.row")))
        else:
            out.append(prove(Veto, when=item.text, outcome=group))
    return out


def _one_condition(passage: Passage, vetoes: Sequence[Veto]) -> Iterator[Veto]:
    """The vetoes of a sentence, those that one condition leads to (定为不合格，取消评先资格) as one."""
    at = 0
    for _, same in groupby(vetoes, key=lambda veto: veto.proof["when"].evidence):
        group = list(same)
        found = [at := passage.text.find(veto.outcome, at) for veto in group]
        if len(group) == 1 or -1 in found:
            yield from group
            at = max(at, 0)
            continue
        at += len(group[-1].outcome)
        outcome: Cited[str] = passage.cite(found[0], at, rule=group[0].proof["outcome"].rule)
        when = Cited(group[0].when, group[0].proof["when"])
        yield prove(Veto, evidence=group[0].evidence, when=when, outcome=outcome)
