"""一票否决 in clauses: what an assessed unit must not let happen, and what follows for its result.

A veto has a concrete condition and a certain outcome. Sanctions at discretion (视情节轻重…), consequences for persons
and the bare words 实行“一票否决”制度 are none.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from corpus.evidence import Cited, prove
from corpus.node import Node
from corpus.spans import Span
from extract.bounds import find_bounds
from extract.duties.enumeration import inline_items
from extract.findings import Veto
from extract.issues import Issue
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import assesses, clauses, instrument_of, nested, opening_of, sentences, siblings_of

_GRADES = (
    r"(?:不合格|不达标|未达标|不称职|不及格|较差|差|不满意|末等|最低(?:等次|等级|档次)|基本合格|合格|不予通过|[C-E]级)"
)
_NO_LIST = r"(?!(?:等次|等级|档次)?[”\"]?(?:的|单位|，?由))"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One way to say what follows; group `outcome` is what the veto carries."""

    id: str
    pattern: str
    example: str


OUTCOMES: tuple[OutcomeRow, ...] = (
    OutcomeRow("veto.grade", rf"(?:按|以|作|定为|定|列为|列入|评为|判为|认定为|视为|视同|降为|等次为|等级为|结果为|考核为|成绩为|一律为|直接为|均为)\s*[“\"]?(?P<outcome>{_GRADES}){_NO_LIST}", "年度考核直接评定为不合格"),
    OutcomeRow("veto.disqualify", r"(?P<outcome>取消[^，。；;]{0,22}?(?:评优|评先|评奖|优秀|良好|先进|表彰|奖励|参评|荣誉)[^，。；;]{0,16}?(?:资格|等次|等级|称号|评定|评选)(?:资格|评定|评选)*)", "取消当年评优资格"),
    OutcomeRow("veto.not-above", r"(?P<outcome>(?:不得|不能|不予|不再)(?:被|参与|参加|推荐|申报|评|确定|评定|定|列|授予|获得|为)+[^，。；;]{0,8}?(?:优秀|良好|合格|先进|评优|评先|表彰|荣誉)[”\"]?(?:及以上|以上)?(?:等次|等级|档次|单位|称号|活动|资格)?)", "不得评为优秀等次"),
    OutcomeRow("veto.lower", r"(?P<outcome>(?:下降|降低|下调|降)(?:[一二两1-2１２]个?(?:考核|评定)?(?:等次|等级|档次|档|级)|(?:考核|评定)?(?:等次|等级|档次)[一二两12]?[级档]?))", "降低一个等次"),
    OutcomeRow("veto.nothing", r"(?<![该本此单各]项)(?P<outcome>(?:总分|成绩|总成绩|得分|考核)\s*(?:按|计|记|为|得|以)*\s*(?:零|0)分(?:计算?)?)", "年度考核得分记零分"),
    OutcomeRow("veto.bare", r"(?<=的)[，,]?(?P<outcome>[“\"]?一票否决[”\"]?)(?!(?:制度|机制|原则|权|事项|情形|项))", "发生重大生产安全事故的，一票否决"),
    OutcomeRow("veto.suffered", r"[，,](?:均|将|即|直接)?被(?P<outcome>[“\"]?一票否决[”\"]?)(?=[。；;]|$)", "瞒报重大事故的，被一票否决"),
    OutcomeRow("veto.named", r"(?:实行|实施|执行|给予|予以|作|按|启动|采取)[^，。；;]{0,10}?(?P<outcome>[“\"]?一票否决[”\"]?)(?!(?:制度|机制|原则|权))", "发生重大事故的，实行“一票否决”"),
)  # fmt: skip

