"""What the commands print for a person: outlines, bars of points, duties, citations."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

if TYPE_CHECKING:
    from corpus.node import Node
    from extract.issues import Issue
    from extract.notice import Notice
    from rubric_builder.draft import Draft, Indicator
    from rubric_builder.duties import DutyBook
    from rubric_builder.publishing import Manifest
    from rubric_builder.tracing import Traced

_BAR = 36  # cells of the longest bar
_SEVERITY = {"error": ("✗ 错误", "bold red"), "warning": ("! 请核对", "yellow"), "info": ("· 提示", "dim")}
_UNITS = {"day": "日", "week": "周", "month": "月", "quarter": "季度", "half-year": "半年", "year": "年"}


def _console() -> Console:
    return Console(highlight=False)


def say(console: Console, text: str, style: str = "") -> None:
    """A line as it is: Rich would break Chinese at the only spaces there are."""
    console.print(Text(text, style=style), soft_wrap=True)


def plain(value: Decimal | int | None) -> str:
    """A score as people write it: 8, 0.5."""
    return "—" if value is None else f"{Decimal(value).normalize():f}"


def show_outline(notice: "Notice", issues: "Sequence[Issue]") -> None:
    """Metadata, then each instrument as a tree of its clauses."""
    console, document = _console(), notice.outline.document
    facts = Table.grid(padding=(0, 2))
    for name, value in (
        ("标题", document.title),
        ("发文字号", document.document_number),
        ("发文机关", "、".join(document.issuers)),
        ("成文日期", document.issued_on),
        ("主送机关", "，".join(document.recipients)),
    ):
        if value:
            facts.add_row(Text(name, style="dim"), Text(value))
    console.print(facts)
    for instrument in notice.outline.instruments:
        tree = Tree(Text(instrument.title or instrument.kind or instrument.id, style="bold"))
        for node in instrument.nodes:
            _branch(tree, node)
        console.print(tree)
        for attachment in instrument.attachments:
            state = "已随附" if attachment.present else "未随文件提供"
            console.print(Text(f"  附件{attachment.number or ''} {attachment.title}（{state}）", style="dim"))
    show_issues(issues, console)


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
    console = _console()
    say(console, draft.title or "（无标题）", "bold")
    say(console, facts_of(draft), "dim")
    show_points(draft.indicators, console)
    table = Table(show_edge=False, pad_edge=False, header_style="dim")
    for name in ("编号", "指标", "分值", "细则", "依据"):
        table.add_column(name, justify="right" if name == "分值" else "left", overflow="fold")
    for indicator in draft.indicators:
        _indicator_rows(table, indicator)
    if draft.indicators:
        console.print(table)
    show_issues(draft.issues, console)


def facts_of(draft: "Draft") -> str:
    """One line on what a draft holds."""
    scored = sum(1 for i in _leaves(draft.indicators))
    criteria = sum(len(i.criteria) for i in _leaves(draft.indicators))
    scale = {100: "百分制", 1000: "千分制", None: "未写明满分"}.get(draft.scale, f"满分{draft.scale}分")
    parts = [f"{draft.year}年度" if draft.year else "", scale, f"一级指标{len(draft.indicators)}个", f"末级指标{scored}个", f"评分细则{criteria}条"]
    parts += [f"加分项{len(draft.bonuses)}项", f"否决项{len(draft.vetoes)}项", f"等次{len(draft.grades)}个", f"时限{len(draft.deadlines)}处"]
    return " · ".join(p for p in parts if p)


def show_points(indicators: "Sequence[Indicator]", console: Console) -> None:
    """How the points are shared out: a bar a first-level indicator."""
    most = max((i.points or Decimal(0) for i in indicators), default=Decimal(0))
    if not most:
        return
    bars = Table.grid(padding=(0, 1))
    bars.add_column(no_wrap=True)
    bars.add_column(justify="right", no_wrap=True)
    bars.add_column(no_wrap=True)
    for indicator in indicators:
        length = float((indicator.points or 0) / most) * _BAR
        bar = "█" * int(length) + ("▌" if length % 1 >= 0.5 else "")
        bars.add_row(Text(indicator.name), Text(plain(indicator.points)), Text(bar, style="cyan"))
    console.print(bars)


def _indicator_rows(table: Table, indicator: "Indicator") -> None:
    citation = indicator.evidence[0].citation.rpartition("》")[2] if indicator.evidence else ""
    pages = sorted({r.page for e in indicator.evidence for r in e.regions})
    where = citation + (f"（第{'、'.join(map(str, pages))}页）" if pages else "")
    name = Text("　" * (indicator.level - 1) + indicator.name, style="bold" if indicator.level == 1 else "")
    table.add_row(indicator.id, name, plain(indicator.points), str(len(indicator.criteria) or ""), Text(where, style="dim"))
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
    console = _console()
    for role in book.roles:
        console.print(Text(f"{role.name}（{len(role.duties)}项）", style="bold"))
        for duty in role.duties:
            term = " ".join(w for w in (frequency_words(duty), duty.due or "") if w)
            say(console, f"  {duty.ordinal or ''}{_short(duty.text, 34)}{f'　【{term}】' if term else ''}")
    if not book.roles:
        console.print("没有读到按岗位或部门列出的职责。")
    show_issues(book.issues, console)
    if written:
        console.print(Text(f"已写出 {len(written)} 个文件，在 {written[0].parent}", style="green"))


def frequency_words(duty: "object") -> str:
    """每季度至少1次; empty where the text gives none."""
    frequency = getattr(duty, "frequency", None)
    if frequency is None:
        return ""
    every = frequency.every
    unit = _UNITS[every.unit]
    period = f"每{unit}" if every.count == 1 else f"每{every.count}{'个' if unit in ('月', '季度') else ''}{unit}"
    return f"{period}至少{frequency.at_least}次"


def show_trace(traced: "Traced", image: Path | None) -> None:
    """Each field with its value, citation, pages and quote."""
    console = _console()
    last = ""
    for trace in traced.traces:
        pages = f"（第{'、'.join(map(str, trace.pages))}页）" if trace.pages else ""
        citation = "；".join(dict.fromkeys(trace.citation.split("\n"))) + pages
        if citation != last:
            say(console, citation, "bold")
            last = citation
        quote = " ".join(trace.quote.split())
        shown = value_words(trace.value)
        say(console, f"  {trace.what}：{shown}" + ("" if quote == shown else f"　原文“{quote}”"))
        if trace.by:
            say(console, f"    经手人：{trace.by}，理由：{trace.reason}")
    if image is not None:
        console.print(Text(f"已画出原文页面：{image}", style="green"))


def value_words(value: object) -> str:
    """A field's value for a person."""
    return "、".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def show_manifest(manifest: "Manifest", out: Path) -> None:
    """What was published and where it lies."""
    console = _console()
    console.print(Text(f"已写出 {len(manifest.files)} 个文件，在 {out}", style="green"))
    for file in manifest.files:
        console.print(Text(f"  {file.name}"))
    console.print(Text(f"方案指纹 SHA-256 {manifest.rubric_sha256}", style="dim"))


def show_issues(issues: "Sequence[Issue]", console: Console | None = None) -> None:
    """What a reviewer must look at, gravest first."""
    console = console or _console()
    order = list(_SEVERITY)
    for issue in sorted(issues, key=lambda i: order.index(i.severity)):
        words, style = _SEVERITY[issue.severity]
        say(console, f"{words}：{issue.message}", style)


def _short(text: str, length: int = 44) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
