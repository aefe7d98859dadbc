"""A page set in two columns → its regions in reading order. Nearly every page has one column."""

from ingest.pdf.runs import Run

_LEAST = 8  # lines on each side
_GUTTER = 1.2  # em that the white between two columns is wide at least
_NARROWEST = 11.0  # em of a column
_FULL = 0.6  # of the left column's lines that reach the gutter: else it is a list or a table without rules


def regions(found: list[Run], *, has_tables: bool) -> list[list[Run]]:
    """The runs in groups that are read one after the other: all of them, or what is above, left, right and below.

    Two columns are told from a table without rules by their prose: lines on the left run up to the gutter.
    """
    if len(found) < 2 * _LEAST or has_tables:
        return [found]
    sizes = sorted(run.size for run in found)
    em = sizes[len(sizes) // 2]
    left_edge, right_edge = min(run.x0 for run in found), max(run.x1 for run in found)
    gutter = _gutter(found, em, left_edge, right_edge)
    if gutter is None:
        return [found]
    start, end = gutter
    beside = [run for run in found if run.x1 <= start + 0.5 or run.x0 >= end - 0.5]
    across = [run for run in found if run.x0 < start < run.x1 or run.x0 < end < run.x1]
    left = [run for run in beside if run.x1 <= start + 0.5]
    top, bottom = min(run.top for run in left), max(run.bottom for run in left)
    if any(top < (run.top + run.bottom) / 2 < bottom for run in across):
        return [found]
    out: list[list[Run]] = [[], [], [], []]
    for run in found:
        y = (run.top + run.bottom) / 2
        out[0 if y < top else 3 if y > bottom else 1 if run.x1 <= start + 0.5 else 2].append(run)
    return [group for group in out if group]


def _gutter(found: list[Run], em: float, left_edge: float, right_edge: float) -> tuple[float, float] | None:
    """The white that separates two columns of prose: where it begins and ends."""
    starts = sorted(run.x0 for run in found if run.x0 > left_edge + _NARROWEST * em)
    for candidate in starts:  # the left edge of a second column: many runs begin there
        right = [run for run in found if abs(run.x0 - candidate) < 0.6 * em]
        if len(right) < _LEAST or right_edge - candidate < _NARROWEST * em:
            continue
        top, bottom = min(run.top for run in right), max(run.bottom for run in right)
        left = [run for run in found if run.x1 <= candidate and top - em < (run.top + run.bottom) / 2 < bottom + em]
        if len(left) < _LEAST:
            return None
        reach = max(run.x1 for run in left)
        full = sum(run.x1 > reach - 1.5 * em for run in left)
        wide = sum(run.x1 - run.x0 > 0.5 * _NARROWEST * em for run in right)
        if candidate - reach >= _GUTTER * em and full >= _FULL * len(left) and wide >= _FULL * len(right):
            return reach, candidate
        return None
    return None
