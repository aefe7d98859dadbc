"""Whom a text binds: an organ, a tier of it, a position in it."""

import re
from dataclasses import dataclass

from corpus.spans import Span
from extract.duties import knowledge

_UNITS = {row.pattern: row.meaning for row in knowledge.TIER_UNITS}
TIER_UNIT = re.compile("|".join(sorted(_UNITS, key=len, reverse=True)))
"""One tier's name."""
_SAME_TIER = {
    "乡镇": ("乡", "镇"), "镇街": ("镇", "街道"), "区县": ("区", "县"), "县市区": ("县", "县级市", "区"),
    "县市": ("县", "县级市"), "旗县区": ("县", "区"),
}  # fmt: skip
_COUNTY_CITY = re.compile(r"(?<=[县区旗][（(])市|(?<=[县区][（(][县区]、)市|市(?=[（(][县区])")
"""The 市 of 县（市、区） is a county's equal."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Somebody whom a text binds, as offsets into that text.

    `pieces` are the stretches that make up the name (市、区党委 + 主要负责人), `tier`, `organ` and `position` the
    parts of it, `words` the whole as it stands there. `position_class` and `kind` are what the tables say of position and organ, `units` the tiers meant (empty: any).
    """

    start: int
    end: int
    pieces: tuple[Span, ...]
    tier: Span | None = None
    organ: Span | None = None
    position: tuple[Span, ...] = ()
    position_class: knowledge.PositionClass | None = None
    kind: knowledge.OrganKind | None = None
    units: frozenset[str] = frozenset()
    rule: str = ""
    words: str = ""

    @property
    def specific(self) -> bool:
        """Whether it says which tier or organ it means, so that a checklist can be handed to somebody."""
        return self.kind != "collective" and bool(self.units or self.kind == "body")


def tier_units(text: str) -> frozenset[str]:
    """The tiers named in a text: 乡镇（街道） → 乡, 镇, 街道; 各级 → none in particular.

    >>> sorted(tier_units("市、区")), sorted(tier_units("各级"))
    (['区', '市'], [])
    >>> sorted(tier_units("县（市、区）"))
    ['区', '县', '县级市']
    """
    units: set[str] = set()
    if text.startswith(knowledge.ANY_TIER):
        return frozenset()
    if _COUNTY_CITY.search(text):
        units.add("县级市")
    for found in TIER_UNIT.finditer(_COUNTY_CITY.sub("", text)):
        meaning = _UNITS[found.group()]
        units.update(_SAME_TIER.get(meaning, (meaning,)))
    return frozenset(units)


def covers(said: Subject, role: Subject) -> bool:
    """Whether what is said of one subject is said of a role: tier, kind of organ and class of position agree."""
    if said.units and role.units and not said.units & role.units:
        return False
    if "body" in (said.kind, role.kind) and not (said.kind is None and said.units):
        return False
    if "collective" in (said.kind, role.kind) and said.kind != role.kind:
        return False
    if said.kind not in (None, "both") and role.kind not in (None, "both") and said.kind != role.kind:
        return False
    if said.position_class in (None, "member"):
        return role.position_class != "staff"
    if said.position_class == "other":
        return role.position_class not in ("head", "staff")
    return said.position_class == role.position_class


def same(one: Subject, other: Subject) -> bool:
    """Whether two subjects are one role in other words: 区委书记 and 区委主要负责人."""
    return (
        one.units == other.units
        and bool(one.units)
        and one.kind == other.kind
        and one.kind in ("party", "government")
        and one.position_class == other.position_class
        and one.position_class in ("head", "charge")
    )
