"""Steps: awards of which one is reached, read together as a ranking, a tier, or a share with thresholds."""

import re
from collections.abc import Sequence

from extract.rules.grammar import Spans
from extract.rules.quantities import DASH, NUMBER, REST, UNIT, rank_first, rank_last
from extract.rules.resolved import Capped, Resolved, Single, Step, Steps, Threshold, clauses_of


def stepped(text: str, rules: Sequence[Resolved], *, full_marks: bool) -> list[Resolved]:
    """Runs of awards for places or levels become one ranking or one tier; full marks from a share on, one proportion."""
    out: list[Resolved] = []
    at = 0
    while at < len(rules):
        rest = rules[at:]
        run = _threshold(text, rest) or _ranking(text, rest, full_marks) or _tier(text, rest, full_marks)
        out.append(run or rules[at])
        at += len(clauses_of(run)) if run else 1
    return out


def _ranking(text: str, rules: Sequence[Resolved], full_marks: bool) -> Steps | None:
    steps: list[Step] = []
    after = 0
    for rule in rules:
        if not isinstance(rule, Single) or not _earned(rule, full_marks):
            break
        condition = rule.clause.condition
        words = said(text, condition)
        if steps and (rest := _OTHERS.match(words)):
            steps.append(Step(rule, (*steps[-1].when, *_within(condition, *rest.span("rest")))))
            break
        place = (_ONLY_RANKED.match if steps else _RANKED.search)(words)
        if not place or rank_first(place["place"]) <= after:
            break
        steps.append(Step(rule, _within(condition, *place.span("place"))))
        last = rank_last(place["place"])
        if last is None:
            break
        after = last
    if not steps:
        return None
    behind = rules[len(steps) :]
    minus = _falling(text, behind, steps)
    lowest = behind[1] if minus and len(behind) > 1 else None
    if isinstance(lowest, Single) and lowest.clause.phrase.id == "descend.lowest":
        return Steps(True, tuple(steps), minus, lowest)
    return Steps(True, tuple(steps), minus)


def _tier(text: str, rules: Sequence[Resolved], full_marks: bool) -> Steps | None:
    for opens, follows in _SCALES:
        steps: list[Step] = []
        for rule in rules:
            if not isinstance(rule, Single) or not _earned(rule, full_marks):
                break
            words = said(text, rule.clause.condition)
            if not words or not (follows.match(words) if steps else opens.search(words)):
                break
            steps.append(Step(rule, rule.clause.condition))
        if len(steps) > 1:
            return Steps(False, tuple(steps))
    return None


def _earned(rule: Single, full_marks: bool) -> bool:
    """Whether the rule gives a number of points once."""
    kind = rule.clause.phrase.kind
    return not rule.clause.per and (kind == "award" or (kind == "full" and full_marks))


def _falling(text: str, rest: Sequence[Resolved], steps: Sequence[Step]) -> Single | None:
    """What each place after the last step named loses: 每后退一名减0.5分, 依次递减1分."""
    if not rest or not isinstance(rest[0], Single) or rank_last(said(text, steps[-1].when)) is None:
        return None
    clause = rest[0].clause
    if clause.phrase.kind == "descend":
        return rest[0] if clause.phrase.id == "descend.places" else None
    one_place = clause.per and clause.said and _ONE_PLACE.fullmatch(text, clause.per[0], clause.condition[-1][1])
    return rest[0] if clause.phrase.id == "deduct.points" and one_place and len(clause.condition) == 1 else None


_ONE_PLACE = re.compile(r"每(?:后退|退后|下降|降低|落后|靠后|后移|下滑|往后|降)\s*(?:一|1)?\s*(?:个)?(?:名次|名|位)")


def _threshold(text: str, rules: Sequence[Resolved]) -> Threshold | None:
    """达到90%得满分，每降低1个百分点扣0.2分，低于60%不得分 as one rule, where each part names its share of 100."""
    full, minus, *rest = (*rules[:3], None, None)
    if not isinstance(full, Single) or not isinstance(minus, Single):
        return None
    clause, less = full.clause, minus.clause
    if clause.phrase.id not in ("full.award", "award.points", "award.full") or clause.per or len(clause.condition) != 1:
        return None
    reached = _REACHED.fullmatch(text, *clause.condition[0])
    if not reached or less.phrase.id != "deduct.points" or less.beyond or less.scope or not less.per:
        return None
    if len(less.condition) != 1 or not _SHORT.fullmatch(text, *less.condition[0]):
        return None
    of = reached.span("of") if reached["of"] and reached["of"] not in _VERBS else None
    after = rest[0]
    if any(isinstance(rule, Capped) and "points" in rule.clause.parts for rule in rules[2:4]):
        return None  # 最多扣3分: less than the full marks can go
    if isinstance(after, Single) and after.clause.phrase.kind == "zero" and len(after.clause.condition) == 1:
        below = _BELOW.fullmatch(text, *after.clause.condition[0])
        if not below or not (reached["of"] or below["of"]).endswith(below["of"]):
            return None  # what gives nothing is not this share alone
        return Threshold(full, minus, reached.span("full"), of, after, below.span("below"))
    return Threshold(full, minus, reached.span("full"), of)


