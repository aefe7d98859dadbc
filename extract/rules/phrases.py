"""The phrases of scoring, as data: one row for each way a text says how points go. A new local wording is a new row.

Every pattern is matched against the end of a clause (the stretch between two commas), so that whatever stands before
it is the condition. Named groups: `points` (a score), `list` (scores one after the other), `range`, `of` (the verb that
tells whether points are taken off, added or earned), `each` (分别, 各), `factor` (what a proportion is of), `outcome`
(of a veto).
Rows of one last character are tried in the order given here; the first that matches counts.
"""

from extract.rules.combining import CAPS, COMBINING
from extract.rules.quantities import LIST, NUMBER, POINTS, RANGE
from extract.rules.wording import AWARD, BONUS, DEDUCT, DISCRETION, EACH, GRADE, HOW, ITS, MOST, Phrase

__all__ = ["BY_LAST", "DISCRETION", "PHRASES", "Phrase"]

PHRASES: tuple[Phrase, ...] = (
    # points named, not given
    Phrase(
        "reference.grade",
        "reference",
        rf"{NUMBER}\s*分.{{0,24}}?(?:为|是|评为|定为|评定为|确定为|认定为){GRADE}(?:等次|等级|档次|单位|的?)?",
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
    Phrase(
        "reference.own", "reference", rf"(?:{ITS}|本条)(?:为|共|计|是)?\s*(?!(?:0|零)\s*分){POINTS}", "分", "本项10分"
    ),
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
        rf"{HOW}(?:{ITS})?(?:的)?(?:得分)?(?:一律|均|(?<!否)则)?不(?:予)?(?:得|计|给|记)(?:基本|任何|该项|此项"
        r"|本项)?分",
        "分",
        "未报送的，该项不得分",
    ),
    Phrase(
        "zero.nought",
        "zero",
        rf"{HOW}(?:{ITS})?(?:考核)?(?:得分|成绩|分值|计分|记分)?(?:为|得|计|记|给|按)?\s*"
        r"(?<![\d.扣减至到])(?:0|零)\s*分(?:计|处理|计算)?",
        "分计理算",
        "未开展的得0分",
    ),
    Phrase(
        "zero.words",
        "zero",
        rf"{HOW}(?:{ITS})?(?:考核)?(?:得分|成绩|分值)(?:为|计|记|按)零(?:计|处理|计算)?",
        "零计理算",
        "未开展的，此项得分为零",
    ),
    Phrase(
        "zero.all",
        "zero",
        rf"{HOW}扣(?:除|减|完|光|去)?(?:{ITS}|其)?(?:的)?(?:全部|所有|全)(?:的)?(?:应得|标准)?(?:分值"
        r"|分数|得分|分)",
        "分值数",
        "瞒报的，扣除该项全部分值",
    ),
    Phrase(
        "zero.whole",
        "zero",
        rf"{HOW}扣(?:除|减|完|光)(?:{ITS})(?:的)?(?:应得|标准)?(?:分值|分数|得分|分)",
        "分值数",
        "未更新的，扣除该项应得分",
    ),
    *COMBINING,
    # the most that can go
    Phrase(
        "range.given",
        "range",
        rf"{HOW}{DISCRETION}?(?:给予|奖励|加)\s*(?P<range>{RANGE})(?:的)?(?P<of>奖励|加分|奖分)(?:奖励)?",
        "励分",
        "酌情给予1—3分加分",
    ),
    Phrase(
        "range.most",
        "range",
        rf"{DISCRETION}(?:{MOST})(?P<of>扣|减|加|奖)(?:分)?\s*(?P<high>{POINTS})",
        "分",
        "视情况最高加10分",
    ),
    *CAPS,
    # a share of the points
    Phrase(
        "proportion.formula",
        "proportion",
        rf"(?:实际|最终|考核|指标)*(?:{ITS})?(?:得分|分数|分值)\s*[=＝]\s*(?P<factor>(?![^，；。]*(?:应得|实得"
        rf"|空项))[^=＝，；。]+?)\s*[×xX*✕╳]\s*(?:(?P<points>{NUMBER}(?:\s*分)?)|(?:{ITS})?(?:的)?"
        r"(?:标准分值|标准分|分值|满分|权重分|权重))",
        "分值重0123456789",
        "得分＝完成率×分值",
    ),
    Phrase(
        "proportion.formula.reversed",
        "proportion",
        rf"(?:实际|最终|考核|指标)*(?:{ITS})?(?:得分|分数)\s*[=＝]\s*(?:(?P<points>{NUMBER}\s*分)|(?:{ITS})?(?:的)?(?:标准分值"
        r"|标准分|分值|满分|权重分))\s*[×xX*✕╳]\s*(?P<factor>[^=＝，；。×]*?(?:率|比例|比重|占比))",
        "率例重比",
        "得分＝分值×完成率",
    ),
    Phrase(
        "proportion.said",
        "proportion",
        rf"(?:{ITS})?(?:的)?(?P<of>得)分(?:按照|按|依照|依)(?P<factor>[^，。；扣加减]{{0,20}}?(?:比例|比率|百分比|百分率|率))(?:进行)?(?:折算|计算|换算|确定)",
        "算定",
        "本项得分按完成率计算",
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
        rf"{HOW}{DISCRETION}?{HOW}{EACH}{DEDUCT}\s*(?P<range>{RANGE})",
        "分",
        "酌情扣1—3分",
    ),
    Phrase(
        "range.bonus",
        "range",
        rf"{HOW}{DISCRETION}?{HOW}{EACH}{BONUS}\s*(?P<range>{RANGE})",
        "分",
        "酌情加0.5－1分",
    ),
    Phrase(
        "range.award",
        "range",
        rf"{HOW}{DISCRETION}?{HOW}{EACH}{AWARD}\s*(?P<range>{RANGE})",
        "分",
        "效果较好的得2—3分",
    ),
    Phrase(
        "range.within",
        "range",
        rf"在\s*(?P<range>{RANGE})\s*(?:的)?(?:之间|范围内|范围之内|以内|之内|内)(?:{DISCRETION}|进行|予以|给予|自主|综合)*"
        r"(?P<of>打|评|赋|计|给|得|记|扣|减|加|奖)分",
        "分",
        "视整改情况在0—5分之间打分",
    ),
    Phrase(
        "range.open",
        "range",
        rf"{DISCRETION}(?:予以|给予|进行|适当|相应)?(?P<of>扣|减|加|奖|得|给)分(?:处理)?",
        "分理",
        "视情扣分",
    ),
    Phrase("range.open.proper", "range", r"(?:适当|相应)(?:予以|给予)?(?P<of>扣|减|加)分(?:处理)?", "分理", "适当加分"),
    Phrase("range.open.dealt", "range", r"(?:进行|予以|给予)(?P<of>扣|减)分(?:处理)?", "分理", "未报送的，予以扣分"),
    Phrase(
        "range.open.worth",
        "range",
        r"(?P<of>扣减|扣除|核减|扣)(?:相应|适当|一定)的?(?:分值|分数|考核分|得分)",
        "分值数",
        "不符合要求的，扣减相应分值",
    ),
    # points
    Phrase(
        "full.award",
        "full",
        rf"{HOW}(?P<of>得|计|记|给|可得)(?:{ITS})?(?:的)?(?:满分|全分)",
        "分",
        "达到90%得满分",
    ),
    Phrase(
        "award.full",
        "award",
        rf"(?:得|计|记|给)?(?:{ITS})?(?P<of>满分)(?:为|是|计)?\s*(?P<points>{POINTS})",
        "分",
        "满分10分",
    ),
    Phrase(
        "deduct.list",
        "deduct",
        rf"{HOW}{EACH}{DEDUCT}\s*(?P<list>{LIST})",
        "分",
        "被省、市通报的，分别扣2分、1分",
    ),
    Phrase(
        "bonus.list",
        "bonus",
        rf"{HOW}{EACH}{BONUS}\s*(?P<list>{LIST})",
        "分",
        "获国家级、省级表彰的，分别加3、2分",
    ),
    Phrase("award.list", "award", rf"{HOW}{EACH}{AWARD}\s*(?P<list>{LIST})", "分", "获一、二等奖的，分别得3分、2分"),
    Phrase(
        "deduct.points",
        "deduct",
        rf"{HOW}{EACH}{DEDUCT}(?:{ITS})?\s*(?P<points>{POINTS})",
        "分",
        "未制定的，扣2分",
    ),
    Phrase(
        "bonus.given",
        "bonus",
        rf"{HOW}(?:给予|奖励|加)\s*(?P<points>{POINTS})(?:的)?(?P<of>奖励|加分|奖分)(?:奖励)?",
        "励分",
        "获市级表彰的，给予2分奖励",
    ),
    Phrase(
        "deduct.object",
        "deduct",
        rf"(?P<of>扣除|扣减|扣)(?P<what>[^，。；、\d]{{2,16}}?[不未缺超违][^，。；、\d每]{{1,12}}?)\s*(?P<points>{POINTS})",
        "分",
        "扣除系统内不达标网格0.5分",
    ),
    Phrase("bonus.points", "bonus", rf"{HOW}{EACH}{BONUS}\s*(?P<points>{POINTS})", "分", "获市级表彰的，加2分"),
    Phrase("award.points", "award", rf"{HOW}{EACH}{AWARD}\s*(?P<points>{POINTS})", "分", "完成得8分"),
    Phrase(
        "bonus.open", "bonus", r"(?:给予|予以|可以|可|应)(?:适当)?(?P<of>加)分(?:奖励)?", "分励", "经认定，给予加分"
    ),
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
        r"(?:一律|直接|予以|并|将|年度|当年|本年度)*(?:在[^，。；]{0,10}(?:中|时|基础上))?(?P<outcome>(?:考核|考评)?(?:结果|等次|等级)?(?:下调|下降|降低|降)"
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
        r"(?:一律|直接|全年|年度|当年)?(?:实行|实施|予以|给予|执行)?(?:考核)?(?P<outcome>[“\"]?一票否决[”\"]?)(?:制|处理)?",
        '决”"制理',
        "瞒报生产安全事故的，实行一票否决",
    ),
    # no effect
    Phrase(
        "note.itemwise",
        "note",
        r"(?:(?:实行|采用|采取|按照|按|以)?(?:逐项|分项|倒|对照标准)(?:扣|计|评|打)分(?:制|法|办法|方式|方法)?|"
        r"(?:实行|采用|采取)(?:扣|加|减|倒扣)分(?:制|法|方式)?)",
        "分制法式",
        "逐项扣分",
    ),
    Phrase(
        "note.places",
        "note",
        r"(?:按照|按)(?:考核)?(?:得分|成绩)?(?:排名|名次|位次)(?:高低|先后|情况)?(?:顺序)?(?:依次)?(?:计|得|记)分",
        "分",
        "按排名计分",
    ),
    Phrase("note.floor", "note", r"(?:不计|不得|不出现|没有|无)负分|不倒扣(?:分)?", "分扣", "不计负分"),
    Phrase(
        "note.above", "note", r"(?:(?:以上|上述)各?(?:项|条)?|各项)(?:目|指标)?(?:的)?[扣加]分", "分", "以上各项扣分"
    ),
    Phrase("note.harmless", "note", r"(?:的)?(?:则)?不(?:予)?(?:扣|加|减)分", "分", "按期完成的不扣分"),
)
"""Every wording that is understood."""

BY_LAST: dict[str, tuple[Phrase, ...]] = {
    c: tuple(p for p in PHRASES if c in p.ends) for c in sorted(set("".join(p.ends for p in PHRASES)))
}
"""The rows that can match a clause that ends with a character."""
