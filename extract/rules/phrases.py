"""The phrases of scoring, as data: one row for each way a text says how points go. A new local wording is a new row.

Every pattern is matched against the end of a clause (the stretch between two commas), so that whatever stands before it is
the condition. Named groups: `points` (a score), `list` (scores one after the other), `range`, `of` (the verb that tells
whether points are taken off, added or earned), `each` (分别, 各), `factor` (what a proportion is of), `outcome` (of a veto).
Rows of one last character are tried in the order given here; the first that matches counts.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

from extract.rules.quantities import LIST, NUMBER, POINTS, RANGE

Kind = Literal[
    "award", "deduct", "bonus", "full", "zero", "range", "cap", "proportion", "veto",
    "reference",  # names points without giving or taking any: 90分以上为优秀, 共10分
    "note",  # says nothing that changes a score: 逐项扣分, 以会议纪要为准
    "remark",  # changes how scores combine; there is no kind for it, so it is kept as it stands
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording: `id` stands on every field it produced, `ends` are the characters it can end with."""

    id: str
    kind: Kind
    pattern: str
    ends: str
    example: str
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(rf"(?:{self.pattern})\s*\Z"))


_HOW = r"(?:(?:一律|全部|直接|一次性|再|另外|另行|另|则|就|应当|应|可以|可|予以|给予|将|均|都|统一|相应|再次|额外|共|即|追加)\s*)*"
_EACH = r"(?P<each>分别|各)?\s*(?:再|另|可)?"
_DEDUCT = r"(?P<of>加扣|扣减|扣除|扣罚|扣去|扣掉|倒扣|核减|扣|减去|减)(?:分)?"
_BONUS = r"(?P<of>(?<![参附追])(?:加计|加记|奖励|加|奖))(?:分)?"
_AWARD = r"(?P<of>获得|可得|(?<![取值获觉显使赢求所博扣加失])得|(?<![会统累总合折共])计|(?<![登标])记|给|赋)(?:分)?"
_ITS = r"(?:该|此|本|单|其|相应|相关)(?:小|分|单)?(?:项|指标|环节|条|栏)(?:目|考核|工作|指标)?"
DISCRETION = (
    r"(?:(?:可|将|应|并)?(?:酌情|酌|视情节轻重(?:程度)?|视情节|视情况|视情|视程度|视(?:其|具体|实际|完成|工作)情况|"
    r"(?:根据|按|按照)(?:其|具体|实际|完成|工作)?(?:情节轻重|情节严重|情节|情况|程度|轻重)(?:程度|大小)?))"
)
_MOST = r"(?:最高|最多|至多|上限|封顶)"
_ALTOGETHER = r"(?:以上各项|上述各项|以上|上述|(?:此|本|该|单)项(?:目|指标|工作)?|累计|合计|总计|共计|总共|全年|年度|每年|本年度)*"
_GRADE = r"[“\"]?(?:优秀|良好|优|良|中|合格|基本合格|不合格|达标|不达标|较好|较差|一般|差|好)[”\"]?"