_OUTCOME = tuple((row, re.compile(row.pattern)) for row in OUTCOMES)
_TRIGGER = re.compile(
    "发生|出现|存在|未|不|拒|瞒报|谎报|迟报|漏报|弄虚作假|造假|造成|导致|受到|被|连续|超过|超出|超(?:控制|指标|标)|突破|隐瞒|虚报|伪造|阻挠|干扰|违反|引发|构成|有下列|有以下|情节|后果"
)
_GRAVER = re.compile("^(?:情节|后果|影响|性质)")
_SCOPE = re.compile("^(?:凡|对|在|年度内|当年|本年度|考核(?:期|年度)内?|一年内|同一|全年)")
_PERSON = re.compile("干部|人员|负责人|领导|责任人|个人|同志|职工|员工|当事人")
_DISCRETION = re.compile("视情|视其情|酌情|根据情节|情节轻重|视具体情况|视严重程度")
_CONDITION_END = re.compile(
    r"(?:的(?P<who>[各县市区州旗乡镇、（）()]{1,8}(?:人民)?政府(?:[和、及][^，。；;]{1,14}的(?:部门|单位))?|(?:被考核|考核|责任|相关|有关|事故|所在|涉事|本|该|各|街道|镇|乡)*(?:单位|地区|部门|街道|街镇|乡镇|镇|乡|村(?:[（(](?:社区|居)[）)])?|社区|科室|班级|学院|院系|学校|地方|成员单位|属地|办事处|企业|[省市县区州旗]+|[县区][（(][市县区旗、]+[）)]|[^，。；;的]{0,12}?(?:干部|人员|负责人|领导|个人|责任人)))?"
    r"(?P<comma>[，,])?)"
)
_COUNTED = re.compile(r"[扣减加]\s*[\d一二三四五六七八九十]+(?:\.\d+)?\s*分")
_RESULT = re.compile(
    '(?:考核|考评|评定|评价)[^，。；;]{0,10}(?:不合格|优秀|良好|合格|[不未]达标|达标|不称职|不及格|不满意|较?差|等外|[C-E]级|末位|最后|靠后)[”"]?(?:等次|等级|档次)?$'
)
"""A condition that is a result: what follows is the use made of results (结果运用)."""
_NTH = re.compile(r"\s*(?P<n>[一二三四五六七八九十])是")
_LEAD_IN = re.compile("一律|直接|均|年度|考核|其|当年|实行|按|评|定|降")
_LIST_HEAD = re.compile(r"(?:下列|以下|如下)[^，。；;：:]{0,14}(?:情形|情况|行为|问题|事项|条件|之一|的)")
_VETO_HEADING = re.compile(
    r"^[^，。；;：:]{0,12}?(?P<name>[“\"]?一票否决[”\"]?|否决)(?:事项|项目?|情形|指标|条件|内容|标准)?(?:[（(][^（）()]{0,20}[）)])?\s*[：:。]?$"
)
_ASSESSED = re.compile(
    '考核(?:结果|等次|等级|成绩|得分|总分|评定|评优)|被考核|年度考核|考评结果|评定等次|(?:实行|实施|给予|予以)[^，。；;]{0,8}一票否决[”"]?(?!制度|机制|原则|权)'
)
_WANTED = re.compile(
    "不合格|不达标|未达标|不称职|不及格|较差|取消|不得|不能|不予|不再|降|零分|0分|否决|不满意|[C-E]级|合格|差"
)


