"""What a scoring table's columns mean, by what their headers are called: 考核项目, 评分细则, 标准分, 责任单位 …"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from corpus import reading
from extract.points import points_of_name


class Meaning(StrEnum):
    """What stands in a column."""

    SERIAL = "serial"  # 序号
    NAME = "name"  # an indicator's name
    KEY_POINTS = "key-points"  # what is asked: 考核要点
    CRITERIA = "criteria"  # how points go: 评分细则
    POINTS = "points"  # 分值
    LEVEL = "level"  # what a level of achievement earns: 优秀, 合格 over 5, 3
    WEIGHT = "weight"  # 权重
    FILLED = "filled"  # left blank to be filled: 自评分, 得分, 扣分原因
    APPLIES_TO = "applies-to"  # 适用对象
    DUTY = "duty"  # a duty table's 职责
    FIELD = "field"  # kept by its header: 责任单位, 完成时限
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class HeaderRow:
    """A way to call a column. Several `meanings` are told apart by what stands in the column (`_by_content`)."""

    id: str
    pattern: re.Pattern[str]
    meanings: tuple[Meaning, ...]
    example: str


def _row(id: str, pattern: str, *meanings: Meaning, example: str) -> HeaderRow:
    return HeaderRow(id, re.compile(pattern), meanings, example)


_ASSESS = "(?:考核|考评|考查|考察|评价|评估|评议|评分|评定|评审|评选|检查|巡查|督查|测评|绩效|验收|创建|监测){1,2}"
_M = Meaning

HEADERS: Sequence[HeaderRow] = (
    _row("serial", r"序号?|编号|编码|项次|号|[Nn][Oo]\.?", _M.SERIAL, example="序号"),
    _row("name.level", r"第?[一二三四五]级(?:考核|评价)?(?:指标|项目|内容|要素|名称)?(?:名称)?", _M.NAME, example="二级指标"),
    _row("name.item", rf"(?:{_ASSESS})?(?:工作|管理|建设|任务)?(?:项目?|项目名称|大项|小项|子项|分项|专项|条目|细目|类别|类型|分类|大类|小类|类|要素|方面|模块|条线|领域|维度|板块|指标名称|指标类别|名称|事项|情形)", _M.NAME, example="考核项目"),
    _row("name.indicator", rf"(?:{_ASSESS})?(?:具体|共性|个性|主要|任务)?指标(?:体系)?", _M.NAME, _M.KEY_POINTS, _M.CRITERIA, example="考核指标"),
    _row("key-points", rf"(?:{_ASSESS})?(?:要点|重点|要求)|(?:工作|目标|具体|主要|重点|年度)+(?:要求|任务|工作|目标|内容)|任务(?:目标)?|目标|{_ASSESS}(?:目标|任务)|指标(?:含义|说明|解释|内涵|内容)|观测点|(?:标准|基本|规范|管理|建设|达标|内容)要求|(?:创建|达标|建设|工作|管理|具体)标准", _M.KEY_POINTS, example="考核要点"),
    _row("content", rf"(?:{_ASSESS}|自评|自查)?(?:主要|具体|项目|基本|标准|管理|建设|任务|目标责任制?)?内容|{_ASSESS}(?:细目|细项|点)", _M.NAME, _M.KEY_POINTS, _M.CRITERIA, example="考核内容"),
    _row("criteria.way", r"(?:考核|考评|考查|评价|评估|测评|评议|巡查|检查|督查|验收|评定){1,2}(?:方式|方法|形式|途径|手段|依据|办法)", _M.CRITERIA, _M.FIELD, example="考评方式"),
    _row("criteria", rf"(?:{_ASSESS}|计分|扣分|加分|加扣分|加减分|赋分|打分|给分|记分|得分|量化|奖惩|处罚|判定|分值)+(?:细则|标准|办法|方法|方式|说明|规则|准则|口径|条件|情形|公式|要素)(?:说明)?|标准|细则", _M.CRITERIA, _M.POINTS, example="评分细则"),
    _row("name.sanction", r"(?:一票否决|否决|加扣分|加减分|加分|扣分|减分|奖励|倒扣)(?:项目?|事项|情形|内容|指标|类别|因素)(?:名称)?", _M.NAME, _M.CRITERIA, example="加分项目"),
    _row("points.due", r"应得(?:分值?|分数)?", _M.POINTS, example="应得分"),
    _row("points", r"(?:各项|项目|指标|设定|规定|基础|基本|基准|标准|满分|满|应得|总|权重|标准得|各项标准|赋|配|标准满|目标|任务|分项|单项|小项)*(?:分值?|分数|满分值?)|(?:考核|考评|评价|评分|评估|检查)(?:分值|标准分值?)|[计记]分|(?:加分|扣分|分值|最高)?(?:上限|限额|封顶)(?:分值?)?|最高(?:加分|得分|分值?)", _M.POINTS, example="标准分值"),
    _row("weight", r"(?:指标|分值|考核)?(?:权重|比重|占比|所占比例|权数)(?:系数)?(?:分值?)?", _M.WEIGHT, example="权重"),
    _row("level", r"(?:优秀|优|良好|良|较好|好|中等|中|一般|合格|基本合格|不合格|达标|基本达标|未达标|不达标|较差|差|[A-E][级档]?|[一二三四]档)(?:等次|等级|档次|档)?", _M.LEVEL, example="良好"),
    _row("filled.score", rf"(?:自评|自查|自我评价|{_ASSESS}|实得?|实际|核定|复核|复评|初评|终评|审核|评定|评审|考核组|督查组|第三方|最终|检查|核准|核查|扣减|扣|加|得|小计|季度|上级|部门|单位|区级|市级|县级)+(?:得|扣|评|打|核)?(?:分值?|分数|评分|打分|扣分|得分|结果)(?:情况|小计|合计)?|自评|自查|{_ASSESS}(?:记录|情况)|(?:自评|自查|完成|落实|存在)(?:情况|问题)|打分|评分|得分|考核|考评|复核|复评|审核|初评|初审|终评|终审", _M.FILLED, _M.POINTS, example="自评得分"),
    _row("filled.period", r"(?:第?[一二三四1-4]季度|[上下]半年|全年|(?:1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])月份?)(?:得分|扣分|考核|情况)?", _M.FILLED, example="1季度"),
    _row("filled.reason", r"(?:扣分|加分|得分|扣加分|加扣分|减分|失分)(?:原因|理由|说明|事由|情况|依据|备注|事项)", _M.FILLED, example="扣分原因"),
    _row("filled.remark", r"备注|说明|附注|备考", _M.FILLED, example="备注"),
    _row("applies-to", r"(?:适用|被考核|被考评|被评价)(?:对象|范围|单位|部门|类别)|(?:考核|考评|评价)对象|涉及(?:单位|部门)", _M.APPLIES_TO, example="适用对象"),
    _row("duty", r"(?:主要|工作|岗位|安全|安全生产|法定|具体|监管)*(?:职责|责任)(?:内容|清单|事项|分工)?|(?:任务|工作)(?:分工|清单)", _M.DUTY, example="工作职责"),
    _row("field.who", r".*(?:单位|部门|主体|科室|处室|股室|机构|(?:责任|负责|牵头|考核|联系)人|(?:责任|分管|包保|主管|挂钩|牵头|联系|党政)领导|姓名|职务|岗位|角色)", _M.FIELD, example="牵头单位"),
    _row("field.when", r".*(?:时限|时间|期限|周期|频次|频率|日期|年度|进度)", _M.FIELD, example="完成时限"),
    _row("field.outcome", r"(?:处理|处置|考核|运用|评定)*(?:结果|后果)(?:运用)?|处理|处置|(?:处理|处置)(?:方式|意见|措施|办法)", _M.FIELD, example="处理结果"),
    _row("field.proof", r".*(?:来源|材料|资料|依据|凭证|台账|清单|文件|佐证|数据)", _M.FIELD, example="佐证材料"),
    _row("field.measure", r"(?:计量|计算|度量|指标)?单位|.*(?:目标值|指标值|完成值|基准值|计划值|标准值)|数量", _M.FIELD, example="目标值"),
)  # fmt: skip
"""One row a family of headers, tried in this order against the whole header without white space and unit."""

TOTAL = re.compile(
    r"(?:(?:合计|总计|小计|汇总|总分|共计|满分|总)(?:分值?|分数|得分)?|得分合计|(?:小计|合计|(?:最终|最后|实际|综合)?(?:考核|考评|评价))得分|[^，。；]{1,8}(?:小计|合计|总分))"
    r"(?:[（(].*[）)])?[:：]?(?:\d+(?:\.\d+)?分?|[=＝][^。；]{1,40})?"
)
"""What the first words of a row that adds up others are, without white space: 合计, 小计, 总分（100分）."""

_UNIT = re.compile(r"[（(【\[][^（）()【】\[\]]{0,12}[）)】\]]$|[:：]$")
_MEASURED = re.compile(r"[（(](?:[万亿千]?元|天|日|次|人|户|家|个|件|起|台|米|吨|公里|亩|小时|年|月)[）)]$")
"""A header whose unit is none of scores: 收费标准（元）."""
_JOINT = re.compile(r"[/／、]|及其?|和|与|或")
_ENDING = re.compile(r"[。；;！!]")
_SCORES = re.compile(
    r"(?:扣|得|加|计|减)\s*\d+(?:\.\d+)?\s*分|\d+(?:\.\d+)?\s*分[。；;）)]|不得分|酌情|扣完|得满分|[按以][^。；，]{1,24}(?:折算|计算)?(?:得分|计分)"
)
_NUMERIC = re.compile(r"[+＋\-－—]?\s*\d+(?:\.\d+)?\s*(?:分|%|％)?")
_SHORT = 18  # characters: a name is rarely longer


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its place (0-based), its header as one line, what stands in it and the knowledge row that says so."""

    index: int
    header: str
    meaning: Meaning
    rule: str = ""


