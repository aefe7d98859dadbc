"""Bonuses in clauses (加分项); with `find_vetoes`, what changes a result from outside the scoring tables."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from corpus.evidence import Cited, Evidence, prove
from corpus.node import Node
from extract.findings import Bonus, Cap, Range, Rule, Tier
from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses, instrument_of, opening_of, parent_of, sentences, siblings_of
from extract.vetoes import find_vetoes, veto_issues

__all__ = ["find_bonuses", "find_vetoes", "sanction_issues"]

_N = r"\d+(?:\.\d+)?|[一二三四五六七八九十]+"
_ADDS = re.compile(
    rf"(?:加|奖励?|增加)\s*(?:{_N})\s*(?:[-—－~～至到、]\s*(?:{_N})\s*)*分|[＋+]\s*\d+(?:\.\d+)?\s*分?|加分"
)
_GIVES = re.compile(r"(?:给予|予以|可以?|应当?|酌情|适当|相应|视情|进行|享受|按规定|获得)[^，。；;]{0,10}?加分")
_GIVES_POINTS = re.compile(rf"(?:加|奖励?)\s*(?:{_N})(?:\s*[-—－~～至到、]\s*(?:{_N}))*\s*分")
_LISTED = re.compile(
    r"(?:下列|以下|如下)[^，。；;：:]{0,14}(?:情形|情况|行为|事项|条件|项目|方面|标准|工作|举措|成绩|之一|的)|(?:如下|下列|以下)\s*[：:]|加分[^，。；;：:]{0,6}(?:包括|为|如下)[^。；;]{0,12}[：:]\s*$"
)
_HEADING = re.compile(
    r"^(?:设?[立置]?\s*)?(?:奖励|考核)?加分(?:项目?|事项|因素|情形|指标|内容|标准|条件|办法|奖励)?(?:及标准|设置|及分值)?(?:[（(](?P<note>[^（）()]{0,30})[）)])?\s*[：:。]?$"
)
_NO_BONUS = re.compile(
    r"不(?:予|得|再|能|重复|累计|计入?)?[^，。；;]{0,6}加分|加分(?:材料|申请|申报|依据|证明)|重复加分|申请加分|取消[^，。；;]{0,6}加分"
)
_OTHER_HEADING = re.compile(r"^(?:扣分|减分|否决|一票否决)")
_SCORED = re.compile(r"^[^。；;]{0,40}[（(]\s*(?:\d+(?:\.\d+)?)\s*分\s*[）)]")
_CAP = re.compile(
    rf"(?:(?:加分|累计|合计|总计|总分|最高|最多|上限|全年)[^，。；;]{{0,14}}?)(?:不超过|不得超过|不高于|不得高于|以内?|为|加|计)?\s*(?P<points>{_N})\s*分(?:为限|以内|封顶)?"
)
_EACH = re.compile(
    r"(?:每[项次个件篇处起人条]|单项|单次)[^，。；;]{0,12}(?:不超过|最高|最多)|同一[^，。；;]{0,12}(?:不超过|最多)"
)
_OWN = re.compile("本项|该项|此项|本小项|单项")
"""Whose cap it is: that of the item which says so, though 加分 stands over many."""
_CAP_WORD = re.compile("不超过|不得超过|不高于|不得高于|最高|最多|上限|封顶|为限")


def find_bonuses(notice: Notice) -> tuple[Rule, ...]:
    """The bonuses that clauses outside tables give, in reading order.

    具有下列情形之一的，给予加分：（一）… gives one `Bonus` an item, `when` the item's text, `points` None where none
    are stated; a sentence with 加2分 gives what the scoring sentences' reader finds in it. A cap on several together stands
    on each of them under the rule `bonus.cap.shared`.
    """
    out: list[Rule] = []
    done: set[str] = set()
    for node, passage in clauses(notice):
        if node.id in done:
            continue
        items = _items(notice, node, passage)
        if items:
            done |= {item.id for item in items}
            out += _of_list(notice, passage if passage.text else opening_of(notice, node), items)
        elif _ADDS.search(passage.text) and not _in_rubric(notice, node):
            for start, end in sentences(passage.text):
                out += _of_sentence(passage, start, end)
    return _capped_elsewhere(notice, out) if any(isinstance(r, Bonus) and r.cap is None for r in out) else tuple(out)


def sanction_issues(notice: Notice) -> tuple[Issue, ...]:
    """What a reviewer should know about bonuses and vetoes: sanctions at discretion, bonuses that share one cap."""
    shared: dict[Evidence, list[Bonus]] = {}
    unread: list[Issue] = []
    for rule in find_bonuses(notice):
        if isinstance(rule, Bonus) and rule.points is None and _GIVES_POINTS.search(rule.when or ""):
            message = f"加分规定“{rule.when}”的分值未能识别，已按原文保留，请人工补录"
            unread.append(Issue(code="bonuses.unread", severity="warning", message=message, node=rule.evidence[0].node))
        if isinstance(rule, Bonus) and "cap" in rule.proof and rule.proof["cap"].rule == "bonus.cap.shared":
            shared.setdefault(rule.proof["cap"].evidence[0], []).append(rule)
    caps = tuple(
        Issue(
            code="bonuses.shared-cap",
            severity="info",
            message=f"{len(rules)}项加分合计最高{rules[0].cap}分",
            node=evidence.node,
        )
        for evidence, rules in shared.items()
    )
    return (*caps, *unread, *veto_issues(notice))


# --- lists ----------------------------------------------------------------------------------------------------------


def _items(notice: Notice, node: Node, passage: Passage) -> tuple[Node, ...]:
    """The items under a clause that gives a bonus for each of them; none where it doesn't."""
    text = passage.text.strip()
    first = text.split("。", 1)[0]
    heading = bool(
        _HEADING.search(text) or _HEADING.search(first) or (node.heading and _HEADING.search(node.heading.strip()))
    )
    listed = any(
        _ADDS.search(text[a:b]) and _LISTED.search(text[a:b]) and not _NO_BONUS.search(text[a:b])
        for a, b in sentences(text)
    )
    if not (heading or listed):
        return ()
    below = tuple(c for c in node.children if c.label and c.text)
    if not below and not heading:
        below = _following(notice, node)
    if not below and not node.children and heading and text.endswith(("：", ":")):
        below = _following(notice, node)
    if not below and heading:
        below = tuple(c for c in node.children if c.kind == "paragraph" and c.text and _ADDS.search(c.text))
    if not below and node.children and all(c.kind == "paragraph" for c in node.children):
        below = tuple(c for p in node.children for c in p.children if c.label and c.text)
    return tuple(leaf for item in below if not _OTHER_HEADING.search(item.text) for leaf in _leaves(item))


