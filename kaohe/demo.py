"""`kaohe demo`: the whole road on the samples that ship with the project."""

import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from corpus.samples import paths

_STEPS = 6


def run_demo(out: Path, *, to: Console) -> dict[str, Any]:
    """Reads the samples, drafts, publishes (unreviewed) and draws one clause; prints a summary on `to`;
    returns it as a value."""
    from extract.reading_notice import read_notice
    from ingest import read_file
    from kaohe.showing import facts_of, say, show_issues, show_points
    from rubric_builder.building import build_draft
    from rubric_builder.duties import with_duties
    from rubric_builder.publishing import publish

    console = Console(stderr=True, highlight=False)
    _clear(out)
    files = list(paths().values())
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task("读取样例", total=_STEPS)
        sources = []
        for file in files:
            progress.update(task, description=f"读取 {file.name}")
            sources.append(read_file(file))
        progress.update(task, advance=1, description="辨认条款和表格")
        notices = [read_notice(source) for source in sources]
        progress.update(task, advance=1, description="提取指标、细则和分值")
        rubric = build_draft(notices)
        progress.update(task, advance=1, description="归集各岗位职责")
        draft = with_duties(rubric, notices)
        progress.update(task, advance=1, description="核对每一处引文，写出成果")
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        manifest = publish(draft, notices, out, by="demo", at=at, accept_all=True)
        progress.update(task, advance=1, description="画出一处出处")
        picture = _picture(draft, files, out.with_name(out.name + "-出处.png"))
        progress.update(task, advance=1)
    for source, notice in zip(sources, notices, strict=True):
        pages = f"{len(source.document.pages)}页" if source.document.pages else "不分页"
        kinds = "、".join(i.title or i.kind or i.id for i in notice.outline.instruments)
        say(to, f"读取 {source.document.file}（{pages}，{len(source.text)}字）", "bold")
        say(to, f"  {kinds}", "dim")
    to.print()
    say(to, f"{draft.title}", "bold")
    say(to, f"  {facts_of(draft)}", "dim")
    show_points(draft.indicators, to)
    to.print()
    duties = sum(len(role.duties) for role in draft.roles)
    say(to, f"职责清单：{len(draft.roles)}个岗位（部门），{duties}项职责", "bold")
    issues = draft.issues
    to.print()
    say(to, "需要人工核对的地方" if issues else "没有需要人工核对的地方", "bold")
    show_issues(issues, to)
    to.print()
    say(to, f"成果（未经审核，共{len(manifest.files)}个文件）：{out}", "green")
    if picture:
        say(to, f"出处示例：{picture}", "green")
    return {
        "out": str(out),
        "files": [f.name for f in manifest.files],
        "rubric_sha256": manifest.rubric_sha256,
        "scale": draft.scale,
        "points": {i.name: float(i.points) if i.points is not None else None for i in draft.indicators},
        "roles": [role.name for role in draft.roles],
        "issues": len(issues),
    }


def _clear(out: Path) -> None:
    """Removes an earlier demo's bundle; a folder that holds anything else is left for `publish` to refuse."""
    manifest = out / "manifest.json"
    if manifest.is_file() and json.loads(manifest.read_text("utf-8")).get("format") == "kaohe.bundle/1":
        shutil.rmtree(out)


def _picture(draft: Any, files: list[Path], image: Path) -> Path | None:
    """The first criterion's page with its clause framed; None where there is no drawn page."""
    from rubric_builder.page_picture import page_picture

    by_hash = {source.document: next(f for f in files if f.name == source.file) for source in draft.sources}
    for indicator in draft.indicators:
        for child in (*indicator.children, indicator):
            for criterion in child.criteria[:1]:
                regions = [r for e in criterion.evidence for r in e.regions]
                if regions:
                    evidence = criterion.evidence[0]
                    image.write_bytes(
                        page_picture(by_hash[evidence.document].read_bytes(), regions, caption=evidence.citation)
                    )
                    return image
    return None
