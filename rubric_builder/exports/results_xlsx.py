"""得分明细.xlsx of a unit and 考评结果汇总.xlsx of all, the latter with its charts. Constant values only."""

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rubric_builder.exports.checklist_xlsx import sheet_names
from rubric_builder.exports.inert import one_line
from rubric_builder.exports.packing import MOMENT, repacked
from rubric_builder.exports.results_chart import COLORS
from rubric_builder.exports.results_docx import UNREVIEWED
from rubric_builder.exports.results_lines import HEADINGS, SchemeTexts, detail_lines, figures, overview, remarks
from rubric_builder.exports.rubric_xlsx import print_setup, write_text
from rubric_builder.exports.sheet_xlsx import EXCEL_OPTIONS
from rubric_builder.exports.styles import XLSX_BODY, XLSX_FORMATS
from rubric_builder.exports.wrapping import height_of
from rubric_builder.scoring.scheme import Scheme
from rubric_builder.scoring.standing import Standing

_FORMATS: Mapping[str, Mapping[str, Any]] = {
    **XLSX_FORMATS,
    "number": {"align": "center", "num_format": "0.##;-0.##;0"},
    "figure": {"align": "center", "font_size": 11, "num_format": "0.##;-0.##;0"},
}


def _book(title: str) -> tuple[io.BytesIO, Any, Mapping[str, Any]]:
    import xlsxwriter  # type: ignore[import-untyped]  # ships no types

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, EXCEL_OPTIONS)
    book.set_properties({"title": one_line(title)[:255], "author": "", "created": MOMENT})
    return out, book, {name: book.add_format({**XLSX_BODY, **changes}) for name, changes in _FORMATS.items()}


def _head(
    sheet: Any, formats: Mapping[str, Any], title: str, about: str, widths: Sequence[float], reviewed: bool
) -> int:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    lines = [(title, "title", 18.0), *([] if reviewed else [(UNREVIEWED, "unreviewed", 11.0)]), (about, "about", 10.0)]
    for row, (text, style, size) in enumerate(lines):
        sheet.set_row(row, height_of(text, sum(widths), size) + 4)
        write_text(sheet, row, 0, text, formats[style], columns=len(widths))
    return len(lines)


def _value(sheet: Any, row: int, column: int, said: str, formats: Mapping[str, Any], style: str = "number") -> None:
    """A number as a number, words as words."""
    try:
        number = Decimal(said)
    except ArithmeticError:
        write_text(sheet, row, column, said, formats[style])
    else:
        sheet.write_number(row, column, float(number), formats[style])


_DETAIL = (
    ("一级要素", 13.0),
    ("项目", 20.0),
    ("标准分", 8.0),
    ("得分", 8.0),
    ("扣分", 8.0),
    ("计分过程", 60.0),
    ("依据条款", 26.0),
)


def detail_xlsx(standing: Standing, scheme: Scheme, texts: SchemeTexts, *, reviewed: bool) -> bytes:
    """A unit's 得分明细."""
    result = standing.result
    out, book, formats = _book(f"{result.unit}得分明细")
    sheet = book.add_worksheet("得分明细")
    widths = [width for _, width in _DETAIL]
    group = f"　　考核类别：{result.group}" if result.group else ""
    row = _head(sheet, formats, f"{one_line(result.unit)}得分明细", f"依据：《{texts.title}》{group}", widths, reviewed)
    said = "　".join(f"{name}：{value}" for name, value in figures(standing))
    sheet.set_row(row, height_of(said, sum(widths), 11.0) + 6)
    write_text(sheet, row, 0, said, formats["block"], columns=len(widths))
    header = row + 1
    for column, (heading, _) in enumerate(_DETAIL):
        write_text(sheet, header, column, heading, formats["header"])
    sheet.set_row(header, 24)
    row = header + 1
    for line in detail_lines(standing, texts):
        texts_of = (line.top, line.name, line.full, line.score, line.lost, line.why, line.clause)
        heights = [height_of(text, width, 10.0) for text, width in zip(texts_of, widths, strict=True)]
        sheet.set_row(row, min(max(*heights, 22.0), 409.0))
        for column, text in enumerate(texts_of):
            if column in (2, 3, 4):
                _value(sheet, row, column, text, formats)
            else:
                write_text(
                    sheet, row, column, text, formats["citation" if column == 6 else "text" if column else "name"]
                )
        row += 1
    for note in remarks(standing, scheme):
        sheet.set_row(row, height_of(note, sum(widths), 10.0) + 4)
        write_text(sheet, row, 0, f"注：{note}", formats["about"], columns=len(widths))
        row += 1
    print_setup(sheet, header, reviewed=reviewed)
    book.close()
    return repacked(out.getvalue())


