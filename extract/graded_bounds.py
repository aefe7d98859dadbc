"""A grade's name and its bound, paired where they stand together: 90分以上为优秀; 优秀（90分以上）."""

import re
from dataclasses import dataclass

from corpus.spans import Span
from extract.bounds import Bound, find_bounds
from extract.grade_names import KNOWN, NOUN

_FILLER = r"(?:的|者)?(?:单位|街道|街镇|乡镇|部门|被考核单位|对象|成员单位)?(?:的)?"
_EXTRA = r"(?P<extra>[，,、]?(?:且|但)?未[^；;。：:，,]{1,16}的(?=为|评|定|列|确定|是)|(?:[，,、]?(?:且|并且|并|同时)|[，,、](?:但|全年|年度内))[^；;。：:]{1,50}?|[，,、](?:且|但)?(?:未|没有|无|不)[^；;。：:]{1,50}|未[^；;。：:，,]{1,16}(?=的[，,](?:为|评|定|列|确定|是)))?"
_VERB = (
    r"(?:(?:其|则|可|应|均|一律|直接|年度|综合|考核|考评|评价|结果|等级|等次|档次|得分|成绩|评定|确定|认定|判定|评|定|列|视|对应)*"
    r"(?:为|是|属于|属|列入|评定|授予|：|:))"
)
_OF = r"(?:(?:年度|安全生产|安全|消防|信访|综治|平安建设|目标管理|绩效|考核|考评|工作)*)"
_NAME = rf"{_OF}[“\"「『（(]?(?P<name>{KNOWN}(?=[”\"」』）)；;。，,、（(\s]|{NOUN}|单位|的|$)|[一-龥]{{2,6}}(?=[”\"」』]|{NOUN}[”\"」』；;。，,、）)（(]))"
_AFTER = re.compile(rf"\s*(?:[（(][^（）()]{{0,20}}[）)])?{_EXTRA}{_FILLER}[，,]?\s*(?P<verb>{_VERB})\s*{_NAME}")
_AFTER_BARE = re.compile(rf"\s*{_FILLER}\s*[“\"「『（(]?(?P<name>{KNOWN}(?=[”\"」』）)；;。，,、（(\s]|{NOUN}|$))")
_BEFORE = re.compile(
    rf"(?:^|[^一-龥]|[为是设和及与]|评定|确定)(?P<name>{KNOWN})(?:{NOUN}|单位)?[”\"」』]?\s*(?:[（(：:，,。为是—\-]|标准)*\s*"
    r"(?:[一-龥]{0,10}?(?:得分|成绩|分数|总分|评分|分值|考核分)(?:数)?(?:区间|值)?)?\s*(?:应当?|须|在|为|达到|是|：|:)*\s*(?P<pre>[^，；。：:（）()]{0,20}[，,]?(?:且|并且|并|同时)\s*(?:得分|成绩|总分)?)?$"
)
_RESPECTIVELY = re.compile(
    rf"{_FILLER}[，,]?(?:考核结果|考核等次|等次|等级|结果)?(?:分别|依次)(?:评定|确定|对应|定|评|列|是)?(?:为|是)?\s*(?P<list>[“\"]?{KNOWN}[^；;。]*)"
)
_PLAIN_NAMED = re.compile(rf"(?:的|者)?(?:评定|评|定)?为[“\"]?{KNOWN}")
_SENTENCE_STOP = "；;。"


@dataclass(frozen=True, slots=True)
class GradedBound:
    """A grade name beside its bound: where the whole stands, the name, the bound, and the whole condition's stretch if
    there is more to it than points."""

    start: int
    end: int
    name: Span
    bound: Bound
    condition: Span | None
    rule: str


def find_graded_bounds(text: str, *, bare: bool = False) -> tuple[GradedBound, ...]:
    """Grades with their bounds in a text, in order. `bare` allows bounds without 分 (table cells, brackets).

    The name stands either after every bound of a text or before it; whichever pairs more of them is taken.
    """
    bounds = [b for b in find_bounds(text) if b.in_points or b.conditional or bare or _plain_allowed(text, b)]
    if not bounds:
        return ()
    respective = _respective(text, bounds)
    if respective:
        return respective
    after = {b: _after(text, b, bounds) for b in bounds}
    before = {b: _before(text, b, bounds) for b in bounds}
    prefer_before = sum(x is not None for x in before.values()) > sum(x is not None for x in after.values())
    out: list[GradedBound] = []
    for b in bounds:
        pair = (before[b] or after[b]) if prefer_before else (after[b] or before[b])
        if pair and not any(pair.name == x.name for x in out):
            out.append(pair)
    return tuple(out)


