"""What is known of the genre's organs, tiers, positions, departments, obligations and periods: small tables, no code.

Sources: 《地方党政领导干部安全生产责任制规定》 (2018), its 实施细则 in provinces and cities, district
考核办法 and notices. Periods and deadlines are in `periods`, departments in
`department_names`.
A new local wording is a new row. A row's id stands in `Proof.rule` of what it found.
"""

from dataclasses import dataclass
from typing import Literal

PositionClass = Literal["head", "charge", "deputy", "other", "member", "staff"]
"""head 主要负责人; charge 分管安全生产; deputy other titled deputies; other 其他成员; member anyone of the 班子; staff
below it."""

OrganKind = Literal["party", "government", "both", "body", "collective"]
"""party 党委; government 政府; both 党政; body any other named organ; collective 部门, 单位: nobody by name."""


@dataclass(frozen=True, slots=True)
class Row:
    """One piece of knowledge: `pattern` is a phrase or a regular expression (the table says which)."""

    id: str
    pattern: str
    meaning: str
    example: str


def words(listed: str) -> tuple[str, ...]:
    """Words that stand in one string."""
    return tuple(listed.split())


def _phrases(table: str, meaning: str, *phrases: str) -> tuple[Row, ...]:
    """Rows for phrases that mean the same kind of thing; the phrase is its own example."""
    return tuple(Row(f"{table}.{meaning}.{phrase}", phrase, meaning, phrase) for phrase in phrases)


# --- organs and positions (phrases: the SpanRuler is fed with them) ---------------------------------------------------

ORGANS: tuple[Row, ...] = (
    *_phrases(
        "organ", "party", "党委", "党（工）委", "党(工)委", "党工委", "工委", "党组", "党总支", "党支部", "党组织"
    ),
    *_phrases("organ", "party", "省委", "市委", "区委", "县委", "州委", "旗委", "镇委", "委员会"),
    *_phrases("organ", "government", "政府", "人民政府", "办事处", "街道办事处", "街道办", "管委会", "管理委员会"),
    *_phrases("organ", "party", "政府党组", "人民政府党组"),
    *_phrases("organ", "both", "党政"),
    *_phrases(
        "organ",
        "body",
        "人大常委会",
        "人大及其常委会",
        "人大",
        "政协",
        "纪委监委",
        "纪委",
        "监委",
        "两委",
        "“两委”",
        "安委会",
        "安全生产委员会",
    ),
    *_phrases(
        "organ",
        "body",
        *words(
            "人大工委 人大街道工委 人大主席团 政协工委 政协联络工委 纪工委 监察工委 纪检监察工委 监察办 武装部 "
            "党政办 党政办公室 党委办 党委办公室 政府办 政府办公室 村（居）民委员会 村(居)民委员会 村（社区）委员会"
        ),
    ),
    *_phrases("organ", "party", "支部", "党总支部"),
    *_phrases("organ", "body", "村委会", "居委会", "村（居）委会", "村民委员会", "居民委员会", "社区居委会", "人武部"),
    *_phrases("organ", "collective", "部门", "单位", "成员单位", "工作部门", "政府工作部门", "职能部门", "有关部门"),
    *_phrases("organ", "collective", "相关部门", "主管部门", "行业主管部门", "行业（领域）主管部门", "监管部门"),
    *(
        Row(f"department.body.{name}", name, "body", name)
        for name in words(
            "组织部门 宣传部门 统战部门 政法部门 机构编制部门 纪检监察机关 应急管理部门 公安机关 教育部门 住建部门 "
            "党委组织部门 党委宣传部门 党委统战部门 党委政法部门 党委政法委 组织人事部门"
        )
    ),
    *_phrases(
        "organ", "collective", "负有安全生产监督管理职责的部门", "负有安全生产监管职责的部门", "负有安全监管职责的部门"
    ),
    *_phrases("organ", "collective", *words("县直部门 市直部门 区直部门 县直单位 市直单位 区直单位 直属部门 直属单位")),
    *_phrases("organ", "collective", "行业监管部门", "部门（单位）", "政府部门", "政府有关部门"),
)

