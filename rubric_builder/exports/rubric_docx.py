"""评分细则.docx: the score table as an attachment to a notice is printed."""

from collections.abc import Sequence
from typing import Any

from rubric_builder.draft import Draft
from rubric_builder.exports import word, wording
from rubric_builder.exports.rubric_xlsx import title_of
from rubric_builder.exports.score_table import GridCell, ScoreTable, score_table
from rubric_builder.exports.settled_lines import COLUMNS, SETTLED, SettledLine, settled_lines
from rubric_builder.exports.styles import BODY, HEADING, NOTE, RED, TITLE
from rubric_builder.exports.wrapping import lines_of

_FIRM = {"name", "block", "total"}
_CENTRED = {"name", "block", "points", "total"}
_SIZE = 10.5
_HALF_A_PAGE = 16  # lines


def rubric_docx(draft: Draft, *, reviewed: bool, signed: Sequence[str] = ()) -> bytes:
    """The document, on landscape A4. `signed` are the lines on who signed it."""
    title = title_of(draft)
    sheet = word.Sheet(title=title)
    sheet.add(word.paragraph(word.run(title, font=TITLE, size=22), align="center", after=8, line=32, keep=True))
    if not reviewed:
        sheet.mark_unreviewed()
        mark = word.run(wording.UNREVIEWED_NOTE, font=HEADING, size=12, color=RED)
        sheet.add(word.paragraph(mark, align="center", after=6, keep=True))
    table = score_table(draft)
    head = [f"满分{draft.scale}分" if draft.scale else "", f"依据：{table.main}" if table.main else ""]
    if any(head):
        said = "　　".join(filter(None, head))
        sheet.add(word.paragraph(word.run(said, font=NOTE, size=12), align="left", after=4, keep=True))
    sheet.add(_table(table, sheet.width))
    notes = _notes(draft, table)
    for n, note in enumerate(notes, 1):
        opening = ("注：" if n == 1 else "　　") + (f"{n}．" if len(notes) > 1 else "")
        sheet.add(word.paragraph(word.run(opening + note, font=NOTE, size=10.5), before=4 if n == 1 else 0, line=16))
    if lines := settled_lines(draft):
        heading = word.run(f"{SETTLED}（原文没有写明之处，随本细则一并审定）", font=HEADING, size=12)
        sheet.add(word.paragraph(heading, before=10, after=4, keep=True), _settled(lines, sheet.width))
    for n, line in enumerate(signed):
        last = n == len(signed) - 1
        said = word.run(line, font=BODY, size=9 if n else 12)
        sheet.add(word.paragraph(said, before=0 if n else 8, line=13 if n else 20, keep=not last))
    return sheet.to_bytes()


def _settled(lines: Sequence[SettledLine], width: int) -> Any:
    widths = word.shared_out([share for _, share in COLUMNS], width)
    header = (
        word.cell(w, heading, font=HEADING, align="center", shaded=True, keep=True)
        for w, (heading, _) in zip(widths, COLUMNS, strict=True)
    )
    rows = (
        word.row(
            *(word.cell(w, text, size=_SIZE, font=BODY) for w, text in zip(widths, line.cells, strict=True)), height=400
        )
        for line in lines
    )
    return word.table(widths, [word.row(*header, header=True, height=480), *rows])


def _table(table: ScoreTable, width: int) -> Any:
    widths = word.shared_out([column.share for column in table.columns], width)
    header = word.row(
        *(
            word.cell(w, column.heading, font=HEADING, align="center", shaded=True, keep=True)
            for w, column in zip(widths, table.columns, strict=True)
        ),
        header=True,
        height=480,
    )
    covering: dict[tuple[int, int], GridCell] = {}
    for cell in table.cells:
        for row in range(cell.row, cell.row + cell.row_span):
            covering[row, cell.column] = cell
    rows = [header]
    kept = _kept_with_next(table, widths)
    for row in range(table.rows):
        cells = [covering[row, column] for column in range(len(table.columns)) if (row, column) in covering]
        rows.append(word.row(*(_cell(cell, row, widths, row in kept) for cell in cells), height=400))
    return word.table(widths, rows)


def _kept_with_next(table: ScoreTable, widths: list[int]) -> set[int]:
    """Rows that stay on one page with the next: those of one indicator's criteria, where they fit on half a page.

    Word draws the text of merged cells once; cut by a page break it would be read in two halves.
    """

    def lines(row: int) -> int:
        alone = (cell for cell in table.cells if cell.row == row and cell.row_span == 1)
        return max((lines_of(cell.text, widths[cell.column] / 20 / _SIZE) for cell in alone), default=1)

    kept: set[int] = set()
    for cell in table.cells:
        covered = range(cell.row, cell.row + cell.row_span)
        if cell.row_span > 1 and cell.style in ("text", "block") and sum(map(lines, covered)) <= _HALF_A_PAGE:
            kept.update(covered[:-1])
    return kept


def _cell(cell: GridCell, row: int, widths: list[int], keep: bool) -> Any:
    return word.cell(
        sum(widths[cell.column : cell.column + cell.column_span]),
        cell.text,
        size=9 if cell.style == "citation" else _SIZE,
        font=HEADING if cell.style in _FIRM else BODY,
        align="center" if cell.style in _CENTRED else "left",
        across=cell.column_span,
        down="" if cell.row_span == 1 else "restart" if row == cell.row else "continue",
        keep=keep,
    )


def _notes(draft: Draft, table: ScoreTable) -> list[str]:
    notes = []
    if table.main:
        notes.append(f"“依据条款”一列未写明文件的，均指{table.main}。")
    others = [t for t in wording.titles(e for i in draft.indicators for e in i.evidence) if t != table.main]
    if others:
        notes.append(f"另引用{'、'.join(others)}。")
    return notes