def overview_xlsx(several: Sequence[Standing], texts: SchemeTexts, *, reviewed: bool) -> bytes:
    """The 汇总: all units; then a sheet a kind of unit with its first-level scores and their chart."""
    out, book, formats = _book(texts.overview)
    sheet = book.add_worksheet("汇总")
    heads = ("类别", "序号", "单位", *HEADINGS)
    widths = [14.0, 6.0, 26.0, 10.0, 10.0, 10.0, 10.0, 10.0, 12.0, 18.0, 8.0]
    rows = overview(several)
    said = f"共{len(rows)}个单位；百分制得分＝（实得分＋加减分）÷应得分×100；一票否决单位不排名次"
    header = _head(sheet, formats, texts.overview, said, widths, reviewed)
    for column, heading in enumerate(heads):
        write_text(sheet, header, column, heading, formats["header"])
    sheet.set_row(header, 24)
    for n, row in enumerate(rows, 1):
        at = header + n
        sheet.set_row(at, max(height_of(row.unit, widths[2], 10.0), 20.0))
        write_text(sheet, at, 0, row.group, formats["points"])
        sheet.write_number(at, 1, n, formats["points"])
        write_text(sheet, at, 2, row.unit, formats["text"])
        for column, value in enumerate(row.figures, 3):
            _value(sheet, at, column, value, formats)
    sheet.autofilter(header, 0, header + len(rows), len(heads) - 1)
    print_setup(sheet, header, reviewed=reviewed)
    groups = list(dict.fromkeys(row.group for row in rows))
    names = list(sheet_names(f"{group or '各单位'}一级要素" for group in groups))
    for group, name in zip(groups, names, strict=True):
        own = sorted((s for s in several if (s.result.group or "") == group), key=lambda s: s.place or 10**6)
        _tops_sheet(book, formats, name, own, reviewed)
    book.close()
    return repacked(out.getvalue())


def _tops_sheet(book: Any, formats: Mapping[str, Any], name: str, several: Sequence[Standing], reviewed: bool) -> None:
    """Units by first-level indicator, and a stacked bar a unit."""
    sheet = book.add_worksheet(name)
    tops = several[0].result.tops
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, len(tops) + 1, 11)
    for column, heading in enumerate(("单位", *(f"{top.name}" for top in tops), "实得分")):
        write_text(sheet, 0, column, heading, formats["header"])
    sheet.set_row(0, max([24.0, *(height_of(top.name, 11, 10.0) for top in tops)]))
    for row, standing in enumerate(several, 1):
        sheet.set_row(row, max(height_of(standing.result.unit, 26, 10.0), 20.0))
        write_text(sheet, row, 0, standing.result.unit, formats["text"])
        values = [*(top.actual for top in standing.result.tops), standing.result.actual]
        for column, value in enumerate(values, 1):
            if value is None:
                write_text(sheet, row, column, "待定", formats["points"])
            else:
                sheet.write_number(row, column, float(value), formats["number"])
    last = len(several)
    chart = book.add_chart({"type": "bar", "subtype": "stacked"})
    for column in range(1, len(tops) + 1):
        chart.add_series({
            "name": [name, 0, column], "categories": [name, 1, 0, last, 0], "values": [name, 1, column, last, column],
            "fill": {"color": COLORS[(column - 1) % len(COLORS)]}, "gap": 40,
        })  # fmt: skip
    chart.set_title({"name": "各单位一级要素得分", "name_font": {"name": "黑体", "size": 13, "bold": False}})
    chart.set_legend({"position": "bottom", "font": {"name": "宋体", "size": 9}})
    chart.set_y_axis({"reverse": True, "num_font": {"name": "宋体", "size": 9}, "major_tick_mark": "none"})
    chart.set_x_axis(
        {"num_font": {"name": "宋体", "size": 9}, "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}}}
    )
    chart.set_size({"width": 980, "height": 140 + 26 * last})
    sheet.insert_chart(last + 2, 0, chart)
    print_setup(sheet, 0, reviewed=reviewed)