def _following(notice: Notice, node: Node) -> tuple[Node, ...]:
    """Items that stand beside a clause and belong to it."""
    beside = siblings_of(notice, node.id)
    out: list[Node] = []
    for sibling in beside[[n.id for n in beside].index(node.id) + 1 :]:
        if not sibling.label or sibling.kind == node.kind:
            break
        out.append(sibling)
    return tuple(out)


def _leaves(item: Node) -> tuple[Node, ...]:
    inner = tuple(c for c in item.children if c.label and c.text)
    if inner and item.text.rstrip().endswith(("：", ":")):
        return tuple(leaf for child in inner for leaf in _leaves(child))
    return (item,)


def _of_list(notice: Notice, head: Passage, items: Sequence[Node]) -> list[Rule]:
    points = _head_points(head)
    found: list[Rule] = []
    caps: list[Cited[Any]] = []
    for item in items:
        passage = notice.passage(item.id)
        if _CAP_WORD.search(passage.text) and not _GIVES_POINTS.search(_CAP.sub("", passage.text)):
            caps += [c for a, b in sentences(passage.text) if (c := _cap(passage, a, b))]
            if caps and len(passage.text) <= 40:
                continue
        stated = [r for a, b in sentences(passage.text) for r in _of_sentence(passage, a, b)]
        if stated:
            found += stated
            continue
        end = len(passage.text.rstrip().rstrip("；;。，,、")) or len(passage.text)
        evidence = (passage.evidence(), *(points.proof.evidence if points else ()))
        found.append(prove(Bonus, evidence=evidence, when=passage.cite(0, end, rule="bonus.item"), points=points))
    caps += [c for a, b in sentences(head.text) if (c := _cap(head, a, b))]
    return _capped(found, caps[-1]) if caps else found


def _head_points(head: Passage) -> Cited[Any] | None:
    """每项加2分 in the sentence over the list."""
    for start, end in sentences(head.text):
        m = re.search(
            rf"(?:每[项条个件次起]|各|均|分别)[^，。；;]{{0,8}}?加\s*(?P<points>{_N})\s*分", head.text[start:end]
        )
        if m:
            return head.cite(start + m.start("points"), start + m.end("points"), reader="number", rule="bonus.each")
    return None


def _cap(passage: Passage, start: int, end: int) -> Cited[Any] | None:
    """The most that bonuses add up to, where a sentence says so: 加分最高不超过10分."""
    sentence = passage.text[start:end]
    if not (_CAP_WORD.search(sentence) and re.search("加", sentence)):
        return None
    for m in _CAP.finditer(sentence):
        if _CAP_WORD.search(m.group()):
            return passage.cite(start + m.start(), start + m.end(), reader="number", rule="bonus.cap")
    return None