PHRASES: tuple[Phrase, ...] = (
    # points named, not given
    Phrase(
        "reference.grade",
        "reference",
        rf"{NUMBER}\s*分.{{0,24}}?(?:为|是|评为|定为|评定为|确定为|认定为){_GRADE}(?:等次|等级|档次|单位|的?)?",
        "秀好优良中格标差般次级位的”\"",
        "90分以上为优秀",
    ),
    Phrase(
        "reference.total",
        "reference",
        rf"(?:总分值?|合计|共计|共|占|分值|标准分|权重|基准分)(?:各)?(?:为|是|：|:)?\s*{POINTS}",
        "分",
        "两项共10分",
    ),
    Phrase("reference.own", "reference", rf"(?:{_ITS}|本条)(?:为|共|计|是)?\s*{POINTS}", "分", "本项10分"),
    # no points
    Phrase(
        "note.excess",
        "note",
        r"(?:超过|超出|多出|多余)(?:的)?部分(?:则)?不(?:再|予)?(?:计|得|加|记)分",
        "分",
        "超过部分不计分",
    ),
    Phrase(
        "zero.none",
        "zero",
        rf"{_HOW}(?:{_ITS})?(?:的)?(?:得分)?(?:一律|均|则)?不(?:予)?(?:得|计|给|记)(?:基本|任何|该项|此项"
        r"|本项)?分",
        "分",
        "未报送的，该项不得分",
    ),
    Phrase(
        "zero.nought",
        "zero",
        rf"{_HOW}(?:{_ITS})?(?:考核)?(?:得分|成绩|分值|计分|记分)?(?:为|得|计|记|给|按)?\s*"
        r"(?<![\d.扣减至到])(?:0|零)\s*分(?:计|处理|计算)?",
        "分计理算",
        "未开展的得0分",
    ),
    Phrase(
        "zero.all",
        "zero",
        rf"{_HOW}扣(?:除|减|完|光|去)?(?:{_ITS}|其)?(?:的)?(?:全部|所有|全)(?:的)?(?:应得|标准)?(?:分值"
        r"|分数|得分|分)",
        "分值数",
        "瞒报的，扣除该项全部分值",
    ),
    Phrase(
        "zero.whole",
        "zero",
        rf"{_HOW}扣(?:除|减|完|光)(?:{_ITS})(?:的)?(?:应得|标准)?(?:分值|分数|得分|分)",
        "分值数",
        "未更新的，扣除该项应得分",
    ),
    # how scores combine
    Phrase(
        "remark.highest",
        "remark",
        r"(?:就高(?:不就低|不重复)?|(?:只)?(?:按|取|以)[^，；。]{0,6}(?:最高|较高)(?:级别?|档次?|等次"
        r"|分值?|奖项|层级|一项|一级|项|者|标准)?)(?:一次)?(?:计分|加分|计算|计|为准|执行|扣分|记分|得分"
        r"|计入)?",
        "低复级别档次等分值奖项项层者准计算行入高",
        "按最高级计",
    ),
    Phrase(
        "remark.once",
        "remark",
        r"不(?:再|得|予|可)?(?:重复|累计|累加|叠加|兼得|重叠)(?:加|扣|计|得|奖|计算|享受)?(?:分)?",
        "分复计加叠得扣奖算受",
        "不重复加分",
    ),
    Phrase(
        "remark.only",
        "remark",
        r"只(?:加|扣|计|得|记)(?:分)?(?:一次|1次|一项|1项)(?:分|最高分)?",
        "次项分",
        "同一事项只加一次分",
    ),
    Phrase(
        "remark.sum",
        "remark",
        r"(?:可|可以|予以|应|将)?(?:累计|累加|叠加|合并)(?:加|扣|计|得)分",
        "分",
        "以上各项可累计扣分",
    ),
    # the most that can go
    Phrase(
        "range.given",
        "range",
        rf"{_HOW}{DISCRETION}?(?:给予|奖励|加)\s*(?P<range>{RANGE})(?:的)?(?P<of>奖励|加分|奖分)(?:奖励)?",
        "励分",
        "酌情给予1—3分加分",
    ),
    Phrase(
        "range.most",
        "range",
        rf"{DISCRETION}(?:{_MOST})(?P<of>扣|减|加|奖)(?:分)?\s*(?P<high>{POINTS})",
        "分",
        "视情况最高加10分",
    ),
    Phrase(
        "cap.verb",
        "cap",
        rf"(?:{_ALTOGETHER})(?:{_MOST}|限)(?:只)?(?:可以|可|能|不得超过|不超过|为)?(?P<of>扣除|扣减|扣|减"
        rf"|加|奖励|奖|得|计)(?:分)?(?:至|到|不得超过|不超过|为)?\s*(?P<points>{NUMBER}(?:\s*分)?)(?:为止"
        r"|为限|封顶)?",
        "分止限顶0123456789十",
        "最高扣100分",
    ),
    Phrase(
        "cap.said",
        "cap",
        rf"(?:{_ALTOGETHER})(?P<of>扣|加|减|奖|得)(?:分)?(?:值|总分|总额|数|总值)?(?:累计|合计|总计|共计)?"
        rf"(?:{_MOST}|不|不得|不能)(?:超过|超出|为|是|不超过|不得超过|：|:)?(?:[（(]含[）)])?\s*"
        rf"(?P<points>{POINTS})",
        "分",
        "累计扣分不超过5分",
    ),
    Phrase(
        "cap.most",
        "cap",
        rf"(?:{_ALTOGETHER})(?:总分|分值)?(?:{_MOST}(?:为|是|不超过|不得超过|至|到|：|:)?|不超过"
        rf"|不得超过)\s*(?P<points>{POINTS})(?:为止|为限|封顶)?",
        "分止限顶",
        "最多不超过3分",
    ),
    Phrase(
        "cap.exhaust",
        "cap",
        rf"(?:直至|直到|至)?(?:{_ITS}|各项|每项|分项)?(?:的)?(?:标准分值|考核分值|分值|标准分|分数|得分"
        rf"|分)?(?:直至|直到|至)?(?P<of>扣|减)(?:完|光|满|至\s*(?:0|零)\s*分|到\s*(?:0|零)\s*分)(?:{_ITS})?"
        r"(?:的)?(?:分值|分数|得分|应得分|标准分|分)?(?:为止|即止|为限|止)",
        "止限",
        "扣完为止",
    ),
    Phrase(
        "cap.until",
        "cap",
        rf"(?:直至|直到|至)?(?P<of>扣|减|加|得)(?:完|满|够)\s*(?P<points>{POINTS})(?:为止|即止|止)",
        "止",
        "扣满5分为止",
    ),
    Phrase("cap.sealed", "cap", rf"(?:以)?(?P<points>{POINTS})(?:封顶|为限|为上限|为止)", "顶限止", "5分封顶"),
    Phrase("cap.exhaust.bonus", "cap", r"(?P<of>加)满(?:分)?为止", "止", "加满为止"),
    # a share of the points
    Phrase(
        "proportion.formula",
        "proportion",
        rf"(?:{_ITS})?(?:得分|分数|分值)\s*[=＝]\s*(?P<factor>(?![^，；。]*(?:应得|实得"
        rf"|空项))[^=＝，；。]+?)\s*[×xX*✕╳]\s*(?:(?P<points>{NUMBER}(?:\s*分)?)|(?:{_ITS})?(?:的)?"
        r"(?:标准分值|标准分|分值|满分|权重分|权重))",
        "分值重0123456789",
        "得分＝完成率×分值",
    ),
    Phrase(
        "proportion.formula.reversed",
        "proportion",
        rf"(?:{_ITS})?(?:得分|分数)\s*[=＝]\s*(?:(?P<points>{NUMBER}\s*分)|(?:{_ITS})?(?:的)?(?:标准分值"
        r"|标准分|分值|满分|权重分))\s*[×xX*✕╳]\s*(?P<factor>[^=＝，；。×]*?(?:率|比例|比重|占比))",
        "率例重比",
        "得分＝分值×完成率",
    ),
    Phrase(
        "proportion.by",
        "proportion",
        r"(?:则|均|应)?(?:按照|按|依照|依|根据)(?P<factor>[^，；。扣加减]{0,20}?(?:比例|比率|百分比|百分率"
        r"|率))(?:进行)?(?:折算|计算|换算|折合)?(?:后)?(?:相应)?(?P<of>得|计|给|记|赋|确定得|计算得)分",
        "分",
        "按实际完成比例得分",
    ),
    # at discretion
    Phrase(
        "range.deduct",
        "range",
        rf"{_HOW}{DISCRETION}?{_HOW}{_EACH}{_DEDUCT}\s*(?P<range>{RANGE})",
        "分",
        "酌情扣1—3分",
    ),
    Phrase(
        "range.bonus",
        "range",
        rf"{_HOW}{DISCRETION}?{_HOW}{_EACH}{_BONUS}\s*(?P<range>{RANGE})",
        "分",
        "酌情加0.5－1分",
    ),
    Phrase(
        "range.award",
        "range",
        rf"{_HOW}{DISCRETION}?{_HOW}{_EACH}{_AWARD}\s*(?P<range>{RANGE})",
        "分",
        "效果较好的得2—3分",
    ),
    Phrase(
        "range.open",
        "range",
        rf"{DISCRETION}(?:予以|给予|进行|适当|相应)?(?P<of>扣|减|加|奖|得|给)分(?:处理)?",
        "分理",
        "视情扣分",
    ),
    Phrase("range.open.proper", "range", r"(?:适当|相应)(?:予以|给予)?(?P<of>扣|减|加)分(?:处理)?", "分理", "适当加分"),
    # points
    Phrase(
        "full.award",
        "full",
        rf"{_HOW}(?P<of>得|计|记|给|可得)(?:{_ITS})?(?:的)?(?:满分|全分)",
        "分",
        "达到90%得满分",
    ),
    Phrase(
        "award.full",
        "award",
        rf"(?:得|计|记|给)?(?:{_ITS})?(?P<of>满分)(?:为|是|计)?\s*(?P<points>{POINTS})",
        "分",
        "满分10分",
    ),
    Phrase(
        "deduct.list",
        "deduct",
        rf"{_HOW}{_EACH}{_DEDUCT}\s*(?P<list>{LIST})",
        "分",
        "被省、市通报的，分别扣2分、1分",
    ),
    Phrase(
        "bonus.list",
        "bonus",
        rf"{_HOW}{_EACH}{_BONUS}\s*(?P<list>{LIST})",
        "分",
        "获国家级、省级表彰的，分别加3、2分",
    ),
    Phrase("award.list", "award", rf"{_HOW}{_EACH}{_AWARD}\s*(?P<list>{LIST})", "分", "获一、二等奖的，分别得3分、2分"),
    Phrase(
        "deduct.points",
        "deduct",
        rf"{_HOW}{_EACH}{_DEDUCT}(?:{_ITS})?\s*(?P<points>{POINTS})",
        "分",
        "未制定的，扣2分",
    ),
    Phrase(
        "bonus.given",
        "bonus",
        rf"{_HOW}(?:给予|奖励|加)\s*(?P<points>{POINTS})(?:的)?(?P<of>奖励|加分|奖分)(?:奖励)?",
        "励分",
        "获市级表彰的，给予2分奖励",
    ),
    Phrase("bonus.points", "bonus", rf"{_HOW}{_EACH}{_BONUS}\s*(?P<points>{POINTS})", "分", "获市级表彰的，加2分"),
    Phrase("award.points", "award", rf"{_HOW}{_EACH}{_AWARD}\s*(?P<points>{POINTS})", "分", "完成得8分"),
    Phrase("bonus.open", "bonus", r"(?:给予|予以|可以|可|应)(?:适当)?(?P<of>加)分", "分", "经认定，给予加分"),
    Phrase(
        "deduct.signed",
        "deduct",
        rf"(?<![\d.\-—–a-zA-Z)）一])(?P<points>[-－−–]\s*{NUMBER}(?:\s*分)?)",
        "分0123456789",
        "每起-2分",
    ),
    Phrase(
        "bonus.signed",
        "bonus",
        rf"(?<![\d.a-zA-Z])(?P<points>[+＋]\s*{NUMBER}(?:\s*分)?)",
        "分0123456789",
        "获市级表彰+2",
    ),
    Phrase("award.bare", "award", rf"(?<![\d.\-—–~～至到、])(?P<points>{POINTS})", "分", "控制在计划数以内的，100分"),
    # vetoes
    Phrase(
        "veto.result",
        "veto",
        r"(?:一律|直接|其|当年|年度|本年度|全年|综合)*(?:安全生产|目标管理)?(?:考核|考评|评定|评价)?"
        r"(?:结果|等次|等级|成绩|工作)?(?:一律|直接|均|即)?(?:按|按照|评为|评定为|定为|确定为|认定为|列为"
        r"|视为|判定为|为)[“\"]?(?P<outcome>不合格|不达标|不称职|较差|差|末位|最低等次|最低档次)[”\"]?"
        r"(?:等次|等级|档次|单位|处理|评定|论处|对待|计)*",
        "格标职差位次级理定处待计”\"",
        "发生较大及以上事故的，一律按不合格评定",
    ),
    Phrase(
        "veto.disqualified",
        "veto",
        r"(?:一律|直接|予以|并|将)*(?P<outcome>取消[^，。；]{0,16}?资格)",
        "格",
        "情节严重的，取消评优资格",
    ),
    Phrase(
        "veto.downgrade",
        "veto",
        r"(?:一律|直接|予以|并|将)*(?P<outcome>(?:考核|考评)?(?:结果|等次|等级)?(?:下调|下降|降低|降)"
        r"(?:考核|考评)?(?:一|两|二|1|2)个?(?:考核)?(?:等次|等级|档次|档|级))",
        "次级档",
        "瞒报事故的，降低一个等次",
    ),
    Phrase(
        "veto.barred",
        "veto",
        r"(?:一律|直接|当年|年度|本年度)*(?P<outcome>不(?:得|能|予)(?:评|定|评定|确定|列)为[“\"]?(?:优秀"
        r"|良好|先进|合格)[”\"]?(?:及以上|以上)?(?:等次|等级|档次|单位)?)",
        "秀好进格次级位上”\"",
        "发生亡人事故的，不得评为优秀等次",
    ),
    Phrase(
        "veto.unrated",
        "veto",
        r"(?:一律|直接|当年|年度|本年度)*(?P<outcome>不(?:得|能|予)(?:参加|参与)?(?:评优评先|评先评优|评优"
        r"|评先|评先树优|评奖评优)(?:活动)?)",
        "优先动",
        "受到处罚的，当年不得评先评优",
    ),
    Phrase(
        "veto.single",
        "veto",
        r"(?:一律|直接)?(?:实行|实施|予以|给予|执行)?(?:考核)?(?P<outcome>[“\"]?一票否决[”\"]?)(?:制|处理)?",
        "决”\"制理",
        "瞒报生产安全事故的，实行一票否决",
    ),
    # no effect
    Phrase(
        "note.itemwise",
        "note",
        r"(?:(?:实行|采用|采取|按照|按|以)?(?:逐项|分项|倒|对照标准)(?:扣|计|评|打)分(?:制|法|办法)?|"
        r"(?:实行|采用|采取)(?:扣|加|减|倒扣)分(?:制|法)?)",
        "分制法",
        "逐项扣分",
    ),
    Phrase("note.harmless", "note", r"(?:的)?(?:则)?不(?:予)?(?:扣|加|减)分", "分", "按期完成的不扣分"),
)  # fmt: skip
"""Every wording that is understood."""

