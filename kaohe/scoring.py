"""`kaohe sheet` and `kaohe score`: score sheets go out, results come back."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import KaoheError, Unreadable
from kaohe.loading import doing
from kaohe.tracing import load_rubric

if TYPE_CHECKING:
    from rubric_builder.draft import Draft
    from rubric_builder.exports.results_files import Scored
    from rubric_builder.exports.sheet_layout import SheetPlan
    from rubric_builder.scoring import Choice, Scheme


class Misasked(KaoheError):
    """Units or kinds of unit that the schema does not have (exit 2)."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed unit and which kind it is (null: the schema has one kind, or it is to be found among its members)."""

    name: str
    group: str | None = None


class Rubric:
    """A schema with its settings, its schemes made ready once a kind of unit."""

    def __init__(self, given: Path, settings: Path | None, data: Path | None = None) -> None:
        """Raises `Unreadable` where the schema or the settings can't be read."""
        from rubric_builder.schema import Published, fingerprint
        from rubric_builder.scoring import Settings, all_choices
        from rubric_builder.scoring.settings_file import read_settings

        self.draft: Draft = load_rubric(given, data)[0]
        if not (self.draft.indicators or self.draft.bonuses):
            raise Unreadable("score.empty", f"“{given.name}”里没有评分项目，不能生成考评表")
        self.sha256: str = fingerprint(self.draft)
        self.review: str = self.draft.review if isinstance(self.draft, Published) else "未经审核"
        self.settings: Settings = read_settings(settings, self.sha256) if settings else Settings()
        self.choices = all_choices(self.draft, self.settings)
        self.settings.check(self.choices)
        self._schemes: dict[str | None, Scheme] = {}
        self._plans: dict[str | None, SheetPlan] = {}

    @property
    def open(self) -> "list[Choice]":
        """What is not settled."""
        return [c for c in self.choices.values() if self.settings.option(c.id) is None]

    def scheme(self, group: str | None) -> "Scheme":
        """The schema for a kind of unit."""
        from rubric_builder.scoring import scheme

        if group not in self._schemes:
            self._schemes[group] = scheme(self.draft, group, self.settings)
        return self._schemes[group]

    def plan(self, group: str | None) -> "SheetPlan":
        """The score sheet for a kind of unit."""
        from rubric_builder.exports.sheet_layout import sheet_plan

        if group not in self._plans:
            reviewed = self.review == "已审核"
            self._plans[group] = sheet_plan(self.scheme(group), rubric=self.sha256, reviewed=reviewed)
        return self._plans[group]

    def group_of(self, unit: Unit) -> str | None:
        """The kind of a unit: as given, else by the members that the schema names. Raises `Misasked`."""
        from rubric_builder.scoring import groups

        known = groups(self.draft)
        if not known:
            return None
        if unit.group in known:
            return unit.group
        named = [s.group for s in self.draft.subjects if unit.name in s.members]
        found = [g for g in known if any(g == n or g in n or n in g for n in named)]
        if unit.group is None and (len(found) == 1 or len(known) == 1):
            return (found or list(known))[0]
        listed = "、".join(known)
        said = f"方案中没有“{unit.group}”这一类" if unit.group else f"不知道“{unit.name}”属于哪一类"
        raise Misasked("score.group", f"{said}考核对象，请用 --group 指定，可选：{listed}")


def units_of(rubric: Rubric, names: Sequence[str], listed: Path | None, group: str | None) -> list[Unit]:
    """The units asked for; without any, all that the schema names. Raises `Misasked`, `Unreadable`."""
    units = [Unit(name.strip(), group) for name in names if name.strip()]
    if listed is not None:
        units += _listed(listed, group)
    if not units:
        units = [Unit(name, group) for subject in rubric.draft.subjects for name in subject.members]
    if not units:
        raise Misasked(
            "score.units",
            "方案里没有列出考核对象的名单，请用 --unit 写明单位，或用 --units 给出名单文件（每行一个单位）",
        )
    twice = sorted({u.name for u in units if sum(v.name == u.name for v in units) > 1})
    if twice:
        raise Misasked("score.units", f"单位“{twice[0]}”列了不止一次，请核对名单")
    return units


