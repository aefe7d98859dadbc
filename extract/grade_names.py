"""What grades are called, and the lists that name them: 优秀、良好、合格、不合格四个等次."""

import re
from dataclasses import dataclass

from corpus.spans import Span

NAMES: tuple[str, ...] = (
    "优秀", "优良", "优", "良好", "良", "较好", "好", "中等", "中", "一般", "较差", "差",
    "合格", "基本合格", "不合格", "称职", "基本称职", "不称职", "达标", "基本达标", "不达标", "未达标",
    "先进", "达标先进", "满意", "基本满意", "不满意", "及格", "不及格", "完成", "基本完成", "未完成", "等外", "较弱", "落后", "后进", "示范",
    "A级", "B级", "C级", "D级", "E级", "A类", "B类", "C类", "D类", "A等", "B等", "C等", "D等", "A", "B", "C", "D", "E",
    "A档", "B档", "C档", "D档", "一等", "二等", "三等", "四等", "一档", "二档", "三档", "四档", "一级", "二级", "三级", "四级",
    "第一档", "第二档", "第三档", "第四档", "第一等次", "第二等次", "第三等次", "第四等次", "第一等", "第二等", "第三等",
    "一类", "二类", "三类", "四类", "五星级", "四星级", "三星级", "二星级", "一星级", "五星", "四星", "三星", "二星", "一星",
    "★★★★★", "★★★★", "★★★", "★★", "★",
)  # fmt: skip
"""The names that grades have. A new local one is a new word here."""

_ORDERED = sorted(NAMES, key=len, reverse=True)
KNOWN = "(?:" + "|".join(map(re.escape, _ORDERED)) + ")"
NOUN = r"(?:等级|等次|档次|级别|星级|档|等|类|格次)"
_QUOTE, _UNQUOTE = r"[“\"「『]?", r"[”\"」』]?"
_MEMBER = rf"{_QUOTE}(?:{KNOWN}){_UNQUOTE}(?:{NOUN})?(?:[（(][^（）()]{{1,20}}[）)])?"
_LIST = rf"(?P<list>{_MEMBER}(?:\s*(?:[、/／和及与]|以及)?\s*{_MEMBER})+)"
_COUNT = r"(?P<count>\d+|[一二两三四五六七八])"
_VERB = r"(?:划?分为|分成|分设|分|设为|设定为|设有|设置|设|评定为|确定为|定为|划定为|划为|包括|为|按|采用|采取|实行)"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One way to introduce a list of grades. `weak`: only where the sentence says that an assessment's result is graded."""

    id: str
    pattern: str
    weak: bool
    example: str


LIST_ROWS: tuple[ListRow, ...] = (
    ListRow("grades.list-count", rf"{_VERB}\s*[：:]?\s*{_LIST}\s*(?:等|这|共)?\s*{_COUNT}\s*(?:个)?\s*(?:{NOUN}|级)", False, "分为优秀、合格、不合格3个等次"),
    ListRow("grades.count-list", rf"{_COUNT}\s*个?\s*{NOUN}\s*(?:[，,：:（(]|—+|即|分别[为是]|依次[为是]|包括|为|由高到低|从高到低)*\s*[：:]?\s*{_LIST}", False, "考核结果分为四个等级：优秀、良好、合格、不合格"),
    ListRow("grades.list-noun", rf"{_VERB}\s*[：:]?\s*{_LIST}\s*(?:等)?\s*{NOUN}", False, "分为优秀、合格、不合格等次"),
    ListRow("grades.list", rf"{_VERB}\s*[：:]?\s*{_LIST}", True, "考核结果分为优秀、合格、不合格"),
)  # fmt: skip

COUNT_ROWS: tuple[tuple[str, str, str], ...] = (
    ("grades.count", rf"{_COUNT}\s*个\s*(?:等级|等次|档次|级别|星级|档|格次)", "分为四个等级"),
    ("grades.count-short", rf"(?<![\d十百])分(?:为|成)?\s*{_COUNT}\s*(?:等|档|级)", "分为四档"),
)
"""How many grades there are, where a text says so: id, pattern, example."""

ABOUT_RESULT = re.compile(
    "(?:考核|考评|评定|评价|巡查|考查|评分|综合|结果|等次)(?:的|后的)?(?:结果|等次|等级|成绩|得分|档次|总分|结论|情况|评定)|评定等[次级]|评定为|确定为|等次|评定结果|考核对象|被考核|结果|得分|总分|成绩"
)
"""Words of a sentence on an assessment's result."""

OTHER_MATTERS = re.compile(
    "风险|事故|隐患|响应|预警|突发事件|企业|生产经营单位|标准化|信用|诚信|场所|预案|资质|危险源|灾害|火灾|职业病|危害|防护"
)
"""Words of a sentence whose grades are another matter's: 事故等级, 风险等级, 企业信用等级."""


@dataclass(frozen=True, slots=True)
class NameList:
    """A list of grades: where the sentence's piece stands, each name, the count it states (a span), the row that found it."""

    start: int
    end: int
    names: tuple[Span, ...]
    count: Span | None
    rule: str


_COMPILED_LISTS = tuple((row, re.compile(row.pattern)) for row in LIST_ROWS)
_NAME_IN_LIST = re.compile(rf"{_QUOTE}(?P<name>{KNOWN}(?=等级|等次|档次|[^一-龥A-Z]|和|及|与|以及|$|等|类|档))")


def find_name_lists(text: str, start: int = 0, end: int | None = None) -> tuple[NameList, ...]:
    """The lists of grade names in one sentence of a text; each stretch is told once, by the first row that knows it."""
    end = len(text) if end is None else end
    sentence = text[start:end]
    out: list[NameList] = []
    for row, pattern in _COMPILED_LISTS:
        for m in pattern.finditer(sentence):
            if any(m.start() + start < x.end and x.start < m.end() + start for x in out):
                continue
            before = sentence[: m.start()]
            strong = re.search("考核(?:结果|等次|等级|成绩|得分|评定)|考评(?:结果|等次|等级)|被考核", before)
            if OTHER_MATTERS.search(before) and not strong:
                continue
            if row.weak and not re.search(
                "(?:考核|考评|评定|评价|巡查|考查|评分)(?:结果|等次|等级|结论|成绩)|^结果|等次", before
            ):
                continue
            if not row.weak and not ABOUT_RESULT.search(sentence) and not re.search("考核|考评", text[:end]):
                continue
            names = tuple(
                (start + m.start("list") + n.start("name"), start + m.start("list") + n.end("name"))
                for n in _NAME_IN_LIST.finditer(m.group("list"))
                if not _in_brackets(m.group("list"), n.start("name"))
            )
            if len(names) < 2:
                continue
            count = m.span("count") if m.groupdict().get("count") else None
            out.append(
                NameList(
                    m.start() + start, m.end() + start, names, count and (count[0] + start, count[1] + start), row.id
                )
            )
    return tuple(sorted(out, key=lambda x: x.start))


def _in_brackets(text: str, at: int) -> bool:
    opened = max(text.rfind("（", 0, at), text.rfind("(", 0, at))
    return opened >= 0 and not re.search("[）)]", text[opened:at])


def find_count(text: str) -> Span | None:
    """Where a text says how many grades there are: the number in 分为四个等级."""
    for _, pattern, _ in COUNT_ROWS:
        m = re.search(pattern, text)
        if m:
            return m.span("count")
    return None
