"""A score sheet as it is laid out, the same for every unit of a kind: its rows, which cells they share, how high they are."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from corpus.evidence import Evidence
from corpus.reading import text as read_text
from rubric_builder.exports import wording
from rubric_builder.exports.wrapping import height_of
from rubric_builder.scoring.asking import NO, YES, Asked, asked
from rubric_builder.scoring.scheme import Scheme, ScoredItem, VetoTerm
from rubric_builder.scoring.terms import Term, citation

SIZE = 9.0
_TALLEST = 400.0


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column: `code` by which it is found again, heading, width (Excel units; 0: hidden)."""

    code: str
    heading: str
    width: float


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row to fill in: the rule, veto or grade with a condition, by its id. `said` the rule's own sentence, `quotes` its
    evidence."""

    id: str
    term: Term | None
    veto: VetoTerm | None
    ask: Asked
    said: str
    cite: str
    quotes: tuple[Evidence, ...]
    height: float


@dataclass(frozen=True, slots=True)
class SheetItem:
    """Rows that are scored as one. `item` null: a bonus, a rule over the whole, a veto or a grade's condition, alone."""

    id: str
    kind: str  # item, moved, bonus, term, veto, condition
    item: ScoredItem | None
    top: str
    top_name: str
    path: str
    full: Decimal | None
    key_points: str
    text: str
    method: str
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """The sheet for a kind of unit."""

    scheme: Scheme
    columns: tuple[SheetColumn, ...]
    items: tuple[SheetItem, ...]
    rubric: str
    reviewed: bool

    def at(self, code: str) -> int:
        """The place of a column, from 0."""
        return next(n for n, column in enumerate(self.columns) if column.code == code)


_COLUMNS = (
    SheetColumn("top", "一级要素", 7.5), SheetColumn("path", "二级要素", 9.5), SheetColumn("full", "标准\n分值", 5.5),
    SheetColumn("key", "考评要点", 13), SheetColumn("text", "评分标准", 29), SheetColumn("method", "考评\n方式", 8.5),
    SheetColumn("apply", "是否\n适用", 6.8), SheetColumn("ask", "填报内容", 17), SheetColumn("self", "自评\n填报", 7.5),
    SheetColumn("self_score", "自评\n得分", 6.5), SheetColumn("site", "现场考评\n填报", 8.5),
    SheetColumn("note", "扣分说明\n（空项写明理由）", 16), SheetColumn("points", "本条\n计分", 6.5),
    SheetColumn("lost", "扣分\n分值", 6.5), SheetColumn("score", "得分", 6.5), SheetColumn("link", "依据", 5.5),
    SheetColumn("self_points", "自评本条计分", 0), SheetColumn("row_id", "规则编号", 0), SheetColumn("item_id", "项目编号", 0),
    SheetColumn("top_id", "一级编号", 0),
)  # fmt: skip

_METHODS = ("考评方式", "考核方式", "评分方式", "检查方式", "考评方法", "考核方法", "检查方法", "评价方式")
APPLIES, NOT_APPLICABLE = "适用", "不适用"


def sheet_plan(scheme: Scheme, *, rubric: str, reviewed: bool) -> SheetPlan:
    """The plan of the sheet of a schema with this SHA-256."""
    names = dict(scheme.tops)
    items = sorted((_item(item, names[item.top]) for item in scheme.items), key=lambda i: i.kind != "item")
    items += [_single("bonus", "加分项", term, None) for term in scheme.bonuses]
    items += [_single("term", "计分总则", each.term, None) for each in scheme.terms if each.term is not None]
    items += [_single("veto", "一票否决", None, veto) for veto in scheme.vetoes]
    items += [_condition(own_id, scheme) for own_id in scheme.asked_conditions]
    dropped = {"method"} if not any(i.method for i in items) else set()
    dropped |= {"key"} if not any(i.key_points for i in items) else set()
    columns = tuple(c for c in _COLUMNS if c.code not in dropped)
    return SheetPlan(scheme, columns, _stretched([_fitted(i, columns) for i in items], columns), rubric, reviewed)


def _item(item: ScoredItem, top_name: str) -> SheetItem:
    text = "\n".join(_criterion_words(item))
    if item.remarks:
        text += "\n（" + "；".join(item.remarks) + "）"
    fields = item.indicator.fields
    method = next((fields[name] for name in _METHODS if fields.get(name)), "")
    rows = tuple(_row(term, None) for term in item.terms)
    kind = "item" if item.full is not None else "moved"
    path = " › ".join(item.path[1 : item.indicator.level]) or item.path[0]
    return SheetItem(
        item.id, kind, item, item.top, top_name, path, item.full, item.indicator.key_points or "", text, method, rows
    )


