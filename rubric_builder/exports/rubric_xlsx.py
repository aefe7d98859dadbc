"""rubric.xlsx: the score table, every quote behind it, the points by first-level indicator as a chart."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.reading import text as read_text
from rubric_builder.draft import Draft
from rubric_builder.exports import wording
from rubric_builder.exports.inert import inert
from rubric_builder.exports.packing import MOMENT, repacked
from rubric_builder.exports.score_table import GridCell, ScoreTable, score_table
from rubric_builder.exports.settled_lines import COLUMNS, SETTLED, SettledLine, settled_lines
from rubric_builder.exports.styles import XLSX_BODY, XLSX_FORMATS
from rubric_builder.exports.wrapping import height_of
from rubric_builder.items import field_name, items

_WIDTH = 2.05  # Excel width units an em of 10-point type
_TALLEST = 400.0  # Excel shows no row higher than 409 points
_LONGEST = 32000  # Excel's limit for a cell is 32,767 characters


def rubric_xlsx(draft: Draft, *, reviewed: bool, signed: Sequence[str] = ()) -> bytes:
    """The workbook. Constant values only: numbers as numbers, text as text. `signed` are the lines on who signed it."""
    import xlsxwriter  # type: ignore[import-untyped]  # ships no types

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": inert(title_of(draft)), "author": "", "created": MOMENT})
    formats = {name: book.add_format({**XLSX_BODY, **changes}) for name, changes in XLSX_FORMATS.items()}
    table = score_table(draft)
    _score_sheet(book.add_worksheet("评分细则"), formats, draft, table, reviewed, signed)
    _evidence_sheet(book.add_worksheet("依据"), formats, draft, reviewed)
    if lines := settled_lines(draft):
        _settled_sheet(book.add_worksheet(SETTLED), formats, lines, reviewed)
    if any(i.points is not None for i in draft.indicators):
        _chart_sheet(book, formats, draft)
    if draft.issues:
        _issue_sheet(book.add_worksheet("存疑事项"), formats, draft)
    book.close()
    return repacked(out.getvalue())


def title_of(draft: Draft) -> str:
    """The title with the year in it."""
    title = draft.title or "安全生产工作考核评分细则"
    return title if draft.year is None or str(draft.year) in title else f"{title}（{draft.year}年度）"


def print_setup(sheet: Any, header_row: int, *, landscape: bool = True, reviewed: bool = True) -> None:
    """A4, one page wide, the header row on every page, page numbers in the footer, the mark of what is unreviewed."""
    if landscape:
        sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.55, right=0.55, top=0.7, bottom=0.7)
    sheet.center_horizontally()
    sheet.repeat_rows(header_row)
    sheet.freeze_panes(header_row + 1, 0)
    sheet.set_footer('&C&"宋体"&10第 &P 页，共 &N 页')
    if not reviewed:
        sheet.set_header(f'&R&"黑体"&10&KC00000{wording.UNREVIEWED}')


def write_text(sheet: Any, row: int, column: int, text: str, style: Any, rows: int = 1, columns: int = 1) -> None:
    """Text in a cell or in merged cells, as text and nothing else."""
    said = inert(text)
    if len(said) > _LONGEST:
        said = f"{said[:_LONGEST]}……（余文见 rubric.json）"
    if rows * columns > 1:
        sheet.merge_range(row, column, row + rows - 1, column + columns - 1, "", style)
    if said:
        sheet.write_string(row, column, said, style)
    else:
        sheet.write_blank(row, column, None, style)


def _score_sheet(
    sheet: Any, formats: Mapping[str, Any], draft: Draft, table: ScoreTable, reviewed: bool, signed: Sequence[str]
) -> None:
    last = len(table.columns) - 1
    widths = [column.share * _WIDTH for column in table.columns]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    whole = sum(widths)
    head: list[tuple[str, str, float]] = [(title_of(draft), "title", 18.0)]
    if not reviewed:
        head.append((wording.UNREVIEWED_NOTE, "unreviewed", 11.0))
    head.append((about(draft, table.main), "about", 10.0))
    for row, (text, style, size) in enumerate(head):
        sheet.set_row(row, height_of(text, whole, size) + 4)
        write_text(sheet, row, 0, text, formats[style], columns=last + 1)
    header = len(head)
    sheet.set_row(header, 24)
    for column, each in enumerate(table.columns):
        write_text(sheet, header, column, each.heading, formats["header"])
    rows = _Rows(table, widths)
    for row, height in enumerate(rows.heights, header + 1):
        sheet.set_row(row, height)
    for cell in table.cells:
        top, count = rows.place(cell)
        style = formats[cell.style]
        write_text(sheet, header + 1 + top, cell.column, cell.text, style, count, cell.column_span)
        if cell.number is not None:
            sheet.write_number(header + 1 + top, cell.column, float(cell.number), style)
    for row, line in enumerate(signed, header + 1 + len(rows.heights)):
        sheet.set_row(row, height_of(line, whole, 10.0) + 4)
        write_text(sheet, row, 0, line, formats["about"], columns=last + 1)
    print_setup(sheet, header, reviewed=reviewed)


class _Rows:
    """The table's rows as Excel rows. One that needs more than Excel shows becomes several, merged in every column."""

    def __init__(self, table: ScoreTable, widths: list[float]) -> None:
        def needs(cell: GridCell) -> float:
            width = sum(widths[cell.column : cell.column + cell.column_span])
            return max(height_of(cell.text, width, 10.0), 20.0)

        logical = [20.0] * table.rows
        for cell in table.cells:
            if cell.row_span == 1:
                logical[cell.row] = max(logical[cell.row], needs(cell))
        for cell in sorted(table.cells, key=lambda c: c.row_span):
            covered = range(cell.row, cell.row + cell.row_span)
            missing = needs(cell) - sum(logical[row] for row in covered)
            if missing > 0:
                for row in covered:
                    logical[row] += missing / cell.row_span
        self.heights: list[float] = []
        self._starts: list[int] = []
        for height in logical:
            parts = int(height // _TALLEST) + 1
            self._starts.append(len(self.heights))
            self.heights += [round(height / parts, 1)] * parts
        self._starts.append(len(self.heights))

    def place(self, cell: GridCell) -> tuple[int, int]:
        """The Excel row a cell begins in, from 0, and how many it covers."""
        start = self._starts[cell.row]
        return start, self._starts[cell.row + cell.row_span] - start


def about(draft: Draft, main: str) -> str:
    """The line under the title: full marks, the document cited throughout."""
    said = [f"满分{draft.scale}分" if draft.scale else "", f"依据：{main}（条款见末列）" if main else ""]
    return "　　".join(filter(None, said))


_EVIDENCE = (
    ("编号", 16.0, "code"), ("名称", 30.0, "text"), ("字段", 10.0, "text"), ("引文（原文）", 62.0, "text"),
    ("条款", 40.0, "citation"), ("页", 6.0, "points"), ("取得方式", 10.0, "points"),
)  # fmt: skip

HOW = {"literal": "原文", "normalised": "原文换算", "inherited": "合并单元格", "computed": "计算", "human": "人工"}
"""How a value was got, in the office's words."""


def _evidence_sheet(sheet: Any, formats: Mapping[str, Any], draft: Draft, reviewed: bool) -> None:
    for column, (heading, width, _) in enumerate(_EVIDENCE):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, heading, formats["header"])
    sheet.set_row(0, 24)
    row = 1
    for item in items(draft.model_copy(update={"roles": ()})):  # those have a workbook of their own
        for name, proof in item.record.proof.items():
            quotes = "\n".join(read_text(e.quote) for e in proof.evidence)
            if proof.how == "human":
                quotes = "\n".join(filter(None, (quotes, f"（{proof.by}：{proof.reason}）")))
            elif proof.how == "computed":
                quotes = f"由{'、'.join(proof.inputs)}计算"
            line = (
                item.id, " › ".join(item.names) or "全稿", field_name(name), quotes,
                wording.cited(proof.evidence), wording.pages(proof.evidence), HOW[proof.how],
            )  # fmt: skip
            heights = [height_of(text, width, 9.0) for text, (_, width, _) in zip(line, _EVIDENCE, strict=True)]
            sheet.set_row(row, min(max(heights), 409.0))
            for column, (text, (_, _, style)) in enumerate(zip(line, _EVIDENCE, strict=True)):
                write_text(sheet, row, column, text, formats[f"small-{style}"])
            row += 1
    sheet.autofilter(0, 0, max(row - 1, 0), len(_EVIDENCE) - 1)
    print_setup(sheet, 0, reviewed=reviewed)


