"""What makes a stretch of text a scoring one: a number of 分 that is given or taken, or a phrase of scoring."""

import re
from dataclasses import dataclass

from corpus.spans import Span
from extract.rules.quantities import NUMBER


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign that points are given or taken. Rows are one alternation: the first that fits at a place counts.

    `opens` are the characters it can begin with (as in a pattern's brackets): most places of a text are passed by on them.
    """

    id: str
    opens: str
    pattern: str
    example: str


_HERE = r"(?=\s*(?:\Z|[，。；,;、：:（(）)]|处理))"
_END = r"(?=\s*(?:\Z|[，。；,;]))"
_DIGITS = r"[一二两三四五六七八九十半零]{1,3}"
_NOT_POINTS = "钟制值数级队公局支厂部包行店院校组会馆贝米管工期批段析解散布别秒寸类"

SIGNALS: tuple[Signal, ...] = (
    Signal(
        "signal.number",
        r"\d",
        rf"(?P<number>(?<![\d.])\d+(?:\.\d+)?)\s*分(?!之[^间内]|[{_NOT_POINTS}]|\s*[×✕╳*]\s*\d)",
        "扣2分",
    ),
    Signal(
        "signal.numeral",
        "扣减加得计记给奖",
        rf"[扣减加得计记给奖](?:除|减|去|罚|掉|计|记|励)?\s*{_DIGITS}(?:分?[至到—-]{_DIGITS})?\s*分(?![别明之工析散布钟满])",
        "扣一至三分",
    ),
    Signal(
        "signal.verb",
        "扣减加奖得计记给",
        rf"(?<=[\u4e00-\u9fff，,])(?<!参)[扣减加奖得计记给]分(?:奖励)?{_HERE}"
        r"(?<!考核得分)(?<!实际得分)(?<!自评得分)(?<!综合得分)(?<!最终得分)(?<!应得分)(?<!实得分)(?<!总得分)"
        r"(?<!小计得分)(?<!最高得分)(?<!最低得分)(?<!平均得分)(?<!各项得分)(?<!初评得分)(?<!复评得分)(?<!加权得分)",
        "给予加分",
    ),
    Signal("signal.exhaust", "扣减加", r"[扣减加][完光满][^，；。]{0,8}[止限]", "扣完为止"),
    Signal(
        "signal.nought",
        "得成分为计记按给",
        r"(?:得分|成绩|分值)(?:为|计|记|按)零|(?:为|计|记|得|按|给)\s*零\s*分",
        "总分为零分",
    ),
    Signal(
        "signal.by-share",
        "得",
        r"得分按[^，。；]{1,16}(?:率|比例|百分比)(?:进行)?(?:计算|折算|换算|确定)",
        "得分按完成率计算",
    ),
    Signal("signal.none", "不", r"不(?:予)?[得计给记]分", "不得分"),
    Signal("signal.formula", "得", r"得分\s*[=＝]", "得分＝完成率×分值"),
    Signal("signal.full", "得计记给", r"[得计记给]满分", "得满分"),
    Signal(
        "signal.share",
        "倍减折比率",
        r"(?:倍|减半|折半|(?:比例|率)(?:进行)?(?:折算|换算|计算)?(?:后)?)[扣加减得计给]分",
        "按比例得分",
    ),
    Signal(
        "signal.of-points",
        "扣",
        rf"扣(?:除|减)?[^，；。\d一二三四五六七八九十]{{1,8}}分值?{_END}(?<!扣分)",
        "扣减相应分值",
    ),
    Signal(
        "signal.percent",
        "扣按%",
        rf"扣(?:除|减)?[^，；。]{{0,10}}(?:分值|得分|分数|分)的?\s*(?:\d+\s*%|一半|[一二三四五]分之)|扣(?:除|减)?[^，；。\d]{{0,6}}\d+(?:\.\d+)?\s*%|按\s*\d+\s*%[计得扣给]分|%的?分{_END}",
        "扣除该项分值的50%",
    ),
    Signal(
        "signal.portion",
        "得计给",
        r"[得计给][^，。；\d]{0,8}(?:标准分|分值|满分)的?\s*(?:\d+(?:\.\d+)?\s*%|一半)",
        "得该项分值的60%",
    ),
    Signal(
        "signal.rounding",
        "得分成计结",
        r"(?:得分|分数|成绩|计分|分值|结果)[^，；。]{0,12}(?:保留|精确到|取)[^，；。]{0,6}?(?:位小数|整数)",
        "考核得分保留两位小数",
    ),
    Signal(
        "signal.conversion",
        "百千折换",
        r"[百千]分制(?:的?(?:标准|方法|办法))?(?:进行|予以)?[折换]算|[折换]算(?:成|为|到)?[百千]分制|[百千]分制(?:得分|成绩)\s*[=＝]\s*实",
        "考核得分按百分制折算",
    ),
    Signal(
        "signal.signed",
        r"+＋－−\-",
        rf"[+＋－−]\s*\d+(?:\.\d+)?\s*{_END}|(?<=[次起项处人例件个名家户])-\d+(?:\.\d+)?\s*{_END}",
        "获市级表彰+2",
    ),
    Signal("signal.most", "最", r"最[高多][加扣得]\s*\d+", "最高加100"),
    Signal(
        "signal.combined",
        "不只就按取以",
        r"不重复|只[加扣计得记](?:分)?[一1][次项]|就高不|就高计|按(?:最高|就高)|取最高|以最高",
        "不重复加分",
    ),
    Signal(
        "signal.failed",
        "的者单",
        r"(?:的|者|单位)[，,]?[^，。；,;]{0,14}(?:按|评为|定为|列为|认定为|评定为|视为|(?:考核|考评|结果|等次|等级|成绩)为)[“\"]?(?:不合格|不达标|不称职)",
        "瞒报的，考核结果按不合格评定",
    ),
    Signal("signal.disqualified", "取", r"取消[^，；。]{0,16}资格", "取消评优资格"),
    Signal("signal.downgraded", "降调", r"[降调][^，；。]{0,6}一个?(?:等次|等级|档次)", "降低一个等次"),
    Signal(
        "signal.veto",
        r"的以一二三四五六七八九\d",
        r"(?:的|以上|[一二三四五六七八九\d][人起次])[，,]?(?:一律|实行|实施|予以|给予|直接|考核|全年|年度|当年)*[“\"]?一票否决",
        "瞒报事故的，实行一票否决",
    ),
    Signal("signal.barred", "不", r"不得(?:参加|参与)?评[为先优]", "不得评先评优"),
)
"""Where none of these stands, nothing is scored."""

_SIGNAL = re.compile(rf"(?=[{''.join(row.opens for row in SIGNALS)}])(?:{'|'.join(row.pattern for row in SIGNALS)})")
_BETWEEN = rf"(?:{NUMBER}\s*分?\s*(?:[-－—～~]{{1,2}}|至|到))?\s*{NUMBER}\s*分"
_WITHIN = r"(?:的)?(?:之间|范围内|范围之内|以内|之内|内)?[^，；。\d]{0,8}[打评赋计给得记扣减加奖]分"
"""What follows a range that is given: 在0—5分之间打分."""
_THRESHOLD = re.compile(
    r"(?:低于|高于|(?<!不)(?<!不得)超过|不足|达到|达|不到|未达到?|大于|小于|满|在|≥|≤|>|<|＞|＜|得分|成绩|总分|：)"
    rf"\s*{_BETWEEN}(?!{_WITHIN})"
    rf"|{NUMBER}\s*分\s*(?:[（(](?:不)?含[^）)]{{0,4}}[）)])?\s*(?:以上|以下|以内|及以[上下]|之间)(?!{_WITHIN})"
    r"|(?:优秀|良好|合格|优|良|中|差|等次|等级)\s*[（(][^（）()]*分[^（）()]*[）)]"
)
"""A score as a threshold: 得分低于60分的, 90分以上, 优秀（90分及以上）."""


def signals(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Where the stretch gives or takes points. A threshold (90分以上) gives and takes nothing."""
    thresholds: list[Span] | None = None
    out: list[Span] = []
    for found in _SIGNAL.finditer(text, start, end):
        if found["number"]:
            if thresholds is None:
                thresholds = [t.span() for t in _THRESHOLD.finditer(text, start, end)]
            if any(a <= found.start() < b for a, b in thresholds):
                continue
        out.append(found.span())
    return tuple(out)
