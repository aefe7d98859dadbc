"""What the other columns of a scoring table say: what is asked, and fields such as 责任单位 kept by their header."""

import re

from corpus.evidence import Cited
from extract.cell_lines import is_list
from extract.logical_tables import LogicalCell
from rubric_builder.branches import Branch, inherited, joined
from rubric_builder.growth import Growth, short
from rubric_builder.rows import SCORED

_SCORES = re.compile(rf"{SCORED.pattern}|扣除|倒扣|追加")


def place_texts(growth: Growth) -> None:
    """What is asked and what stands in the other columns, put on the branches."""
    for n, column in enumerate(growth.rows.keys):
        for cell, rows in growth.cells(column):
            for target in dict.fromkeys(growth.targets[r] for r in rows):
                said = _said(growth, cell, target)
                if n == 0 and target.key_points is None:
                    target.key_points = said
                elif n == 0 and target.key_points is not None:
                    target.key_points = joined(target.key_points, said)
                else:
                    _add_field(growth, target, column, said)
        if n:
            _tell_of_scores(growth, column)
    for column in growth.rows.others:
        depth = growth.rows.depth_of_points(column) if growth.rows.is_weight(column) else None
        for cell, rows in growth.cells(column):
            targets = dict.fromkeys(growth.targets[r] for r in rows)
            above = growth.stated_for(rows, depth) if depth is not None else None
            for target in [above] if above else targets:
                _add_field(growth, target, column, _said(growth, cell, target))
        _tell_of_scores(growth, column)


def _tell_of_scores(growth: Growth, column: int) -> None:
    """A column that is kept word for word but says how points go: none of it became a rule."""
    if growth.rows.is_for_scores(column):
        return
    cells = [cell for cell, _ in growth.cells(column) if _SCORES.search(growth.rows.text(cell))]
    if cells:
        said = short(growth.rows.text(cells[0]))
        many = f"等{len(cells)}处" if len(cells) > 1 else ""
        message = f"“{growth.rows.header(column)}”栏“{said}”{many}像是计分规定，只按原文保留，没有作为规则，请核对"
        growth.issue("column-scores", message, cells[0], "warning")


def _said(growth: Growth, cell: LogicalCell, target: Branch) -> Cited[str]:
    passage = growth.passage(cell)
    listed = not growth.notice.source.document.pages and is_list(passage.evidence().quote)
    cited: Cited[str] = passage.cite(reader="lines" if listed else "text", rule="cell")
    return cited if cell.row >= target.rows[0] else inherited(cited)


def _add_field(growth: Growth, target: Branch, column: int, said: Cited[str]) -> None:
    header, n = growth.rows.header(column), 2
    name = header
    while name in target.fields:
        if target.fields[name].value == said.value:
            return
        name, n = f"{header}（{n}）", n + 1
    target.fields[name] = said
