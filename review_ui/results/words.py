"""What a sheet asks for, and what was found, in the office's words."""

from collections.abc import Mapping

from rubric_builder.exports.sheet_layout import SheetPlan, SheetRow
from rubric_builder.scoring import Fact
from rubric_builder.scoring.asking import NO, YES
from rubric_builder.scoring.corrections import Place
from rubric_builder.scoring.facts import as_number
from rubric_builder.scoring.saying import found_words, number


def rows_of(plan: SheetPlan) -> Mapping[str, SheetRow]:
    """What a sheet asks for, by the id of the rule."""
    return {row.id: row for item in plan.items for row in item.rows}


def words_of(row: SheetRow, fact: Fact | None) -> str:
    """A fact in words: 少2次, 有此情形, 评定3分; 未填写 where there is none."""
    if fact is None:
        return "未填写"
    if row.term is None:
        return ("有此情形" if fact.value else "无此情形") if row.veto else YES if fact.value else NO
    if row.term.by_hand:
        return f"评定{number(as_number(fact.value))}分"
    return found_words(row.term, fact)


def name_of(plan: SheetPlan, place: Place) -> str:
    """What is corrected, in words: the item that it is in, and the rule."""
    what, about = place
    for item in plan.items:
        whole = item.item.name if item.item is not None else ""
        if what == "blank" and item.id == about:
            return whole
        for row in item.rows:
            if what == "fact" and row.id == about:
                return "：".join(filter(None, (whole or item.top_name, row.said)))
    return about
