"""`kaohe`: the commands of the interface. Heavy rooms are imported by the command that needs them."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.errors import KaoheError
from kaohe.office_cli import DataOption
from kaohe.office_cli import commands as office_commands
from kaohe.score_cli import commands as score_commands

app = typer.Typer(
    name="kaohe",
    help="读入考核办法、细则、责任制文件，生成评分方案和职责清单，每一项都注明出处。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Json = Annotated[bool, typer.Option("--json", rich_help_panel="选项", help="只输出一个 JSON 值，供程序读取")]
File = Annotated[Path, typer.Argument(rich_help_panel="参数", help="文件（PDF、DOCX、TXT）", show_default=False)]
Files = Annotated[
    list[Path], typer.Argument(rich_help_panel="参数", help="一个或几个文件（PDF、DOCX、TXT）", show_default=False)
]
Year = Annotated[
    int | None,
    typer.Option("--year", rich_help_panel="选项", help="考核年度；不填时取文件标题中的年度", min=1990, max=2100),
]
Person = Annotated[
    str | None,
    typer.Option("--as", rich_help_panel="选项", help="以系统里谁的名义（登录名或姓名）", show_default=False),
]


def run() -> None:
    """Entry point: runs a command; what staff can act on is one sentence on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except KaoheError as error:
        print(error.message, file=sys.stderr)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False))
    sys.stdout.write("\n")


@app.command(rich_help_panel="命令")
def source(file: File, as_json: Json = False) -> None:
    """原文：读到的全文和页面，一字不改。"""
    from kaohe.loading import read_source

    text = read_source(file)
    if not as_json:
        sys.stdout.write(text.text + "\n")
        return
    pages = [{"number": p.number, "width": p.width, "height": p.height} for p in text.document.pages]
    remarks = [{"code": r.code, "text": r.text, "span": [r.start, r.end]} for r in text.remarks]
    document = text.document
    _print_json(
        {
            "document": document.sha256,
            "text_sha256": text.sha256,
            "media_type": document.media_type,
            "text": text.text,
            "pages": pages,
            "parser": document.parser,
            "remarks": remarks,
        }
    )


@app.command(rich_help_panel="命令")
def outline(file: File, as_json: Json = False) -> None:
    """结构：文件要素、条款、表格和引用的文件。"""
    from extract.references import find_references, reference_issues
    from kaohe.loading import read

    notice = read(file)
    references = find_references(notice)
    issues = (*notice.outline.issues, *reference_issues(references))
    if as_json:
        value = notice.outline.model_copy(update={"issues": issues}).model_dump(mode="json", by_alias=True)
        value["references"] = [r.model_dump(mode="json", by_alias=True) for r in references]
        _print_json(value)
        return
    from kaohe.showing import show_outline

    show_outline(notice, issues)


@app.command(rich_help_panel="命令")
def draft(
    files: Files,
    year: Year = None,
    with_duties: Annotated[
        bool, typer.Option("--duties", rich_help_panel="选项", help="连同职责清单，一并审核")
    ] = False,
    save: Annotated[
        bool, typer.Option("--save", rich_help_panel="选项", help="存入系统，供在网页上核对；输出其编号")
    ] = False,
    data: DataOption = None,
    person: Person = None,
    as_json: Json = False,
) -> None:
    """评分方案草案：指标、评分细则、分值、加分、否决、等次，每一项注明出处。"""
    if save:
        from kaohe.stored import save_draft

        number, kept = save_draft(files, year, data=data, person=person)
        if as_json:
            _print_json({"rubric": number, **kept.model_dump(mode="json", by_alias=True)})
        else:
            print(f"已存入系统，编号 {number}：{kept.title or '（无标题）'}。请在网页上核对、签批。")
        return
    from kaohe.loading import read_all

    notices = read_all(files)
    if with_duties:
        from rubric_builder.book import build_book

        built = build_book(notices, year)
    else:
        from rubric_builder.building import build_draft

        built = build_draft(notices, year)
    if as_json:
        _print_json(built.model_dump(mode="json", by_alias=True))
        return
    from kaohe.showing import show_draft

    show_draft(built)


@app.command(rich_help_panel="命令")
def rules(file: File, as_json: Json = False) -> None:
    """计分语句：逐句列出带分数的语句，各读成什么规则，哪些未能识别，哪些不是计分语句。"""
    from extract.rules.accounting import accounts
    from kaohe.loading import read
    from kaohe.progress import doing
    from kaohe.rule_report import report, show_rules

    notice = read(file)
    with doing("正在逐句识别计分语句"):
        found = accounts(notice)
    if as_json:
        _print_json(report(notice, found))
        return
    show_rules(found)


@app.command(rich_help_panel="命令")
def duties(
    files: Files,
    out: Annotated[
        Path | None,
        typer.Option("--out", rich_help_panel="选项", help="把每个岗位的职责清单写成 Word、Excel 文件的文件夹"),
    ] = None,
    as_json: Json = False,
) -> None:
    """职责清单：每个党政领导岗位、每个部门承担什么，多久一次，何时完成。"""
    from kaohe.loading import read_all
    from kaohe.progress import doing
    from rubric_builder.duties import build_duties

    notices = read_all(files)
    with doing("正在归集各岗位职责"):
        book = build_duties(notices)
    written: list[Path] = []
    if out is not None:
        from rubric_builder.exports import write_checklists

        with doing("正在写出职责清单"):
            written = write_checklists(book, out, notices=notices, reviewed=False)
    if as_json:
        _print_json(book.model_dump(mode="json", by_alias=True))
        return
    from kaohe.showing import show_duties

    show_duties(book, written)


