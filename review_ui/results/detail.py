"""得分明细 as a page shows it: each item with what was found, what came of it, by which clause, what was corrected."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from corpus.evidence import Evidence
from corpus.reading import text as read_text
from review_ui.results.board import Entry
from review_ui.results.words import rows_of, words_of
from rubric_builder.exports.results_lines import SchemeTexts, scheme_texts, shown, without_clause
from rubric_builder.exports.sheet_layout import SheetPlan
from rubric_builder.scoring import ItemScore, Step
from rubric_builder.scoring.corrections import Correction, Place
from rubric_builder.scoring.saying import found_words, number
from rubric_builder.scoring.standing import losses

WHOLE, BONUS, VETO = "全表计分规则", "加分项", "一票否决"
_IDS = {WHOLE: "whole", BONUS: "bonus", VETO: "veto"}


@dataclass(frozen=True, slots=True)
class Line:
    """A step: the rule in words ("" for what a cap or a floor did), what was found and where that stands, what came of
    it, the points (null: open), the clause. `fact` can be corrected; `correction` is the one that holds."""

    rule: str
    said: str
    fact: str
    documented: str
    note: str
    came: str
    points: Decimal | None
    change: str
    open: bool
    correctable: bool
    clause: str
    quotes: tuple[str, ...]
    correction: Correction | None


@dataclass(frozen=True, slots=True)
class ItemLines:
    """An item (or a bonus, a veto: `full` ""), its points in words, its steps, the clauses that these rest on (pieces of
    text: what a step rests on, or what stands around it). `blank`: why it does not apply."""

    id: str
    name: str
    full: str
    score: str
    lost: str
    lines: tuple[Line, ...]
    clauses: tuple[tuple[tuple[str, bool], ...], ...]
    clause: str
    blank: str | None
    may_be_blank: bool
    remarks: tuple[str, ...]
    correction: Correction | None

    @property
    def open(self) -> bool:
        """Whether something in it waits."""
        return any(line.open for line in self.lines)


@dataclass(frozen=True, slots=True)
class Section:
    """The items under a first-level indicator, with its own figures ("" for bonuses and vetoes)."""

    id: str
    name: str
    figures: str
    items: tuple[ItemLines, ...]


class Detail:
    """A scored unit's lines."""

    def __init__(self, entry: Entry, plan: SheetPlan) -> None:
        """`plan`: the sheet of the unit's kind, which says what is asked for."""
        assert entry.scored is not None
        self.result, self.scheme = entry.scored.standing.result, entry.scored.scheme
        self.texts: SchemeTexts = scheme_texts(self.scheme)
        self.holding: Mapping[Place, Correction] = {c.place: c for c in entry.holding}
        self.rows = rows_of(plan)
        self.items = frozenset(item.id for item in self.scheme.items)

    def sections(self, *, every: bool) -> tuple[Section, ...]:
        """What lost points, does not apply, is open, was corrected or judged by hand; with `every`, all items."""
        kept = {loss.item.id: loss.steps for loss in losses(self.result)}
        found: list[Section] = []
        for top in self.result.tops:
            items = []
            for item in self.result.items:
                if item.top != top.id:
                    continue
                touched = [s for s in item.steps if ("fact", s.rule) in self.holding]
                if every:
                    items.append(self._item(item, top.name, item.steps))
                elif item.id in kept or touched or ("blank", item.id) in self.holding:
                    steps = kept.get(item.id, ())
                    items.append(self._item(item, top.name, [s for s in item.steps if s in steps or s in touched]))
            if items:
                blank = f"，空项{number(top.blank)}分" if top.blank else ""
                got = "得分待定" if top.actual is None else f"得{number(top.actual)}分"
                figures = f"标准分{number(top.standard)}{blank}，{got}" if top.standard else ""
                found.append(Section(top.id, top.name, figures, tuple(items)))
        several = ((WHOLE, self.result.total_steps), (BONUS, self.result.bonus_steps), (VETO, self.result.veto_steps))
        for name, steps in several:
            lines = [
                self._single(step, name)
                for step in steps
                if every or step.points or step.open or ("fact", step.rule) in self.holding or self._met(step)
            ]
            if lines:
                found.append(Section(_IDS[name], name, "", tuple(lines)))
        return tuple(found)

    def _met(self, step: Step) -> bool:
        return step.points is None and step.fact is not None and bool(step.fact.value)

    def _item(self, item: ItemScore, top: str, steps: Sequence[Step]) -> ItemLines:
        name = item.name.removeprefix(f"{top} › ") if item.name != top else item.name
        blank = item.not_applicable
        lines = tuple(self._lines(steps))
        clauses, shown_in = self._clauses(item.id, lines)
        lines = tuple(replace(line, quotes=tuple(q for q in line.quotes if q not in shown_in)) for line in lines)
        return ItemLines(
            item.id, name,
            number(item.full) if item.full is not None else "",
            "空项" if blank is not None else shown(item.score),
            number(item.lost) if blank is None and item.lost else "",
            lines, clauses, self.texts.clauses.get(item.id, ""), blank, item.full is not None, item.remarks, self.holding.get(("blank", item.id)),
        )  # fmt: skip

    def _single(self, step: Step, name: str) -> ItemLines:
        (line,) = self._lines([step])
        score = line.change if name != VETO else ""
        return ItemLines(
            step.rule, line.said or line.came, "", score, "", (line,), (), line.clause, None, False, (), None
        )

    def _clauses(
        self, item: str, lines: Sequence[Line]
    ) -> tuple[tuple[tuple[tuple[str, bool], ...], ...], frozenset[str]]:
        """The clauses of an item that its lines rest on, in pieces; and the lines' quotes that stand in them."""
        scored = next(each for each in self.scheme.items if each.id == item)
        rules = {line.rule for line in lines}
        quotes = dict.fromkeys(quote for line in lines for quote in line.quotes)
        found, inside = [], set[str]()
        for part in scored.parts:
            if rules and not rules & {part.id, *(term.id for term in part.terms)}:
                continue
            proof = part.record.proof.get("text")
            pieces = (proof.evidence if proof else ()) or part.record.evidence
            for text in dict.fromkeys(read_text(piece.quote) for piece in pieces):
                here = [quote for quote in quotes if quote in text]
                if here or not rules:
                    found.append(marked(text, here))
                    inside.update(here)
        return tuple(found), frozenset(inside)

    def _lines(self, steps: Sequence[Step]) -> Iterator[Line]:
        """The first step of a rule is the rule itself; what follows under its name is what a cap or a floor did."""
        seen: set[str] = set()
        for step in steps:
            asks = step.rule not in seen and step.rule in self.rows
            seen.add(step.rule)
            yield self._line(step, asks=asks)

    def _line(self, step: Step, *, asks: bool) -> Line:
        said, came = "", without_clause(step)
        if asks:
            row = self.rows[step.rule]
            said, term = row.said, row.term
            for prefix in (said, f"{said[:79]}…"):
                came = came.removeprefix(f"{prefix}：")
            if term is not None and step.fact is not None:
                note = f"（{step.fact.note}）" if step.fact.note else ""
                came = came.removeprefix(found_words(term, step.fact) + note).lstrip("，")
        evidence = self.texts.evidence.get(step.rule, ()) if asks or step.rule not in self.items else ()
        fact = step.fact
        return Line(
            rule=step.rule,
            said=said,
            fact=words_of(self.rows[step.rule], fact) if asks else "",
            documented=fact.source if fact else "",
            note=fact.note if fact else "",
            came=came,
            points=step.points,
            change=signed(step.points) if step.points else "",
            open=bool(step.open),
            correctable=asks,
            clause=self.texts.clauses.get(step.rule, ""),
            quotes=tuple(dict.fromkeys(read_text(piece.quote) for piece in evidence)),
            correction=self.holding.get(("fact", step.rule)) if asks else None,
        )

    def evidence_of(self, item: str) -> tuple[Evidence, ...]:
        """The clauses behind an item, a bonus or a veto: of all its rules."""
        found: list[Evidence] = []
        for scored in self.result.items:
            if scored.id == item:
                found += self.texts.evidence.get(item, ())
                for step in scored.steps:
                    found += self.texts.evidence.get(step.rule, ())
        if not found:
            found += self.texts.evidence.get(item, ())
        return tuple(dict.fromkeys(found))


def marked(text: str, quotes: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """A text in pieces: those that the quotes cover, and those between.

    >>> marked("未编制的，扣2分；最多扣1分。", ["未编制的，扣2分"])
    (('未编制的，扣2分', True), ('；最多扣1分。', False))
    """
    covered = [False] * len(text)
    for quote in quotes:
        at = text.find(quote)
        if at >= 0:
            covered[at : at + len(quote)] = [True] * len(quote)
    return tuple(
        ("".join(text[n] for n, _ in run), whether)
        for whether, run in groupby(enumerate(covered), key=lambda each: each[1])
    )


def signed(points: Decimal | None) -> str:
    """A step's points: −4, +2, 0; 待定 where they are open."""
    if points is None:
        return shown(None)
    return f"{'−' if points < 0 else '+' if points > 0 else ''}{number(abs(points))}"
