"""The questions that a text of scoring can leave open, in one list: a row is a question that somebody has to settle
(计分约定) before points can be computed. Nothing here says when it arises: `open_choices` says so of a record's rules,
`rubric_builder.scoring` of a whole schema."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question. `title` names it in a few words where several like it are settled together; `question` and `options`
    (key, words) are filled in with the words of the case, `general` with words for all cases.

    `number`: a number of points is an answer too. `code`: of the issue that says so when a document is read.
    """

    id: str
    title: str
    question: str
    options: tuple[tuple[str, str], ...]
    general: tuple[tuple[str, str], ...] = ()
    number: bool = False
    code: str | None = None
    example: str = ""

    def asked(self, **words: Any) -> str:
        """The question of one case."""
        return self.question.format(**words)

    def answers(self, **words: Any) -> tuple[tuple[str, str], ...]:
        """Its answers (key, words)."""
        return tuple((key, said.format(**words)) for key, said in self.options)

    @property
    def general_answers(self) -> tuple[tuple[str, str], ...]:
        """The answers in words that fit every case."""
        return self.answers(**dict(self.general))


FREE = "none"
"""The option that says: no limit."""

_ROWS = (
    OpenQuestion(
        "blank",
        "未填写的扣分、加分、否决情形",
        "评分表中扣分、加分、否决情形未填写的，如何处理",
        (("no_fault", "未填的按没有扣分、加分、否决情形计"), ("unfilled", "未填的一律视为未考评，须补填")),
        example="评分表发下去，某单位“未制定计划的扣2分”一格空着交回",
    ),
    OpenQuestion(
        "broken",
        "不足一个计数单位的部分",
        "“{said}”：不足{count}的部分如何计分",
        (
            ("dropped", "不足{count}的不计"),
            ("counted", "不足{count}的按{count}计"),
            ("shared", "不足{count}的按比例计"),
        ),
        (("count", "一个单位"),),
        code="rule-broken-unit",
        example="每超出2个百分点扣10分，实际超出5.3个百分点",
    ),
    OpenQuestion(
        "share",
        "未达到满分线时的得分比例",
        "“{said}”：未达到{reached}%时按什么比例得分",
        (("of_hundred", "按实际百分比得分"), ("of_full", "按实际百分比占{reached}%的比例得分")),
        (("reached", "满分线"),),
        example="达到90%得满分，未达到的按比例得分，实际81%",
    ),
    OpenQuestion(
        "cap",
        "封顶限的是哪几条",
        "“{said}”限的是哪几条",
        (("near", "只限“{over}”"), ("all", "限此前各条的合计")),
        (("over", "紧接的一条"),),
        code="rule-cap-scope",
        example="未制定计划的扣1分；每缺1项扣0.5分，最多扣2分",
    ),
    OpenQuestion(
        "tier",
        "两档都写到的数归哪一档",
        "“{said}”中{bound}同时落在两档，归哪一档",
        (("first", "归先写的一档"), ("second", "归后写的一档")),
        code="rule-tier-bound",
        example="60%—80%得2分，80%—100%得3分，实际80%",
    ),
    OpenQuestion(
        "once",
        "写“1处”“1次”而没有写“每”的",
        "“{said}”：不止{one}的，是否逐{unit}扣分",
        (("once", "不论多少，只扣一次"), ("each", "每有{one}扣一次")),
        (("one", "一处（次、项）"),),
        code="rule-once-open",
        example="未落实1项扣0.5分，实际3项未落实",
    ),
    OpenQuestion(
        "steps",
        "几条扣分同时成立",
        "“{said}”和“{other}”同时成立时，两条是否都扣",
        (("worst", "只扣较重的一条"), ("both", "两条都扣")),
        code="rule-steps-open",
        example="参会率低于90%的扣1分，低于80%的扣2分，实际75%",
    ),
    OpenQuestion(
        "limit",
        "没有写明上限的加分",
        "“{said}”没有写明最多加多少分，是否封顶",
        ((FREE, "不封顶"),),
        number=True,
        example="获市级表彰的，每项加2分，实际获5项",
    ),
    OpenQuestion(
        "over",
        "加分后能否超过该项标准分",
        "“{said}”中的加分能否超过该项标准分",
        (("within", "加分后不超过该项标准分"), ("beyond", "加分后可以超过该项标准分")),
        example="标准分10分的一项，扣分为零又加2分",
    ),
    OpenQuestion(
        "start",
        "既有得分又有扣分的一项从何处起算",
        "“{said}”既有得分又有扣分，从何处起算",
        (("zero", "从零分起，得分减去扣分"), ("full", "从标准分起扣，得分的条款只作说明")),
        example="标准分10分：开展演练得3分；未演练的每少1次扣1分",
    ),
    OpenQuestion(
        "bonus.base",
        "有空项时加分计入的先后",
        "有空项时，加分（扣分）在折算百分制之前还是之后计入",
        (("actual", "加扣分先计入实得分，再折算百分制"), ("percent", "先折算百分制，再加上加扣分")),
        example="应得分80分，实得72分，另加2分",
    ),
    OpenQuestion(
        "total.ceiling",
        "加分后总分能否超过满分",
        "加分后总分能否超过满分",
        (("full", "不超过满分"), (FREE, "可以超过满分")),
        example="百分制得分99分，另加3分",
    ),
    OpenQuestion(
        "reach",
        "扣分合计限的是哪些扣分",
        "“{said}”限的是哪些扣分",
        (("outside", "只限扣分项（从总分中另扣的分）"), ("all", "各项扣分与扣分项一并计算")),
        example="扣分合计最高20分，方案里既有各项扣分，又有另扣总分的扣分项",
    ),
    OpenQuestion(
        "factor",
        "加减分是否也乘以系数",
        "“{said}”：加减分是否也乘以系数",
        (("items", "只把各项得分乘以系数，加减分另计"), ("all", "加减分计入后再乘以系数")),
        example="小计得分85分，另加2分，质量系数0.9",
    ),
    OpenQuestion(
        "quota",
        "按比例评等次时不足一个单位的名额",
        "“{said}”：按比例算出的名额不是整数时如何取整",
        (("dropped", "只取整数，尾数不计"), ("rounded", "四舍五入"), ("counted", "有尾数的进一个")),
        example="前30%为优秀，参加排名的单位11个，名额3.3个",
    ),
    OpenQuestion(
        "veto",
        "一票否决后的等次",
        "“{said}”：对等次如何影响",
        (("keep", "不改变等次，另行处理"),),
        example="发生较大事故的，取消评先资格",
    ),
)

QUESTIONS: Mapping[str, OpenQuestion] = MappingProxyType({row.id: row for row in _ROWS})
"""The list, by id, in the order in which a schema's questions are shown."""