def header_text(quote: str) -> str:
    """A header cell as one word: line breaks, spaces and vertical setting undone.

    >>> header_text("标\\n准\\n分")
    '标准分'
    """
    return re.sub(r"\s", "", reading.text(quote))


def meanings_of(header: str) -> tuple[tuple[Meaning, ...], str]:
    """What a header can mean and the id of the row that says so; nothing for an unknown one.

    >>> meanings_of("分值（分）")
    ((<Meaning.POINTS: 'points'>,), 'points')
    """
    bare = header_text(header)
    if _MEASURED.search(bare):
        return (Meaning.FIELD,), "field.measure"
    while bare and (found := _UNIT.search(bare)) and found.start():
        bare = bare[: found.start()]
    if not bare or len(bare) > 20:
        return (), ""
    whole = _match(bare)
    if whole:
        return whole.meanings, whole.id
    parts = [row for part in _JOINT.split(bare) if (row := _match(part))]
    for row in parts:
        if row.meanings[0] is Meaning.CRITERIA:  # 考核内容及评分标准 holds the criteria
            return (Meaning.CRITERIA,), row.id
    return (parts[0].meanings, parts[0].id) if parts else ((), "")


def _match(bare: str) -> HeaderRow | None:
    return next((row for row in HEADERS if row.pattern.fullmatch(bare)), None)


