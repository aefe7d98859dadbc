"""职责清单/<角色>.docx: a role's duty checklist to print, tick off and sign."""

from typing import Any

from rubric_builder.exports import word, wording
from rubric_builder.exports.checklist import BLAME_COLUMNS, COLUMNS, SIGNATURES, TO_TICK, Block, Checklist
from rubric_builder.exports.styles import BODY, HEADING, NOTE, RED, TITLE

_SIZE = 12.0
_LEAST = 560  # twips: room to write by hand


def checklist_docx(made: Checklist, *, reviewed: bool) -> bytes:
    """The document, on landscape A4."""
    sheet = word.Sheet(title=made.title)
    sheet.add(
        word.paragraph(word.run(made.title, font=TITLE, size=22), align="center", after=2, line=32, keep=True),
        word.paragraph(word.run(made.year, font=NOTE, size=14), align="center", after=6, line=22, keep=True),
    )
    if not reviewed:
        sheet.mark_unreviewed()
        mark = word.run(wording.UNREVIEWED_DUTIES, font=HEADING, size=12, color=RED)
        sheet.add(word.paragraph(mark, align="center", after=6, keep=True))
    if made.basis:
        sheet.add(word.paragraph(word.run(f"依据：{made.basis}", font=NOTE, size=12), after=4, keep=True))
    for n, block in enumerate(made.blocks):
        if len(made.blocks) > 1:
            heading = word.run(f"{'一二三'[n]}、{block.heading}", font=HEADING, size=14)
            sheet.add(word.paragraph(heading, before=10 if n else 2, after=4, keep=True))
        sheet.add(_table(block, sheet.width))
    sheet.add(word.paragraph(line=6), _signatures(sheet.width))  # tables that touch become one
    return sheet.to_bytes()


def _table(block: Block, width: int) -> Any:
    columns = COLUMNS if block.ticked else BLAME_COLUMNS
    widths = word.shared_out([share for _, share in columns], width)
    rows = [
        word.row(
            *(
                word.cell(w, heading, size=_SIZE, font=HEADING, align="center", shaded=True, keep=True)
                for w, (heading, _) in zip(widths, columns, strict=True)
            ),
            header=True,
            height=480,
        )
    ]
    for line in block.lines:
        number = word.cell(widths[0], str(line.number), size=_SIZE, align="center")
        clause = word.cell(widths[3 if block.ticked else 2], line.clause, size=10.5)
        text = word.cell(widths[1], line.text, size=_SIZE)
        if block.ticked:
            when = word.cell(widths[2], line.when, size=_SIZE, align="center")
            tick = word.cell(widths[5], TO_TICK, size=_SIZE, align="center")
            cells = [number, text, when, clause, word.cell(widths[4], "", size=_SIZE), tick]
        else:
            cells = [number, text, clause]
        rows.append(word.row(*cells, height=_LEAST if block.ticked else 0))
    return word.table(widths, rows)


def _signatures(width: int) -> Any:
    """One line to sign on, in a table without rules so that its parts stand apart evenly."""
    widths = word.shared_out((1, 1, 1), width)
    cells = []
    for w, said in zip(widths, SIGNATURES, strict=True):
        properties = word.element("tcPr", word.element("tcW", w=w, type="dxa"), word.element("vAlign", val="center"))
        cells.append(word.element("tc", properties, word.paragraph(word.run(said, font=BODY, size=14), before=10)))
    none = [word.element(side, val="nil") for side in word.SIDES]
    properties = word.element(
        "tblPr", word.element("tblW", w=width, type="dxa"), word.element("jc", val="center"),
        word.element("tblBorders", *none), word.element("tblLayout", type="fixed"),
    )  # fmt: skip
    grid = word.element("tblGrid", *(word.element("gridCol", w=w) for w in widths))
    return word.element("tbl", properties, grid, word.row(*cells))
