"""What the commands print for a person: outlines, bars of points, duties, citations."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from rubric_builder.exports.wording import due, frequency, pages, points, title_of

if TYPE_CHECKING:
    from corpus.node import Node
    from extract.issues import Issue
    from extract.notice import Notice
    from rubric_builder.bundle import Manifest
    from rubric_builder.draft import Draft, Indicator
    from rubric_builder.duties import DutyBook
    from rubric_builder.tracing import Traced

_BAR = 36  # cells of the longest bar
_SEVERITY = {"error": ("✗ 错误", "bold red"), "warning": ("! 请核对", "yellow"), "info": ("· 提示", "dim")}
_CODES = {"deduct": "扣分", "bonus": "加分", "award": "得分"}


def console() -> Console:
    """Where results for people go: standard output."""
    return Console(highlight=False)


def say(to: Console, text: str, style: str = "") -> None:
    """A line as it is: Rich would break Chinese at the only spaces there are."""
    to.print(Text(text, style=style), soft_wrap=True)


def show_outline(notice: "Notice", issues: "Sequence[Issue]") -> None:
    """Metadata, then each instrument as a tree of its clauses."""
    to, document = console(), notice.outline.document
    facts = {
        "标题": document.title,
        "发文字号": document.document_number,
        "发文机关": "、".join(document.issuers),
        "成文日期": document.issued_on,
        "主送机关": "，".join(document.recipients),
    }
    for name, value in facts.items():
        if value:
            say(to, f"{name}　{value}")
    for instrument in notice.outline.instruments:
        tree = Tree(Text(instrument.title or instrument.kind or instrument.id, style="bold"))
        for node in instrument.nodes:
            _branch(tree, node)
        to.print(tree)
        for attachment in instrument.attachments:
            state = "已随附" if attachment.present else "未随文件提供"
            say(to, f"  附件{attachment.number or ''} {attachment.title}（{state}）", "dim")
    show_issues(issues, to)


def _branch(tree: Tree, node: "Node") -> None:
    if node.kind == "table":
        tree.add(Text(f"表{node.number}（{len(node.children)}行）", style="cyan"))
        return
    words = " ".join(w for w in (node.label, node.heading or _short(node.text)) if w)
    branch = tree.add(Text(words, style="bold" if node.heading else ""))
    for child in node.children:
        _branch(branch, child)


def show_draft(draft: "Draft") -> None:
    """The draft's points by first-level indicator as bars, its indicators, what needs a person's eye."""
    to = console()
    say(to, draft.title or "（无标题）", "bold")
    say(to, facts_of(draft), "dim")
    show_points(draft.indicators, to)
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for name in ("编号", "指标", "分值", "细则", "依据"):
        table.add_column(name, justify="right" if name in ("分值", "细则") else "left", overflow="fold")
    for indicator in draft.indicators:
        _indicator_rows(table, indicator)
    if draft.indicators:
        to.print(table)
    show_issues(draft.issues, to)


def facts_of(draft: "Draft") -> str:
    """One line on what a draft holds."""
    leaves = list(_leaves(draft.indicators))
    scale = {100: "百分制", 1000: "千分制", None: "未写明满分"}.get(draft.scale, f"满分{draft.scale}分")
    counts = {
        "一级指标{}个": len(draft.indicators),
        "末级指标{}个": len(leaves),
        "评分细则{}条": sum(len(i.criteria) for i in leaves),
        "加分项{}项": len(draft.bonuses),
        "否决项{}项": len(draft.vetoes),
        "计分总则{}条": len(draft.terms),
        "等次{}个": len(draft.grades),
        "时限{}处": len(draft.deadlines),
        "岗位（部门）{}个": len(draft.roles),
    }
    said = [words.format(n) for words, n in counts.items() if n] or ["没有读到评分内容"]
    return " · ".join([f"{draft.year}年度"] * bool(draft.year) + [scale, *said])


def show_points(indicators: "Sequence[Indicator]", to: Console) -> None:
    """How the points are shared out: a bar a first-level indicator."""
    most = max((i.points or Decimal(0) for i in indicators), default=Decimal(0))
    if not most:
        return
    bars = Table.grid(padding=(0, 1))
    for justify in ("left", "right", "left"):
        bars.add_column(justify=justify, no_wrap=True)
    for indicator in indicators:
        length = float((indicator.points or 0) / most) * _BAR
        bar = "█" * int(length) + ("▌" if length % 1 >= 0.5 else "")
        bars.add_row(Text(indicator.name), Text(points(indicator.points) or "—"), Text(bar, style="cyan"))
    to.print(bars)


def _indicator_rows(table: Table, indicator: "Indicator") -> None:
    citation = indicator.evidence[0].citation if indicator.evidence else ""
    page = pages(indicator.evidence)
    where = citation.removeprefix(title_of(citation)) + (f"（第{page}页）" if page else "")
    name = Text("　" * (indicator.level - 1) + indicator.name, style="bold" if indicator.level == 1 else "")
    count = str(len(indicator.criteria) or "")
    table.add_row(indicator.id, name, points(indicator.points) or "—", count, Text(where, style="dim"))
    for child in indicator.children:
        _indicator_rows(table, child)


def _leaves(indicators: "Iterable[Indicator]") -> "Iterable[Indicator]":
    for indicator in indicators:
        if indicator.children:
            yield from _leaves(indicator.children)
        if indicator.criteria or not indicator.children:
            yield indicator


def show_duties(book: "DutyBook", written: Sequence[Path]) -> None:
    """Each role with its duties, how often and by when."""
    to = console()
    for role in book.roles:
        say(to, f"{role.name}（{len(role.duties)}项）", "bold")
        for duty in role.duties:
            terms = [frequency(duty.frequency)] if duty.frequency else []
            terms += [due(duty.due)] if duty.due else []
            term = f"【{'，'.join(terms)}】" if terms else ""
            say(to, f"  {duty.ordinal or ''}{_short(duty.text)}{term}")
    if not book.roles:
        say(to, "没有读到按岗位或部门列出的职责。")
    show_issues(book.issues, to)
    if written:
        say(to, f"已写出 {len(written)} 个文件，在 {written[0].parent}", "green")


def show_trace(traced: "Traced", image: Path | None) -> None:
    """Each field with its value, citation, pages and quote."""
    to, last = console(), ""
    for trace in traced.traces:
        page = f"（第{'、'.join(map(str, trace.pages))}页）" if trace.pages else ""
        citation = "；".join(dict.fromkeys(trace.citation.split("\n"))) + page
        if citation != last:
            say(to, citation, "bold")
            last = citation
        quote, shown = "".join(trace.quote.split()), _value_words(trace.value)
        say(to, f"  {trace.what}：{shown}" + ("" if quote == shown else f"　原文“{quote}”"))
        if trace.by:
            say(to, f"    经手人：{trace.by}，理由：{trace.reason}")
    if image is not None:
        say(to, f"已画出原文页面：{image}", "green")


def _value_words(value: Any) -> str:
    """A field's value for a person."""
    match value:
        case Mapping():
            return "".join(map(_value_words, value.values()))
        case list() | tuple():
            return "、".join(map(_value_words, value))
        case _:
            return _CODES.get(str(value), str(value))


def show_manifest(manifest: "Manifest", out: Path) -> None:
    """What was published, who signed it, where it lies."""
    to = console()
    say(to, f"已写出 {len(manifest.files)} 个文件（{manifest.review}），在 {out}", "green")
    if manifest.signatures:
        say(to, "　".join(f"{s.stage}：{s.person}" for s in manifest.signatures))
    for file in manifest.files:
        say(to, f"  {file.name}")
    say(to, f"方案指纹 SHA-256 {manifest.rubric_sha256}", "dim")


def show_issues(issues: "Sequence[Issue]", to: Console) -> None:
    """What a reviewer must look at, gravest first."""
    order = list(_SEVERITY)
    for issue in sorted(issues, key=lambda i: order.index(i.severity)):
        words, style = _SEVERITY[issue.severity]
        say(to, f"{words}：{issue.message}", style)


def _short(text: str, length: int = 34) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
