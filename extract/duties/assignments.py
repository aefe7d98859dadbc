"""The departments that a running text binds: 区安监局、区编办等部门要…; 由区教育局牵头; （责任单位：区应急局）."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.spans import Span
from extract.duties import department_names, knowledge
from extract.duties.binding import not_a_duty
from extract.duties.clauses import sentences
from extract.duties.departments import is_functional
from extract.duties.mentions import Mention, Mentions

_LABELS = [(row.id, re.compile(row.pattern)) for row in department_names.DEPARTMENT_LABELS]
_STRONG = re.compile("|".join(sorted(knowledge.STRONG_OBLIGATIONS, key=len, reverse=True)))
_LATER_STRONG = re.compile(r"[^。；]{0,60}?(?:要|应|须|必须|负责|牵头|配合|做好|抓好)")
_BASIS = re.compile(r"按照|按|根据|依据|依照|结合|在|对|于|针对|围绕")
_LINK = re.compile(r"[、,]|和|及|与|以及|会同|联合|协同")
_ASIDE = re.compile(r"（[^（）]{1,24}）|\([^()]{1,24}\)")
_REST = re.compile(
    r"等?(?:[\d一二三四五六七八九十]+个)?(?:各)?(?:有关|相关|责任|职能|成员|监管|行业|主管|执法|涉及|[（(]领域[）)])*(?:(?:单位|部门)(?:[和、及与](?:单位|部门))?)?"
)
_CROWD = re.compile(
    r"(?:各|有关|相关|其他|属地|全区|区级|市级)[^，。；：（）等要应]{0,14}?(?:部门|单位|街道|镇|街|乡|办事处|企业|园区|社区)+"
)
_TOLD = re.compile(
    r"^(?!.*(?:要|应|须|负责|牵头|配合)).*(?:开展|进行|组织|召开|印发|制定|完成|建立|发现|形成|举办|检查|抽查|部署)了",
    re.DOTALL,
)
"""A sentence that only tells what was done: 区安委办组织3个督查组，开展了督查."""
_OTHERS = re.compile(r"(?:各|有关|相关|全体|被考核)[^，。；：]{1,14}?(?:要|应|须|每|按|必须|负责|于|在|将|组织|开展)")
"""A sentence that begins with what others must do."""
_PASSIVE = re.compile(
    r"(?:统一|共同|分别|具体|主要)?"
    r"(?:牵头|负责|配合|组织|承担|统筹|督促|指导|会同|实施|落实|协助|协同|联合|按照|按|依法|定期|每|召集|汇总|制定|审核|参加"
    r"|编制|提出|研究|建立|开展|完善|推进|推动|出台|起草|拟订|拟定|发布|安排|管理|受理|审查|审批|保障|支持|调度|做好|抓好|确定|评定|验收|办理|监督|检查)"
)
"""What follows the names after 由."""
_DONE = ("了", "过")
"""After these a verb tells what was done."""
_FUNCTIONAL = re.compile(r"(?:[^，。；：\s]{2,30}?等(?:有关|相关)?|[^，。；：、\s]{2,20}?)(?:部门|机关|机构)")
_FIELDS = re.compile(rf"(?:{'|'.join(department_names.DEPARTMENT_STEMS)})[^，。]*、[^，。]*等")
"""公安、消防、住建等部门."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """A stretch of a text and the departments it binds. `label_only`: the text names them and nothing else, so that
    what they owe stands in the clause above."""

    names: tuple[Mention, ...]
    start: int
    end: int
    label_only: bool = False


def assignments(mentions: Mentions) -> Iterator[Assignment]:
    """Every stretch of a text that binds departments, in reading order."""
    text = mentions.text
    if not_a_duty(text, "copies"):
        return
    labelled = _labelled(mentions)
    if labelled:
        first = min(name.start for name in labelled)
        bare = re.match(r"[（(]?[^：:。，]{0,12}[：:]?", text)
        yield Assignment(labelled, 0, len(text), label_only=bool(bare and bare.end() >= first))
        return
    for start, end in sentences(text):
        yield from _in_sentence(mentions, start, end)


def _names(mentions: Mentions, at: int) -> tuple[tuple[Mention, ...], int]:
    """The departments named one after the other from `at` on, past crowds (各街道) between them, and the list's end."""
    text, names, end = mentions.text, [], at
    while True:
        found = mentions.at("DEPARTMENT", at)
        if found:
            names.append(found[0])
            end = found[0].end
        elif crowd := _CROWD.match(text, at):
            end = crowd.end()
        else:
            break
        if aside := _ASIDE.match(text, end):
            end = aside.end()
        link = _LINK.match(text, end)
        if not link:
            break
        at = link.end()
    return tuple(names), end


