"""The grades of an assessment (等次): 90分以上为优秀 … from running text, from lists and from tables."""

import re
from collections.abc import Iterator

from corpus.reading import integer
from extract.bounds import Bound, Inclusion, find_bounds, find_inclusion
from extract.findings import Grade
from extract.grade_names import NAMES, find_count, find_name_lists
from extract.graded_bounds import find_graded_bounds
from extract.issues import Issue
from extract.ladders import RawGrade, Stated, ladders_of, resolved
from extract.logical_tables import LogicalTable
from extract.notice import Notice
from extract.passage import Passage
from extract.running_text import clauses, instrument_of, parent_of, sentences

_WANTED = re.compile("优|良|好|一般|差|合格|称职|达标|等级|等次|档|星级|为[A-E]|[A-E][级类]|满意|先进|及格")
_RESULT = re.compile("(?:考核|考评|评定|评价|评分|巡查|综合)(?:结果|等次|等级|得分|成绩|总分)|总分|被考核")
_ANOTHERS = re.compile("风险[等分]级|事故等级|隐患|企业|生产经营单位|标准化|信用|诚信|资质|预警|响应")
_NAME_HEADER = re.compile("等级|等次|档次|星级|评价结果|考核结果|评定结果|级别")
_SCORE_HEADER = re.compile("得分|分数|分值|成绩|评分|标准|区间|总分|分段")
_QUOTA = re.compile(
    r"(?:优秀|良好|先进|不合格|较差|[A-E]级)(?:等次|等级|档次|单位)?[^，。；;]{0,10}(?:不超过|不得超过|控制在|不高于|不少于|占)[^，。；;]{0,16}?"
    r"(?:\d+(?:\.\d+)?\s*[%％个家名]|[一二三四五六七八九十]+[个家名]|[一二三四五六七八九十]分之[一二三四五六七八九十])(?:以内|左右)?"
)
_KNOWN = frozenset(NAMES)


def find_grades(notice: Notice) -> tuple[tuple[Grade, ...], tuple[Issue, ...]]:
    """The grades in the order of the text, each with its bounds as the text includes and excludes them, and what is
    doubtful: bounds that overlap or leave a gap, a stated number of grades that doesn't match, two ladders that differ.

    考核结果分为两个等级（以上包括本数）：90分以上为优秀 → Grade(name="优秀", at_least=90).
    """
    found = [*_in_text(notice), *_in_tables(notice)]
    groups = [group for group in ladders_of(found) if _enough(group)]
    full = [g for g in groups if any(r.bound for r in g)]
    grades: list[Grade] = []
    issues: list[Issue] = []
    kept: list[dict[str, Grade]] = []
    for group in sorted(groups, key=lambda g: (not any(r.bound for r in g), len(g) < 2)):
        missing = [
            r for r in group if not any(r.bare in {x.bare for x in other} for other in full if other is not group)
        ]
        if group not in full and full and len(missing) <= len(group) / 2:
            if missing:  # the list names a grade that the bounded ladder leaves out
                more, _ = resolved(missing, Stated())
                grades += more
                issues.append(_unbounded(missing, missing[0].name_in.node))
            continue
        ladder, doubts = resolved(group, _stated(notice, group))
        again = [known for known in kept if all(_alike(known.get(g.name), g) for g in ladder)]
        if again:
            continue
        if any(g.name in known for known in kept for g in ladder):
            names = "、".join(g.name for g in ladder)
            node = group[0].name_in.node
            issues.append(_issue("several", f"文件对同名等次另有一套规定（{names}），请核对各自适用的对象", node))
        kept.append({g.name: g for g in ladder})
        grades += ladder
        issues += doubts
        issues += _partly(group)
        issues += _count(notice, group)
    if grades:
        issues += _quotas(notice)
    return tuple(grades), tuple(dict.fromkeys(issues))


def _in_text(notice: Notice) -> Iterator[RawGrade]:
    """The grades of running text, clause by clause; a clause's list of names comes before its bounds."""
    for order, (node, passage) in enumerate(clauses(notice)):
        if not _WANTED.search(node.text):
            continue
        instrument = instrument_of(notice, node.id).id
        text = passage.text
        for start, end in sentences(text, "。！？"):
            for names in find_name_lists(text, start, end):
                shown = (passage.evidence(names.start, names.end),)
                for name in names.names:
                    yield RawGrade(order, instrument, passage, name, None, None, None, shown, names.rule)
        for pair in find_graded_bounds(text):
            parent = parent_of(notice, node.id)
            before = (parent.text if parent else "") + text[: pair.start].rsplit("。", 1)[-1]
            if _ANOTHERS.search(before) and not _RESULT.search(before + text[pair.start : pair.end]):
                continue
            shown = (passage.evidence(pair.start, pair.end + (text[pair.end : pair.end + 1] in ("）", ")"))),)
            yield RawGrade(order, instrument, passage, pair.name, passage, pair.bound, pair.condition, shown, pair.rule)