def is_header(texts: Sequence[str]) -> bool:
    """Whether a row's texts are column headers: two known ones at least, and at least half of all.

    Levels (优秀, 合格) are headers only beside others; alone they are what a table of grades lists.
    """
    said = [text for text in texts if text.strip()]
    if len(said) < 2 or any(_ENDING.search(text) or len(text) > 30 for text in said):
        return False
    found = [meanings_of(text)[0] for text in said]
    levels = found.count((Meaning.LEVEL,))
    known = len(found) - found.count(()) - levels
    return known >= 2 and 2 * (known + levels) >= len(said)


def read_columns(headers: Sequence[Sequence[str]], bodies: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """The columns' meanings, from each column's header texts (uppermost first) and its body cells' texts."""
    found = [_header(texts) for texts in headers]
    settled: list[Meaning | None] = [row[0][0] if len(row[0]) == 1 else None for row in found]
    # What holds criteria or points is settled before what is told apart by whether they are there already.
    unsettled = [i for i, row in enumerate(found) if len(row[0]) > 1]
    for index in sorted(
        unsettled, key=lambda i: (Meaning.POINTS not in found[i][0], Meaning.FIELD not in found[i][0], i)
    ):
        settled[index] = _by_content(found[index][0], bodies[index], settled)
    _rename(found, bodies, settled)
    filled = [Meaning.CRITERIA, Meaning.KEY_POINTS]
    for index, body in enumerate(bodies):  # 扣分说明 that nobody has written is to be filled in
        if settled[index] in filled and body and not any(text.strip() for text in body):
            settled[index] = Meaning.FILLED
    rules = [rule for _, rule, _ in found]
    if any(meaning is Meaning.POINTS and rules[i] != "points.due" for i, meaning in enumerate(settled)):
        for index, rule in enumerate(rules):  # 应得分 beside 标准分 is worked out for each unit
            settled[index] = Meaning.FILLED if rule == "points.due" else settled[index]
    if (unsaid := _unsaid_points(found, bodies, settled)) is not None:
        settled[unsaid], rules[unsaid] = Meaning.POINTS, "points.unsaid"
    if (unsaid := _unsaid_name(found, bodies, settled)) is not None:
        settled[unsaid], rules[unsaid] = Meaning.NAME, "name.unsaid"
    return tuple(
        Column(index, header, settled[index] or Meaning.UNKNOWN, rules[index])
        for index, (_, _, header) in enumerate(found)
    )


def _rename(
    found: Sequence[tuple[tuple[Meaning, ...], str, str]],
    bodies: Sequence[Sequence[str]],
    settled: list[Meaning | None],
) -> None:
    """What the headers alone say wrongly: 项目分值 over 责任意识（10分） is of names, and so is a column of words without
    header right of one of names, where the header over both was one merged cell; 1 2 3 under such a one are numbers.
    """
    for index, body in enumerate(bodies):
        said = [text for text in body if text.strip()]
        if settled[index] is Meaning.NAME and counts_up(said):
            settled[index] = Meaning.SERIAL
        if settled[index] in (Meaning.POINTS, Meaning.WEIGHT) and said:
            named = sum(points_of_name(text) is not None and len(text) <= 2 * _SHORT for text in said)
            if 2 * named > len(said) and Meaning.NAME not in settled[:index]:
                settled[index] = Meaning.NAME
        bare = settled[index] is None and not found[index][2]
        worded = said and not any(_NUMERIC.fullmatch(text.strip()) or len(text) > 2 * _SHORT for text in said)
        before = next((m for m in reversed(settled[:index]) if m is not Meaning.SERIAL), None)
        if bare and before is Meaning.NAME and (worded or counts_up(said)):
            settled[index] = Meaning.NAME if worded else Meaning.SERIAL


def counts_up(texts: Sequence[str]) -> bool:
    """Whether a column's cells are serial numbers: each of two or more is one more than the one before, with few gaps.

    >>> counts_up(["1", "2", "3"]), counts_up(["5", "10", "15"])
    (True, False)
    """
    bare = [text.strip().rstrip("、.．") for text in texts]
    if len(bare) < 2 or not all(text.isdecimal() for text in bare):
        return False
    steps = [int(b) - int(a) for a, b in pairwise(bare)]
    return all(step > 0 for step in steps) and 3 * steps.count(1) >= 2 * len(steps)


def _unsaid_points(
    found: Sequence[tuple[tuple[Meaning, ...], str, str]],
    bodies: Sequence[Sequence[str]],
    settled: Sequence[Meaning | None],
) -> int | None:
    """The one column of numbers that no header calls points, in a table with criteria and no column of points."""
    scored = {Meaning.POINTS, Meaning.WEIGHT, Meaning.LEVEL} & set(settled)
    if scored or Meaning.CRITERIA not in settled or not {Meaning.NAME, Meaning.KEY_POINTS} & set(settled):
        return None
    numbers = [
        index
        for index, body in enumerate(bodies)
        if settled[index] is None
        and len(said := [text.strip() for text in body if text.strip()]) > 1
        and 3 * len(said) >= 2 * len(body)
        and all(map(_NUMERIC.fullmatch, said))
        and not counts_up(said)
    ]
    return numbers[0] if len(numbers) == 1 else None


def _unsaid_name(
    found: Sequence[tuple[tuple[Meaning, ...], str, str]],
    bodies: Sequence[Sequence[str]],
    settled: Sequence[Meaning | None],
) -> int | None:
    """The column of names that no header calls so: one of words without any header right before the points, or, short
    ones without any header anywhere before the points where no column is of names, or, in a
    table with points but nothing that is named, the first column of words (上报材料 before 评分标准 15, 10 …), or the
    one under an unknown header that `_unknown_name` finds.
    """
    points = [i for i, meaning in enumerate(settled) if meaning is Meaning.POINTS]
    if not points or len(bodies[points[0]]) < 2:
        return None
    for at in points:
        if at and settled[at - 1] is None and not found[at - 1][2] and _worded(bodies[at - 1]):
            return at - 1
    if Meaning.NAME not in settled:
        for at in range(points[0]):
            if settled[at] is None and not found[at][2] and _worded(bodies[at]) and max(map(len, bodies[at])) <= _SHORT:
                return at
    if any(meaning in (Meaning.NAME, Meaning.KEY_POINTS, Meaning.CRITERIA) for meaning in settled):
        return _unknown_name(bodies, settled)
    leading = (i for i in range(points[0]) if settled[i] is not Meaning.SERIAL)
    first = next(leading, None)
    loose = first is not None and (settled[first] is None or found[first][1] == "field.proof")
    return first if first is not None and loose and _worded(bodies[first]) else None


def _unknown_name(bodies: Sequence[Sequence[str]], settled: Sequence[Meaning | None]) -> int | None:
    """A column of words whose header is unknown, left of all that scores, is of names: the first where nothing is named
    (把关环节 before 评分标准 and 分值), else one of short words that tells apart the rows under the name left of it.
    """
    scored = [i for i, m in enumerate(settled) if m in (Meaning.KEY_POINTS, Meaning.CRITERIA, Meaning.POINTS)]
    names = [i for i, m in enumerate(settled) if m is Meaning.NAME]
    if Meaning.CRITERIA not in settled or (not names and Meaning.KEY_POINTS in settled):
        return None
    first = names[-1] + 1 if names else 0
    for at in range(first, scored[0]):
        if settled[at] is not None or not _worded(bodies[at]):
            continue
        said = [text for text in bodies[at] if text.strip()]
        finer = not names or len(said) > sum(bool(text.strip()) for text in bodies[names[-1]])
        if finer and (not names or max(map(len, said)) <= _SHORT):
            return at
    return None


def _worded(body: Sequence[str]) -> bool:
    """Whether nearly every cell of a column holds words."""
    said = [text for text in body if text.strip() and not _NUMERIC.fullmatch(text.strip())]
    return len(said) > 1 and 4 * len(said) >= 3 * len(body)


def _header(texts: Sequence[str]) -> tuple[tuple[Meaning, ...], str, str]:
    """The meanings, row id and words of a column under one or several header cells: the lowest that says something."""
    said = list(dict.fromkeys(header_text(text) for text in texts if text.strip()))
    joined = "".join(said)
    for header in (*reversed(said), joined):
        meanings, rule = meanings_of(header)
        if meanings:
            return meanings, rule, said[-1] if len(said) == 1 or header == said[-1] else joined
    return (), "", joined


def _by_content(meanings: Sequence[Meaning], body: Sequence[str], others: Sequence[Meaning | None]) -> Meaning:
    """Which of several meanings a column has, by what stands in it and which others there are."""
    said = [text for text in body if text.strip()]
    named = [
        text for text in said if len(text) <= 2 * _SHORT and points_of_name(text)
    ]  # 制度建设（8分） scores nothing
    numeric = bool(said) and sum(bool(_NUMERIC.fullmatch(text.strip())) for text in said) >= 0.8 * len(said)
    if Meaning.POINTS in meanings:  # 评分标准 over bare numbers is the points
        return Meaning.POINTS if numeric and Meaning.POINTS not in others else meanings[0]
    if Meaning.FIELD in meanings:  # 考评方式 says how points go, or merely 查阅资料
        scored = any(_SCORES.search(text) for text in said if text not in named)
        return meanings[0] if scored and Meaning.CRITERIA not in others else Meaning.FIELD
    long = bool(said) and median(len(text) for text in said) > _SHORT
    scored = sum(bool(_SCORES.search(text)) for text in said if text not in named) >= 0.5 * max(len(said), 1)
    if (
        Meaning.CRITERIA in meanings
        and Meaning.CRITERIA not in others
        and (scored or (long and Meaning.NAME in others))
    ):
        return Meaning.CRITERIA
    if long and Meaning.KEY_POINTS in meanings and Meaning.NAME in others:
        return Meaning.KEY_POINTS
    return meanings[0]