def find_vetoes(notice: Notice) -> tuple[Veto, ...]:
    """The vetoes of clauses outside tables.

    发生较大及以上事故的被考核单位一律按不合格评定 → Veto(when="发生较大及以上事故", outcome="不合格").
    """
    out: list[Veto] = []
    done: set[str] = set()
    for node, passage in clauses(notice):
        if node.id in done:
            continue
        title = node.heading or passage.text
        if _VETO_HEADING.search(title.strip()) and node.children and _assessed(notice, node, title):
            found, read = _lists_below(notice, node)
            out += found
            done |= read
            outcome = _stated_below(notice, node) or _name_of_heading(
                passage if passage.text else opening_of(notice, node)
            )
            for child in (leaf for leaf in _leaves(node) if leaf.id not in done):
                item = notice.passage(child.id)
                counted = _COUNTED.search(item.text)  # 扣分及否决: 每发生1起扣10分
                meant = _LIST_HEAD.search(title) or _TRIGGER.search(item.text)
                if meant and not counted and not any(True for _ in _in_passage(item)):
                    out.append(_from_item(item, outcome))
                    done.add(child.id)
            continue
        opened = re.match("[^，。；;：:]{2,24}[：:]", passage.text)
        listed_here = (
            inline_items(passage.text, opened.end()) if opened and _VETO_HEADING.search(opened.group()) else ()
        )
        if listed_here and _assessed(notice, node, passage.text):  # 一票否决事项：1.…；2.…
            outcome = _name_of_heading(passage)
            out += [_from_item(passage.part(*body), outcome) for _, body in listed_here]
            continue
        if not _WANTED.search(node.text) or not _assessed(notice, node, passage.text):
            continue
        for when, outcome, listed in _in_passage(passage):
            items = _listed_under(notice, node) if listed else ()
            if items:
                for child in items:
                    out += _of_item(notice.passage(child.id), outcome)
                    done.add(child.id)
            elif listed and (inline := inline_items(passage.text, passage.text.find("：") + 1)):
                out += [_from_item(passage.part(*body), outcome) for _, body in inline]
            elif listed and (conditions := _run_on(passage.text)):
                out += [_from_item(passage.part(*span), outcome) for span in conditions]
            elif when is not None:
                whole = _whole(passage, when, outcome)
                out += [_from_item(passage.part(*span), outcome) for span in _leading(passage.text, whole[0])]
                out.append(prove(Veto, evidence=(passage.evidence(*whole),), when=when, outcome=outcome))
    return tuple(out)


def veto_issues(notice: Notice) -> tuple[Issue, ...]:
    """Sanctions that are left to discretion, and so are no veto."""
    out: list[Issue] = []
    for node, passage in clauses(notice, re.compile("取消|降低|不合格|否决")):
        if not assesses(instrument_of(notice, node.id)):
            continue
        for start, end in sentences(passage.text):
            sentence = passage.text[start:end]
            if _DISCRETION.search(sentence) and any(p.search(sentence) for _, p in _OUTCOME):
                message = f"处理由考核机关视情节决定，未列为一票否决：“{sentence.strip()}”"
                out.append(Issue(code="vetoes.discretionary", severity="info", message=message, node=node.id))
    return tuple(out)


def _assessed(notice: Notice, node: Node, text: str) -> bool:
    return assesses(instrument_of(notice, node.id)) or bool(_ASSESSED.search(text))


def _leaves(node: Node) -> tuple[Node, ...]:
    """The items of a list, those that are split further by their own items."""
    out: list[Node] = []
    for child in node.children:
        if child.kind in ("table", "row", "cell"):
            continue
        if child.kind == "paragraph" and child.children:
            out += _leaves(child)
            continue
        inner = [c for c in child.children if c.label]
        out += (
            _leaves(child)
            if inner and (not child.text or child.text.rstrip().endswith(("：", ":")))
            else [child]
            if child.text
            else []
        )
    return tuple(n for n in out if n.text.strip())


def _listed_under(notice: Notice, node: Node) -> tuple[Node, ...]:
    """The items that a clause opens: its own, or those that begin at 1. behind an unnumbered line which ends in ：."""
    own = _leaves(node)
    if own or node.kind != "paragraph" or not node.text.rstrip().endswith(("：", ":")):
        return own
    for at in (node, *reversed(notice.places[node.id].ancestors)):
        beside = siblings_of(notice, at.id)
        rest = beside[[n.id for n in beside].index(at.id) + 1 :]
        if not rest:
            continue
        out: list[Node] = []
        for place, item in enumerate(rest, 1):
            if not item.label or item.number != place or item.kind != rest[0].kind:
                break
            out += [item] if item.text else _leaves(item)
        return tuple(out)
    return ()


