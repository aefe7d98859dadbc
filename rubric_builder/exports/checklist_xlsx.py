"""职责清单.xlsx: every role's checklist on a sheet of its own, and an overview."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rubric_builder.exports import wording
from rubric_builder.exports.checklist import COLUMNS, SIGNATURES, TO_TICK, Block, Checklist
from rubric_builder.exports.inert import distinct, one_line
from rubric_builder.exports.packing import MOMENT, repacked
from rubric_builder.exports.rubric_xlsx import print_setup, write_text
from rubric_builder.exports.styles import XLSX_BODY, XLSX_FORMATS
from rubric_builder.exports.wrapping import height_of

_WIDTHS = tuple(share * 2.15 for _, share in COLUMNS)
_KINDS = {"leader": "领导岗位", "department": "部门"}


def checklist_xlsx(lists: Sequence[Checklist], *, reviewed: bool) -> bytes:
    """The workbook."""
    import xlsxwriter  # type: ignore[import-untyped]  # ships no types

    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    book.set_properties({"title": "安全生产职责清单", "author": "", "created": MOMENT})
    formats = {name: book.add_format({**XLSX_BODY, **changes}) for name, changes in XLSX_FORMATS.items()}
    names = list(sheet_names(made.role.name for made in lists))
    _overview(book.add_worksheet("总览"), formats, lists, names, reviewed)
    for made, name in zip(lists, names, strict=True):
        _sheet(book.add_worksheet(name), formats, made, reviewed)
    book.close()
    return repacked(out.getvalue())


def sheet_names(roles: Iterator[str] | Sequence[str]) -> Iterator[str]:
    """Names that Excel takes for sheets: at most 31 characters, none of []:*?/\\, each once, 总览 left free.

    >>> list(sheet_names(["市/区党委", "市/区党委"]))
    ['市／区党委', '市／区党委（2）']
    """
    safe = str.maketrans("[]:*?/\\", "〔〕：＊？／＼")
    short = (one_line(role).translate(safe).strip("'")[:26] or "未命名" for role in roles)
    names = distinct(["总览", *short])
    next(names)
    return (re.sub(r"^(.{31}).*", r"\1", name) for name in names)


def _head(
    sheet: Any, formats: Mapping[str, Any], lines: Sequence[tuple[str, str, float]], widths: Sequence[float]
) -> int:
    for row, (text, style, size) in enumerate(lines):
        sheet.set_row(row, height_of(text, sum(widths), size) + 4)
        write_text(sheet, row, 0, text, formats[style], columns=len(widths))
    return len(lines)


def _sheet(sheet: Any, formats: Mapping[str, Any], made: Checklist, reviewed: bool) -> None:
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    head = [(f"{made.title}{made.year}", "title", 18.0)]
    if not reviewed:
        head.append((wording.UNREVIEWED_DUTIES, "unreviewed", 11.0))
    if made.basis:
        head.append((f"依据：{made.basis}", "about", 10.0))
    header = _head(sheet, formats, head, _WIDTHS)
    for column, (heading, _) in enumerate(COLUMNS):
        write_text(sheet, header, column, heading, formats["header"])
    sheet.set_row(header, 24)
    row = header + 1
    for block in made.blocks:
        row = _block(sheet, formats, block, row, banded=len(made.blocks) > 1 or not block.ticked)
    row += 1
    for column, across, said in ((0, 2, SIGNATURES[0]), (2, 2, SIGNATURES[1]), (4, 2, SIGNATURES[2])):
        write_text(sheet, row, column, said, formats["about"], columns=across)
    sheet.set_row(row, 30)
    print_setup(sheet, header, reviewed=reviewed)


def _block(sheet: Any, formats: Mapping[str, Any], block: Block, row: int, *, banded: bool) -> int:
    """The block's rows from `row` on, under a band with its heading; gives the row after it.

    All blocks share the one header, which is repeated on every page: 问责情形 leave what is to be ticked off empty.
    """
    if banded:
        write_text(sheet, row, 0, block.heading, formats["block"], columns=len(COLUMNS))
        sheet.set_row(row, 22)
        row += 1
    for line in block.lines:
        if block.ticked:
            texts = (str(line.number), line.text, line.when, line.clause, "", TO_TICK)
            styles = ("points", "text", "points", "citation", "text", "points")
            for column, (text, style) in enumerate(zip(texts, styles, strict=True)):
                write_text(sheet, row, column, text, formats[style])
            heights = [32.0, *(height_of(text, width, 10.0) for text, width in zip(texts, _WIDTHS, strict=True))]
        else:
            write_text(sheet, row, 0, str(line.number), formats["points"])
            write_text(sheet, row, 1, line.text, formats["text"], columns=2)
            write_text(sheet, row, 3, line.clause, formats["citation"])
            write_text(sheet, row, 4, "—", formats["points"], columns=2)
            heights = [20.0, height_of(line.text, sum(_WIDTHS[1:3]), 10.0), height_of(line.clause, _WIDTHS[3], 9.0)]
        sheet.set_row(row, min(max(heights), 409.0))
        row += 1
    return row


_OVERVIEW = (
    ("序号", 8.0), ("责任主体", 50.0), ("类别", 14.0), ("职责（项）", 14.0), ("通用职责（项）", 16.0),
    ("问责情形（项）", 16.0), ("有频次/时限（项）", 20.0),
)  # fmt: skip


def _overview(
    sheet: Any, formats: Mapping[str, Any], lists: Sequence[Checklist], names: Sequence[str], reviewed: bool
) -> None:
    widths = [width for _, width in _OVERVIEW]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    year = lists[0].year if lists else ""
    head = [(f"安全生产职责清单总览{year}", "title", 18.0)]
    if not reviewed:
        head.append((wording.UNREVIEWED_DUTIES, "unreviewed", 11.0))
    header = _head(sheet, formats, head, widths)
    for column, (heading, _) in enumerate(_OVERVIEW):
        write_text(sheet, header, column, heading, formats["header"])
    sheet.set_row(header, 24)
    for n, made in enumerate(lists, 1):
        role, row = made.role, header + n
        everything = (*role.duties, *role.general)
        counts = (
            len(role.duties), len(role.general), len(role.accountability),
            sum(1 for duty in everything if duty.frequency or duty.due),
        )  # fmt: skip
        sheet.set_row(row, max(height_of(role.name, widths[1], 10.0), 22.0))
        sheet.write_number(row, 0, n, formats["points"])
        write_text(sheet, row, 1, role.name, formats["text"])
        # A link inside the workbook to the role's own sheet; its name holds no quote that isn't doubled.
        target = names[n - 1].replace("'", "''")
        sheet.write_url(row, 1, f"internal:'{target}'!A1", formats["text"], one_line(role.name)[:250])
        write_text(sheet, row, 2, _KINDS[role.kind], formats["points"])
        for column, count in enumerate(counts, 3):
            sheet.write_number(row, column, count, formats["points"])
    print_setup(sheet, header, reviewed=reviewed)