def _labelled(mentions: Mentions) -> tuple[Mention, ...]:
    out: list[Mention] = []
    for _, pattern in _LABELS:
        for label in pattern.finditer(mentions.text):
            at = label.end()
            while at < len(mentions.text) and mentions.text[at].isspace():
                at += 1
            out.extend(_names(mentions, at)[0])
    return tuple(out)


def _in_sentence(mentions: Mentions, start: int, end: int) -> Iterator[Assignment]:
    text = mentions.text
    found: list[tuple[int, tuple[Mention, ...]]] = []
    for clause in re.finditer(r"[^，。；;：:！？!?（）()]+", text[start:end]):
        at = start + clause.start() + len(clause.group()) - len(clause.group().lstrip())
        opens = at == start or text[at - 1] in "；;"
        asked = text.startswith("请", at)
        names, after = _names(mentions, at + asked)
        if names and (asked or _binds(mentions, after, opens or _jointly(text, names))):
            found.append((at, (*names, *_partners(mentions, after, start + clause.end()))))
            continue
        for by in re.finditer("由", clause.group()):
            names, after = _names(mentions, start + clause.start() + by.end())
            if names and _PASSIVE.match(text, _past(text, after)):
                found.append((at, names))
    if (
        not found
        or _TOLD.search(text[start:end])
        or not_a_duty(text[start:end], "explanation", "composition", "score", "case")
    ):
        return
    if all(_in_brackets(text, names[0].start, start) for _, names in found):
        yield Assignment(tuple(n for _, names in found for n in names), 0, len(text))
        return
    first = max((m.end() for m in re.finditer("[；;]", text[start : found[0][0]])), default=0) + start
    if first > start and _OTHERS.match(text, start):  # 各社区……；由区应急局……
        start = first
    cuts = [start, *(at for at, _ in found if at > start and text[at - 1] in "；;"), end]
    for low, high in pairwise(cuts):
        within = tuple(n for at, names in found if low <= at < high for n in names)
        if within:
            yield Assignment(within, low, high)


def _jointly(text: str, names: tuple[Mention, ...]) -> bool:
    """区督查室会同区应急局 does something together, wherever in a sentence."""
    return any(re.fullmatch("会同|联合|协同", text[a.end : b.start]) for a, b in pairwise(names))


def _partners(mentions: Mentions, start: int, end: int) -> tuple[Mention, ...]:
    """Those with whom it must be done: 区应急局要会同区消防救援大队…"""
    joint = re.search("会同|联合|协同", mentions.text[start:end])
    return _names(mentions, start + joint.end())[0] if joint else ()


def _in_brackets(text: str, at: int, start: int) -> bool:
    opened = max(text.rfind("（", start, at), text.rfind("(", start, at))
    return opened >= 0 and not re.search("[）)]", text[opened:at])


def _past(text: str, at: int) -> int:
    rest = _REST.match(text, at)
    at = rest.end() if rest else at
    return at + 1 if text[at : at + 1] in ("，", ",") else at


def _binds(mentions: Mentions, after: int, opens: bool) -> bool:
    """Whether what follows a list of names obliges them; at a sentence's beginning the weaker words do as well."""
    at = _past(mentions.text, after)
    if _STRONG.match(mentions.text, at):
        return True
    if _BASIS.match(mentions.text, at):
        return bool(_LATER_STRONG.match(mentions.text, at))
    verbs = mentions.at("OBLIGATION", at)
    return opens and bool(verbs) and mentions.text[verbs[0].end : verbs[0].end + 1] not in _DONE


def functional_subjects(mentions: Mentions, *, listed: bool = False) -> Iterator[tuple[Span, int, int]]:
    """The name, start and end of sentences that oblige somebody who is named by what he is for only: 消防部门要…

    `listed`: the text is an item under a heading of duties, where a weaker word binds the one it begins with."""
    for start, end in sentences(mentions.text):
        named = _FUNCTIONAL.match(mentions.text, start)
        if (
            named
            and not mentions.at("DEPARTMENT", start)
            and (is_functional(named.group()) or _FIELDS.match(named.group()))
            and (
                _STRONG.match(mentions.text, _past(mentions.text, named.end()))
                or (listed and start == 0 and mentions.at("OBLIGATION", _past(mentions.text, named.end())))
            )
        ):
            yield named.span(), start, end
