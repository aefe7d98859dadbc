"""What a score is counted in: 每超出2个百分点, 每例, 每人每次, 缺一项, /户."""

import re
from dataclasses import dataclass, field

from extract.rules.quantities import NUMBER, PERIOD, UNIT


@dataclass(frozen=True, slots=True)
class Count:
    """One wording of a count, matched against the end of what stands before the score, or of the clause before it.

    Groups: `per` is what is cited for the count; `said` where the wording says what happens (每少1次, 每发生1起), so
    that it belongs to the condition; `beyond` what is exceeded; `tail` what stands between the count and the score.
    `opens`: it counts only where it opens its clause; `deducts`: only before points that are taken off.
    """

    id: str
    pattern: str
    example: str
    opens: bool = False
    deducts: bool = False
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(rf"(?:{self.pattern})[的]?\s*\Z"))


_TAIL = r"(?P<tail>[^，。；,;：:每]{0,30}?)"
_OVER = r"(?:超出|超过|突破|高出|高于|多于|超)"
_EVENT = (
    "缺少|缺|少|漏报|迟报|瞒报|谎报|漏|差|多|低|高|超|降低|下降|降|升|提高|上升|增加|减少|发生|出现|发现|有|新增|"
    "逾期|延迟|退后|后退|后移|前移|前进|上升|下滑|推迟|提前|完成|超出|超过"
)
_VERB = (
    "缺|少|漏|差|多|低|高|超|降|升|增|减|新|逾|迟|晚|延|推|提|退|落后|滞后|前移|后移|前进|发生|发现|出现|有|存在|查|造成|死亡|重伤|轻伤|"
    "未|不|无|没|被|受|获|得|完成|开展|组织|召开|举办|报送|上报|报|创建|建成|新建|制定|培训|检查|整改|违反|失|遗|合并|采用|录用|刊|发|通报|处罚|约谈"
)
_EACH_UNIT = rf"(?!组织|处置|处罚|处理|张贴|批准|支付|支持|种植|轮训|点名|部署|起草){NUMBER}?\s*{UNIT}"
_AT_LEAST = r"[^，。；,;]{0,14}?(?:不少于|不低于|不超过|不高于|不得|至少|达到)"
WHO = "个|名|位|人|户|家|所|单位|村|社区|镇|街道|乡镇|网格|企业|部门|科室|站所|班组"

