"""A column that says how the points of the items beside it are lost (1.制定计划。8分 2.…。6分 | 未制定的不得分)."""

from extract.items import split_items
from extract.logical_tables import LogicalCell
from rubric_builder.growth import Growth


def place_ways(growth: Growth) -> None:
    """Give the items beside each cell of such a column what it says: by number where both are numbered alike, else all of it
    to each; the reviewer is told once that the text does not say for which.
    """
    column, criteria = growth.rows.ways, growth.rows.criteria
    if column is None or criteria is None:
        return
    loose: list[LogicalCell] = []
    for cell, rows in growth.cells(column):
        target = growth.targets[rows[0]]
        places = growth.items_of_rows(target, rows)
        said = split_items(growth.passage(cell))
        own = [target.items[place].ordinal for place in places]
        numbers = [item.ordinal for item in said]
        alike = all(numbers) and [n.value for n in numbers if n] == [n.value for n in own if n]
        for at, place in enumerate(places):
            passages = [said[at].passage] if alike and len(said) == len(places) else [item.passage for item in said]
            target.ways.setdefault(place, []).extend(passages)
        if not places or (len(places) > 1 and not alike):
            loose.append(cell)
        if not places:  # nothing beside it that it could be about
            target.items.extend(said)
            growth.moved_items(target)
    if loose:
        many = f"等{len(loose)}处" if len(loose) > 1 else ""
        first = growth.targets[next(row for row in growth.targets if growth.rows.grid[row][column] is loose[0])]
        message = (
            f"“{first.name.value}”{many}的“{growth.rows.header(column)}”没有写明适用于“{growth.rows.header(criteria)}”的哪几项，"
            "已作为同行各项的规则，请核对"
        )
        growth.issue("ways-scope", message, loose[0], "warning")