@app.command(rich_help_panel="命令")
def trace(
    rubric: Annotated[
        Path,
        typer.Argument(
            rich_help_panel="参数",
            help="草案、已发布方案或得分（scores.json）的 JSON 文件，系统里细则的编号，也可直接给出原文件",
            show_default=False,
        ),
    ],
    indicator: Annotated[
        str,
        typer.Argument(
            rich_help_panel="参数",
            help="编号（ind-1.2、ind-1.2.c3）或指标名称；得分写作 甲街道/ind-1.2",
            show_default=False,
        ),
    ],
    image: Annotated[
        Path | None, typer.Option("--image", rich_help_panel="选项", help="把原文页面画成图片，框出条款（PNG）")
    ] = None,
    source_files: Annotated[
        list[Path] | None, typer.Option("--source", rich_help_panel="选项", help="原文件所在位置，找不到时指定")
    ] = None,
    data: DataOption = None,
    as_json: Json = False,
) -> None:
    """出处：一项指标、一条细则或一条规则依据哪份文件哪一条，在第几页。"""
    from kaohe.tracing import draw, load_rubric, scores_in, trace_unit
    from rubric_builder.tracing import trace as find

    scores = scores_in(rubric, indicator, data)
    if scores is not None:
        score = trace_unit(scores[0], indicator, rubric, image, [*(source_files or []), *scores[1]])
        if as_json:
            _print_json(score.model_dump(mode="json", by_alias=True))
            return
        from kaohe.score_showing import show_score_trace

        show_score_trace(score)
        return
    draft, kept = load_rubric(rubric, data)
    traced = find(draft, indicator)
    if image is not None:
        draw(traced, draft, rubric, image, [*(source_files or []), *kept])
    if as_json:
        _print_json(traced.model_dump(mode="json", by_alias=True))
        return
    from kaohe.showing import show_trace

    show_trace(traced, image)


@app.command(rich_help_panel="命令")
def publish(
    draft: Annotated[
        Path,
        typer.Argument(
            rich_help_panel="参数", help="kaohe draft --json 输出的草案文件，或系统里细则的编号", show_default=False
        ),
    ],
    out: Annotated[Path, typer.Option("--out", rich_help_panel="选项", help="成果文件夹（新建）", show_default=False)],
    decisions: Annotated[
        Path | None, typer.Option("--decisions", rich_help_panel="选项", help="审核决定文件（JSON），须有三人签字")
    ] = None,
    accept_all: Annotated[
        bool,
        typer.Option("--accept-all", rich_help_panel="选项", help="不经签发，未决定的全部采纳，成果注明“未经审核”"),
    ] = False,
    source_files: Annotated[
        list[Path] | None, typer.Option("--source", rich_help_panel="选项", help="原文件所在位置，找不到时指定")
    ] = None,
    data: DataOption = None,
    person: Person = None,
    as_json: Json = False,
) -> None:
    """发布：核对每一处引文，冻结为正式方案，写出成果文件夹。"""
    from kaohe.stored import publish_stored, rubric_number

    number = rubric_number(draft)
    if number is not None and (accept_all or decisions):
        raise typer.BadParameter("系统里的细则按其中的决定和签字发布，不能再用 --decisions 或 --accept-all")
    if number is None and not accept_all and decisions is None:
        raise typer.BadParameter(
            "请给出 --decisions 审核决定文件（须有经办、复核、签发三人签字），或者用 --accept-all 全部采纳"
        )
    from kaohe.publishing import publish_draft

    if number is not None:
        manifest = publish_stored(number, out, data=data, person=person)
    else:
        manifest = publish_draft(
            draft, out, decisions=decisions, accept_all=accept_all, source_files=source_files or []
        )
    if as_json:
        _print_json(manifest.model_dump(mode="json", by_alias=True))
        return
    from kaohe.showing import show_manifest

    show_manifest(manifest, out)


@app.command(rich_help_panel="命令")
def demo(
    out: Annotated[Path, typer.Option("--out", rich_help_panel="选项", help="成果写到哪个文件夹")] = Path("out/demo"),
    serve: Annotated[
        bool, typer.Option("--serve", rich_help_panel="选项", help="不写成果，直接在网页上核对样例（附试用人员）")
    ] = False,
    port: Annotated[int, typer.Option("--port", rich_help_panel="选项", help="网页的端口", min=0, max=65535)] = 8000,
    as_json: Json = False,
) -> None:
    """演示：用随附的样例走完全程，从文件到评分方案和职责清单；也可在网页上核对样例。"""
    from rich.console import Console

    from kaohe.demo import run_demo

    if not serve:
        summary = run_demo(out, to=Console(stderr=as_json, highlight=False))
        if as_json:
            _print_json(summary)
            return
        if not (sys.stdin.isatty() and typer.confirm("现在打开网页，核对这份样例吗？", default=True)):
            print("想在网页上核对这份样例，执行：kaohe demo --serve", file=sys.stderr)
            return
    from kaohe.trial import try_out

    try_out(out.with_name(f"{out.name}-data"), port=port, browser=True)


app.add_typer(score_commands)
app.add_typer(office_commands)
