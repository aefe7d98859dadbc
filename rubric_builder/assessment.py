"""A year's assessment by a schema: its settings in force, and the scheme and score sheet for each kind of unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.errors import KaoheError, Unreadable
from rubric_builder.draft import Draft
from rubric_builder.schema import Published, fingerprint
from rubric_builder.scoring import Choice, Scheme, Settings, all_choices, groups, scheme, settings_of

if TYPE_CHECKING:
    from rubric_builder.exports.sheet_layout import SheetPlan


class Misasked(KaoheError):
    """Units or kinds of unit that the schema does not have (exit 2)."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Unit:
    """An assessed unit and which kind it is said to be (null: to be found among the schema's members)."""

    name: str
    group: str | None = None


class Assessment:
    """A schema with its settings, its schemes and sheets made ready once a kind of unit. `sha256` is on every sheet."""

    def __init__(self, draft: Draft, settings: Settings | None = None) -> None:
        """`settings` null: those that the schema carries. Raises `Unreadable` where there is nothing to score."""
        if not (draft.indicators or draft.bonuses):
            raise Unreadable("score.empty", f"“{draft.title or '这份方案'}”里没有评分项目，不能生成考评表")
        self.draft = draft
        self.sha256: str = fingerprint(draft)
        self.review: str = draft.review if isinstance(draft, Published) else "未经审核"
        self.settings: Settings = settings_of(draft) if settings is None else settings
        self.choices = all_choices(draft, self.settings)
        self.groups: tuple[str | None, ...] = groups(draft) or (None,)
        self._schemes: dict[str | None, Scheme] = {}
        self._plans: dict[str | None, SheetPlan] = {}

    @property
    def reviewed(self) -> bool:
        """Whether the schema bears the three signatures."""
        return self.review == "已审核"

    @property
    def open(self) -> list[Choice]:
        """What is not settled."""
        return [c for c in self.choices.values() if self.settings.option(c.id) is None]

    def scheme(self, group: str | None) -> Scheme:
        """The schema for a kind of unit."""
        if group not in self._schemes:
            self._schemes[group] = scheme(self.draft, group, self.settings)
        return self._schemes[group]

    def plan(self, group: str | None) -> "SheetPlan":
        """The score sheet for a kind of unit."""
        from rubric_builder.exports.sheet_layout import sheet_plan

        if group not in self._plans:
            self._plans[group] = sheet_plan(self.scheme(group), rubric=self.sha256, reviewed=self.reviewed)
        return self._plans[group]

    def group_of(self, unit: Unit) -> str | None:
        """The kind of unit that has the table of a unit: as said, else by the members that the schema names; null
        where one table is for all. Raises `Misasked`."""
        known = groups(self.draft)
        if not known:
            return None
        if unit.group in known:
            return unit.group
        named = [s.group for s in self.draft.subjects if unit.name in s.members]
        if unit.group is None or unit.group in named:
            found = [g for g in known if any(g == n or g in n or n in g for n in named)]
            if len(found) == 1 or len(known) == 1:
                return (found or list(known))[0]
        listed = "、".join(known)
        said = f"方案中没有“{unit.group}”这一类" if unit.group else f"不知道“{unit.name}”属于哪一类"
        raise Misasked("score.group", f"{said}考核对象，请写明类别，可选：{listed}")


def named_units(draft: Draft) -> list[Unit]:
    """The units that a schema names, each with what its kind is called there."""
    return [Unit(name, subject.group) for subject in draft.subjects for name in subject.members]


def units_in(text: str, group: str | None = None) -> Iterator[Unit]:
    """Units of a list, one a line, its kind behind a comma (or in the next column). Lines with # are remarks.

    >>> list(units_in("青岚镇，街道镇\\n# 下略\\n石桥镇"))
    [Unit(name='青岚镇', group='街道镇'), Unit(name='石桥镇', group=None)]
    """
    import csv

    for row in csv.reader(line.replace("，", ",").replace("\t", ",") for line in text.splitlines()):
        cells = [" ".join(cell.split()) for cell in row]
        if cells and cells[0] and not cells[0].startswith("#") and cells[0] not in ("单位", "单位名称"):
            yield Unit(cells[0], (cells[1] if len(cells) > 1 and cells[1] else None) or group)


def check_distinct(units: Sequence[Unit]) -> None:
    """Raises `Misasked` where a unit is listed twice."""
    seen: set[str] = set()
    for unit in units:
        if unit.name in seen:
            raise Misasked("score.units", f"单位“{unit.name}”列了不止一次，请核对名单")
        seen.add(unit.name)