def _lists_below(notice: Notice, node: Node) -> tuple[list[Veto], set[str]]:
    """The vetoes of the lists that unnumbered lines under a heading open, and the nodes that were read for them."""
    out: list[Veto] = []
    read: set[str] = set()
    for line in node.children:
        if line.kind != "paragraph" or not line.text:
            continue
        outcome = next((result for _, result, listed in _in_passage(notice.passage(line.id)) if listed), None)
        for item in _listed_under(notice, line) if outcome else ():
            if outcome and not _COUNTED.search(item.text):
                out += _of_item(notice.passage(item.id), outcome)
            read |= {line.id, item.id}
    return out, read


def _name_of_heading(passage: Passage) -> Cited[str]:
    m = re.search('[“"]?一票否决[”"]?|否决', passage.text)
    assert m is not None
    return passage.cite(*m.span(), rule="veto.heading")


def _run_on(text: str) -> tuple[Span, ...]:
    """The conditions that follow a colon in one sentence: 有下列情形之一的，定为不合格：发生…的；瞒报…的。"""
    start = text.find("：") + 1
    end = text.find("。", start) if start else 0
    found = sentences(text[start : end if end > 0 else len(text)]) if start else ()
    return tuple((start + a, start + b) for a, b in found if _TRIGGER.search(text[start + a : start + b]))


def _leading(text: str, start: int) -> tuple[Span, ...]:
    """The conditions before the one that names the outcome for them all: 一是瞒报的；二是…的，被一票否决.

    Told by their numbers, or by the 的 that each of them ends in (发生重大事故的；瞒报事故的，定为不合格).
    """
    numbered = _NTH.match(text, start)
    out: list[Span] = []
    for a, b in reversed([span for span in sentences(text) if span[1] <= start]):
        if text[b - 1] not in "；;" or (text[b:start].strip() and not out):
            break
        nth = _NTH.match(text, a, b)
        begin, body = (nth.end() if nth else a), text[a:b].rstrip("；; ")
        end = a + len(body.removesuffix("的"))
        alike = nth is not None if numbered else body.endswith("的") and bool(_TRIGGER.search(body))
        if not alike or _COUNTED.search(body) or any(p.search(text, a, b) for _, p in _OUTCOME):
            break
        out.append((begin, end))
        if nth and nth["n"] == "一":
            break
    if numbered and (not out or not re.search("一是$", text[: out[-1][0]])):
        return ()
    return tuple(reversed(out))


def _of_item(item: Passage, outcome: Cited[str]) -> list[Veto]:
    """The vetoes of an item of a list; what an item says of its own outcome goes before the list's."""
    own = [(when, result) for when, result, _ in _in_passage(item) if when is not None]
    return [prove(Veto, evidence=(item.evidence(),), when=when, outcome=result) for when, result in own] or [
        _from_item(item, outcome)
    ]


def _stated_below(notice: Notice, node: Node) -> Cited[str] | None:
    """The outcome that a paragraph under the heading gives for the list: 有下列情形之一的，考核定为不合格."""
    below = (notice.passage(child.id) for child in node.children if child.kind == "paragraph" and child.text)
    return next((outcome for passage in below for _, outcome, listed in _in_passage(passage) if listed), None)


def _from_item(item: Passage, outcome: Cited[str]) -> Veto:
    end = len(item.text.rstrip().rstrip("；;。，,、")) or len(item.text)
    return prove(
        Veto,
        evidence=(item.evidence(), *outcome.proof.evidence),
        when=item.cite(0, end, rule="veto.item"),
        outcome=outcome,
    )