_VERBS = ("完成", "实现", "保持", "控制")
_SHARED = r"\d+(?:\.\d+)?\s*%"
_REACHED = re.compile(
    rf"(?P<of>[^，。；,;\d]{{0,24}}?)(?:不低于|达到|达|=|＝|≥|为|在)?\s*(?P<full>{_SHARED})\s*(?:[（(]含[^）)]{{0,4}}[）)])?(?:及以上|以上)?"
)
_SHORT = re.compile(
    rf"(?:(?:未达到?|达不到|未达标|不达标|不足|低于)(?:要求|目标|标准)?(?:{_SHARED})?(?:的)?[，,]?)?"
    rf"每(?:降低|下降|减少|低于|低|少|降|差)\s*{NUMBER}\s*(?:个?百分点|个点|%)"
)
_BELOW = re.compile(
    rf"(?P<of>[\u4e00-\u9fff]{{0,8}}?)(?:低于|不足|不到|未达到?|达不到|小于|＜|<)\s*(?P<below>{_SHARED})"
)


def said(text: str, spans: Spans) -> str:
    return "".join(text[a:b] for a, b in spans)


def _within(spans: Spans, start: int, end: int) -> Spans:
    """The part `[start, end)` of what the spans say, as spans."""
    out, at = [], 0
    for a, b in spans:
        low, high = max(start - at, 0), min(end - at, b - a)
        if low < high:
            out.append((a + low, a + high))
        at += b - a
    return tuple(out)


_PLACE = (
    rf"(?:(?:前\s*{NUMBER}|第\s*{NUMBER}(?:\s*[名位]?\s*{DASH}\s*第?\s*{NUMBER})?)(?:\s*[名位]|(?=的|\Z))"
    rf"|{NUMBER}\s*{DASH}\s*第?\s*{NUMBER}\s*[名位])(?:及?以[后下]|之后|往后)?"
)
_RANKED = re.compile(
    rf"(?<![后数至到—–－~～-])(?P<place>{_PLACE})\s*(?:的|者|的?(?:单位|部门|乡镇|镇街|街道|镇|村|县区|区县))*\Z"
)
_ONLY_RANKED = re.compile(
    rf"(?:排名|名次|位列|位居|列|居|在|为)*(?:全[市区县镇省])?(?P<place>{_PLACE})\s*(?:的|者|的?(?:单位|部门|乡镇|镇街|街道|镇|村|县区|区县))*\Z"
)
_OTHERS = re.compile(rf"(?P<rest>{'|'.join(REST)})(?:的|者|名次|单位|部门|乡镇|镇街|街道|镇|村|县区|区县)*\Z")
_MEASURE = rf"{NUMBER}\s*(?:%|分|{UNIT})(?:\s*[（(](?:不)?含[^）)]{{0,4}}[）)])?"
_BOTH_SIDES = (
    rf"{NUMBER}\s*(?:%|分)(?:及)?以上(?:[、，]?(?:不足|不到|不满|低于|未达到?)\s*{_MEASURE}|[、至]?{_MEASURE}以下)"
)
_THRESHOLD = (
    rf"(?:[\u4e00-\u9fff]{{0,8}}率|比例|得分|成绩|完成)?(?:达到|达|在|为)?\s*{_BOTH_SIDES}(?:的)*|(?:[\u4e00-\u9fff]{{0,8}}率|比例|得分|成绩|完成)?(?:同比|较上年|比上年)?(?:下降|减少|降低|上升|增长|增加|提高)?(?:达到|达|在|为|低于|高于|超过|不足|不到|未达到?|不低于|不高于|大于|小于|≥|≤|>|<|＞|＜)?\s*"
    rf"(?:{NUMBER}\s*%?\s*(?:[（(](?:不)?含[^）)]{{0,4}}[）)])?\s*{DASH}\s*)?{_MEASURE}(?:及?以[上下内]|之间|[（(](?:不)?含[^）)]{{0,4}}[）)]|的)*"
)
_LEVEL = (
    r"(?:评为|为|获评|获|属于|被评为|定为)?[“\"]?(?:优秀|良好|较好|好|一般|中等|基本合格|合格|不合格|较差|差|优|良|中"
    r"|[特一二三四五]等奖|[ABCD]级?|[一二三四五]级|[一二三四五]星级?)[”\"]?(?:等次|等级|档次)?的?"
)
_SCALES = tuple(
    (
        re.compile(rf"{s}\Z"),
        re.compile(rf"(?:{s}|(?:其余|其他|其它|(?:同比|与上年)?(?:持平|上升|下降|增长|减少))的?)\Z"),
    )
    for s in (_THRESHOLD, _LEVEL)
)
