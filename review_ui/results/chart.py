"""Units by first-level indicator as a picture: a row a unit, each indicator in a place of its own as wide as its points,
so that what is missing shows as a gap in the same place for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from review_ui.overview.lettering import Lettering, fitted
from review_ui.results.board import Entry
from rubric_builder.exports.results_chart import COLORS
from rubric_builder.exports.results_lines import grade_words, shown
from rubric_builder.scoring.results import Result, TopScore
from rubric_builder.scoring.saying import number

WIDTH, LEFT, RIGHT = 1240.0, 176.0, 148.0
ROW, BAR, HEAD, GAP = 30.0, 18.0, 52.0, 4.0
_SIZES = (13.0, 12.0, 11.0, 10.0)
_FIGURE = 8.0  # what a digit takes


@dataclass(frozen=True, slots=True)
class Head:
    """An indicator over its place; without `words` there was no room for its name."""

    id: str
    name: str
    points: str
    x: float
    width: float
    colour: str
    words: Lettering | None


@dataclass(frozen=True, slots=True)
class Piece:
    """What a unit got of an indicator: `got` wide of `width`, the last `blank` of it 空项. `figure`: the score, where
    there is room for it; `said`: all in words. `open`: it is not settled."""

    top: str
    x: float
    width: float
    got: float
    blank: float
    colour: str
    figure: str
    said: str
    open: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A unit's row. `unit` null: the mean of all."""

    unit: int | None
    name: str
    y: float
    pieces: tuple[Piece, ...]
    total: str
    grade: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture of the units that are scored by one table. `whose`: their kind, "" for one table for all."""

    whose: str
    heads: tuple[Head, ...]
    rows: tuple[Row, ...]
    height: float
    summary: str


def charts(entries: Sequence[Entry]) -> tuple[Chart, ...]:
    """A picture for each kind of unit that has a table of its own, units in the order given."""
    scored = [(e, e.scored.standing.result) for e in entries if e.scored is not None]
    groups = dict.fromkeys(result.group for _, result in scored)
    return tuple(_chart(group or "", [each for each in scored if each[1].group == group]) for group in groups)


def _chart(whose: str, several: Sequence[tuple[Entry, Result]]) -> Chart:
    tops = [top for top in several[0][1].tops if top.standard > 0]
    whole = sum((top.standard for top in tops), Decimal(0))
    room = WIDTH - LEFT - RIGHT - GAP * max(len(tops) - 1, 0)
    heads: list[Head] = []
    x = LEFT
    for n, top in enumerate(tops):
        width = float(top.standard / whole) * room
        words = fitted(top.name, width, HEAD - 18, _SIZES)
        heads.append(Head(top.id, top.name, number(top.standard), x, width, COLORS[n % len(COLORS)], words))
        x += width + GAP
    rows = [_row(entry, result, heads, HEAD + n * ROW) for n, (entry, result) in enumerate(several)]
    if len(several) > 1 and heads:
        rows.append(_mean([result for _, result in several], heads, HEAD + len(rows) * ROW + 6))
    height = (rows[-1].y if rows else HEAD) + ROW
    summary = "；".join(f"{row.name}{row.total}" for row in rows)
    return Chart(whose, tuple(heads), tuple(rows), height, summary)


def _row(entry: Entry, result: Result, heads: Sequence[Head], y: float) -> Row:
    tops = {top.id: top for top in result.tops}
    pieces = tuple(_piece(tops[head.id], head) for head in heads)
    return Row(entry.unit.pk, entry.unit.name, y, pieces, shown(result.percent), result.grade or grade_words(result))


def _piece(top: TopScore, head: Head) -> Piece:
    share = head.width / float(top.standard)
    blank = float(top.blank) * share
    if top.actual is None:
        return Piece(head.id, head.x, head.width, 0.0, blank, head.colour, "", f"{head.name}：待定", True)
    got = min(max(float(top.actual) * share, 0.0), head.width - blank)
    figure = number(top.actual)
    said = f"{head.name}：应得{number(top.due)}分，实得{figure}分"
    if top.blank:
        said += f"，空项{number(top.blank)}分"
    room = got >= len(figure) * _FIGURE + 6
    return Piece(head.id, head.x, head.width, got, blank, head.colour, figure if room else "", said, False)


def _mean(results: Sequence[Result], heads: Sequence[Head], y: float) -> Row:
    pieces = []
    for head in heads:
        tops = [top for result in results for top in result.tops if top.id == head.id]
        known = [top.actual for top in tops if top.actual is not None]
        if not known:
            pieces.append(Piece(head.id, head.x, head.width, 0.0, 0.0, head.colour, "", f"{head.name}：待定", True))
            continue
        mean = round(sum(known, Decimal(0)) / len(known), 2)
        got = min(max(float(mean / tops[0].standard) * head.width, 0.0), head.width)
        figure = number(mean)
        room = got >= len(figure) * _FIGURE + 6
        pieces.append(
            Piece(
                head.id, head.x, head.width, got, 0.0, head.colour, figure if room else "", f"{head.name}：平均{figure}分", False
            )
        )  # fmt: skip
    known = [result.percent for result in results if result.percent is not None]
    total = number(round(sum(known, Decimal(0)) / len(known), 2)) if known else "—"
    return Row(None, "平均", y, tuple(pieces), total, "")
