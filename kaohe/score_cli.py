"""The commands for the year's assessment: score sheets go out, results come back."""

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from kaohe.office_cli import DataOption, Json

commands = typer.Typer()

RubricArgument = Annotated[
    Path,
    typer.Argument(
        rich_help_panel="参数",
        help="已发布方案（rubric.json）、草案的 JSON 文件，或系统里细则的编号",
        show_default=False,
    ),
]
SettingsOption = Annotated[
    Path | None,
    typer.Option("--settings", rich_help_panel="选项", help="计分约定文件：原文未写明之处的决定", show_default=False),
]


@commands.command(rich_help_panel="命令")
def sheet(
    rubric: RubricArgument,
    out: Annotated[
        Path,
        typer.Option(
            "--out", rich_help_panel="选项", help="一个单位时可写 .xlsx 文件，否则写文件夹", show_default=False
        ),
    ],
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", rich_help_panel="选项", help="被考评单位，可写多次；不写时为方案列出的全部单位"),
    ] = None,
    units: Annotated[
        Path | None,
        typer.Option(
            "--units", rich_help_panel="选项", help="单位名单文件：每行一个，逗号后可写类别", show_default=False
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option("--group", rich_help_panel="选项", help="考核对象的类别（方案分类计分时）", show_default=False),
    ] = None,
    settings: SettingsOption = None,
    choices: Annotated[
        Path | None,
        typer.Option(
            "--choices", rich_help_panel="选项", help="把原文未写明、须作决定的事项写成计分约定文件", show_default=False
        ),
    ] = None,
    data: DataOption = None,
    as_json: Json = False,
) -> None:
    """考评表：每个单位一个 Excel 工作簿，自评、现场考评分列，公式自动计分，每行附原文依据。"""
    from kaohe.scoring import assessment_of, units_of, write_sheets
    from rubric_builder.scoring.settings_file import settings_form

    made = assessment_of(rubric, settings, data)
    if choices is not None:
        form = settings_form(made.choices.values(), made.sha256, made.settings)
        choices.write_text(json.dumps(form, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    written = write_sheets(made, units_of(made, unit or [], units, group), out)
    if as_json:
        _print_json(
            {
                "rubric": made.sha256,
                "files": [str(path) for path in written],
                "open": [choice.model_dump(mode="json") for choice in made.open],
            }
        )
        return
    from kaohe.score_showing import show_sheets

    show_sheets(written, made.open, choices)


@commands.command(rich_help_panel="命令")
def score(
    rubric: RubricArgument,
    out: Annotated[Path, typer.Option("--out", rich_help_panel="选项", help="成果文件夹", show_default=False)],
    sheets: Annotated[
        list[Path] | None,
        typer.Argument(
            rich_help_panel="参数",
            help="填好的考评表（xlsx），或放有它们的文件夹；系统里已发布的细则可以不写，按网页上收到的考评表和更正计分",
            show_default=False,
        ),
    ] = None,
    settings: SettingsOption = None,
    data: DataOption = None,
    as_json: Json = False,
) -> None:
    """计分：读回考评表，逐条计算，写出每个单位的得分明细和全部单位的汇总。"""
    from kaohe.progress import doing
    from kaohe.scoring import assessment_of, read_and_score
    from kaohe.stored import rubric_number, stored_scores
    from rubric_builder.exports.results_files import scores_of, write_results
    from rubric_builder.scoring.record import as_json as as_json_value

    number = rubric_number(rubric)
    if number is not None and not sheets and settings is None:
        made, scored = stored_scores(number, data)
    else:
        made = assessment_of(rubric, settings, data)
        scored = read_and_score(made, sheets or [])
    with doing("正在写出得分明细和汇总") as tell:
        written = write_results(
            scored, out, rubric=made.sha256, review=made.review, sources=made.draft.sources, told=tell
        )
    if as_json:
        scores = scores_of(scored, rubric=made.sha256, review=made.review, sources=made.draft.sources)
        _print_json(as_json_value(scores))
        return
    from kaohe.score_showing import show_scores

    show_scores(scored, made.open, written, out)


def _print_json(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False))
    sys.stdout.write("\n")