BY_LAST: dict[str, tuple[Phrase, ...]] = {
    c: tuple(p for p in PHRASES if c in p.ends) for c in sorted(set("".join(p.ends for p in PHRASES)))
}
"""The rows that can match a clause that ends with a character."""


@dataclass(frozen=True, slots=True)
class Afterword:
    """What may follow a score in its sentence without changing it; anything else makes the sentence doubtful."""

    id: str
    pattern: str
    example: str
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(self.pattern))


AFTERWORDS: tuple[Afterword, ...] = (
    Afterword(
        "after.proof",
        r"(?:具体)?(?:以|依据|凭|根据|按)[^扣加减]{1,40}(?:为准|为据|认定|确认|为依据|核定|核实|计算|评定)",
        "以会议纪要为准",
    ),
    Afterword(
        "after.also",
        r"(?:并|同时|且|另|还)(?:将|应|要|须|需|予以|给予|进行|在|由|按|依法|限期|责令)*[^扣加减分\d]{1,40}",
        "并予以通报",
    ),
    Afterword(
        "after.see",
        r"(?:详见|参见|查看|查阅|查|见|由|需提供|须提供|应提供|提供)[^扣加减分\d]{1,40}",
        "查会议记录",
    ),
    Afterword("after.likewise", r"(?:以此类推|依此类推|依次类推|余类推|类推|下同)", "以此类推"),
)  # fmt: skip
"""Checked whole: they change neither whether nor how many points go."""

