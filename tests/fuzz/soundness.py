"""What holds for whatever is read from whatever file."""

from corpus.codec import dumps, loads
from corpus.source_text import SourceText

_PLACES = 200_000


def faults(source: SourceText) -> list[str]:
    """What is wrong with a source text; nothing, if all is well."""
    return list(dict.fromkeys(_faults(source)))


def _faults(source: SourceText) -> list[str]:
    out: list[str] = []
    boxes, length = source.boxes, len(source.text)
    pages = {page.number: page for page in source.document.pages}
    for i in range(length):
        if boxes.page[i] and boxes.page[i] not in pages:
            out.append("a box on a page that there is not")
        elif boxes.page[i]:
            page = pages[boxes.page[i]]
            if not (
                -0.1 <= boxes.x0[i] <= boxes.x1[i] <= page.width + 0.1
                and -0.1 <= boxes.top[i] <= boxes.bottom[i] <= page.height + 0.1
            ):
                out.append("a box off its page")
    at = 0
    for line in source.lines:
        if not at <= line.start <= line.end <= length:
            out.append("lines that overlap")
        at = line.end
    for table in source.tables:
        if not 0 <= table.start <= table.end <= length:
            out.append("a table beyond the text")
        if any(not table.start <= c.start <= c.end <= table.end for c in table.cells):
            out.append("a cell outside its table")
        if table.rows * table.columns > _PLACES:
            out.append(f"a table of {table.rows} by {table.columns}")
            continue
        places = [(r, c) for cell in table.cells for r in range(cell.row, cell.row + cell.row_span) for c in range(cell.column, cell.column + cell.column_span)]  # fmt: skip
        if sorted(places) != [(r, c) for r in range(table.rows) for c in range(table.columns)]:
            out.append("a table whose cells do not cover it once")
    if any(not 0 <= remark.start <= remark.end <= length for remark in source.remarks):
        out.append("a remark beyond the text")
    if loads(dumps(source)) != source:
        out.append("stored, it comes back as another")
    return out