def _settled_sheet(sheet: Any, formats: Mapping[str, Any], lines: Sequence[SettledLine], reviewed: bool) -> None:
    widths = [share * _WIDTH for _, share in COLUMNS]
    for column, ((heading, _), width) in enumerate(zip(COLUMNS, widths, strict=True)):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, heading, formats["header"])
    sheet.set_row(0, 24)
    for row, line in enumerate(lines, 1):
        heights = [height_of(text, width, 10.0) for text, width in zip(line.cells, widths, strict=True)]
        sheet.set_row(row, min(max(*heights, 20.0), 409.0))
        for column, text in enumerate(line.cells):
            write_text(sheet, row, column, text, formats["text"])
    print_setup(sheet, 0, reviewed=reviewed)


def _chart_sheet(book: Any, formats: Mapping[str, Any], draft: Draft) -> None:
    sheet = book.add_worksheet("各级分值")
    sheet.set_column(0, 0, 36)
    sheet.set_column(1, 1, 10)
    for column, heading in enumerate(("一级指标", "标准分")):
        write_text(sheet, 0, column, heading, formats["header"])
    scored = [i for i in draft.indicators if i.points is not None]
    for row, indicator in enumerate(scored, 1):
        sheet.set_row(row, height_of(indicator.name, 36, 10.0))
        write_text(sheet, row, 0, indicator.name, formats["text"])
        sheet.write_number(row, 1, float(indicator.points or 0), formats["points"])
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "categories": [sheet.get_name(), 1, 0, len(scored), 0], "values": [sheet.get_name(), 1, 1, len(scored), 1],
        "fill": {"color": "#2F5D8C"}, "gap": 45, "data_labels": {"value": True, "font": {"name": "宋体", "size": 9}},
    })  # fmt: skip
    chart.set_title({"name": "一级指标标准分", "name_font": {"name": "黑体", "size": 13, "bold": False}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"name": "宋体", "size": 9}, "major_tick_mark": "none"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_size({"width": 760, "height": 90 + 34 * len(scored)})
    sheet.insert_chart(0, 3, chart)
    print_setup(sheet, 0)


def _issue_sheet(sheet: Any, formats: Mapping[str, Any], draft: Draft) -> None:
    words = {"error": "须改正", "warning": "须核对", "info": "供参考"}
    for column, (heading, width) in enumerate((("程度", 10.0), ("事项", 90.0), ("位置", 34.0))):
        sheet.set_column(column, column, width)
        write_text(sheet, 0, column, heading, formats["header"])
    for row, issue in enumerate(draft.issues, 1):
        sheet.set_row(row, min(height_of(issue.message, 90.0, 10.0), 409.0))
        for column, text in enumerate((words[issue.severity], issue.message, issue.node or "")):
            write_text(sheet, row, column, text, formats["text" if column else "points"])
    print_setup(sheet, 0)
