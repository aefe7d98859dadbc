"""The score table as it is laid out, before Word or Excel draw it: columns, and cells that cover rows and columns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from corpus.evidence import Evidence, Proved
from corpus.reading import text as read_text
from corpus.spans import inside, united
from extract.findings import Bonus
from rubric_builder.arithmetic import own_points
from rubric_builder.draft import Criterion, Draft, Indicator
from rubric_builder.exports import wording
from rubric_builder.exports.rule_words import rule_words
from rubric_builder.items import walk_indicators

Style = Literal["name", "text", "points", "citation", "total", "block"]

_LEVELS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its share of the width (em of body type on A4 landscape)."""

    heading: str
    share: float


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell: grid place (0-based, the header not counted), how many rows and columns it covers, what stands in it."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    style: Style
    number: Decimal | None = None


@dataclass(slots=True)
class ScoreTable:
    """Every grid place is covered by exactly one cell. `main` is the document that most citations name: it is left out
    of the cells and stands above the table."""

    columns: tuple[Column, ...]
    main: str
    rows: int = 0
    cells: list[GridCell] = field(default_factory=list)


def score_table(draft: Draft) -> ScoreTable:
    """The table: indicators with their criteria, 合计, then bonuses, vetoes, grades, subjects, deadlines if any."""
    indicators = list(walk_indicators(draft.indicators))
    depth = max((i.level for i in indicators), default=1)
    extra = list(dict.fromkeys(key for i in indicators for key in i.fields))
    return _Layout(draft, depth, extra).table


class _Layout:
    def __init__(self, draft: Draft, depth: int, extra: list[str]) -> None:
        every = list(walk_indicators(draft.indicators))
        others = (*draft.bonuses, *draft.vetoes, *draft.terms, *draft.grades, *draft.subjects, *draft.deadlines)
        records = [r for i in every for r in (i, *i.criteria)] or others
        named = wording.titles(e for r in records for e in r.evidence)
        self.depth, self.extra = depth, extra
        names = [Column(f"{_LEVELS[n] if n < len(_LEVELS) else n + 1}级指标", 7) for n in range(depth)]
        room = 72 - 7 * depth - 15 - 5 - 10 - 6 * len(extra)
        columns: tuple[Column, ...] = (
            *names, Column("考核要点", 15), Column("评分细则", max(room, 20)), Column("标准分", 5),
            *(Column(key, 6) for key in extra), Column("依据条款", 10),
        )  # fmt: skip
        self.key, self.said, self.points, self.last = depth, depth + 1, depth + 2, len(columns) - 1
        if not every:  # rules of assessment without a score table
            columns = (Column("项目", 8), Column("内容", 45), Column("分值", 7), Column("依据条款", 12))
            self.key, self.said, self.points, self.last = 1, 1, 2, 3
        self.table = ScoreTable(columns, named[0] if named else "")
        self.merged: tuple[tuple[Evidence, ...], int] | None = None  # of which points, and which cell shows them
        for indicator in draft.indicators:
            self._indicator(indicator)
        if draft.indicators:
            self._total(draft)
        self._blocks(draft)

    def _put(
        self,
        row: int,
        column: int,
        text: str,
        style: Style,
        rows: int = 1,
        columns: int = 1,
        number: Decimal | None = None,
    ) -> None:
        self.table.cells.append(GridCell(row, column, rows, columns, text, style, number))

    # --- indicators ---

    def _indicator(self, indicator: Indicator) -> None:
        """The indicator's own criteria (or one row, where it is a leaf without any), then its children."""
        first, level = self.table.rows, min(indicator.level, self.depth)
        if indicator.criteria or not indicator.children:
            self._own_rows(indicator, level)
        for child in indicator.children:
            self._indicator(child)
        own = bool(indicator.criteria) or not indicator.children
        leaf = not indicator.children
        said_apart = leaf and indicator.points is not None and self._one_score(indicator)
        named = indicator.name if said_apart else _with_points(indicator)
        across = self.depth - level + 1 if leaf and own else 1
        self._put(first, level - 1, named, "name", self.table.rows - first, across)

    def _one_score(self, indicator: Indicator) -> bool:
        """Whether the indicator's points stand in the points column: its criteria state none of their own and share these."""
        return not any(own_points(c) is not None for c in indicator.criteria)

    def _own_rows(self, indicator: Indicator, level: int) -> None:
        first = self.table.rows
        criteria: Sequence[Criterion | None] = indicator.criteria or (None,)
        count = len(criteria)
        self.table.rows += count
        if indicator.children:  # what an inner indicator asks by itself: no names stand beside it further in
            self._put(first, level, "", "name", count, self.depth - level) if level < self.depth else None
        self._put(first, self.key, indicator.key_points or "", "text", count)
        for row, criterion in enumerate(criteria, first):
            self._put(row, self.said, criterion_text(criterion) if criterion else "", "text")
        shared = _shared(indicator)
        if shared is not None:
            self._share(shared, first, count)
        elif self._one_score(indicator):
            self._put(first, self.points, wording.points(indicator.points), "points", count, number=indicator.points)
        else:
            for row, criterion in enumerate(criteria, first):
                score = own_points(criterion) if criterion else None
                self._put(row, self.points, wording.points(score), "points", number=score)
        for column, key in enumerate(self.extra, self.points + 1):
            self._put(first, column, indicator.fields.get(key, ""), "text", count)
        places = [self._cited(criterion or indicator) or self._cited(indicator) for criterion in criteria]
        for start, rows in _runs(places):
            self._put(first + start, self.last, places[start], "citation", rows)

    def _share(self, points: tuple[tuple[Evidence, ...], Decimal], first: int, count: int) -> None:
        """A merged cell that several indicators share: the one above goes on, or a new one begins."""
        if self.merged and self.merged[0] == points[0]:
            above = self.table.cells[self.merged[1]]
            if above.row + above.row_span == first:
                self.table.cells[self.merged[1]] = replace(above, row_span=above.row_span + count)
                return
        self.merged = (points[0], len(self.table.cells))
        self._put(first, self.points, wording.points(points[1]), "points", count, number=points[1])

    def _cited(self, record: Proved) -> str:
        evidence: Sequence[Evidence] = record.evidence
        if isinstance(record, Criterion) and "text" in record.proof:
            evidence = record.proof["text"].evidence or record.evidence
        return wording.cited(evidence[:1], self.table.main)

    def _total(self, draft: Draft) -> None:
        row = self._row()
        stated = [i.points for i in draft.indicators if i.points is not None]
        whole = sum(stated, Decimal(0)) if len(stated) == len(draft.indicators) else None
        self._put(row, 0, "合计", "total", columns=self.points)
        self._put(row, self.points, wording.points(whole), "total", number=whole)
        self._put(row, self.points + 1, "", "total", columns=self.last - self.points)

    def _row(self) -> int:
        self.table.rows += 1
        return self.table.rows - 1

    # --- what follows the indicators ---

    def _blocks(self, draft: Draft) -> None:
        bonuses = [r for r in draft.bonuses if not (isinstance(r, Bonus) and not r.evidence and not r.when)]
        self._block("加分项", [(wording.sentence(r), _bonus_points(r), self._cited(r)) for r in bonuses])
        self._block("一票否决", [(wording.sentence(r), "", self._cited(r)) for r in draft.vetoes])
        self._block(
            "计分总则", [(wording.sentence(r) or rule_words(r), rule_words(r), self._cited(r)) for r in draft.terms]
        )
        self._block("等次", [(wording.grade(g), "", self._cited(g)) for g in draft.grades])
        self._block("考核对象", [(wording.subject(s), "", self._cited(s)) for s in draft.subjects])
        self._block("时限要求", [(wording.deadline(d), "", self._cited(d)) for d in draft.deadlines])

    def _block(self, heading: str, lines: Sequence[tuple[str, str, str]]) -> None:
        if not lines:
            return
        first = self.table.rows
        lines = list(dict.fromkeys(lines))
        for text, score, place in lines:
            row = self._row()
            across = self.points - self.key + (0 if score else 1)
            self._put(row, self.key, text, "text", columns=across)
            if score:
                self._put(row, self.points, score, "points")
            self._put(row, self.points + 1, place, "citation", columns=self.last - self.points)
        self._put(first, 0, heading, "block", len(lines), self.depth)


