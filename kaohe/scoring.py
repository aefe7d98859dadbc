"""`kaohe sheet` and `kaohe score`: score sheets go out, results come back."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import Unreadable
from kaohe.progress import doing
from kaohe.tracing import load_rubric

if TYPE_CHECKING:
    from rubric_builder.assessment import Assessment, Unit
    from rubric_builder.exports.results_files import Scored


def assessment_of(given: Path, settings: Path | None, data: Path | None = None) -> "Assessment":
    """The assessment by a schema; `settings`: the file of what was settled where the schema carries no answers itself.

    Raises `Unreadable`, `Misasked`.
    """
    from rubric_builder.assessment import Assessment, Misasked
    from rubric_builder.schema import Published, fingerprint
    from rubric_builder.scoring.settings_file import read_settings

    draft = load_rubric(given, data)[0]
    if settings is None:
        return Assessment(draft)
    if isinstance(draft, Published) and draft.review == "已审核":
        raise Misasked("score.settings", "这份方案已经签发，计分约定随方案一并签发，不能再用 --settings 另给")
    told = read_settings(settings, fingerprint(draft))
    made = Assessment(draft, told)
    told.check(made.choices)
    return made


def units_of(assessment: "Assessment", names: Sequence[str], listed: Path | None, group: str | None) -> "list[Unit]":
    """The units asked for; without any, all that the schema names. Raises `Misasked`, `Unreadable`."""
    from rubric_builder.assessment import Misasked, Unit, check_distinct, named_units, units_in

    units = [Unit(name.strip(), group) for name in names if name.strip()]
    if listed is not None:
        units += units_in(_text(listed), group)
    if not units:
        units = [Unit(unit.name, group or unit.group) for unit in named_units(assessment.draft)]
    if not units:
        raise Misasked(
            "score.units",
            "方案里没有列出考核对象的名单，请用 --unit 写明单位，或用 --units 给出名单文件（每行一个单位）",
        )
    check_distinct(units)
    return units


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError:
        raise Unreadable("missing", f"读不了“{file.name}”：找不到这个文件，请核对路径和文件名。") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("score.units", f"读不了“{file.name}”：不是文本文件，请另存为 TXT 或 CSV（每行一个单位）")


def write_sheets(assessment: "Assessment", units: "Sequence[Unit]", out: Path) -> list[Path]:
    """One workbook a unit: into the file `out` (*.xlsx, one unit) or into the folder. Raises `Misasked`."""
    from rubric_builder.assessment import Misasked
    from rubric_builder.exports.sheet_files import sheet_files

    single = out.suffix.lower() == ".xlsx"
    if single and len(units) > 1:
        raise Misasked("score.out", f"有{len(units)}个单位，请把 --out 写成文件夹")
    files = sheet_files(assessment, units)
    (out.parent if single else out).mkdir(parents=True, exist_ok=True)
    written = []
    with doing("正在生成考评表") as tell:
        for n, (name, content) in enumerate(files, 1):
            tell(f"（{n} / {len(units)}）")
            path = out if single else out / name
            path.write_bytes(content)
            written.append(path)
    return written


def read_and_score(assessment: "Assessment", files: Sequence[Path]) -> "list[Scored]":
    """Every sheet read back and computed. Raises `Unreadable` with file, sheet and cell."""
    from rubric_builder.assessment import Misasked
    from rubric_builder.returned_sheets import Computed, compute, read_returned, side_by_side

    found: list[tuple[str, Computed]] = []
    seen: dict[str, str] = {}
    paths = [p for file in files for p in _sheets(file)]
    if not paths:
        raise Misasked("score.sheets", "没有考评表，请给出 xlsx 文件或放有它们的文件夹")
    with doing("正在读取考评表、计算得分") as tell:
        for n, path in enumerate(paths, 1):
            tell(f"（{n} / {len(paths)}）")
            filled = read_returned(assessment, _content(path), path.name)
            if filled.unit in seen:
                raise Unreadable(
                    "score.twice", f"“{path.name}”和“{seen[filled.unit]}”都是{filled.unit}的考评表，请只留一份"
                )
            seen[filled.unit] = path.name
            found.append((path.name, compute(assessment, filled)))
    return side_by_side(assessment, found)


def _sheets(file: Path) -> list[Path]:
    if file.is_dir():
        return sorted(p for p in file.glob("*.xlsx") if not p.name.startswith(("~$", ".")))
    return [file]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Unreadable("missing", f"读不了“{path.name}”：找不到这个文件，请核对路径和文件名。") from None
