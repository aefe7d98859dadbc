"""The commands for an installation: serving it, backing it up, checking it."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

commands = typer.Typer()

DataOption = Annotated[
    Path | None,
    typer.Option(
        "--data", rich_help_panel="选项", help="数据目录；不填时用 KAOHE_DATA 或本用户的数据目录", show_default=False
    ),
]
DatabaseOption = Annotated[
    str | None,
    typer.Option(
        "--database",
        rich_help_panel="选项",
        help="PostgreSQL 数据库：postgresql://用户:口令@主机/库名；不填时用内置数据库",
        show_default=False,
    ),
]
Json = Annotated[bool, typer.Option("--json", rich_help_panel="选项", help="只输出一个 JSON 值，供程序读取")]


@commands.command(rich_help_panel="系统")
def serve(
    data: DataOption = None,
    host: Annotated[str, typer.Option("--host", rich_help_panel="选项", help="监听地址；默认只限本机")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", rich_help_panel="选项", help="端口", min=0, max=65535)] = 8000,
    database: DatabaseOption = None,
    admin_password_file: Annotated[
        Path | None,
        typer.Option(
            "--admin-password-file",
            rich_help_panel="选项",
            help="第一次启动时，存有管理员口令的文件（一行）",
            show_default=False,
        ),
    ] = None,
    open_browser: Annotated[bool, typer.Option("--open", rich_help_panel="选项", help="启动后打开浏览器")] = False,
) -> None:
    """启动核对系统：上传、核对、签发、发布都在浏览器里完成。"""
    from kaohe.serving import serve as run

    run(data=data, host=host, port=port, database=database, password_file=admin_password_file, browser=open_browser)


@commands.command(rich_help_panel="系统")
def worker(data: DataOption = None, database: DatabaseOption = None) -> None:
    """后台读取：用 PostgreSQL 时，另开进程（可在多台机器上）读文件、生成草案。"""
    from kaohe.serving import work

    work(data=data, database=database)


@commands.command(rich_help_panel="系统")
def backup(
    file: Annotated[Path, typer.Argument(rich_help_panel="参数", help="备份文件（新建，.zip）", show_default=False)],
    data: DataOption = None,
    database: DatabaseOption = None,
    as_json: Json = False,
) -> None:
    """备份：数据库和全部文件写进一个备份文件；系统运行时也可以做。"""
    from kaohe.backup import back_up

    made = back_up(file, data=data, database=database)
    if as_json:
        _print_json({"file": str(file), "rows": made.rows, "blobs": made.blobs, "bytes": file.stat().st_size})
    else:
        print(f"已备份到 {file}：数据{made.rows}条，文件{made.blobs}个，{file.stat().st_size / (1 << 20):.1f} MB")


@commands.command(rich_help_panel="系统")
def restore(
    file: Annotated[Path, typer.Argument(rich_help_panel="参数", help="备份文件", show_default=False)],
    data: DataOption = None,
    database: DatabaseOption = None,
    as_json: Json = False,
) -> None:
    """恢复：先核对备份的每一处校验值，再恢复到空的数据目录（或空的数据库）。"""
    from kaohe.restoring import restore as bring_back

    made = bring_back(file, data=data, database=database)
    if as_json:
        _print_json({"rows": made.rows, "blobs": made.blobs})
    else:
        print(f"已恢复：数据{made.rows}条，文件{made.blobs}个。请用 kaohe check 核对后启动 kaohe serve。")


@commands.command(rich_help_panel="系统")
def check(data: DataOption = None, database: DatabaseOption = None, as_json: Json = False) -> None:
    """核对：每个文件、每处引文、每条决定、每次签字、每份发布成果是否完好；有问题时退出码为 4。"""
    from kaohe.checking import check_all

    outcome = check_all(data=data, database=database)
    if as_json:
        _print_json({"checked": outcome.checked, "faults": list(outcome.faults)})
    else:
        said = "，".join(f"{what}{count}" for what, count in outcome.checked.items())
        for fault in outcome.faults:
            print(f"✗ {fault}")
        print(f"已核对：{said}。" + (f"发现问题{len(outcome.faults)}处。" if outcome.faults else "没有发现问题。"))
    if outcome.faults:
        sys.exit(4)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