POSITIONS: tuple[Row, ...] = (
    *_phrases(
        "position",
        "head",
        "主要负责人",
        "主要负责同志",
        "主要领导",
        "主要领导干部",
        "主要领导同志",
        "一把手",
        "“一把手”",
    ),
    *_phrases("position", "head", "书记", "第一书记", "正职", "行政主要负责人", "主任", "主席", "局长", "部长", "站长"),
    *_phrases("position", "head", *words("总河长 总湖长 总林长 总路长 总田长 河长 湖长 河湖长 林长 路长 田长 链长")),
    *_phrases("position", "deputy", *words("副总河长 副总湖长 副总林长 副总路长 副总田长 副河长 副林长")),
    *_phrases("position", "head", "院长", "检察长", "场长", "校长", "所长", "支队长", "大队长", "总经理", "董事长"),
    *_phrases(
        "position", "charge", "分管领导", "分管负责人", "分管负责同志", "分管领导干部", "分管领导同志", "分管副职"
    ),
    *_phrases(
        "position",
        "deputy",
        *words(
            "常务副职 副书记 专职副书记 副主任 副局长 副部长 副主席 副站长 副总经理 副校长 副院长 副所长 总工程师 副职"
        ),
    ),
    *_phrases(
        "position",
        "deputy",
        "政府党组成员",
        "秘书长",
        "统战部长",
        "组织部长",
        "宣传部长",
        "纪委书记",
        "政法委书记",
        "武装部长",
    ),
    *_phrases("position", "deputy", "组织委员", "宣传委员", "统战委员", "政法委员", "武装委员", "人大主席"),
    *_phrases(
        "position",
        "deputy",
        *words(
            "纪工委书记 纪检书记 政法书记 人大副主席 政委 教导员 组统委员 宣统委员 组宣委员 组织统战委员 宣传统战委员 "
            "宣传和统战委员 纪检委员 纪检监察委员 武装部部长 人武部长 人武部部长 市长助理 县长助理 区长助理 镇长助理 "
            "乡长助理 专职委员 专职常委 三级调研员 四级调研员 一级主任科员 二级主任科员"
        ),
    ),
    *_phrases("position", "other", "其他成员", "其他领导干部", "其他领导", "其他负责人", "其他负责同志", "其他副职"),
    *_phrases(
        "position", "other", "班子其他成员", "其他班子成员", "领导班子其他成员", "其他领导班子成员", "其他领导成员"
    ),
    *_phrases(
        "position", "other", "其他领导同志", "其他常委", "其他委员", "其他党委委员", "其他党政领导", "其他班子领导"
    ),
    *_phrases("position", "member", "成员", "班子成员", "领导班子成员", "领导班子及其成员", "领导班子", "领导干部"),
    *_phrases("position", "member", "领导成员", "领导同志", "领导", "负责人", "负责同志", "常委", "委员", "党委委员"),
    *_phrases("position", "member", "党政领导干部", "党政领导班子成员", "干部"),
    *_phrases(
        "position",
        "staff",
        "村民小组长",
        "安全员",
        "安监员",
        "网格员",
        "网格长",
        "安全总监",
        "联络员",
        "包村干部",
        "驻村干部",
    ),
    *_phrases(
        "position",
        "staff",
        *words(
            "科主任 科室主任 科室负责人 护士长 科长 处长 车间主任 班组长 系主任 教研室主任 实验室负责人 部门经理 项目经理 "
            "部门负责人 行政责任人 技术责任人 巡查责任人 包保干部 包保责任人 包联干部 护林员 巡查员 信息员 协管员"
        ),
    ),
    *_phrases("position", "staff", "包保领导", "包联领导", "联系领导", "联村领导", "包村领导"),
)

CONCURRENT: frozenset[str] = frozenset({"常委", "副书记", "委员", "党委委员", "成员"})
"""Posts held beside another: 区委常委、常务副区长 and 党委副书记、镇长 are one person each."""

HELD_BESIDE: frozenset[str] = frozenset(
    words("主任 副主任 书记 主席 部长 政法委员 组织委员 宣传委员 统战委员 武装委员 纪委书记 人大主席 政法委书记")
)
"""Posts that are held beside a concurrent one; so are the heads of governments and their deputies."""

INHERITING: frozenset[str] = frozenset(
    row.pattern
    for row in POSITIONS
    if row.meaning in ("charge", "other", "member") or row.pattern in ("副书记", "副主席", "主要负责人")
)
"""Positions that, standing alone after another, belong to its organ: 区政府主要负责人和分管负责人."""

# --- tiers, titles, what stands before a title (regular expressions) --------------------------------------------------

