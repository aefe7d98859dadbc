"""Deadlines in running text: what is owed by when, and by whom."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from corpus import reading
from corpus.evidence import Cited, Evidence, Proof, Proved, prove
from corpus.spans import Span
from extract.due_dates import NEXT_YEAR, DueWords, find_due_words, find_year
from extract.findings import Deadline
from extract.instruments import Instrument
from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses, instrument_of, sentences

_WANTED = re.compile("前|内|止|截|至|到|日|底|末")
_OWED = re.compile(
    "报送|上报|提交|报告|报[区市县至到]|完成|送[区市县至到]|反馈|整改|开展|组织|进行|自查|自评|总结|考核|公布|通报|达到|建立|制定|印发|下达|签订|备案|汇总|落实|实现|审定|部署|启动|结束|申报|公示|填报|评定|审核|汇总|交|报|确定|明确|提出|出台|上传|录入|发送"
)
_STAGE = re.compile(r"^[^。；;，,]{0,16}(?:阶段|环节)?\s*[（(][^（）()]*[）)]\s*[。：:]?$")
_NOT_OWED = re.compile("考核(?:周期|年度|期限?|时段)|统计(?:周期|时段|期)|计算期|施行|实施之日|有效期|执行期|生效")

ACTORS: tuple[tuple[str, str, str], ...] = (
    ("actor.each", r"各[^，。；;、：:于在应要须将对（(]{0,16}?(?:[县区市州旗、]*人民政府|[县区市州旗乡镇、]*[（(][县区市旗、]+[）)]人民政府|成员单位|单位|部门|街道办事处|街道|街镇|街道镇|镇街|乡镇|乡|镇|村|社区|办事处|地区|企业|区|县|市|园区|组|科室|委|办|局)(?:[（(](?:街道|镇|乡|办事处)[）)])?", "各单位"),
    ("actor.assessed", r"(?:被考核|考核|受检|被检查|责任|成员|牵头|相关|有关|不合格|优秀|整改|参评|申报)(?:责任)?(?:单位|部门|对象|街道|街镇|乡镇)", "被考核单位"),
    ("actor.party", r"[省市区县州镇]委(?:组织部|宣传部|统战部|政法委|办公室|督查室|编办)", "区委组织部"),
    ("actor.office", r"[区市县镇省][一-龥]{0,12}?(?:安委会办公室|安委办|办公室|委员会|安委会|政府|局|委|办|考核组|领导小组|支队)", "区安委会办公室"),
    ("actor.group", r"(?:(?:(?!组织|成立|[织月日旬年由经报向对将各])[一-龥]){0,8}(?:工作组|考核组|检查组|巡查组|考评组|领导小组))", "巡查考核工作组"),
    ("actor.firm", r"[一-龥、（）()]{2,30}(?:企业|单位|部门|街道|乡镇|公司)(?=要|应|须|必须|将|全部|全面|普遍|力争)", "危险化学品企业"),
)  # fmt: skip
"""Who may owe something: id, pattern, example."""

_ACTOR = tuple((rule, re.compile(pattern)) for rule, pattern, _ in ACTORS)
_RECIPIENT = re.compile(
    r"(?:向|报送?至?到?|送至?|交至?|经|报|至|抄送|由[^，。；;]{0,10}对|对|给|配合|协助|纳入|按照|根据|会同|组织|成立|组建|抽调)\s*$"
)
_EACH = re.compile(r"每(?:年|月|季度|半年|周)[^，。；;]{0,14}(?:前|内)\s*(?:、|和|及|以及)\s*$")
"""Before a date that comes back as the one before it does: 每年6月底前、12月底前."""
_MORE = re.compile(r"\s*(?:、|和|及|以及)\s*$")


@dataclass(frozen=True, slots=True)
class YearSource:
    """What gives a deadline its year where its words don't: evidence to read after them, and what it is."""

    evidence: Evidence
    kind: str  # "sentence" | "date" | "title" | "number"


def find_deadlines(notice: Notice) -> tuple[Deadline, ...]:
    """The deadlines of clauses outside tables, in reading order.

    各单位于10月31日前报送自查情况, issued 2024年3月6日 → Deadline(due="2024-10-31", actor="各单位").
    `due` is None where the text gives no date (考核结果通报后一个月内, 每季度末前); `text` is the clause verbatim.
    """
    return tuple(deadline for deadline, _ in _found(notice))


