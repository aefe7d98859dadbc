"""What a reviewer must look at, item by item, as the draft stands now."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from corpus.evidence import Proved
from extract.findings import Rule, Unparsed
from extract.issues import Issue
from extract.rules import rule_doubts
from extract.rules.open_choices import open_questions
from extract.rules.questions import QUESTIONS
from rubric_builder.arithmetic import own_points, suspects
from rubric_builder.draft import Criterion, Indicator
from rubric_builder.exports.wording import points
from rubric_builder.folding import State
from rubric_builder.groups import Group, group_of
from rubric_builder.items import OWN_PARTS, ROOT, Item, field_name
from rubric_builder.reconciling import against_scale, balance_of

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at. `code` is stable; `message` is Chinese; `choice`: the question that it puts, open or settled,
    as decisions name it."""

    code: str
    severity: Severity
    message: str
    choice: str = ""

    @property
    def name(self) -> str:
        """The kind of flag in a word or two, for filters."""
        return FLAG_NAMES.get(self.code, "其他提示")


FLAG_NAMES: Mapping[str, str] = {
    "sum-mismatch": "分值不符", "sum-signed": "差额已签认", "points-missing": "缺分值", "rule-unparsed": "规则未读懂",
    "rule-remark": "计分说明", "range-open": "幅度未写明", "rule-broken-unit": "不足一个单位怎样计",
    "rule-cap-scope": "封顶限哪几条", "rule-multiple-open": "加倍以何为准", "rule-tier-bound": "两档都含的数", "rule-once-open": "是否逐次扣分", "table-note": "表内附注",
    "deduction-loose": "正文中的扣分", "rule-steps-open": "扣分是否合并", "human-uncited": "人工录入无引文", "comment": "有批注",
    "cap-above-points": "封顶高于分值", "scale-unknown": "总分不明", "scale.several": "总分不一", "label-mended": "序号已订正",
    "table-doubtful": "疑似评分表", "table-left-out": "未读的表", "attachment-missing": "附件不在文件中",
    "no-rubric": "没有评分内容", "deadlines.no-date": "时限无日期", "deadlines.no-year": "时限无年份",
    "deadlines.no-such-day": "日期不存在", "deadlines.year-inferred": "年份为推断", "grades.quota": "等次限额",
    "grades.inclusion-default": "含不含未写明", "subjects.count": "对象数目不符", "vetoes.discretionary": "否决可酌情",
    "source.ocr-low": "识别存疑", "source.left-out": "有未读笔迹", "source.garbled-text": "文字编码不可靠",
    "source.table-doubtful": "表格线不完整", "source.formula-unknown": "公式无结果", "source.formula-error": "公式出错",
    "source.formula-stale": "公式结果不符", "source.page-without-text": "有空白页", "source.missing-part": "文件缺部件", "source.font-missing": "本机缺字体",
    "source.encrypted": "有加密部分", "source.hidden-text": "含隐藏文字", "source.pale-text": "含白色文字",
    "source.tracked-insertion": "含修订", "source.tracked-deletion": "含修订", "names-unsaid": "名称未写明", "header-unsaid": "没有表头", "column-scores": "别栏的计分规定", "ways-scope": "计分规定适用范围", "bonuses.shared-cap": "共用封顶", "bonuses.unread": "加分分值未识别", "duty-subject-unclear": "责任主体不明", "duty-several-frequencies": "频次不止一个",
}  # fmt: skip
"""What staff call a kind of flag."""

_LIVE = frozenset({"sum-mismatch", "rule-unparsed", "rule-remark", "range-open", "rule-multiple-open"}) | {
    row.code for row in QUESTIONS.values() if row.code
}
"""Issues of the draft as it was found that are told anew of the draft as it stands."""


def flags_of(state: State) -> Mapping[str, tuple[Flag, ...]]:
    """The flags of each item that has any, gravest first. Rules and steps are flagged with the item they stand in.

    An issue of the draft goes to the items whose evidence it is about; one that is about none to the whole draft.
    """
    found: dict[str, list[Flag]] = defaultdict(list)
    owners: dict[str, str] = {}
    for item in state.items:
        owner = owners[item.id] = owners[item.parent] if item.parent and item.slot in OWN_PARTS else item.id
        if state.status[item.id] != "驳回":
            found[owner] += _own(item, state)
        said = state.comments.get(item.id, ())
        if said:
            found[owner].append(Flag("comment", "info", f"批注{len(said)}条：{said[-1].actor}“{said[-1].text}”"))
    for rule, flag in _questions(state):
        found[owners[rule]].append(flag)
    for owner, flag in _found_then(state, owners):
        found[owner].append(flag)
    order = ("error", "warning", "info")
    return {
        item: tuple(sorted(dict.fromkeys(flags), key=lambda flag: order.index(flag.severity)))
        for item, flags in found.items()
        if flags
    }


# --- as it stands ---------------------------------------------------------------------------------------------------