TIER_UNITS: tuple[Row, ...] = tuple(
    Row(f"tier.{unit}", unit, meaning, example)
    for unit, meaning, example in (
        ("省", "省", "省政府"),
        ("自治区", "省", "自治区党委"),
        ("直辖市", "省", "直辖市政府"),
        ("市", "市", "市、区党委"),
        ("州", "市", "州政府"),
        ("盟", "市", "盟委"),
        ("县", "县", "县（区）政府"),
        ("区", "区", "区委"),
        ("旗", "县", "旗政府"),
        ("县市区", "县市区", "县市区党委"),
        ("区县", "区县", "区县政府"),
        ("县区", "区县", "县区政府"),
        ("县市", "县市", "县市党委"),
        ("旗县区", "旗县区", "旗县区政府"),
        ("旗县", "县", "旗县政府"),
        ("乡镇", "乡镇", "乡镇（街道）党（工）委"),
        ("镇街", "镇街", "镇街党（工）委"),
        ("街镇", "镇街", "街镇主要负责人"),
        ("乡", "乡", "乡（镇）政府"),
        ("镇", "镇", "镇（街道）党（工）委"),
        ("街道", "街道", "街道党工委"),
        ("街", "街道", "镇（街）党（工）委"),
        ("村", "村", "村（社区）两委"),
        ("社区", "社区", "村（社区）两委"),
        ("居", "社区", "村（居）主要负责人"),
        ("园区", "园区", "园区管委会"),
        ("开发区", "园区", "开发区管委会"),
        ("经开区", "园区", "经开区管委会"),
        ("高新区", "园区", "高新区管委会"),
        ("功能区", "园区", "功能区管委会"),
        ("工业园", "园区", "工业园管委会"),
    )
)
"""The tiers of local government and what stands beside them. `meaning`: the tier that two wordings share."""

TIERS_BESIDE: tuple[str, ...] = words("农场 林场 牧场 场 办 街办 苏木 工业区 产业园 新区 管理区 示范区")
"""What stands beside a tier in brackets only: 乡镇（场）, 镇（办）."""

ANY_TIER: tuple[str, ...] = words(
    "县级以上地方各级 县级以上各级 县级以上地方 县级以上 地方各级 本市各级 全市各级 全区各级 全县各级 各级 本级 同级"
)
"""Tiers that name none: what is said of them is said of all."""

MODIFIERS: tuple[Row, ...] = (
    Row(
        "modifier.charge",
        r"(?:具体)?(?:分管|主管|协管)安全生产(?:监管|监督管理)?(?:工作)?的?",
        "charge",
        "分管安全生产工作的",
    ),
    Row(
        "modifier.safety", r"(?:分管|主管|协管)安全(?:环保|工作)?的?(?=副|领导|负责|总)", "charge", "分管安全的副总经理"
    ),
    Row("modifier.duty", r"负责安全生产工作的", "charge", "负责安全生产工作的"),
    Row("modifier.deputy", r"(?:分管|主管|协管)(?=(?:常务)?副)", "charge", "分管副区长"),
    Row("modifier.else", r"(?:分管|协管)其[他它](?:方面|行业|领域)?(?:工作)?的", "other", "分管其他工作的"),
    Row("modifier.field", r"(?:分管|主管|协管)(?!安全生产|其)[^，。；：、\s]{1,18}?的", "deputy", "分管城市建设的"),
    Row(
        "modifier.fieldwork",
        r"(?:分管|主管|协管)(?!安全生产|其)[^，。；：、的\s]{1,12}?(?:工作|领域|行业|业务)(?=(?:常务)?副|负责|领导|班子|同志)",
        "deputy",
        "分管食品安全工作负责人",
    ),
    Row("modifier.also", r"(?:担任|兼任)[^，。；：]{1,20}?的", "", "担任本级党委常委的"),
    Row("modifier.linked", r"(?:联系|包保|包联|挂钩联系|驻)[^，。；：、\s]{1,10}?的", "deputy", "联系村（社区）的"),
    Row("modifier.other", r"其[他余它](?=[^，。；：、\s])(?:分管)?", "other", "其他副区长"),
)
"""What stands before a title and is part of it. `meaning`: the class it gives to the position; empty, it changes nothing."""

# --- what binds -------------------------------------------------------------------------------------------------------

OBLIGATIONS: tuple[Row, ...] = (
    *_phrases("obligation", "must", "应当", "应该", "应", "要", "须", "必须", "需", "务必", "不得"),
    *_phrases(
        "obligation", "task", "负责", "牵头", "配合", "会同", "协助", "承担", "履行", "具体", "组织", "领导", "主持"
    ),
    *_phrases(
        "obligation", "task", "统筹", "督促", "指导", "抓好", "做好", "落实", "带头", "带队", "亲自", "研究", "协调"
    ),
    *_phrases(
        "obligation", "task", "推动", "推进", "定期", "及时", "坚持", "加强", "贯彻", "支持", "召开", "听取", "检查"
    ),
    *_phrases(
        "obligation", "task", "积极", "认真", "建立", "健全", "制定", "完善", "审定", "部署", "依法", "严格", "强化"
    ),
    *_phrases("obligation", "task", "参与", "分管", "开展", "监督", "执行", "把", "将安全", "至少", "全面", "切实"),
    *_phrases("obligation", "basis", "按照", "按", "根据", "依据", "依照", "结合", "在", "对", "每", "原则上", "同时"),
)
"""Words with which the predicate of a binding sentence begins."""