def _listed(file: Path, group: str | None) -> Iterator[Unit]:
    """Units of a text or CSV file: one a line, its kind behind a comma."""
    try:
        text = file.read_bytes()
    except OSError:
        raise Unreadable("missing", f"读不了“{file.name}”：找不到这个文件，请核对路径和文件名。") from None
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            lines = text.decode(encoding).splitlines()
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("score.units", f"读不了“{file.name}”：不是文本文件，请另存为 TXT 或 CSV（每行一个单位）")
    for row in csv.reader(line.replace("，", ",").replace("\t", ",") for line in lines):
        cells = [cell.strip() for cell in row]
        if cells and cells[0] and not cells[0].startswith("#") and cells[0] not in ("单位", "单位名称"):
            yield Unit(cells[0], (cells[1] if len(cells) > 1 and cells[1] else None) or group)


def write_sheets(rubric: Rubric, units: Sequence[Unit], out: Path) -> list[Path]:
    """One workbook a unit: into the file `out` (*.xlsx, one unit) or into the folder. Raises `Misasked`."""
    from rubric_builder.exports.inert import distinct, file_name
    from rubric_builder.exports.sheet_xlsx import SheetMaker

    single = out.suffix.lower() == ".xlsx"
    if single and len(units) > 1:
        raise Misasked("score.out", f"有{len(units)}个单位，请把 --out 写成文件夹")
    plans = [rubric.plan(rubric.group_of(unit)) for unit in units]
    makers = {id(plan): SheetMaker(plan) for plan in {id(p): p for p in plans}.values()}
    folder = out.parent if single else out
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    names = distinct(f"{file_name(unit.name)}考评表" for unit in units)
    with doing("正在生成考评表") as tell:
        for n, (unit, plan, name) in enumerate(zip(units, plans, names, strict=True), 1):
            tell(f"（{n} / {len(units)}）")
            path = out if single else out / f"{name}.xlsx"
            path.write_bytes(makers[id(plan)].workbook(unit.name))
            written.append(path)
    return written


def read_and_score(rubric: Rubric, files: Sequence[Path]) -> "list[Scored]":
    """Every sheet read back and computed. Raises `Unreadable` with file, sheet and cell."""
    from rubric_builder.exports.results_files import Scored
    from rubric_builder.exports.sheet_agreement import differences, expected
    from rubric_builder.exports.sheet_reading import OpenedSheet
    from rubric_builder.scoring import calculate, groups
    from rubric_builder.scoring.standing import standings

    found = []
    seen: dict[str, str] = {}
    paths = [p for file in files for p in _sheets(file)]
    if not paths:
        raise Misasked("score.sheets", "没有考评表，请给出 xlsx 文件或放有它们的文件夹")
    with doing("正在读取考评表、计算得分") as tell:
        for n, path in enumerate(paths, 1):
            tell(f"（{n} / {len(paths)}）")
            opened = OpenedSheet(_content(path), path.name)
            if opened.mark.rubric != rubric.sha256:
                opened.refuse(rubric.sha256)
            if opened.mark.unit in seen:
                raise Unreadable(
                    "score.twice",
                    f"“{path.name}”和“{seen[opened.mark.unit]}”都是{opened.mark.unit}的考评表，请只留一份",
                )
            seen[opened.mark.unit] = path.name
            if opened.mark.group not in (groups(rubric.draft) or (None,)):
                raise Unreadable(
                    "sheet.group", f"“{path.name}”的考核类别“{opened.mark.group}”在方案中没有，请用发出的原表填报"
                )
            made = rubric.scheme(opened.mark.group)
            filled = opened.read(rubric.plan(opened.mark.group))
            site, own = calculate(made, filled.site), calculate(made, filled.own)
            told = differences(filled, expected(made, site, own))
            found.append((site, own if filled.own.found else None, made, path.name, told))
    kinds = groups(rubric.draft)
    found.sort(key=lambda each: kinds.index(each[0].group) if each[0].group in kinds else -1)
    placed = standings([site for site, *_ in found], [own for _, own, *_ in found])
    return [
        Scored(standing, made, name, told) for standing, (_, _, made, name, told) in zip(placed, found, strict=True)
    ]


def _sheets(file: Path) -> list[Path]:
    if file.is_dir():
        return sorted(p for p in file.glob("*.xlsx") if not p.name.startswith(("~$", ".")))
    return [file]


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise Unreadable("missing", f"读不了“{path.name}”：找不到这个文件，请核对路径和文件名。") from None