def _own(item: Item, state: State) -> Iterator[Flag]:
    record = item.record
    if item.id == ROOT:
        yield from _scale(state)
    elif isinstance(record, Indicator):
        yield from _sum(record, state)
        yield from _points(item, record)
    elif isinstance(record, Criterion):
        yield from (_flag(issue) for issue in rule_doubts(record.rules, None))
    elif isinstance(record, Unparsed) and item.slot not in OWN_PARTS:
        yield from (_flag(issue) for issue in rule_doubts((record,), None))
    bare = [name for name, proof in record.proof.items() if proof.how == "human" and not proof.evidence]
    shown = [name for name in bare if getattr(record, name, "") not in (None, "", ())]
    if shown:
        yield Flag("human-uncited", "info", f"{'、'.join(f'“{field_name(n)}”' for n in shown)}为人工录入，没有引文")


def _questions(state: State) -> Iterator[tuple[str, Flag]]:
    """What the rules of each record leave open, by rule, and what was settled of it."""
    records: dict[str | None, list[Item]] = defaultdict(list)
    for item in state.items:
        if item.slot in _RULES and state.status[item.id] != "驳回":
            records[item.parent].append(item)
    for several in records.values():
        for each in open_questions([cast(Rule, item.record) for item in several]):
            rule = several[each.index].id
            choice = f"{each.question}:{rule}"
            answer = state.answers.get(choice)
            given = dict(each.answers).get(answer.option) if answer else None
            message = f"{each.asked}：已约定“{given}”（{answer.by}）" if answer and given else each.message
            yield rule, Flag(each.code, "info", message, choice)


_RULES = ("rules", "bonuses")


def _sum(indicator: Indicator, state: State) -> Iterator[Flag]:
    balance = balance_of(indicator, state.signed.get(indicator.id))
    if not balance.difference:
        return
    said = f"子项合计{points(balance.added)}≠{points(balance.stated)}"
    if balance.holds:
        yield Flag("sum-signed", "info", f"{said}，差额已签认")
    else:
        yield Flag("sum-mismatch", "error", said + suspects(indicator, balance.difference))


def _scale(state: State) -> Iterator[Flag]:
    for balance in against_scale(state.draft, state.signed.get(ROOT)):
        if balance.missing or not balance.difference:
            continue
        whose = "" if balance.name == "总分" else f"（{balance.name}）"
        said = f"一级指标{whose}合计{points(balance.added)}≠{points(balance.stated)}"
        if balance.holds:
            yield Flag("sum-signed", "info", f"{said}，差额已签认")
        else:
            yield Flag("sum-mismatch", "error", said)


def _points(item: Item, indicator: Indicator) -> Iterator[Flag]:
    """Where points are missing: a last indicator without any, an item without among items that have some."""
    if indicator.children or group_of(item.names[0]) is not Group.SCORED:
        return
    own = [own_points(criterion) for criterion in indicator.criteria]
    if indicator.points is None and all(criterion.points is None for criterion in indicator.criteria):
        yield Flag("points-missing", "warning", "没有写明分值")
    elif None in own and any(p is not None for p in own) and any(c.points is None for c in indicator.criteria):
        yield Flag("points-missing", "warning", "有的评分项没有写明分值")


def _flag(issue: Issue) -> Flag:
    return Flag(issue.code, issue.severity, issue.message)


# --- as it was found ------------------------------------------------------------------------------------------------

_QUOTED = re.compile("“([^”]{2,})”")


def _found_then(state: State, owners: Mapping[str, str]) -> Iterator[tuple[str, Flag]]:
    issues = [issue for issue in state.draft.issues if issue.code not in _LIVE]
    issues = [i for i in issues if not (i.code == "scale-unknown" and state.draft.scale is not None)]
    if not issues:
        return
    wanted = {issue.node for issue in issues if issue.node}
    about: dict[str, list[Item]] = defaultdict(list)
    for item in state.items:
        for node in {item.id, *_nodes(item.record)} & wanted:
            about[node].append(item)
    for issue in issues:
        meant = _meant(issue, about.get(issue.node or "", ()))
        for owner in dict.fromkeys(owners[item.id] for item in meant) or (ROOT,):
            yield owner, _flag(issue)


def _nodes(record: Proved) -> Iterator[str]:
    """The nodes of a record's evidence; of a cell, its row too."""
    for evidence in record.evidence:
        yield evidence.node
        row, _, cell = evidence.node.rpartition(".cell-")
        if cell:
            yield row


def _meant(issue: Issue, near: Sequence[Item]) -> Iterable[Item]:
    """Of several items in the clause that an issue is about: those that say what it quotes."""
    quoted = _QUOTED.findall(issue.message)
    saying = [item for item in near if any(words in _said(item.record) for words in quoted)]
    return saying or near


def _said(record: Proved) -> str:
    return "".join(getattr(record, "text", "") or getattr(record, "when", "") or getattr(record, "name", "") or "")
