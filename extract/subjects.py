"""Whom the assessment is for (考核对象): groups of units, how many, and their members by name."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, Proof, prove
from corpus.spans import Span
from extract.findings import Subject
from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import assesses, clauses, instrument_of, parent_of, sentences
from extract.unit_names import GROUP, NUMERAL, split_members


@dataclass(frozen=True, slots=True)
class SubjectRow:
    """One way to say whom an assessment is for; group `list` holds the units. A `weak` one counts only without a better."""

    id: str
    pattern: str
    weak: bool
    example: str


_ASSESS = r"(?:考核|考评|评价|评定|巡查|督查)"
_WORK = r"(?:的|年度|全年|日常|安全生产|消防|应急管理|防灾减灾|和|及|与|工作|目标|责任|任务|履职|履行|落实|完成|情况|绩效|管理|职责)*"

ROWS: tuple[SubjectRow, ...] = (
    SubjectRow("subject.counted", rf"对(?P<list>[^。；;：:]*?{NUMERAL}\s*[个家][^。；;：:]*?)(?:{_WORK})(?:进行|开展|实施|组织)[^。；;，]{{0,10}}{_ASSESS}", False, "对全区6个镇和9个部门进行分类考核"),
    SubjectRow("subject.applies", rf"适用于\s*(?:[^。；;，,、]{{0,16}}?对(?![口应象外策])(?=各|全|所|下|本|\d)|对)?(?P<list>[^。；;]+?){_WORK}{_ASSESS}", False, "适用于对各镇、区安委会成员单位的年度考核"),
    SubjectRow("subject.object", rf"(?:{_ASSESS}|被考核)的?(?:对象|范围|单位)(?:主要|具体)?(?:分)?(?:[，,]?是?指|为|是|包括|涵盖|有|：|:)\s*[：:]?\s*(?P<list>[^。；;]+)", False, "考核对象为各镇、各街道"),
    SubjectRow("subject.heading", rf"^\s*(?:{_ASSESS}|被考核){{1,2}}(?:的)?(?:对象|范围|单位)(?:及分[组类])?\s*[。：:]\s*(?P<list>[^。；;]+)", False, "考核对象。各镇、各街道"),
    SubjectRow("subject.meaning", rf"{_ASSESS}[，,]?是指[^。；;，,]{{0,20}}?对(?P<list>[^。；;：:]*?(?:各|全[区市县])[^。；;：:]*?){_WORK}(?:进行|开展|实施|组织)[^。；;，]{{0,10}}{_ASSESS}", False, "消防工作考核是指对各镇、各街道消防工作进行考核"),
    SubjectRow("subject.each", rf"对(?P<list>[^。；;：:，,]*?(?:各|全[区市县])[^。；;：:，,]*?)(?:{_WORK}|(?:落实|执行|履行|完成|贯彻|推行)[^。；;：:，,]{{2,30}}?(?:情况|工作))(?:进行|开展|实施|组织)[^。；;，]{{0,10}}{_ASSESS}", True, "对各镇、各街道进行年度考核"),
)  # fmt: skip

_COMPILED = tuple((row, re.compile(row.pattern)) for row in ROWS)
_WANTED = re.compile("考核|考评|评价|巡查|对象")
_COUNTED_AFTER = re.compile(rf"等\s*(?P<count>{NUMERAL})\s*[个家]")
_ASIDE = re.compile(r"[（(]\s*(?:以下|下)(?:统|合|简|并)?称[^（）()]*[）)]")
_ACTS = re.compile(rf"(?:进行|开展|实施|组织)[^。；;，]{{0,10}}{_ASSESS}")
_HEADING = re.compile(rf"^\s*(?:{_ASSESS}|被考核){{1,2}}(?:的)?(?:对象|范围|单位)(?:及分[组类])?\s*[。：:]?\s*$")
_LISTED = re.compile(rf"(?:{_ASSESS}|被考核)的?(?:对象|范围|单位)[^。；;：:，,]{{0,10}}[：:]\s*$")
"""What stands over a list of those who are assessed: 考核对象分为两类："""
_OTHER_ACTOR = re.compile(
    "(?:^|[，,])(?:各[^，。；;]{1,16}|[^，。；;]{0,12}(?:街道办事处|街道|企业|镇|部门))(?:要|应|应当|须|必须|负责|可)"
)
_PREFIX = re.compile(
    r"^\s*(?:[^，。；;、（）()]{2,18}?(?<!针)对(?=各|全[省市区县]|所属|所辖|下一?级))?\s*(?:对于?|由|及|和|全[区市县镇省]|本[区市县镇]|各级?(?!类)|所有|所辖|辖区内?|区属|纳入考核(?:范围)?的|以及|包括)*\s*"
    r"(?:[^，。；;、]{1,24}的(?=\s*(?:\d|[一二三四五六七八九十]+个)))?\s*"
)
_KINDS = r"(?:[（(](?:街道|镇|乡|办事处|园区|街|社区|居|居委会|景区|场)[）)])"
"""The other kind of unit that a name takes in: 镇（街道）."""
_PIECE = re.compile(
    rf"(?:(?P<count>{NUMERAL})\s*[个家]\s*)?(?P<group>{GROUP}{_KINDS}?)(?:[（(]\s*共?(?P<count2>{NUMERAL})\s*[个家][^（）()]*[）)])?(?:[（(][^（）()]*[）)])?\s*$"
)
_DEFINED = re.compile(
    rf"(?:^|其中[：:，,]?|[；;：:]|\d[.．、])\s*(?P<group>{GROUP}{_KINDS}?(?:[、和]{GROUP}(?=\s*共?{NUMERAL}\s*[个家]))?|[一-龥]{{1,6}}[类组])\s*"
    rf"(?:[（(]\s*共?(?P<count>{NUMERAL})\s*[个家][^（）()]*[）)]|共?(?P<count2>{NUMERAL})\s*[个家])?\s*"
    r"(?:[，,]?(?:主要|具体|分别)*(?:包括|包含|指|有|为|是)\s*[：:]?|[：:]\s*(?:主要|具体)*(?:包括|包含|有|为)?[：:]?)\s*(?P<list>[^。；;]+)"
)
_TIER = re.compile("(?:全?[省市区县州]?各)?(?:[县区市旗乡镇]{1,2}|自治县)(?:[（(][县区市旗、]+[）)])?")
_GOVERNMENT = re.compile("(?:[县区市旗乡镇]{1,3}|自治[县州])(?:[（(][县区市旗、]+[）)])?(?:人民)?政府")
_BRANCH = re.compile("[一-龥]{2,6}")
_FIRMS = re.compile("(?!各|全|其他)[一-龥]{2,8}企业")
_EACH = re.compile("各|全[区市县]")
_UNDER = re.compile(f"(?:{_ASSESS}|被考核)的?(?:对象|范围|单位|分[组类])")
_NICKNAME = re.compile(
    "^(?:各|下列|以下|被考核|考核|有关|相关|本|其他|该|责任|受考核|优秀|不合格)?(?:单位|对象|部门|地区|区|县|办|委|局)$"
)
_NAMED_UNIT = re.compile(
    r"^[一-龥]{0,6}(?:区|市|县|省)?[一-龥]{1,14}(?:局|委|办|市|县|旗|州|厂|法院|检察院|党校|部队|队|委员会|办公室|支队|大队|公司|镇|街道|乡|区|园|集团|中心|村|社区|学校|医院|银行|所|站|院|处|厅|部|中队|政府|工会|妇联|协会|联合会)$"
)


@dataclass(frozen=True, slots=True)
class RawSubject:
    """A group as found, each part with the passage it stands in."""

    group: Cited[str]
    count: Cited[int] | None
    members: Cited[tuple[str, ...]] | None
    evidence: tuple[Evidence, ...]
    strong: bool


def find_subjects(notice: Notice) -> tuple[Subject, ...]:
    """The groups of assessed units in the order of the text, each once.

    对6个镇和2个监管部门进行考核。其中，监管部门包括区应急局、区消防救援支队。
    → Subject(group="镇", count=6), Subject(group="监管部门", count=2, members=("区应急局", "区消防救援支队"))
    """
    stated = list(_stated(notice))
    chosen = [s for s in stated if s.strong] or stated
    defined = list(_defined(notice, {s.group.value for s in chosen}))
    merged: dict[str, RawSubject] = {}
    for raw in (*chosen, *defined):
        key = _known(raw.group.value, merged)
        old = merged.get(key)
        if old is None:
            merged[key] = raw
            continue
        merged[key] = RawSubject(
            old.group,
            old.count or raw.count,
            old.members or raw.members,
            tuple(dict.fromkeys((*old.evidence, *(raw.evidence if raw.members and not old.members else ())))),
            old.strong,
        )
    return tuple(
        prove(
            Subject, evidence=raw.evidence, group=raw.group, count=raw.count, members=raw.members if raw.members else ()
        )
        for raw in merged.values()
    )


def subject_issues(subjects: Sequence[Subject]) -> tuple[Issue, ...]:
    """Groups whose stated number is not that of their members."""
    return tuple(
        Issue(
            code="subjects.count",
            severity="warning",
            message=f"“{s.group}”写明{s.count}个，列出的有{len(s.members)}个",
            node=s.evidence[0].node if s.evidence else None,
        )
        for s in subjects
        if s.count is not None and s.members and s.count != len(s.members)
    )


def _known(name: str, merged: dict[str, Any]) -> str:
    """A group by the name it was first given: 专项部门 is not 专项监管部门, but 全区专项监管部门 is."""
    return next((known for known in merged if known == name or name.endswith(known) or known.endswith(name)), name)


def _stated(notice: Notice) -> Iterator[RawSubject]:
    """The groups that sentences on the assessment name."""
    for node, passage in clauses(notice, _WANTED):
        assessing = assesses(instrument_of(notice, node.id))
        text = _without_asides(passage.text)
        for start, end in sentences(text):
            for row, pattern in _COMPILED:
                if row.weak and not assessing:
                    continue
                sentence = text[start:end] if row.id != "subject.heading" else text[start:] if start == 0 else ""
                m = pattern.search(sentence)
                if m is None or _OTHER_ACTOR.search(sentence[: m.start()]):
                    continue
                found = list(_groups(passage, start + m.start("list"), start + m.end("list"), row))
                yield from found
                if found:
                    break
        if _HEADING.match(text) or _HEADING.match(node.heading or "") or _LISTED.search(text):
            for child in node.children:
                below = notice.passage(child.id)
                if below.text and (child.kind == "paragraph" or not re.search("[：:]", below.text)):
                    start, end = sentences(below.text)[0]
                    acts = _ACTS.search(below.text, start, end)  # 对各镇开展巡查，并可延伸…
                    end = acts.start() if acts else end
                    yield from _groups(below, start, start + len(below.text[start:end].rstrip("。；; ")), ROWS[3])


def _without_asides(text: str) -> str:
    """The text with （以下简称…） blanked, so that every offset stays."""
    return _ASIDE.sub(lambda m: " " * len(m.group()), text)


def _groups(passage: Passage, start: int, end: int, row: SubjectRow) -> Iterator[RawSubject]:
    """The groups of a list: 各镇、区安委会有关成员单位; or one group by members: 区应急局、区教育局等9个单位."""
    text = _without_asides(passage.text)
    evidence = (passage.evidence(start, end),)
    named = re.search(
        rf"(?:等\s*|(?<=[局委办队会院部厅心司]))(?P<count>{NUMERAL})\s*[个家]\s*(?P<group>{GROUP})(?![直属级内])",
        text[start:end],
    )
    if named:
        spans = split_members(text, start, start + named.start())
        general = sum(1 for a, b in spans if _EACH.match(text[a:b]))  # 各乡镇（街道），县教育局、…等6个重点部门
        before, spans = spans[:general], spans[general:]
        if len(spans) > 1 and all(_NAMED_UNIT.match(text[a:b]) for a, b in spans):
            for a, b in before:
                yield from _groups(passage, a, b, row)
            at = {name: (start + named.start(name), start + named.end(name)) for name in ("group", "count")}
            group = passage.cite(*at["group"], reader="group-name", rule=row.id)
            stated = passage.cite(*at["count"], reader="integer", rule=row.id)
            yield RawSubject(group, stated, cite_members(passage, spans, row.id), evidence, not row.weak)
            return
    for a, b in _whole_names(text, split_members(text, start, end)):
        prefix = _PREFIX.match(text[a:b])
        a += prefix.end() if prefix else 0
        piece = _PIECE.fullmatch(text[a:b])
        if piece is None:
            continue
        named_at = (a + piece.start("group"), a + piece.end("group"))
        if _NICKNAME.match(text[slice(*named_at)]) and not (piece.group("count") or piece.group("count2")):
            continue
        group = passage.cite(*named_at, reader="group-name", rule=row.id)
        which = "count" if piece.group("count") else "count2"
        count = (
            passage.cite(a + piece.start(which), a + piece.end(which), reader="integer", rule=row.id)
            if piece.group(which)
            else None
        )
        yield RawSubject(group, count, None, evidence, not row.weak)


def _whole_names(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The names of a list, those put together whose common end stands but once: 各县、区人民政府; 煤矿、电力企业."""
    names = [text[a:b] for a, b in spans]
    at = 0
    while at < len(spans):
        last = at
        while last + 1 < len(spans) and text[spans[last][1] : spans[last + 1][0]].strip() == "、":
            last += 1
            if _GOVERNMENT.match(names[last]) and all(map(_TIER.fullmatch, names[at:last])):
                break
            if _FIRMS.fullmatch(names[last]) and all(map(_is_branch, names[at:last])):
                break
        else:
            last = at
        yield spans[at][0], spans[last][1]
        at = last + 1