EXCEPTION = re.compile(r"除外|不含|不包括|例外|免予|免于|免扣|不在此|不扣|不计|不作|顺延|减半|加倍|双倍|折半")
"""Words that change whom or how much a score meets; beside a score that is understood they make it doubtful."""

SIGNAL = re.compile(
    r"(?P<number>(?<![\d.])\d+(?:\.\d+)?)\s*分(?![钟制之值数级队公局支厂部包行店院校组会馆贝米管工期批段析解散布别秒寸])"
    r"|(?:扣|减|加|得|计|记|给|奖)\s*[一二两三四五六七八九十半零]{1,3}(?:分?[至到—-][一二两三四五六七八九十半]{1,3})?\s*分(?![别明之工析散布钟满])"
    r"|(?:扣|减|加|奖|得|计|记|给)分(?=\s*(?:\Z|[，。；,;、：:（(）)]|处理))(?<!考核得分)(?<!实际得分)(?<!自评得分)(?<!综合得分)"
    r"|[扣减加][完光满][^，；。]{0,8}止|不(?:予)?[得计给记]分|得分\s*[=＝]|[得计记给]满分"
    r"|(?:加倍|双倍|减半|比例|率)(?:扣|加|减|得|计|给)分|扣(?:除|减)?[^，；。\d一二三四五六七八九十]{1,8}分值?(?=\s*(?:\Z|[，。；,;]))(?<!扣分)"
    r"|[+＋－−]\s*\d+(?:\.\d+)?\s*(?=\Z|[，。；,;])|(?<=[次起项处人例件个名家户])-\d+(?:\.\d+)?\s*(?=\Z|[，。；,;])"
    r"|最[高多](?:加|扣|得)\s*\d+|不重复|就高不|就高计|按(?:最高|就高)|取最高|以最高"
    r"|(?:的|者|单位)[，,]?[^，。；,;]{0,14}(?:按|评为|定为|列为|认定为|评定为|视为)[“\"]?(?:不合格|不达标|不称职)|取消[^，；。]{0,16}资格|[降调][^，；。]{0,6}一个?(?:等次|等级|档次)"
    r"|(?:的|以上|[一二三四五六七八九\d][人起次])[，,]?(?:一律|实行|实施|予以|给予|直接|考核)*[“\"]?一票否决|不得(?:参加|参与)?评[为先优]|扣(?:除|减)?[^，。；]{0,10}(?:分值|得分|分数|分)的?\s*\d+\s*%|按\s*\d+\s*%(?:计|得|扣|给)分|%的?分(?=\s*(?:\Z|[，。；,;]))"
)
"""What makes a stretch a scoring one: a number of 分, or a phrase of scoring."""

NOT_GIVEN = re.compile(
    rf"(?:低于|高于|(?<!不)(?<!不得)超过|不足|达到|达|不到|未达到?|大于|小于|满|在|≥|≤|>|<|＞|＜|得分|成绩|总分|：)\s*(?:{NUMBER}\s*分?\s*(?:[-－—～~]{{1,2}}|至|到))?\s*{NUMBER}\s*分"
    rf"|{NUMBER}\s*分\s*(?:[（(](?:不)?含[^）)]{{0,4}}[）)])?\s*(?:以上|以下|以内|及以[上下]|之间)"
    rf"|(?:优秀|良好|合格|优|良|中|差|等次|等级)\s*[（(][^（）()]*分[^（）()]*[）)]"
)
"""A score as a threshold inside a condition: 得分低于60分的, 90分以上. It gives or takes nothing."""

LABEL = re.compile(
    r"(?:评分标准|评分细则|评分办法|评分规则|计分方法|计分办法|计分标准|扣分标准|加分标准|考核标准|考核办法|加分项目?|扣分项目?|"
    r"加分|扣分|标准|评分|计分|备注|说明|注)\s*\d?\s*[:：]"
)
"""A label before a scoring sentence; it is no part of the condition."""