def deadline_issues(notice: Notice) -> tuple[Issue, ...]:
    """Deadlines without a date, or whose year was taken from elsewhere than the date of issue."""
    return tuple(issue for _, issue in _found(notice) if issue is not None)


def _found(notice: Notice) -> Iterator[tuple[Deadline, Issue | None]]:
    for node, passage in clauses(notice, _WANTED):
        text = passage.text
        spans = sentences(text)
        found = find_due_words(text)
        for words in found:
            start, end = next(((a, b) for a, b in spans if a <= words.start < b), (0, len(text)))
            if _STAGE.search(text[start:end]):  # 自查阶段（11月20日前）。各单位…
                end = next((b for a, b in spans if a >= end), end)
            if not _OWED.search(text, start, end) or _is_period(text, words, start):
                continue
            due, issue = _due(notice, instrument_of(notice, node.id), passage, words, start)
            actor = _actor(passage, words, start, end) or _earlier_actor(passage, spans, start)
            clause = passage.cite(
                *_clause(text, words, [w for w in found if start <= w.start < end], (start, end)), rule=words.row.id
            )
            yield prove(Deadline, evidence=_shown(clause, due), text=clause, due=due, actor=actor), issue


def _clause(text: str, words: DueWords, together: Sequence[DueWords], sentence: Span) -> Span:
    """The words of one deadline: the sentence, or where it holds several its piece between commas."""
    start, end = sentence
    at = together.index(words)
    if at > 0 and (comma := max(text.rfind(c, together[at - 1].end, words.start) for c in "，,")) >= 0:
        start = comma + 1
    if at + 1 < len(together) and (comma := max(text.rfind(c, words.end, together[at + 1].start) for c in "，,")) >= 0:
        end = comma
    return start, end


def _shown(clause: Cited[Any], due: Cited[str | None] | None) -> tuple[Evidence, ...]:
    return tuple(dict.fromkeys((*clause.proof.evidence, *(due.proof.evidence[1:] if due else ()))))


def _is_period(text: str, words: DueWords, start: int) -> bool:
    """Whether the dates bound what is assessed and not when something is owed, or begin something (自…起施行)."""
    before = text[start : words.start]
    return bool(words.row.id == "due.range" and _NOT_OWED.search(before)) or bool(
        re.search("(?:施行|执行|生效|有效期)[^，。]{0,4}$", before)
    )


def _due(
    notice: Notice, instrument: Instrument, passage: Passage, words: DueWords, start: int
) -> tuple[Cited[str | None] | None, Issue | None]:
    """The date, with the evidence of its words and of its year."""
    shown = re.sub("^(?:并)?(?:在|于|自)?", "", passage.text[words.start : words.end].strip())
    own = passage.evidence(words.start, words.end)
    if re.search("每[月季半周]", shown):
        return None, None  # it comes again and again, and has no one date
    if not words.dated or _EACH.search(passage.text[start : words.start]):
        message = f"期限“{shown}”没有具体日期，请核定"
        return None, Issue(code="deadlines.no-date", severity="info", message=message, node=passage.node)
    sources = [None] if words.has_year else [*_years(notice, instrument, passage, words, start), None]
    year = sources[0]
    evidence = (own,) if year is None else (own, *_after_next_year(passage, words, start), year.evidence)
    if year is None and not words.has_year:
        message = f"期限“{shown}”没有年份，文件的日期和标题中也读不到年份"
        return None, Issue(code="deadlines.no-year", severity="warning", message=message, node=passage.node)
    try:
        value = reading.read("due", "".join(e.quote for e in evidence))
    except ValueError:
        message = f"期限“{shown}”不是有效的日期"
        return None, Issue(code="deadlines.no-such-day", severity="warning", message=message, node=passage.node)
    cited: Cited[str | None] = Cited(value, Proof(how="normalised", reader="due", rule=words.row.id, evidence=evidence))
    return cited, _year_issue(shown, str(value), year, passage.node)


