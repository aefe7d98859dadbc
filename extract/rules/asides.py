"""What stands beside a score in its sentence: words that change nothing, words that change everything, labels."""

import re
from dataclasses import dataclass, field

from extract.rules.quantities import NUMBER, UNIT


@dataclass(frozen=True, slots=True)
class Afterword:
    """What may follow a score without changing it; anything else makes the sentence doubtful."""

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
    Afterword(
        "after.asked",
        r"(?:该类?|此类|上述|相关|有关)(?:人员|单位|项目|情形|事项)?(?:须|应当?|需要?)(?:另|另行|单独|同时)?(?:附|提供|提交|出具|报|说明)[^扣加减分\d]{1,30}",
        "该类人员须另附说明",
    ),
    Afterword(
        "after.same",
        r"其[他它余][^，。；\d]{0,12}(?:同|参照|按照)[^扣加减分\d]{1,20}|不再(?:进行|开展|实行|单独)[^扣加减分\d]{1,20}",
        "其他评分细则同初评",
    ),
    Afterword(
        "after.standard",
        r"(?:具体)?(?:扣分|加分|评分|计分)?(?:标准|办法|细则)(?:详见|参见|参照|按照|按|见)[^，。；]{1,30}",
        "扣分标准参见附件执行",
    ),
    Afterword(
        "after.barred",
        r"不得(?:晋升|提拔|重用|推荐|申报|享受)[^扣加减分\d]{1,40}",
        "不得晋升职务",
    ),
    Afterword("after.likewise", r"(?:以此类推|依此类推|依次类推|余类推|类推|下同)", "以此类推"),
)
"""Matched whole: they change neither whether nor how many points go."""

EXCEPTION = re.compile(r"除外|不含|不包括|例外|免予|免于|免扣|不在此|不扣|不计|不作|顺延|减半|加倍|双倍|折半")
"""Words that change whom or how much a score meets; beside a score that is understood they make it doubtful."""

LABEL = re.compile(
    r"(?:评分标准|评分细则|评分办法|评分规则|计分方法|计分办法|计分标准|扣分标准|加分标准|考核标准|考核办法|"
    r"加分项目?|扣分项目?|加分|扣分|标准|评分|计分|备注|说明|注)\s*\d?\s*[:：]"
)
"""A label before a scoring sentence; it is no part of the condition."""

BROKEN = re.compile(
    rf"(?:不足|不满|未满|不到|未达到?){NUMBER}\s*(?:{UNIT}|单位)(?:的|的部分|部分)?[，,]?(?:一律|均|也)?(?:"
    rf"不(?:予)?(?:扣分?|计算|计分|计扣|计入|计|加分?|算|作扣分)|忽略不计|舍去"
    rf"|(?:按|以)(?:照)?{NUMBER}\s*(?:{UNIT}|单位)(?:计算|扣分|计扣|计分|计|算|对待|处理)"
    rf"|(?:按|依)(?:照)?(?:相应|同等|实际)?比例(?:折算|计算|扣分|计扣|计分|计))"
)
"""What a started unit counts: 不足1个百分点的不计, 不足1%的按1%计."""