def _criterion_words(item: ScoredItem) -> list[str]:
    said = []
    for part in item.parts:
        ordinal = getattr(part.record, "ordinal", None)
        text = part.text if ordinal is None else f"{ordinal}. {part.text}"
        quotes = [read_text(e.quote) for rule in part.rules for e in rule.evidence]
        said.append(text + "".join(f"\n{q}" for q in dict.fromkeys(quotes) if q and q not in text and len(q) > 4))
    return said


def _single(kind: str, heading: str, term: Term | None, veto: VetoTerm | None) -> SheetItem:
    row = _row(term, veto)
    return SheetItem(row.id, kind, None, "", heading, "", None, "", row.said, "", (row,))


def _condition(own_id: str, scheme: Scheme) -> SheetItem:
    """What a grade asks beside points."""
    grade = scheme.grades[int(own_id.removeprefix("grade-")) - 1]
    said = f"“{grade.name}”的条件：{scheme.conditions[own_id].words}"
    ask = Asked("yes_no", "是否符合（是/否）", Decimal(0), Decimal(1), labels=(YES, NO))
    row = SheetRow(own_id, None, None, ask, said, citation(grade), grade.evidence, 0.0)
    return SheetItem(own_id, "condition", None, "", "等次条件", "", None, "", said, "", (row,))


def _row(term: Term | None, veto: VetoTerm | None) -> SheetRow:
    if term is not None:
        return SheetRow(term.id, term, None, asked(term), term.said, term.cite, term.evidence, 0.0)
    assert veto is not None
    ask = Asked("yes_no", "是否存在该情形（是/否）", Decimal(0), Decimal(1), labels=(YES, NO))
    return SheetRow(veto.id, None, veto, ask, veto.said, veto.cite, veto.evidence, 0.0)


def ask_words(row: SheetRow, alone: bool) -> str:
    """What stands beside the cells to fill in: the rule where an item has several, and what is wanted."""
    return row.ask.prompt if alone else f"{_short(row.said)}\n▸{row.ask.prompt}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _fitted(item: SheetItem, columns: Sequence[SheetColumn]) -> SheetItem:
    """Rows high enough for what they hold and what they share."""
    widths = {c.code: c.width for c in columns}
    alone = len(item.rows) == 1
    heights = [max(22.0, height_of(ask_words(row, alone), widths["ask"], SIZE)) for row in item.rows]
    shared = [(item.text, "text"), (item.method, "method")]
    needed = max(height_of(text, widths[code], SIZE) for text, code in shared if code in widths)
    return _with_heights(item, _raised(heights, needed))


def _stretched(items: list[SheetItem], columns: Sequence[SheetColumn]) -> tuple[SheetItem, ...]:
    """Rows of one indicator high enough together for its name and its key points."""
    widths = {c.code: c.width for c in columns}
    out: list[SheetItem] = []
    for whose, several in groupby(items, key=lambda i: (i.kind, i.top, i.path, i.key_points)):
        run = list(several)
        needed = max(
            height_of(said, widths.get(code, 13), SIZE) for said, code in ((whose[2], "path"), (whose[3], "key"))
        )
        heights = iter(_raised([row.height for item in run for row in item.rows], needed))
        out += [_with_heights(item, [next(heights) for _ in item.rows]) for item in run]
    return tuple(out)


def _raised(heights: list[float], needed: float) -> list[float]:
    """The heights, raised alike until they hold what is needed."""
    missing = needed - sum(heights)
    return [height + missing / len(heights) for height in heights] if missing > 0 else heights


def _with_heights(item: SheetItem, heights: Sequence[float]) -> SheetItem:
    made = (replace(row, height=round(min(h, _TALLEST), 1)) for row, h in zip(item.rows, heights, strict=True))
    return replace(item, rows=tuple(made))


_PAPER = re.compile(r"(?:实施)?(?:细则|办法|方案|标准|规则)\Z")


def titled(scheme: Scheme, what: str) -> str:
    """The title of a paper on the schema's assessment: …考核细则 and 评分表 give …考核评分表."""
    title = (
        scheme.title
        if scheme.year is None or str(scheme.year) in scheme.title
        else f"{scheme.title}（{scheme.year}年度）"
    )
    base = _PAPER.sub("", title)
    return f"{base}{what}" if base.endswith(("考核", "考评", "评价")) else f"{title}{what}"


def quotes_of(row: SheetRow) -> str:
    """The row's evidence, verbatim, one piece a line."""
    return "\n".join(dict.fromkeys(read_text(e.quote) for e in row.quotes))


def pages_of(row: SheetRow) -> str:
    """The pages that the row's evidence stands on."""
    return wording.pages(row.quotes)