def _capped_elsewhere(notice: Notice, found: Sequence[Rule]) -> tuple[Rule, ...]:
    """The bonuses with a cap that another sentence sets: of the same clause, after the last of the list, or for all
    bonuses of the instrument (第三条 另设加分项，最高加5分)."""
    caps: list[tuple[str, Cited[Any], bool]] = []
    for node, passage in clauses(notice, _CAP_WORD):
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if not _GIVES_POINTS.search(_CAP.sub("", sentence)) and not _EACH.search(sentence):
                cap = _cap(passage, start, end)
                caps += [(node.id, cap, bool(_OWN.search(sentence)))] if cap else []
    homes = [rule.evidence[0].node for rule in found]

    def meant(home: str, cap_node: str, own: bool) -> bool:
        if home == cap_node or (own and notice.places[cap_node].node.label):
            return home == cap_node
        beside = [n.id for n in siblings_of(notice, home)] if parent_of(notice, home) else []
        if cap_node in beside:
            return cap_node == [n for n in beside if n in homes or n == cap_node][-1]
        above = [n.id for n in notice.places[home].ancestors]
        general = cap_node not in homes and instrument_of(notice, home).id == instrument_of(notice, cap_node).id
        return cap_node in above or general

    out = list(found)
    for cap_node, cap, own in caps:
        mine = [i for i, home in enumerate(homes) if meant(home, cap_node, own)]
        for i, rule in zip(mine, _capped([out[i] for i in mine], cap), strict=True):
            out[i] = rule
    return tuple(out)


def _capped(found: Sequence[Rule], cap: Cited[Any]) -> list[Rule]:
    """The bonuses with a cap that stands over them; shared where there are several."""
    open_ = [r for r in found if isinstance(r, Bonus) and r.cap is None]
    proof = cap.proof.model_copy(update={"rule": "bonus.cap.shared"}) if len(found) > 1 else cap.proof
    return [
        r.model_copy(
            update={
                "cap": cap.value,
                "proof": {**r.proof, "cap": proof},
                "evidence": tuple(dict.fromkeys((*r.evidence, *proof.evidence))),
            }
        )
        if isinstance(r, Bonus) and r in open_
        else r
        for r in found
    ]


# --- sentences ------------------------------------------------------------------------------------------------------


def _in_rubric(notice: Notice, node: Node) -> bool:
    """Whether a clause is an indicator of a rubric in running text (组织领导（20分）), whose rules are its criteria's."""
    return any(
        _SCORED.search(n.text) and not re.search("加分", n.text[:30]) for n in (*notice.places[node.id].ancestors, node)
    )


def _of_sentence(passage: Passage, start: int, end: int) -> Iterator[Rule]:
    """The bonuses that one sentence gives."""
    sentence = passage.text[start:end]
    if _GIVES_POINTS.search(sentence):
        from extract.rules import parse_rules  # a larger vocabulary: only where points are given

        rules = [r for r in parse_rules(passage.part(start, end)) if _adds(r, sentence) and not _opens_list(r)]
        caps = [r for r in rules if isinstance(r, Cap)]
        bonuses: list[Rule] = [r for r in rules if not isinstance(r, Cap)]
        yield from _with_cap(bonuses, caps)
        return
    gives = _GIVES.search(sentence)
    if gives is None or _NO_BONUS.search(sentence) or _LISTED.search(sentence):
        return
    of = re.match(
        r"\s*(?:凡是?|对于?|其中)?\s*(?P<when>[^。；;]+?)的[^，。；;的]{0,10}(?:[，,]经[^，。；;]{1,20})?[，,]?\s*$",
        sentence[: gives.start()].rstrip("，, ") + "，",
    )
    if of:
        when = passage.cite(start + of.start("when"), start + of.end("when"), rule="bonus.given")
        yield prove(Bonus, evidence=(passage.evidence(start, end),), when=when, points=None)


def _adds(rule: Rule, sentence: str) -> bool:
    if isinstance(rule, Range):
        return rule.sign == 1
    if isinstance(rule, Tier):
        return bool(re.search("加", sentence)) and not re.search("扣", sentence)
    return isinstance(rule, Bonus) or (isinstance(rule, Cap) and rule.of == "bonus")


def _opens_list(rule: Rule) -> bool:
    """对有下列情形之一的给予加分：A的，加20分；… in one sentence: what opens the list is no bonus of its own."""
    return isinstance(rule, Bonus) and rule.points is None and bool(rule.when and _LISTED.search(rule.when))


def _with_cap(bonuses: list[Rule], caps: list[Cap]) -> list[Rule]:
    """A cap that the sentence's reader told apart goes onto its bonus; beside tiers it stays a rule of its own."""
    if not caps or caps[0].points is None or "points" not in caps[0].proof:
        return bonuses
    cap = Cited(caps[0].points, caps[0].proof["points"])
    if any(isinstance(r, Bonus) and r.cap is None for r in bonuses):
        return _capped(bonuses, cap)
    return (
        [*bonuses, *caps[:1]]
        if bonuses and not any(isinstance(r, Bonus) and r.cap is not None for r in bonuses)
        else bonuses
    )