def _in_passage(passage: Passage) -> Iterator[tuple[Cited[str] | None, Cited[str], bool]]:
    """(condition, outcome, whether a list of conditions follows) for each veto that a passage states."""
    text = passage.text
    for start, end in sentences(text):
        sentence = text[start:end]
        if _DISCRETION.search(sentence):
            continue
        at = start
        for first, last, rule in _outcomes(text, start, end):
            lead = text[at : first[0]]
            outcome = passage.cite(first[0], last, rule=rule)
            listed = bool(_LIST_HEAD.search(text[start : first[0]])) or bool(_LIST_HEAD.search(text[last:end]))
            span = _condition(text, at, first[0])
            at = last
            if find_points(lead):
                continue
            if listed and text[last:end].count("，") <= 1:
                yield None, outcome, True
            elif span is not None and not _RESULT.search(text[slice(*span)]):
                yield passage.cite(*span, rule="veto.condition"), outcome, False


def find_points(text: str) -> bool:
    """Whether a condition is a score (70分以下为不合格): that is a grade, no veto."""
    return any(b.in_points for b in find_bounds(text))


def _outcomes(text: str, start: int, end: int) -> list[tuple[Span, int, str]]:
    """The outcomes of a sentence, those that follow one condition taken together: (first, end of the last, row)."""
    hits = sorted((m.span("outcome"), row.id) for row, pattern in _OUTCOME for m in pattern.finditer(text, start, end))
    out: list[tuple[Span, int, str]] = []
    for span, rule in hits:
        clause = max(start, *(text.rfind(c, start, span[0]) for c in "，,、"))
        if _PERSON.search(text[clause : span[1]]):
            continue  # it falls on a person
        if out and (span[0] < out[-1][1] or not re.search("的", text[out[-1][1] : span[0]])):
            out[-1] = (out[-1][0], max(out[-1][1], span[1]), out[-1][2])
        else:
            out.append((span, span[1], rule))
    return out


def _condition(text: str, start: int, end: int) -> Span | None:
    """The stretch before an outcome that says when it follows, or None where there is nothing concrete."""
    lead = text[start:end]
    ends = [found for m in re.finditer("的", lead) if (found := _CONDITION_END.match(lead, m.start()))]
    ends = [e for e in ends if not any(o.start() < e.start() < o.end() for o in ends)]  # 的…政府和负有…责任的部门
    firm = [e for e in ends if e.group("comma") or e.group("who") or e.end() == len(lead)]
    loose = [e for e in ends if _LEAD_IN.match(lead, e.end())]
    if not (firm or loose):
        return None
    close = (firm or loose)[-1]
    if _PERSON.search(close.group("who") or "") or _PERSON.search(lead[close.end() :]):
        return None
    inside = nested(lead)
    cuts = [0, *(i + 1 for i, c in enumerate(lead[: close.start()]) if c in "，," and not inside[i]), close.start()]
    segments = list(pairwise(cuts))
    begin: int | None = None
    for a, b in reversed(segments):
        segment = lead[a:b]
        graver = bool(_GRAVER.search(lead[segments[-1][0] :]))  # 弄虚作假的，每发现一处扣2分，情节严重的…
        if not (_TRIGGER.search(segment) or graver or (begin is not None and _SCOPE.search(segment))):
            break
        begin = a
    if begin is None:
        return None
    strip = re.match(
        r"\s*(?:(?:备?注|说明)[:：]\s*)?(?:\d{1,2}[、.．](?!\d)\s*)?(?:[一二三四五六七八九十]是)?(?:凡是?|对于?|如果?|若|一旦|其中)?\s*",
        lead[begin:],
    )
    assert strip is not None
    begin += strip.end()
    return (start + begin, start + close.start()) if begin < close.start() else None


def _whole(passage: Passage, when: Cited[str], outcome: Cited[str]) -> Span:
    """The sentence that says both."""
    text = passage.text
    at = text.find(outcome.value)
    for start, end in sentences(text):
        if when.value in text[start:end] and outcome.value in text[start:end]:
            return start, end
    return 0, max(len(text), at)
