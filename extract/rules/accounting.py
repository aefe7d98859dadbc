"""Every sentence of a file that has points in it, and what became of it: rules, words kept, or no scoring at all and why.

A sentence is what stands between two ；or 。. It has points in it where a number stands before 分, or where it says in
words how points go (不得分, 扣完为止). The whole source is gone through: clauses and cells by their own text, and what
belongs to none of them (titles, headings, notes below a table) line by line; so each sentence is listed just once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.evidence import Evidence
from corpus.reading import reading_view
from corpus.spans import Span, united, without
from corpus.values import Value
from extract.findings import Award, Rule, Unparsed
from extract.notice import Notice
from extract.passage import Passage
from extract.rules import parse_rules
from extract.rules.clauses import Stretch, sentences
from extract.rules.rendering import render
from extract.rules.signals import signals

Outcome = Literal["understood", "kept", "unparsed", "other"]
"""understood: rules; kept: says how scores combine, announced to the reviewer; unparsed: not understood; other: no score."""


class Account(Value):
    """One sentence. `rules` are those read from it; `canonical` their words; `joined`: it is part of the rule of the
    sentence before it (one of the steps of a tier); `why`: why it is none that scores, or what its outcome means."""

    text: str
    evidence: Evidence
    outcome: Outcome
    kinds: tuple[str, ...] = ()
    canonical: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    joined: bool = False
    why: str = ""

    @property
    def pages(self) -> tuple[int, ...]:
        """The pages it stands on."""
        return tuple(sorted({region.page for region in self.evidence.regions}))


class Accounts(Value):
    """All sentences of a file in reading order, and how many of those that score were understood."""

    sentences: tuple[Account, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many sentences came to which outcome."""
        found = Counter(account.outcome for account in self.sentences)
        return {outcome: found[outcome] for outcome in ("understood", "kept", "unparsed", "other")}

    @property
    def share(self) -> float | None:
        """The share understood of the sentences that score; None where none does."""
        counts = self.counts
        scoring = counts["understood"] + counts["kept"] + counts["unparsed"]
        return counts["understood"] / scoring if scoring else None


@dataclass(frozen=True, slots=True)
class Unscored:
    """Why a sentence with a number of 分 in it gives and takes nothing. Rows are tried in order."""

    id: str
    pattern: str
    why: str
    example: str


_N = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+)\s*分"
_NOT_SCORE = "钟之部公支别类组局级厂队段店批管析解散布辨享担工明化红外离配"

UNSCORED: tuple[Unscored, ...] = (
    Unscored("other.label", r"[^，。；\d的者不按可即]{1,8}得分", "栏目名称", "本队得分"),
    Unscored(
        "other.example",
        rf".*如果?[^。]*\d\s*[/÷×*]\s*\d+[^。]*[=＝]\s*{_N}.*",
        "举例说明怎样计算",
        "如有50项，则每项应得分为25/50=0.5分",
    ),
    Unscored(
        "other.mention",
        r"(?:\d+(?:\.\d+)*\s+)?[^\d]*(?:加扣分|加减分)[^\d]*",
        "只提到加减分，没有写明分值",
        "考核结果与加减分挂钩",
    ),
    Unscored(
        "other.sanction",
        r"[^\d]*(?:视情|情节)[^\d]*(?:惩处|处分|追究|问责)[^\d]*",
        "惩戒、问责条款，不涉及分值",
        "视情节轻重给予通报批评、取消评优资格等惩处",
    ),
    Unscored("other.alone", rf"[（(]?\s*(?:计|共|满分|本项|分值)?\s*{_N}\s*[）)]?", "分值（单独标注，不是计分语句）", "8分"),
    Unscored(
        "other.name",
        rf"[^，。；]{{1,60}}[（(](?:本项|共|计|满分|分值|权重|标准分|基本分|±|\+|-)*\s*[：:]?\s*±?{_N}(?:[）)]|\s*\Z|[，,；;].*)",
        "名称（条目）后标注的分值",
        "组织领导（20分）",
    ),
    Unscored(
        "other.grade",
        rf".*(?:(?:优秀|良好|合格|较差|等次|等级).*{_N}|{_N}.*(?:优秀|良好|合格|较差|等次|等级)).*",
        "等次的分数界限",
        "90分以上为优秀",
    ),
    Unscored(
        "other.total",
        rf".*(?:总分|满分|分值|百分制|千分制|(?<!不)合计|[共占各]|权重|基准分|基础分|标准分)[^，。；]{{0,8}}{_N}.*|.*{_N}\s*制.*|.*由[^，。；]*(?:组成|构成).*",
        "总分、合计、权重或计分制",
        "总分100分",
    ),
    Unscored("other.threshold", rf".*{_N}\s*(?:[（(][^）)]*[）)])?(?:以上|以下|以内|及以上|及以下|之间).*", "以分数为条件，不加分也不扣分", "得分在80分以上"),
    Unscored("other.harmless", r".*不(?:予)?(?:扣|加|减)分.*", "写明不扣分、不加分", "按期完成的不扣分"),
    Unscored("other.words", rf".*(?:[一二三四五六七八九十两半百]+\s*分(?=[{_NOT_SCORE}])|十分|万分|百分|百分之|三分之|几分).*", "“分”不是分数", "十分重视"),
    Unscored("other.unit", rf".*\d\s*分(?=[{_NOT_SCORE}]).*", "“分”不是分数", "不少于20分钟"),
)  # fmt: skip
"""Only for sentences in which no rule was found."""

