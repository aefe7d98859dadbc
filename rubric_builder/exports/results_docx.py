"""得分明细.docx of a unit and 考评结果汇总.docx of all: what is handed out and filed."""

from collections.abc import Sequence
from typing import Any

from rubric_builder.exports import word
from rubric_builder.exports.results_chart import tops_chart
from rubric_builder.exports.results_lines import (
    HEADINGS,
    SchemeTexts,
    detail_lines,
    figures,
    overview,
    remarks,
)
from rubric_builder.exports.styles import BODY, HEADING, NOTE, RED, TITLE
from rubric_builder.scoring.scheme import Scheme
from rubric_builder.scoring.standing import Standing

UNREVIEWED = "未经审核——评分方案尚未签发，得分仅供核对，不得作为正式考核结果"
_DETAIL = (
    ("一级要素", 7.0),
    ("项目", 10.0),
    ("标准分", 5.0),
    ("得分", 5.0),
    ("扣分", 5.0),
    ("计分过程", 34.0),
    ("依据条款", 14.0),
)
_CENTRED = {0, 2, 3, 4}
_SIZE = 10.5


def detail_docx(standing: Standing, scheme: Scheme, texts: SchemeTexts, *, reviewed: bool) -> bytes:
    """A unit's 得分明细: its figures, each lost point with its rule and its clause, places to sign."""
    result = standing.result
    sheet = _sheet(f"{result.unit}得分明细", reviewed)
    _line(sheet, f"依据：《{texts.title}》" + (f"　　考核类别：{result.group}" if result.group else ""))
    said = figures(standing)
    widths = word.shared_out([1.8 if name == "等次" else 1.0 for name, _ in said], sheet.width)
    sheet.add(
        word.table(
            widths,
            [
                word.row(*(_head(w, name) for w, (name, _) in zip(widths, said, strict=True)), height=420),
                word.row(
                    *(word.cell(w, v, size=12, align="center") for w, (_, v) in zip(widths, said, strict=True)),
                    height=460,
                ),
            ],
        )
    )
    lines = detail_lines(standing, texts)
    sheet.add(word.paragraph(word.run("扣分、空项和加分情况", font=HEADING, size=14), before=10, after=4, keep=True))
    if lines:
        widths = word.shared_out([share for _, share in _DETAIL], sheet.width)
        rows = [word.row(*(_head(w, h) for w, (h, _) in zip(widths, _DETAIL, strict=True)), header=True, height=440)]
        for line in lines:
            cells = (line.top, line.name, line.full, line.score, line.lost, line.why, line.clause)
            rows.append(
                word.row(
                    *(
                        word.cell(w, text, size=9 if n == 6 else _SIZE, align="center" if n in _CENTRED else "left")
                        for n, (w, text) in enumerate(zip(widths, cells, strict=True))
                    ),
                    height=400,
                    whole=len(line.why) < 600,
                )
            )
        sheet.add(word.table(widths, rows))
        counted = sum(1 for i in result.items if i.full is not None)
        named = sum(1 for line in lines if line.full != "—")
        if counted > named:
            _line(sheet, f"其余{counted - named}项均得满分。", before=4)
    else:
        _line(sheet, "各项均得满分，没有扣分。")
    for n, note in enumerate(remarks(standing, scheme), 1):
        _line(sheet, ("注：" if n == 1 else "　　") + f"{n}．{note}", before=4 if n == 1 else 0, size=10.5)
    _line(
        sheet,
        "考评组长（签字）：　　　　　　　　　　被考评单位（盖章）：　　　　　　　　　　日期：　　　　年　　月　　日",
        before=18,
    )
    return sheet.to_bytes()


def overview_docx(several: Sequence[Standing], texts: SchemeTexts, *, reviewed: bool) -> bytes:
    """The 汇总 of all units, and the units by first-level indicator as a picture, one a kind of unit."""
    sheet = _sheet(texts.overview, reviewed)
    rows = overview(several)
    grouped = any(row.group for row in rows)
    heads = (*(("类别",) if grouped else ()), "序号", "单位", *HEADINGS)
    shares = (*((9.0,) if grouped else ()), 4.0, 16.0, 7.0, 7.0, 7.0, 7.0, 7.0, 9.0, 13.0, 5.0)
    widths = word.shared_out(shares, sheet.width)
    made = [word.row(*(_head(w, h) for w, h in zip(widths, heads, strict=True)), header=True, height=460)]
    before = None
    for n, row in enumerate(rows, 1):
        cells = [str(n), row.unit, *row.figures]
        drawn = [
            word.cell(w, t, align="left" if i == 1 else "center")
            for i, (w, t) in enumerate(zip(widths[-len(cells) :], cells, strict=True))
        ]
        if grouped:
            down: Any = "restart" if row.group != before else "continue"
            drawn.insert(0, word.cell(widths[0], row.group, align="center", down=down))
        before = row.group
        made.append(word.row(*drawn, height=380))
    sheet.add(word.table(widths, made))
    _line(
        sheet,
        "注：应得分＝标准分－空项分；百分制得分＝（实得分＋加减分）÷应得分×100，加减分如何折算以计分约定为准；一票否决单位不排名次。",
        before=4,
        size=10.5,
    )
    for group in dict.fromkeys(row.group for row in rows):
        own = [s for s in several if (s.result.group or "") == group]
        own.sort(key=lambda s: s.place or 10**6)
        picture = tops_chart(
            [s.result.unit for s in own],
            [top.name for top in own[0].result.tops],
            [[top.actual for top in s.result.tops] for s in own],
            own[0].result.standard,
        )
        if picture:
            title = f"{group}各单位一级要素得分" if group else "各单位一级要素得分"
            sheet.add(
                word.paragraph(word.run(title, font=HEADING, size=14), align="center", before=12, after=4, keep=True)
            )
            sheet.add_picture(picture, described=title)
    return sheet.to_bytes()


def _sheet(title: str, reviewed: bool) -> word.Sheet:
    sheet = word.Sheet(title=title)
    sheet.add(word.paragraph(word.run(title, font=TITLE, size=20), align="center", after=6, line=30, keep=True))
    if not reviewed:
        sheet.mark_unreviewed()
        mark = word.run(UNREVIEWED, font=HEADING, size=12, color=RED)
        sheet.add(word.paragraph(mark, align="center", after=6, keep=True))
    return sheet


def _head(width: int, text: str) -> Any:
    return word.cell(width, text, font=HEADING, align="center", shaded=True, keep=True)


def _line(sheet: word.Sheet, text: str, *, before: float = 0, size: float = 12) -> None:
    sheet.add(
        word.paragraph(
            word.run(text, font=NOTE if size < 12 else BODY, size=size), before=before, after=3, line=size * 1.5
        )
    )