def _in_tables(notice: Notice) -> Iterator[RawGrade]:
    """The grades of tables that set names against points, in rows or in columns."""
    for index, (table_id, table) in enumerate(notice.tables.items()):
        for turned in (False, True):
            found = list(_in_table(notice, table_id, table, -1000 - 2 * index, turned))
            if len(found) >= 2:
                yield from found
                break


def _in_table(notice: Notice, table_id: str, table: LogicalTable, order: int, turned: bool) -> Iterator[RawGrade]:
    lines, across = (table.columns, table.rows) if turned else (table.rows, table.columns)

    def cell(line: int, place: int) -> Passage | None:
        at = table.at(place, line) if turned else table.at(line, place)
        node = f"{table_id}.row-{at.row + 1}.cell-{at.column + 1}"
        return notice.passage(node) if at.spans and node in notice.places else None

    heads = [(passage.text if (passage := cell(0, place)) else "") for place in range(across)]
    named = [i for i, head in enumerate(heads) if _NAME_HEADER.search(head) and len(head) <= 12]
    scored = [
        i for i, head in enumerate(heads) if _SCORE_HEADER.search(head) and i not in named[:1] and len(head) <= 16
    ]
    if not named or not scored:
        return
    instrument = instrument_of(notice, table_id).id
    for line in range(1, lines):
        name, score = cell(line, named[0]), cell(line, scored[0])
        if name is None or score is None or name.text.strip().removesuffix("等次") not in _KNOWN:
            continue
        bounds: tuple[Bound, ...] = find_bounds(score.text)
        if not bounds:
            continue
        bound = bounds[0]
        rest = (score.text[: bound.start] + score.text[bound.end :]).strip(" 的分。；")
        condition = (0, len(score.text)) if bound.conditional or len(rest) > 4 else None
        start = len(name.text) - len(name.text.lstrip())
        span = (start, start + len(name.text.strip().removesuffix("等次")))
        shown = (name.evidence(), score.evidence())
        yield RawGrade(order, instrument, name, span, score, bound, condition, shown, "grade.table")


def _enough(group: list[RawGrade]) -> bool:
    """A ladder has two grades, or one with a bound in points."""
    return len(group) > 1 or bool(group[0].bound and (group[0].bound.low or group[0].bound.high))


def _stated(notice: Notice, group: list[RawGrade]) -> Stated:
    """What the clause, its parent, or else the instrument says of 以上 and 以下."""
    wanted = re.compile("本数|本级|本分数|该数")
    near = {r.name_in.node for r in group}
    near |= {a.id for node in list(near) for a in notice.places[node].ancestors}
    local: list[Passage] = []
    general: list[Passage] = []
    for node, passage in clauses(notice, wanted):
        same = instrument_of(notice, node.id).id == group[0].instrument
        if node.id in near or any(a.id in near for a in notice.places[node.id].ancestors):
            local.append(passage)
        elif same:
            general.append(passage)
    above = below = None
    evidence = []
    for passage in (*general, *local):  # what stands nearer wins
        said = find_inclusion(passage.text)
        if said.spans:
            above = above if said.above is None else said.above
            below = below if said.below is None else said.below
            evidence += [passage.evidence(*span) for span in said.spans]
    return Stated(Inclusion(above, below), tuple(evidence))


def _alike(known: Grade | None, grade: Grade) -> bool:
    if known is None:
        return False
    bounds = ("at_least", "below", "above", "at_most")
    mine = [getattr(grade, b) for b in bounds]
    return not any(mine) or mine == [getattr(known, b) for b in bounds]


def _count(notice: Notice, group: list[RawGrade]) -> list[Issue]:
    """A stated number of grades that doesn't match."""
    nodes = dict.fromkeys(r.name_in.node for r in group)
    above = [a.id for a in notice.places[group[0].name_in.node].ancestors[-1:]]
    for node in (*nodes, *above):
        passage = notice.passage(node)
        span = find_count(passage.text)
        if span:
            stated = integer(passage.text[span[0] : span[1]])
            if stated != len(group):
                return [_issue("count", f"原文写明{stated}个等次，实际读到{len(group)}个", node)]
            break
    return []


def _partly(group: list[RawGrade]) -> list[Issue]:
    without = [r for r in group if r.bound is None]
    return [_unbounded(without, group[0].name_in.node)] if without and len(without) < len(group) else []


def _unbounded(grades: list[RawGrade], node: str) -> Issue:
    return _issue("unbounded", f"等次“{'、'.join(g.called for g in grades)}”没有写明分数线", node)


def _quotas(notice: Notice) -> list[Issue]:
    """How many may be given a grade (优秀比例不超过30%): kept in words, a reviewer enters it."""
    return [
        Issue(code="grades.quota", severity="info", message=f"等次名额另有限制：“{m.group().strip()}”", node=node.id)
        for node, passage in clauses(notice, _QUOTA)
        for m in _QUOTA.finditer(passage.text)
    ]


def _issue(code: str, message: str, node: str) -> Issue:
    return Issue(code=f"grades.{code}", severity="warning", message=message, node=node)