STRONG_OBLIGATIONS: tuple[str, ...] = words(
    "应当 应该 应 要 须 必须 务必 负责 牵头 配合 会同 协助 承担 具体负责 具体 分别负责 积极 按照职责 "
    "按职责 按各自职责 分工负责 根据职责 依职责 组织 做好 抓好 定期 每 落实 督促 统筹 指导 协同 联合 至少 "
    "共同 参加 参与 予以 提供 保障"
)
"""Words that bind a department which stands before them; weaker ones only tell what it does."""

GENERAL_CLAUSES: tuple[Row, ...] = (
    Row("general.first", r"(?:是|为)[^。；]{0,30}第一责任人", "第一责任人", "是本地区安全生产第一责任人"),
    Row("general.whole", r"负总责", "负总责", "对本地区安全生产工作负总责"),
    Row(
        "general.lead",
        r"(?:负有?|承担)[^，。；]{0,8}?(?:领导|全面|主要|重要|直接|综合|监管|分管)[^，。；]{0,6}责任",
        "领导责任",
        "负领导责任",
    ),
    Row("general.divided", r"分工负责(?:制)?$", "分工负责", "对安全生产实行分工负责"),
    Row("general.both", r"党政同责|一岗双责", "一岗双责", "实行党政同责、一岗双责"),
)
"""Clauses that bind everyone of a kind and ask for nothing in particular."""

OTHERS_FREQUENCY: tuple[Row, ...] = (
    Row(
        "others.made",
        r"(?:督促|指导|要求|监督|责令|引导|敦促|推动|促使|督导|检查)[^，。；：:每]{2,24}(?<!会议)(?<!工作)(?<!情况)"
        r"(?:应当?|要|须|至少|定期|按|均|严格)?",
        "others",
        "督促运输企业",
    ),
    Row(
        "others.own",
        r"(?:^|[，。；：:、])(?:各|本辖区|辖区内?)?(?:生产经营单位|[^，。；：、每的]{0,6}企业|施工单位|学校)(?:应当?|要|须|至少|必须)*",
        "others",
        "企业要",
    ),
)
"""What stands before a period that binds somebody else than the duty's own: 督促企业每月开展自查."""

NOT_DUTIES: tuple[Row, ...] = (
    Row(
        "not.case", r"(?:情形|情况|条件|行为)之一|(?:下列|以下|所列|上述)(?:情形|条件|行为)", "case", "有下列情形之一的"
    ),
    Row("not.praise", r"表彰|奖励|嘉奖|记功", "praise", "给予表彰奖励"),
    Row("not.blame", r"问责|追究|追责|处分|诫勉|约谈", "blame", "应当进行问责"),
    Row("not.score", r"(?:得|扣|加|减|计)\s*\d+(?:\.\d+)?\s*分|考核(?:内容|指标|标准)", "score", "未召开的扣2分"),
    Row("not.explained", r"负责解释|解释工作|(?:由|自)[^，。；]{0,30}解释", "explanation", "由区安委会办公室负责解释"),
    Row("not.members", r"组成[，。；：]?$|任(?:组长|副组长|主任|成员)", "composition", "由有关单位组成"),
    Row("not.copies", r"^\s*(?:抄送|报送|主送|抄报|联系人|附件)[：:]", "copies", "抄送：区委办公室"),
)
"""What looks like a duty and is something else."""

ACCOUNTABILITY: tuple[Row, ...] = (
    Row("accountability.chapter", r"责任追究|问责|追责|责任与追究|一票否决", "chapter", "第五章 责任追究"),
    Row("accountability.veto", r"一票否决", "clause", "严格落实安全生产“一票否决”制度"),
    Row("accountability.case", r"情形之一[^。]{0,30}(?:问责|追究|处分)", "clause", "有下列情形之一的，应当进行问责"),
)
"""Where 问责 and 一票否决 are told: in chapters so headed, and in clauses that name them."""

CLOSING_CHAPTERS: tuple[str, ...] = ("附则", "责任追究", "问责", "表彰", "奖惩", "奖励")
"""Chapters that bind no department to a task."""
