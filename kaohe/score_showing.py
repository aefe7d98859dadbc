"""What the commands on scores print for a person."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from kaohe.showing import console, say
from rubric_builder.scoring.saying import number

if TYPE_CHECKING:
    from rubric_builder.exports.results_files import Scored
    from rubric_builder.scoring import Choice
    from rubric_builder.scoring.record import TracedScore

_MOST = 12


def show_sheets(written: Sequence[Path], open_choices: "Sequence[Choice]", form: Path | None) -> None:
    """Where the sheets lie, and what the text leaves to be settled."""
    to = console()
    say(to, f"已生成 {len(written)} 份考评表，在 {written[0].parent}", "green")
    _show_open(open_choices)
    if form is not None:
        say(to, f"计分约定文件：{form}，填好后用 --settings 给出", "dim")


def _show_open(open_choices: "Sequence[Choice]") -> None:
    to = console()
    for choice in open_choices[:_MOST]:
        options = "／".join(words for _, words in choice.options)
        say(to, f"! 待定：{choice.question}（{options}）", "yellow")
    if len(open_choices) > _MOST:
        say(to, f"! 另有 {len(open_choices) - _MOST} 处待定，用 kaohe sheet --choices 写成文件逐项决定", "yellow")


def show_scores(
    scored: "Sequence[Scored]", open_choices: "Sequence[Choice]", written: Sequence[Path], out: Path
) -> None:
    """The units in the order of the 汇总, what cells showed otherwise, what is open."""
    from rubric_builder.exports.results_lines import HEADINGS, overview

    to = console()
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    rows = overview([s.standing for s in scored])
    grouped = any(row.group for row in rows)
    for name in (*(("类别",) if grouped else ()), "单位", *HEADINGS):
        table.add_column(name, justify="left" if name in ("类别", "单位", "等次") else "right", overflow="fold")
    for row in rows:
        table.add_row(*((Text(row.group),) if grouped else ()), Text(row.unit), *row.figures)
    to.print(table)
    for each in scored:
        for difference in each.differences[:_MOST]:
            say(to, f"! {difference.message}", "yellow")
    waiting = [s.standing.result for s in scored if not s.standing.result.settled]
    for result in waiting[:_MOST]:
        facts = sum(1 for o in result.open if o.startswith("fact:"))
        said = f"{facts}处未填写" if facts else "计分约定未定"
        say(to, f"! {result.unit}尚不能定分：{said}", "yellow")
    needed = {o for result in waiting for o in result.open}
    _show_open([c for c in open_choices if c.id in needed])
    say(to, f"已写出 {len(written)} 个文件，在 {out}", "green")


def show_score_trace(traced: "TracedScore") -> None:
    """A unit's items: facts, steps, clauses, pages."""
    to = console()
    for item in traced.items:
        full = f"，标准分{number(item.full)}分" if item.full is not None else ""
        if item.not_applicable is not None:
            score = f"空项（{item.not_applicable}）"
        else:
            score = (
                "待定"
                if item.score is None and item.id != "bonus"
                else f"得{number(item.score)}分"
                if item.score is not None
                else ""
            )
        say(to, f"{item.name}{full}{'：' if score else ''}{score}", "bold")
        for step in item.steps:
            page = f"（第{'、'.join(map(str, step.pages))}页）" if step.pages else ""
            say(to, f"  {step.sentence}{page if page not in step.sentence else ''}")
            if step.fact is not None and step.fact.source:
                say(
                    to, f"    填报：{step.fact.source}" + (f"，说明：{step.fact.note}" if step.fact.note else ""), "dim"
                )
            for piece in step.evidence:
                say(to, f"    原文“{''.join(piece.quote.split())}”", "dim")
