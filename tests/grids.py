"""Source texts with tables, written as grids: `^` continues the cell above, `<` the cell to the left."""

import hashlib
from collections.abc import Iterator, Sequence

from corpus.source_text import Cell, CharBoxes, Line, Page, PhysicalTable, Role, SourceDocument, SourceText
from rubric_builder.draft import Draft, Indicator

Grid = Sequence[Sequence[str]]


def grid(text: str) -> list[list[str]]:
    """Rows of cells from lines of `|`-separated text; `/` in a cell is a line break.

    >>> grid("项目 | 分值\\n组织/领导 | 20")
    [['项目', '分值'], ['组织\\n领导', '20']]
    """
    rows = [line.split("|") for line in text.strip().splitlines()]
    return [[cell.strip().replace("/", "\n") for cell in row] for row in rows]


def source_of(*parts: str | Grid, paged: bool = False, origin: str = "grid", file: str = "样例.docx") -> SourceText:
    """A source text of paragraphs and grids in order. With `paged`, each grid stands on the next page."""
    pieces: list[str] = []
    lines: list[Line] = []
    tables: list[PhysicalTable] = []

    def put(text: str) -> tuple[int, int]:
        start = sum(map(len, pieces))
        pieces.append(text)
        return start, start + len(text)

    for part in parts:
        page = len(tables) + 1 if paged else 0
        if isinstance(part, str):
            start, end = put(part)
            lines.append(Line(start, end, page, hard=True, room=9.0))
            put("\n")
            continue
        begin = sum(map(len, pieces))
        cells: list[Cell] = []
        for row, column, row_span, column_span, text in _cells(part):
            start, end = put(text)
            put("\t")
            if text:
                lines.append(Line(start, end, page, Role.CELL))
            cells.append(Cell(row, column, start, end, row_span, column_span))
        tables.append(
            PhysicalTable(len(part), len(part[0]), tuple(cells), begin, sum(map(len, pieces)) - 1, page, origin=origin)
        )
        put("\n")
    text = "".join(pieces)
    pages = tuple(Page(n, 595, 842) for n in range(1, len(tables) + 1)) if paged else ()
    sha256 = hashlib.sha256((file + text).encode()).hexdigest()
    document = SourceDocument(sha256, file, "application/octet-stream", "test/1", pages)
    return SourceText(document, text, CharBoxes.none(len(text)), tuple(lines), tuple(tables))


def _cells(rows: Grid) -> Iterator[tuple[int, int, int, int, str]]:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text in ("^", "<"):
                continue
            width = next((n for n in range(1, len(row) - c + 1) if c + n == len(row) or row[c + n] != "<"), 1)
            height = next((n for n in range(1, len(rows) - r + 1) if r + n == len(rows) or rows[r + n][c] != "^"), 1)
            yield r, c, height, width, text


def told(draft: Draft) -> list[str]:
    """The indicator tree as lines: name, points, key points after `：`; criteria as ordinal, text, points.

    `组织领导 20` · `  议事机制 10：定期研究` · `    1 每季度研究1次。 5`
    """
    out: list[str] = []

    def tell(indicator: Indicator, depth: int) -> None:
        lead = "  " * depth
        key = f"：{indicator.key_points}" if indicator.key_points else ""
        out.append(f"{lead}{indicator.name} {indicator.points}{key}")
        out.extend(f"{lead}  {c.ordinal or '-'} {c.text} {c.points}" for c in indicator.criteria)
        for child in indicator.children:
            tell(child, depth + 1)

    for indicator in draft.indicators:
        tell(indicator, 0)
    return out
