"""One wording of scoring, and the turns of phrase that several wordings share.

Every pattern is matched against the end of a clause (the stretch between two commas), so that whatever stands before
it is the condition. Named groups: `points` (a score), `list` (scores one after the other), `range`, `of` (the verb that
tells whether points are taken off, added or earned), `each` (分别, 各), `factor` (what a proportion is of, how many
times), `percent`, `per` (每项, of a cap on each), `base` and `result` (of a formula), `decimals`, `outcome` (of a veto).
"""

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal[
    "award", "deduct", "bonus", "full", "zero", "range", "cap", "proportion", "veto",
    "multiple", "portion", "coefficient", "rounding", "conversion", "highest", "descend",
    "reference",  # names points without giving or taking any: 90分以上为优秀, 共10分
    "note",  # says nothing that changes a score: 逐项扣分, 以会议纪要为准
    "remark",  # changes how scores combine; there is no kind for it, so it is kept as it stands
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Phrase:
    """One wording: `id` stands on every field it produced, `ends` are the characters it can end with; where `needs` names
    characters, one of them stands in it (what has none is not even tried)."""

    id: str
    kind: Kind
    pattern: str
    ends: str
    example: str
    needs: str = ""
    compiled: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "compiled", re.compile(rf"(?:{self.pattern})\s*\Z"))


HOW = (
    r"(?:(?:一律|全部|直接|一次性|再|另外|另行|另|(?<!否)则|就|应当|应|可以|可|予以|给予|将|均|都|统一"
    r"|相应|再次|额外|共|即|追加)\s*)*"
)
EACH = r"(?P<each>分别|各)?\s*(?:再|另|可)?"
DEDUCT = r"(?P<of>加扣|扣减|扣除|扣罚|扣去|扣掉|倒扣|核减|扣|减去|减)(?:分)?"
BONUS = r"(?P<of>(?<![参附追])(?:加计|加记|奖励|加|奖))(?:分)?"
AWARD = r"(?P<of>获得|可得|(?<![取值获觉显使赢求所博扣加失])得|(?<![会统累总合折共])计|(?<!登)(?<!(?<!达)标)记|给|赋)(?:分)?"
ITS = r"(?:该|此|本|单|其|相应|相关)(?:小|分|单)?(?:项|指标|环节|条|栏)(?:目|考核|工作|指标)?"
DISCRETION = (
    r"(?:(?:可|将|应|并)?(?:酌情|酌|视情节轻重(?:程度)?|视情节|视情况|视情|视程度|视[^，。；扣加减得]{1,8}(?:情况|程度|大小|轻重|情节|质量|多少|效果)|视(?:其|具体|实际|完成|工作)情况|"
    r"(?:根据|按|按照)(?:其|具体|实际|完成|工作)?(?:情节轻重|情节严重|情节|情况|程度|轻重)(?:程度|大小)?))"
)
MOST = r"(?:最高|最多|至多|上限|封顶)"
ALTOGETHER = (
    r"(?P<reach>(?:(?:以上|上述|前述|前|这)?[两二三四五六七八九]项|以上各项|上述各项|以上|上述|各?[加扣]分项目?|(?:此|本|该|单)[项条](?:目|指标|工作)?"
    r"|累计|合计|总计|共计|总共|全年|年度|每年|本年度|加起来)*)"
)
GRADE = r"[“\"]?(?:优秀|良好|优|良|中|合格|基本合格|不合格|达标|不达标|较好|较差|一般|差|好)[”\"]?"