def _is_branch(name: str) -> bool:
    """Whether a name is that of a branch of industry and no unit's: 市属煤矿, 电力."""
    return bool(_BRANCH.fullmatch(name)) and not _NAMED_UNIT.match(name)


def _defined(notice: Notice, known: set[str]) -> Iterator[RawSubject]:
    """The members of groups: 监管部门：主要包括区应急局、…等部门."""
    for node, passage in clauses(notice):
        if not any(group in passage.text for group in known) and not re.search("包括|：|:", passage.text):
            continue
        parent = parent_of(notice, node.id)
        listed = bool(
            _UNDER.search((parent.text + (parent.heading or "")) if parent else "") or _UNDER.search(passage.text)
        )
        for start, end in sentences(passage.text):
            for m in _DEFINED.finditer(passage.text, start, end):
                name = _PREFIX.sub("", m.group("group"))
                is_known = any(name == group or name.endswith(group) or group.endswith(name) for group in known)
                spans = split_members(passage.text, *m.span("list"))
                kind = name.endswith(("类", "组")) and listed  # 考核对象 → 属地类：青岚镇、…
                counted = next((which for which in ("count", "count2") if m.group(which)), None)
                after = _COUNTED_AFTER.search(passage.text, *m.span("list"))  # 街道：…等5个街道
                if not (is_known or kind or (listed and (counted or after or known))) or len(spans) < 2:
                    continue
                if _NICKNAME.match(name) and not (counted or after):
                    continue
                if not all(_NAMED_UNIT.match(_plain(passage.text[a:b])) for a, b in spans):
                    continue
                at = m.end("group") - len(name)
                group = passage.cite(at, m.end("group"), reader="group-name", rule="subject.members")
                stated = m.span(counted) if counted else after.span("count") if after else None
                count = passage.cite(*stated, reader="integer", rule="subject.members") if stated else None
                yield RawSubject(
                    group,
                    count,
                    cite_members(passage, spans, "subject.members"),
                    (passage.evidence(m.start("group"), m.end("list")),),
                    True,
                )


def _plain(name: str) -> str:
    return re.sub(r"[（(][^（）()]*[）)]|\s", "", name)


def cite_members(passage: Passage, spans: Sequence[Span], rule: str) -> Cited[tuple[str, ...]]:
    """The members of a list, one piece of evidence each: its name and the mark that parts it from the next."""
    ends = [*(span[0] for span in spans[1:]), spans[-1][1]]
    evidence = tuple(passage.evidence(start, end) for (start, _), end in zip(spans, ends, strict=True))
    value = reading.read("members", "".join(e.quote for e in evidence))
    return Cited(value, Proof(how="normalised", reader="members", rule=rule, evidence=evidence))