def _shared(indicator: Indicator) -> tuple[tuple[Evidence, ...], Decimal] | None:
    """The points that an indicator without any of its own shares with its neighbours, and where they stand."""
    found = [c.proof["points"].evidence for c in indicator.criteria if c.points is not None and "points" in c.proof]
    if indicator.points is not None or not found or any(own_points(c) is not None for c in indicator.criteria):
        return None
    return found[0], next(c.points for c in indicator.criteria if c.points is not None)


def _bonus_points(rule: Proved) -> str:
    own = getattr(rule, "points", None)
    return "\n".join(filter(None, (f"+{wording.points(own)}" if own is not None else "", wording.cap_of(rule))))


def _with_points(indicator: Indicator) -> str:
    return indicator.name if indicator.points is None else f"{indicator.name}\n（{wording.points(indicator.points)}分）"


def criterion_text(criterion: Criterion) -> str:
    """A criterion as a line of the table: its ordinal, its text, and scoring sentences that stand outside of it."""
    said = criterion.text if criterion.ordinal is None else f"{criterion.ordinal}. {criterion.text}"
    proof = criterion.proof.get("text")
    held = [span for evidence in (proof.evidence if proof else ()) for span in evidence.spans]
    for rule in criterion.rules:
        for evidence in rule.evidence:
            if not inside(evidence.spans, united(held)):
                said += f"\n{read_text(evidence.quote)}"
                held += evidence.spans
    return said


def _runs(values: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where equal neighbours begin, and how many they are."""
    start = 0
    for n in range(1, len(values) + 1):
        if n == len(values) or values[n] != values[start]:
            yield start, n - start
            start = n