def _after_next_year(passage: Passage, words: DueWords, start: int) -> tuple[Evidence, ...]:
    """次年1月底前评定，6月底前公布: the 次年 that stands before a later date of the sentence is its own too."""
    if words.next_year:
        return ()
    earlier = [w for w in find_due_words(passage.text[start : words.start]) if w.next_year]
    said = NEXT_YEAR.search(passage.text, start + earlier[-1].start) if earlier else None
    return (passage.evidence(*said.span()),) if said else ()


def _year_issue(shown: str, value: str, year: YearSource | None, node: str) -> Issue | None:
    if year is None or year.kind == "sentence":
        return None
    if year.kind == "date" and str(reading.read("date", year.evidence.quote))[:4] == value[:4]:
        return None
    where = {"date": "成文日期，取其后的第一个", "title": "标题", "number": "发文字号"}[year.kind]
    message = f"期限“{shown}”没有写年份，按{where}理解为{value}，请核对"
    return Issue(code="deadlines.year-inferred", severity="info", message=message, node=node)


def _years(
    notice: Notice, instrument: Instrument, passage: Passage, words: DueWords, start: int
) -> Iterator[YearSource]:
    """What may give the year, the nearest first: a date earlier in the sentence, the instrument's date, that of the
    notice around it, a title, a document number."""
    for earlier in reversed(find_due_words(passage.text[start : words.start])):
        if earlier.has_year:
            span = find_year(passage.text[start + earlier.start : start + earlier.end])
            if span:
                yield YearSource(passage.evidence(*(start + earlier.start + at for at in span)), "sentence")
    around = [i for i in notice.outline.instruments if i.id <= instrument.id][::-1]
    records: list[Proved] = [instrument, *(i for i in around if i is not instrument), notice.outline.document]
    for kind, name in (("date", "issued_on"), ("title", "title"), ("number", "document_number")):
        for record in records:
            proof = record.proof.get(name)
            if proof and proof.evidence and (kind == "date" or find_year(reading.text(proof.evidence[0].quote))):
                yield YearSource(proof.evidence[0], kind)


# --- who --------------------------------------------------------------------------------------------------------------


def _actor(passage: Passage, words: DueWords, start: int, end: int) -> Cited[str] | None:
    """The one who owes it: the nearest before the date that is not whom it is owed to, else the first after it."""
    text = passage.text
    before = _actors(text, start, words.start) or _actors(text, words.start, words.end)  # 各镇收到通知后10日内
    if before:
        span, rule = before[-1]
        return passage.cite(*_joined(text, span, [s for s, _ in before]), rule=rule)
    after = _actors(text, words.end, end)
    if after:
        spans = [s for s, _ in after]
        first = spans[0]
        while (
            following := next((s for s in spans if s[0] > first[1] and _MORE.match(text[first[1] : s[0]])), None)
        ) is not None:
            first = (first[0], following[1])
        return passage.cite(*first, rule=after[0][1])
    return None


def _earlier_actor(passage: Passage, spans: tuple[Span, ...], start: int) -> Cited[str] | None:
    """The actor of the sentence before, where that is all the clause says of who."""
    before = [s for s in spans if s[1] <= start][-1:]
    for a, b in before:
        hits = _actors(passage.text, a, b)
        each = [hit for hit in hits if hit[1] in ("actor.each", "actor.assessed")]
        if each:
            return passage.cite(*each[0][0], rule=each[0][1])
    return None


def _joined(text: str, span: Span, others: list[Span]) -> Span:
    """各单位、各部门: what is joined to the nearest belongs to it."""
    for other in reversed(others):
        if other[1] <= span[0] and _MORE.match(text[other[1] : span[0]]):
            span = (other[0], span[1])
    return span


def _actors(text: str, start: int, end: int) -> list[tuple[Span, str]]:
    """Who stands in a stretch of text, recipients left out."""
    hits: list[tuple[Span, str]] = []
    for rule, pattern in _ACTOR:
        for m in pattern.finditer(text, start, end):
            if any(m.start() < b and a < m.end() for (a, b), _ in hits) or _RECIPIENT.search(text[start : m.start()]):
                continue
            hits.append((m.span(), rule))
    return sorted(hits)
