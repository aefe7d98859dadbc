"""Names of assessed units in running text: groups (街道镇, 专项监管部门), lists of members, and where a list ends."""

import re
from collections.abc import Iterator

from corpus import reading
from corpus.spans import Span
from extract.running_text import nested

GROUP_ENDS: tuple[str, ...] = (
    "街道办事处", "街道", "街镇", "街道镇", "乡镇街道", "镇街道", "镇街", "乡镇", "镇乡", "乡", "镇", "街乡镇", "镇人民政府", "乡镇人民政府", "人民政府", "政府",
    "办事处", "管委会", "管理委员会", "园区", "开发区", "功能区", "新区", "区县", "县区", "县市区", "县（市、区）", "市县", "区", "县",
    "监管部门", "主管部门", "工作部门", "职能部门", "牵头部门", "责任部门", "部门", "成员单位", "责任单位", "直属单位", "驻区单位", "有关单位", "相关单位",
    "单位", "委办局", "局", "委", "办", "公司", "企业", "集团", "医院", "学校", "社区", "村", "居委会", "村委会", "党支部", "党组织", "村（居）", "村居", "站所", "机构",
)  # fmt: skip
"""How the name of a group of assessed units ends."""

UNIT_ENDS: tuple[str, ...] = (
    "局", "委", "办", "队", "处", "镇", "乡", "街道", "中心", "公司", "院", "会", "部", "厅", "站", "所", "室", "集团", "银行", "学校", "社", "团", "园",
    "政府", "工会", "妇联", "法院", "检察院", "馆", "台", "厂", "店", "企业", "单位", "部门", "机关", "区", "县", "村", "科", "司", "署",
    "街", "街镇", "镇街",
)  # fmt: skip
"""How the name of one unit ends: what stands before 和 must end so for 和 to part two units."""

_ENDS = sorted(GROUP_ENDS, key=len, reverse=True)
NUMERAL = r"(?:\d+|[一二两三四五六七八九十百]+)"
GROUP = r"[一-龥（）()、“”]{0,24}?(?:" + "|".join(map(re.escape, _ENDS)) + ")"
_JOINT = re.compile(r"[、，,；;]")
_AND = re.compile(r"(?:以及|及|和|与)")
_REST = re.compile(
    rf"\s*等(?:\s*{NUMERAL}\s*(?:个|家))?(?:有关|相关|成员|主要)?(?:部门|单位|街道|镇|乡|企业|区|地区|成员单位|机关|机构)*"
)
_UNIT_END = re.compile("(?:" + "|".join(UNIT_ENDS) + r")(?:[（(][^（）()]*[）)])?$")
_LEAD = re.compile(r"^\s*(?:以及|及|和|与|其中|分别[为是])?\s*")
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")


def split_members(text: str, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
    """The members of a list, each without the mark that parts it from the next; 等部门 ends the list.

    和 parts two members only where a unit's name ends before it: 区规划和自然资源局 is one.

    >>> t = "区发改委、区文化和旅游局和区教育局等部门"; [t[a:b] for a, b in split_members(t)]
    ['区发改委', '区文化和旅游局', '区教育局']
    """
    end = len(text) if end is None else end
    inside = nested(text[start:end])
    marks = (m.start() for m in re.finditer("等", text[start:end]))
    end = start + next((m for m in marks if not inside[m] and _ends_list(text[start:end], m)), end - start)
    out: list[Span] = []
    at = start
    for i in range(start, end):
        if _JOINT.match(text[i]) and not inside[i - start]:
            out.append((at, i))
            at = i + 1
    out.append((at, end))
    parted = [part for span in out for part in _parted(text, span, inside, start)]
    return tuple(s for s in (_trimmed(text, span) for span in parted) if s[0] < s[1])


def _ends_list(text: str, at: int) -> bool:
    """等 ends a list before 部门, 单位, a count or nothing; inside a name (高等学校) it doesn't."""
    after = _REST.match(text, at)
    assert after is not None
    return after.end() - at > 1 or not text[at + 1 :].strip("。；;，, ")


def _parted(text: str, span: Span, inside: list[bool], start: int) -> Iterator[Span]:
    at = span[0]
    for m in _AND.finditer(text, span[0], span[1]):
        left, right = text[at : m.start()], text[m.end() : span[1]]
        if (
            not inside[m.start() - start]
            and _UNIT_END.search(left.strip())
            and _UNIT_END.search(right.strip(" 。；;：:，,、\t"))
            and len(left) > 1
        ):
            yield at, m.start()
            at = m.end()
    yield at, span[1]


def _trimmed(text: str, span: Span) -> Span:
    start, end = span
    lead = _LEAD.match(text[start:end])
    start += lead.end() if lead else 0
    while end > start and text[end - 1] in "。；;：:，,、 \t":
        end -= 1
    return start, end


def members(quote: str) -> tuple[str, ...]:
    """Reader `members`: the units of a list, as they are called."""
    plain = reading.text(quote)
    return tuple(re.sub(r"\s", "", plain[a:b]) for a, b in split_members(plain))


def group_name(quote: str) -> str:
    """Reader `group-name`: a group's name without white space."""
    return re.sub(r"\s", "", reading.text(quote))


reading.register("members", members)
reading.register("group-name", group_name)