_FORM = re.compile(r"(?:\d|[零一二两三四五六七八九十半百])\s*分")
_UNSCORED = tuple((row, re.compile(row.pattern, re.S)) for row in UNSCORED)


def accounts(notice: Notice) -> Accounts:
    """Every sentence of the notice that has points in it, in reading order."""
    found = [account for passage in _passages(notice) for account in account_for(passage)]
    return Accounts(sentences=tuple(sorted(found, key=lambda account: account.evidence.spans[0])))


def account_for(passage: Passage) -> Iterator[Account]:
    """Every sentence of a passage that has points in it."""
    text = passage.text
    if not _FORM.search(text) and not signals(text, 0, len(text)):
        return
    rules = parse_rules(passage)
    before: tuple[Rule, ...] = ()
    for stretch in _stretches(text):
        evidence = passage.evidence(stretch.start, stretch.end)
        own = tuple(rule for rule in rules if _meets(rule, evidence.spans))
        fresh = tuple(rule for rule in own if rule not in before)
        before += fresh
        yield _account(text[stretch.start : stretch.end], evidence, own, fresh)


def _stretches(text: str) -> Iterator[Stretch]:
    """The stretches with points in them; brackets around a whole one are no part of it."""
    for sentence in sentences(text):
        for stretch in sentence.stretches:
            start, end = stretch.start, stretch.end
            if _FORM.search(text, start, end) or signals(text, start, end):
                yield stretch


def _account(text: str, evidence: Evidence, rules: Sequence[Rule], fresh: tuple[Rule, ...]) -> Account:
    kinds = tuple(dict.fromkeys(rule.kind for rule in rules))
    why = _why(text) if all(map(_stands_apart, rules)) else None
    if why:
        return Account(text=text, evidence=evidence, outcome="other", why=why)
    if not rules:
        return Account(text=text, evidence=evidence, outcome="unparsed", why="没有读出计分规则，请人工核对")
    doubtful = [rule for rule in rules if isinstance(rule, Unparsed)]
    if any(not rule.proof["text"].rule.startswith("remark.") for rule in doubtful):
        return Account(
            text=text, evidence=evidence, outcome="unparsed", kinds=kinds, rules=fresh, why="未能识别，已按原文保留"
        )
    if len(doubtful) == len(rules):
        why = "说明计分如何合并，已按原文保留"
        return Account(text=text, evidence=evidence, outcome="kept", kinds=kinds, rules=fresh, why=why)
    said = tuple(render(rule) for rule in fresh)
    return Account(
        text=text,
        evidence=evidence,
        outcome="understood",
        kinds=kinds,
        canonical=said,
        rules=fresh,
        joined=not fresh,
        why="" if fresh else "并入上一条规则",
    )


def _stands_apart(rule: Rule) -> bool:
    """Whether a rule is no more than points beside a name, or nothing that was understood."""
    if isinstance(rule, Unparsed):
        return True
    if not isinstance(rule, Award) or rule.per is not None or rule.points is None:
        return False
    return rule.proof["points"].rule in ("award.bare", "award.full")


def _why(text: str) -> str | None:
    return next((row.why for row, pattern in _UNSCORED if pattern.fullmatch(text)), None)


def _meets(rule: Rule, spans: Sequence[Span]) -> bool:
    """Whether some of the rule's own words stand in the sentence; what it only shares with others does not count."""
    own = [span for evidence in rule.evidence for span in evidence.spans]
    return any(a < d and c < b for a, b in own for c, d in spans)


def _passages(notice: Notice) -> Iterator[Passage]:
    """The source once through: each node's own text, and the lines that no node's own text has."""
    held: list[Span] = []
    for node in notice.nodes():
        if not node.own:
            continue
        free = tuple(part for span in node.own for part in without(span, united(held)))
        if free == node.own:
            yield notice.passage(node.id)
        elif free:
            yield notice.passage(node.id, free)
        held += free
    for start, end in _lines(notice.source.text, united(held)):
        yield _passage_of_line(notice, start, end)


def _lines(text: str, held: Sequence[Span]) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        for start, end in without((at, at + len(line)), held):
            if text[start:end].strip():
                yield start, end
        at += len(line)


def _passage_of_line(notice: Notice, start: int, end: int) -> Passage:
    """A line with the innermost part of the file that it stands in."""
    around: list[tuple[int, str, str]] = [
        (sum(b - a for a, b in spans), node_id, citation)
        for node_id, spans, citation in _extents(notice)
        if any(a <= start and end <= b for a, b in spans)
    ]
    _, node, citation = min(around, default=(0, "", notice.source.document.file))
    return Passage(notice.source, node, citation, reading_view(notice.source.text, ((start, end),)))


def _extents(notice: Notice) -> Iterable[tuple[str, tuple[Span, ...], str]]:
    yield from ((node_id, place.node.spans, place.citation) for node_id, place in notice.places.items())
    yield from ((node_id, head.spans, head.citation) for node_id, head in notice.heads.items())
