"""Names of departments in a text, and the departments that a sentence binds."""

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.duties import department_names, knowledge

_SUFFIX = re.compile(
    "|".join(
        f"(?:{row.pattern})" for row in sorted(department_names.DEPARTMENT_SUFFIXES, key=lambda r: -len(r.pattern))
    )
)
_IDS = {row.pattern: row.id for row in department_names.DEPARTMENT_SUFFIXES}
_STEM = re.compile("|".join(sorted(department_names.DEPARTMENT_STEMS, key=len, reverse=True)))
_OTHER_WORD = re.compile(rf"(?:{'|'.join(department_names.NOT_DEPARTMENTS)})$")
_COLLECTIVE = re.compile("|".join(department_names.COLLECTIVES))
_SPOILT = re.compile(
    r"的|书记|担任|兼任|强化|完善|健全|建立|发挥|依托|通过|充分|成立|设立|明确|提高|深化|切实|进一步|等|按|由|要|应当|加强|落实"
    r"|推进|开展|及时|做好|把|对(?!外)|向|将|为|以|是|在|负责|牵头|配合|会同|督促|指导|抓好|参照|经(?![信委贸济发开合])|请|并|或|其"
    r"|组织(?!部)|协调(?!办|局|股|科|中心|小组)|工作(?!委|部|处|办|局|站|中心)|检查(?!站)|报(?!社)"
    r"|承担|承办|主办|制定|召集|汇总|协助|支持|参加|参与|统筹|发布|通报|编制(?!委)"
)
"""Words that no department's name holds."""
_INNER_LINK = re.compile(r"(?:局|委|办|部|(?<!实验)室|队|站|所|院|会|联|司)(?:和|与|及|以及|会同)")
_DELIMITER = "、，。；：,;:（）()“”《》〈〉！？!?\n\t 　/／"
_TIER_NAME = re.compile(r"(?:[\u4e00-\u9fff]{0,4}?(?:省|市|区|县|州|旗|乡|镇|街道|园区|开发区)|团[省市区县]委|驻|国网)")
_NAMED_GROUND = re.compile(r"^[^和与及各本政党]{2,6}(?:街道办事处|镇政府|镇人民政府|乡人民政府|管委会)$")
_PARTY_COMMITTEE = re.compile(r"(?:中共|中国共产党)?[\u4e00-\u9fff]{0,6}(?:省|市|区|县|州|旗|乡|镇|街道)委员会")
_BREAKS = re.compile(rf"(?:^|[{re.escape(_DELIMITER)}]|由|和|与|及|会同|向|含|或|请)")
_LONGEST = 22

_ALSO_FOLLOWING = (
    "已 将 可 为 于 提供 办理 完成 联合 协同 分别 作为 职责 安全生产 的 是 共同 分工 依职责 报 汇总 等 和 与 及 以及 或 各 党 "
    "主要 分管 局长 主任 部长 书记 院长 检察长 召集 审核 审批 审定 参加 参与 发布 公布 通报 约谈 调度 主办 承办 协办 "
    "提出 拟定 拟订 起草 收集 整理 依规 代表 站长 所长 队长 科长 处长 会长 负责人 负责同志"
)
_FOLLOW = re.compile(
    rf"$|[{re.escape(_DELIMITER)}]|"
    + "|".join(sorted({row.pattern for row in knowledge.OBLIGATIONS} | set(_ALSO_FOLLOWING.split())))
)
"""What may stand directly after a name: 区民政局配合, but not 区民政局部署 with 区民政局部 for a name."""


_WHOLE_SUFFIX = re.compile("局|..")
_GOES_ON = re.compile(
    "长(?!期)|面|部|势|限|域|机关|党|属|级|员|化|伍|制|式|型|城|区|镇|组|工作|任务|思想|学习|内容|支部|主义|会议|全体|成员|所在|驻"
)
_WORK_OF = re.compile(
    r"(?![门署分机])[^，。；：、的]{2,12}(?:工作|管理|保护|监管|安全)(?:主要|工作)*职责[^，。；：]{0,6}[：:]?$"
)
"""市委组织部生态环境保护工作职责: a field of work between a name and 职责."""
_ITS_MEMBERS = re.compile("(?:各|有关|相关)+成员")


def _ends_there(text: str, end: int, suffix: str) -> bool:
    """Whether a name can end there: any word may follow 支队 or 局, few follow 部, which begins 部署 and 部门 as well."""
    if _ITS_MEMBERS.match(text, end):
        return False
    whole = _WHOLE_SUFFIX.match(suffix) and not _GOES_ON.match(text, end)
    return bool(_FOLLOW.match(text, end) or whole or _WORK_OF.match(text, end))


@lru_cache(maxsize=8192)
def is_department(name: str) -> bool:
    """Whether a name is that of one department: it ends as such, and says whose or what for it is.

    >>> is_department("区应急管理局"), is_department("有关部门"), is_department("全部")
    (True, False, False)
    """
    if not 3 <= len(name) <= _LONGEST or _SPOILT.search(name) or _OTHER_WORD.search(name) or _COLLECTIVE.match(name):
        return name in ("团区委", "团市委", "团县委")
    if not any(name.endswith(suffix) for suffix in _IDS) or _INNER_LINK.search(name):
        return False
    if re.search(r"有关|相关|部门|单位|企业|[省市县区]级以上", name):
        return False
    if _PARTY_COMMITTEE.fullmatch(name):
        return False
    if name.endswith(("街道办事处", "镇政府", "人民政府", "管委会")):
        return bool(_NAMED_GROUND.search(name))
    return bool(_TIER_NAME.match(name) or _STEM.search(name) or name.endswith("股"))


def named_departments(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and row id of every department's name in the text; of two readings that begin together the longer."""
    done = 0
    for boundary in _BREAKS.finditer(text):
        start = boundary.end()
        if start < done:
            continue
        best: tuple[int, str] | None = None
        limit = min(len(text), start + _LONGEST)
        for suffix in _SUFFIX.finditer(text, start, limit):
            end = suffix.end()
            if any(c in _DELIMITER for c in text[start:end]):
                break
            if _ends_there(text, end, suffix.group()) and is_department(text[start:end]):
                best = (end, _IDS[suffix.group()])
        if best:
            yield start, best[0], best[1]
            done = best[0]


def customary(name: str) -> str:
    """The name in the short form that is customary.

    >>> customary("区安全生产委员会办公室"), customary("区安委办")
    ('区安委办', '区安委办')
    """
    for long, short in department_names.CUSTOMARY_SHORT_NAMES:
        name = name.replace(long, short)
    return name


@lru_cache(maxsize=8192)
def is_functional(name: str) -> bool:
    """Whether a name says what a department is for, and no more: 消防部门, 公安机关.

    >>> is_functional("消防部门"), is_functional("各部门")
    (True, False)
    """
    return bool(
        re.search(r"(?:部门|机关|机构)$", name)
        and len(name) <= _LONGEST
        and not re.match(r"各|有关|相关|负有|所有|其他|本|该|企业|监管|管理|基层", name)
        and _STEM.search(name)
        and not _SPOILT.search(name)
    )