def _plain_allowed(text: str, bound: Bound) -> bool:
    """A bound without 分 counts beside words for a score; a stretch (80—90为良好) beside any word of the assessment."""
    near = text[max(0, bound.start - 24) : bound.end + 4]
    named = bound.rule == "bound.range" and _PLAIN_NAMED.match(text, bound.end) and re.search("考核|考评|评定", near)
    return bool(named or re.search("得分|成绩|总分|分数|考核分|评分", near))


def _stretch_start(text: str, bound: Bound, bounds: list[Bound]) -> int:
    stops = [text.rfind(c, 0, bound.start) + 1 for c in _SENTENCE_STOP + "：:"]
    return max([*stops, *(b.end for b in bounds if b.end <= bound.start)])


def _after(text: str, bound: Bound, bounds: list[Bound]) -> GradedBound | None:
    following = [b.start for b in bounds if b.start >= bound.end]
    limit = min([*following, *(i for c in _SENTENCE_STOP if (i := text.find(c, bound.end)) >= 0), len(text)])
    rest = text[bound.end : limit + 1]
    m = _AFTER.match(rest) or _AFTER_BARE.match(rest)
    if m is None:
        return None
    extra = m.groupdict().get("extra")
    condition: Span | None = None
    if bound.conditional or extra:
        condition = (bound.start, bound.end + m.end("extra") if extra else bound.end)
    lead = re.search(
        r"(?P<pre>[^；;。：:，,]{0,30}[，,]?(?:且|并且|并|同时)\s*(?:考核)?(?:得分|成绩|总分)?(?:在)?)$",
        text[_stretch_start(text, bound, bounds) : bound.start],
    )
    if lead and lead.group("pre").strip():
        condition = (bound.start - len(lead.group("pre")), condition[1] if condition else bound.end)
    name = (bound.end + m.start("name"), bound.end + m.end("name"))
    return GradedBound(
        min(bound.start, condition[0] if condition else bound.start),
        name[1],
        name,
        bound,
        condition,
        "grade.bound-name",
    )


def _before(text: str, bound: Bound, bounds: list[Bound]) -> GradedBound | None:
    start = max(
        [0, *(b.end for b in bounds if b.end <= bound.start), *(text.rfind(c, 0, bound.start) + 1 for c in "；;")]
    )
    m = _BEFORE.search(text[start : bound.start])
    if m is None:
        return None
    name = (start + m.start("name"), start + m.end("name"))
    condition: Span | None = (bound.start, bound.end) if bound.conditional else None
    if m.group("pre"):
        condition = (start + m.start("pre"), bound.end)
    tail = re.match(r"[，,]?(?:且|并且|并|同时)[^；;。，,）)]{1,40}", text[bound.end :])
    if tail:
        condition = (condition[0] if condition else bound.start, bound.end + tail.end())
    return GradedBound(
        name[0], max(bound.end, condition[1] if condition else 0), name, bound, condition, "grade.name-bound"
    )


def _respective(text: str, bounds: list[Bound]) -> tuple[GradedBound, ...]:
    """90分以上、80分以上90分以下、80分以下的，分别为优秀、良好、合格: as many names as bounds, else nothing."""
    for index, last in enumerate(bounds):
        m = _RESPECTIVELY.match(text[last.end :])
        if not m:
            continue
        at = last.end + m.start("list")
        names = [(at + n.start(), at + n.end()) for n in re.finditer(KNOWN, m.group("list"))]
        names = [
            n
            for n in names
            if not re.match("[一-龥]", text[n[1] : n[1] + 1]) or re.match(rf"{NOUN}|[和及与]", text[n[1] :])
        ]
        group = bounds[: index + 1]
        if len(names) == len(group) >= 2:
            return tuple(
                GradedBound(
                    min(b.start, n[0]),
                    max(b.end, n[1]),
                    n,
                    b,
                    (b.start, b.end) if b.conditional else None,
                    "grade.respectively",
                )
                for b, n in zip(group, names, strict=True)
            )
    return ()