COUNTS: tuple[Count, ...] = (
    Count("per.twice", rf"(?:按)?(?P<per>每[1一]?{UNIT}\s*每[1一]?{UNIT})", "每人每次"),
    Count(
        "per.beyond",
        rf"(?:按)?(?P<said>(?P<per>每{_OVER}(?P<beyond>(?![出过])[^，。；,;每]{{2,24}}?)(?<![\d一二两三四五六七八九十百])\s*{NUMBER}\s*{UNIT}))",
        "每超出控制指标1人",
    ),
    Count(
        "per.compared",
        rf"(?:按)?(?P<said>(?P<per>每(?:比|较|低于|高于|少于|低)[^，。；,;每]{{2,24}}?(?<![\d一二两三四五六七八九十百])\s*{NUMBER}\s*{UNIT}))",
        "每低于全市平均水平1个百分点",
    ),
    Count(
        "per.event",
        rf"(?:按)?(?P<said>(?P<per>(?<![到在对把将])每(?!{PERIOD}|{_EACH_UNIT}|{_AT_LEAST})"
        rf"(?=[^，。；,;：:\d]{{0,10}}?(?:{_VERB}))[^，。；,;：:\d每]{{1,14}}?\s*"
        rf"(?!\d{{4}}年){NUMBER}\s*{UNIT}){_TAIL})",
        "每少1次会议",
    ),
    Count(
        "per.event.near",
        rf"(?:按)?(?P<said>(?P<per>(?<![到在对把将])每(?!{PERIOD}|{_EACH_UNIT}|{_AT_LEAST}"
        rf"|{WHO})[^，。；,;：:\d每]{{1,6}}?\s*{NUMBER}\s*{UNIT}))",
        "每出兵1例",
    ),
    Count("per.event.one", rf"(?:按)?(?P<said>(?P<per>每(?:{_EVENT}){UNIT}))", "每缺项"),
    Count("per.each", rf"(?:按)?(?P<per>每\s*{NUMBER}?\s*{UNIT})", "每例"),
    Count(
        "per.each.of",
        rf"(?P<said>(?P<per>每(?!{PERIOD})\s*{NUMBER}?\s*{UNIT})(?P<tail>[^，。；,;：:每]{{1,30}}?))",
        "每起事故",
        opens=True,
    ),
    Count(
        "per.step",
        r"(?P<said>(?P<per>(?:下降|降低|下滑|上升|提高|升高|增加|减少|超过|超出|高于|低于|降|升|低|高|超|差|少)"
        r"(?:一|1|0\.\d+)\s*(?:个?百分点|个点|%)))",
        "下降1个百分点",
        opens=True,
        deducts=True,
    ),
    Count(
        "per.one",
        r"(?P<said>(?:[一-龥]{2,4}[、或和及])*(?P<per>(?:缺少|缺|[少漏晚错][报交开送查办写登填签录]|少|错|有|迟报|瞒报|谎报|漏|差|超期|超时|发现|出现|逾期|延迟)\s*(?:一"
        rf"|1)\s*{UNIT})(?!月|小时|工作日|[以之]?[内上下后前]){_TAIL})",
        "缺一项",
        opens=True,
    ),
    Count(
        "per.one.lacking",
        rf"(?P<said>(?P<per>(?<!减)(?:缺少|缺|少|漏)\s*(?:一|1)\s*{UNIT}))",
        "方案、总结缺一项",
    ),
    Count(
        "per.one.used",
        r"(?P<said>(?P<per>(?:采用|录用|刊发|刊登|报道)\s*(?:一|1)\s*(?:次|篇|条|期|件)))",
        "信息被采用1篇",
    ),
    Count(
        "per.one.granted",
        r"(?P<said>(?P<per>(?:推广|转发|表彰|表扬|肯定|批示)\s*(?:一|1)\s*(?:次|篇|条|项|个|件)))",
        "经验被市级推广1项",
    ),
    Count(
        "per.one.found",
        rf"(?P<said>(?P<per>(?:发现|出现)\s*(?:一|1)\s*(?:次|处|起|例|个|项|件)){_TAIL})",
        "年内出现一次不达标",
    ),
    Count(
        "per.one.event",
        r"(?P<said>(?:发生|出现|造成)[^，。；,;每]{0,16}?(?P<per>(?<!\d)(?:一|1)\s*(?:起|次|例|宗|件))(?![以之]?[内上下])"
        r"(?P<tail>[^，。；,;：:每]{0,20}?))",
        "发生一般事故1起",
        deducts=True,
    ),
    Count(
        "per.one.of",
        r"(?<=的)(?P<per>(?:一|1)\s*(?:起|次|处|项|例|件|条|个|人次|人|家|户|份|天))",
        "未签订责任状的一户",
        deducts=True,
    ),
    Count(
        "per.one.times",
        r"(?P<said>[^，。；,;每]{0,30}?(?P<per>(?<!\d)(?:一|1)\s*(?:人次|批次|户次|家次|车次|场次)))",
        "打闹造成事故一人次",
        deducts=True,
    ),
    Count(
        "per.one.seen",
        r"(?P<said>(?:发现|查出|检查出)[^，。；,;每\d一]{1,8}?(?P<per>(?:一|1)\s*(?:次|处|起|例|个|项|件)))",
        "发现问题一处",
        deducts=True,
    ),
    Count("per.one.hurt", r"(?P<said>(?P<per>(?:死亡|亡|重伤|轻伤)\s*(?:一|1)\s*人))", "重伤1人", deducts=True),
    Count("per.one.bare", r"(?P<per>(?:一|1)\s*(?:起|次|处|项|例|件|条|个|人次|人|家|户|份|天))", "1处", opens=True, deducts=True),
)  # fmt: skip
"""Tried in this order; the first that matches counts."""

SLASHED = re.compile(rf"(?P<per>[/／]\s*{UNIT})\s*\Z")
"""A count behind the score: 扣10分/户."""

ACTOR = re.compile(rf"每\s*[一1]?\s*(?:{WHO})")
"""每 of those who are assessed or act. With points to earn it says who must, not what is counted: 每名干部联系1户."""
