"""The phrases of scoring, as data: one row for each way a text says how points go. A new local wording is a new row.

Every pattern is matched against the end of a clause (the stretch between two commas), so that whatever stands before
it is the condition. Named groups: `points` (a score), `list` (scores one after the other), `range`, `of` (the verb that
tells whether points are taken off, added or earned), `each` (分别, 各), `factor` (what a proportion is of), `outcome`
(of a veto).
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


_HOW = (
    r"(?:(?:一律|全部|直接|一次性|再|另外|另行|另|(?<!否)则|就|应当|应|可以|可|予以|给予|将|均|都|统一"
    r"|相应|再次|额外|共|即|追加)\s*)*"
)
_EACH = r"(?P<each>分别|各)?\s*(?:再|另|可)?"
_DEDUCT = r"(?P<of>加扣|扣减|扣除|扣罚|扣去|扣掉|倒扣|核减|扣|减去|减)(?:分)?"
_BONUS = r"(?P<of>(?<![参附追])(?:加计|加记|奖励|加|奖))(?:分)?"
_AWARD = r"(?P<of>获得|可得|(?<![取值获觉显使赢求所博扣加失])得|(?<![会统累总合折共])计|(?<![登标])记|给|赋)(?:分)?"
_ITS = r"(?:该|此|本|单|其|相应|相关)(?:小|分|单)?(?:项|指标|环节|条|栏)(?:目|考核|工作|指标)?"
DISCRETION = (
    r"(?:(?:可|将|应|并)?(?:酌情|酌|视情节轻重(?:程度)?|视情节|视情况|视情|视程度|视[^，。；扣加减得]{1,8}(?:情况|程度|大小|轻重|情节|质量|多少|效果)|视(?:其|具体|实际|完成|工作)情况|"
    r"(?:根据|按|按照)(?:其|具体|实际|完成|工作)?(?:情节轻重|情节严重|情节|情况|程度|轻重)(?:程度|大小)?))"
)
_MOST = r"(?:最高|最多|至多|上限|封顶)"
_ALTOGETHER = (
    r"(?:以上各项|上述各项|以上|上述|(?:此|本|该|单)项(?:目|指标|工作)?|累计|合计|总计|共计"
    r"|总共|全年|年度|每年|本年度)*"
)
_GRADE = r"[“\"]?(?:优秀|良好|优|良|中|合格|基本合格|不合格|达标|不达标|较好|较差|一般|差|好)[”\"]?"

PHRASES: tuple[Phrase, ...] = (
    # points named, not given
    Phrase(
        "reference.grade",
        "reference",
        rf"{NUMBER}\s*分.{{0,24}}?(?:为|是|评为|定为|评定为|确定为|认定为){_GRADE}(?:等次|等级|档次|单位|的?)?",
        '秀好优良中格标差般次级位的”"',
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
        rf"{_HOW}(?:{_ITS})?(?:的)?(?:得分)?(?:一律|均|(?<!否)则)?不(?:予)?(?:得|计|给|记)(?:基本|任何|该项|此项"
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
        "remark.each",
        "remark",
        rf"每(?:项|条|处|次|家|人|起|个)(?:工作|指标|问题)?{_MOST}(?:可|不超过)?(?:扣|减|加|得)(?:分)?\s*{POINTS}(?:为止|为限|封顶)?",
        "分止限顶",
        "每项最多扣3分",
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
        rf"(?:{_ALTOGETHER})(?P<of>扣|加|减|奖|得)(?:分)?(?:项目|项|值|总分|总额|数|总值)?(?:累计|合计|总计|共计)?"
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
        '格标职差位次级理定处待计”"',
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
        r"(?:一律|直接|予以|并|将)*(?:在[^，。；]{0,10}(?:中|时|基础上))?(?P<outcome>(?:考核|考评)?(?:结果|等次|等级)?(?:下调|下降|降低|降)"
        r"(?:考核|考评)?(?:一|两|二|1|2)个?(?:考核)?(?:等次|等级|档次|档|级))",
        "次级档",
        "瞒报事故的，降低一个等次",
    ),
    Phrase(
        "veto.barred",
        "veto",
        r"(?:一律|直接|当年|年度|本年度)*(?P<outcome>不(?:得|能|予)(?:评|定|评定|确定|列)为[“\"]?(?:优秀"
        r"|良好|先进|合格)[”\"]?(?:及以上|以上)?(?:等次|等级|档次|单位)?)",
        '秀好进格次级位上”"',
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
        '决”"制理',
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
    Phrase("note.above", "note", r"(?:以上|上述)(?:各)?(?:项|条)?(?:目|指标)?(?:的)?[扣加]分", "分", "以上各项扣分"),
    Phrase("note.harmless", "note", r"(?:的)?(?:则)?不(?:予)?(?:扣|加|减)分", "分", "按期完成的不扣分"),
)
"""Every wording that is understood."""

BY_LAST: dict[str, tuple[Phrase, ...]] = {
    c: tuple(p for p in PHRASES if c in p.ends) for c in sorted(set("".join(p.ends for p in PHRASES)))
}
"""The rows that can match a clause that ends with a character."""
